//! What is wrong with a pack or a scheme although its files have the right shape.

mod effective;
mod incident;
mod opinion;
mod pricing;
mod procedure;
mod references;
mod scheme;
mod statements;
mod waiver;

use std::collections::BTreeSet;

use jiff::civil::Date;
use metrics::calendar::Calendar;
use metrics::ledger::chart::Role;
use metrics::register::Standard;
use metrics::source::{Confidence, Source};

use super::{Pack, Policy};
use crate::fault::{Expected, FileFault, Wrong};

pub use scheme::lint_scheme;

/// The name that a source without instrument has.
const DEFAULT: &str = "default";
/// The characters of an article that are quoted at most.
const QUOTE_CHARACTERS_MAX: usize = 40;

/// Everything that is wrong in a pack, each with its line where the file has it. Faults of shape hide the
/// others.
#[must_use]
pub fn lint(pack: &Pack) -> Vec<FileFault> {
    let on_its_line = |it: FileFault| match pack.file(&it.file) {
        Some(text) => it.on_its_line(text),
        None => it,
    };
    faults(pack).into_iter().map(on_its_line).collect()
}

fn faults(pack: &Pack) -> Vec<FileFault> {
    let policy = match Policy::read(pack) {
        Ok(policy) => policy,
        Err(faults) => return faults,
    };
    let mut lint = Lint { policy: &policy, file: "", faults: Vec::new() };
    lint.instruments();
    lint.sources();
    lint.charts();
    lint.ids();
    lint.articles();
    lint.obligations();
    lint.measures();
    lint.ledger();
    lint.supply();
    lint.disclosure();
    lint.opinion();
    lint.usage();
    lint.incident();
    lint.incident_types();
    lint.statements();
    lint.pricing();
    lint.procedure();
    lint.waiver();
    lint.calendars();
    lint.faults
}

/// The faults so far, and the file that is looked at.
struct Lint<'a> {
    policy: &'a Policy,
    file: &'a str,
    faults: Vec<FileFault>,
}

