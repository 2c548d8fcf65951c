//! Disclosed fees against prices in force. A disclosure has its fee as text: it has to name each
//! price as a number, in yuan.

use jiff::civil::Date;

use super::{WordList, about, rules};
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
    free: &WordList,
) -> Vec<Fault> {
    let mut faults = Vec::new();
    for fee in fees.iter().filter(|it| !it.fee.is_empty()) {
        let named = numbers(&fee.fee);
        let is_free = free.words.iter().any(|word| fee.fee.contains(word.as_str()));
        for PriceInForce { tariff, buyer } in prices {
            let applies = tariff.product == fee.product
                && buyer.is_empty()
                && tariff.validity.contains(fee.disclosed_on);
            let is_named =
                named.contains(&tariff.price) || (is_free && tariff.price == UnitPrice::default());
            if !applies || is_named {
                continue;
            }
            let Tariff { product, unit, tier_from, price, .. } = tariff;
            let cause = format!("{} {product} {unit} {tier_from}", fee.year);
            let mut fault = about(rules::DISCLOSED_FEE, party, None, cause);
            fault.expected = price.to_string();
            fault.actual.clone_from(&fee.fee);
            fault.arguments = vec![
                ("product", product.clone()),
                ("unit", unit.clone()),
                ("year", fee.year.to_string()),
            ];
            faults.push(fault);
        }
    }
    faults
}

/// The decimal numbers in a text.
fn numbers(text: &str) -> Vec<UnitPrice> {
    let runs = text.split(|it: char| !(it.is_ascii_digit() || it == '.'));
    runs.filter_map(|run| UnitPrice::parse(run.trim_matches('.')).ok()).collect()
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
        shown(&fees_not_in_force(&books().party, &[fee], &prices, &policy().free))
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
        assert_eq!(found("", "0.5", open), [""; 0], "not filled in");
        assert_eq!(found("0.51", "0.5", ("2026-02-28", "")), [""; 0], "not in force yet");
        assert_eq!(found("0.51", "0.5", ("2026-03-31", "乙")), [""; 0], "agreed with one buyer");
    }
}
