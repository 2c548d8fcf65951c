//! F-7-tiers: what was charged for a month's quantity against what the tiers of its ceiling come to,
//! each tier's part at the tier's price (the progressive form of Fujian's trial standard, `domain`
//! 2.1.1 P16). F-7 compares the price of a unit with the highest tier; a price that keeps to that one
//! may still be too much for the units above the next.

use std::collections::{BTreeMap, BTreeSet};

use jiff::civil::Date;

use super::{Books, Directory, Rates, about, rules, yuan};
use crate::finding::Fault;
use crate::money::{PARTS_PER_FEN, Quantity};
use crate::period::Period;
use crate::pricing::booked::uses;
use crate::pricing::half_up;
use crate::pricing::tariff::{Schedule, TIERS_MAX, ceilings, in_force};
use crate::pricing::{Entered, PricingPolicy, Tariff};
use crate::ratio::Ratio;
use crate::usage::UsageSum;

/// The ceilings of a product and unit, by the day from which each holds.
type Timeline<'a, 'b> = BTreeMap<Date, Option<&'b Schedule<'a>>>;

/// What a buyer was charged in a month for units of a product.
#[derive(Clone, Debug)]
struct Charged<'a> {
    /// The buyer as written; of several ways, the first in the order of texts.
    buyer: &'a str,
    units_millionths: i128,
    sums: Vec<&'a UsageSum>,
}

impl<'a> Charged<'a> {
    fn add(&mut self, sum: &'a UsageSum) {
        self.buyer = self.buyer.min(&sum.key.buyer);
        self.units_millionths += i128::from(sum.units.millionths);
        self.sums.push(sum);
    }

    /// The charge with or without tax, fen, half up: quantity times price of each sum, 10⁻¹² yuan, and of one
    /// with the other word about tax what `converted` makes of it. `None` where it does not fit.
    fn fen(
        &self,
        vat_included: bool,
        mut converted: impl FnMut(&UsageSum, i128) -> Option<i128>,
    ) -> Option<i64> {
        let mut whole: i128 = 0;
        for sum in &self.sums {
            let parts = i128::from(sum.units.millionths) * i128::from(sum.key.price.millionths);
            let is_alike = sum.key.vat_included == vat_included;
            let parts = if is_alike { parts } else { converted(sum, parts)? };
            whole = whole.checked_add(parts)?;
        }
        half_up(whole, PARTS_PER_FEN)
    }

    /// What was charged above what is allowed, fen. Of a sum with the other word about tax that is the least
    /// that the rates which its records say give, and those assumed where one says none: nobody is said to
    /// have charged what may not have been charged. Where no rate that there is gives more than is allowed,
    /// records are not asked.
    fn above(
        &self,
        (period, vat_included): (Period, bool),
        allowed_fen: i64,
        (rates, policy): (&mut Rates, &PricingPolicy),
    ) -> Option<i64> {
        let at = |parts, rate: &Ratio| converted(parts, vat_included, *rate);
        let most = self.fen(vat_included, |sum, parts| {
            let known = policy.known_rates((sum.first_on, sum.last_on));
            known.iter().map(|rate| at(parts, rate)).max().flatten()
        });
        if most? <= allowed_fen {
            return None;
        }
        let least = self.fen(vat_included, |sum, parts| {
            let days = (sum.first_on, sum.last_on);
            let rates = rates.possible(period, (sum.key.priced(), days), policy);
            rates.iter().map(|rate| at(parts, rate)).min().flatten()
        });
        least.filter(|it| allowed_fen < *it)
    }
}

/// An amount with the other word about tax, at a rate, rounded down.
fn converted(parts: i128, vat_included: bool, rate: Ratio) -> Option<i128> {
    let (one, gross) = (i128::from(Ratio::ONE.ppm()), i128::from(Ratio::ONE.ppm() + rate.ppm()));
    let (by, of) = if vat_included { (gross, one) } else { (one, gross) };
    Some(parts.checked_mul(by)?.div_euclid(of))
}

/// What a buyer was charged in a month, by the day since which its ceiling is in force.
#[derive(Debug, Default)]
struct Month<'a> {
    parts: BTreeMap<Date, Charged<'a>>,
    /// Whether a sum is of days of two ceilings, or of days before any.
    is_mixed: bool,
}

