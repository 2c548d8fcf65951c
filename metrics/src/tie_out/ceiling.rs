//! F-7: prices charged against ceilings in force on the days of service (CN-65: 上限收费标准).

use std::collections::{BTreeMap, BTreeSet};

use jiff::civil::Date;

use super::{Books, about, rules};
use crate::finding::Fault;
use crate::money::UnitPrice;
use crate::party::PartyId;
use crate::period::Period;
use crate::pricing::{PricingPolicy, Tariff};
use crate::ratio::Ratio;

/// 100 % in parts per million.
const WHOLE_PPM: i128 = 1_000_000;

/// A price above its ceiling, or without one, on days of a month.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Over {
    /// The month.
    pub period: Period,
    /// Product number.
    pub product: String,
    /// What is charged for.
    pub unit: String,
    /// Price of one unit, yuan.
    pub price: UnitPrice,
    /// Whether value-added tax is in the price.
    pub vat_included: bool,
    /// The ceiling; `None` where none is in force.
    pub ceiling: Option<UnitPrice>,
    /// The first of the days.
    pub from: Date,
    /// The last of the days.
    pub to: Date,
    /// Whether something was served on these days. Otherwise only records can tell: the sums say
    /// that the price was charged before and after them.
    pub is_certain: bool,
}

/// What was charged in a month, over all buyers.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
struct Charged<'a> {
    period: Period,
    product: &'a str,
    unit: &'a str,
    price: UnitPrice,
    vat_included: bool,
}

/// The ceilings of a product and unit, by the day from which they hold until the next day listed.
type Timeline = BTreeMap<Date, Vec<Limit>>;

/// The highest tier of a ceiling, with or without tax.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
struct Limit {
    price: UnitPrice,
    vat_included: bool,
}

/// Prices above the ceilings in force. Of several ceilings on a day the one that began last holds;
/// where it has tiers, a price is above it when it is above all of them.
#[must_use]
pub fn prices_over_ceilings(
    books: &Books,
    ceilings: &[&Tariff],
    policy: &PricingPolicy,
) -> Vec<Over> {
    let mut charged: BTreeMap<Charged<'_>, (Date, Date, i128)> = BTreeMap::new();
    for (period, sum) in &books.usage {
        let key = &sum.key;
        let charge = Charged {
            period: *period,
            product: &key.product,
            unit: &key.unit,
            price: key.price,
            vat_included: key.vat_included,
        };
        let days = charged.entry(charge).or_insert((sum.first_on, sum.last_on, 0));
        let units = days.2 + i128::from(sum.units.millionths);
        *days = (days.0.min(sum.first_on), days.1.max(sum.last_on), units);
    }
    let mut tariffs: BTreeMap<(&str, &str), Vec<&Tariff>> = BTreeMap::new();
    for &it in ceilings {
        tariffs.entry((&it.product, &it.unit)).or_default().push(it);
    }
    let timelines: BTreeMap<(&str, &str), Timeline> =
        tariffs.into_iter().map(|(key, own)| (key, timeline(own))).collect();
    let none = Timeline::new();
    let mut found = Vec::new();
    for (charge, &(first, last, units)) in &charged {
        // What is free is below every ceiling; what was taken back whole was not charged.
        if charge.price != UnitPrice::default() && units != 0 {
            let timeline = timelines.get(&(charge.product, charge.unit)).unwrap_or(&none);
            found.extend(over(charge, (first, last), timeline, policy));
        }
    }
    found
}

/// What holds from each day on which something changes.
fn timeline(mut tariffs: Vec<&Tariff>) -> Timeline {
    tariffs.sort_by_key(|it| it.validity.from);
    let after = |it: &&Tariff| it.validity.to.and_then(|to| to.tomorrow().ok());
    let ends = tariffs.iter().filter_map(after);
    let days: BTreeSet<Date> = tariffs.iter().map(|it| it.validity.from).chain(ends).collect();
    let highest = |day: Date| {
        let begun = &tariffs[..tariffs.partition_point(|it| it.validity.from <= day)];
        let in_force = || begun.iter().rev().filter(|it| it.validity.contains(day));
        let since = in_force().next().map(|it| it.validity.from);
        let mut highest = BTreeMap::new();
        for it in in_force().take_while(|it| Some(it.validity.from) == since) {
            let limit = Limit { price: it.price, vat_included: it.vat_included };
            let known = highest.entry(limit.vat_included).or_insert(limit);
            *known = limit.max(*known);
        }
        highest.into_values().collect()
    };
    days.into_iter().map(|day| (day, highest(day))).collect()
}

