//! The chain: whole while untouched, and the first touched link is named.

use metrics::kind::Kind;
use sqlx::Connection as _;
use store::audit::Verification;

use crate::world::on_each_engine;

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
