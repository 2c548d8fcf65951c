//! F-7: prices charged against ceilings: rows that pass, fail and sit on the boundary.

use super::*;
use crate::money::Quantity;
use crate::pricing::Validity;
use crate::shipped;
use crate::tie_out::testing::{books, sum};
use crate::tie_out::{CHARGES_MAX, Charge, RULES_OF_PRICES};

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

/// What is found of a price charged from 10 to 20 April, by the policy as it is shipped, where records
/// say these rates of tax.
fn found_at(
    (yuan, vat_included): (&str, bool),
    ceilings: &[Tariff],
    records: &[(&str, Option<i64>)],
) -> Vec<String> {
    let policy = shipped::pricing();
    let price = UnitPrice::parse(yuan).unwrap();
    let mut sum = sum("P-1", price.millionths, 1);
    (sum.first_on, sum.last_on) = (day("2026-04-10"), day("2026-04-20"));
    sum.key.vat_included = vat_included;
    let books = Books { usage: vec![("2026-04".parse().unwrap(), sum)], ..books() };
    let charge = |(dated_on, percent): &(&str, Option<i64>)| Charge {
        product: "P-1".to_owned(),
        unit: "次".to_owned(),
        price: TaxedPrice { price, vat_included },
        dated_on: day(dated_on),
        tax_rate: percent.map(|it| Ratio::from_ppm(it * 10_000)),
    };
    let mut rates = Rates::default();
    rates.add("2026-04".parse().unwrap(), records.iter().map(charge).collect());
    let ceilings: Vec<&Tariff> = ceilings.iter().collect();
    let faults = prices_over_ceilings(&books, (&ceilings, &[]), (&mut rates, &policy));
    assert!(faults.iter().all(|it| RULES_OF_PRICES.contains(&it.rule)));
    let shown = |it: Fault| {
        let of = |name: &str| it.arguments.iter().find(|(known, _)| *known == name).unwrap();
        let days = [of("from"), of("to")].map(|(_, it)| it.rsplit_once('-').unwrap().1);
        let rate = if of("rate").1 == "none" { "" } else { &format!(" at {}", of("rate").1) };
        let difference = it.difference.as_deref().unwrap_or("-");
        let Fault { rule, expected, actual, .. } = &it;
        format!("{rule} {actual} > {expected}{rate} {difference} {}..{}", days[0], days[1])
    };
    faults.into_iter().map(shown).collect()
}

/// The same where no record is asked for.
fn found(yuan: &str, vat_included: bool, ceilings: &[Tariff]) -> Vec<String> {
    found_at((yuan, vat_included), ceilings, &[])
}

#[test]
fn a_price_is_at_most_its_ceiling() {
    // X6 of the worked examples.
    let twelve = [ceiling("12.00", "2026-01-01", None)];
    assert_eq!(found("12.00", false, &twelve), [""; 0]);
    assert_eq!(found("12.01", false, &twelve), ["F-7 12.01 > 12 -0.01 10..20"]);
    assert_eq!(found("12.000001", false, &twelve), ["F-7 12.000001 > 12 -0.000001 10..20"]);
    assert_eq!(found("0", false, &[]), [""; 0]);
    assert_eq!(found("0.01", false, &[]), ["F-7-none 0.01 >  - 10..20"]);
}

#[test]
fn the_ceiling_is_that_of_the_day_of_service() {
    // A sum begins and ends with records.
    let at_ends = |yuan, ceilings: &[Tariff]| {
        found_at((yuan, false), ceilings, &[("2026-04-10", None), ("2026-04-20", None)])
    };
    let ended = [ceiling("12", "2026-01-01", Some("2026-04-19"))];
    assert_eq!(at_ends("12", &ended), ["F-7-none 12 >  - 20..20"]);
    let lasts = [ceiling("12", "2026-01-01", Some("2026-04-20"))];
    assert_eq!(at_ends("12", &lasts), [""; 0]);
    let later = [ceiling("12", "2026-01-01", None), ceiling("11", "2026-04-20", None)];
    assert_eq!(at_ends("12", &later), ["F-7 12 > 11 -1 20..20"]);
    assert_eq!(at_ends("11", &later), [""; 0]);
    let between = [
        ceiling("12", "2026-01-01", Some("2026-04-12")),
        ceiling("11", "2026-04-13", Some("2026-04-15")),
        ceiling("12", "2026-04-16", None),
    ];
    assert_eq!(found("12", false, &between), [""; 0], "no record is of these days");
    let on = |day| found_at(("12", false), &between, &[(day, None)]);
    for (day, expected) in
        [("2026-04-12", 0), ("2026-04-13", 1), ("2026-04-15", 1), ("2026-04-16", 0)]
    {
        assert_eq!(on(day).len(), expected, "{day}");
    }
    assert_eq!(on("2026-04-14"), ["F-7 12 > 11 -1 13..15"]);
}

