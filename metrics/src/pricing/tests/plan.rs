//! P-3 and P-3-unknown: what is planned under ceilings.

use super::*;

const YEAR: &str = "from=2026-01-01 to=2026-12-31";

fn cycle(approved: &str) -> String {
    format!("allowance code=k {YEAR} approved={approved} document=沪9")
}

fn ceiling(product: &str, price: &str, more: &str) -> String {
    tariff("ceiling", price, more).replace("product=P-1", &format!("product={product}"))
}

/// What is found where the rates of value-added tax are 6 % and 1 %.
fn found_in(rows: &[String]) -> Vec<String> {
    let mut policy = policy();
    policy.vat_rates.retain(|it| [60_000, 10_000].contains(&it.value.rate_ppm));
    assert_eq!(policy.vat_rates.len(), 2);
    let rows: Vec<&str> = rows.iter().map(String::as_str).collect();
    found_by(&policy, (&rows, &[]), (SINCE, TODAY))
}

/// By hand: 10.6 with 6 % is 10 without; 10.1 is that at 1 %, and at 6 % it is 9.52…
#[test]
fn what_is_planned_is_within_what_is_permitted() {
    let check = |price: &str, vat: &str, expected: &[&str]| {
        let more = format!("planned_units=100 vat_included={vat}");
        assert_eq!(found_in(&[cycle("1000"), ceiling("P-1", price, &more)]), expected, "{price}");
    };
    check("10", "no", &[]);
    check("10.0001", "no", &["P-3 k: 1000.01, ≤ 1000.00, -0.01"]);
    // The part of a fen above the limit is above it.
    check("10.000001", "no", &["P-3 k: 1000.01, ≤ 1000.00, -0.01"]);
    check("10.1", "yes", &[]);
    check("10.100001", "yes", &["P-3-unknown k: 1000.01, ≤ 1000.00, -0.01"]);
    // 1060 / 1.01 = 1049.504…
    check("10.6", "yes", &["P-3-unknown k: 1049.51, ≤ 1000.00, -49.51"]);
    check("10.600001", "yes", &["P-3 k: 1000.01, ≤ 1000.00, -0.01"]);
}

/// By hand: 0.0049 yuan are no fen each, and 0.0147 are one and a half together.
#[test]
fn parts_of_a_fen_add_up() {
    let three = |approved: &str| {
        let of = |product| ceiling(product, "0.0049", "planned_units=1 vat_included=no");
        found_in(&[cycle(approved), of("P-1"), of("P-2"), of("P-3")])
    };
    assert_eq!(three("0.02"), [""; 0]);
    assert_eq!(three("0.01"), ["P-3 k: 0.02, ≤ 0.01, -0.01"]);
    // So do those with tax and those without: 0.0053 / 1.06 + 0.0050 is a fen.
    let both = |net: &str| {
        let net = ceiling("P-1", net, "planned_units=1 vat_included=no");
        found_in(&[cycle("0.01"), net, ceiling("P-2", "0.0053", "planned_units=1")])
    };
    assert_eq!(both("0.0050"), ["P-3-unknown k: 0.02, ≤ 0.01, -0.01"]);
    assert_eq!(both("0.005001"), ["P-3 k: 0.02, ≤ 0.01, -0.01"]);
}

#[test]
fn a_ceiling_of_a_cycle_has_a_plan() {
    let without = ceiling("P-1", "10", "to=2026-06-30");
    let missing = ["P-3-unknown k P-1 次 2026-01-01 0: , , -"];
    assert_eq!(found_in(&[cycle("1000"), without.clone()]), missing);
    let free = without.replace("price=10", "price=0");
    assert_ne!(free, without);
    assert_eq!(found_in(&[cycle("1000"), free]), [""; 0], "it comes to nothing");
    // Nothing is planned is a plan.
    let nothing = ceiling("P-1", "10", "planned_units=0 from=2026-07-01");
    assert_eq!(found_in(&[cycle("1000"), without.clone(), nothing]), [""; 0]);
    // Another tier has its own, and a ceiling of another year is none of this one.
    let tier = ceiling("P-1", "9", "planned_units=1 from=2026-07-01 tier_from=100");
    assert!(found_in(&[cycle("1000"), without, tier]).contains(&missing[0].to_owned()));
    let later = ceiling("P-1", "10", "from=2027-01-01");
    assert_eq!(found_in(&[cycle("1000"), later]), [""; 0]);
    let later = ceiling("P-1", "10", "planned_units=100 from=2027-01-01");
    assert_eq!(found_in(&[cycle("1"), later]), [""; 0]);
}

#[test]
fn a_later_plan_takes_the_place_of_an_earlier_one() {
    let plan = |units: &str, more: &str| {
        ceiling("P-1", "10", &format!("planned_units={units} vat_included=no {more}"))
    };
    let rows = [cycle("1000"), plan("500", "to=2026-06-30"), plan("100", "from=2026-07-01")];
    assert_eq!(found_in(&rows), [""; 0]);
}

/// What does not fit is above what is permitted, not below.
#[test]
fn a_plan_beyond_all_numbers_is_above_the_limit() {
    let huge = "9223372036854.775807";
    let most = |product: &str| ceiling(product, huge, &format!("planned_units={huge}"));
    let rows = [cycle("92233720368547758.07"), most("P-1"), most("P-2"), most("P-3")];
    let found = found_in(&rows);
    assert_eq!(found.len(), 1, "{found:?}");
    assert!(found[0].starts_with("P-3 k: "), "{found:?}");
}
