//! The permitted revenue: X8 to X10 of `domain` 11, and P-4, P-7, P-11, P-12, P-16 and P-17.

use super::allowance::RevenueState;
use super::*;

const YEARS: [&str; 2] = ["from=2025-01-01 to=2025-12-31", "from=2026-01-01 to=2026-12-31"];

/// A cycle, with C + P + T as a fixed profit.
fn fixed(code: &str, days: &str, amount: &str, more: &str) -> String {
    let more = if more.is_empty() { String::new() } else { format!(" {more}") };
    format!("allowance code={code} {days} strategy=fixed amount={amount} document=沪9{more}")
}

/// X8: MAR 1000, actual 1080, C + P + T of the next cycle 1100.
#[test]
fn x8_what_was_earned_too_much_is_deducted_in_the_next_cycle() {
    let rows = [fixed("k", YEARS[0], "1000.00", ""), fixed("k+1", YEARS[1], "1100.00", "")];
    let rows: Vec<&str> = rows.iter().map(String::as_str).collect();
    let cycles = cycles(&rows, &["2025-12 revenue industry 1080.00"]);
    assert_eq!(cycles[0].computed_fen, Some(100_000));
    assert_eq!((cycles[0].excess_fen, cycles[1].carried_fen), (8_000, 8_000));
    assert_eq!(cycles[1].computed_fen, Some(102_000));
    assert_eq!(cycles[1].limit_fen, Some(102_000));
}

/// X8 where the next cycle is approved: MAR 1000, actual 1080, and an approval of the next cycle.
#[test]
fn x8_an_approval_of_the_next_cycle_deducts_the_excess() {
    let rows = |next: &str| {
        let next = format!("allowance code=k+1 {} document=沪9 {next}", YEARS[1]);
        [format!("allowance code=k {} approved=1000 document=沪9", YEARS[0]), next]
    };
    let booked = ["2025-12 revenue industry 1080.00", "2026-01 cost industry 100.00"];
    let found_on = |next: &str, today| {
        let rows = rows(next);
        let found = found_of(&[&rows[0], &rows[1]], &booked, (SINCE, today));
        found.into_iter().filter(|it| !it.starts_with("P-4 ")).collect::<Vec<_>>()
    };
    let with = |next: &str| found_on(next, TODAY);
    let unsaid = ["P-12-carried k+1: , ≥ 80.00, 80.00"];
    assert_eq!(with("approved=1100"), unsaid);
    assert_eq!(with("approved=1020"), unsaid, "nobody can compare it");
    assert_eq!(with("approved=1020 deducted=80"), [""; 0]);
    let less = ["P-12-carried k+1: 79.99, ≥ 80.00, 0.01"];
    assert_eq!(with("approved=1020.01 deducted=79.99"), less);
    // The formula gives 100 + 1000 − 80 until now.
    let formula = "strategy=fixed amount=1000 approved";
    assert_eq!(with(&format!("{formula}=1020")), [""; 0]);
    assert_eq!(with(&format!("{formula}=1020.01")), unsaid);
    // When the cycle is over the formula is what counts; before it begins, another may be approved.
    let over = date(2027, 1, 1);
    let said = with(&format!("{formula}=1020.01 deducted=80"));
    assert_eq!(said, [""; 0], "what is booked is not all of it yet");
    let above = ["P-12 k+1: 1020.01, ≤ 1020.00, -0.01"];
    assert_eq!(found_on(&format!("{formula}=1020.01 deducted=80"), over), above);
    assert_eq!(found_on("approved=1100", over), unsaid);
    assert_eq!(found_on("approved=1100", date(2025, 12, 31)), [""; 0]);
    // Without an excess there is nothing to deduct.
    let rows = rows("approved=1100");
    let none = ["2025-12 revenue industry 900.00"];
    let found = found_of(&[&rows[0], &rows[1]], &none, (SINCE, TODAY));
    assert_eq!(found, ["P-4 k 90.00 %: 900.00, ≤ 1000.00, 100.00"]);
}

