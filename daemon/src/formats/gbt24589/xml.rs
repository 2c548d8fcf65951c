//! The tables of a document in XML: an element named like a table is a record of it, or has records below
//! it; the elements right below a record are its fields. What has neither is an empty table, or a field
//! that is named like one. Entries wait until their voucher ends, because who made and reviewed it may
//! stand after them.

use super::{Book, FIELD_BYTES, RECORDS, Record, Span, Table};
use crate::formats::xml::{Element, Listener, last};

/// The most bytes of entries that wait.
const WAITING_BYTES_MAX: usize = 16 << 20;

/// Collects records.
pub(super) struct Elements<'b, 'a> {
    book: &'b mut Book<'a>,
    /// The records that are open, each with its path's length.
    open: Vec<(usize, Record)>,
    /// The entries that wait, each with the path's length of its voucher.
    waiting: Vec<(usize, Record, Span)>,
    waiting_bytes: usize,
}

impl<'b, 'a> Elements<'b, 'a> {
    pub(super) fn new(book: &'b mut Book<'a>) -> Self {
        Self { book, open: Vec::new(), waiting: Vec::new(), waiting_bytes: 0 }
    }

    /// Takes a record, or lets it wait for its voucher. What is beyond the limit is refused at once.
    fn take(&mut self, path_length: usize, mut record: Record, span: Span) {
        let mut open = self.open.iter_mut().rev();
        let voucher = open.find(|(_, it)| it.table == Table::Voucher && !it.is_table);
        if let (Table::Entry, Some((length, voucher))) = (record.table, voucher) {
            voucher.has_entries = true;
            let size_bytes = size(&record);
            if WAITING_BYTES_MAX < self.waiting_bytes + size_bytes {
                record.cut();
                self.book.take(record, Some(voucher), span);
                return;
            }
            self.waiting_bytes += size_bytes;
            self.waiting.push((*length, record, span));
            return;
        }
        let first = self.waiting.iter().rposition(|it| it.0 != path_length).map_or(0, |it| it + 1);
        for (_, entry, span) in self.waiting.drain(first..) {
            self.waiting_bytes -= size(&entry);
            self.book.take(entry, Some(&record), span);
        }
        self.book.take(record, None, span);
    }
}

impl Listener for Elements<'_, '_> {
    fn open(&mut self, path: &str) {
        let name = last(path);
        let parent = path.len().saturating_sub(name.len() + 1);
        if let Some((length, table)) = self.open.last_mut()
            && *length == parent
            && RECORDS.contains(&name)
            && !table.is_record()
        {
            table.is_table = true;
            let record = Record::new(table.table);
            self.open.push((path.len(), record));
            return;
        }
        let Some(table) = Table::of(name) else { return };
        self.open.push((path.len(), Record::new(table)));
    }

    fn close(&mut self, element: Element<'_>) {
        if let Some((_, record)) = self.open.pop_if(|(length, _)| *length == element.path.len()) {
            let Element { byte_offset, byte_length, .. } = element;
            let span = Span { byte_offset, byte_length };
            if record.is_table {
                return self.book.end_table(&record, span);
            }
            if !record.is_blank() {
                return self.take(element.path.len(), record, span);
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

/// The bytes that a record takes while it waits.
fn size(record: &Record) -> usize {
    record.size_bytes + FIELD_BYTES * (record.fields.len() + 2)
}
