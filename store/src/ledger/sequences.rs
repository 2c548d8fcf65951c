//! The numbers of lines within a party, month, account and day: they go on from file to file. Reading them
//! from the lines costs what the month has; so they are kept, with how many ledgers of the month were
//! posted by then. As long as no other was, nothing is read.

use std::collections::HashMap;
use std::sync::Arc;

use metrics::ledger::Line;

use super::ids;
use crate::StoreError;
use crate::db::{Tx, in_transaction};

/// Accounts and days of all months that are kept at most.
pub(super) const KEPT_MAX: usize = 1 << 17;

const SELECT_LAST_LINES: &str = "
    SELECT MAX(id)
    FROM ledger_lines
    WHERE party_id = $1 AND id BETWEEN $2 AND $3
    GROUP BY id / 2097152
";

/// The next free sequence number of each account and day that has lines.
#[derive(Clone, Debug, Default)]
pub(crate) struct Sequences {
    /// How many ledgers of the month were posted.
    pub(super) ledgers: i64,
    next: HashMap<i64, i64>,
}

impl Sequences {
    /// Those of a party's month after so many ledgers: as kept, or from the lines.
    pub(super) async fn after(
        ledgers: i64,
        kept: Option<Arc<Self>>,
        (tx, party_id, (first, last)): (&mut Tx, i64, (i64, i64)),
    ) -> Result<Self, StoreError> {
        if ledgers == 0 {
            return Ok(Self::default());
        }
        if let Some(kept) = kept.filter(|it| it.ledgers == ledgers) {
            return Ok(Self::clone(&kept));
        }
        let rows: Vec<Option<i64>> = in_transaction!(tx, |it| {
            sqlx::query_scalar(SELECT_LAST_LINES)
                .bind(party_id)
                .bind(first)
                .bind(last)
                .fetch_all(it)
                .await?
        });
        let next = |id: i64| (ids::group_of(id), ids::sequence_of(id) + 1);
        Ok(Self { ledgers, next: rows.into_iter().flatten().map(next).collect() })
    }

    /// How many accounts and days they are of.
    pub(super) fn len(&self) -> usize {
        self.next.len()
    }
}

/// Numbers the lines of a file, which come by account and day.
#[derive(Debug)]
pub(super) struct LineNumbers<'a> {
    first: i64,
    accounts: &'a [i64],
    sequences: Sequences,
    /// The account and day of the line before, and the next free sequence number there.
    latest: Option<(i64, i64)>,
}

impl<'a> LineNumbers<'a> {
    /// Numbers from the first id of the month on, and accounts by their numbers in the file.
    pub(super) fn new(first: i64, accounts: &'a [i64], sequences: Sequences) -> Self {
        Self { first, accounts, sequences, latest: None }
    }

    /// The accounts, by their numbers in the file.
    pub(super) fn accounts(&self) -> &'a [i64] {
        self.accounts
    }

    /// The id of the next line.
    pub(super) fn next(&mut self, line: &Line) -> Result<i64, StoreError> {
        let group = ids::group(self.accounts[line.account as usize], line.day);
        let sequence = match self.latest {
            Some((latest, sequence)) if latest == group => sequence,
            _ => self.turn_to(group),
        };
        self.latest = Some((group, sequence + 1));
        ids::line(self.first, group, sequence)
    }

    /// Goes to another account and day; gives its next free number.
    fn turn_to(&mut self, group: i64) -> i64 {
        self.sequences.next.extend(self.latest);
        self.sequences.next.get(&group).copied().unwrap_or_default()
    }

    /// The sequence numbers after the file.
    pub(super) fn into_sequences(mut self) -> Sequences {
        self.sequences.next.extend(self.latest);
        self.sequences.ledgers += 1;
        self.sequences
    }
}
