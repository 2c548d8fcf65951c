//! Whose people act on an evaluation: those of the body that evaluates (Measures art. 28).

use std::collections::BTreeSet;

use jiff::tz::TimeZone;
use metrics::calendar::Calendar;
use metrics::evaluation::evaluator::Evaluator;
use metrics::evaluation::lifecycle::{EvaluationAct, Refused, Said};
use metrics::evaluation::procedure::{Procedure, ProcedurePolicy};
use metrics::evaluation::scorecard::Evaluation;
use metrics::form::Origin;
use metrics::incident::ClockContext;
use metrics::kind::Kind;
use metrics::party::{PartyId, PartyKind};
use metrics::register::{Entry, RegisterFact, Role};
use metrics::source::{Confidence, Source};
use store::Desk;
use store::desk::DeskError;
use store::evaluation_events::OnEvaluation;

use crate::evaluations::{evaluation, procedure};
use crate::world::{World, accepted, at, on_each_engine, operator};

const KINDS: [PartyKind; 2] = [PartyKind::ImplementingBody, PartyKind::DataAuthority];

/// The bodies by the words of their kinds, each with three people; and somebody of a party that nobody
/// registered.
async fn register(world: &World) {
    let received = world.receive(Kind::Registry, b"bodies", None, 0).await;
    let submission = world.submission(&received.receipt).await;
    let fact = |party: &str, entry| RegisterFact {
        party: format!("name:{party}").parse().unwrap(),
        entry,
        origin: Origin::default(),
    };
    let person = |party: &str, account: &str, role| {
        let account = format!("{account}-{party}");
        fact(party, Entry::Person { name: account.clone(), account, role })
    };
    let mut facts = vec![person("unknown", "wang", Role::Approver)];
    for kind in KINDS {
        let (party, controllers) = (kind.as_str(), BTreeSet::new());
        let (name, state_owned, since, standard) = (party.to_owned(), false, None, None);
        facts.extend([
            fact(party, Entry::Party { name, kind, state_owned, since, standard, controllers }),
            person(party, "li", Role::Supervisor),
            person(party, "wang", Role::Approver),
            person(party, "chen", Role::Supervisor),
        ]);
    }
    let mut posting = world.writer.begin_posting(&submission, at(1)).await.unwrap().unwrap();
    posting.register(&facts).await.unwrap();
    posting.finish(&accepted(facts.len().try_into().unwrap())).await.unwrap();
}

/// A procedure of evaluations by bodies of a kind.
fn evaluated_by(kind: PartyKind) -> ProcedurePolicy {
    let source = Source {
        instrument: "SH-AO".to_owned(),
        article: "28".to_owned(),
        confidence: Confidence::Law,
    };
    let policy = procedure();
    let body = Some(Evaluator { kind, source });
    ProcedurePolicy { other: Procedure { body, ..policy.other }, ..policy }
}

#[tokio::test]
async fn people_of_the_body_that_evaluates_act_and_those_of_another_are_refused() {
    on_each_engine("bodies", async |world| {
        register(&world).await;
        let reader = world.writer.reader();
        for (evaluator, other) in KINDS.into_iter().zip(KINDS.into_iter().rev()) {
            let policy = evaluated_by(evaluator);
            let asked = Evaluation { release: evaluator.as_str().to_owned(), ..evaluation() };
            let id = &*world.writer.record_evaluation(&asked, "qian", at(2)).await.unwrap().id;
            let go = async |account: &str, act, said: &Said, second| {
                let (as_of, zone, calendar) = (at(second), &TimeZone::UTC, &Calendar::default());
                let context = &ClockContext { as_of, zone, calendar };
                let desk = Desk::open(&world.url, account, as_of).await.unwrap();
                let asked = OnEvaluation { id, act, said, policy: &policy, context };
                desk.act_on_evaluation(&asked).await
            };
            let about = |name: String| Said {
                note: "x".to_owned(),
                document: "D".to_owned(),
                subject: Some(operator()),
                name,
                due_on: None,
            };
            let (own, others) = (evaluator.as_str(), other.as_str());
            let course = [
                ("li", EvaluationAct::Review),
                ("wang", EvaluationAct::Approve),
                ("wang", EvaluationAct::Publish),
                ("li", EvaluationAct::Appeal),
            ];
            for (second, (who, act)) in (3..).zip(course) {
                let said = about(String::new());
                for (body, kind) in [(others, Some(other)), ("unknown", None)] {
                    let refused = go(&format!("wang-{body}"), act, &said, second).await;
                    let Err(DeskError::OtherBody(refused)) = refused else {
                        panic!("{act:?} {refused:?}")
                    };
                    assert_eq!((refused.evaluator.kind, refused.kind), (evaluator, kind));
                    let party: PartyId = format!("name:{body}").parse().unwrap();
                    assert_eq!(refused.party, party);
                    let log = reader.audit_before(i64::MAX, 1).await.unwrap();
                    assert_eq!((&*log[0].act, &*log[0].object), ("refused", id));
                }
                go(&format!("{who}-{own}"), act, &said, second).await.unwrap();
            }
            let assign = async |body| {
                let said = about(format!("chen-{body}"));
                go(&format!("wang-{own}"), EvaluationAct::Assign, &said, 8).await
            };
            let refused = assign(others).await;
            let Err(DeskError::Evaluation(refused)) = refused else { panic!("{refused:?}") };
            assert_eq!(refused, Refused::ReviewerOfOtherBody);
            assign(own).await.unwrap();
            let decided = about(String::new());
            go(&format!("chen-{own}"), EvaluationAct::Uphold, &decided, 9).await.unwrap();
        }
    })
    .await;
}
