//! Who holds which bank account, as registered.

use std::collections::{BTreeMap, BTreeSet};

use crate::party::PartyId;
use crate::tie_out::plain;

/// Registered bank accounts by number. Of a number only letters and digits count.
#[derive(Clone, Debug, Default)]
pub struct BankAccounts {
    holders: BTreeMap<String, BTreeSet<PartyId>>,
    parties: BTreeSet<PartyId>,
}

impl BankAccounts {
    /// Adds an account of a party. A number without letter or digit is none.
    pub fn add(&mut self, party: &PartyId, number: &str) {
        let number = bare(number);
        if !number.is_empty() {
            self.holders.entry(number).or_default().insert(party.clone());
            self.parties.insert(party.clone());
        }
    }

    /// Whether a party has registered any.
    #[must_use]
    pub fn are_of(&self, party: &PartyId) -> bool {
        self.parties.contains(party)
    }

    /// Who has registered a number.
    pub fn holders(&self, number: &str) -> impl Iterator<Item = &PartyId> {
        self.holders.get(&bare(number)).into_iter().flatten()
    }

    /// The numbers that several parties have registered, with these.
    pub fn shared(&self) -> impl Iterator<Item = (&str, &BTreeSet<PartyId>)> {
        let shared = self.holders.iter().filter(|(_, holders)| 1 < holders.len());
        shared.map(|(number, holders)| (number.as_str(), holders))
    }
}

/// A number in half width without what separates its parts; empty if nothing else is there.
#[must_use]
pub fn bare(number: &str) -> String {
    plain(number).chars().filter(|it| it.is_alphanumeric()).collect()
}
