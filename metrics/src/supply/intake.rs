//! Reading catalogue items. What is missing or late is a finding and the row stays, so that leaving
//! something out never makes a figure better. The verdict does not depend on the order of the rows.

use std::collections::BTreeSet;

use jiff::Timestamp;
use jiff::civil::DateTime;
use jiff::tz::TimeZone;
use serde_json::Value;

use super::earlier::Earlier;
use super::facts::{Frequency, Item};
use super::policy::SupplyPolicy;
use super::timeliness::{Moment, UpdateState};
use super::{COLUMNS, FREQUENCIES, dcat_us, rules};
use crate::authority::{Authority, RefusedRows};
use crate::calendar::Calendar;
use crate::finding::{Fault, Faults, Place};
use crate::form::cells::Cells;
use crate::form::entries::{Entry, note_unknown, settle};
use crate::form::{Origin, Row};
use crate::partial_date::PartialDate;
use crate::party::PartyId;

const DATE: &str = "YYYY, YYYY-MM, YYYY-MM-DD";
const WHOLE_NUMBER: &str = "0, 1, 2, …";
const RECORD: &str = "item 目录项";

/// What the rules need to know from outside the file.
#[derive(Clone, Debug)]
pub struct SupplyContext {
    /// The instant of the check, in local time.
    pub at: DateTime,
    /// Where that is local: an update is of the day that it was there.
    pub zone: TimeZone,
    /// Which days are working days.
    pub calendar: Calendar,
    /// What the policy pack says.
    pub policy: SupplyPolicy,
    /// What it asks of DCAT-US records.
    pub dcat_us: dcat_us::Profile,
    /// Who hands in, and who is registered (`R-7`, `R-14`); `None` where there is no register to ask.
    pub authority: Option<Authority>,
    /// The name by which the register knows who hands in, where nobody else is registered by it: catalogues of
    /// others' forms name departments so.
    pub sender_name: Option<PartyId>,
}

impl SupplyContext {
    /// Whose a row is that names this party.
    fn whose(&self, party: PartyId) -> PartyId {
        match &self.authority {
            Some(authority) if self.sender_name.as_ref() == Some(&party) => {
                authority.sender.clone()
            }
            _ => party,
        }
    }
}

/// What a catalogue gave.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct CheckedSupply {
    /// The rows understood, in file order; of rows that say the same, the first.
    pub facts: Vec<Entry<Item>>,
    /// The rules broken.
    pub faults: Faults,
    /// Rows handed in.
    pub rows: u64,
}

/// Collects catalogue items.
#[derive(Debug)]
pub struct SupplyIntake {
    context: SupplyContext,
    entries: Vec<Entry<Item>>,
    refused: RefusedRows,
    faults: Faults,
    rows: u64,
}

impl SupplyIntake {
    /// An empty catalogue. Where there is a register, items of parties that it does not know are noted
    /// (`R-7`), and items of another do not count but from public bodies (`R-14`): they would stand in the
    /// place of its own.
    #[must_use]
    pub fn new(context: SupplyContext) -> Self {
        let (entries, refused) = (Vec::new(), RefusedRows::default());
        Self { context, entries, refused, faults: Faults::default(), rows: 0 }
    }

    /// Takes one row.
    pub fn row(&mut self, row: &Row<'_>) {
        self.rows += 1;
        let mut cells = Cells::open(COLUMNS, &["party", "code"], *row, &mut self.faults);
        let party = cells.party_known("party", |it| self.context.whose(it));
        let said = (party.as_ref(), cells.text("code"));
        if self.refused.take(self.context.authority.as_ref(), said, row.number) {
            return;
        }
        let item = read_item(&mut cells, &self.context);
        let whole = cells.is_whole();
        if let (Some(party), Some(content), true) = (party, item, whole) {
            judge(&mut cells, &content, &self.context);
            let label = content.code.clone();
            self.entries.push(Entry { party, label, content, origin: row.origin() });
        }
    }

    /// Counts one row that could not be read; its fault is already reported.
    pub fn unreadable(&mut self) {
        self.rows += 1;
    }

    /// Takes one row that was made of a foreign record.
    pub fn made(&mut self, cells: &[String], origin: Origin) {
        let cells: Vec<&str> = cells.iter().map(String::as_str).collect();
        let Origin { row: number, byte_offset, byte_length } = origin;
        self.row(&Row { number, byte_offset, byte_length, cells: &cells });
    }

    /// Judges a DCAT-US record by the rules of an owner type (`C-9`). A record without publisher is
    /// the submitter's.
    pub fn judge_dcat_us(
        &mut self,
        record: &Value,
        (owner, submitter): (dcat_us::Owner, &PartyId),
        row: u64,
    ) {
        let subject: Option<PartyId> = dcat_us::party(record, submitter).parse().ok();
        let subject = subject.map(|it| self.context.whose(it));
        let identifier = record.get("identifier").and_then(Value::as_str).unwrap_or_default();
        if self.refused.take(self.context.authority.as_ref(), (subject.as_ref(), identifier), row) {
            return;
        }
        for it in self.context.dcat_us.judge(record, owner) {
            self.faults.push(Fault {
                cause: format!("{identifier} {}", it.path).trim().to_owned(),
                subject: subject.clone(),
                expected: it.expected,
                actual: it.actual,
                ..Fault::at(rules::DCAT_US, Place::cell(row, &it.path))
            });
        }
    }

