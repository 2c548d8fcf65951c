//! The figures of `/metrics`, in the text format of Prometheus.

use prometheus_client::encoding::text::encode;
use prometheus_client::metrics::family::Family;
use prometheus_client::metrics::gauge::Gauge;
use prometheus_client::registry::Registry;
use store::vitals::Census;

/// What the text is.
pub(super) const CONTENT_TYPE: &str = "application/openmetrics-text; version=1.0.0; charset=utf-8";

type Labels = Vec<(&'static str, String)>;

/// The figures. Counts are read when they are asked for, so that two daemons say the same.
pub(super) fn text(census: &Census, (ticks, tick_age_s): (u64, Option<i64>)) -> String {
    let mut registry = Registry::with_prefix("mingjing");
    let jobs = census.jobs.iter().map(|(kind, state, count)| {
        (vec![("kind", kind.clone()), ("state", state.as_str().to_owned())], *count)
    });
    let findings = census
        .open_findings
        .iter()
        .map(|(severity, count)| (vec![("severity", severity.as_str().to_owned())], *count));
    let deliveries = census
        .deliveries
        .iter()
        .map(|(state, count)| (vec![("state", state.as_str().to_owned())], *count));
    gauge(&mut registry, ("jobs", "Jobs by kind and state"), jobs);
    gauge(&mut registry, ("open_findings", "Findings that are not closed"), findings);
    gauge(&mut registry, ("deliveries", "Deliveries by state"), deliveries);
    single(&mut registry, ("submissions", "Submissions received"), census.submissions);
    let ticks = i64::try_from(ticks).unwrap_or(i64::MAX);
    single(&mut registry, ("ticks", "Ticks since the daemon started"), ticks);
    if let Some(age_s) = tick_age_s {
        let name = ("last_tick_age_seconds", "Seconds since the last tick that went well");
        single(&mut registry, name, age_s);
    }
    let mut text = String::new();
    encode(&mut text, &registry).expect("a string takes all that is written");
    text
}

fn single(registry: &mut Registry, (name, help): (&str, &str), value: i64) {
    let gauge: Gauge = Gauge::default();
    gauge.set(value);
    registry.register(name, help, gauge);
}

fn gauge(
    registry: &mut Registry,
    (name, help): (&str, &str),
    values: impl Iterator<Item = (Labels, i64)>,
) {
    let family = Family::<Labels, Gauge>::default();
    for (labels, value) in values {
        family.get_or_create(&labels).set(value);
    }
    registry.register(name, help, family);
}
