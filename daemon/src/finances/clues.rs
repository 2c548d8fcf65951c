//! Clues in the spread of a month's amounts (F-16). A month is judged as one, by all of its files in force:
//! a part of it may be spread as it likes.

use std::collections::{BTreeMap, BTreeSet};

use jiff::Timestamp;
use metrics::finding::Fault;
use metrics::ledger::rules;
use metrics::party::PartyId;
use store::findings::Finding;
use store::{Reader, StoreError};

use crate::installation::Installation;

/// The months of which the spread is beyond a limit.
pub(super) async fn faults(
    installation: &Installation,
    reader: &Reader,
    as_of: Timestamp,
    known: &mut BTreeMap<PartyId, Vec<Fault>>,
) -> Result<Vec<Fault>, StoreError> {
    let limits = installation.policy.ledger.clues.limits();
    let ledgers = reader.ledger_periods(as_of).await?;
    let parties: BTreeSet<PartyId> = ledgers.into_iter().map(|it| it.0).collect();
    known.retain(|party, _| parties.contains(party));
    for party in parties {
        if known.contains_key(&party) {
            continue;
        }
        let months = reader.amount_spreads(&party, as_of).await?;
        let faults = months.iter().flat_map(|(month, it)| limits.judge((&party, *month), it));
        let faults = faults.collect();
        known.insert(party, faults);
    }
    Ok(known.values().flatten().cloned().collect())
}

/// Whether the month of a clue was counted.
pub(super) async fn can_be_judged(
    reader: &Reader,
    finding: &Finding,
    as_of: Timestamp,
) -> Result<bool, StoreError> {
    if finding.rule != rules::CLUES {
        return Ok(true);
    }
    let months = reader.amount_spreads(&finding.subject, as_of).await?;
    Ok(months.iter().any(|(month, _)| Some(*month) == finding.period))
}

#[cfg(test)]
mod tests;
