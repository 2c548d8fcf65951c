//! Incidents: scales, clocks and types. That a higher level has a higher bound is an invariant of its
//! type.

use metrics::incident::{ClockRules, Condition, Graded, Scale};
use metrics::source::Confidence;

use super::Lint;
use crate::fault::{Expected, Wrong};

impl Lint<'_> {
    pub(super) fn incident(&mut self) {
        self.file = "incident.toml";
        let policy = &self.policy.incident;
        self.distinct("scale", policy.all_scales().map(|it| it.id.as_str()));
        for scale in policy.all_scales() {
            self.scale(scale);
        }
        self.clocks(&policy.clocks);
    }

    fn clocks(&mut self, clocks: &ClockRules) {
        self.source("clocks.report", &clocks.report.source);
        self.source("clocks.report", &clocks.report.complete_source);
        self.source("clocks.report", &clocks.report.hours_source);
        self.source("clocks.reminders", &clocks.reminders.source);
        let rules = || clocks.statutory.iter().chain(&clocks.agreement);
        self.distinct("clocks", rules().map(|it| it.id.as_str()));
        for clock in rules() {
            for source in clock.penalties.iter().chain([&clock.source]) {
                self.source(&format!("clocks[{}]", clock.id.as_str()), source);
            }
        }
        for duty in &clocks.unchecked {
            self.source(&format!("clocks.unchecked[{}]", duty.id), &duty.source);
        }
        let figures = clocks.report.first.iter().chain(&clocks.report.complete);
        let items = figures.map(|&it| ("clocks.report.complete", it.into(), (1, 8)));
        let hours = [clocks.report.remind_hours, clocks.report.clue_hours];
        let hours = hours.map(|it| ("clocks.report.hours", it, (1, 8_760)));
        let shares = clocks.reminders.shares_ppm.iter();
        let shares = shares.map(|&it| ("clocks.reminders.shares_ppm", it, (1, 1_000_000)));
        for (key, figure, (least, most)) in items.chain(hours).chain(shares) {
            if !(least..=most).contains(&figure) {
                let expected = Expected::integer(least.into(), most.into());
                self.fault(key.to_owned(), Wrong::Invalid, &figure.to_string(), expected);
            }
        }
        if !clocks.reminders.shares_ppm.is_sorted() {
            let expected = Expected::word("expected-rising-marks");
            self.fault("clocks.reminders.shares_ppm".to_owned(), Wrong::Order, "", expected);
        }
    }

    fn scale(&mut self, scale: &Scale) {
        let known = self.policy.instruments.iter().map(|it| it.id.as_str());
        self.known(format!("scale[{}]", scale.id), &scale.id, known);
        let figures = scale.figures.iter().map(|it| it.id.as_str());
        let words = scale.words.iter().map(|it| it.id.as_str());
        self.distinct("condition", figures.chain(words));
        for condition in &scale.figures {
            self.bounds(condition);
        }
        for condition in &scale.words {
            self.bounds(condition);
            for bound in condition.bounds.as_slice() {
                let words = condition.of.words().iter().map(|(en, _)| *en);
                let key = format!("condition[{}].bounds", condition.id);
                self.known(key, bound.at_least.as_str(), words);
            }
        }
    }

    /// What is recalled with low confidence may be kept, disabled.
    fn bounds<K, V: Graded>(&mut self, condition: &Condition<K, V>) {
        for bound in condition.bounds.as_slice() {
            if bound.enabled || bound.source.confidence != Confidence::RecalledLow {
                self.source(&format!("condition[{}]", condition.id), &bound.source);
            }
        }
    }

    /// A code begins with that of its category, and with that of no other.
    pub(super) fn incident_types(&mut self) {
        self.file = "incident-types.toml";
        let types = &self.policy.incident_types;
        self.source("", &types.source);
        let codes = types.categories.iter().flat_map(|it| &it.types).map(|it| it.code.as_str());
        let categories = || types.categories.iter().map(|it| it.code.as_str());
        self.distinct("type", categories().chain(codes));
        for category in &types.categories {
            let own = category.code.as_str();
            if let Some(other) = categories().find(|it| *it != own && own.starts_with(it)) {
                let expected = Expected::word("expected-unique");
                self.fault(format!("category[{own}]"), Wrong::Duplicate, other, expected);
            }
            for it in category.types.iter().filter(|it| !it.code.starts_with(own)) {
                let expected = Expected::value(format!("{own}…"));
                self.fault(format!("category[{own}].types"), Wrong::Invalid, &it.code, expected);
            }
        }
        for (index, rule) in types.veris.iter().enumerate() {
            self.known(format!("veris[{index}].category"), &rule.category, categories());
        }
    }
}
