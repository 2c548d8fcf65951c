//! Reading cases. A step that is not whole or not in order is named and counts as not done: the case stays, so
//! that writing it down wrongly never hides it.

use std::collections::BTreeMap;

use jiff::civil::Date;

use super::{Again, Case, Deadlines, Standing, Told};
use crate::authority::{Authority, RefusedRows};
use crate::finding::Faults;
use crate::form::cells::Cells;
use crate::form::entries::{note_unknown, settle};
use crate::form::{Entry, Row, columns};
use crate::party::PartyId;

/// What the rules need to know from outside the file.
#[derive(Clone, Debug)]
pub struct CaseContext<T: Case> {
    /// The day on which the file was handed in.
    pub received_on: Date,
    /// Who hands in.
    pub sender: PartyId,
    /// Who hands in, and who is registered; `None` where there is no register to ask.
    pub authority: Option<Authority>,
    /// The cases as they stand, by party and number.
    pub before: BTreeMap<(PartyId, String), Standing<T>>,
    /// By which days steps are to be taken.
    pub deadlines: Deadlines,
}

/// What a file of cases gave.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CheckedCases<T> {
    /// The cases understood, by number, in file order.
    pub facts: Vec<Entry<T>>,
    /// The rules broken.
    pub faults: Faults,
    /// Rows handed in.
    pub rows: u64,
}

/// Collects cases.
#[derive(Debug)]
pub struct CaseIntake<T: Case> {
    context: CaseContext<T>,
    entries: Vec<Entry<T>>,
    refused: RefusedRows,
    faults: Faults,
    rows: u64,
}

impl<T: Case> CaseIntake<T> {
    /// An empty file. Where there is a register, parties that it does not know are noted (`R-7`), and cases of
    /// another do not count but from public bodies (`R-14`).
    #[must_use]
    pub fn new(context: CaseContext<T>) -> Self {
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
        let identity = &["party", "number"];
        let mut cells = Cells::open(columns(T::KIND), identity, *row, &mut self.faults);
        let (party, label) = (cells.party("party"), cells.text("number").to_owned());
        let said = (party.as_ref(), label.as_str());
        if self.refused.take(self.context.authority.as_ref(), said, row.number) {
            return;
        }
        let content = T::read(&mut cells, self.context.received_on);
        if let (Some(party), Some(content), true) = (party, content, cells.is_whole()) {
            let entry = Entry { party, label, content, origin: row.origin() };
            note(&mut cells, &self.context, &entry);
            self.entries.push(entry);
        }
    }

    /// Counts a row that could not be read as one; the fault is whoever read it to report.
    pub fn unreadable(&mut self) {
        self.rows += 1;
    }

    /// Ends the file: the rules that need all of it are judged.
    #[must_use]
    pub fn finish(mut self) -> CheckedCases<T> {
        let in_common = |one: T, other: &T| Some(one.in_common(other));
        let facts = settle(self.entries, in_common, &mut self.faults);
        if let Some(authority) = &self.context.authority {
            note_unknown(&facts, &authority.known(), &mut self.faults);
            self.refused.faults(authority).for_each(|it| self.faults.push(it));
        }
        self.faults.sort();
        CheckedCases { facts, faults: self.faults, rows: self.rows }
    }
}

/// Names what of a row does not fit the case as it stands after it.
fn note<T: Case>(cells: &mut Cells<'_, '_>, context: &CaseContext<T>, row: &Entry<T>) {
    let CaseContext { received_on, sender, before, deadlines, .. } = context;
    let said = &row.content;
    let Some(before) = before.get(&(row.party.clone(), row.label.clone())) else {
        return said.note(cells, None);
    };
    let is_own = *sender == row.party;
    let told = Told {
        content: said.clone(),
        receipt: String::new(),
        origin: row.origin,
        received_on: *received_on,
        is_own,
        is_taken_back: false,
    };
    let holds = &before.clone().then(told);
    holds.case.note(cells, Some(&Again { said, before, holds, is_own, deadlines }));
}
