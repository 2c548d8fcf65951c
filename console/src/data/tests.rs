//! The store behind the screens: a database filled through the daemon's door, read and acted on
//! through those of readers and persons.

mod incidents;
mod waivers;

use std::collections::BTreeSet;
use std::io::Cursor;
use std::sync::Arc;

use config::locale::Language;
use config::policy::Policy;
use metrics::evaluation::lifecycle::{EvaluationAct, Said};
use metrics::finding::{Fault, Place, Severity};
use metrics::form::{Origin, Row};
use metrics::kind::{Kind, Verdict};
use metrics::ledger::{LedgerContext, LedgerIntake, OtherFiles};
use metrics::party::{PartyId, PartyKind};
use metrics::register::{Entry, RegisterFact, Role};
use metrics::source::{Confidence, Source as Basis};
use store::Writer;
use store::deliveries::{Claim, DeliveryState, Ending, NewDelivery, NewReport};
use store::desk::{Fate, JobAnswer};
use store::findings::NewFinding;
use store::posting::Outcome;
use store::sources::{LookState, SourceLook};
use store::submissions::NewSubmission;

use super::*;
use crate::query::{DeliveryFile, FactsKey, RawKey, RowPlace};
use crate::testing::{World, now, world};

const LEDGER: &str = "\
voucher_no,date,account,debit,credit,summary
1,2026-06-18,1002,31676.04,,\"数据服务费\n第二行\"
1,2026-06-18,6001,,31676.04,\u{1b}[2J
";

fn party() -> PartyId {
    "uscc:91310000MADEM0011A".parse().unwrap()
}

fn submission(kind: Kind, party: &PartyId) -> NewSubmission<'_> {
    NewSubmission {
        kind,
        party,
        period: (kind == Kind::Ledger).then(|| "2026-06".parse().unwrap()),
        sender: "zhang",
        source: "submit",
        format: "csv",
        mapping_sha256: None,
        file_name: "ledger.csv",
        received_at: now(),
        supersedes: None,
    }
}

/// The file's two lines as the daemon would hand them over.
fn checked() -> metrics::ledger::CheckedLedger {
    let mut intake = LedgerIntake::new(LedgerContext {
        party: party(),
        period: "2026-06".parse().unwrap(),
        minor_digits: Policy::builtin().minor_digits(),
        separate_accounts: BTreeSet::new(),
        mandatory_dimensions: Vec::new(),
        closings_before: None,
        others: OtherFiles::default(),
        chart: None,
        closed: false,
    });
    let line_at = |text: &str| LEDGER.find(text).unwrap() as u64;
    for (number, start, account, debit, credit) in [
        (2, "1,2026-06-18,1002", "1002", "31676.04", ""),
        (3, "1,2026-06-18,6001", "6001", "", "31676.04"),
    ] {
        let cell = |name: &str| match name {
            "voucher_no" => "1",
            "date" => "2026-06-18",
            "account" => account,
            "debit" => debit,
            "credit" => credit,
            _ => "",
        };
        let columns = metrics::form::columns(Kind::Ledger);
        let cells: Vec<&str> = columns.iter().map(|column| cell(column.name)).collect();
        let (byte_offset, byte_length) = (line_at(start), 17);
        intake.row(&Row { number, byte_offset, byte_length, cells: &cells });
    }
    intake.finish().unwrap()
}

