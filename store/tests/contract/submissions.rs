//! Bytes as received, the register, findings and their life.

use metrics::finding::life::FindingState;
use metrics::finding::{Fault, Place, Severity};
use metrics::form::Origin;
use metrics::kind::{Kind, Verdict};
use metrics::party::PartyKind;
use metrics::register::{Entry, RegisterFact, Role};
use metrics::source::{Confidence, Source};
use store::StoreError;
use store::findings::{FindingFilter, NewFinding};
use store::posting::Outcome;
use store::submissions::NewSubmission;

use crate::world::{World, accepted, at, on_each_engine, operator, period};

fn outcome(verdict: Verdict) -> Outcome<'static> {
    let counts = &[("products", 2)];
    Outcome { verdict, rows: 3, understood: 2, faults: 1, policy_sha256: "p", counts }
}

#[tokio::test]
async fn the_same_file_twice_is_one_submission() {
    on_each_engine("twice", async |world| {
        let first = world.receive(Kind::Registry, b"a,b\n1,2\n", None, 0).await;
        let again = world.receive(Kind::Registry, b"a,b\n1,2\n", None, 5).await;
        assert!(!first.duplicate && again.duplicate);
        assert_eq!(first.receipt, again.receipt);
        let other = world.receive(Kind::Registry, b"a,b\n1,3\n", None, 6).await;
        assert_ne!(first.receipt, other.receipt);
        let reader = world.writer.reader();
        assert_eq!(reader.submissions_before(i64::MAX, 10).await.unwrap().len(), 2);
        assert_eq!(reader.audit_head().await.unwrap().sequence, 2);
    })
    .await;
}

#[tokio::test]
async fn raw_bytes_come_back_whole_and_in_part() {
    on_each_engine("raw", async |world| {
        // Two and a half chunks, no two lines alike.
        let bytes: Vec<u8> =
            (0..260_000).flat_map(|line| format!("{line:09}\n").into_bytes()).collect();
        let received = world.receive(Kind::Registry, &bytes, None, 0).await;
        let reader = world.writer.reader();
        let mut raw = reader.raw(&received.sha256);
        let whole = tokio::task::spawn_blocking(move || {
            let mut whole = Vec::new();
            std::io::Read::read_to_end(&mut raw, &mut whole).unwrap();
            whole
        });
        assert_eq!(whole.await.unwrap(), bytes);
        // The line that lies across the end of the first chunk.
        let part = reader.raw_range(&received.sha256, 1_048_570, 10).await.unwrap();
        assert_eq!(part, b"000104857\n");
        let end = reader.raw_range(&received.sha256, 2_599_990, 100).await.unwrap();
        assert_eq!(end, b"000259999\n");
        assert_eq!(reader.raw_range(&received.sha256, 2_600_000, 1).await.unwrap(), b"");
    })
    .await;
}

#[tokio::test]
async fn a_receipt_to_supersede_must_exist() {
    on_each_engine("no_receipt", async |world| {
        let party = operator();
        let new = NewSubmission {
            kind: Kind::Registry,
            party: &party,
            period: None,
            sender: "wang",
            source: "submit",
            format: "csv",
            mapping_sha256: None,
            file_name: "x.csv",
            received_at: at(0),
            supersedes: Some("R-0"),
        };
        let found = world.writer.receive(&new, &mut std::io::Cursor::new(b"x")).await;
        assert!(matches!(found, Err(StoreError::NotFound { .. })), "{found:?}");
        assert_eq!(world.writer.reader().audit_head().await.unwrap().sequence, 0);
    })
    .await;
}

