//! Counting usage: products and months of a span in which anything was served, and how much of each was
//! public-welfare use: of registered products alone, so that nobody makes any up.

use std::collections::{BTreeMap, BTreeSet};

use metrics::party::PartyId;
use metrics::period::Period;
use metrics::register::Entry;
use metrics::usage::{WHOLE_PPM, counts, public_share_ppm};
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
    all.open(&filter, &[counts::PUBLIC_SUM_PPM, counts::PUBLIC_WHOLE_PPM]);
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
        let Some(share_ppm) = public_share_ppm(sums.iter().map(|it| &it.sum)) else { continue };
        let mut receipts: Vec<&str> = sums.iter().map(|it| it.receipt.as_str()).collect();
        receipts.sort_unstable();
        receipts.dedup();
        let Some((receipt, more)) = receipts.split_first() else { continue };
        let of_file = sums.iter().filter(|it| it.receipt == *receipt);
        let found = of_file.filter_map(|it| rows.get(&(it.receipt.clone(), it.sum.key.clone())));
        let between = found.copied().reduce(|one, other| (one.0.min(other.0), one.1.max(other.1)));
        let label = format!("{period} {product}");
        let fact = Found { label: &label, name: &label, receipt, more, ..Found::default() };
        let fact = fact.between(between.as_ref());
        all.add(counts::PUBLIC_WHOLE_PPM, fact, WHOLE_PPM);
        let share_ppm = if registered.contains(product) { share_ppm } else { 0 };
        all.add(counts::PUBLIC_SUM_PPM, fact, share_ppm);
    }
    Ok(())
}
