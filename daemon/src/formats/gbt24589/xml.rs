//! The tables of a document in XML: an element named like a table is a record of it, the elements
//! right below it are its fields.

use super::{Book, Record, Span, Table};
use crate::formats::xml::{Element, Listener, last};

/// Collects records.
pub(super) struct Elements<'b, 'a> {
    book: &'b mut Book<'a>,
    /// The records that are open, each with its path's length.
    open: Vec<(usize, Record)>,
}

impl<'b, 'a> Elements<'b, 'a> {
    pub(super) fn new(book: &'b mut Book<'a>) -> Self {
        Self { book, open: Vec::new() }
    }
}

impl Listener for Elements<'_, '_> {
    fn open(&mut self, path: &str) {
        let Some(table) = Table::of(last(path)) else { return };
        if table == Table::Entry {
            self.open.iter_mut().for_each(|(_, it)| it.has_entries = true);
        }
        self.open.push((path.len(), Record::new(table)));
    }

    fn close(&mut self, element: Element<'_>) {
        if let Some((_, record)) = self.open.pop_if(|(length, _)| *length == element.path.len()) {
            let is_field = record.fields.is_empty() && !element.text.is_empty();
            if !is_field {
                let voucher = self.open.iter().rev().find(|(_, it)| it.table == Table::Voucher);
                let Element { byte_offset, byte_length, .. } = element;
                let span = Span { byte_offset, byte_length };
                self.book.take(&record, voucher.map(|(_, it)| it), span);
                return;
            }
        }
        let parent = element.path.len().saturating_sub(element.name().len() + 1);
        if let Some((length, record)) = self.open.last_mut()
            && *length == parent
        {
            record.add(element.name(), element.text);
        }
    }
}
