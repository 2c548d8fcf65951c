//! Clues of concealment: something says that more was known earlier. A person has to look; a machine
//! gives no verdict on it (CN-NIR art. 10).

use jiff::{SignedDuration, Timestamp};

use super::breach::about;
use super::{Clock, ClockContext, ClockRules, ClockState, clocks};
use crate::finding::Fault;
use crate::incident::classify::Level;
use crate::incident::facts::{Act, Event, Incident, IncidentFact};
use crate::incident::instant::format_instant;
use crate::incident::rules;

/// What ends the clocks of first reports.
const FIRST_REPORTS: [Event; 2] = [Event::Report, Event::PoliceReport];

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

/// The clues of concealment of an incident, from what is in force of it and what was handed in before,
/// each at the level that counts.
#[must_use]
pub fn concealed(
    fact: &IncidentFact,
    (current, earlier): (Version<'_>, &[Version<'_>]),
    (level, rules): (impl Fn(&Incident) -> Option<Level>, &ClockRules),
    context: &ClockContext<'_>,
) -> Vec<Fault> {
    let broken = |incident: &Incident, as_of| {
        let context = ClockContext { as_of, ..context.clone() };
        let clocks = clocks(incident, level(incident), rules, &context);
        clocks.report().filter(|it| it.is_broken()).cloned()
    };
    let known = known_before(fact, context, |it| broken(it, context.as_of).is_some());
    known.into_iter().chain(changed(fact, (current, earlier), context, broken)).collect()
}

/// The next instant at which time alone makes such a clue: a report that was due earlier than claimed, by
/// what says that the incident was known before, runs out.
#[must_use]
pub fn next_clue(
    incident: &Incident,
    (level, rules): (impl Fn(&Incident) -> Option<Level>, &ClockRules),
    context: &ClockContext<'_>,
) -> Option<Timestamp> {
    let ends = known_earlier(incident).into_iter().flat_map(|(known_at, _)| {
        let said = Incident { learned_at: Some(known_at), ..incident.clone() };
        let clocks = clocks(&said, level(&said), rules, context);
        let running = clocks.reports().filter(|it| it.state == ClockState::Running);
        running.filter_map(|it| it.due_at).collect::<Vec<_>>()
    });
    ends.min()?.checked_add(SignedDuration::from_nanos(1)).ok()
}

/// What says that the incident was known before it was discovered as claimed, the earliest first.
fn known_earlier(incident: &Incident) -> Vec<(Timestamp, &str)> {
    let Some(claimed_at) = incident.at(Event::Discovery) else { return Vec::new() };
    let proofs = incident.evidence.iter().filter(|it| it.proves == Some(Event::Discovery));
    let proofs = proofs.map(|it| (it.effective_at, it.file.as_str()));
    let acts = incident.acts.iter().filter(|it| it.event.needs_knowledge());
    let acts = acts.map(|it| (it.at, it.event.as_str()));
    let mut earlier: Vec<_> = proofs.chain(acts).filter(|it| it.0 < claimed_at).collect();
    earlier.sort_unstable();
    earlier
}

/// Evidence or an act says that the incident was known before it was discovered as claimed, so early
/// that the report would have been late.
fn known_before(
    fact: &IncidentFact,
    context: &ClockContext<'_>,
    is_broken: impl Fn(&Incident) -> bool,
) -> Option<Fault> {
    let incident = &fact.incident;
    let claimed_at = incident.at(Event::Discovery)?;
    if is_broken(incident) {
        return None;
    }
    // Any will do: the earliest may come before the law was in force, and so hide the others.
    let (known_at, proof) = known_earlier(incident).into_iter().find(|&(known_at, _)| {
        is_broken(&Incident { learned_at: Some(known_at), ..incident.clone() })
    })?;
    let mut fault = Fault {
        expected: format_instant(known_at, context.zone),
        actual: format_instant(claimed_at, context.zone),
        difference: Some(claimed_at.duration_since(known_at).as_secs().to_string()),
        ..about(rules::KNOWN_BEFORE, fact, (Some(known_at), context.zone))
    };
    fault.arguments.push(("proof", proof.to_owned()));
    Some(fault)
}

/// A later submission undid that the time of a report had run out, whatever it changed: by what an
/// earlier one said, it had run out when the later one came. That the report was made meanwhile is
/// nothing that was said before and undone; that it had been made when the party still said that it
/// had not, is.
fn changed(
    fact: &IncidentFact,
    (current, earlier): (Version<'_>, &[Version<'_>]),
    context: &ClockContext<'_>,
    broken: impl Fn(&Incident, Timestamp) -> Option<Clock>,
) -> Option<Fault> {
    if broken(current.incident, current.received_at).is_some() {
        return None;
    }
    let news = FIRST_REPORTS.map(|event| {
        let silent = earlier.iter().filter(|it| it.incident.at(event).is_none());
        let silent_until = silent.map(|it| it.received_at).max();
        (event, current.incident.at(event).filter(|it| silent_until <= Some(*it)))
    });
    earlier.iter().find_map(|before| {
        let mut said = before.incident.clone();
        for (event, told) in news {
            if let Some(at) = told.filter(|_| said.at(event).is_none()) {
                said.acts.push(Act { at, event, items: Vec::new(), note: String::new() });
            }
        }
        let broken = broken(&said, current.received_at)?;
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
        Some(fault)
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
