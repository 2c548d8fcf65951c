//! Posting what was handed in: nothing holds up anything else, and nothing counts twice.

use std::io::Cursor;
use std::path::Path;

use config::settings::Settings;
use metrics::kind::Kind;
use metrics::ledger::counts;
use metrics::period::Period;
use store::findings::FindingFilter;
use store::submissions::NewSubmission;

use super::*;

/// What is handed in: kind, month, format, bytes.
type Handed<'a> = (Kind, Option<Period>, &'a str, &'a [u8]);

/// Hands something in; gives its receipt.
async fn receive(writer: &Writer, (kind, period, format, bytes): Handed<'_>) -> String {
    let submission = NewSubmission {
        kind,
        party: &"name:示例市数据局".parse().unwrap(),
        period,
        sender: "li",
        source: "submit",
        format,
        mapping_sha256: None,
        file_name: "a",
        received_at: "2026-07-01T00:00:00Z".parse().unwrap(),
        supersedes: None,
    };
    writer.receive(&submission, &mut Cursor::new(bytes)).await.unwrap().receipt
}

async fn world(folder: &Path) -> (Installation, Writer) {
    let path = folder.join("mingjing.toml");
    let installation = Installation::with(Settings::parse(&path, "", &[]).unwrap()).unwrap();
    let writer = installation.writer().await.unwrap();
    (installation, writer)
}

#[tokio::test]
async fn what_cannot_be_posted_holds_up_nobody_else() {
    let folder = tempfile::tempdir().unwrap();
    let (installation, writer) = world(folder.path()).await;
    let later = |bytes: &'static [u8]| (Kind::Registry, None, "of-a-later-release", bytes);
    let first = receive(&writer, later(b"1")).await;
    let registry = (Kind::Registry, None, "csv", &b"record,party,name,kind\n"[..]);
    let second = receive(&writer, registry).await;
    receive(&writer, later(b"2")).await;
    for _ in 0..2 {
        let error = post_waiting(&installation, &writer).await.unwrap_err();
        assert!(matches!(error, PostError::Format { receipt } if receipt == first));
        let posted = writer.reader().submission(&second).await.unwrap().unwrap();
        assert!(posted.check.is_some());
    }
}

/// The same vouchers and totals of the general ledger in other bytes: V-1 says so of each voucher, and the
/// totals are those of the month still, counted once.
#[tokio::test]
async fn totals_of_the_general_ledger_that_are_handed_in_again_count_once() {
    let folder = tempfile::tempdir().unwrap();
    let (installation, writer) = world(folder.path()).await;
    let file = "record,voucher_no,date,account,debit,credit,maker,reviewer\n\
                line,1,2026-04-01,1002,70,,甲,乙\n\
                line,1,2026-04-01,2202,,70,甲,乙\n\
                general,,,1002,70,0,,\n\
                general,,,2202,0,70,,\n";
    let period = "2026-04".parse().unwrap();
    for again in ["", "\n", "\n\n"] {
        let bytes = format!("{file}{again}");
        receive(&writer, (Kind::Ledger, Some(period), "csv", bytes.as_bytes())).await;
        post_waiting(&installation, &writer).await.unwrap();
        let reader = writer.reader();
        let party = "name:示例市数据局".parse().unwrap();
        let now = installation.clock.now();
        let counted = reader.counts(&party, (period, period), now).await.unwrap();
        let sum = |name: &str| counted.iter().filter(|it| it.name == name).map(|it| it.value).sum();
        let all: [i64; 3] = counts::OF_MONTH.map(sum);
        assert_eq!(all, [4, 4, 0], "{again:?}");
        let rule = Some(rules::GENERAL_LEDGER.to_owned());
        let filter = FindingFilter { rule, ..FindingFilter::default() };
        assert_eq!(reader.findings_before(&filter, i64::MAX, 9).await.unwrap(), [], "{again:?}");
    }
}
