//! A month that is handed in as several files.

use std::collections::BTreeSet;

use metrics::kind::Kind;
use store::Writer;
use store::ledger::RegisterKey;

use crate::ledger::{ledger, post};
use crate::world::{World, at, on_each_engine, operator};

/// More vouchers than are asked for at once.
const MANY: i64 = 150;

/// Hands in vouchers of these numbers, all of one day, and posts them; gives the numbers that are in force
/// already.
async fn hand_in(world: &World, numbers: impl Iterator<Item = i64>, second: i64) -> BTreeSet<i64> {
    let numbers: Vec<i64> = numbers.collect();
    let texts: Vec<String> = numbers.iter().map(ToString::to_string).collect();
    let vouchers: Vec<(&str, i64, u8)> = texts.iter().map(|it| (it.as_str(), 1, 1)).collect();
    let received = world.receive(Kind::Ledger, &second.to_be_bytes(), None, second).await;
    let conflicts = post(world, &received.receipt, ledger(&vouchers, ""), second).await;
    conflicts.iter().map(|it| numbers[it.0 as usize]).collect()
}

#[tokio::test]
async fn each_voucher_of_a_file_is_found_among_those_of_the_month() {
    on_each_engine("siblings", async |world| {
        assert_eq!(hand_in(&world, 1..=MANY, 1).await, BTreeSet::new());
        assert_eq!(hand_in(&world, MANY + 1..=2 * MANY, 2).await, BTreeSet::new());
        let both = MANY / 2..=MANY + 9;
        assert_eq!(hand_in(&world, both.clone(), 3).await, both.collect());
        assert_eq!(hand_in(&world, [0, 7, 2 * MANY + 1].into_iter(), 4).await, [7].into());
    })
    .await;
}

/// Many small files: none of them costs what the month has by then.
#[tokio::test]
async fn a_month_of_many_files_is_one_run_of_numbers() {
    on_each_engine("siblings_many", async |world| {
        for file in 0..MANY / 5 {
            let numbers = 20 * file + 1..=20 * file + 20;
            assert_eq!(hand_in(&world, numbers, file).await, BTreeSet::new());
        }
        let next = world.receive(Kind::Ledger, b"next", None, MANY).await;
        let next = world.submission(&next.receipt).await;
        let others = world.writer.reader().other_ledgers(&next, at(MANY)).await.unwrap();
        assert_eq!((others.counted.entries(), others.sums.len()), (1, 30));
    })
    .await;
}

/// What a daemon keeps of a month holds as long as no other posts to it.
#[tokio::test]
async fn lines_are_numbered_on_whoever_posted_before() {
    on_each_engine("siblings_writers", async |world| {
        let writer = Writer::open(&world.url).await.unwrap();
        let other = World { url: world.url.clone(), writer };
        hand_in(&world, 1..=3, 1).await;
        hand_in(&world, 4..=6, 2).await;
        hand_in(&other, 7..=9, 3).await;
        hand_in(&world, 10..=12, 4).await;
        let key = RegisterKey {
            party: operator(),
            account: "1002".to_owned(),
            span: "2026-04".parse().unwrap(),
            as_of: at(9),
        };
        let lines = other.writer.reader().register_lines(&key, None, 99).await.unwrap();
        let cursors: BTreeSet<_> = lines.iter().map(|it| it.cursor).collect();
        assert_eq!((lines.len(), cursors.len()), (12, 12));

        let last = world.receive(Kind::Ledger, b"last", None, 5).await;
        let last = world.submission(&last.receipt).await;
        for world in [&world, &other] {
            let others = world.writer.reader().other_ledgers(&last, at(9)).await.unwrap();
            assert_eq!((others.counted.entries(), others.uncounted.entries()), (1, 0));
            assert!((1..=12).all(|it| others.counted.contains("记", &it.to_string())));
        }
    })
    .await;
}
