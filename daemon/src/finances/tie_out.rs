//! Ledgers, usage and disclosures against each other, and operators against each other.

use jiff::Timestamp;
use metrics::finding::Fault;
use store::{Reader, StoreError};

use crate::installation::Installation;

/// The rules of `domain` 7.3 that need more than one submission and are broken.
pub(super) async fn faults(
    _installation: &Installation,
    reader: &Reader,
    as_of: Timestamp,
) -> Result<Vec<Fault>, StoreError> {
    let _known = reader.registered("party", as_of).await?;
    Ok(Vec::new())
}
