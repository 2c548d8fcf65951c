//! What is wrong with a scheme: its hierarchy, weights, bands and sources. Its methods are in
//! `method`, what comes after the mean in `adjust`; what only the evaluation of subjects asks is in
//! `subjects`, and that their scores lie between 0 and 100 in `hundred`.

mod adjust;
mod hundred;
mod method;
mod subjects;

use metrics::evaluation::scheme::{Dimension, Indicator, Rounding, Scheme};
use metrics::evaluation::tree::{Tree, TreeError};
use metrics::source::{Confidence, Source};

use super::{DEFAULT, Lint};
use crate::fault::{Expected, FileFault, Wrong};
use crate::policy::Policy;

/// The sum of weights where subjects are evaluated.
const WHOLE: u64 = 100;
/// The decimals that a score has at most.
const DECIMALS_MAX: u8 = 9;

/// Everything that is wrong in a scheme that is used with a pack.
#[must_use]
pub fn lint_scheme(file: &str, scheme: &Scheme, policy: &Policy) -> Vec<FileFault> {
    let lint = Lint { policy, file, faults: Vec::new() };
    let mut lint = SchemeLint { lint, scheme };
    lint.source("", &scheme.source);
    lint.rounding("rounding", scheme.rounding);
    lint.bands();
    lint.hierarchy();
    lint.methods();
    lint.adjustments();
    lint.vetoes();
    for dimension in &scheme.dimensions {
        lint.dimension(dimension);
    }
    if !scheme.subjects.is_empty() {
        lint.subjects();
    }
    lint.lint.faults
}

/// A lint of one scheme.
struct SchemeLint<'a> {
    lint: Lint<'a>,
    scheme: &'a Scheme,
}

impl SchemeLint<'_> {
    fn invalid(&mut self, key: impl Into<String>, actual: &str, expected: &'static str) {
        self.lint.fault(key.into(), Wrong::Invalid, actual, Expected::word(expected));
    }

    /// A scheme for subjects names instruments of the pack; one for tables names its own.
    fn source(&mut self, key: &str, source: &Source) {
        if !self.scheme.subjects.is_empty() {
            return self.lint.source(key, source);
        }
        if (source.instrument == DEFAULT) != (source.confidence == Confidence::Default) {
            let key = if key.is_empty() { "source".to_owned() } else { format!("{key}.source") };
            let expected = Expected::word("expected-source-mark");
            self.lint.fault(key, Wrong::SourceMark, source.confidence.as_str(), expected);
        }
    }

    fn rounding(&mut self, key: &str, rounding: Rounding) {
        if DECIMALS_MAX < rounding.decimals {
            let expected = Expected::integer(0, DECIMALS_MAX.into());
            let actual = rounding.decimals.to_string();
            self.lint.fault(format!("{key}.decimals"), Wrong::Invalid, &actual, expected);
        }
    }

    /// Bands descend; where subjects are evaluated, from at most 100 to exactly 0.
    fn bands(&mut self) {
        let scheme = self.scheme;
        self.lint.distinct("band", scheme.bands.iter().map(|it| it.id.as_str()));
        for (at, band) in scheme.bands.iter().enumerate() {
            let key = format!("band[{}]", band.id);
            self.source(&key, &band.source);
            let above = at.checked_sub(1).map(|above| scheme.bands[above].from);
            if above.is_some_and(|above| above <= band.from) {
                let expected = Expected::word("expected-descending");
                self.lint.fault(key, Wrong::Order, &band.from.get().to_string(), expected);
            }
        }
    }

    /// Every dimension leads up to the whole, every id is there once, and every whole weighs something.
    fn hierarchy(&mut self) {
        let scheme = self.scheme;
        let dimensions = || scheme.dimensions.iter().map(|it| it.id.as_str());
        self.lint.distinct("dimension", dimensions());
        self.lint.distinct("indicator", scheme.indicators().map(|it| it.id.as_str()));
        let indicators: Vec<&str> = scheme.indicators().map(|it| it.id.as_str()).collect();
        let whole = scheme.id.as_str();
        let as_dimension = dimensions().filter(|id| *id == whole).map(|id| ("dimension", id));
        let as_indicator = dimensions().chain([whole]).filter(|id| indicators.contains(id));
        for (list, id) in as_dimension.chain(as_indicator.map(|id| ("indicator", id))) {
            let expected = Expected::word("expected-unique");
            self.lint.fault(format!("{list}[{id}]"), Wrong::Duplicate, id, expected);
        }
        for (dimension, within) in
            scheme.dimensions.iter().filter_map(|it| Some((it, it.within.as_ref()?)))
        {
            let key = format!("dimension[{}].within", dimension.id);
            self.lint.known(key, within, dimensions());
        }
        match Tree::of(scheme) {
            Ok(tree) => self.weights(&tree),
            Err(TreeError::Circle { dimension }) => {
                let key = format!("dimension[{dimension}].within");
                self.invalid(key, &dimension, "expected-no-circle");
            }
            Err(TreeError::Unknown { .. }) => {} // said above
        }
    }

    /// Dimensions weigh among themselves, and so do the indicators beside them.
    fn weights(&mut self, tree: &Tree) {
        for (at, branch) in tree.branches() {
            let key = match branch.dimension {
                None => "dimension".to_owned(),
                Some(dimension) if dimension.indicators.is_empty() => {
                    format!("dimension[{}]", dimension.id)
                }
                Some(dimension) => format!("dimension[{}].indicator", dimension.id),
            };
            let sum: u64 =
                branch.parts.iter().map(|&part| u64::from(tree.nodes[part].weight)).sum();
            if !self.scheme.subjects.is_empty() && sum != WHOLE {
                let expected = Expected::value(WHOLE.to_string());
                self.lint.fault(key, Wrong::Sum, &sum.to_string(), expected);
            } else if sum == 0 {
                let expected = Expected::word("expected-weight");
                self.lint.fault(key, Wrong::Sum, &format!("0 ({})", tree.nodes[at].id), expected);
            }
        }
    }

    fn dimension(&mut self, dimension: &Dimension) {
        let key = format!("dimension[{}]", dimension.id);
        if let Some(source) = &dimension.source {
            self.source(&key, source);
        }
        if let Some(how) = &dimension.aggregate {
            self.aggregation(&format!("{key}.aggregate"), how);
        }
        if let Some(threshold) = &dimension.threshold {
            self.availability(&format!("{key}.threshold"), threshold);
        }
        for indicator in &dimension.indicators {
            self.indicator(indicator);
        }
    }

    fn indicator(&mut self, indicator: &Indicator) {
        let key = format!("indicator[{}]", indicator.id);
        if let Some(source) = &indicator.source {
            self.source(&key, source);
        }
        if let Some(rounding) = indicator.rounding {
            self.rounding(&format!("{key}.rounding"), rounding);
        }
        if let Some(scale) = &indicator.normalise {
            self.scale(&format!("{key}.normalise"), scale);
        }
        if let Some(treat) = &indicator.treat {
            self.treat(&format!("{key}.treat"), treat);
        }
        if let Some(per) = indicator.per {
            let key = format!("{key}.per");
            self.above_zero(&key, per);
            if indicator.denominator.is_none() {
                self.invalid(key, &per.get().to_string(), "expected-denominator");
            }
        }
    }
}
