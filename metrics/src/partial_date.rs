//! Dates of which only the year, or the year and month, may be known.

use std::fmt;
use std::str::FromStr;

use jiff::civil::Date;
use serde::{Deserialize, Serialize};
use thiserror::Error;

/// A year, a month or a day, written `2013`, `2013-05` or `2013-05-04`.
///
/// # Invariants
///
/// The month and the day exist in the calendar; the year has four digits.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct PartialDate {
    /// Its first day.
    first_day: Date,
    precision: Precision,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
enum Precision {
    Year,
    Month,
    Day,
}

/// A text that is not a partial date.
#[derive(Clone, Debug, PartialEq, Eq, Error)]
#[error("{text:?} is not a date (2013, 2013-05 or 2013-05-04)")]
pub struct PartialDateError {
    /// What was written.
    pub text: String,
}

impl PartialDate {
    /// The date as far as it is known, or `None` if there is no such date. A day without its month
    /// says no more than the year.
    #[must_use]
    pub fn new(year: i16, month: Option<i8>, day: Option<i8>) -> Option<Self> {
        let precision = match (month, day) {
            (None, _) => Precision::Year,
            (Some(_), None) => Precision::Month,
            (Some(_), Some(_)) => Precision::Day,
        };
        let day = month.and(day).unwrap_or(1);
        let first_day = Date::new(year, month.unwrap_or(1), day).ok()?;
        (0 < year).then_some(Self { first_day, precision })
    }

    /// The year.
    #[must_use]
    pub fn year(self) -> i16 {
        self.first_day.year()
    }

    /// The first day that it can mean.
    #[must_use]
    pub fn first_day(self) -> Date {
        self.first_day
    }

    /// The last day that it can mean.
    #[must_use]
    pub fn last_day(self) -> Date {
        match self.precision {
            Precision::Year => self.first_day.last_of_year(),
            Precision::Month => self.first_day.last_of_month(),
            Precision::Day => self.first_day,
        }
    }

    /// The day itself, where it is known.
    #[must_use]
    pub fn day(self) -> Option<Date> {
        (self.precision == Precision::Day).then_some(self.first_day)
    }
}

impl fmt::Display for PartialDate {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.precision {
            Precision::Year => write!(f, "{:04}", self.first_day.year()),
            Precision::Month => {
                write!(f, "{:04}-{:02}", self.first_day.year(), self.first_day.month())
            }
            Precision::Day => self.first_day.fmt(f),
        }
    }
}

impl FromStr for PartialDate {
    type Err = PartialDateError;

    fn from_str(text: &str) -> Result<Self, PartialDateError> {
        let parse = || {
            let parts: Vec<&str> = text.split('-').collect();
            let widths: Vec<usize> = parts.iter().map(|it| it.len()).collect();
            if !matches!(widths[..], [4] | [4, 2] | [4, 2, 2]) {
                return None;
            }
            if !parts.iter().all(|it| it.bytes().all(|byte| byte.is_ascii_digit())) {
                return None;
            }
            let part = |index: usize| parts.get(index).and_then(|it| it.parse().ok());
            Self::new(parts[0].parse().ok()?, part(1), part(2))
        };
        parse().ok_or_else(|| PartialDateError { text: text.to_owned() })
    }
}

impl TryFrom<String> for PartialDate {
    type Error = PartialDateError;

    fn try_from(text: String) -> Result<Self, PartialDateError> {
        text.parse()
    }
}

impl From<PartialDate> for String {
    fn from(date: PartialDate) -> Self {
        date.to_string()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn day(text: &str) -> Date {
        text.parse().unwrap()
    }

    #[test]
    fn dates_are_written_as_far_as_they_are_known() {
        for text in ["2013", "2013-05", "2013-05-04", "2024-02-29"] {
            assert_eq!(text.parse::<PartialDate>().unwrap().to_string(), text);
        }
        assert_eq!("2013-05".parse::<PartialDate>().unwrap().day(), None);
        assert_eq!(PartialDate::new(2016, None, Some(6)).unwrap().to_string(), "2016");
    }

    #[test]
    fn a_date_known_in_part_means_its_days() {
        for (text, first, last) in [
            ("2024", "2024-01-01", "2024-12-31"),
            ("2024-02", "2024-02-01", "2024-02-29"),
            ("2024-02-03", "2024-02-03", "2024-02-03"),
        ] {
            let date: PartialDate = text.parse().unwrap();
            assert_eq!((date.first_day(), date.last_day()), (day(first), day(last)), "{text}");
        }
    }

    #[test]
    fn what_is_no_date_is_refused() {
        for text in [
            "",
            "13",
            "2013-",
            "2013-13",
            "2013-5",
            "2023-02-29",
            "2013-05-04T10:00",
            "0000",
            "２０１３",
        ] {
            assert!(text.parse::<PartialDate>().is_err(), "{text}");
        }
    }
}
