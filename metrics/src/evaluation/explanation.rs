//! Explanations: for each figure of a scorecard the path down to the rows that were handed in.

use std::collections::{BTreeMap, BTreeSet};

use jiff::Timestamp;
use serde::Serialize;

use super::adjusted::{Adjusted, Vetoed};
use super::gain::Gain;
use super::measure::{Count, MeasureDefinition};
use super::scheme::method::{Aggregation, Direction, Scale};
use super::scorecard::level::{Branch, LevelScore, Line, Within, outline, way};
use super::scorecard::{BandRef, DimensionScore, DocumentRef, IndicatorScore, ScoreResult};
use crate::party::PartyId;
use crate::period::Span;
use crate::source::{Name, Source};

/// How the score of one subject comes about.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Explanation {
    /// The scheme.
    pub scheme: DocumentRef,
    /// The scheme's title.
    pub name: Name,
    /// The policy pack.
    pub policy: DocumentRef,
    /// The months covered.
    pub period: Span,
    /// What was known at this instant was counted.
    pub as_of: Timestamp,
    /// Who.
    pub subject: PartyId,
    /// The subject's name in the register, as submitted.
    pub subject_name: String,
    /// The final score, or that there is none.
    pub result: ScoreResult,
    /// The grade by the score alone; `None` where there is no score.
    pub band_of_score: Option<BandRef>,
    /// The grade given; `None` where there is none.
    pub grade: Option<BandRef>,
    /// What to mend first, of what is asked for; `None` where the score does not come out again.
    pub gains: Option<Vec<Gain>>,
    /// The mean of the whole; `None` where it is not known.
    pub mean: Option<Aggregation>,
    /// The scale that the whole is put on; `None` where there is none.
    pub rescale: Option<Scale>,
    /// The dimensions, in the scheme's order.
    pub dimensions: Vec<Dimension>,
    /// What was deducted and added; `None` where the scheme does neither.
    pub adjusted: Option<Adjusted>,
    /// The vetoes that apply.
    pub vetoes: Vec<Vetoed>,
    /// What deductions, bonuses and vetoes count, by the name of the count. None where only an indicator
    /// is asked for.
    pub counted: BTreeMap<String, Part>,
}

impl Explanation {
    /// Whether every fact is still what the scorecard was computed from.
    #[must_use]
    pub fn holds(&self) -> bool {
        let paths = self.dimensions.iter().flat_map(|it| &it.indicators);
        paths.flat_map(Path::parts).chain(self.counted.values()).all(|it| it.holds)
    }
}

/// How the score of a dimension comes about.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Dimension {
    /// Its id.
    pub id: String,
    /// Its name.
    pub name: Name,
    /// Its weight in hundred.
    pub weight: u32,
    /// Its weight after missing data, in parts per million of the whole.
    pub effective_weight_ppm: i64,
    /// Its score in 1e-9.
    pub score_nano: Option<i64>,
    /// Its mean; `None` where it is not known.
    pub mean: Option<Aggregation>,
    /// Where the weight comes from.
    pub source: Source,
    /// The levels on the way to its indicators, each before what is within it. Left out where there is none.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub levels: Vec<LevelScore>,
    /// Its indicators and those of its levels, in the scheme's order.
    pub indicators: Vec<Path>,
}

impl Dimension {
    /// A dimension of a scorecard with the paths of its indicators, and the levels that these lead through.
    #[must_use]
    pub fn of(score: &DimensionScore, indicators: Vec<Path>) -> Self {
        let led_through: BTreeSet<&str> =
            indicators.iter().flat_map(|it| way(&score.levels, it)).map(|it| &*it.id).collect();
        let is_led_through = |it: &&LevelScore| led_through.contains(&*it.id);
        Self {
            levels: score.levels.iter().filter(is_led_through).cloned().collect(),
            id: score.id.clone(),
            name: score.name.clone(),
            weight: score.weight,
            effective_weight_ppm: score.effective_weight_ppm,
            score_nano: score.score_nano,
            mean: score.mean.clone(),
            source: score.source.clone(),
            indicators,
        }
    }

