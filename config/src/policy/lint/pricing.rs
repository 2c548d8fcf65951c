//! What is wrong with the figures about prices.

use std::collections::BTreeSet;

use jiff::civil::Date;

use super::Lint;
use crate::fault::{Expected, Wrong};

/// The whole, in parts per million: no mark and no tax rate is above it.
const WHOLE_PPM: u64 = 1_000_000;

impl Lint<'_> {
    /// Sources, marks that rise, a day that every year has, accounts and rates that are there once.
    pub(super) fn pricing(&mut self) {
        self.file = "pricing.toml";
        let policy = &self.policy.pricing;
        self.source("warning", &policy.warning.source);
        self.source("annual_report", &policy.annual_report.source);
        self.source("trial", &policy.trial.source);
        self.source("cycle", &policy.cycle.source);
        let marks = &policy.warning.marks_ppm;
        if !marks.windows(2).all(|pair| pair[0] < pair[1]) {
            let actual: Vec<String> = marks.iter().map(ToString::to_string).collect();
            let expected = Expected::word("expected-rising-marks");
            self.fault("warning.marks_ppm".to_owned(), Wrong::Order, &actual.join(" … "), expected);
        }
        for mark in marks {
            self.part("warning.marks_ppm".to_owned(), *mark);
        }
        let (month, day) = (policy.annual_report.month, policy.annual_report.day);
        // A year without a leap day, so that the day is in every year.
        if Date::new(2001, month, day).is_err() {
            let (key, actual) = ("annual_report".to_owned(), format!("{month:02}-{day:02}"));
            let expected = Expected::word("expected-day-of-every-year");
            self.fault(key, Wrong::Invalid, &actual, expected);
        }
        let mut seen = BTreeSet::new();
        for it in &policy.accounts {
            let key = format!("account[{} {}]", it.standard.as_str(), it.prefix);
            self.source(&key, &it.source);
            if it.prefix.is_empty() || !it.prefix.bytes().all(|byte| byte.is_ascii_digit()) {
                let expected = Expected::word("expected-digits");
                self.fault(key, Wrong::Invalid, &it.prefix, expected);
            } else if seen.iter().any(|(standard, prefix): &(_, &str)| {
                *standard == it.standard
                    && (prefix.starts_with(&it.prefix) || it.prefix.starts_with(prefix))
            }) {
                self.fault(key, Wrong::Duplicate, &it.prefix, Expected::word("expected-unique"));
            }
            seen.insert((it.standard, it.prefix.as_str()));
        }
        for rate in &policy.vat_rates {
            let key = format!("vat_rate[{}]", rate.rate_ppm);
            self.source(&key, &rate.source);
            self.part(key, rate.rate_ppm);
        }
    }

    fn part(&mut self, key: String, ppm: i64) {
        if !u64::try_from(ppm).is_ok_and(|it| (1..=WHOLE_PPM).contains(&it)) {
            self.fault(key, Wrong::Invalid, &ppm.to_string(), Expected::integer(1, WHOLE_PPM));
        }
    }
}
