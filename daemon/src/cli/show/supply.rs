//! Catalogue items as `show supply` gives them, with what they add up to for each party.

use std::collections::BTreeMap;

use jiff::Timestamp;
use jiff::civil::Date;
use metrics::party::PartyId;
use metrics::supply::{Earlier, Item, Moment, UpdateState};
use serde::Serialize;
use serde_json::{Value, json};
use store::{Reader, StoreError};

use super::PAGE;
use crate::catalogue;
use crate::installation::Installation;

#[derive(Debug, Serialize)]
struct ItemJson {
    party: PartyId,
    update: &'static str,
    due_on: Option<Date>,
    receipt: String,
    row: u64,
    item: Item,
}

/// The items in force, of one party or of all.
pub(super) async fn shown(
    installation: &Installation,
    reader: &Reader,
    (party, as_of): (Option<&PartyId>, Timestamp),
) -> Result<Value, StoreError> {
    let policy = &installation.policy.supply;
    let calendar = installation.policy.calendar();
    let at = installation.settings.clock.zone.to_datetime(as_of);
    let moment = Moment { at, calendar: &calendar };
    let (mut items, mut by_party) = (Vec::new(), BTreeMap::<_, BTreeMap<_, u64>>::new());
    let mut earlier: (Option<PartyId>, BTreeMap<String, Earlier>) = (None, BTreeMap::new());
    let mut pages = reader.numbered::<Item>(party, (as_of, PAGE));
    while let Some(page) = pages.next_page().await? {
        for it in page {
            if earlier.0.as_ref() != Some(&it.party) {
                let of_party = catalogue::earlier(installation, reader, (&it.party, as_of)).await?;
                earlier = (Some(it.party.clone()), of_party);
            }
            let before = earlier.1.remove(&it.number).unwrap_or_default();
            let counts = by_party.entry(it.party.clone()).or_default();
            for (name, value) in it.content.counted(policy, &moment, &before) {
                *counts.entry(name).or_default() += value.unwrap_or_default();
            }
            let state = it.content.update_state(policy, &moment, &before);
            items.push(ItemJson {
                party: it.party,
                update: state.as_str(),
                due_on: match state {
                    UpdateState::OnTime { due_on } | UpdateState::Overdue { due_on } => {
                        Some(due_on)
                    }
                    UpdateState::NotDue | UpdateState::NotShown => None,
                },
                receipt: it.receipt,
                row: it.origin.row,
                item: it.content,
            });
        }
    }
    Ok(json!({ "count": items.len(), "by_party": by_party, "items": items }))
}
