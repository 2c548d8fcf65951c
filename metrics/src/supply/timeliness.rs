//! Whether an item is updated as often as declared, judged at an instant of local time. A date known
//! only in part counts as the last day it can mean: nobody is called late on a guess.

use jiff::civil::{Date, DateTime};
use jiff::{Span, ToSpan};

use super::earlier::Earlier;
use super::facts::Item;
use super::policy::{FrequencyRule, Step, SupplyPolicy, Unit};
use crate::calendar::Calendar;
use crate::partial_date::PartialDate;

/// When something is judged.
#[derive(Clone, Copy, Debug)]
pub struct Moment<'a> {
    /// The instant, in local time.
    pub at: DateTime,
    /// Which days are working days.
    pub calendar: &'a Calendar,
}

/// Whether an item is updated as declared.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum UpdateState {
    /// No frequency is declared, or one by which nothing is ever due.
    NotDue,
    /// The next update may still come.
    OnTime {
        /// The last day for it.
        due_on: Date,
    },
    /// The next update did not come.
    Overdue {
        /// The last day for it.
        due_on: Date,
    },
    /// Something is due, but the word or the date does not show when.
    NotShown,
}

impl UpdateState {
    /// The word used in JSON.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::NotDue => "not_due",
            Self::OnTime { .. } => "on_time",
            Self::Overdue { .. } => "overdue",
            Self::NotShown => "not_shown",
        }
    }

    /// Whether an update is due, and none in time is shown.
    const fn is_failed(self) -> bool {
        match self {
            Self::NotDue | Self::OnTime { .. } => false,
            Self::Overdue { .. } | Self::NotShown => true,
        }
    }
}

impl Item {
    /// Whether it is updated as often as declared, and as the rows before it declared as long as they
    /// stood: what was overdue by one of these stays so until an update comes.
    #[must_use]
    pub fn update_state(
        &self,
        policy: &SupplyPolicy,
        moment: &Moment<'_>,
        earlier: &Earlier,
    ) -> UpdateState {
        let told = self.updated_on.filter(|it| it.first_day() <= moment.at.date());
        let state = match self.frequency.map(|it| policy.rule(it)) {
            None => UpdateState::NotDue,
            Some(None) => UpdateState::NotShown,
            Some(Some(rule)) => rule.state(told, moment),
        };
        let updated_on = told.or(earlier.updated_on);
        let before = earlier.declared.iter().filter_map(|(frequency, until)| {
            let until = Moment { at: *until, ..*moment };
            Some(policy.rule(*frequency)?.state(updated_on, &until))
        });
        std::iter::once(state).chain(before).find(|it| it.is_failed()).unwrap_or(state)
    }
}

impl FrequencyRule {
    /// Where an item stands at a moment by its last update, if that is known.
    fn state(&self, updated_on: Option<PartialDate>, moment: &Moment<'_>) -> UpdateState {
        let Some(steps) = self.every.zip(self.grace) else { return UpdateState::NotDue };
        match updated_on.and_then(|it| window(it.last_day(), steps, moment.calendar)) {
            None => UpdateState::NotShown,
            Some((due_on, end)) if moment.at < end => UpdateState::OnTime { due_on },
            Some((due_on, _)) => UpdateState::Overdue { due_on },
        }
    }
}

/// The last day for an update, and the first instant after it; `None` beyond the year 9999.
fn window(
    updated_on: Date,
    (every, grace): (Step, Step),
    calendar: &Calendar,
) -> Option<(Date, DateTime)> {
    let next = after(updated_on, every, calendar)?;
    let due_on = after(next, grace, calendar)?;
    let end = due_on.tomorrow().ok()?.at(0, 0, 0, 0);
    Some((due_on, end.checked_add(minutes(every)).ok()?.checked_add(minutes(grace)).ok()?))
}

fn after(day: Date, step: Step, calendar: &Calendar) -> Option<Date> {
    match step.unit {
        Unit::Minutes => Some(day),
        Unit::Days => day.checked_add(i32::from(step.value).days()).ok(),
        Unit::WorkingDays => calendar.due(day, step.value.into()).map(|due| due.date),
        Unit::Months => day.checked_add(i32::from(step.value).months()).ok(),
    }
}

fn minutes(step: Step) -> Span {
    match step.unit {
        Unit::Minutes => i32::from(step.value).minutes(),
        Unit::Days | Unit::WorkingDays | Unit::Months => Span::new(),
    }
}
