//! F-7: prices charged against ceilings in force on the days of service (CN-65: 上限收费标准).

use std::collections::{BTreeMap, BTreeSet};

use jiff::civil::Date;

use super::{Books, Rates, about, rules};
use crate::finding::Fault;
use crate::money::UnitPrice;
use crate::party::PartyId;
use crate::period::Period;
use crate::pricing::tariff::{Compared, TaxedPrice, compare};
use crate::pricing::{PricingPolicy, Tariff};
use crate::ratio::Ratio;

/// A price above its ceiling, or without one, on days of a month; or one that may be above it.
#[derive(Clone, Debug)]
struct Over<'a> {
    charged: Charged<'a>,
    /// The highest ceilings in force, one for each word about tax; none where none is in force.
    limits: Vec<TaxedPrice>,
    /// The first and the last of the days.
    days: (Date, Date),
    /// Whether the price is above the ceiling at every rate of tax, and something was served on these
    /// days. Otherwise only records can tell: sums say no rate, and that the price was charged before
    /// the days and after them.
    is_certain: bool,
}

/// What was charged in a month, over all buyers.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
struct Charged<'a> {
    period: Period,
    product: &'a str,
    unit: &'a str,
    price: TaxedPrice,
}

/// The ceilings of a product and unit, by the day from which they hold until the next day listed.
type Timeline = BTreeMap<Date, Vec<TaxedPrice>>;

/// Prices above the ceilings in force, or perhaps above them (F-7-tax). Of several ceilings on a day the
/// one that began last holds; where it has tiers, a price is above it when it is above all of them. On days
/// without a ceiling a trial fee takes its place, for as long as it may be charged
/// ([`PricingPolicy::trial_fee`]): no ceilings are set before a full year of operation (CN-65).
pub fn prices_over_ceilings(
    books: &Books,
    (ceilings, trial_fees): (&[&Tariff], &[&Tariff]),
    (rates, policy): (&mut Rates, &PricingPolicy),
) -> Vec<Fault> {
    let mut charged: BTreeMap<Charged<'_>, (Date, Date, i128)> = BTreeMap::new();
    for (period, sum) in &books.usage {
        let key = &sum.key;
        let price = TaxedPrice { price: key.price, vat_included: key.vat_included };
        let (product, unit) = (&*key.product, &*key.unit);
        let charge = Charged { period: *period, product, unit, price };
        let days = charged.entry(charge).or_insert((sum.first_on, sum.last_on, 0));
        let units = days.2 + i128::from(sum.units.millionths);
        *days = (days.0.min(sum.first_on), days.1.max(sum.last_on), units);
    }
    let mut tariffs: BTreeMap<(&str, &str), [Vec<&Tariff>; 2]> = BTreeMap::new();
    for (all, at) in [(ceilings, 0), (trial_fees, 1)] {
        for &it in all {
            tariffs.entry((&it.product, &it.unit)).or_default()[at].push(it);
        }
    }
    let of = |[ceilings, trial_fees]: [Vec<&Tariff>; 2]| {
        instead(&timeline(ceilings), &timeline(trial_fees))
    };
    let timelines: BTreeMap<(&str, &str), Timeline> =
        tariffs.into_iter().map(|(key, own)| (key, of(own))).collect();
    let none = Timeline::new();
    let mut found = Vec::new();
    for (charge, &(first, last, units)) in &charged {
        // What is free is below every ceiling; what a month gives back was charged in another one.
        if charge.price.price != UnitPrice::default() && 0 < units {
            let timeline = timelines.get(&(charge.product, charge.unit)).unwrap_or(&none);
            found.extend(over(charge, (first, last), timeline, policy));
        }
    }
    found.into_iter().filter_map(|it| it.fault(&books.party, (rates, policy))).collect()
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
            let known = highest.entry(it.vat_included).or_insert(it.taxed());
            *known = it.taxed().max(*known);
        }
        highest.into_values().collect()
    };
    days.into_iter().map(|day| (day, highest(day))).collect()
}

/// What holds where, on days on which nothing of one timeline does, another takes its place.
fn instead(timeline: &Timeline, other: &Timeline) -> Timeline {
    let on = |timeline: &Timeline, day: Date| {
        let found = timeline.range(..=day).next_back().map(|(_, it)| it.clone());
        found.filter(|it| !it.is_empty())
    };
    let days: BTreeSet<Date> = timeline.keys().chain(other.keys()).copied().collect();
    let limits = |day| on(timeline, day).or_else(|| on(other, day)).unwrap_or_default();
    days.into_iter().map(|day| (day, limits(day))).collect()
}

