//! F-6-sum: what the records of a product come to together in a month, by all of its files. F-6 lets each be a
//! fen off, which a million records would make ten thousand yuan.

use std::collections::BTreeMap;

use super::judge::{ONE_PPM, is_within, tolerance, trimmed};
use super::{Usage, UsageFact, rules};
use crate::effective::Effective;
use crate::finding::{Fault, Place};
use crate::money::PARTS_PER_FEN;
use crate::party::PartyId;
use crate::period::Period;
use crate::ratio::Ratio;
use crate::source::Sourced;

/// What the records of a product in one file come to that F-6 lets pass, and how many it does not. Amounts are
/// 10⁻¹² yuan: a record comes to less than 2^98 of them, so that a million fit.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ProductSum {
    /// Product number.
    pub product: String,
    /// How many records F-6 names: their amounts are not in the sums.
    pub off: u64,
    /// How many records it lets pass.
    pub records: u64,
    /// Quantity times price.
    pub priced: i128,
    /// The amounts, with the tax at its rate where the price includes it.
    pub charged: i128,
    /// Half a fen for each amount that had to be rounded to the nearest fen, whichever way each half went.
    pub rounding: i128,
    /// How far a single record may be off (F-6).
    pub tolerance: i128,
    /// The row of the first record.
    pub row: u64,
}

/// What one file of a month says of a product.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SumOfFile {
    /// Its receipt; `None` of the one that is checked.
    pub receipt: Option<String>,
    /// The sheet that its rows stand in, of a workbook.
    pub sheet: Option<String>,
    /// What it says.
    pub sum: ProductSum,
}

/// Sums records by operator and product, in their order, given how far one may be off, fen. Of those that F-6
/// names the number is kept alone, and those with a price that includes the tax and without the rate, which
/// `R-5` names, are left out.
#[must_use]
pub fn product_sums<'a>(
    records: &'a [UsageFact],
    amount_tolerance: &Effective<Sourced>,
) -> Vec<(&'a PartyId, ProductSum)> {
    let mut sums: BTreeMap<(&PartyId, &str), ProductSum> = BTreeMap::new();
    for UsageFact { party, usage, origin } in records {
        let tolerance = tolerance(usage, amount_tolerance);
        let (rate, is_within) = (rate(usage), is_within(usage, tolerance));
        if rate.is_none() && is_within {
            continue;
        }
        let sum = sums.entry((&**party, &*usage.product));
        let sum = sum.or_insert_with(|| ProductSum::before(&usage.product, origin.row));
        match rate.filter(|_| is_within) {
            Some(rate) => sum.add((usage, rate), tolerance),
            None => sum.off += 1,
        }
    }
    sums.into_iter().map(|((party, _), sum)| (party, sum)).collect()
}

/// The products of an operator of which the records of a month are off together, by all of its files: by more
/// than what rounding explains, and by more than a single record may be. The order of the files does not
/// matter.
#[must_use]
pub fn off_together(
    (party, period): (&PartyId, Period),
    files: impl IntoIterator<Item = SumOfFile>,
) -> Vec<Fault> {
    let mut products: BTreeMap<String, SumOfFile> = BTreeMap::new();
    for file in files {
        match products.get_mut(&file.sum.product) {
            Some(whole) => whole.add(file),
            None => drop(products.insert(file.sum.product.clone(), file)),
        }
    }
    let off = products.into_values().filter(|it| it.sum.is_off());
    off.map(|it| Fault { subject: Some(party.clone()), period: Some(period), ..it.fault() })
        .collect()
}

/// Whether what an operator charged in a month is quantity times price, by all of its files: no record breaks
/// F-6, and none of its products F-6-sum. Of what is charged otherwise a price says nothing.
#[must_use]
pub fn is_as_priced(month: (&PartyId, Period), files: Vec<SumOfFile>) -> bool {
    files.iter().all(|it| it.sum.off == 0) && off_together(month, files).is_empty()
}

impl ProductSum {
    /// Nothing yet, before the first record.
    fn before(product: &str, row: u64) -> Self {
        let product = product.to_owned();
        Self { product, off: 0, records: 0, priced: 0, charged: 0, rounding: 0, tolerance: 0, row }
    }

    fn add(&mut self, (usage, rate): (&Usage, Ratio), tolerance: i128) {
        let priced = usage.product();
        // Whole, since a fen has a million times ten thousand parts.
        let fen_with_tax = PARTS_PER_FEN / ONE_PPM * (ONE_PPM + i128::from(rate.ppm()));
        self.records += 1;
        self.priced += priced;
        self.charged += i128::from(usage.amount_fen) * fen_with_tax;
        if priced % fen_with_tax != 0 {
            self.rounding += fen_with_tax / 2;
        }
        self.tolerance = self.tolerance.max(tolerance);
    }

    /// How far the sums may be apart.
    fn most(&self) -> i128 {
        self.rounding.max(self.tolerance)
    }

    fn is_off(&self) -> bool {
        self.most().unsigned_abs() < self.priced.abs_diff(self.charged)
    }
}

