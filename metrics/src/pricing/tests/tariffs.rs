//! P-5, P-6 and P-8 to P-11: tariffs by themselves; and what quantities cost.

use super::tariff::{ceilings, in_force, prices};
use super::*;

#[test]
fn a_ceiling_is_reported_to_each_department_by_today() {
    let with = |column: &str, reported: &str| {
        let row = tariff("ceiling", "12", "");
        let reported = format!(" {column}={reported}");
        found_in(&[row.replace(&format!(" {column}=2026-01-01"), &reported)])
    };
    for column in ["reported_on", "data_reported_on"] {
        let missing = [format!("P-5 P-1 次 2026-01-01 0 {column}: , , -")];
        assert_eq!(with(column, "2026-07-01"), [""; 0]);
        assert_eq!(with(column, "2026-07-02"), missing);
        assert_eq!(with(column, ""), missing);
    }
    let neither = tariff("ceiling", "12", "").replace("reported_on=2026-01-01", "reported_on=");
    assert_eq!(found_in(&[neither]).len(), 2);
    // It is not in force yet.
    let later = tariff("ceiling", "12", "from=2026-07-02")
        .replace("reported_on=2026-01-01", "reported_on=");
    assert_eq!(found_in(&[later]), [""; 0]);
}

#[test]
fn a_price_list_is_published_by_today() {
    let with = |published: &str, more: &str| {
        let row = tariff("price", "12", more).replace("published_on=2026-01-01", published);
        found_in(&[tariff("ceiling", "12", ""), row])
    };
    let missing = ["P-6 P-1 次 2026-01-01 0: , , -"];
    assert_eq!(with("published_on=2026-07-01", ""), [""; 0]);
    assert_eq!(with("published_on=2026-07-02", ""), missing);
    assert_eq!(with("published_on=", ""), missing);
    assert_eq!(with("published_on=", "buyer=乙"), [""; 0]);
}

/// A full operating year from 2025-07-01 ends with 2026-06-30.
#[test]
fn a_trial_fee_gives_way_after_a_full_year() {
    let with = |since: Option<Date>, more: &str, today| {
        let row = tariff("price", "12", &format!("trial=yes {more}"));
        let found = found_of(&[&row], &[], (since, today));
        found.into_iter().filter(|it| !it.starts_with("P-7 ")).collect::<Vec<_>>()
    };
    let since = Some(date(2025, 7, 1));
    let late = |to: &str| vec![format!("P-8 P-1 次 2026-01-01 0: {to}, < 2026-07-01, -")];
    assert_eq!(with(since, "to=", date(2026, 6, 30)), [""; 0]);
    assert_eq!(with(since, "to=", date(2026, 7, 1)), late(""));
    assert_eq!(with(since, "to=2026-06-30", date(2026, 8, 1)), [""; 0]);
    assert_eq!(with(since, "to=2026-07-01", date(2026, 8, 1)), late("2026-07-01"));
    // Nobody knows when the trial has to end.
    assert_eq!(with(None, "to=", date(2036, 8, 1)), ["P-7-since since: , , -"]);
}

#[test]
fn buyers_have_the_same_price_under_the_same_conditions() {
    let rows = |rows: &[(&str, &str)]| {
        let mut all = vec![tariff("ceiling", "12", "")];
        all.extend(rows.iter().map(|(price, more)| tariff("price", price, more)));
        found_in(&all)
    };
    let clue = ["P-9 P-1 次 2026-01-01 0 乙: 11, 12, 1"];
    assert_eq!(rows(&[("12", ""), ("11", "buyer=乙")]), clue);
    assert_eq!(rows(&[("12", ""), ("12", "buyer=乙")]), [""; 0]);
    let between = ["P-9 P-1 次 2026-01-01 0 甲: 12, 11, -1"];
    assert_eq!(rows(&[("11", "buyer=乙"), ("12", "buyer=甲")]), between);
    // One ended before the other began.
    let first = ("12", "buyer=乙 to=2026-03-31");
    assert_eq!(rows(&[first, ("11", "buyer=丙 from=2026-04-01")]), [""; 0]);
    let clue = ["P-9 P-1 次 2026-03-31 0 丙: 11, 12, 1"];
    assert_eq!(rows(&[first, ("11", "buyer=丙 from=2026-03-31")]), clue);
    // A buyer's own next price, and another tier, are other conditions.
    assert_eq!(rows(&[first, ("11", "buyer=乙 from=2026-04-01")]), [""; 0]);
    assert_eq!(rows(&[("12", ""), ("11", "tier_from=10")]), [""; 0]);
}

