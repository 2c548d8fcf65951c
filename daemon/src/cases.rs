//! Cases that are in force ([`metrics::case`]): which step of one is overdue (DD-4, DO-5), which were left out
//! by a file that supersedes the one that told of them (DD-6, DO-7), and which objections came again (DO-6).

use std::collections::BTreeMap;
use std::collections::btree_map::Entry;

use jiff::Timestamp;
use metrics::case::{Case, Deadlines};
use metrics::demand::Demand;
use metrics::finding::Fault;
use metrics::kind::Kind;
use metrics::objection::{Objection, again};
use metrics::party::PartyId;
use store::numbered::{Numbered, Stored};
use store::{Reader, StoreError};

use crate::installation::Installation;

/// Rows read at once.
pub(crate) const PAGE: i64 = 1_000;

/// The cases in force at an instant, of one party or of all, by party and number.
///
/// # Errors
///
/// Returns an error if the database fails.
pub async fn in_force<T: Case + Numbered>(
    reader: &Reader,
    party: Option<&PartyId>,
    as_of: Timestamp,
) -> Result<Vec<Stored<T>>, StoreError> {
    reader.numbered(party, (as_of, PAGE)).all().await
}

/// How long each step may take by the policy of an installation.
#[must_use]
pub fn deadlines(installation: &Installation) -> Deadlines {
    let (supply, calendar) = (&installation.policy.supply, installation.policy.calendar());
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
        let all = in_force::<Objection>(reader, None, as_of).await?;
        let mut faults = of_each(installation, &all, as_of);
        faults.extend(again(all.iter().map(|it| (&it.party, &it.content))));
        unknown.insert(faults);
    }
    if let Entry::Vacant(unknown) = memory.faults.entry(Kind::Demand) {
        let all = in_force::<Demand>(reader, None, as_of).await?;
        unknown.insert(of_each(installation, &all, as_of));
    }
    Ok(memory.faults.values().flatten().cloned().collect())
}

/// A fault for each step that is overdue at `as_of`, and for each case that was left out.
fn of_each<T: Case>(
    installation: &Installation,
    all: &[Stored<T>],
    as_of: Timestamp,
) -> Vec<Fault> {
    let today = installation.settings.clock.zone.to_datetime(as_of).date();
    let deadlines = deadlines(installation);
    let left_out = all.iter().filter(|it| it.is_left_out);
    let left_out = left_out.map(|it| it.content.left_out(&it.party, &it.receipt));
    let overdue = all.iter().flat_map(|it| it.content.overdue(&it.party, &deadlines, today));
    left_out.chain(overdue).collect()
}

#[cfg(test)]
mod tests;
