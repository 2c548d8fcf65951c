//! Schedules: a firing is dealt with once, whoever sees it, and begins anew when it is changed.

use store::desk::{DeskError, JobAnswer};
use store::jobs::{JobState, Lease, NewJob};
use store::schedules::{Firing, FiringVerdict, StoredSchedule};
use store::{Desk, Writer};

use crate::world::{World, at, on_each_engine};

const ID: &str = "collect finance";

fn schedule(cron: &str, second: i64) -> StoredSchedule {
    StoredSchedule {
        id: ID.to_owned(),
        cron: cron.to_owned(),
        zone: "Asia/Shanghai".to_owned(),
        wall: "2026-07-01T09:00:00".parse().unwrap(),
        at: at(second),
    }
}

async fn fire(writer: &Writer, second: i64, verdict: FiringVerdict) -> bool {
    let firing = Firing {
        schedule: ID.to_owned(),
        due_at: at(second),
        wall: "2026-07-01T09:01:00".parse().unwrap(),
        verdict,
        decided_at: at(second),
    };
    let dedupe = format!("{ID} {second}");
    let job = NewJob { kind: "collect", arguments: "{}", dedupe: &dedupe };
    writer.fire(&firing, job).await.unwrap()
}

/// The states of all jobs, oldest first.
async fn states(world: &World) -> Vec<JobState> {
    let jobs = world.writer.reader().jobs_before(i64::MAX, 9).await.unwrap();
    jobs.iter().rev().map(|it| it.state).collect()
}

#[tokio::test]
async fn a_firing_is_dealt_with_once() {
    on_each_engine("firings", async |world| {
        let writer = &world.writer;
        writer.begin_schedule(&schedule("0 * * * *", 0)).await.unwrap();
        assert!(fire(writer, 10, FiringVerdict::OnTime).await);
        assert!(!fire(writer, 10, FiringVerdict::CaughtUp).await, "another daemon was first");
        assert!(fire(writer, 20, FiringVerdict::Skipped).await);
        assert!(fire(writer, 30, FiringVerdict::Asked).await);
        assert!(!fire(writer, 20, FiringVerdict::OnTime).await, "a daemon that lags behind");
        assert_eq!(states(&world).await, [JobState::Waiting, JobState::Held]);
        let [stored] = <[_; 1]>::try_from(writer.reader().schedules(9).await.unwrap()).unwrap();
        assert_eq!(stored.at, at(30));
        assert_eq!(stored.wall.to_string(), "2026-07-01T09:01:00");
        let firings = writer.reader().firings_before(at(31), 9).await.unwrap();
        let verdicts: Vec<_> = firings.iter().map(|it| it.verdict).collect();
        let expected = [FiringVerdict::Asked, FiringVerdict::Skipped, FiringVerdict::OnTime];
        assert_eq!(verdicts, expected);
    })
    .await;
}

#[tokio::test]
async fn only_a_schedule_that_changed_begins_anew() {
    on_each_engine("schedules", async |world| {
        let (writer, reader) = (&world.writer, world.writer.reader());
        writer.begin_schedule(&schedule("0 * * * *", 0)).await.unwrap();
        writer.begin_schedule(&schedule("0 * * * *", 5)).await.unwrap();
        assert_eq!(reader.schedules(9).await.unwrap(), [schedule("0 * * * *", 0)]);
        writer.begin_schedule(&schedule("1 * * * *", 6)).await.unwrap();
        assert_eq!(reader.schedules(9).await.unwrap(), [schedule("1 * * * *", 6)]);
    })
    .await;
}

#[tokio::test]
async fn a_person_says_whether_a_held_job_runs() {
    on_each_engine("held", async |world| {
        let writer = &world.writer;
        for second in [10, 20] {
            assert!(fire(writer, second, FiringVerdict::Asked).await);
        }
        let lease = Lease { holder: "one", until: at(99) };
        assert_eq!(writer.claim_job(lease, at(30)).await.unwrap(), None, "it is held");
        let held = writer.reader().troubled_jobs((at(30), at(40)), 9).await.unwrap();
        assert_eq!(held.iter().map(|it| it.state.as_str()).collect::<Vec<_>>(), ["held", "held"]);
        let ids: Vec<i64> = {
            let jobs = writer.reader().jobs_before(i64::MAX, 9).await.unwrap();
            jobs.iter().rev().map(|it| it.id).collect()
        };
        crate::submissions::register(&world, metrics::register::Role::Supervisor).await;
        let desk = Desk::open(&world.url, "wang", at(60)).await.unwrap();
        desk.answer_job(ids[0], JobAnswer::Run, at(61)).await.unwrap();
        desk.answer_job(ids[1], JobAnswer::Drop, at(62)).await.unwrap();
        assert_eq!(states(&world).await, [JobState::Waiting, JobState::Dropped]);
        let again = desk.answer_job(ids[1], JobAnswer::Run, at(63)).await;
        assert!(matches!(again, Err(DeskError::NotHeld { .. })), "{again:?}");
        let audit = writer.reader().audit_before(i64::MAX, 3).await.unwrap();
        let acts: Vec<_> = audit.iter().map(|it| (it.act.as_str(), it.actor.as_str())).collect();
        assert_eq!(acts, [("refused", "wang"), ("drop-job", "wang"), ("run-job", "wang")]);
    })
    .await;
}