/// The runs of days on which a price is above its ceiling, or may be.
fn over<'a>(
    charge: &Charged<'a>,
    (first, last): (Date, Date),
    timeline: &Timeline,
    policy: &PricingPolicy,
) -> Vec<Over<'a>> {
    let at_first = timeline.range(..=first).next_back().map(|(_, limits)| limits.as_slice());
    let later = timeline.range(first..=last).filter(|(day, _)| **day != first);
    let later = later.map(|(day, limits)| (*day, limits.as_slice()));
    let runs: Vec<(Date, &[TaxedPrice])> =
        std::iter::once((first, at_first.unwrap_or_default())).chain(later).collect();
    let mut found: Vec<(Over<'_>, Compared)> = Vec::new();
    for (index, &(from, limits)) in runs.iter().enumerate() {
        let before_next = runs.get(index + 1).and_then(|(day, _)| day.yesterday().ok());
        let to = before_next.unwrap_or(last);
        let compared = compared(charge.price, limits, &policy.known_rates((from, to)));
        if compared == Compared::Within {
            continue;
        }
        // On the first and the last of the days something may have been given back only.
        let is_certain = compared == Compared::Above && runs.len() == 1;
        match found.last_mut() {
            Some((run, before))
                if run.limits == limits
                    && *before == compared
                    && run.days.1.tomorrow().ok() == Some(from) =>
            {
                run.days.1 = to;
                run.is_certain |= is_certain;
            }
            _ => found.push((
                Over { charged: *charge, limits: limits.to_vec(), days: (from, to), is_certain },
                compared,
            )),
        }
    }
    found.into_iter().map(|(run, _)| run).collect()
}

/// How a price stands to all of its ceilings; without any it is above.
fn compared(price: TaxedPrice, limits: &[TaxedPrice], rates: &[Ratio]) -> Compared {
    let all = limits.iter().map(|it| compare(price, *it, rates));
    all.fold(Compared::Above, |one, other| match (one, other) {
        (Compared::Within, _) | (_, Compared::Within) => Compared::Within,
        (Compared::Unknown, _) | (_, Compared::Unknown) => Compared::Unknown,
        (Compared::Above, Compared::Above) => Compared::Above,
    })
}

impl Over<'_> {
    /// The fault, if it is one. Where that is not certain the month's charges say at which rate the
    /// price was charged on these days, if at all. What they say counts if there is such a rate
    /// (F-17-rate); else each that is assumed does, and where these do not agree nobody can say (F-7-tax).
    /// Nor can anybody where the price keeps to its ceiling only at a rate that is not assumed: whoever
    /// writes 13 % for a service raises its ceiling.
    fn fault(
        &self,
        party: &PartyId,
        (rates, policy): (&mut Rates, &PricingPolicy),
    ) -> Option<Fault> {
        let known = policy.known_rates(self.days);
        let assumed = policy.assumed_rates(self.days);
        let above = if self.limits.is_empty() { rules::NO_CEILING } else { rules::CEILING };
        if self.is_certain {
            return Some(self.at(party, above, &known));
        }
        let Charged { period, product, unit, price } = self.charged;
        let mut unknown = None;
        for said in rates.said(period, (product, unit, price), self.days) {
            let rates = policy.rates_of(said, self.days);
            let is_assumed = rates.iter().all(|it| assumed.contains(it));
            match compared(price, &self.limits, &rates) {
                Compared::Within if is_assumed || self.keeps_to(&assumed) => {}
                Compared::Within | Compared::Unknown => unknown = Some(rates),
                Compared::Above => return Some(self.at(party, above, &rates)),
            }
        }
        let fault = unknown.map(|rates| self.at(party, rules::NOT_COMPARED, &rates))?;
        Some(Fault { difference: None, ..fault })
    }

    /// Whether the price is not above its ceilings at any of some rates.
    fn keeps_to(&self, rates: &[Ratio]) -> bool {
        compared(self.charged.price, &self.limits, rates) == Compared::Within
    }

    /// The fault at some rates. The ceiling is shown with the price's word about tax, at the rate at
    /// which it is highest.
    fn at(&self, party: &PartyId, rule: &'static str, rates: &[Ratio]) -> Fault {
        let Charged { period, product, unit, price: TaxedPrice { price, vat_included } } =
            self.charged;
        let (from, to) = self.days;
        let cause = format!("{product} {unit} {price} {from}");
        let mut fault = about(rule, party, Some(period), cause);
        let own = self.limits.iter().filter(|it| it.vat_included == vat_included);
        let own = own.map(|it| (it.price, None));
        let other = self.limits.iter().filter(|it| it.vat_included != vat_included);
        let converted = other.flat_map(|it| {
            let at = |rate: &Ratio| Some((it.with_tax(vat_included, *rate)?, Some(*rate)));
            rates.iter().filter_map(at)
        });
        let ceiling = own.chain(converted).max();
        fault.expected = ceiling.map(|(it, _)| it.to_string()).unwrap_or_default();
        fault.actual = price.to_string();
        fault.difference = ceiling.map(|(it, _)| {
            let millionths = it.millionths.saturating_sub(price.millionths);
            UnitPrice { millionths }.to_string()
        });
        let rate = ceiling.and_then(|(_, rate)| rate);
        fault.arguments = vec![
            ("product", product.to_owned()),
            ("unit", unit.to_owned()),
            ("from", from.to_string()),
            ("to", to.to_string()),
            ("vat", if vat_included { "yes" } else { "no" }.to_owned()),
            ("rate", rate.map_or_else(|| "none".to_owned(), |it| it.to_string())),
        ];
        fault
    }
}

#[cfg(test)]
mod tests;
