//! Names in one file of a pack that have to exist in another.

use jiff::civil::Date;
use metrics::evaluation::counted;
use metrics::form::columns;
use metrics::kind::Kind;
use metrics::supply::Frequency;

use super::{Lint, QUOTE_CHARACTERS_MAX};
use crate::fault::{Expected, Wrong};

/// 100 % in parts per million.
const WHOLE_PPM: u64 = 1_000_000;

impl Lint<'_> {
    pub(super) fn known<'b>(
        &mut self,
        key: String,
        name: &str,
        names: impl IntoIterator<Item = &'b str>,
    ) {
        let names: Vec<&str> = names.into_iter().collect();
        if !names.contains(&name) {
            self.fault(key, Wrong::UnknownName, name, Expected::nearest(name, names));
        }
    }

    /// The articles are numbered from 1 without gap; each has obligations or a reason, not both.
    pub(super) fn articles(&mut self) {
        self.file = "articles.toml";
        let policy = self.policy;
        for (number, article) in (1..).zip(&policy.articles) {
            let key = format!("article[{}]", article.number);
            if article.number != number {
                let actual = article.number.to_string();
                let expected = Expected::value(number.to_string());
                self.fault(key.clone(), Wrong::Order, &actual, expected);
            }
            let served = policy.obligations.iter().any(|it| it.article == article.number);
            if served == article.reason.is_some() {
                let expected = Expected::word("expected-reason");
                self.fault(format!("{key}.reason"), Wrong::Invalid, "", expected);
            }
            let length = article.quote.chars().count();
            if QUOTE_CHARACTERS_MAX < length {
                let expected = Expected::integer(1, QUOTE_CHARACTERS_MAX as u64);
                self.fault(format!("{key}.quote"), Wrong::Invalid, &length.to_string(), expected);
            }
        }
    }

    pub(super) fn obligations(&mut self) {
        self.file = "obligations.toml";
        let policy = self.policy;
        for obligation in &policy.obligations {
            let key = |name: &str| format!("obligation[{}].{name}", obligation.id);
            if policy.articles.iter().all(|it| it.number != obligation.article) {
                let expected = Expected::word("expected-article");
                let actual = obligation.article.to_string();
                self.fault(key("article"), Wrong::UnknownName, &actual, expected);
            }
            for rule in &obligation.rules {
                self.known(key("rules"), rule, policy.rules.iter().map(|it| it.id.as_str()));
            }
            for measure in &obligation.measures {
                let known = policy.measures.iter().map(|it| it.id.as_str());
                self.known(key("measures"), measure, known);
            }
            let lists = [&obligation.rules, &obligation.measures, &obligation.schemes];
            if obligation.needs.is_none() && lists.iter().all(|list| list.is_empty()) {
                self.fault(key("needs"), Wrong::Missing, "", Expected::word("expected-needs"));
            }
        }
    }

    pub(super) fn measures(&mut self) {
        self.file = "measures.toml";
        let policy = self.policy;
        let opinions = policy.opinion.counts();
        let counts = || counted::NAMES.into_iter().chain(opinions.iter().map(String::as_str));
        for measure in &policy.measures {
            let key = |name: &str| format!("measure[{}].{name}", measure.id);
            self.known(key("numerator"), &measure.numerator, counts());
            self.known(key("denominator"), &measure.denominator, counts());
            // A measure and a count are columns of one table.
            if counts().any(|it| it == measure.id) {
                self.fault(
                    key("id"),
                    Wrong::Duplicate,
                    &measure.id,
                    Expected::word("expected-unique"),
                );
            }
            if let Some(rule) = &measure.rule {
                self.known(key("rule"), rule, policy.rules.iter().map(|it| it.id.as_str()));
            }
        }
    }

    /// Each frequency is there once, with interval and grace or neither, no word means two, and no step of an
    /// objection or of a demand has two deadlines.
    pub(super) fn supply(&mut self) {
        self.file = "supply.toml";
        let policy = self.policy;
        let rules = &policy.supply.frequencies;
        self.distinct("frequency", rules.iter().map(|it| it.id.as_str()));
        let words = rules.iter().flat_map(|it| &it.words).map(|it| it.to_lowercase());
        let words: Vec<String> = words.collect();
        self.distinct("frequency.words", words.iter().map(String::as_str));
        for frequency in Frequency::ALL {
            let key = format!("frequency[{}]", frequency.as_str());
            match policy.supply.rule(frequency) {
                Some(rule) if rule.is_whole() => {}
                found => {
                    let actual = if found.is_some() { "every, grace" } else { "" };
                    self.fault(key, Wrong::Missing, actual, Expected::word("expected-window"));
                }
            }
        }
        let steps: Vec<String> =
            policy.supply.objection_deadlines.iter().map(|it| it.step.to_string()).collect();
        self.distinct("objection_deadline", steps.iter().map(String::as_str));
        let ids: Vec<String> =
            policy.supply.demand_deadlines.iter().map(metrics::demand::Deadline::id).collect();
        self.distinct("demand_deadline", ids.iter().map(String::as_str));
        self.file = "dcat-us.toml";
        self.distinct("object", policy.dcat_us.objects.iter().map(|it| it.id.as_str()));
        let objects: Vec<&str> = policy.dcat_us.objects.iter().map(|it| it.id.as_str()).collect();
        for name in policy.dcat_us.names() {
            self.known("object".to_owned(), name, objects.iter().copied());
        }
    }

    pub(super) fn ledger(&mut self) {
        self.file = "ledger.toml";
        let policy = self.policy;
        let dimensions = &policy.ledger.mandatory_dimensions;
        for (key, it) in self.effective("mandatory_dimensions", dimensions) {
            self.source(&key, &it.source);
            for name in &it.columns {
                let known = columns(Kind::Ledger).iter().map(|column| column.name);
                self.known(format!("{key}.columns"), name, known);
            }
        }
        for (key, due) in [
            ("submission_due", &policy.ledger.submission_due),
            ("closing_due", &policy.ledger.closing_due),
        ] {
            for (key, due) in self.effective(key, due) {
                self.source(&key, &due.source);
                // Every month has a 28th.
                if !(1..=28).contains(&due.value) {
                    let (value, expected) = (due.value.to_string(), Expected::integer(1, 28));
                    self.fault(format!("{key}.value"), Wrong::Invalid, &value, expected);
                }
            }
        }
        self.clues();
    }

    /// Counts from 1, and shares up to the whole.
    fn clues(&mut self) {
        for (key, figure) in self.policy.ledger.clues.figures() {
            self.source(key, &figure.source);
            let (least, most) = match figure.unit.as_str() {
                "ppm" => (0, 1_000_000),
                _ => (1, u64::from(u32::MAX)),
            };
            if !u64::try_from(figure.value).is_ok_and(|it| (least..=most).contains(&it)) {
                let expected = Expected::integer(least, most);
                let key = format!("{key}.value");
                self.fault(key, Wrong::Invalid, &figure.value.to_string(), expected);
            }
        }
    }

    /// Figures that are not negative, and parts of at most 100 %.
    pub(super) fn usage(&mut self) {
        self.file = "usage.toml";
        let usage = &self.policy.usage;
        let commingling = usage.commingling.figures();
        let commingling = commingling.map(|(key, figure)| (format!("commingling.{key}"), figure));
        let tolerance = self.effective("amount_tolerance", &usage.amount_tolerance);
        for (key, figure) in tolerance.into_iter().chain(commingling) {
            self.source(&key, &figure.source);
            let is_part = figure.unit == "ppm";
            let at_most = if is_part { WHOLE_PPM } else { i64::MAX.unsigned_abs() };
            if u64::try_from(figure.value).is_ok_and(|it| it <= at_most) {
                continue;
            }
            let expected = Expected::integer(0, at_most);
            self.fault(format!("{key}.value"), Wrong::Invalid, &figure.value.to_string(), expected);
        }
    }

    /// Sources, a day that every year has, and columns of the form.
    pub(super) fn disclosure(&mut self) {
        self.file = "disclosure.toml";
        let policy = &self.policy.disclosure;
        self.source("due", &policy.due.source);
        self.source("first_year", &policy.first_year.source);
        self.source("reminders", &policy.reminders.source);
        self.distinct("duty", policy.duties.iter().map(|it| it.id.as_str()));
        let (month, day) = (policy.due.month, policy.due.day);
        // A year without a leap day, so that the day is in every year.
        if Date::new(2001, month, day).is_err() {
            let expected = Expected::word("expected-day-of-every-year");
            self.fault("due".to_owned(), Wrong::Invalid, &format!("{month:02}-{day:02}"), expected);
        }
        for duty in &policy.duties {
            let key = format!("duty[{}].content", duty.id);
            self.source(&key, &duty.content.source);
            for block in &duty.content.blocks {
                for name in block.fields.iter().chain(&block.fields_if_registered) {
                    let known = columns(Kind::Disclosure).iter().map(|column| column.name);
                    self.known(format!("{key}.{}", block.record.as_str()), name, known);
                }
            }
        }
    }
}
