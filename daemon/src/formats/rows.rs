//! Rows of the ledger form as the elements of a foreign document give them, column by column. Where a
//! mapping is given, the items that it names go along, for it to fill further columns with.

use std::collections::BTreeMap;

use metrics::finding::{Fault, Faults, Place};
use metrics::form::{Column, Origin, Row, columns};
use metrics::kind::Kind;

use super::RowSink;
use super::header::{Wanted, unused_times};
use super::text::{Problem, ROW_BYTES_MAX};

/// Columns by name, and what they hold.
pub(super) type Cells<'c> = [(&'static str, &'c str)];

/// So many items that no mapping names are told, by so many characters of their names.
const ITEMS_TOLD_MAX: usize = 1_000;
const ITEM_CHARACTERS_MAX: usize = 64;

/// Hands rows over, numbered from 1. One element may give several.
pub(super) struct Rows<'a> {
    sink: &'a mut dyn RowSink,
    columns: &'static [Column],
    /// The items that a mapping names.
    sources: &'a [String],
    /// The items that are not used, with why and how often they stand.
    unused: BTreeMap<String, (&'static str, u64)>,
    pub(super) faults: Faults,
    /// The row before, and where the element stands that gives rows now.
    origin: Origin,
    is_refused: bool,
}

impl<'a> Rows<'a> {
    pub(super) fn new(wanted: Wanted<'a>, sink: &'a mut dyn RowSink) -> Self {
        let sources = match wanted {
            Wanted::Form(_) => &[],
            Wanted::Sources { names, .. } => names,
        };
        Self {
            sink,
            columns: columns(Kind::Ledger),
            sources,
            unused: BTreeMap::new(),
            faults: Faults::default(),
            origin: Origin::default(),
            is_refused: false,
        }
    }

    /// The next element that gives rows begins here and takes so many bytes. One that is longer than a
    /// row may be is named, and its rows are not read.
    pub(super) fn begin(&mut self, byte_offset: u64, byte_length: u64) {
        let length = u32::try_from(byte_length).ok().filter(|it| *it as usize <= ROW_BYTES_MAX);
        let byte_length = length.unwrap_or_default();
        self.origin = Origin { byte_offset, byte_length, ..self.origin };
        self.is_refused = false;
        if length.is_none() {
            self.refuse(Problem::Length.of_row(self.place()));
        }
    }

    /// The row that comes next.
    pub(super) fn place(&self) -> Place {
        Place::row(self.origin.row + 1)
    }

    /// The rows of the element that are still to come cannot be read.
    pub(super) fn refuse(&mut self, fault: Fault) {
        self.faults.push(fault);
        self.is_refused = true;
    }

    /// The items that a mapping names; `""` for each that is not there.
    pub(super) fn sources(&self) -> &'a [String] {
        self.sources
    }

    /// An item of an element that no mapping names is not used, which is said once, with how often it
    /// stands.
    pub(super) fn unless_named(&mut self, item: &str, problem: &'static str) {
        if self.sources.iter().any(|it| it == item) {
            return;
        }
        let name: String = item.chars().take(ITEM_CHARACTERS_MAX).collect();
        let has_room = self.unused.len() < ITEMS_TOLD_MAX;
        match self.unused.get_mut(&name) {
            Some((_, count)) => *count += 1,
            None if has_room => {
                self.unused.insert(name, (problem, 1));
            }
            None => {}
        }
    }

    /// What is wrong with the rows, once all have been handed over.
    pub(super) fn into_faults(mut self) -> Faults {
        for (item, (problem, count)) in &self.unused {
            self.faults.push(unused_times(item, problem, *count));
        }
        self.faults
    }

    /// One row of the element, with the text of each item that a mapping may name. What is no column of
    /// the form is a mistake of this program, and not read.
    pub(super) fn row<'c>(&mut self, filled: &Cells<'c>, item: impl Fn(&str) -> &'c str) {
        let text = |column: &Column| filled.iter().find(|(name, _)| *name == column.name);
        let cells = self.columns.iter().map(|column| text(column).map_or("", |(_, text)| text));
        let cells: Vec<&str> = cells.chain(self.sources.iter().map(|name| item(name))).collect();
        self.origin.row += 1;
        let Origin { row: number, byte_offset, byte_length } = self.origin;
        let row = Row { number, byte_offset, byte_length, cells: &cells };
        if self.is_refused { self.sink.unreadable(&row) } else { self.sink.row(&row) }
    }
}
