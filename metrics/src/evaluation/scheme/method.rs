//! The methods that a scheme chooses from, each with its parameters, by the names used in TOML.
//!
//! Nothing is computed here. Where a method follows a published one its words say so: COINr is
//! Becker et al., *Journal of Open Source Software* 7(78), 4567; the handbook is OECD/JRC,
//! *Handbook on Constructing Composite Indicators* (2008).

use serde::{Deserialize, Serialize};

use crate::ratio::Ratio;
use crate::source::Source;

/// A finite number. Compares as a number does; there is no NaN.
#[derive(Clone, Copy, Debug, PartialEq, PartialOrd, Serialize, Deserialize)]
#[serde(try_from = "f64", into = "f64")]
pub struct Real(f64);

impl Eq for Real {}

impl Real {
    /// The number, if it is finite.
    #[must_use]
    pub const fn new(number: f64) -> Option<Self> {
        if number.is_finite() { Some(Self(number)) } else { None }
    }

    /// The number.
    #[must_use]
    pub const fn get(self) -> f64 {
        self.0
    }
}

impl TryFrom<f64> for Real {
    type Error = &'static str;

    fn try_from(number: f64) -> Result<Self, Self::Error> {
        Self::new(number).ok_or("expected a finite number")
    }
}

impl From<Real> for f64 {
    fn from(real: Real) -> Self {
        real.0
    }
}

/// Whether more is better.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Direction {
    /// More is better.
    #[default]
    Up,
    /// Less is better.
    Down,
}

impl Direction {
    /// What a value is multiplied by, so that more is better.
    #[must_use]
    pub const fn sign(self) -> f64 {
        match self {
            Self::Up => 1.0,
            Self::Down => -1.0,
        }
    }
}

/// Which rank equals share.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Ties {
    /// The first of theirs: 1, 2, 2, 4.
    #[default]
    Min,
    /// The last of theirs: 1, 3, 3, 4.
    Max,
    /// The mean of theirs: 1, 2.5, 2.5, 4.
    Average,
    /// The first of theirs, and no rank is skipped: 1, 2, 2, 3.
    Dense,
}

/// From a value to a score. The words "least" and "best" are among the units that are looked at.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "method", rename_all = "kebab-case", deny_unknown_fields)]
pub enum Scale {
    /// As it is, negative where less is better.
    None,
    /// Linear, `from` at the least and `to` at the best value.
    MinMax {
        /// The lowest score.
        from: Real,
        /// The highest score.
        to: Real,
    },
    /// Standardised by the sample's standard deviation.
    ZScore {
        /// The mean of the scores.
        mean: Real,
        /// Their standard deviation.
        sd: Real,
    },
    /// The rank from below: higher is better.
    Rank {
        /// The rank of the least: 1, or 0 for Borda scores.
        first: u32,
        /// Which rank equals share.
        ties: Ties,
    },
    /// The share of units that are below, times `scale`.
    PercentileRank {
        /// The score of the best.
        scale: Real,
        /// Which rank equals share.
        ties: Ties,
    },
    /// The distance from the least value, as a share of that of a reference, times `scale`. A reference
    /// below the least turns the scale round, as in COINr.
    Distance {
        /// What is compared with.
        reference: Reference,
        /// The score of the reference.
        scale: Real,
        /// Whether nothing scores above the reference.
        capped: bool,
    },
    /// The value as a share of the best one, times `scale`. Of values above 0: of those below, and so where
    /// less is better, the worst has the largest share, as in COINr.
    FractionOfMax {
        /// The score of the best.
        scale: Real,
    },
    /// Linear, 0 at `low` and `scale` at `high`, whatever the other units are. A low post above the
    /// high one is a falling scale: a duplicate rate of 2 % between 1 and 0 scores 98, as `1 - A/B`
    /// does (GB/T 36344-2018, indicators 0303 and 0305). Posts at one point are a step.
    Goalposts {
        /// Scores 0.
        low: Real,
        /// Scores `scale`.
        high: Real,
        /// The score at the high post.
        #[serde(default = "hundred")]
        scale: Real,
        /// Whether nothing scores below 0 or above `scale`.
        #[serde(default = "yes")]
        capped: bool,
        /// Whether logarithms are compared, as the income index of UNDP does; posts above 0.
        #[serde(default)]
        log: bool,
    },
    /// Linear between given points, constant outside.
    Piecewise {
        /// Points in rising order.
        points: Vec<Point>,
    },
}

