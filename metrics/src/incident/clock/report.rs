//! What a report holds (CN-NIR art. 7): preliminary ones, and what completes them.

use std::collections::BTreeSet;

use jiff::{SignedDuration, Timestamp};
use serde::{Deserialize, Serialize};

use crate::incident::facts::{Act, Event, Incident};
use crate::source::Source;

/// What a report holds, and how often an incomplete one is asked about: data of the policy pack.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ReportPolicy {
    /// The items of art. 7 that every first report holds.
    pub first: BTreeSet<u8>,
    /// Where these come from.
    pub source: Source,
    /// The items that make a report complete.
    pub complete: BTreeSet<u8>,
    /// Where these come from.
    pub complete_source: Source,
    /// After how many hours without a supplement people are reminded of an incomplete report, again
    /// and again.
    pub remind_hours: u32,
    /// After how many hours without a supplement it is a clue.
    pub clue_hours: u32,
    /// Where the hours come from.
    pub hours_source: Source,
}

impl ReportPolicy {
    /// Which of the items that every first report holds the first report lacks; none where nobody
    /// says what it held.
    pub(super) fn lacking(&self, incident: &Incident) -> Vec<u8> {
        let held: BTreeSet<u8> = incident.report_items.iter().copied().collect();
        if held.is_empty() || incident.at(Event::Report).is_none() {
            return Vec::new();
        }
        self.first.difference(&held).copied().collect()
    }

    /// Whether the first report left items open; `None` where nobody says what it held.
    pub(super) fn is_preliminary(&self, incident: &Incident) -> Option<bool> {
        let held: BTreeSet<u8> = incident.report_items.iter().copied().collect();
        (!held.is_empty()).then(|| !self.complete.is_subset(&held))
    }

    /// When supplements had brought what the first report left open.
    pub(super) fn completed_at(&self, incident: &Incident) -> Option<Timestamp> {
        let mut held: BTreeSet<u8> = incident.report_items.iter().copied().collect();
        // Acts stand by instant.
        for act in supplements(incident) {
            held.extend(&act.items);
            if self.complete.is_subset(&held) {
                return Some(act.at);
            }
        }
        None
    }

    /// The items that are still open at an instant.
    pub(super) fn open(&self, incident: &Incident, as_of: Timestamp) -> Vec<u8> {
        let known = supplements(incident).filter(|it| it.at <= as_of);
        let held: BTreeSet<u8> =
            known.flat_map(|it| &it.items).chain(&incident.report_items).copied().collect();
        self.complete.difference(&held).copied().collect()
    }

    /// When something was last reported by an instant: the first report or a supplement.
    pub(super) fn last_at(incident: &Incident, as_of: Timestamp) -> Option<Timestamp> {
        let reports = supplements(incident).map(|it| it.at).chain(incident.at(Event::Report));
        reports.filter(|it| *it <= as_of).max()
    }

    /// After what silence people are reminded.
    pub(super) fn remind_after(&self) -> SignedDuration {
        SignedDuration::from_hours(self.remind_hours.into())
    }

    /// After what silence it is a clue.
    pub(super) fn clue_after(&self) -> SignedDuration {
        SignedDuration::from_hours(self.clue_hours.into())
    }
}

/// What supplements the first report, so that nothing before it does.
fn supplements(incident: &Incident) -> impl Iterator<Item = &Act> {
    let reported_at = incident.at(Event::Report);
    let supplements = incident.acts.iter().filter(|it| it.event == Event::Supplement);
    supplements.filter(move |it| reported_at.is_some_and(|at| at <= it.at))
}
