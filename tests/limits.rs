//! What exceeds a limit is refused with a finding, and what is handed in after it still comes through.

use std::fmt::Write as _;
use std::fs;

use daemon::formats::Format;
use daemon::pipeline::Scope;
use metrics::finding::reading;
use metrics::kind::{Kind, Verdict};
use metrics::period::Period;
use store::findings::FindingFilter;

use crate::faults::on_postgres;
use crate::world::{Hand, OPERATOR, World, instant};

const HANDED_IN_AT: &str = "2026-05-08T01:00:00Z";
/// One more than 13 bits hold.
const ACCOUNTS: u32 = (1 << 13) + 1;

/// A balanced ledger of one voucher with so many accounts.
fn ledger(accounts: u32) -> String {
    let mut text = "voucher_no,date,account,debit,credit,maker,reviewer\n".to_owned();
    for account in 0..accounts {
        writeln!(text, "1,2026-04-01,{account:05},1.00,,li,wang").unwrap();
    }
    writeln!(text, "1,2026-04-01,00000,,{accounts}.00,li,wang").unwrap();
    text
}

#[tokio::test]
async fn too_many_accounts_are_refused_and_the_next_ledger_is_posted() {
    let folder = tempfile::tempdir().unwrap();
    let world = World::on_sqlite(folder.path());
    let april: Period = "2026-04".parse().unwrap();
    let mut receipts = Vec::new();
    for (name, accounts) in [("large.csv", ACCOUNTS), ("small.csv", 2)] {
        let path = folder.path().join(name);
        fs::write(&path, ledger(accounts)).unwrap();
        let hand = Hand {
            path: &path,
            kind: Kind::Ledger,
            period: Some(april),
            format: None,
            mapping: None,
        };
        receipts.push(world.submit(&hand, instant(HANDED_IN_AT)).await.unwrap().receipt);
    }
    let pass = world.pass(instant(HANDED_IN_AT), Scope::default()).await.unwrap();
    let verdicts: Vec<Verdict> = pass.posted.iter().map(|it| it.verdict).collect();
    assert_eq!(verdicts[0], Verdict::Refused);
    assert_ne!(verdicts[1], Verdict::Refused);

    let filter = FindingFilter { receipt: Some(receipts[0].clone()), ..FindingFilter::default() };
    let found = world.reader().await.findings_before(&filter, i64::MAX, 10).await.unwrap();
    let limit = found.iter().find(|it| it.rule == reading::LIMIT).unwrap();
    assert_eq!(limit.cause, "accounts of one party");
    assert_eq!((limit.actual.as_str(), limit.expected.as_str()), ("> 8191", "8191"));
}

/// Letters and digits that no database compresses.
fn noise(length: u32) -> String {
    let next = |state: &mut u32| {
        *state = state.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
        char::from_digit((*state >> 16) % 36, 36)
    };
    (0..length).scan(1, |state, _| next(state)).collect()
}

/// Files whose texts no database takes, or finds nothing by.
fn hostile() -> Vec<(Kind, Format, String)> {
    let long = noise(20_000);
    let mut files = Vec::new();
    for text in ["a\\u0000b", "\\u0000", " ", long.as_str()] {
        let stix = format!(r#"{{"objects":[{{"type":"incident","id":"{text}","name":"x"}}]}}"#);
        files.push((Kind::Incident, Format::Stix, stix));
        let kind = format!(r#"{{"objects":[{{"type":"{text}","id":"x"}}]}}"#);
        files.push((Kind::Incident, Format::Stix, kind));
        for (kind, columns) in [
            (Kind::Registry, "record=product code name"),
            (Kind::Registry, "record=party name kind=operator"),
            (Kind::Incident, "incident_no title discovered_at=2026-05-01T10:00 description"),
            (Kind::Supply, "record=item code title description"),
            (Kind::Usage, "number date=2026-04-01 product use buyer unit units=1 price=1"),
            (Kind::Pricing, "record=price product unit buyer from=2026-01-01 price=1"),
            (Kind::Disclosure, "record=basic year=2025 name address"),
            (
                Kind::Opinion,
                "record=determination matter=unfair-competition authority=court institution document \
                 date=2026-04-01 text",
            ),
            (Kind::Objection, "number code raised_on=2026-04-01 text reason cause"),
            (Kind::Demand, "number code raised_on=2026-04-01 text ground"),
            (
                Kind::Ledger,
                "voucher_type voucher_no date=2026-04-01 account debit=0 summary maker reviewer \
                 product scenario use funding authorization counterparty cost_class",
            ),
        ] {
            let cell = |it: &str| {
                let (column, value) = it.split_once('=').unwrap_or((it, text));
                format!(r#""{column}":"{value}""#)
            };
            let cells: Vec<String> = columns.split_whitespace().map(cell).collect();
            let cells = cells.join(",");
            // The ledger names no party: it is the submitter's.
            let party = format!(r#""party":"{OPERATOR}","#);
            let party = if kind == Kind::Ledger { "" } else { &party };
            let record = format!("[{{{party}{cells}}}]");
            files.push((kind, Format::Json, record));
        }
    }
    files
}

/// Each file gets a verdict, and so does what comes after it.
async fn gets_a_verdict(world: &World) {
    let files = hostile();
    for (number, (kind, format, text)) in files.iter().enumerate() {
        let path = world.folder.join(format!("{number}.json"));
        fs::write(&path, text).unwrap();
        let is_monthly = matches!(kind, Kind::Ledger | Kind::Usage);
        let period = is_monthly.then(|| "2026-04".parse().unwrap());
        let (kind, format) = (*kind, Some(*format));
        let hand = Hand { path: &path, kind, period, format, mapping: None };
        world.submit(&hand, instant(HANDED_IN_AT)).await.unwrap();
    }
    let pass = world.pass(instant(HANDED_IN_AT), Scope::default()).await.unwrap();
    assert_eq!(pass.posted.len(), files.len());
}

#[tokio::test]
async fn hostile_texts_get_a_verdict() {
    let folder = tempfile::tempdir().unwrap();
    gets_a_verdict(&World::on_sqlite(folder.path())).await;
}

#[tokio::test]
#[ignore = "needs PostgreSQL"]
async fn hostile_texts_get_a_verdict_on_postgres() {
    let folder = tempfile::tempdir().unwrap();
    gets_a_verdict(&on_postgres(folder.path(), "hostile").await).await;
}
