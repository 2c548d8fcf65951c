//! Whether what is said to have happened can have happened then (`S-1`): in its order, and by the time that
//! it is said; and whether anybody says when it was discovered (`S-2`). An incident is judged with its acts,
//! which may say what its row does not.

use std::collections::BTreeSet;

use jiff::Timestamp;
use jiff::tz::TimeZone;

use super::facts::{Event, Incident};
use super::instant::format_instant;
use super::intake::INSTANT;
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
/// must not make it true. Then judges the incidents, of which `undiscovered` are the rows without an instant
/// of discovery, and the acts and the evidence, of which the incidents have theirs.
pub(super) fn judge(
    incidents: &mut [Entry<Incident>],
    (happened, undiscovered): (&[Happened], &BTreeSet<u64>),
    (at, zone): (Timestamp, &TimeZone),
    faults: &mut Faults,
) {
    let until = format!("≤ {}", format_instant(at, zone));
    for entry in &mut *incidents {
        entry.content.acts.retain(|it| it.at <= at);
        let mut ahead = Vec::new();
        for (column, instant) in entry.content.instants_mut() {
            ahead.extend(instant.take_if(|it| at < *it).map(|it| (column, it)));
        }
        for (column, instant) in ahead {
            let actual = format_instant(instant, zone);
            faults.push(of_column(rules::ORDER, entry, column, (until.clone(), actual)));
        }
        judge_columns(entry, undiscovered, zone, faults);
    }
    for it in happened {
        let Some(entry) = incidents.get(it.incident) else { continue };
        let first = not_before(&entry.content, it.event).filter(|first| it.at < *first);
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

/// The instants that a row has in columns of its own.
fn judge_columns(
    entry: &Entry<Incident>,
    undiscovered: &BTreeSet<u64>,
    zone: &TimeZone,
    faults: &mut Faults,
) {
    let incident = &entry.content;
    let discovered_at = incident.at(Event::Discovery);
    if discovered_at.is_none() && undiscovered.contains(&entry.origin.row) {
        let said = (INSTANT.to_owned(), String::new());
        faults.push(of_column(rules::DISCOVERY, entry, "discovered_at", said));
    }
    let day = discovered_at.map(|it| zone.to_datetime(it).date());
    if let Some((day, occurred)) = day.zip(incident.occurred)
        && day < occurred.first_day()
    {
        let said = (format!("≤ {day}"), occurred.to_string());
        faults.push(of_column(rules::ORDER, entry, "occurred", said));
    }
    for (column, event, instant) in [
        ("reported_at", Event::Report, incident.reported_at),
        ("handled_at", Event::HandlingEnd, incident.handled_at),
        ("summarised_at", Event::Summary, incident.summarised_at),
    ] {
        let first = not_before(incident, event).zip(instant).filter(|(first, at)| at < first);
        if let Some((first, at)) = first {
            let said = (format!("≥ {}", format_instant(first, zone)), format_instant(at, zone));
            faults.push(of_column(rules::ORDER, entry, column, said));
        }
    }
}

/// Before what an event cannot have happened: a summary, before handling ended; what only follows a
/// discovery, before that.
fn not_before(incident: &Incident, event: Event) -> Option<Timestamp> {
    let handled_at = (event == Event::Summary).then(|| incident.at(Event::HandlingEnd)).flatten();
    let discovered_at = event.follows_discovery().then(|| incident.at(Event::Discovery)).flatten();
    handled_at.max(discovered_at)
}

fn of_column(
    rule: &'static str,
    entry: &Entry<Incident>,
    column: &str,
    (expected, actual): (String, String),
) -> Fault {
    Fault {
        subject: Some(entry.party.clone()),
        cause: format!("{} {column}", entry.label),
        expected,
        actual,
        ..Fault::at(rule, Place::cell(entry.origin.row, column))
    }
}