/// By hand: 80 is carried, of which 30 is deducted, and 50 stays for the cycle after.
#[test]
fn what_an_approval_does_not_deduct_is_carried_on() {
    let carried = |next: &str| {
        let rows = [
            fixed("k", "from=2024-01-01 to=2024-12-31", "1000", ""),
            format!("allowance code=l {} {next}", YEARS[0]),
            fixed("m", YEARS[1], "1100", ""),
        ];
        let rows: Vec<&str> = rows.iter().map(String::as_str).collect();
        let booked = ["2024-12 revenue industry 1080", "2025-12 revenue industry 505"];
        cycles(&rows, &booked)[2].carried_fen
    };
    assert_eq!(carried("approved=500"), 8_500);
    assert_eq!(carried("approved=500 deducted=30"), 5_500);
    assert_eq!(carried("approved=500 deducted=80"), 500);
    assert_eq!(carried("approved=500 deducted=81"), 500);
    // 1000 − 80 is the formula's; 30 of what was approved is above it.
    assert_eq!(carried("strategy=fixed amount=1000 approved=950"), 3_000);
    assert_eq!(carried("strategy=fixed amount=1000 approved=920"), 0);
    // What is said to be deducted counts as far as the formula, with what was booked, gives no more.
    let said = |approved: &str| carried(&format!("strategy=fixed amount=1000 approved={approved}"));
    assert_eq!(said("950 deducted=80"), 3_000);
    assert_eq!(said("920 deducted=80"), 0);
    assert_eq!(said("950 deducted=40"), 4_000);
    assert_eq!(said("1100 deducted=80"), 8_000, "no more than all of it");
}

/// X9: actual 900 < MAR 1000; the law is silent on a shortfall.
#[test]
fn x9_what_was_earned_too_little_is_not_carried() {
    let rows = [fixed("k", YEARS[0], "1000.00", ""), fixed("k+1", YEARS[1], "1100.00", "")];
    let rows: Vec<&str> = rows.iter().map(String::as_str).collect();
    let cycles = cycles(&rows, &["2025-06 revenue industry 900.00"]);
    assert_eq!((cycles[0].excess_fen, cycles[1].carried_fen), (0, 0));
    assert_eq!(cycles[1].computed_fen, Some(110_000));
}

/// X10: cost of 500 for industry and 300 for public use, a subsidy of 100 on industry.
#[test]
fn x10_the_cost_is_that_of_industry_less_its_subsidy() {
    let booked = [
        "2026-02 cost industry 500.00",
        "2026-02 cost public 300.00",
        "2026-03 subsidy industry 100.00",
        "2026-03 subsidy public 50.00",
        "2027-01 cost industry 7.00",
    ];
    let cycles = cycles(&[&fixed("k", YEARS[1], "0", "")], &booked);
    let [it] = &cycles[..] else { panic!("{cycles:?}") };
    assert_eq!((it.cost_fen, it.subsidy_fen, it.net_cost_fen), (50_000, 10_000, 40_000));
    assert_eq!(it.booked.cost.public_fen, 30_000);
    assert_eq!(it.computed_fen, Some(40_000));
}

/// By hand: 5 % of 333.33 is 16.6665, of a base of 1000 it is 50; taxes are as approved, else booked.
#[test]
fn the_profit_is_computed_as_the_allowance_says() {
    let booked = ["2026-02 cost industry 333.33", "2026-02 taxes industry 9.00"];
    let one = |more: &str| {
        let row = format!("allowance code=k {} document=沪9 {more}", YEARS[1]);
        let [it] = <[_; 1]>::try_from(cycles(&[&row], &booked)).unwrap();
        (it.profit_fen, it.taxes_fen, it.computed_fen)
    };
    assert_eq!(one("strategy=cost_plus rate=5"), (Some(1_667), 900, Some(35_900)));
    let of_base = one("strategy=asset_base rate=5 amount=1000 taxes=0");
    assert_eq!(of_base, (Some(5_000), 0, Some(38_333)));
    assert_eq!(one("strategy=fixed amount=1 taxes=2"), (Some(100), 200, Some(33_633)));
    // There is no default rate.
    assert_eq!(one("approved=500"), (None, 900, None));
}

#[test]
fn cycles_without_a_last_day_end_before_the_next_or_after_the_years_of_the_pack() {
    let rows = [fixed("b", "from=2026-04-01", "1", ""), fixed("a", "from=2025-01-01", "1", "")];
    let rows: Vec<&str> = rows.iter().map(String::as_str).collect();
    let ends: Vec<_> = cycles(&rows, &[]).iter().map(|it| it.validity.to).collect();
    assert_eq!(ends, [Some(date(2026, 3, 31)), Some(date(2029, 3, 31))]);
}

