//! Incidents: what supervisors do with them, refusals, what is known when, and what others see of it.

use std::collections::BTreeSet;
use std::sync::LazyLock;

use jiff::civil::date;
use jiff::tz::TimeZone;
use metrics::calendar::Calendar;
use metrics::form::Origin;
use metrics::incident::Level::{FairlyMajor, General, Major};
use metrics::incident::lifecycle::IncidentAct::{
    self, AcceptRectification, Archive, Comment, ConfirmDowngrade, Order, ProposeDowngrade, Triage,
    Upgrade,
};
use metrics::incident::lifecycle::Urgency::Due;
use metrics::incident::lifecycle::{
    Guide, IncidentRefused, IncidentState, Missing, Urgency, level_in_force,
};
use metrics::incident::{ClockContext, Incident, IncidentFact, IncidentPolicy, Quantity};
use metrics::kind::Kind;
use metrics::party::PartyId;
use store::desk::DeskError;
use store::incident_events::{IncidentFile, LevelDecisions, OnIncident};
use store::open_incidents::PressingIncidents;
use store::{Desk, StoreError};

use crate::evaluations::register_people;
use crate::world::{World, accepted, at, on_each_engine, operator};

static POLICY: LazyLock<IncidentPolicy> = LazyLock::new(|| {
    toml::from_str(include_str!("../../../config/policies/shanghai/incident.toml")).unwrap()
});

