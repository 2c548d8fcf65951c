//! Evaluations, people's acts on them, and the reports that are made of them.

use jiff::tz::TimeZone;
use metrics::calendar::Calendar;
use metrics::evaluation::lifecycle::{EvaluationAct, EvaluationState, Refused, Said};
use metrics::evaluation::procedure::{Demand, Procedure, ProcedurePolicy, Unit, Window};
use metrics::evaluation::scheme::{Missing, Rounding, RoundingMode};
use metrics::evaluation::scorecard::{BandRef, DocumentRef, Evaluation, ScoreResult, Scorecard};
use metrics::form::Origin;
use metrics::incident::ClockContext;
use metrics::kind::Kind;
use metrics::register::{Entry, RegisterFact, Role};
use metrics::source::{Confidence, Name, Source};
use store::Desk;
use store::desk::{DeskError, Hand};
use store::documents::{DocumentKind, NewDocument};
use store::evaluation_events::{Course, OnEvaluation};
use store::jobs::NewJob;

use crate::deliveries::{delivery, report};
use crate::world::{World, accepted, at, on_each_engine, operator, period};

fn name(text: &str) -> Name {
    Name { zh: text.to_owned(), en: text.to_owned() }
}

pub(crate) fn evaluation() -> Evaluation {
    let document = |id: &str| DocumentRef { id: id.to_owned(), version: 1, sha256: "0".repeat(64) };
    let result = ScoreResult::Scored {
        score_nano: 90_000_000_000,
        score: "90.00".to_owned(),
        band: BandRef { id: "excellent".to_owned(), name: name("优秀") },
    };
    Evaluation {
        schema: 2,
        scheme: document("operator"),
        name: name("运营机构综合评价"),
        policy: document("shanghai"),
        release: "0.1.0".to_owned(),
        period: "2026-H1".parse().unwrap(),
        as_of: at(0),
        missing: Missing::Redistribute,
        rounding: Rounding { decimals: 2, mode: RoundingMode::HalfUp },
        scorecards: vec![Scorecard {
            subject: operator(),
            subject_name: "甲公司".to_owned(),
            result,
            findings: Vec::new(),
            waived: Vec::new(),
            dimensions: Vec::new(),
            facts_sha256: "f".repeat(64),
            adjusted: None,
            band_of_score: None,
            vetoes: Vec::new(),
            cap: None,
            robustness: None,
        }],
        threshold: None,
        mean: None,
        rescale: None,
        robustness: None,
        excerpt: None,
        zone: None,
    }
}

pub(crate) async fn register_people(world: &World) {
    let received = world.receive(Kind::Registry, b"people", None, 0).await;
    let submission = world.submission(&received.receipt).await;
    let person = |account: &str, role| RegisterFact {
        party: operator(),
        entry: Entry::Person { account: account.to_owned(), name: account.to_owned(), role },
        origin: Origin::default(),
    };
    let people = [
        person("li", Role::Supervisor),
        person("wang", Role::Approver),
        person("zhao", Role::Viewer),
        person("chen", Role::Supervisor),
    ];
    let mut posting = world.writer.begin_posting(&submission, at(1)).await.unwrap().unwrap();
    posting.register(&people).await.unwrap();
    posting.finish(&accepted(4)).await.unwrap();
}

/// A procedure without hearing: what is asked here is what the store keeps.
pub(crate) fn procedure() -> ProcedurePolicy {
    let source = Source {
        instrument: "default".to_owned(),
        article: String::new(),
        confidence: Confidence::Default,
    };
    let window = || Window { value: 5, unit: Unit::WorkingDays, source: source.clone() };
    let left_out = || Demand { required: false, source: source.clone() };
    let other = Procedure {
        body: None,
        announcement: left_out(),
        notice: window(),
        visit: left_out(),
        hearing: left_out(),
        feedback: window(),
        publicity: window(),
        appeal: window(),
        review: window(),
        report: window(),
        plan: window(),
        rectification: window(),
        recheck: window(),
        ladder: None,
    };
    ProcedurePolicy { procedure: [].into(), other, remedy: Vec::new() }
}

