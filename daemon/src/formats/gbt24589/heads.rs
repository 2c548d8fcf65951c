//! Vouchers that stand apart from their entries, as where vouchers (记账凭证) are one table and entries
//! (记账凭证分录) another. What vouchers say waits here, because the entries only name them.

use std::collections::BTreeMap;

use super::{FIELD_BYTES, Record, Span, VOUCHER_NO, VOUCHER_TYPE, period};

/// The most bytes of vouchers that wait.
pub(super) const HEAD_BYTES_MAX: usize = 64 << 20;

/// What an entry names its voucher by: month and number. Numbers begin anew each month.
type Key = (String, String);

/// The vouchers that wait, in the order of the file.
#[derive(Debug, Default)]
pub(super) struct Heads {
    kept: Vec<Head>,
    by_key: BTreeMap<Key, Vec<usize>>,
    size_bytes: usize,
    were_missed: bool,
}

#[derive(Debug)]
struct Head {
    record: Record,
    span: Span,
    has_entries: bool,
}

/// What is found of the voucher of an entry.
pub(super) enum Found<'h> {
    /// The one that it names.
    One(&'h Record),
    /// More than one: two types have the same number, and the entry names no type.
    Many,
    None,
}

impl Heads {
    /// Keeps a voucher, while there is room.
    pub(super) fn keep(&mut self, record: Record, span: Span) {
        self.size_bytes += record.size_bytes + FIELD_BYTES * (record.fields.len() + 4);
        if self.is_full() {
            return;
        }
        self.by_key.entry(key(&record)).or_default().push(self.kept.len());
        self.kept.push(Head { record, span, has_entries: false });
    }

    /// Whether more vouchers wait than there is room for; the last of them were not kept.
    pub(super) const fn is_full(&self) -> bool {
        HEAD_BYTES_MAX < self.size_bytes
    }

    /// Whether an entry named a voucher that was not here; asked once.
    pub(super) const fn were_missed(&mut self) -> bool {
        std::mem::replace(&mut self.were_missed, false)
    }

    /// The voucher that an entry names.
    pub(super) fn find(&mut self, entry: &Record) -> Found<'_> {
        let kind = entry.get(VOUCHER_TYPE);
        let kept = &mut self.kept;
        let named = self.by_key.get(&key(entry)).into_iter().flatten().copied();
        let is_of_kind = |it: &usize| kind.is_empty() || kept[*it].record.get(VOUCHER_TYPE) == kind;
        let mut found = named.filter(is_of_kind);
        match (found.next(), found.next()) {
            (Some(head), None) => {
                kept[head].has_entries = true;
                Found::One(&kept[head].record)
            }
            (Some(_), Some(_)) => Found::Many,
            (None, _) => {
                self.were_missed = true;
                Found::None
            }
        }
    }

    /// The vouchers that no entry names.
    pub(super) fn without_entries(&self) -> impl Iterator<Item = (&Record, Span)> {
        self.kept.iter().filter(|it| !it.has_entries).map(|it| (&it.record, it.span))
    }
}

fn key(record: &Record) -> Key {
    (period(record), record.get(VOUCHER_NO).to_owned())
}
