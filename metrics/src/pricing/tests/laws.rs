//! Laws of permitted revenue, tariffs and parts.

use proptest::prelude::*;

use super::tariff::{Compared, TaxedPrice, compare, prices};
use super::*;
use crate::ratio::Ratio;

/// One cycle of 2026 with an approved maximum, and a revenue in it.
fn cycle(approved_fen: i64, revenue_fen: i64) -> PermittedRevenue {
    let approved = crate::money::format_minor(approved_fen.into(), 2);
    let row = format!("allowance code=k from=2026-01-01 to=2026-12-31 approved={approved}");
    let mut sums = sums(&["2026-05 revenue industry 0"]);
    sums[0].amount_fen = revenue_fen;
    let entries = entries(&[&row]);
    let months = Months::of(&sums, &entries).unwrap();
    let all = allowance::permitted(&entries, &months, &policy()).unwrap();
    all.into_iter().next().unwrap()
}

/// Rising tiers that begin at 0, each as its width and price in millionths.
fn tiers() -> impl Strategy<Value = Vec<(i64, i64)>> {
    prop::collection::vec((1..1_000_000_000_i64, 0..1_000_000_000_i64), 1..6)
}

fn rows(tiers: &[(i64, i64)]) -> (Vec<Entered>, Vec<i64>) {
    let (mut from, mut starts, mut rows) = (0, Vec::new(), Vec::new());
    for (width, price) in tiers {
        let [tier, price] = [from, *price].map(|millionths| UnitPrice { millionths });
        rows.push(tariff("price", &price.to_string(), &format!("tier_from={tier}")));
        starts.push(from);
        from += width;
    }
    (entries(&rows), starts)
}

proptest! {
    #[test]
    fn more_revenue_never_uses_less_and_an_excess_is_never_negative(
        approved_fen in 0..1_000_000_000_i64,
        revenue_fen in -1_000_000_000..2_000_000_000_i64,
        more_fen in 0..1_000_000_000_i64,
    ) {
        let less = cycle(approved_fen, revenue_fen);
        let more = cycle(approved_fen, revenue_fen + more_fen);
        prop_assert!(less.usage_ppm <= more.usage_ppm);
        prop_assert!(less.state <= more.state);
        prop_assert!(0 <= less.excess_fen && less.excess_fen <= more.excess_fen);
        prop_assert_eq!(less.excess_fen, (revenue_fen - approved_fen).max(0));
    }

    /// A part of a unit more costs no less, and at the start of a tier no more than half a fen and
    /// what it costs itself: there is no jump.
    #[test]
    fn a_charge_rises_without_jumps(tiers in tiers(), units in 0..5_000_000_000_i64) {
        let (rows, starts) = rows(&tiers);
        let all = prices(&rows);
        let schedule = &all[&("P-1", "次", "")][0];
        let charge = |millionths| schedule.charge_fen(Quantity { millionths }).unwrap();
        for at in starts.into_iter().chain([units]) {
            let step = charge(at + 1) - charge(at);
            prop_assert!((0..=1).contains(&step), "{} {}", at, step);
        }
    }

    /// The exact sum, tier by tier and rounded once, in other arithmetic.
    #[test]
    fn a_charge_is_the_sum_of_units_at_their_price(tiers in tiers(), units in 0..5_000_i64) {
        let (rows, starts) = rows(&tiers);
        let all = prices(&rows);
        let schedule = &all[&("P-1", "次", "")][0];
        let price_at = |unit: i64| {
            let tier = starts.iter().rposition(|start| *start <= unit).unwrap();
            i128::from(tiers[tier].1)
        };
        let exact: i128 = (0..units).map(price_at).sum();
        let expected = (exact + 5_000_000_000) / 10_000_000_000;
        let charged = schedule.charge_fen(Quantity { millionths: units }).unwrap();
        prop_assert_eq!(i128::from(charged), expected);
    }

    /// What is above a ceiling stays above it when it is raised, and a price is never both.
    #[test]
    fn a_higher_price_is_never_better(
        price in 0..10_000_000_i64,
        more in 0..10_000_000_i64,
        ceiling in 0..10_000_000_i64,
        vat in any::<(bool, bool)>(),
    ) {
        let of = |millionths, vat_included| {
            let price = UnitPrice { millionths };
            TaxedPrice { price, vat_included }
        };
        let rates = policy().assumed_rates((TODAY, TODAY));
        let compared = |price| compare(of(price, vat.0), of(ceiling, vat.1), &rates);
        match compared(price) {
            Compared::Within => {}
            Compared::Above => prop_assert_eq!(compared(price + more), Compared::Above),
            Compared::Unknown => prop_assert_ne!(compared(price + more), Compared::Within),
        }
    }

    /// Splitting 100 % in any way and over any days leaves nothing to be found.
    #[test]
    fn parts_that_add_up_are_whole(
        cuts in prop::collection::btree_set(1..1_000_000_i64, 0..8),
        days in prop::collection::vec(0..400_i64, 1..4),
    ) {
        let mut bounds: Vec<i64> = cuts.into_iter().collect();
        bounds.extend([0, 1_000_000]);
        bounds.sort_unstable();
        let mut from = date(2026, 1, 1);
        let mut parts = Vec::new();
        for length in days {
            let to = from + jiff::Span::new().days(length);
            let validity = Validity { from, to: Some(to) };
            parts.extend(bounds.windows(2).map(|it| (validity, Ratio::from_ppm(it[1] - it[0]))));
            from = to.tomorrow().unwrap();
        }
        prop_assert!(whole::broken(parts.iter().copied()).is_empty());
        let last = parts.len() - 1;
        parts[last].1 = Ratio::from_ppm(parts[last].1.ppm() - 1);
        prop_assert_eq!(whole::broken(parts).len(), 1);
    }
}
