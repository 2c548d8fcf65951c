//! Closing: the months that were to be closed by now and are open (F-11).

use std::collections::BTreeMap;

use jiff::Timestamp;
use metrics::finding::Fault;
use metrics::ledger::close::due::{Closers, closes_on};
use metrics::party::PartyId;
use metrics::period::Period;
use store::closings::closed_through;
use store::{Reader, StoreError};

use crate::installation::Installation;

/// A fault for each month that has a ledger in force at `as_of` and is open after its day, about whoever may
/// close it.
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
    let mut register = reader.registered("party", as_of).await?;
    register.append(&mut reader.registered("person", as_of).await?);
    let closers = Closers::of(register.iter().map(|it| (&it.party, &it.entry)));
    let mut faults = Vec::new();
    for (party, periods) in periods {
        let closed = closed_through(&reader.closings(&party).await?);
        let open = periods.into_iter().filter(|it| closed.is_none_or(|last| last < *it));
        let day = |it: Period| closes_on(it, due.on(it.last_day()).value);
        let late = |it| Some(closers.not_closed(&party, it, (day(it)?, today)));
        faults.extend(open.filter_map(late).flatten());
    }
    Ok(faults)
}

#[cfg(test)]
mod tests;