impl<'a> Month<'a> {
    fn add(&mut self, since: Option<Date>, sum: &'a UsageSum) {
        match since {
            Some(since) => {
                let none = Charged { buyer: &sum.key.buyer, units_millionths: 0, sums: Vec::new() };
                self.parts.entry(since).or_insert(none).add(sum);
            }
            None => self.is_mixed = true,
        }
    }

    fn parts(self) -> impl Iterator<Item = (Date, Charged<'a>)> {
        let is_mixed = self.is_mixed;
        self.parts.into_iter().filter(move |_| !is_mixed)
    }
}

/// Months in which a buyer was charged more for a product's units than the tiers of the ceiling come
/// to. No instrument says over which time quantities add up: here per buyer and month, a project
/// default, however the buyer is written where [`Directory::identify`] knows it for one. Where another
/// ceiling comes into force within the month, each part of the month is judged under its own, beginning
/// with the first tier; unless a price was charged before and after it, because a sum does not say how
/// much of it was. Then the buyer's month is left to F-7, and so is a ceiling without tiers.
pub fn charges_over_tiers(
    books: &Books,
    entries: &[Entered],
    directory: &Directory,
    (rates, policy): (&mut Rates, &PricingPolicy),
) -> Vec<Fault> {
    let ceilings = ceilings(entries);
    let timelines: BTreeMap<(&str, &str), Timeline<'_, '_>> =
        ceilings.iter().map(|((product, unit, _), it)| ((*product, *unit), in_force(it))).collect();
    let mut months: BTreeMap<(Period, &str, &str, String), Month<'_>> = BTreeMap::new();
    for (period, sum) in books.usage.iter().filter(|(_, it)| it.key.use_ != uses::PUBLIC) {
        let buyer = directory.identify(&sum.key.buyer);
        let key = (*period, &*sum.key.product, &*sum.key.unit, buyer);
        let timeline = timelines.get(&(key.1, key.2));
        let since = timeline.and_then(|it| throughout(it, (sum.first_on, sum.last_on)));
        months.entry(key).or_default().add(since, sum);
    }
    let parts = (months.into_iter())
        .flat_map(|(key, month)| month.parts().map(move |it| ((key.0, key.1, key.2), it)));
    let mut faults = Vec::new();
    for ((period, product, unit), (since, charged)) in parts {
        let buyer = charged.buyer;
        let ceiling = timelines.get(&(product, unit)).and_then(|it| *it.get(&since)?);
        let Some(tiers) = ceiling.filter(|it| is_progressive(it)) else { continue };
        let units = i64::try_from(charged.units_millionths).ok().filter(|it| 0 < *it);
        let Some(units) = units.map(|millionths| Quantity { millionths }) else { continue };
        let Tariff { vat_included, .. } = tiers.first().tariff;
        let Some(allowed) = tiers.charge_fen(units) else { continue };
        let above = charged.above((period, *vat_included), allowed, (rates, policy));
        let Some(actual) = above else { continue };
        let mut cause = format!("{product} {unit} {buyer}");
        if period.first_day() < since {
            cause = format!("{cause} {since}");
        }
        let mut fault = about(rules::TIERS, &books.party, Some(period), cause);
        fault.expected = format!("≤ {}", yuan(allowed.into()));
        fault.actual = yuan(actual.into());
        fault.difference = Some(yuan(i128::from(allowed) - i128::from(actual)));
        fault.arguments = vec![
            ("product", product.to_owned()),
            ("unit", unit.to_owned()),
            ("buyer", buyer.to_owned()),
            ("units", units.to_string()),
            ("tiers", tiers.tiers().len().to_string()),
            ("period", period.to_string()),
            ("ceiling", tiers.first().entered.receipt.clone()),
        ];
        faults.push(fault);
    }
    faults
}

/// The day since which one ceiling, or none, is in force on all of these days.
fn throughout(timeline: &Timeline<'_, '_>, (first, last): (Date, Date)) -> Option<Date> {
    let (since, _) = timeline.range(..=last).next_back()?;
    Some(*since).filter(|it| *it <= first)
}

