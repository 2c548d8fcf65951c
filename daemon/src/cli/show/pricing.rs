//! `show pricing` and `show revenue`: what was said of prices, and what it permits.

use jiff::Timestamp;
use metrics::party::PartyId;
use serde_json::{Value, json};
use store::{Reader, StoreError};

use crate::finances::pricing;
use crate::installation::Installation;

/// The entries in force, of one party or of all, each with its receipt.
pub(super) async fn shown(
    reader: &Reader,
    (party, as_of): (Option<&PartyId>, Timestamp),
) -> Result<Value, StoreError> {
    let mut shown = Vec::new();
    for party in parties(reader, party, as_of).await? {
        for it in pricing::entries(reader, &party, as_of).await? {
            let row = it.origin.row;
            shown.push(json!({
                "party": party, "entry": it.entry, "receipt": it.receipt, "row": row,
            }));
        }
    }
    Ok(json!({ "count": shown.len(), "pricing": shown }))
}

/// The permitted revenue of each cycle and the distributions, of one party or of all with prices.
pub(super) async fn revenue(
    installation: &Installation,
    reader: &Reader,
    (party, as_of): (Option<&PartyId>, Timestamp),
) -> Result<Value, StoreError> {
    let mut shown = Vec::new();
    for party in parties(reader, party, as_of).await? {
        let found = pricing::permitted_revenue(installation, reader, (&party, as_of)).await?;
        shown.push(json!({
            "party": party, "cycles": found.cycles, "distributions": found.distributions,
        }));
    }
    Ok(json!({ "revenue": shown }))
}

async fn parties(
    reader: &Reader,
    party: Option<&PartyId>,
    as_of: Timestamp,
) -> Result<Vec<PartyId>, StoreError> {
    match party {
        Some(party) => Ok(vec![party.clone()]),
        None => reader.priced(as_of).await,
    }
}
