//! Ledgers: posting, conflicts, registers page by page, balances as known then.

use metrics::finding::Faults;
use metrics::form::Origin;
use metrics::kind::{Kind, Verdict};
use metrics::ledger::close::FailedVouchers;
use metrics::ledger::{
    AccountUsed, BalanceRow, CheckedLedger, Dimensions, EntryKind, HeldLines, Invoices, Line,
    SaidOfMonth, Sums, Voucher, Vouchers, trial_balance,
};
use metrics::money::Currency;
use store::StoreError;
use store::ledger::RegisterKey;
use store::posting::Outcome;

use crate::world::{World, accepted, at, on_each_engine, operator, period};

/// A file of vouchers, each moving an amount from 1002 to 6001 on a day.
pub(crate) fn ledger(vouchers: &[(&str, i64, u8)], summary: &str) -> CheckedLedger {
    let account = |code: &str| AccountUsed { code: code.into(), name: String::new() };
    let total: i64 = vouchers.iter().map(|(_, amount, _)| amount).sum();
    let balance = |account, debit_minor, credit_minor| BalanceRow {
        account,
        currency: 0,
        entry: EntryKind::Movement,
        product: "P1".into(),
        use_: "industry".into(),
        cost_class: String::new(),
        sums: Sums { debit_minor, credit_minor },
    };
    let mut ledger = CheckedLedger {
        party: operator(),
        period: period("2026-04"),
        accounts: vec![account("1002"), account("6001")],
        currencies: vec![(Currency::CNY, 2)],
        invoices: Invoices::default(),
        dimensions: vec![Dimensions { product: "P1".into(), ..Dimensions::default() }],
        separate: vec![false, true],
        complete: vec![true],
        dimension_currencies: vec![(0, 0)],
        vouchers: Vouchers::default(),
        lines: Box::new(HeldLines::default()),
        balances: vec![balance(0, total, 0), balance(1, 0, total)],
        said: SaidOfMonth::default(),
        dropped: FailedVouchers::default(),
        counts: vec![("vouchers", 1)],
        faults: Faults::default(),
        rows: 0,
        understood: 0,
    };
    for ((number, amount, day), index) in vouchers.iter().zip(0..) {
        let row = u64::from(2 * index + 2);
        let voucher = Voucher {
            voucher_type: "记",
            number,
            date: jiff::civil::date(2026, 4, day.cast_signed()),
            maker: "甲",
            reviewer: "乙",
            poster: "丙",
            origin: Origin { row, ..Origin::default() },
            lines: 2,
            counted: true,
        };
        ledger.vouchers.push(&voucher).unwrap();
        let line = |account, debit_minor, credit_minor| Line {
            voucher: index,
            account,
            dimensions: 0,
            currency: 0,
            day: *day,
            debit_minor,
            credit_minor,
            original_minor: 0,
            invoice: Invoices::NONE,
            summary: 0..0,
            row: u32::try_from(row).unwrap() + account,
            byte_length: 10,
            byte_offset: 10 * row,
        };
        ledger.lines.push(&line(0, *amount, 0), summary);
        ledger.lines.push(&line(1, 0, *amount), summary);
    }
    ledger
}

pub(crate) async fn post(
    world: &World,
    receipt: &str,
    mut ledger: CheckedLedger,
    second: i64,
) -> Vec<(u32, String)> {
    let submission = world.submission(receipt).await;
    let mut posting = world.writer.begin_posting(&submission, at(second)).await.unwrap().unwrap();
    let conflicts = posting.voucher_conflicts(&ledger).await.unwrap();
    posting.ledger(&mut ledger, 1_000).await.unwrap();
    let outcome = Outcome {
        verdict: Verdict::Accepted,
        rows: 4,
        understood: 4,
        faults: 0,
        policy_sha256: "p",
        counts: &ledger.counted(),
    };
    posting.finish(&outcome).await.unwrap();
    conflicts.into_iter().map(|it| (it.voucher, it.receipt)).collect()
}

