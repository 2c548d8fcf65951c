//! F-6: quantity times price against the amount.

use super::*;
use crate::usage::{SumOfFile, is_as_priced, product_sums};

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

/// Records of one product by number, each with more cells.
fn records(cells: &[&[(&str, &str)]]) -> Vec<Vec<String>> {
    let row = |(number, cells): (usize, &&[(&str, &str)])| {
        let number = number.to_string();
        row(&[&[("number", number.as_str()), ("units", "1")], *cells].concat())
    };
    (1..).zip(cells).map(row).collect()
}

/// What is found of as many records that have the same price and amount.
fn alike(count: usize, price: &str, amount: &str) -> Vec<String> {
    let cells = [("price", price), ("amount", amount)];
    broken(&records(&vec![&cells[..]; count]))
}

/// A fen too much in each of a hundred calls doubles their price, and in none of them is it seen.
#[test]
fn a_fen_on_every_record_does_not_pass() {
    assert_eq!(alike(100, "0.01", "0.02"), ["F-6-sum #2 1.00 2.00 -1.00"]);
    assert_eq!(alike(100, "0.01", "0.00"), ["F-6-sum #2 1.00 0.00 1.00"]);
    assert_eq!(alike(100, "0.01", "0.01"), [""; 0]);
    // One record may be a fen off (F-6): two that need no rounding may not both be.
    assert_eq!(alike(1, "0.01", "0.02"), [""; 0]);
    assert_eq!(alike(2, "0.01", "0.02"), ["F-6-sum #2 0.02 0.04 -0.02"]);
}

/// Half a fen of each is explained by rounding it, up or down; a millionth more is not.
#[test]
fn half_a_fen_of_each_record_is_rounding() {
    assert_eq!(alike(4, "0.005", "0.01"), [""; 0]);
    assert_eq!(alike(4, "0.005", "0.00"), [""; 0]);
    assert_eq!(alike(4, "0.004999", "0.01"), ["F-6-sum #2 0.019996 0.04 -0.020004"]);
    assert_eq!(alike(4, "0.005001", "0.00"), ["F-6-sum #2 0.020004 0.00 0.020004"]);
    assert_eq!(alike(2, "0.004999", "0.01"), ["F-6-sum #2 0.009998 0.02 -0.010002"]);
    assert_eq!(alike(1, "0.004999", "0.01"), [""; 0], "as much as one may be off");
}

/// What serves the public for nothing leaves nothing to round: it makes no room for others.
#[test]
fn only_what_has_to_be_rounded_makes_room() {
    let charged: &[(&str, &str)] = &[("price", "0.01"), ("amount", "0.02")];
    let free = |price| vec![("use", "public"), ("price", price), ("amount", "0")];
    let rows = |free: &[(&str, &str)]| {
        let all: Vec<&[(&str, &str)]> = [charged; 2].into_iter().chain([free; 8]).collect();
        let found = broken(&records(&all));
        found.into_iter().filter(|it| it.starts_with(rules::AMOUNT_SUM)).collect::<Vec<_>>()
    };
    assert_eq!(rows(&free("0")), ["F-6-sum #2 0.02 0.04 -0.02"]);
    // A price of public use is F-8.
    assert_eq!(rows(&free("0.000001")), [""; 0]);
}

/// Products do not make up for each other, and what F-6 names is not named again.
#[test]
fn products_are_summed_apart_without_what_is_found_already() {
    let of = |product, amount| vec![("product", product), ("price", "0.01"), ("amount", amount)];
    let [more, less] = [of("P-1", "0.02"), of("P-2", "0.00")];
    let both = ["F-6-sum #2 0.02 0.04 -0.02", "F-6-sum #4 0.02 0.00 0.02"];
    assert_eq!(broken(&records(&[&more, &more, &less, &less])), both);
    let even = of("P-1", "0.00");
    assert_eq!(broken(&records(&[&more, &more, &even, &even])), [""; 0]);
    let found = of("P-1", "0.03");
    assert_eq!(
        broken(&records(&[&found, &found])),
        ["F-6 #2 0.01 0.03 -0.02", "F-6 #3 0.01 0.03 -0.02"]
    );
}