    /// Ends the file: the rules that need all of it are judged.
    #[must_use]
    pub fn finish(mut self) -> CheckedSupply {
        let in_common = |one: Item, other: &Item| Some(one.in_common(other));
        let facts = settle(self.entries, in_common, &mut self.faults);
        if let Some(authority) = &self.context.authority {
            note_unknown(&facts, &authority.known(), &mut self.faults);
            self.refused.faults(authority).for_each(|it| self.faults.push(it));
        }
        self.faults.sort();
        CheckedSupply { facts, faults: self.faults, rows: self.rows }
    }
}

fn read_item(cells: &mut Cells<'_, '_>, context: &SupplyContext) -> Option<Item> {
    cells.read("record", RECORD, |word| matches!(word, "item" | "目录项").then_some(()));
    let text = |cells: &Cells<'_, '_>, column| cells.text(column).to_owned();
    let frequency = cells.text("frequency");
    let frequency = (!frequency.is_empty()).then(|| context.policy.frequency(frequency));
    let updated_on = cells.read_or_note("updated_on", DATE, |it| parse_date(it, &context.zone));
    let resources = cells.read_or_note("resources", WHOLE_NUMBER, |it| it.parse().ok());
    let code = cells.required("code")?.to_owned();
    Some(Item {
        code,
        title: text(cells, "title"),
        description: text(cells, "description"),
        licence: text(cells, "licence"),
        frequency,
        updated_on,
        resources: resources.unwrap_or_default(),
        formats: parse_formats(cells.text("formats")),
        contact: text(cells, "contact"),
        url: text(cells, "url"),
    })
}

/// A date, also without hyphens (ISO 8601). A time behind it matters only where it has an offset: the
/// day is that of the zone.
fn parse_date(text: &str, zone: &TimeZone) -> Option<PartialDate> {
    if let Ok(instant) = text.parse::<Timestamp>() {
        let day = zone.to_datetime(instant).date();
        return PartialDate::new(day.year(), Some(day.month()), Some(day.day()));
    }
    let day = text.split(['T', ' ']).next()?;
    let is_basic = day.len() == 8 && day.bytes().all(|it| it.is_ascii_digit());
    if is_basic {
        return format!("{}-{}-{}", &day[..4], &day[4..6], &day[6..]).parse().ok();
    }
    day.parse().ok()
}

/// Each format once, in the order given.
fn parse_formats(text: &str) -> Vec<String> {
    let mut seen = BTreeSet::new();
    let formats = text.split([';', '；', '、', ',']).map(str::trim).filter(|it| !it.is_empty());
    formats.filter(|it| seen.insert(*it)).map(str::to_owned).collect()
}

/// The rules about one item; the row stays.
fn judge(cells: &mut Cells<'_, '_>, item: &Item, context: &SupplyContext) {
    let policy = &context.policy;
    let missing = [
        (rules::TITLE, "title", item.title.is_empty()),
        (rules::DESCRIPTION, "description", item.description.is_empty()),
        (rules::LICENCE, "licence", !item.is_licensed(policy)),
        (rules::RESOURCES, "resources", item.resources == 0),
    ];
    for (rule, column, _) in missing.into_iter().filter(|(.., is_missing)| *is_missing) {
        let header = COLUMNS.iter().find(|it| it.name == column);
        let expected = header.map(|it| format!("{} {}", it.name_zh, it.name));
        cells.note(rule, column, &expected.unwrap_or_default());
    }
    if item.frequency == Some(Frequency::Unknown) {
        let words = FREQUENCIES.map(|(word, word_zh)| format!("{word} {word_zh}"));
        cells.note(rules::FREQUENCY, "frequency", &words.join(", "));
    }
    let today = context.at.date();
    if item.updated_on.is_some_and(|it| today < it.first_day()) {
        cells.note(rules::FUTURE, "updated_on", &format!("≤ {today}"));
    }
    let moment = Moment { at: context.at, calendar: &context.calendar };
    // A file is judged by itself: what was said before it is counted, not found again.
    match item.update_state(policy, &moment, &Earlier::default()) {
        UpdateState::NotDue | UpdateState::OnTime { .. } => {}
        UpdateState::Overdue { due_on } => {
            cells.note(rules::OVERDUE, "updated_on", &format!("{due_on}"));
        }
        UpdateState::NotShown => {
            if cells.text("updated_on").is_empty() {
                cells.note(rules::UPDATE_UNKNOWN, "updated_on", DATE);
            }
        }
    }
}