async fn closing(world: &World, second: i64) -> i64 {
    let reader = world.writer.reader();
    let facts = reader.balance_facts(&operator(), period("2026-04"), at(second)).await.unwrap();
    let balances = trial_balance(&facts, period("2026-04"), |_| 2).unwrap();
    balances.first().map_or(0, |it| it.closing_debit_minor)
}

#[tokio::test]
async fn balances_follow_what_is_in_force_at_the_time_asked() {
    on_each_engine("balances", async |world| {
        let old = world.receive(Kind::Ledger, b"1", None, 0).await;
        post(&world, &old.receipt, ledger(&[("1", 100, 1), ("2", 50, 2)], "收款"), 1).await;
        let new = world.receive(Kind::Ledger, b"2", Some(&old.receipt), 2).await;
        let conflicts = post(&world, &new.receipt, ledger(&[("1", 70, 1)], "收款"), 3).await;
        assert_eq!(conflicts, [], "what is superseded does not conflict");
        let found = [0, 1, 2, 3].map(|second| closing(&world, second));
        let mut closings = Vec::new();
        for closing in found {
            closings.push(closing.await);
        }
        assert_eq!(closings, [0, 150, 150, 70]);
        let reader = world.writer.reader();
        for (second, expected) in [(0, vec![]), (1, vec![0, 150]), (3, vec![0, 70])] {
            let sums = reader.ledger_sums(&operator(), None, at(second)).await.unwrap();
            let credits: Vec<i64> = sums.iter().map(|it| it.sums.credit_minor).collect();
            assert_eq!(credits, expected, "{second}");
            assert!(sums.iter().all(|it| it.is_renminbi_movement() && it.use_ == "industry"));
        }
        // What was noted when it was posted is what is read.
        let stranger = store::Reader::open(&world.url).await.unwrap();
        for second in [0, 1, 3] {
            let noted = reader.carried_facts(&operator(), period("2026-04"), at(second)).await;
            let read = stranger.carried_facts(&operator(), period("2026-04"), at(second)).await;
            assert_eq!(noted.unwrap(), read.unwrap(), "{second}");
        }
    })
    .await;
}

/// Posts a ledger that counts one amount on two accounts; whether the store took it.
async fn try_amount(world: &World, (body, amount): (&[u8], i64), second: i64) -> bool {
    let received = world.receive(Kind::Ledger, body, None, second).await;
    let submission = world.submission(&received.receipt).await;
    let mut posting = world.writer.begin_posting(&submission, at(second)).await.unwrap().unwrap();
    let number = second.to_string();
    match posting.ledger(&mut ledger(&[(&number, amount, 1)], ""), 1_000).await {
        Ok(()) => {
            posting.finish(&accepted(2)).await.unwrap();
            true
        }
        Err(StoreError::Limit { limit_max, .. }) if [1 << 50, 1 << 12].contains(&limit_max) => {
            false
        }
        Err(error) => panic!("{error}"),
    }
}

#[tokio::test]
async fn sums_of_one_party_stay_within_what_every_reader_can_add_up() {
    on_each_engine("bound", async |world| {
        assert!(!try_amount(&world, (b"1", i64::MAX), 1).await);
        // A red amount is as large as a black one.
        assert!(!try_amount(&world, (b"2", -i64::MAX), 2).await);
        assert!(try_amount(&world, (b"3", 1 << 49), 3).await, "twice 2^49 is the limit");
        assert!(try_amount(&world, (b"4", -(1 << 49)), 4).await);
        assert!(!try_amount(&world, (b"5", (1 << 49) + 1), 5).await);
        assert_eq!(closing(&world, 6).await, 0);
    })
    .await;
}

