//! F-7-price and F-7-price-none: prices charged against prices published. Whoever publishes a price
//! charges it, and whoever charges publishes it (CN-65: 收费标准公示, recalled); that a price charged has to
//! be one of them is a project default.

use std::collections::{BTreeMap, BTreeSet};

use super::{Books, PriceInForce, about, rules};
use crate::finding::Fault;
use crate::money::UnitPrice;
use crate::period::Period;
use crate::pricing::booked::uses;
use crate::pricing::tariff::TaxedPrice;
use crate::pricing::{PricingPolicy, Tariff};
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

/// The prices of each product and unit.
type Published<'a> = BTreeMap<(&'a str, &'a str), Vec<&'a PriceInForce>>;

/// Charges at none of the prices that were in force for the buyer on some day of service, tiers and
/// all: one fault for each product, unit, buyer and price, however many months it goes on. One with
/// another word about value-added tax is one of them at any rate that is assumed. Where no price at all
/// is in force for the buyer, one fault for each product and unit says so; what serves the public is
/// F-8's.
#[must_use]
pub fn prices_not_published(
    books: &Books,
    prices: &[PriceInForce],
    policy: &PricingPolicy,
) -> Vec<Fault> {
    let mut published = Published::new();
    for it in prices {
        published.entry((&it.tariff.product, &it.tariff.unit)).or_default().push(it);
    }
    let mut others: BTreeMap<(&str, &str, &str, UnitPrice), Unpublished<'_>> = BTreeMap::new();
    let mut none: BTreeMap<(&str, &str), Unpublished<'_>> = BTreeMap::new();
    for (period, sum) in &books.usage {
        let key = &sum.key;
        if key.use_ == uses::PUBLIC || sum.units.millionths == 0 {
            continue;
        }
        let known = published.get(&(key.product.as_str(), key.unit.as_str()));
        let mut known = known.into_iter().flatten().filter(|it| is_in_force(it, sum)).peekable();
        let is_none = known.peek().is_none();
        let rates = policy.assumed_rates((sum.first_on, sum.last_on));
        let charged = TaxedPrice { price: key.price, vat_included: key.vat_included };
        let is_compared =
            |it: &TaxedPrice| it.vat_included == charged.vat_included || !rates.is_empty();
        let expected: BTreeSet<TaxedPrice> =
            known.map(|it| it.tariff.taxed()).filter(is_compared).collect();
        let it = if is_none && key.price != UnitPrice::default() {
            none.entry((&key.product, &key.unit)).or_default()
        } else if expected.is_empty() || expected.iter().any(|it| it.is_as(charged, &rates)) {
            continue;
        } else {
            others.entry((&key.product, &key.unit, &key.buyer, key.price)).or_default()
        };
        let record = it.months.entry(*period).or_insert(&sum.first_number);
        *record = (*record).min(&sum.first_number);
        it.is_otherwise |= expected.iter().any(|it| it.vat_included != charged.vat_included);
        it.published.extend(expected.iter().map(|it| it.price));
    }
    let none = none.into_iter().filter_map(|it| nothing_published(books, it));
    others.into_iter().filter_map(|it| fault(books, it)).chain(none).collect()
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

/// Whether a price is in force for the buyer of a sum on some of its days.
pub(super) fn is_in_force(price: &PriceInForce, sum: &UsageSum) -> bool {
    let Tariff { validity, .. } = &price.tariff;
    let has_begun = validity.from <= sum.last_on;
    let has_ended = validity.to.is_some_and(|it| it < sum.first_on);
    has_begun && !has_ended && (price.buyer.is_empty() || price.buyer == sum.key.buyer)
}

#[cfg(test)]
mod tests {
    use super::super::testing::{books, shown, sum};
    use super::*;
    use crate::money::Quantity;
    use crate::pricing::Validity;
    use crate::shipped;

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
        shown(&prices_not_published(&books, prices, &shipped::pricing()))
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
            &shipped::pricing(),
        );
        assert_eq!(
            shown(&faults),
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
            shown(&prices_not_published(&books, &[], &shipped::pricing()))
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
        let faults = prices_not_published(&Books { usage, ..books() }, &[], &shipped::pricing());
        assert_eq!(shown(&faults), ["F-7-price-none  P-1 次   -"]);
        let expected = [("record", "2"), ("since", "2026-04"), ("months", "2026-04, 2026-05")];
        for (name, value) in expected {
            assert!(faults[0].arguments.contains(&(name, value.to_owned())), "{name}");
        }
    }
}
