//! Rows of one incident that differ (`R-8`). An incident does not vanish because it was told twice: the
//! gravest of what is said stands, whatever starts a clock does so the first time it is said, and the report
//! is the last that every row knows of. Where the rows differ in what it is judged by it is never said to be
//! in time, and it is too late only if it is by the gravest of all.

use std::collections::{BTreeMap, BTreeSet};

use jiff::Timestamp;

use super::facts::{Act, Event, Incident, Reporter};
use super::quantity::{Matter, Quantity, Word};
use crate::finding::Faults;
use crate::form::entries::{Entry, agreed, least, settle};

/// What rows say of one incident.
#[derive(Clone, Debug, PartialEq)]
struct Rows {
    incident: Incident,
    /// The last report that each knows of, none before its own discovery; `None` where one knows of none.
    reported_at: Option<Timestamp>,
    /// Whether they differ in what a report is judged by.
    are_disputed: bool,
}

/// Leaves one entry for each incident, as [`settle`] does.
pub(super) fn settled(entries: Vec<Entry<Incident>>, faults: &mut Faults) -> Vec<Entry<Incident>> {
    let entries = entries.into_iter().map(|it| it.map(Rows::of)).collect();
    let in_common = |one: Rows, other: &Rows| Some(one.in_common(other));
    let settled = settle(entries, in_common, faults);
    settled.into_iter().map(|it| it.map(Rows::incident)).collect()
}

impl Rows {
    fn of(incident: Incident) -> Self {
        let discovered = incident.discoveries().min();
        let reported_at = incident.reported_at.filter(|it| discovered.is_none_or(|at| at <= *it));
        Self { incident, reported_at, are_disputed: false }
    }

    fn incident(self) -> Incident {
        if self.are_disputed {
            Incident { reported_at: self.reported_at, is_disputed: true, ..self.incident }
        } else {
            self.incident
        }
    }

    fn in_common(self, other: &Self) -> Self {
        let are_disputed = self.are_disputed
            || other.are_disputed
            || self.incident.judged_by() != other.incident.judged_by();
        let reported_at = self.reported_at.zip(other.reported_at).map(|(one, two)| one.max(two));
        Self { incident: self.incident.in_common(&other.incident), reported_at, are_disputed }
    }
}

/// What it depends on whether a report was due, and came in time.
type JudgedBy<'a> = (
    [Option<Timestamp>; 2],
    (Reporter, Option<bool>),
    Option<u64>,
    &'a BTreeMap<Quantity, u64>,
    &'a BTreeMap<Matter, Word>,
);

impl Incident {
    fn judged_by(&self) -> JudgedBy<'_> {
        let instants = [self.discoveries().min(), self.reported_at];
        let bound = (self.bound_as(), self.concerns_cii());
        (instants, bound, self.loss_fen, &self.figures, &self.words)
    }

    /// What stands of two rows, before acts and evidence are attached. The order of rows does not matter.
    fn in_common(self, other: &Self) -> Self {
        let text = |one: String, other: &str| if one == other { one } else { String::new() };
        let discoveries: BTreeSet<Timestamp> =
            self.discoveries().chain(other.discoveries()).collect();
        let reporter = strictest(self.bound_as(), other.bound_as());
        // That infrastructure is concerned is more than that it is not, and that more than nothing.
        let cii = self.concerns_cii().max(other.concerns_cii());
        let mut told = self.told;
        told.retain(|topic, text| other.told.get(topic) == Some(text));
        Self {
            incident_no: self.incident_no,
            title: self.title.min(other.title.clone()),
            incident_type: agreed(self.incident_type, other.incident_type.as_ref()),
            occurred: least(self.occurred, other.occurred),
            discovered_at: least(self.discovered_at, other.discovered_at),
            learned_at: least(self.learned_at, other.learned_at),
            reported_at: agreed(self.reported_at, other.reported_at.as_ref()),
            handled_at: least(self.handled_at, other.handled_at),
            summarised_at: agreed(self.summarised_at, other.summarised_at.as_ref()),
            reporter,
            cii,
            loss_fen: self.loss_fen.max(other.loss_fen),
            figures: gravest(self.figures, &other.figures),
            words: gravest(self.words, &other.words),
            scales: either(self.scales, &other.scales),
            report_items: both(self.report_items, &other.report_items),
            products: either(self.products, &other.products),
            resources: either(self.resources, &other.resources),
            affected: either(self.affected, &other.affected),
            cause_kind: agreed(self.cause_kind, other.cause_kind.as_ref()),
            ransom_fen: self.ransom_fen.max(other.ransom_fen),
            ransom_on: least(self.ransom_on, other.ransom_on),
            told,
            // Another day of discovery is another month in which the incident is looked for.
            acts: discoveries.into_iter().skip(1).map(discovery).collect(),
            evidence: self.evidence,
            description: text(self.description, &other.description),
            is_disputed: false,
            veris: agreed(self.veris, other.veris.as_ref()),
        }
    }
}