const fn hundred() -> Real {
    Real(100.0)
}

const fn yes() -> bool {
    true
}

/// What a distance is compared with.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Reference {
    /// The best value.
    Best,
    /// The value of this unit.
    Unit(String),
    /// This value.
    Value(Real),
}

/// A point of a piecewise scale.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Point {
    /// The value.
    pub at: Real,
    /// Its score.
    pub score: Real,
}

impl Scale {
    /// Whether it looks at other units.
    #[must_use]
    pub const fn is_relative(&self) -> bool {
        match self {
            Self::None | Self::Goalposts { .. } | Self::Piecewise { .. } => false,
            Self::MinMax { .. }
            | Self::ZScore { .. }
            | Self::Rank { .. }
            | Self::PercentileRank { .. }
            | Self::Distance { .. }
            | Self::FractionOfMax { .. } => true,
        }
    }

    /// The values at which it bends by itself, wherever the units lie.
    #[must_use]
    pub fn bends(&self) -> Vec<Real> {
        match self {
            Self::Goalposts { low, high, .. } => vec![*low, *high],
            Self::Piecewise { points } => points.iter().map(|it| it.at).collect(),
            Self::None
            | Self::MinMax { .. }
            | Self::ZScore { .. }
            | Self::Rank { .. }
            | Self::PercentileRank { .. }
            | Self::Distance { .. }
            | Self::FractionOfMax { .. } => Vec::new(),
        }
    }
}

/// What stands for a missing value. What is not applicable is never imputed.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "method", rename_all = "kebab-case", deny_unknown_fields)]
pub enum Impute {
    /// Nothing.
    #[default]
    None,
    /// 0.
    Zero,
    /// The mean of the other units.
    Mean,
    /// Their median.
    Median,
    /// The mean of the other units of the same group.
    GroupMean {
        /// The column that names the groups.
        group: String,
    },
    /// Their median.
    GroupMedian {
        /// The column that names the groups.
        group: String,
    },
    /// In a panel, the unit's latest value before.
    Latest {
        /// How far back it may lie, in the unit of the times.
        within: Real,
    },
    /// In a panel, the unit's latest value before, however far back; before the first one, that one.
    /// As `constant` of COINr.
    Step,
    /// In a panel, on the line between the unit's values before and after; outside of them, the
    /// nearest one.
    Linear,
    /// The mean of the unit's other indicators.
    UnitMean(UnitFill),
    /// Their median.
    UnitMedian(UnitFill),
}

/// Which indicators of a unit stand for one that is missing, and on what scale. As COINr imputes by
/// rows.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct UnitFill {
    /// Only those below the same node of this level: 2 is above indicators. Without, all.
    #[serde(default)]
    pub level: Option<u32>,
    /// Whether each lies between 0 at its least and 1 at its best value meanwhile. Without, numbers are
    /// taken as they are, whichever is better.
    #[serde(default = "scaled")]
    pub scaled: bool,
}

const fn scaled() -> bool {
    true
}

impl Impute {
    /// Whether it looks at other rows.
    #[must_use]
    pub const fn is_relative(&self) -> bool {
        match self {
            Self::None | Self::Zero => false,
            Self::UnitMean(fill) | Self::UnitMedian(fill) => fill.scaled,
            Self::Mean
            | Self::Median
            | Self::GroupMean { .. }
            | Self::GroupMedian { .. }
            | Self::Latest { .. }
            | Self::Step
            | Self::Linear => true,
        }
    }

    /// The column of groups that it reads.
    #[must_use]
    pub fn group(&self) -> Option<&str> {
        match self {
            Self::GroupMean { group } | Self::GroupMedian { group } => Some(group),
            Self::None
            | Self::Zero
            | Self::Mean
            | Self::Median
            | Self::Latest { .. }
            | Self::Step
            | Self::Linear
            | Self::UnitMean(_)
            | Self::UnitMedian(_) => None,
        }
    }
}

/// Who is scored at all, as COINr screens units.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Screen {
    /// The least share of indicators that has to be known, inclusive.
    pub at_least_ppm: Ratio,
    /// The least share of what is known that has to be other than 0, inclusive; without, any.
    #[serde(default)]
    pub nonzero_at_least_ppm: Option<Ratio>,
    /// What these are shares of.
    pub by: Share,
    /// Units that are scored whatever they lack.
    #[serde(default)]
    pub with: Vec<String>,
    /// Units that are not scored whatever they have.
    #[serde(default)]
    pub without: Vec<String>,
    /// Where the shares and the names come from.
    pub source: Source,
}

