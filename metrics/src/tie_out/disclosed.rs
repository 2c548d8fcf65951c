//! Disclosed fees against prices in force. A disclosure has its fee as text: it has to name each
//! price as a number, in yuan, and no amount that is none.

use std::collections::BTreeSet;

use jiff::civil::Date;

use super::{TieOutPolicy, about, rules};
use crate::finding::{Fault, listed};
use crate::ledger::plain;
use crate::money::UnitPrice;
use crate::party::PartyId;
use crate::pricing::{PricingPolicy, Tariff};

/// The fee that a disclosure names for a product.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DisclosedFee {
    /// The year disclosed.
    pub year: i16,
    /// The day of the disclosure.
    pub disclosed_on: Date,
    /// Product number.
    pub product: String,
    /// The fee, as disclosed.
    pub fee: String,
}

/// A price that an operator charges.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PriceInForce {
    /// For what, and how much.
    pub tariff: Tariff,
    /// The buyer it is agreed with, `""` for everybody.
    pub buyer: String,
}

/// At most so many amounts are listed.
const LISTED_MAX: usize = 10;

/// Fees that do not name a price in force on the day of the disclosure, and those that name amounts which are
/// none, if any is. Prices agreed with one buyer need not be disclosed, but may; a fee that is not filled in is
/// for the rules about content.
#[must_use]
pub fn fees_not_in_force(
    party: &PartyId,
    fees: &[DisclosedFee],
    prices: &[PriceInForce],
    (policy, pricing): (&TieOutPolicy, &PricingPolicy),
) -> Vec<Fault> {
    let mut faults = Vec::new();
    for fee in fees.iter().filter(|it| !it.fee.is_empty()) {
        let known = faults.len();
        let named = amounts(&fee.fee, policy);
        let is_free = policy.free.words.iter().any(|word| fee.fee.contains(word.as_str()));
        for PriceInForce { tariff, buyer } in prices {
            let applies = tariff.product == fee.product
                && buyer.is_empty()
                && tariff.validity.contains(fee.disclosed_on);
            let is_named =
                named.contains(&tariff.price) || (is_free && tariff.price == UnitPrice::default());
            if applies && !is_named {
                faults.push(not_named(party, fee, tariff));
            }
        }
        // A fee that lacks a price names another amount in its place, which is told once.
        if faults.len() == known {
            faults.extend(no_price(party, (fee, &named), prices, pricing));
        }
    }
    faults
}

/// That a fee names amounts above 0 that are no price in force for anybody, with or without value-added tax.
fn no_price(
    party: &PartyId,
    (fee, named): (&DisclosedFee, &BTreeSet<UnitPrice>),
    prices: &[PriceInForce],
    pricing: &PricingPolicy,
) -> Option<Fault> {
    let day = fee.disclosed_on;
    let holds = |it: &&Tariff| it.product == fee.product && it.validity.contains(day);
    let in_force: Vec<&Tariff> = prices.iter().map(|it| &it.tariff).filter(holds).collect();
    let rates = pricing.known_rates((day, day));
    let is_one = |amount: UnitPrice, tariff: &Tariff| {
        let mut otherwise = tariff.taxed().otherwise(&rates);
        amount == tariff.price || otherwise.any(|it| it.price == amount)
    };
    let is_other = |it: &&UnitPrice| {
        **it != UnitPrice::default() && !in_force.iter().any(|tariff| is_one(**it, tariff))
    };
    let others: BTreeSet<&UnitPrice> = named.iter().filter(is_other).collect();
    if others.is_empty() {
        return None;
    }
    let DisclosedFee { year, product, .. } = fee;
    let in_force: BTreeSet<UnitPrice> = in_force.iter().map(|it| it.price).collect();
    let mut fault = about(rules::DISCLOSED_OTHER, party, None, format!("{year} {product}"));
    fault.expected = listed(&in_force, LISTED_MAX);
    fault.actual.clone_from(&fee.fee);
    fault.arguments = vec![
        ("product", product.clone()),
        ("year", year.to_string()),
        ("amounts", listed(&others, LISTED_MAX)),
        ("check", if in_force.is_empty() { "none" } else { "other" }.to_owned()),
    ];
    Some(fault)
}

fn not_named(party: &PartyId, fee: &DisclosedFee, tariff: &Tariff) -> Fault {
    let Tariff { product, unit, tier_from, price, .. } = tariff;
    let cause = format!("{} {product} {unit} {tier_from}", fee.year);
    let mut fault = about(rules::DISCLOSED_FEE, party, None, cause);
    fault.expected = price.to_string();
    fault.actual.clone_from(&fee.fee);
    fault.arguments =
        vec![("product", product.clone()), ("unit", unit.clone()), ("year", fee.year.to_string())];
    fault
}

