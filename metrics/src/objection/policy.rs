//! What the policy pack says of objections: how long each step may take.

use jiff::civil::Date;
use serde::{Deserialize, Serialize};

use super::Step;
use crate::calendar::Calendar;
use crate::source::Source;

/// How long a step may take.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Deadline {
    /// The step.
    pub step: Step,
    /// Working days after the day from which it waits, which is not counted (民法典 art. 201).
    pub working_days: u16,
    /// Where the number comes from.
    pub source: Source,
}

/// The deadlines of a pack with the calendar that they are counted by. A step without one is never late.
#[derive(Clone, Debug)]
pub struct Deadlines {
    /// Of each step, at most one.
    pub deadlines: Vec<Deadline>,
    /// Which days are working days.
    pub calendar: Calendar,
}

impl Deadlines {
    /// The last day of a step that waits from a day; `None` without a deadline, or beyond the year 9999.
    pub(super) fn due_on(&self, step: Step, from: Date) -> Option<Date> {
        let deadline = self.deadlines.iter().find(|it| it.step == step)?;
        self.calendar.due(from, deadline.working_days.into()).map(|it| it.date)
    }
}
