//! Counting objections: how far each has come by the instant asked, and which are late.

use metrics::objection::counts;
use metrics::party::PartyId;
use store::{Reader, StoreError};

use super::super::Request;
use super::super::tally::{Found, Tally};
use crate::installation::Installation;
use crate::objections;

/// Objections to the data of a party that are at hand or due in the span.
pub(super) async fn count(
    installation: &Installation,
    reader: &Reader,
    (party, request): (&PartyId, &Request<'_>),
    all: &mut Tally,
) -> Result<(), StoreError> {
    let today = installation.settings.clock.zone.to_datetime(request.as_of).date();
    let deadlines = objections::deadlines(installation);
    let filter = format!("objection party={party} period={} at={}", request.span, request.as_of);
    all.open(&filter, &counts::ALL);
    for it in objections::in_force(reader, Some(party), request.as_of).await? {
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