/// In the first year an operator has trial fees and no ceilings.
#[test]
fn a_trial_fee_takes_the_place_of_a_ceiling() {
    let fee = ceiling("12", "2026-01-01", Some("2026-04-19"));
    let found = |yuan: &str, ceilings: &[Tariff]| {
        let mut sum = sum("P-1", UnitPrice::parse(yuan).unwrap().millionths, 1);
        (sum.first_on, sum.last_on) = (day("2026-04-10"), day("2026-04-20"));
        let books = Books { usage: vec![("2026-04".parse().unwrap(), sum)], ..books() };
        let ceilings: Vec<&Tariff> = ceilings.iter().collect();
        let asked = (&mut Rates::default(), &shipped::pricing());
        let found = prices_over_ceilings(&books, (&ceilings, &[&fee]), asked);
        let shown = |it: &Fault| format!("{} {} {}", it.rule, it.expected, it.cause);
        found.iter().map(shown).collect::<Vec<_>>()
    };
    let after = "F-7-none  P-1 次 12 2026-04-20";
    assert_eq!(found("12", &[]), [after], "until it ends");
    let next = |yuan| [ceiling(yuan, "2026-04-20", None)];
    assert_eq!(found("12", &next("12")), [""; 0], "until the ceiling begins");
    assert_eq!(found("12", &next("11")), ["F-7 11 P-1 次 12 2026-04-20"]);
    assert_eq!(found("12.01", &next("13")), ["F-7 12 P-1 次 12.01 2026-04-10"], "it is one");
    // It is one for a year.
    let fee_of = |trial, since| {
        let tariff = Tariff { trial, ..ceiling("12", "2026-01-01", Some("2026-12-31")) };
        let fee = shipped::pricing().trial_fee(&tariff, day(since));
        fee.and_then(|it| it.validity.to).map(|it| it.to_string()).unwrap_or_default()
    };
    let rows =
        [("2026-01-01", "2026-12-31"), ("2025-04-20", "2026-04-19"), ("2025-01-02", "2026-01-01")];
    for (since, last) in rows {
        assert_eq!(fee_of(true, since), last, "{since}");
    }
    assert_eq!(fee_of(true, "2025-01-01"), "", "it was over before the fee");
    assert_eq!(fee_of(false, "2026-01-01"), "", "no trial fee");
    let both = [ceiling("11", "2026-01-01", None)];
    assert_eq!(found("12", &both), ["F-7 11 P-1 次 12 2026-04-10"], "the ceiling alone counts");
}

/// In May what was charged in April under the ceiling of April is given back.
#[test]
fn what_is_given_back_is_not_charged() {
    let found = |units: i64| {
        let mut sum = sum("P-1", 12_000_000, 1);
        sum.units = Quantity { millionths: units };
        let books = Books { usage: vec![("2026-05".parse().unwrap(), sum)], ..books() };
        let eleven = ceiling("11", "2026-01-01", None);
        let asked = (&mut Rates::default(), &shipped::pricing());
        prices_over_ceilings(&books, (&[&eleven], &[]), asked).len()
    };
    assert_eq!([found(-1), found(0), found(1)], [0, 0, 1]);
}

/// By hand: 10 until the 15th, 12 from the 16th. On the 3rd five calls of March are given back at 12, on
/// the 20th a hundred are charged at 12: the sum begins on the 3rd, and records alone tell that nothing was
/// charged then.
#[test]
fn a_sum_that_begins_with_what_is_given_back_proves_nothing() {
    let old = ceiling("10", "2026-01-01", Some("2026-04-15"));
    let new = ceiling("12", "2026-04-16", None);
    let found = |charged: &[&str]| {
        let mut sum = sum("P-1", 12_000_000, 95);
        (sum.first_on, sum.last_on) = (day("2026-04-03"), day("2026-04-20"));
        let books = Books { usage: vec![("2026-04".parse().unwrap(), sum)], ..books() };
        let price = TaxedPrice { price: UnitPrice::parse("12").unwrap(), vat_included: false };
        let charge = |on: &&str| Charge {
            product: "P-1".to_owned(),
            unit: "次".to_owned(),
            price,
            dated_on: day(on),
            tax_rate: None,
        };
        let mut rates = Rates::default();
        rates.add("2026-04".parse().unwrap(), charged.iter().map(charge).collect());
        prices_over_ceilings(&books, (&[&old, &new], &[]), (&mut rates, &shipped::pricing())).len()
    };
    assert_eq!(found(&["2026-04-20"]), 0);
    assert_eq!(found(&["2026-04-03", "2026-04-20"]), 1, "something was charged on the 3rd");
}

#[test]
fn of_tiers_the_highest_is_the_ceiling() {
    let tier = |yuan, above| Tariff {
        tier_from: Quantity::parse(above).unwrap(),
        ..ceiling(yuan, "2026-01-01", None)
    };
    let tiers = [tier("12", "0"), tier("10", "1000")];
    assert_eq!(found("12", false, &tiers), [""; 0]);
    assert_eq!(found("12.5", false, &tiers), ["F-7 12.5 > 12 -0.5 10..20"]);
}