/// What 万 after a number stands for.
const TEN_THOUSAND: i64 = 10_000;

/// The amounts in a text: the decimal numbers that a word for yuan follows or a sign for it precedes, or the
/// text itself where it is nothing but a number. Months, calls and years are no price. Widths of characters
/// and blanks tell no amounts apart.
fn amounts(text: &str, policy: &TieOutPolicy) -> BTreeSet<UnitPrice> {
    let text: String = plain(text).collect();
    let ends = policy.yuan.words.iter().flat_map(|word| text.match_indices(word.as_str()));
    let before = ends.filter_map(|(end, _)| last_amount(&text[..end]));
    let signs = policy.yuan_signs.words.iter();
    let starts = signs.flat_map(|sign| text.match_indices(sign.as_str()));
    let after = starts.filter_map(|(start, sign)| first_amount(&text[start + sign.len()..]));
    let whole = last_amount(&text).filter(|(_, start)| *start == 0);
    before.chain(whole).map(|(amount, _)| amount).chain(after).collect()
}

/// The amount that a text begins with, however the sentence goes on after it.
fn first_amount(text: &str) -> Option<UnitPrice> {
    let rest = text.trim_start_matches(|it: char| it.is_ascii_digit() || matches!(it, '.' | ','));
    let rest = rest.strip_prefix('万').unwrap_or(rest);
    let mut number = &text[..text.len() - rest.len()];
    loop {
        number = number.trim_end_matches(['.', ',']);
        if let Some((amount, 0)) = last_amount(number) {
            return Some(amount);
        }
        number = number.rsplit_once(',')?.0;
    }
}

/// The amount that a text ends with, and where it begins: a decimal number, with or without commas
/// between thousands, and 万 after it or not.
fn last_amount(text: &str) -> Option<(UnitPrice, usize)> {
    let (number, unit) = text.strip_suffix('万').map_or((text, 1), |it| (it, TEN_THOUSAND));
    let rest = number.trim_end_matches(|it: char| it.is_ascii_digit() || matches!(it, '.' | ','));
    let mut groups = number[rest.len()..].rsplit(',').peekable();
    let mut digits = groups.next()?.trim_start_matches('.').to_owned();
    let mut is_group = digits.split('.').next().is_some_and(|it| it.len() == 3);
    let is_thousands = |it: &str| (1..=3).contains(&it.len()) && !it.contains('.');
    while let Some(thousands) = groups.next_if(|it| is_group && is_thousands(it)) {
        is_group = thousands.len() == 3;
        digits.insert_str(0, thousands);
    }
    let start = if groups.peek().is_some() { number.len() } else { rest.len() };
    let millionths = UnitPrice::parse(&digits).ok()?.millionths.checked_mul(unit)?;
    Some((UnitPrice { millionths }, start))
}

#[cfg(test)]
mod tests {
    use super::super::testing::{books, of_prices, policy};
    use super::*;
    use crate::money::Quantity;
    use crate::pricing::Validity;

    /// What is found of a fee where a price holds from 1 March.
    fn found_by(
        rule: &str,
        fee: &str,
        price: &str,
        (disclosed_on, buyer): (&str, &str),
    ) -> Vec<String> {
        let day = |text: &str| text.parse::<Date>().unwrap();
        let tariff = Tariff {
            product: "P-1".to_owned(),
            unit: "次".to_owned(),
            validity: Validity { from: day("2026-03-01"), to: None },
            tier_from: Quantity::default(),
            price: UnitPrice::parse(price).unwrap(),
            vat_included: false,
            trial: false,
        };
        let fee = DisclosedFee {
            year: 2025,
            disclosed_on: day(disclosed_on),
            product: "P-1".to_owned(),
            fee: fee.to_owned(),
        };
        let prices = [PriceInForce { tariff, buyer: buyer.to_owned() }];
        let policies = (&policy(), &crate::shipped::pricing());
        let mut faults = fees_not_in_force(&books().party, &[fee], &prices, policies);
        faults.retain(|it| it.rule == rule);
        of_prices(&faults)
    }

    /// What is found of a fee that lacks a price.
    fn found(fee: &str, price: &str, asked: (&str, &str)) -> Vec<String> {
        found_by(rules::DISCLOSED_FEE, fee, price, asked)
    }

