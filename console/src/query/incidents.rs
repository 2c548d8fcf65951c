//! Incidents as the console reads them.

use jiff::Timestamp;
use metrics::incident::lifecycle::Standing;
use store::incident_events::IncidentFile;

/// An incident with what supervisors did, and where it stands.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct IncidentCase {
    /// What was reported and done.
    pub file: IncidentFile,
    /// Where it stands.
    pub standing: Standing,
}

/// An incident with the instant at which its evidence came.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct IncidentDossier {
    /// The incident.
    pub case: IncidentCase,
    /// When the submission came that holds it, and its evidence with it.
    pub received_at: Timestamp,
}
