//! A month is what its files say of it, in whatever order they came.

use proptest::prelude::*;

use super::{context, files, read};
use crate::ledger::month::{MonthContext, MonthFile, Question, judge};
use crate::ledger::{CheckedLedger, Lost, Sums, counts};
use crate::money::Currency;

const HEADER: &str = "record voucher_no date account debit credit";

/// Files of a month with these rows each.
fn checked(tables: &[&str]) -> Vec<CheckedLedger> {
    tables.iter().map(|it| read(context(), &format!("{HEADER}\n{it}"))).collect()
}

/// The faults of a month, a line each: rule, file, row, column, cause, expected, actual, difference.
fn shown(files: &[MonthFile], month: &MonthContext<'_>) -> Vec<String> {
    let verdict = judge(files, month);
    let line = verdict.faults.kept().iter().map(|it| {
        assert!(it.is_of_month() && it.subject.is_some(), "{it:?}");
        let row = it.place.row.map_or("-".to_owned(), |row| row.to_string());
        let [file, column, difference] =
            [&it.receipt, &it.place.column, &it.difference].map(|it| it.as_deref().unwrap_or("-"));
        format!(
            "{} {file} {row} {column} | {} | {} | {} | {difference}",
            it.rule, it.cause, it.expected, it.actual
        )
    });
    line.collect()
}

/// What a month in files is told, whichever of them comes first.
#[track_caller]
fn check(tables: &[&str], expected: &[&str]) {
    let ledgers = checked(tables);
    let mut all = files(&ledgers.iter().collect::<Vec<_>>());
    let context = context();
    for _ in 0..all.len() {
        assert_eq!(shown(&all, &context.month()), expected, "{tables:?}");
        all.rotate_left(1);
    }
    all.reverse();
    assert_eq!(shown(&all, &context.month()), expected, "{tables:?}");
}

const FIRST: &str = "line 1 2026-04-01 1002 60.00 _\nline 1 2026-04-01 6001 _ 60.00";
const SECOND: &str = "line 2 2026-04-02 1002 40.00 _\nline 2 2026-04-02 6001 _ 40.00";
const CLOSINGS: &str = "closing _ _ 1002 100.00 _\nclosing _ _ 6001 _ 100.00";
const GENERALS: &str = "general _ _ 1002 100.00 0\ngeneral _ _ 6001 0 100.00";

#[test]
fn what_is_published_is_held_against_the_whole_month() {
    check(&[FIRST, SECOND, CLOSINGS, GENERALS], &[]);
    check(
        &[FIRST, CLOSINGS],
        &[
            "F-3 S-1 2 - | closing 1002 CNY | 60.00 | 100.00 | -40.00",
            "F-3 S-1 3 - | closing 6001 CNY | -60.00 | -100.00 | 40.00",
        ],
    );
    check(
        &[GENERALS, SECOND],
        &[
            "F-2 S-1 2 voucher_no | 1 | 1 | 2 | -",
            "F-5 S-0 2 debit | general 1002 CNY debit | 100.00 | 40.00 | 60.00",
            "F-5 S-0 3 credit | general 6001 CNY credit | 100.00 | 40.00 | 60.00",
        ],
    );
}

/// A file that says the same again adds nothing; of what is said otherwise, the farthest off is told.
#[test]
fn balances_that_are_published_twice_are_not_added() {
    check(&[FIRST, SECOND, CLOSINGS, CLOSINGS, GENERALS, GENERALS], &[]);
    let wrong = CLOSINGS.replace("100.00", "99.00");
    check(
        &[FIRST, SECOND, CLOSINGS, &wrong, "closing _ _ 1002 100.50 _"],
        &[
            "F-3 S-3 2 - | closing 1002 CNY | 100.00 | 99.00 | 1.00",
            "F-3 S-3 3 - | closing 6001 CNY | -100.00 | -99.00 | -1.00",
        ],
    );
    // Published in two files, each an account.
    let (cash, revenue) = CLOSINGS.split_once('\n').unwrap();
    check(&[FIRST, SECOND, cash, revenue], &[]);
}

#[test]
fn openings_go_on_from_the_month_before() {
    let ledgers = checked(&["opening _ _ 1002 5.00 _", FIRST, "opening _ _ 4001 _ 5.00"]);
    let all = files(&ledgers.iter().collect::<Vec<_>>());
    let context = context();
    let net = |account: &str, debit_minor, credit_minor| {
        ((account.to_owned(), Currency::CNY), Sums { debit_minor, credit_minor })
    };
    let before = [net("1002", 500, 0), net("4001", 0, 500)].into_iter().collect();
    let month = MonthContext { closings_before: Some(&before), ..context.month() };
    assert_eq!(shown(&all, &month), [""; 0]);
    assert_eq!(
        shown(&all[1..], &month),
        [
            "F-3 - - - | opening  CNY | 0.00 | 5.00 | -5.00",
            "F-3 - - - | opening 1002 CNY | 5.00 | 0.00 | 5.00",
        ]
    );
    // What was not understood may be what lacks.
    let lost = checked(&["opening _ _ 1002 x _"]);
    let lost = [&all[1..], &files(&[&lost[0]])].concat();
    assert_eq!(shown(&lost, &month), [""; 0]);
}

/// Where a month is shown by a row of a workbook, its sheet is named as file and row are.
#[test]
fn what_a_workbook_shows_is_told_with_its_sheet() {
    let ledgers = checked(&[FIRST, &format!("{SECOND}\n{CLOSINGS}"), GENERALS]);
    let mut all = files(&ledgers.iter().collect::<Vec<_>>());
    all.remove(0);
    all[0].sheet = Some("四月".to_owned());
    let context = context();
    let verdict = judge(&all, &context.month());
    let told = verdict.faults.kept().iter().map(|it| {
        let place = (it.receipt.as_deref(), it.place.sheet.as_deref());
        (it.rule, place)
    });
    let (workbook, text) = ((Some("S-1"), Some("四月")), (Some("S-2"), None));
    let expected =
        [("F-2", workbook), ("F-3", workbook), ("F-3", workbook), ("F-5", text), ("F-5", text)];
    assert_eq!(told.collect::<Vec<_>>(), expected);
}

