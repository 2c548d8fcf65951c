//! Disclosed fees against prices in force. A disclosure has its fee as text: it has to name each
//! price as a number, in yuan.

use jiff::civil::Date;

use super::{TieOutPolicy, WordList, about, rules};
use crate::finding::Fault;
use crate::money::UnitPrice;
use crate::party::PartyId;
use crate::pricing::Tariff;

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

/// Fees that do not name a price in force on the day of the disclosure. Prices agreed with one buyer
/// need not be disclosed; a fee that is not filled in is for the rules about content.
#[must_use]
pub fn fees_not_in_force(
    party: &PartyId,
    fees: &[DisclosedFee],
    prices: &[PriceInForce],
    policy: &TieOutPolicy,
) -> Vec<Fault> {
    let mut faults = Vec::new();
    for fee in fees.iter().filter(|it| !it.fee.is_empty()) {
        let named = amounts(&fee.fee, &policy.yuan);
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
    }
    faults
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

/// The amounts in a text: the decimal numbers that a word for yuan follows, or the text itself where it
/// is nothing but a number. Months, calls and years are no price.
fn amounts(text: &str, yuan: &WordList) -> Vec<UnitPrice> {
    let ends = yuan.words.iter().flat_map(|word| text.match_indices(word.as_str()));
    let before = ends.map(|(end, _)| text[..end].trim_end());
    let number = |it: &str| {
        let rest = it.trim_end_matches(|it: char| it.is_ascii_digit() || it == '.');
        UnitPrice::parse(it[rest.len()..].trim_start_matches('.')).ok()
    };
    before.filter_map(number).chain(UnitPrice::parse(text.trim()).ok()).collect()
}

#[cfg(test)]
mod tests {
    use super::super::testing::{books, policy, shown};
    use super::*;
    use crate::money::Quantity;
    use crate::pricing::Validity;

    /// What is found of a fee where a price holds from 1 March.
    fn found(fee: &str, price: &str, (disclosed_on, buyer): (&str, &str)) -> Vec<String> {
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
        shown(&fees_not_in_force(&books().party, &[fee], &prices, &policy()))
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
        assert_eq!(found("", "0.5", open), [""; 0], "not filled in");
        assert_eq!(found("0.51", "0.5", ("2026-02-28", "")), [""; 0], "not in force yet");
        assert_eq!(found("0.51", "0.5", ("2026-03-31", "乙")), [""; 0], "agreed with one buyer");
    }
}
