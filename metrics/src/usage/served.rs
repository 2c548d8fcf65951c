//! What a product served in a month, by use: a unit that splitting a record, repeating it or adding one of nothing
//! does not move, as the number of records is. Quantities of one unit are summed, those of different ones are not.

use std::collections::{BTreeMap, BTreeSet};

use super::UsageSum;

/// The uses of which more than nothing was served, by the sums of a product and month. What was given back is
/// taken off.
///
/// # Example
///
/// 9 calls of `industry` and a record of 0 calls of `public`: `industry`.
#[must_use]
pub fn uses_served<'a>(sums: impl IntoIterator<Item = &'a UsageSum>) -> BTreeSet<&'a str> {
    let mut units: BTreeMap<(&str, &str), i128> = BTreeMap::new();
    for UsageSum { key, units: served, .. } in sums {
        *units.entry((&key.use_, &key.unit)).or_default() += i128::from(served.millionths);
    }
    units.into_iter().filter(|(_, served)| 0 < *served).map(|((use_, _), _)| use_).collect()
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::money::{Quantity, UnitPrice};
    use crate::usage::{Usage, sums};

    fn record((use_, unit, buyer, units): (&str, &str, &str, i64)) -> Usage {
        Usage {
            number: "1".to_owned(),
            dated_on: jiff::civil::date(2026, 4, 30),
            product: "P-1".into(),
            scenario: "".into(),
            use_: use_.into(),
            buyer: buyer.into(),
            unit: unit.into(),
            units: Quantity { millionths: units },
            price: UnitPrice { millionths: 0 },
            vat_included: false,
            amount_fen: 0,
            invoice: "".into(),
            tax_rate: None,
            tax_fen: None,
        }
    }

    fn served(records: &[Usage]) -> Vec<String> {
        let sums = sums(records).unwrap();
        uses_served(&sums).into_iter().map(str::to_owned).collect()
    }

    #[test]
    fn what_is_served_is_more_than_nothing_of_some_unit() {
        let industry = ("industry", "次", "甲", 9_000_000);
        let check = |records: &[(&str, &str, &str, i64)], expected: &[&str]| {
            let records: Vec<Usage> = records.iter().copied().map(record).collect();
            assert_eq!(served(&records), expected, "{records:?}");
        };
        check(&[], &[]);
        check(&[industry], &["industry"]);
        check(&[industry, ("public", "次", "乙", 0)], &["industry"]);
        check(&[industry, ("public", "次", "乙", 1)], &["industry", "public"]);
        check(&[("public", "次", "乙", 5), ("public", "次", "乙", -5)], &[]);
        check(&[("public", "次", "乙", 5), ("public", "次", "丙", -5)], &[]);
        check(&[("public", "次", "乙", 5), ("public", "月", "乙", -9)], &["public"]);
    }

    proptest! {
        /// Splitting a record, repeating one or adding one of nothing changes nothing.
        #[test]
        fn how_records_are_cut_changes_nothing(
            units in prop::collection::vec((0..2_usize, 0..2_usize, 0..3_i64), 1..9),
            at in any::<prop::sample::Index>(),
            part in 0..=2_i64,
        ) {
            let of = |(use_, unit, units): (usize, usize, i64)| {
                record((["public", "industry"][use_], ["次", "月"][unit], "甲", units))
            };
            let records: Vec<Usage> = units.into_iter().map(of).collect();
            let (before, one) = (served(&records), &records[at.index(records.len())]);
            let with = |more: &[i64]| {
                let more = more.iter().map(|units| {
                    Usage { units: Quantity { millionths: *units }, buyer: "丙".into(), ..one.clone() }
                });
                served(&records.iter().cloned().chain(more).collect::<Vec<_>>())
            };
            prop_assert_eq!(&with(&[0]), &before, "a record of nothing");
            prop_assert_eq!(&with(&[one.units.millionths]), &before, "the same again");
            prop_assert_eq!(&with(&[part, -part]), &before, "one that is given back");
            let whole = one.units.millionths;
            prop_assert_eq!(&with(&[-whole, whole.min(part), whole - whole.min(part)]), &before, "split");
        }
    }
}
