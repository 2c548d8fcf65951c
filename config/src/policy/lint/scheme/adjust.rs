//! What is wrong with deductions, bonuses and vetoes.

use metrics::evaluation::counted::NAMES;
use metrics::evaluation::scheme::adjust::{Adjustment, Adjustments, Veto};
use metrics::source::Confidence;

use super::SchemeLint;
use crate::fault::{Expected, Wrong};

impl SchemeLint<'_> {
    pub(super) fn adjustments(&mut self) {
        let Some(adjustments) = &self.scheme.adjustments else { return };
        self.source("adjustments", &adjustments.source);
        self.rising("adjustments", &[adjustments.least, adjustments.most]);
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

    /// Where subjects are evaluated, each reads a name that facts are counted under; and each deduction
    /// and bonus has a name.
    pub(super) fn counts(&mut self) {
        let scheme = self.scheme;
        let adjustments = || scheme.adjustments.iter().flat_map(Adjustments::all);
        for it in adjustments().filter(|it| it.name.is_none()) {
            let key = format!("adjustments[{}].name", it.id);
            self.lint.fault(key, Wrong::Missing, "", Expected::word("expected-names"));
        }
        let adjusted = adjustments().map(|it| ("adjustments", &it.id, &it.count));
        let vetoed = scheme.vetoes.iter().map(|it| ("veto", &it.id, &it.count));
        let opinions = self.lint.policy.opinion.counts();
        for (list, id, count) in adjusted.chain(vetoed) {
            let names = NAMES.into_iter().chain(opinions.iter().map(String::as_str));
            self.lint.known(format!("{list}[{id}].count"), count, names);
        }
    }
}
