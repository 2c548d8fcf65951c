//! Incidents, judged by the policy at the instant that is asked about.

use jiff::Timestamp;
use metrics::incident::ClockContext;
use metrics::incident::lifecycle::{Guide, IncidentAct};
use metrics::party::PartyId;
use store::StoreError;
use store::desk::{Desk, DeskError};
use store::incident_events::{IncidentFile, OnIncident};

use super::{PAGE_ROWS, StoreSource, rows};
use crate::query::IncidentCase;

impl StoreSource {
    pub(super) async fn incidents_before(
        &self,
        (mut before, open_only): (i64, bool),
        as_of: Timestamp,
    ) -> Result<Vec<IncidentCase>, StoreError> {
        let mut found = Vec::new();
        let page = (as_of, rows(PAGE_ROWS));
        // Of what may be open some is not, and a page that is not full is the last.
        while found.len() < PAGE_ROWS {
            let files = self.reader.incident_files_before((before, open_only), page).await?;
            let Some(last) = files.last() else { break };
            before = last.stored.id;
            let shown = |it: &IncidentCase| !open_only || it.standing.clocks.is_open();
            found.extend(self.judged(files, as_of).into_iter().filter(shown));
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
        self.judged(vec![file], as_of).pop().ok_or(missing)
    }

    fn judged(&self, files: Vec<IncidentFile>, as_of: Timestamp) -> Vec<IncidentCase> {
        let calendar = self.policy.calendar();
        let context = ClockContext { as_of, zone: &self.zone, calendar: &calendar };
        let guide = Guide { policy: &self.policy.incident, context: &context };
        let case = |file: IncidentFile| IncidentCase { standing: file.standing(guide), file };
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