/// A person goes a step.
pub(crate) async fn go(
    desk: &Desk,
    (id, act): (&str, EvaluationAct),
    said: &Said,
    second: i64,
) -> Result<(), DeskError> {
    let (as_of, zone, calendar) = (at(second), &TimeZone::UTC, &Calendar::default());
    let context = &ClockContext { as_of, zone, calendar };
    desk.act_on_evaluation(&OnEvaluation { id, act, said, policy: &procedure(), context }).await
}

fn refused(result: Result<(), DeskError>) -> Refused {
    match result {
        Err(DeskError::Evaluation(refused)) => refused,
        other => panic!("{other:?}"),
    }
}

#[tokio::test]
#[expect(clippy::too_many_lines, reason = "one course from draft to superseded")]
async fn what_was_said_comes_back_and_refusals_are_logged() {
    on_each_engine("course", async |world| {
        register_people(&world).await;
        let writer = &world.writer;
        let id = &*writer.record_evaluation(&evaluation(), "li", at(2)).await.unwrap().id;
        let later = Evaluation { as_of: at(1), ..evaluation() };
        let newer = writer.record_evaluation(&later, "li", at(3)).await.unwrap().id;
        let less = Evaluation { scorecards: Vec::new(), ..evaluation() };
        let less = writer.record_evaluation(&less, "li", at(3)).await.unwrap().id;
        let desk = async |account| Desk::open(&world.url, account, at(4)).await.unwrap();
        let (li, wang, chen) = (desk("li").await, desk("wang").await, desk("chen").await);
        let said = |name: &str| Said {
            note: "扣分有异议".to_owned(),
            document: "申诉〔2026〕1号".to_owned(),
            subject: Some(operator()),
            name: name.to_owned(),
            due_on: None,
        };
        let nothing = Said::default();
        go(&li, (id, EvaluationAct::Review), &nothing, 5).await.unwrap();
        go(&li, (id, EvaluationAct::OpenFeedback), &nothing, 6).await.unwrap();
        go(&li, (id, EvaluationAct::Comment), &said(""), 7).await.unwrap();
        go(&wang, (id, EvaluationAct::Approve), &nothing, 8).await.unwrap();
        go(&wang, (id, EvaluationAct::Publish), &nothing, 9).await.unwrap();
        go(&li, (id, EvaluationAct::Appeal), &said(""), 10).await.unwrap();
        let assign = (id, EvaluationAct::Assign);
        for nobody in ["nobody", "zhao"] {
            let refusal = refused(go(&wang, assign, &said(nobody), 11).await);
            assert_eq!(refusal, Refused::UnknownReviewer, "{nobody}");
        }
        go(&wang, assign, &said("chen"), 11).await.unwrap();
        let to_render = async || {
            let found = writer.reader().evaluations_to_render().await.unwrap();
            found.into_iter().map(|it| it.id).collect::<Vec<_>>()
        };
        assert_eq!(to_render().await, [id], "what is published goes out, too");
        go(&chen, (id, EvaluationAct::Change), &said(""), 12).await.unwrap();
        assert_eq!(to_render().await, [""; 0], "what an appeal changed does not");
        let queued = [delivery("folder", None)];
        assert!(writer.record_report(report(id), &queued, at(12)).await.unwrap());
        let number = writer.reader().deliveries_before(i64::MAX, 1).await.unwrap()[0].id;
        assert_eq!(refused(li.resend(number, at(12)).await), Refused::Changed);
        assert_eq!(
            writer.reader().bands_before("operator", period("2026-07")).await.unwrap(),
            [(operator(), "excellent".to_owned())]
        );
        assert_eq!(
            writer.reader().bands_before("operator", period("2026-06")).await.unwrap(),
            [],
            "its months had not ended"
        );

        let supersede = (id, EvaluationAct::Supersede);
        for wrong in ["none", id] {
            let refusal = refused(go(&wang, supersede, &said(wrong), 13).await);
            assert_eq!(refusal, Refused::NoSuccessor, "{wrong}");
        }
        let log = writer.reader().audit_before(i64::MAX, 1).await.unwrap();
        assert_eq!((&*log[0].act, &*log[0].object), ("refused", id));
        let refusal = refused(go(&wang, supersede, &said(&newer), 13).await);
        assert_eq!(refusal, Refused::SuccessorNotApproved);
        for new in [&newer, &less] {
            go(&li, (new, EvaluationAct::Review), &nothing, 13).await.unwrap();
            go(&wang, (new, EvaluationAct::Approve), &nothing, 13).await.unwrap();
        }
        let refusal = refused(go(&wang, supersede, &said(&less), 13).await);
        assert_eq!(refusal, Refused::SuccessorLacksSubjects);
        assert_eq!(to_render().await, [&*less], "another file on the subject is out");
        go(&wang, supersede, &said(&newer), 13).await.unwrap();
        assert!(to_render().await.contains(&newer));
        let kept = writer.reader().report(id).await.unwrap().unwrap();
        let replaced = writer.reader().replaced_by(&newer).await.unwrap();
        let [one] = replaced.as_slice() else { panic!("{replaced:?}") };
        assert_eq!((&*one.evaluation_id, &one.sha256), (id, &kept.sha256));
        assert_eq!(one.reason, "扣分有异议");
        let stored = writer.reader().evaluation(id).await.unwrap().unwrap();
        assert_eq!(stored.state(), EvaluationState::Superseded);
        assert_eq!(stored.evaluation, evaluation(), "what it says stays");
        assert_eq!(stored.acts[5].said.note, "扣分有异议");
        let due: Vec<_> = stored.acts.iter().filter_map(|it| it.said.due_on).collect();
        assert_eq!(due.len(), 3, "feedback, appeals, the decision");
        assert_eq!(stored.acts[8].said, Said { due_on: None, ..said(&newer) });
        let names = |it: Vec<Course>| it.into_iter().map(|it| it.id).collect::<Vec<_>>();
        let left = names(writer.reader().courses(at(13), 9).await.unwrap());
        assert!(left.len() == 2 && !left.contains(&id.to_owned()), "{left:?}");
    })
    .await;
}