/// A sheet with one row that is not understood says nothing, and how many rows it lost is known.
#[test]
fn what_is_not_understood_is_counted_by_what_it_tells() {
    let lost = |rows: &str| {
        let ledgers = checked(&[rows]);
        let all = files(&[&ledgers[0]]);
        let said = &all[0].said;
        let told = [&said.closings, &said.movements, &said.generals].map(Vec::len);
        (Lost::of(&all), told)
    };
    let none = Lost::default();
    assert_eq!(lost(CLOSINGS), (none, [2, 0, 0]));
    assert_eq!(lost(GENERALS), (none, [0, 0, 2]));
    let with = |rows: &str, row: &str| lost(&format!("{rows}\n{row}"));
    assert_eq!(with(CLOSINGS, "opening _ _ 1002 x _"), (Lost { openings: 1, ..none }, [2, 0, 0]));
    assert_eq!(with(CLOSINGS, "closing _ _ 1002 x _"), (Lost { closings: 1, ..none }, [0; 3]));
    assert_eq!(with(CLOSINGS, "movement _ _ 1 x _"), (Lost { movements: 1, ..none }, [2, 0, 0]));
    assert_eq!(with(GENERALS, "general _ _ 1002 x _"), (Lost { generals: 1, ..none }, [0; 3]));
}

#[test]
fn what_lost_rows_leave_unanswered() {
    let of = |rule, check| Question::of(rule, [("account", "1002"), ("check", check)]);
    let none = Lost::default();
    let [opening, closing, movement, general] = [
        Lost { openings: 1, ..none },
        Lost { closings: 1, ..none },
        Lost { movements: 1, ..none },
        Lost { generals: 1, ..none },
    ];
    let all = [none, opening, closing, movement, general];
    for (rule, check, answered) in [
        ("F-2", "gap", [true, true, true, true, true]),
        ("F-3", "balance", [true, false, true, true, true]),
        ("F-3", "chain", [true, false, true, true, true]),
        ("F-3", "closing", [true, false, false, true, true]),
        ("F-3", "movement", [true, true, true, false, true]),
        ("F-5", "", [true, true, true, true, false]),
    ] {
        let question = of(rule, check).unwrap();
        assert_eq!(all.map(|it| question.is_answered(it)), answered, "{rule} {check}");
    }
    assert_eq!([of("F-2", "twice"), of("F-3", "again"), of("V-1", "gap")], [None; 3]);
}

#[test]
fn numbers_of_a_month_are_counted_once() {
    let numbers = |tables: &[&str]| {
        let ledgers = checked(tables);
        let all: Vec<&CheckedLedger> = ledgers.iter().collect();
        [counts::NUMBERS_EXPECTED, counts::NUMBERS_PRESENT]
            .map(|name| super::count_all(&all, name).unwrap())
    };
    let line = |number: &str| format!("line {number} 2026-04-01 1002 0 _");
    let lines = |of: &[&str]| of.iter().map(|it| line(it)).collect::<Vec<_>>().join("\n");
    // A gap that a later file fills was never asked for twice.
    assert_eq!(numbers(&[&lines(&["1", "5"]), &lines(&["2", "3"])]), [5, 4]);
    assert_eq!(numbers(&[&lines(&["2", "3"]), &lines(&["1", "5"])]), [5, 4]);
    assert_eq!(numbers(&[&lines(&["1", "2"]), &lines(&["02", "3"])]), [3, 3]);
    assert_eq!(numbers(&[&lines(&["1", "A"]), &lines(&["3"])]), [4, 2]);
    // Of 2 nothing is understood in any file: it is asked for and not there.
    let unreadable = line("2").replace("04-01", "04-31");
    assert_eq!(numbers(&[&lines(&["1", "3"]), &unreadable]), [3, 2]);
    assert_eq!(numbers(&[&lines(&["1", "2"]), &unreadable]), [2, 2]);
}

proptest! {
    /// Rows of every sort, in any number of files: what is told of the month is told of the same month in
    /// any other order.
    #[test]
    fn the_order_of_files_changes_nothing(
        rows in prop::collection::vec((0_usize..4, 0_usize..6, 1_u8..7, 1_u8..4), 1..14),
        turn in 0_usize..4,
    ) {
        let row = |&(_, sort, number, fen): &(usize, usize, u8, u8)| match sort {
            0 => format!("opening _ _ 1002 0.0{fen} _"),
            1 => format!("closing _ _ 100{} 0.0{fen} _", number % 2),
            2 => format!("general _ _ 6001 0.0{fen} 0"),
            _ => format!("line {number} 2026-04-01 1002 0.0{fen} _\nline {number} 2026-04-01 6001 _ 0.0{fen}"),
        };
        let file = |part: usize| {
            rows.iter().filter(|it| it.0 == part).map(row).collect::<Vec<_>>().join("\n")
        };
        let tables: Vec<String> = (0..4).map(file).collect();
        let ledgers = checked(&tables.iter().map(String::as_str).collect::<Vec<_>>());
        let mut all = files(&ledgers.iter().collect::<Vec<_>>());
        let context = context();
        let before = judge(&all, &context.month());
        all.rotate_left(turn);
        all.swap(0, 3);
        prop_assert_eq!(judge(&all, &context.month()), before);
    }
}
