//! When people are reminded of a clock, and when a clock is next to be looked at.

use jiff::{SignedDuration, Timestamp};

use super::{Bearer, Clock, ClockContext, ClockId, ClockRules, ClockState, Clocks, ReportPolicy};
use crate::incident::facts::Incident;

/// 100 % in parts per million.
const WHOLE_PPM: i128 = 1_000_000;

/// Something that people are to be reminded of.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Reminder<'a> {
    /// The clock.
    pub clock: &'a Clock,
    /// Which of its reminders: the part of the limit in ppm, or the how manieth of a clock without a
    /// number.
    pub step: u32,
    /// When it was due.
    pub at: Timestamp,
    /// Since when nothing has happened: the start of the clock, or the last report.
    pub since: Timestamp,
}

/// What people are to be reminded of at an instant: of each clock that runs the last part of its limit
/// that is reached, and of a preliminary report the last of its intervals.
#[must_use]
pub fn reminders<'a>(
    incident: &Incident,
    clocks: &'a Clocks,
    (rules, context): (&ClockRules, &ClockContext<'_>),
) -> Vec<Reminder<'a>> {
    let own = clocks.all().filter(|it| it.by == Bearer::Party);
    let reached = own.filter_map(|clock| match clock.state {
        ClockState::Running => {
            let reached = clock.shares(&rules.reminders.shares_ppm);
            let (step, at) = reached.filter(|(_, at)| *at <= context.as_of).last()?;
            Some(Reminder { clock, step, at, since: clock.started_at? })
        }
        ClockState::Open if clock.id == ClockId::Completion => {
            let (step, at) = interval(incident, &rules.report, context.as_of)?;
            let since = ReportPolicy::last_at(incident, context.as_of)?;
            (0 < step).then_some(Reminder { clock, step, at, since })
        }
        _ => None,
    });
    reached.collect()
}

/// The next instant at which a reminder falls due or a state changes by the passing of time alone.
#[must_use]
pub fn next_change(
    incident: &Incident,
    clocks: &Clocks,
    (rules, context): (&ClockRules, &ClockContext<'_>),
) -> Option<Timestamp> {
    let of_clocks = clocks.all().flat_map(|clock| {
        let running = matches!(clock.state, ClockState::Running);
        let end = clock.due_at.and_then(|it| it.checked_add(SignedDuration::from_nanos(1)).ok());
        let shares = clock.shares(&rules.reminders.shares_ppm).map(|(_, at)| at);
        shares.chain(end).filter(move |_| running)
    });
    let completion = clocks.all().find(|it| it.id == ClockId::Completion);
    let is_open = completion.is_some_and(|it| it.state == ClockState::Open);
    let silence = is_open.then(|| ReportPolicy::last_at(incident, context.as_of)).flatten();
    let after = |it: Timestamp, duration| it.checked_add(duration).ok();
    let clue =
        silence.and_then(|it| after(it, rules.report.clue_after() + SignedDuration::from_nanos(1)));
    let interval = interval(incident, &rules.report, context.as_of).filter(|_| is_open);
    let interval = interval.and_then(|(_, at)| after(at, rules.report.remind_after()));
    let events = (incident.instants().into_iter().flatten())
        .chain(incident.acts.iter().map(|it| it.at))
        .chain(incident.evidence.iter().map(|it| it.effective_at));
    of_clocks.chain(clue).chain(interval).chain(events).filter(|it| context.as_of < *it).min()
}

/// How many intervals a preliminary report has stood without a supplement, and when the last began.
fn interval(
    incident: &Incident,
    policy: &ReportPolicy,
    as_of: Timestamp,
) -> Option<(u32, Timestamp)> {
    let last_at = ReportPolicy::last_at(incident, as_of)?;
    let every_s = policy.remind_after().as_secs().max(1);
    let count = as_of.duration_since(last_at).as_secs() / every_s;
    let at = last_at.checked_add(SignedDuration::from_secs(count * every_s)).ok()?;
    Some((u32::try_from(count).ok()?, at))
}

impl Clock {
    /// The instants at which parts of its limit are over.
    fn shares(&self, shares_ppm: &[u32]) -> impl Iterator<Item = (u32, Timestamp)> {
        let span = self.started_at.zip(self.due_at);
        shares_ppm.iter().filter_map(move |&share_ppm| {
            let (start, due) = span?;
            let whole = due.duration_since(start).as_nanos();
            // Rounded up to the nanosecond: not before the part is over.
            let part = (whole * i128::from(share_ppm) + WHOLE_PPM - 1) / WHOLE_PPM;
            let at = start.checked_add(SignedDuration::from_nanos_i128(part)).ok()?;
            Some((share_ppm, at))
        })
    }
}