    /// A fee names no amount that is no price in force: an old one, or one of a product that has none.
    #[test]
    fn an_amount_that_a_fee_names_is_a_price_in_force() {
        let other =
            |fee: &str, price: &str, asked| found_by(rules::DISCLOSED_OTHER, fee, price, asked);
        let (open, before) = (("2026-03-31", ""), ("2026-02-28", ""));
        let named =
            |expected: &str, fee: &str| [format!("D-02-fee-other  2025 P-1 {expected} {fee} -")];
        for fee in ["8元/次", "8", "￥8/次", "￥ 8", "0.0008万元"] {
            assert_eq!(other(fee, "12", before), named("", fee), "no price is in force");
        }
        assert_eq!(other("1元、8元、12元", "12", open), named("12", "1元、8元、12元"));
        // What is no amount, what costs nothing, and what a buyer agreed on.
        for fee in ["12元/次，2025年起，满100次，12个月", "12元", "面议", "12元，试用0元", "￥12"]
        {
            assert_eq!(other(fee, "12", open), [""; 0], "{fee}");
        }
        for fee in ["面议", "免费", "0元", "2025年100次"] {
            assert_eq!(other(fee, "12", before), [""; 0], "{fee}");
        }
        assert_eq!(other("12元", "12", ("2026-03-31", "乙")), [""; 0]);
        // The same price with value-added tax; and one that D-02-fee tells already.
        assert_eq!(other("100元（含税106元）", "100", open), [""; 0]);
        assert_eq!(other("100元（含税107元）", "100", open), named("100", "100元（含税107元）"));
        assert_eq!(other("8元", "12", open), [""; 0]);
        // A sentence goes on after the amount, or another amount follows.
        for fee in ["￥12/次", "￥12，按次计费", "￥12.", "￥8，￥12", "￥12，30次"]
        {
            assert_eq!(found(fee, "12", open), [""; 0], "{fee}");
        }
        assert_eq!(other("￥8，另议", "12", before), named("", "￥8，另议"));
        assert_eq!(other("￥8，￥12", "12", open), named("12", "￥8，￥12"));
    }

    #[test]
    fn a_fee_names_the_price_in_force() {
        let open = ("2026-03-31", "");
        assert_eq!(found("0.50元/次", "0.5", open), [""; 0]);
        assert_eq!(found("每次 0.5 元，包月 100.00 元。", "100", open), [""; 0]);
        assert_eq!(found("0.51元/次", "0.5", open), ["D-02-fee  2025 P-1 次 0 0.5 0.51元/次 -"]);
        assert_eq!(found("面议", "0.5", open), ["D-02-fee  2025 P-1 次 0 0.5 面议 -"]);
        assert_eq!(found("免费", "0", open), [""; 0]);
        assert_eq!(found("免费", "0.5", open), ["D-02-fee  2025 P-1 次 0 0.5 免费 -"]);
        assert_eq!(found("0", "0", open), [""; 0]);
        for fee in ["有效期12个月，另议", "12个月", "12次", "12、15元/次", "112元", "0.12元"]
        {
            let off = [format!("D-02-fee  2025 P-1 次 0 12 {fee} -")];
            assert_eq!(found(fee, "12", open), off, "no 12 yuan");
        }
        for fee in ["12", "12.00", "12元/次", "12 元", "每年12元，12个月", "12 yuan a call"]
        {
            assert_eq!(found(fee, "12", open), [""; 0], "{fee}");
        }
        for fee in
            ["1,200元/年", "1,200.00 元", "１２００元", "１，２００元", "1,200", "0.12万元/年"]
                .into_iter()
                .chain(["0.12 万 元", "0.12万", "首100次，1,200元", "每年 1 200 元"])
        {
            assert_eq!(found(fee, "1200", open), [""; 0], "{fee}");
        }
        assert_eq!(found("1,234,567.8元", "1234567.8", open), [""; 0]);
        for fee in ["1,200元", "12,1200元", "200万元", "1,200"] {
            assert_eq!(found(fee, "200", open).len(), 1, "{fee} is no 200");
        }
        assert_eq!(found("1.5,200元", "200", open), [""; 0]);
        for fee in ["12,15元/次", "1200,15元", "9999999999999万元、15元"] {
            assert_eq!(found(fee, "15", open), [""; 0], "{fee}: no thousands");
        }
        assert_eq!(found("", "0.5", open), [""; 0], "not filled in");
        assert_eq!(found("0.51", "0.5", ("2026-02-28", "")), [""; 0], "not in force yet");
        assert_eq!(found("0.51", "0.5", ("2026-03-31", "乙")), [""; 0], "agreed with one buyer");
    }
}