/// Of what was published of May and June, by grade; the subject's last grade is asked for in July.
#[tokio::test]
#[expect(clippy::too_many_lines, reason = "one grade from published to replaced")]
async fn a_grade_counts_until_its_successor_is_published() {
    on_each_engine("bands", async |world| {
        register_people(&world).await;
        let writer = &world.writer;
        let desk = async |account| Desk::open(&world.url, account, at(4)).await.unwrap();
        let (li, wang) = (desk("li").await, desk("wang").await);
        let graded = async |months: &str, band: &str, second| {
            let mut evaluation = Evaluation { period: months.parse().unwrap(), ..evaluation() };
            let result = &mut evaluation.scorecards[0].result;
            let ScoreResult::Scored { band: given, .. } = result else { panic!() };
            band.clone_into(&mut given.id);
            let id = writer.record_evaluation(&evaluation, "li", at(second)).await.unwrap().id;
            go(&li, (&id, EvaluationAct::Review), &Said::default(), second).await.unwrap();
            go(&wang, (&id, EvaluationAct::Approve), &Said::default(), second).await.unwrap();
            id
        };
        let publish = async |id: &str, second| {
            go(&wang, (id, EvaluationAct::Publish), &Said::default(), second).await.unwrap();
        };
        let last = async || {
            let found = writer.reader().bands_before("operator", period("2026-07")).await;
            found.unwrap().into_iter().map(|it| it.1).collect::<Vec<_>>()
        };
        let may = graded("2026-05", "good", 5).await;
        publish(&may, 6).await;
        assert_eq!(last().await, ["good"]);
        for (scheme, first, expected) in [
            ("operator", "2026-06", Some(&*may)),
            ("operator", "2026-05", None),
            ("supply", "2026-06", None),
        ] {
            let reader = writer.reader();
            let found = reader.evaluation_of_months_before(scheme, period(first)).await.unwrap();
            assert_eq!(found.as_ref().map(|it| &*it.id), expected, "{scheme} {first}");
        }
        let old = graded("2026-06", "fail", 7).await;
        assert_eq!(last().await, ["good"], "not published");
        // A draft of later months is not the last that stands, nor is one that was superseded.
        let before = async || {
            let reader = writer.reader();
            let found = reader.evaluation_of_months_before("operator", period("2026-08")).await;
            found.unwrap().map(|it| it.id)
        };
        let months = "2026-07".parse().unwrap();
        let draft = Evaluation { period: months, ..evaluation() };
        writer.record_evaluation(&draft, "li", at(7)).await.unwrap();
        assert_eq!(before().await.as_ref(), Some(&old));
        publish(&old, 8).await;
        // Nobody is graded in what is published last.
        let nobody = Evaluation { scorecards: Vec::new(), ..evaluation() };
        let nobody = writer.record_evaluation(&nobody, "li", at(8)).await.unwrap().id;
        go(&li, (&nobody, EvaluationAct::Review), &Said::default(), 8).await.unwrap();
        go(&wang, (&nobody, EvaluationAct::Approve), &Said::default(), 8).await.unwrap();
        publish(&nobody, 8).await;
        assert_eq!(last().await, ["fail"]);

        let about = |name: &str| Said {
            note: "x".to_owned(),
            document: "D".to_owned(),
            subject: Some(operator()),
            name: name.to_owned(),
            due_on: None,
        };
        let decide =
            async |word: &str| go(&wang, (&old, EvaluationAct::Decide), &about(word), 9).await;
        assert_eq!(refused(decide("rectification").await), Refused::NotFinal);
        decide("nothing").await.unwrap();
        assert_eq!(refused(decide("nothing").await), Refused::AlreadyDecided);
        let rectify =
            async |second| go(&wang, (&old, EvaluationAct::Rectify), &about(""), second).await;
        assert_eq!(refused(rectify(9).await), Refused::NotFinal);
        let later = 60 * 86_400;
        rectify(later).await.unwrap();

        let new = graded("2026-06", "pass", later).await;
        go(&wang, (&old, EvaluationAct::Supersede), &about(&new), later).await.unwrap();
        assert_eq!(last().await, ["fail"], "until the new one is published");
        publish(&new, later).await;
        assert_eq!(last().await, ["pass"]);
        // Who had nothing due has no grade, and does not begin anew with the next one.
        publish(&graded("2026-06", "", later).await, later).await;
        assert_eq!(last().await, ["pass"]);

        let is_listed = async |second| {
            let courses = writer.reader().courses(at(second), 9).await.unwrap();
            courses.iter().any(|it| it.id == old)
        };
        assert!(is_listed(later).await, "its order is open");
        go(&li, (&old, EvaluationAct::Pass), &about(""), later + 1).await.unwrap();
        assert!(!is_listed(later + 1).await);
    })
    .await;
}

