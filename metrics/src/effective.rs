//! Figures that law may change. A row of the policy pack says on which days it holds, and what is
//! asked about a day or a month is answered by the row of that day, not by today's.

use jiff::civil::Date;
use serde::{Deserialize, Serialize};

/// A row of the policy pack with the days on which it holds.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Holding<T> {
    /// The first day; `None` where nothing is older.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub effective_from: Option<Date>,
    /// The last day; `None` while it lasts.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub effective_to: Option<Date>,
    /// What it says.
    #[serde(flatten)]
    pub value: T,
}

impl<T> Holding<T> {
    /// Whether it holds on some of these days, the first and the last.
    #[must_use]
    pub fn holds(&self, (first, last): (Date, Date)) -> bool {
        self.effective_from.is_none_or(|it| it <= last)
            && self.effective_to.is_none_or(|it| first <= it)
    }
}

/// One figure over time: its rows, oldest first.
///
/// # Invariants
///
/// There is at least one row. That each begins when the one before ends, the lint of the pack sees.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(try_from = "Vec<Holding<T>>", into = "Vec<Holding<T>>")]
#[serde(bound(serialize = "T: Clone + Serialize"))]
pub struct Effective<T>(Box<[Holding<T>]>);

/// A figure without a row.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("a figure needs at least one row")]
pub struct NoRow;

impl<T> TryFrom<Vec<Holding<T>>> for Effective<T> {
    type Error = NoRow;

    fn try_from(rows: Vec<Holding<T>>) -> Result<Self, NoRow> {
        if rows.is_empty() { Err(NoRow) } else { Ok(Self(rows.into())) }
    }
}

impl<T> From<Effective<T>> for Vec<Holding<T>> {
    fn from(figure: Effective<T>) -> Self {
        figure.0.into()
    }
}

impl<T> Effective<T> {
    /// What it is on a day: the row that has begun last, and before every other the first.
    #[must_use]
    pub fn on(&self, day: Date) -> &T {
        let has_begun = |it: &&Holding<T>| it.effective_from.is_none_or(|from| from <= day);
        &self.0.iter().rev().find(has_begun).unwrap_or(&self.0[0]).value
    }

    /// The rows, oldest first.
    pub fn rows(&self) -> impl Iterator<Item = &Holding<T>> {
        self.0.iter()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::source::Sourced;

    #[derive(Debug, Deserialize)]
    #[serde(deny_unknown_fields)]
    struct Pack {
        figure: Effective<Sourced>,
    }

    /// A figure from rows of first day, last day (`-` for none) and value.
    fn figure(rows: &[(&str, &str, i64)]) -> Result<Effective<Sourced>, toml::de::Error> {
        let row = |(from, to, value): &(&str, &str, i64)| {
            let day = |name, day: &str| match day {
                "-" => String::new(),
                day => format!("{name} = \"{day}\"\n"),
            };
            let (from, to) = (day("effective_from", from), day("effective_to", to));
            let source = "source = { instrument = \"default\", confidence = \"default\" }";
            format!("[[figure]]\nvalue = {value}\nunit = \"fen\"\n{from}{to}{source}\n")
        };
        let text: String = rows.iter().map(row).collect();
        let text = if rows.is_empty() { "figure = []".to_owned() } else { text };
        toml::from_str::<Pack>(&text).map(|it| it.figure)
    }

    fn day(text: &str) -> Date {
        text.parse().unwrap()
    }

    #[test]
    fn each_day_has_the_row_of_that_day() {
        let rows =
            [("-", "2026-06-30", 1), ("2026-07-01", "2027-12-31", 2), ("2028-01-01", "-", 3)];
        let figure = figure(&rows).unwrap();
        for (on, expected) in [
            ("0001-01-01", 1),
            ("2026-06-30", 1),
            ("2026-07-01", 2),
            ("2027-12-31", 2),
            ("2028-01-01", 3),
            ("9999-12-31", 3),
        ] {
            assert_eq!(figure.on(day(on)).value, expected, "{on}");
        }
        assert_eq!(figure.rows().map(|it| it.value.value).collect::<Vec<_>>(), [1, 2, 3]);
    }

    #[test]
    fn a_row_holds_on_its_days_and_on_no_others() {
        let figure = figure(&[("2026-07-01", "2026-07-31", 1)]).unwrap();
        let row = figure.rows().next().unwrap();
        for (first, last, expected) in [
            ("2026-06-01", "2026-06-30", false),
            ("2026-06-01", "2026-07-01", true),
            ("2026-07-31", "2026-08-31", true),
            ("2026-08-01", "2026-08-31", false),
        ] {
            assert_eq!(row.holds((day(first), day(last))), expected, "{first} {last}");
        }
    }

    #[test]
    fn a_figure_has_a_row_and_nothing_unknown() {
        assert!(figure(&[]).unwrap_err().to_string().contains("at least one row"));
        let text = "[[figure]]\nvalue = 1\nunit = \"fen\"\nefective_from = \"2026-01-01\"\n\
                    source = { instrument = \"default\", confidence = \"default\" }";
        let error = toml::from_str::<Pack>(text).unwrap_err();
        assert!(error.to_string().contains("efective_from"), "{error}");
    }
}
