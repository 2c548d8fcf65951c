//! Objections: which steps count, what is late and when, and laws. The days are worked out by hand: 1 June
//! 2026 is a Monday, and the calendar has plain weeks.

use jiff::civil::{Date, date};
use proptest::prelude::*;

use super::*;
use crate::authority::Authority;
use crate::calendar::Calendar;
use crate::case::testing::said;
use crate::case::{Answer, Case, CaseContext, CaseIntake, CheckedCases, Deadlines};
use crate::form::Row;
use crate::party::{PartyId, PartyKind};
use crate::period::Span;
use crate::source::{Confidence, Source};

mod again;

const PARTY: &str = "name:某局";
const RECEIVED_ON: Date = date(2026, 7, 10);
const FILLED: [&str; 11] = [
    "number",
    "raised_on",
    "matter",
    "decided_on",
    "decision",
    "verified_on",
    "result",
    "reason",
    "corrected_on",
    "reviewed_on",
    "cause",
];
/// Everything in time.
const CLOSED: &str =
    "1|2026-06-01|准确性|2026-06-02|收办|2026-06-09|属实||2026-06-16|2026-06-20|录入错误";

/// Rows of the columns of [`FILLED`], separated by `|`; fewer are empty.
fn checked(rows: &[&str]) -> CheckedCases<Objection> {
    checked_in(rows, alone())
}

/// What a file of the party's own of this day is judged by, where nothing was told before.
fn alone() -> CaseContext<Objection> {
    let (sender, before) = (PARTY.parse().unwrap(), [].into());
    CaseContext {
        received_on: RECEIVED_ON,
        sender,
        authority: None,
        before,
        deadlines: deadlines(),
    }
}

fn checked_in(rows: &[&str], context: CaseContext<Objection>) -> CheckedCases<Objection> {
    let mut intake = CaseIntake::new(context);
    for (number, row) in (2..).zip(rows) {
        let filled: Vec<&str> = row.split('|').collect();
        let cell = |name: &str| {
            let index = FILLED.iter().position(|it| *it == name);
            match name {
                "party" => PARTY,
                "code" => "A",
                _ => index.and_then(|it| filled.get(it)).copied().unwrap_or_default(),
            }
        };
        let cells: Vec<&str> = COLUMNS.iter().map(|it| cell(it.name)).collect();
        intake.row(&Row { number, byte_offset: 0, byte_length: 0, cells: &cells });
    }
    intake.finish()
}

fn one(row: &str) -> Objection {
    checked(&[row]).facts.remove(0).content
}

/// One working day to decide, five to verify and five to correct; none for the review.
fn deadlines() -> Deadlines {
    let source = Source {
        instrument: "default".to_owned(),
        article: String::new(),
        confidence: Confidence::Default,
    };
    let of = |step, working_days| Deadline { step, working_days, source: source.clone() };
    of_pack(vec![of(Step::Decision, 1), of(Step::Verification, 5), of(Step::Correction, 5)])
}

fn of_pack(objections: Vec<Deadline>) -> Deadlines {
    Deadlines { demands: vec![], objections, calendar: Calendar::default() }
}

/// The counts of an objection in the order of [`counts::ALL`], `-` where it is not counted.
fn counted(row: &str, span: &str, today: Date) -> String {
    let deadlines = deadlines();
    let span: Span = span.parse().unwrap();
    let counted = one(row).counted(&deadlines, (span, today));
    assert!(counted.iter().map(|it| it.0).eq(counts::ALL));
    counted.iter().map(|it| it.1.map_or("-".to_owned(), |it| it.to_string())).collect()
}

