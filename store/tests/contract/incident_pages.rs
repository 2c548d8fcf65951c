//! Incidents: what was reported last under a number is in force, and what was said before is known.

use std::collections::BTreeSet;

use jiff::Timestamp;
use metrics::form::Origin;
use metrics::incident::lifecycle::Urgency;
use metrics::incident::{Incident, IncidentFact, Quantity};
use metrics::kind::Kind;
use metrics::party::PartyId;
use store::incidents::IncidentFilter;
use store::open_incidents::PressingIncidents;

use crate::world::{World, accepted, at, on_each_engine, operator};

fn fact(party: &PartyId, number: &str, persons: u64) -> IncidentFact {
    let incident = Incident {
        incident_no: number.to_owned(),
        title: "泄露".to_owned(),
        figures: [(Quantity::Persons, persons)].into(),
        ..Incident::default()
    };
    IncidentFact { party: party.clone(), incident, origin: Origin { row: 2, ..Origin::default() } }
}

async fn post(
    world: &World,
    bytes: &[u8],
    (facts, supersedes): (&[IncidentFact], Option<&str>),
    second: i64,
) -> String {
    let receipt = world.receive(Kind::Incident, bytes, supersedes, second).await.receipt;
    let submission = world.submission(&receipt).await;
    let mut posting = world.writer.begin_posting(&submission, at(second)).await.unwrap().unwrap();
    posting.incidents(facts).await.unwrap();
    posting.finish(&accepted(1)).await.unwrap();
    receipt
}

/// The incidents in force as `number persons`, read two at a time.
async fn known(world: &World, party: Option<&PartyId>, as_of: Timestamp) -> Vec<String> {
    filtered(world, IncidentFilter { party, open_only: false }, as_of).await
}

/// The same of those that may be open.
async fn listed(world: &World, party: Option<&PartyId>) -> Vec<String> {
    filtered(world, IncidentFilter { party, open_only: true }, at(99)).await
}

async fn filtered(world: &World, filter: IncidentFilter<'_>, as_of: Timestamp) -> Vec<String> {
    let all = world.writer.reader().incidents(filter, (as_of, 2)).all().await.unwrap();
    let told = all.iter().map(|it| {
        format!("{} {}", it.incident.incident_no, it.incident.figures[&Quantity::Persons])
    });
    told.collect()
}

#[tokio::test]
async fn pages_hold_what_was_said_last_and_earlier_versions_are_found() {
    on_each_engine("incident_versions", async |world| {
        let (own, other) = (operator(), "name:某局".parse::<PartyId>().unwrap());
        let first = [fact(&own, "1", 1), fact(&own, "2", 2), fact(&other, "1", 3)];
        let receipt = post(&world, b"first", (&first, None), 1).await;
        post(&world, b"second", (&[fact(&own, "1", 4), fact(&other, "2", 5)], None), 5).await;
        post(&world, b"third", (&[fact(&own, "1", 6)], None), 9).await;
        assert_eq!(known(&world, None, at(1)).await, ["1 1", "2 2", "1 3"]);
        assert_eq!(known(&world, None, at(5)).await, ["2 2", "1 3", "1 4", "2 5"]);
        assert_eq!(known(&world, Some(&own), at(9)).await, ["2 2", "1 6"]);
        assert_eq!(known(&world, Some(&other), at(9)).await, ["1 3", "2 5"]);
        assert_eq!(known(&world, Some(&"name:无".parse().unwrap()), at(9)).await, [""; 0]);

        let reader = world.writer.reader();
        let earlier = async |span, as_of, after| {
            let found = reader.earlier_incidents(span, at(as_of), (after, 10)).await.unwrap();
            let said = found.iter().map(|it| {
                let persons = it.incident.figures[&Quantity::Persons];
                format!("{persons} {}", it.received_at.duration_since(at(0)).as_secs())
            });
            (said.collect::<Vec<_>>(), found.first().map(|it| (it.id, it.receipt.clone())))
        };
        assert_eq!(earlier((0, i64::MAX), 1, 0).await.0, [""; 0]);
        assert_eq!(earlier((0, i64::MAX), 5, 0).await.0, ["1 1"]);
        let (said, found) = earlier((0, i64::MAX), 9, 0).await;
        assert_eq!(said, ["1 1", "4 5"]);
        let (id, from) = found.unwrap();
        assert_eq!(from, receipt);
        assert_eq!(earlier((0, i64::MAX), 9, id).await.0, ["4 5"]);
        assert_eq!(earlier((0, id), 9, 0).await.0, [""; 0], "what is in force stands elsewhere");

        // What is superseded as a whole is out of force, and was said all the same.
        post(&world, b"fourth", (&[fact(&own, "1", 7)], Some(&receipt)), 12).await;
        assert_eq!(known(&world, Some(&own), at(12)).await, ["1 7"]);
        assert_eq!(earlier((0, i64::MAX), 12, 0).await.0, ["1 1", "4 5", "6 9"]);
    })
    .await;
}

