//! Counting demands: which were answered in time and which were met, by the instant asked.

use metrics::demand::counts;
use metrics::party::PartyId;
use store::{Reader, StoreError};

use super::super::Request;
use super::super::tally::{Found, Tally};
use crate::demands;
use crate::installation::Installation;

/// Demands to a party that were to be answered or met in the span.
pub(super) async fn count(
    installation: &Installation,
    reader: &Reader,
    (party, request): (&PartyId, &Request<'_>),
    all: &mut Tally,
) -> Result<(), StoreError> {
    let today = installation.settings.clock.zone.to_datetime(request.as_of).date();
    let deadlines = demands::deadlines(installation);
    let filter = format!("demand party={party} period={} at={}", request.span, request.as_of);
    all.open(&filter, &counts::ALL);
    for it in demands::in_force(reader, Some(party), request.as_of).await? {
        let label = format!("{}:{}", it.receipt, it.origin.row);
        let (name, receipt) = (it.number.as_str(), it.receipt.as_str());
        let row = Some(it.origin.row);
        let fact = Found { label: &label, name, receipt, row, ..Found::default() };
        for (count, value) in it.content.counted(&deadlines, (request.span, today)) {
            if let Some(value) = value {
                all.add(count, fact, value);
            }
        }
    }
    Ok(())
}