/// 1.00 yuan with 13 % of tax are 0.884955…: 0.88, and 0.11 of tax, which are 0.99 together. With 0.89 they
/// are 1.01 and as close to the price, but not to what its net comes to.
#[test]
fn amounts_of_prices_with_tax_are_compared_with_the_tax_of_their_rate() {
    let of = |price, amount, (rate, tax)| {
        let included = [("vat_included", "yes"), ("price", price), ("amount", amount)];
        [&included[..], &[("tax_rate", rate), ("tax", tax)]].concat()
    };
    let found = |record: &Vec<_>| broken(&records(&[&record[..]; 10]));
    assert_eq!(found(&of("1.00", "0.88", ("13", "0.11"))), [""; 0]);
    let off = ["F-6-sum #2 10.00 10.057 -0.057"];
    assert_eq!(found(&of("1.00", "0.89", ("13", "0.12"))), off);
    // The ceiling is 0.01 without tax, and the tax of 0.02 at 6 % is no fen.
    let off = ["F-6-sum #2 0.106 0.212 -0.106"];
    assert_eq!(found(&of("0.0106", "0.02", ("6", "0.00"))), off);
    // 1.00 and half a fen, with their tax; and a millionth less.
    assert_eq!(found(&of("1.0653", "1.01", ("6", "0.06"))), [""; 0]);
    let off = ["F-6-sum #2 10.65299 10.706 -0.05301"];
    assert_eq!(found(&of("1.065299", "1.01", ("6", "0.06"))), off);
    assert!(!found(&of("1.00", "0.95", ("", "0.06"))).iter().any(|it| it.starts_with("F-6-sum")));
}

/// A rate is a share of the amount: what is above all of it is no rate, and nothing overflows.
#[test]
fn a_rate_of_tax_is_at_most_the_whole() {
    let of = |rate| {
        let most =
            [("vat_included", "yes"), ("amount", "92233720368547758.07"), ("tax_rate", rate)];
        let checked = checked(None, &[row(&most)]);
        checked.faults.counts().keys().copied().collect::<Vec<_>>()
    };
    assert_eq!(of("100"), ["F-17-rate", "F-6", "R-5"]);
    assert_eq!(of("100.0001"), ["R-5", "R-6"]);
    assert_eq!(of("922337203685477.5807"), ["R-5", "R-6"]);
}

proptest! {
    /// Whoever rounds each amount to the nearest fen, half up or half down, is never found, however many
    /// records there are.
    #[test]
    fn honest_rounding_is_never_found(
        charged in prop::collection::vec((0..3_000_000_i64, -9_i64..99, prop::bool::ANY), 1..40),
        rate in prop::sample::select(&[None, Some(0_i64), Some(6), Some(13)][..]),
    ) {
        let rows = charged.iter().zip(1..).map(|(&(price, units, is_up), number)| {
            let (number, percent) = (number.to_string(), rate.unwrap_or_default());
            // The net in parts of 10⁻¹² yuan times 100 / (100 + percent), rounded to fen.
            let (parts, fen) = (i128::from(price * units) * 1_000_000 * 100, 10_000_000_000 * i128::from(100 + percent));
            let half = if is_up { fen / 2 } else { (fen - 1) / 2 };
            let amount = (parts + half).div_euclid(fen);
            let amount = crate::money::format_minor(amount, 2);
            let (price, units) = (UnitPrice { millionths: price }.to_string(), units.to_string());
            let (included, rate) = match rate {
                Some(_) => ("yes", percent.to_string()),
                None => ("no", String::new()),
            };
            row(&[
                ("number", &number), ("price", &price), ("units", &units), ("amount", &amount),
                ("vat_included", included), ("tax_rate", &rate),
            ])
        });
        let checked = checked(None, &rows.collect::<Vec<_>>());
        prop_assert_eq!(checked.faults.counts().get("F-6-sum"), None);
    }
}

/// Of what a record of F-6 or F-6-sum is charged, its price says nothing (O3-8).
#[test]
fn a_month_with_what_is_not_quantity_times_price_is_not_as_priced() {
    let check = |cells: &[&[(&str, &str)]], expected: bool| {
        let checked = checked(None, &records(cells));
        let sums = product_sums(&checked.facts, &policy().amount_tolerance);
        let of_file = |(_, sum)| SumOfFile { receipt: None, sheet: None, sum };
        let files = sums.into_iter().map(of_file).collect();
        let party = "uscc:91310000MADEM0011A".parse().unwrap();
        assert_eq!(
            is_as_priced((&party, "2026-04".parse().unwrap()), files),
            expected,
            "{cells:?}"
        );
    };
    let of = |price, amount| [("price", price), ("amount", amount)];
    let [even, a_fen, two] = [of("1.00", "1.00"), of("1.00", "1.01"), of("1.00", "1.02")];
    check(&[&even], true);
    check(&[&a_fen], true);
    check(&[&two], false);
    check(&[&even, &of("1.00", "0.98")], false);
    check(&[&of("0", "100000.00")], false);
    check(&[&a_fen, &a_fen], false);
    let taxed = |amount, tax| {
        let rate = [("vat_included", "yes"), ("tax_rate", "6"), ("tax", tax)];
        [&of("1.06", amount)[..], &rate].concat()
    };
    check(&[&taxed("1.00", "0.06")], true);
    check(&[&taxed("1.06", "0.06")], false);
}
