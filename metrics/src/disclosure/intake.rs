//! Reading rows of disclosures. Rows of one party and year are one disclosure, whatever their order.

use std::collections::{BTreeMap, BTreeSet};

use jiff::civil::Date;

use super::content::{Block, Disclosure, DisclosureFact, Record};
use super::obligation::{DisclosurePolicy, Duty, DutyRule};
use super::words::{RECORDS, STATES, USES, choice, chosen, list};
use super::{COLUMNS, judge};
use crate::authority::{Authority, RefusedRows};
use crate::finding::{Fault, Faults, Place, reading};
use crate::form::Row;
use crate::form::cells::Cells;
use crate::form::entries::{Entry, note_unknown, settle};
use crate::party::{PartyId, PartyKind};
use crate::period::{YEAR_MAX, YEAR_MIN};

const YEAR: &str = "YYYY";
const DAY: &str = "YYYY-MM-DD";

/// What the rules need to know from outside the file.
#[derive(Clone, Debug)]
pub struct DisclosureContext {
    /// By when what has to be disclosed.
    pub policy: DisclosurePolicy,
    /// The day on which the file was handed in.
    pub received_on: Date,
    /// Who hands in (`R-14`), who is registered (`R-7`) and as what, which says whose duty is disclosed;
    /// `None` where there is no register to ask.
    pub authority: Option<Authority>,
    /// The names of each party's products in the register; `None` where there is none to ask.
    pub products: Option<BTreeMap<PartyId, BTreeSet<String>>>,
    /// The day on which a party disclosed a year first, before this file.
    pub disclosed: BTreeMap<(PartyId, i16), Date>,
}

impl DisclosureContext {
    /// The duty of a party by the register; `None` where it does not know the party, or where a
    /// party of its kind has none.
    fn registered(&self, party: &PartyId) -> Option<&DutyRule> {
        self.policy.duty_of(*self.authority.as_ref()?.kinds.get(party)?)
    }
}

/// What a file of disclosures gave.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct CheckedDisclosures {
    /// The disclosures, by party and year.
    pub facts: Vec<DisclosureFact>,
    /// The rules broken.
    pub faults: Faults,
    /// Rows handed in.
    pub rows: u64,
    /// Rows that are part of a disclosure.
    pub understood: u64,
}

/// A row understood, apart from where it stands.
#[derive(Clone, Debug, PartialEq, Eq)]
struct Said {
    year: i16,
    block: Block,
    /// Of a basic row.
    duty: Option<Duty>,
    cells: BTreeMap<String, String>,
}

impl Said {
    /// The cells that say the same in both, so that any other is not filled in; nothing where the form
    /// differs.
    fn in_common(mut self, other: &Self) -> Option<Self> {
        self.cells.retain(|column, text| other.cells.get(column) == Some(text));
        (self.duty == other.duty).then_some(self)
    }
}

/// Collects rows of disclosures.
#[derive(Debug)]
pub struct DisclosureIntake {
    context: DisclosureContext,
    entries: Vec<Entry<Said>>,
    refused: RefusedRows,
    faults: Faults,
    rows: u64,
}

impl DisclosureIntake {
    /// An empty file. Where there is a register, parties that it does not know are noted (`R-7`), and what
    /// another has to disclose (art. 27 of the Measures: implementing body and operator, each for itself)
    /// does not count but from public bodies (`R-14`): it would stand in the place of its own.
    #[must_use]
    pub fn new(context: DisclosureContext) -> Self {
        let (entries, refused) = (Vec::new(), RefusedRows::default());
        Self { context, entries, refused, faults: Faults::default(), rows: 0 }
    }

    /// Takes one row.
    pub fn row(&mut self, row: &Row<'_>) {
        self.rows += 1;
        let identity = ["party", "year", "record", "name"];
        let mut cells = Cells::open(COLUMNS, &identity, *row, &mut self.faults);
        let party = cells.party("party");
        let year = (party.as_ref(), cells.text("year"));
        if self.refused.take(self.context.authority.as_ref(), year, row.number) {
            return;
        }
        let said = read(&mut cells, &self.context, party.as_ref());
        let whole = cells.is_whole();
        if let (Some(party), Some(content), true) = (party, said, whole) {
            let name = content.cells.get("name").map_or("", String::as_str);
            let label = match content.block {
                Block::Basic => format!("{} basic", content.year),
                // An operator may be authorized by one body for several resources.
                Block::Body => {
                    let resource = content.cells.get("resource").map_or("", String::as_str);
                    format!("{} body {name} {resource}", content.year)
                }
                Block::Resource | Block::Operator | Block::Product | Block::Contact => {
                    format!("{} {} {name}", content.year, content.block.as_str())
                }
            };
            let label = label.trim_end().to_owned();
            self.entries.push(Entry { party, label, content, origin: row.origin() });
        }
    }

    /// Counts a row that could not be read as one; the fault is whoever read it to report.
    pub fn unreadable(&mut self) {
        self.rows += 1;
    }

    /// Ends the file: the rules that need all of it are judged.
    #[must_use]
    pub fn finish(mut self) -> CheckedDisclosures {
        let settled = settle(self.entries, Said::in_common, &mut self.faults);
        if let Some(authority) = &self.context.authority {
            note_unknown(&settled, &authority.known(), &mut self.faults);
            self.refused.faults(authority).for_each(|it| self.faults.push(it));
        }
        let mut groups: BTreeMap<(PartyId, i16), Vec<Entry<Said>>> = BTreeMap::new();
        for entry in settled {
            groups.entry((entry.party.clone(), entry.content.year)).or_default().push(entry);
        }
        let mut checked = CheckedDisclosures {
            facts: Vec::new(),
            faults: self.faults,
            rows: self.rows,
            understood: 0,
        };
        for (named, entries) in groups {
            let Some(fact) = assemble(named, &entries, self.context.received_on) else {
                checked.faults.push(headless(&entries[0]));
                continue;
            };
            checked.understood += fact.disclosure.records.len() as u64;
            judge_all(&fact, &self.context, &mut checked.faults);
            checked.facts.push(fact);
        }
        checked.faults.sort();
        checked
    }
}

