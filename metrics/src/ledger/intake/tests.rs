//! Ledgers as small tables, and what the rules say of them.

use proptest::prelude::*;

use super::*;
use crate::ledger::tests::{context, count, faults, read};
use crate::ledger::{COLUMNS, Conflict};

const HEADER: &str = "voucher_type voucher_no date account debit credit maker reviewer";

/// What is counted of vouchers and their lines.
const COUNTED: [&str; 6] = [
    counts::VOUCHERS,
    counts::VOUCHERS_BALANCED,
    counts::VOUCHERS_IN_PERIOD,
    counts::VOUCHERS_TWO_PEOPLE,
    counts::SEPARATE_LINES,
    counts::SEPARATE_LINES_COMPLETE,
];

/// Lines under [`HEADER`]; every voucher of the tables below is made by 甲 and reviewed by 乙.
fn read_lines(lines: &str) -> CheckedLedger {
    let rows: Vec<String> = lines
        .lines()
        .filter(|line| !line.trim().is_empty())
        .map(|line| format!("{line} 甲 乙"))
        .collect();
    read(context(), &format!("{HEADER}\n{}", rows.join("\n")))
}

#[test]
fn a_good_ledger_has_no_fault() {
    let mut checked = read_lines(
        "
        记 1 2026-04-01 1002    100.00  0
        记 1 2026-04-01 4001    _       100.00
        记 2 2026-04-30 1002    -20.5   _
        记 2 2026-04-30 4001    0       -20.50
        ",
    );
    assert_eq!(faults(&checked), "");
    assert_eq!((checked.rows, checked.understood), (4, 4));
    assert!(checked.vouchers.iter().all(|it| it.counted && it.lines == 2));
    let sums: Vec<_> = checked.balances.iter().map(|it| it.sums).collect();
    let expected = [(7_950, 0), (0, 7_950)];
    assert_eq!(
        sums,
        expected.map(|(debit_minor, credit_minor)| Sums { debit_minor, credit_minor })
    );
    for name in [
        counts::VOUCHERS,
        counts::VOUCHERS_BALANCED,
        counts::NUMBERS_PRESENT,
        counts::VOUCHERS_TWO_PEOPLE,
    ] {
        assert_eq!(count(&checked, name), 2, "{name}");
    }
    let mut lines = Vec::new();
    each_line(&mut *checked.lines, 2, |line| lines.push(line.clone())).unwrap();
    let found = lines.iter().map(|it| (it.row, it.byte_offset, it.byte_length, it.day));
    assert_eq!(
        found.collect::<Vec<_>>(),
        [(2, 20, 9, 1), (4, 40, 9, 30), (3, 30, 9, 1), (5, 50, 9, 30)]
    );
}

#[test]
fn a_line_that_is_not_understood_keeps_its_voucher_from_counting() {
    let checked = read_lines(
        "
        记 1 2026-04-01 1002    1,00   0
        记 1 2026-04-01 4001    0      100.00
        记 1 2026-04-01 4002    100    0
        记 2 2026-04-31 1002    1.234  0
        记 _ 2026-04-01 _       1      2
        记 4 2026-04-01 1002    _      _
        ",
    );
    assert_eq!(
        faults(&checked),
        "F-2 - voucher_no | 记-3 | 3 | 4 | -\n\
         R-6 2 debit | 记-1 debit | 0.00 | 1,00 | -\n\
         R-6 5 date | 记-2 date | YYYY-MM-DD | 2026-04-31 | -\n\
         R-6 5 debit | 记-2 debit | 0.00 | 1.234 | -\n\
         R-5 6 account | 6 account |  |  | -\n\
         R-5 6 voucher_no | 6 voucher_no |  |  | -\n\
         R-6 6 credit | 6 credit | 0.00 | 2 | -\n\
         R-5 7 debit | 记-4 debit | 0.00 |  | -"
    );
    assert_eq!((checked.rows, checked.understood), (6, 2));
    assert_eq!(count(&checked, counts::VOUCHERS), 3);
    assert_eq!(count(&checked, counts::VOUCHERS_BALANCED), 0);
    assert!(checked.balances.is_empty());
}

