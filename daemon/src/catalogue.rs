//! Catalogues as they were: what was said of each item before what is in force.

use std::collections::BTreeMap;

use jiff::Timestamp;
use metrics::party::PartyId;
use metrics::supply::Earlier;
use store::supply::SaidItem;
use store::{Reader, StoreError};

use crate::installation::Installation;

/// Rows read at once.
const PAGE: i64 = 1_000;

/// What was said of a party's items before, by code, as known at an instant: each row stood until the next one of
/// its item, or until its file was superseded.
pub(crate) async fn earlier(
    installation: &Installation,
    reader: &Reader,
    (party, as_of): (&PartyId, Timestamp),
) -> Result<BTreeMap<String, Earlier>, StoreError> {
    let zone = &installation.settings.clock.zone;
    let mut all: BTreeMap<String, Earlier> = BTreeMap::new();
    let mut add = |it: SaidItem, next: Option<&SaidItem>| {
        let next = next.filter(|next| next.content.code == it.content.code);
        let ends = [it.superseded_at, next.map(|it| it.accepted_at)];
        if let Some(until) = ends.into_iter().flatten().min() {
            let earlier = all.entry(it.content.code.clone()).or_default();
            earlier.add(&it.content, zone.to_datetime(until));
        }
    };
    let mut last: Option<SaidItem> = None;
    loop {
        let key = last.as_ref().map_or(("", 0), |it| (it.content.code.as_str(), it.id));
        let page = reader.items_said_after(party, key, (as_of, PAGE)).await?;
        if page.is_empty() {
            break;
        }
        for it in page {
            if let Some(said) = last.take() {
                add(said, Some(&it));
            }
            last = Some(it);
        }
    }
    if let Some(said) = last {
        add(said, None);
    }
    Ok(all)
}
