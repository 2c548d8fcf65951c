//! Demands: which steps count, what is late and when, what is met, and laws. The days are worked out by hand:
//! 1 June 2026 is a Monday, and the calendar has plain weeks.

use jiff::civil::{Date, date};
use proptest::prelude::*;

use super::*;
use crate::authority::Authority;
use crate::calendar::Calendar;
use crate::case::testing::{self, said};
use crate::case::{
    Answer, Case, CaseContext, CaseIntake, CheckedCases, Deadlines, Raiser, Standing, Told,
};
use crate::form::{Origin, Row};
use crate::party::{PartyId, PartyKind};
use crate::period::Span;
use crate::source::{Confidence, Source};

mod again;
mod steps;

const PARTY: &str = "name:某局";
const RECEIVED_ON: Date = date(2026, 7, 10);
const FILLED: [&str; 10] = [
    "number",
    "raised_on",
    "sharing",
    "consented",
    "accepted_on",
    "answered_on",
    "answer",
    "ground",
    "delivered_on",
    "raised_by",
];
/// Everything in time.
const MET: &str = "1|2026-06-01||否|2026-06-02|2026-06-08|同意提供||2026-06-15";

fn checked_in(rows: &[&str], context: CaseContext<Demand>) -> CheckedCases<Demand> {
    let mut intake = CaseIntake::new(context);
    for (number, row) in (2..).zip(rows) {
        let filled: Vec<&str> = row.split('|').collect();
        let cell = |name: &str| {
            let index = FILLED.iter().position(|it| *it == name);
            match name {
                "party" => PARTY,
                "code" => "A",
                "raised_by" if filled.len() <= 9 => "operator",
                _ => index.and_then(|it| filled.get(it)).copied().unwrap_or_default(),
            }
        };
        let cells: Vec<&str> = COLUMNS.iter().map(|it| cell(it.name)).collect();
        intake.row(&Row { number, byte_offset: 0, byte_length: 0, cells: &cells });
    }
    intake.finish()
}

/// What a file of the party's own of this day is judged by, where nothing was told before.
fn alone() -> CaseContext<Demand> {
    let (sender, before) = (PARTY.parse().unwrap(), [].into());
    CaseContext {
        received_on: RECEIVED_ON,
        sender,
        authority: None,
        before,
        deadlines: deadlines(),
    }
}

/// Rows of the columns of [`FILLED`], separated by `|`; fewer are empty.
fn checked(rows: &[&str]) -> CheckedCases<Demand> {
    checked_in(rows, alone())
}

/// What was told of demand 1 by files ([`testing::told`]).
fn told(files: &[&str]) -> (Vec<String>, Demand) {
    testing::told(files, &alone(), checked_in)
}

fn one(row: &str) -> Demand {
    checked(&[row]).facts.remove(0).content
}

fn source(instrument: &str, article: &str, confidence: Confidence) -> Source {
    Source { instrument: instrument.to_owned(), article: article.to_owned(), confidence }
}

/// Two working days to accept, five to answer, five to provide; one to answer what is shared unconditionally.
fn deadlines() -> Deadlines {
    let of = |step, sharing, working_days| Deadline {
        step,
        sharing,
        working_days,
        source: source("default", "", Confidence::Default),
    };
    of_pack(vec![
        of(Step::Acceptance, None, 2),
        of(Step::Answer, None, 5),
        of(Step::Answer, Some(Sharing::Unconditional), 1),
        of(Step::Delivery, None, 5),
    ])
}

fn of_pack(demands: Vec<Deadline>) -> Deadlines {
    Deadlines { demands, objections: vec![], calendar: Calendar::default() }
}

/// The counts of a demand in the order of [`counts::ALL`], `-` where it is not counted.
fn counted(it: &Demand, span: &str, today: Date) -> String {
    let span: Span = span.parse().unwrap();
    let counted = it.counted(&deadlines(), (span, today));
    assert!(counted.iter().map(|it| it.0).eq(counts::ALL));
    counted.iter().map(|it| it.1.map_or("-".to_owned(), |it| it.to_string())).collect()
}

#[test]
fn without_a_number_and_a_day_it_is_none() {
    for (row, fault) in [
        ("|2026-06-01", "R-5 number 需求编号 number"),
        ("1|", "R-5 raised_on 提出日期 raised_on"),
        ("1|2026-06", "R-6 raised_on YYYY-MM-DD"),
        ("1|2026-07-11", "DD-2 raised_on … 2026-07-10"),
    ] {
        let found = checked(&[row]);
        assert_eq!((said(&found), found.facts.len()), (vec![fault.to_owned()], 0), "{row}");
    }
}

