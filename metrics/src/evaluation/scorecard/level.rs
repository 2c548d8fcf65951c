//! The levels of a scheme between a dimension of the whole and its indicators.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use super::{DimensionScore, IndicatorScore};
use crate::evaluation::scheme::method::Aggregation;
use crate::source::{Name, Source};

/// The score of a dimension that is within another one.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct LevelScore {
    /// Its id.
    pub id: String,
    /// Its name.
    pub name: Name,
    /// The id of the level that it is directly within. Left out where that is the dimension itself.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub within: Option<String>,
    /// Its weight beside the others within the same.
    pub weight: u32,
    /// Its weight after missing data, in parts per million of the whole, rounded half to even.
    pub effective_weight_ppm: i64,
    /// Its score in 1e-9, `None` where it has none.
    pub score_nano: Option<i64>,
    /// Its mean. Left out where it is the arithmetic one.
    #[serde(default, skip_serializing_if = "Aggregation::is_arithmetic")]
    pub mean: Aggregation,
    /// Where the weight comes from.
    pub source: Source,
}

/// A dimension or a level, as far as they are alike.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Branch<'a> {
    /// Its id.
    pub id: &'a str,
    /// Its name.
    pub name: &'a Name,
    /// Its weight beside the others of the same whole.
    pub weight: u32,
    /// Its weight after missing data, in parts per million of the whole.
    pub effective_weight_ppm: i64,
    /// Its score in 1e-9, `None` where it has none.
    pub score_nano: Option<i64>,
    /// Its mean; `None` where it is not known.
    pub mean: Option<&'a Aggregation>,
    /// Where the weight comes from.
    pub source: &'a Source,
}

impl<'a> From<&'a LevelScore> for Branch<'a> {
    fn from(it: &'a LevelScore) -> Self {
        Self {
            id: &it.id,
            name: &it.name,
            weight: it.weight,
            effective_weight_ppm: it.effective_weight_ppm,
            score_nano: it.score_nano,
            mean: Some(&it.mean),
            source: &it.source,
        }
    }
}

impl<'a> From<&'a DimensionScore> for Branch<'a> {
    fn from(it: &'a DimensionScore) -> Self {
        Self {
            id: &it.id,
            name: &it.name,
            weight: it.weight,
            effective_weight_ppm: it.effective_weight_ppm,
            score_nano: it.score_nano,
            mean: it.mean.as_ref(),
            source: &it.source,
        }
    }
}

/// A line of what is written of a dimension: itself, a level, or what there is of an indicator.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Line<'a, T> {
    /// The dimension or a level.
    Branch(Branch<'a>),
    /// An indicator.
    Indicator(&'a T),
}

/// What is within a level, by what it is directly within.
pub trait Within {
    /// The id of the level; `None` where it is the dimension itself.
    fn within(&self) -> Option<&str>;
}

impl Within for IndicatorScore {
    fn within(&self) -> Option<&str> {
        self.within.as_deref()
    }
}

/// A dimension and all that is below it in the order of reading: indicators first, then each level before
/// what is within it; with how far below the dimension each stands, from 0 on.
#[must_use]
pub fn outline<'a, T: Within>(
    dimension: Branch<'a>,
    levels: &'a [LevelScore],
    indicators: &'a [T],
) -> Vec<(usize, Line<'a, T>)> {
    let directly = |level: Option<&'a str>, depth| {
        let within = indicators.iter().filter(move |it| it.within() == level);
        within.map(move |it| (depth, Line::Indicator(it)))
    };
    let mut lines = vec![(0, Line::Branch(dimension))];
    lines.extend(directly(None, 1));
    let mut depths = BTreeMap::new();
    for level in levels {
        let above = level.within.as_deref().and_then(|it| depths.get(it)).copied();
        let depth = above.unwrap_or(0) + 1;
        depths.insert(level.id.as_str(), depth);
        lines.push((depth, Line::Branch(level.into())));
        lines.extend(directly(Some(&level.id), depth + 1));
    }
    lines
}

/// The levels on the way from a dimension down to what is directly within one of them, the highest first.
#[must_use]
pub fn way<'a>(levels: &'a [LevelScore], below: &impl Within) -> Vec<&'a LevelScore> {
    let mut way = Vec::new();
    let mut above = below.within();
    // Each level comes before what is within it.
    for level in levels.iter().rev() {
        if above == Some(&level.id) {
            way.push(level);
            above = level.within.as_deref();
        }
    }
    way.reverse();
    way
}

impl DimensionScore {
    /// It and all that is below it, in the order of reading, with how far below it each stands, from 0 on.
    #[must_use]
    pub fn outline(&self) -> Vec<(usize, Line<'_, IndicatorScore>)> {
        outline(self.into(), &self.levels, &self.indicators)
    }

    /// The levels on the way down to one of its indicators, the highest first.
    #[must_use]
    pub fn way(&self, indicator: &IndicatorScore) -> Vec<&LevelScore> {
        way(&self.levels, indicator)
    }
}
