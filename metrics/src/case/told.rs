//! A case as it stands by what was told of it. A row is kept as it was said; what holds is made of all rows
//! when the case is read, so that one that is taken back leaves nothing behind.

use std::collections::{BTreeMap, BTreeSet};

use jiff::civil::Date;

use super::{Answer, Case};
use crate::form::Origin;
use crate::ledger::says_nothing;

/// A row that tells of a case.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Told<T> {
    /// What it says.
    pub content: T,
    /// The file that says it.
    pub receipt: String,
    /// The row.
    pub origin: Origin,
    /// The day on which the file was handed in.
    pub received_on: Date,
    /// Whether the party itself handed it in: what another tells says of no step that it was not taken.
    pub is_own: bool,
    /// Whether its file was superseded by one that names it.
    pub is_taken_back: bool,
}

/// What the rows of a case come to.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Standing<T: Case> {
    /// The case.
    pub case: T,
    /// The file that told of it last.
    pub receipt: String,
    /// The row there.
    pub origin: Origin,
    /// The last file of the party's own, if it was taken back by one that says nothing of the case.
    pub left_out: Option<String>,
    /// The last file of the party's own: its day and receipt.
    own: Option<(Date, String)>,
    /// The last file by which each step is of its day, and, beside them, the day of raising.
    pub(super) files: BTreeMap<Option<T::Step>, String>,
    /// The last file that said yes to a step.
    pub(super) yes: BTreeMap<T::Step, String>,
}

impl<T: Case> Standing<T> {
    /// What rows come to, in the order in which they were accepted; `None` if all are taken back. What the
    /// party told last of its own case stays: it is not taken back by silence.
    #[must_use]
    pub fn of(rows: Vec<Told<T>>) -> Option<Self> {
        let last_own = rows.iter().rposition(|it| it.is_own);
        let rows = rows.into_iter().enumerate();
        let mut rows = rows.filter(|(at, it)| !it.is_taken_back || Some(*at) == last_own);
        let first = Self::first(rows.next()?.1);
        Some(rows.fold(first, |before, (_, row)| before.then(row)))
    }

    fn first(row: Told<T>) -> Self {
        let Told { content: case, receipt, origin, received_on, is_own, is_taken_back } = row;
        let told = T::STEPS.iter().copied().map(Some).chain([None]);
        let files = told.map(|it| (it, receipt.clone())).collect();
        let yes = T::STEPS.iter().filter(|it| case.said(**it).is_yes());
        let yes = yes.map(|it| (*it, receipt.clone())).collect();
        let own = is_own.then(|| (received_on, receipt.clone()));
        let left_out = is_taken_back.then(|| receipt.clone());
        Self { case, receipt, origin, left_out, own, files, yes }
    }

    /// The same after one more row.
    pub(super) fn then(self, row: Told<T>) -> Self {
        let Self { case: before, left_out, own, mut files, mut yes, .. } = self;
        let Told { content, receipt, origin, received_on, is_own, is_taken_back } = row;
        if content.raised_on() <= before.raised_on() {
            files.insert(None, receipt.clone());
        }
        let turn = Turn {
            received_on,
            is_own,
            own: own.as_ref(),
            receipt: &receipt,
            files: &mut files,
            yes: &mut yes,
        };
        let case = content.after(before, turn);
        let (left_out, own) = if is_own {
            (is_taken_back.then(|| receipt.clone()), Some((received_on, receipt.clone())))
        } else {
            (left_out, own)
        };
        Self { case, receipt, origin, left_out, own, files, yes }
    }
}

/// What is said of a step. Nothing is that it was not taken.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Said {
    /// When it was taken; a step that is a day alone promises nothing, as a no does.
    pub(crate) answer: Option<Answer>,
    /// Whether something is said that is not understood: all of it, or, beside a yes, its day.
    pub(crate) is_unclear: bool,
}

impl Said {
    /// A step that is a day alone.
    pub(crate) fn day(on: Option<Date>, is_unclear: bool) -> Self {
        Self { answer: on.map(|on| Answer { on, yes: false }), is_unclear }
    }