/// What is listed is dropped by looks alone, and comes back with whatever changes what is known.
#[tokio::test]
async fn what_may_be_open_is_listed_until_a_look_finds_it_settled() {
    on_each_engine("incident_list", async |world| {
        let (own, other) = (operator(), "name:某局".parse::<PartyId>().unwrap());
        let reader = world.writer.reader();
        let head = async || reader.audit_head().await.unwrap().sequence;
        let id =
            async |party, number| reader.incident((party, number), at(99)).await.unwrap().stored.id;
        let first = [fact(&own, "1", 1), fact(&own, "2", 2), fact(&other, "1", 3)];
        let receipt = post(&world, b"first", (&first, None), 1).await;
        assert_eq!(listed(&world, None).await, ["1 1", "2 2", "1 3"]);
        assert_eq!(listed(&world, Some(&own)).await, ["1 1", "2 2"]);
        let looked = head().await;
        let changed = async |span| {
            let listed = reader.incidents_listed(span, at(99)).await.unwrap();
            listed.into_keys().collect::<Vec<_>>()
        };
        let all = changed((0, looked)).await;
        assert_eq!((all.len(), all[0]), (3, id(&own, "1").await));
        assert_eq!(changed((looked, i64::MAX)).await, [0; 0]);

        let drop = async |ids: &[i64], sequence| {
            let ids = ids.iter().copied().collect();
            world.writer.list_incidents((&PressingIncidents::new(), &ids), sequence).await.unwrap();
        };
        drop(&all[..2], looked).await;
        assert_eq!(listed(&world, None).await, ["1 3"]);
        // A later report brings back every report of its incident, of which one is in force.
        post(&world, b"second", (&[fact(&own, "1", 4)], None), 5).await;
        assert_eq!(listed(&world, None).await, ["1 3", "1 4"]);
        let again = changed((looked, head().await)).await;
        assert_eq!(again, [all[0], id(&own, "1").await]);
        // What was listed after a look began, the look does not drop.
        drop(&again, looked).await;
        assert_eq!(listed(&world, None).await, ["1 3", "1 4"]);
        drop(&again, head().await).await;
        let kept = [(all[1], Urgency::Later)].into();
        world.writer.list_incidents((&kept, &BTreeSet::new()), head().await).await.unwrap();
        assert_eq!(listed(&world, None).await, ["2 2", "1 3"]);

        // What a submission no longer says is listed, too: it left force.
        post(&world, b"third", (&[fact(&own, "1", 6)], Some(&receipt)), 9).await;
        assert_eq!(listed(&world, None).await, ["1 6"]);
        assert_eq!(changed((0, i64::MAX)).await.len(), 5);
        // Spans hold what is in force in them.
        let last = reader.last_incident().await.unwrap();
        let between = async |span| reader.incidents_between(span, at(99)).await.unwrap().len();
        assert_eq!((between((0, last)).await, between((last, i64::MAX)).await), (1, 0));
        assert_eq!(between((last - 1, last)).await, 1);
    })
    .await;
}
