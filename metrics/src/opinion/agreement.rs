//! How far the raters of a panel agree about an indicator over all parties: Krippendorff's alpha for
//! interval data, which may have gaps (K. Krippendorff, Computing Krippendorff's Alpha-Reliability,
//! 2011), and Kendall's W with the correction for ties, of the raters who rated every party (M. G.
//! Kendall, Rank Correlation Methods, ch. 6). Whole numbers throughout; rounded once, half to even.

use std::collections::{BTreeMap, BTreeSet};

use serde::{Deserialize, Serialize};

use super::once::repeats;
use super::tally::{Said, is_within};
use super::{OpinionEntry, OpinionPolicy, PanelKind, Rating, counts};
use crate::evaluation::measure::MeasureDefinition;
use crate::evaluation::scorecard::{Evaluation, Scorecard};
use crate::party::PartyId;
use crate::period::Span;

/// Parts per million of a whole.
const PPM: i128 = 1_000_000;

/// How far the raters of one panel agree about one indicator. It warns, and changes no score.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct PanelAgreement {
    /// The panel's id.
    pub panel: String,
    /// Who sits on it.
    pub kind: PanelKind,
    /// The months rated.
    pub period: Span,
    /// How many raters are counted.
    pub raters: u64,
    /// How many parties they rated.
    pub subjects: u64,
    /// How many ratings are counted.
    pub ratings: u64,
    /// How many ratings are not, for a conflict of interest or because they are there already.
    pub set_aside: u64,
    /// Krippendorff's alpha, parts per million: 1 000 000 is perfect, 0 what chance gives, below is
    /// worse. `None` where no party has two ratings, or all ratings are the same.
    pub alpha_ppm: Option<i64>,
    /// Kendall's W, parts per million, from 0 to 1 000 000. `None` where fewer than two raters rated
    /// every party, or these are fewer than two or equal to every rater.
    pub kendall_w_ppm: Option<i64>,
    /// The least alpha of which nothing is said, parts per million.
    pub at_least_ppm: i64,
}

impl PanelAgreement {
    /// Whether the raters agree less than the policy pack asks.
    #[must_use]
    pub fn is_low(&self) -> bool {
        self.alpha_ppm.is_some_and(|it| it < self.at_least_ppm)
    }
}

/// A rating, whom it is about, and whether it is counted.
type Rated<'a> = (&'a PartyId, &'a Rating, bool);

/// The agreement of every panel that rated months in a span, by indicator.
#[must_use]
pub fn agreements(
    policy: &OpinionPolicy,
    span: Span,
    said: &[Said],
) -> BTreeMap<String, Vec<PanelAgreement>> {
    let mut panels: BTreeMap<(&str, Span, &str), Vec<Rated<'_>>> = BTreeMap::new();
    let again = repeats(said.iter().map(|it| (&it.party, &it.entry)));
    for (at, it) in said.iter().enumerate() {
        let OpinionEntry::Rating(rating) = &it.entry else { continue };
        if is_within(rating.period, span) {
            let key = (rating.indicator.as_str(), rating.period, rating.panel.as_str());
            let is_counted = it.entry.counts() && !again.contains_key(&at);
            panels.entry(key).or_default().push((&it.party, rating, is_counted));
        }
    }
    let mut all: BTreeMap<String, Vec<PanelAgreement>> = BTreeMap::new();
    for ((indicator, period, panel), ratings) in panels {
        let Some(kind) = ratings.first().map(|(_, it, _)| it.panel_kind) else { continue };
        let agreement = agreement((panel, kind, period), &ratings, policy.agreement.at_least_ppm);
        all.entry(indicator.to_owned()).or_default().push(agreement);
    }
    all
}

/// Writes the agreement beside each indicator whose measure counts a panel's scores.
pub fn note(
    scorecards: &mut [Scorecard],
    measures: &[MeasureDefinition],
    agreements: &BTreeMap<String, Vec<PanelAgreement>>,
) {
    for (indicator, panels) in agreements {
        let counted = counts::sum_ppm(indicator);
        let measures: Vec<&str> =
            measures.iter().filter(|it| it.numerator == counted).map(|it| it.id.as_str()).collect();
        let scores = scorecards.iter_mut().flat_map(|it| &mut it.dimensions);
        for score in scores.flat_map(|it| &mut it.indicators) {
            if score.measure.as_ref().is_some_and(|it| measures.contains(&it.id.as_str())) {
                score.agreement.clone_from(panels);
            }
        }
    }
}

/// The agreement of each panel about each indicator of an evaluation, once, by indicator.
#[must_use]
pub fn beside(evaluation: &Evaluation) -> Vec<(&str, &PanelAgreement)> {
    let dimensions = evaluation.scorecards.iter().flat_map(|it| &it.dimensions);
    let panels = dimensions
        .flat_map(|it| &it.indicators)
        .flat_map(|it| it.agreement.iter().map(|panel| (it.id.as_str(), panel)));
    let once: BTreeMap<_, _> =
        panels.map(|it| ((it.0, it.1.period, it.1.panel.as_str()), it)).collect();
    once.into_values().collect()
}