    /// Its day.
    pub(crate) fn on(self) -> Option<Date> {
        self.answer.map(|it| it.on)
    }

    /// Whether nothing is said.
    pub(crate) fn is_blank(self) -> bool {
        self == Self::default()
    }

    /// Whether it is a yes, which stays.
    pub(crate) fn is_yes(self) -> bool {
        self.answer.is_some_and(|it| it.yes)
    }
}

/// A row that comes after others.
#[derive(Debug)]
pub struct Turn<'a, S> {
    /// The day on which it was handed in.
    pub(crate) received_on: Date,
    is_own: bool,
    /// The party's own last file before: as of its day, a step was not taken that nobody told.
    own: Option<&'a (Date, String)>,
    receipt: &'a str,
    files: &'a mut BTreeMap<Option<S>, String>,
    yes: &'a mut BTreeMap<S, String>,
}

impl<S: Copy + Ord> Turn<'_, S> {
    /// Whether the party itself told of the case before.
    pub(crate) fn is_told_by_party(&self) -> bool {
        self.own.is_some()
    }

    /// A step that nobody told or had open before: it is as the row says.
    pub(crate) fn first(&mut self, step: S, row: Said) -> Said {
        self.files.insert(Some(step), self.receipt.to_owned());
        row
    }

    /// What holds of a step after the row.
    pub(crate) fn step(&mut self, step: S, before: Said, row: Said) -> Said {
        let after = self.told(before, row);
        // Of a yes on two days it is the file with both.
        if after.is_yes() && row.is_yes() && !before.is_unclear {
            self.yes.insert(step, self.receipt.to_owned());
        }
        let file = match after.on() {
            on if on == row.on() => Some(self.receipt),
            on if on == before.on() => None,
            _ => self.own.map(|it| it.1.as_str()),
        };
        if let Some(file) = file {
            self.files.insert(Some(step), file.to_owned());
        }
        after
    }

    /// The day of a step, no sooner than that of the one that it follows.
    pub(crate) fn no_sooner(
        &mut self,
        (step, on): (S, Date),
        (follows, from): (S, Option<Date>),
    ) -> Date {
        from.filter(|it| on < *it).map_or(on, |it| self.moved(step, it, follows))
    }

    /// The day of a step, no later than that of the one that follows it.
    pub(crate) fn no_later(
        &mut self,
        (step, on): (S, Date),
        (next, to): (S, Option<Date>),
    ) -> Date {
        to.filter(|it| *it < on).map_or(on, |it| self.moved(step, it, next))
    }

    /// The day of another step, by the file of which it is as it is.
    fn moved(&mut self, step: S, on: Date, other: S) -> Date {
        if let Some(file) = self.files.get(&Some(other)).cloned() {
            self.files.insert(Some(step), file);
        }
        on
    }

    /// A yes stays as it was told first. Of what was told otherwise the latest day counts, and what nobody told
    /// before is not sooner than the party's own last file. Only the party itself says that a step was not
    /// taken after all, by leaving it blank.
    fn told(&self, before: Said, row: Said) -> Said {
        match (before.answer, row.answer) {
            (Some(told), _) if told.yes => before,
            (told, Some(it)) => {
                let open_on = self.own.map(|it| it.0).filter(|_| told.is_none() || it.yes);
                let bounds = [told.map(|it| it.on), open_on];
                let on = bounds.into_iter().flatten().fold(it.on, Date::max);
                Said { answer: Some(Answer { on, ..it }), ..row }
            }
            (Some(_), None) if !(self.is_own && row.is_blank()) => before,
            (_, None) => row,
        }
    }
}

/// The steps of which a row of these says something.
pub(crate) fn said_of<T: Case>(rows: [&T; 2]) -> BTreeSet<T::Step> {
    let is_said = |it: &&T::Step| rows.iter().any(|row| !row.said(**it).is_blank());
    T::STEPS.iter().filter(is_said).copied().collect()
}

/// What was written last: nothing does not take something back.
pub(crate) fn last_written(before: String, row: String) -> String {
    if says_nothing(&row) { before } else { row }
}
