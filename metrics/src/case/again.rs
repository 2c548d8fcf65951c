//! A case that is told again: what of a row does not hold, because more was told before, is named in its
//! column with what does. One message a step; what is not understood has its own.

use super::steps::AnswerColumns;
use super::{Case, Deadlines, Standing};
use crate::form::cells::Cells;

/// A row, and what holds after it.
#[derive(Debug)]
pub struct Again<'a, T: Case> {
    /// The row.
    pub(crate) said: &'a T,
    /// What stood before.
    pub(crate) before: &'a Standing<T>,
    /// What stands after it.
    pub(crate) holds: &'a Standing<T>,
    /// Whether the party itself says it: what another leaves blank is not named.
    pub(crate) is_own: bool,
    /// By which deadlines.
    pub(crate) deadlines: &'a Deadlines,
}

impl<T: Case> Again<'_, T> {
    /// Whether a row that says less than what holds is to be named for it: it was read, or left blank by the
    /// party itself.
    pub(crate) fn is_less(&self, cells: &Cells<'_, '_>, column: &str, is_read: bool) -> bool {
        is_read || self.is_own && cells.text(column).is_empty()
    }

    /// The day of raising, which is not later than the earliest that was told.
    pub(crate) fn raised(&self, cells: &mut Cells<'_, '_>, rule: &'static str) {
        let (said, holds) = (self.said.raised_on(), self.holds.case.raised_on());
        if holds < said {
            cells.note(rule, "raised_on", &format!("… {holds}{}", self.file(None)));
        }
    }

    /// A step that is a day.
    pub(crate) fn day(
        &self,
        cells: &mut Cells<'_, '_>,
        (rule, column): (&'static str, &str),
        step: T::Step,
    ) {
        let days = [self.said, &self.holds.case].map(|it| it.said(step).on());
        let ([Some(said), Some(holds)], file) = (days, self.file(Some(step))) else { return };
        if said < holds {
            cells.note(rule, column, &format!("{holds} …{file}"));
        } else if holds < said {
            cells.note(rule, column, &format!("… {holds}{file}"));
        }
    }

    /// A step that is a day and a yes or no. A yes on two days fits none: its file has to be superseded.
    pub(crate) fn answer(
        &self,
        cells: &mut Cells<'_, '_>,
        (rule, columns): (&'static str, AnswerColumns),
        step: T::Step,
    ) {
        let (said, holds) = (self.said.said(step), self.holds.case.said(step));
        let before = self.before.case.said(step);
        let yes_in = self.before.yes.get(&step).map_or("", String::as_str);
        let is_less = said.answer.is_some_and(|it| !it.yes) || self.is_own && said.is_blank();
        if before.is_yes() && is_less {
            let (yes, yes_zh) = columns.words[0];
            cells.note(rule, columns.answer, &format!("{yes_zh} {yes} ({yes_in})"));
        } else if said.answer.is_some() && before.is_yes() && before.is_unclear {
            cells.note(rule, columns.on, &format!("--supersedes {yes_in}"));
        } else if let (Some(on), Some(holds)) = (said.on(), holds.on().filter(|_| before.is_yes()))
        {
            if on < holds {
                cells.note(rule, columns.on, &format!("{holds}{}", self.file(Some(step))));
            } else if holds < on {
                cells.note(rule, columns.on, &format!("{holds} ({yes_in})"));
            }
        } else {
            self.day(cells, (rule, columns.on), step);
        }
    }

    /// The file by which a step, or the day of raising, is as it is; this one has no receipt yet.
    fn file(&self, step: Option<T::Step>) -> String {
        let file = self.holds.files.get(&step).filter(|it| !it.is_empty());
        file.map(|it| format!(" ({it})")).unwrap_or_default()
    }
}