/// A further day on which it is said to have been discovered.
fn discovery(at: Timestamp) -> Act {
    Act { at, event: Event::Discovery, items: Vec::new(), note: String::new() }
}

/// The one that has less time for its first report: by art. 4 of CN-NIR operators of infrastructure have an
/// hour, central organs two, others four.
fn strictest(one: Reporter, other: Reporter) -> Reporter {
    let strictness = |it: &Reporter| match it {
        Reporter::Operator => 0,
        Reporter::CentralOrgan => 1,
        Reporter::CiiOperator => 2,
    };
    std::cmp::max_by_key(one, other, strictness)
}

/// The greater of what is said of each.
fn gravest<K: Ord + Copy, V: Ord + Copy>(
    mut one: BTreeMap<K, V>,
    other: &BTreeMap<K, V>,
) -> BTreeMap<K, V> {
    for (&key, &value) in other {
        let most = one.entry(key).or_insert(value);
        *most = value.max(*most);
    }
    one
}

/// What either names; in the order of names where they differ.
fn either(one: Vec<String>, other: &[String]) -> Vec<String> {
    if one == other {
        return one;
    }
    let all: BTreeSet<String> = one.into_iter().chain(other.iter().cloned()).collect();
    all.into_iter().collect()
}

/// What both have.
fn both(mut one: Vec<u8>, other: &[u8]) -> Vec<u8> {
    one.retain(|it| other.contains(it));
    one
}

#[cfg(test)]
mod tests {
    use jiff::tz::TimeZone;
    use proptest::prelude::*;

    use super::super::lifecycle::level_known;
    use super::super::{
        COLUMNS, CheckedIncidents, ClockContext, ClockState, IncidentContext, IncidentIntake,
        Level, Missing, classify, clocks, parse_instant,
    };
    use super::*;
    use crate::calendar::Calendar;
    use crate::finding::reading;
    use crate::form::Row;
    use crate::shipped;

    /// Rows of an incident, each as columns and cells, checked at the end of 2026.
    fn checked(rows: &[Vec<(&str, &str)>]) -> CheckedIncidents {
        let (policy, types) = (shipped::incident(), shipped::incident_types());
        let at = "2026-12-31T12:00:00Z".parse().unwrap();
        let context = IncidentContext {
            at,
            zone: TimeZone::UTC,
            authority: None,
            policy: &policy,
            types: &types,
        };
        let mut intake = IncidentIntake::new(context);
        for (number, row) in (2..).zip(rows) {
            let said = |column: &str| row.iter().find(|it| it.0 == column).map_or("", |it| it.1);
            let cell = |column: &str| match column {
                "incident_no" => "A",
                "party" => "name:甲",
                "title" if said("title").is_empty() => "乙",
                _ => said(column),
            };
            let cells: Vec<&str> = COLUMNS.iter().map(|it| cell(it.name)).collect();
            intake.row(&Row { number, byte_offset: 0, byte_length: 0, cells: &cells });
        }
        intake.finish()
    }