/// Of the same months the published score stands before the approved one, and that before the newest;
/// what was superseded does not stand, nor is the scheme another one.
#[tokio::test]
async fn of_each_span_one_level_stands() {
    on_each_engine("levels", async |world| {
        register_people(&world).await;
        let (writer, reader) = (&world.writer, world.writer.reader());
        let scheme = |version, body| {
            let (kind, name) = (DocumentKind::Scheme, "operator");
            NewDocument { kind, name, version, body }
        };
        let old = writer.keep_document(scheme(7, "old"), at(0)).await.unwrap();
        let scored = async |months: &str, score: &str, second| {
            let mut evaluation = Evaluation { period: months.parse().unwrap(), ..evaluation() };
            if months == "2026-05" {
                evaluation.scheme.sha256.clone_from(&old);
            }
            let result = &mut evaluation.scorecards[0].result;
            let ScoreResult::Scored { score: given, .. } = result else { panic!() };
            score.clone_into(given);
            writer.record_evaluation(&evaluation, "li", at(second)).await.unwrap().id
        };
        let desk = async |account| Desk::open(&world.url, account, at(4)).await.unwrap();
        let (li, wang) = (desk("li").await, desk("wang").await);
        let approve = async |id: &str| {
            go(&li, (id, EvaluationAct::Review), &Said::default(), 30).await.unwrap();
            go(&wang, (id, EvaluationAct::Approve), &Said::default(), 31).await.unwrap();
        };
        let (subject, july) = (operator(), period("2026-07"));
        let levels = async |before, limit| {
            let about = (&subject, "operator");
            let found = reader.levels_before(about, (before, limit)).await.unwrap();
            found.into_iter().map(|it| format!("{} {}", it.period, it.score)).collect::<Vec<_>>()
        };
        assert_eq!(levels(july, 9).await, [""; 0]);
        let first = scored("2026-05", "50.00", 5).await;
        let second = scored("2026-05", "60.00", 6).await;
        scored("2026-05", "70.00", 7).await;
        scored("2026-06", "65.00", 8).await;
        scored("2026-Q2", "66.00", 9).await;
        scored("2026-07", "99.00", 10).await;
        let later = ["2026-06 65.00", "2026-Q2 66.00"];
        assert_eq!(levels(july, 9).await, [&later[..], &["2026-05 70.00"]].concat(), "the newest");
        approve(&second).await;
        approve(&first).await;
        assert_eq!(levels(july, 9).await, [&later[..], &["2026-05 60.00"]].concat(), "approved");
        go(&wang, (&first, EvaluationAct::Publish), &Said::default(), 32).await.unwrap();
        assert_eq!(levels(july, 9).await, [&later[..], &["2026-05 50.00"]].concat(), "published");
        let because = Said { note: "x".to_owned(), name: second.clone(), ..Said::default() };
        go(&wang, (&first, EvaluationAct::Supersede), &because, 33).await.unwrap();
        assert_eq!(levels(period("2026-06"), 9).await, ["2026-05 60.00"], "what took its place");
        assert_eq!(levels(july, 1).await, ["2026-06 65.00"]);

        let about = (&subject, "operator");
        let found = reader.levels_before(about, (period("2026-06"), 9)).await.unwrap().remove(0);
        assert_eq!((found.evaluation, found.scheme_version), (second, 7));
        assert_eq!((found.scheme_sha256, found.policy_sha256), (old, "0".repeat(64)));
        let other = reader.levels_before((&subject, "supply"), (july, 9)).await.unwrap();
        assert_eq!(other, []);
    })
    .await;
}

