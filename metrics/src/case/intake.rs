//! Reading cases. A step that is not whole or not in order is named and counts as not done: the case stays, so
//! that writing it down wrongly never hides it.

use std::collections::BTreeMap;

use jiff::civil::Date;

use super::Case;
use crate::authority::{Authority, RefusedRows};
use crate::finding::Faults;
use crate::form::cells::Cells;
use crate::form::entries::{note_unknown, settle};
use crate::form::{Entry, Row, columns};
use crate::party::PartyId;

/// What the rules need to know from outside the file.
#[derive(Clone, Debug)]
pub struct CaseContext<T> {
    /// The day on which the file was handed in.
    pub received_on: Date,
    /// Who hands in, and who is registered; `None` where there is no register to ask.
    pub authority: Option<Authority>,
    /// The cases in force, by party and number: handed in again, one stays as strict as it was.
    pub before: BTreeMap<(PartyId, String), Before<T>>,
}

/// What is in force of a case that is handed in again.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Before<T> {
    /// The case.
    pub content: T,
    /// The day on which the party itself handed in the file that says so: what another tells of it says of
    /// no step that it was not taken.
    pub received_on: Option<Date>,
}

impl<T> Before<T> {
    /// The day of a step, not before the one that was told, nor, where none was, before the day on which
    /// the step was handed in as not done; by a rule, in a column. A day that cannot be read takes none back.
    pub(crate) fn no_earlier(
        &self,
        cells: &mut Cells<'_, '_>,
        (rule, column): (&'static str, &str),
        on: Option<Date>,
        told: Option<Date>,
    ) -> Option<Date> {
        let Some(on) = on else {
            return told.filter(|_| !cells.text(column).is_empty());
        };
        let first = told.or(self.received_on).filter(|it| on < *it);
        if let Some(first) = first {
            cells.note(rule, column, &format!("{first} …"));
        }
        Some(first.unwrap_or(on))
    }
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
pub struct CaseIntake<T> {
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
        let key = party.clone().map(|party| (party, label.clone()));
        let before = key.and_then(|it| self.context.before.get(&it));
        let content = T::read(&mut cells, self.context.received_on, before);
        if let (Some(party), Some(content), true) = (party, content, cells.is_whole()) {
            self.entries.push(Entry { party, label, content, origin: row.origin() });
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
