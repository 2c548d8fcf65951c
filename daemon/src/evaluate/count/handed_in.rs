//! Which months of a span a party handed its ledger in for.

use std::collections::BTreeMap;

use metrics::ledger::{HandedFile, hand_in};
use metrics::party::PartyId;
use metrics::period::Period;
use store::submissions::AcceptedLedger;
use store::usage::StoredSum;
use store::{Reader, StoreError};

use super::super::Request;

/// The first of the ledgers that hand each month in, beside the party's usage.
pub(super) async fn first(
    reader: &Reader,
    (party, request): (&PartyId, &Request<'_>),
    usage: &[StoredSum],
) -> Result<BTreeMap<Period, AcceptedLedger>, StoreError> {
    let span = (request.span.first(), request.span.last());
    let ledgers = reader.ledgers_accepted(party, span, request.as_of).await?;
    let mut handed_in = BTreeMap::new();
    for month in ledgers.chunk_by(|one, other| one.period == other.period) {
        let files: Vec<HandedFile> = month.iter().map(|it| it.file).collect();
        let mut of_month = usage.iter().filter(|it| it.period == month[0].period);
        let has_business = of_month.any(|it| it.sum.units.millionths != 0);
        let hands_in = hand_in(&files, has_business);
        let first = month.iter().zip(hands_in).find(|(_, it)| *it);
        handed_in.extend(first.map(|(it, _)| (it.period, it.clone())));
    }
    Ok(handed_in)
}
