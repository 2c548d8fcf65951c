//! The names of clocks.

use serde::{Deserialize, Serialize};

/// Which clock, by the number of the duty in the rule catalogue.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub enum ClockId {
    /// Operator of critical information infrastructure, to the protection department.
    #[serde(rename = "I-1")]
    CiiReport,
    /// The same, to the public security organ.
    #[serde(rename = "I-1-police")]
    CiiPoliceReport,
    /// The protection department, onwards.
    #[serde(rename = "I-2")]
    CiiRelay,
    /// Central organ, to its own office for network affairs.
    #[serde(rename = "I-3")]
    CentralReport,
    /// That office, onwards.
    #[serde(rename = "I-4")]
    CentralRelay,
    /// All other operators, to the provincial office for network affairs.
    #[serde(rename = "I-5")]
    LocalReport,
    /// The provincial office, onwards.
    #[serde(rename = "I-6")]
    LocalRelay,
    /// A suspected crime, to the police.
    #[serde(rename = "I-7")]
    PoliceReport,
    /// The regulator of the sector, as its rule says.
    #[serde(rename = "I-8")]
    SectorReport,
    /// Stage results, by the channel of the first report.
    #[serde(rename = "I-9")]
    StageReport,
    /// Summary report after handling.
    #[serde(rename = "I-10")]
    Summary,
    /// What a preliminary report left open.
    #[serde(rename = "I-11")]
    Completion,
    /// A service provider, to the operator.
    #[serde(rename = "I-12")]
    ProviderNotice,
    /// The authority for personal information.
    #[serde(rename = "L-1")]
    AuthorityNotice,
    /// The individuals, unless they are exempt from being told.
    #[serde(rename = "L-3")]
    IndividualNotice,
    /// Users and interested parties.
    #[serde(rename = "L-4")]
    UserNotice,
    /// The competent authority, of a data security incident.
    #[serde(rename = "L-4-report")]
    DataReport,
    /// A defect that endangers national security or public interest, to the authority.
    #[serde(rename = "L-5")]
    DefectReport,
    /// The start of the emergency plan.
    #[serde(rename = "L-6")]
    PlanStart,
    /// The competent authority, of an incident of network data.
    #[serde(rename = "L-6-report")]
    NetworkDataReport,
    /// Notice to the implementing body and the data authority, where agreed (Measures art. 26).
    #[serde(rename = "I-A")]
    Agreement,
}

impl ClockId {
    /// Every clock, in the order of the catalogue.
    pub const ALL: [Self; 21] = [
        Self::CiiReport,
        Self::CiiPoliceReport,
        Self::CiiRelay,
        Self::CentralReport,
        Self::CentralRelay,
        Self::LocalReport,
        Self::LocalRelay,
        Self::PoliceReport,
        Self::SectorReport,
        Self::StageReport,
        Self::Summary,
        Self::Completion,
        Self::ProviderNotice,
        Self::AuthorityNotice,
        Self::IndividualNotice,
        Self::UserNotice,
        Self::DataReport,
        Self::DefectReport,
        Self::PlanStart,
        Self::NetworkDataReport,
        Self::Agreement,
    ];

    /// The word used in files, in the database and in rule ids.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::CiiReport => "I-1",
            Self::CiiPoliceReport => "I-1-police",
            Self::CiiRelay => "I-2",
            Self::CentralReport => "I-3",
            Self::CentralRelay => "I-4",
            Self::LocalReport => "I-5",
            Self::LocalRelay => "I-6",
            Self::PoliceReport => "I-7",
            Self::SectorReport => "I-8",
            Self::StageReport => "I-9",
            Self::Summary => "I-10",
            Self::Completion => "I-11",
            Self::ProviderNotice => "I-12",
            Self::AuthorityNotice => "L-1",
            Self::IndividualNotice => "L-3",
            Self::UserNotice => "L-4",
            Self::DataReport => "L-4-report",
            Self::DefectReport => "L-5",
            Self::PlanStart => "L-6",
            Self::NetworkDataReport => "L-6-report",
            Self::Agreement => "I-A",
        }
    }

    /// Whether it is the clock of a first report.
    #[must_use]
    pub const fn is_report(self) -> bool {
        matches!(
            self,
            Self::CiiReport | Self::CiiPoliceReport | Self::CentralReport | Self::LocalReport
        )
    }

    /// The rules that a late and a missing act break. Duties without a number break none, and the
    /// relays are acts of others.
    #[must_use]
    pub const fn rules(self) -> Option<(&'static str, &'static str)> {
        match self {
            Self::CiiReport => Some(("I-1-late", "I-1-missed")),
            Self::CiiPoliceReport => Some(("I-1-police-late", "I-1-police-missed")),
            Self::CentralReport => Some(("I-3-late", "I-3-missed")),
            Self::LocalReport => Some(("I-5-late", "I-5-missed")),
            Self::Summary => Some(("I-10-late", "I-10-missed")),
            Self::DefectReport => Some(("L-5-late", "L-5-missed")),
            Self::Agreement => Some(("I-A-late", "I-A-missed")),
            Self::CiiRelay
            | Self::CentralRelay
            | Self::LocalRelay
            | Self::PoliceReport
            | Self::SectorReport
            | Self::StageReport
            | Self::Completion
            | Self::ProviderNotice
            | Self::AuthorityNotice
            | Self::IndividualNotice
            | Self::UserNotice
            | Self::DataReport
            | Self::PlanStart
            | Self::NetworkDataReport => None,
        }
    }
}
