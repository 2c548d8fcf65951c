//! Cases as they stand ([`metrics::case`]): which step of one is overdue (DD-4, DO-5), which were left out
//! by a file that supersedes the one that told of them (DD-6, DO-7), and which objections came again (DO-6).

use std::collections::BTreeMap;
use std::collections::btree_map::Entry;

use config::policy::Policy;
use jiff::Timestamp;
use metrics::case::{Case, Deadlines, Standing};
use metrics::demand::Demand;
use metrics::finding::Fault;
use metrics::kind::Kind;
use metrics::objection::{Objection, again};
use metrics::party::PartyId;
use store::cases::Asked;
use store::numbered::Numbered;
use store::{Reader, StoreError};

use crate::installation::Installation;

/// Cases read at once.
pub(crate) const PAGE: i64 = 1_000;

/// The cases as they stand at an instant, of one party or of all, by party and number.
///
/// # Errors
///
/// Returns an error if the database fails.
pub async fn standing<T: Case + Numbered>(
    installation: &Installation,
    reader: &Reader,
    (party, as_of): (Option<&PartyId>, Timestamp),
) -> Result<Vec<(PartyId, Standing<T>)>, StoreError> {
    let zone = &installation.settings.clock.zone;
    reader.cases(party, Asked { as_of, zone, next: None, limit: PAGE }).all().await
}

/// How long each step may take by a policy.
#[must_use]
pub fn deadlines(policy: &Policy) -> Deadlines {
    let (supply, calendar) = (&policy.supply, policy.calendar());
    let demands = supply.demand_deadlines.clone();
    Deadlines { demands, objections: supply.objection_deadlines.clone(), calendar }
}

/// What looks of the same day found, by kind.
#[derive(Debug, Default)]
pub struct Memory {
    faults: BTreeMap<Kind, Vec<Fault>>,
}

impl Memory {
    /// Forgets what was found of the kinds that were posted since.
    pub fn forget(&mut self, posted: &[(Kind, PartyId)]) {
        for (kind, _) in posted {
            self.faults.remove(kind);
        }
    }
}

/// A fault for each step that is overdue at `as_of`, for each case that was left out, and for each
/// objection that came again. They are read if the memory, which is of the same day, does not know.
///
/// # Errors
///
/// Returns an error if the database fails.
pub async fn faults(
    installation: &Installation,
    reader: &Reader,
    as_of: Timestamp,
    memory: &mut Memory,
) -> Result<Vec<Fault>, StoreError> {
    if let Entry::Vacant(unknown) = memory.faults.entry(Kind::Objection) {
        let all = standing::<Objection>(installation, reader, (None, as_of)).await?;
        let mut faults = of_each(installation, &all, as_of);
        faults.extend(again(all.iter().map(|(party, it)| (party, &it.case))));
        unknown.insert(faults);
    }
    if let Entry::Vacant(unknown) = memory.faults.entry(Kind::Demand) {
        let all = standing::<Demand>(installation, reader, (None, as_of)).await?;
        unknown.insert(of_each(installation, &all, as_of));
    }
    Ok(memory.faults.values().flatten().cloned().collect())
}

/// A fault for each step that is overdue at `as_of`, and for each case that was left out.
fn of_each<T: Case>(
    installation: &Installation,
    all: &[(PartyId, Standing<T>)],
    as_of: Timestamp,
) -> Vec<Fault> {
    let today = installation.settings.clock.zone.to_datetime(as_of).date();
    let deadlines = deadlines(&installation.policy);
    let left_out = all.iter().filter_map(|(party, it)| {
        let receipt = it.left_out.as_deref()?;
        Some(it.case.left_out(party, receipt))
    });
    let overdue = all.iter().flat_map(|(party, it)| it.case.overdue(party, &deadlines, today));
    left_out.chain(overdue).collect()
}

#[cfg(test)]
mod tests;
