//! Whose statements are made: what is registered and in force about a party that keeps a ledger.

use std::collections::BTreeSet;

use jiff::Timestamp;
use metrics::party::PartyId;
use metrics::register::{Entry, Standard};
use metrics::statement::Unit;

use crate::StoreError;
use crate::db::Reader;

/// Rows read at once.
const PAGE: i64 = 1_000;
/// Entries about the prices of one party that statements are made from at most.
const ENTRIES_MAX: u16 = 50_000;

impl Reader {
    /// What is registered and in force about a party, as known at `as_of`.
    ///
    /// # Errors
    ///
    /// Returns an error if there are too many entries about prices, or if the database fails.
    pub async fn unit(&self, party: &PartyId, as_of: Timestamp) -> Result<Unit, StoreError> {
        let mut unit = Unit {
            party: party.clone(),
            name: None,
            standard: Standard::default(),
            separate_accounts: BTreeSet::new(),
            entries: self
                .pricing(party, (as_of, PAGE))
                .at_most(ENTRIES_MAX, "pricing entries")
                .await?,
        };
        let parties = self.registered_of("party", party, as_of).await?;
        let accounts = self.registered_of("account", party, as_of).await?;
        for it in parties.into_iter().chain(accounts) {
            match it.entry {
                Entry::Party { name, standard, .. } => {
                    unit.name = Some(name);
                    unit.standard = standard.unwrap_or_default();
                }
                Entry::Account { code, separate_ledger: true, .. } => {
                    unit.separate_accounts.insert(code);
                }
                Entry::Account { .. } | Entry::Person { .. } | Entry::Product { .. } => {}
            }
        }
        Ok(unit)
    }
}
