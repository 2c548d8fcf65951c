//! Counting cases: how far each has come by the instant asked, and which were in time.

use metrics::case::Case;
use metrics::party::PartyId;
use store::numbered::Numbered;
use store::{Reader, StoreError};

use super::super::Request;
use super::super::tally::{Found, Tally};
use crate::cases;
use crate::installation::Installation;

/// What is asked of a party, as far as it is of the span.
pub(super) async fn count<T: Case + Numbered>(
    installation: &Installation,
    reader: &Reader,
    (party, request): (&PartyId, &Request<'_>),
    all: &mut Tally,
) -> Result<(), StoreError> {
    let today = installation.settings.clock.zone.to_datetime(request.as_of).date();
    let deadlines = cases::deadlines(&installation.policy);
    let (kind, Request { span, as_of, .. }) = (T::KIND, request);
    all.open(&format!("{kind} party={party} period={span} at={as_of}"), T::COUNTS);
    let asked = (Some(party), request.as_of);
    for (_, it) in cases::standing::<T>(installation, reader, asked).await? {
        let label = format!("{}:{}", it.receipt, it.origin.row);
        let (name, receipt) = (it.case.number(), it.receipt.as_str());
        let row = Some(it.origin.row);
        let fact = Found { label: &label, name, receipt, row, ..Found::default() };
        for (count, value) in it.case.counted(&deadlines, (request.span, today)) {
            if let Some(value) = value {
                all.add(count, fact, value);
            }
        }
    }
    Ok(())
}
