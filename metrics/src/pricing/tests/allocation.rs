//! F-10: how shared cost is split.

use super::*;

const KEY: &str = "allocation code=人力 driver=calls document=沪2";

/// Parts of one key for industry and public use.
fn parts(days: &str, industry: &str, public: &str) -> [String; 2] {
    let of = |use_: &str, rate: &str| {
        format!("{KEY} {days} use={use_} rate={rate} driver_quantity={rate}")
    };
    [of("industry", industry), of("public", public)]
}

fn found_in(rows: &[String], booked: &[&str]) -> Vec<String> {
    let rows: Vec<&str> = rows.iter().map(String::as_str).collect();
    found(&rows, booked)
}

#[test]
fn the_parts_of_a_key_are_the_whole_on_each_day() {
    let year = "from=2026-01-01 to=2026-12-31";
    assert_eq!(found_in(&parts(year, "60", "40"), &[]), [""; 0]);
    let less = ["F-10 人力 sum 2026-01-01: 99.9999 %, 100.0000 %, 0.0001 %"];
    assert_eq!(found_in(&parts(year, "60", "39.9999"), &[]), less);
    let more = ["F-10 人力 sum 2026-01-01: 100.0001 %, 100.0000 %, -0.0001 %"];
    assert_eq!(found_in(&parts(year, "60", "40.0001"), &[]), more);
    // One part goes on a day longer than the other, and then they are whole again.
    let [first, second] = parts("from=2026-01-01 to=2026-06-30", "60", "40");
    let longer = first.replace("to=2026-06-30", "to=2026-07-01");
    let next = parts("from=2026-07-02", "50", "50");
    let rows = [&[longer, second][..], &next].concat();
    let alone = ["F-10 人力 sum 2026-07-01: 60.0000 %, 100.0000 %, 40.0000 %"];
    assert_eq!(found_in(&rows, &[]), alone);
}

#[test]
fn a_key_names_its_driver_and_a_change_inside_a_year_its_approval() {
    let bare = |days: &str| parts(days, "60", "40").map(|it| it.replace(" document=沪2", ""));
    let undocumented: Vec<String> = (["industry", "public"].iter())
        .map(|it| format!("F-10 人力 {it}  2026-04-01 document: , , -"))
        .collect();
    // The first key of all, and one that begins with a year, are no change inside a year.
    assert_eq!(found_in(&bare("from=2026-04-01"), &[]), [""; 0]);
    let before = bare("from=2025-06-01 to=2025-12-31");
    assert_eq!(found_in(&[&before[..], &bare("from=2026-01-01")].concat(), &[]), [""; 0]);
    assert_eq!(found_in(&[&before[..], &bare("from=2026-04-01")].concat(), &[]), [""; 0]);
    let before = bare("from=2025-06-01 to=2026-03-31");
    assert_eq!(found_in(&[&before[..], &bare("from=2026-04-01")].concat(), &[]), undocumented);
    let approved = parts("from=2026-04-01", "60", "40");
    assert_eq!(found_in(&[&before[..], &approved].concat(), &[]), [""; 0]);
    let undriven = parts("from=2026-01-01", "100", "0").map(|it| it.replace(" driver=calls", ""));
    assert_eq!(found_in(&undriven, &[]).len(), 2);
}

