//! Jobs: each is done by one daemon, and taken over when its lease runs out.

use store::jobs::{JobState, Lease, NewJob};

use crate::world::{at, on_each_engine};

fn job(dedupe: &str) -> NewJob<'_> {
    NewJob { kind: "evaluate", arguments: "{}", dedupe }
}

#[tokio::test]
async fn a_job_is_claimed_once_and_taken_over_after_its_lease() {
    on_each_engine("jobs", async |world| {
        let writer = &world.writer;
        let id = writer.add_job(job("a"), at(0)).await.unwrap();
        assert_eq!(writer.add_job(job("a"), at(1)).await.unwrap(), id, "asked twice, asked once");
        let lease = |holder, second| Lease { holder, until: at(second) };

        let claimed = writer.claim_job(lease("one", 10), at(2)).await.unwrap().unwrap();
        assert_eq!((claimed.id, claimed.state), (id, JobState::Running));
        assert_eq!(writer.claim_job(lease("two", 10), at(3)).await.unwrap(), None);
        assert!(writer.job_progress(id, (1, 4), lease("one", 20)).await.unwrap());
        assert_eq!(writer.claim_job(lease("two", 30), at(15)).await.unwrap(), None);
        assert!(writer.claim_job(lease("two", 40), at(21)).await.unwrap().is_some());

        assert!(!writer.job_progress(id, (2, 4), lease("one", 50)).await.unwrap());
        assert!(!writer.finish_job((id, "one"), (JobState::Done, ""), at(22)).await.unwrap());
        assert!(writer.finish_job((id, "two"), (JobState::Done, "好"), at(22)).await.unwrap());
        let [done] =
            <[_; 1]>::try_from(writer.reader().jobs_before(i64::MAX, 9).await.unwrap()).unwrap();
        assert_eq!((done.state, done.outcome.as_str()), (JobState::Done, "好"));
        assert_eq!((done.progress_done, done.progress_total), (1, 4));
    })
    .await;
}

#[tokio::test]
async fn the_last_heartbeat_is_known() {
    on_each_engine("heartbeat", async |world| {
        let reader = world.writer.reader();
        assert_eq!(reader.daemon_seen_at().await.unwrap(), None);
        world.writer.beat("one", at(5)).await.unwrap();
        world.writer.beat("two", at(3)).await.unwrap();
        assert_eq!(reader.daemon_seen_at().await.unwrap(), Some(at(5)));
    })
    .await;
}
