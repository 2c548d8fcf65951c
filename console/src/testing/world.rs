//! What the made-up world holds. Company names and codes are invented.

mod beside;
mod course;
mod evaluations;
mod finances;
mod incidents;
mod waivers;

use std::collections::HashMap;
use std::path::Path;
use std::sync::Arc;

use config::settings;
use jiff::Timestamp;
use metrics::finding::Severity;
use metrics::finding::life::FindingState;
use metrics::form::Origin;
use metrics::kind::{Kind, Verdict};
use metrics::ledger::close::PeriodAct;
use metrics::ledger::{AccountBalance, Dimensions, Sums};
use metrics::money::Currency;
use metrics::party::PartyId;
use metrics::source::{Confidence, Name, Source};
use store::closings::{Closing, ClosingAct};
use store::deliveries::{Delivery, DeliveryEvent, DeliveryState};
use store::findings::Finding;
use store::jobs::{Job, JobState};
use store::sources::{LookState, SourceLook};
use store::submissions::{Check, Submission};
use store::vitals::{Census, Queue};

pub(crate) use evaluations::evaluation;

use super::{World, now};
use crate::query::{
    Balances, Deliveries, DeliveryFile, EvaluationFile, Fact, FindingFile, Jobs, Line, Overview,
    Payload, RawKey, RawRow, Request, RowPlace, Standing, SubmissionFile, Voucher,
};

const SHA256: &str = "b07bcbc7645e7ad27f6dec80d2e26a86b3a81b964a1d3c170971466eaba21d6a";
const RECEIPT: &str = "R-5f1c2a90b3d4e6f708a1";

fn party() -> PartyId {
    "uscc:91310000MADEM0011A".parse().unwrap()
}

fn ago(hours: i64) -> Timestamp {
    Timestamp::from_second(now().as_second() - hours * 3600).unwrap()
}

pub(crate) fn names() -> HashMap<PartyId, String> {
    HashMap::from([(party(), "上海示范数据运营有限公司".to_owned())])
}

/// The names, or the text that stands for all that was submitted.
fn shown_names(world: &World) -> HashMap<PartyId, String> {
    let is_usual = world.text == World::default().text;
    let shown = |name: String| if is_usual { name } else { world.text.clone() };
    names().into_iter().map(|(id, name)| (id, shown(name))).collect()
}

/// Answers a request.
pub(crate) fn answer(world: &World, request: &Request) -> Payload {
    match request {
        Request::Names { .. } => Payload::Names(shown_names(world)),
        Request::Overview { .. } => Payload::Overview(Box::new(Overview {
            evaluations: vec![evaluation(world)],
            submissions: vec![submission(world)],
            census: census(world),
            queue: Queue { oldest_waiting_at: None, failures: 1, held: 0, troubled: 0 },
            sources: standings(world),
            daemon_seen_at: Some(ago(19)),
        })),
        Request::Sources { .. } => Payload::Sources(standings(world)),
        Request::Evaluation { .. } | Request::EvaluationOf { .. } => {
            Payload::Evaluation(Some(Arc::new(evaluation_file(world))))
        }
        Request::Beside { .. } => Payload::Beside(Box::new(beside::beside())),
        Request::Evaluations { .. } => Payload::Evaluations(vec![evaluation(world)]),
        // Checks counted vouchers only.
        Request::Facts(key) if key.name.starts_with("vouchers") => Payload::Facts(vec![Fact {
            receipt: RECEIPT.to_owned(),
            label: world.text.clone(),
            value: 118,
        }]),
        Request::Facts(_) => Payload::Facts(Vec::new()),
        Request::Findings { .. } => Payload::Findings(vec![finding(world)]),
        Request::Finding { finding, raw: row, .. } => Payload::Finding(Box::new(FindingFile {
            row: row.as_ref().map(|_| raw(world)),
            waivers: vec![waivers::proposed(world)],
            earlier: earlier(finding),
        })),
        Request::Submission { .. } => Payload::Submission(Box::new(SubmissionFile {
            submission: submission(world),
            findings: vec![finding(world)],
        })),
        Request::Submissions { .. } => Payload::Submissions(vec![submission(world)]),
        Request::Ledgers { .. } => Payload::Ledgers(vec![(party(), "2026-06".parse().unwrap())]),
        Request::Balances { .. } => Payload::Balances(Box::new(balances(world))),
        Request::Finances { .. } => Payload::Finances(Box::new(finances::finances(world))),
        Request::Statement { .. } => Payload::Statement(Some(Box::new(finances::statement(world)))),
        Request::Register { .. } => Payload::Register(vec![line(world, 1), line(world, 2)]),
        Request::Voucher { .. } => Payload::Voucher(Box::new(Voucher {
            name: "记-12".to_owned(),
            dated_on: "2026-06-18".to_owned(),
            people: [world.text.clone(), "李".to_owned(), "张".to_owned()],
            receipt: RECEIPT.to_owned(),
            lines: vec![line(world, 1), line(world, 2)],
        })),
        Request::Raw(_) => Payload::Raw(raw(world)),
        Request::Incidents { .. } => Payload::Incidents(incidents::register(world)),
        Request::Incident { .. } => Payload::Incident(Box::new(incidents::full(world))),
        Request::Deliveries { .. } => {
            let daemon_seen_at = Some(ago(19));
            Payload::Deliveries(Deliveries { deliveries: deliveries(world), daemon_seen_at })
        }
        Request::Delivery { .. } => Payload::Delivery(Box::new(DeliveryFile {
            delivery: delivery(world),
            events: events(world),
            daemon_seen_at: Some(ago(19)),
        })),
        Request::Jobs { .. } => Payload::Jobs(jobs(world)),
    }
}

