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
async fn the_same_thing_is_never_done_twice_at_once() {
    on_each_engine("lanes", async |world| {
        let writer = &world.writer;
        let lease = |holder, second| Lease { holder, until: at(second) };
        let first = writer.add_job(job("a"), at(0)).await.unwrap();
        let second = writer.add_job(job("b"), at(0)).await.unwrap();
        let other = NewJob { kind: "collect", arguments: "{}", dedupe: "c" };
        let other = writer.add_job(other, at(0)).await.unwrap();
        let claim = async |holder, until, now| {
            writer.claim_job(lease(holder, until), at(now)).await.unwrap().map(|it| it.id)
        };
        assert_eq!(claim("one", 10, 1).await, Some(first));
        assert_eq!(claim("two", 99, 2).await, Some(other), "the second waits for the first");
        assert_eq!(claim("two", 99, 3).await, None);
        assert_eq!(claim("two", 99, 11).await, Some(first), "its lease ran out");
        assert!(writer.finish_job((first, "two"), (JobState::Done, ""), at(12)).await.unwrap());
        assert_eq!(claim("one", 99, 13).await, Some(second));
    })
    .await;
}

#[tokio::test]
async fn a_job_is_kept_or_put_back_by_its_holder_alone_and_its_beginnings_are_counted() {
    on_each_engine("put_back", async |world| {
        let writer = &world.writer;
        let lease = |holder, second| Lease { holder, until: at(second) };
        let id = writer.add_job(job("a"), at(0)).await.unwrap();
        let claim = async |holder, until, now| {
            let claimed = writer.claim_job(lease(holder, until), at(now)).await.unwrap();
            claimed.map(|it| it.attempts)
        };
        assert_eq!(claim("one", 10, 1).await, Some(1));
        assert!(writer.renew_job(id, lease("one", 20)).await.unwrap());
        assert!(!writer.renew_job(id, lease("two", 99)).await.unwrap());
        assert_eq!(claim("two", 30, 15).await, None);
        assert_eq!(claim("two", 30, 21).await, Some(2));
        assert!(!writer.put_job_back(id, "one").await.unwrap());
        assert!(writer.put_job_back(id, "two").await.unwrap());
        assert_eq!(claim("one", 99, 22).await, Some(2), "what was put back was not begun");
    })
    .await;
}
