//! Months of ledgers, each judged as one by all of its files in force (F-2, F-3, F-5), whichever of them came
//! first: a file that comes later, in this month or in one before, may mend what another showed, or break it.

use std::collections::btree_map::{BTreeMap, Entry};

use jiff::Timestamp;
use metrics::finding::Fault;
use metrics::ledger::month::{self, MonthContext, MonthFile};
use metrics::ledger::{EntryKind, Lost};
use metrics::party::PartyId;
use metrics::period::Period;
use store::{Reader, StoreError};

use super::Found;
use crate::check::closings_of;
use crate::installation::Installation;

/// What is wrong with the months of whoever hands ledgers in.
pub(super) async fn faults(
    installation: &Installation,
    reader: &Reader,
    as_of: Timestamp,
    known: &mut BTreeMap<PartyId, Found>,
) -> Result<Vec<Fault>, StoreError> {
    let mut last: BTreeMap<PartyId, Period> = BTreeMap::new();
    for (party, period) in reader.ledger_periods(as_of).await? {
        let last = last.entry(party).or_insert(period);
        *last = period.max(*last);
    }
    known.retain(|party, _| last.contains_key(party));
    for (party, last) in last {
        if let Entry::Vacant(unknown) = known.entry(party) {
            let found = of_party(installation, reader, (unknown.key(), last), as_of).await?;
            unknown.insert(found);
        }
    }
    Ok(known.values().flat_map(|it| &it.faults).cloned().collect())
}

/// What is wrong with the months of a party.
async fn of_party(
    installation: &Installation,
    reader: &Reader,
    (party, last): (&PartyId, Period),
    as_of: Timestamp,
) -> Result<Found, StoreError> {
    let minor_digits = installation.policy.minor_digits();
    let separate_accounts = reader.separate_accounts(party, as_of).await?;
    let months = reader.month_files(party, (None, last), as_of).await?;
    let mut found = Found::default();
    for (period, files) in months {
        let closings = match period.previous().filter(|_| goes_on(&files)) {
            Some(before) => {
                let carried = reader.carried_facts(party, before, as_of).await?;
                closings_of(&carried, before, &minor_digits)?
            }
            None => None,
        };
        let context = MonthContext {
            party,
            period,
            minor_digits: &minor_digits,
            separate_accounts: &separate_accounts,
            closings_before: closings.as_ref(),
        };
        found.add(&month::judge(&files, &context).faults);
    }
    Ok(found)
}

/// Whether files of a month say what it opens or closes with: only then the month before matters.
fn goes_on(files: &[MonthFile]) -> bool {
    let opens = |it: &MonthFile| it.sums.iter().any(|it| it.2 == EntryKind::Opening);
    files.iter().any(|it| opens(it) || !it.said.closings.is_empty())
}

/// What was not understood of a month; `None` where not all of what its files say of it is kept, so that it
/// cannot be judged.
pub(super) async fn lost(
    reader: &Reader,
    (party, period): (&PartyId, Period),
    as_of: Timestamp,
) -> Result<Option<Lost>, StoreError> {
    let months = reader.month_files(party, (Some(period), period), as_of).await?;
    if let Some(files) = months.get(&period) {
        return Ok(Some(Lost::of(files)));
    }
    let has_files = reader.ledger_periods(as_of).await?.contains(&(party.clone(), period));
    Ok((!has_files).then(Lost::default))
}

#[cfg(test)]
mod tests;