    /// The state of the first report's clock, in short, and the level.
    fn judged(incident: &Incident) -> (&'static str, Option<Level>) {
        let policy = shipped::incident();
        let facts = incident.facts();
        let machine = classify(&facts, &policy.thresholds).level;
        let level = level_known((&facts, &policy.thresholds), machine, None);
        let as_of = "2026-12-31T12:00:00Z".parse().unwrap();
        let context = ClockContext { as_of, zone: &TimeZone::UTC, calendar: &Calendar::default() };
        let clocks = clocks(incident, level, &policy.clocks, &context);
        let state = match clocks.report().map(|it| it.state) {
            Some(ClockState::Met) => "in time",
            Some(ClockState::Late { .. } | ClockState::Missed) => "broken",
            Some(ClockState::NotComputable { missing: Missing::Agreement }) => "disputed",
            _ => "not due",
        };
        (state, level)
    }

    /// What two rows of one incident come to, in either order.
    #[track_caller]
    fn check(rows: [&[(&str, &str)]; 2], expected: (&str, Level)) {
        for rows in [[rows[0], rows[1], rows[0]], [rows[1], rows[0], rows[0]]] {
            let checked = checked(&rows.map(<[_]>::to_vec));
            assert_eq!(checked.faults.counts()[reading::DUPLICATE], 1, "{rows:?}");
            assert_eq!(
                judged(&checked.facts[0].incident),
                (expected.0, Some(expected.1)),
                "{rows:?}"
            );
        }
    }

    const FOUND: (&str, &str) = ("discovered_at", "2026-10-01 10:00");
    const GRAVE: (&str, &str) = ("persons", "1000000");
    const REPORTED: (&str, &str) = ("reported_at", "2026-10-01 13:00");

    #[test]
    fn the_gravest_and_the_earliest_stands() {
        let small = ("persons", "5");
        check(
            [&[FOUND, GRAVE, REPORTED], &[FOUND, GRAVE, REPORTED, ("title", "丙")]],
            ("in time", Level::FairlyMajor),
        );
        check([&[FOUND, GRAVE, REPORTED], &[FOUND, GRAVE]], ("broken", Level::FairlyMajor));
        check(
            [&[FOUND, GRAVE, REPORTED], &[FOUND, small, REPORTED]],
            ("disputed", Level::FairlyMajor),
        );
        let (earlier, later) =
            (("discovered_at", "2026-10-01 09:00"), ("discovered_at", "2026-10-01 12:00"));
        check(
            [&[FOUND, GRAVE, REPORTED], &[later, GRAVE, REPORTED]],
            ("disputed", Level::FairlyMajor),
        );
        // Four hours from the earliest to the last report are in time, and a minute more is not.
        check(
            [&[FOUND, GRAVE, REPORTED], &[earlier, GRAVE, REPORTED]],
            ("disputed", Level::FairlyMajor),
        );
        let (second, third) =
            (("reported_at", "2026-10-01 13:01"), ("reported_at", "2026-10-01 08:59"));
        check(
            [&[FOUND, GRAVE, second], &[earlier, GRAVE, REPORTED]],
            ("broken", Level::FairlyMajor),
        );
        // A report before the discovery that the row says is none of it.
        check(
            [&[earlier, GRAVE, third], &[FOUND, GRAVE, REPORTED]],
            ("broken", Level::FairlyMajor),
        );
        // Before 2025-11-01 nobody had to report: that one row says so takes no duty away.
        let before = ("discovered_at", "2020-10-01 12:00");
        check(
            [&[FOUND, GRAVE, REPORTED], &[before, GRAVE, REPORTED]],
            ("broken", Level::FairlyMajor),
        );
        check([&[FOUND, small], &[before, small, ("cii", "yes")]], ("not due", Level::General));
    }