#[test]
fn steps_count_that_are_whole_and_in_order() {
    for (row, faults, steps) in [
        (CLOSED, vec![], 4),
        ("1|2026-06-01", vec![], 1),
        ("1|2026-07-10", vec![], 1),
        ("1|2026-06-01||2026-06-01|accepted", vec![], 2),
        ("1|2026-06-01||2026-06-01|refused|||不属于公共数据", vec![], 1),
        ("1|2026-06-01||2026-06-01|收办|2026-06-01|不属实|与原件一致", vec![], 2),
        // Half a step.
        ("1|2026-06-01||2026-06-02", vec!["DO-1 decided_on 收办结论 decision"], 1),
        ("1|2026-06-01|||收办", vec!["DO-1 decision 收办日期 decided_on"], 1),
        // A step without the one before.
        (
            "1|2026-06-01||||2026-06-05|属实",
            vec!["DO-1 verified_on 收办结论 decision = 收办 accepted"],
            1,
        ),
        (
            "1|2026-06-01||2026-06-02|不予收办|2026-06-05|属实|无关",
            vec!["DO-1 verified_on 收办结论 decision = 收办 accepted"],
            1,
        ),
        (
            "1|2026-06-01||2026-06-02|收办|2026-06-05|不属实|一致|2026-06-08|2026-06-08|错",
            vec![
                "DO-1 corrected_on 核实结果 result = 属实 founded",
                "DO-1 reviewed_on 核实结果 result = 属实 founded",
            ],
            2,
        ),
        // Days out of order, or to come.
        ("1|2026-06-02||2026-06-01|收办", vec!["DO-2 decided_on 2026-06-02 … 2026-07-10"], 1),
        ("1|2026-06-02||2026-07-11|收办", vec!["DO-2 decided_on 2026-06-02 … 2026-07-10"], 1),
        ("1|2026-06-02||2026-6-2|收办", vec!["R-6 decided_on YYYY-MM-DD"], 1),
        ("1|2026-06-02||2026-06-03|maybe", vec!["R-6 decision accepted, refused"], 1),
        // Without a reason.
        ("1|2026-06-01||2026-06-02|不予收办", vec!["DO-3 reason 理由 reason"], 1),
        (
            "1|2026-06-01||2026-06-02|收办|2026-06-03|属实|||2026-06-05",
            vec!["DO-3 cause 原因分析 cause"],
            4,
        ),
        (
            "1|2026-06-01||2026-06-02|收办|2026-06-03|属实||2026-06-05",
            vec!["DO-4 reviewed_on 同类问题排查日期 reviewed_on"],
            4,
        ),
        (
            "1|2026-06-01|wrong",
            vec![
                "R-6 matter conformity, completeness, accuracy, consistency, timeliness, accessibility",
            ],
            1,
        ),
    ] {
        let found = checked(&[row]);
        assert_eq!(said(&found), faults, "{row}");
        assert_eq!(found.facts.len(), 1, "an objection is not hidden: {row}");
        let deadlines = of_pack(vec![]);
        assert_eq!(found.facts[0].content.course(&deadlines).steps.len(), steps, "{row}");
    }
}

#[test]
fn without_a_number_and_a_day_it_is_none() {
    for (row, fault) in [
        ("|2026-06-01", "R-5 number 异议编号 number"),
        ("1|", "R-5 raised_on 提出日期 raised_on"),
        ("1|2026-06", "R-6 raised_on YYYY-MM-DD"),
        ("1|2026-07-11", "DO-2 raised_on … 2026-07-10"),
    ] {
        let found = checked(&[row]);
        assert_eq!((said(&found), found.facts.len()), (vec![fault.to_owned()], 0), "{row}");
    }
}

#[test]
fn others_do_not_speak_for_a_department() {
    let (own, other): (PartyId, PartyId) = (PARTY.parse().unwrap(), "name:甲".parse().unwrap());
    let found = |sender: &PartyId, kind| {
        let kinds = [(own.clone(), PartyKind::Department), (other.clone(), kind)].into();
        let authority = Some(Authority { sender: sender.clone(), kinds });
        let context = CaseContext { sender: sender.clone(), authority, ..alone() };
        let found = checked_in(&[CLOSED], context);
        (said(&found), found.facts.len())
    };
    assert_eq!(found(&own, PartyKind::Operator), (vec![], 1));
    assert_eq!(found(&other, PartyKind::DataAuthority), (vec![], 1));
    let refused = "R-14 party name:某局, data_authority, implementing_body";
    assert_eq!(found(&other, PartyKind::Operator), (vec![refused.to_owned()], 0));
}