#[tokio::test]
async fn only_the_same_kind_party_and_month_is_superseded() {
    on_each_engine("other_kind", async |world| {
        let old = world.receive(Kind::Registry, b"1", None, 0).await;
        let ledger = world.receive(Kind::Ledger, b"2", None, 1).await;
        let other: metrics::party::PartyId = "name:other".parse().unwrap();
        let own = operator();
        for (kind, party, period, receipt) in [
            (Kind::Ledger, &own, "2026-04", &old.receipt),
            (Kind::Ledger, &other, "2026-04", &ledger.receipt),
            (Kind::Ledger, &own, "2026-05", &ledger.receipt),
        ] {
            let new = NewSubmission {
                kind,
                party,
                period: Some(crate::world::period(period)),
                sender: "wang",
                source: "submit",
                format: "csv",
                mapping_sha256: None,
                file_name: "x.csv",
                received_at: at(2),
                supersedes: Some(receipt),
            };
            let found = world.writer.receive(&new, &mut std::io::Cursor::new(b"x")).await;
            assert!(matches!(found, Err(StoreError::Supersedes { .. })), "{found:?}");
        }
        assert_eq!(world.writer.reader().audit_head().await.unwrap().sequence, 2);
    })
    .await;
}

pub(crate) fn party_fact(name: &str) -> RegisterFact {
    let entry = Entry::Party {
        name: name.to_owned(),
        kind: PartyKind::Operator,
        state_owned: false,
        since: None,
        standard: None,
        controllers: std::collections::BTreeSet::new(),
    };
    RegisterFact { party: operator(), entry, origin: Origin { row: 2, ..Origin::default() } }
}

fn person_fact(role: Role) -> RegisterFact {
    let entry = Entry::Person { account: "wang".to_owned(), name: "王".to_owned(), role };
    RegisterFact { party: operator(), entry, origin: Origin { row: 3, ..Origin::default() } }
}

pub(crate) async fn post_register(
    world: &World,
    receipt: &str,
    facts: &[RegisterFact],
    second: i64,
) {
    let submission = world.submission(receipt).await;
    let mut posting = world.writer.begin_posting(&submission, at(second)).await.unwrap().unwrap();
    posting.register(facts).await.unwrap();
    posting.finish(&outcome(Verdict::Accepted)).await.unwrap();
}

/// Registers wang with a role.
pub(crate) async fn register(world: &World, role: Role) {
    let received = world.receive(Kind::Registry, b"wang", None, 40).await;
    post_register(world, &received.receipt, &[person_fact(role)], 41).await;
}

#[tokio::test]
async fn the_entry_accepted_last_is_in_force_and_the_past_can_be_asked() {
    on_each_engine("register", async |world| {
        let old = world.receive(Kind::Registry, b"1", None, 0).await;
        post_register(&world, &old.receipt, &[party_fact("甲"), person_fact(Role::Viewer)], 1)
            .await;
        let new = world.receive(Kind::Registry, b"2", None, 9).await;
        post_register(&world, &new.receipt, &[party_fact("乙"), person_fact(Role::Approver)], 10)
            .await;
        let reader = world.writer.reader();
        let name = async |second| {
            let found = reader.registered("party", at(second)).await.unwrap();
            found.into_iter().map(|it| it.entry).collect::<Vec<_>>()
        };
        assert_eq!(name(0).await, []);
        assert_eq!(name(1).await, [party_fact("甲").entry]);
        assert_eq!(name(9).await, [party_fact("甲").entry]);
        assert_eq!(name(10).await, [party_fact("乙").entry]);
        let person = reader.person("wang", at(10)).await.unwrap().unwrap();
        assert_eq!((person.role, person.party), (Role::Approver, operator()));
        assert_eq!(reader.person("li", at(10)).await.unwrap(), None);
    })
    .await;
}

#[tokio::test]
async fn a_refused_submission_leaves_nothing_in_force() {
    on_each_engine("refused", async |world| {
        let received = world.receive(Kind::Registry, b"1", None, 0).await;
        let submission = world.submission(&received.receipt).await;
        let reader = world.writer.reader();
        assert_eq!(
            reader.unchecked_submissions(0, 9).await.unwrap(),
            std::slice::from_ref(&submission)
        );
        assert_eq!(reader.unchecked_submissions(submission.id, 9).await.unwrap(), []);
        let posting = world.writer.begin_posting(&submission, at(1)).await.unwrap().unwrap();
        posting.finish(&outcome(Verdict::Refused)).await.unwrap();
        let check = world.submission(&received.receipt).await.check.unwrap();
        assert_eq!((check.verdict, check.accepted_at), (Verdict::Refused, None));
        // What was checked is not checked again.
        assert!(world.writer.begin_posting(&submission, at(2)).await.unwrap().is_none());
        assert_eq!(world.writer.reader().unchecked_submissions(0, 9).await.unwrap(), []);
    })
    .await;
}

