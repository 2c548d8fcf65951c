//! Counting usage: records of a span, and those of public-welfare use.

use metrics::evaluation::measure::Counts;
use metrics::party::PartyId;
use metrics::usage::counts;
use store::{Reader, StoreError};

use super::super::Request;

/// The word of records of public-welfare use.
const PUBLIC: &str = "public";

/// Records of a party in the span. Quantities are of different units; records can be added.
pub(super) async fn count(
    reader: &Reader,
    (party, request): (&PartyId, &Request<'_>),
    all: &mut Counts,
) -> Result<(), StoreError> {
    let (mut records, mut public) = (Vec::new(), Vec::new());
    let months = request.span.first()..=request.span.last();
    for (period, sum) in reader.usage_sums(party, None, request.as_of).await? {
        if !months.contains(&period) {
            continue;
        }
        let key = &sum.key;
        let label =
            format!("{period} {} {} {} {}", key.product, key.use_, key.unit, sum.first_number);
        let is_public = key.use_ == PUBLIC;
        records.push((label.clone(), sum.records));
        public.push((label, if is_public { sum.records } else { 0 }));
    }
    let filter = format!("usage party={party} period={}", request.span);
    all.insert(counts::RECORDS.to_owned(), super::count(&filter, &records));
    all.insert(counts::PUBLIC.to_owned(), super::count(&filter, &public));
    Ok(())
}
