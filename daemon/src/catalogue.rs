//! Catalogues as they were: what was said of each item before what is in force.

use std::collections::BTreeMap;

use jiff::Timestamp;
use metrics::party::PartyId;
use metrics::supply::{Earlier, Said};
use store::{Reader, StoreError};

use crate::installation::Installation;

/// Rows read at once.
const PAGE: i64 = 1_000;

/// What was said of a party's items before, by code, as known at an instant.
pub(crate) async fn earlier(
    installation: &Installation,
    reader: &Reader,
    (party, as_of): (&PartyId, Timestamp),
) -> Result<BTreeMap<String, Earlier>, StoreError> {
    let zone = &installation.settings.clock.zone;
    let mut all = BTreeMap::new();
    let mut add = |code: String, rows: &mut Vec<Said>| {
        // What was said once has nothing before it.
        if 1 < rows.len() {
            all.insert(code, Earlier::of(rows, zone));
        }
        rows.clear();
    };
    let (mut last, mut rows) = ((String::new(), 0), Vec::new());
    loop {
        let key = (last.0.as_str(), last.1);
        let page = reader.items_said_after(party, key, (as_of, PAGE)).await?;
        if page.is_empty() {
            break;
        }
        for it in page {
            if it.code != last.0 {
                add(last.0, &mut rows);
            }
            last = (it.code, it.id);
            rows.push(it.said);
        }
    }
    add(last.0, &mut rows);
    Ok(all)
}
