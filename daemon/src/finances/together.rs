//! Months of usage, each judged as one by all of its files in force (F-6-sum): a month that is cut into
//! many is off by no more than one that is whole.

use std::collections::BTreeMap;
use std::collections::btree_map::Entry;

use jiff::Timestamp;
use metrics::finding::{Fault, Faults};
use metrics::party::PartyId;
use metrics::usage::off_together;
use store::{Reader, StoreError};

use super::Found;

/// The products of which the records of a month are off together.
pub(super) async fn faults(
    reader: &Reader,
    as_of: Timestamp,
    known: &mut BTreeMap<PartyId, Found>,
) -> Result<Vec<Fault>, StoreError> {
    for party in reader.parties_with_products().await? {
        if let Entry::Vacant(unknown) = known.entry(party) {
            let party = unknown.key();
            let mut faults = Faults::default();
            for (period, files) in reader.product_sums(party, as_of).await? {
                for fault in off_together((party, period), files) {
                    faults.push(fault);
                }
            }
            unknown.insert(Found::default()).add(&faults);
        }
    }
    Ok(known.values().flat_map(|it| &it.faults).cloned().collect())
}

#[cfg(test)]
mod tests;