impl Lint<'_> {
    fn fault(&mut self, key: String, wrong: Wrong, actual: &str, expected: Expected) {
        let (file, actual) = (self.file.to_owned(), actual.to_owned());
        self.faults.push(FileFault { file, key, wrong, actual, expected });
    }

    fn distinct<'b>(&mut self, kind: &str, ids: impl IntoIterator<Item = &'b str>) {
        let mut seen = BTreeSet::new();
        for id in ids {
            if !seen.insert(id) {
                let key = format!("{kind}[{id}]");
                self.fault(key, Wrong::Duplicate, id, Expected::word("expected-unique"));
            }
        }
    }

    /// A source names an instrument of the pack, or is a default and says so both ways.
    fn source(&mut self, key: &str, source: &Source) {
        let instrument = source.instrument.as_str();
        let key = if key.is_empty() { "source".to_owned() } else { format!("{key}.source") };
        if (instrument == DEFAULT) != (source.confidence == Confidence::Default) {
            let expected = Expected::word("expected-source-mark");
            self.fault(key, Wrong::SourceMark, source.confidence.as_str(), expected);
        } else if instrument != DEFAULT && self.policy.instrument(instrument).is_none() {
            let known = self.policy.instruments.iter().map(|it| it.id.as_str());
            let expected = Expected::nearest(instrument, known);
            self.fault(key, Wrong::UnknownName, instrument, expected);
        } else if source.confidence == Confidence::RecalledLow {
            let expected = Expected::word("expected-disabled");
            self.fault(key, Wrong::RecalledLow, instrument, expected);
        }
    }

    fn days(&mut self, key: String, from: Option<Date>, to: Option<Date>) {
        if let Some((from, to)) = from.zip(to)
            && to < from
        {
            let expected = Expected::word("expected-days-in-order");
            self.fault(key, Wrong::Order, &format!("{from} … {to}"), expected);
        }
    }

    fn instruments(&mut self) {
        self.file = "instruments.toml";
        let policy = self.policy;
        for it in &policy.instruments {
            self.days(format!("instrument[{}]", it.id), it.effective_from, it.effective_to);
        }
        self.file = "rules.toml";
        for it in &policy.rules {
            self.days(format!("rule[{}]", it.id), it.effective_from, it.effective_to);
        }
    }

    fn sources(&mut self) {
        let policy = self.policy;
        self.file = "rules.toml";
        for rule in &policy.rules {
            // What is recalled with low confidence may be kept, disabled.
            if rule.enabled || rule.basis.confidence != Confidence::RecalledLow {
                self.source(&format!("rule[{}]", rule.id), &rule.basis);
            }
        }
        self.file = "measures.toml";
        for measure in &policy.measures {
            self.source(&format!("measure[{}]", measure.id), &measure.source);
        }
        self.supply_sources();
        self.usage_sources();
        self.privacy_sources();
        self.file = "currencies.toml";
        self.source("", &policy.currencies.source);
    }

    fn charts(&mut self) {
        let policy = self.policy;
        for standard in Standard::ALL {
            self.file = chart_file(standard);
            let chart = policy.charts.of(standard);
            self.source("", &chart.source);
            for account in &chart.accounts {
                let key = format!("account[{}]", account.code);
                if let Some(source) = &account.source {
                    self.source(&key, source);
                }
                if account.role.is_some_and(|it| it.side() != account.side) {
                    let expected = Expected::word("expected-role-of-side");
                    let role = account.role.map_or("", Role::as_str);
                    self.fault(format!("{key}.role"), Wrong::Invalid, role, expected);
                }
            }
        }
    }

    /// The roles that accounts of a standard's chart have.
    fn roles_of(&self, standard: Standard) -> BTreeSet<&'static str> {
        let accounts = &self.policy.charts.of(standard).accounts;
        accounts.iter().filter_map(|it| it.role).map(Role::as_str).collect()
    }

    fn supply_sources(&mut self) {
        let policy = self.policy;
        self.file = "supply.toml";
        for it in &policy.supply.frequencies {
            self.source(&format!("frequency[{}]", it.id.as_str()), &it.source);
        }
        for it in &policy.supply.objection_deadlines {
            self.source(&format!("objection_deadline[{}]", it.step), &it.source);
        }
        for it in &policy.supply.demand_deadlines {
            self.source(&format!("demand_deadline[{}]", it.id()), &it.source);
        }
        self.source("no_licence", &policy.supply.no_licence.source);
        self.source("ckan.frequency_keys", &policy.supply.ckan.frequency_keys.source);
        self.file = "dcat-us.toml";
        self.source("", &policy.dcat_us.source);
    }

    fn usage_sources(&mut self) {
        let usage = &self.policy.usage;
        self.file = "usage.toml";
        self.source("tie_out.free", &usage.tie_out.free.source);
        self.source("tie_out.owed", &usage.tie_out.owed.source);
        self.source("tie_out.spent", &usage.tie_out.spent.source);
        self.source("tie_out.yuan", &usage.tie_out.yuan.source);
        for (index, it) in usage.commingling.excluded.iter().enumerate() {
            self.source(&format!("commingling.excluded[{index}]"), &it.source);
        }
    }

    fn privacy_sources(&mut self) {
        let policy = self.policy;
        self.file = "privacy.toml";
        for pattern in &policy.privacy.patterns {
            self.source(&format!("pattern[{}]", pattern.id), &pattern.source);
        }
        self.distinct("pattern", policy.privacy.patterns.iter().map(|it| it.id.as_str()));
    }

    fn ids(&mut self) {
        let policy = self.policy;
        self.file = "instruments.toml";
        self.distinct("instrument", policy.instruments.iter().map(|it| it.id.as_str()));
        self.file = "rules.toml";
        self.distinct("rule", policy.rules.iter().map(|it| it.id.as_str()));
        self.file = "measures.toml";
        self.distinct("measure", policy.measures.iter().map(|it| it.id.as_str()));
        self.file = "obligations.toml";
        self.distinct("obligation", policy.obligations.iter().map(|it| it.id.as_str()));
        for standard in Standard::ALL {
            self.file = chart_file(standard);
            let accounts = &policy.charts.of(standard).accounts;
            self.distinct("account", accounts.iter().map(|it| it.code.as_str()));
        }
        self.file = "currencies.toml";
        let codes = policy.currencies.groups.iter().flat_map(|group| &group.codes);
        self.distinct("currency", codes.map(metrics::money::Currency::as_str));
    }

    fn calendars(&mut self) {
        let policy = self.policy;
        for notice in &policy.notices {
            let file = format!("calendar-{}.toml", notice.year);
            let mut own = Lint { policy, file: &file, faults: Vec::new() };
            own.source("", &notice.source);
            self.faults.append(&mut own.faults);
        }
        if let Err(error) = Calendar::new(&policy.notices) {
            self.file = "calendar-*.toml";
            let expected = Expected::word("expected-calendar");
            self.fault(String::new(), Wrong::Invalid, &error.to_string(), expected);
        }
    }
}

/// The file of a standard's chart of accounts.
const fn chart_file(standard: Standard) -> &'static str {
    match standard {
        Standard::Cas => "accounts-cas.toml",
        Standard::Small => "accounts-small.toml",
    }
}

#[cfg(test)]
mod tests;
