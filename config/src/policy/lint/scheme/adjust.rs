//! What is wrong with deductions, bonuses and vetoes.

use metrics::evaluation::counted::NAMES;
use metrics::evaluation::scheme::adjust::{Adjustment, Adjustments, Veto};
use metrics::source::Confidence;

use super::SchemeLint;
use super::hundred::is_score;
use crate::fault::{Expected, Wrong};

impl SchemeLint<'_> {
    pub(super) fn adjustments(&mut self) {
        let Some(adjustments) = &self.scheme.adjustments else { return };
        self.source("adjustments", &adjustments.source);
        self.rising("adjustments", &[adjustments.least, adjustments.most]);
        if adjustments.bonus_max.get() < 0.0 {
            let actual = adjustments.bonus_max.get().to_string();
            self.invalid("adjustments.bonus_max", &actual, "expected-from-zero");
        }
        self.lint.distinct("adjustments", adjustments.all().map(|it| it.id.as_str()));
        for Adjustment { id, points, points_max, source, .. } in adjustments.all() {
            let key = format!("adjustments[{id}]");
            self.source(&key, source);
            self.above_zero(&format!("{key}.points"), *points);
            if let Some(most) = points_max {
                self.above_zero(&format!("{key}.points_max"), *most);
            }
        }
    }

    /// A veto names a band of the scheme, and an article that the fact breaks: what takes a grade away
    /// whatever the score is no project default.
    pub(super) fn vetoes(&mut self) {
        let scheme = self.scheme;
        self.lint.distinct("veto", scheme.vetoes.iter().map(|it| it.id.as_str()));
        for Veto { id, band, ground, source, .. } in &scheme.vetoes {
            let key = format!("veto[{id}]");
            let bands = scheme.bands.iter().map(|it| it.id.as_str());
            self.lint.known(format!("{key}.band"), band, bands);
            self.source(&key, source);
            if ground.confidence == Confidence::Default || ground.article.is_empty() {
                let (key, expected) = (format!("{key}.ground"), Expected::word("expected-ground"));
                self.lint.fault(key, Wrong::Missing, "", expected);
            } else {
                self.source(&format!("{key}.ground"), ground);
            }
        }
    }

    /// Where subjects are evaluated, limits are scores, and deductions may lead down to the lowest grade.
    pub(super) fn limits(&mut self) {
        let scheme = self.scheme;
        let Some(Adjustments { least, most, .. }) = &scheme.adjustments else { return };
        for (key, limit) in [("adjustments.least", least), ("adjustments.most", most)] {
            if !is_score(*limit) {
                self.invalid(key, &limit.get().to_string(), "expected-score");
            }
        }
        let passes = scheme.bands.iter().rev().nth(1);
        if passes.is_some_and(|it| it.from <= *least) {
            self.invalid("adjustments.least", &least.get().to_string(), "expected-below-pass");
        }
    }

    /// Where subjects are evaluated, each reads a name that facts are counted under.
    pub(super) fn counts(&mut self) {
        let scheme = self.scheme;
        let adjustments = || scheme.adjustments.iter().flat_map(Adjustments::all);
        let adjusted = adjustments().map(|it| ("adjustments", &it.id, &it.count));
        let vetoed = scheme.vetoes.iter().map(|it| ("veto", &it.id, &it.count));
        let opinions = self.lint.policy.opinion.counts();
        for (list, id, count) in adjusted.chain(vetoed) {
            let names = NAMES.into_iter().chain(opinions.iter().map(String::as_str));
            self.lint.known(format!("{list}[{id}].count"), count, names);
        }
    }
}