#[tokio::test]
async fn who_settles_waits_for_what_is_being_posted() {
    on_each_engine("settled", async |world| {
        let other = store::Writer::open(&world.url).await.unwrap();
        let received = world.receive(Kind::Registry, b"1", None, 0).await;
        let submission = world.submission(&received.receipt).await;
        let posting = world.writer.begin_posting(&submission, at(1)).await.unwrap().unwrap();
        let settling = tokio::spawn(async move { other.settle().await });
        tokio::task::yield_now().await;
        assert!(!settling.is_finished());
        posting.known_at(at(2)).finish(&outcome(Verdict::Accepted)).await.unwrap();
        settling.await.unwrap().unwrap();
        let check = world.submission(&received.receipt).await.check.unwrap();
        assert_eq!((check.checked_at, check.accepted_at), (at(1), Some(at(2))));
    })
    .await;
}

fn fault(cause: &str) -> Fault {
    Fault {
        rule: "F-1",
        place: Place::cell(7, "debit"),
        receipt: None,
        subject: None,
        period: None,
        cause: cause.to_owned(),
        expected: "10.00".to_owned(),
        actual: "9.99".to_owned(),
        difference: Some("0.01".to_owned()),
        arguments: vec![("voucher", cause.to_owned())],
    }
}

pub(crate) async fn post_faults(world: &World, receipt: &str, causes: &[&str], second: i64) {
    let basis = Source {
        instrument: "SH-AO".to_owned(),
        article: "18".to_owned(),
        confidence: Confidence::Law,
    };
    let faults: Vec<Fault> = causes.iter().map(|cause| fault(cause)).collect();
    let findings: Vec<NewFinding<'_>> = (faults.iter())
        .map(|fault| NewFinding { fault, severity: Severity::Error, basis: &basis })
        .collect();
    let submission = world.submission(receipt).await;
    let mut posting = world.writer.begin_posting(&submission, at(second)).await.unwrap().unwrap();
    posting.findings(&findings).await.unwrap();
    posting.finish(&outcome(Verdict::AcceptedWithFindings)).await.unwrap();
}

async fn states(world: &World) -> Vec<(String, FindingState)> {
    let filter = FindingFilter::default();
    let found = world.writer.reader().findings_before(&filter, i64::MAX, 10).await.unwrap();
    let mut states: Vec<_> = found.into_iter().map(|it| (it.cause, it.state)).collect();
    states.sort_by(|a, b| a.0.cmp(&b.0));
    states
}

#[tokio::test]
async fn a_correction_closes_what_it_cures_and_a_relapse_opens_it_again() {
    on_each_engine("cured", async |world| {
        let open = |cause: &str| (cause.to_owned(), FindingState::Open);
        let closed = |cause: &str| (cause.to_owned(), FindingState::Closed);
        let first = world.receive(Kind::Ledger, b"1", None, 0).await;
        post_faults(&world, &first.receipt, &["a", "b"], 1).await;
        assert_eq!(states(&world).await, [open("a"), open("b")]);

        let second = world.receive(Kind::Ledger, b"2", Some(&first.receipt), 2).await;
        post_faults(&world, &second.receipt, &["b"], 3).await;
        assert_eq!(states(&world).await, [closed("a"), open("b")]);

        let third = world.receive(Kind::Ledger, b"3", Some(&second.receipt), 4).await;
        post_faults(&world, &third.receipt, &["a"], 5).await;
        assert_eq!(states(&world).await, [open("a"), closed("b")]);

        // A submission shows what it shows, whichever was the first to show it.
        for (receipt, causes) in
            [(&first.receipt, "a b"), (&second.receipt, "b"), (&third.receipt, "a")]
        {
            let reader = world.writer.reader();
            let seen = reader.findings_sighted(("F-1", receipt), 0, (at(5), 9)).await.unwrap();
            let seen: Vec<_> = seen.iter().map(|it| it.cause.as_str()).collect();
            assert_eq!(seen.join(" "), causes);
        }
    })
    .await;
}

