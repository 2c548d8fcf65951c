//! Clues of concealment: something says that more was known earlier. A person has to look; a machine
//! gives no verdict on it (CN-NIR art. 10).

use jiff::Timestamp;

use super::breach::about;
use super::{Clock, ClockContext, ClockRules, ClockState, clocks};
use crate::finding::Fault;
use crate::incident::classify::{Level, classify};
use crate::incident::facts::{Event, Incident, IncidentFact};
use crate::incident::instant::format_instant;
use crate::incident::{Scale, rules};

/// What a submission said of an incident.
#[derive(Clone, Copy, Debug)]
pub struct Version<'a> {
    /// What it said.
    pub incident: &'a Incident,
    /// The submission.
    pub receipt: &'a str,
    /// When it was handed in.
    pub received_at: Timestamp,
}

/// The clues of concealment of an incident, from what is in force of it and what was handed in before.
#[must_use]
pub fn concealed(
    fact: &IncidentFact,
    (current, earlier): (Version<'_>, &[Version<'_>]),
    (scale, rules): (&Scale, &ClockRules),
    context: &ClockContext<'_>,
) -> Vec<Fault> {
    let judge = |incident: &Incident, as_of| {
        let level = classify(&incident.facts(), scale).level;
        let context = ClockContext { as_of, ..context.clone() };
        (level, clocks(incident, level, rules, &context).report().cloned())
    };
    let known = known_before(fact, context, |it| judge(it, context.as_of).1);
    known.into_iter().chain(changed(fact, (current, earlier), context, judge)).collect()
}

/// Evidence or an act says that the incident was known before it was discovered as claimed, so early
/// that the report would have been late.
fn known_before(
    fact: &IncidentFact,
    context: &ClockContext<'_>,
    report: impl Fn(&Incident) -> Option<Clock>,
) -> Option<Fault> {
    let incident = &fact.incident;
    let claimed_at = incident.at(Event::Discovery)?;
    let proofs = incident.evidence.iter().filter(|it| it.proves == Some(Event::Discovery));
    let proofs = proofs.map(|it| (it.effective_at, it.file.as_str()));
    let acts = incident.acts.iter().filter(|it| it.event.needs_knowledge());
    let acts = acts.map(|it| (it.at, it.event.as_str()));
    let (known_at, proof) = proofs.chain(acts).min()?;
    let as_proven = Incident { learned_at: Some(known_at), ..incident.clone() };
    let is_worse = claimed_at > known_at
        && !report(incident).is_some_and(|it| it.is_broken())
        && report(&as_proven).is_some_and(|it| it.is_broken());
    is_worse.then(|| {
        let mut fault = Fault {
            expected: format_instant(known_at, context.zone),
            actual: format_instant(claimed_at, context.zone),
            difference: Some(claimed_at.duration_since(known_at).as_secs().to_string()),
            ..about(rules::KNOWN_BEFORE, fact, (Some(known_at), context.zone))
        };
        fault.arguments.push(("proof", proof.to_owned()));
        fault
    })
}

/// After the time of the report had run out, a later submission moved the discovery or lowered the
/// figures, so that it had not run out.
fn changed(
    fact: &IncidentFact,
    (current, earlier): (Version<'_>, &[Version<'_>]),
    context: &ClockContext<'_>,
    judge: impl Fn(&Incident, Timestamp) -> (Level, Option<Clock>),
) -> Option<Fault> {
    let (level, report) = judge(current.incident, current.received_at);
    if report.is_some_and(|it| it.is_broken()) {
        return None;
    }
    earlier.iter().find_map(|before| {
        let (level_before, report) = judge(before.incident, current.received_at);
        let broken = report.filter(Clock::is_broken)?;
        let discovery = |it: &Incident| it.at(Event::Discovery);
        let is_later = discovery(before.incident) < discovery(current.incident);
        (is_later || level < level_before).then(|| {
            let shown = |it: Option<Timestamp>| {
                it.map(|it| format_instant(it, context.zone)).unwrap_or_default()
            };
            let mut fault = Fault {
                expected: shown(broken.due_at),
                actual: shown(Some(current.received_at)),
                ..about(rules::CHANGED_AFTER, fact, (broken.due_at, context.zone))
            };
            fault.arguments.push(("before", before.receipt.to_owned()));
            fault.arguments.push(("after", current.receipt.to_owned()));
            fault
        })
    })
}

impl Clock {
    /// Whether it ran out.
    fn is_broken(&self) -> bool {
        matches!(self.state, ClockState::Late { .. } | ClockState::Missed)
    }
}

impl Event {
    /// Whether only somebody who knows of the incident does it.
    const fn needs_knowledge(self) -> bool {
        match self {
            Self::CrimeSuspicion
            | Self::PoliceReport
            | Self::SectorReport
            | Self::AgreementNotice
            | Self::AuthorityNotice
            | Self::IndividualNotice
            | Self::NoticeExemption
            | Self::UserNotice
            | Self::PlanStart
            | Self::Containment
            | Self::ProviderNotice => true,
            Self::Discovery
            | Self::Report
            | Self::HandlingEnd
            | Self::Summary
            | Self::Supplement
            | Self::Receipt
            | Self::Relay
            | Self::DefectFound
            | Self::DefectReport
            | Self::ProviderDetection => false,
        }
    }
}