fn default_source() -> Source {
    let instrument = "default".to_owned();
    Source { instrument, article: String::new(), confidence: Confidence::Default }
}

fn law() -> Source {
    let (instrument, article) = ("SH-AO".to_owned(), "18".to_owned());
    Source { instrument, article, confidence: Confidence::Law }
}

fn name(zh: &str, en: &str) -> Name {
    Name { zh: zh.to_owned(), en: en.to_owned() }
}

/// One delivery in each state, the newest one failed.
fn deliveries(world: &World) -> Vec<Delivery> {
    let of = |(id, state): (i64, DeliveryState)| {
        let due_at = state.is_waiting().then(|| ago(-1));
        Delivery { id, state, due_at, detail: String::new(), ..delivery(world) }
    };
    let others = DeliveryState::ALL.into_iter().filter(|state| *state != DeliveryState::Failed);
    std::iter::once(delivery(world)).chain((1..9).rev().zip(others).map(of)).collect()
}

/// It was queued, and failed.
fn events(world: &World) -> Vec<DeliveryEvent> {
    let event = |sequence, state, detail: &str| DeliveryEvent {
        delivery_id: 9,
        sequence,
        at: ago(3 - sequence),
        state,
        actor: "mingjingd".to_owned(),
        detail: detail.to_owned(),
    };
    vec![event(1, DeliveryState::Queued, ""), event(2, DeliveryState::Failed, &world.text)]
}

pub(crate) fn delivery(world: &World) -> Delivery {
    Delivery {
        id: 9,
        report_id: "operator-2026-H1-5f1c2a90".to_owned(),
        kind: "evaluation".to_owned(),
        period: "2026-H1".to_owned(),
        sha256: SHA256.to_owned(),
        file_name: "operator.zip".to_owned(),
        audit_sha256: SHA256.to_owned(),
        rendered_at: ago(1),
        recipient: "regulator".to_owned(),
        channel: "mail".to_owned(),
        address: "regulator@example.org".to_owned(),
        message_id: "<5f1c2a90.regulator@mingjing>".to_owned(),
        state: DeliveryState::Failed,
        attempt: 3,
        tries: 3,
        due_at: None,
        at: ago(1),
        detail: world.text.clone(),
    }
}