/// Copies of the first ledger of the party that are in force, to so many in all.
const FILL: [&str; 2] = [
    "WITH RECURSIVE numbers (number) AS
         (SELECT 2 UNION ALL SELECT number + 1 FROM numbers WHERE number < 4095)
     INSERT INTO submissions (id, receipt, kind, party_id, sender, source, format, file_name,
                              sha256, size_bytes, received_at)
     SELECT 100000 + number, 'copy ' || number, kind, party_id, sender, source, format, file_name,
            sha256, size_bytes, received_at
     FROM submissions, numbers
     WHERE id = (SELECT MIN(id) FROM submissions WHERE kind = 'ledger')",
    "INSERT INTO checks (submission_id, checked_at, verdict, accepted_at, rows_total,
                         rows_understood, faults_total, policy_sha256)
     SELECT submissions.id, checked_at, verdict, accepted_at, rows_total, rows_understood,
            faults_total, policy_sha256
     FROM submissions, checks
     WHERE 100000 < submissions.id",
];

#[tokio::test]
async fn a_party_has_so_many_ledgers_in_force_and_no_more() {
    on_each_engine("bound_files", async |world| {
        assert!(try_amount(&world, (b"1", 1), 1).await);
        for statement in FILL {
            crate::audit::tamper(&world.url, statement).await;
        }
        assert!(try_amount(&world, (b"2", 1), 2).await, "the last of 4,096");
        assert!(!try_amount(&world, (b"3", 1), 3).await, "one more");
    })
    .await;
}

#[tokio::test]
async fn the_same_voucher_from_another_submission_is_a_conflict() {
    on_each_engine("conflict", async |world| {
        let first = world.receive(Kind::Ledger, b"1", None, 0).await;
        assert_eq!(post(&world, &first.receipt, ledger(&[("1", 100, 1)], "收款"), 1).await, []);
        let second = world.receive(Kind::Ledger, b"2", None, 2).await;
        let again = ledger(&[("2", 5, 1), ("1", 100, 1), ("01", 7, 1), ("A1", 7, 1)], "收款");
        let conflicts = post(&world, &second.receipt, again, 3).await;
        assert_eq!(conflicts, [(1, first.receipt.clone()), (2, first.receipt)], "01 is 1");
    })
    .await;
}

#[tokio::test]
async fn a_register_is_paged_without_gap_or_repetition() {
    on_each_engine("register_pages", async |world| {
        let vouchers: Vec<(String, i64, u8)> = (1..=25)
            .map(|number| (number.to_string(), i64::from(number), 1 + number % 5))
            .collect();
        let vouchers: Vec<(&str, i64, u8)> =
            vouchers.iter().map(|(number, amount, day)| (number.as_str(), *amount, *day)).collect();
        let key = RegisterKey {
            party: operator(),
            account: "1002".to_owned(),
            span: "2026-Q2".parse().unwrap(),
            as_of: at(3),
        };
        let reader = world.writer.reader();
        assert_eq!(reader.register_lines(&key, None, 7).await.unwrap(), []);
        let first = world.receive(Kind::Ledger, b"1", None, 0).await;
        post(&world, &first.receipt, ledger(&vouchers[..20], "收款"), 1).await;
        // A second file of the same month continues the sequences of the first.
        let second = world.receive(Kind::Ledger, b"2", None, 2).await;
        post(&world, &second.receipt, ledger(&vouchers[20..], "收款"), 3).await;

        let (mut found, mut after) = (Vec::new(), None);
        loop {
            let page = reader.register_lines(&key, after, 7).await.unwrap();
            let Some(last) = page.last() else { break };
            after = Some(last.cursor);
            found.extend(page);
        }
        assert_eq!(found.len(), 25);
        assert_eq!(found.iter().map(|it| it.sums.debit_minor).sum::<i64>(), 25 * 26 / 2);
        assert!(found.is_sorted_by_key(|it| it.day));
        // Another party's account of the same code, and the party's other account, are other registers.
        let stranger = RegisterKey { party: "name:乙".parse().unwrap(), ..key.clone() };
        assert_eq!(reader.register_lines(&stranger, None, 99).await.unwrap(), []);
        let revenue = RegisterKey { account: "6001".to_owned(), ..key };
        let revenue = reader.register_lines(&revenue, None, 99).await.unwrap();
        assert_eq!(revenue.iter().map(|it| it.sums.credit_minor).sum::<i64>(), 25 * 26 / 2);
        let line = &found[0];
        assert_eq!((line.account.as_str(), line.summary.as_str()), ("1002", "收款"));
        assert_eq!((line.voucher_type.as_str(), line.dimensions.product.as_str()), ("记", "P1"));

        let (voucher, lines) = reader.voucher(line.voucher_id).await.unwrap().unwrap();
        assert_eq!((voucher.number.as_str(), voucher.maker.as_str()), (line.number.as_str(), "甲"));
        assert!(voucher.counted());
        assert_eq!(lines.len(), 2);

        // Two lines of each voucher, from row 2 on.
        let rows = reader.ledger_rows(&operator(), period("2026-04")).await.unwrap();
        let expected = [(first.receipt, (2, 41)), (second.receipt, (2, 11))];
        assert_eq!(rows, expected.into());
        let none = reader.ledger_rows(&operator(), period("2026-05")).await.unwrap();
        assert_eq!(none, [].into());
        let stranger = "name:甲".parse().unwrap();
        assert_eq!(reader.ledger_rows(&stranger, period("2026-04")).await.unwrap(), [].into());
    })
    .await;
}

