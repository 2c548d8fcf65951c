//! Periods: the calendar month a ledger is kept by, and spans of months.
//!
//! The fiscal year is the calendar year; periods are month, quarter, half-year and year
//! (会计法 art. 11).

use std::fmt;
use std::str::FromStr;

use jiff::Timestamp;
use jiff::civil::Date;
use jiff::tz::TimeZone;
use serde::{Deserialize, Serialize};
use thiserror::Error;

/// The first year a period can lie in.
pub const YEAR_MIN: i16 = 1970;
/// The last year a period can lie in: month numbers since 1970 fit 12 bits.
pub const YEAR_MAX: i16 = 2310;

/// A calendar month, written `2026-04`.
///
/// # Invariants
///
/// The year is within [`YEAR_MIN`] and [`YEAR_MAX`], the month within 1 and 12.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct Period {
    year: i16,
    month: i8,
}

/// A text that is not a period or a span.
#[derive(Clone, Debug, PartialEq, Eq, Error)]
#[error("{text:?} is not a period (2026-04, 2026-Q2, 2026-H1, 2026 or 2026-01..2026-06)")]
pub struct PeriodError {
    /// What was written.
    pub text: String,
}

impl Period {
    /// The month, if the year is within the limits.
    #[must_use]
    pub fn new(year: i16, month: i8) -> Option<Self> {
        let valid = (YEAR_MIN..=YEAR_MAX).contains(&year) && (1..=12).contains(&month);
        valid.then_some(Self { year, month })
    }

    /// The month that a day lies in, if the year is within the limits.
    #[must_use]
    pub fn of(day: Date) -> Option<Self> {
        Self::new(day.year(), day.month())
    }

    /// Months since January 1970: at most 12 bits.
    #[must_use]
    pub fn index(self) -> i64 {
        i64::from(self.year - YEAR_MIN) * 12 + i64::from(self.month) - 1
    }

    /// The period with that [`Period::index`].
    #[must_use]
    pub fn from_index(index: i64) -> Option<Self> {
        let year = i16::try_from(index.div_euclid(12)).ok()?.checked_add(YEAR_MIN)?;
        Self::new(year, i8::try_from(index.rem_euclid(12)).ok()? + 1)
    }

    /// The month before, if it is within the limits.
    #[must_use]
    pub fn previous(self) -> Option<Self> {
        Self::from_index(self.index() - 1)
    }

    /// The month after, if it is within the limits.
    #[must_use]
    pub fn next(self) -> Option<Self> {
        Self::from_index(self.index() + 1)
    }

    /// Its first day.
    #[must_use]
    pub fn first_day(self) -> Date {
        Date::constant(self.year, self.month, 1)
    }

    /// Its last day.
    #[must_use]
    pub fn last_day(self) -> Date {
        self.first_day().last_of_month()
    }

    /// Whether a day lies in it.
    #[must_use]
    pub fn contains(self, day: Date) -> bool {
        day.year() == self.year && day.month() == self.month
    }
}

impl fmt::Display for Period {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:04}-{:02}", self.year, self.month)
    }
}

impl FromStr for Period {
    type Err = PeriodError;

    fn from_str(text: &str) -> Result<Self, PeriodError> {
        let parse = || {
            let (year, month) = text.split_once('-')?;
            let digits = |part: &str, count| {
                part.len() == count && part.bytes().all(|byte| byte.is_ascii_digit())
            };
            if !digits(year, 4) || !digits(month, 2) {
                return None;
            }
            Self::new(year.parse().ok()?, month.parse().ok()?)
        };
        parse().ok_or_else(|| PeriodError { text: text.to_owned() })
    }
}

impl TryFrom<String> for Period {
    type Error = PeriodError;

    fn try_from(text: String) -> Result<Self, PeriodError> {
        text.parse()
    }
}

impl From<Period> for String {
    fn from(period: Period) -> Self {
        period.to_string()
    }
}

/// Whole months from first to last, both included: what an evaluation covers.
///
/// # Invariants
///
/// The first month is not after the last.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct Span {
    first: Period,
    last: Period,
}

impl Span {
    /// The months from `first` to `last`, or `None` when they are in the wrong order.
    #[must_use]
    pub fn new(first: Period, last: Period) -> Option<Self> {
        (first <= last).then_some(Self { first, last })
    }

    /// The first month.
    #[must_use]
    pub fn first(self) -> Period {
        self.first
    }

    /// The last month.
    #[must_use]
    pub fn last(self) -> Period {
        self.last
    }

    /// Whether it covers a month.
    #[must_use]
    pub fn contains(self, period: Period) -> bool {
        self.first <= period && period <= self.last
    }

