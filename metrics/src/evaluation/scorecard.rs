//! Scorecards: the tree of indicators of one subject in one period, and an evaluation of many.
//!
//! They are written as canonical JSON: the same facts, policy and scheme give the same bytes.

use jiff::Timestamp;
use jiff::civil::Date;
use serde::{Deserialize, Serialize};

use super::adjusted::{Adjusted, Vetoed};
use super::measure::Measure;
use super::robustness::{Robustness, Standing};
use super::scheme::method::{Aggregation, Availability};
use super::scheme::{Band, Missing, Rounding};
use crate::money::format_minor;
use crate::opinion::agreement::PanelAgreement;
use crate::party::PartyId;
use crate::period::Span;
use crate::source::{Name, Source};

/// The scorecards of all subjects of one scheme in one period, with everything they were computed
/// from. What is reviewed, approved and delivered.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Evaluation {
    /// Version of this shape.
    pub schema: u32,
    /// The scheme.
    pub scheme: DocumentRef,
    /// The scheme's title.
    pub name: Name,
    /// The policy pack.
    pub policy: DocumentRef,
    /// The release that computed it.
    pub release: String,
    /// The months covered.
    pub period: Span,
    /// What was known at this instant was counted.
    pub as_of: Timestamp,
    /// The zone that days were meant in, by its IANA name; `None` where it has none, and before it was kept
    /// here.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub zone: Option<String>,
    /// The missing-data policy of the scheme.
    pub missing: Missing,
    /// The rounding of the scheme.
    pub rounding: Rounding,
    /// One for each subject, by subject id.
    pub scorecards: Vec<Scorecard>,
    /// What a mean needs to be one; `None` where one value is enough.
    #[serde(default)]
    pub threshold: Option<Availability>,
    /// The mean of the whole. Left out where it is the arithmetic one, so that what was written before it was
    /// kept here stays as it was.
    #[serde(default, skip_serializing_if = "Aggregation::is_arithmetic")]
    pub mean: Aggregation,
    /// How much it can bear; `None` where the scheme asks for no draws.
    #[serde(default)]
    pub robustness: Option<Robustness>,
    /// What it was taken from, if it holds some of the scorecards of an evaluation. Left out of a whole one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub excerpt: Option<Excerpt>,
}

/// The evaluation that an excerpt was taken from.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Excerpt {
    /// Its id.
    pub evaluation: String,
    /// SHA-256 of its canonical JSON, in lowercase hexadecimal.
    pub sha256: String,
    /// How many subjects it grades.
    pub subjects: usize,
    /// Which rank the subjects of the excerpt have among all of these, in the order of the scorecards.
    pub ranks: Vec<Option<usize>>,
}

impl Evaluation {
    /// The scorecards with their ranks, best first; those without score come last, without rank.
    /// A single subject has none: there is nobody to be before or behind.
    ///
    /// Ranked is the rounded score, which is what people see: equal scores share a rank and the
    /// ranks after them are skipped. Equals stay in the order of their ids.
    ///
    /// In an excerpt each keeps the rank that it has among all.
    #[must_use]
    pub fn ranked(&self) -> Vec<(Option<usize>, &Scorecard)> {
        if let Some(excerpt) = &self.excerpt {
            let mut ranked: Vec<_> = excerpt.ranks.iter().copied().zip(&self.scorecards).collect();
            ranked.sort_by_key(|(rank, _)| rank.unwrap_or(usize::MAX));
            return ranked;
        }
        if let [single] = self.scorecards.as_slice() {
            return vec![(None, single)];
        }
        let key = |card: &Scorecard| match &card.result {
            ScoreResult::Scored { score_nano, .. } => Some(*score_nano),
            ScoreResult::NotApplicable => None,
        };
        let mut cards: Vec<&Scorecard> = self.scorecards.iter().collect();
        cards.sort_by_key(|card| std::cmp::Reverse(key(card)));
        let mut ranked: Vec<(Option<usize>, &Scorecard)> = Vec::with_capacity(cards.len());
        for (position, card) in (1..).zip(cards) {
            let rank = match (&card.result, ranked.last()) {
                (ScoreResult::NotApplicable, _) => None,
                (result, Some((rank, better))) if result.ties_with(&better.result) => *rank,
                (ScoreResult::Scored { .. }, _) => Some(position),
            };
            ranked.push((rank, card));
        }
        ranked
    }

