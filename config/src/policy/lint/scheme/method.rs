//! What is wrong with the methods of a scheme and their parameters.

use metrics::evaluation::scheme::method::{
    Aggregation, Availability, Impute, Point, Real, Scale, Screen, Treat, UnitFill,
};

use super::SchemeLint;
use crate::fault::{Expected, Wrong};

/// How often is drawn for subjects: enough to say something, and no evaluation takes minutes.
const SAMPLES: std::ops::RangeInclusive<u32> = 2..=100_000;
/// 100 % in parts per million.
const WHOLE_PPM: i64 = 1_000_000;

impl SchemeLint<'_> {
    /// The methods that the scheme as a whole names.
    pub(super) fn methods(&mut self) {
        let scheme = self.scheme;
        for (key, scale) in [("normalise", &scheme.normalise), ("rescale", &scheme.rescale)] {
            if let Some(scale) = scale {
                self.scale(key, scale);
            }
        }
        self.aggregation("aggregate", &scheme.aggregate);
        if let Some(least) = &scheme.threshold {
            self.availability("threshold", least);
        }
        if let Some(screen) = &scheme.screen {
            self.screen(screen);
        }
        self.impute("impute", &scheme.impute);
        if let Some(treat) = &scheme.treat {
            self.treat("treat", treat);
        }
        self.uncertainty();
    }

    /// Who is named to be scored is not named to be left out.
    fn screen(&mut self, screen: &Screen) {
        self.source("screen", &screen.source);
        self.part("screen.at_least_ppm", screen.at_least_ppm.ppm());
        if let Some(least) = screen.nonzero_at_least_ppm {
            self.part("screen.nonzero_at_least_ppm", least.ppm());
        }
        self.lint.distinct("screen", screen.with.iter().chain(&screen.without).map(String::as_str));
    }

    pub(super) fn treat(&mut self, key: &str, treat: &Treat) {
        self.source(key, &treat.source);
        self.above_zero(&format!("{key}.skewness_max"), treat.skewness_max);
    }

    pub(super) fn availability(&mut self, key: &str, least: &Availability) {
        self.source(key, &least.source);
        self.part(&format!("{key}.at_least_ppm"), least.at_least_ppm.ppm());
    }

    pub(super) fn aggregation(&mut self, key: &str, how: &Aggregation) {
        match how {
            Aggregation::Generalised { power } if power.get() == 0.0 => {
                self.invalid(format!("{key}.power"), "0", "expected-power");
            }
            Aggregation::Generalised { .. }
            | Aggregation::Arithmetic
            | Aggregation::Geometric
            | Aggregation::Harmonic
            | Aggregation::Median
            | Aggregation::Sum
            | Aggregation::Copeland => {}
        }
    }

    pub(super) fn scale(&mut self, key: &str, scale: &Scale) {
        match scale {
            Scale::None | Scale::Rank { .. } => {}
            Scale::MinMax { from, to } => self.rising(key, &[*from, *to]),
            Scale::ZScore { sd, .. } => self.above_zero(&format!("{key}.sd"), *sd),
            Scale::PercentileRank { scale, .. }
            | Scale::Distance { scale, .. }
            | Scale::FractionOfMax { scale } => self.above_zero(&format!("{key}.scale"), *scale),
            Scale::Goalposts { low, high, scale, log, .. } => {
                self.above_zero(&format!("{key}.scale"), *scale);
                if low == high {
                    let actual = format!("{0} … {0}", low.get());
                    let expected = Expected::word("expected-two-posts");
                    self.lint.fault(key.to_owned(), Wrong::Order, &actual, expected);
                }
                if *log {
                    self.above_zero(&format!("{key}.low"), *low);
                    self.above_zero(&format!("{key}.high"), *high);
                }
            }
            Scale::Piecewise { points } => self.points(key, points),
        }
    }

    fn points(&mut self, key: &str, points: &[Point]) {
        if points.is_empty() {
            self.lint.fault(key.to_owned(), Wrong::Missing, "", Expected::word("expected-rising"));
        }
        self.rising(key, &points.iter().map(|it| it.at).collect::<Vec<_>>());
    }

    pub(super) fn rising(&mut self, key: &str, values: &[Real]) {
        if !values.windows(2).all(|pair| pair[0] < pair[1]) {
            let actual: Vec<String> = values.iter().map(|it| it.get().to_string()).collect();
            let expected = Expected::word("expected-rising");
            self.lint.fault(key.to_owned(), Wrong::Order, &actual.join(" … "), expected);
        }
    }

    pub(super) fn above_zero(&mut self, key: &str, value: Real) {
        if value.get() <= 0.0 {
            self.invalid(key, &value.get().to_string(), "expected-above-zero");
        }
    }

    fn part(&mut self, key: &str, ppm: i64) {
        if !(0..=WHOLE_PPM).contains(&ppm) {
            let expected = Expected::integer(0, WHOLE_PPM.unsigned_abs());
            self.lint.fault(key.to_owned(), Wrong::Invalid, &ppm.to_string(), expected);
        }
    }

    fn impute(&mut self, key: &str, how: &Impute) {
        match how {
            Impute::None | Impute::Zero | Impute::Mean | Impute::Median => {}
            Impute::GroupMean { .. } | Impute::GroupMedian { .. } => self.for_tables(key),
            Impute::Latest { within } => {
                self.for_tables(key);
                self.above_zero(&format!("{key}.within"), *within);
                self.over_time();
            }
            Impute::Step | Impute::Linear => {
                self.for_tables(key);
                self.over_time();
            }
            Impute::UnitMean(UnitFill { level, .. })
            | Impute::UnitMedian(UnitFill { level, .. }) => {
                // Indicators are level 1, and each dimension may add one.
                let most = self.scheme.dimensions.len() as u64 + 1;
                if let Some(level) = level.filter(|it| !(2..=most).contains(&(*it).into())) {
                    let expected = Expected::integer(2, most);
                    let key = format!("{key}.level");
                    self.lint.fault(key, Wrong::Invalid, &level.to_string(), expected);
                }
            }
        }
    }

    /// Groups and times are columns, which the measures of subjects have not.
    fn for_tables(&mut self, key: &str) {
        if !self.scheme.subjects.is_empty() {
            self.invalid(key, key, "expected-no-table");
        }
    }

    fn over_time(&mut self) {
        if self.scheme.table.time.is_none() {
            let expected = Expected::word("expected-time");
            self.lint.fault("table.time".to_owned(), Wrong::Missing, "", expected);
        }
    }

    fn uncertainty(&mut self) {
        let Some(uncertainty) = &self.scheme.uncertainty else { return };
        self.source("uncertainty", &uncertainty.source);
        for noise in &uncertainty.weight_noise_ppm {
            self.part("uncertainty.weight_noise_ppm", noise.ppm());
        }
        for how in &uncertainty.impute {
            self.impute("uncertainty.impute", how);
        }
        for scale in &uncertainty.normalise {
            self.scale("uncertainty.normalise", scale);
        }
        for how in &uncertainty.aggregate {
            self.aggregation("uncertainty.aggregate", how);
        }
    }

    /// What might have been chosen otherwise is drawn for every evaluation of subjects; for a table,
    /// whoever asks says how often.
    pub(super) fn draws(&mut self) {
        let Some(uncertainty) = &self.scheme.uncertainty else { return };
        let key = |name: &str| format!("uncertainty.{name}");
        let is_certain = uncertainty.weight_noise_ppm.iter().all(|it| it.ppm() == 0)
            && uncertainty.impute.is_empty()
            && uncertainty.normalise.is_empty()
            && uncertainty.aggregate.is_empty();
        if is_certain {
            let expected = Expected::word("expected-alternative");
            self.lint.fault("uncertainty".to_owned(), Wrong::Missing, "", expected);
        }
        match uncertainty.draw {
            None => {
                let expected = Expected::word("expected-draw");
                self.lint.fault(key("draw"), Wrong::Missing, "", expected);
            }
            Some(draw) if SAMPLES.contains(&draw.samples) => {}
            Some(draw) => {
                let expected =
                    Expected::integer((*SAMPLES.start()).into(), (*SAMPLES.end()).into());
                let actual = draw.samples.to_string();
                self.lint.fault(key("draw.samples"), Wrong::Invalid, &actual, expected);
            }
        }
    }
}
