//! F-10: shared cost is split by keys that add up, whose driver is documented, and that do not
//! change inside a year without an approval.

use std::collections::BTreeMap;

use jiff::civil::Date;

use super::Judge;
use crate::finding::Place;
use crate::pricing::{Entered, PricingEntry, Validity, rules, whole};
use crate::ratio::Ratio;

/// A part of a key with the row that it was read from.
#[derive(Clone, Copy)]
struct Part<'a> {
    validity: Validity,
    share: Ratio,
    driver: &'a str,
    document: &'a str,
    entered: &'a Entered,
}

impl Judge<'_> {
    pub(super) fn allocations(&mut self) {
        let mut keys: BTreeMap<&str, Vec<Part<'_>>> = BTreeMap::new();
        for entered in self.operator.entries {
            if let PricingEntry::Allocation { key, driver, share, validity, document, .. } =
                &entered.entry
            {
                let (validity, share) = (*validity, *share);
                let part = Part { validity, share, driver, document, entered };
                keys.entry(key).or_default().push(part);
            }
        }
        for (key, mut parts) in keys {
            parts.sort_by_key(|it| it.validity.from);
            for (day, sum) in whole::broken(parts.iter().map(|it| (it.validity, it.share))) {
                let mut fault = self.about(rules::ALLOCATION, Place::default());
                fault.cause = format!("{key} sum {day}");
                fault.expected = Ratio::ONE.exact();
                fault.actual = sum.exact();
                fault.difference = Some(Ratio::from_ppm(Ratio::ONE.ppm() - sum.ppm()).exact());
                fault.arguments.extend(named("sum", key, day));
                self.faults.push(fault);
            }
            self.documented(key, &parts);
        }
        self.unallocated();
    }

    /// Parts that begin inside a year after others that held in it need a document; parts that
    /// begin on one day are one change.
    fn documented(&mut self, key: &str, parts: &[Part<'_>]) {
        let mut held_until: Option<Date> = None;
        for same_day in parts.chunk_by(|one, other| one.validity.from == other.validity.from) {
            let from = same_day[0].validity.from;
            let is_change = held_until.is_some_and(|it| from.first_of_year() <= it);
            for part in same_day {
                let is_inside = is_change && from != from.first_of_year();
                let lacks = [
                    ("driver", part.driver.is_empty()),
                    ("document", is_inside && part.document.is_empty()),
                ];
                for (column, _) in lacks.into_iter().filter(|(_, lacks)| *lacks) {
                    let mut fault = self.at(rules::ALLOCATION, part.entered, column);
                    fault.cause = format!("{} {column}", fault.cause);
                    fault.arguments = named(column, key, from).into();
                    self.faults.push(fault);
                }
                held_until = held_until.max(Some(part.validity.to.unwrap_or(Date::MAX)));
            }
        }
    }

    /// A part that is said otherwise after its first day than it had been until then is a change inside
    /// the year, though its first day stays the same; it needs a document.
    pub(super) fn restated(&mut self) {
        for (entered, accepted_on, before) in self.operator.history.restated() {
            let PricingEntry::Allocation { key, validity, document, .. } = &entered.entry else {
                continue;
            };
            let (was, is) = (split(&before.entry), split(&entered.entry));
            if was == is || !document.is_empty() {
                continue;
            }
            let mut fault = self.at(rules::ALLOCATION, entered, "document");
            fault.cause = format!("{} restated", fault.cause);
            (fault.expected, fault.actual) = (was, is);
            fault.arguments = named("restated", key, validity.from).into();
            fault.arguments.push(("accepted", accepted_on.to_string()));
            self.faults.push(fault);
        }
    }

    /// Shared sums of a month that no key splits.
    fn unallocated(&mut self) {
        for (period, key) in self.operator.months.unallocated() {
            let mut fault = self.about(rules::ALLOCATION, Place::default());
            fault.cause = format!("{key} missing");
            fault.period = Some(*period);
            fault.expected = Ratio::ONE.exact();
            fault.arguments.extend(named("missing", key, period.last_day()));
            self.faults.push(fault);
        }
    }
}

/// What an allocation gives its use, and by what.
fn split(entry: &PricingEntry) -> String {
    match entry {
        PricingEntry::Allocation { share, driver, .. } => format!("{} {driver}", share.exact()),
        _ => String::new(),
    }
}

fn named(check: &str, key: &str, day: Date) -> [(&'static str, String); 3] {
    [("check", check.to_owned()), ("key", key.to_owned()), ("day", day.to_string())]
}
