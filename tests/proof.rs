//! What is posted is compared with the bytes that were handed in: whatever is altered behind the program's
//! back is named, in every column.

use std::fs;

use daemon::pipeline::{Scope, Stage};
use daemon::proof::{Proof, prove};
use metrics::kind::Kind;
use sqlx::{AssertSqlSafe, Connection as _, PgConnection, SqliteConnection};
use store::proof::Difference;

use crate::faults::on_postgres;
use crate::world::{Hand, OPERATOR, WORKED_AT, World, instant};

/// One voucher that April has already, and one of its own.
const APRIL_AGAIN: &str = "\
record,period,voucher_type,voucher_no,date,account,debit,credit,product,scenario,use,funding,\
authorization,counterparty,cost_class,maker,reviewer,original_currency,original_amount,rate,invoice
line,2026-04,记,1,2026-04-10,1002,1060.00,,,,,,,,,陈,周,,,,
line,2026-04,记,1,2026-04-10,6001,,1060.00,,,,,,,,陈,周,,,,
line,2026-04,记,3,2026-04-21,6001,-7.00,,P-1,S-1,public,own,A-1,示例银行,direct,陈,周,USD,-1.00,7,FP-1
line,2026-04,记,3,2026-04-21,1002,,-7.00,,,,,,,,陈,周,,,,
general,2026-04,,,,1002,1060.00,,,,,,,,,,,,,,
";

const USAGE: &str = "\
number,date,product,scenario,use,buyer,unit,units,price,vat_included,amount,invoice,tax_rate,tax
1,2026-04-03,P-1,S-1,industry,示例银行,call,10,1.06,yes,10.00,1,6,0.60
";

/// A story with files of one month, a voucher that is there already, and usage.
async fn lived(world: &World) {
    world.hand_in_openly().await.unwrap();
    for (name, kind, body, at) in [
        ("ledger-2026-04-b.csv", Kind::Ledger, APRIL_AGAIN, "2026-06-21T00:00:00Z"),
        ("usage-2026-04.csv", Kind::Usage, USAGE, "2026-06-22T00:00:00Z"),
    ] {
        let path = world.folder.join(name);
        fs::write(&path, body).unwrap();
        let period = Some("2026-04".parse().unwrap());
        let hand = Hand { path: &path, kind, period, format: None, mapping: None };
        world.submit(&hand, instant(at)).await.unwrap();
        let scope = Scope { stage: Some(Stage::Post), ..Scope::default() };
        world.pass(instant(at), scope).await.unwrap();
    }
}

async fn proof(world: &World) -> Proof {
    let installation = world.installation(instant(WORKED_AT));
    prove(&installation, &world.reader().await).await.unwrap()
}

/// Alters what is posted in a copy of the world; what was found there first.
async fn altered(world: &World, statement: &str) -> Difference {
    match proof_of_altered(world, &[statement]).await {
        // What no fact can be read from may judge others: these are unproven besides.
        Proof::Broken { mut differences, .. } => differences.remove(0),
        proof => panic!("{statement}: {proof:?}"),
    }
}

/// Alters what is posted in a copy of the world, a row by each statement; what is proven there.
async fn proof_of_altered(world: &World, statements: &[&str]) -> Proof {
    let folder = tempfile::tempdir().unwrap();
    for name in ["mingjing.db", "mingjing.db-wal"] {
        let file = world.folder.join(name);
        if file.exists() {
            fs::copy(file, folder.path().join(name)).unwrap();
        }
    }
    let copy = World::on_sqlite(folder.path());
    let mut connection = SqliteConnection::connect(&copy.url).await.unwrap();
    for statement in statements {
        let statement = AssertSqlSafe(*statement);
        let done = sqlx::query(statement).execute(&mut connection).await.unwrap();
        assert_eq!(done.rows_affected(), 1);
    }
    connection.close().await.unwrap();
    proof(&copy).await
}

/// A statement of which `%` is what is set, the table and row that are named, and for each column what is set.
type Altered = (&'static str, (&'static str, Option<i64>), &'static [(&'static str, &'static str)]);

