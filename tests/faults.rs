//! Crashes: at every named failure point a child process that lives through the story is stopped,
//! and what is left is taken up again. In the end it must be as if nothing had happened.

use std::env;
use std::path::Path;
use std::process::Command;

use sqlx::Postgres;
use sqlx::migrate::MigrateDatabase as _;

use crate::world::{WORKED_AT, World, instant};

/// When the child computes the evaluation. Its lease of a second has run out at [`WORKED_AT`].
const CHILD_WORKED_AT: &str = "2026-07-01T01:05:00Z";
const FOLDER: &str = "MINGJING_TEST_FOLDER";
const DATABASE: &str = "MINGJING_TEST_DATABASE";
const FAIL_AT: &str = "MINGJING_FAIL_AT";

#[tokio::test]
async fn a_crash_anywhere_leaves_no_trace_on_sqlite() {
    let undisturbed = tempfile::tempdir().unwrap();
    let expected = undisturbed_dump(&World::on_sqlite(undisturbed.path())).await;
    for point in store::fail::POINTS {
        let folder = tempfile::tempdir().unwrap();
        check(&World::on_sqlite(folder.path()), point, &expected).await;
    }
}

#[tokio::test]
#[ignore = "needs PostgreSQL"]
async fn a_crash_anywhere_leaves_no_trace_on_postgres() {
    let folder = tempfile::tempdir().unwrap();
    let world = on_postgres(folder.path(), "undisturbed").await;
    let expected = undisturbed_dump(&world).await;
    for point in store::fail::POINTS {
        let folder = tempfile::tempdir().unwrap();
        let name = point.replace(['.', '-'], "_");
        check(&on_postgres(folder.path(), &name).await, point, &expected).await;
    }
}

/// The story is the same on both engines, row by row.
#[tokio::test]
#[ignore = "needs PostgreSQL"]
async fn both_engines_keep_the_same() {
    let (on_sqlite, folder) = (tempfile::tempdir().unwrap(), tempfile::tempdir().unwrap());
    let sqlite = undisturbed_dump(&World::on_sqlite(on_sqlite.path())).await;
    let postgres = undisturbed_dump(&on_postgres(folder.path(), "same").await).await;
    assert_eq!(postgres, sqlite);
}

async fn undisturbed_dump(world: &World) -> String {
    world.live(instant(WORKED_AT)).await.unwrap();
    world.dump().await
}

async fn check(world: &World, point: &str, expected: &str) {
    crash(world, point);
    world.live(instant(WORKED_AT)).await.unwrap();
    let dump = world.dump().await;
    let differing = dump.lines().zip(expected.lines()).find(|(left, right)| left != right);
    assert!(dump == expected, "{point}: {differing:?}");
}

/// Runs the story in a child that is told to stop at a point, and sees to it that it did.
fn crash(world: &World, point: &str) {
    let output = Command::new(env::current_exe().unwrap())
        .args(["--exact", "faults::child", "--ignored", "--nocapture"])
        .env(FOLDER, &world.folder)
        .env(DATABASE, &world.url)
        .env(FAIL_AT, point)
        .output()
        .unwrap();
    let stdout = String::from_utf8_lossy(&output.stdout);
    let stderr = String::from_utf8_lossy(&output.stderr);
    assert!(output.status.success() && stdout.contains("1 passed"), "{point}: {stdout}{stderr}");
}

#[tokio::test]
#[ignore = "needs a test that starts it as a child"]
async fn child() {
    let (Ok(folder), Ok(url), Ok(point)) =
        (env::var(FOLDER), env::var(DATABASE), env::var(FAIL_AT))
    else {
        return;
    };
    let world = World { folder: folder.into(), url };
    let stopped = world.live(instant(CHILD_WORKED_AT)).await.unwrap_err();
    assert!(format!("{stopped:?}").contains(&format!("Stopped({point:?})")), "{stopped:?}");
}

/// A world on a database of its own, which is dropped before and not after, so that a failure
/// leaves something to look at.
pub(crate) async fn on_postgres(folder: &Path, name: &str) -> World {
    let server = env::var("MINGJING_TEST_POSTGRES").unwrap();
    let url = format!("{server}/story_{name}");
    if Postgres::database_exists(&url).await.unwrap() {
        Postgres::drop_database(&url).await.unwrap();
    }
    Postgres::create_database(&url).await.unwrap();
    World { folder: folder.to_owned(), url }
}
