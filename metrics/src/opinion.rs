//! What people say of a party: ratings of panels, determinations of authorities, opinions of third
//! parties (Measures art. 28). What their numbers weigh is a scheme's to say.
//!
//! Raters are known by a pseudonym. Who rates a party that is their own, or says that they have a
//! conflict of interest, is kept and not counted.

pub mod agreement;

mod annul;
mod columns;
mod intake;
mod judge;
mod once;
mod policy;
mod tally;

use jiff::civil::Date;
use serde::{Deserialize, Serialize};

use crate::form::Origin;
use crate::party::PartyId;
use crate::period::Span;

pub use annul::{Annulled, annulled_since, unmet};
pub use columns::COLUMNS;
pub use intake::{CheckedOpinions, OpinionContext, OpinionIntake};
pub use policy::{AgreementPolicy, Matter, OpinionPolicy, PanelPolicy, Question, Selection};
pub use tally::{Said, Tallied, tally};

/// Ids of the rules about opinions.
pub mod rules {
    /// A score outside its scale (error; the row does not count).
    pub const SCALE: &str = "OP-1";
    /// A rater or a third party of the party rated, or of its group (error; kept, not counted).
    pub const OWN_PARTY: &str = "OP-2";
    /// A rater with a conflict of interest, as they say themselves (clue; kept, not counted).
    pub const CONFLICT: &str = "OP-3";
    /// A determination without the number of its document, or an annulment without its own or without the
    /// one that it annuls (error; the row does not count).
    pub const DOCUMENT: &str = "OP-4";
    /// A determination by a body that is not competent for it (error; the row does not count).
    pub const COMPETENCE: &str = "OP-5";
    /// An indicator that the panel does not rate (error; the row does not count).
    pub const INDICATOR: &str = "OP-6";
    /// Something that the policy pack does not let anybody determine (error; the row does not count).
    pub const MATTER: &str = "OP-7";
    /// Fewer raters than the panel needs (warning; it counts nothing).
    pub const FEW_RATERS: &str = "OP-8";
    /// A panel of one rater (warning; it counts).
    pub const ONE_RATER: &str = "OP-9";
    /// A day before what is rated began, or after it was handed in (error; the row does not count).
    pub const DAY: &str = "OP-10";
    /// A rater who rates the same on several panels of one kind (warning; one rating counts).
    pub const RATER_AGAIN: &str = "OP-11";
    /// A document of a determination or an opinion that is there already (warning; it counts once).
    pub const DOCUMENT_AGAIN: &str = "OP-12";
    /// An annulment of a determination that is not in force here (warning; nothing is taken back until there
    /// is one).
    pub const NOTHING_ANNULLED: &str = "OP-13";
}

/// Names under which opinions are counted; measures and schemes refer to them.
pub mod counts {
    /// Opinions of third parties.
    pub const THIRD_PARTY: &str = "third_party_opinions";
    /// Of these, the favourable ones.
    pub const FAVOURABLE: &str = "third_party_favourable";

    /// What the panels say of an indicator, in millionths of their scales: one value for each panel.
    #[must_use]
    pub fn sum_ppm(indicator: &str) -> String {
        format!("opinion:{indicator}:sum_ppm")
    }

    /// The same, had each panel said the highest of its scale.
    #[must_use]
    pub fn whole_ppm(indicator: &str) -> String {
        format!("opinion:{indicator}:whole_ppm")
    }

    /// The determinations of a matter, such as a veto.
    #[must_use]
    pub fn determination(matter: &str) -> String {
        format!("determination:{matter}")
    }
}

/// Who sits on a panel.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum PanelKind {
    /// 专家.
    Expert,
    /// 第三方机构.
    ThirdParty,
    /// 行业主管部门.
    Departments,
    /// 开发主体.
    Developers,
    /// 用户.
    Users,
}

impl PanelKind {
    /// Every kind.
    pub const ALL: [Self; 5] =
        [Self::Expert, Self::ThirdParty, Self::Departments, Self::Developers, Self::Users];