#[tokio::test]
async fn text_that_copy_would_misread_comes_back_unchanged() {
    on_each_engine("copy_text", async |world| {
        let hostile = "a\tb\\N\n\r\\.\u{202e}'\"";
        let received = world.receive(Kind::Ledger, b"1", None, 0).await;
        post(&world, &received.receipt, ledger(&[("1", 1, 1)], hostile), 1).await;
        let key = RegisterKey {
            party: operator(),
            account: "1002".to_owned(),
            span: "2026-04".parse().unwrap(),
            as_of: at(1),
        };
        let found = world.writer.reader().register_lines(&key, None, 9).await.unwrap();
        assert_eq!(found[0].summary, hostile);
    })
    .await;
}

/// More sets and accounts than one statement asks for, half of them known from another file.
#[tokio::test]
async fn each_line_keeps_its_account_and_dimensions_however_many_there_are() {
    const KINDS: u32 = 100;
    let many = |kinds: std::ops::Range<u32>, number: &str| {
        let mut ledger = ledger(&[], "");
        ledger.balances.clear();
        for (index, kind) in (0_u32..).zip(kinds) {
            let code = format!("5001{kind:03}");
            ledger.accounts.push(AccountUsed { code: code.clone(), name: format!("科目{kind}") });
            ledger.dimensions.push(Dimensions { counterparty: code, ..Dimensions::default() });
            ledger.dimension_currencies.push((1 + index, 0));
            let voucher = Voucher {
                voucher_type: "记",
                number: &format!("{number}-{kind}"),
                date: jiff::civil::date(2026, 4, 1),
                maker: "",
                reviewer: "",
                poster: "",
                origin: Origin::default(),
                lines: 1,
                counted: true,
            };
            ledger.vouchers.push(&voucher).unwrap();
            let line = Line {
                voucher: index,
                account: 2 + index,
                dimensions: 1 + index,
                currency: 0,
                day: 1,
                debit_minor: 1,
                credit_minor: 0,
                original_minor: 0,
                invoice: Invoices::NONE,
                summary: 0..0,
                row: index,
                byte_length: 1,
                byte_offset: 1,
            };
            ledger.lines.push(&line, "");
        }
        ledger
    };
    on_each_engine("many_sets", async |world| {
        let first = world.receive(Kind::Ledger, b"1", None, 0).await;
        post(&world, &first.receipt, many(0..KINDS / 2, "1"), 1).await;
        let second = world.receive(Kind::Ledger, b"2", None, 2).await;
        post(&world, &second.receipt, many(0..KINDS, "2"), 3).await;
        for kind in 0..KINDS {
            let code = format!("5001{kind:03}");
            let key = RegisterKey {
                party: operator(),
                account: code.clone(),
                span: "2026-04".parse().unwrap(),
                as_of: at(3),
            };
            let found = world.writer.reader().register_lines(&key, None, 9).await.unwrap();
            let told: Vec<&str> = found.iter().map(|it| &*it.dimensions.counterparty).collect();
            let expected = if kind < KINDS / 2 { 2 } else { 1 };
            assert_eq!(told, vec![code.as_str(); expected]);
        }
    })
    .await;
}