/// The runs of days on which a price is above its ceiling.
fn over(
    charge: &Charged<'_>,
    (first, last): (Date, Date),
    timeline: &Timeline,
    policy: &PricingPolicy,
) -> Vec<Over> {
    let at_first = timeline.range(..=first).next_back().map(|(_, limits)| limits.as_slice());
    let later = timeline.range(first..=last).filter(|(day, _)| **day != first);
    let later = later.map(|(day, limits)| (*day, limits.as_slice()));
    let runs: Vec<(Date, &[Limit])> =
        std::iter::once((first, at_first.unwrap_or_default())).chain(later).collect();
    let mut found: Vec<Over> = Vec::new();
    for (index, &(from, limits)) in runs.iter().enumerate() {
        let before_next = runs.get(index + 1).and_then(|(day, _)| day.yesterday().ok());
        let to = before_next.unwrap_or(last);
        let rates = policy.rates((from, to));
        if limits.iter().any(|it| !is_above(charge, *it, &rates)) {
            continue;
        }
        let ceiling = limits.iter().map(|it| it.price).max();
        let is_certain = from == first || to == last;
        match found.last_mut() {
            Some(run) if run.ceiling == ceiling && run.to.tomorrow().ok() == Some(from) => {
                run.to = to;
                run.is_certain |= is_certain;
            }
            _ => found.push(Over {
                period: charge.period,
                product: charge.product.to_owned(),
                unit: charge.unit.to_owned(),
                price: charge.price,
                vat_included: charge.vat_included,
                ceiling,
                from,
                to,
                is_certain,
            }),
        }
    }
    found
}

/// Whether a price is above a ceiling. Where only one of them includes value-added tax, it is so only
/// if it is at every rate that there is.
fn is_above(charge: &Charged<'_>, limit: Limit, rates: &[Ratio]) -> bool {
    let (price, highest) =
        (i128::from(charge.price.millionths), i128::from(limit.price.millionths));
    let with_tax = |it: i128, rate: &Ratio| it * (WHOLE_PPM + i128::from(rate.ppm()));
    match (charge.vat_included, limit.vat_included) {
        (true, false) => rates.iter().all(|rate| with_tax(highest, rate) < price * WHOLE_PPM),
        (false, true) => rates.iter().all(|rate| highest * WHOLE_PPM < with_tax(price, rate)),
        (true, true) | (false, false) => highest < price,
    }
}

impl Over {
    /// The fault.
    #[must_use]
    pub fn fault(&self, party: &PartyId) -> Fault {
        let rule = if self.ceiling.is_some() { rules::CEILING } else { rules::NO_CEILING };
        let cause = format!("{} {} {} {}", self.product, self.unit, self.price, self.from);
        let mut fault = about(rule, party, Some(self.period), cause);
        fault.expected = self.ceiling.map(|it| it.to_string()).unwrap_or_default();
        fault.actual = self.price.to_string();
        fault.difference = self.ceiling.map(|it| {
            UnitPrice { millionths: it.millionths.saturating_sub(self.price.millionths) }
                .to_string()
        });
        fault.arguments = vec![
            ("product", self.product.clone()),
            ("unit", self.unit.clone()),
            ("from", self.from.to_string()),
            ("to", self.to.to_string()),
        ];
        fault
    }
}

#[cfg(test)]
mod tests {
    use super::super::testing::{books, sum};
    use super::*;
    use crate::money::Quantity;
    use crate::pricing::Validity;
    use crate::shipped;

    fn day(text: &str) -> Date {
        text.parse().unwrap()
    }

