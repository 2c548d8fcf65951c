//! What comes after the mean: points taken and added, and facts that cap the grade.
//!
//! Each reads one count by its name: of a subject what was counted of it, of a table a column.

use std::num::NonZeroU64;

use serde::{Deserialize, Serialize};

use super::method::Real;
use crate::source::{Name, Source};

/// Points taken from, and added to, the final score.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Adjustments {
    /// The most that all bonuses add.
    pub bonus_max: Real,
    /// The lowest score that deductions lead to.
    pub least: Real,
    /// The highest score that bonuses lead to.
    pub most: Real,
    /// Where these three come from.
    pub source: Source,
    /// What is taken.
    #[serde(default, rename = "deduction")]
    pub deductions: Vec<Adjustment>,
    /// What is added.
    #[serde(default, rename = "bonus")]
    pub bonuses: Vec<Adjustment>,
}

impl Adjustments {
    /// Deductions, then bonuses.
    pub fn all(&self) -> impl Iterator<Item = &Adjustment> {
        self.deductions.iter().chain(&self.bonuses)
    }
}

/// Points for each of what is counted. What nobody counted is none.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Adjustment {
    /// Its id, such as `incident`.
    pub id: String,
    /// Its name; without, its id.
    #[serde(default)]
    pub name: Option<Name>,
    /// The name of the count.
    pub count: String,
    /// Points for each.
    pub points: Real,
    /// The most points; without, as many as there are.
    #[serde(default)]
    pub points_max: Option<Real>,
    /// Where points and limit come from.
    pub source: Source,
}

impl Adjustment {
    /// Its name in both languages.
    #[must_use]
    pub fn name(&self) -> Name {
        super::named(self.name.as_ref(), &self.id)
    }
}

/// A fact that no score makes up for (一票否决): the grade is this band or a lower one, whatever the
/// score, which stays as it is.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Veto {
    /// Its id, such as `raw-data`.
    pub id: String,
    /// Its name.
    pub name: Name,
    /// When it applies, in words.
    pub condition: Name,
    /// The name of the count.
    pub count: String,
    /// It applies from so many on.
    pub at_least: NonZeroU64,
    /// The highest band that is left.
    pub band: String,
    /// The provision that the fact breaks: never a default.
    pub ground: Source,
    /// Where it comes from that the fact caps the grade.
    pub source: Source,
}
