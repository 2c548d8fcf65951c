//! What the policy pack says of data supply: which words mean which frequency, and how long after
//! the declared interval an update may come.

use std::collections::BTreeSet;

use serde::{Deserialize, Serialize};

use super::facts::Frequency;
use crate::source::Source;
use crate::{demand, objection};

/// What the policy pack says of data supply.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct SupplyPolicy {
    /// The frequencies, each once.
    #[serde(rename = "frequency")]
    pub frequencies: Vec<FrequencyRule>,
    /// Words in the column of licences that say that there is none.
    pub no_licence: WordList,
    /// How CKAN catalogues say what their form has no member for.
    pub ckan: CkanPolicy,
    /// How long each step of an objection may take; a step without one is never late.
    #[serde(rename = "objection_deadline", default)]
    pub objection_deadlines: Vec<objection::Deadline>,
    /// How long each step of a demand may take; a step without one is never late.
    #[serde(rename = "demand_deadline", default)]
    pub demand_deadlines: Vec<demand::Deadline>,
}

/// A frequency: its words, and when an update is due.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct FrequencyRule {
    /// The frequency.
    pub id: Frequency,
    /// What catalogues call it, in any letter case.
    pub words: BTreeSet<String>,
    /// From one update to the next. Without it no update is ever due.
    pub every: Option<Step>,
    /// How long after that an update still counts as on time.
    pub grace: Option<Step>,
    /// Where the window comes from.
    pub source: Source,
}

/// A length of time.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Step {
    /// How many.
    pub value: u16,
    /// Of what.
    pub unit: Unit,
}

/// What time is counted in.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Unit {
    /// Minutes after the day has ended.
    Minutes,
    /// Natural days.
    Days,
    /// Working days of the calendar.
    WorkingDays,
    /// Months; a day that the month does not have becomes its last one.
    Months,
}

/// Words with the place that they come from.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct WordList {
    /// The words, in any letter case.
    pub words: BTreeSet<String>,
    /// Where the list comes from.
    pub source: Source,
}

/// How CKAN catalogues say what their form has no member for.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct CkanPolicy {
    /// Keys of `extras` under which a frequency is declared.
    pub frequency_keys: WordList,
}

impl SupplyPolicy {
    /// The frequency that a word declares.
    #[must_use]
    pub fn frequency(&self, word: &str) -> Frequency {
        let named = self.frequencies.iter().find(|it| has(&it.words, word));
        named.map_or(Frequency::Unknown, |it| it.id)
    }

    /// The rule of a frequency.
    #[must_use]
    pub fn rule(&self, frequency: Frequency) -> Option<&FrequencyRule> {
        self.frequencies.iter().find(|it| it.id == frequency)
    }
}

impl FrequencyRule {
    /// Whether interval and grace are both given or both left out.
    #[must_use]
    pub fn is_whole(&self) -> bool {
        self.every.is_some() == self.grace.is_some()
    }
}

impl WordList {
    /// Whether a word is among them. Letter case, blanks around it and a colon after it do not count.
    #[must_use]
    pub fn has(&self, word: &str) -> bool {
        has(&self.words, word)
    }
}

fn has(words: &BTreeSet<String>, word: &str) -> bool {
    let word = word.trim().trim_end_matches([':', '：']).trim_end().to_lowercase();
    words.iter().any(|it| it.to_lowercase() == word)
}