#[test]
fn it_says_what_is_asked_for() {
    let mut intake = CaseIntake::new(alone());
    let cell = |name: &str| match name {
        "party" => PARTY,
        "number" => "1",
        "raised_on" => "2026-06-01",
        "raised_by" => "person",
        "code" => "无",
        "text" => "-",
        _ => "",
    };
    let cells: Vec<&str> = COLUMNS.iter().map(|it| cell(it.name)).collect();
    intake.row(&Row { number: 2, byte_offset: 0, byte_length: 0, cells: &cells });
    let found = intake.finish();
    assert_eq!(said(&found), ["R-5 code 目录编号 code, 需求内容 text"]);
    assert_eq!(found.facts.len(), 1);
}

#[test]
fn others_do_not_speak_for_a_department() {
    let (own, other): (PartyId, PartyId) = (PARTY.parse().unwrap(), "name:甲".parse().unwrap());
    let found = |sender: &PartyId, kind| {
        let kinds = [(own.clone(), PartyKind::Department), (other.clone(), kind)].into();
        let authority = Some(Authority { sender: sender.clone(), kinds });
        let context = CaseContext { sender: sender.clone(), authority, ..alone() };
        let found = checked_in(&[MET], context);
        (said(&found), found.facts.len())
    };
    assert_eq!(found(&own, PartyKind::Operator), (vec![], 1));
    assert_eq!(found(&other, PartyKind::DataAuthority), (vec![], 1));
    let refused = "R-14 party name:某局, data_authority, implementing_body";
    assert_eq!(found(&other, PartyKind::Operator), (vec![refused.to_owned()], 0));
}

#[test]
fn rows_that_differ_have_in_common_what_both_say() {
    let stricter = MET.replace("06-01||否", "05-29|unconditional|是");
    let found = checked(&[MET, &stricter, &MET.replace("06-01||否", "06-01|conditional|")]);
    assert_eq!(said(&found), ["R-8  1 #2"]);
    let it = &found.facts[0].content;
    assert_eq!((it.raised_on, it.sharing), (date(2026, 5, 29), Some(Sharing::Unconditional)));
    assert!(it.consented, "a consent that one row has");
    assert_eq!(it.answer, Some(Answer { on: date(2026, 6, 8), yes: true }));
    let refused = MET.replace("同意提供||2026-06-15", "不予提供|依法保密|");
    let it = checked(&[MET, &refused]).facts.remove(0).content;
    assert_eq!((it.answer, it.delivered_on), (None, None), "what needs it goes with it");
    assert!(said(&checked(&[MET, MET])).is_empty(), "the same again is no contradiction");
}

#[test]
fn what_asks_for_nothing_is_neither_in_time_nor_met() {
    let nothing = |row| Demand { code: String::new(), ..one(row) };
    let told = Demand { text: "停车数据".to_owned(), ..nothing(MET) };
    for (it, expected) in [
        (nothing(MET), "1010"),
        (nothing("1|2026-06-01"), "1010"),
        (nothing("1|2026-06-01||||2026-06-08|refused|依法保密"), "10--"),
        (told, "1111"),
        (Demand { code: "无".to_owned(), text: "-".to_owned(), ..one(MET) }, "1010"),
        // Nobody knows who asks.
        (Demand { raised_by: None, ..one(MET) }, "1010"),
    ] {
        assert_eq!(counted(&it, "2026-06", date(2026, 6, 30)), expected, "{it:?}");
    }
}

