//! Two daemons on one database: whatever falls due and whatever waits is done once.

use std::fmt::Write as _;
use std::fs;
use std::path::Path;
use std::sync::Arc;

use config::settings::Settings;
use daemon::clock::Clock;
use daemon::installation::Installation;
use daemon::service::Service;
use jiff::{SignedDuration, Timestamp};
use store::Reader;
use store::jobs::{Job, JobState};

use crate::faults::on_postgres;
use crate::world::instant;

/// Sources that are looked at every minute.
const SOURCES: usize = 8;

fn minute(number: i64) -> Timestamp {
    instant("2026-06-01T00:00:00Z") + SignedDuration::from_mins(number)
}

fn settings(folder: &Path, url: &str) -> Settings {
    let mut text = format!("[database]\nurl = \"{url}\"\n");
    for number in 0..SOURCES {
        let inbox = format!("inbox{number}");
        fs::create_dir_all(folder.join(&inbox)).unwrap();
        let keys = "kind = \"registry\"\nparty = \"name:某局\"\nschedule = \"* * * * *\"";
        write!(text, "[[source]]\nid = \"s{number}\"\nfolder = \"{inbox}\"\n{keys}\n").unwrap();
    }
    Settings::parse(&folder.join("mingjing.toml"), &text, &[]).unwrap()
}

/// A daemon starts, ticks, finishes its work and stops.
async fn live(settings: &Settings, name: &str, at: Timestamp) {
    let mut settings = settings.clone();
    settings.daemon.name = Some(name.to_owned());
    let mut installation = Installation::with(settings).unwrap();
    installation.clock = Clock::Fixed(at);
    let writer = installation.writer().await.unwrap();
    let mut service = Service::new(Arc::new(installation), writer).unwrap();
    service.tick().await.unwrap();
    service.settle().await.unwrap();
    service.stop().await.unwrap();
}

/// Two daemons, each restarted every minute, tick at the same time.
async fn race(settings: &Settings, minutes: i64) {
    live(settings, "one", minute(0)).await;
    for number in 1..=minutes {
        let at = minute(number);
        tokio::join!(live(settings, "one", at), live(settings, "two", at));
    }
    // What nobody claimed because both reached for it is left to the next tick.
    live(settings, "one", minute(minutes)).await;
    let reader = Reader::open(settings.database.address().expose()).await.unwrap();
    let firings = reader.firings_before(Timestamp::MAX, 1_000).await.unwrap();
    let mut found: Vec<_> = firings.into_iter().map(|it| (it.schedule, it.due_at)).collect();
    found.sort();
    let due = |source| (1..=minutes).map(move |it| (format!("collect s{source}"), minute(it)));
    assert_eq!(found, (0..SOURCES).flat_map(due).collect::<Vec<_>>());
    let jobs = reader.jobs_before(i64::MAX, 1_000).await.unwrap();
    assert_eq!(jobs.len(), found.len(), "one job for each firing");
    let once = |job: &Job| (job.state, job.attempts) == (JobState::Done, 1);
    assert!(jobs.iter().all(once), "each is done once: {jobs:?}");
}

#[tokio::test(flavor = "multi_thread")]
async fn two_daemons_double_nothing() {
    let folder = tempfile::tempdir().unwrap();
    Box::pin(race(&settings(folder.path(), "sqlite:daemons.db"), 3)).await;
}

#[tokio::test(flavor = "multi_thread")]
#[ignore = "needs PostgreSQL"]
async fn two_daemons_on_postgresql_double_nothing() {
    let folder = tempfile::tempdir().unwrap();
    let world = on_postgres(folder.path(), "daemons").await;
    Box::pin(race(&settings(folder.path(), &world.url), 20)).await;
}
