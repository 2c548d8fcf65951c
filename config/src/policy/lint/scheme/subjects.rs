//! What the evaluation of subjects asks of a scheme besides: measures of the pack, names, a grade for each
//! score, and nothing that only a table has.

use metrics::evaluation::scheme::Layout;
use metrics::evaluation::scheme::adjust::Adjustments;
use metrics::source::Name;

use super::SchemeLint;
use super::hundred::is_score;
use crate::fault::{Expected, Wrong};
use crate::settings::is_id;

impl SchemeLint<'_> {
    pub(super) fn subjects(&mut self) {
        let scheme = self.scheme;
        // Evaluations are called by it, and files by them.
        if !is_id(&scheme.id) {
            self.invalid("id", &scheme.id, "expected-id");
        }
        let measures: Vec<&str> =
            self.lint.policy.measures.iter().map(|it| it.id.as_str()).collect();
        for indicator in scheme.indicators() {
            let key = |name: &str| format!("indicator[{}].{name}", indicator.id);
            self.lint.known(key("measure"), indicator.measure(), measures.iter().copied());
            if let Some(denominator) = &indicator.denominator {
                self.invalid(key("denominator"), denominator, "expected-no-table");
            }
        }
        if scheme.table != Layout::default() {
            self.invalid("table", "table", "expected-no-table");
        }
        self.names();
        self.counts();
        self.draws();
        self.grades();
        self.limits();
        self.scores_to_hundred();
    }

    /// Whatever a scorecard prints has a name in both languages.
    fn names(&mut self) {
        let scheme = self.scheme;
        self.named("name", Some(&scheme.name));
        for it in &scheme.bands {
            self.named(&format!("band[{}].name", it.id), Some(&it.name));
        }
        for it in &scheme.dimensions {
            self.named(&format!("dimension[{}].name", it.id), it.name.as_ref());
        }
        for it in scheme.indicators() {
            self.named(&format!("indicator[{}].name", it.id), it.name.as_ref());
        }
        for it in scheme.adjustments.iter().flat_map(Adjustments::all) {
            self.named(&format!("adjustments[{}].name", it.id), it.name.as_ref());
        }
        for it in &scheme.vetoes {
            self.named(&format!("veto[{}].name", it.id), Some(&it.name));
            self.named(&format!("veto[{}].condition", it.id), Some(&it.condition));
        }
    }

    fn named(&mut self, key: &str, name: Option<&Name>) {
        if name.is_none_or(|it| [&it.zh, &it.en].iter().any(|it| it.trim().is_empty())) {
            let expected = Expected::word("expected-names");
            self.lint.fault(key.to_owned(), Wrong::Missing, "", expected);
        }
    }

    /// Every score has a grade, and every grade may be reached.
    fn grades(&mut self) {
        let scheme = self.scheme;
        for band in scheme.bands.iter().filter(|it| !is_score(it.from)) {
            let key = format!("band[{}].from", band.id);
            self.invalid(key, &band.from.get().to_string(), "expected-score");
        }
        match scheme.bands.last() {
            Some(last) if last.from.get() == 0.0 => {}
            last => {
                let actual = last.map_or_else(String::new, |it| it.from.get().to_string());
                let expected = Expected::word("expected-band-zero");
                self.lint.fault("band".to_owned(), Wrong::Order, &actual, expected);
            }
        }
    }
}
