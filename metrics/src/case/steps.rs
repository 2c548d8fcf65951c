//! Reading the steps of a row in their order. A step that is not whole or not in order is named and counts as
//! not done: what is written down wrongly is never hidden by it.

use std::collections::BTreeSet;

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

/// The yes that a step needs.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Needed {
    /// Whether it was given.
    pub(crate) is_given: bool,
    /// The column that says so.
    pub(crate) column: &'static str,
    /// The word for yes, in English and in Chinese.
    pub(crate) yes: (&'static str, &'static str),
}

/// The columns of a step that is a day and a yes or no.
#[derive(Clone, Copy, Debug)]
pub(crate) struct AnswerColumns {
    /// The day.
    pub(crate) on: &'static str,
    /// Yes or no.
    pub(crate) answer: &'static str,
    /// The words for yes and no, in English and in Chinese.
    pub(crate) words: &'static [(&'static str, &'static str)],
    /// Why it is no.
    pub(crate) reason: &'static str,
}

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
        AnswerColumns { on, answer, words, reason }: AnswerColumns,
        needed: Option<Needed>,
    ) -> Option<Answer> {
        let (day, yes) = (self.day(on), self.cells.meaning(answer, words, &[true, false]));
        let (no_day, no_answer) =
            (self.cells.text(on).is_empty(), self.cells.text(answer).is_empty());
        if no_day != no_answer {
            let (filled, empty) = if no_day { (answer, on) } else { (on, answer) };
            self.cells.note(self.rules.step, filled, &self.cells.headers(empty));
        }
        let (day, yes) = (day?, yes?);
        if needed.is_some_and(|it| !self.follows(on, it)) {
            return None;
        }
        if !yes && !self.has_reason(reason) {
            return None;
        }
        self.from = day;
        Some(Answer { on: day, yes })
    }

    /// A step that is a day.
    pub(crate) fn done(&mut self, column: &str, needed: Needed) -> Option<Date> {
        let day = self.day(column)?;
        self.follows(column, needed).then_some(day)
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

    /// Whether the yes that a step needs was given.
    fn follows(&mut self, column: &str, needed: Needed) -> bool {
        if !needed.is_given {
            let (word, word_zh) = needed.yes;
            let expected = format!("{} = {word_zh} {word}", self.cells.headers(needed.column));
            self.cells.note(self.rules.step, column, &expected);
        }
        needed.is_given
    }

    /// Of steps with the columns that tell of each, those of which one says something and which are not done.
    pub(crate) fn unclear<S: Copy + Ord>(&self, steps: &[(S, bool, &[&str])]) -> BTreeSet<S> {
        let is_said = |columns: &[&str]| columns.iter().any(|it| !self.cells.text(it).is_empty());
        let unclear = steps.iter().filter(|(_, is_done, columns)| !is_done && is_said(columns));
        unclear.map(|it| it.0).collect()
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
