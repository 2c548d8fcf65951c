//! Counting catalogue items: the catalogue as it stands at the instant asked, judged at that instant.

use std::collections::BTreeMap;

use metrics::evaluation::measure::Counts;
use metrics::party::PartyId;
use metrics::supply::Moment;
use store::{Reader, StoreError};

use super::super::Request;
use crate::installation::Installation;

/// Items read at once.
const PAGE: i64 = 1_000;

/// Items of a party: complete ones, and those updated as often as declared.
pub(super) async fn count(
    installation: &Installation,
    reader: &Reader,
    (party, request): (&PartyId, &Request<'_>),
    all: &mut Counts,
) -> Result<(), StoreError> {
    let policy = &installation.policy.supply;
    let calendar = installation.policy.calendar();
    let at = installation.settings.clock.zone.to_datetime(request.as_of);
    let moment = Moment { at, calendar: &calendar };
    let mut by_name: BTreeMap<&str, Vec<(String, u64)>> =
        metrics::supply::counts::ALL.into_iter().map(|name| (name, Vec::new())).collect();
    let mut after = String::new();
    loop {
        let page = reader.items_of_after(party, &after, (request.as_of, PAGE)).await?;
        let Some(last) = page.last() else { break };
        after.clone_from(&last.item.code);
        for it in &page {
            let label = format!("{}:{}", it.receipt, it.origin.row);
            for (name, value) in it.item.counted(policy, &moment) {
                let items = by_name.entry(name).or_default();
                items.extend(value.map(|value| (label.clone(), value)));
            }
        }
    }
    let filter = format!("supply party={party} at={}", request.as_of);
    for (name, items) in by_name {
        all.insert(name.to_owned(), super::count(&filter, &items));
    }
    Ok(())
}
