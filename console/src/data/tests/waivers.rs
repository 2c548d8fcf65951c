//! Waivers through the doors: proposed and granted by two people, and read beside the finding.

use metrics::finding::waiver::{Waiver, WaiverAct};
use metrics::finding::{Fault, Place, Severity};
use metrics::party::PartyKind;
use metrics::source::{Confidence, Source as Basis};
use store::findings::NewFinding;

use super::*;
use crate::query::FindingFile;

/// One finding of error about the party, of May.
async fn post(office: &Office, rule: &'static str) {
    let party = party();
    let mut source = Cursor::new(b"rows".to_vec());
    let new = submission(Kind::Incident, &party);
    let received = office.writer.receive(&new, &mut source).await.unwrap();
    let stored = office.writer.reader().submission(&received.receipt).await.unwrap().unwrap();
    let mut posting = office.writer.begin_posting(&stored, now()).await.unwrap().unwrap();
    let period = Some("2026-05".parse().unwrap());
    let fault = Fault { period, cause: "7".to_owned(), ..Fault::at(rule, Place::default()) };
    let (instrument, article) = ("default".to_owned(), String::new());
    let basis = Basis { instrument, article, confidence: Confidence::Default };
    let finding = NewFinding { fault: &fault, severity: Severity::Error, basis: &basis };
    posting.findings(&[finding]).await.unwrap();
    posting.finish(&outcome(&[])).await.unwrap();
}

/// The party, which is known by its people only.
async fn register(office: &Office) {
    let party = party();
    let mut source = Cursor::new(b"party".to_vec());
    let new = submission(Kind::Registry, &party);
    let received = office.writer.receive(&new, &mut source).await.unwrap();
    let stored = office.writer.reader().submission(&received.receipt).await.unwrap().unwrap();
    let mut posting = office.writer.begin_posting(&stored, now()).await.unwrap().unwrap();
    let entry = Entry::Party {
        name: "甲公司".to_owned(),
        kind: PartyKind::Operator,
        state_owned: false,
        since: None,
        standard: None,
        controllers: std::collections::BTreeSet::new(),
    };
    let fact = RegisterFact { party, entry, origin: Origin::default() };
    posting.register(&[fact]).await.unwrap();
    posting.finish(&outcome(&[])).await.unwrap();
}

async fn file(
    source: &StoreSource,
    finding: &store::findings::Finding,
    as_of: Timestamp,
) -> Box<FindingFile> {
    let finding = Box::new(finding.clone());
    match source.load(Request::Finding { finding, raw: None, as_of }).await {
        Ok(Payload::Finding(file)) => file,
        other => panic!("{other:?}"),
    }
}

#[tokio::test]
async fn a_waiver_is_proposed_granted_and_read_as_known() {
    let office = Office::open().await;
    register(&office).await;
    post(&office, "F-4").await;
    let (li, wang) = (office.source("li").await, office.source("wang").await);
    let later = now() + jiff::SignedDuration::from_secs(60);
    let today = jiff::tz::TimeZone::UTC.to_datetime(later).date();
    let propose = |rule: &str| {
        let waiver = Waiver {
            subject: party(),
            rule: rule.to_owned(),
            cause: Some("7".to_owned()),
            span: "2026-05".parse().unwrap(),
            reason: String::new(),
            document: "示范〔2026〕1号".to_owned(),
            from: today,
            until: today,
        };
        Act::ProposeWaiver { waiver: Box::new(waiver), today }.with_note("限期补录")
    };
    let on = |act| Act::OnWaiver { number: 1, act, note: String::new(), today };
    let word = |result: Result<Done, Problem>| result.unwrap_err().word;
    assert_eq!(word(li.act(propose("F-1"), later).await), "refused-waiver-never");
    assert_eq!(word(li.act(propose("R-1"), later).await), "refused-waiver-never", "fatal");
    assert_eq!(word(li.act(propose("F-0"), later).await), "refused-waiver-no-such-rule");
    assert_eq!(li.act(propose("F-4"), later).await, Ok(Done::Acted));
    assert_eq!(word(li.act(on(WaiverAct::Approve), later).await), "refused-needs-approver");
    assert_eq!(wang.act(on(WaiverAct::Approve), later).await, Ok(Done::Acted));
    assert_eq!(word(wang.act(on(WaiverAct::Refuse), later).await), "refused-waiver-decided");

    let filter = store::findings::FindingFilter::default();
    let found = &office.writer.reader().findings_before(&filter, NEWEST, 9).await.unwrap()[0];
    assert_eq!(*file(&li, found, now()).await, FindingFile::default());
    let FindingFile { row, waivers, earlier } = *file(&li, found, later).await;
    let [stored] = &waivers[..] else { panic!("{waivers:?}") };
    assert_eq!((row, stored.waiver.reason.as_str()), (None, "限期补录"));
    assert!(stored.covers(found));
    assert_eq!(earlier, [], "it has always said the same");
}
