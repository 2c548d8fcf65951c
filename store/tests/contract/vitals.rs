//! Vital signs: what is counted, and what counts as made good.

use metrics::finding::Severity;
use metrics::kind::Kind;
use store::deliveries::{DeliveryState, Ending};
use store::jobs::{JobState, Lease, NewJob};
use store::schedules::{Firing, FiringVerdict};

use crate::deliveries::{delivery, report};
use crate::world::{World, at, on_each_engine};

/// A job of a source, ended in a state.
async fn ended(world: &World, dedupe: &str, state: JobState) {
    let job = NewJob { kind: "collect", arguments: "{}", dedupe };
    world.writer.add_job(job, at(0)).await.unwrap();
    let lease = Lease { holder: "one", until: at(9) };
    let claimed = world.writer.claim_job(lease, at(1)).await.unwrap().unwrap();
    world.writer.finish_job((claimed.id, "one"), (state, ""), at(2)).await.unwrap();
}

#[tokio::test]
async fn a_failure_counts_until_the_same_thing_is_done() {
    on_each_engine("queue", async |world| {
        let reader = world.writer.reader();
        let failures = async || reader.queue().await.unwrap().failures;
        ended(&world, "a", JobState::TimedOut).await;
        ended(&world, "b", JobState::Failed).await;
        assert_eq!(failures().await, 2);
        ended(&world, "c", JobState::Done).await;
        assert_eq!(failures().await, 0);
        ended(&world, "d", JobState::Failed).await;
        assert_eq!(failures().await, 1);
        assert_eq!(reader.queue().await.unwrap().oldest_waiting_at, None);
        for (dedupe, second) in [("e", 7), ("f", 5)] {
            let job = NewJob { kind: "evaluate", arguments: dedupe, dedupe };
            world.writer.add_job(job, at(second)).await.unwrap();
        }
        assert_eq!(reader.queue().await.unwrap().oldest_waiting_at, Some(at(5)));
    })
    .await;
}

#[tokio::test]
async fn what_waits_for_a_person_is_counted() {
    on_each_engine("troubled", async |world| {
        let (writer, reader) = (&world.writer, world.writer.reader());
        let firing = Firing {
            schedule: "collect a".to_owned(),
            due_at: at(0),
            wall: "2026-07-01T09:00:00".parse().unwrap(),
            verdict: FiringVerdict::Asked,
            decided_at: at(1),
        };
        let job = NewJob { kind: "collect", arguments: "{}", dedupe: "a" };
        assert!(writer.fire(&firing, job).await.unwrap());
        for id in ["one", "two"] {
            let mail = [delivery("mail", Some(b"mail"))];
            assert!(writer.record_report(report(id), &mail, at(0)).await.unwrap());
        }
        let claim = writer.claim_delivery(at(1), at(9)).await.unwrap().unwrap();
        let state = DeliveryState::Rejected;
        let ending = Ending { state, detail: "", tries: 0, due_at: at(0) };
        assert!(writer.end_attempt(&claim, ending, at(2)).await.unwrap());
        let queue = reader.queue().await.unwrap();
        assert_eq!((queue.held, queue.troubled), (1, 1));
        let census = reader.census().await.unwrap();
        assert_eq!(census.deliveries, [(DeliveryState::Queued, 1), (DeliveryState::Rejected, 1)]);
    })
    .await;
}

#[tokio::test]
async fn what_there_is_is_counted() {
    on_each_engine("census", async |world| {
        ended(&world, "a", JobState::Done).await;
        ended(&world, "b", JobState::Failed).await;
        let received = world.receive(Kind::Ledger, b"1", None, 0).await;
        crate::submissions::post_faults(&world, &received.receipt, &["a", "b"], 1).await;
        let census = world.writer.reader().census().await.unwrap();
        let collect = |state| ("collect".to_owned(), state, 1);
        assert_eq!(census.jobs, [collect(JobState::Done), collect(JobState::Failed)]);
        assert_eq!(census.submissions, 1);
        assert_eq!(census.open_findings, [(Severity::Error, 2)]);
        assert_eq!(census.deliveries, []);
    })
    .await;
}
