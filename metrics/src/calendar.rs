//! Working days and due dates, from the State Council's yearly notices on public holidays.
//!
//! A year without a notice is computed with plain weekends and the result marked provisional.

mod notice;

use std::collections::{BTreeMap, BTreeSet};

use jiff::Span;
use jiff::civil::{Date, Weekday};
use serde::{Deserialize, Serialize};
use thiserror::Error;

pub use notice::{DayException, YearNotice};

/// Which days are working days.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Calendar {
    /// Days on which the notices depart from the plain week, or confirm it: true is off.
    off: BTreeMap<Date, bool>,
    /// The years that have a notice.
    years: BTreeSet<i16>,
}

/// When something is due.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Due {
    /// The last day, until 24:00 (民法典 art. 203).
    #[serde(rename = "due")]
    pub date: Date,
    /// Whether a day on the way has no notice yet, so that the date may still move.
    pub provisional: bool,
}

/// Why notices do not make a calendar.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Error)]
pub enum CalendarError {
    /// Two notices for one year.
    #[error("{year} has two notices")]
    YearTwice {
        /// The year.
        year: i16,
    },
    /// A notice sets a day outside its year and the December before.
    #[error("the notice of {year} sets {date}, which is not its to set")]
    ForeignDay {
        /// The year of the notice.
        year: i16,
        /// The day.
        date: Date,
    },
    /// A day is both off and a working day.
    #[error("{date} is set both off and working")]
    Contradiction {
        /// The day.
        date: Date,
    },
}

impl Calendar {
    /// Merges the notices of any number of years.
    ///
    /// # Errors
    ///
    /// The first rule broken, in the order in which [`CalendarError`] lists them.
    pub fn new<'a>(
        notices: impl IntoIterator<Item = &'a YearNotice>,
    ) -> Result<Self, CalendarError> {
        let mut calendar = Self::default();
        for notice in notices {
            calendar.add(notice)?;
        }
        Ok(calendar)
    }

    fn add(&mut self, notice: &YearNotice) -> Result<(), CalendarError> {
        let year = notice.year;
        if !self.years.insert(year) {
            return Err(CalendarError::YearTwice { year });
        }
        for &DayException { date, off, .. } in &notice.days {
            // New Year's holiday of a year can begin in the December before.
            let december_before = date.year() == year - 1 && date.month() == 12;
            if date.year() != year && !december_before {
                return Err(CalendarError::ForeignDay { year, date });
            }
            if self.off.insert(date, off).is_some_and(|before| before != off) {
                return Err(CalendarError::Contradiction { date });
            }
        }
        Ok(())
    }

    /// Whether a day is a working day. Rest days moved by 调休 are working days.
    #[must_use]
    pub fn is_working_day(&self, date: Date) -> bool {
        let weekend = matches!(date.weekday(), Weekday::Saturday | Weekday::Sunday);
        !self.off.get(&date).copied().unwrap_or(weekend)
    }

    /// Whether no notice to come can change a day: its year has one, and for a day of December the
    /// next year has one too, because that one may set December days.
    #[must_use]
    pub fn is_settled(&self, date: Date) -> bool {
        let next_known = date.month() != 12 || self.years.contains(&(date.year() + 1));
        self.off.contains_key(&date) || self.years.contains(&date.year()) && next_known
    }

    /// How many working days lie between two days, both included; 0 if they are in the wrong order.
    #[must_use]
    pub fn working_days_between(&self, first: Date, last: Date) -> u64 {
        if last < first {
            return 0;
        }
        let mut count = u64::from(self.is_working_day(last));
        for day in first.series(Span::new().days(1)).take_while(|&day| day < last) {
            count += u64::from(self.is_working_day(day));
        }
        count
    }

    /// The last day of a period of working days. The first day is not counted (民法典 art. 201),
    /// statutory holidays are not (行政许可法 art. 82, by analogy); a negative period counts back.
    ///
    /// `None` beyond the last year that dates have, which is 9999.
    #[must_use]
    pub fn due(&self, start: Date, working_days: i64) -> Option<Due> {
        let mut due = Due { date: start, provisional: !self.is_settled(start) };
        let mut left = working_days.unsigned_abs();
        while 0 < left {
            due = self.step(due, working_days.signum())?;
            left -= u64::from(self.is_working_day(due.date));
        }
        Some(due)
    }

    /// The last day of a period of natural days. The first day is not counted; where the last one
    /// is a day off, the period ends on the next working day (民法典 art. 201, 203).
    ///
    /// `None` beyond the last year that dates have, which is 9999.
    #[must_use]
    pub fn due_natural(&self, start: Date, days: u32) -> Option<Due> {
        let date = start.checked_add(Span::new().try_days(days).ok()?).ok()?;
        let mut due = Due { date, provisional: !self.is_settled(date) };
        while !self.is_working_day(due.date) {
            due = self.step(due, 1)?;
        }
        Some(due)
    }

    /// The day after (1) or before (−1), which is as settled as the days on the way to it.
    fn step(&self, due: Due, direction: i64) -> Option<Due> {
        let date = if direction < 0 { due.date.yesterday() } else { due.date.tomorrow() }.ok()?;
        Some(Due { date, provisional: due.provisional || !self.is_settled(date) })
    }
}

#[cfg(test)]
mod tests;
