//! Reading objections. A step that is not whole or not in order is named and counts as not done: the
//! objection stays, so that writing it down wrongly never hides it.

use std::collections::BTreeMap;

use jiff::civil::Date;

use super::columns::{DECISIONS, MATTERS, RESULTS};
use super::{COLUMNS, Matter, Objection, ObjectionFact, rules};
use crate::authority::{Authority, RefusedRows};
use crate::finding::Faults;
use crate::form::Row;
use crate::form::cells::{Cells, parse_day};
use crate::form::entries::{Entry, note_unknown, settle};
use crate::form::steps::{DAY, StepRules, Steps};
use crate::party::PartyId;
use crate::raiser::Raiser;

/// What the rules need to know from outside the file.
#[derive(Clone, Debug)]
pub struct ObjectionContext {
    /// The day on which the file was handed in.
    pub received_on: Date,
    /// Who hands in, and who is registered; `None` where there is no register to ask.
    pub authority: Option<Authority>,
    /// When each objection in force was raised, by its party and number.
    pub raised: BTreeMap<(PartyId, String), Date>,
}

/// What a file of objections gave.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct CheckedObjections {
    /// The objections understood, in file order.
    pub facts: Vec<ObjectionFact>,
    /// The rules broken.
    pub faults: Faults,
    /// Rows handed in.
    pub rows: u64,
}

/// Collects objections.
#[derive(Debug)]
pub struct ObjectionIntake {
    context: ObjectionContext,
    entries: Vec<Entry<Objection>>,
    refused: RefusedRows,
    faults: Faults,
    rows: u64,
}

impl ObjectionIntake {
    /// An empty file. Where there is a register, parties that it does not know are noted (`R-7`), and
    /// objections to the data of another do not count but from public bodies (`R-14`).
    #[must_use]
    pub fn new(context: ObjectionContext) -> Self {
        Self {
            context,
            entries: Vec::new(),
            refused: RefusedRows::default(),
            faults: Faults::default(),
            rows: 0,
        }
    }

    /// Takes one row.
    pub fn row(&mut self, row: &Row<'_>) {
        self.rows += 1;
        let mut cells = Cells::open(COLUMNS, &["party", "number"], *row, &mut self.faults);
        let party = cells.party("party");
        let said = (party.as_ref(), cells.text("number"));
        if self.refused.take(self.context.authority.as_ref(), said, row.number) {
            return;
        }
        let number = cells.text("number").to_owned();
        let before = party.clone().and_then(|party| self.context.raised.get(&(party, number)));
        let objection = read(&mut cells, self.context.received_on, before.copied());
        let whole = cells.is_whole();
        if let (Some(party), Some(content), true) = (party, objection, whole) {
            let label = content.number.clone();
            self.entries.push(Entry { party, label, content, origin: row.origin() });
        }
    }

    /// Counts a row that could not be read as one; the fault is whoever read it to report.
    pub fn unreadable(&mut self) {
        self.rows += 1;
    }

    /// Ends the file: the rules that need all of it are judged.
    #[must_use]
    pub fn finish(mut self) -> CheckedObjections {
        let in_common = |one: Objection, other: &Objection| Some(one.in_common(other));
        let settled = settle(self.entries, in_common, &mut self.faults);
        if let Some(authority) = &self.context.authority {
            note_unknown(&settled, &authority.known(), &mut self.faults);
            self.refused.faults(authority).for_each(|it| self.faults.push(it));
        }
        self.faults.sort();
        let fact = |it: Entry<Objection>| ObjectionFact {
            party: it.party,
            objection: it.content,
            origin: it.origin,
        };
        let facts = settled.into_iter().map(fact).collect();
        CheckedObjections { facts, faults: self.faults, rows: self.rows }
    }
}

/// An objection from a row. Handed in again it keeps the earlier day of raising: a later one would bring what
/// is late back into time.
fn read(
    cells: &mut Cells<'_, '_>,
    received_on: Date,
    raised_before: Option<Date>,
) -> Option<Objection> {
    let number = cells.required("number");
    let code = cells.required("code");
    let mut raised_on = cells.read_required("raised_on", DAY, parse_day);
    if raised_on.is_some_and(|it| received_on < it) {
        cells.refuse(rules::ORDER, "raised_on", &format!("… {received_on}"));
    } else if let Some(before) = raised_before.filter(|it| raised_on.is_some_and(|on| *it < on)) {
        cells.note(rules::ORDER, "raised_on", &format!("… {before}"));
        raised_on = Some(before);
    }
    let raised_by = cells.meaning("raised_by", Raiser::WORDS, &Raiser::ALL);
    let matter = cells.meaning("matter", MATTERS, &Matter::ALL);
    let step_rules = StepRules { step: rules::STEP, order: rules::ORDER, reason: rules::REASON };
    let from = raised_on.unwrap_or(received_on);
    let mut steps = Steps { cells, rules: step_rules, from, to: received_on };
    let decision = steps.answer(("decided_on", "decision", DECISIONS, "reason"), None);
    let accepted = (decision.is_some_and(|it| it.yes), ("decision", DECISIONS[0]));
    let verification = steps.answer(("verified_on", "result", RESULTS, "reason"), Some(accepted));
    let founded = (verification.is_some_and(|it| it.yes), ("result", RESULTS[0]));
    let corrected_on = steps.done("corrected_on", founded);
    let reviewed_on = steps.done("reviewed_on", founded).filter(|_| steps.has_reason("cause"));
    if corrected_on.is_some() && cells.text("reviewed_on").is_empty() {
        cells.note(rules::REVIEW, "reviewed_on", &cells.headers("reviewed_on"));
    }
    Some(Objection {
        number: number?.to_owned(),
        code: code?.to_owned(),
        raised_on: raised_on?,
        raised_by,
        matter,
        text: cells.text("text").to_owned(),
        decision,
        verification,
        reason: cells.text("reason").to_owned(),
        corrected_on,
        reviewed_on,
        cause: cells.text("cause").to_owned(),
    })
}