impl SumOfFile {
    /// Adds what another file says of the product. Of all of them, the one with the least receipt shows it.
    fn add(&mut self, mut other: Self) {
        if other.receipt < self.receipt {
            std::mem::swap(self, &mut other);
        }
        // Hundreds of files of the largest amounts there are come to more than fits.
        self.sum.off = self.sum.off.saturating_add(other.sum.off);
        self.sum.records = self.sum.records.saturating_add(other.sum.records);
        self.sum.priced = self.sum.priced.saturating_add(other.sum.priced);
        self.sum.charged = self.sum.charged.saturating_add(other.sum.charged);
        self.sum.rounding = self.sum.rounding.saturating_add(other.sum.rounding);
        self.sum.tolerance = self.sum.tolerance.max(other.sum.tolerance);
    }

    fn fault(self) -> Fault {
        let Self { receipt, sheet, sum } = self;
        Fault {
            receipt,
            cause: sum.product.clone(),
            expected: trimmed(sum.priced),
            actual: trimmed(sum.charged),
            difference: Some(trimmed(sum.priced.saturating_sub(sum.charged))),
            arguments: vec![
                ("product", sum.product.clone()),
                ("records", sum.records.to_string()),
                ("most", trimmed(sum.most())),
            ],
            ..Fault::at(rules::AMOUNT_SUM, Place { sheet, ..Place::cell(sum.row, "amount") })
        }
    }
}

/// The rate of the tax that a price includes, nothing where it includes none; `None` where nobody says it.
fn rate(usage: &Usage) -> Option<Ratio> {
    let none = Ratio::from_ppm(0);
    if !usage.vat_included {
        return Some(none);
    }
    usage.tax_rate.or_else(|| usage.tax_fen.is_none_or(|it| it == 0).then_some(none))
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    const FEN: i128 = PARTS_PER_FEN;

    /// What a file says of P-1: its receipt, and in fen what is priced, charged and explained by rounding.
    fn file((receipt, priced, charged, rounding): (&str, i128, i128, i128)) -> SumOfFile {
        let mut sum = ProductSum::before("P-1", 2);
        (sum.records, sum.tolerance) = (1, FEN);
        (sum.priced, sum.charged, sum.rounding) = (priced * FEN, charged * FEN, rounding * FEN);
        SumOfFile { receipt: Some(receipt.to_owned()), sheet: None, sum }
    }

    fn found(files: &[(&str, i128, i128, i128)]) -> Vec<String> {
        let party = "name:甲".parse().unwrap();
        let month = (&party, "2026-04".parse().unwrap());
        let shown = |it: Fault| {
            let receipt = it.receipt.unwrap_or_default();
            format!("{receipt} {} {} {} {}", it.cause, it.expected, it.actual, it.arguments[2].1)
        };
        off_together(month, files.iter().copied().map(file)).into_iter().map(shown).collect()
    }

    /// A fen is what one record may be off, and not one in each file.
    #[test]
    fn a_month_in_many_files_is_off_by_no_more_than_in_one() {
        assert_eq!(found(&[("S-1", 1, 2, 0)]), [""; 0]);
        assert_eq!(found(&[("S-2", 1, 2, 0), ("S-1", 1, 2, 0)]), ["S-1 P-1 0.02 0.04 0.01"]);
        assert_eq!(found(&[("S-1", 1, 2, 0), ("S-2", 2, 1, 0)]), [""; 0]);
        // Rounding adds up, however the month is cut.
        assert_eq!(found(&[("S-1", 9, 12, 3), ("S-2", 9, 10, 1)]), [""; 0]);
        assert_eq!(found(&[("S-1", 9, 12, 3), ("S-2", 9, 11, 1)]), ["S-1 P-1 0.18 0.23 0.04"]);
    }

    #[test]
    fn a_product_does_not_make_up_for_another() {
        let party: PartyId = "name:甲".parse().unwrap();
        let of = |product: &str, fen: i128| {
            let mut file = file(("S-1", 10, 10 + fen, 0));
            product.clone_into(&mut file.sum.product);
            file
        };
        let files = [of("P-1", 2), of("P-2", -2), of("P-3", 1)];
        let found = off_together((&party, "2026-04".parse().unwrap()), files);
        let causes: Vec<&str> = found.iter().map(|it| it.cause.as_str()).collect();
        assert_eq!(causes, ["P-1", "P-2"]);
    }

    proptest! {
        /// How the records of a month are cut into files, and in which order these come, changes nothing.
        #[test]
        fn cutting_and_order_change_nothing(
            records in prop::collection::vec((0..4_usize, 0..9_i128, -1..=1_i128, 0..=1_i128), 1..12),
        ) {
            const RECEIPTS: [&str; 4] = ["S-1", "S-2", "S-3", "S-4"];
            let said = |it: String| it.split_once(' ').unwrap().1.to_owned();
            let of = |&(at, fen, off, rounding): &(usize, i128, i128, i128)| {
                (RECEIPTS[at], fen, fen + off, rounding)
            };
            let cut: Vec<_> = records.iter().map(of).collect();
            let whole: Vec<_> = cut.iter().map(|it| ("S-1", it.1, it.2, it.3)).collect();
            let turned: Vec<_> = cut.iter().rev().copied().collect();
            prop_assert_eq!(found(&cut), found(&turned));
            let said_of = |files: &[_]| found(files).into_iter().map(said).collect::<Vec<_>>();
            prop_assert_eq!(said_of(&cut), said_of(&whole));
        }
    }
}
