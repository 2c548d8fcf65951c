//! What is wrong with panels, what they rate, and what may be determined.

use metrics::opinion::{PanelKind, Selection};

use super::Lint;
use crate::fault::{Expected, Wrong};

/// Perfect agreement, in parts per million.
const WHOLE_PPM: u64 = 1_000_000;
/// Fewer ratings leave nothing when the highest and the lowest are dropped.
const TRIMMED_MIN: u64 = 3;

impl Lint<'_> {
    /// Sources, ids that are there once, panels that exist, and numbers that mean something.
    pub(super) fn opinion(&mut self) {
        self.file = "opinion.toml";
        let policy = &self.policy.opinion;
        self.source("agreement", &policy.agreement.source);
        let at_least = policy.agreement.at_least_ppm;
        self.within("agreement.at_least_ppm", u64::try_from(at_least).ok(), (0, WHOLE_PPM));
        self.distinct("panel", policy.panels.iter().map(|it| it.kind.as_str()));
        for panel in &policy.panels {
            let key = format!("panel[{}]", panel.kind.as_str());
            self.source(&key, &panel.source);
            self.within(&format!("{key}.raters_min"), Some(panel.raters_min), (1, u64::MAX));
            if let Selection::TrimmedMean { from } = panel.selection {
                let key = format!("{key}.selection.from");
                self.within(&key, Some(from), (TRIMMED_MIN, u64::MAX));
            }
        }
        self.distinct("indicator", policy.questions.iter().map(|it| it.id.as_str()));
        for question in &policy.questions {
            let panels = policy.panels.iter().map(|it| it.kind.as_str());
            let key = format!("indicator[{}].panel", question.id);
            self.known(key, PanelKind::as_str(question.panel), panels);
        }
        self.distinct("determination", policy.matters.iter().map(|it| it.id.as_str()));
        for matter in &policy.matters {
            let key = format!("determination[{}]", matter.id);
            self.source(&key, &matter.source);
            self.within(&format!("{key}.bodies"), Some(matter.bodies.len() as u64), (1, u64::MAX));
        }
    }

    fn within(&mut self, key: &str, value: Option<u64>, (least, most): (u64, u64)) {
        if value.is_none_or(|it| !(least..=most).contains(&it)) {
            let actual = value.map(|it| it.to_string()).unwrap_or_default();
            let expected = Expected::integer(least, most);
            self.fault(key.to_owned(), Wrong::Invalid, &actual, expected);
        }
    }
}
