//! Health: each reason by itself, and the answers as a probe gets them.

use config::settings::Settings;
use jiff::SignedDuration;
use store::jobs::{JobState, Lease, NewJob};
use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use tokio::net::{TcpListener, TcpStream};

use super::*;
use crate::clock::Clock;

fn at(second: i64) -> Timestamp {
    "2026-07-01T01:00:00Z".parse::<Timestamp>().unwrap() + SignedDuration::from_secs(second)
}

/// A daemon that never ticked, on an empty database, at second 0.
async fn health(folder: &std::path::Path) -> Health {
    let url = format!("sqlite:{}", folder.join("h.db").display());
    let mut settings = Settings::default();
    settings.database.url = url;
    let mut installation = Installation::with(settings).unwrap();
    installation.clock = Clock::Fixed(at(0));
    let reader = installation.writer().await.unwrap().reader().clone();
    Health { installation: Arc::new(installation), reader, vitals: Arc::default() }
}

#[tokio::test]
async fn each_reason_has_its_status() {
    let folder = tempfile::tempdir().unwrap();
    let health = health(folder.path()).await;
    let well = Queue { oldest_waiting_at: None, failures: 0, held: 0, troubled: 0 };
    let ticked = |second| Signs { ticked_at: Some(at(second)), ..Signs::default() };
    let unwell = |part| Signs { unwell: BTreeSet::from([part]), ..ticked(0) };
    let waits = |second| Some(Queue { oldest_waiting_at: Some(at(second)), ..well });
    let cases = [
        (Signs::default(), Some(well), None),
        (ticked(0), Some(well), None),
        (ticked(-75), Some(well), None),
        (ticked(-76), Some(well), Some(("tick_late", Status::Failing))),
        (ticked(0), None, Some(("database_unreachable", Status::Failing))),
        (unwell(Part::Tick), Some(well), Some(("tick_failed", Status::Degraded))),
        (unwell(Part::Posting), Some(well), Some(("posting_failed", Status::Degraded))),
        (unwell(Part::Delivering), Some(well), Some(("delivering_failed", Status::Degraded))),
        (ticked(0), waits(-3_600), None),
        (ticked(0), waits(-3_601), Some(("job_waits_long", Status::Degraded))),
        (ticked(0), Some(Queue { failures: 1, ..well }), Some(("jobs_failed", Status::Degraded))),
        (ticked(0), Some(Queue { held: 1, ..well }), Some(("jobs_held", Status::Degraded))),
        (
            ticked(0),
            Some(Queue { troubled: 1, ..well }),
            Some(("deliveries_need_person", Status::Degraded)),
        ),
    ];
    for (signs, queue, expected) in cases {
        let found = health.reasons(&signs, queue);
        assert_eq!(found, expected.into_iter().collect::<Vec<_>>(), "{signs:?} {queue:?}");
    }
}

/// The answer over the wire, without its date.
async fn get(health: &Health, path: &str) -> String {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let address = listener.local_addr().unwrap();
    let server = tokio::spawn(axum::serve(listener, router(health.clone())).into_future());
    let mut stream = TcpStream::connect(address).await.unwrap();
    let request = format!("GET {path} HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n");
    stream.write_all(request.as_bytes()).await.unwrap();
    let mut answer = String::new();
    stream.read_to_string(&mut answer).await.unwrap();
    server.abort();
    let lines = answer.lines().filter(|it| !it.starts_with("date:"));
    lines.collect::<Vec<_>>().join("\n")
}

#[tokio::test]
async fn a_probe_is_told() {
    let folder = tempfile::tempdir().unwrap();
    let health = health(folder.path()).await;
    health.vitals.ticked(at(-5));
    let writer = health.installation.writer().await.unwrap();
    let job = NewJob { kind: "collect", arguments: "{}", dedupe: "a" };
    writer.add_job(job, at(-9)).await.unwrap();
    let lease = Lease { holder: "one", until: at(9) };
    let job = writer.claim_job(lease, at(-8)).await.unwrap().unwrap();
    writer.finish_job((job.id, "one"), (JobState::TimedOut, "x"), at(-7)).await.unwrap();
    insta::assert_snapshot!("health", get(&health, "/health").await);
    insta::assert_snapshot!("figures", get(&health, "/metrics").await);
    health.vitals.ticked(at(-500));
    assert!(get(&health, "/health").await.starts_with("HTTP/1.1 503 "));
    assert!(get(&health, "/other").await.starts_with("HTTP/1.1 404 "));
}
