//! Daemons: signs of life, and turns that one at a time has.

use store::jobs::Lease;

use crate::world::{at, on_each_engine};

#[tokio::test]
async fn the_last_heartbeat_is_known() {
    on_each_engine("heartbeat", async |world| {
        let reader = world.writer.reader();
        assert_eq!(reader.daemon_seen_at().await.unwrap(), None);
        world.writer.beat("one", at(5)).await.unwrap();
        world.writer.beat("two", at(3)).await.unwrap();
        assert_eq!(reader.daemon_seen_at().await.unwrap(), Some(at(5)));
        world.writer.end_beat("one", at(6)).await.unwrap();
        assert_eq!(reader.daemon_seen_at().await.unwrap(), Some(at(3)), "it said goodbye");
    })
    .await;
}

#[tokio::test]
async fn a_daemon_that_ended_is_told_from_one_that_fell_silent() {
    on_each_engine("daemons", async |world| {
        let (writer, reader) = (&world.writer, world.writer.reader());
        for (name, second) in [("old", 1), ("one", 3), ("two", 5)] {
            writer.beat(name, at(second)).await.unwrap();
        }
        writer.end_beat("one", at(6)).await.unwrap();
        writer.forget_daemons(at(2)).await.unwrap();
        let daemons = reader.daemons(9).await.unwrap();
        let found: Vec<_> = daemons.iter().map(|it| (it.name.as_str(), it.ended_at)).collect();
        assert_eq!(found, [("two", None), ("one", Some(at(6)))]);
        writer.beat("one", at(7)).await.unwrap();
        assert_eq!(reader.daemons(1).await.unwrap()[0].ended_at, None, "it is back");
    })
    .await;
}

#[tokio::test]
async fn a_turn_is_one_daemons_until_it_ends_or_runs_out() {
    on_each_engine("turns", async |world| {
        let take = async |holder, until, now| {
            let lease = Lease { holder, until: at(until) };
            world.writer.take_turn("round", lease, at(now)).await.unwrap()
        };
        assert!(take("one", 10, 0).await);
        assert!(!take("two", 10, 1).await);
        assert!(take("one", 20, 2).await, "it is kept");
        assert!(!take("two", 30, 20).await);
        assert!(take("two", 30, 21).await, "it ran out");
        assert!(!take("one", 40, 22).await);
        world.writer.end_turn("round", "one").await.unwrap();
        assert!(!take("one", 40, 23).await, "it is not one's to end");
        world.writer.end_turn("round", "two").await.unwrap();
        assert!(take("one", 40, 24).await);
    })
    .await;
}
