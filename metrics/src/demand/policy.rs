//! What the policy pack says of demands: how long each step may take.

use jiff::civil::Date;
use serde::{Deserialize, Serialize};

use super::{Sharing, Step};
use crate::calendar::Calendar;
use crate::source::Source;

/// How long a step may take.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Deadline {
    /// The step.
    pub step: Step,
    /// Of which demands: of this sort of sharing, and of stricter ones. Without it, of every demand.
    #[serde(default)]
    pub sharing: Option<Sharing>,
    /// Working days after the day from which it waits, which is not counted (民法典 art. 201).
    pub working_days: u16,
    /// Where the number comes from.
    pub source: Source,
}

/// The deadlines of a pack with the calendar that they are counted by. A step without one is never late.
#[derive(Clone, Debug)]
pub struct Deadlines {
    /// Of each step and sort of sharing, at most one.
    pub deadlines: Vec<Deadline>,
    /// Which days are working days.
    pub calendar: Calendar,
}

impl Deadline {
    /// The step and the sort of sharing, as one word.
    #[must_use]
    pub fn id(&self) -> String {
        let sharing = self.sharing.map(|it| format!(" {}", it.words().0)).unwrap_or_default();
        format!("{}{sharing}", self.step.as_str())
    }

    fn holds_for(&self, sharing: Option<Sharing>) -> bool {
        self.sharing.is_none_or(|own| sharing.is_some_and(|it| it <= own))
    }
}

impl Deadlines {
    /// The deadline of a step of a demand: the shortest of those that hold for it, so that what is to be shared
    /// the sooner never has more time.
    pub(super) fn of(&self, step: Step, sharing: Option<Sharing>) -> Option<&Deadline> {
        let of_step = self.deadlines.iter().filter(|it| it.step == step);
        of_step.filter(|it| it.holds_for(sharing)).min_by_key(|it| it.working_days)
    }

    /// The last day of a step that waits from a day; `None` without a deadline, or beyond the year 9999.
    pub(super) fn due_on(
        &self,
        (step, sharing): (Step, Option<Sharing>),
        from: Date,
    ) -> Option<Date> {
        let deadline = self.of(step, sharing)?;
        self.calendar.due(from, deadline.working_days.into()).map(|it| it.date)
    }
}