/// A buyer's later price takes the place of its earlier one, by whatever name: two at once are no two buyers'.
#[test]
fn a_buyer_is_one_however_it_is_written() {
    let lower = OPERATOR.to_lowercase();
    let spellings = [
        ("甲(上海)公司", "甲（上海）公司"),
        ("甲（上海）公司", OPERATOR),
        (lower.as_str(), "uscc:91310000MADEM0011A"),
        ("乙\u{3000}公司", "乙公司"),
        ("Ｂ公司", "B公司"),
    ];
    for (first, then) in spellings {
        let rows = |to: &str, from: &str| {
            found_in(&[
                tariff("ceiling", "12", ""),
                tariff("price", "12", &format!("buyer={first} to={to}")),
                tariff("price", "11", &format!("buyer={then} from={from}")),
            ])
        };
        assert_eq!(rows("2026-03-31", "2026-04-01"), [""; 0], "{first} {then}");
        let overlap = |day: &str, by: &str| {
            vec![format!("P-11 price P-1 次 {day} 0 {by}: 2026-03-31, < {day}, -")]
        };
        assert_eq!(rows("2026-03-31", "2026-03-31"), overlap("2026-03-31", then));
        let both = rows("2026-03-31", "2026-01-01");
        assert_eq!(both.len(), 1, "{both:?}");
        assert!(both[0].starts_with("P-11 "), "{both:?}");
    }
    // Neither of two prices that begin the same day hides the other from another buyer.
    for (first, then) in [("12", "10"), ("10", "12")] {
        for other in ["丙", "甲", "丁"] {
            let found = found_in(&[
                tariff("ceiling", "12", ""),
                tariff("price", first, "buyer=丙(上海)公司"),
                tariff("price", then, "buyer=丙（上海）公司"),
                tariff("price", "10", &format!("buyer={other}")),
            ]);
            let unequal = found.iter().filter(|it| it.starts_with("P-9 ")).count();
            assert_eq!(unequal, 1, "{first} {then} {other} {found:?}");
        }
    }
    let other =
        [tariff("price", "12", "buyer=乙公司"), tariff("price", "11", "buyer=乙公司（集团）")];
    let found = found_in(&[&[tariff("ceiling", "12", "")], &other[..]].concat());
    assert_eq!(found, ["P-9 P-1 次 2026-01-01 0 乙公司（集团）: 11, 12, 1"]);
}

/// Twelve yuan without tax are 12.12, 12.36 and 12.72 with it, at 1, 3 and 6 %; 13.56 at 13 % is no service's,
/// and 1 % is until 2027.
#[test]
fn a_price_with_tax_is_compared_with_one_without() {
    let rows = |rows: &[(&str, &str)]| {
        let mut all = vec![tariff("ceiling", "15", "vat_included=yes")];
        all.extend(rows.iter().map(|(price, more)| tariff("price", price, more)));
        let found = found_in(&all);
        found.into_iter().filter(|it| it.starts_with("P-9 ")).collect::<Vec<_>>()
    };
    let without = ("12", "buyer=乙 vat_included=no");
    for price in ["12.12", "12.36", "12.72"] {
        assert_eq!(rows(&[(price, "vat_included=yes"), without]), [""; 0], "{price}");
    }
    for price in ["12", "13.56", "12.73", "3"] {
        let clue = format!("P-9 P-1 次 2026-01-01 0 乙: 12, {price}, -");
        assert_eq!(rows(&[(price, "vat_included=yes"), without]), [clue], "{price}");
    }
    // 11 yuan with tax are 10.377358 without at 6 %, written 10.38.
    assert_eq!(rows(&[("11", "vat_included=yes"), ("10.38", "buyer=乙 vat_included=no")]), [""; 0]);
    // Of several the lowest that is not the same.
    let three = [("12.72", "vat_included=yes"), without, ("12.36", "buyer=丙 vat_included=yes")];
    assert_eq!(rows(&three), ["P-9 P-1 次 2026-01-01 0 丙: 12.36, 12.72, 0.36"]);
}