    /// The scorecard of a subject.
    #[must_use]
    pub fn card(&self, subject: &PartyId) -> Option<&Scorecard> {
        self.scorecards.iter().find(|it| it.subject == *subject)
    }

    /// What an indicator of a dimension adds to the score of the indicators, in 1e-9, rounding down; `None`
    /// where it has no score, and where its way up has another mean than the arithmetic one: there nothing
    /// is added.
    #[must_use]
    pub fn contribution_nano(
        &self,
        of: &DimensionScore,
        indicator: &IndicatorScore,
    ) -> Option<i64> {
        let adds = self.mean.is_arithmetic() && of.mean.is_arithmetic();
        indicator.contribution_nano().filter(|_| adds)
    }

    /// Whether a single subject is graded, so that it has no rank among others.
    #[must_use]
    pub fn is_of_one(&self) -> bool {
        self.excerpt.as_ref().map_or(self.scorecards.len(), |it| it.subjects) == 1
    }

    /// The scorecards of some subjects alone, given the id of the evaluation and the SHA-256 of its
    /// canonical JSON. Nothing else of it changes.
    #[must_use]
    pub fn excerpt(&self, (id, sha256): (&str, &str), subjects: &[&PartyId]) -> Self {
        let ranked = self.ranked();
        let rank = |card: &Scorecard| {
            let of_card = ranked.iter().find(|(_, it)| it.subject == card.subject);
            of_card.and_then(|(rank, _)| *rank)
        };
        let taken = self.scorecards.iter().filter(|it| subjects.contains(&&it.subject));
        let scorecards: Vec<Scorecard> = taken.cloned().collect();
        let excerpt = Excerpt {
            evaluation: id.to_owned(),
            sha256: sha256.to_owned(),
            subjects: self.scorecards.len(),
            ranks: scorecards.iter().map(rank).collect(),
        };
        Self { scorecards, excerpt: Some(excerpt), ..self.clone() }
    }
}

/// A document that a figure was computed with.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct DocumentRef {
    /// Its id.
    pub id: String,
    /// Its version, `0` where it has none.
    pub version: u32,
    /// SHA-256 of its bytes, in lowercase hexadecimal.
    pub sha256: String,
}

/// The scores of one subject.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Scorecard {
    /// Who.
    pub subject: PartyId,
    /// The subject's name in the register, as submitted.
    pub subject_name: String,
    /// The final score, or why there is none.
    pub result: ScoreResult,
    /// Open findings of error or worse about the subject in the period, by rule.
    pub findings: Vec<FindingCount>,
    /// The dimensions, in the scheme's order.
    pub dimensions: Vec<DimensionScore>,
    /// SHA-256 over the hashes of all facts counted.
    pub facts_sha256: String,
    /// Findings of error or worse that stand, and that a waiver in force covers: they are not among
    /// those that are open. They change no measure. Left out where there is none, so that what was
    /// written before there were waivers stays as it was.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub waived: Vec<WaivedFinding>,
    /// Deductions and bonuses; `None` where the scheme has none.
    #[serde(default)]
    pub adjusted: Option<Adjusted>,
    /// The grade by the score alone; `None` where there is no score, and before schema 2.
    #[serde(default)]
    pub band_of_score: Option<BandRef>,
    /// The vetoes that apply, in the scheme's order.
    #[serde(default)]
    pub vetoes: Vec<Vetoed>,
    /// The grade that vetoes leave at most; `None` where none applies.
    #[serde(default)]
    pub cap: Option<BandRef>,
    /// How its rank and grade spread over the draws; `None` without score or draws.
    #[serde(default)]
    pub robustness: Option<Standing>,
}

impl Scorecard {
    /// The grade given. A veto gives one to who has no score, too: the cap.
    #[must_use]
    pub fn grade(&self) -> Option<&BandRef> {
        match &self.result {
            ScoreResult::Scored { band, .. } => Some(band),
            ScoreResult::NotApplicable => self.cap.as_ref(),
        }
    }
}

