//! Whose statements are made: what the register says of a party that keeps a ledger.

use std::collections::BTreeSet;

use jiff::Timestamp;
use metrics::party::PartyId;
use metrics::register::{Entry, Standard};

use crate::StoreError;
use crate::db::Reader;

/// A party that keeps a ledger.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Unit {
    /// Its name, as submitted, if it is registered.
    pub name: Option<String>,
    /// Its accounting standard.
    pub standard: Standard,
    /// Codes of the accounts that the register lists as 专账.
    pub separate_accounts: BTreeSet<String>,
}

impl Reader {
    /// What the register says of a party, as known at `as_of`.
    ///
    /// # Errors
    ///
    /// Returns an error if the database fails.
    pub async fn unit(&self, party: &PartyId, as_of: Timestamp) -> Result<Unit, StoreError> {
        let mut unit = Unit::default();
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