/// An open error with everything that a finding can say.
pub(crate) fn finding(world: &World) -> Finding {
    Finding {
        id: 41,
        rule: "F-1".to_owned(),
        severity: Severity::Error,
        basis: law(),
        subject: party(),
        period: Some("2026-06".parse().unwrap()),
        cause: "记-12".to_owned(),
        receipt: RECEIPT.to_owned(),
        sha256: SHA256.to_owned(),
        file_name: world.text.clone(),
        sheet: String::new(),
        row: Some(14),
        column: "debit".to_owned(),
        expected: "31676.00".to_owned(),
        actual: world.text.clone(),
        difference: "0.04".to_owned(),
        arguments: vec![("voucher".to_owned(), world.text.clone())],
        told_sequence: 1,
        found_at: ago(5),
        state: FindingState::Open,
    }
}

/// What a finding with a figure said before: once another one, and at first the same of another row.
fn earlier(finding: &Finding) -> Vec<(Timestamp, Finding)> {
    let other = Finding { difference: "0.50".to_owned(), ..finding.clone() };
    let first = Finding { row: Some(12), ..finding.clone() };
    let said = [(ago(2), other), (ago(5), first)];
    said.into_iter().filter(|_| !finding.difference.is_empty()).collect()
}

/// What the calendar found: no submission shows it.
pub(crate) fn finding_of_calendar() -> Finding {
    Finding {
        rule: "D-01-missing".to_owned(),
        period: Some("2026-03".parse().unwrap()),
        cause: "2025".to_owned(),
        receipt: String::new(),
        sha256: String::new(),
        file_name: String::new(),
        row: None,
        column: String::new(),
        expected: "2026-03-31".to_owned(),
        actual: String::new(),
        difference: String::new(),
        arguments: vec![("year".to_owned(), "2025".to_owned())],
        ..finding(&World::default())
    }
}

/// An accepted ledger.
pub(crate) fn submission(world: &World) -> Submission {
    Submission {
        id: 9,
        receipt: RECEIPT.to_owned(),
        kind: Kind::Ledger,
        party: party(),
        period: Some("2026-06".parse().unwrap()),
        sender: "zhang".to_owned(),
        source: "finance".to_owned(),
        format: "csv".to_owned(),
        mapping_sha256: None,
        file_name: world.text.clone(),
        sha256: SHA256.to_owned(),
        size_bytes: 120_034,
        received_at: ago(6),
        supersedes: None,
        check: Some(Check {
            checked_at: ago(5),
            verdict: Verdict::AcceptedWithFindings,
            accepted_at: Some(ago(5)),
            rows: 240,
            understood: 238,
            faults: 3,
            policy_sha256: SHA256.to_owned(),
        }),
    }
}

/// A source for each thing that a look can find, and one that was never looked at.
pub(crate) fn sources() -> Vec<settings::Source> {
    let table = |id: &str, place: &str| {
        let party = party();
        format!("[[source]]\nid = \"{id}\"\nkind = \"ledger\"\nparty = \"{party}\"\n{place}\n")
    };
    let fetched = |state: LookState| {
        let id = state.as_str();
        let url = format!("url = \"https://data.example.org/{id}.csv\"");
        table(id, &format!("{url}\nschedule = \"30 6 * * *\""))
    };
    let mut text = LookState::ALL.map(fetched).concat();
    text.push_str(&table("never", "folder = \"inbox\""));
    text.push_str("[https]\nhosts = [\"data.example.org\"]\n");
    settings::Settings::parse(Path::new("/etc/mingjing.toml"), &text, &[]).unwrap().sources
}

fn standings(world: &World) -> Vec<Standing> {
    let look = |state: LookState| SourceLook {
        source: state.as_str().to_owned(),
        looked_at: ago(30),
        state,
        cause: "connection".to_owned(),
        detail: world.text.clone(),
        files: 1,
        size_bytes: 40_960,
        content_sha256: SHA256.to_owned(),
        reading_sha256: SHA256.to_owned(),
        etag: None,
        last_modified: None,
    };
    let of = |state: LookState| Standing {
        source: state.as_str().to_owned(),
        last: Some(look(state)),
        kept: Some(SourceLook { size_bytes: 120_034, ..look(LookState::Received) }),
        looked_at: Some(ago(2)),
    };
    let (source, last, kept, looked_at) = ("never".to_owned(), None, None, None);
    let never = Standing { source, last, kept, looked_at };
    LookState::ALL.into_iter().map(of).chain([never]).collect()
}

