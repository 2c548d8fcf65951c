//! Rectification: orders after incidents whose last day has passed (IR-1).

use jiff::Timestamp;
use metrics::finding::Fault;
use metrics::incident::lifecycle::overdue;
use store::{Reader, StoreError};

use crate::installation::Installation;

/// A fault for each order that is open at `as_of` after its last day.
///
/// # Errors
///
/// Returns an error if the database fails.
pub async fn faults(
    installation: &Installation,
    reader: &Reader,
    as_of: Timestamp,
) -> Result<Vec<Fault>, StoreError> {
    let today = installation.settings.clock.zone.to_datetime(as_of).date();
    let orders = reader.orders(None, as_of).await?;
    let open = orders.iter().filter(|it| it.accepted_at.is_none());
    Ok(open.filter_map(|it| overdue(&it.party, &it.incident_no, &it.order, today)).collect())
}
