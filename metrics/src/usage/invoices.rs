//! Sums of records by invoice: what is held against the ledger, so that nobody reads records for it.

use std::collections::BTreeMap;

use super::Usage;
use crate::ledger::{SumTooLarge, says_nothing};

/// The sum of the records of one invoice and product.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct InvoiceSum {
    /// Invoice number, as written.
    pub invoice: String,
    /// Product number.
    pub product: String,
    /// Revenue without tax, fen.
    pub amount_fen: i64,
    /// The least of the records' numbers, so that one can be looked up.
    pub first_number: String,
}

/// Sums the records that name an invoice, by invoice and product, in their order. The order of the
/// records does not matter.
///
/// # Errors
///
/// [`SumTooLarge`] where a sum does not fit 64 bits of fen.
pub fn by_invoice<'a>(
    records: impl IntoIterator<Item = &'a Usage>,
) -> Result<Vec<InvoiceSum>, SumTooLarge> {
    let mut sums: BTreeMap<(&str, &str), (i128, &str)> = BTreeMap::new();
    for usage in records.into_iter().filter(|it| !says_nothing(&it.invoice)) {
        let sum = sums.entry((&usage.invoice, &usage.product)).or_insert((0, &usage.number));
        sum.0 += i128::from(usage.amount_fen);
        sum.1 = sum.1.min(&usage.number);
    }
    let narrow = |((invoice, product), (amount_fen, first_number)): ((&str, &str), (_, &str))| {
        Ok(InvoiceSum {
            invoice: invoice.to_owned(),
            product: product.to_owned(),
            amount_fen: i64::try_from(amount_fen)
                .map_err(|_: std::num::TryFromIntError| SumTooLarge)?,
            first_number: first_number.to_owned(),
        })
    };
    sums.into_iter().map(narrow).collect()
}