/// The final score of a subject.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "state", rename_all = "snake_case")]
pub enum ScoreResult {
    /// There is one.
    Scored {
        /// Fixed to 1e-9, half to even, before rounding.
        score_nano: i64,
        /// Rounded by the scheme's rule, as decimal text: `89.99`.
        score: String,
        /// The grade, as far as vetoes leave it.
        band: BandRef,
    },
    /// No indicator has a value.
    NotApplicable,
}

impl ScoreResult {
    /// Whether both have a score and it is the same after rounding.
    fn ties_with(&self, other: &Self) -> bool {
        match (self, other) {
            (Self::Scored { score: mine, .. }, Self::Scored { score: theirs, .. }) => {
                mine == theirs
            }
            (Self::NotApplicable, _) | (_, Self::NotApplicable) => false,
        }
    }
}

/// A grade as given.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct BandRef {
    /// Its id.
    pub id: String,
    /// Its name.
    pub name: Name,
}

impl From<&Band> for BandRef {
    fn from(band: &Band) -> Self {
        Self { id: band.id.clone(), name: band.name.clone() }
    }
}

/// Findings of one rule.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct FindingCount {
    /// The rule.
    pub rule: String,
    /// How many are open.
    pub open: u64,
}

/// Findings of one rule that a waiver covers.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct WaivedFinding {
    /// The number of the waiver.
    pub waiver: i64,
    /// The rule.
    pub rule: String,
    /// How many.
    pub waived: u64,
    /// Why.
    pub reason: String,
    /// The document that it rests on.
    pub document: String,
    /// The account of who granted it.
    pub approved_by: String,
    /// The last day on which it holds.
    pub until: Date,
}

/// The score of a dimension.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct DimensionScore {
    /// Its id.
    pub id: String,
    /// Its name.
    pub name: Name,
    /// Its weight in hundred.
    pub weight: u32,
    /// Its weight after missing data, in parts per million of the whole, rounded half to even.
    pub effective_weight_ppm: i64,
    /// Its score in 1e-9, `None` where no indicator has a value.
    pub score_nano: Option<i64>,
    /// Its mean. Left out where it is the arithmetic one.
    #[serde(default, skip_serializing_if = "Aggregation::is_arithmetic")]
    pub mean: Aggregation,
    /// Where the weight comes from.
    pub source: Source,
    /// Its indicators, in the scheme's order.
    pub indicators: Vec<IndicatorScore>,
}

/// The score of an indicator.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct IndicatorScore {
    /// Its id.
    pub id: String,
    /// Its name.
    pub name: Name,
    /// Its weight in hundred, within the dimension.
    pub weight: u32,
    /// Its weight after missing data, in parts per million of the whole, rounded half to even.
    pub effective_weight_ppm: i64,
    /// What was measured; `None` when nobody counted what it needs.
    pub measure: Option<Measure>,
    /// Its score in 1e-9. `None` where the measure has no value, except that what nobody counted
    /// scores 0 under [`Missing::Zero`].
    pub score_nano: Option<i64>,
    /// Where weight and scale come from.
    pub source: Source,
    /// How far the raters agree, where panels rate it.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub agreement: Vec<PanelAgreement>,
}

impl IndicatorScore {
    /// What the indicator adds to the final score under arithmetic means, in 1e-9, rounding down: effective
    /// weight times score. For explaining; the final score itself is computed before anything is rounded.
    #[must_use]
    pub(super) fn contribution_nano(&self) -> Option<i64> {
        let product = i128::from(self.effective_weight_ppm) * i128::from(self.score_nano?);
        i64::try_from(product / 1_000_000).ok()
    }
}

