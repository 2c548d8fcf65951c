//! By what means scores were put together, as far as that was recorded.

use super::super::scheme::Scheme;
use super::super::scheme::method::Aggregation;
use super::super::tree::Tree;
use super::{DimensionScore, Evaluation, IndicatorScore};

impl Evaluation {
    /// What an indicator of a dimension adds to the score of the indicators, in 1e-9, rounding down; `None`
    /// where it has no score, and where its way up has another mean than the arithmetic one, is not known, or
    /// the whole is rescaled: there nothing is added.
    #[must_use]
    pub fn contribution_nano(
        &self,
        of: &DimensionScore,
        indicator: &IndicatorScore,
    ) -> Option<i64> {
        let levels = of.way(indicator).into_iter().map(|it| Some(&it.mean));
        let mut means = [self.mean.as_ref(), of.mean.as_ref()].into_iter().chain(levels);
        let are_arithmetic = means.all(|it| it.is_some_and(Aggregation::is_arithmetic));
        indicator.contribution_nano().filter(|_| are_arithmetic && self.rescale.is_none())
    }

    /// The same with the means of the scheme that it was computed by, and its scale of the whole, where they
    /// were not recorded yet.
    #[must_use]
    pub fn with_means_of(mut self, scheme: &Scheme) -> Self {
        let Some(tree) = Tree::of(scheme).ok().filter(|_| self.mean.is_none()) else { return self };
        self.mean = Some(scheme.aggregate.clone());
        self.rescale.clone_from(&scheme.rescale);
        for dimension in self.scorecards.iter_mut().flat_map(|it| &mut it.dimensions) {
            let mut branches = tree.branches();
            let node = branches.find(|(at, _)| tree.nodes[*at].id == dimension.id);
            dimension.mean = node.map(|(at, _)| tree.mean(at));
        }
        self
    }

    /// The same as it was written before means were recorded.
    #[must_use]
    pub fn without_means(mut self) -> Self {
        (self.mean, self.rescale) = (None, None);
        for dimension in self.scorecards.iter_mut().flat_map(|it| &mut it.dimensions) {
            dimension.mean = None;
        }
        self
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::super::tests::{evaluation, scorecard};
    use super::*;
    use crate::evaluation::scheme::method::{Real, Scale};

    /// A dimension of one indicator, which is within another one of that mean.
    fn scheme(within: &str) -> Scheme {
        let name = json!({ "zh": "", "en": "" });
        let source = json!({ "instrument": "default", "confidence": "default" });
        let indicator = json!({ "id": "a", "name": name, "measure": "a", "weight": 100 });
        let scheme = json!({
            "id": "s", "version": 1, "name": name, "source": source, "missing": "redistribute",
            "rounding": { "decimals": 2, "mode": "half-up" },
            "rescale": { "method": "min-max", "from": 0.0, "to": 100.0 },
            "dimension": [
                { "id": "X", "weight": 100, "indicator": [] },
                { "id": "Y", "weight": 100, "within": "X", "indicator": [indicator],
                    "aggregate": { "method": within } },
            ],
        });
        serde_json::from_value(scheme).unwrap()
    }

    /// An evaluation of one subject, whose only indicator scores 80 and is its half.
    fn graded() -> Evaluation {
        let name = json!({ "zh": "", "en": "" });
        let source = json!({ "instrument": "default", "confidence": "default" });
        let dimension = json!({
            "id": "X", "name": name, "weight": 100, "effective_weight_ppm": 1_000_000, "source": source,
            "score_nano": 80_000_000_000_i64, "mean": { "method": "arithmetic" },
            "indicators": [{
                "id": "a", "name": name, "weight": 50, "effective_weight_ppm": 500_000,
                "measure": null, "score_nano": 80_000_000_000_i64, "source": source,
            }],
        });
        let mut card = scorecard("a", Some((80_000_000_000, "80.00")));
        card.dimensions.push(serde_json::from_value(dimension).unwrap());
        evaluation(vec![card])
    }

    /// What the indicator adds.
    fn added(evaluation: &Evaluation) -> Option<i64> {
        let dimension = &evaluation.scorecards[0].dimensions[0];
        evaluation.contribution_nano(dimension, &dimension.indicators[0])
    }

    /// By hand: half of 80 are 40.
    #[test]
    fn what_an_indicator_adds_is_told_where_it_is_added() {
        let min_max = || {
            let (from, to) = (Real::new(0.0).unwrap(), Real::new(100.0).unwrap());
            Some(Scale::MinMax { from, to })
        };
        let rows = [
            (Some(Aggregation::Arithmetic), None, Some(40_000_000_000)),
            (Some(Aggregation::Arithmetic), min_max(), None),
            (Some(Aggregation::Geometric), None, None),
            (None, None, None),
        ];
        for (mean, rescale, expected) in rows {
            let given = Evaluation { mean, rescale, ..graded() };
            assert_eq!(added(&given), expected, "{:?} {:?}", given.mean, given.rescale);
        }
    }

    #[test]
    fn means_that_were_not_recorded_are_those_of_the_scheme() {
        let old = graded().without_means();
        let written = serde_json::to_value(&old).unwrap();
        assert_eq!(written.get("mean"), None, "{written}");
        assert_eq!(written["scorecards"][0]["dimensions"][0].get("mean"), None, "{written}");
        assert_eq!(added(&old), None, "not known is not arithmetic");
        let found = old.clone().with_means_of(&scheme("geometric"));
        assert_eq!(found.mean, Some(Aggregation::Arithmetic));
        assert!(found.rescale.is_some());
        let mean = |it: &Evaluation| it.scorecards[0].dimensions[0].mean.clone();
        assert_eq!(mean(&found), Some(Aggregation::Geometric), "that of what is within it");
        assert_eq!(mean(&old.with_means_of(&scheme("arithmetic"))), Some(Aggregation::Arithmetic));
        let recorded = graded();
        assert_eq!(recorded.clone().with_means_of(&scheme("geometric")), recorded);
    }
}
