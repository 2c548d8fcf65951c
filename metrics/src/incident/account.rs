//! What is told of an incident in words, for the report of art. 7 and the summary of art. 8 of CN-NIR.

use serde::{Deserialize, Serialize};

/// What a text is about; each has a column of the form.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Topic {
    /// Basic facts of the facility, system or platform (art. 7 item 1).
    System,
    /// Where it was found (item 2).
    Place,
    /// Impact and harm beside the figures (item 2).
    Impact,
    /// Measures taken, and their effect (item 2).
    Measures,
    /// How a ransom was demanded (item 2).
    RansomMethod,
    /// Trend, and possible further impact (item 3).
    Trend,
    /// The cause, first as an opinion (item 4), then in the summary.
    Cause,
    /// Clues: possible attacker, path, vulnerabilities (item 5).
    Clues,
    /// Further measures, and support asked for (item 6).
    Plans,
    /// How the scene is protected (item 7).
    Scene,
    /// Who is held to account (art. 8).
    Accountability,
    /// What is put right (art. 8).
    Rectification,
    /// What was learned (art. 8).
    Lessons,
}

impl Topic {
    /// Every topic, in the order of the form.
    pub const ALL: [Self; 13] = [
        Self::System,
        Self::Place,
        Self::Impact,
        Self::Measures,
        Self::RansomMethod,
        Self::Trend,
        Self::Cause,
        Self::Clues,
        Self::Plans,
        Self::Scene,
        Self::Accountability,
        Self::Rectification,
        Self::Lessons,
    ];

    /// The name of its column.
    #[must_use]
    pub const fn column(self) -> &'static str {
        match self {
            Self::System => "system",
            Self::Place => "place",
            Self::Impact => "impact",
            Self::Measures => "measures",
            Self::RansomMethod => "ransom_method",
            Self::Trend => "trend",
            Self::Cause => "cause",
            Self::Clues => "clues",
            Self::Plans => "plans",
            Self::Scene => "scene",
            Self::Accountability => "accountability",
            Self::Rectification => "rectification",
            Self::Lessons => "lessons",
        }
    }
}

/// What kind of cause an incident had. The list is the project's: no rule sets one.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum CauseKind {
    /// Somebody outside.
    Attack,
    /// Somebody inside, on purpose.
    Insider,
    /// Somebody inside, by mistake.
    Mistake,
    /// A defect or vulnerability.
    Defect,
    /// Equipment or supply that failed.
    Failure,
    /// A supplier or service provider.
    Supplier,
    /// Nature, accidents, force majeure.
    ForceMajeure,
    /// Known, and none of these.
    Other,
}

impl CauseKind {
    /// Every kind with its word in English and in Chinese.
    pub const WORDS: [(Self, &'static str, &'static str); 8] = [
        (Self::Attack, "attack", "外部攻击"),
        (Self::Insider, "insider", "内部人员故意"),
        (Self::Mistake, "mistake", "操作失误"),
        (Self::Defect, "defect", "系统缺陷或者漏洞"),
        (Self::Failure, "failure", "设备设施故障"),
        (Self::Supplier, "supplier", "供应商或者服务商"),
        (Self::ForceMajeure, "force_majeure", "不可抗力"),
        (Self::Other, "other", "其他"),
    ];

    /// The words of the form.
    pub(super) const PAIRS: [(&'static str, &'static str); Self::WORDS.len()] = {
        let mut pairs = [("", ""); Self::WORDS.len()];
        let mut index = 0;
        while index < pairs.len() {
            let (_, en, zh) = Self::WORDS[index];
            pairs[index] = (en, zh);
            index += 1;
        }
        pairs
    };

    /// The word used in files and in the database.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        Self::WORDS.iter().find(|it| it.0 == self).map_or("", |it| it.1)
    }

    /// Reads what [`CauseKind::as_str`] wrote.
    #[must_use]
    pub fn parse(word: &str) -> Option<Self> {
        Self::WORDS.into_iter().find(|it| it.1 == word).map(|it| it.0)
    }
}