fn agreement(
    (panel, kind, period): (&str, PanelKind, Span),
    ratings: &[Rated<'_>],
    at_least_ppm: i64,
) -> PanelAgreement {
    let mut parties: BTreeMap<&PartyId, BTreeMap<&str, i64>> = BTreeMap::new();
    for (party, rating, _) in ratings.iter().filter(|(.., is_counted)| *is_counted) {
        let ppm = i64::try_from(rating.ppm()).unwrap_or_default();
        parties.entry(*party).or_default().insert(&rating.rater, ppm);
    }
    let raters: BTreeSet<&str> = parties.values().flat_map(BTreeMap::keys).copied().collect();
    let units: Vec<Vec<i64>> = parties.values().map(|it| it.values().copied().collect()).collect();
    let complete = raters.iter().filter_map(|rater| {
        parties.values().map(|of_party| of_party.get(rater).copied()).collect::<Option<Vec<i64>>>()
    });
    let counted: usize = units.iter().map(Vec::len).sum();
    PanelAgreement {
        panel: panel.to_owned(),
        kind,
        period,
        raters: raters.len() as u64,
        subjects: units.len() as u64,
        ratings: counted as u64,
        set_aside: (ratings.len() - counted) as u64,
        alpha_ppm: alpha_ppm(&units),
        kendall_w_ppm: kendall_w_ppm(&complete.collect::<Vec<_>>()),
        at_least_ppm,
    }
}

/// Krippendorff's alpha of the values of each unit, which are at most a million from 0. With the
/// difference of intervals it is `1 − (n − 1) · Σ p(u) / (m(u) − 1) / p`, where `p` sums the squared
/// differences of pairs, of a unit with `m(u)` values or of all `n` values in units with several. The
/// share of the units with as many values is cut at a millionth of a squared difference.
fn alpha_ppm(units: &[Vec<i64>]) -> Option<i64> {
    let mut within: BTreeMap<i128, i128> = BTreeMap::new();
    let mut all = Pairs::default();
    for values in units.iter().filter(|it| 1 < it.len()) {
        let mut unit = Pairs::default();
        for &value in values {
            unit.add(value);
            all.add(value);
        }
        *within.entry(unit.values).or_default() += unit.squares();
    }
    let observed: i128 = within.iter().map(|(values, pairs)| pairs * PPM / (values - 1)).sum();
    let expected = all.squares();
    half_even(PPM * expected - (all.values - 1) * observed, expected)
}

/// Sums from which the squared differences of all pairs of values follow.
#[derive(Clone, Copy, Debug, Default)]
struct Pairs {
    values: i128,
    sum: i128,
    squared: i128,
}

impl Pairs {
    fn add(&mut self, value: i64) {
        let value = i128::from(value);
        self.values += 1;
        self.sum += value;
        self.squared += value * value;
    }

    /// Σ (x − y)² over pairs.
    fn squares(self) -> i128 {
        self.values * self.squared - self.sum * self.sum
    }
}

/// Kendall's W of the values that each rater gave to the same units: `12 S / (m² (n³ − n) − m T)`,
/// where `S` is the squared deviation of the rank sums and `T` sums `t³ − t` over ties. Ranks are
/// doubled, so that middle ranks are whole.
fn kendall_w_ppm(raters: &[Vec<i64>]) -> Option<i64> {
    let units = raters.first()?.len();
    if raters.len() < 2 || units < 2 {
        return None;
    }
    let (m, n) = (raters.len() as i128, units as i128);
    let (mut doubled, mut ties) = (vec![0_i128; units], 0_i128);
    for values in raters {
        let mut order: Vec<usize> = (0..units).collect();
        order.sort_by_key(|&unit| values[unit]);
        let mut below = 0_i128;
        for tied in order.chunk_by(|&a, &b| values[a] == values[b]) {
            let tied_units = tied.len() as i128;
            for &unit in tied {
                doubled[unit] += 2 * below + tied_units + 1;
            }
            below += tied_units;
            ties += tied_units * tied_units * tied_units - tied_units;
        }
    }
    let deviation: i128 = doubled.iter().map(|sum| (sum - m * (n + 1)) * (sum - m * (n + 1))).sum();
    half_even(3 * PPM * deviation, m * m * (n * n * n - n) - m * ties)
}

/// A quotient rounded half to even; `None` where nothing is divided by.
fn half_even(above: i128, below: i128) -> Option<i64> {
    if below <= 0 {
        return None;
    }
    let (floor, rest) = (above.div_euclid(below), above.rem_euclid(below));
    let is_up = below < 2 * rest + floor.rem_euclid(2);
    i64::try_from(floor + i128::from(is_up)).ok()
}

#[cfg(test)]
mod tests;
