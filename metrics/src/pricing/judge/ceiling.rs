//! Prices against ceilings: P-1, P-13, P-14. A price keeps to the ceiling in force on each day on
//! which it is charged, tier by tier.

use std::collections::{BTreeMap, BTreeSet};

use jiff::civil::Date;

use super::Judge;
use crate::finding::Fault;
use crate::money::{Quantity, UnitPrice};
use crate::pricing::tariff::{Compared, Schedule, Tier, ceilings, compare, in_force, prices};
use crate::pricing::{Validity, rules};

/// The ceilings of a product and unit, and the days on which another one comes into force.
struct Ceilings<'a> {
    schedules: &'a [Schedule<'a>],
    changes: BTreeSet<Date>,
}

impl Judge<'_> {
    pub(super) fn ceilings(&mut self) {
        let ceilings = ceilings(self.operator.entries);
        for ((product, unit, _), prices) in prices(self.operator.entries) {
            let schedules = ceilings.get(&(product, unit, "")).map_or(&[][..], Vec::as_slice);
            let changes = schedules.iter().flat_map(|it| {
                let validity = it.validity();
                [Some(validity.from), validity.to.and_then(|to| to.tomorrow().ok())]
            });
            let ceilings = Ceilings { schedules, changes: changes.flatten().collect() };
            for (index, price) in prices.iter().enumerate() {
                let next = prices.get(index + 1).map(|it| it.validity().from);
                for fault in self.price((price, next), &ceilings) {
                    self.faults.push(fault);
                }
            }
        }
    }

    /// Judges a price until the next one replaces it, on each day on which the ceiling may be
    /// another. Each tier is named once, on the first day on which it is wrong.
    fn price(
        &self,
        (price, next): (&Schedule<'_>, Option<Date>),
        ceilings: &Ceilings<'_>,
    ) -> Vec<Fault> {
        let Validity { from, to } = price.validity();
        let ends = [to, next.and_then(|it| it.yesterday().ok()), Some(self.operator.today)];
        let Some(last) = ends.into_iter().flatten().min().filter(|last| from <= *last) else {
            return Vec::new();
        };
        let mut found: BTreeMap<(&'static str, Quantity), Fault> = BTreeMap::new();
        for day in [from].into_iter().chain(ceilings.changes.range(from..=last).copied()) {
            let first = price.first();
            match in_force(ceilings.schedules, day) {
                Some(ceiling) => {
                    for (key, fault) in self.compared((price, ceiling), day) {
                        found.entry(key).or_insert(fault);
                    }
                }
                // The authorizing body guides a trial fee without a ceiling.
                None if first.tariff.trial => {}
                None => {
                    let mut fault = self.at(rules::NO_CEILING, first.entered, "price");
                    fault.actual = first.tariff.price.to_string();
                    fault.arguments.extend(named(first, day));
                    found.entry((rules::NO_CEILING, Quantity::default())).or_insert(fault);
                }
            }
        }
        found.into_values().collect()
    }

    /// What is wrong with the tiers of a price under a ceiling, by rule and the price's tier. A unit
    /// is compared wherever a tier of either begins.
    fn compared(
        &self,
        (price, ceiling): (&Schedule<'_>, &Schedule<'_>),
        day: Date,
    ) -> Vec<((&'static str, Quantity), Fault)> {
        let bounds = price.tiers().iter().chain(ceiling.tiers()).map(|it| it.tariff.tier_from);
        let bounds: BTreeSet<Quantity> = bounds.collect();
        let rates = self.policy.rates();
        let pairs = bounds.into_iter().filter_map(|it| price.above(it).zip(ceiling.above(it)));
        pairs
            .filter_map(|(price, ceiling)| {
                let rule = match compare(price.tariff, ceiling.tariff, &rates) {
                    Compared::Within => return None,
                    Compared::Above => rules::ABOVE_CEILING,
                    Compared::Unknown => rules::NOT_COMPARABLE,
                };
                let mut fault = self.at(rule, price.entered, "price");
                let (charged, allowed) = (price.tariff.price, ceiling.tariff.price);
                fault.expected = format!("≤ {allowed}");
                fault.actual = charged.to_string();
                if price.tariff.vat_included == ceiling.tariff.vat_included {
                    let millionths = allowed.millionths - charged.millionths;
                    fault.difference = Some(UnitPrice { millionths }.to_string());
                }
                fault.arguments.extend(named(price, day));
                fault.arguments.push(("ceiling", ceiling.entered.receipt.clone()));
                Some(((rule, price.tariff.tier_from), fault))
            })
            .collect()
    }
}

fn named(tier: Tier<'_>, day: Date) -> [(&'static str, String); 4] {
    [
        ("product", tier.tariff.product.clone()),
        ("unit", tier.tariff.unit.clone()),
        ("tier", tier.tariff.tier_from.to_string()),
        ("day", day.to_string()),
    ]
}