/// Dimensions that differ in the original currency only are two.
#[tokio::test]
async fn original_amounts_come_back_with_their_currency() {
    on_each_engine("originals", async |world| {
        let mut ledger = ledger(&[("1", 50, 1)], "收入");
        let plain = ledger.dimensions[0].clone();
        ledger.dimensions.push(Dimensions { original_currency: "JPY".into(), ..plain });
        ledger.dimension_currencies.push((1, 0));
        let foreign = Line {
            voucher: 0,
            account: 0,
            dimensions: 1,
            currency: 0,
            day: 1,
            debit_minor: 60,
            credit_minor: 0,
            original_minor: -1_000,
            invoice: Invoices::NONE,
            summary: 0..0,
            row: 9,
            byte_length: 10,
            byte_offset: 90,
        };
        ledger.lines.push(&foreign, "外币");
        let received = world.receive(Kind::Ledger, b"1", None, 0).await;
        post(&world, &received.receipt, ledger, 1).await;
        let key = RegisterKey {
            party: operator(),
            account: "1002".to_owned(),
            span: "2026-04".parse().unwrap(),
            as_of: at(1),
        };
        let found = world.writer.reader().register_lines(&key, None, 9).await.unwrap();
        let originals = found.iter().map(|it| {
            (it.dimensions.original_currency.as_str(), it.original_minor, it.sums.debit_minor)
        });
        assert_eq!(originals.collect::<Vec<_>>(), [("", 0, 50), ("JPY", -1_000, 60)]);
    })
    .await;
}

#[tokio::test]
async fn statements_are_made_of_what_is_in_force_at_the_time_asked() {
    on_each_engine("statement_facts", async |world| {
        let old = world.receive(Kind::Ledger, b"1", None, 0).await;
        post(&world, &old.receipt, ledger(&[("1", 100, 1), ("2", 50, 2)], ""), 1).await;
        let new = world.receive(Kind::Ledger, b"2", Some(&old.receipt), 2).await;
        post(&world, &new.receipt, ledger(&[("1", 70, 1)], ""), 3).await;
        let reader = world.writer.reader();
        for (month, second, expected) in [
            ("2026-04", 0, vec![]),
            ("2026-04", 1, vec![("1002", 150, 0), ("6001", 0, 150)]),
            ("2026-04", 3, vec![("1002", 70, 0), ("6001", 0, 70)]),
            ("2026-03", 3, vec![]),
            ("2026-05", 3, vec![("1002", 70, 0), ("6001", 0, 70)]),
        ] {
            let facts = reader.ledger_facts(&operator(), period(month), at(second)).await.unwrap();
            let found: Vec<(&str, i64, i64)> = (facts.sums.iter())
                .map(|it| (it.account.as_str(), it.sums.debit_minor, it.sums.credit_minor))
                .collect();
            assert_eq!(found, expected, "{month} at {second}");
            let is_whole = |it: &metrics::ledger::SumFact| {
                (it.product.as_str(), it.use_.as_str()) == ("P1", "industry")
            };
            assert!(facts.sums.iter().all(is_whole));
        }
        let unit = reader.unit(&operator(), at(3)).await.unwrap();
        assert_eq!((unit.party, unit.entries.len()), (operator(), 0));
    })
    .await;
}
