//! Finances: what several submissions say together. What one of them contradicts in another is found
//! by the same look that finds what the calendar misses, and ends when they agree.

pub mod pricing;
mod tie_out;

use jiff::Timestamp;
use metrics::finding::Fault;
use store::{Reader, StoreError};

use crate::installation::Installation;

/// Every rule about prices, shares and tie-outs that is broken by what is in force at `as_of`. Each
/// fault says whom it is about.
///
/// # Errors
///
/// Returns an error if the database fails.
pub async fn faults(
    installation: &Installation,
    reader: &Reader,
    as_of: Timestamp,
) -> Result<Vec<Fault>, StoreError> {
    let mut faults = pricing::faults(installation, reader, as_of).await?;
    faults.append(&mut tie_out::faults(installation, reader, as_of).await?);
    Ok(faults)
}