#[tokio::test]
async fn findings_are_counted_as_known_then() {
    on_each_engine("open_counts", async |world| {
        let first = world.receive(Kind::Ledger, b"1", None, 0).await;
        post_faults(&world, &first.receipt, &["a", "b"], 1).await;
        let second = world.receive(Kind::Ledger, b"2", Some(&first.receipt), 2).await;
        post_faults(&world, &second.receipt, &["b"], 3).await;
        let april = crate::world::period("2026-04");
        let count = async |second| {
            let asked = (april.into(), at(second));
            let reader = world.writer.reader();
            let found = reader.open_finding_counts(&operator(), asked, &[]).await.unwrap();
            found.into_iter().map(|it| it.open).sum::<u64>()
        };
        assert_eq!([count(0).await, count(1).await, count(2).await, count(3).await], [0, 2, 2, 1]);
    })
    .await;
}

#[tokio::test]
async fn a_finding_comes_back_as_it_was_found() {
    on_each_engine("finding", async |world| {
        let received = world.receive(Kind::Ledger, b"1", None, 0).await;
        post_faults(&world, &received.receipt, &["记-12"], 1).await;
        let filter = FindingFilter {
            subject: Some(operator()),
            rule: Some("F-1".to_owned()),
            receipt: Some(received.receipt.clone()),
            open_only: true,
        };
        let found = world.writer.reader().findings_before(&filter, i64::MAX, 10).await.unwrap();
        let [found] = <[_; 1]>::try_from(found).unwrap();
        assert_eq!(found.row, Some(7));
        assert_eq!((found.expected.as_str(), found.actual.as_str()), ("10.00", "9.99"));
        assert_eq!(found.difference, "0.01");
        assert_eq!(found.period, Some(crate::world::period("2026-04")));
        assert_eq!(found.arguments, [("voucher".to_owned(), "记-12".to_owned())]);
        assert_eq!(found.basis.article, "18");
        assert_eq!(found.found_at, at(1));
    })
    .await;
}

/// Whatever was understood of them, by month and receipt; what is superseded or refused is not in force.
#[tokio::test]
async fn files_in_force_say_how_much_of_them_was_understood() {
    on_each_engine("files", async |world| {
        let post = async |receipt: &str, understood, second| {
            let submission = world.submission(receipt).await;
            let posting = world.writer.begin_posting(&submission, at(second)).await;
            let posting = posting.unwrap().unwrap();
            posting.finish(&Outcome { understood, ..accepted(3) }).await.unwrap();
        };
        let old = world.receive(Kind::Usage, b"1", None, 0).await;
        post(&old.receipt, 3, 1).await;
        let new = world.receive(Kind::Usage, b"2", Some(&old.receipt), 2).await;
        post(&new.receipt, 0, 3).await;
        let other = world.receive(Kind::Usage, b"3", None, 4).await;
        post(&other.receipt, 2, 5).await;
        let ledger = world.receive(Kind::Ledger, b"4", None, 6).await;
        post(&ledger.receipt, 3, 7).await;
        let unchecked = world.receive(Kind::Usage, b"5", None, 8).await;
        let found = async |kind, second| {
            let april = (period("2026-04"), period("2026-04"));
            let reader = world.writer.reader();
            let files = reader.files_in_force(kind, &operator(), april, at(second)).await.unwrap();
            assert!(files.is_sorted_by(|a, b| a.receipt < b.receipt));
            assert!(files.iter().all(|it| it.rows == 3 && it.receipt != unchecked.receipt));
            let said = files.into_iter().map(|it| (it.receipt, it.understood));
            said.collect::<std::collections::BTreeMap<_, _>>()
        };
        assert!(found(Kind::Usage, 0).await.is_empty());
        assert_eq!(found(Kind::Usage, 2).await, [(old.receipt, 3)].into());
        assert_eq!(found(Kind::Usage, 9).await, [(new.receipt, 0), (other.receipt, 2)].into());
        assert_eq!(found(Kind::Ledger, 9).await, [(ledger.receipt, 3)].into());
    })
    .await;
}
