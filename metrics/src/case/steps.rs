//! Reading the steps of a row in their order. A step that is not whole or not in order is named and counts as
//! not done: what is written down wrongly is never hidden by it.

use jiff::civil::Date;

use super::Answer;
use crate::form::cells::{Cells, parse_day};
use crate::ledger::says_nothing;

/// How days are written.
pub(crate) const DAY: &str = "YYYY-MM-DD";

/// Ids of the rules about steps.
#[derive(Debug)]
pub(crate) struct StepRules {
    /// A step is whole, and comes after the one that it needs.
    pub(crate) step: &'static str,
    /// Its day is in order.
    pub(crate) order: &'static str,
    /// It says why.
    pub(crate) reason: &'static str,
}

/// Whether a step may be taken, and the cell that says so: its column and the word for yes.
pub(crate) type Before = (bool, (&'static str, (&'static str, &'static str)));

/// The columns of a step that is a day and a yes or no: these, the words for yes and no, and why it is no.
pub(crate) type AnswerColumns<'a> =
    (&'a str, &'a str, &'static [(&'static str, &'static str)], &'a str);

/// The steps of a row, each not before the one that it needs.
#[derive(Debug)]
pub(crate) struct Steps<'cells, 'row, 'faults> {
    pub(crate) cells: &'cells mut Cells<'row, 'faults>,
    pub(crate) rules: StepRules,
    /// The day of the step before.
    pub(crate) from: Date,
    /// The day of handing in.
    pub(crate) to: Date,
}

impl Steps<'_, '_, '_> {
    /// A step that the next one is not before.
    pub(crate) fn begun(&mut self, column: &str) -> Option<Date> {
        self.from = self.day(column)?;
        Some(self.from)
    }

    /// A step that is a day and a yes or no, and that the next one is not before.
    pub(crate) fn answer(
        &mut self,
        (on, answer, words, reason): AnswerColumns<'_>,
        before: Option<Before>,
    ) -> Option<Answer> {
        let (day, yes) = (self.day(on), self.cells.meaning(answer, words, &[true, false]));
        let (no_day, no_answer) =
            (self.cells.text(on).is_empty(), self.cells.text(answer).is_empty());
        if no_day != no_answer {
            let (filled, empty) = if no_day { (answer, on) } else { (on, answer) };
            self.cells.note(self.rules.step, filled, &self.cells.headers(empty));
        }
        let (day, yes) = (day?, yes?);
        if before.is_some_and(|it| !self.follows(on, it)) {
            return None;
        }
        if !yes && !self.has_reason(reason) {
            return None;
        }
        self.from = day;
        Some(Answer { on: day, yes })
    }

    /// A step that is a day.
    pub(crate) fn done(&mut self, column: &str, before: Before) -> Option<Date> {
        let day = self.day(column)?;
        self.follows(column, before).then_some(day)
    }

    /// A day within those that it may be.
    fn day(&mut self, column: &str) -> Option<Date> {
        let day = self.cells.read_or_note(column, DAY, parse_day)?;
        let is_in_order = (self.from..=self.to).contains(&day);
        if !is_in_order {
            self.cells.note(self.rules.order, column, &format!("{} … {}", self.from, self.to));
        }
        is_in_order.then_some(day)
    }

    /// Whether the step before was taken.
    fn follows(&mut self, column: &str, (is_taken, (before, (word, word_zh))): Before) -> bool {
        if !is_taken {
            let expected = format!("{} = {word_zh} {word}", self.cells.headers(before));
            self.cells.note(self.rules.step, column, &expected);
        }
        is_taken
    }

    /// Whether a step says why.
    pub(crate) fn has_reason(&mut self, column: &str) -> bool {
        let has_reason = !says_nothing(self.cells.text(column));
        if !has_reason {
            self.cells.note(self.rules.reason, column, &self.cells.headers(column));
        }
        has_reason
    }
}
