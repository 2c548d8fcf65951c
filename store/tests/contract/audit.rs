//! The chain: whole while untouched, and the first touched link is named.

use metrics::kind::Kind;
use sqlx::Connection as _;
use store::audit::Verification;

use crate::evaluations::evaluation;
use crate::world::{World, accepted, at, on_each_engine};

pub(crate) async fn tamper(url: &str, statement: &'static str) {
    if url.starts_with("sqlite:") {
        let mut connection = sqlx::SqliteConnection::connect(url).await.unwrap();
        sqlx::query(statement).execute(&mut connection).await.unwrap();
    } else {
        let mut connection = sqlx::PgConnection::connect(url).await.unwrap();
        sqlx::query(statement).execute(&mut connection).await.unwrap();
    }
}

#[tokio::test]
async fn a_changed_entry_is_named() {
    on_each_engine("audit_changed", async |world| {
        for byte in 0..5_u8 {
            world.receive(Kind::Registry, &[byte], None, byte.into()).await;
        }
        let verify = async || world.writer.reader().audit_verify().await.unwrap();
        let Verification::Whole { head } = verify().await else { panic!("broken") };
        assert_eq!(head.sequence, 5);
        tamper(&world.url, "UPDATE audit SET actor = 'li' WHERE sequence = 3").await;
        assert!(matches!(verify().await, Verification::Broken { sequence: 3, .. }));
    })
    .await;
}

#[tokio::test]
async fn a_removed_entry_is_named_wherever_it_was() {
    on_each_engine("audit_removed", async |world| {
        for byte in 0..5_u8 {
            world.receive(Kind::Registry, &[byte], None, byte.into()).await;
        }
        let verify = async || world.writer.reader().audit_verify().await.unwrap();
        tamper(&world.url, "DELETE FROM audit WHERE sequence = 5").await;
        assert!(matches!(verify().await, Verification::Broken { sequence: 5, .. }));
        tamper(&world.url, "DELETE FROM audit WHERE sequence = 2").await;
        assert!(matches!(verify().await, Verification::Broken { sequence: 2, .. }));
    })
    .await;
}

/// Hands in and posts a register, all at one second. Returns its receipt.
async fn posted(world: &World, byte: u8, second: i64) -> String {
    let receipt = world.receive(Kind::Registry, &[byte], None, second).await.receipt;
    let submission = world.writer.reader().submission(&receipt).await.unwrap().unwrap();
    let posting = world.writer.begin_posting(&submission, at(second)).await.unwrap().unwrap();
    posting.finish(&accepted(0)).await.unwrap();
    receipt
}

#[tokio::test]
async fn what_is_posted_after_an_evaluation_at_its_instant_is_backdated() {
    on_each_engine("audit_backdated", async |world| {
        posted(&world, 1, 0).await;
        let recorded = world.writer.record_evaluation(&evaluation(), "li", at(0)).await.unwrap();
        let too_late = posted(&world, 2, 0).await;
        posted(&world, 3, 1).await;
        let found = world.writer.reader().backdated((&recorded.id, at(0)), 10).await.unwrap();
        let said: Vec<_> = found.iter().map(|it| (it.act.as_str(), it.object.as_str())).collect();
        assert_eq!(said, [("post", too_late.as_str())]);
    })
    .await;
}
