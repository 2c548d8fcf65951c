//! Incidents as the console reads them.

use metrics::incident::lifecycle::Standing;
use store::incident_events::IncidentFile;
use store::open_incidents::OpenPlace;

/// A page of incidents.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum IncidentPage {
    /// Of all, newest first.
    Newest {
        /// With a number below this one.
        before: i64,
    },
    /// Of those that are open, what presses most first.
    Open {
        /// After this place; from the beginning, if there is none.
        after: Option<OpenPlace>,
    },
}

/// An incident with what supervisors did, and where it stands.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct IncidentCase {
    /// What was reported and done.
    pub file: IncidentFile,
    /// Where it stands.
    pub standing: Standing,
    /// Where it stands in the list of those that are open, if it was read from there.
    pub place: Option<OpenPlace>,
}