    /// The word used in files and in policy packs.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        self.words().0
    }

    /// The words that files may use.
    #[must_use]
    pub const fn words(self) -> (&'static str, &'static str) {
        match self {
            Self::Expert => ("expert", "专家"),
            Self::ThirdParty => ("third_party", "第三方机构"),
            Self::Departments => ("departments", "行业主管部门"),
            Self::Developers => ("developers", "开发主体"),
            Self::Users => ("users", "用户"),
        }
    }
}

/// Who determined a fact: a kind of public body.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Body {
    /// 市数据主管部门.
    DataAuthority,
    /// 实施机构.
    ImplementingBody,
    /// 网信部门.
    Cyberspace,
    /// 公安机关.
    PublicSecurity,
    /// 市场监管部门.
    MarketRegulator,
    /// 发展改革部门.
    PriceAuthority,
    /// 财政部门.
    Finance,
    /// 审计机关.
    Audit,
    /// 人民法院.
    Court,
}

impl Body {
    /// Every body.
    pub const ALL: [Self; 9] = [
        Self::DataAuthority,
        Self::ImplementingBody,
        Self::Cyberspace,
        Self::PublicSecurity,
        Self::MarketRegulator,
        Self::PriceAuthority,
        Self::Finance,
        Self::Audit,
        Self::Court,
    ];

    /// The words that files may use.
    #[must_use]
    pub const fn words(self) -> (&'static str, &'static str) {
        match self {
            Self::DataAuthority => ("data_authority", "市数据主管部门"),
            Self::ImplementingBody => ("implementing_body", "实施机构"),
            Self::Cyberspace => ("cyberspace", "网信部门"),
            Self::PublicSecurity => ("public_security", "公安机关"),
            Self::MarketRegulator => ("market_regulator", "市场监管部门"),
            Self::PriceAuthority => ("price_authority", "发展改革部门"),
            Self::Finance => ("finance", "财政部门"),
            Self::Audit => ("audit", "审计机关"),
            Self::Court => ("court", "人民法院"),
        }
    }
}

/// What a third party concludes.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Conclusion {
    /// 肯定.
    Favourable,
    /// 保留.
    Qualified,
    /// 否定.
    Adverse,
}

impl Conclusion {
    /// Every conclusion.
    pub const ALL: [Self; 3] = [Self::Favourable, Self::Qualified, Self::Adverse];

    /// The words that files may use.
    #[must_use]
    pub const fn words(self) -> (&'static str, &'static str) {
        match self {
            Self::Favourable => ("favourable", "肯定"),
            Self::Qualified => ("qualified", "保留"),
            Self::Adverse => ("adverse", "否定"),
        }
    }
}

/// Why a rating or an opinion is not counted.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Conflict {
    /// It is.
    #[default]
    None,
    /// The rater says that they have a conflict of interest.
    Declared,
    /// Who says it is the party or belongs to it, or is of its group by the register.
    OwnParty,
}

/// What one rater says of one indicator.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Rating {
    /// The panel's id, half width and in capital letters.
    pub panel: String,
    /// Who sits on it.
    pub panel_kind: PanelKind,
    /// The rater's pseudonym, half width and in capital letters: nothing else tells raters apart.
    pub rater: String,
    /// Whose the rater is, where they say.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub rater_party: Option<PartyId>,
    /// The indicator.
    pub indicator: String,
    /// The months that are rated.
    pub period: Span,
    /// The score, in millionths.
    pub score: i64,
    /// The lowest and the highest score that there is, in millionths; the lowest is below.
    pub scale: (i64, i64),
    /// Whether it is counted.
    pub conflict: Conflict,
    /// The day of the rating.
    pub said_on: Date,
    /// What the rater adds. Not for the public.
    pub text: String,
}

impl Rating {
    /// The score as a part of its scale: 0 is the lowest and 1 000 000 the highest. Rounded half up.
    #[must_use]
    pub fn ppm(&self) -> u64 {
        let (low, high) = (i128::from(self.scale.0), i128::from(self.scale.1));
        let (part, whole) = (i128::from(self.score) - low, high - low);
        if whole <= 0 {
            return 0;
        }
        let ppm = (2 * part * i128::from(WHOLE_PPM) + whole).div_euclid(2 * whole);
        u64::try_from(ppm).unwrap_or_default().min(WHOLE_PPM)
    }
}

