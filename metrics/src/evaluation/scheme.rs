//! Schemes: how measures become indicators, scores and grades. Data, read from TOML by `config`.
//!
//! A scheme evaluates subjects by the measures of the policy pack, or any table by its columns; the
//! kernel is the same. What each stage does is named in `method`.

pub mod adjust;
pub mod method;

use std::collections::BTreeSet;

use serde::{Deserialize, Deserializer, Serialize};

use crate::party::PartyKind;
use crate::source::{Name, Source};
use adjust::{Adjustments, Veto};
use method::{
    Aggregation, Availability, Direction, Impute, Real, Scale, Screen, Ties, Treat, Uncertainty,
};

/// An evaluation scheme.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Scheme {
    /// Its id, such as `operator`; that of the whole in the scores of a table.
    pub id: String,
    /// Its version, counted up by whoever changes it.
    pub version: u32,
    /// Its title.
    pub name: Name,
    /// The kinds of parties that it evaluates, one or a list; without, it is for tables.
    #[serde(default, deserialize_with = "one_or_more")]
    pub subjects: Vec<PartyKind>,
    /// Who evaluates, and on what ground.
    pub source: Source,
    /// What happens to the weight of an indicator that has no value.
    pub missing: Missing,
    /// How the final score is rounded before it is banded.
    pub rounding: Rounding,
    /// Whether a bound belongs to the band that it opens.
    #[serde(default)]
    pub bounds: Bounds,
    /// Which rank equals share. Ranks count from the best.
    #[serde(default)]
    pub ties: Ties,
    /// Where a table has its units and times.
    #[serde(default)]
    pub table: Layout,
    /// Who is left out for having too little data.
    #[serde(default)]
    pub screen: Option<Screen>,
    /// What stands for what is missing.
    #[serde(default)]
    pub impute: Impute,
    /// What is done about outliers; without, nothing.
    #[serde(default)]
    pub treat: Option<Treat>,
    /// The scale of indicators that name none.
    #[serde(default)]
    pub normalise: Option<Scale>,
    /// The mean of the whole, and of dimensions that name none.
    #[serde(default)]
    pub aggregate: Aggregation,
    /// What a mean needs to be one, in the whole and in each dimension; without, one value is enough.
    #[serde(default)]
    pub threshold: Option<Availability>,
    /// The scale that the whole is put on before it is rounded.
    #[serde(default)]
    pub rescale: Option<Scale>,
    /// Deductions and bonuses, in points of the final score.
    #[serde(default)]
    pub adjustments: Option<Adjustments>,
    /// What might as well have been chosen; asked by the analysis of uncertainty.
    #[serde(default)]
    pub uncertainty: Option<Uncertainty>,
    /// What caps the grade, whatever the score.
    #[serde(default, rename = "veto")]
    pub vetoes: Vec<Veto>,
    /// The grades, best first; none where a table is only ranked.
    #[serde(default, rename = "band")]
    pub bands: Vec<Band>,
    /// The dimensions, in any order of their hierarchy.
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

/// Decimal rounding of a score, after it was fixed to an integer of 1e-9 (half to even).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Rounding {
    /// Decimals kept, at most 9.
    pub decimals: u8,
    /// The rule.
    pub mode: RoundingMode,
}

/// How a decimal is rounded. Halves of negative scores go as those of positive ones do.
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

/// Whether a score that stands exactly at the bound of a band has it.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Bounds {
    /// It has.
    #[default]
    Inclusive,
    /// It has the band below; the lowest band has its bound all the same.
    Exclusive,
}

/// A grade and the score from which it is given.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Band {
    /// Its id, such as `excellent`.
    pub id: String,
    /// Its name.
    pub name: Name,
    /// The lowest score that has it.
    pub from: Real,
    /// Where the bound comes from.
    pub source: Source,
}

/// Columns of a table that are no indicators.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Layout {
    /// The column that names the unit of each row; without, the first one.
    #[serde(default)]
    pub unit: Option<String>,
    /// The column of the time of each row, where a table is a panel. Every stage then looks at one
    /// time alone, and ranks are within it.
    #[serde(default)]
    pub time: Option<String>,
    /// Whether scales look at all times of a panel at once, so that its scores compare over time.
    #[serde(default)]
    pub normalise_across: bool,
    /// How a table says one figure in each row; without, a row has all figures of its unit.
    #[serde(default)]
    pub long: Option<Long>,
}

/// A table of one figure in each row. Column `C` of the row of indicator `I` is read as column `I/C`,
/// and its value as column `I`. Without a column of units all rows are of one.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Long {
    /// The column that names the figure.
    pub indicator: String,
    /// The column that has it.
    pub value: String,
}

/// A group of indicators and of other dimensions.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Dimension {
    /// Its id, such as `O3`.
    pub id: String,
    /// Its name; without, its id.
    #[serde(default)]
    pub name: Option<Name>,
    /// The dimension that it is part of; without, the whole.
    #[serde(default)]
    pub within: Option<String>,
    /// Its weight beside the others of the same whole; in hundred where subjects are evaluated.
    pub weight: u32,
    /// The mean of its parts; without, that of the scheme.
    #[serde(default)]
    pub aggregate: Option<Aggregation>,
    /// What its mean needs; without, that of the scheme.
    #[serde(default)]
    pub threshold: Option<Availability>,
    /// Where weight and mean come from; without, where the dimension above, at last the scheme, does.
    #[serde(default)]
    pub source: Option<Source>,
    /// Its indicators.
    #[serde(default, rename = "indicator")]
    pub indicators: Vec<Indicator>,
}

