//! Posting what was handed in: nothing holds up anything else, and nothing counts twice.

mod dropped;
mod order;
mod registers;

use std::io::Cursor;
use std::path::Path;

use config::settings::Settings;
use metrics::kind::Kind;
use metrics::ledger::{counts, hand_in, rules};
use metrics::period::{Period, Span};
use store::findings::FindingFilter;
use store::submissions::NewSubmission;

use super::*;
use crate::clock::Clock;
use crate::evaluate::{Page, Request, counted};
use crate::proof::{Proof, prove};

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

/// A second file with the openings of the month: they count once, and F-3 names the first file.
#[tokio::test]
async fn openings_that_are_handed_in_again_count_once() {
    let folder = tempfile::tempdir().unwrap();
    let (installation, writer) = world(folder.path()).await;
    let period: Period = "2026-04".parse().unwrap();
    let party = "name:示例市数据局".parse().unwrap();
    let file = "record,voucher_no,date,account,debit,credit\n\
                opening,,,1002,5,\nopening,,,4001,,5\n";
    let mut receipts = Vec::new();
    for again in ["", "\n", "opening,,,1001,0,\n"] {
        let bytes = format!("{file}{again}");
        receipts
            .push(receive(&writer, (Kind::Ledger, Some(period), "csv", bytes.as_bytes())).await);
        post_waiting(&installation, &writer).await.unwrap();
        let reader = writer.reader();
        let facts = reader.carried_facts(&party, period, installation.clock.now()).await.unwrap();
        let opened: i64 = facts.iter().map(|it| it.sums.debit_minor).sum();
        assert_eq!(opened, 500, "{again:?}");
    }
    let filter = FindingFilter { rule: Some("F-3".to_owned()), ..FindingFilter::default() };
    let findings = writer.reader().findings_before(&filter, i64::MAX, 9).await.unwrap();
    let shown = findings.iter().map(|it| (it.cause.clone(), it.receipt.clone()));
    assert_eq!(shown.collect::<Vec<_>>(), [("openings again".to_owned(), receipts[1].clone())]);
    let named = findings[0].arguments.iter().find(|it| it.0 == "receipt").map(|it| &it.1);
    assert_eq!(named, Some(&receipts[0]));
}

/// Two writers post files of one month with the same openings: who comes second judges again.
#[tokio::test]
async fn what_is_posted_between_judging_and_posting_is_known() {
    let folder = tempfile::tempdir().unwrap();
    let (installation, writer) = world(folder.path()).await;
    let period: Period = "2026-04".parse().unwrap();
    let party = "name:示例市数据局".parse().unwrap();
    let mut submissions = Vec::new();
    for again in ["", "\n"] {
        let file = format!(
            "record,voucher_no,date,account,debit,credit\n\
             opening,,,1002,5,\nopening,,,4001,,5\n{again}"
        );
        let handed = (Kind::Ledger, Some(period), "csv", file.as_bytes());
        let receipt = receive(&writer, handed).await;
        submissions.push(writer.reader().submission(&receipt).await.unwrap().unwrap());
    }
    let [first, second] = &submissions[..] else { panic!("two files") };
    let late = judge(&installation, &writer, second).await.unwrap();
    post(&installation, &writer, first).await.unwrap();
    assert!(put(&installation, &writer, (second, late)).await.unwrap().is_none());
    let (_, checked) = post(&installation, &writer, second).await.unwrap();
    assert_eq!(checked.faults.kept().iter().map(|it| it.rule).collect::<Vec<_>>(), ["F-3"]);
    let reader = writer.reader();
    let facts = reader.carried_facts(&party, period, installation.clock.now()).await.unwrap();
    assert_eq!(facts.iter().map(|it| it.sums.debit_minor).sum::<i64>(), 500);
    let proof = prove(&installation, reader).await.unwrap();
    assert_eq!(proof, Proof::Whole { submissions: 2 });
}

