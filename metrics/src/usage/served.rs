//! How much of what a product served in a month was for the public: a share that splitting a record,
//! repeating all or adding one of nothing does not move. Quantities of one unit are summed, those of
//! different ones are not.

use std::collections::BTreeMap;

use super::{SumKey, UsageSum};
use crate::pricing::booked::uses;

/// One, in parts per million.
pub const WHOLE_PPM: u64 = 1_000_000;

/// The share of public-welfare use in what was served, by the sums of a product and month: of several
/// units, which cannot be added, the least. What the public gave back is taken off its use, whoever gave it
/// back; what others gave back, off what the same buyer was served at the same price, so that nothing given
/// back for nothing lifts a share. `None` where nothing was served.
///
/// * **Unit:** parts per million, rounded down.
/// * **Source:** a project default; Measures art. 19 and 28 name no figure.
///
/// # Example
///
/// 9 calls of `industry` and 1 of `public`: 100,000.
#[must_use]
pub fn public_share_ppm<'a>(sums: impl IntoIterator<Item = &'a UsageSum>) -> Option<u64> {
    let mut keys: BTreeMap<&SumKey, i128> = BTreeMap::new();
    for UsageSum { key, units: served, .. } in sums {
        *keys.entry(key).or_default() += i128::from(served.millionths);
    }
    let mut units: BTreeMap<&str, (i128, i128)> = BTreeMap::new();
    for (key, served) in keys {
        let (public, others) = units.entry(&key.unit).or_default();
        if key.use_ == uses::PUBLIC {
            *public += served;
        } else {
            *others += served.max(0);
        }
    }
    let share = |(public, others): (i128, i128)| {
        let public = public.max(0);
        (public * i128::from(WHOLE_PPM)).checked_div(public + others)
    };
    units.into_values().filter_map(share).min().and_then(|it| u64::try_from(it).ok())
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

    fn share(records: &[Usage]) -> Option<u64> {
        public_share_ppm(&sums(records).unwrap())
    }

    #[test]
    fn a_share_is_of_all_that_is_served_of_a_unit() {
        let industry = ("industry", "次", "甲", 9_000_000);
        let check = |records: &[(&str, &str, &str, i64)], expected: Option<u64>| {
            let records: Vec<Usage> = records.iter().copied().map(record).collect();
            assert_eq!(share(&records), expected, "{records:?}");
        };
        check(&[], None);
        check(&[industry], Some(0));
        check(&[("public", "次", "乙", 1)], Some(1_000_000));
        check(&[industry, ("public", "次", "乙", 0)], Some(0));
        check(&[industry, ("public", "次", "乙", 1_000_000)], Some(100_000));
        check(&[("industry", "次", "甲", 2), ("public", "次", "乙", 1)], Some(333_333));
        check(&[industry, ("public", "次", "乙", 1)], Some(0));
        // The public's that is given back was not served, to whomever; nor does it make another's larger.
        check(&[("public", "次", "乙", 5), ("public", "次", "丙", -5)], None);
        check(&[industry, ("public", "次", "乙", 5), ("public", "次", "丙", -5)], Some(0));
        check(&[("industry", "次", "甲", -9), ("public", "次", "乙", 5)], Some(1_000_000));
        // Nor does what another buyer gives back make industry's smaller; what the same one does, it does.
        let (some, one) = (("industry", "次", "甲", 1_000), ("public", "次", "乙", 1));
        check(&[some, one], Some(999));
        for back in [-999, -1_000, -2_000] {
            check(&[some, one, ("industry", "次", "丙", back)], Some(999));
        }
        check(&[some, one, ("industry", "次", "甲", -998)], Some(333_333));
        check(&[some, one, ("industry", "次", "甲", -1_001)], Some(1_000_000));
        // Of two units the least: another unit of the public's own lifts nothing.
        check(&[industry, ("public", "月", "乙", 9_000_000)], Some(0));
        check(&[("public", "次", "乙", 5), ("public", "月", "乙", -9)], Some(1_000_000));
    }

    /// What is given back for nothing was not charged.
    #[test]
    fn what_is_given_back_is_of_its_own_price_and_in_any_file() {
        let charged = |units: i64, yuan: i64| {
            let price = UnitPrice { millionths: yuan * 1_000_000 };
            Usage { price, ..record(("industry", "次", "甲", units)) }
        };
        let check = |records: [Usage; 2], expected: u64| {
            let all = [&records[..], &[record(("public", "次", "乙", 1))]].concat();
            assert_eq!(share(&all), Some(expected), "{records:?}");
            let of_files: Vec<UsageSum> = all.iter().flat_map(|it| sums([it]).unwrap()).collect();
            assert_eq!(public_share_ppm(&of_files), Some(expected), "{records:?}");
        };
        check([charged(1_000, 10), charged(-999, 10)], 500_000);
        check([charged(1_000, 10), charged(-999, 0)], 999);
        check([charged(1_000, 10), charged(-1_000, 0)], 999);
        let taxed = Usage { vat_included: true, ..charged(-999, 10) };
        check([charged(1_000, 10), taxed], 999);
    }

    proptest! {
        /// To give back raises no share beyond what it would be without anything of the same key.
        #[test]
        fn what_is_given_back_undoes_its_own_key_alone(
            records in prop::collection::vec((0..2_usize, 0..2_usize, 0..2_usize, 0..2_i64, -3..4_i64), 0..9),
            back in (0..2_usize, 0..2_usize, 0..2_usize, 0..2_i64, -9..0_i64),
        ) {
            let of = |(use_, unit, buyer, price, units): (usize, usize, usize, i64, i64)| {
                let (use_, unit) = (["public", "industry"][use_], ["次", "月"][unit]);
                let price = UnitPrice { millionths: price };
                Usage { price, ..record((use_, unit, ["甲", "乙"][buyer], units)) }
            };
            let records: Vec<Usage> = records.into_iter().map(of).collect();
            let back = of(back);
            let key = |it: &Usage| {
                (it.use_.clone(), it.unit.clone(), it.buyer.clone(), it.price)
            };
            let others: Vec<Usage> =
                records.iter().filter(|it| key(it) != key(&back)).cloned().collect();
            let without = share(&records).max(share(&others));
            let with = share(&[&records[..], &[back]].concat());
            prop_assert!(with <= without, "{with:?} of {without:?}");
        }

        /// Splitting a record or adding one of nothing changes nothing, and industry's use raises no share.
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
            let (before, one) = (share(&records), &records[at.index(records.len())]);
            let with = |more: &[Usage]| share(&[&records, more].concat());
            let of_one = |units: i64| {
                Usage { units: Quantity { millionths: units }, buyer: "丙".into(), ..one.clone() }
            };
            prop_assert_eq!(with(&[of_one(0)]), before, "a record of nothing");
            prop_assert_eq!(with(&[of_one(part), of_one(-part)]), before, "one that is given back");
            let whole = one.units.millionths;
            let split = [-whole, whole.min(part), whole - whole.min(part)].map(of_one);
            prop_assert_eq!(with(&split), before, "split");
            prop_assert_eq!(share(&[&*records, &*records].concat()), before, "everything again");
            let industry = Usage { use_: "industry".into(), ..of_one(part) };
            prop_assert!(before.is_none() || with(&[industry]) <= before, "more for industry");
        }
    }
}