const ALTERED: &[Altered] = &[
    (
        "UPDATE ledger_lines SET % WHERE debit_minor = -700",
        ("ledger_lines", Some(4)),
        &[
            ("debit_minor", "debit_minor = -701"),
            ("credit_minor", "credit_minor = 1"),
            ("original_minor", "original_minor = -101"),
            ("summary", "summary = 'x'"),
            ("row_number", "row_number = 6"),
            ("byte_offset", "byte_offset = byte_offset + 1"),
            ("byte_length", "byte_length = byte_length - 1"),
            ("day", "id = id + 2097152"),
            ("account", "id = id - 67108864"),
            ("number", "voucher_id = (SELECT id FROM vouchers WHERE number = '1' AND counted = 0)"),
            ("", "party_id = party_id + 1"),
        ],
    ),
    (
        "UPDATE dimension_sets SET % WHERE original_currency = 'USD'",
        ("ledger_lines", Some(4)),
        &[
            ("currency", "currency = 'USD'"),
            ("original_currency", "original_currency = 'EUR'"),
            ("product", "product = 'P-2'"),
            ("scenario", "scenario = 'S-2'"),
            ("intended_use", "intended_use = 'industry'"),
            ("funding", "funding = 'subsidy'"),
            ("authorization_no", "authorization_no = ''"),
            ("counterparty", "counterparty = '乙'"),
            ("cost_class", "cost_class = 'shared'"),
        ],
    ),
    (
        "UPDATE vouchers SET % WHERE number = '3'",
        ("vouchers", Some(4)),
        &[
            ("voucher_type", "voucher_type = '收'"),
            ("number", "number = '4'"),
            ("dated_on", "dated_on = '2026-04-22'"),
            ("maker", "maker = '周'"),
            ("reviewer", "reviewer = '陈'"),
            ("poster", "poster = '陈'"),
            ("line_count", "line_count = 1"),
            ("counted", "counted = 0"),
        ],
    ),
    (
        "UPDATE balances SET % WHERE product = 'P-1' AND debit_minor = -700",
        ("balances", None),
        &[
            ("debit_minor", "debit_minor = 700"),
            ("credit_minor", "credit_minor = 1"),
            ("product", "product = ''"),
            ("intended_use", "intended_use = 'industry'"),
            ("cost_class", "cost_class = ''"),
            ("entry", "entry = 'opening'"),
            ("currency", "currency = 'USD'"),
            ("", "period = '2026-03'"),
        ],
    ),
    (
        "UPDATE counterparty_sums SET % WHERE debit_minor = -700",
        ("counterparty_sums", None),
        &[
            ("debit_minor", "debit_minor = 0"),
            ("credit_minor", "credit_minor = 700"),
            ("counterparty", "counterparty = '乙'"),
            ("funding", "funding = 'subsidy'"),
        ],
    ),
    (
        "UPDATE ledger_invoices SET % WHERE debit_minor = -700",
        ("ledger_invoices", None),
        &[
            ("debit_minor", "debit_minor = 0"),
            ("credit_minor", "credit_minor = 700"),
            ("product", "product = ''"),
            ("invoice", "invoice = 'FP-2'"),
            ("first_voucher", "first_voucher = '记-4'"),
            ("", "period = '2030-01'"),
        ],
    ),
    (
        "UPDATE submission_counts SET % WHERE name = 'vouchers'
         AND submission_id = (SELECT id FROM submissions WHERE file_name LIKE '%-b.csv')",
        ("submission_counts", None),
        &[("value", "value = 2"), ("name", "name = 'x'")],
    ),
    (
        "UPDATE voucher_runs SET % WHERE last_number = 3
         AND submission_id = (SELECT id FROM submissions WHERE file_name LIKE '%-b.csv')",
        ("voucher_runs", Some(4)),
        &[
            ("voucher_type", "voucher_type = '收'"),
            ("understood", "understood = 0"),
            ("first_number", "first_number = 2"),
            ("last_number", "last_number = 4"),
        ],
    ),
    (
        "UPDATE published_balances SET %",
        ("published_balances", Some(6)),
        &[
            ("sheet", "sheet = 'closing'"),
            ("currency", "currency = 'USD'"),
            ("account", "account = '1001'"),
            ("debit_minor", "debit_minor = 1"),
            ("credit_minor", "credit_minor = 1"),
        ],
    ),
    (
        "UPDATE amount_spreads SET % WHERE submission_id = (SELECT MAX(submission_id) FROM amount_spreads)",
        ("amount_spreads", None),
        &[("digit_7", "digit_7 = 9"), ("round", "round = 9"), ("month_end", "month_end = 9")],
    ),
    (
        "UPDATE usage_records SET %",
        ("usage_records", Some(2)),
        &[("amount_fen", "amount_fen = 999"), ("intended_use", "intended_use = 'public'")],
    ),
    (
        "UPDATE usage_sums SET %",
        ("usage_sums", None),
        &[("amount_fen", "amount_fen = 999"), ("buyer", "buyer = '乙'")],
    ),
    (
        "UPDATE usage_invoices SET %",
        ("usage_invoices", None),
        &[
            ("amount_fen", "amount_fen = 999"),
            ("invoice", "invoice = '2'"),
            ("product", "product = 'P-2'"),
            ("first_number", "first_number = '2'"),
        ],
    ),
    (
        "UPDATE usage_products SET %",
        ("usage_products", Some(2)),
        &[
            ("product", "product = 'P-2'"),
            ("records", "records = 9"),
            ("priced", "priced = '9'"),
            ("charged", "charged = '9'"),
            ("rounding", "rounding = '9'"),
            ("tolerance", "tolerance = '9'"),
            ("row_number", "row_number = 9"),
        ],
    ),
    (
        "UPDATE register_facts SET % WHERE record = 'account'",
        ("register_facts", Some(9)),
        &[("code", "code = '6051'"), ("body", "body = '{}'")],
    ),
    (
        "UPDATE incidents SET %",
        ("incidents", Some(2)),
        &[("incident_no", "incident_no = 'E-2'"), ("body", "body = '{}'")],
    ),
    (
        "UPDATE checks SET % WHERE submission_id = 2",
        ("checks", None),
        &[
            ("verdict", "verdict = 'refused'"),
            ("accepted_at", "accepted_at = NULL"),
            ("checked_at", "checked_at = '2026-04-01T00:00:00.000000Z'"),
            ("rows_total", "rows_total = rows_total + 1"),
            ("rows_understood", "rows_understood = 0"),
            ("faults_total", "faults_total = faults_total + 1"),
            ("policy_sha256", "policy_sha256 = 'of another release'"),
        ],
    ),
    (
        "UPDATE submissions SET % WHERE file_name = 'usage-2026-04.csv'",
        ("submissions", None),
        &[
            ("sha256", "sha256 = (SELECT sha256 FROM submissions WHERE id = 1)"),
            ("received_at", "received_at = '2026-04-01T00:00:00.000000Z'"),
            ("receipt", "format = 'jsonl'"),
            ("receipt", "kind = 'supply'"),
            ("receipt", "period = '2026-05'"),
            ("receipt", "party_id = (SELECT MIN(id) FROM parties WHERE id <> party_id)"),
            ("receipt", "supersedes = (SELECT receipt FROM submissions WHERE id = 1)"),
        ],
    ),
    (
        "UPDATE blob_chunks SET % WHERE blob_id = 1",
        ("blob_chunks", None),
        &[("bytes", "bytes = (SELECT bytes FROM blob_chunks WHERE blob_id = 2)")],
    ),
];

