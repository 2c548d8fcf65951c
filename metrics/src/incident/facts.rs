//! An incident as it was reported. Absent is unknown, never zero.

use std::collections::{BTreeMap, BTreeSet};

use jiff::Timestamp;
use serde::{Deserialize, Serialize};

use super::account::{CauseKind, Topic};
use super::classify::Facts;
use super::quantity::{Matter, Quantity, Word};
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
    /// Whether critical information infrastructure is concerned; see [`Incident::concerns_cii`].
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub cii: Option<bool>,
    /// Direct economic loss, in fen.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub loss_fen: Option<u64>,
    /// The other figures of its harm.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub figures: BTreeMap<Quantity, u64>,
    /// What is said of its harm in words.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub words: BTreeMap<Matter, Word>,
    /// The scales that it is to be graded on beside that of CN-NIR, by id, as submitted.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub scales: Vec<String>,
    /// Which items of art. 7 of CN-NIR the first report held, in rising order; empty if unknown.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub report_items: Vec<u8>,
    /// Codes of the public-data products affected.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub products: Vec<String>,
    /// Codes of the data resources affected.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub resources: Vec<String>,
    /// Other parties affected, by credit code or name, as submitted.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub affected: Vec<String>,
    /// What kind of cause it had, if that is known.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub cause_kind: Option<CauseKind>,
    /// The ransom demanded, in fen.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub ransom_fen: Option<u64>,
    /// When it was demanded.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub ransom_on: Option<PartialDate>,
    /// What is told in words, by topic.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub told: BTreeMap<Topic, String>,
    /// What was done beside the first report and the summary, by instant.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub acts: Vec<Act>,
    /// The files that prove what is said, by name.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub evidence: Vec<Evidence>,
    /// Anything else.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub description: String,
    /// Whether rows of it differ in what a report is judged by: the gravest stands, and nobody can say that
    /// the report came in time.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub is_disputed: bool,
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
    /// New facts or stage results were reported by the same channel (CN-NIR art. 4, 7).
    Supplement,
    /// The first receiver got the report and had to pass it on (CN-NIR art. 4).
    Receipt,
    /// The first receiver passed it on.
    Relay,
    /// A crime was suspected (CN-NIR art. 4).
    CrimeSuspicion,
    /// It was reported to the public security organ.
    PoliceReport,
    /// It was reported to the regulator of the sector.
    SectorReport,
    /// The implementing body and the data authority were told (Measures art. 26).
    AgreementNotice,
    /// The authority for personal information was told (CN-PIPL art. 57).
    AuthorityNotice,
    /// The individuals were told (CN-PIPL art. 57).
    IndividualNotice,
    /// Measures avoid harm, so that individuals need not be told (CN-PIPL art. 57 para. 2).
    NoticeExemption,
    /// Users and interested parties were told (CN-DSL art. 29, CN-NDR art. 11).
    UserNotice,
    /// A defect that endangers national security or public interest was found (CN-NDR art. 10).
    DefectFound,
    /// That defect was reported to the authority (CN-NDR art. 10).
    DefectReport,
    /// The emergency plan was started (CN-NDR art. 11).
    PlanStart,
    /// The incident was contained.
    Containment,
    /// A service provider detected it (CN-NIR art. 4).
    ProviderDetection,
    /// The service provider told the operator (CN-NIR art. 4).
    ProviderNotice,
}

impl Event {
    /// Whether it cannot come before the discovery of its incident: all but what others find, and what
    /// is about a defect that was known before.
    pub(super) const fn follows_discovery(self) -> bool {
        !matches!(
            self,
            Self::Discovery | Self::ProviderDetection | Self::DefectFound | Self::DefectReport
        )
    }

    /// Every event with its word in English and in Chinese; the first four have a column of their
    /// own, the others are rows of acts.
    pub const WORDS: [(Self, &'static str, &'static str); 21] = [
        (Self::Discovery, "discovery", "发现或获知"),
        (Self::Report, "report", "首次报告"),
        (Self::HandlingEnd, "handling_end", "处置结束"),
        (Self::Summary, "summary", "总结报告"),
        (Self::Supplement, "supplement", "补充报告"),
        (Self::Receipt, "receipt", "收到报告"),
        (Self::Relay, "relay", "转报"),
        (Self::CrimeSuspicion, "crime_suspicion", "发现涉嫌犯罪"),
        (Self::PoliceReport, "police_report", "报告公安机关"),
        (Self::SectorReport, "sector_report", "报告行业主管部门"),
        (Self::AgreementNotice, "agreement_notice", "告知实施机构"),
        (Self::AuthorityNotice, "authority_notice", "通知个保部门"),
        (Self::IndividualNotice, "individual_notice", "通知个人"),
        (Self::NoticeExemption, "notice_exemption", "免予通知个人"),
        (Self::UserNotice, "user_notice", "告知用户"),
        (Self::DefectFound, "defect_found", "发现缺陷漏洞"),
        (Self::DefectReport, "defect_report", "报告缺陷漏洞"),
        (Self::PlanStart, "plan_start", "启动预案"),
        (Self::Containment, "containment", "控制事态"),
        (Self::ProviderDetection, "provider_detection", "服务商发现"),
        (Self::ProviderNotice, "provider_notice", "服务商告知"),
    ];

