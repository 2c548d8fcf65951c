//! The level of an incident (annex of CN-NIR): any one condition is enough, the highest counts, and
//! every bound includes its number (民法典 art. 1259).

use std::collections::BTreeMap;

use jiff::civil::Date;
use serde::{Deserialize, Serialize};
use thiserror::Error;

use crate::source::{Confidence, Name, Source};

/// How grave an incident is. Duties of CN-NIR begin at 较大.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Level {
    /// 一般.
    General,
    /// 较大.
    FairlyMajor,
    /// 重大.
    Major,
    /// 特别重大.
    EspeciallyMajor,
}

impl Level {
    /// Every level, mildest first.
    pub const ALL: [Self; 4] =
        [Self::General, Self::FairlyMajor, Self::Major, Self::EspeciallyMajor];

    /// The word used in files and in the database.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::General => "general",
            Self::FairlyMajor => "fairly_major",
            Self::Major => "major",
            Self::EspeciallyMajor => "especially_major",
        }
    }

    /// Reads what [`Level::as_str`] wrote.
    #[must_use]
    pub fn parse(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|level| level.as_str() == word)
    }
}

/// A figure that a level can follow from, with its unit.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Quantity {
    /// Persons whose personal information leaked.
    Persons,
    /// Direct economic loss, whole yuan, rounded down; bounds are whole yuan, so nothing is lost.
    LossYuan,
    /// Outage of a whole critical information infrastructure.
    CiiOutageWholeMinutes,
    /// Outage of the main function of a critical information infrastructure.
    CiiOutageMainMinutes,
    /// People whose work or life is affected.
    PopulationPeople,
    /// Portals of provincial-level organs or central key news sites unreachable.
    PortalProvincialMinutes,
    /// Portals of prefecture-level organs or provincial key news sites unreachable.
    PortalPrefectureMinutes,
    /// Portals of other organs, enterprises and institutions, or key news sites, unreachable.
    PortalOtherMinutes,
    /// Illegal content on a home page.
    ContentHomeMinutes,
    /// Illegal content on another page.
    ContentOtherMinutes,
    /// Reposts of illegal content on social platforms.
    ContentReposts,
    /// Views or clicks of illegal content.
    ContentViews,
}

impl Quantity {
    /// Every quantity.
    pub const ALL: [Self; 12] = [
        Self::Persons,
        Self::LossYuan,
        Self::CiiOutageWholeMinutes,
        Self::CiiOutageMainMinutes,
        Self::PopulationPeople,
        Self::PortalProvincialMinutes,
        Self::PortalPrefectureMinutes,
        Self::PortalOtherMinutes,
        Self::ContentHomeMinutes,
        Self::ContentOtherMinutes,
        Self::ContentReposts,
        Self::ContentViews,
    ];

    /// The word used in files and in the database.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Persons => "persons",
            Self::LossYuan => "loss_yuan",
            Self::CiiOutageWholeMinutes => "cii_outage_whole_minutes",
            Self::CiiOutageMainMinutes => "cii_outage_main_minutes",
            Self::PopulationPeople => "population_people",
            Self::PortalProvincialMinutes => "portal_provincial_minutes",
            Self::PortalPrefectureMinutes => "portal_prefecture_minutes",
            Self::PortalOtherMinutes => "portal_other_minutes",
            Self::ContentHomeMinutes => "content_home_minutes",
            Self::ContentOtherMinutes => "content_other_minutes",
            Self::ContentReposts => "content_reposts",
            Self::ContentViews => "content_views",
        }
    }

    /// Reads what [`Quantity::as_str`] wrote.
    #[must_use]
    pub fn parse(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|quantity| quantity.as_str() == word)
    }
}

/// The figures known of an incident. What is not in it is unknown.
pub type Facts = BTreeMap<Quantity, u64>;

/// When an incident has which level: data of the policy pack.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Thresholds {
    /// The edition of the guide that a classification names.
    pub guide_version: String,
    /// The first day on which it is in force.
    pub effective_from: Date,
    /// The conditions, any one of which is enough.
    #[serde(rename = "condition")]
    pub conditions: Vec<Condition>,
}

/// One row of the guide.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Condition {
    /// Its id.
    pub id: String,
    /// Its name.
    pub name: Name,
    /// What is compared.
    pub quantity: Quantity,
    /// With what.
    pub bounds: Bounds,
}

/// The bounds of one condition.
///
/// # Invariants
///
/// There is at least one; none is of level 一般; a higher level has a higher bound.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(try_from = "Vec<Bound>", into = "Vec<Bound>")]
pub struct Bounds(Vec<Bound>);

/// From which figure on an incident has a level.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Bound {
    /// The level.
    pub level: Level,
    /// The least figure that has it, in the unit of the quantity.
    pub at_least: u64,
    /// Where the number comes from.
    pub source: Source,
}

