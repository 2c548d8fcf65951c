//! F-7-price and F-7-price-none: prices charged against prices published. Whoever publishes a price
//! charges it, and whoever charges publishes it (CN-65: 收费标准公示, recalled); that a price charged has to
//! be one of them is a project default.

use std::collections::{BTreeMap, BTreeSet};

use jiff::civil::Date;

use super::{Books, Directory, PriceInForce, Rates, about, rules};
use crate::finding::Fault;
use crate::money::{PARTS_PER_FEN, UnitPrice};
use crate::period::Period;
use crate::pricing::booked::uses;
use crate::pricing::tariff::{TIERS_MAX, TaxedPrice, progressive};
use crate::pricing::{PricingPolicy, Tariff, half_up};
use crate::ratio::Ratio;
use crate::usage::UsageSum;

/// Months in which a price was charged that none of those published is, if any is.
#[derive(Default)]
struct Unpublished<'a> {
    /// Each with the least number of a record that says so.
    months: BTreeMap<Period, &'a str>,
    published: BTreeSet<UnitPrice>,
    /// Whether some of those published have another word about value-added tax.
    is_otherwise: bool,
}

/// The prices of each product and unit, each with the buyer that it is agreed with, if with one.
type Published<'a> = BTreeMap<(&'a str, &'a str), Vec<(&'a PriceInForce, Option<String>)>>;

/// Charges at none of the prices that were in force for the buyer, however it is written, on some day of
/// service, tiers and what they come to for a unit of the whole quantity among them: one fault for each
/// product, unit, buyer and price, however many months it goes on. One with another word about value-added
/// tax is one of them at each rate that its records say, and at any that is assumed where one says none.
/// Where no price at all is in force for the buyer, one fault for each product and unit says so; what
/// serves the public is F-8's. What a month gives back more of than it charges was charged in another one.
pub fn prices_not_published(
    books: &Books,
    prices: &[PriceInForce],
    directory: &Directory,
    (rates, policy): (&mut Rates, &PricingPolicy),
) -> Vec<Fault> {
    let mut published = Published::new();
    for it in prices {
        let buyer = (!it.buyer.is_empty()).then(|| directory.identify(&it.buyer));
        published.entry((&it.tariff.product, &it.tariff.unit)).or_default().push((it, buyer));
    }
    let mut others: BTreeMap<(&str, &str, &str, UnitPrice), Unpublished<'_>> = BTreeMap::new();
    let mut none: BTreeMap<(&str, &str), Unpublished<'_>> = BTreeMap::new();
    for (period, sum) in &books.usage {
        let key = &sum.key;
        if key.use_ == uses::PUBLIC || sum.units.millionths <= 0 {
            continue;
        }
        let known = published.get(&(key.product.as_str(), key.unit.as_str()));
        let buyer = directory.identify(&key.buyer);
        let is_for = |of: &Option<String>| of.as_ref().is_none_or(|it| *it == buyer);
        let known = known.into_iter().flatten();
        let known = known.filter(|(it, of)| is_in_force(it, sum) && is_for(of)).map(|it| it.0);
        let known: Vec<&PriceInForce> = known.collect();
        let expected: BTreeSet<TaxedPrice> = known.iter().map(|it| it.tariff.taxed()).collect();
        let it = if expected.is_empty() && key.price != UnitPrice::default() {
            none.entry((&key.product, &key.unit)).or_default()
        } else if expected.is_empty()
            || is_one(&expected, (*period, sum), (rates, policy))
            || is_average(&known, sum)
        {
            continue;
        } else {
            others.entry((&key.product, &key.unit, &key.buyer, key.price)).or_default()
        };
        let record = it.months.entry(*period).or_insert(&sum.first_number);
        *record = (*record).min(&sum.first_number);
        it.is_otherwise |= expected.iter().any(|it| it.vat_included != key.vat_included);
        it.published.extend(expected.iter().map(|it| it.price));
    }
    let none = none.into_iter().filter_map(|it| nothing_published(books, it));
    others.into_iter().filter_map(|it| fault(books, it)).chain(none).collect()
}

