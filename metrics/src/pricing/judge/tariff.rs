//! Tariffs by themselves: reported, published, trial, whole, and the same for everybody (P-5, P-6,
//! P-8 to P-11).

use std::collections::btree_map::Entry;
use std::collections::{BTreeMap, BTreeSet};

use jiff::civil::Date;

use super::Judge;
use crate::finding::{Fault, reading};
use crate::money::UnitPrice;
use crate::pricing::tariff::{Schedule, TIERS_MAX, TaxedPrice, ceilings, prices};
use crate::pricing::{Entered, PricingEntry, Tariff, rules};
use crate::ratio::Ratio;

impl<'a> Judge<'a> {
    pub(super) fn tariffs(&mut self) {
        let today = self.operator.today;
        let mut faults = Vec::new();
        for entered in self.begun() {
            match &entered.entry {
                PricingEntry::Ceiling { reported_on, data_reported_on, tariff, .. } => {
                    // Each department has its own report (CN-65), and each one missing is a fault.
                    let reports =
                        [("reported_on", reported_on), ("data_reported_on", data_reported_on)];
                    for (column, day) in reports {
                        if day.is_none_or(|it| today < it) {
                            let mut fault = self.of(rules::NOT_REPORTED, (entered, tariff), column);
                            fault.cause = format!("{} {column}", fault.cause);
                            fault.arguments.push(("check", column.to_owned()));
                            faults.push(fault);
                        }
                    }
                    faults.extend(self.trial(entered, tariff));
                }
                PricingEntry::Price { tariff, buyer, published_on } => {
                    // What is agreed with one buyer is no price list.
                    if buyer.is_empty() && published_on.is_none_or(|it| today < it) {
                        faults.push(self.of(
                            rules::NOT_PUBLISHED,
                            (entered, tariff),
                            "published_on",
                        ));
                    }
                    faults.extend(self.trial(entered, tariff));
                }
                PricingEntry::Allowance { .. }
                | PricingEntry::Share(_)
                | PricingEntry::Allocation { .. }
                | PricingEntry::AnnualReport { .. } => {}
            }
        }
        for fault in faults {
            self.faults.push(fault);
        }
        self.schedules();
        self.unequal();
    }

    /// A fault about a tariff.
    pub(super) fn of(
        &self,
        rule: &'static str,
        (entered, tariff): (&Entered, &Tariff),
        column: &str,
    ) -> Fault {
        let mut fault = self.at(rule, entered, column);
        fault.arguments.extend([
            ("product", tariff.product.clone()),
            ("unit", tariff.unit.clone()),
            ("from", tariff.validity.from.to_string()),
        ]);
        fault
    }

    /// P-8: a trial fee is charged on a day after the first full operating year.
    fn trial(&self, entered: &Entered, tariff: &Tariff) -> Option<Fault> {
        let since = self.operator.since?;
        let full = self.policy.trial_is_over(since)?;
        let is_late = tariff.validity.to.is_none_or(|to| full <= to) && full <= self.operator.today;
        (tariff.trial && is_late).then(|| {
            let mut fault = self.of(rules::TRIAL, (entered, tariff), "trial");
            fault.expected = format!("< {full}");
            fault.actual = tariff.validity.to.map(|it| it.to_string()).unwrap_or_default();
            fault
        })
    }

    /// The first spelling of each buyer, in the order of texts, by each of its spellings.
    fn buyers(&self) -> BTreeMap<&'a str, &'a str> {
        let spellings: BTreeSet<&str> =
            prices(self.operator.entries).keys().map(|it| it.2).collect();
        let mut first = BTreeMap::new();
        let buyers = spellings.into_iter().map(|it| {
            let buyer = self.operator.directory.identify(it);
            (it, *first.entry(buyer).or_insert(it))
        });
        buyers.collect()
    }

