//! Where a rule, number or weight comes from, and how sure that is.

use serde::{Deserialize, Serialize};

/// How well a source is known. `design`: law, official copy, secondary, recalled, default.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Confidence {
    /// The Measures themselves.
    Law,
    /// An official text or a copy of one.
    OfficialCopy,
    /// A press, spun or open-source copy; to be verified.
    Secondary,
    /// Recalled with high confidence, not confirmed.
    RecalledHigh,
    /// Recalled with medium confidence; shown as unverified.
    RecalledMedium,
    /// Recalled with low confidence; the entry must be disabled.
    RecalledLow,
    /// 项目默认值: a value chosen for this project. Never shown as law.
    Default,
}

impl Confidence {
    /// The word used in policy packs, files and the database.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Law => "law",
            Self::OfficialCopy => "official-copy",
            Self::Secondary => "secondary",
            Self::RecalledHigh => "recalled-high",
            Self::RecalledMedium => "recalled-medium",
            Self::RecalledLow => "recalled-low",
            Self::Default => "default",
        }
    }
}

/// The source of one value: an instrument with article, or `default`.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Source {
    /// Id of an instrument of the pack, such as `SH-AO`, or `default`.
    pub instrument: String,
    /// Article, clause or annex; empty where the instrument as a whole is meant or for a default.
    #[serde(default)]
    pub article: String,
    /// How sure it is.
    pub confidence: Confidence,
}

impl Source {
    /// How sure it is, and the provision, as arguments of a sentence.
    pub(crate) fn arguments(&self) -> [(&'static str, String); 2] {
        let provision = format!("{} {}", self.instrument, self.article);
        [
            ("confidence", self.confidence.as_str().to_owned()),
            ("provision", provision.trim_end().to_owned()),
        ]
    }
}

/// A number with its unit and where it comes from.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Sourced {
    /// The number.
    pub value: i64,
    /// Its unit.
    pub unit: String,
    /// Where it comes from.
    pub source: Source,
}

/// A name in both languages.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Name {
    /// Chinese.
    pub zh: String,
    /// English.
    pub en: String,
}