/// A whole scale in millionths.
pub(crate) const WHOLE_PPM: u64 = 1_000_000;

/// What an authority found: a fact that a veto or a bonus rests on.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Determination {
    /// What is determined, such as a veto.
    pub matter: String,
    /// What the authority is.
    pub body: Body,
    /// Its name.
    pub institution: String,
    /// The number of its document.
    pub document: String,
    /// The day of the document.
    pub said_on: Date,
    /// What it found. Not for the public.
    pub text: String,
}

/// What an authority takes back: a determination is annulled (撤销).
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Annulment {
    /// What was determined.
    pub matter: String,
    /// The number of the document that determined it.
    pub annuls: String,
    /// What the authority is.
    pub body: Body,
    /// Its name.
    pub institution: String,
    /// The number of its document.
    pub document: String,
    /// The day of the document.
    pub said_on: Date,
    /// Why. Not for the public.
    pub text: String,
}

/// What a third party that was asked concludes (第三方评估).
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Opinion {
    /// The third party's name.
    pub institution: String,
    /// Its credit code, where it says one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub institution_party: Option<PartyId>,
    /// The number of its report.
    pub document: String,
    /// The months that it is about.
    pub period: Span,
    /// What it concludes.
    pub conclusion: Conclusion,
    /// SHA-256 of the report, in lowercase hexadecimal.
    pub evidence: String,
    /// Whether it is counted.
    #[serde(default)]
    pub conflict: Conflict,
    /// The day of the report.
    pub said_on: Date,
    /// What it adds. Not for the public.
    pub text: String,
}

/// What is said of a party.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "record", rename_all = "snake_case")]
pub enum OpinionEntry {
    /// By a rater of a panel.
    Rating(Rating),
    /// By an authority.
    Determination(Determination),
    /// By an authority, of a determination.
    Annulment(Annulment),
    /// By a third party.
    Opinion(Opinion),
}

impl OpinionEntry {
    /// Whether it is one of those that a count is counted from, whatever its months.
    #[must_use]
    pub fn is_of(&self, count: &str) -> bool {
        match self {
            Self::Rating(it) => {
                count == counts::sum_ppm(&it.indicator) || count == counts::whole_ppm(&it.indicator)
            }
            Self::Determination(it) => count == counts::determination(&it.matter),
            Self::Annulment(_) => false,
            Self::Opinion(_) => [counts::THIRD_PARTY, counts::FAVOURABLE].contains(&count),
        }
    }

    /// Whether nothing about who says it keeps it from being counted.
    #[must_use]
    pub fn counts(&self) -> bool {
        match self {
            Self::Rating(it) => it.conflict == Conflict::None,
            Self::Determination(_) | Self::Annulment(_) => true,
            Self::Opinion(it) => it.conflict == Conflict::None,
        }
    }

    /// The day on which it was said.
    #[must_use]
    pub const fn said_on(&self) -> Date {
        match self {
            Self::Rating(it) => it.said_on,
            Self::Determination(it) => it.said_on,
            Self::Annulment(it) => it.said_on,
            Self::Opinion(it) => it.said_on,
        }
    }

    /// What tells the entry from others about the party: what is said later under the same code takes
    /// its place.
    #[must_use]
    pub fn code(&self) -> String {
        match self {
            Self::Rating(it) => {
                format!("rating {} {} {} {}", it.period, it.panel, it.rater, it.indicator)
            }
            Self::Determination(it) => {
                format!("determination {} {} {}", it.matter, it.institution, it.document)
            }
            Self::Annulment(it) => {
                let Annulment { matter, annuls, institution, document, .. } = it;
                format!("annulment {matter} {annuls} {institution} {document}")
            }
            Self::Opinion(it) => {
                format!("opinion {} {} {}", it.period, it.institution, it.document)
            }
        }
    }
}

/// What is said of a party, and the row that says so.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct OpinionFact {
    /// The party.
    pub party: PartyId,
    /// What is said.
    pub entry: OpinionEntry,
    /// The row.
    pub origin: Origin,
}

#[cfg(test)]
mod tests;
