//! Counting catalogue items: the catalogue as it stands at the instant asked, judged at that instant; and
//! whether there is one.

use metrics::party::PartyId;
use metrics::supply::{Earlier, Item, Moment, counts};
use store::{Reader, StoreError};

use super::super::Request;
use super::super::tally::{Found, Tally};
use crate::catalogue;
use crate::installation::Installation;

/// Items read at once.
const PAGE: i64 = 1_000;

/// The catalogue that a registered party owes, and its items: complete ones, and those updated as often as
/// declared.
pub(super) async fn count(
    installation: &Installation,
    reader: &Reader,
    (party, request): (&PartyId, &Request<'_>),
    all: &mut Tally,
) -> Result<(), StoreError> {
    let policy = &installation.policy.supply;
    let calendar = installation.policy.calendar();
    let at = installation.settings.clock.zone.to_datetime(request.as_of);
    let moment = Moment { at, calendar: &calendar };
    let filter = format!("supply party={party} at={}", request.as_of);
    all.open(&filter, &counts::ALL);
    for it in reader.registered_of("party", party, request.as_of).await? {
        let label = format!("{}:{}", it.receipt, it.origin.row);
        let (name, receipt, row) = (party.as_str(), it.receipt.as_str(), Some(it.origin.row));
        let fact = Found { label: &label, name, receipt, row, ..Found::default() };
        all.add(counts::CATALOGUES_DUE, fact, 1);
    }
    let earlier = catalogue::earlier(installation, reader, (party, request.as_of)).await?;
    let none = Earlier::default();
    let mut pages = reader.numbered::<Item>(Some(party), (request.as_of, PAGE));
    let mut is_there = false;
    while let Some(page) = pages.next_page().await? {
        if let Some(first) = page.first().filter(|_| !is_there) {
            // Its first item stands for it.
            is_there = true;
            let (name, receipt) = (first.number.as_str(), first.receipt.as_str());
            let row = Some(first.origin.row);
            let fact = Found { label: receipt, name, receipt, row, ..Found::default() };
            all.add(counts::CATALOGUES, fact, 1);
        }
        for it in &page {
            let label = format!("{}:{}", it.receipt, it.origin.row);
            let (name, receipt, row) = (it.number.as_str(), it.receipt.as_str(), it.origin.row);
            let fact = Found { label: &label, name, receipt, row: Some(row), ..Found::default() };
            let earlier = earlier.get(&it.number).unwrap_or(&none);
            for (count, value) in it.content.counted(policy, &moment, earlier) {
                if let Some(value) = value {
                    all.add(count, fact, value);
                }
            }
        }
    }
    Ok(())
}
