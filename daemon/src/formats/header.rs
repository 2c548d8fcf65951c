//! Which cells of a file are wanted, and where its header has them.

use metrics::finding::{Fault, Faults, Place, reading};
use metrics::form::Column;

/// The cells that a reader has to hand over, in this order.
#[derive(Clone, Copy, Debug)]
pub(super) enum Wanted<'a> {
    /// The columns of a form, in either language; others are reported.
    Form(&'static [Column]),
    /// The columns or paths that a mapping names; others are the foreign file's business. The first of
    /// them have to be there.
    Sources { names: &'a [String], needed: usize },
}

impl Wanted<'_> {
    pub(super) fn len(&self) -> usize {
        match self {
            Self::Form(columns) => columns.len(),
            Self::Sources { names, .. } => names.len(),
        }
    }

    pub(super) fn name(&self, index: usize) -> &str {
        match self {
            Self::Form(columns) => columns[index].name,
            Self::Sources { names, .. } => &names[index],
        }
    }

    /// The wanted cell that a header names.
    pub(super) fn position(&self, header: &str) -> Option<usize> {
        match self {
            Self::Form(columns) => columns.iter().position(|column| column.is_named(header)),
            Self::Sources { names, .. } => names.iter().position(|it| it == header.trim()),
        }
    }

    /// Whether a header that names nothing wanted is worth a word.
    pub(super) fn is_exclusive(&self) -> bool {
        matches!(self, Self::Form(_))
    }

    /// A wanted column that has to be there is not (R-2, fatal), one fault each.
    pub(super) fn report_missing(&self, is_found: impl Fn(usize) -> bool, faults: &mut Faults) {
        for index in (0..self.len()).filter(|&index| !is_found(index)) {
            let expected = match self {
                Self::Form(columns) if !columns[index].required => continue,
                Self::Form(columns) => {
                    format!("{} / {}", columns[index].name, columns[index].name_zh)
                }
                Self::Sources { needed, .. } if *needed <= index => continue,
                Self::Sources { names, .. } => names[index].clone(),
            };
            let place = Place { column: Some(self.name(index).to_owned()), ..Place::default() };
            let cause = self.name(index).to_owned();
            faults.push(Fault { cause, expected, ..Fault::at(reading::COLUMN_MISSING, place) });
        }
    }
}

/// Why an item of a line is not used: nothing says what it stands for, or it is a quantity.
pub(super) const ITEM: &str = "item";
pub(super) const QUANTITY: &str = "quantity";

/// An item that stands so many times and is not used.
pub(super) fn unused_times(item: &str, problem: &'static str, count: u64) -> Fault {
    let mut fault = unused(item, problem);
    fault.arguments.push(("count", count.to_string()));
    fault
}

/// A column that is not known, or is there twice; its cells are not used.
pub(super) fn unused(header: &str, problem: &'static str) -> Fault {
    let place = Place { column: Some(header.to_owned()), ..Place::default() };
    Fault {
        cause: header.to_owned(),
        actual: header.to_owned(),
        arguments: vec![("problem", problem.to_owned())],
        ..Fault::at(reading::COLUMN_UNKNOWN, place)
    }
}

/// Where a table has the wanted cells.
#[derive(Debug)]
pub(super) struct Layout {
    /// For each wanted cell, its column in the table.
    pub(super) sources: Vec<Option<usize>>,
    /// How many columns the table has.
    pub(super) width: usize,
}

impl Layout {
    /// Finds the wanted columns in a header, in any order. Of a column named twice the first is
    /// used. Columns without a name hold nothing that anybody could ask for.
    pub(super) fn of(header: &[&str], wanted: Wanted<'_>, faults: &mut Faults) -> Self {
        let mut sources = vec![None; wanted.len()];
        for (index, name) in header.iter().enumerate().filter(|(_, name)| !name.trim().is_empty()) {
            match wanted.position(name) {
                Some(target) if sources[target].is_none() => sources[target] = Some(index),
                Some(_) => faults.push(unused(name, "duplicate")),
                None if wanted.is_exclusive() => faults.push(unused(name, "unknown")),
                None => {}
            }
        }
        wanted.report_missing(|index| sources[index].is_some(), faults);
        Self { sources, width: header.len() }
    }
}
