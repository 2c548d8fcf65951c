//! Figures over time: nothing is before the first row, each row begins on the day after the one before
//! ends, and the last one lasts, so that there is one figure for each day.

use jiff::civil::Date;
use metrics::effective::{Effective, Holding};

use super::Lint;
use crate::fault::{Expected, Wrong};

impl Lint<'_> {
    /// The rows of a figure, each with its key: the figure's, with the first day where there is one.
    pub(super) fn effective<'b, T>(
        &mut self,
        key: &str,
        figure: &'b Effective<T>,
    ) -> Vec<(String, &'b T)> {
        let rows: Vec<&Holding<T>> = figure.rows().collect();
        let mut keyed = Vec::new();
        for (at, row) in rows.iter().enumerate() {
            let key = keyed_by(key, row.effective_from);
            let before = at.checked_sub(1).map(|it| rows[it]);
            let is_last = at + 1 == rows.len();
            self.holding(&key, row);
            if !follows(before, row) || is_last && row.effective_to.is_some() {
                let shown = |day: Option<Date>| day.map_or("—".to_owned(), |it| it.to_string());
                let actual = format!("{} … {}", shown(row.effective_from), shown(row.effective_to));
                let expected = Expected::word("expected-days-that-follow");
                self.fault(key.clone(), Wrong::Order, &actual, expected);
            }
            keyed.push((key, &row.value));
        }
        keyed
    }

    /// A row does not end before it begins.
    pub(super) fn holding<T>(&mut self, key: &str, row: &Holding<T>) {
        self.days(key.to_owned(), row.effective_from, row.effective_to);
    }
}

/// Whether a row begins on the day after the one before ends, or is the first and has no first day.
fn follows<T>(before: Option<&Holding<T>>, row: &Holding<T>) -> bool {
    match before {
        None => row.effective_from.is_none(),
        Some(before) => {
            let due = before.effective_to.and_then(|it| it.tomorrow().ok());
            due.is_some() && row.effective_from == due
        }
    }
}

fn keyed_by(key: &str, from: Option<Date>) -> String {
    from.map_or_else(|| key.to_owned(), |from| format!("{key}[{from}]"))
}
