//! Ledgers as small tables, and what the rules say of them.

use proptest::prelude::*;

use super::*;
use crate::ledger::COLUMNS;

fn context() -> LedgerContext {
    LedgerContext {
        party: "name:甲".parse().unwrap(),
        period: Period::new(2026, 4).unwrap(),
        minor_digits: [("CNY", 2), ("JPY", 0)]
            .into_iter()
            .map(|(code, digits)| (Currency::parse(code).unwrap(), digits))
            .collect(),
        separate_accounts: BTreeSet::from(["6001".to_owned()]),
        mandatory_dimensions: vec!["product".to_owned(), "use".to_owned()],
        closings_before: None,
        closed: false,
    }
}

/// Reads a table whose first row names columns; `_` is an empty cell. Rows are numbered from 2.
fn read(context: LedgerContext, table: &str) -> CheckedLedger {
    let mut rows = table.lines().map(str::trim).filter(|line| !line.is_empty());
    let header: Vec<&str> = rows.next().unwrap().split_whitespace().collect();
    let mut intake = LedgerIntake::new(context);
    for (number, line) in (2..).zip(rows) {
        let mut cells = vec![""; COLUMNS.len()];
        for (name, cell) in header.iter().zip(line.split_whitespace()) {
            let column = COLUMNS.iter().position(|it| it.is_named(name)).unwrap();
            cells[column] = if cell == "_" { "" } else { cell };
        }
        intake.row(&Row { number, byte_offset: number * 10, byte_length: 9, cells: &cells });
    }
    intake.finish().unwrap()
}

/// The faults, a line each: rule, row, column, cause, expected, actual, difference.
fn faults(checked: &CheckedLedger) -> String {
    let shown = checked.faults.kept().iter().map(|it| {
        let row = it.place.row.map_or("-".to_owned(), |row| row.to_string());
        let column = it.place.column.as_deref().unwrap_or("-");
        let difference = it.difference.as_deref().unwrap_or("-");
        format!(
            "{} {row} {column} | {} | {} | {} | {difference}",
            it.rule, it.cause, it.expected, it.actual
        )
    });
    shown.collect::<Vec<_>>().join("\n")
}

fn count(checked: &CheckedLedger, name: &str) -> i64 {
    checked.counts.iter().find(|(it, _)| *it == name).unwrap().1
}