/// Net prices under a ceiling of 10.10 with tax: 10 is 10 at 0 %, 10.10 at 1 %, 10.30 at 3 % and so on.
#[test]
fn a_price_is_compared_at_the_rate_that_its_records_say() {
    let with = [Tariff { vat_included: true, ..ceiling("10.10", "2026-01-01", None) }];
    let at = |yuan, percent| found_at((yuan, false), &with, &[("2026-04-12", percent)]);
    assert_eq!(at("10", Some(0)), ["F-7-tax 10 > 10.1 at 0.00 % - 10..20"], "not assumed");
    assert_eq!(at("9.5", Some(0)), [""; 0], "10.07 at 6 %: at each assumed, too");
    assert_eq!(at("10", Some(1)), [""; 0]);
    let above = |ceiling: &str, rate: &str, difference: &str| {
        [format!("F-7 10 > {ceiling} at {rate} % {difference} 10..20")]
    };
    assert_eq!(at("10", Some(3)), above("9.805825", "3.00", "-0.194175"));
    assert_eq!(at("10", Some(6)), above("9.528302", "6.00", "-0.471698"));
    assert_eq!(at("10", Some(13)), above("8.938053", "13.00", "-1.061947"));
    // Where no record says a rate, or one that there is not, those assumed have to agree.
    let unknown = ["F-7-tax 10 > 10 at 1.00 % - 10..20"];
    assert_eq!(at("10", None), unknown);
    assert_eq!(at("10", Some(5)), unknown, "no rate that there is");
    assert_eq!(at("10.01", None), ["F-7 10.01 > 10 at 1.00 % -0.01 10..20"]);
    assert_eq!(at("9.5", None), [""; 0], "10.07 at 6 %");
    assert_eq!(found("10.11", false, &with), ["F-7 10.11 > 10.1 at 0.00 % -0.01 10..20"]);
    let both = [("2026-04-12", Some(1)), ("2026-04-13", Some(6))];
    assert_eq!(found_at(("10", false), &with, &both).len(), 1, "one of two is above");
}

#[test]
fn a_ceiling_without_tax_is_put_up_by_the_rate() {
    let without = [ceiling("10", "2026-01-01", None)];
    let at = |yuan, percent| found_at((yuan, true), &without, &[("2026-04-12", percent)]);
    assert_eq!(at("10.6", Some(6)), [""; 0]);
    assert_eq!(at("10.600001", Some(6)), ["F-7 10.600001 > 10.6 at 6.00 % -0.000001 10..20"]);
    assert_eq!(at("10.6", Some(3)), ["F-7 10.6 > 10.3 at 3.00 % -0.3 10..20"]);
    // A service has none of these: whether the price keeps to its ceiling depends on that.
    assert_eq!(at("10.9", Some(9)), ["F-7-tax 10.9 > 10.9 at 9.00 % - 10..20"]);
    assert_eq!(at("11.30", Some(13)), ["F-7-tax 11.3 > 11.3 at 13.00 % - 10..20"]);
    assert_eq!(at("10.1", Some(13)), [""; 0], "nor is it above at any that is assumed");
    assert_eq!(at("10.1", None), [""; 0], "at 1 % it is the ceiling, at others below");
    assert_eq!(at("10.6", None), ["F-7-tax 10.6 > 10.6 at 6.00 % - 10..20"]);
    assert_eq!(at("10.61", None), ["F-7 10.61 > 10.6 at 6.00 % -0.01 10..20"]);
    assert_eq!(found("11.3", true, &without), [""; 0], "no record is left");
    assert_eq!(found("11.31", true, &without), ["F-7 11.31 > 11.3 at 13.00 % -0.01 10..20"]);
}

/// Whoever charges so much that nobody reads it hides nothing: what is not read is not known.
#[test]
fn a_list_that_is_cut_is_no_proof() {
    let with = [Tariff { vat_included: true, ..ceiling("10.10", "2026-01-01", None) }];
    let unread = |count| {
        let policy = shipped::pricing();
        let charge = Charge {
            product: "P-0".to_owned(),
            unit: "次".to_owned(),
            price: with[0].taxed(),
            dated_on: day("2026-04-12"),
            tax_rate: None,
        };
        let usage = vec![("2026-04".parse().unwrap(), sum("P-1", 10_000_000, 1))];
        let books = Books { usage, ..books() };
        let mut rates = Rates::default();
        rates.add("2026-04".parse().unwrap(), vec![charge; count]);
        let found = prices_over_ceilings(&books, (&[&with[0]], &[]), (&mut rates, &policy));
        found.first().map(|it| it.rule)
    };
    assert_eq!(unread(CHARGES_MAX - 1), None);
    assert_eq!(unread(CHARGES_MAX), Some(rules::NOT_COMPARED));
}