/// An evaluation whose mail failed, with what may follow.
fn evaluation_file(world: &World) -> EvaluationFile {
    EvaluationFile {
        stored: evaluation(world),
        deliveries: vec![delivery(world)],
        proposed: vec![course::proposed()],
        annulled: Vec::new(),
    }
}

/// A month that somebody wants to be reopened.
fn balances(world: &World) -> Balances {
    let act = |act, actor: &str, note: &str, sha256: &str| ClosingAct {
        act,
        at: ago(30),
        actor: actor.to_owned(),
        typed_by: actor.to_owned(),
        note: note.to_owned(),
        sha256: sha256.to_owned(),
    };
    let acts = vec![
        act(PeriodAct::Freeze, "li", "", &"5f".repeat(32)),
        act(PeriodAct::AskReopening, "wang", &world.text, ""),
    ];
    let period = "2026-06".parse().unwrap();
    let closing = Some(Closing { period, acts });
    Balances { accounts: accounts(world), closing, closed_through: Some(period) }
}

fn accounts(world: &World) -> Vec<AccountBalance> {
    vec![AccountBalance {
        account: "6001".to_owned(),
        name: world.text.clone(),
        currency: Currency::CNY,
        minor_digits: 2,
        opening_debit_minor: 0,
        opening_credit_minor: 120_450_000,
        debit_minor: 0,
        credit_minor: 3_167_600_400,
        closing_debit_minor: 0,
        closing_credit_minor: 3_288_050_400,
    }]
}

fn line(world: &World, row: u64) -> Line {
    let sums = if row == 1 { (3_167_604, 0) } else { (0, 3_167_604) };
    Line {
        cursor: None,
        voucher_id: 5,
        account: "6001".to_owned(),
        period: "2026-06".parse().unwrap(),
        day: 18,
        voucher: "记-12".to_owned(),
        summary: world.text.clone(),
        currency: Currency::CNY,
        sums: Sums { debit_minor: sums.0, credit_minor: sums.1 },
        original_minor: 0,
        dimensions: Arc::new(Dimensions { product: "P-01".to_owned(), ..Dimensions::default() }),
        raw: RawKey {
            sha256: SHA256.to_owned(),
            receipt: RECEIPT.to_owned(),
            row: RowPlace::At(Origin { row: row + 1, byte_offset: 40, byte_length: 60 }),
            column: "debit".to_owned(),
        },
    }
}

fn raw(world: &World) -> RawRow {
    RawRow {
        file_name: world.text.clone(),
        header: b"voucher_no,summary,debit".to_vec(),
        row: format!("12,{},31676.04", world.text).into_bytes(),
        byte_offset: Some(40),
    }
}

fn jobs(world: &World) -> Jobs {
    let running = Job { progress_done: 62, progress_total: 100, ..job(11, JobState::Running) };
    let failed = Job { outcome: world.text.clone(), ..job(10, JobState::Failed) };
    let held = job(9, JobState::Held);
    Jobs { jobs: vec![running, failed, held], daemon_seen_at: Some(ago(19)) }
}

/// One of each that the lists show.
fn census(world: &World) -> Census {
    Census {
        jobs: jobs(world).jobs.into_iter().map(|it| (it.kind, it.state, 1)).collect(),
        submissions: 1,
        open_findings: vec![(Severity::Error, 1)],
        deliveries: deliveries(world).into_iter().map(|it| (it.state, 1)).collect(),
    }
}

/// A job for an evaluation.
pub(crate) fn job(id: i64, state: JobState) -> Job {
    Job {
        id,
        kind: "evaluate".to_owned(),
        arguments: r#"{"period":"2026-H1","scheme":"operator"}"#.to_owned(),
        state,
        requested_by: "wang".to_owned(),
        requested_at: ago(1),
        started_at: None,
        finished_at: None,
        progress_done: 0,
        progress_total: 0,
        outcome: String::new(),
        attempts: 0,
    }
}
