//! Objections to supplied data that are in force: which step of one is overdue (DO-5), and which came again
//! (DO-6).

use jiff::Timestamp;
use metrics::finding::Fault;
use metrics::kind::Kind;
use metrics::objection::{Deadlines, again};
use metrics::party::PartyId;
use store::numbered::Page;
use store::objections::StoredObjection;
use store::{Reader, StoreError};

use crate::installation::Installation;

/// Rows read at once.
const PAGE: i64 = 1_000;

/// The objections in force at an instant, of one party or of all, by party and number.
///
/// # Errors
///
/// Returns an error if the database fails.
pub async fn in_force(
    reader: &Reader,
    party: Option<&PartyId>,
    as_of: Timestamp,
) -> Result<Vec<StoredObjection>, StoreError> {
    in_force_without(reader, party, (as_of, "")).await
}

/// [`in_force`] as if a submission had said nothing.
pub(crate) async fn in_force_without(
    reader: &Reader,
    party: Option<&PartyId>,
    (as_of, without): (Timestamp, &str),
) -> Result<Vec<StoredObjection>, StoreError> {
    let (mut all, mut after) = (Vec::new(), (String::new(), String::new()));
    loop {
        let page = Page { as_of, without, limit: PAGE };
        let mut page = match party {
            Some(party) => reader.objections_of_after(party, &after.1, page).await?,
            None => reader.objections_after((&after.0, &after.1), page).await?,
        };
        let Some(last) = page.last().map(StoredObjection::key) else { return Ok(all) };
        after = (last.0.to_owned(), last.1.to_owned());
        all.append(&mut page);
    }
}

/// How long each step may take by the policy of an installation.
#[must_use]
pub fn deadlines(installation: &Installation) -> Deadlines {
    let policy = &installation.policy;
    Deadlines { deadlines: policy.supply.objection_deadlines.clone(), calendar: policy.calendar() }
}

/// What a look of the same day found.
#[derive(Debug, Default)]
pub struct Memory {
    faults: Option<Vec<Fault>>,
}

impl Memory {
    /// Forgets what was found if objections were posted since.
    pub fn forget(&mut self, posted: &[(Kind, PartyId)]) {
        if posted.iter().any(|(kind, _)| *kind == Kind::Objection) {
            self.faults = None;
        }
    }
}

/// A fault for each step that is overdue at `as_of`, and for each objection that came again. They are read if
/// the memory, which is of the same day, does not know.
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
    if let Some(faults) = &memory.faults {
        return Ok(faults.clone());
    }
    let all = in_force(reader, None, as_of).await?;
    let today = installation.settings.clock.zone.to_datetime(as_of).date();
    let deadlines = deadlines(installation);
    let overdue = |it: &StoredObjection| it.content.overdue(&it.party, &deadlines, today);
    let mut faults: Vec<Fault> = all.iter().flat_map(overdue).collect();
    faults.extend(again(all.iter().map(|it| (&it.party, &it.content))));
    memory.faults = Some(faults.clone());
    Ok(faults)
}

#[cfg(test)]
mod tests;