#[test]
fn the_tiers_of_a_day_make_one_schedule() {
    let two = |more: &str| {
        let second = tariff("ceiling", "1", &format!("tier_from=100 {more}"));
        found_in(&[tariff("ceiling", "2", "to=2026-12-31"), second])
    };
    let cause = "P-10 ceiling P-1 次 2026-01-01 100";
    let same = "to 2026-12-31, vat_included yes, trial no";
    assert_eq!(two("to=2026-12-31"), [""; 0]);
    let other = format!("{cause}: to 2026-12-30, vat_included yes, trial no, {same}, -");
    assert_eq!(two("to=2026-12-30"), [other]);
    let other = format!("{cause}: to 2026-12-31, vat_included yes, trial yes, {same}, -");
    assert_eq!(two("to=2026-12-31 trial=yes"), [other]);
    let start = ["P-10 ceiling P-1 次 2026-01-01 0.5: 0.5, 0, -"];
    assert_eq!(found_in(&[tariff("ceiling", "2", "tier_from=0.5")]), start);
}

#[test]
fn one_schedule_ends_before_the_next_begins() {
    let two = |to: &str| {
        found_in(&[
            tariff("ceiling", "2", &format!("to={to}")),
            tariff("ceiling", "1", "from=2026-04-01"),
        ])
    };
    let overlap =
        |to: &str| vec![format!("P-11 ceiling P-1 次 2026-04-01 0: {to}, < 2026-04-01, -")];
    assert_eq!(two("2026-03-31"), [""; 0]);
    assert_eq!(two("2026-04-01"), overlap("2026-04-01"));
    assert_eq!(two(""), overlap("—"));
}

#[test]
fn the_schedule_in_force_is_the_one_that_began_last() {
    let rows = entries(&[
        tariff("price", "3", "to=2026-03-31"),
        tariff("price", "2", "from=2026-02-01 to=2026-02-28"),
    ]);
    let all = prices(&rows);
    let of = |month, day| {
        let found = in_force(&all[&("P-1", "次", "")]);
        let found = found.range(..=date(2026, month, day)).next_back().and_then(|(_, it)| *it);
        found.map(|it| it.first().tariff.price.to_string())
    };
    let days = [(1, 31), (2, 1), (2, 28), (3, 1), (3, 31), (4, 1)];
    let prices: Vec<String> = days.into_iter().map(|(m, d)| of(m, d).unwrap_or_default()).collect();
    assert_eq!(prices, ["3", "2", "2", "3", "3", ""]);
    assert!(ceilings(&rows).is_empty());
}

/// Progressive tiers, summed tier by tier, computed by hand: the first 100 at 2, the next 900 at
/// 1.5, all above at 0.333333.
#[test]
fn a_quantity_costs_the_sum_of_its_tiers() {
    let rows = entries(&[
        tariff("price", "2", ""),
        tariff("price", "1.5", "tier_from=100"),
        tariff("price", "0.333333", "tier_from=1000"),
    ]);
    let all = prices(&rows);
    let schedule = &all[&("P-1", "次", "")][0];
    let cost = |quantity: &str| schedule.charge_fen(Quantity::parse(quantity).unwrap());
    assert_eq!(cost("0"), Some(0));
    assert_eq!(cost("0.002499"), Some(0));
    // 0.005 yuan is half a fen.
    assert_eq!(cost("0.0025"), Some(1));
    assert_eq!(cost("100"), Some(20_000));
    assert_eq!(cost("101"), Some(20_150));
    assert_eq!(cost("1000"), Some(155_000));
    // 1550 + 500 × 0.333333 = 1716.6665, rounded once.
    assert_eq!(cost("1500"), Some(171_667));
    assert_eq!(cost("9223372036854.775807"), Some(307_445_427_237_758));
    let begun_late = entries(&[tariff("price", "2", "tier_from=1")]);
    let all = prices(&begun_late);
    assert_eq!(all[&("P-1", "次", "")][0].charge_fen(Quantity { millionths: 1 }), None);
}

#[test]
fn a_blank_in_a_cell_is_not_one_between_cells() {
    let code = |product: &str, unit: &str| {
        let row = tariff("price", "1", "");
        let mut entry = entries(&[row]).remove(0).entry;
        if let PricingEntry::Price { tariff, .. } = &mut entry {
            (tariff.product, tariff.unit) = (product.to_owned(), unit.to_owned());
        }
        entry.code()
    };
    assert_eq!(code("P", "次"), "P 次 2026-01-01 0");
    assert_ne!(code("P 1", "次"), code("P", "1 次"));
    assert_ne!(code("P\\", "次"), code("P", "\\ 次"));
}
