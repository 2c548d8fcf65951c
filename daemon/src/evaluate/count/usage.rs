//! Counting usage: products and months of a span in which anything was served, and those in which
//! public-welfare use was: of registered products alone, so that nobody makes any up.

use std::collections::{BTreeMap, BTreeSet};

use metrics::party::PartyId;
use metrics::period::Period;
use metrics::pricing::booked::uses;
use metrics::register::Entry;
use metrics::usage::{counts, uses_served};
use store::usage::StoredSum;
use store::{Reader, StoreError};

use super::super::Request;
use super::super::tally::{Found, Tally};

/// Products of a party that were used in the months of the span, by the sums of its usage.
pub(super) async fn count(
    reader: &Reader,
    (party, request): (&PartyId, &Request<'_>),
    sums: &[StoredSum],
    all: &mut Tally,
) -> Result<(), StoreError> {
    let filter = format!("usage party={party} period={}", request.span);
    all.open(&filter, &[counts::PRODUCT_MONTHS, counts::PRODUCT_MONTHS_PUBLIC]);
    let rows = if all.lists() {
        reader.usage_rows(party, request.span, request.as_of).await?
    } else {
        BTreeMap::new()
    };
    let products = reader.registered_of("product", party, request.as_of).await?;
    let codes = products.iter().filter_map(|it| match &it.entry {
        Entry::Product { code, .. } => Some(code.as_str()),
        Entry::Party { .. } | Entry::Person { .. } | Entry::Account { .. } => None,
    });
    let registered: BTreeSet<&str> = codes.collect();
    let mut months: BTreeMap<(Period, &str), Vec<&StoredSum>> = BTreeMap::new();
    for it in sums.iter().filter(|it| request.span.contains(it.period)) {
        months.entry((it.period, &it.sum.key.product)).or_default().push(it);
    }
    for ((period, product), sums) in months {
        let served = uses_served(sums.iter().map(|it| &it.sum));
        let mut receipts: Vec<&str> = sums.iter().map(|it| it.receipt.as_str()).collect();
        receipts.sort_unstable();
        receipts.dedup();
        let Some((receipt, more)) = receipts.split_first().filter(|_| !served.is_empty()) else {
            continue;
        };
        let of_file = sums.iter().filter(|it| it.receipt == *receipt);
        let found = of_file.filter_map(|it| rows.get(&(it.receipt.clone(), it.sum.key.clone())));
        let between = found.copied().reduce(|one, other| (one.0.min(other.0), one.1.max(other.1)));
        let label = format!("{period} {product}");
        let fact = Found { label: &label, name: &label, receipt, more, ..Found::default() };
        let fact = fact.between(between.as_ref());
        all.add(counts::PRODUCT_MONTHS, fact, 1);
        let is_public = served.contains(uses::PUBLIC) && registered.contains(product);
        all.add(counts::PRODUCT_MONTHS_PUBLIC, fact, u64::from(is_public));
    }
    Ok(())
}