/// A month belongs to the cycle in which its last day lies.
#[test]
fn each_month_counts_in_one_cycle() {
    let rows = [
        fixed("a", "from=2026-01-01 to=2026-03-30", "100", ""),
        fixed("b", "from=2026-03-31 to=2026-06-30", "100", ""),
    ];
    let rows: Vec<&str> = rows.iter().map(String::as_str).collect();
    let booked = [
        "2026-02 revenue industry 1.00",
        "2026-03 revenue industry 2.00",
        "2026-06 revenue industry 4.00",
        "2026-07 revenue industry 8.00",
    ];
    let actual: Vec<i64> = cycles(&rows, &booked).iter().map(|it| it.actual_fen).collect();
    assert_eq!(actual, [100, 600]);
}

#[test]
fn revenue_is_warned_of_at_each_mark() {
    let check = |revenue: &str, state: RevenueState, expected: &[&str]| {
        let row = format!("allowance code=k {} approved=1000 document=沪9", YEARS[1]);
        let booked = format!("2026-05 revenue industry {revenue}");
        assert_eq!(cycles(&[&row], &[&booked])[0].state, state, "{revenue}");
        assert_eq!(found(&[&row], &[&booked]), expected, "{revenue}");
    };
    let warned = |mark_ppm| RevenueState::Warned { mark_ppm };
    check("799.99", RevenueState::Within, &[]);
    check("800.00", warned(800_000), &["P-4 k 80.00 %: 800.00, ≤ 1000.00, 200.00"]);
    check("899.99", warned(800_000), &["P-4 k 80.00 %: 899.99, ≤ 1000.00, 100.01"]);
    check("900.00", warned(900_000), &["P-4 k 90.00 %: 900.00, ≤ 1000.00, 100.00"]);
    check("1000.00", warned(1_000_000), &["P-4 k 100.00 %: 1000.00, ≤ 1000.00, 0.00"]);
    check("1000.01", RevenueState::Exceeded, &["P-4 k exceeded: 1000.01, ≤ 1000.00, -0.01"]);
}

#[test]
fn nothing_is_said_of_revenue_where_nobody_knows_what_is_permitted() {
    let row = format!("allowance code=k {} document=沪9", YEARS[1]);
    let booked = ["2026-05 revenue industry 1.00"];
    assert_eq!(found(&[&row], &booked), ["P-16 k approved: —, 0.00, -"]);
    assert_eq!(cycles(&[&row], &booked)[0].state, RevenueState::Unknown);
    assert_eq!(cycles(&[&row], &booked)[0].usage_ppm, None);
    // What is permitted may be nothing at all.
    let nothing = format!("allowance code=k {} approved=0 document=沪9", YEARS[1]);
    let [it] = <[_; 1]>::try_from(cycles(&[&nothing], &booked)).unwrap();
    assert_eq!((it.state, it.usage_ppm, it.excess_fen), (RevenueState::Exceeded, None, 100));
    assert_eq!(cycles(&[&nothing], &[])[0].state, RevenueState::Within);
}

#[test]
fn what_was_approved_is_compared_once_the_cycle_is_over() {
    let with = |approved: &str, today| {
        let row = fixed("k", YEARS[0], "1000", &format!("approved={approved}"));
        found_of(&[&row], &["2025-05 cost public 1.00"], (SINCE, today))
    };
    let over = date(2026, 1, 1);
    // Without a ledger nobody knows what the formula gives.
    let row = fixed("k", YEARS[0], "1000", "approved=1000.01");
    assert_eq!(found_of(&[&row], &[], (SINCE, over)), [""; 0]);
    assert_eq!(with("1000.00", over), [""; 0]);
    assert_eq!(with("1000.01", over), ["P-12 k: 1000.01, ≤ 1000.00, -0.01"]);
    assert_eq!(with("1000.01", date(2025, 12, 31)), [""; 0]);
}

#[test]
fn cycles_follow_one_another() {
    let with = |from: &str| {
        let rows = [
            fixed("a", YEARS[0], "1", ""),
            fixed("b", &format!("from={from} to=2026-12-31"), "1", ""),
        ];
        let rows: Vec<&str> = rows.iter().map(String::as_str).collect();
        found(&rows, &[])
    };
    assert_eq!(with("2026-01-01"), [""; 0]);
    let inside = "P-16 b from: 2025-12-31, 2025-12-01, -";
    let overlap = "P-11 allowance b: 2025-12-31, < 2025-12-31, -";
    assert_eq!(with("2025-12-31"), [inside, overlap]);
}

