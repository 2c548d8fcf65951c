//! Tables: units in rows, numbers in columns. What the scoring kernel reads.

use std::collections::BTreeMap;

/// One number of a table, or why there is none.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Cell {
    /// A finite number.
    Value(f64),
    /// Nobody said it.
    Missing,
    /// It does not exist, as a share of nothing. Neither imputed nor counted as 0.
    NotApplicable,
}

impl Cell {
    /// The number, if there is one.
    #[must_use]
    pub const fn value(self) -> Option<f64> {
        match self {
            Self::Value(value) => Some(value),
            Self::Missing | Self::NotApplicable => None,
        }
    }

    /// Whether it might have been said: what is not applicable is nobody's fault.
    #[must_use]
    pub const fn applies(self) -> bool {
        !matches!(self, Self::NotApplicable)
    }
}

/// A row of a table: a unit, at a time where the table is a panel.
#[derive(Clone, Debug, PartialEq)]
pub struct Unit {
    /// Its id.
    pub id: String,
    /// The time, as a number that orders.
    pub time: Option<f64>,
}

/// Units, with a cell in each column of numbers and a word in each column of groups.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Table {
    /// The units.
    pub units: Vec<Unit>,
    /// Numbers by column, one for each unit.
    pub columns: BTreeMap<String, Vec<Cell>>,
    /// Words by column, one for each unit; empty where there is none.
    pub groups: BTreeMap<String, Vec<String>>,
}

impl Table {
    /// The rows that each stage looks at together: those of one time, in the order of the table.
    #[must_use]
    pub fn times(&self) -> Vec<Vec<usize>> {
        let mut places: BTreeMap<Option<u64>, usize> = BTreeMap::new();
        let mut times: Vec<Vec<usize>> = Vec::new();
        for (row, unit) in self.units.iter().enumerate() {
            let place = *places.entry(unit.time.map(f64::to_bits)).or_insert(times.len());
            match times.get_mut(place) {
                Some(rows) => rows.push(row),
                None => times.push(vec![row]),
            }
        }
        times
    }
}