/// Whether a ceiling has tiers that make one schedule. What is wrong with others is P-10's to say.
fn is_progressive(ceiling: &Schedule<'_>) -> bool {
    let words: BTreeSet<bool> = ceiling.tiers().iter().map(|it| it.tariff.vat_included).collect();
    (2..=TIERS_MAX).contains(&ceiling.tiers().len()) && words.len() == 1
}

#[cfg(test)]
mod tests {
    use super::super::testing::{books, of_prices, sum};
    use super::*;
    use crate::form::Origin;
    use crate::money::UnitPrice;
    use crate::party::{PartyId, PartyKind};
    use crate::pricing::{PricingEntry, Validity};
    use crate::shipped;
    use crate::tie_out::Charge;

    /// A tier of a ceiling from a day to a day, above a quantity.
    fn tier(yuan: &str, above: &str, (from, to): (&str, Option<&str>)) -> Entered {
        let tariff = Tariff {
            product: "P-1".to_owned(),
            unit: "次".to_owned(),
            validity: Validity {
                from: from.parse().unwrap(),
                to: to.map(|it| it.parse().unwrap()),
            },
            tier_from: Quantity::parse(above).unwrap(),
            price: UnitPrice::parse(yuan).unwrap(),
            vat_included: false,
            trial: false,
        };
        let entry = PricingEntry::Ceiling {
            tariff,
            planned_units: None,
            document: String::new(),
            reported_on: None,
            data_reported_on: None,
        };
        let origin = Origin { row: 2, byte_offset: 0, byte_length: 0 };
        Entered { entry, receipt: "R-1".to_owned(), origin }
    }

    /// Twelve yuan a unit to a thousand units, ten above: the whole of two thousand is 22,000 yuan.
    fn tiers() -> Vec<Entered> {
        let since = ("2026-01-01", None);
        vec![tier("12", "0", since), tier("10", "1000", since)]
    }

    /// What is found of units at a price, each as `units price`, with tax where it ends in `+`.
    fn found(charges: &[&str], ceilings: &[Entered]) -> Vec<String> {
        let charge = |it: &&str| {
            let (units, price) = it.trim_end_matches('+').split_once(' ').unwrap();
            let mut sum = sum("P-1", UnitPrice::parse(price).unwrap().millionths, 0);
            sum.units = Quantity::parse(units).unwrap();
            sum.key.vat_included = it.ends_with('+');
            ("2026-04".parse().unwrap(), sum)
        };
        let books = Books { usage: charges.iter().map(charge).collect(), ..books() };
        let mut policy = shipped::pricing();
        policy.vat_rates.retain(|it| it.value.rate_ppm == 60_000);
        let rates = &mut Rates::default();
        of_prices(&charges_over_tiers(&books, ceilings, &Directory::default(), (rates, &policy)))
    }

    /// Two thousand units are 22,000 yuan, and twice a thousand at the first tier's price 24,000.
    #[test]
    fn a_buyer_is_one_however_it_is_written() {
        const CODE: &str = "91310115MADEM00972";
        let mut directory = Directory::default();
        let party: PartyId = CODE.parse().unwrap();
        directory.add(party, ("某公司", PartyKind::Developer), None);
        for (buyers, over) in [
            (["某公司", CODE], 1),
            (["某 公司", "uscc:91310115MADEM00972"], 1),
            (["ＡＢ", "AB"], 1),
            (["某公司", "另一公司"], 0),
        ] {
            let charge = |buyer: &str| {
                let mut sum = sum("P-1", 12_000_000, 0);
                sum.units = Quantity::parse("1000").unwrap();
                sum.key.buyer = buyer.to_owned();
                ("2026-04".parse().unwrap(), sum)
            };
            let books = Books { usage: buyers.map(charge).into(), ..books() };
            let policy = shipped::pricing();
            let rates = &mut Rates::default();
            let found = charges_over_tiers(&books, &tiers(), &directory, (rates, &policy));
            assert_eq!(found.len(), over, "{buyers:?}");
        }
    }