    fn ceiling(yuan: &str, from: &str, to: Option<&str>) -> Tariff {
        Tariff {
            product: "P-1".to_owned(),
            unit: "次".to_owned(),
            validity: Validity { from: day(from), to: to.map(day) },
            tier_from: Quantity::default(),
            price: UnitPrice::parse(yuan).unwrap(),
            vat_included: false,
            trial: false,
        }
    }

    /// As shipped, with one rate of tax.
    fn policy() -> PricingPolicy {
        let mut policy = shipped::pricing();
        policy.vat_rates.truncate(1);
        policy
    }

    /// What is found of a price charged from 10 to 20 April.
    fn found(yuan: &str, vat_included: bool, ceilings: &[Tariff]) -> Vec<String> {
        let mut sum = sum("P-1", UnitPrice::parse(yuan).unwrap().millionths, 1);
        (sum.first_on, sum.last_on) = (day("2026-04-10"), day("2026-04-20"));
        sum.key.vat_included = vat_included;
        let books = Books { usage: vec![("2026-04".parse().unwrap(), sum)], ..books() };
        let shown = |it: &Over| {
            let ceiling = it.ceiling.map_or_else(|| "none".to_owned(), |it| it.to_string());
            let sure = if it.is_certain { "" } else { " ?" };
            format!("{} > {ceiling} {}..{}{sure}", it.price, it.from.day(), it.to.day())
        };
        let ceilings: Vec<&Tariff> = ceilings.iter().collect();
        prices_over_ceilings(&books, &ceilings, &policy()).iter().map(shown).collect()
    }

    #[test]
    fn a_price_is_at_most_its_ceiling() {
        // X6 of the worked examples.
        let twelve = [ceiling("12.00", "2026-01-01", None)];
        assert_eq!(found("12.00", false, &twelve), [""; 0]);
        assert_eq!(found("12.01", false, &twelve), ["12.01 > 12 10..20"]);
        assert_eq!(found("12.000001", false, &twelve), ["12.000001 > 12 10..20"]);
        assert_eq!(found("0", false, &[]), [""; 0]);
        assert_eq!(found("0.01", false, &[]), ["0.01 > none 10..20"]);
    }

    #[test]
    fn the_ceiling_is_that_of_the_day_of_service() {
        let ended = [ceiling("12", "2026-01-01", Some("2026-04-19"))];
        assert_eq!(found("12", false, &ended), ["12 > none 20..20"]);
        let lasts = [ceiling("12", "2026-01-01", Some("2026-04-20"))];
        assert_eq!(found("12", false, &lasts), [""; 0]);
        let later = [ceiling("12", "2026-01-01", None), ceiling("11", "2026-04-20", None)];
        assert_eq!(found("12", false, &later), ["12 > 11 20..20"]);
        assert_eq!(found("11", false, &later), [""; 0]);
        let between = [
            ceiling("12", "2026-01-01", Some("2026-04-12")),
            ceiling("11", "2026-04-13", Some("2026-04-15")),
            ceiling("12", "2026-04-16", None),
        ];
        assert_eq!(found("12", false, &between), ["12 > 11 13..15 ?"]);
    }

    #[test]
    fn of_tiers_the_highest_is_the_ceiling() {
        let tier = |yuan, above| Tariff {
            tier_from: Quantity::parse(above).unwrap(),
            ..ceiling(yuan, "2026-01-01", None)
        };
        let tiers = [tier("12", "0"), tier("10", "1000")];
        assert_eq!(found("12", false, &tiers), [""; 0]);
        assert_eq!(found("12.5", false, &tiers), ["12.5 > 12 10..20"]);
    }

    #[test]
    fn tax_is_put_on_or_taken_off_before_comparing() {
        let without = [ceiling("10", "2026-01-01", None)];
        assert_eq!(found("10.6", true, &without), [""; 0]);
        assert_eq!(found("10.600001", true, &without), ["10.600001 > 10 10..20"]);
        let with = [Tariff { vat_included: true, ..ceiling("10.6", "2026-01-01", None) }];
        assert_eq!(found("10", false, &with), [""; 0]);
        assert_eq!(found("10.000001", false, &with), ["10.000001 > 10.6 10..20"]);
    }
}
