//! A catalogue item as it was handed in. Absent is unknown, never zero.

use serde::{Deserialize, Serialize};

use super::counts;
use super::earlier::Earlier;
use super::policy::SupplyPolicy;
use super::timeliness::{Moment, UpdateState};
use crate::partial_date::PartialDate;

/// One item, in the canonical form that is stored and hashed.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Item {
    /// Its number in the catalogue.
    pub code: String,
    /// Its name; empty where there is none.
    pub title: String,
    /// What it holds.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub description: String,
    /// On what terms it may be used, as submitted: words that say "none" are known to the pack.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub licence: String,
    /// How often it is to be updated, where that is declared.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub frequency: Option<Frequency>,
    /// When it was updated last, as far as that is known.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub updated_on: Option<PartialDate>,
    /// How many files and interfaces it has.
    #[serde(default)]
    pub resources: u64,
    /// Their formats, each once, in the order given.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub formats: Vec<String>,
    /// Whom to ask.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub contact: String,
    /// Where it is published.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub url: String,
}

/// How often an item is to be updated 更新频率.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Frequency {
    /// 实时.
    Realtime,
    /// 每日.
    Daily,
    /// 每周.
    Weekly,
    /// 每月.
    Monthly,
    /// 每季度.
    Quarterly,
    /// 每半年.
    HalfYearly,
    /// 每年.
    Yearly,
    /// 不定期: on events, so that no update is ever due.
    Irregular,
    /// Declared in a word that the pack does not know. It counts as due and is never shown to be on
    /// time: what cannot be read raises no score.
    Unknown,
}

impl Frequency {
    /// Every frequency that can be declared.
    pub const ALL: [Self; 8] = [
        Self::Realtime,
        Self::Daily,
        Self::Weekly,
        Self::Monthly,
        Self::Quarterly,
        Self::HalfYearly,
        Self::Yearly,
        Self::Irregular,
    ];

    /// The word used in files and in the database.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Realtime => "realtime",
            Self::Daily => "daily",
            Self::Weekly => "weekly",
            Self::Monthly => "monthly",
            Self::Quarterly => "quarterly",
            Self::HalfYearly => "half_yearly",
            Self::Yearly => "yearly",
            Self::Irregular => "irregular",
            Self::Unknown => "unknown",
        }
    }
}

impl Item {
    /// Whether the terms of use are said.
    #[must_use]
    pub fn is_licensed(&self, policy: &SupplyPolicy) -> bool {
        !self.licence.is_empty() && !policy.no_licence.has(&self.licence)
    }

    /// What two rows about one item have in common: what they say differently is not said, and counts as
    /// due without being on time where how often or when it is updated differs.
    pub(super) fn in_common(self, other: &Self) -> Self {
        let text = |one: String, other: &str| if one == other { one } else { String::new() };
        let frequency = if self.frequency == other.frequency {
            self.frequency
        } else {
            Some(Frequency::Unknown)
        };
        Self {
            code: self.code,
            title: text(self.title, &other.title),
            description: text(self.description, &other.description),
            licence: text(self.licence, &other.licence),
            frequency,
            updated_on: self.updated_on.filter(|it| other.updated_on == Some(*it)),
            resources: self.resources.min(other.resources),
            formats: self.formats.into_iter().filter(|it| other.formats.contains(it)).collect(),
            contact: text(self.contact, &other.contact),
            url: text(self.url, &other.url),
        }
    }

    /// What it adds to each count of [`counts`], by what was said of it before, too: `None` where it is not
    /// counted, else 0 or 1.
    #[must_use]
    pub fn counted(
        &self,
        policy: &SupplyPolicy,
        moment: &Moment<'_>,
        earlier: &Earlier,
    ) -> [(&'static str, Option<u64>); 7] {
        let mark = |is_so: bool| Some(u64::from(is_so));
        let is_declared = self.frequency.is_some_and(|it| it != Frequency::Unknown);
        let (due, on_time) = match self.update_state(policy, moment, earlier) {
            UpdateState::NotDue => (None, None),
            UpdateState::OnTime { .. } => (Some(1), Some(1)),
            UpdateState::Overdue { .. } | UpdateState::NotShown => (Some(1), Some(0)),
        };
        [
            (counts::ITEMS, Some(1)),
            (counts::DESCRIBED, mark(!self.description.is_empty())),
            (counts::LICENSED, mark(self.is_licensed(policy))),
            (counts::WITH_RESOURCES, mark(0 < self.resources)),
            (counts::WITH_FREQUENCY, mark(is_declared)),
            (counts::DUE, due),
            (counts::ON_TIME, on_time),
        ]
    }
}
