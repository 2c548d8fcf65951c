//! Catalogues as they were: what was said of each item before what is in force.

use std::collections::BTreeMap;

use jiff::Timestamp;
use metrics::party::PartyId;
use metrics::supply::{Earlier, Item, Said};
use store::numbered::Told;
use store::{Reader, StoreError};

use crate::installation::Installation;

/// Items read at once.
const PAGE: i64 = 1_000;

/// What was said of a party's items before, by code, as known at an instant.
pub(crate) async fn earlier(
    installation: &Installation,
    reader: &Reader,
    (party, as_of): (&PartyId, Timestamp),
) -> Result<BTreeMap<String, Earlier>, StoreError> {
    let zone = &installation.settings.clock.zone;
    let mut all = BTreeMap::new();
    let mut pages = reader.told::<Item>(Some(party), (as_of, PAGE));
    while let Some(page) = pages.next_page().await? {
        // What was said once has nothing before it.
        for rows in page.into_iter().filter(|it| 1 < it.len()) {
            let code = rows[0].stored.number.clone();
            let rows: Vec<Said> = rows.into_iter().map(said).collect();
            all.insert(code, Earlier::of(&rows, zone));
        }
    }
    Ok(all)
}

fn said(row: Told<Item>) -> Said {
    let Told { stored, accepted_at, superseded_at, .. } = row;
    Said { item: stored.content, accepted_at, superseded_at }
}
