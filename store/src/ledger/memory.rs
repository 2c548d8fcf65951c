//! What was read of ledgers once and is kept, because it never changes, or is known to be as it was.

use std::sync::Arc;

use metrics::ledger::{SaidOfMonth, SaidSums};
use metrics::party::PartyId;

use super::carried::{self, Carried};
use super::files::{self, FileRow};
use super::months;
use super::register::{self, AccountNumbers};
use super::said::{self, SaidVouchers};
use super::sequences::{self, Sequences};
use super::sets::{self, Set};
use crate::kept::Kept;

/// What is kept for all who read or post through one door.
#[derive(Debug)]
pub(crate) struct Memory {
    /// Numbers of accounts, by party and code.
    pub(super) accounts: Kept<(PartyId, String), AccountNumbers>,
    /// Dimension sets by id.
    pub(super) sets: Kept<i64, Set>,
    /// Files of ledgers and what they say, by submission.
    pub(super) files: Kept<i64, FileRow>,
    pub(super) sums: Kept<i64, SaidSums>,
    /// What months carry forward, by party.
    pub(super) carried: Kept<i64, Carried>,
    pub(super) vouchers: Kept<i64, SaidVouchers>,
    pub(super) months: Kept<i64, SaidOfMonth>,
    /// The next free numbers of lines, by the first id of a party's month.
    pub(super) sequences: Kept<i64, Sequences>,
}

impl Memory {
    /// Nothing yet.
    pub(crate) fn empty() -> Arc<Self> {
        Arc::new(Self {
            accounts: Kept::up_to(register::KEPT_MAX),
            sets: Kept::up_to(sets::KEPT_MAX),
            files: Kept::up_to(files::KEPT_MAX),
            sums: Kept::up_to(said::KEPT_MAX),
            carried: Kept::up_to(carried::KEPT_MAX),
            vouchers: Kept::up_to(said::KEPT_MAX),
            months: Kept::up_to(months::KEPT_MAX),
            sequences: Kept::up_to(sequences::KEPT_MAX),
        })
    }
}
