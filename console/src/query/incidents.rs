//! Incidents as the console reads them.

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