#[test]
fn each_year_has_its_operating_report_by_the_day_of_the_pack() {
    let with = |since, today, rows: &[&str]| found_of(rows, &[], (since, today));
    let since = Some(date(2024, 5, 1));
    let missing = |year: i16| format!("P-7 {year}: , ≤ {}-06-30, -", year + 1);
    // The notice asks from its own first year on.
    assert_eq!(with(since, date(2026, 6, 30), &[]), [""; 0]);
    assert_eq!(with(since, date(2026, 7, 1), &[]), [missing(2025)]);
    assert_eq!(with(since, date(2027, 7, 1), &[]), [missing(2025), missing(2026)]);
    let report = "annual_report code=2025 reported_on=2026-06-30";
    assert_eq!(with(since, date(2027, 7, 1), &[report]), [missing(2026)]);
    assert_eq!(with(Some(date(2026, 12, 31)), date(2027, 7, 1), &[]), [missing(2026)]);
    assert_eq!(with(Some(date(2027, 1, 1)), date(2027, 7, 1), &[]), [""; 0]);
    // Nobody knows of which years it has to report.
    assert_eq!(with(None, date(2027, 7, 1), &[report]), ["P-7-since since: , , -"]);
}

/// X8 with a cycle in between of which nobody knows the limit.
#[test]
fn an_excess_passes_a_cycle_without_limit() {
    let rows = [
        fixed("k", "from=2024-01-01 to=2024-12-31", "1000", ""),
        format!("allowance code=l {}", YEARS[0]),
        fixed("m", YEARS[1], "1100", ""),
    ];
    let rows: Vec<&str> = rows.iter().map(String::as_str).collect();
    let cycles = cycles(&rows, &["2024-12 revenue industry 1080.00"]);
    assert_eq!(cycles[2].computed_fen, Some(102_000));
}

/// More is carried than the next cycle permits: nothing is left of it, and the rest is carried on.
#[test]
fn a_limit_is_not_below_zero() {
    let rows = [fixed("k", YEARS[0], "0", ""), fixed("l", YEARS[1], "100", "")];
    let rows: Vec<&str> = rows.iter().map(String::as_str).collect();
    let booked = ["2025-12 revenue industry 150.00"];
    let cycles = cycles(&rows, &booked);
    assert_eq!((cycles[1].limit_fen, cycles[1].excess_fen), (Some(0), 5_000));
    // The second one is not over, and nothing was earned in it.
    assert_eq!(found(&rows, &booked), ["P-4 k exceeded: 150.00, ≤ 0.00, -150.00"]);
}

/// While a cycle runs, what is computed for it still grows with the cost.
#[test]
fn what_is_computed_is_provisional_until_the_cycle_is_over() {
    let row = fixed("k", YEARS[1], "100", "");
    let with = |revenue: &str, today| {
        let revenue = format!("2026-02 revenue industry {revenue}");
        found_of(&[&row], &[&revenue], (SINCE, today))
    };
    let (last, over) = (date(2026, 12, 31), date(2027, 1, 1));
    let exceeded = "k exceeded: 101.00, ≤ 100.00, -1.00";
    assert_eq!(with("101", last), [format!("P-4-provisional {exceeded}")]);
    assert_eq!(with("101", over), [format!("P-4 {exceeded}")]);
    assert_eq!(with("79.99", last), [""; 0]);
    assert_eq!(with("80", last), ["P-4-provisional k 80.00 %: 80.00, ≤ 100.00, 20.00"]);
    assert_eq!(with("90", last), ["P-4-provisional k 90.00 %: 90.00, ≤ 100.00, 10.00"]);
    assert_eq!(with("100", last), ["P-4-provisional k 100.00 %: 100.00, ≤ 100.00, 0.00"]);
}

#[test]
fn revenue_of_no_cycle_is_found() {
    let row = fixed("k", "from=2026-02-01 to=2026-12-31", "100", "approved=100");
    let booked = ["2026-01 revenue industry 7.00", "2026-02 revenue industry 1.00"];
    assert_eq!(found(&[&row], &booked), ["P-17 2026-01: 7.00, , -"]);
    assert_eq!(found(&[&row], &booked[1..]), [""; 0]);
    assert_eq!(found(&[], &booked), [""; 0]);
}
