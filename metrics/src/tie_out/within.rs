//! Months of which what was charged is within the ceilings: what evaluations count of F-7.

use std::collections::BTreeSet;

use super::Books;
use super::revenue::sides;
use crate::finding::Fault;
use crate::period::Period;
use crate::pricing::AccountRoles;
use crate::pricing::policy::Component;

/// Months of which nobody can say that every charge is within the ceiling in force on its day of service.
/// Usage is not the revenue of the ledger, product by product and to the fen (F-6-ledger), so that charges may
/// be missing; or there is revenue that is held against no usage, off the 专账 accounts or in another currency,
/// of a product or of none that it names; or a charge breaks F-7, as `above` says: it is above its ceiling or
/// above what the tiers come to (F-7-tiers), none is in force (F-7-none: CN-65 has prices set not above a
/// ceiling, and without one there is nothing to keep to), or whether it is above depends on a rate that no
/// record says (F-7-tax). That what is charged is quantity times price is asked elsewhere
/// ([`is_as_priced`](crate::usage::is_as_priced)).
///
/// A month is the unit because it is due whatever is handed in: neither a record in two parts nor one
/// product more nor a month less makes the share larger. That is a project default.
#[must_use]
pub fn not_within(books: &Books, roles: &AccountRoles<'_>, above: &[Fault]) -> BTreeSet<Period> {
    let untied = sides(books, roles).into_iter().filter(|(_, (ledger, usage))| ledger != usage);
    let mut months: BTreeSet<Period> = untied.map(|((period, _), _)| period).collect();
    months.extend(above.iter().filter_map(|it| it.period));
    let uncompared = [&books.elsewhere, &books.foreign, &books.foreign_elsewhere];
    let revenue = uncompared.into_iter().flatten().filter(|it| {
        let counted = roles.counted_minor((it.period, &it.account), it.sums);
        counted.is_some_and(|(component, minor)| component == Component::Revenue && minor != 0)
    });
    months.extend(revenue.map(|it| it.period));
    months
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;
    use proptest::prelude::*;

    use super::super::testing::{Chart, books, movement, sum};
    use super::super::{Rates, prices_over_ceilings};
    use super::*;
    use crate::ledger::SumFact;
    use crate::money::{Quantity, UnitPrice};
    use crate::pricing::{Tariff, Validity};
    use crate::shipped;
    use crate::usage::UsageSum;

    /// Month, product, price in millionths of a yuan, and fen of what is charged.
    type Charged = (&'static str, &'static str, i64, i64);

    const MONTHS: [&str; 2] = ["2026-04", "2026-05"];

    /// Usage of months of so much as comes to what is charged.
    fn used(charged: &[Charged]) -> Vec<(Period, UsageSum)> {
        let of = |&(period, product, price, fen): &Charged| {
            let period: Period = period.parse().unwrap();
            let day = period.first_day();
            let millionths = (fen * 10_000_000_000).checked_div(price).unwrap_or(1_000_000);
            let (first_on, last_on, units) = (day, day, Quantity { millionths });
            (period, UsageSum { first_on, last_on, units, ..sum(product, price, fen) })
        };
        charged.iter().map(of).collect()
    }

    fn booked(charged: &[Charged]) -> Vec<SumFact> {
        let of = |&(period, product, _, fen): &Charged| movement((period, "6001", product, 0, fen));
        charged.iter().map(of).collect()
    }

    /// Months that are not within ceilings of 1 yuan for P-1 and P-2.
    fn found(movements: Vec<SumFact>, usage: Vec<(Period, UsageSum)>) -> Vec<String> {
        let ceiling = |product: &str| Tariff {
            product: product.to_owned(),
            unit: "次".to_owned(),
            validity: Validity { from: date(2026, 1, 1), to: None },
            tier_from: Quantity::default(),
            price: UnitPrice { millionths: 1_000_000 },
            vat_included: false,
            trial: false,
        };
        let (first, second) = (ceiling("P-1"), ceiling("P-2"));
        let (books, policy) = (Books { movements, usage, ..books() }, shipped::pricing());
        let limits: (&[&Tariff], &[&Tariff]) = (&[&first, &second], &[]);
        let above = prices_over_ceilings(&books, limits, (&mut Rates::default(), &policy));
        let months = not_within(&books, &Chart::new().roles(), &above);
        months.iter().map(Period::to_string).collect()
    }

    #[test]
    fn every_charge_of_a_month_is_known_and_within_its_ceiling() {
        let (at, over) = (1_000_000, 1_000_001);
        let rows: [(&[Charged], &[&str]); 5] = [
            (&[("2026-04", "P-1", at, 100)], &[]),
            (&[("2026-04", "P-1", over, 100)], &["2026-04"]),
            // One charge of many, and the months beside it stand.
            (
                &[
                    ("2026-04", "P-1", at, 100),
                    ("2026-04", "P-2", over, 1),
                    ("2026-05", "P-1", at, 1),
                ],
                &["2026-04"],
            ),
            // Without a ceiling there is nothing to keep to; what is free needs none.
            (&[("2026-04", "P-3", 1, 100)], &["2026-04"]),
            (&[("2026-04", "P-3", 0, 0)], &[]),
        ];
        for (charged, expected) in rows {
            assert_eq!(found(booked(charged), used(charged)), expected, "{charged:?}");
        }
    }

    #[test]
    fn what_the_ledger_has_and_usage_has_not_is_no_charge_within() {
        let april: &[Charged] = &[("2026-04", "P-1", 1, 100)];
        assert_eq!(found(booked(april), Vec::new()), ["2026-04"], "no usage at all");
        assert_eq!(found(Vec::new(), used(april)), ["2026-04"], "nor a ledger");
        assert_eq!(found(booked(&[("2026-04", "P-1", 1, 101)]), used(april)), ["2026-04"]);
        assert_eq!(found(booked(&[("2026-04", "P-2", 1, 100)]), used(april)), ["2026-04"]);
        assert_eq!(found(Vec::new(), Vec::new()), [""; 0], "nothing was charged");
    }

    #[test]
    fn revenue_that_is_held_against_no_usage_is_no_charge_within() {
        let with = |account, fen, place: fn(&mut Books) -> &mut Vec<SumFact>| {
            let mut books = books();
            place(&mut books).push(movement(("2026-04", account, "", 0, fen)));
            !not_within(&books, &Chart::new().roles(), &[]).is_empty()
        };
        let places: [fn(&mut Books) -> &mut Vec<SumFact>; 3] =
            [|it| &mut it.elsewhere, |it| &mut it.foreign, |it| &mut it.foreign_elsewhere];
        for place in places {
            assert!(with("6001.09", 1, place));
            assert!(with("6001.09", -1, place), "red");
            assert!(!with("6001.09", 0, place), "nothing");
            assert!(!with("2202", 1, place), "no revenue");
        }
    }

    fn charges() -> impl Strategy<Value = Vec<Charged>> {
        let products = prop::sample::select(vec!["P-1", "P-2", "P-3"]);
        let prices = prop::sample::select(vec![999_999, 1_000_000, 1_000_001]);
        let one = (prop::sample::select(MONTHS.to_vec()), products, prices, 1_i64..500);
        prop::collection::vec(one, 1..8)
    }

    proptest! {
        /// Leaving charges out, in part or for good, adds no month; cutting one in two and their order change
        /// none.
        #[test]
        fn nothing_left_out_and_nothing_cut_adds_a_month(
            charged in charges(), at in 0_usize..8, part in 0_i64..500, turn in 0_usize..8,
        ) {
            let whole = found(booked(&charged), used(&charged));
            let mut less = charged.clone();
            let (month, product, price, fen) = less.remove(at % charged.len());
            let lacking = found(booked(&charged), used(&less));
            prop_assert!(lacking.iter().any(|it| it == month), "{lacking:?}");
            prop_assert!(whole.iter().all(|it| it == month || lacking.contains(it)));
            let mut cut = less;
            cut.extend([(month, product, price, part), (month, product, price, fen - part)]);
            cut.rotate_left(turn % charged.len());
            prop_assert_eq!(found(booked(&charged), used(&cut)), whole);
        }
    }
}