    /// The last day, where it is not over in a zone at an instant: what the rest of it brings is not known
    /// by then.
    #[must_use]
    pub fn unfinished(self, at: Timestamp, zone: &TimeZone) -> Option<Date> {
        let last_day = self.last.last_day();
        (zone.to_datetime(at).date() <= last_day).then_some(last_day)
    }

    /// Every month, in order.
    pub fn periods(self) -> impl Iterator<Item = Period> {
        (self.first.index()..=self.last.index()).filter_map(Period::from_index)
    }
}

/// One month alone.
impl From<Period> for Span {
    fn from(month: Period) -> Self {
        Self { first: month, last: month }
    }
}

/// The shortest usual form: `2026-04`, `2026-Q2`, `2026-H1`, `2026`, else `2026-02..2026-06`.
impl fmt::Display for Span {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (first, last) = (self.first, self.last);
        if first == last {
            return first.fmt(f);
        }
        if first.year == last.year {
            match (first.month, last.month) {
                (1, 12) => return write!(f, "{:04}", first.year),
                (1, 6) => return write!(f, "{:04}-H1", first.year),
                (7, 12) => return write!(f, "{:04}-H2", first.year),
                (start, end) if start % 3 == 1 && end == start + 2 => {
                    return write!(f, "{:04}-Q{}", first.year, end / 3);
                }
                _ => {}
            }
        }
        write!(f, "{first}..{last}")
    }
}

impl FromStr for Span {
    type Err = PeriodError;

    fn from_str(text: &str) -> Result<Self, PeriodError> {
        let error = || PeriodError { text: text.to_owned() };
        if let Some((first, last)) = text.split_once("..") {
            return Self::new(first.parse()?, last.parse()?).ok_or_else(error);
        }
        if let Ok(period) = text.parse::<Period>() {
            return Ok(Self { first: period, last: period });
        }
        let (year, part) = text.split_once('-').unwrap_or((text, ""));
        let (start, end) = match part {
            "" if !text.contains('-') => (1, 12),
            "H1" => (1, 6),
            "H2" => (7, 12),
            "Q1" => (1, 3),
            "Q2" => (4, 6),
            "Q3" => (7, 9),
            "Q4" => (10, 12),
            _ => return Err(error()),
        };
        let month = |month: i8| format!("{year}-{month:02}").parse::<Period>().map_err(|_| error());
        Self::new(month(start)?, month(end)?).ok_or_else(error)
    }
}

impl TryFrom<String> for Span {
    type Error = PeriodError;

    fn try_from(text: String) -> Result<Self, PeriodError> {
        text.parse()
    }
}

impl From<Span> for String {
    fn from(span: Span) -> Self {
        span.to_string()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn spans_are_written_in_their_shortest_usual_form() {
        for text in ["2026-04", "2026-Q2", "2026-H1", "2026-H2", "2026", "2025-12..2026-02"] {
            assert_eq!(text.parse::<Span>().unwrap().to_string(), text);
        }
        assert_eq!("2026-01..2026-06".parse::<Span>().unwrap().to_string(), "2026-H1");
    }

    #[test]
    fn what_is_no_period_is_refused() {
        for text in [
            "",
            "2026-",
            "2026-0",
            "2026-13",
            "26-04",
            "2026-Q5",
            "2026-06..2026-01",
            "1969-12",
            "２０２６-04",
            "+026-04",
        ] {
            assert!(text.parse::<Span>().is_err(), "{text}");
        }
    }

    /// A year is over in Shanghai eight hours before it is in UTC.
    #[test]
    fn months_are_under_way_until_their_last_day_is_over() {
        let zone = TimeZone::get("Asia/Shanghai").unwrap();
        let year: Span = "2026".parse().unwrap();
        for (at, expected) in [
            ("2026-05-01T00:00:00Z", Some("2026-12-31")),
            ("2026-12-31T15:59:59Z", Some("2026-12-31")),
            ("2026-12-31T16:00:00Z", None),
            ("2027-01-01T00:00:00Z", None),
        ] {
            let expected = expected.map(|it| it.parse().unwrap());
            assert_eq!(year.unfinished(at.parse().unwrap(), &zone), expected, "{at}");
        }
    }

    #[test]
    fn indexes_fit_twelve_bits_and_come_back() {
        let last = Period::new(YEAR_MAX, 12).unwrap();
        assert!(last.index() < 1 << 12);
        assert_eq!(Period::from_index(last.index()), Some(last));
        assert_eq!(Period::new(1970, 1).unwrap().index(), 0);
        assert_eq!(Period::new(1970, 1).unwrap().previous(), None);
    }
}
