//! F-7: prices charged against ceilings in force on the days of service (CN-65: 上限收费标准).

use std::collections::{BTreeMap, BTreeSet};

use jiff::civil::Date;

use super::{Books, about, rules};
use crate::finding::Fault;
use crate::money::UnitPrice;
use crate::party::PartyId;
use crate::period::Period;
use crate::pricing::Tariff;
use crate::usage::VatRates;

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

/// Prices above the ceilings in force. Of several ceilings on a day the one that began last holds;
/// where it has tiers, a price is above it when it is above all of them.
#[must_use]
pub fn prices_over_ceilings(books: &Books, ceilings: &[Tariff], vat: &VatRates) -> Vec<Over> {
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
    let mut found = Vec::new();
    for (charge, &(first, last, units)) in &charged {
        // What is free is below every ceiling; what was taken back whole was not charged.
        if charge.price == UnitPrice::default() || units == 0 {
            continue;
        }
        let own: Vec<&Tariff> = (ceilings.iter())
            .filter(|it| it.product == charge.product && it.unit == charge.unit)
            .collect();
        found.extend(over(charge, (first, last), &own, vat));
    }
    found
}

/// The runs of days on which a price is above its ceiling.
fn over(
    charge: &Charged<'_>,
    (first, last): (Date, Date),
    ceilings: &[&Tariff],
    vat: &VatRates,
) -> Vec<Over> {
    let mut found: Vec<Over> = Vec::new();
    let starts = starts(ceilings, (first, last));
    for (index, &from) in starts.iter().enumerate() {
        let before_next = starts.get(index + 1).and_then(|it| it.yesterday().ok());
        let to = before_next.unwrap_or(last);
        let since = ceilings.iter().filter(|it| it.validity.contains(from));
        let since = since.map(|it| it.validity.from).max();
        let in_force = ceilings.iter().filter(|it| {
            since == Some(it.validity.from) && it.validity.contains(from)
        });
        let in_force: Vec<&&Tariff> = in_force.collect();
        if in_force.iter().any(|it| !is_above(charge, it, vat)) {
            continue;
        }
        let ceiling = in_force.iter().map(|it| it.price).max();
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

/// The days of a range on which something about the ceilings changes, its first day included.
fn starts(ceilings: &[&Tariff], (first, last): (Date, Date)) -> Vec<Date> {
    let mut starts = BTreeSet::from([first]);
    for it in ceilings {
        let after = it.validity.to.and_then(|to| to.tomorrow().ok());
        let days = [Some(it.validity.from), after];
        starts.extend(days.into_iter().flatten().filter(|day| first < *day && *day <= last));
    }
    starts.into_iter().collect()
}

/// Whether a price is above a ceiling. Where only one of them includes value-added tax, it is so only
/// if it is at every rate that there is.
fn is_above(charge: &Charged<'_>, ceiling: &Tariff, vat: &VatRates) -> bool {
    let (price, limit) =
        (i128::from(charge.price.millionths), i128::from(ceiling.price.millionths));
    let with_tax = |it: i128, rate: i64| it * (WHOLE_PPM + i128::from(rate));
    let rates = || vat.rates_ppm.iter().copied();
    match (charge.vat_included, ceiling.vat_included) {
        (true, false) => rates().all(|rate| with_tax(limit, rate) < price * WHOLE_PPM),
        (false, true) => rates().all(|rate| limit * WHOLE_PPM < with_tax(price, rate)),
        (true, true) | (false, false) => limit < price,
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
    use crate::source::{Confidence, Source};

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

    /// What is found of a price charged from 10 to 20 April.
    fn found(yuan: &str, vat_included: bool, ceilings: &[Tariff]) -> Vec<String> {
        let source = Source {
            instrument: "default".to_owned(),
            article: String::new(),
            confidence: Confidence::Default,
        };
        let vat = VatRates { rates_ppm: vec![60_000], source };
        let mut sum = sum("P-1", UnitPrice::parse(yuan).unwrap().millionths, 1);
        (sum.first_on, sum.last_on) = (day("2026-04-10"), day("2026-04-20"));
        sum.key.vat_included = vat_included;
        let books = Books { usage: vec![("2026-04".parse().unwrap(), sum)], ..books() };
        let shown = |it: &Over| {
            let ceiling = it.ceiling.map_or_else(|| "none".to_owned(), |it| it.to_string());
            let sure = if it.is_certain { "" } else { " ?" };
            format!("{} > {ceiling} {}..{}{sure}", it.price, it.from.day(), it.to.day())
        };
        prices_over_ceilings(&books, ceilings, &vat).iter().map(shown).collect()
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