#[test]
fn rows_that_differ_have_in_common_what_both_say() {
    let later = CLOSED.replace("2026-06-09", "2026-06-08");
    let found = checked(&[&later, CLOSED, &CLOSED.replace("2026-06-01", "2026-05-29")]);
    assert_eq!(said(&found), ["R-8  1 #2"]);
    let it = &found.facts[0].content;
    assert_eq!((it.raised_on, it.verification), (date(2026, 5, 29), None));
    assert_eq!((it.corrected_on, it.reviewed_on), (None, None), "what needs it goes with it");
    assert_eq!(it.decision, Some(Answer { on: date(2026, 6, 2), yes: true }));
    assert!(said(&checked(&[CLOSED, CLOSED])).is_empty(), "the same again is no contradiction");
}

#[test]
fn what_is_counted() {
    let june_30 = date(2026, 6, 30);
    for (row, span, today, expected) in [
        // At hand, decided, founded, corrected, reviewed, open, overdue; due, in time.
        (CLOSED, "2026-06", june_30, "111110011"),
        (CLOSED, "2026-Q2", june_30, "111110011"),
        (CLOSED, "2026-05", june_30, "---------"),
        (CLOSED, "2026-07", june_30, "---------"),
        // Due on Tuesday 2 June: late from the day after.
        ("1|2026-06-01", "2026-06", date(2026, 6, 2), "10---10--"),
        ("1|2026-06-01", "2026-06", date(2026, 6, 3), "10---1110"),
        ("1|2026-06-01", "2026-07", june_30, "10---1110"),
        ("1|2026-06-30", "2026-06", date(2026, 7, 2), "10---11--"),
        ("1|2026-06-30", "2026-07", date(2026, 7, 2), "10---1110"),
        // Raised on a Friday, decided on Monday, which is in time, or on Tuesday, which is not.
        ("1|2026-06-05||2026-06-08|refused|||不属于", "2026-06", june_30, "11---0011"),
        ("1|2026-06-05||2026-06-09|refused|||不属于", "2026-06", june_30, "11---0010"),
        // Verified within five working days of the acceptance, and not.
        ("1|2026-06-01||2026-06-02|收办|2026-06-09|不属实|一致", "2026-06", june_30, "11---0011"),
        ("1|2026-06-01||2026-06-02|收办|2026-06-10|不属实|一致", "2026-06", june_30, "11---0010"),
        // A review has no deadline here: what waits for it alone is open and not late.
        (
            "1|2026-06-01||2026-06-02|收办|2026-06-09|属实||2026-06-16",
            "2026-06",
            june_30,
            "1111010--",
        ),
        (
            "1|2026-06-01||2026-06-02|收办|2026-06-09|属实||2026-06-17",
            "2026-06",
            june_30,
            "111101010",
        ),
    ] {
        assert_eq!(counted(row, span, today), expected, "{row} {span} {today}");
    }
}

#[test]
fn a_pack_without_deadlines_calls_nothing_late() {
    let deadlines = of_pack(vec![]);
    let open = one("1|2020-01-01");
    assert_eq!(open.overdue(&PARTY.parse().unwrap(), &deadlines, RECEIVED_ON), []);
    let span = "2026-06".parse().unwrap();
    let counted = open.counted(&deadlines, (span, RECEIVED_ON));
    assert_eq!(counted[7..], [(counts::DUE, None), (counts::IN_TIME, None)]);
}

#[test]
fn a_step_that_waits_too_long_is_found() {
    let deadlines = deadlines();
    let party = PARTY.parse().unwrap();
    for (row, today, expected) in [
        ("7|2026-06-01", date(2026, 6, 2), vec![]),
        ("7|2026-06-01", date(2026, 6, 3), vec!["7 decision 2026-06-02 2026-06"]),
        ("7|2026-06-01||2026-06-09|收办", date(2026, 6, 16), vec![]),
        (
            "7|2026-06-01||2026-06-09|收办",
            date(2026, 6, 17),
            vec!["7 verification 2026-06-16 2026-06"],
        ),
        (CLOSED, RECEIVED_ON, vec![]),
    ] {
        let faults = one(row).overdue(&party, &deadlines, today);
        let shown =
            faults.iter().map(|it| format!("{} {} {}", it.cause, it.expected, it.period.unwrap()));
        assert_eq!(shown.collect::<Vec<_>>(), expected, "{row} {today}");
    }
    let by_law = Source {
        instrument: "SH-AO".to_owned(),
        article: "15".to_owned(),
        confidence: Confidence::Law,
    };
    let deadline = Deadline { step: Step::Decision, working_days: 1, source: by_law };
    let faults = one("7|2026-06-01").overdue(&party, &of_pack(vec![deadline]), RECEIVED_ON);
    let where_from = [("confidence", "law".to_owned()), ("provision", "SH-AO 15".to_owned())];
    assert!(faults[0].arguments.ends_with(&where_from), "{:?}", faults[0].arguments);
}

