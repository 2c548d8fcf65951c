//! The course of a case: which steps were taken, which it waits for, and which are late.

use jiff::civil::Date;
use serde::{Deserialize, Serialize};

/// A yes or no, and when it was given.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Answer {
    /// The day.
    pub on: Date,
    /// Accepted, founded, or agreed.
    pub yes: bool,
}

/// A step that was taken, or is waited for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Taken<S> {
    /// Which.
    pub step: S,
    /// When it was taken.
    pub on: Option<Date>,
    /// Its last day, where there is a deadline.
    pub due_on: Option<Date>,
}

/// The steps of a case: those that were taken, and those that it waits for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Course<S> {
    /// In order.
    pub steps: Vec<Taken<S>>,
}

impl<S> Taken<S> {
    /// Whether it was not taken by its last day.
    #[must_use]
    pub fn is_late(&self, today: Date) -> bool {
        self.due_on.is_some_and(|due_on| due_on < self.on.unwrap_or(today))
    }
}

impl<S> Course<S> {
    /// The steps that it waits for.
    pub fn waiting(&self) -> impl Iterator<Item = &Taken<S>> {
        self.steps.iter().filter(|it| it.on.is_none())
    }

    /// The day of the last step, once it waits for none.
    #[must_use]
    pub fn closed_on(&self) -> Option<Date> {
        let days: Option<Vec<Date>> = self.steps.iter().map(|it| it.on).collect();
        days?.into_iter().max()
    }

    /// The last day of the first step that was late.
    #[must_use]
    pub fn late_since(&self, today: Date) -> Option<Date> {
        let late = self.steps.iter().filter(|it| it.is_late(today));
        late.filter_map(|it| it.due_on).min()
    }
}
