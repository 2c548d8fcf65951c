//! F-6: quantity times price against the amount.

use super::*;

#[test]
fn units_times_price_is_the_amount_within_a_fen() {
    one(&[("amount", "36.00")], &[]);
    one(&[("amount", "36.01")], &[]);
    one(&[("amount", "35.99")], &[]);
    one(&[("amount", "36.02")], &["F-6 #2 36.00 36.02 -0.02"]);
    one(&[("amount", "35.98")], &["F-6 #2 36.00 35.98 0.02"]);
    // A millionth of a millionth over the tolerance is over it.
    one(&[("units", "0.000001"), ("price", "0.000001"), ("amount", "0.00")], &[]);
    one(&[("units", "1.000001"), ("price", "0.000001"), ("amount", "0.01")], &[]);
    let over = [("units", "0.000001"), ("price", "0.000001"), ("amount", "-0.01")];
    one(&over, &["F-6 #2 0.000000000001 -0.01 0.010000000001"]);
    let most = "9223372036854.775807";
    one(
        &[("units", most), ("price", most), ("amount", "0.00")],
        &[
            "F-6 #2 85070591730234615847396907.784232501249 0.00 85070591730234615847396907.784232501249",
        ],
    );
}

/// Two fen from the 16th of April on.
#[test]
fn the_tolerance_is_that_of_the_day_of_service() {
    let mut policy = policy();
    let mut after = policy.amount_tolerance.rows().next().unwrap().clone();
    let mut before = after.clone();
    before.effective_to = Some(date(2026, 4, 15));
    (after.effective_from, after.value.value) = (Some(date(2026, 4, 16)), 2);
    policy.amount_tolerance = vec![before, after].try_into().unwrap();
    let found = |day| {
        let party = "uscc:91310000MADEM0011A".parse().unwrap();
        let rows = [row(&[("date", day), ("amount", "36.02")])];
        let checked = checked_by(policy.clone(), (party, None), &rows);
        checked.faults.counts().contains_key(rules::AMOUNT)
    };
    assert!(found("2026-04-15"));
    assert!(!found("2026-04-16"));
}

#[test]
fn a_price_with_tax_is_compared_with_amount_and_tax() {
    let taxed = [("vat_included", "yes"), ("price", "1.06"), ("units", "100"), ("tax_rate", "6")];
    let with = |amount, tax| {
        let more = [("amount", amount), ("tax", tax)];
        [&taxed[..], &more[..]].concat()
    };
    one(&with("100.00", "6.00"), &[]);
    one(&with("106.00", "6.36"), &["F-6 #2 106.00 112.36 -6.36"]);
    // Without the tax, the rate says what it should be; that it is missing is said, too.
    one(&with("100.00", ""), &["R-5 #2 税额 tax  -"]);
}
