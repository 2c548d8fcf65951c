//! An objection as it was handed in: only steps that are whole and in order.

use std::collections::BTreeSet;
use std::fmt;

use jiff::civil::Date;
use serde::{Deserialize, Serialize};

use crate::case::{Answer, Raiser};

/// One objection, in the canonical form that is stored and hashed.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Objection {
    /// Its number, unique among those of the party.
    pub number: String,
    /// The catalogue item whose data are doubted.
    pub code: String,
    /// When it was raised 提出.
    pub raised_on: Date,
    /// What the objector is. Names are not kept: the number leads whoever may know to them.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub raised_by: Option<Raiser>,
    /// What is doubted.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub matter: Option<Matter>,
    /// What is said to be wrong; never published.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub text: String,
    /// Whether it was accepted 收办; refused, it is closed.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub decision: Option<Answer>,
    /// Whether it was found to be right 核实; unfounded, it is closed. Only what was accepted has one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub verification: Option<Answer>,
    /// Why it was refused or is unfounded.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub reason: String,
    /// When the data were corrected 修正. Only what is founded has one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub corrected_on: Option<Date>,
    /// When the same kind of fault had been looked for and mended. Only what is founded has one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub reviewed_on: Option<Date>,
    /// Where the fault came from, as reviewed.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub cause: String,
    /// Steps of which something is said that is not understood.
    #[serde(default, skip_serializing_if = "BTreeSet::is_empty")]
    pub unclear: BTreeSet<Step>,
}

/// Which characteristic of data is doubted: the first level of GB/T 36344-2018.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Matter {
    /// 规范性.
    Conformity,
    /// 完整性.
    Completeness,
    /// 准确性.
    Accuracy,
    /// 一致性.
    Consistency,
    /// 时效性.
    Timeliness,
    /// 可访问性.
    Accessibility,
}

impl Matter {
    /// Every characteristic, in the order of the standard.
    pub(super) const ALL: [Self; 6] = [
        Self::Conformity,
        Self::Completeness,
        Self::Accuracy,
        Self::Consistency,
        Self::Timeliness,
        Self::Accessibility,
    ];

    /// The words of files, in English and in Chinese.
    #[must_use]
    pub const fn words(self) -> (&'static str, &'static str) {
        match self {
            Self::Conformity => ("conformity", "规范性"),
            Self::Completeness => ("completeness", "完整性"),
            Self::Accuracy => ("accuracy", "准确性"),
            Self::Consistency => ("consistency", "一致性"),
            Self::Timeliness => ("timeliness", "时效性"),
            Self::Accessibility => ("accessibility", "可访问性"),
        }
    }
}

/// What an objection waits for, in order. Correction and review wait together.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Step {
    /// 收办: from the day on which it was raised.
    Decision,
    /// 核实: from the day on which it was accepted.
    Verification,
    /// 修正: from the day on which it was found to be right.
    Correction,
    /// 同类问题排查: from the same day.
    Review,
}

impl fmt::Display for Step {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Decision => "decision",
            Self::Verification => "verification",
            Self::Correction => "correction",
            Self::Review => "review",
        })
    }
}
