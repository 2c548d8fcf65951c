//! An incident as it was reported. Absent is unknown, never zero.

use jiff::Timestamp;
use serde::{Deserialize, Serialize};

use super::classify::{Facts, Quantity};
use super::veris::Classes;
use crate::form::Origin;
use crate::partial_date::PartialDate;
use crate::party::PartyId;

/// One incident, in the canonical form that is stored and hashed.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Incident {
    /// The number that the reporter gave it.
    pub incident_no: String,
    /// What happened, in one line.
    pub title: String,
    /// The type's code in GB/T 20986-2023, as submitted.
    #[serde(default, rename = "type", skip_serializing_if = "Option::is_none")]
    pub incident_type: Option<String>,
    /// When it happened, as far as that is known.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub occurred: Option<PartialDate>,
    /// When the reporter found it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub discovered_at: Option<Timestamp>,
    /// When somebody else told the reporter.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub learned_at: Option<Timestamp>,
    /// When it was reported.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub reported_at: Option<Timestamp>,
    /// When handling ended.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub handled_at: Option<Timestamp>,
    /// When the summary report was handed in.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub summarised_at: Option<Timestamp>,
    /// Whose duty it is to report.
    pub reporter: Reporter,
    /// Persons whose personal information leaked.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub persons: Option<u64>,
    /// Direct economic loss, in fen.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub loss_fen: Option<u64>,
    /// How long the whole system was out.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub outage_whole_minutes: Option<u64>,
    /// How long its main function was out.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub outage_main_minutes: Option<u64>,
    /// Anything else.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub description: String,
    /// How a VERIS record classes it, where it came as one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub veris: Option<Classes>,
}

/// Whose duty it is to report (CN-NIR art. 4).
#[derive(
    Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize,
)]
#[serde(rename_all = "snake_case")]
pub enum Reporter {
    /// All other operators, which is what operators of authorized public data are.
    #[default]
    Operator,
    /// Operators of critical information infrastructure 关键信息基础设施.
    CiiOperator,
    /// Central and state organs and units directly under them.
    CentralOrgan,
}

impl Reporter {
    /// Every reporter.
    pub const ALL: [Self; 3] = [Self::Operator, Self::CiiOperator, Self::CentralOrgan];

    /// The word used in files and in the database.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Operator => "operator",
            Self::CiiOperator => "cii_operator",
            Self::CentralOrgan => "central_organ",
        }
    }

    /// Reads what [`Reporter::as_str`] wrote, or the Chinese term of the form.
    #[must_use]
    pub fn parse(word: &str) -> Option<Self> {
        let zh = |reporter| match reporter {
            Self::Operator => "一般运营者",
            Self::CiiOperator => "关键信息基础设施运营者",
            Self::CentralOrgan => "中央和国家机关",
        };
        Self::ALL.into_iter().find(|&reporter| reporter.as_str() == word || zh(reporter) == word)
    }
}

/// An event in the life of an incident that starts or stops a clock.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Event {
    /// The reporter found it or was told of it 发现或获知, whichever came first.
    Discovery,
    /// It was reported.
    Report,
    /// Handling ended.
    HandlingEnd,
    /// The summary report was handed in.
    Summary,
}

impl Event {
    /// The word used in files and in the database.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Discovery => "discovery",
            Self::Report => "report",
            Self::HandlingEnd => "handling_end",
            Self::Summary => "summary",
        }
    }
}

impl Incident {
    /// When an event happened, if that is known.
    #[must_use]
    pub fn at(&self, event: Event) -> Option<Timestamp> {
        match event {
            Event::Discovery => self.discovered_at.into_iter().chain(self.learned_at).min(),
            Event::Report => self.reported_at,
            Event::HandlingEnd => self.handled_at,
            Event::Summary => self.summarised_at,
        }
    }

    /// What its level follows from. Outages count only where the reporter operates critical
    /// information infrastructure, because the annex of CN-NIR grades no others.
    #[must_use]
    pub fn facts(&self) -> Facts {
        let cii = |minutes| match self.reporter {
            Reporter::CiiOperator => minutes,
            Reporter::Operator | Reporter::CentralOrgan => None,
        };
        let known = [
            (Quantity::Persons, self.persons),
            (Quantity::LossYuan, self.loss_fen.map(|fen| fen / 100)),
            (Quantity::CiiOutageWholeMinutes, cii(self.outage_whole_minutes)),
            (Quantity::CiiOutageMainMinutes, cii(self.outage_main_minutes)),
        ];
        known.into_iter().filter_map(|(quantity, value)| Some((quantity, value?))).collect()
    }
}

/// An incident with the party it is about and the row it came from.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct IncidentFact {
    /// The party.
    pub party: PartyId,
    /// What happened.
    pub incident: Incident,
    /// The row.
    pub origin: Origin,
}