#[tokio::test]
async fn two_people_approve_and_the_package_goes_out_once() {
    on_each_engine("approve", async |world| {
        register_people(&world).await;
        let writer = &world.writer;
        let first = writer.record_evaluation(&evaluation(), "li", at(2)).await.unwrap();
        let again = writer.record_evaluation(&evaluation(), "li", at(3)).await.unwrap();
        assert!(!first.duplicate && again.duplicate && first.id == again.id);
        let id = first.id.as_str();

        let desk = async |account| Desk::open(&world.url, account, at(4)).await.unwrap();
        let (li, wang) = (desk("li").await, desk("wang").await);
        let nothing = &Said::default();
        let review = (id, EvaluationAct::Review);
        let approve = (id, EvaluationAct::Approve);
        let early = go(&wang, approve, nothing, 4).await;
        assert!(matches!(early, Err(DeskError::Evaluation(Refused::NotReviewed))), "{early:?}");
        go(&li, review, &Said { note: "核对无误".to_owned(), ..Said::default() }, 5).await.unwrap();
        assert_eq!(writer.reader().evaluations_to_render().await.unwrap(), []);
        go(&wang, approve, nothing, 6).await.unwrap();

        let [due] =
            <[_; 1]>::try_from(writer.reader().evaluations_to_render().await.unwrap()).unwrap();
        assert_eq!((due.state(), due.evaluation), (EvaluationState::Approved, evaluation()));

        let message = b"mail".as_slice();
        let deliveries = [delivery("folder", None), delivery("mail", Some(message))];
        assert!(writer.record_report(report(id), &deliveries, at(7)).await.unwrap());
        assert!(!writer.record_report(report(id), &deliveries, at(8)).await.unwrap());
        assert_eq!(writer.reader().evaluations_to_render().await.unwrap(), []);
        let kept = writer.reader().report(id).await.unwrap().unwrap();
        assert_eq!((kept.kind.as_str(), kept.period.as_str()), ("evaluation", "2026-H1"));
        let queued = writer.reader().deliveries_before(i64::MAX, 9).await.unwrap();
        let hashes: Vec<&str> = queued.iter().map(|it| it.sha256.as_str()).collect();
        assert!(queued.len() == 2 && hashes[1] == kept.sha256 && hashes[0] != kept.sha256);
        let bytes = writer.reader().raw_range(hashes[0], 0, 99).await.unwrap();
        assert_eq!(bytes, message, "what goes out is what was kept");
    })
    .await;
}

