//! Sums of records: what is compared with ledgers and prices, so that nobody reads records for it.

use std::collections::BTreeMap;

use jiff::civil::Date;

use super::Usage;
use crate::ledger::SumTooLarge;
use crate::money::{Quantity, UnitPrice};
use crate::pricing::tariff::TaxedPrice;

/// What records have in common that are summed.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct SumKey {
    /// Product number.
    pub product: String,
    /// `public` or `industry`.
    pub use_: String,
    /// Who was served.
    pub buyer: String,
    /// What is charged for.
    pub unit: String,
    /// Price of one unit, yuan.
    pub price: UnitPrice,
    /// Whether value-added tax is in the price.
    pub vat_included: bool,
}

impl SumKey {
    /// The price with its word about value-added tax.
    #[must_use]
    pub const fn taxed(&self) -> TaxedPrice {
        TaxedPrice { price: self.price, vat_included: self.vat_included }
    }

    /// Product, unit and price: what buyers and uses have in common.
    #[must_use]
    pub fn priced(&self) -> (&str, &str, TaxedPrice) {
        (&self.product, &self.unit, self.taxed())
    }
}

/// The sum of the records of one key.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct UsageSum {
    /// What they have in common.
    pub key: SumKey,
    /// The first day of service.
    pub first_on: Date,
    /// The last day of service.
    pub last_on: Date,
    /// Quantity.
    pub units: Quantity,
    /// Revenue without tax, fen.
    pub amount_fen: i64,
    /// How many records.
    pub records: u64,
    /// The least of their numbers, so that one can be looked up.
    pub first_number: String,
}

/// Sums records by key, in the order of the keys. The order of the records does not matter.
///
/// # Errors
///
/// [`SumTooLarge`] where a sum does not fit 64 bits of fen or of millionths.
pub fn sums<'a>(
    records: impl IntoIterator<Item = &'a Usage>,
) -> Result<Vec<UsageSum>, SumTooLarge> {
    let mut sums: BTreeMap<SumKey, Wide> = BTreeMap::new();
    for usage in records {
        sums.entry(key(usage)).or_insert_with(|| Wide::before(usage)).add(usage);
    }
    sums.into_iter().map(|(key, wide)| wide.narrow(key)).collect()
}

fn key(usage: &Usage) -> SumKey {
    SumKey {
        product: usage.product.to_string(),
        use_: usage.use_.to_string(),
        buyer: usage.buyer.to_string(),
        unit: usage.unit.to_string(),
        price: usage.price,
        vat_included: usage.vat_included,
    }
}

/// A sum being gathered: what overflows on the way may fit in the end.
struct Wide {
    first_on: Date,
    last_on: Date,
    units_millionths: i128,
    amount_fen: i128,
    records: u64,
    first_number: String,
}

impl Wide {
    /// Nothing yet, before the first record.
    fn before(usage: &Usage) -> Self {
        Self {
            first_on: usage.dated_on,
            last_on: usage.dated_on,
            units_millionths: 0,
            amount_fen: 0,
            records: 0,
            first_number: usage.number.clone(),
        }
    }

    fn add(&mut self, usage: &Usage) {
        self.first_on = self.first_on.min(usage.dated_on);
        self.last_on = self.last_on.max(usage.dated_on);
        self.units_millionths += i128::from(usage.units.millionths);
        self.amount_fen += i128::from(usage.amount_fen);
        self.records += 1;
        if usage.number < self.first_number {
            self.first_number.clone_from(&usage.number);
        }
    }

    fn narrow(self, key: SumKey) -> Result<UsageSum, SumTooLarge> {
        let narrow = |it: i128| i64::try_from(it).map_err(|_| SumTooLarge);
        Ok(UsageSum {
            key,
            first_on: self.first_on,
            last_on: self.last_on,
            units: Quantity { millionths: narrow(self.units_millionths)? },
            amount_fen: narrow(self.amount_fen)?,
            records: self.records,
            first_number: self.first_number,
        })
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn record(number: u16, day: i8, price: i64, units: i64) -> Usage {
        Usage {
            number: format!("{number:05}"),
            dated_on: jiff::civil::date(2026, 4, day),
            product: "P-1".into(),
            scenario: "".into(),
            use_: "industry".into(),
            buyer: "甲".into(),
            unit: "次".into(),
            units: Quantity { millionths: units * 1_000_000 },
            price: UnitPrice { millionths: price },
            vat_included: false,
            amount_fen: units * price / 10_000,
            invoice: "".into(),
            tax_rate: None,
            tax_fen: None,
        }
    }

    fn records() -> impl Strategy<Value = Vec<Usage>> {
        let one = (0..1000_u16, 1..=30_i8, 0..4_i64, -50..50_i64);
        let of = |(number, day, price, units)| record(number, day, price * 10_000, units);
        proptest::collection::vec(one.prop_map(of), 0..30)
    }

    /// All but the number of records, which is what splitting changes.
    fn without_count(records: &[Usage]) -> Vec<UsageSum> {
        let mut sums = sums(records).unwrap();
        for it in &mut sums {
            it.records = 0;
        }
        sums
    }

    proptest! {
        #[test]
        fn order_does_not_matter(records in records(), at in 0..30_usize) {
            let mut turned = records.clone();
            turned.rotate_left(at.min(records.len()));
            turned.reverse();
            prop_assert_eq!(sums(&records), sums(&turned));
        }

        #[test]
        fn splitting_a_record_changes_no_sum(records in records(), at in 0..30_usize, part in 0..50_i64) {
            let mut split = records.clone();
            if let Some(whole) = split.get_mut(at) {
                let mut rest = whole.clone();
                whole.units = Quantity { millionths: part };
                whole.amount_fen = part;
                rest.units.millionths -= part;
                rest.amount_fen -= part;
                split.push(rest);
            }
            prop_assert_eq!(without_count(&records), without_count(&split));
        }
    }

    #[test]
    fn a_sum_that_does_not_fit_is_refused() {
        let large = Usage { amount_fen: i64::MAX, ..record(1, 1, 1, 1) };
        let (fen, back) = (record(2, 1, 1, 1), record(3, 1, 1, 1));
        let (fen, back) = (Usage { amount_fen: 1, ..fen }, Usage { amount_fen: -1, ..back });
        assert_eq!(sums([&large, &fen]), Err(SumTooLarge));
        assert_eq!(sums([&large, &fen, &back]).unwrap()[0].amount_fen, i64::MAX);
    }
}