/// A measure, or a column of a table, put on a scale.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Indicator {
    /// Its id, such as `O3-1`.
    pub id: String,
    /// Its name; without, its id.
    #[serde(default)]
    pub name: Option<Name>,
    /// The measure, or the column; without, the one of the indicator's id.
    #[serde(default)]
    pub measure: Option<String>,
    /// The column that the measure is divided by. Nothing is divided by 0: that is not applicable.
    #[serde(default)]
    pub denominator: Option<String>,
    /// So many of the denominator the measure is given for, such as 1 000 inhabitants; without, for one.
    #[serde(default)]
    pub per: Option<Real>,
    /// Its weight within the dimension; in hundred where subjects are evaluated.
    pub weight: u32,
    /// Whether more is better.
    #[serde(default)]
    pub direction: Direction,
    /// Whether outliers are kept as they are, whatever the scheme does about them.
    #[serde(default)]
    pub untreated: bool,
    /// What is done about its outliers; without, what the scheme does.
    #[serde(default)]
    pub treat: Option<Treat>,
    /// The scale; without, that of the scheme.
    #[serde(default)]
    pub normalise: Option<Scale>,
    /// How its score is rounded before it is added up, where a published method does so.
    #[serde(default)]
    pub rounding: Option<Rounding>,
    /// Where weight and scale come from; without, where its dimension does.
    #[serde(default)]
    pub source: Option<Source>,
}

impl Dimension {
    /// Its name in both languages.
    #[must_use]
    pub fn name(&self) -> Name {
        named(self.name.as_ref(), &self.id)
    }
}

impl Indicator {
    /// Its name in both languages.
    #[must_use]
    pub fn name(&self) -> Name {
        named(self.name.as_ref(), &self.id)
    }

    /// The measure or column that it reads.
    #[must_use]
    pub fn measure(&self) -> &str {
        self.measure.as_deref().unwrap_or(&self.id)
    }
}

/// Schemes that were kept before lists were known name one kind.
#[derive(Deserialize)]
#[serde(untagged, expecting = "a kind of party, such as \"operator\", or a list of kinds")]
enum OneOrMore {
    One(PartyKind),
    More(Vec<PartyKind>),
}

fn one_or_more<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Vec<PartyKind>, D::Error> {
    Ok(match OneOrMore::deserialize(deserializer)? {
        OneOrMore::One(kind) => vec![kind],
        OneOrMore::More(kinds) => kinds,
    })
}

fn named(name: Option<&Name>, id: &str) -> Name {
    name.cloned().unwrap_or_else(|| Name { zh: id.to_owned(), en: id.to_owned() })
}

impl Scheme {
    /// The columns of numbers that it reads.
    #[must_use]
    pub fn columns(&self) -> BTreeSet<&str> {
        let indicators =
            self.indicators().flat_map(|it| [Some(it.measure()), it.denominator.as_deref()]);
        indicators.flatten().chain(self.counts()).collect()
    }

    /// The counts that deductions, bonuses and vetoes read, which are columns of a table.
    pub fn counts(&self) -> impl Iterator<Item = &str> {
        let adjustments = self.adjustments.iter().flat_map(Adjustments::all);
        let adjustments = adjustments.map(|it| it.count.as_str());
        adjustments.chain(self.vetoes.iter().map(|it| it.count.as_str()))
    }

    /// The columns of groups that it reads.
    #[must_use]
    pub fn groups(&self) -> BTreeSet<&str> {
        let others = self.uncertainty.iter().flat_map(|it| &it.impute);
        others.chain([&self.impute]).filter_map(Impute::group).collect()
    }

    /// All indicators, in the order of their dimensions.
    pub fn indicators(&self) -> impl Iterator<Item = &Indicator> {
        self.dimensions.iter().flat_map(|it| &it.indicators)
    }

    /// The scale of one of its indicators. Scores as they are where neither names one.
    #[must_use]
    pub fn scale<'a>(&'a self, indicator: &'a Indicator) -> &'a Scale {
        indicator.normalise.as_ref().or(self.normalise.as_ref()).unwrap_or(&Scale::None)
    }

    /// What is done about the outliers of one of its indicators, if anything.
    #[must_use]
    pub fn treat<'a>(&'a self, indicator: &'a Indicator) -> Option<&'a Treat> {
        let treat = indicator.treat.as_ref().or(self.treat.as_ref());
        treat.filter(|_| !indicator.untreated)
    }

    /// Whether the score of one unit depends on that of others, so that none can be scored alone; or would,
    /// had what the scheme names as an alternative been chosen.
    #[must_use]
    pub fn is_relative(&self) -> bool {
        let others = || self.uncertainty.iter();
        let imputations = others().flat_map(|it| &it.impute).chain([&self.impute]);
        let scales = self.indicators().map(|it| self.scale(it)).chain(&self.rescale);
        let means = self.dimensions.iter().filter_map(|it| it.aggregate.as_ref());
        let means = means.chain([&self.aggregate]).chain(others().flat_map(|it| &it.aggregate));
        self.indicators().any(|it| self.treat(it).is_some())
            || imputations.into_iter().any(Impute::is_relative)
            || scales.chain(others().flat_map(|it| &it.normalise)).any(Scale::is_relative)
            || means.into_iter().any(|it| *it == Aggregation::Copeland)
    }
}
