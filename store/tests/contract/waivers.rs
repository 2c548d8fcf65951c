//! Waivers: two people, in the log whatever comes of it, and findings open again once one ends.

use jiff::civil::Date;
use metrics::finding::waiver::{
    Limit, Waivable, Waiver, WaiverAct, WaiverPolicy, WaiverRefused, WaiverState,
};
use metrics::kind::Kind;
use metrics::period::Span;
use metrics::source::{Confidence, Source};
use store::Desk;
use store::audit::Verification;
use store::desk::DeskError;
use store::waivers::{Asked, OnWaiver};

use crate::submissions::{party_fact, post_faults, post_register};
use crate::world::{World, at, on_each_engine, operator};

/// One of April about the one rule that the world breaks.
pub(crate) fn waiver(cause: Option<&str>, until: &str) -> Waiver {
    Waiver {
        subject: operator(),
        rule: "F-1".to_owned(),
        cause: cause.map(str::to_owned),
        span: april(),
        reason: "科目体系切换".to_owned(),
        document: "沪数函〔2026〕1号".to_owned(),
        from: day("2026-07-01"),
        until: day(until),
    }
}

fn april() -> Span {
    "2026-04".parse().unwrap()
}

fn day(text: &str) -> Date {
    text.parse().unwrap()
}

/// At most three months, and begun at most a day before.
pub(crate) fn policy() -> WaiverPolicy {
    let (instrument, article) = ("default".to_owned(), String::new());
    let source = Source { instrument, article, confidence: Confidence::Default };
    let limit = |value| Limit { value, source: source.clone() };
    WaiverPolicy { longest_months: limit(3), backdated_days: limit(1) }
}

/// Does something as a person on the first of July.
async fn act(
    world: &World,
    (account, asked): (&str, Asked<'_>),
    second: i64,
) -> Result<i64, DeskError> {
    let desk = Desk::open(&world.url, account, at(second)).await.unwrap();
    let waivable = |rule: &str| if rule == "F-1" { Waivable::Yes } else { Waivable::Never };
    let policy = policy();
    let today = day("2026-07-01");
    let on = OnWaiver { asked, waivable: &waivable, policy: &policy, today };
    desk.act_on_waiver(&on, at(second)).await
}

fn decide(number: i64, act: WaiverAct) -> Asked<'static> {
    Asked::Decide { number, act, note: "经研究" }
}

fn refused(result: Result<i64, DeskError>) -> WaiverRefused {
    match result {
        Err(DeskError::Waiver(refused)) => refused,
        other => panic!("{other:?}"),
    }
}

/// What counts as open on a day as known at a second, and what is waived, by waiver.
async fn counted(world: &World, second: i64, today: &str) -> (u64, Vec<(i64, u64)>) {
    let reader = world.writer.reader();
    let known = (at(second), day(today));
    let waivers = reader.waivers_in_force(Some(&operator()), known).await.unwrap();
    let asked = (april(), at(second));
    let found = reader.open_finding_counts(&operator(), asked, &waivers).await.unwrap();
    let [count] = &found[..] else { panic!("{found:?}") };
    (count.open, count.waived.clone().into_iter().collect())
}

pub(crate) async fn world_with_findings(world: &World) {
    crate::evaluations::register_people(world).await;
    let party = world.receive(Kind::Registry, b"party", None, 0).await;
    post_register(world, &party.receipt, &[party_fact("甲公司")], 1).await;
    let received = world.receive(Kind::Ledger, b"1", None, 0).await;
    post_faults(world, &received.receipt, &["a", "b", "c"], 1).await;
}

