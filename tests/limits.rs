//! What exceeds a limit is refused with a finding, and what is handed in after it still comes through.

use std::fmt::Write as _;
use std::fs;

use daemon::pipeline::Scope;
use metrics::finding::reading;
use metrics::kind::{Kind, Verdict};
use metrics::period::Period;
use store::findings::FindingFilter;

use crate::world::{Hand, World, instant};

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
