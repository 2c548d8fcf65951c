//! The scorecard of one subject, from one row of what the kernel scored.

use std::collections::BTreeSet;

use super::super::adjusted::{Adjusted, Points, Vetoed};
use super::super::aggregate::nano;
use super::super::grade::decimal;
use super::super::kernel::{Scored, Verdict, points};
use super::super::measure::{Count, Counts, Measure, sha256_of_lines};
use super::super::scheme::Scheme;
use super::super::scheme::adjust::{Adjustment, Veto};
use super::super::scheme::method::Aggregation;
use super::super::scorecard::{DimensionScore, IndicatorScore, ScoreResult, Scorecard};
use super::super::share::Fraction;
use super::super::tree::{Branch, Is, Tree};
use super::{ScoreError, Subject, counted};

/// One row of what was scored.
pub(super) struct Card<'a> {
    pub(super) scheme: &'a Scheme,
    pub(super) tree: &'a Tree<'a>,
    pub(super) scored: &'a Scored,
    pub(super) row: usize,
}

impl Card<'_> {
    pub(super) fn made(
        &self,
        subject: Subject,
        measures: Vec<Option<Measure>>,
    ) -> Result<Scorecard, ScoreError> {
        let verdict = self.scored.verdicts[self.row];
        let counts = &subject.counts;
        let vetoes: Vec<(&Veto, &Count)> = self.vetoes(counts).collect();
        let bands = &self.scheme.bands;
        let cap = self.scored.caps[self.row];
        Ok(Scorecard {
            result: self.result(verdict)?,
            facts_sha256: self.facts_sha256(&measures, counts),
            adjusted: self.adjusted(verdict, counts),
            band_of_score: verdict.and_then(|it| it.band_of_score).map(|it| (&bands[it]).into()),
            vetoes: vetoes.into_iter().filter_map(|it| self.vetoed(it)).collect(),
            cap: cap.map(|it| (&bands[it]).into()),
            dimensions: self.dimensions(measures),
            robustness: None,
            subject: subject.party,
            subject_name: subject.name,
            findings: subject.findings,
            waived: subject.waived,
        })
    }

    fn result(&self, verdict: Option<Verdict>) -> Result<ScoreResult, ScoreError> {
        let Some(Verdict { score_nano, rounded_nano, band, .. }) = verdict else {
            return Ok(ScoreResult::NotApplicable);
        };
        let band = band.ok_or(ScoreError::NoBand { score_nano })?;
        Ok(ScoreResult::Scored {
            score_nano,
            score: decimal(rounded_nano, self.scheme.rounding),
            band: (&self.scheme.bands[band]).into(),
        })
    }

    /// Deductions and bonuses with their points, as the kernel reckoned them.
    fn adjusted(&self, verdict: Option<Verdict>, counts: &Counts) -> Option<Adjusted> {
        let adjustments = self.scheme.adjustments.as_ref()?;
        let all = |of: &[Adjustment]| {
            of.iter().map(|it| points_of(it, counts.get(&it.count))).collect::<Vec<Points>>()
        };
        Some(Adjusted {
            base_nano: verdict.map(|it| it.base_nano),
            deductions: all(&adjustments.deductions),
            bonuses: all(&adjustments.bonuses),
            bonus_max_nano: nano(adjustments.bonus_max.get()),
            least_nano: nano(adjustments.least.get()),
            most_nano: nano(adjustments.most.get()),
            source: adjustments.source.clone(),
        })
    }

    /// The vetoes that apply, with what was counted of each.
    fn vetoes<'c>(&self, counts: &'c Counts) -> impl Iterator<Item = (&Veto, &'c Count)> {
        let counted = |it: &'_ Veto| counts.get(&it.count);
        (self.scheme.vetoes.iter())
            .filter_map(move |it| Some((it, counted(it)?)))
            .filter(|(it, count)| it.at_least.get() <= count.value)
    }

    fn vetoed(&self, (veto, count): (&Veto, &Count)) -> Option<Vetoed> {
        Some(Vetoed {
            id: veto.id.clone(),
            name: veto.name.clone(),
            condition: veto.condition.clone(),
            counted: veto.count.clone(),
            count: count.clone(),
            at_least: veto.at_least.get(),
            band: (&self.scheme.bands[self.place(&veto.band)?]).into(),
            ground: veto.ground.clone(),
            source: veto.source.clone(),
        })
    }

    fn place(&self, band: &str) -> Option<usize> {
        self.scheme.bands.iter().position(|it| it.id == band)
    }

    /// SHA-256 over the hashes of all facts that the scheme counted, each once, sorted.
    fn facts_sha256(&self, measures: &[Option<Measure>], counts: &Counts) -> String {
        let divided = measures.iter().flatten().flat_map(|it| [&it.numerator, &it.denominator]);
        let counted = self.scheme.counts().filter_map(|name| counts.get(name));
        let all = divided.chain(counted).map(|count| count.facts.sha256.as_str());
        sha256_of_lines(all.collect::<BTreeSet<_>>().iter())
    }

    /// The parts of the whole, each with all indicators below it.
    fn dimensions(&self, measures: Vec<Option<Measure>>) -> Vec<DimensionScore> {
        let shares = self.shares();
        let mut scores: Vec<Option<IndicatorScore>> =
            (self.tree.leaves().zip(measures).enumerate())
                .map(|(at, (indicator, measure))| {
                    Some(IndicatorScore {
                        id: indicator.id.clone(),
                        name: indicator.name(),
                        weight: indicator.weight,
                        effective_weight_ppm: shares[at].ppm(),
                        measure,
                        score_nano: self.score_nano(at),
                        source: self.tree.nodes[at].source.clone(),
                        agreement: Vec::new(),
                    })
                })
                .collect();
        let Is::Branch(whole) = &self.tree.nodes[self.tree.whole()].is else { return Vec::new() };
        let dimension = |&at: &usize| {
            let node = &self.tree.nodes[at];
            let below = (0..scores.len()).filter(|&leaf| self.is_below(leaf, at));
            let indicators = below.collect::<Vec<_>>();
            DimensionScore {
                id: node.id.to_owned(),
                name: node.name(self.scheme),
                weight: node.weight,
                effective_weight_ppm: shares[at].ppm(),
                score_nano: self.score_nano(at),
                mean: self.mean(at),
                source: node.source.clone(),
                indicators: indicators.iter().filter_map(|&leaf| scores[leaf].take()).collect(),
            }
        };
        whole.parts.iter().map(dimension).collect()
    }

    /// The mean of a dimension; where one within it has another, that one: what is below it does not add up.
    fn mean(&self, dimension: usize) -> Aggregation {
        let within = self.tree.branches().filter(|(at, _)| self.is_below(*at, dimension));
        let mut means: Vec<&Aggregation> = within.map(|(_, it)| it.aggregate).collect();
        // The dimension comes after what is within it.
        means.reverse();
        means.iter().find(|it| !it.is_arithmetic()).copied().cloned().unwrap_or_default()
    }

    fn is_below(&self, leaf: usize, above: usize) -> bool {
        std::iter::successors(Some(leaf), |&at| self.tree.nodes[at].parent).any(|at| at == above)
    }

    fn score_nano(&self, node: usize) -> Option<i64> {
        self.scored.scores[node][self.row].value().map(nano)
    }

    /// The share of each node in the whole, counting only what has a score.
    fn shares(&self) -> Vec<Fraction> {
        let weight = |&part: &usize| match self.scored.scores[part][self.row].value() {
            Some(_) => u64::from(self.tree.nodes[part].weight),
            None => 0,
        };
        let mut shares = vec![Fraction::ONE; self.tree.nodes.len()];
        let branches: Vec<(usize, &Branch)> = self.tree.branches().collect();
        for (at, branch) in branches.into_iter().rev() {
            let whole = branch.parts.iter().map(weight).sum();
            let above = match self.scored.scores[at][self.row].value() {
                Some(_) => shares[at],
                None => Fraction::ZERO,
            };
            for part in &branch.parts {
                shares[*part] = above.times(weight(part), whole);
            }
        }
        shares
    }
}

fn points_of(adjustment: &Adjustment, count: Option<&Count>) -> Points {
    Points {
        id: adjustment.id.clone(),
        name: adjustment.name(),
        counted: adjustment.count.clone(),
        count: count.cloned(),
        each_nano: nano(adjustment.points.get()),
        max_nano: adjustment.points_max.map(|it| nano(it.get())),
        points_nano: nano(points(adjustment, counted(count))),
        source: adjustment.source.clone(),
    }
}