#[tokio::test]
async fn what_two_people_waive_is_not_open_until_the_last_day_is_over() {
    on_each_engine("waived", async |world| {
        world_with_findings(&world).await;
        let (one, all) = (waiver(Some("b"), "2026-08-31"), waiver(None, "2026-07-31"));
        assert_eq!(act(&world, ("li", Asked::Propose(&one)), 2).await.unwrap(), 1);
        assert_eq!(act(&world, ("li", Asked::Propose(&all)), 3).await.unwrap(), 2);
        assert_eq!(counted(&world, 3, "2026-07-01").await, (3, vec![]), "nobody agreed yet");
        act(&world, ("wang", decide(1, WaiverAct::Approve)), 4).await.unwrap();
        assert_eq!(counted(&world, 4, "2026-07-01").await, (2, vec![(1, 1)]));
        act(&world, ("wang", decide(2, WaiverAct::Approve)), 5).await.unwrap();
        assert_eq!(counted(&world, 5, "2026-07-31").await, (0, vec![(1, 1), (2, 2)]));
        assert_eq!(counted(&world, 5, "2026-08-01").await, (2, vec![(1, 1)]), "the second ended");
        assert_eq!(counted(&world, 5, "2026-09-01").await, (3, vec![]), "and the first");
        act(&world, ("li", decide(1, WaiverAct::Withdraw)), 6).await.unwrap();
        assert_eq!(counted(&world, 6, "2026-07-01").await, (0, vec![(2, 3)]));
        // What was known before stays known so.
        assert_eq!(counted(&world, 3, "2026-07-01").await, (3, vec![]));
        assert_eq!(counted(&world, 5, "2026-07-31").await, (0, vec![(1, 1), (2, 2)]));
        let dump = world.writer.reader().canonical_dump().await.unwrap();
        assert!(dump.contains("沪数函〔2026〕1号") && dump.contains("withdraw"));
    })
    .await;
}

#[tokio::test]
async fn refusals_are_given_for_their_reason_and_logged() {
    on_each_engine("waiver_refused", async |world| {
        world_with_findings(&world).await;
        let fair = waiver(None, "2026-07-31");
        let never = Waiver { rule: "F-12".to_owned(), ..fair.clone() };
        let alone = act(&world, ("li", Asked::Propose(&never)), 2).await;
        assert_eq!(refused(alone), WaiverRefused::NeverWaived);
        let viewer = act(&world, ("zhao", Asked::Propose(&fair)), 3).await;
        assert_eq!(refused(viewer), WaiverRefused::NeedsSupervisor);
        let stranger = Waiver { subject: "name:乙".parse().unwrap(), ..fair.clone() };
        let unknown = act(&world, ("li", Asked::Propose(&stranger)), 3).await;
        assert_eq!(refused(unknown), WaiverRefused::NoSuchParty);
        act(&world, ("wang", Asked::Propose(&fair)), 4).await.unwrap();
        let same = act(&world, ("wang", decide(1, WaiverAct::Approve)), 5).await;
        assert_eq!(refused(same), WaiverRefused::SamePerson);
        let again = act(&world, ("li", decide(1, WaiverAct::Propose)), 6).await;
        assert_eq!(refused(again), WaiverRefused::Decided);
        act(&world, ("li", decide(1, WaiverAct::Refuse)), 7).await.unwrap();
        let missing = act(&world, ("li", decide(2, WaiverAct::Refuse)), 8).await;
        assert!(matches!(missing, Err(DeskError::Store(_))));

        let reader = world.writer.reader();
        let [stored] = &reader.waivers(None, at(9)).await.unwrap()[..] else { panic!("one") };
        assert_eq!((stored.number, &stored.waiver), (1, &fair));
        assert_eq!(stored.state(day("2026-07-01")), WaiverState::Refused);
        assert_eq!(stored.who(WaiverAct::Propose), Some("wang"));
        assert_eq!(stored.events[1].note, "经研究");
        let Verification::Whole { head } = reader.audit_verify().await.unwrap() else {
            panic!("broken")
        };
        let log = reader.audit_before(head.sequence + 1, 6).await.unwrap();
        let acts: Vec<&str> = log.iter().map(|it| it.act.as_str()).collect();
        let expected =
            ["refuse-waiver", "refused", "refused", "propose-waiver", "refused", "refused"];
        assert_eq!(acts, expected);
    })
    .await;
}
