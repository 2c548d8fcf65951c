//! By whose hand each act was typed is kept, and two people are two hands.

use metrics::evaluation::lifecycle::{EvaluationAct, Refused, Said};
use metrics::finding::waiver::{Waivable, WaiverAct, WaiverRefused};
use metrics::incident::Level;
use metrics::incident::lifecycle::{IncidentAct, IncidentRefused};
use metrics::ledger::close::{PeriodAct, PeriodRefused};
use store::Desk;
use store::closings::OnPeriod;
use store::desk::{DeskError, Hand};
use store::incident_events::OnIncident;
use store::waivers::{Asked, OnWaiver};

use crate::closings::begin;
use crate::evaluations::{evaluation, go, register_people};
use crate::waivers::{policy, waiver, world_with_findings};
use crate::world::{World, at, on_each_engine, operator, period};

/// The desk of a person for whom `root` types.
pub(crate) async fn typed(world: &World, account: &str) -> Desk {
    let desk = Desk::open(&world.url, account, at(5)).await.unwrap();
    desk.by(Hand::Other("root".to_owned()))
}

pub(crate) async fn own(world: &World, account: &str) -> Desk {
    Desk::open(&world.url, account, at(5)).await.unwrap()
}

/// What the log says last.
async fn logged(world: &World) -> String {
    let last = world.writer.reader().audit_before(i64::MAX, 1).await.unwrap();
    format!("{} {}: {}", last[0].actor, last[0].act, last[0].detail)
}

#[tokio::test]
async fn one_hand_does_not_review_and_approve() {
    on_each_engine("hands_evaluation", async |world| {
        register_people(&world).await;
        let writer = &world.writer;
        let id = &*writer.record_evaluation(&evaluation(), "li", at(2)).await.unwrap().id;
        let (review, approve) = ((id, EvaluationAct::Review), (id, EvaluationAct::Approve));
        go(&typed(&world, "li").await, review, &Said::default(), 6).await.unwrap();
        let refused = go(&typed(&world, "wang").await, approve, &Said::default(), 7).await;
        assert!(matches!(refused, Err(DeskError::Evaluation(Refused::SameHand))), "{refused:?}");
        let expected = "wang refused: act=\"approve\" \
                        reason=\"the same account typed both halves\" typed_by=\"root\"";
        assert_eq!(logged(&world).await, expected);
        go(&own(&world, "wang").await, approve, &Said::default(), 8).await.unwrap();
        let stored = writer.reader().evaluation(id).await.unwrap().unwrap();
        let hands: Vec<_> = stored.acts.iter().map(|it| (&*it.account, &*it.typed_by)).collect();
        assert_eq!(hands, [("li", "root"), ("wang", "wang")]);
    })
    .await;
}

#[tokio::test]
async fn one_hand_does_not_propose_and_grant_a_waiver() {
    on_each_engine("hands_waiver", async |world| {
        world_with_findings(&world).await;
        let (proposed, policy) = (waiver(None, "2026-07-31"), policy());
        let act = async |desk: Desk, asked| {
            let waivable = |_: &str| Waivable::Yes;
            let today = jiff::civil::date(2026, 7, 1);
            let on = OnWaiver { asked, waivable: &waivable, policy: &policy, today };
            desk.act_on_waiver(&on, at(6)).await
        };
        act(typed(&world, "li").await, Asked::Propose(&proposed)).await.unwrap();
        let approve = Asked::Decide { number: 1, act: WaiverAct::Approve, note: "" };
        let refused = act(typed(&world, "wang").await, approve).await;
        assert!(matches!(refused, Err(DeskError::Waiver(WaiverRefused::SameHand))), "{refused:?}");
        act(own(&world, "wang").await, approve).await.unwrap();
        let stored = world.writer.reader().waivers(None, at(9)).await.unwrap().remove(0);
        let hands: Vec<_> = stored.events.iter().map(|it| (&*it.account, &*it.typed_by)).collect();
        assert_eq!(hands, [("li", "root"), ("wang", "wang")]);
    })
    .await;
}

/// What a reopening marks is marked by the same hand.
#[tokio::test]
async fn one_hand_does_not_ask_for_a_month_and_reopen_it() {
    on_each_engine("hands_period", async |world| {
        begin(&world).await;
        let id = world.writer.record_evaluation(&evaluation(), "li", at(4)).await.unwrap().id;
        let act = async |desk: Desk, act| {
            let (party, today) = (&operator(), jiff::civil::date(2026, 7, 1));
            let asked = OnPeriod { party, period: period("2026-04"), act, note: "x", today };
            desk.act_on_period(&asked, at(6)).await
        };
        act(own(&world, "li").await, PeriodAct::Freeze).await.unwrap();
        act(own(&world, "li").await, PeriodAct::AskReopening).await.unwrap();
        let by_li = own(&world, "wang").await.by(Hand::Other("li".to_owned()));
        let refused = act(by_li, PeriodAct::Reopen).await;
        assert!(matches!(refused, Err(DeskError::Period(PeriodRefused::SameHand))), "{refused:?}");
        act(typed(&world, "wang").await, PeriodAct::Reopen).await.unwrap();
        let reader = world.writer.reader();
        let closing = reader.closings(&operator()).await.unwrap().remove(0);
        let hands: Vec<_> = closing.acts.iter().map(|it| (&*it.actor, &*it.typed_by)).collect();
        assert_eq!(hands, [("li", "li"), ("li", "li"), ("wang", "root")]);
        let marked = reader.evaluation(&id).await.unwrap().unwrap().acts.remove(0);
        assert_eq!((&*marked.account, &*marked.typed_by), ("wang", "root"));
    })
    .await;
}

/// One account that plays the people of a demonstration is kept as what typed.
#[tokio::test]
async fn one_hand_does_not_lower_a_level_but_in_a_demonstration() {
    on_each_engine("hands_incident", async |world| {
        register_people(&world).await;
        crate::incidents::report(&world, &[("A", 1_200_000)], 2).await;
        let act = async |desk: Desk, act| {
            crate::incidents::judged(6, async |guide| {
                let (party, incident_no, note) = (&operator(), "A", "x");
                desk.act_on_incident(&OnIncident { party, incident_no, act, note, guide }).await
            })
            .await
        };
        let lower = IncidentAct::ProposeDowngrade(Level::General);
        act(typed(&world, "li").await, lower).await.unwrap();
        let confirm = IncidentAct::ConfirmDowngrade(Level::General);
        let refused = act(typed(&world, "wang").await, confirm).await;
        let expected = IncidentRefused::SameHand;
        assert!(matches!(refused, Err(DeskError::Incident(it)) if it == expected), "{refused:?}");
        let played = own(&world, "wang").await.by(Hand::Player("root".to_owned()));
        act(played, confirm).await.unwrap();
        let file = world.writer.reader().incident((&operator(), "A"), at(9)).await.unwrap();
        let hands: Vec<_> = file.events.iter().map(|it| (&*it.account, &*it.typed_by)).collect();
        assert_eq!(hands, [("li", "root"), ("wang", "root")]);
    })
    .await;
}