fn read(
    cells: &mut Cells<'_, '_>,
    context: &DisclosureContext,
    party: Option<&PartyId>,
) -> Option<Said> {
    let block = cells.read_required("record", &list(RECORDS.iter().copied()), Block::parse);
    let year = cells.read_required("year", YEAR, parse_year);
    let duty = match block? {
        Block::Basic => {
            let registered = party.and_then(|it| context.registered(it));
            Some(read_duty(cells, &context.policy, registered)?)
        }
        Block::Resource | Block::Operator | Block::Product | Block::Body | Block::Contact => None,
    };
    for column in ["disclosed_on", "term_from", "term_to"] {
        note_unless(cells, column, DAY, |it| it.parse::<Date>().is_ok());
    }
    for (column, words) in [("registration_state", STATES), ("use", USES)] {
        note_unless(cells, column, &choice(words), |it| chosen(words, it).is_some());
    }
    cells.note_credit_code("credit_code");
    let columns = COLUMNS.iter().filter(|it| !matches!(it.name, "record" | "party" | "year"));
    let filled = columns.map(|it| (it.name, cells.text(it.name))).filter(|(_, it)| !it.is_empty());
    let filled = filled.map(|(name, text)| (name.to_owned(), text.to_owned())).collect();
    Some(Said { year: year?, block: block?, duty, cells: filled })
}

/// Whose form it is. The register knows that better than the file: what it says counts.
fn read_duty(
    cells: &mut Cells<'_, '_>,
    policy: &DisclosurePolicy,
    registered: Option<&DutyRule>,
) -> Option<Duty> {
    let duty = |word: &str| Some(policy.duty_of(PartyKind::parse(word)?)?.id);
    let Some(right) = registered else {
        let forms = list(policy.duties.iter().map(|it| it.who.words()));
        return cells.read_required("form", &forms, duty);
    };
    if duty(cells.required("form")?) != Some(right.id) {
        cells.note(reading::CELL_INVALID, "form", &list([right.who.words()]));
    }
    Some(right.id)
}

/// Notes a cell that is filled in and does not hold what its column asks for; the row stays.
fn note_unless(
    cells: &mut Cells<'_, '_>,
    column: &str,
    expected: &str,
    holds: impl Fn(&str) -> bool,
) {
    let text = cells.text(column);
    if !text.is_empty() && !holds(text) {
        cells.note(reading::CELL_INVALID, column, expected);
    }
}

fn parse_year(text: &str) -> Option<i16> {
    let digits = text.len() == 4 && text.bytes().all(|it| it.is_ascii_digit());
    let year = digits.then(|| text.parse().ok())??;
    (YEAR_MIN..YEAR_MAX).contains(&year).then_some(year)
}

/// The rows of a party and year as one disclosure; `None` without a basic row.
fn assemble(
    (party, year): (PartyId, i16),
    entries: &[Entry<Said>],
    received_on: Date,
) -> Option<DisclosureFact> {
    let (basic, duty) = entries.iter().find_map(|it| Some((it, it.content.duty?)))?;
    let claimed = basic.content.cells.get("disclosed_on").and_then(|it| it.parse().ok());
    let record = |it: &Entry<Said>| Record {
        record: it.content.block,
        row: it.origin.row,
        byte_offset: it.origin.byte_offset,
        byte_length: it.origin.byte_length,
        cells: it.content.cells.clone(),
    };
    Some(DisclosureFact {
        party,
        disclosure: Disclosure { year, duty, records: entries.iter().map(record).collect() },
        disclosed_on: claimed.unwrap_or(received_on).max(received_on),
        origin: basic.origin,
    })
}

/// Rows of a party and year among which none says who discloses.
fn headless(first: &Entry<Said>) -> Fault {
    Fault {
        subject: Some(first.party.clone()),
        cause: format!("{} basic", first.content.year),
        expected: list([Block::Basic.words()]),
        actual: first.content.block.as_str().to_owned(),
        ..Fault::at(reading::CELL_INVALID, Place::cell(first.origin.row, "record"))
    }
}

fn judge_all(fact: &DisclosureFact, context: &DisclosureContext, faults: &mut Faults) {
    let Some(due_on) = context.policy.due_on(fact.disclosure.year) else { return };
    let before = context.disclosed.get(&(fact.party.clone(), fact.disclosure.year));
    let first_on = before.map_or(fact.disclosed_on, |&day| day.min(fact.disclosed_on));
    // What comes before the first year that had to be disclosed was never due.
    if context.policy.first_year.value <= fact.disclosure.year
        && let Some(fault) = judge::late(fact, due_on, first_on)
    {
        faults.push(fault);
    }
    faults.append(judge::incomplete(fact, due_on, &context.policy));
    match (fact.disclosure.duty, &context.products) {
        (Duty::Operator, Some(products)) => {
            let none = BTreeSet::new();
            let registered = products.get(&fact.party).unwrap_or(&none);
            faults.append(judge::products(fact, due_on, registered));
        }
        (Duty::Operator, None) | (Duty::Body, _) => {}
    }
}