#[tokio::test]
async fn whatever_is_altered_is_named() {
    let folder = tempfile::tempdir().unwrap();
    let world = World::on_sqlite(folder.path());
    lived(&world).await;
    assert_eq!(proof(&world).await, Proof::Whole { submissions: 6 });
    for (statement, (table, row), changes) in ALTERED {
        for (column, change) in *changes {
            let found = altered(&world, &statement.replacen('%', change, 1)).await;
            let named = (found.table, found.column.as_deref().unwrap_or_default());
            assert_eq!(named, (*table, *column), "{change}: {found:?}");
            assert_eq!(found.row, *row, "{change}: {found:?}");
            assert_ne!(found.expected, found.actual, "{change}: {found:?}");
        }
    }
}

/// Both values and whose file it is are told; rows that are gone, put in or of a refused file are found, too.
#[tokio::test]
async fn rows_that_are_gone_or_put_in_are_found() {
    let folder = tempfile::tempdir().unwrap();
    let world = World::on_sqlite(folder.path());
    lived(&world).await;
    let line = "WHERE debit_minor = -700";
    let found = altered(&world, &format!("UPDATE ledger_lines SET summary = '退费' {line}")).await;
    assert_eq!(found.party.unwrap().as_str(), OPERATOR);
    assert_eq!(found.file_name, "ledger-2026-04-b.csv");
    let values = (found.expected.as_deref(), found.actual.as_deref());
    assert_eq!(values, (Some(""), Some("退费")));
    for (statement, table, row) in [
        ("DELETE FROM ledger_lines WHERE debit_minor = -700", "ledger_lines", Some(4)),
        (
            "INSERT INTO ledger_lines
             SELECT id + 1, party_id, voucher_id, dimension_set_id, debit_minor, credit_minor,
                    summary, row_number, byte_offset, byte_length, original_minor
             FROM ledger_lines WHERE debit_minor = -700",
            "ledger_lines",
            None,
        ),
        (
            "INSERT INTO balances
             SELECT party_id, '2026-05', 1, account, currency, entry, product, intended_use,
                    cost_class, 1, 0
             FROM balances WHERE debit_minor = -700 AND product = 'P-1'",
            "balances",
            None,
        ),
        (
            "INSERT INTO balances
             SELECT party_id, '2027-05', submission_id, account, currency, entry, product,
                    intended_use, cost_class, 1, 0
             FROM balances WHERE debit_minor = -700 AND product = 'P-1'",
            "balances",
            None,
        ),
        (
            "INSERT INTO ledger_invoices
             SELECT party_id, '2030-01', submission_id, account, currency, product, invoice,
                    debit_minor, credit_minor, first_voucher
             FROM ledger_invoices WHERE debit_minor = -700",
            "ledger_invoices",
            None,
        ),
        (
            "INSERT INTO register_facts
             SELECT 99, 2, row_number, byte_offset, byte_length, party_id, record, code, body
             FROM register_facts WHERE record = 'account'",
            "register_facts",
            Some(9),
        ),
        (
            "INSERT INTO supersessions
             SELECT new.id, old.id, '2026-06-23T00:00:00.000000Z'
             FROM submissions AS new, submissions AS old
             WHERE new.file_name = 'ledger-2026-04-b.csv'
               AND old.file_name = 'ledger-2026-04.csv'",
            "supersessions",
            None,
        ),
        ("DELETE FROM published_balances WHERE sheet = 'general'", "published_balances", Some(6)),
        ("DELETE FROM voucher_runs WHERE first_number = 3", "voucher_runs", Some(4)),
        ("DELETE FROM checks WHERE submission_id = 6", "checks", None),
    ] {
        let found = altered(&world, statement).await;
        assert_eq!((found.table, found.row), (table, row), "{statement}: {found:?}");
        assert_ne!(found.expected, found.actual, "{statement}: {found:?}");
    }
}

