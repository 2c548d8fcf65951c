//! A scale that incidents are graded on: conditions with bounds, any one of which is enough. Data of
//! the policy pack; every bound includes its number (民法典 art. 1259).

use jiff::civil::Date;
use serde::de::DeserializeOwned;
use serde::{Deserialize, Serialize};
use thiserror::Error;

use super::classify::Level;
use super::quantity::{Matter, Quantity, Word};
use crate::source::{Confidence, Name, Source};

/// When an incident has which level, by one guide.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Scale {
    /// The id that incidents name it by; that of its instrument.
    pub id: String,
    /// Its name.
    pub name: Name,
    /// The edition of the guide that a classification names.
    pub guide_version: String,
    /// The first day on which it is in force.
    pub effective_from: Date,
    /// The conditions about figures.
    #[serde(default, rename = "figure")]
    pub figures: Vec<Condition<Quantity, u64>>,
    /// The conditions about what is said in words.
    #[serde(default, rename = "word")]
    pub words: Vec<Condition<Matter, Word>>,
}

/// One row of a guide, about a figure or about a matter that is said in words.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields, bound(deserialize = "K: DeserializeOwned, V: Graded"))]
pub struct Condition<K, V: Graded> {
    /// Its id.
    pub id: String,
    /// Its name.
    pub name: Name,
    /// What is compared.
    pub of: K,
    /// With what.
    pub bounds: Bounds<V>,
}

/// What bounds are made of.
pub trait Graded: Copy + Ord + ToString + Serialize + DeserializeOwned {}

impl Graded for u64 {}
impl Graded for Word {}

/// The bounds of one condition.
///
/// # Invariants
///
/// There is at least one; none is of level 一般; a higher level has a higher bound.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(try_from = "Vec<Bound<V>>", into = "Vec<Bound<V>>", bound = "V: Graded")]
pub struct Bounds<V: Graded>(Vec<Bound<V>>);

/// From what on an incident has a level.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields, bound = "V: Graded")]
pub struct Bound<V> {
    /// The level.
    pub level: Level,
    /// The least that has it: a number in the unit of the quantity, or a word.
    pub at_least: V,
    /// Where the bound comes from.
    pub source: Source,
    /// Whether it counts; a bound that is recalled with low confidence does not, and is listed.
    #[serde(default = "yes")]
    pub enabled: bool,
}

const fn yes() -> bool {
    true
}

/// Why bounds are refused.
#[derive(Clone, Debug, PartialEq, Eq, Error)]
pub enum BoundsError {
    /// There is none.
    #[error("a condition needs a bound")]
    None,
    /// 一般 is what remains; it has no bound.
    #[error("general is the level without a bound")]
    General,
    /// A higher level does not have a higher bound.
    #[error("a higher level needs a higher bound than {at_least}")]
    NotMonotonic {
        /// The bound that is not exceeded.
        at_least: String,
    },
}

impl<V: Graded> TryFrom<Vec<Bound<V>>> for Bounds<V> {
    type Error = BoundsError;

    fn try_from(mut bounds: Vec<Bound<V>>) -> Result<Self, BoundsError> {
        bounds.sort_by_key(|it| it.level);
        match bounds.first() {
            None => return Err(BoundsError::None),
            Some(first) if first.level == Level::General => return Err(BoundsError::General),
            Some(_) => {}
        }
        for pair in bounds.windows(2) {
            if pair[0].level == pair[1].level || pair[1].at_least <= pair[0].at_least {
                return Err(BoundsError::NotMonotonic { at_least: pair[0].at_least.to_string() });
            }
        }
        Ok(Self(bounds))
    }
}

impl<V: Graded> From<Bounds<V>> for Vec<Bound<V>> {
    fn from(bounds: Bounds<V>) -> Self {
        bounds.0
    }
}

impl<V: Graded> Bounds<V> {
    /// The bounds, lowest level first.
    #[must_use]
    pub fn as_slice(&self) -> &[Bound<V>] {
        &self.0
    }

    /// Whether a level follows from any.
    pub(super) fn count(&self) -> bool {
        self.0.iter().any(|it| it.enabled)
    }

    /// The highest bound that is reached, among those that count or among those that do not.
    pub(super) fn reached(&self, actual: V, enabled: bool) -> Option<&Bound<V>> {
        self.0.iter().rfind(|it| it.enabled == enabled && it.at_least <= actual)
    }
}

impl<V> Bound<V> {
    /// Whether the bound was not read in an official text or a copy of one.
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

    fn bounds<V: Graded>(list: &[(Level, V)]) -> Result<Bounds<V>, BoundsError> {
        let source = Source {
            instrument: "CN-NIR".to_owned(),
            article: String::new(),
            confidence: Confidence::Secondary,
        };
        let bound =
            |&(level, at_least)| Bound { level, at_least, source: source.clone(), enabled: true };
        Bounds::try_from(list.iter().map(bound).collect::<Vec<_>>())
    }

    #[test]
    fn bounds_rise_with_the_level() {
        assert!(bounds(&[(Level::Major, 10), (Level::FairlyMajor, 9)]).is_ok());
        assert_eq!(bounds::<u64>(&[]), Err(BoundsError::None));
        assert_eq!(bounds(&[(Level::General, 1)]), Err(BoundsError::General));
        let error = Err(BoundsError::NotMonotonic { at_least: "10".to_owned() });
        assert_eq!(bounds(&[(Level::Major, 10), (Level::FairlyMajor, 10)]), error);
        assert_eq!(bounds(&[(Level::Major, 10), (Level::Major, 11)]), error);

        let words = [(Level::Major, Word::Serious), (Level::FairlyMajor, Word::FairlySerious)];
        assert!(bounds(&words).is_ok());
        let words = [(Level::Major, Word::Serious), (Level::FairlyMajor, Word::Serious)];
        assert!(bounds(&words).is_err());
    }
}