/// A register is being posted and bears an instant already while a ledger is to be judged, later than that
/// instant: who judges waits for it, and the proof, which knows the register, comes to the same.
#[tokio::test]
async fn what_is_being_posted_is_known_to_whoever_is_judged_after_it() {
    const REGISTRY: &str = "record,party,name,kind,code,separate_ledger\n\
                            party,name:示例市数据局,局,data_authority,,\n\
                            account,name:示例市数据局,存款,,1002,yes\n";
    const LEDGER: &str = "voucher_no,date,account,debit,credit\n\
                          1,2026-04-01,1002,1,\n1,2026-04-01,4001,,1\n";
    let folder = tempfile::tempdir().unwrap();
    let (installation, writer) = world(folder.path()).await;
    let at = |second: i64| Installation {
        clock: Clock::Fixed(Timestamp::from_second(1_783_000_000 + second).unwrap()),
        ..installation.clone()
    };
    let handed = [
        (Kind::Registry, None, "csv", REGISTRY.as_bytes()),
        (Kind::Ledger, Some("2026-04".parse().unwrap()), "csv", LEDGER.as_bytes()),
    ];
    let mut submissions = Vec::new();
    for it in handed {
        let receipt = receive(&writer, it).await;
        submissions.push(writer.reader().submission(&receipt).await.unwrap().unwrap());
    }
    let [register, ledger] = &submissions[..] else { panic!("two files") };
    let other = at(1).writer().await.unwrap();
    let Judged { mut checked, at: judged_at, .. } = judge(&at(1), &other, register).await.unwrap();
    let posting = other.begin_posting(register, judged_at).await.unwrap().unwrap();
    let posting = posting.known_at(at(2).clock.now());
    let (later, policy, mut transcript) = (at(3), &installation.policy, None);
    let (posted, judged) = tokio::join!(
        keep(posting, (&mut checked, &mut transcript), register, policy),
        judge(&later, &writer, ledger),
    );
    assert_eq!(posted.unwrap().verdict, Verdict::Accepted);
    let judged = judged.unwrap();
    put(&at(4), &writer, (ledger, judged)).await.unwrap().unwrap();
    let proof = prove(&installation, writer.reader()).await.unwrap();
    assert_eq!(proof, Proof::Whole { submissions: 2 });
}

/// A file of which nobody can read anything hands in nothing; an empty one says that there was nothing.
#[tokio::test]
async fn what_cannot_be_read_is_not_handed_in() {
    let folder = tempfile::tempdir().unwrap();
    let (installation, writer) = world(folder.path()).await;
    let party = "name:示例市数据局".parse().unwrap();
    let header = "voucher_no,date,account,debit,credit\n";
    for (month, rows, is_there) in [
        ("2026-03", "", true),
        ("2026-04", "1,2026-04-31,1002,1,\n", false),
        ("2026-05", "1,2026-05-31,1002,1,\n1,2026-05-32,1002,1,\n", true),
    ] {
        let (bytes, period) = (format!("{header}{rows}"), month.parse().unwrap());
        receive(&writer, (Kind::Ledger, Some(period), "csv", bytes.as_bytes())).await;
        post_waiting(&installation, &writer).await.unwrap();
        let (span, now) = ((period, period), installation.clock.now());
        let ledgers = writer.reader().ledgers_accepted(&party, span, now).await.unwrap();
        let files: Vec<_> = ledgers.iter().map(|it| it.file).collect();
        assert_eq!(hand_in(&files, false), [is_there], "{month}");
        let counted = writer.reader().counts(&party, span, now).await.unwrap();
        let vouchers = counted.iter().filter(|it| it.name == counts::VOUCHERS);
        assert_eq!(vouchers.map(|it| it.value).sum::<i64>(), i64::from(month != "2026-03"));
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
    let period: Period = "2026-04".parse().unwrap();
    for again in ["", "\n", "\n\n"] {
        let bytes = format!("{file}{again}");
        receive(&writer, (Kind::Ledger, Some(period), "csv", bytes.as_bytes())).await;
        post_waiting(&installation, &writer).await.unwrap();
        let reader = writer.reader();
        let party = "name:示例市数据局".parse().unwrap();
        let as_of = installation.clock.now();
        let span = Span::new(period, period).unwrap();
        let request = Request { scheme: "operator", span, subject: None, as_of };
        let asked = (&party, &request);
        let counted = counted(&installation, reader, asked, Page::default()).await.unwrap();
        let all =
            [counts::GENERAL_TOTALS, counts::GENERAL_TOTALS_EQUAL, counts::GENERAL_DIFFERENCE]
                .map(|name| counted[name].count.value);
        assert_eq!(all, [4, 4, 0], "{again:?}");
        let rule = Some(rules::GENERAL_LEDGER.to_owned());
        let filter = FindingFilter { rule, ..FindingFilter::default() };
        assert_eq!(reader.findings_before(&filter, i64::MAX, 9).await.unwrap(), [], "{again:?}");
    }
}
