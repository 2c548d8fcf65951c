//! What is wrong with the figures about prices.

use std::collections::BTreeSet;

use jiff::civil::Date;
use metrics::register::Standard;

use super::Lint;
use crate::fault::{Expected, Wrong};

/// The whole, in parts per million: no mark and no tax rate is above it.
const WHOLE_PPM: u64 = 1_000_000;

impl Lint<'_> {
    /// Sources, marks that rise, a day that every year has, roles and rates that are there once.
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
        self.counted();
        for rate in &policy.vat_rates {
            let key = format!("vat_rate[{}]", rate.rate_ppm);
            self.source(&key, &rate.source);
            self.days(key.clone(), rate.effective_from, rate.effective_to);
            self.part(key, rate.rate_ppm);
        }
    }

    /// A role counts once for each chart that is meant, and one of these charts has it.
    fn counted(&mut self) {
        let policy = self.policy;
        let mut seen = BTreeSet::new();
        for it in &policy.pricing.counted {
            let charts = Standard::ALL.into_iter().filter(|standard| it.is_of(*standard));
            let charts: Vec<Standard> = charts.collect();
            for role in &it.roles {
                let key = format!("counted[{}]", role.as_str());
                let known: BTreeSet<&str> =
                    charts.iter().flat_map(|it| self.roles_of(*it)).collect();
                self.known(key.clone(), role.as_str(), known);
                if !charts.iter().all(|standard| seen.insert((*standard, *role))) {
                    let expected = Expected::word("expected-unique");
                    self.fault(key, Wrong::Duplicate, role.as_str(), expected);
                }
            }
            let roles: Vec<&str> = it.roles.iter().map(|it| it.as_str()).collect();
            self.source(&format!("counted[{}]", roles.join(" ")), &it.source);
        }
    }

    fn part(&mut self, key: String, ppm: i64) {
        if !u64::try_from(ppm).is_ok_and(|it| (1..=WHOLE_PPM).contains(&it)) {
            self.fault(key, Wrong::Invalid, &ppm.to_string(), Expected::integer(1, WHOLE_PPM));
        }
    }
}