#[test]
fn what_is_counted() {
    let (june_30, july_10) = (date(2026, 6, 30), RECEIVED_ON);
    let ground = "依法保密";
    let refused = |on: &str| format!("1|2026-06-01||||{on}|refused|{ground}");
    for (row, span, today, expected) in [
        // Due, in time; to meet, met.
        (MET, "2026-06", june_30, "1111"),
        (MET, "2026-Q2", june_30, "1111"),
        (MET, "2026-05", june_30, "----"),
        (MET, "2026-07", july_10, "----"),
        // An answer is due on Monday 8 June: late from the day after.
        ("1|2026-06-01", "2026-06", date(2026, 6, 8), "----"),
        ("1|2026-06-01", "2026-06", date(2026, 6, 9), "1010"),
        ("1|2026-06-01", "2026-07", july_10, "1010"),
        ("1|2026-06-01|unconditional", "2026-06", date(2026, 6, 2), "----"),
        ("1|2026-06-01|unconditional", "2026-06", date(2026, 6, 3), "1010"),
        // What is shared conditionally has no deadline of its own here.
        ("1|2026-06-01|conditional", "2026-06", date(2026, 6, 8), "----"),
        // Lawfully refused in time, and a day late.
        (&refused("2026-06-08"), "2026-06", june_30, "11--"),
        (&refused("2026-06-09"), "2026-06", june_30, "10--"),
        // Agreed to on Monday 8 June: the data are due on Monday 15 June.
        ("1|2026-06-01||||2026-06-08|agreed", "2026-06", date(2026, 6, 15), "11--"),
        ("1|2026-06-01||||2026-06-08|agreed", "2026-06", date(2026, 6, 16), "1110"),
        ("1|2026-06-01||||2026-06-08|agreed||2026-06-30", "2026-06", june_30, "1111"),
        // Met in the month after: not met in the one before.
        ("1|2026-06-01||||2026-06-08|agreed||2026-07-01", "2026-06", july_10, "1110"),
        ("1|2026-06-01||||2026-06-08|agreed||2026-07-01", "2026-07", july_10, "--11"),
        // Due after the month, and met in the next one.
        ("1|2026-06-22||||2026-06-29|agreed||2026-07-03", "2026-06", july_10, "11--"),
        // Consented to and refused: answered, and not met once the data are due.
        ("1|2026-06-01||yes||2026-06-08|refused|规定", "2026-06", date(2026, 6, 15), "11--"),
        ("1|2026-06-01||yes||2026-06-08|refused|规定", "2026-06", date(2026, 6, 16), "1110"),
        ("1|2026-06-01||yes||2026-06-08|refused|规定", "2026-07", july_10, "--10"),
        // A refusal without a ground is no answer.
        ("1|2026-06-01||||2026-06-08|refused", "2026-06", june_30, "1010"),
    ] {
        assert_eq!(counted(&one(row), span, today), expected, "{row} {span} {today}");
    }
}

#[test]
fn a_pack_without_deadlines_calls_nothing_late() {
    let deadlines = of_pack(vec![]);
    let open = one("1|2020-01-01");
    assert_eq!(open.overdue(&PARTY.parse().unwrap(), &deadlines, RECEIVED_ON), []);
    let counted = open.counted(&deadlines, ("2026-06".parse().unwrap(), RECEIVED_ON));
    assert!(counted.iter().all(|it| it.1.is_none()), "{counted:?}");
}

/// Where a department asks and nobody said how the data are shared, the soonest deadline holds.
#[test]
fn a_blank_sharing_wins_no_time() {
    let of = |sharing, working_days| Deadline {
        step: Step::Answer,
        sharing,
        working_days,
        source: source("default", "", Confidence::Default),
    };
    let deadlines = of_pack(vec![of(None, 10), of(Some(Sharing::Unconditional), 1)]);
    for (row, faults, working_days) in [
        ("1|2026-06-01||||||||部门", vec!["R-5 sharing 共享类型 sharing"], 1),
        ("1|2026-06-01|x|||||||department", vec!["R-6 sharing unconditional, conditional"], 1),
        ("1|2026-06-01|conditional|||||||部门", vec![], 10),
        ("1|2026-06-01||||||||个人", vec![], 10),
        ("1|2026-06-01||||||||", vec!["R-5 raised_by 提出方 raised_by"], 10),
    ] {
        let found = checked(&[row]);
        assert_eq!(said(&found), faults, "{row}");
        let deadline = found.facts[0].content.deadline(Step::Answer, &deadlines);
        assert_eq!(deadline.map(|it| it.0), Some(working_days), "{row}");
    }
}