/// By hand: of 3 calls 1 is 33.3333…%, and 2 are 66.6666…%.
#[test]
fn a_share_is_its_part_of_what_the_driver_counts() {
    let of = |use_: &str, rate: &str, quantity: &str, days: &str| {
        format!("{KEY} {days} use={use_} rate={rate} driver_quantity={quantity}")
    };
    let with = |industry: (&str, &str), public: (&str, &str)| {
        let days = "from=2026-01-01";
        let rows = [("industry", industry), ("public", public)]
            .map(|(use_, it)| of(use_, it.0, it.1, days));
        found_in(&rows, &[])
    };
    let cause = |use_: &str, check: &str| format!("F-10 人力 {use_}  2026-01-01 {check}");
    assert_eq!(with(("33.3333", "1"), ("66.6667", "2")), [""; 0]);
    assert_eq!(with(("33.3334", "1"), ("66.6666", "2")), [""; 0]);
    let off = [
        format!("{}: 33.3335 %, 33.3333 %, -0.0002 %", cause("industry", "share")),
        format!("{}: 66.6665 %, 66.6667 %, 0.0002 %", cause("public", "share")),
    ];
    assert_eq!(with(("33.3335", "1"), ("66.6665", "2")), off);
    // What is whole is not rounded: one part per million is a difference.
    let off = [
        format!("{}: 60.0001 %, 60.0000 %, -0.0001 %", cause("industry", "share")),
        format!("{}: 39.9999 %, 40.0000 %, 0.0001 %", cause("public", "share")),
    ];
    assert_eq!(with(("60.0001", "0.6"), ("39.9999", "0.4")), off);
    assert_eq!(with(("100", "5"), ("0", "0")), [""; 0]);
    // Of no quantity there are no parts; one that nobody said leaves the others untold.
    let unsaid = |use_| format!("{}: , , -", cause(use_, "quantity"));
    assert_eq!(with(("60", "0"), ("40", "0")), [unsaid("industry"), unsaid("public")]);
    assert_eq!(with(("60", "1"), ("40", "")), [unsaid("public")]);
    // The quantities of the day on which a part begins count.
    let next = [
        of("industry", "60", "6", "from=2026-01-01 to=2026-06-30"),
        of("public", "40", "4", "from=2026-01-01"),
        of("industry", "60", "12", "from=2026-07-01"),
    ];
    let later = "F-10 人力 industry  2026-07-01 share: 60.0000 %, 75.0000 %, 15.0000 %";
    assert_eq!(found_in(&next, &[]), [later]);
}

/// 60 calls and 40 heads are no whole of 100.
#[test]
fn the_parts_of_a_key_go_by_one_driver() {
    let found = |public_from: &str, driver: &str| {
        let [industry, public] = parts("from=2026-01-01", "60", "40");
        let public = public.replace(" driver=calls", driver).replace("2026-01-01", public_from);
        let until = parts("from=2026-01-01 to=2026-06-30", "60", "40")[1].clone();
        let before = (public_from != "2026-01-01").then_some(until);
        found_in(
            &[Some(industry), Some(public), before].into_iter().flatten().collect::<Vec<_>>(),
            &[],
        )
    };
    let from = |day: &str| [format!("F-10 人力 drivers {day}: headcount, calls, -")];
    assert_eq!(found("2026-01-01", " driver=calls"), [""; 0]);
    assert_eq!(found("2026-01-01", " driver=headcount"), from("2026-01-01"));
    assert_eq!(found("2026-07-01", " driver=headcount"), from("2026-07-01"));
    // A part without a driver is said as such, and names no other one.
    let unsaid = found("2026-01-01", "");
    assert_eq!(unsaid, ["F-10 人力 public  2026-01-01 driver: , , -"]);
    // The whole key may go by another one from a day on.
    let next = parts("from=2026-07-01", "50", "50").map(|it| it.replace("calls", "headcount"));
    let before = parts("from=2026-01-01 to=2026-06-30", "60", "40");
    assert_eq!(found_in(&[before, next].concat(), &[]), [""; 0]);
}