fn outcome<'a>(counts: &'a [(&'static str, i64)]) -> Outcome<'a> {
    let verdict = Verdict::AcceptedWithFindings;
    Outcome { verdict, rows: 2, understood: 2, faults: 1, policy_sha256: "", counts }
}

async fn register_people(writer: &Writer) {
    let party = party();
    let mut source = Cursor::new(b"people".to_vec());
    let received = writer.receive(&submission(Kind::Registry, &party), &mut source).await.unwrap();
    let stored = writer.reader().submission(&received.receipt).await.unwrap().unwrap();
    let mut posting = writer.begin_posting(&stored, now()).await.unwrap().unwrap();
    let (body, authority) = ("name:示例实施机构", "name:示例市数据局");
    let fact = |of: &str, entry| RegisterFact {
        party: of.parse().unwrap(),
        entry,
        origin: Origin::default(),
    };
    let registered = |of: &str, kind| {
        let (name, controllers) = (of.to_owned(), BTreeSet::new());
        let (state_owned, since, standard) = (false, None, None);
        fact(of, Entry::Party { name, kind, state_owned, since, standard, controllers })
    };
    let person = |of: &str, account: &str, role| {
        fact(of, Entry::Person { account: account.to_owned(), name: account.to_owned(), role })
    };
    let facts = [
        registered(body, PartyKind::ImplementingBody),
        registered(authority, PartyKind::DataAuthority),
        person(body, "li", Role::Supervisor),
        person(body, "wang", Role::Approver),
        person(body, "chen", Role::Viewer),
        person(authority, "sun", Role::Approver),
    ];
    posting.register(&facts).await.unwrap();
    posting.finish(&outcome(&[])).await.unwrap();
}

/// Posts the ledger with one finding about its third row. Returns the receipt.
async fn post_ledger(writer: &Writer) -> String {
    let party = party();
    let mut source = Cursor::new(LEDGER.as_bytes().to_vec());
    let received = writer.receive(&submission(Kind::Ledger, &party), &mut source).await.unwrap();
    let stored = writer.reader().submission(&received.receipt).await.unwrap().unwrap();
    let mut posting = writer.begin_posting(&stored, now()).await.unwrap().unwrap();
    let mut ledger = checked();
    posting.ledger(&mut ledger, 1_000).await.unwrap();
    let fault = Fault::at("F-4", Place::cell(3, "summary"));
    let basis = Basis {
        instrument: "SH-AO".to_owned(),
        article: "18".to_owned(),
        confidence: Confidence::Law,
    };
    let finding = NewFinding { fault: &fault, severity: Severity::Error, basis: &basis };
    posting.findings(&[finding]).await.unwrap();
    posting.finish(&outcome(&ledger.counts)).await.unwrap();
    received.receipt
}

struct Office {
    writer: Writer,
    url: String,
    receipt: String,
    evaluation: String,
    _folder: tempfile::TempDir,
}

impl Office {
    async fn open() -> Self {
        let folder = tempfile::tempdir().unwrap();
        let url = format!("sqlite:{}", folder.path().join("test.db").display());
        let writer = Writer::open(&url).await.unwrap();
        register_people(&writer).await;
        let receipt = post_ledger(&writer).await;
        let mut evaluation = world::evaluation(&World::default()).evaluation.clone();
        evaluation.scorecards.truncate(1);
        let recorded = writer.record_evaluation(&evaluation, "li", now()).await.unwrap();
        Self { writer, url, receipt, evaluation: recorded.id, _folder: folder }
    }

    async fn source(&self, account: &str) -> StoreSource {
        let desk = Desk::open(&self.url, account, now()).await.ok();
        let zone = TimeZone::get("Asia/Shanghai").unwrap();
        StoreSource::new(self.writer.reader().clone(), desk, Arc::new(Policy::builtin()), zone)
    }
}

#[tokio::test]
async fn a_balance_leads_to_the_bytes_it_came_from() {
    let office = Office::open().await;
    let source = office.source("li").await;
    let (party, period) = (party(), "2026-06".parse().unwrap());
    let balances = Request::Balances { party: party.clone(), period, as_of: now() };
    let Ok(Payload::Balances(balances)) = source.load(balances).await else { panic!("balances") };
    assert_eq!(balances.accounts[0].closing_debit_minor, 3_167_604);
    assert_eq!((balances.closing, balances.closed_through), (None, None));

    let span = metrics::period::Span::new(period, period).unwrap();
    let account = balances.accounts[0].account.clone();
    let key = store::ledger::RegisterKey { party, account, span, as_of: now() };
    let register = source.load(Request::Register { key, after: None }).await;
    let Ok(Payload::Register(lines)) = register else { panic!("register") };
    let voucher = source.load(Request::Voucher { id: lines[0].voucher_id }).await;
    let Ok(Payload::Voucher(voucher)) = voucher else { panic!("voucher") };
    assert_eq!(voucher.lines.len(), 2);

    let raw = source.load(Request::Raw(voucher.lines[0].raw.clone())).await;
    let Ok(Payload::Raw(row)) = raw else { panic!("raw") };
    assert_eq!(row.row, b"1,2026-06-18,1002");
    assert_eq!(row.file_name, "ledger.csv");
}

#[tokio::test]
async fn a_finding_leads_to_its_row_over_quoted_line_ends() {
    let office = Office::open().await;
    let source = office.source("li").await;
    let receipt = office.receipt.clone();
    let Ok(Payload::Submission(file)) = source.load(Request::Submission { receipt }).await else {
        panic!("submission");
    };
    let finding = &file.findings[0];
    let key = RawKey {
        sha256: finding.sha256.clone(),
        receipt: finding.receipt.clone(),
        row: RowPlace::Number(finding.row.unwrap()),
        column: finding.column.clone(),
    };
    let Ok(Payload::Raw(row)) = source.load(Request::Raw(key)).await else { panic!("raw") };
    assert_eq!(row.row, "1,2026-06-18,6001,,31676.04,\u{1b}[2J".as_bytes());
    assert_eq!(row.header, b"voucher_no,date,account,debit,credit,summary");
}

#[tokio::test]
async fn the_row_behind_a_fact_of_a_workbook_is_that_of_its_transcript() {
    let office = Office::open().await;
    let party = party();
    let mut workbook = Cursor::new(b"PK, not text".to_vec());
    let file = NewSubmission { format: "xlsx", ..submission(Kind::Registry, &party) };
    let received = office.writer.receive(&file, &mut workbook).await.unwrap();
    let stored = office.writer.reader().submission(&received.receipt).await.unwrap().unwrap();
    let mut posting = office.writer.begin_posting(&stored, now()).await.unwrap().unwrap();
    let mut text = Cursor::new("record,name\nparty,\"甲\n乙\"\n".as_bytes());
    posting.transcript(&mut text, Some("名册")).await.unwrap();
    posting.finish(&outcome(&[])).await.unwrap();
    let source = office.source("li").await;
    for row in
        [RowPlace::Number(2), RowPlace::At(Origin { row: 2, byte_offset: 12, byte_length: 15 })]
    {
        let (sha256, receipt) = (received.sha256.clone(), received.receipt.clone());
        let key = RawKey { sha256, receipt, row, column: "name".to_owned() };
        let Ok(Payload::Raw(raw)) = source.load(Request::Raw(key)).await else { panic!("raw") };
        assert_eq!(raw.header, b"record,name");
        assert_eq!(raw.row, "party,\"甲\n乙\"".as_bytes());
    }
}

#[tokio::test]
async fn counts_overview_and_lists_are_read() {
    let office = Office::open().await;
    let source = office.source("li").await;
    let name = metrics::ledger::counts::VOUCHERS.to_owned();
    let span = "2026-H1".parse().unwrap();
    let key = FactsKey { party: party(), span, as_of: now(), name };
    let Ok(Payload::Facts(facts)) = source.load(Request::Facts(key)).await else { panic!() };
    assert_eq!((facts.len(), facts[0].value), (1, 1));
    let name = "incidents_general".to_owned();
    let key = FactsKey { party: party(), span, as_of: now(), name };
    let others = source.load(Request::Facts(key)).await;
    assert_eq!(others, Ok(Payload::Facts(Vec::new())), "no other rows than those counted");
    let Ok(Payload::Overview(overview)) = source.load(overview()).await else { panic!() };
    assert_eq!(overview.census.open_findings, [(Severity::Error, 1)]);
    assert_eq!((overview.submissions.len(), overview.daemon_seen_at), (2, None));
    let missing = source.load(Request::Submission { receipt: "R-none".to_owned() }).await;
    assert_eq!(missing.unwrap_err().word, "problem-not-found");
}

#[tokio::test]
async fn people_act_as_far_as_their_role_goes() {
    let office = Office::open().await;
    let with = |act, said| Act::OnEvaluation { id: office.evaluation.clone(), act, said };
    let on = |act| with(act, Said::default());
    let ask = || Act::Evaluate { scheme: "operator".to_owned(), span: "2026-H1".parse().unwrap() };
    let word = |result: Result<Done, Problem>| result.unwrap_err().word;

    assert_eq!(word(office.source("nobody").await.act(ask(), now()).await), "problem-read-only");
    assert_eq!(word(office.source("chen").await.act(ask(), now()).await), "problem-role");
    let li = office.source("li").await;
    let first = li.act(ask(), now()).await;
    assert!(matches!(first, Ok(Done::Asked { .. })));
    assert_eq!(li.act(ask(), now()).await, first);

    // Of the authority, which does not evaluate operators: asking is no act on an evaluation.
    let sun = office.source("sun").await;
    assert_eq!(sun.act(ask(), now()).await, first);
    let other = sun.act(on(EvaluationAct::Review), now()).await.unwrap_err();
    assert_eq!(other.word, OtherBody::ID);
    assert!(other.arguments.contains(&("own", "data_authority".to_owned())), "{other:?}");

    assert_eq!(li.act(on(EvaluationAct::Review), now()).await, Ok(Done::Acted));
    assert_eq!(word(li.act(on(EvaluationAct::Approve), now()).await), "refused-needs-approver");
    let wang = office.source("wang").await;
    assert_eq!(word(wang.act(on(EvaluationAct::Approve), now()).await), "refused-no-feedback");
    assert_eq!(li.act(on(EvaluationAct::OpenFeedback), now()).await, Ok(Done::Acted));
    assert_eq!(word(wang.act(on(EvaluationAct::Approve), now()).await), "refused-feedback-runs");
    let (note, document) = ("无异议".to_owned(), "函〔2026〕1号".to_owned());
    let answer = Said { note, document, subject: Some(party()), ..Said::default() };
    assert_eq!(li.act(with(EvaluationAct::Comment, answer), now()).await, Ok(Done::Acted));
    assert_eq!(wang.act(on(EvaluationAct::Approve), now()).await, Ok(Done::Acted));
    let id = Some(office.evaluation.clone());
    let Ok(Payload::Evaluation(Some(file))) = wang.load(Request::Evaluation { id }).await else {
        panic!("evaluation");
    };
    assert_eq!(file.stored.acts.len(), 4);
}

fn overview() -> Request {
    Request::Overview { sources: vec!["finance".to_owned(), "roads".to_owned()] }
}

/// A package of the evaluation, queued for the regulator, and in hand.
async fn queue_delivery(office: &Office) -> Claim {
    let report = NewReport {
        kind: "evaluation",
        id: &office.evaluation,
        period: "2026-H1",
        bytes: b"a package",
        file_name: "operator.zip",
        audit_sha256: "",
    };
    let delivery = NewDelivery {
        recipient: "regulator",
        channel: "eml",
        address: "regulator@example.org",
        message_id: "<1@example.org>",
        message: Some(b"a message"),
    };
    office.writer.record_report(report, &[delivery], now()).await.unwrap();
    office.writer.claim_delivery(now(), now()).await.unwrap().unwrap()
}

async fn delivery_file(source: &StoreSource, id: i64) -> Box<DeliveryFile> {
    match source.load(Request::Delivery { id }).await {
        Ok(Payload::Delivery(file)) => file,
        other => panic!("{other:?}"),
    }
}

#[tokio::test]
async fn a_delivery_has_its_history_and_supervisors_decide_on_it() {
    let office = Office::open().await;
    let claim = queue_delivery(&office).await;
    let id = claim.delivery.id;
    let state = DeliveryState::Unknown;
    let ending = Ending { state, detail: "no answer", tries: 1, due_at: now() };
    assert!(office.writer.begin_sending(&claim, now(), now()).await.unwrap());
    assert!(office.writer.end_attempt(&claim, ending, now()).await.unwrap());
    let source = office.source("li").await;
    let Ok(Payload::Overview(overview)) = source.load(overview()).await else { panic!() };
    assert_eq!(overview.census.deliveries, [(state, 1)]);
    let file = delivery_file(&source, id).await;
    let states: Vec<_> = file.events.iter().map(|it| it.state).collect();
    assert_eq!(states, [DeliveryState::Queued, DeliveryState::Sending, state]);

    let on = |act| {
        let (delivery, note) = (Box::new(file.delivery.clone()), "by telephone".to_owned());
        Act::OnDelivery { delivery, act, note }
    };
    let word = |result: Result<Done, Problem>| result.unwrap_err().word;
    let lost = on(DeliveryAct::Settle(Fate::Lost));
    assert_eq!(word(office.source("chen").await.act(lost.clone(), now()).await), "problem-role");
    assert_eq!(source.act(lost.clone(), now()).await, Ok(Done::Acted));
    assert_eq!(word(source.act(lost, now()).await), "problem-delivery");
    assert_eq!(source.act(on(DeliveryAct::Resend), now()).await, Ok(Done::Acted));
    assert_eq!(word(source.act(on(DeliveryAct::Resend), now()).await), "problem-delivery");
    let Ok(Payload::Deliveries(found)) = source.load(Request::Deliveries { before: NEWEST }).await
    else {
        panic!("deliveries");
    };
    assert_eq!(found.deliveries[0].state, DeliveryState::Queued);
    assert_eq!(delivery_file(&source, id).await.events[3].detail, "by telephone");
    let missing = source.load(Request::Delivery { id: id + 1 }).await;
    assert_eq!(missing.unwrap_err().word, "problem-not-found");
}

#[tokio::test]
async fn what_waits_for_a_person_stays_in_sight_however_much_comes_after() {
    let office = Office::open().await;
    let claim = queue_delivery(&office).await;
    let ending = Ending { state: DeliveryState::Unknown, detail: "", tries: 1, due_at: now() };
    assert!(office.writer.begin_sending(&claim, now(), now()).await.unwrap());
    assert!(office.writer.end_attempt(&claim, ending, now()).await.unwrap());
    for number in 0..=PAGE_ROWS {
        let id = format!("digest-{number}");
        let delivery = NewDelivery {
            recipient: "li",
            channel: "eml",
            address: "li@example.org",
            message_id: &id,
            message: None,
        };
        let report = NewReport {
            kind: "digest",
            id: &id,
            period: "",
            bytes: b"a digest",
            file_name: "digest.txt",
            audit_sha256: "",
        };
        office.writer.record_report(report, &[delivery], now()).await.unwrap();
    }
    let source = office.source("li").await;
    let Ok(Payload::Overview(overview)) = source.load(overview()).await else { panic!() };
    assert!(overview.census.deliveries.contains(&(DeliveryState::Unknown, 1)));
    let id = Some(office.evaluation.clone());
    let Ok(Payload::Evaluation(Some(file))) = source.load(Request::Evaluation { id }).await else {
        panic!("evaluation");
    };
    let ids: Vec<i64> = file.deliveries.iter().map(|it| it.id).collect();
    assert_eq!(ids, [claim.delivery.id]);
}

#[tokio::test]
async fn sources_stand_as_the_last_look_found_them() {
    let office = Office::open().await;
    let look = |state, size_bytes| SourceLook {
        source: "roads".to_owned(),
        looked_at: now(),
        state,
        cause: String::new(),
        detail: String::new(),
        files: 1,
        size_bytes,
        content_sha256: if state == LookState::Received { "a" } else { "" }.to_owned(),
        reading_sha256: String::new(),
        etag: None,
        last_modified: None,
    };
    office.writer.keep_look(&look(LookState::Received, 900)).await.unwrap();
    office.writer.keep_look(&look(LookState::Shrunk, 90)).await.unwrap();
    let source = office.source("li").await;
    let Ok(Payload::Overview(overview)) = source.load(overview()).await else { panic!() };
    let [finance, roads] = &overview.sources[..] else { panic!("two sources") };
    assert_eq!((&finance.last, &finance.kept, finance.looked_at), (&None, &None, None));
    assert_eq!(roads.last.as_ref().map(|it| it.state), Some(LookState::Shrunk));
    assert_eq!(roads.kept.as_ref().map(|it| it.size_bytes), Some(900));
    assert_eq!(roads.looked_at, Some(now()));
}

#[tokio::test]
async fn only_a_job_that_is_held_is_answered() {
    let office = Office::open().await;
    let answer = || {
        let job = Box::new(world::job(1, JobState::Held));
        Act::OnJob { job, answer: JobAnswer::Run }
    };
    let word = |result: Result<Done, Problem>| result.unwrap_err().word;
    assert_eq!(word(office.source("chen").await.act(answer(), now()).await), "problem-role");
    assert_eq!(word(office.source("li").await.act(answer(), now()).await), "problem-not-held");
}

#[tokio::test]
async fn a_job_leads_to_what_it_made() {
    let office = Office::open().await;
    let source = office.source("li").await;
    let mut job = world::job(1, JobState::Done);
    job.outcome = format!("made {}.", office.evaluation);
    let found = source.load(Request::EvaluationOf { job: Box::new(job.clone()) }).await;
    let Ok(Payload::Evaluation(Some(file))) = found else { panic!("evaluation") };
    assert_eq!(file.stored.id, office.evaluation);
    job.outcome = "no-such-thing".to_owned();
    let found = source.load(Request::EvaluationOf { job: Box::new(job) }).await;
    assert_eq!(found, Ok(Payload::Evaluation(None)));
}

#[test]
fn asking_again_asks_anew_only_after_the_end() {
    let arguments = arguments("operator", "2026-H1");
    assert_eq!(arguments, r#"{"period":"2026-H1","scheme":"operator"}"#);
    let mut job = world::job(7, JobState::Running);
    job.arguments.clone_from(&arguments);
    let first = dedupe(&arguments, &[]);
    assert_eq!(dedupe(&arguments, std::slice::from_ref(&job)), first);
    job.state = JobState::Failed;
    assert_ne!(dedupe(&arguments, &[job]), first);
}

/// A session over a real source: what is asked for arrives, and the screens show it.
#[tokio::test]
async fn a_session_reads_the_store() {
    let office = Office::open().await;
    let source = office.source("li").await;
    let mut model = crate::testing::model(Language::Zh, Some(Role::Supervisor));
    let mut queue = vec![crate::app::Msg::Opened];
    while let Some(msg) = queue.pop() {
        for command in crate::app::update(&mut model, msg) {
            if let crate::app::Cmd::Load(_, ticket, request) = command {
                queue.push(crate::app::Msg::Loaded(ticket, source.load(request).await));
            }
        }
    }
    assert!(model.screen().view().is_loaded());
}