const HEADER: &str = "voucher_type voucher_no date account debit credit maker reviewer";

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
fn a_voucher_balances_to_the_minor_unit_in_each_currency() {
    let checked = read(
        context(),
        "
        voucher_no date       account debit  credit currency maker reviewer
        1          2026-04-01 1002    100.01 _      _        甲    乙
        1          2026-04-01 4001    _      100    CNY      甲    乙
        2          2026-04-01 1002    100    _      CNY      甲    乙
        2          2026-04-01 4001    _      100    JPY      甲    乙
        3          2026-04-01 1002    100    _      JPY      甲    乙
        3          2026-04-01 4001    _      100    JPY      甲    乙
        ",
    );
    assert_eq!(
        faults(&checked),
        "F-1 2 - | 1 CNY | 100.01 | 100.00 | 0.01\n\
         F-1 4 - | 2 CNY | 100.00 | 0.00 | 100.00\n\
         F-1 4 - | 2 JPY | 0 | 100 | -100"
    );
    assert_eq!(count(&checked, counts::VOUCHERS_BALANCED), 1);
    assert!(checked.balances.iter().all(|it| it.sums.net_minor().abs() == 100));
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
fn dates_and_periods_are_of_the_submission() {
    let checked = read(
        context(),
        "
        voucher_no period  date       account debit credit maker reviewer
        1          2026-04 2026-04-30 1002    1     0      甲    乙
        1          2026-04 2026-04-30 4001    0     1      甲    乙
        2          2026-05 2026-05-01 1002    1     0      甲    乙
        2          2026-05 2026-05-01 4001    0     1      甲    乙
        3          Mai     2026-04-01 1002    1     0      甲    乙
        ",
    );
    assert_eq!(
        faults(&checked),
        "F-12 4 date | 2 date | 2026-04-01..2026-04-30 | 2026-05-01 | -\n\
         F-12 4 period | 2 period | 2026-04 | 2026-05 | -\n\
         R-6 6 period | 3 period | YYYY-MM | Mai | -"
    );
    assert_eq!(count(&checked, counts::VOUCHERS_IN_PERIOD), 1);
    assert_eq!(count(&checked, counts::VOUCHERS_BALANCED), 2);
}

#[test]
fn nothing_counts_in_a_closed_period() {
    let checked = read(
        LedgerContext { closed: true, ..context() },
        "
        record  voucher_no date       account debit credit maker reviewer
        期初    _          _          1002    0     0      _     _
        line    1          2026-04-30 1002    1     0      甲    乙
        分录    1          2026-04-30 4001    0     1      甲    乙
        ",
    );
    assert_eq!(faults(&checked), "F-12-closed - - | closed |  | 2026-04 | -");
    assert!(checked.balances.is_empty() && !checked.vouchers.is_counted(0));
    assert_eq!(count(&checked, counts::VOUCHERS_BALANCED), 1);
}

#[test]
fn lines_of_the_separate_ledger_have_their_dimensions() {
    let checked = read(
        context(),
        "
        voucher_no date       account debit credit product use            maker reviewer
        1          2026-04-01 1002    3     0      _       _              甲    乙
        1          2026-04-01 6001.01 0     1      P-1     产业和行业发展 甲    乙
        1          2026-04-01 6001    0     1      P-1     _              甲    乙
        1          2026-04-01 600101  0     1      _       _              甲    乙
        2          2026-04-01 6001X   0     0      _       _              甲    乙
        2          2026-04-01 600     0     0      _       free           甲    乙
        ",
    );
    assert_eq!(
        faults(&checked),
        "F-4 4 use | 1 6001 use | use |  | -\n\
         F-4 5 product | 1 600101 product, use | product, use |  | -\n\
         R-6 7 use | 2 use | public, industry | free | -"
    );
    assert_eq!(count(&checked, counts::SEPARATE_LINES), 3);
    assert_eq!(count(&checked, counts::SEPARATE_LINES_COMPLETE), 1);
    assert_eq!(checked.dimensions[1].use_, "industry");
}

#[test]
fn openings_balance_and_continue_the_month_before() {
    let table = "
        record  voucher_no date account debit credit
        opening _          _    1002    5.00  _
        opening _          _    1002    1.00  _
        opening _          _    4001    _     5.00
        ";
    let checked = read(context(), table);
    assert_eq!(faults(&checked), "F-3 - - | opening  CNY | 6.00 | 5.00 | 1.00");
    let sums = Sums { debit_minor: 600, credit_minor: 0 };
    assert_eq!((checked.balances[0].entry, checked.balances[0].sums), (EntryKind::Opening, sums));
    assert!(checked.dimension_currencies.is_empty());

    let before =
        [("1002", 600, 0), ("4001", 0, 500)].map(|(account, debit_minor, credit_minor)| {
            ((account.to_owned(), Currency::CNY), Sums { debit_minor, credit_minor })
        });
    let closings_before = Some(BTreeMap::from(before));
    let chained = read(LedgerContext { closings_before, ..context() }, table);
    assert_eq!(faults(&chained), faults(&checked));
}

#[test]
fn two_people_make_and_review() {
    let checked = read(
        context(),
        "
        voucher_no date       account debit credit maker reviewer
        1          2026-04-01 1002    1     0      甲    乙
        1          2026-04-01 4001    0     1      _     _
        2          2026-04-01 1002    0     0      甲    甲
        3          2026-04-01 1002    0     0      甲    _
        4          2026-04-01 1002    0     0      _     _
        5          2026-04-01 1002    0     0      甲    乙
        5          2026-04-01 1002    0     0      丙    乙
        ",
    );
    assert_eq!(
        faults(&checked),
        "F-13 4 reviewer | 2 |  | 甲 | -\n\
         F-13 5 reviewer | 3 |  |  | -\n\
         F-13 6 reviewer | 4 |  |  | -\n\
         R-8 7 maker | 5 maker | 丙 | 甲 | -"
    );
    assert_eq!(count(&checked, counts::VOUCHERS_TWO_PEOPLE), 1);

    let nobody = read(
        context(),
        "voucher_no date account debit credit\n1 2026-04-01 1002 0 0\n2 2026-04-01 1002 0 0",
    );
    assert_eq!(faults(&nobody), "F-13 - - | file |  |  | -");
    assert_eq!(count(&nobody, counts::VOUCHERS_TWO_PEOPLE), 0);
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
    (checked.faults.counts().clone(), checked.counts.clone(), vouchers, balances)
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
    let conflicts = [(1, "S-9".to_owned()), (1, "S-9".to_owned())];
    let faults = checked.exclude(&conflicts).unwrap();
    assert_eq!(faults.counts()[rules::VOUCHER_CONFLICT], 1);
    assert_eq!(faults.kept()[0].place.row, Some(4));
    assert!(checked.vouchers.is_counted(0) && !checked.vouchers.is_counted(1));
    assert_eq!(checked.balances, read_lines(first).balances);
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