#[test]
fn an_open_objection_waits_for_a_step() {
    for (row, expected) in [
        ("1|2026-06-01", Some(Step::Decision)),
        ("1|2026-06-01||2026-06-02|refused|||无关", None),
        ("1|2026-06-01||2026-06-02|accepted", Some(Step::Verification)),
        ("1|2026-06-01||2026-06-02|accepted|2026-06-03|founded", Some(Step::Correction)),
        ("1|2026-06-01||2026-06-02|accepted|2026-06-03|founded||2026-06-04", Some(Step::Review)),
        (CLOSED, None),
    ] {
        assert_eq!(one(row).waits_for(), expected, "{row}");
    }
}

#[test]
fn what_was_reviewed_comes_again() {
    let party: PartyId = PARTY.parse().unwrap();
    let found = |other: &str| {
        let (first, other) = (one(CLOSED), one(other));
        let faults = again([(&party, &other), (&party, &first)]);
        faults.into_iter().map(|it| format!("{} {}", it.cause, it.expected)).collect::<Vec<_>>()
    };
    for (other, expected) in [
        ("2|2026-06-21|accuracy", vec!["2 1"]),
        // The day of the review is not after it.
        ("2|2026-06-20|accuracy", vec![]),
        ("2|2026-06-21|timeliness", vec![]),
        ("2|2026-06-21", vec![]),
        ("2|2026-06-21|accuracy|2026-06-22|refused|||无关", vec![]),
        ("2|2026-06-21|accuracy|2026-06-22|accepted|2026-06-23|unfounded|一致", vec![]),
        ("2|2026-06-21|accuracy|2026-06-22|accepted|2026-06-23|founded", vec!["2 1"]),
    ] {
        assert_eq!(found(other), expected, "{other}");
    }
    // Whose item rows contradict is of no item, and not of the same one as another such.
    let no_item = |row| Objection { code: String::new(), ..one(row) };
    let (first, other) = (no_item(CLOSED), no_item("2|2026-06-21|accuracy"));
    assert_eq!(again([(&party, &other), (&party, &first)]), []);
}

/// Days of June, within an order that may be wrong.
fn row() -> impl Strategy<Value = String> {
    let day = || "(2026-06-(0[1-9]|1[0-9]|2[0-9]))?";
    let steps = format!(
        "1\\|2026-06-0[1-5]\\|\\|{0}\\|(收办|refused|x)?\\|{0}\\|(属实|不属实)?\\|(因)?\\|{0}\\|{0}\\|(因)?",
        day()
    );
    proptest::string::string_regex(&steps).unwrap()
}

proptest! {
    /// Of an objection that is said in two ways no fewer are late and no more in time than of either, once
    /// every deadline is over.
    #[test]
    fn saying_it_in_two_ways_never_pays((first, second) in (row(), row())) {
        let both = checked(&[&first, &second]);
        prop_assert_eq!(both.facts.len(), 1);
        let deadlines = deadlines();
        let of = |it: &Objection| {
            let counted = it.counted(&deadlines, ("2026-06".parse().unwrap(), RECEIVED_ON));
            let [due, in_time] = [7, 8].map(|at: usize| counted[at].1.unwrap_or_default());
            (due - in_time, in_time)
        };
        let (late, in_time) = of(&both.facts[0].content);
        for row in [&first, &second] {
            let (own_late, own_in_time) = of(&one(row));
            prop_assert!(own_late <= late && in_time <= own_in_time, "{first} and {second}");
        }
    }

    /// Whatever is in the cells, the row gets a verdict.
    #[test]
    fn anything_can_be_written(cells in prop::collection::vec("\\PC{0,12}", 11)) {
        let row = cells.join("|");
        prop_assert!(checked(&[&row]).facts.len() <= 1);
    }
}
