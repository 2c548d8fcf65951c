//! F-6-sum: what the records of a product come to together. F-6 lets each be a fen off, which a million
//! records would make ten thousand yuan.

use std::collections::BTreeMap;

use super::{ONE_PPM, of, trimmed};
use crate::finding::Fault;
use crate::money::PARTS_PER_FEN;
use crate::party::PartyId;
use crate::ratio::Ratio;
use crate::usage::{Usage, UsageFact, rules};

/// What the records of an operator's product come to, 10⁻¹² yuan. A record that F-6 lets pass comes to less
/// than 2^98 of them, so that a million fit.
#[derive(Debug)]
struct Sum<'a> {
    first: &'a UsageFact,
    records: u64,
    product: i128,
    charged: i128,
    rounding: i128,
    tolerance: i128,
}

/// Holds records that F-6 lets pass, each with its tolerance in 10⁻¹² yuan, together against quantity times
/// price, by operator and product. They may be off by half a fen for each amount that had to be rounded to the
/// nearest fen, whichever way each half went; but at least by what a single record may be.
///
/// Where a price includes the tax, the amount with the tax at its rate is compared, exactly. Records that
/// lack the rate are left out: `R-5` names them.
pub(super) fn judge<'a>(records: impl Iterator<Item = (&'a UsageFact, i128)>) -> Vec<Fault> {
    let mut sums: BTreeMap<(&PartyId, &str), Sum<'_>> = BTreeMap::new();
    for (fact, tolerance) in records {
        if let Some(rate) = rate(&fact.usage) {
            let sum = sums.entry((&fact.party, &fact.usage.product));
            sum.or_insert_with(|| Sum::before(fact)).add((&fact.usage, rate), tolerance);
        }
    }
    let is_off = |it: &Sum<'_>| it.most() < (it.product - it.charged).abs();
    sums.into_values().filter(is_off).map(Sum::fault).collect()
}

impl<'a> Sum<'a> {
    /// Nothing yet, before the first record.
    const fn before(first: &'a UsageFact) -> Self {
        Self { first, records: 0, product: 0, charged: 0, rounding: 0, tolerance: 0 }
    }

    fn add(&mut self, (usage, rate): (&Usage, Ratio), tolerance: i128) {
        let product = usage.product();
        // Whole, since a fen has a million times ten thousand parts.
        let fen_with_tax = PARTS_PER_FEN / ONE_PPM * (ONE_PPM + i128::from(rate.ppm()));
        self.records += 1;
        self.product += product;
        self.charged += i128::from(usage.amount_fen) * fen_with_tax;
        if product % fen_with_tax != 0 {
            self.rounding += fen_with_tax / 2;
        }
        self.tolerance = self.tolerance.max(tolerance);
    }

    /// How far the sums may be apart.
    fn most(&self) -> i128 {
        self.rounding.max(self.tolerance)
    }

    fn fault(self) -> Fault {
        let product = self.first.usage.product.to_string();
        let mut fault = of(rules::AMOUNT_SUM, self.first, "amount");
        fault.cause.clone_from(&product);
        fault.expected = trimmed(self.product);
        fault.actual = trimmed(self.charged);
        fault.difference = Some(trimmed(self.product - self.charged));
        fault.arguments = vec![
            ("product", product),
            ("records", self.records.to_string()),
            ("most", trimmed(self.most())),
        ];
        fault
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
