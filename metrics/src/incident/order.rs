//! Whether what is said to have happened can have happened then (`S-1`): after the discovery, and by the
//! time that it is said.

use jiff::Timestamp;
use jiff::tz::TimeZone;

use super::facts::{Event, Incident};
use super::instant::format_instant;
use super::rules;
use crate::finding::{Fault, Faults, Place};
use crate::form::entries::Entry;

/// What a row of an act or of evidence says of an incident.
#[derive(Clone, Copy, Debug)]
pub(super) struct Happened {
    /// Which of the incidents.
    pub(super) incident: usize,
    /// The row that says so.
    pub(super) row: u64,
    /// What happened.
    pub(super) event: Event,
    /// When.
    pub(super) at: Timestamp,
}

/// Drops what lies ahead of the check: whoever says when it will happen cannot know, and time that passes
/// must not make it true. Then judges the acts and the evidence, of which the incidents have theirs.
pub(super) fn judge(
    incidents: &mut [Entry<Incident>],
    happened: &[Happened],
    (at, zone): (Timestamp, &TimeZone),
    faults: &mut Faults,
) {
    let until = format!("≤ {}", format_instant(at, zone));
    for entry in &mut *incidents {
        entry.content.acts.retain(|it| it.at <= at);
        for (column, instant) in entry.content.instants_mut() {
            if let Some(ahead) = instant.take_if(|it| at < *it) {
                let actual = format_instant(ahead, zone);
                let place = Place::cell(entry.origin.row, column);
                faults.push(Fault {
                    subject: Some(entry.party.clone()),
                    cause: format!("{} {column}", entry.label),
                    expected: until.clone(),
                    actual,
                    ..Fault::at(rules::ORDER, place)
                });
            }
        }
    }
    for it in happened {
        let Some(entry) = incidents.get(it.incident) else { continue };
        let discovered_at = entry.content.at(Event::Discovery);
        let first = discovered_at.filter(|first| it.event.follows_discovery() && it.at < *first);
        let expected = match first {
            _ if at < it.at => until.clone(),
            Some(first) => format!("≥ {}", format_instant(first, zone)),
            None => continue,
        };
        faults.push(Fault {
            subject: Some(entry.party.clone()),
            cause: format!("{} {}", entry.label, it.event.as_str()),
            expected,
            actual: format_instant(it.at, zone),
            ..Fault::at(rules::ORDER, Place::cell(it.row, "at"))
        });
    }
}
