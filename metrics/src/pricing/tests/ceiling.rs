//! P-1, P-13 and P-14: prices against ceilings.

use super::*;

fn check(price: &str, ceiling: &str, expected: &[&str]) {
    let rows = [tariff("ceiling", ceiling, ""), tariff("price", price, "")];
    assert_eq!(found_in(&rows), expected, "{price} {ceiling}");
}

/// X6 of `domain` 11.
#[test]
fn x6_a_price_at_its_ceiling_keeps_to_it() {
    check("12.00", "12.00", &[]);
    check("12.01", "12.00", &["P-1 P-1 次 2026-01-01 0: 12.01, ≤ 12, -0.01"]);
    check("12.000001", "12", &["P-1 P-1 次 2026-01-01 0: 12.000001, ≤ 12, -0.000001"]);
    check("0", "0", &[]);
}

#[test]
fn the_ceiling_of_the_day_counts() {
    let price = || tariff("price", "12.00", "");
    let above = ["P-1 P-1 次 2026-01-01 0: 12, ≤ 11, -1"];
    let ended = tariff("ceiling", "12.00", "to=2026-06-30");
    let lower = |from: &str| tariff("ceiling", "11.00", &format!("from={from}"));
    assert_eq!(found_in(&[ended.clone(), lower("2026-07-01"), price()]), above);
    // It is not in force yet.
    let later = tariff("ceiling", "12.00", "to=2026-07-01");
    assert_eq!(found_in(&[later, lower("2026-07-02"), price()]), [""; 0]);
    // A price that ended before it is not judged by it.
    let ended_price = tariff("price", "12.00", "to=2026-06-30");
    assert_eq!(found_in(&[ended.clone(), lower("2026-07-01"), ended_price]), [""; 0]);
    // Neither is one that was replaced, whose last day nobody said; that is a fault of its own.
    let next = tariff("price", "11.00", "from=2026-07-01");
    let found = found_in(&[ended, lower("2026-07-01"), price(), next]);
    assert_eq!(found.len(), 1, "{found:?}");
    assert!(found[0].starts_with("P-11 price "), "{found:?}");
}

#[test]
fn a_price_without_ceiling_is_found_unless_it_is_a_trial() {
    let none = ["P-13 P-1 次 2026-01-01 0: 12, , -"];
    assert_eq!(found_in(&[tariff("price", "12", "")]), none);
    assert_eq!(found_in(&[tariff("price", "12", "trial=yes")]), [""; 0]);
    // The ceiling ended the day before today; today it is there still.
    let ceiling = |to: &str| tariff("ceiling", "12", &format!("to={to}"));
    assert_eq!(found_in(&[ceiling("2026-06-30"), tariff("price", "12", "")]), none);
    assert_eq!(found_in(&[ceiling("2026-07-01"), tariff("price", "12", "")]), [""; 0]);
    // Another unit is another tariff.
    let other = tariff("ceiling", "12", "").replace("unit=次", "unit=月");
    assert_eq!(found_in(&[other, tariff("price", "12", "")]), none);
}

#[test]
fn each_tier_keeps_to_the_tier_of_the_ceiling() {
    let ceilings = || [tariff("ceiling", "2", ""), tariff("ceiling", "1", "tier_from=100")];
    let with = |prices: &[String]| found_in(&[&ceilings()[..], prices].concat());
    let price = |price: &str, tier: &str| tariff("price", price, &format!("tier_from={tier}"));
    assert_eq!(with(&[price("2", "0"), price("1", "100")]), [""; 0]);
    assert_eq!(with(&[price("2", "0"), price("1", "99")]), [""; 0]);
    // From 100 to 101 the lower tier's price is charged where the ceiling is the higher tier's.
    let late = ["P-1 P-1 次 2026-01-01 0: 2, ≤ 1, -1"];
    assert_eq!(with(&[price("2", "0"), price("1", "101")]), late);
    let second = ["P-1 P-1 次 2026-01-01 100: 1.01, ≤ 1, -0.01"];
    assert_eq!(with(&[price("2", "0"), price("1.01", "100")]), second);
}

/// 1.06 with 6 % of tax is 1 without; at 1 % it is more.
#[test]
fn tax_is_taken_out_only_where_every_rate_says_the_same() {
    let with = |price: &str, price_vat: &str, ceiling_vat: &str| {
        let vat = |it: &str| format!("vat_included={it}");
        found_in(&[
            tariff("ceiling", "1", &vat(ceiling_vat)),
            tariff("price", price, &vat(price_vat)),
        ])
    };
    let unknown = |price: &str| vec![format!("P-14 P-1 次 2026-01-01 0: {price}, ≤ 1, -")];
    let above = |price: &str| vec![format!("P-1 P-1 次 2026-01-01 0: {price}, ≤ 1, -")];
    assert_eq!(with("1.01", "yes", "no"), [""; 0]);
    assert_eq!(with("1.010001", "yes", "no"), unknown("1.010001"));
    assert_eq!(with("1.06", "yes", "no"), unknown("1.06"));
    assert_eq!(with("1.060001", "yes", "no"), above("1.060001"));
    // The other way round: 0.943396 × 1.06 = 0.99999976, and 0.990099 × 1.01 = 0.99999999.
    assert_eq!(with("0.943396", "no", "yes"), [""; 0]);
    assert_eq!(with("0.943397", "no", "yes"), unknown("0.943397"));
    assert_eq!(with("0.990099", "no", "yes"), unknown("0.990099"));
    assert_eq!(with("0.9901", "no", "yes"), above("0.9901"));
    assert_eq!(with("1", "no", "no"), [""; 0]);
}

/// A price that a passing one interrupts is charged again when that is over.
#[test]
fn a_price_is_judged_on_each_day_on_which_it_holds() {
    let rows = [
        tariff("ceiling", "12", "to=2026-03-31"),
        tariff("ceiling", "11", "from=2026-04-01"),
        tariff("price", "12", ""),
        tariff("price", "10", "from=2026-03-01 to=2026-04-30"),
    ];
    let found = found_in(&rows);
    assert!(found.contains(&"P-1 P-1 次 2026-01-01 0: 12, ≤ 11, -1".to_owned()), "{found:?}");
}

#[test]
fn many_schedules_and_tiers_are_judged_at_once() {
    let day = |it: i64| date(2000, 1, 1) + jiff::Span::new().days(it);
    let many = |record: &'static str| {
        (0..5_000).map(move |it| tariff(record, "1", &format!("from={0} to={0}", day(it))))
    };
    let rows: Vec<String> = many("ceiling").chain(many("price")).collect();
    assert_eq!(found_in(&rows), [""; 0]);
    let tiers = |count: i64| {
        let tier = |it| tariff("price", "1", &format!("tier_from={it}"));
        let rows: Vec<String> = (0..count).map(tier).chain([tariff("ceiling", "1", "")]).collect();
        found_in(&rows)
    };
    assert_eq!(tiers(100), [""; 0]);
    assert_eq!(tiers(101), ["R-9 tiers price P-1 次 2026-01-01 0: 101, 100, -"]);
}