/// Whatever is said of sharing, what is stricter has no more time.
#[test]
fn the_shortest_deadline_that_holds_counts() {
    let of = |sharing, working_days| Deadline {
        step: Step::Answer,
        sharing,
        working_days,
        source: source("default", "", Confidence::Default),
    };
    let (unconditional, conditional) = (Some(Sharing::Unconditional), Some(Sharing::Conditional));
    let days = |deadlines: &Deadlines| {
        let of = |sharing| Demand { sharing, ..one("1|2026-06-01") };
        [unconditional, conditional, None]
            .map(|it| of(it).deadline(Step::Answer, deadlines).map(|it| it.0))
    };
    for (deadlines, expected) in [
        (
            vec![of(None, 10), of(conditional, 8), of(unconditional, 1)],
            [Some(1), Some(8), Some(10)],
        ),
        (vec![of(None, 3), of(conditional, 8), of(unconditional, 9)], [Some(3), Some(3), Some(3)]),
        (vec![of(conditional, 8)], [Some(8), Some(8), None]),
        (vec![of(unconditional, 1)], [Some(1), None, None]),
    ] {
        assert_eq!(days(&of_pack(deadlines)), expected);
    }
}

#[test]
fn a_step_that_waits_too_long_is_found() {
    let deadlines = deadlines();
    let party = PARTY.parse().unwrap();
    for (row, today, expected) in [
        ("7|2026-06-01", date(2026, 6, 3), vec![]),
        ("7|2026-06-01", date(2026, 6, 4), vec!["7 acceptance 2026-06-03 2026-06"]),
        (
            "7|2026-06-01",
            date(2026, 6, 9),
            vec!["7 acceptance 2026-06-03 2026-06", "7 answer 2026-06-08 2026-06"],
        ),
        ("7|2026-06-01|||2026-06-05", date(2026, 6, 8), vec![]),
        ("7|2026-06-01||||2026-06-26|agreed", date(2026, 7, 3), vec![]),
        (
            "7|2026-06-01||||2026-06-26|agreed",
            date(2026, 7, 4),
            vec!["7 delivery 2026-07-03 2026-07"],
        ),
        (MET, RECEIVED_ON, vec![]),
    ] {
        let faults = one(row).overdue(&party, &deadlines, today);
        let shown =
            faults.iter().map(|it| format!("{} {} {}", it.cause, it.expected, it.period.unwrap()));
        assert_eq!(shown.collect::<Vec<_>>(), expected, "{row} {today}");
    }
    let recalled = source("CN-GSD", "", Confidence::RecalledMedium);
    let deadline =
        Deadline { step: Step::Answer, sharing: None, working_days: 1, source: recalled };
    let faults = one("7|2026-06-01").overdue(&party, &of_pack(vec![deadline]), RECEIVED_ON);
    let where_from =
        [("confidence", "recalled-medium".to_owned()), ("provision", "CN-GSD".to_owned())];
    assert!(faults[0].arguments.ends_with(&where_from), "{:?}", faults[0].arguments);
}

/// Days of June, within an order that may be wrong.
fn row() -> impl Strategy<Value = String> {
    let day = "(2026-06-(0[1-9]|1[0-9]|2[0-9]))?";
    let steps = format!(
        "1\\|2026-06-0[1-5]\\|(conditional|无条件共享|x)?\\|(yes|no|y)?\\|{day}\\|{day}\\|(同意提供|refused|x)?\\|(法)?\\|{day}"
    );
    proptest::string::string_regex(&steps).unwrap()
}

proptest! {
    /// Of a demand that is said in two ways no fewer are late or unmet and no more in time or met than of
    /// either, once every deadline is over.
    #[test]
    fn saying_it_in_two_ways_never_pays((first, second) in (row(), row())) {
        let both = checked(&[&first, &second]);
        prop_assert_eq!(both.facts.len(), 1);
        let deadlines = deadlines();
        let (span, today) = ("2026-06".parse().unwrap(), date(2026, 8, 1));
        let span_long: Span = "2026-Q3".parse().unwrap();
        for span in [span, span_long] {
            let of = |it: &Demand| {
                let counted = it.counted(&deadlines, (span, today));
                let [due, in_time, to_meet, met] =
                    [0, 1, 2, 3].map(|at: usize| counted[at].1.unwrap_or_default());
                [(due - in_time, in_time), (to_meet - met, met)]
            };
            let merged = of(&both.facts[0].content);
            for row in [&first, &second] {
                for ((own_failed, own_good), (failed, good)) in of(&one(row)).into_iter().zip(merged) {
                    prop_assert!(own_failed <= failed && good <= own_good, "{first} and {second}");
                }
            }
        }
    }

    /// Whatever is in the cells, the row gets a verdict.
    #[test]
    fn anything_can_be_written(cells in prop::collection::vec("\\PC{0,12}", 9)) {
        let row = cells.join("|");
        prop_assert!(checked(&[&row]).facts.len() <= 1);
    }
}
