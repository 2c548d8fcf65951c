//! F-10: shared cost is split by keys that add up, whose driver is documented and gives their shares, and
//! that do not change inside a year without an approval.

use std::collections::BTreeMap;

use jiff::civil::Date;

use super::Judge;
use crate::finding::Place;
use crate::money::Quantity;
use crate::pricing::{Entered, PricingEntry, Validity, half_up, rules, whole};
use crate::ratio::Ratio;

/// A part of a key with the row that it was read from.
#[derive(Clone, Copy)]
struct Part<'a> {
    validity: Validity,
    share: Ratio,
    driver: &'a str,
    quantity: Option<Quantity>,
    document: &'a str,
    entered: &'a Entered,
}

/// What the parts of a key that hold on a day have together.
#[derive(Clone, Copy, Default)]
struct Whole<'a> {
    share_ppm: i128,
    quantity_millionths: i128,
    /// Parts of which nobody said the quantity.
    unsaid: i128,
    /// Two of the drivers that they name, where these are several.
    differing: Option<(&'a str, &'a str)>,
}

impl Judge<'_> {
    pub(super) fn allocations(&mut self) {
        let mut keys: BTreeMap<&str, Vec<Part<'_>>> = BTreeMap::new();
        for entered in self.operator.entries {
            if let PricingEntry::Allocation {
                key,
                driver,
                driver_quantity: quantity,
                share,
                validity,
                document,
                ..
            } = &entered.entry
            {
                let (validity, share, quantity) = (*validity, *share, *quantity);
                let part = Part { validity, share, driver, quantity, document, entered };
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
            self.driven(key, &parts);
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

    /// A share is its part of what the driver counts, on the first day of the part, rounded to parts per
    /// million: down or up, so that the shares can be 100 % together. Where they are not, that is said,
    /// and nothing of each; nor where the parts go by different drivers, which count no one whole.
    fn driven(&mut self, key: &str, parts: &[Part<'_>]) {
        let wholes = wholes(parts);
        self.differing(key, &wholes);
        for part in parts {
            let whole = wholes.get(&part.validity.from).copied().unwrap_or_default();
            if whole.share_ppm != i128::from(Ratio::ONE.ppm()) || whole.differing.is_some() {
                continue;
            }
            let Some(quantity) = part.quantity.filter(|_| 0 < whole.quantity_millionths) else {
                self.undriven(key, part, None);
                continue;
            };
            let due = i128::from(quantity.millionths) * i128::from(Ratio::ONE.ppm());
            let is = i128::from(part.share.ppm()) * whole.quantity_millionths;
            if whole.unsaid == 0 && whole.quantity_millionths <= (is - due).abs() {
                let due = half_up(due, whole.quantity_millionths).map(Ratio::from_ppm);
                self.undriven(key, part, due);
            }
        }
    }

    /// From a day on, the parts of a key name different drivers.
    fn differing(&mut self, key: &str, wholes: &BTreeMap<Date, Whole<'_>>) {
        let mut before = None;
        for (day, whole) in wholes {
            if let Some((one, other)) = whole.differing.filter(|it| before != Some(*it)) {
                let mut fault = self.about(rules::ALLOCATION, Place::default());
                fault.cause = format!("{key} drivers {day}");
                (fault.expected, fault.actual) = (one.to_owned(), other.to_owned());
                fault.arguments.extend(named("drivers", key, *day));
                self.faults.push(fault);
            }
            before = whole.differing;
        }
    }

    /// A part without the quantity of its driver, or with another share than that gives.
    fn undriven(&mut self, key: &str, part: &Part<'_>, due: Option<Ratio>) {
        let (check, column) =
            if due.is_some() { ("share", "rate") } else { ("quantity", "driver_quantity") };
        let mut fault = self.at(rules::ALLOCATION, part.entered, column);
        fault.cause = format!("{} {check}", fault.cause);
        if let Some(due) = due {
            (fault.expected, fault.actual) = (due.exact(), part.share.exact());
            fault.difference = Some(Ratio::from_ppm(due.ppm() - part.share.ppm()).exact());
        }
        fault.arguments = named(check, key, part.validity.from).into();
        self.faults.push(fault);
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

/// What the parts of a key have together from each day on which one begins or has ended.
fn wholes<'a>(parts: &[Part<'a>]) -> BTreeMap<Date, Whole<'a>> {
    let mut changes: BTreeMap<Date, Vec<(&Part<'a>, i128)>> = BTreeMap::new();
    for part in parts {
        changes.entry(part.validity.from).or_default().push((part, 1));
        if let Some(after) = part.validity.to.and_then(|it| it.tomorrow().ok()) {
            changes.entry(after).or_default().push((part, -1));
        }
    }
    let (mut sum, mut drivers) = (Whole::default(), BTreeMap::<&str, i128>::new());
    let mut after = |(day, changed): (Date, Vec<(&Part<'a>, i128)>)| {
        for (part, sign) in changed {
            sum.share_ppm += sign * i128::from(part.share.ppm());
            sum.quantity_millionths += sign * part.quantity.map_or(0, |it| it.millionths.into());
            sum.unsaid += sign * i128::from(part.quantity.is_none());
            if !part.driver.is_empty() {
                let parts = drivers.entry(part.driver).or_default();
                *parts += sign;
                if *parts == 0 {
                    drivers.remove(part.driver);
                }
            }
        }
        let mut named = drivers.keys().copied();
        sum.differing = named.next().zip(named.next());
        (day, sum)
    };
    changes.into_iter().map(&mut after).collect()
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