    #[test]
    fn each_tiers_part_is_charged_at_its_price() {
        assert_eq!(found(&["1000 12", "1000 10"], &tiers()), [""; 0], "as the tiers say");
        assert_eq!(found(&["2000 11"], &tiers()), [""; 0], "the same on the whole");
        let over = ["F-7-tiers 2026-04 P-1 次 乙 ≤ 22000.00 24000.00 -2000.00"];
        assert_eq!(found(&["2000 12"], &tiers()), over, "the price of the first tier for all");
        assert_eq!(found(&["1000 12"], &tiers()), [""; 0], "the first tier to its end");
        let over = ["F-7-tiers 2026-04 P-1 次 乙 ≤ 12010.00 12012.00 -2.00"];
        assert_eq!(found(&["1001 12"], &tiers()), over);
    }

    #[test]
    fn a_fen_more_is_found_and_less_is_none() {
        let over = ["F-7-tiers 2026-04 P-1 次 乙 ≤ 22000.00 22000.01 -0.01"];
        assert_eq!(found(&["2000 11", "1 0.01", "-1 0"], &tiers()), over);
        assert_eq!(found(&["2000 11", "1 0.004999", "-1 0"], &tiers()), [""; 0]);
        assert_eq!(found(&["2000 12", "-1000 12"], &tiers()), [""; 0], "half was taken back");
        assert_eq!(found(&["1 100", "-1 0"], &tiers()), [""; 0], "no quantity is left");
    }

    #[test]
    fn tax_is_put_on_or_taken_off() {
        assert_eq!(found(&["2000 11.66+"], &tiers()), [""; 0], "23,320 with tax are 22,000");
        let over = ["F-7-tiers 2026-04 P-1 次 乙 ≤ 22000.00 22018.87 -18.87"];
        assert_eq!(found(&["2000 11.67+"], &tiers()), over);
        assert_eq!(found(&["1000 11.66+", "1000 11"], &tiers()), [""; 0]);
        assert_eq!(found(&["1000 11.67+", "1000 11"], &tiers()).len(), 1);
    }

    /// The whole of two thousand is 22,000 yuan without tax: 22,220 with it at 1 %, 22,660 at 3 %, 23,320 at
    /// 6 % and 24,860 at 13 %.
    #[test]
    fn the_rate_is_the_one_that_records_say() {
        let april: Period = "2026-04".parse().unwrap();
        let found = |price: &str, percents: &[Option<i64>]| {
            let mut sum = sum("P-1", UnitPrice::parse(price).unwrap().millionths, 0);
            sum.units = Quantity::parse("2000").unwrap();
            sum.key.vat_included = true;
            let charge = |percent: &Option<i64>| Charge {
                product: "P-1".to_owned(),
                unit: "次".to_owned(),
                price: sum.key.taxed(),
                dated_on: sum.first_on,
                tax_rate: percent.map(|it| Ratio::from_ppm(it * 10_000)),
            };
            let mut rates = Rates::default();
            rates.add(april, percents.iter().map(charge).collect());
            let books = Books { usage: vec![(april, sum.clone())], ..books() };
            let asked = (&mut rates, &shipped::pricing());
            let found = charges_over_tiers(&books, &tiers(), &Directory::default(), asked);
            let actual = found.first().map(|it| it.actual.clone());
            actual.unwrap_or_default()
        };
        for (percent, within, above, yuan) in [
            (0, "11", "11.00001", "22000.02"),
            (1, "11.11", "11.1101", "22000.20"),
            (3, "11.33", "11.3301", "22000.19"),
            (6, "11.66", "11.6601", "22000.19"),
            (13, "12.43", "12.4301", "22000.18"),
        ] {
            assert_eq!(found(within, &[Some(percent)]), "", "{percent} %");
            assert_eq!(found(above, &[Some(percent)]), yuan, "{percent} %");
        }
        assert_eq!(found("11.66", &[None]), "", "6 % is assumed");
        assert_eq!(found("11.66", &[Some(1), None]), "", "some of it may be at 6 %");
        assert_eq!(found("11.66", &[Some(1), Some(3)]), "22640.78", "the least of both");
        assert_eq!(found("12.43", &[Some(5)]), "23452.83", "no such rate: those assumed");
    }

