//! Finances: what several submissions say together. What one of them contradicts in another is found
//! by the same look that finds what the calendar misses, and ends when they agree.

mod clues;
pub mod pricing;
mod tie_out;

use std::collections::BTreeMap;

use jiff::Timestamp;
use metrics::finding::Fault;
use metrics::kind::Kind;
use metrics::party::PartyId;
use store::{Reader, StoreError};

use crate::installation::Installation;

/// What looks have found of each party. A look reads whom it does not know: what rests on one party's
/// submissions is kept until something of it changes, what several parties say together is made anew.
#[derive(Debug, Default)]
pub struct Memory {
    prices: BTreeMap<PartyId, Vec<Fault>>,
    tied: BTreeMap<PartyId, tie_out::Tied>,
    clues: BTreeMap<PartyId, Vec<Fault>>,
}

impl Memory {
    /// Forgets whom something was posted about: everybody where it is the register, prices or a
    /// disclosure, which may be about anybody; nobody where no rule about finances reads it.
    pub fn forget(&mut self, posted: &[(Kind, PartyId)]) {
        for (kind, party) in posted {
            match kind {
                Kind::Ledger | Kind::Usage => {
                    self.prices.remove(party);
                    self.tied.remove(party);
                    self.clues.remove(party);
                }
                Kind::Registry | Kind::Pricing | Kind::Disclosure => *self = Self::default(),
                Kind::Supply | Kind::Incident | Kind::Opinion => {}
            }
        }
    }
}

/// Every rule about prices, shares, tie-outs and the spread of amounts that is broken by what is in force at `as_of`. Each
/// fault says whom it is about. Read is whom the memory does not know, which is of the same day.
///
/// # Errors
///
/// Returns an error if the database fails; then the memory is not whole.
pub async fn faults(
    installation: &Installation,
    reader: &Reader,
    as_of: Timestamp,
    memory: &mut Memory,
) -> Result<Vec<Fault>, StoreError> {
    let mut faults = pricing::faults(installation, reader, as_of, &mut memory.prices).await?;
    faults.append(&mut tie_out::faults(installation, reader, as_of, &mut memory.tied).await?);
    faults.append(&mut clues::faults(installation, reader, as_of, &mut memory.clues).await?);
    Ok(faults)
}

#[cfg(test)]
mod tests;