    /// P-10 and P-11: the tiers of a day make one schedule, and schedules follow one another, those of
    /// one buyer however it is written.
    fn schedules(&mut self) {
        let (entries, buyers) = (self.operator.entries, self.buyers());
        let mut agreed: BTreeMap<_, Vec<Schedule<'_>>> = BTreeMap::new();
        for ((product, unit, buyer), schedules) in prices(entries) {
            agreed.entry((product, unit, buyers[buyer])).or_default().extend(schedules);
        }
        for schedules in agreed.values_mut() {
            schedules.sort_by_key(|it| it.validity().from);
        }
        for schedules in ceilings(entries).into_values().chain(agreed.into_values()) {
            let mut longest: Option<&Schedule<'_>> = None;
            for it in &schedules {
                self.tiers(it);
                if let Some(before) =
                    longest.filter(|before| before.validity().contains(it.validity().from))
                {
                    let first = it.first();
                    let mut fault = self.of(rules::OVERLAP, (first.entered, first.tariff), "from");
                    fault.cause = format!("{} {}", first.entered.entry.record(), fault.cause);
                    fault.expected = format!("< {}", it.validity().from);
                    let to = before.validity().to;
                    fault.actual = to.map_or_else(|| "—".to_owned(), |it| it.to_string());
                    fault.arguments.push(("before", before.validity().from.to_string()));
                    self.faults.push(fault);
                }
                if longest.is_none_or(|before| last_day(before) < last_day(it)) {
                    longest = Some(it);
                }
            }
        }
    }

    fn tiers(&mut self, schedule: &Schedule<'_>) {
        let first = schedule.first();
        if TIERS_MAX < schedule.tiers().len() {
            let mut fault = self.of(reading::LIMIT, (first.entered, first.tariff), "tier_from");
            fault.cause = format!("tiers {} {}", first.entered.entry.record(), fault.cause);
            fault.expected = TIERS_MAX.to_string();
            fault.actual = schedule.tiers().len().to_string();
            fault.arguments.push(("limit", "tiers".to_owned()));
            self.faults.push(fault);
            return;
        }
        let of = |it: &Tariff| (it.validity, it.vat_included, it.trial);
        for tier in schedule.tiers() {
            let is_start = tier.tariff.tier_from == first.tariff.tier_from;
            let (column, expected) = if is_start {
                if first.tariff.tier_from.millionths == 0 {
                    continue;
                }
                ("tier_from", "0".to_owned())
            } else {
                if of(tier.tariff) == of(first.tariff) {
                    continue;
                }
                ("to", words(first.tariff))
            };
            let mut fault = self.of(rules::TIERS, (tier.entered, tier.tariff), column);
            fault.cause = format!("{} {}", tier.entered.entry.record(), fault.cause);
            fault.expected = expected;
            let from = tier.tariff.tier_from.to_string();
            fault.actual = if is_start { from.clone() } else { words(tier.tariff) };
            fault.arguments.extend([("tier", from), ("check", column.to_owned())]);
            self.faults.push(fault);
        }
    }

    /// P-9: at the same time, and for the same product, unit and tier, another buyer, however it is
    /// written, has another price. A buyer's later price takes the place of its earlier ones; of those that
    /// begin the same day each holds. Two with another word about value-added tax are one price at any rate
    /// that is assumed on some day since the later one holds: price lists say no rate.
    fn unequal(&mut self) {
        let buyers = self.buyers();
        let mut groups: BTreeMap<_, Vec<(&Tariff, &str, &Entered)>> = BTreeMap::new();
        for entered in self.begun() {
            if let PricingEntry::Price { tariff, buyer, .. } = &entered.entry {
                let Tariff { product, unit, tier_from, .. } = tariff;
                let group = groups.entry((product, unit, *tier_from)).or_default();
                group.push((tariff, buyers[buyer.as_str()], entered));
            }
        }
        let mut faults = Vec::new();
        for mut group in groups.into_values() {
            group.sort_by_key(|(tariff, buyer, _)| (tariff.validity.from, *buyer));
            let mut charged = Charged::default();
            for same in group.chunk_by(|a, b| (a.0.validity.from, a.1) == (b.0.validity.from, b.1))
            {
                let (from, buyer) = (same[0].0.validity.from, same[0].1);
                charged.begin(buyer, from);
                let rates = self.policy.assumed_rates((from, self.operator.today));
                for (tariff, _, entered) in same {
                    let Some(other) = charged.other(tariff.taxed(), &rates) else { continue };
                    faults.push(self.unlike((entered, tariff), buyer, other));
                }
                for (tariff, _, _) in same {
                    charged.hold(tariff, buyer);
                }
            }
        }
        for fault in faults {
            self.faults.push(fault);
        }
    }

