//! Prices against ceilings: P-1, P-13, P-14. A price keeps to the ceiling in force on each day on
//! which it is charged, tier by tier.

use std::collections::{BTreeMap, BTreeSet};

use jiff::civil::Date;

use super::Judge;
use crate::finding::Fault;
use crate::money::{Quantity, UnitPrice};
use crate::pricing::rules;
use crate::pricing::tariff::{
    Compared, Schedule, TIERS_MAX, Tier, ceilings, compare, in_force, prices,
};

/// What was found of the prices of a product, unit and buyer: by the first day of the price, rule and
/// tier, so that each tier is named once, on the first day on which it is wrong.
type Found = BTreeMap<(Date, &'static str, Quantity), Fault>;

impl Judge<'_> {
    pub(super) fn ceilings(&mut self) {
        let today = self.operator.today;
        let ceilings = ceilings(self.operator.entries);
        let ceilings: BTreeMap<_, _> =
            ceilings.iter().map(|(subject, it)| (*subject, in_force(it))).collect();
        let none = BTreeMap::new();
        for ((product, unit, _), prices) in prices(self.operator.entries) {
            let ceilings = ceilings.get(&(product, unit, "")).unwrap_or(&none);
            let prices = in_force(&prices);
            let days: BTreeSet<Date> = prices.keys().chain(ceilings.keys()).copied().collect();
            let mut found = Found::new();
            for day in days.into_iter().take_while(|it| *it <= today) {
                if let Some(price) = on(&prices, day) {
                    self.price((price, on(ceilings, day)), day, &mut found);
                }
            }
            for fault in found.into_values() {
                self.faults.push(fault);
            }
        }
    }

    fn price(
        &self,
        (price, ceiling): (&Schedule<'_>, Option<&Schedule<'_>>),
        day: Date,
        found: &mut Found,
    ) {
        let first = price.first();
        match ceiling {
            Some(ceiling) => self.compared((price, ceiling), day, found),
            // The authorizing body guides a trial fee without a ceiling.
            None if first.tariff.trial => {}
            None => {
                let key = (price.validity().from, rules::NO_CEILING, Quantity::default());
                found.entry(key).or_insert_with(|| {
                    let mut fault = self.at(rules::NO_CEILING, first.entered, "price");
                    fault.actual = first.tariff.price.to_string();
                    fault.arguments.extend(named(first, day));
                    fault
                });
            }
        }
    }

    /// What is wrong with the tiers of a price under a ceiling. A unit is compared wherever a tier of
    /// either begins. Schedules with too many tiers are a fault of their own.
    fn compared(
        &self,
        (price, ceiling): (&Schedule<'_>, &Schedule<'_>),
        day: Date,
        found: &mut Found,
    ) {
        if TIERS_MAX < price.tiers().len().max(ceiling.tiers().len()) {
            return;
        }
        let from = price.validity().from;
        let bounds = price.tiers().iter().chain(ceiling.tiers()).map(|it| it.tariff.tier_from);
        let bounds: BTreeSet<Quantity> = bounds.collect();
        let rates = self.policy.assumed_rates((day, day));
        for bound in bounds {
            let Some((price, ceiling)) = price.above(bound).zip(ceiling.above(bound)) else {
                continue;
            };
            let rule = match compare(price.tariff.taxed(), ceiling.tariff.taxed(), &rates) {
                Compared::Within => continue,
                Compared::Above => rules::ABOVE_CEILING,
                Compared::Unknown => rules::NOT_COMPARABLE,
            };
            found.entry((from, rule, price.tariff.tier_from)).or_insert_with(|| {
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
                fault
            });
        }
    }
}

/// What is in force on a day.
fn on<'a, 'b>(
    changes: &BTreeMap<Date, Option<&'b Schedule<'a>>>,
    day: Date,
) -> Option<&'b Schedule<'a>> {
    changes.range(..=day).next_back().and_then(|(_, it)| *it)
}

fn named(tier: Tier<'_>, day: Date) -> [(&'static str, String); 4] {
    [
        ("product", tier.tariff.product.clone()),
        ("unit", tier.tariff.unit.clone()),
        ("tier", tier.tariff.tier_from.to_string()),
        ("day", day.to_string()),
    ]
}
