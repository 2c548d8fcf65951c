//! What is wrong with the figures about prices.

use std::collections::{BTreeMap, BTreeSet};

use jiff::civil::Date;
use metrics::effective::Holding;
use metrics::ledger::chart::Role;
use metrics::pricing::policy::Counted;
use metrics::register::Standard;

use super::Lint;
use crate::fault::{Expected, Wrong};

/// The whole, in parts per million: no mark and no tax rate is above it.
const WHOLE_PPM: u64 = 1_000_000;

impl Lint<'_> {
    /// Sources, days, marks that rise, a day that every year has, roles that are there once.
    pub(super) fn pricing(&mut self) {
        self.file = "pricing.toml";
        let policy = &self.policy.pricing;
        for (key, warning) in self.effective("warning", &policy.warning) {
            self.source(&key, &warning.source);
            self.marks(&format!("{key}.marks_ppm"), &warning.marks_ppm);
        }
        for (key, due) in self.effective("annual_report", &policy.annual_report) {
            self.source(&key, &due.source);
            let (month, day) = (due.month, due.day);
            // A year without a leap day, so that the day is in every year.
            if Date::new(2001, month, day).is_err() {
                let expected = Expected::word("expected-day-of-every-year");
                self.fault(key, Wrong::Invalid, &format!("{month:02}-{day:02}"), expected);
            }
        }
        for (key, trial) in self.effective("trial", &policy.trial) {
            self.source(&key, &trial.source);
        }
        for (key, cycle) in self.effective("cycle", &policy.cycle) {
            self.source(&key, &cycle.source);
        }
        self.counted();
        for row in &policy.vat_rates {
            let rate = &row.value;
            let key = format!("vat_rate[{}]", rate.rate_ppm);
            self.source(&key, &rate.source);
            self.holding(&key, row);
            self.rate(key, rate.rate_ppm);
        }
    }

    fn marks(&mut self, key: &str, marks: &[i64]) {
        if !marks.windows(2).all(|pair| pair[0] < pair[1]) {
            let actual: Vec<String> = marks.iter().map(ToString::to_string).collect();
            let expected = Expected::word("expected-rising-marks");
            self.fault(key.to_owned(), Wrong::Order, &actual.join(" … "), expected);
        }
        for mark in marks {
            self.part(key.to_owned(), *mark);
        }
    }

    /// On each day a role counts once for each chart that is meant, and one of these charts has it.
    fn counted(&mut self) {
        let policy = self.policy;
        let mut seen: BTreeMap<(Standard, Role), Vec<&Holding<Counted>>> = BTreeMap::new();
        for row in &policy.pricing.counted {
            let it = &row.value;
            let charts = Standard::ALL.into_iter().filter(|standard| it.is_of(*standard));
            let charts: Vec<Standard> = charts.collect();
            for role in &it.roles {
                let key = format!("counted[{}]", role.as_str());
                let known: BTreeSet<&str> =
                    charts.iter().flat_map(|it| self.roles_of(*it)).collect();
                self.known(key.clone(), role.as_str(), known);
                let mut is_twice = false;
                for standard in &charts {
                    let others = seen.entry((*standard, *role)).or_default();
                    is_twice |= others.iter().any(|it| overlap(it, row));
                    others.push(row);
                }
                if is_twice {
                    let expected = Expected::word("expected-unique");
                    self.fault(key, Wrong::Duplicate, role.as_str(), expected);
                }
            }
            let roles: Vec<&str> = it.roles.iter().map(|it| it.as_str()).collect();
            let key = format!("counted[{}]", roles.join(" "));
            self.source(&key, &it.source);
            self.holding(&key, row);
        }
    }

    /// A tax rate, which may be nothing.
    fn rate(&mut self, key: String, ppm: i64) {
        if !u64::try_from(ppm).is_ok_and(|it| it <= WHOLE_PPM) {
            self.fault(key, Wrong::Invalid, &ppm.to_string(), Expected::integer(0, WHOLE_PPM));
        }
    }

    fn part(&mut self, key: String, ppm: i64) {
        if !u64::try_from(ppm).is_ok_and(|it| (1..=WHOLE_PPM).contains(&it)) {
            self.fault(key, Wrong::Invalid, &ppm.to_string(), Expected::integer(1, WHOLE_PPM));
        }
    }
}

/// Whether two rows hold on the same day.
fn overlap<T>(one: &Holding<T>, other: &Holding<T>) -> bool {
    let first = other.effective_from.unwrap_or(Date::MIN);
    one.holds((first, other.effective_to.unwrap_or(Date::MAX)))
}