#[test]
fn a_row_that_is_no_row_keeps_its_voucher_from_counting() {
    let mut intake = LedgerIntake::new(context());
    let mut cells = vec![""; COLUMNS.len()];
    for (column, text) in
        [(at::VOUCHER_NO, "1"), (at::DATE, "2026-04-01"), (at::ACCOUNT, "1002"), (at::DEBIT, "0")]
    {
        cells[column] = text;
    }
    let row = Row { number: 2, byte_offset: 0, byte_length: 1, cells: &cells };
    intake.unreadable(&row);
    intake.row(&Row { number: 3, ..row });
    let checked = intake.finish().unwrap();
    assert!(!checked.vouchers.is_counted(0));
    assert_eq!((checked.rows, checked.understood), (2, 1));
}

#[test]
fn sums_beyond_64_bits_are_refused() {
    let checked = read_lines(
        "
        记 1 2026-04-01 1002    92233720368547758.07 0
        记 1 2026-04-01 4001    0                    92233720368547758.07
        记 2 2026-04-01 1002    92233720368547758.07 0
        记 2 2026-04-01 4001    0                    92233720368547758.07
        记 2 2026-04-01 4001    0                    92233720368547758.08
        ",
    );
    let limits = checked.faults.kept().iter().filter(|it| it.rule != "F-13");
    let found: Vec<(&str, &str)> = limits.map(|it| (it.rule, it.expected.as_str())).collect();
    assert_eq!(found, [("R-6", "≤ 92233720368547758.07")]);
    let twice = read_lines(
        "
        记 1 2026-04-01 1002    92233720368547758.07 0
        记 1 2026-04-01 4001    0                    92233720368547758.07
        记 2 2026-04-01 1002    92233720368547758.07 0
        记 2 2026-04-01 4001    0                    92233720368547758.07
        ",
    );
    assert_eq!(twice.faults.counts()["R-9"], 2);
    assert!(twice.balances.is_empty());
}

/// What may not depend on the order of rows: how often each rule is broken, what is counted, which
/// vouchers count, and the balances.
fn verdict(checked: &CheckedLedger) -> impl PartialEq + std::fmt::Debug + use<> {
    let mut vouchers: Vec<_> = checked
        .vouchers
        .iter()
        .map(|it| (it.number.to_owned(), it.date, it.maker.to_owned(), it.counted))
        .collect();
    vouchers.sort();
    let balances: Vec<_> = checked
        .balances
        .iter()
        .map(|it| (checked.accounts[it.account as usize].code.clone(), it.product.clone(), it.sums))
        .collect();
    (checked.faults.counts().clone(), checked.counted(), vouchers, balances)
}

/// A voucher that S-9 has in force under a number.
fn in_force(voucher: u32, number: &str) -> Conflict {
    Conflict { voucher, receipt: "S-9".to_owned(), number: number.to_owned() }
}

#[test]
fn a_voucher_that_is_in_force_from_elsewhere_leaves_the_balances() {
    let first = "
        记 1 2026-04-01 1002    100.00  0
        记 1 2026-04-01 4001    _       100.00
        ";
    let second = "
        记 2 2026-04-30 1002    20.5   _
        记 2 2026-04-30 4002    0      20.50
        ";
    let mut checked = read_lines(&format!("{first}{second}"));
    let conflicts = [in_force(1, "02"), in_force(1, "2")];
    let faults = checked.exclude(&conflicts).unwrap();
    assert_eq!(faults.counts()[rules::VOUCHER_CONFLICT], 1);
    assert_eq!(faults.kept()[0].place.row, Some(4));
    let said = [("voucher", "记-2"), ("receipt", "S-9"), ("other", "记-02")];
    assert_eq!(faults.kept()[0].arguments, said.map(|it| (it.0, it.1.to_owned())));
    assert!(checked.vouchers.is_counted(0) && !checked.vouchers.is_counted(1));
    assert_eq!(checked.balances, read_lines(first).balances);
}