/// What differs in one part, or cannot be posted again there, hides nothing of another.
#[tokio::test]
async fn each_part_is_proven_by_itself() {
    let folder = tempfile::tempdir().unwrap();
    let world = World::on_sqlite(folder.path());
    lived(&world).await;
    let line = "UPDATE ledger_lines SET summary = 'x' WHERE debit_minor = -700";
    let usage = "UPDATE usage_sums SET amount_fen = 999";
    let pack = "UPDATE checks SET policy_sha256 = 'of another release'
                WHERE submission_id = (SELECT submission_id FROM incidents)";
    let Proof::Broken { differences, unproven } =
        proof_of_altered(&world, &[line, usage, pack]).await
    else {
        panic!("nothing differs");
    };
    let tables: Vec<_> = differences.iter().map(|it| it.table).collect();
    let expected = vec!["checks", "usage_sums", "ledger_lines"];
    assert_eq!((tables, unproven.len()), (expected, 1));
}

/// Nothing that is posted differs from the bytes, but what judged them is not what it was.
#[tokio::test]
async fn a_pack_that_was_altered_proves_nothing() {
    let folder = tempfile::tempdir().unwrap();
    let world = World::on_sqlite(folder.path());
    lived(&world).await;
    let pack = "UPDATE documents SET body = body || ' ' WHERE kind = 'policy'";
    let Proof::Unproven { unproven } = proof_of_altered(&world, &[pack]).await else {
        panic!("what cannot be posted again is no difference");
    };
    assert!(!unproven.is_empty());
    assert!(unproven.iter().all(|it| it.reason.contains("documents")), "{unproven:?}");
}

#[tokio::test]
#[ignore = "needs PostgreSQL"]
async fn it_is_the_same_on_postgres() {
    let folder = tempfile::tempdir().unwrap();
    let world = on_postgres(folder.path(), "proof").await;
    lived(&world).await;
    assert_eq!(proof(&world).await, Proof::Whole { submissions: 6 });
    let mut connection = PgConnection::connect(&world.url).await.unwrap();
    for (statement, table) in [
        ("UPDATE ledger_lines SET summary = '退费' WHERE debit_minor = -700", "ledger_lines"),
        (
            "UPDATE checks SET checked_at = '2026-04-01T00:00:00.000000Z' WHERE submission_id = 6",
            "checks",
        ),
        ("UPDATE submissions SET format = 'jsonl' WHERE id = 6", "submissions"),
    ] {
        sqlx::query(statement).execute(&mut connection).await.unwrap();
        let Proof::Broken { differences, .. } = proof(&world).await else {
            panic!("not found: {statement}");
        };
        assert!(differences.iter().any(|it| it.table == table), "{differences:?}");
    }
}