    /// It, the levels and the paths in the order of reading, with how far below it each stands, from 0 on.
    #[must_use]
    pub fn outline(&self) -> Vec<(usize, Line<'_, Path>)> {
        let head = Branch {
            id: &self.id,
            name: &self.name,
            weight: self.weight,
            effective_weight_ppm: self.effective_weight_ppm,
            score_nano: self.score_nano,
            mean: self.mean.as_ref(),
            source: &self.source,
        };
        outline(head, &self.levels, &self.indicators)
    }
}

/// From an indicator down to the rows.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Path {
    /// What the indicator adds to the score of the indicators, in 1e-9; `None` where it has no score, and
    /// where nothing is added: under other means, or where the whole is rescaled.
    pub adds_nano: Option<i64>,
    /// The indicator as scored: weight, effective weight, score.
    pub indicator: IndicatorScore,
    /// The scale that makes a score of the measure.
    pub scale: Scale,
    /// Whether more of the measure is better.
    pub direction: Direction,
    /// How the measure is computed; `None` where the policy pack does not have it.
    pub measure: Option<MeasureDefinition>,
    /// What was counted above the line.
    pub numerator: Option<Part>,
    /// What was counted below it.
    pub denominator: Option<Part>,
    /// A page of the rows that broke the rule which the measure counts.
    pub failed: Vec<FailedRow>,
    /// Whether there are more after it.
    pub more_failed: bool,
    /// Rows that could not be read, of submissions whose counts differ: what they belong to is not known
    /// to be right, and does not count as such.
    pub unread: Vec<FailedRow>,
    /// Whether there are more of these.
    pub more_unread: bool,
}

impl Within for Path {
    fn within(&self) -> Option<&str> {
        self.indicator.within()
    }
}

impl Path {
    /// Numerator and denominator, where they were counted.
    pub fn parts(&self) -> impl Iterator<Item = &Part> {
        self.numerator.iter().chain(&self.denominator)
    }
}

/// A count with a page of its facts.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Part {
    /// Its name in the policy pack, such as `vouchers_balanced`.
    pub name: String,
    /// What the scorecard says: value, number and hash of the facts.
    pub count: Count,
    /// Whether the facts, counted again, have the same value and hash.
    pub holds: bool,
    /// A page of the facts, in the order in which they are counted.
    pub facts: Vec<Fact>,
}

/// A fact that was counted.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Fact {
    /// What is hashed: tells it from the other facts of its count.
    pub label: String,
    /// What people call it; `""` where the receipt says it all.
    pub name: String,
    /// What it adds to the count.
    pub value: u64,
    /// The submission that it stands in; `""` where there is none.
    pub receipt: String,
    /// The name of the file handed in, as submitted; `""` where there is none.
    pub file_name: String,
    /// The sheet, `""` where there is none.
    pub sheet: String,
    /// The other files, where it is counted of several.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub more: Vec<FactFile>,
    /// The row there, in this file; of several, the first. `None` where nothing was handed in or no row was
    /// kept.
    pub row: Option<u64>,
    /// The last row, where it is counted of several: those between may be of other facts.
    pub last_row: Option<u64>,
}

/// A file that a fact is counted of besides its first one.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct FactFile {
    /// The submission.
    pub receipt: String,
    /// The name of the file handed in, as submitted.
    pub file_name: String,
    /// The sheet, `""` where there is none.
    pub sheet: String,
}

impl Fact {
    /// Whether a file is counted, or a part of it, and no row of its own.
    #[must_use]
    pub fn is_of_file(&self) -> bool {
        self.row.is_none() || self.last_row.is_some()
    }
}

/// A row that broke a rule.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct FailedRow {
    /// The rule.
    pub rule: String,
    /// The submission that first showed it.
    pub receipt: String,
    /// The name of the file handed in, as submitted.
    pub file_name: String,
    /// The sheet, `""` where there is none.
    pub sheet: String,
    /// The row.
    pub row: Option<u64>,
    /// The column, `""` where there is none.
    pub column: String,
    /// What would be right.
    pub expected: String,
    /// What was found, as submitted.
    pub actual: String,
}