/// How much has to be there of what applies.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Availability {
    /// The least share, inclusive.
    pub at_least_ppm: Ratio,
    /// What it is a share of.
    pub by: Share,
    /// Where the share comes from.
    pub source: Source,
}

/// What a share is a share of.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Share {
    /// The number of parts that weigh something. COINr counts those that weigh nothing as well.
    Count,
    /// Their weight.
    Weight,
}

/// What is done about an indicator whose skewness and kurtosis are both out of bounds: its most
/// outlying values are pulled to the next one (winsorised) until one of the two is within, and where
/// too many would be, all are transformed instead. As COINr does; bounds of the handbook, 5.3.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Treat {
    /// The highest absolute skewness that is left alone.
    pub skewness_max: Real,
    /// The highest kurtosis that is left alone.
    pub kurtosis_max: Real,
    /// The most values that are winsorised.
    pub winsorise_max: usize,
    /// Whether as many are, even if fewer would do.
    #[serde(default)]
    pub winsorise_all: bool,
    /// What is done where that is not enough; without, nothing more.
    #[serde(default)]
    pub then: Option<Transform>,
    /// Whether that is done to the winsorised values, not to the values as they were.
    #[serde(default)]
    pub combined: bool,
    /// Where the bounds come from.
    pub source: Source,
}

/// A function that draws far values in. `least` and `best` are the lowest and the highest value.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "method", rename_all = "kebab-case", deny_unknown_fields)]
pub enum Transform {
    /// The logarithm of the distance from a point below the least by 1 % of the range (`log_CT` of
    /// COINr).
    Log,
    /// The same from the end that has no outliers: where the skewness is not positive, from above the
    /// best (`log_CT_plus`).
    LogEither,
    /// The logarithm of `value - least + 1` (`log_CT_orig`), which depends on the unit of the values.
    LogOne,
    /// The power of Box and Cox (1964) of `value - least + 1` (`boxcox`).
    BoxCox {
        /// The exponent; 0 is the logarithm.
        lambda: Real,
    },
}

/// How parts make a whole. Weights are relative; parts without a score are left out.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "method", rename_all = "kebab-case", deny_unknown_fields)]
pub enum Aggregation {
    /// The weighted mean.
    #[default]
    Arithmetic,
    /// The weighted geometric mean, which makes weak parts count more; 0 where a part is 0.
    Geometric,
    /// The weighted harmonic mean, more so.
    Harmonic,
    /// The weighted mean of powers, and the root of it.
    Generalised {
        /// The power, not 0.
        power: Real,
    },
    /// The value that half of the weight lies below.
    Median,
    /// Weight times score, added up and not divided: points of a catalogue.
    Sum,
    /// Each unit against each other: how many it beats, less how many beat it. It beats those to which
    /// it is superior in more than half of the weight of the parts that both have, equals halved.
    Copeland,
}

impl Aggregation {
    /// Whether parts add up: the whole is the sum of weight times score, as shares of it.
    #[must_use]
    pub const fn is_arithmetic(&self) -> bool {
        matches!(self, Self::Arithmetic)
    }
}

/// What might as well have been chosen in making the scheme.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Uncertainty {
    /// How far weights may lie from their own, as a share of them, level by level from indicators
    /// up; levels that are not named stay. Uniform, as COINr draws them.
    #[serde(default)]
    pub weight_noise_ppm: Vec<Ratio>,
    /// Other ways to impute.
    #[serde(default)]
    pub impute: Vec<Impute>,
    /// Other scales, for all indicators that use the scheme's.
    #[serde(default)]
    pub normalise: Vec<Scale>,
    /// Other means, for the whole and all dimensions.
    #[serde(default)]
    pub aggregate: Vec<Aggregation>,
    /// What is drawn whenever subjects are evaluated; for a table, whoever asks says it.
    #[serde(default)]
    pub draw: Option<Draw>,
    /// Where these alternatives come from.
    pub source: Source,
}

/// How often is drawn, and what makes the draws these ones.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Draw {
    /// How often.
    pub samples: u32,
    /// The same seed gives the same draws.
    pub seed: u32,
}
