//! What need not be in any list of what is accepted is known all the same.

use std::path::Path;

use config::settings::Settings;
use metrics::kind::{Kind, Verdict};
use metrics::ledger::counts;

use super::*;
use crate::post::{post, post_waiting};
use crate::testing::{self, Paper};

const GOOD: &str = "voucher_no,date,account,debit,credit,maker,reviewer\n\
                    1,2026-04-01,1002,1,,甲,乙\n1,2026-04-01,4001,,1,甲,乙\n";

/// An installation of its own in a folder.
fn installed(folder: &Path) -> Installation {
    let url = format!("sqlite:{}", folder.join("mingjing.db").display());
    let settings = format!("[database]\nurl = \"{url}\"\n");
    let settings = Settings::parse(&folder.join("mingjing.toml"), &settings, &[]).unwrap();
    Installation::with(settings).unwrap()
}

/// A file that was refused, one that supersedes it, and one that supersedes that one.
#[tokio::test]
async fn a_correction_of_what_was_refused_is_as_it_was_handed_in() {
    let folder = tempfile::tempdir().unwrap();
    let installation = installed(folder.path());
    let writer = installation.writer().await.unwrap();
    let mut supersedes: Option<String> = None;
    let again = GOOD.replace(",1,,", ",2,,").replace(",,1,", ",,2,");
    for (body, verdict) in [
        ("x\n1\n", Verdict::Refused),
        (GOOD, Verdict::Accepted),
        (&again, Verdict::AcceptedWithFindings),
    ] {
        let (kind, party, period) = (Kind::Ledger, "name:甲", Some("2026-04"));
        let paper = Paper { kind, party, period, body, supersedes: supersedes.as_deref() };
        supersedes = Some(testing::hand_in(&installation, folder.path(), &paper).await);
        let posted = post_waiting(&installation, &writer).await.unwrap();
        assert_eq!(posted.iter().map(|it| it.verdict).collect::<Vec<_>>(), [verdict], "{body}");
    }
    let proof = prove(&installation, writer.reader()).await.unwrap();
    assert_eq!(proof, Proof::Whole { submissions: 2 });
}

/// A voucher that failed and that two files in the place of its own leave out is counted as failed, here
/// and there.
#[tokio::test]
async fn what_was_left_out_is_counted_when_it_is_posted_again() {
    let folder = tempfile::tempdir().unwrap();
    let installation = installed(folder.path());
    let writer = installation.writer().await.unwrap();
    let failed = format!("{GOOD}2,2026-04-01,1002,1,,甲,乙\n2,2026-04-01,4001,,2,甲,乙\n");
    let mut supersedes: Option<String> = None;
    for body in [&*failed, GOOD, &GOOD.replace('乙', "丙")] {
        let (kind, party, period) = (Kind::Ledger, "name:甲", Some("2026-04"));
        let paper = Paper { kind, party, period, body, supersedes: supersedes.as_deref() };
        let receipt = testing::hand_in(&installation, folder.path(), &paper).await;
        post_waiting(&installation, &writer).await.unwrap();
        let vouchers = writer.reader().count_of(&receipt, counts::VOUCHERS).await.unwrap();
        assert_eq!(vouchers, 2, "{body}");
        supersedes = Some(receipt);
    }
    let proof = prove(&installation, writer.reader()).await.unwrap();
    assert_eq!(proof, Proof::Whole { submissions: 3 });
}

/// A file that could not be posted when another one took its place had failed vouchers of which that one
/// knew nothing.
#[tokio::test]
async fn what_is_accepted_after_what_takes_its_place_is_not_counted_in_it() {
    let folder = tempfile::tempdir().unwrap();
    let installation = installed(folder.path());
    let writer = installation.writer().await.unwrap();
    let failed = format!("{GOOD}2,2026-04-01,1002,1,,甲,乙\n2,2026-04-01,4001,,2,甲,乙\n");
    let mut receipts: Vec<String> = Vec::new();
    for body in [&*failed, GOOD, &GOOD.replace('乙', "丙")] {
        let (kind, party, period) = (Kind::Ledger, "name:甲", Some("2026-04"));
        let supersedes = receipts.last().map(String::as_str);
        let paper = Paper { kind, party, period, body, supersedes };
        receipts.push(testing::hand_in(&installation, folder.path(), &paper).await);
    }
    // The good one of the first file is in force from the second by then (V-1); the one that failed stays.
    for (at, expected) in [(1, 1), (0, 1), (2, 1)] {
        let submission = writer.reader().submission(&receipts[at]).await.unwrap().unwrap();
        post(&installation, &writer, &submission).await.unwrap();
        let vouchers = writer.reader().count_of(&receipts[at], counts::VOUCHERS).await.unwrap();
        assert_eq!(vouchers, expected, "{at}");
    }
    let proof = prove(&installation, writer.reader()).await.unwrap();
    assert_eq!(proof, Proof::Whole { submissions: 3 });
}