#[tokio::test]
async fn what_a_role_does_not_allow_is_refused_and_logged() {
    on_each_engine("roles", async |world| {
        register_people(&world).await;
        let job = NewJob { kind: "evaluate", arguments: "{}", dedupe: "x" };
        let zhao = Desk::open(&world.url, "zhao", at(2)).await.unwrap();
        let refused = zhao.request_job(job, at(2)).await;
        assert!(matches!(refused, Err(DeskError::Role { needed: Role::Supervisor })));
        let refused = zhao.accept_shrunk(("finance", "9 bytes"), at(2)).await;
        assert!(matches!(refused, Err(DeskError::Role { needed: Role::Supervisor })));
        let unknown = Desk::open(&world.url, "nobody", at(2)).await;
        assert!(matches!(unknown, Err(DeskError::Unknown { .. })));
        let reader = world.writer.reader();
        let last = reader.audit_before(i64::MAX, 1).await.unwrap();
        assert_eq!((last[0].actor.as_str(), last[0].act.as_str()), ("zhao", "refused"));
        let li = Desk::open(&world.url, "li", at(3)).await.unwrap();
        li.accept_shrunk(("finance", "9 bytes"), at(3)).await.unwrap();
        li.clone().by(Hand::Other("root".to_owned())).signed_in(at(3)).await.unwrap();
        let last = reader.audit_before(i64::MAX, 1).await.unwrap();
        let said = (last[0].actor.as_str(), last[0].detail.as_str());
        let expected = ("li", r#"role="supervisor" typed_by="root""#);
        assert_eq!(said, expected, "who typed for another is named too");
        li.request_job(job, at(3)).await.unwrap();
        assert_eq!(reader.jobs_before(i64::MAX, 9).await.unwrap()[0].requested_by, "li");
    })
    .await;
}

#[tokio::test]
async fn the_dump_leaves_out_when_and_by_which_number() {
    let mut dumps = Vec::new();
    for offset in [0, 100] {
        let folder = tempfile::tempdir().unwrap();
        let url = format!("sqlite:{}", folder.path().join("test.db").display());
        let writer = store::Writer::open(&url).await.unwrap();
        let world = World { url, writer };
        world.receive(Kind::Registry, b"1", None, offset).await;
        dumps.push(world.writer.reader().canonical_dump().await.unwrap());
    }
    assert_eq!(dumps[0], dumps[1]);
    assert!(dumps[0].contains("四月.csv"));
}