    /// The word used in files and in the database.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Discovery => "discovery",
            Self::Report => "report",
            Self::HandlingEnd => "handling_end",
            Self::Summary => "summary",
            Self::Supplement => "supplement",
            Self::Receipt => "receipt",
            Self::Relay => "relay",
            Self::CrimeSuspicion => "crime_suspicion",
            Self::PoliceReport => "police_report",
            Self::SectorReport => "sector_report",
            Self::AgreementNotice => "agreement_notice",
            Self::AuthorityNotice => "authority_notice",
            Self::IndividualNotice => "individual_notice",
            Self::NoticeExemption => "notice_exemption",
            Self::UserNotice => "user_notice",
            Self::DefectFound => "defect_found",
            Self::DefectReport => "defect_report",
            Self::PlanStart => "plan_start",
            Self::Containment => "containment",
            Self::ProviderDetection => "provider_detection",
            Self::ProviderNotice => "provider_notice",
        }
    }

    /// Reads what [`Event::as_str`] wrote.
    #[must_use]
    pub fn parse(word: &str) -> Option<Self> {
        Self::WORDS.into_iter().find(|&(_, en, _)| en == word).map(|(event, _, _)| event)
    }
}

/// Something done about an incident, beside the first report and the summary.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Act {
    /// When.
    pub at: Timestamp,
    /// What.
    pub event: Event,
    /// Which items of art. 7 of CN-NIR it brought, in rising order.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub items: Vec<u8>,
    /// Receiver, channel or reason, as submitted.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub note: String,
}

/// A file that proves something about an incident. It stays with the party; its hash is here.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Evidence {
    /// Its name, as submitted.
    pub file: String,
    /// SHA-256 of its bytes, 64 lowercase hexadecimal digits.
    pub sha256: String,
    /// From when on what it says holds. When it was received is the submission's instant.
    pub effective_at: Timestamp,
    /// What it proves, where that is an event.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub proves: Option<Event>,
}

impl Incident {
    /// When an event first happened, if that is known.
    #[must_use]
    pub fn at(&self, event: Event) -> Option<Timestamp> {
        self.all_at(event).min()
    }

    /// The instants at which it is said to have been discovered, the earliest first: of its own columns one,
    /// and what rows say that differ. An incident is one of the months of each.
    pub fn discoveries(&self) -> impl Iterator<Item = Timestamp> {
        let own = self.discovered_at.into_iter().chain(self.learned_at).min();
        let acts = self.acts.iter().filter(|it| it.event == Event::Discovery).map(|it| it.at);
        own.into_iter().chain(acts).collect::<BTreeSet<_>>().into_iter()
    }

    /// Every instant at which an event is said to have happened, in no order.
    pub(super) fn all_at(&self, event: Event) -> impl Iterator<Item = Timestamp> {
        let of_columns = match event {
            Event::Discovery => [self.discovered_at, self.learned_at],
            Event::Report => [self.reported_at, None],
            Event::HandlingEnd => [self.handled_at, None],
            Event::Summary => [self.summarised_at, None],
            _ => [None, None],
        };
        let acts = self.acts.iter().filter(move |it| it.event == event).map(|it| it.at);
        of_columns.into_iter().flatten().chain(acts)
    }

    /// By whose limits it is reported. Art. 4 of CN-NIR asks first whether critical information
    /// infrastructure is concerned, whoever the reporter says to be: then it is the operator of the
    /// infrastructure that reports, a central organ too; and where none is concerned, nobody reports
    /// as one.
    #[must_use]
    pub fn bound_as(&self) -> Reporter {
        match (self.cii, self.reporter) {
            (Some(true), _) => Reporter::CiiOperator,
            (Some(false), Reporter::CiiOperator) => Reporter::Operator,
            (_, reporter) => reporter,
        }
    }

    /// A figure, if it is known.
    #[must_use]
    pub fn figure(&self, quantity: Quantity) -> Option<u64> {
        self.figures.get(&quantity).copied()
    }

    /// Whether critical information infrastructure is concerned (CN-NIR art. 4), as said, else as
    /// follows from who reports. `None` where neither says.
    #[must_use]
    pub fn concerns_cii(&self) -> Option<bool> {
        self.cii.or((self.reporter == Reporter::CiiOperator).then_some(true))
    }

    /// What its level follows from. The annex of CN-NIR grades outages of critical information
    /// infrastructure only: of another system it is known that no infrastructure was out.
    #[must_use]
    pub fn facts(&self) -> Facts {
        let mut figures = self.figures.clone();
        figures.extend(self.loss_fen.map(|fen| (Quantity::LossYuan, fen / 100)));
        if let Some(cii) = self.concerns_cii() {
            for (outage, of_cii) in [
                (Quantity::OutageWholeMinutes, Quantity::CiiOutageWholeMinutes),
                (Quantity::OutageMainMinutes, Quantity::CiiOutageMainMinutes),
            ] {
                let minutes = self.figure(outage).map(|it| if cii { it } else { 0 });
                figures.extend(minutes.map(|it| (of_cii, it)));
            }
        }
        Facts::new(figures, self.words.clone())
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
