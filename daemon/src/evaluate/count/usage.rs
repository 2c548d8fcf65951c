//! Counting usage: records of a span, and those of public-welfare use.

use std::collections::BTreeMap;

use metrics::party::PartyId;
use metrics::usage::counts;
use store::usage::StoredSum;
use store::{Reader, StoreError};

use super::super::Request;
use super::super::tally::{Found, Tally};

/// The word of records of public-welfare use.
const PUBLIC: &str = "public";

/// Records of a party in the span. Quantities are of different units; records can be added.
pub(super) async fn count(
    reader: &Reader,
    (party, request): (&PartyId, &Request<'_>),
    all: &mut Tally,
) -> Result<(), StoreError> {
    let filter = format!("usage party={party} period={}", request.span);
    all.open(&filter, &[counts::RECORDS, counts::PUBLIC]);
    let months = request.span.first()..=request.span.last();
    let rows = if all.lists() {
        reader.usage_rows(party, request.span, request.as_of).await?
    } else {
        BTreeMap::new()
    };
    for StoredSum { period, sum, receipt } in reader.usage_sums(party, None, request.as_of).await? {
        if !months.contains(&period) {
            continue;
        }
        let key = &sum.key;
        let label =
            format!("{period} {} {} {} {}", key.product, key.use_, key.unit, sum.first_number);
        let fact = Found { label: &label, name: &label, receipt: &receipt, ..Found::default() };
        let fact = fact.between(rows.get(&(receipt.clone(), key.clone())));
        all.add(counts::RECORDS, fact, sum.records);
        all.add(counts::PUBLIC, fact, if key.use_ == PUBLIC { sum.records } else { 0 });
    }
    Ok(())
}
