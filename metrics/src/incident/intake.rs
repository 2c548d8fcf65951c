//! Reading incident rows of the own form. The verdict does not depend on the order of the rows.

use std::collections::BTreeSet;

use jiff::tz::TimeZone;

use super::facts::{Event, Incident, IncidentFact, Reporter};
use super::instant::{format_instant, parse_instant};
use super::{COLUMNS, rules, veris};
use crate::finding::{Fault, Faults, Place, reading};
use crate::form::cells::Cells;
use crate::form::entries::{Entry, note_unknown, settle};
use crate::form::{Origin, Row};
use crate::money::parse_minor;
use crate::partial_date::PartialDate;
use crate::party::PartyId;

/// Codes of the ten categories of GB/T 20986-2023; a type's code begins with that of its category.
const CATEGORIES: [&str; 10] = ["MP", "NA", "DS", "IC", "DE", "RO", "SHE", "AB", "FOC", "OTH"];

const INSTANT: &str = "YYYY-MM-DD HH:MM, YYYY-MM-DDTHH:MM:SS+08:00";
const DATE: &str = "YYYY, YYYY-MM, YYYY-MM-DD";
const WHOLE_NUMBER: &str = "0, 1, 2, …";

/// What the rules need to know from outside the file.
#[derive(Clone, Debug)]
pub struct IncidentContext {
    /// Whose local time is meant where a cell names no offset.
    pub zone: TimeZone,
    /// The parties of the register (`R-7`); `None` where there is no register to ask.
    pub known_parties: Option<BTreeSet<PartyId>>,
}

/// What an incident file gave.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct CheckedIncidents {
    /// The rows understood, in file order; of rows that say the same, the first.
    pub facts: Vec<IncidentFact>,
    /// The rules broken.
    pub faults: Faults,
    /// Rows handed in.
    pub rows: u64,
}

/// Collects incident rows.
#[derive(Debug)]
pub struct IncidentIntake {
    context: IncidentContext,
    entries: Vec<Entry<Incident>>,
    faults: Faults,
    rows: u64,
}

impl IncidentIntake {
    /// An empty file.
    #[must_use]
    pub fn new(context: IncidentContext) -> Self {
        Self { context, entries: Vec::new(), faults: Faults::default(), rows: 0 }
    }

    /// Takes one row.
    pub fn row(&mut self, row: &Row<'_>) {
        self.rows += 1;
        let identity = ["party", "incident_no"];
        let mut cells = Cells::open(COLUMNS, &identity, *row, &mut self.faults);
        let party = cells.party("party");
        let incident = read_incident(&mut cells, &self.context.zone);
        let whole = cells.is_whole();
        if let (Some(party), Some(content), true) = (party, incident, whole) {
            judge(&mut cells, &content, &self.context.zone);
            let label = content.incident_no.clone();
            self.entries.push(Entry { party, label, content, origin: row.origin() });
        }
    }

    /// Takes one VERIS record about `party`, which the record itself does not name by a code.
    pub fn record(&mut self, party: PartyId, record: veris::Record, origin: Origin) {
        self.rows += 1;
        let label = record.incident_id().to_owned();
        match record.into_incident() {
            Ok(content) => self.entries.push(Entry { party, label, content, origin }),
            Err(error) => self.faults.push(Fault {
                rule: reading::CELL_INVALID,
                place: Place::cell(origin.row, "occurred"),
                subject: Some(party),
                period: None,
                cause: label,
                expected: DATE.to_owned(),
                actual: error.to_string(),
                difference: None,
                arguments: Vec::new(),
            }),
        }
    }

    /// Ends the file: the rules that need all of it are judged.
    #[must_use]
    pub fn finish(mut self) -> CheckedIncidents {
        let settled = settle(self.entries, &mut self.faults);
        if let Some(known) = &self.context.known_parties {
            note_unknown(&settled, known, &mut self.faults);
        }
        let fact = |it: Entry<Incident>| IncidentFact {
            party: it.party,
            incident: it.content,
            origin: it.origin,
        };
        self.faults.sort();
        let facts = settled.into_iter().map(fact).collect();
        CheckedIncidents { facts, faults: self.faults, rows: self.rows }
    }
}

fn read_incident(cells: &mut Cells<'_, '_>, zone: &TimeZone) -> Option<Incident> {
    let mut instant = |column| cells.read(column, INSTANT, |text| parse_instant(text, zone));
    let [discovered_at, learned_at, reported_at, handled_at, summarised_at] =
        ["discovered_at", "learned_at", "reported_at", "handled_at", "summarised_at"]
            .map(&mut instant);
    let mut number = |column| cells.read(column, WHOLE_NUMBER, parse_whole);
    let [persons, outage_whole_minutes, outage_main_minutes] =
        ["persons", "outage_whole_minutes", "outage_main_minutes"].map(&mut number);
    let loss_fen = cells.read("loss_yuan", "0.00, 0.01, …", |text| {
        u64::try_from(parse_minor(text, 2).ok()?).ok()
    });
    let occurred = cells.read("occurred", DATE, |it| it.parse().ok());
    let reporters = Reporter::ALL.map(Reporter::as_str).join(", ");
    let reporter = cells.read("reporter", &reporters, Reporter::parse).unwrap_or_default();
    let incident_type = cells.text("type");
    let (incident_no, title) = (cells.required("incident_no"), cells.required("title"));
    Some(Incident {
        incident_no: incident_no?.to_owned(),
        title: title?.to_owned(),
        incident_type: (!incident_type.is_empty()).then(|| incident_type.to_owned()),
        occurred,
        discovered_at,
        learned_at,
        reported_at,
        handled_at,
        summarised_at,
        reporter,
        persons,
        loss_fen,
        outage_whole_minutes,
        outage_main_minutes,
        description: cells.text("description").to_owned(),
        veris: None,
    })
}

/// Digits and nothing else: what a spreadsheet adds to a number is for a person to remove.
fn parse_whole(text: &str) -> Option<u64> {
    text.bytes().all(|byte| byte.is_ascii_digit()).then(|| text.parse().ok())?
}

/// The rules about one row; the row stays.
fn judge(cells: &mut Cells<'_, '_>, incident: &Incident, zone: &TimeZone) {
    let discovered_at = incident.at(Event::Discovery);
    if discovered_at.is_none() {
        cells.note(rules::DISCOVERY, "discovered_at", INSTANT);
    }
    let discovered_on = discovered_at.map(|it| zone.to_datetime(it).date());
    let occurred_on = incident.occurred.map(PartialDate::first_day);
    if let Some(day) = discovered_on.filter(|&day| occurred_on.is_some_and(|it| day < it)) {
        cells.note(rules::ORDER, "occurred", &format!("≤ {day}"));
    }
    for (column, first, second) in [
        ("reported_at", discovered_at, incident.reported_at),
        ("handled_at", discovered_at, incident.handled_at),
        ("summarised_at", incident.handled_at, incident.summarised_at),
    ] {
        if let Some(first) = first.filter(|&first| second.is_some_and(|it| it < first)) {
            cells.note(rules::ORDER, column, &format!("≥ {}", format_instant(first, zone)));
        }
    }
    let known = |code: &String| CATEGORIES.iter().any(|it| code.starts_with(it));
    if incident.incident_type.as_ref().is_some_and(|it| !known(it)) {
        cells.note(rules::TYPE, "type", &CATEGORIES.map(|it| format!("{it}…")).join(", "));
    }
}