/// Runs something with the policy pack as shipped, as known at a second.
pub(crate) async fn judged<T>(second: i64, judge: impl AsyncFnOnce(Guide<'_>) -> T) -> T {
    let (zone, calendar) = (TimeZone::get("Asia/Shanghai").unwrap(), Calendar::default());
    let context = ClockContext { as_of: at(second), zone: &zone, calendar: &calendar };
    judge(Guide { policy: &POLICY, context: &context }).await
}

/// An incident of so many persons' data.
fn incident(number: &str, persons: u64) -> Incident {
    Incident {
        incident_no: number.to_owned(),
        discovered_at: Some(at(0)),
        figures: [(Quantity::Persons, persons)].into(),
        ..Incident::default()
    }
}

/// Hands in incidents of the operator, by number and persons, at a second.
pub(crate) async fn report(world: &World, incidents: &[(&str, u64)], second: i64) -> String {
    let incidents = incidents.iter().map(|(number, persons)| incident(number, *persons));
    hand_in(world, incidents, second).await
}

async fn hand_in(
    world: &World,
    incidents: impl IntoIterator<Item = Incident>,
    second: i64,
) -> String {
    let bytes = format!("incidents of second {second}");
    let received = world.receive(Kind::Incident, bytes.as_bytes(), None, second).await;
    let submission = world.submission(&received.receipt).await;
    let origin = Origin::default();
    let fact = |incident| IncidentFact { party: operator(), incident, origin };
    let facts: Vec<IncidentFact> = incidents.into_iter().map(fact).collect();
    let mut posting = world.writer.begin_posting(&submission, at(second)).await.unwrap().unwrap();
    posting.incidents(&facts).await.unwrap();
    let rows = facts.len() as u64;
    posting.finish(&accepted(rows)).await.unwrap();
    received.receipt
}

/// Lets a person act on incident `A`.
async fn act(
    world: &World,
    (account, act): (&str, IncidentAct),
    note: &str,
    second: i64,
) -> Result<(), DeskError> {
    on(world, ("A", account, act), note, second).await
}

async fn on(
    world: &World,
    (incident_no, account, act): (&str, &str, IncidentAct),
    note: &str,
    second: i64,
) -> Result<(), DeskError> {
    let desk = Desk::open(&world.url, account, at(second)).await.unwrap();
    judged(second, async |guide| {
        let party = &operator();
        desk.act_on_incident(&OnIncident { party, incident_no, act, note, guide }).await
    })
    .await
}

fn refused(result: Result<(), DeskError>) -> IncidentRefused {
    match result {
        Err(DeskError::Incident(refused)) => refused,
        other => panic!("{other:?}"),
    }
}

async fn file(world: &World, second: i64) -> IncidentFile {
    world.writer.reader().incident((&operator(), "A"), at(second)).await.unwrap()
}

#[tokio::test]
async fn a_level_goes_up_by_one_and_down_by_two_and_refusals_are_logged() {
    on_each_engine("incident_levels", async |world| {
        register_people(&world).await;
        let receipt = report(&world, &[("A", 1_200_000)], 2).await;
        let viewer = act(&world, ("zhao", Triage), "", 3).await;
        assert_eq!(refused(viewer), IncidentRefused::NeedsSupervisor);
        act(&world, ("li", Triage), "", 4).await.unwrap();
        let empty = act(&world, ("li", Upgrade(Major)), "", 5).await;
        assert_eq!(refused(empty), IncidentRefused::NoReason);
        act(&world, ("li", Upgrade(Major)), "涉及重要数据", 5).await.unwrap();
        act(&world, ("wang", ProposeDowngrade(General)), "样例数据", 6).await.unwrap();
        let alone = act(&world, ("wang", ConfirmDowngrade(General)), "", 7).await;
        assert_eq!(refused(alone), IncidentRefused::SamePerson);
        let unable = act(&world, ("li", ConfirmDowngrade(General)), "", 7).await;
        assert_eq!(refused(unable), IncidentRefused::NeedsApprover);

        let found = file(&world, 8).await;
        let said: Vec<_> = found.events.iter().map(|it| (&*it.account, it.act, it.at)).collect();
        let expected = [
            ("li", Triage, at(4)),
            ("li", Upgrade(Major), at(5)),
            ("wang", ProposeDowngrade(General), at(6)),
        ];
        assert_eq!(said, expected);
        let first = &found.events[0];
        assert_eq!((first.machine, &*first.guide_version), (FairlyMajor, "2025-09"));
        assert_eq!((&first.receipt, &found.stored.receipt), (&receipt, &receipt));

        let log = world.writer.reader().audit_after(0, 100).await.unwrap();
        let of = |act: &str| log.iter().filter(|it| it.act == act).count();
        assert_eq!((of("triage"), of("upgrade"), of("propose_downgrade")), (1, 1, 1));
        assert_eq!((of("confirm_downgrade"), of("refused")), (0, 4));
        let upgrade = log.iter().find(|it| it.act == "upgrade").unwrap();
        assert_eq!(upgrade.object, "uscc:91310000MADEM0011A A");
        assert_eq!(upgrade.detail, r#"level="major" note="涉及重要数据""#);
    })
    .await;
}

#[tokio::test]
async fn what_was_decided_is_known_from_then_on() {
    on_each_engine("incident_known", async |world| {
        register_people(&world).await;
        report(&world, &[("A", 1_200_000), ("B", 10)], 2).await;
        act(&world, ("li", Upgrade(Major)), "x", 5).await.unwrap();
        let reader = world.writer.reader();
        for (second, level) in [(4, FairlyMajor), (5, Major), (6, Major)] {
            let known = judged(second, async |guide| file(&world, second).await.standing(guide));
            assert_eq!(known.await.level, level, "{second}");
            let decisions = reader.level_decisions(None, at(second)).await.unwrap();
            let page = reader.incident_files_before(i64::MAX, (at(second), 9)).await.unwrap();
            let [b, a] = <[_; 2]>::try_from(page).unwrap();
            assert_eq!(level_in_force(FairlyMajor, decisions.of(&a.stored)), level);
            assert_eq!(decisions.of(&b.stored), None);
            assert_eq!((a.events.len(), b.events.len()), (usize::from(level == Major), 0));
        }
        let other = "uscc:91310000MADEM002X2".parse().unwrap();
        let none = reader.level_decisions(Some(&other), at(9)).await.unwrap();
        assert_eq!(none, LevelDecisions::default());
        let nobody = reader.incident((&other, "A"), at(9)).await;
        assert!(matches!(nobody, Err(StoreError::NotFound { what: "incident", .. })), "{nobody:?}");
        let unknown = on(&world, ("C", "li", Triage), "", 9).await;
        assert!(matches!(unknown, Err(DeskError::Store(StoreError::NotFound { .. }))));
    })
    .await;
}

#[tokio::test]
async fn the_register_pages_from_the_newest_with_what_was_done() {
    on_each_engine("incident_pages", async |world| {
        register_people(&world).await;
        report(&world, &[("A", 1), ("B", 2), ("C", 3)], 2).await;
        act(&world, ("li", Comment), "请补充影响范围", 3).await.unwrap();
        // Said anew, an incident is the newest one, with its history.
        report(&world, &[("A", 4)], 4).await;
        let reader = world.writer.reader();
        let (mut numbers, mut before) = (Vec::new(), i64::MAX);
        loop {
            let page = reader.incident_files_before(before, (at(9), 2)).await.unwrap();
            let Some(last) = page.last() else { break };
            before = last.stored.id;
            let said =
                |it: &IncidentFile| (it.stored.incident.incident_no.clone(), it.events.len());
            numbers.extend(page.iter().map(said));
        }
        let expected = [("A", 1), ("C", 0), ("B", 0)];
        assert_eq!(numbers, expected.map(|(number, acts)| (number.to_owned(), acts)));
    })
    .await;
}

/// Those that may be open as `number acts`, read two at a time.
async fn pressing(world: &World, second: i64) -> Vec<String> {
    let (mut all, mut after) = (Vec::new(), None);
    loop {
        let reader = world.writer.reader();
        let page = reader.incident_files_pressing(after, (at(second), 2)).await.unwrap();
        let Some((place, _)) = page.last() else { return all };
        after = Some(*place);
        let said =
            |it: &IncidentFile| format!("{} {}", it.stored.incident.incident_no, it.events.len());
        all.extend(page.iter().map(|(_, it)| said(it)));
    }
}

/// Lists every incident with how much it presses, and reads that back.
async fn list(world: &World, urgencies: [Urgency; 5]) {
    let reader = world.writer.reader();
    let head = reader.audit_head().await.unwrap().sequence;
    let listed = reader.incidents_listed((-1, head), at(9)).await.unwrap();
    let due: PressingIncidents = listed.into_keys().zip(urgencies).collect();
    world.writer.list_incidents((&due, &BTreeSet::new()), head).await.unwrap();
    assert_eq!(reader.incidents_listed((-1, head), at(9)).await.unwrap(), due);
}

#[tokio::test]
async fn what_may_be_open_pages_from_what_presses_most() {
    on_each_engine("incident_pressing", async |world| {
        register_people(&world).await;
        let names = ["A", "B", "C", "D", "E"];
        report(&world, &names.map(|it| (it, 1)), 2).await;
        act(&world, ("li", Comment), "请补充影响范围", 3).await.unwrap();
        assert_eq!(pressing(&world, 9).await, ["A 1", "B 0", "C 0", "D 0", "E 0"]);
        let (reader, writer) = (world.writer.reader(), &world.writer);
        let head = reader.audit_head().await.unwrap().sequence;
        let listed = reader.incidents_listed((-1, head), at(9)).await.unwrap();
        assert!(listed.values().all(|it| *it == Urgency::Later), "{listed:?}");
        // By the instant to the nanosecond, then by number.
        let before = at(90) - jiff::SignedDuration::from_nanos(1);
        let due = [Urgency::Later, Due(at(90)), Due(before), Due(at(90)), Due(at(30))];
        list(&world, due).await;
        assert_eq!(pressing(&world, 9).await, ["E 0", "C 0", "B 0", "D 0", "A 1"]);
        // What is missed by then, then what is due at once, then what may be overdue, then the rest.
        let due = [Due(at(90)), Urgency::Unclear, Urgency::AtOnce, Due(at(30)), Due(at(10))];
        list(&world, due).await;
        for (second, expected) in [
            (9, ["C 0", "B 0", "E 0", "D 0", "A 1"]),
            (10, ["C 0", "B 0", "E 0", "D 0", "A 1"]),
            (11, ["E 0", "C 0", "B 0", "D 0", "A 1"]),
            (91, ["E 0", "D 0", "A 1", "C 0", "B 0"]),
        ] {
            assert_eq!(pressing(&world, second).await, expected, "{second}");
        }
        // What is settled leaves, and an act brings it back, at its place until a look judges it.
        let all = listed.keys().copied().collect();
        writer.list_incidents((&PressingIncidents::new(), &all), head).await.unwrap();
        assert_eq!(pressing(&world, 9).await, [""; 0]);
        act(&world, ("li", Comment), "已电话核实", 10).await.unwrap();
        assert_eq!(pressing(&world, 11).await, ["A 2"]);
    })
    .await;
}

#[tokio::test]
async fn an_order_is_open_until_it_is_accepted() {
    on_each_engine("incident_orders", async |world| {
        register_people(&world).await;
        report(&world, &[("A", 1), ("B", 1)], 2).await;
        let due_on = date(2026, 7, 15);
        act(&world, ("li", Order(due_on)), "收回共享账号", 3).await.unwrap();
        on(&world, ("B", "li", Order(due_on)), "更换密钥", 3).await.unwrap();
        let twice = act(&world, ("li", Order(due_on)), "x", 4).await;
        assert_eq!(refused(twice), IncidentRefused::OrderOpen);
        act(&world, ("wang", AcceptRectification), "", 5).await.unwrap();
        let reader = world.writer.reader();
        let open = async |second| {
            let given = reader.orders(None, at(second)).await.unwrap();
            let open = given.into_iter().filter(|it| it.accepted_at.is_none());
            open.map(|it| (it.incident_no, it.order.note)).collect::<Vec<_>>()
        };
        let [a, b] = [("A", "收回共享账号"), ("B", "更换密钥")]
            .map(|(number, note)| (number.to_owned(), note.to_owned()));
        assert_eq!(open(2).await, []);
        assert_eq!(open(4).await, [a, b.clone()]);
        assert_eq!(open(5).await, [b]);
        let of = async |party: &PartyId| {
            let given = reader.orders(Some(party), at(5)).await.unwrap();
            given.into_iter().map(|it| (it.incident_no, it.accepted_at)).collect::<Vec<_>>()
        };
        let both = [("A".to_owned(), Some(at(5))), ("B".to_owned(), None)];
        assert_eq!(of(&operator()).await, both);
        assert_eq!(of(&"name:别家".parse().unwrap()).await, []);
        let orders = reader.open_orders(None, at(5)).await.unwrap();
        let last_day = |it: &IncidentFile| orders.of(&it.stored).map(|it| it.due_on);
        let page = reader.incident_files_before(i64::MAX, (at(5), 9)).await.unwrap();
        assert_eq!(page.iter().map(last_day).collect::<Vec<_>>(), [Some(due_on), None]);
        let log = reader.audit_after(0, 100).await.unwrap();
        let order = log.iter().find(|it| it.act == "order").unwrap();
        assert_eq!(order.detail, r#"due_on="2026-07-15" note="收回共享账号""#);
    })
    .await;
}

#[tokio::test]
async fn two_people_who_act_at_once_come_one_after_the_other() {
    on_each_engine("incident_race", async |world| {
        register_people(&world).await;
        report(&world, &[("A", 1)], 2).await;
        let acts =
            tokio::join!(act(&world, ("li", Triage), "", 3), act(&world, ("wang", Triage), "", 3),);
        let allowed = [acts.0.is_ok(), acts.1.is_ok()];
        assert_eq!(allowed.into_iter().filter(|it| *it).count(), 1);
        assert_eq!(file(&world, 3).await.events.len(), 1);
    })
    .await;
}

#[tokio::test]
async fn what_is_archived_is_what_was_seen() {
    on_each_engine("incident_archive", async |world| {
        register_people(&world).await;
        report(&world, &[("A", 0)], 2).await;
        act(&world, ("li", Triage), "", 3).await.unwrap();
        let unhandled = act(&world, ("wang", Archive), "", 4).await;
        assert_eq!(refused(unhandled), IncidentRefused::Missing(Missing::HandlingEnd));
        let handled = || Incident { handled_at: Some(at(1)), ..incident("A", 0) };
        hand_in(&world, [handled()], 5).await;
        act(&world, ("wang", Archive), "", 6).await.unwrap();
        assert_eq!(refused(act(&world, ("li", Comment), "x", 7).await), IncidentRefused::Archived);
        hand_in(&world, [handled()], 8).await;
        for (second, state) in [
            (5, IncidentState::HandlingEnded),
            (6, IncidentState::Archived),
            (8, IncidentState::HandlingEnded),
        ] {
            let known = judged(second, async |guide| file(&world, second).await.standing(guide));
            assert_eq!(known.await.state, state, "{second}");
        }
    })
    .await;
}