    #[test]
    fn records_are_asked_where_it_depends_on_them() {
        let asked = |price: &str, vat_included| {
            let mut sum = sum("P-1", UnitPrice::parse(price).unwrap().millionths, 0);
            sum.units = Quantity::parse("2000").unwrap();
            sum.key.vat_included = vat_included;
            let books = Books { usage: vec![("2026-04".parse().unwrap(), sum)], ..books() };
            let (mut rates, policy) = (Rates::default(), shipped::pricing());
            charges_over_tiers(&books, &tiers(), &Directory::default(), (&mut rates, &policy));
            rates.unread().len()
        };
        assert_eq!(asked("12", false), 0, "the ceiling's word");
        assert_eq!(asked("11", true), 0, "within at every rate");
        assert_eq!(asked("11.01", true), 1, "above at 0 %");
        assert_eq!(asked("24", true), 1, "how much depends on it");
    }

    #[test]
    fn what_is_no_one_schedule_is_left_to_other_rules() {
        assert_eq!(found(&["2000 12"], &[]), [""; 0], "no ceiling");
        assert_eq!(found(&["2000 13"], &tiers()[..1]), [""; 0], "no tiers: F-7");
        assert_eq!(found(&["2000 13"], &tiers()[1..]), [""; 0], "no first tier: P-10");
        let days = |from, to| [tier("12", "0", (from, to)), tier("10", "1000", (from, to))];
        let ends = days("2026-01-01", Some("2026-04-29"));
        assert_eq!(found(&["2000 12"], &ends), [""; 0], "it ends within the days of service");
        assert_eq!(found(&["2000 12"], &days("2026-01-01", Some("2026-04-30"))).len(), 1);
        assert_eq!(found(&["2000 12"], &days("2026-04-02", None)), [""; 0], "it begins within");
        assert_eq!(found(&["2000 12"], &days("2026-04-01", None)).len(), 1);
    }

    /// Until the 15th twelve yuan and ten above a thousand units, from the 16th eleven and nine: two
    /// thousand units are 22,000 yuan before, and 20,000 after.
    #[test]
    fn each_part_of_a_month_has_its_own_ceiling() {
        let (before, after) = (("2026-01-01", Some("2026-04-15")), ("2026-04-16", None));
        let ceilings = [
            tier("12", "0", before),
            tier("10", "1000", before),
            tier("11", "0", after),
            tier("9", "1000", after),
        ];
        let found = |charges: &[(&str, i8, i8)]| {
            let charge = |&(price, first, last): &(&str, i8, i8)| {
                let mut sum = sum("P-1", UnitPrice::parse(price).unwrap().millionths, 0);
                sum.units = Quantity::parse("2000").unwrap();
                (sum.first_on, sum.last_on) =
                    (jiff::civil::date(2026, 4, first), jiff::civil::date(2026, 4, last));
                ("2026-04".parse().unwrap(), sum)
            };
            let books = Books { usage: charges.iter().map(charge).collect(), ..books() };
            let policy = shipped::pricing();
            let rates = &mut Rates::default();
            of_prices(&charges_over_tiers(
                &books,
                &ceilings,
                &Directory::default(),
                (rates, &policy),
            ))
        };
        assert_eq!(found(&[("11", 1, 15), ("10", 16, 30)]), [""; 0], "both as their tiers say");
        let late = "F-7-tiers 2026-04 P-1 次 乙 2026-04-16 ≤ 20000.00 22000.00 -2000.00";
        let early = "F-7-tiers 2026-04 P-1 次 乙 ≤ 22000.00 24000.00 -2000.00";
        assert_eq!(found(&[("11", 16, 30)]), [late]);
        assert_eq!(found(&[("12", 1, 15), ("11", 16, 16)]), [early, late]);
        assert_eq!(found(&[("11", 15, 16)]), [""; 0], "how much was before is not said");
        assert_eq!(found(&[("12", 1, 15), ("11", 15, 16)]), [""; 0], "and so is the whole month");
    }

    #[test]
    fn quantities_and_prices_that_do_not_fit_are_compared_by_nobody() {
        let largest = "9223372036854.775807";
        let charge = format!("{largest} {largest}");
        assert_eq!(found(&[&charge, &charge, &charge], &tiers()), [""; 0]);
    }
}