/// A score of 1e-9 with two decimals, half up: for reading only, what counts has all nine.
#[must_use]
pub fn score_text(score_nano: i64) -> String {
    let hundredths = (i128::from(score_nano) + 5_000_000).div_euclid(10_000_000);
    format_minor(hundredths, 2)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::evaluation::scheme::RoundingMode;

    fn scorecard(subject: &str, score: Option<(i64, &str)>) -> Scorecard {
        let name = Name { zh: String::new(), en: String::new() };
        let band = BandRef { id: String::new(), name };
        Scorecard {
            subject: format!("name:{subject}").parse().unwrap(),
            subject_name: subject.to_owned(),
            result: score.map_or(ScoreResult::NotApplicable, |(score_nano, score)| {
                ScoreResult::Scored { score_nano, score: score.to_owned(), band }
            }),
            findings: Vec::new(),
            dimensions: Vec::new(),
            facts_sha256: String::new(),
            adjusted: None,
            band_of_score: None,
            vetoes: Vec::new(),
            cap: None,
            robustness: None,
            waived: Vec::new(),
        }
    }

    fn evaluation(scorecards: Vec<Scorecard>) -> Evaluation {
        let document = || DocumentRef { id: String::new(), version: 0, sha256: String::new() };
        Evaluation {
            schema: 1,
            scheme: document(),
            name: Name { zh: String::new(), en: String::new() },
            policy: document(),
            release: String::new(),
            period: "2026".parse().unwrap(),
            as_of: Timestamp::UNIX_EPOCH,
            zone: None,
            missing: Missing::Zero,
            rounding: Rounding { decimals: 2, mode: RoundingMode::HalfUp },
            scorecards,
            threshold: None,
            mean: Aggregation::Arithmetic,
            robustness: None,
            excerpt: None,
        }
    }

    #[test]
    fn equal_rounded_scores_share_a_rank_and_the_next_is_skipped() {
        let evaluation = evaluation(vec![
            scorecard("a", Some((80_001_000_000, "80.00"))),
            scorecard("b", None),
            scorecard("c", Some((79_999_000_000, "80.00"))),
            scorecard("d", Some((90_000_000_000, "90.00"))),
            scorecard("e", Some((9_000_000_000, "9.00"))),
        ]);
        let ranked: Vec<_> = (evaluation.ranked().into_iter())
            .map(|(rank, card)| (rank, card.subject_name.as_str()))
            .collect();
        let expected =
            [(Some(1), "d"), (Some(2), "a"), (Some(2), "c"), (Some(4), "e"), (None, "b")];
        assert_eq!(ranked, expected);
    }

    #[test]
    fn a_single_subject_has_no_rank() {
        let alone = evaluation(vec![scorecard("a", Some((80_000_000_000, "80.00")))]);
        assert_eq!(alone.ranked()[0].0, None);
        assert!(alone.is_of_one());
    }

    /// Whom an excerpt takes, and their ranks in it.
    type Row<'a> = (&'a [&'a str], &'a [(Option<usize>, &'a str)]);

    /// Who is second of four stays second, alone or beside the last.
    #[test]
    fn an_excerpt_keeps_the_ranks_of_the_whole() {
        let cards = [("a", Some((1, "1.00"))), ("b", Some((3, "3.00"))), ("c", Some((2, "2.00")))];
        let whole = evaluation(
            cards.into_iter().chain([("d", None)]).map(|it| scorecard(it.0, it.1)).collect(),
        );
        let party = |name: &str| format!("name:{name}").parse::<PartyId>().unwrap();
        let rows: [Row<'_>; 4] = [
            (&["c"], &[(Some(2), "c")]),
            (&["a", "c"], &[(Some(2), "c"), (Some(3), "a")]),
            (&["d", "b"], &[(Some(1), "b"), (None, "d")]),
            (&["e"], &[]),
        ];
        for (subjects, expected) in rows {
            let subjects: Vec<PartyId> = subjects.iter().map(|it| party(it)).collect();
            let excerpt = whole.excerpt(("id", "hash"), &subjects.iter().collect::<Vec<_>>());
            let ranked = excerpt.ranked();
            let ranked: Vec<_> =
                ranked.iter().map(|(rank, it)| (*rank, it.subject_name.as_str())).collect();
            assert_eq!(ranked, expected);
            assert!(!excerpt.is_of_one(), "they are ranked among four");
            assert_eq!(excerpt.excerpt.unwrap().subjects, 4);
        }
        let json = serde_json::to_string(&whole).unwrap();
        assert!(!json.contains("excerpt"), "whole ones are written as they were");
    }

    #[test]
    fn scores_are_read_with_two_decimals() {
        assert_eq!(score_text(89_985_000_000), "89.99");
        assert_eq!(score_text(89_984_999_999), "89.98");
        assert_eq!(score_text(0), "0.00");
    }
}