    /// The fault of a buyer's price that another buyer does not have.
    fn unlike(
        &self,
        (entered, tariff): (&Entered, &Tariff),
        buyer: &str,
        (other, whose): (TaxedPrice, &str),
    ) -> Fault {
        let mut fault = self.of(rules::UNEQUAL, (entered, tariff), "price");
        fault.expected = other.price.to_string();
        fault.actual = tariff.price.to_string();
        let is_otherwise = other.vat_included != tariff.vat_included;
        let millionths = other.price.millionths - tariff.price.millionths;
        fault.difference = (!is_otherwise).then(|| UnitPrice { millionths }.to_string());
        let tax = if is_otherwise { tax_word(other.vat_included) } else { "same" };
        fault.arguments.extend([("buyer", shown(buyer)), ("other", shown(whose))]);
        fault.arguments.push(("tax", tax.to_owned()));
        fault
    }
}

/// The prices that buyers have at the same time: of each, those that begin the same day.
#[derive(Default)]
struct Charged<'a> {
    of_buyer: BTreeMap<&'a str, Vec<Held<'a>>>,
    by_price: BTreeMap<TaxedPrice, BTreeSet<(&'a str, Date)>>,
    by_end: BTreeSet<Held<'a>>,
}

/// Until when who has what price.
type Held<'a> = (Date, &'a str, TaxedPrice);

impl<'a> Charged<'a> {
    /// Forgets what ended before a day, and what a buyer had before it.
    fn begin(&mut self, buyer: &str, from: Date) {
        while let Some(ended) = self.by_end.first().copied().filter(|it| it.0 < from) {
            self.forget(ended);
        }
        let before = self.of_buyer.remove(buyer).unwrap_or_default();
        for it in before {
            self.forget(it);
        }
    }

    /// The lowest price that is not the same at some rates, if one holds, and whose. Few are the same: each has
    /// few rates.
    fn other(&self, price: TaxedPrice, rates: &[Ratio]) -> Option<(TaxedPrice, &'a str)> {
        let mut others = self.by_price.iter().filter(|(other, _)| !price.is_as(**other, rates));
        others.find_map(|(other, buyers)| Some((*other, buyers.first()?.0)))
    }

    fn hold(&mut self, tariff: &Tariff, buyer: &'a str) {
        let (end, price) = (tariff.validity.to.unwrap_or(Date::MAX), tariff.taxed());
        self.of_buyer.entry(buyer).or_default().push((end, buyer, price));
        self.by_price.entry(price).or_default().insert((buyer, end));
        self.by_end.insert((end, buyer, price));
    }

    fn forget(&mut self, held: Held<'a>) {
        let (end, buyer, price) = held;
        self.by_end.remove(&held);
        if let Entry::Occupied(mut buyers) = self.by_price.entry(price) {
            buyers.get_mut().remove(&(buyer, end));
            if buyers.get().is_empty() {
                buyers.remove();
            }
        }
    }
}

fn last_day(schedule: &Schedule<'_>) -> Date {
    schedule.validity().to.unwrap_or(Date::MAX)
}

/// A buyer; everybody is `*`.
fn shown(buyer: &str) -> String {
    if buyer.is_empty() { "*".to_owned() } else { buyer.to_owned() }
}

/// What the tiers of a schedule have in common, in words of the form.
fn words(tariff: &Tariff) -> String {
    let to = tariff.validity.to.map(|it| it.to_string()).unwrap_or_default();
    format!("to {to}, vat_included {}, trial {}", yes_no(tariff.vat_included), yes_no(tariff.trial))
}

fn tax_word(is_included: bool) -> &'static str {
    if is_included { "with" } else { "without" }
}

fn yes_no(is: bool) -> &'static str {
    if is { "yes" } else { "no" }
}