#[test]
fn a_voucher_that_is_in_force_from_elsewhere_leaves_the_counts() {
    let header = format!("{HEADER} product use");
    let voucher = |number: u32| {
        format!(
            "记 {number} 2026-04-01 1002 100.00 0 甲 乙\n\
             记 {number} 2026-04-01 6001 0 100.00 甲 乙 P industry\n"
        )
    };
    let five: String = (1..=5).map(voucher).collect();
    // What is the same as one in force counts for nothing; what else the file has, does.
    for (more, added) in [
        ("", [1; 6]),
        // A voucher that does not balance, fails by itself.
        ("记 6 2026-04-01 1002 1 0 甲 乙\n", [2, 1, 2, 2, 1, 1]),
        // So does one dated outside, made by one person, without a product, after a gap.
        ("记 7 2026-05-01 1002 1 0 甲 甲\n记 7 2026-05-01 6001 0 1 甲 甲\n", [2, 2, 1, 1, 2, 1]),
    ] {
        let mut others = context();
        others.others.counted = ["1", "2", "3", "4"].map(|it| ("记", it)).into_iter().collect();
        let mut checked = read(others, &format!("{header}\n{five}{more}"));
        let in_force: Vec<_> = (0..4).map(|it| in_force(it, "1")).collect();
        assert_eq!(checked.exclude(&in_force).unwrap().total(), 4);
        let found: Vec<i64> = COUNTED.iter().map(|name| count(&checked, name)).collect();
        assert_eq!(found, added, "{more}");
    }
}

#[test]
fn handing_in_once_more_adds_nothing_but_what_fails() {
    // Number 2 lacks, A is none, 4 does not balance, and 5 is made by one person.
    let rows = "
        记 1 2026-04-01 1002 1 0 甲 乙
        记 1 2026-04-01 6001 0 1 甲 乙
        记 3 2026-04-01 1002 1 0 甲 乙
        记 3 2026-04-01 6001 0 1 甲 乙
        记 A 2026-04-01 1002 1 0 甲 乙
        记 A 2026-04-01 1002 -1 0 甲 乙
        记 4 2026-04-01 6001 1 0 甲 乙
        记 5 2026-05-01 6001 1 0 甲 甲
        记 5 2026-05-01 6001 0 1 甲 甲
        ";
    let mut others = context();
    let numbers = ["1", "3", "A", "4", "5"];
    others.others.counted = numbers.map(|it| ("记", it)).into_iter().collect();
    let mut again = read(others, &format!("{HEADER}\n{rows}"));
    let in_force: Vec<_> = (0..5).map(|it| in_force(it, "1")).collect();
    assert_eq!(again.exclude(&in_force).unwrap().total(), 4);
    assert!(again.balances.is_empty());
    // Whichever of two vouchers 4 comes first: that this one does not balance stays.
    assert_eq!(COUNTED.map(|name| count(&again, name)), [1, 0, 1, 1, 1, 0]);
    assert_eq!(again.said.unnumbered, 0);
}

proptest! {
    #[test]
    fn the_verdict_does_not_depend_on_row_order(
        rows in prop::collection::vec(
            ("[1-4A]|_", 0_i8..4, "1002|6001|_", 0_i64..3, "甲|乙|_", "甲|乙|_", "P|_"), 1..12,
        ),
        seed in any::<u64>(),
    ) {
        let lines: Vec<String> = rows
            .iter()
            .map(|(number, day, account, amount, maker, reviewer, product)| {
                let side = if amount % 2 == 0 { format!("{amount} 0") } else { format!("0 {amount}") };
                format!("{number} 2026-0{}-01 {account} {side} {maker} {reviewer} {product}", 3 + day % 3)
            })
            .collect();
        let header = "voucher_no date account debit credit maker reviewer product";
        let table = |lines: &[String]| format!("{header}\n{}", lines.join("\n"));
        let mut shuffled = lines.clone();
        let count = shuffled.len();
        for index in 0..count {
            let other = usize::try_from(seed.rotate_left(u32::try_from(index).unwrap()) % 12).unwrap();
            shuffled.swap(index, other % count);
        }
        let (first, second) = (read(context(), &table(&lines)), read(context(), &table(&shuffled)));
        prop_assert_eq!(verdict(&first), verdict(&second));
    }

    /// Whatever a file holds, what counts balances.
    #[test]
    fn what_counts_balances(amounts in prop::collection::vec((1_u8..5, -9_i64..9, any::<bool>()), 0..40)) {
        let lines = amounts.iter().map(|(number, amount, debit)| {
            let side = if *debit { format!("{amount} 0") } else { format!("0 {amount}") };
            format!("记 {number} 2026-04-01 1002 {side}")
        });
        let checked = read_lines(&lines.collect::<Vec<_>>().join("\n"));
        let net: i128 = checked.balances.iter().map(|it| it.sums.net_minor()).sum();
        prop_assert_eq!(net, 0);
    }
}
