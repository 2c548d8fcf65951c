//! The faults of clocks: what ran out, and what a report lacks.

use jiff::Timestamp;
use jiff::tz::TimeZone;

use super::{Clock, ClockContext, ClockId, ClockRules, ClockState, Clocks, ReportPolicy};
use crate::finding::{Fault, Place};
use crate::incident::facts::{Event, IncidentFact};
use crate::incident::instant::format_instant;
use crate::incident::rules;
use crate::period::Period;

/// The faults of the clocks of an incident at an instant: a clock that ran out, a first report without
/// what art. 7 of CN-NIR asks for, a preliminary one that nothing followed, an exemption without reason.
#[must_use]
pub fn faults(
    fact: &IncidentFact,
    clocks: &Clocks,
    (clock_rules, context): (&ClockRules, &ClockContext<'_>),
) -> Vec<Fault> {
    let ran_out = clocks.all().filter_map(|it| ran_out(fact, it, context.zone));
    let report = &clock_rules.report;
    ran_out
        .chain(lacking(fact, clocks, (report, context)))
        .chain(without_supplement(fact, clocks, (report, context)))
        .chain(without_reason(fact, clocks, context))
        .collect()
}

/// A fault about an incident, in the month of an instant.
pub(super) fn about(
    rule: &'static str,
    fact: &IncidentFact,
    (at, zone): (Option<Timestamp>, &TimeZone),
) -> Fault {
    let number = fact.incident.incident_no.clone();
    Fault {
        subject: Some(fact.party.clone()),
        period: at.and_then(|it| Period::of(zone.to_datetime(it).date())),
        cause: number.clone(),
        arguments: vec![("incident", number)],
        ..Fault::at(rule, Place::row(fact.origin.row))
    }
}

/// A clock that ran out; the relays are acts of others, and what has no number is never late.
fn ran_out(fact: &IncidentFact, clock: &Clock, zone: &TimeZone) -> Option<Fault> {
    let (late, missed) = clock.id.rules()?;
    let (rule, difference) = match clock.state {
        ClockState::Late { by_s } => (late, Some(by_s.to_string())),
        ClockState::Missed => (missed, None),
        ClockState::NotApplicable { .. }
        | ClockState::NotComputable { .. }
        | ClockState::Running
        | ClockState::Met
        | ClockState::Open
        | ClockState::Done => return None,
    };
    let shown = |it: Option<Timestamp>| it.map(|it| format_instant(it, zone)).unwrap_or_default();
    Some(Fault {
        expected: shown(clock.due_at),
        actual: shown(clock.done_at),
        difference,
        ..about(rule, fact, (clock.due_at, zone))
    })
}

/// A first report that was due and lacks an item that every one holds.
fn lacking(
    fact: &IncidentFact,
    clocks: &Clocks,
    (policy, context): (&ReportPolicy, &ClockContext<'_>),
) -> Option<Fault> {
    let reported_at = clocks.reports().find_map(|it| it.done_at)?;
    let lacking = policy.lacking(&fact.incident);
    (!lacking.is_empty()).then(|| Fault {
        expected: listed(policy.first.iter()),
        actual: listed(fact.incident.report_items.iter()),
        difference: Some(listed(lacking.iter())),
        ..about(rules::REPORT_LACKING, fact, (Some(reported_at), context.zone))
    })
}

/// A preliminary report that nothing followed for so long that it is a clue.
fn without_supplement(
    fact: &IncidentFact,
    clocks: &Clocks,
    (policy, context): (&ReportPolicy, &ClockContext<'_>),
) -> Option<Fault> {
    let completion = clocks.all().find(|it| it.id == ClockId::Completion)?;
    let last_at = ReportPolicy::last_at(&fact.incident, context.as_of)?;
    let clue_at = last_at.checked_add(policy.clue_after()).ok()?;
    let is_clue = completion.state == ClockState::Open && clue_at < context.as_of;
    is_clue.then(|| Fault {
        expected: listed(policy.open(&fact.incident, context.as_of).iter()),
        actual: format_instant(last_at, context.zone),
        ..about(rules::NOT_COMPLETED, fact, (completion.started_at, context.zone))
    })
}

/// An exemption from telling individuals without its reason, where nobody told them either and somebody
/// has to. CN-PIPL art. 57 para. 2 asks that the measures avoid the harm; that a reason says which ones
/// is a guard of this project.
fn without_reason(
    fact: &IncidentFact,
    clocks: &Clocks,
    context: &ClockContext<'_>,
) -> Option<Fault> {
    let duty = clocks.all().find(|it| it.id == ClockId::IndividualNotice)?;
    if duty.state != ClockState::Open {
        return None;
    }
    let exemptions = fact.incident.acts.iter().filter(|it| it.event == Event::NoticeExemption);
    let bare = exemptions.filter(|it| it.at <= context.as_of).find(|it| it.note.is_empty())?;
    Some(Fault {
        actual: format_instant(bare.at, context.zone),
        ..about(rules::EXEMPTION_REASON, fact, (Some(bare.at), context.zone))
    })
}

fn listed<'a>(items: impl Iterator<Item = &'a u8>) -> String {
    items.map(u8::to_string).collect::<Vec<_>>().join(";")
}