#[test]
fn a_part_that_is_said_otherwise_after_its_first_day_needs_an_approval() {
    let part = |accepted: &str, rate: &str, more: &str| {
        format!("{accepted} allocation code=人力 use=public from=2026-01-01 rate={rate} {more}")
    };
    let (calls, approved) = ("driver=calls", "driver=calls document=沪2");
    let first = part("2025-12-20", "40", calls);
    let then = |day, rate, more| found_of_said(&[first.clone(), part(day, rate, more)]);
    let cause = "F-10 人力 public  2026-01-01 restated:";
    let restated = [format!("{cause} 40.0000 % calls, 50.0000 % calls")];
    assert_eq!(then("2026-01-02", "50", calls), restated);
    assert_eq!(then("2026-01-01", "50", calls), [""; 0], "in time");
    assert_eq!(then("2026-01-02", "50", approved), [""; 0]);
    assert_eq!(then("2026-01-02", "40", calls), [""; 0], "the same again");
    let driven = [format!("{cause} 40.0000 % calls, 40.0000 % gigabytes")];
    assert_eq!(then("2026-01-02", "40", "driver=gigabytes"), driven);
    let (there, back) = (part("2026-01-02", "50", calls), part("2026-01-03", "40", calls));
    assert_eq!(found_of_said(&[first.clone(), there, back]), [""; 0], "there and back");
    let late = [part("2026-02-01", "40", calls), part("2026-02-02", "50", calls)];
    assert_eq!(found_of_said(&late), restated, "what was said late is what held");
    let (corrected, last) = (part("2025-12-31", "45", calls), part("2026-01-02", "50", calls));
    let restated = [format!("{cause} 45.0000 % calls, 50.0000 % calls")];
    assert_eq!(found_of_said(&[first, corrected, last]), restated);
}

/// By hand: 60 % of 100.01 is 60.006, which is 60.01, and 40.00 remain.
#[test]
fn shared_cost_is_split_without_losing_a_fen() {
    let [industry, public] = parts("from=2026-01-01", "60", "40");
    let cycle = "allowance code=k from=2026-01-01 to=2026-12-31 strategy=fixed amount=0";
    let booked = [
        "2026-01 cost shared 100.00 人力",
        "2026-01 cost shared 0.01 人力",
        "2026-01 cost industry 1.00 人力",
        "2026-01 subsidy shared 10.00 人力",
        "2026-02 cost shared 5.00 存储",
        "2026-02 cost other 7.00 存储",
    ];
    let cycles = cycles(&[&industry, &public, cycle], &booked);
    let cost = cycles[0].booked.cost;
    assert_eq!((cost.shared_fen, cost.shared_industry_fen), (10_501, 6_001));
    assert_eq!((cost.industry_fen, cost.public_fen, cost.unknown_fen), (6_101, 4_000, 1_200));
    assert_eq!(cycles[0].net_cost_fen, 5_501);
    // The cost class without a key is named.
    let missing = ["F-10 存储 missing: , 100.0000 %, -"];
    assert_eq!(found_in(&[industry, public], &booked), missing);
}

#[test]
fn the_key_of_the_last_day_of_a_month_splits_it() {
    let rows = [
        &parts("from=2026-01-01 to=2026-01-30", "60", "40")[..],
        &parts("from=2026-01-31", "50", "50"),
    ];
    let mut rows = rows.concat();
    rows.push("allowance code=k from=2026-01-01 to=2026-12-31 strategy=fixed amount=0".to_owned());
    let rows: Vec<&str> = rows.iter().map(String::as_str).collect();
    let cycles = cycles(&rows, &["2026-01 cost shared 100.00 人力"]);
    assert_eq!(cycles[0].cost_fen, 5_000);
}

#[test]
fn what_does_not_fit_is_said() {
    let mut sums = sums(&["2026-01 cost industry 1", "2026-01 cost industry 1"]);
    sums[0].amount_fen = i64::MAX;
    assert_eq!(Months::of(&sums, &[]), Err(crate::ledger::SumTooLarge));
    // Each month fits, and the cycle does not.
    sums[1].period = "2026-02".parse().unwrap();
    let months = Months::of(&sums, &[]).unwrap();
    let of = |to| months.within(Validity { from: date(2026, 1, 1), to });
    assert_eq!(of(Some(date(2026, 1, 31))).unwrap().cost.industry_fen, i64::MAX);
    assert_eq!(of(None), Err(crate::ledger::SumTooLarge));
}