    #[test]
    fn a_report_of_a_disputed_incident_is_not_in_time_as_an_act_either() {
        let act = vec![("record", "act"), ("event", "report"), ("at", "2026-10-01 11:00")];
        let with = |other: &[(&'static str, &'static str)]| {
            let rows = [vec![FOUND, GRAVE], act.clone(), other.to_vec()];
            judged(&checked(&rows).facts[0].incident).0
        };
        assert_eq!(with(&[FOUND, ("persons", "5")]), "disputed");
        let before = [("discovered_at", "2026-10-01 10:59"), GRAVE];
        assert_eq!(with(&before), "disputed");
        let after = [("discovered_at", "2026-10-01 11:01"), GRAVE];
        assert_eq!(with(&after), "broken", "by that row nothing was reported");
        assert_eq!(judged(&checked(&[vec![FOUND, GRAVE], act]).facts[0].incident).0, "in time");
    }

    #[test]
    fn every_day_of_discovery_that_is_said_is_kept() {
        let days = ["2026-03-01 10:00", "2026-01-01 10:00", "2026-02-01 10:00"];
        let rows = days.map(|it| vec![("discovered_at", it)]);
        let checked = checked(&[&rows[..], &rows[..1]].concat());
        let found: Vec<Timestamp> = checked.facts[0].incident.discoveries().collect();
        let at = |text| parse_instant(text, &TimeZone::UTC).unwrap();
        assert_eq!(found, [days[1], days[2], days[0]].map(at));
    }

    fn rows() -> impl Strategy<Value = Vec<Vec<(&'static str, &'static str)>>> {
        let of = |column: &'static str, cells: &'static [&'static str]| {
            prop::sample::select(cells).prop_map(move |it| (column, it))
        };
        let instants = &["", "2020-10-01 10:00", "2026-10-01 10:00", "2026-10-01 12:00"];
        let row = (
            of("discovered_at", instants),
            of("learned_at", instants),
            of("reported_at", &["", "2026-10-01 11:30", "2026-10-01 15:00"]),
            of("persons", &["", "0", "5", "1000000"]),
            of("outage_whole_minutes", &["", "5", "60"]),
            of("cii", &["", "yes", "no"]),
            of("reporter", &["", "operator", "cii_operator", "central_organ"]),
        );
        let row = row.prop_map(|(a, b, c, d, e, f, g)| vec![a, b, c, d, e, f, g]);
        prop::collection::vec(row, 1..4)
    }

    proptest! {
        /// Told in several ways, an incident stays one, of a level no lower than by any row, reported in time
        /// only where every row says so, and too late where any does; and the order of rows does not show.
        #[test]
        fn telling_an_incident_differently_is_to_nobodys_credit(rows in rows(), turn in 0_usize..4) {
            let all = checked(&rows);
            prop_assert_eq!(all.facts.len(), 1);
            let all = &all.facts[0].incident;
            let (state, level) = judged(all);
            for row in &rows {
                let one = checked(std::slice::from_ref(row));
                let one = &one.facts[0].incident;
                let (of_one, level_of_one) = judged(one);
                prop_assert!(level_of_one <= level, "{level_of_one:?} became {level:?}");
                prop_assert!(state != "in time" || of_one == "in time", "{of_one} became {state}");
                prop_assert!(of_one == "not due" || state != "not due", "{of_one} became {state}");
                prop_assert!(of_one != "broken" || state == "broken", "{of_one} became {state}");
                let found = one.at(Event::Discovery);
                prop_assert!(found.is_none_or(|at| all.discoveries().any(|it| it == at)));
            }
            let mut turned = rows.clone();
            turned.rotate_left(turn % rows.len());
            prop_assert_eq!(&checked(&turned).facts[0].incident, all);
        }
    }
}
