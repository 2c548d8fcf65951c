//! Closing: the months that were to be closed by now and are open (F-11).

use std::collections::BTreeMap;

use jiff::Timestamp;
use metrics::finding::Fault;
use metrics::ledger::close::{closes_on, not_closed};
use metrics::party::PartyId;
use metrics::period::Period;
use store::closings::closed_through;
use store::{Reader, StoreError};

use crate::installation::Installation;

/// A fault for each month that has a ledger in force at `as_of` and is open after its day.
///
/// # Errors
///
/// Returns an error if the database fails.
pub async fn faults(
    installation: &Installation,
    reader: &Reader,
    as_of: Timestamp,
) -> Result<Vec<Fault>, StoreError> {
    let today = installation.settings.clock.zone.to_datetime(as_of).date();
    let due = &installation.policy.ledger.closing_due;
    let mut periods: BTreeMap<PartyId, Vec<Period>> = BTreeMap::new();
    for (party, period) in reader.ledger_periods(as_of).await? {
        periods.entry(party).or_default().push(period);
    }
    let mut faults = Vec::new();
    for (party, periods) in periods {
        let closed = closed_through(&reader.closings(&party).await?);
        let open = periods.into_iter().filter(|it| closed.is_none_or(|last| last < *it));
        let day = |it: Period| closes_on(it, due.on(it.last_day()).value);
        let late = |it| not_closed(&party, it, (day(it)?, today));
        faults.extend(open.filter_map(late));
    }
    Ok(faults)
}

#[cfg(test)]
mod tests;