/// Whether a price charged is one of those published. Records are asked only where it is one with the other
/// word about tax at some rate that there is.
fn is_one(
    published: &BTreeSet<TaxedPrice>,
    (period, sum): (Period, &UsageSum),
    (rates, policy): (&mut Rates, &PricingPolicy),
) -> bool {
    let (charged, days) = (sum.key.taxed(), (sum.first_on, sum.last_on));
    let is_alike = |rates: &[Ratio]| published.iter().any(|it| it.is_as(charged, rates));
    let has_other = published.iter().any(|it| it.vat_included != charged.vat_included);
    // Where no rate is known nobody can say.
    let may_be = |rates: &[Ratio]| rates.is_empty() && has_other || is_alike(rates);
    if is_alike(&[]) || !may_be(&policy.known_rates(days)) {
        return is_alike(&[]);
    }
    let said = rates.said(period, sum.key.priced(), days);
    said.into_iter().all(|it| may_be(&policy.rates_of(it, days)))
}

fn nothing_published(
    books: &Books,
    ((product, unit), found): ((&str, &str), Unpublished<'_>),
) -> Option<Fault> {
    let (first, record) = found.months.first_key_value()?;
    let mut fault = about(rules::NO_PRICE, &books.party, None, format!("{product} {unit}"));
    let months: Vec<String> = found.months.keys().map(ToString::to_string).collect();
    fault.arguments = vec![
        ("product", product.to_owned()),
        ("unit", unit.to_owned()),
        ("record", (*record).to_owned()),
        ("since", first.to_string()),
        ("months", months.join(", ")),
    ];
    Some(fault)
}

fn fault(
    books: &Books,
    ((product, unit, buyer, price), found): ((&str, &str, &str, UnitPrice), Unpublished<'_>),
) -> Option<Fault> {
    let (first, record) = found.months.first_key_value()?;
    let cause = format!("{product} {unit} {buyer} {price}");
    let mut fault = about(rules::PUBLISHED, &books.party, None, cause);
    let listed: Vec<String> = found.published.iter().map(ToString::to_string).collect();
    let months: Vec<String> = found.months.keys().map(ToString::to_string).collect();
    fault.expected = listed.join(", ");
    fault.actual = price.to_string();
    fault.arguments = vec![
        ("product", product.to_owned()),
        ("unit", unit.to_owned()),
        ("buyer", buyer.to_owned()),
        ("tax", if found.is_otherwise { "other" } else { "same" }.to_owned()),
        ("record", (*record).to_owned()),
        ("since", first.to_string()),
        ("months", months.join(", ")),
    ];
    Some(fault)
}

/// Whether the price of a sum is what the tiers of one price list come to for a unit of its whole quantity:
/// to the fen together, or rounded half up to 10⁻⁶ yuan. A quantity that is billed once has one price.
pub(super) fn is_average(prices: &[&PriceInForce], sum: &UsageSum) -> bool {
    let mut lists: BTreeMap<(&str, Date), Vec<&Tariff>> = BTreeMap::new();
    for it in prices.iter().filter(|it| it.tariff.vat_included == sum.key.vat_included) {
        lists.entry((&it.buyer, it.tariff.validity.from)).or_default().push(&it.tariff);
    }
    let (units, price) = (i128::from(sum.units.millionths), i128::from(sum.key.price.millionths));
    lists.into_values().filter(|it| (2..=TIERS_MAX).contains(&it.len())).any(|mut tiers| {
        tiers.sort_by_key(|it| it.tier_from);
        progressive(&tiers, sum.units).is_some_and(|whole| {
            let is_same = half_up(whole, PARTS_PER_FEN) == half_up(units * price, PARTS_PER_FEN);
            is_same || half_up(whole, units) == Some(sum.key.price.millionths)
        })
    })
}

/// Whether a price is in force on some of the days of a sum.
pub(super) fn is_in_force(price: &PriceInForce, sum: &UsageSum) -> bool {
    let Tariff { validity, .. } = &price.tariff;
    let has_begun = validity.from <= sum.last_on;
    let has_ended = validity.to.is_some_and(|it| it < sum.first_on);
    has_begun && !has_ended
}

#[cfg(test)]
mod tests {
    use super::super::testing::{books, of_prices, sum};
    use super::*;
    use crate::money::Quantity;
    use crate::party::PartyKind;
    use crate::pricing::Validity;
    use crate::shipped;
    use crate::tie_out::Charge;

    fn price(yuan: &str, buyer: &str, from: &str, to: Option<&str>) -> PriceInForce {
        let tariff = Tariff {
            product: "P-1".to_owned(),
            unit: "次".to_owned(),
            validity: Validity {
                from: from.parse().unwrap(),
                to: to.map(|it| it.parse().unwrap()),
            },
            tier_from: Quantity::default(),
            price: UnitPrice::parse(yuan).unwrap(),
            vat_included: false,
            trial: false,
        };
        PriceInForce { tariff, buyer: buyer.to_owned() }
    }

    /// What is found of three yuan charged to 乙 over the whole of April.
    fn found(prices: &[PriceInForce]) -> Vec<String> {
        let charged = sum("P-1", 3_000_000, 300);
        let books = Books { usage: vec![("2026-04".parse().unwrap(), charged)], ..books() };
        of_prices(&prices_not_published(
            &books,
            prices,
            &Directory::default(),
            (&mut Rates::default(), &shipped::pricing()),
        ))
    }

    #[test]
    fn what_is_charged_is_a_published_price() {
        let off = ["F-7-price  P-1 次 乙 3 12 3 -"];
        assert_eq!(found(&[price("12", "", "2026-01-01", None)]), off);
        assert_eq!(found(&[price("3", "", "2026-01-01", None)]), [""; 0]);
        assert_eq!(found(&[]), ["F-7-price-none  P-1 次   -"], "nothing is published");
        let tiers = [price("12", "", "2026-01-01", None), price("3", "", "2026-01-01", None)];
        assert_eq!(found(&tiers), [""; 0]);
    }

    #[test]
    fn months_of_one_price_are_one_fault() {
        let charged = |period: &str, number: &str, yuan: i64| {
            let mut sum = sum("P-1", yuan * 1_000_000, yuan * 100);
            number.clone_into(&mut sum.first_number);
            (period.parse().unwrap(), sum)
        };
        let usage = vec![
            charged("2026-05", "7", 3),
            charged("2026-04", "9", 3),
            charged("2026-04", "8", 3),
            charged("2026-05", "6", 4),
            charged("2026-06", "1", 12),
        ];
        let books = Books { usage, ..books() };
        let faults = prices_not_published(
            &books,
            &[price("12", "", "2026-01-01", None)],
            &Directory::default(),
            (&mut Rates::default(), &shipped::pricing()),
        );
        assert_eq!(
            of_prices(&faults),
            ["F-7-price  P-1 次 乙 3 12 3 -", "F-7-price  P-1 次 乙 4 12 4 -"]
        );
        let said = |index: usize, name: &str| {
            let found = faults[index].arguments.iter().find(|it| it.0 == name);
            found.map(|it| it.1.clone()).unwrap()
        };
        assert_eq!([said(0, "months"), said(0, "record")], ["2026-04, 2026-05", "8"]);
        assert_eq!([said(1, "months"), said(1, "record")], ["2026-05", "6"]);
    }

    #[test]
    fn a_price_holds_on_its_days_and_for_its_buyer() {
        let others = [price("12", "", "2026-01-01", None), price("3", "丙", "2026-01-01", None)];
        assert_eq!(found(&others).len(), 1);
        let own = [price("12", "", "2026-01-01", None), price("3", "乙", "2026-01-01", None)];
        assert_eq!(found(&own), [""; 0]);
        let ended = price("3", "", "2026-01-01", Some("2026-03-31"));
        assert_eq!(found(&[price("12", "", "2026-01-01", None), ended.clone()]).len(), 1);
        assert_eq!(found(&[ended]), ["F-7-price-none  P-1 次   -"], "none is in force");
        let last_day = [price("12", "", "2026-01-01", None), price("3", "", "2026-04-30", None)];
        assert_eq!(found(&last_day), [""; 0]);
    }

    /// A price agreed with a buyer is meant, by whatever name the records have it.
    #[test]
    fn a_buyer_is_one_however_it_is_written() {
        const CODE: &str = "91310115MADEM00972";
        let mut directory = Directory::default();
        directory.add(CODE.parse().unwrap(), ("某公司", PartyKind::Developer), None);
        for (agreed, charged, over) in [
            ("某公司", CODE, 0),
            (CODE, "某 公司", 0),
            ("ＡＢ", "AB", 0),
            ("某公司", "另一公司", 1),
        ] {
            let mut sum = sum("P-1", 3_000_000, 300);
            charged.clone_into(&mut sum.key.buyer);
            let books = Books { usage: vec![("2026-04".parse().unwrap(), sum)], ..books() };
            let prices = [price("3", agreed, "2026-01-01", None)];
            let rates = (&mut Rates::default(), &shipped::pricing());
            let found = prices_not_published(&books, &prices, &directory, rates);
            assert_eq!(found.len(), over, "{agreed} {charged}");
        }
    }

    /// A thousand units at twelve yuan and a thousand at ten are two thousand at eleven.
    #[test]
    fn a_quantity_billed_once_has_the_price_that_its_tiers_come_to() {
        let found = |units: &str, yuan: &str, second: &str, above: &str| {
            let mut sum = sum("P-1", UnitPrice::parse(yuan).unwrap().millionths, 0);
            sum.units = Quantity::parse(units).unwrap();
            let books = Books { usage: vec![("2026-04".parse().unwrap(), sum)], ..books() };
            let mut tiers =
                [price("12", "", "2026-01-01", None), price(second, "", "2026-01-01", None)];
            tiers[1].tariff.tier_from = Quantity::parse(above).unwrap();
            let rates = (&mut Rates::default(), &shipped::pricing());
            prices_not_published(&books, &tiers, &Directory::default(), rates).len()
        };
        assert_eq!(found("2000", "11", "10", "1000"), 0);
        assert_eq!(found("2000", "11.00001", "10", "1000"), 1, "two fen more");
        assert_eq!(found("2000", "10.99999", "10", "1000"), 1, "two fen less");
        assert_eq!(found("1000", "11", "10", "1000"), 1, "the first tier alone");
        // 24 yuan for two and 10 for the third are 34, 11.333333… for one.
        assert_eq!(found("3", "11.333333", "10", "2"), 0);
        assert_eq!(found("3", "11.33", "10", "2"), 1, "a fen less together");
        assert_eq!(found("3000000", "11.333333", "10", "2000000"), 0, "a yuan less, but rounded");
        assert_eq!(found("2000", "11", "10", "0"), 1, "both begin at nothing");
    }

    /// In May what was charged in April at the price of April is given back.
    #[test]
    fn what_is_given_back_is_not_charged() {
        let found = |units: i64| {
            let mut sum = sum("P-1", 12_000_000, 0);
            sum.units = Quantity { millionths: units };
            let books = Books { usage: vec![("2026-05".parse().unwrap(), sum)], ..books() };
            let prices = [price("3", "", "2026-01-01", None)];
            let rates = (&mut Rates::default(), &shipped::pricing());
            prices_not_published(&books, &prices, &Directory::default(), rates).len()
        };
        assert_eq!([found(-1), found(0), found(1)], [0, 0, 1]);
    }

    #[test]
    fn what_is_charged_is_published() {
        let none = ["F-7-price-none  P-1 次   -"];
        let other = |change: fn(&mut PriceInForce)| {
            let mut it = price("3", "", "2026-01-01", None);
            change(&mut it);
            found(&[it])
        };
        assert_eq!(other(|_| ()), [""; 0]);
        assert_eq!(other(|it| it.tariff.product = "P-2".to_owned()), none);
        assert_eq!(other(|it| it.tariff.unit = "年".to_owned()), none);
        assert_eq!(other(|it| it.buyer = "丙".to_owned()), none, "agreed with somebody else");
        let free = |use_: &str, millionths| {
            let mut sum = sum("P-1", millionths, 0);
            use_.clone_into(&mut sum.key.use_);
            let books = Books { usage: vec![("2026-04".parse().unwrap(), sum)], ..books() };
            of_prices(&prices_not_published(
                &books,
                &[],
                &Directory::default(),
                (&mut Rates::default(), &shipped::pricing()),
            ))
        };
        assert_eq!(free("industry", 1), none);
        assert_eq!(free("industry", 0), [""; 0], "nothing is charged");
        assert_eq!(free("public", 1), [""; 0], "F-8");
    }

    /// Three yuan without tax are 3.03, 3.09 and 3.18 with it, at 1, 3 and 6 %; 3.39 at 13 % is no
    /// service's.
    #[test]
    fn another_word_about_tax_is_no_other_price_at_an_assumed_rate() {
        let published = |yuan: &str| {
            let mut it = price(yuan, "", "2026-01-01", None);
            it.tariff.vat_included = true;
            found(&[it])
        };
        for yuan in ["3.03", "3.09", "3.18"] {
            assert_eq!(published(yuan), [""; 0], "{yuan}");
        }
        for yuan in ["1", "3", "3.04", "3.180001", "3.39"] {
            let off = [format!("F-7-price  P-1 次 乙 3 {yuan} 3 -")];
            assert_eq!(published(yuan), off, "{yuan}");
        }
        let mut off = price("1", "", "2026-01-01", None);
        off.tariff.vat_included = true;
        assert_eq!(found(&[off, price("3", "", "2026-01-01", None)]), [""; 0], "one of two is");
    }

    /// Three yuan without tax are 3, 3.03, 3.09, 3.18, 3.27 and 3.39 with it at 0, 1, 3, 6, 9 and 13 %.
    #[test]
    fn the_rate_is_the_one_that_records_say() {
        let found = |yuan: &str, percents: &[Option<i64>]| {
            let mut it = price(yuan, "", "2026-01-01", None);
            it.tariff.vat_included = true;
            let (charged, policy) = (sum("P-1", 3_000_000, 300), shipped::pricing());
            let mut rates = Rates::default();
            let charge = |percent: &Option<i64>| Charge {
                product: "P-1".to_owned(),
                unit: "次".to_owned(),
                price: charged.key.taxed(),
                dated_on: charged.first_on,
                tax_rate: percent.map(|it| Ratio::from_ppm(it * 10_000)),
            };
            let april = "2026-04".parse().unwrap();
            rates.add(april, percents.iter().map(charge).collect());
            let books = Books { usage: vec![(april, charged.clone())], ..books() };
            let found = of_prices(&prices_not_published(
                &books,
                &[it],
                &Directory::default(),
                (&mut rates, &policy),
            ));
            assert_eq!(rates.unread(), BTreeSet::new());
            found.len()
        };
        for (percent, yuan) in [(0, "3"), (1, "3.03"), (3, "3.09"), (6, "3.18"), (13, "3.39")] {
            assert_eq!(found(yuan, &[Some(percent)]), 0, "{yuan}");
            let other = if percent == 6 { "3.09" } else { "3.18" };
            assert_eq!(found(other, &[Some(percent)]), 1, "{other} is no price at {percent} %");
        }
        assert_eq!(found("3.18", &[Some(6), Some(3)]), 1, "one of two is another price");
        assert_eq!(found("3.18", &[Some(6), None]), 0, "it may be");
        assert_eq!(found("3.18", &[Some(5)]), 0, "there is no such rate: F-17-rate");
        assert_eq!(found("3.39", &[None]), 1, "no service has 13 %");
        assert_eq!(found("3.18", &[]), 0);
    }

    #[test]
    fn records_are_asked_where_it_depends_on_them() {
        let asked = |yuan: &str, vat_included| {
            let mut it = price(yuan, "", "2026-01-01", None);
            it.tariff.vat_included = vat_included;
            let (mut rates, policy) = (Rates::default(), shipped::pricing());
            let usage = vec![("2026-04".parse().unwrap(), sum("P-1", 3_000_000, 300))];
            prices_not_published(
                &Books { usage, ..books() },
                &[it],
                &Directory::default(),
                (&mut rates, &policy),
            );
            rates.unread().len()
        };
        assert_eq!(asked("3.18", true), 1);
        assert_eq!(asked("3", false), 0, "the same price");
        assert_eq!(asked("12", false), 0, "another price");
        assert_eq!(asked("12", true), 0, "another price at every rate");
    }

    #[test]
    fn months_and_buyers_without_a_price_are_one_fault() {
        let charged = |period: &str, buyer: &str, number: &str| {
            let mut sum = sum("P-1", 3_000_000, 300);
            buyer.clone_into(&mut sum.key.buyer);
            number.clone_into(&mut sum.first_number);
            (period.parse().unwrap(), sum)
        };
        let usage = vec![
            charged("2026-05", "乙", "1"),
            charged("2026-04", "丙", "3"),
            charged("2026-04", "丁", "2"),
        ];
        let faults = prices_not_published(
            &Books { usage, ..books() },
            &[],
            &Directory::default(),
            (&mut Rates::default(), &shipped::pricing()),
        );
        assert_eq!(of_prices(&faults), ["F-7-price-none  P-1 次   -"]);
        let expected = [("record", "2"), ("since", "2026-04"), ("months", "2026-04, 2026-05")];
        for (name, value) in expected {
            assert!(faults[0].arguments.contains(&(name, value.to_owned())), "{name}");
        }
    }
}