/// Why bounds are refused.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Error)]
pub enum BoundsError {
    /// There is none.
    #[error("a condition needs a bound")]
    None,
    /// 一般 is what remains; it has no bound.
    #[error("general is the level without a bound")]
    General,
    /// A higher level has no higher bound.
    #[error("a higher level needs a higher bound than {at_least}")]
    NotMonotonic {
        /// The bound that is reached too early.
        at_least: u64,
    },
}

impl TryFrom<Vec<Bound>> for Bounds {
    type Error = BoundsError;

    fn try_from(mut bounds: Vec<Bound>) -> Result<Self, BoundsError> {
        bounds.sort_by_key(|it| it.level);
        match bounds.first() {
            None => return Err(BoundsError::None),
            Some(first) if first.level == Level::General => return Err(BoundsError::General),
            Some(_) => {}
        }
        for pair in bounds.windows(2) {
            if pair[0].level == pair[1].level || pair[1].at_least <= pair[0].at_least {
                return Err(BoundsError::NotMonotonic { at_least: pair[0].at_least });
            }
        }
        Ok(Self(bounds))
    }
}

impl From<Bounds> for Vec<Bound> {
    fn from(bounds: Bounds) -> Self {
        bounds.0
    }
}

impl Bounds {
    /// The bounds, lowest level first.
    #[must_use]
    pub fn as_slice(&self) -> &[Bound] {
        &self.0
    }
}

/// The level of an incident and what it follows from.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Classification {
    /// The edition of the guide.
    pub guide_version: String,
    /// The highest level of a condition met, or 一般.
    pub level: Level,
    /// The conditions met, in the order of the pack.
    pub conditions: Vec<Matched>,
    /// What the guide asks for and nobody knows: the level may be higher.
    pub unknown: Vec<Quantity>,
}

/// A condition that is met.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Matched {
    /// Its id.
    pub id: String,
    /// Its name.
    pub name: Name,
    /// The highest level whose bound is reached.
    pub level: Level,
    /// What was compared.
    pub quantity: Quantity,
    /// The figure.
    pub actual: u64,
    /// The bound.
    pub at_least: u64,
    /// Where the bound comes from.
    pub basis: Source,
    /// Whether the bound still has to be compared with the official text.
    pub verify: bool,
}

/// Finds the level of an incident and every condition that it meets.
///
/// * **Source:** annex of CN-NIR; the numbers and the source of each are data of the policy pack.
/// * **Rounding:** none; a bound includes its number.
#[must_use]
pub fn classify(facts: &Facts, thresholds: &Thresholds) -> Classification {
    let (mut conditions, mut unknown) = (Vec::new(), Vec::new());
    for condition in &thresholds.conditions {
        match facts.get(&condition.quantity) {
            None => unknown.push(condition.quantity),
            Some(&actual) => conditions.extend(condition.matched(actual)),
        }
    }
    let level = conditions.iter().map(|it| it.level).max().unwrap_or(Level::General);
    let guide_version = thresholds.guide_version.clone();
    Classification { guide_version, level, conditions, unknown }
}

impl Condition {
    /// The highest bound that a figure reaches.
    fn matched(&self, actual: u64) -> Option<Matched> {
        let bound = self.bounds.0.iter().rfind(|it| it.at_least <= actual)?;
        Some(Matched {
            id: self.id.clone(),
            name: self.name.clone(),
            level: bound.level,
            quantity: self.quantity,
            actual,
            at_least: bound.at_least,
            basis: bound.source.clone(),
            verify: bound.needs_verification(),
        })
    }
}

impl Bound {
    /// Whether the number was not read in an official text or a copy of one.
    #[must_use]
    pub fn needs_verification(&self) -> bool {
        match self.source.confidence {
            Confidence::Law | Confidence::OfficialCopy | Confidence::Default => false,
            Confidence::Secondary
            | Confidence::RecalledHigh
            | Confidence::RecalledMedium
            | Confidence::RecalledLow => true,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn bounds(list: &[(Level, u64)]) -> Result<Bounds, BoundsError> {
        let source = Source {
            instrument: "CN-NIR".to_owned(),
            article: String::new(),
            confidence: Confidence::Secondary,
        };
        let bound = |&(level, at_least)| Bound { level, at_least, source: source.clone() };
        Bounds::try_from(list.iter().map(bound).collect::<Vec<_>>())
    }

    #[test]
    fn bounds_rise_with_the_level() {
        assert!(bounds(&[(Level::Major, 10), (Level::FairlyMajor, 9)]).is_ok());
        assert_eq!(bounds(&[]), Err(BoundsError::None));
        assert_eq!(bounds(&[(Level::General, 1)]), Err(BoundsError::General));
        let error = Err(BoundsError::NotMonotonic { at_least: 10 });
        assert_eq!(bounds(&[(Level::Major, 10), (Level::FairlyMajor, 10)]), error);
        assert_eq!(bounds(&[(Level::Major, 10), (Level::Major, 11)]), error);
    }

    #[test]
    fn quantities_are_read_as_they_are_written() {
        for quantity in Quantity::ALL {
            assert_eq!(Quantity::parse(quantity.as_str()), Some(quantity));
        }
    }
}
