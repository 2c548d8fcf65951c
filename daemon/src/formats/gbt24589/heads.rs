//! Vouchers that stand apart from their entries, as where vouchers (记账凭证) are one table and entries
//! (记账凭证分录) another. What vouchers say waits here, because the entries only name them.

use std::collections::BTreeMap;

use super::{FIELD_BYTES, Record, Span, VOUCHER_NO, VOUCHER_TYPE, period};
use crate::formats::text::Problem;

/// The most bytes of vouchers that wait.
pub(super) const HEAD_BYTES_MAX: usize = 64 << 20;

/// What a voucher is known by: month, number and type. Numbers begin anew each month.
type Key = [String; 3];

/// The vouchers that wait, in the order of the file.
#[derive(Debug, Default)]
pub(super) struct Heads {
    kept: Vec<Head>,
    by_key: BTreeMap<Key, Named>,
    size_bytes: usize,
    were_missed: bool,
}

#[derive(Debug)]
struct Head {
    record: Record,
    span: Span,
    has_entries: bool,
}

/// The first voucher of a month, number and type, and whether it is the only one.
#[derive(Debug)]
struct Named {
    first: usize,
    is_alone: bool,
}

/// What is found of the voucher of an entry.
pub(super) enum Found<'h> {
    /// The one that it names.
    One(&'h Record),
    /// More than one, and why.
    Many(Problem),
    None,
}

impl Heads {
    /// Keeps a voucher, while there is room.
    pub(super) fn keep(&mut self, record: Record, span: Span) {
        self.size_bytes += record.size_bytes + FIELD_BYTES * (record.fields.len() + 4);
        if self.is_full() {
            return;
        }
        let first = self.kept.len();
        let named = self.by_key.entry(key(&record));
        named.and_modify(|it| it.is_alone = false).or_insert(Named { first, is_alone: true });
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
        let key = key(entry);
        let [month, number, kind] = &key;
        let of_number = self.by_key.range::<Key, _>(&key..);
        let of_number = of_number.take_while(|(it, _)| it[0] == *month && it[1] == *number);
        let mut named = of_number.filter(|(it, _)| kind.is_empty() || it[2] == *kind);
        match (named.next(), named.next()) {
            (Some((_, Named { first, is_alone: true })), None) => {
                self.kept[*first].has_entries = true;
                Found::One(&self.kept[*first].record)
            }
            (Some(_), None) => Found::Many(Problem::Doubled),
            (Some(_), Some(_)) => Found::Many(Problem::Voucher),
            (None, _) => {
                self.were_missed = true;
                Found::None
            }
        }
    }

    /// The vouchers that no entry names for itself, each with the reason.
    pub(super) fn without_entries(&self) -> impl Iterator<Item = (Problem, &Record, Span)> {
        let is_alone =
            |head: &Head| self.by_key.get(&key(&head.record)).is_some_and(|it| it.is_alone);
        self.kept.iter().filter(|it| !it.has_entries).map(move |it| {
            let problem = if is_alone(it) { Problem::Entries } else { Problem::Doubled };
            (problem, &it.record, it.span)
        })
    }
}

fn key(record: &Record) -> Key {
    [period(record), record.get(VOUCHER_NO).to_owned(), record.get(VOUCHER_TYPE).to_owned()]
}
