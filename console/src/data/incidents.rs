//! Incidents, judged by the policy at the instant that is asked about.

use jiff::Timestamp;
use metrics::incident::ClockContext;
use metrics::incident::lifecycle::{Guide, IncidentAct};
use metrics::party::PartyId;
use store::StoreError;
use store::desk::{Desk, DeskError};
use store::incident_events::{IncidentFile, OnIncident};
use store::open_incidents::OpenPlace;

use super::{PAGE_ROWS, StoreSource, rows};
use crate::query::{IncidentCase, IncidentPage};

impl StoreSource {
    pub(super) async fn incidents(
        &self,
        page: IncidentPage,
        as_of: Timestamp,
    ) -> Result<Vec<IncidentCase>, StoreError> {
        let mut after = match page {
            IncidentPage::Newest { before } => {
                let read = (as_of, rows(PAGE_ROWS));
                let files = self.reader.incident_files_before(before, read).await?;
                return Ok(self.judged(files.into_iter().map(|it| (None, it)), as_of));
            }
            IncidentPage::Open { after } => after,
        };
        let mut found = Vec::new();
        // Of what may be open some is not, and a page that is not full is the last.
        while found.len() < PAGE_ROWS {
            let read = (as_of, rows(PAGE_ROWS));
            let files = self.reader.incident_files_pressing(after, read).await?;
            let Some((last, _)) = files.last() else { break };
            after = Some(*last);
            let files = files.into_iter().map(|(place, it)| (Some(place), it));
            let mut open = self.judged(files, as_of);
            open.retain(|it| !it.standing.pending.is_empty());
            found.append(&mut open);
        }
        found.truncate(PAGE_ROWS);
        Ok(found)
    }

    pub(super) async fn incident(
        &self,
        identity: (&PartyId, &str),
        as_of: Timestamp,
    ) -> Result<IncidentCase, StoreError> {
        let file = self.reader.incident(identity, as_of).await?;
        let missing = StoreError::NotFound { what: "incident", name: identity.1.to_owned() };
        self.judged([(None, file)], as_of).pop().ok_or(missing)
    }

    fn judged(
        &self,
        files: impl IntoIterator<Item = (Option<OpenPlace>, IncidentFile)>,
        as_of: Timestamp,
    ) -> Vec<IncidentCase> {
        let calendar = self.policy.calendar();
        let context = ClockContext { as_of, zone: &self.zone, calendar: &calendar };
        let guide = Guide { policy: &self.policy.incident, context: &context };
        let case = |(place, file): (Option<OpenPlace>, IncidentFile)| {
            let standing = file.standing(guide);
            IncidentCase { file, standing, place }
        };
        files.into_iter().map(case).collect()
    }

    pub(super) async fn act_on_incident(
        &self,
        desk: &Desk,
        (party, incident_no): (&PartyId, &str),
        (act, note): (IncidentAct, &str),
        at: Timestamp,
    ) -> Result<(), DeskError> {
        let calendar = self.policy.calendar();
        let context = ClockContext { as_of: at, zone: &self.zone, calendar: &calendar };
        let guide = Guide { policy: &self.policy.incident, context: &context };
        desk.act_on_incident(&OnIncident { party, incident_no, act, note, guide }).await
    }
}
