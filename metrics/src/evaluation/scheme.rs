//! Schemes: how measures become indicators, scores and grades. Data, read from TOML by `config`.

use serde::{Deserialize, Serialize};

use crate::party::PartyKind;
use crate::ratio::Ratio;
use crate::source::{Name, Source};

/// An evaluation scheme.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Scheme {
    /// Its id, such as `operator`.
    pub id: String,
    /// Its version, counted up by whoever changes it.
    pub version: u32,
    /// Its title.
    pub name: Name,
    /// Whose parties it evaluates.
    pub subjects: PartyKind,
    /// Who evaluates, and on what ground.
    pub source: Source,
    /// What happens to the weight of an indicator that has no value.
    pub missing: Missing,
    /// How the final score is rounded before it is banded.
    pub rounding: Rounding,
    /// The grades, best first; the last has lower bound 0.
    #[serde(rename = "band")]
    pub bands: Vec<Band>,
    /// The dimensions. Their weights sum to 100.
    #[serde(rename = "dimension")]
    pub dimensions: Vec<Dimension>,
}

/// What happens to the weight of an indicator that nobody counted. Printed with every score.
///
/// A measure whose denominator is 0 is not missing but not applicable: its weight is redistributed
/// under either policy, it is never 0 or 100.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Missing {
    /// Its weight is shared among the others of its dimension, and a dimension without any is
    /// shared among the other dimensions, in proportion to their weights.
    Redistribute,
    /// It scores 0.
    Zero,
}

/// Decimal rounding of the final score, after it was fixed to an integer of 1e-9 (half to even).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Rounding {
    /// Decimals kept, at most 9.
    pub decimals: u8,
    /// The rule.
    pub mode: RoundingMode,
}

/// How a decimal is rounded.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum RoundingMode {
    /// 四舍五入.
    HalfUp,
    /// 四舍六入五成双 (GB/T 8170).
    HalfEven,
    /// Cut off.
    Down,
    /// Not rounded: banded at 1e-9.
    None,
}

/// A grade and the score from which it is given.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Band {
    /// Its id, such as `excellent`.
    pub id: String,
    /// Its name.
    pub name: Name,
    /// The lowest score that has it, inclusive, in whole hundredths: 9000 is 90.00.
    pub from_hundredths: u32,
    /// Where the bound comes from.
    pub source: Source,
}

/// A group of indicators.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Dimension {
    /// Its id, such as `O3`.
    pub id: String,
    /// Its name.
    pub name: Name,
    /// Its weight in hundred.
    pub weight: u32,
    /// Where the weight comes from.
    pub source: Source,
    /// Its indicators. Their weights sum to 100.
    #[serde(rename = "indicator")]
    pub indicators: Vec<Indicator>,
}

/// A measure put on a scale.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Indicator {
    /// Its id, such as `O3-1`.
    pub id: String,
    /// Its name.
    pub name: Name,
    /// The measure's id.
    pub measure: String,
    /// Its weight in hundred, within the dimension.
    pub weight: u32,
    /// The scale.
    pub normalise: Normalise,
    /// Where weight and scale come from.
    pub source: Source,
}

/// From a ratio to a score of 0 to 100.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "method", rename_all = "kebab-case", deny_unknown_fields)]
pub enum Normalise {
    /// 100 at the target and beyond, 0 at the floor and below, linear between.
    Target {
        /// Scores 0.
        floor_ppm: Ratio,
        /// Scores 100.
        target_ppm: Ratio,
    },
    /// Linear between given points, constant outside.
    Piecewise {
        /// Points in rising order of ratio.
        points: Vec<Point>,
    },
}

/// A point of a piecewise scale.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Point {
    /// The ratio.
    pub ppm: Ratio,
    /// Its score in whole hundredths: 6000 is 60.00.
    pub score_hundredths: u32,
}
