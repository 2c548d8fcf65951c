//! Daemons that live through minutes by a virtual clock, alone, two at a time, and with sources that
//! do not answer.

use std::fmt::Write as _;
use std::fs;
use std::panic::{self, AssertUnwindSafe};
use std::path::Path;
use std::process::Command;

use config::settings::Settings;
use store::jobs::JobState;
use store::{Reader, schedules};

use super::*;
use crate::clock::Clock;

/// A Monday in the zone of the city.
const MORNING: &str = "2026-06-01T00:00:00Z";

fn minute(number: i64) -> Timestamp {
    MORNING.parse::<Timestamp>().unwrap() + SignedDuration::from_mins(number)
}

/// Settings with a source for each line of keys.
fn settings(folder: &Path, url: &str, sources: &[&str]) -> Settings {
    let mut text = format!(
        "[database]\nurl = \"{url}\"\n[daemon]\njob_limit_s = 1\njob_lease_s = 3600\nstop_grace_s = 0\n"
    );
    for (number, keys) in sources.iter().enumerate() {
        let source = format!("id = \"s{number}\"\nkind = \"registry\"\nparty = \"name:某局\"");
        write!(text, "[[source]]\n{source}\nfolder = \"inbox{number}\"\n{keys}\n").unwrap();
        fs::create_dir_all(folder.join(format!("inbox{number}"))).unwrap();
    }
    Settings::parse(&folder.join("mingjing.toml"), &text, &[]).unwrap()
}

/// A daemon that has just started, at an instant, with a name of its own.
async fn daemon(settings: &Settings, name: &str, at: Timestamp) -> Service {
    let mut settings = settings.clone();
    settings.daemon.name = Some(name.to_owned());
    let mut installation = Installation::with(settings).unwrap();
    installation.clock = Clock::Fixed(at);
    let writer = installation.writer().await.unwrap();
    Service::new(Arc::new(installation), writer).unwrap()
}

/// A daemon starts, ticks once, finishes its work and stops.
async fn live(settings: &Settings, name: &str, at: Timestamp) {
    let mut service = daemon(settings, name, at).await;
    service.tick().await.unwrap();
    service.settle().await.unwrap();
    service.stop().await.unwrap();
}

async fn reader(settings: &Settings) -> Reader {
    Reader::open(settings.database.address().expose()).await.unwrap()
}

async fn states(reader: &Reader) -> Vec<JobState> {
    let jobs = reader.jobs_before(i64::MAX, 1_000).await.unwrap();
    jobs.iter().rev().map(|it| it.state).collect()
}

async fn firings(reader: &Reader) -> Vec<schedules::Firing> {
    reader.firings_before(Timestamp::MAX, 10_000).await.unwrap()
}

#[tokio::test]
async fn what_was_missed_is_caught_up_skipped_or_asked_once() {
    let folder = tempfile::tempdir().unwrap();
    let hourly = |missed: &str| format!("schedule = \"5 * * * *\"\nmissed = \"{missed}\"");
    let (catch_up, skip, ask) = (hourly("catch-up"), hourly("skip"), hourly("ask"));
    let settings = settings(folder.path(), "sqlite:m.db", &[&catch_up, &skip, &ask]);
    // Began at 08:00, was there at 08:05, then away until 11:30, and is restarted twice.
    for number in [0, 5, 210, 210, 211] {
        live(&settings, "one", minute(number)).await;
    }
    let reader = reader(&settings).await;
    let mut found: Vec<_> = (firings(&reader).await.into_iter())
        .map(|it| (it.due_at, it.schedule, it.verdict.as_str()))
        .collect();
    found.sort();
    let firing =
        |number, source: &str, verdict| (minute(number), format!("collect {source}"), verdict);
    assert_eq!(
        found,
        [
            firing(5, "s0", "on_time"),
            firing(5, "s1", "on_time"),
            firing(5, "s2", "on_time"),
            firing(185, "s0", "caught_up"),
            firing(185, "s1", "skipped"),
            firing(185, "s2", "asked"),
        ]
    );
    let done = JobState::Done;
    assert_eq!(states(&reader).await, [done, done, done, done, JobState::Held]);
}

#[tokio::test]
async fn a_schedule_that_is_new_or_changed_begins_now() {
    let folder = tempfile::tempdir().unwrap();
    let at = |schedule: &str| {
        settings(folder.path(), "sqlite:m.db", &[&format!("schedule = \"{schedule}\"")])
    };
    live(&at("0 * * * *"), "one", minute(30)).await;
    live(&at("20 * * * *"), "one", minute(90)).await;
    let reader = reader(&at("20 * * * *")).await;
    assert_eq!(firings(&reader).await, [], "09:00 was due by the old text, 08:20 never was");
    live(&at("20 * * * *"), "one", minute(140)).await;
    assert_eq!(firings(&reader).await.len(), 1);
}

/// A named pipe that nobody writes to: whoever reads it hangs.
fn pipe(path: &Path) {
    assert!(Command::new("mkfifo").arg(path).status().unwrap().success());
}

/// Lives through a story with threads that hang for good. As in the program, nobody waits for them at
/// the end, not even when the story fails; and whether they had begun to hang by then makes no
/// difference.
fn with_hanging_threads(story: impl Future<Output = ()>) {
    let runtime = tokio::runtime::Runtime::new().unwrap();
    let lived = panic::catch_unwind(AssertUnwindSafe(|| runtime.block_on(story)));
    runtime.shutdown_background();
    if let Err(failed) = lived {
        panic::resume_unwind(failed);
    }
}

#[test]
fn a_source_that_does_not_answer_times_out_and_others_go_on() {
    with_hanging_threads(one_source_does_not_answer());
}

async fn one_source_does_not_answer() {
    let folder = tempfile::tempdir().unwrap();
    pipe(&folder.path().join("hangs.toml"));
    let always = "schedule = \"* * * * *\"";
    let hangs = format!("{always}\nmapping = \"hangs.toml\"");
    let settings = settings(folder.path(), "sqlite:m.db", &[&hangs, always]);
    fs::write(folder.path().join("inbox0/a.csv"), "x").unwrap();
    live(&settings, "one", minute(0)).await;
    let mut service = daemon(&settings, "one", minute(1)).await;
    service.tick().await.unwrap();
    service.settle().await.unwrap();
    let reader = reader(&settings).await;
    assert_eq!(states(&reader).await, [JobState::TimedOut, JobState::Done]);
    assert_eq!(reader.queue().await.unwrap().failures, 1, "somebody has to look");

    // The thread still hangs, so that a second one does not join it.
    let job = NewJob { kind: COLLECT, arguments: r#"{"source":"s0"}"#, dedupe: "again" };
    service.workshop.writer.add_job(job, minute(1)).await.unwrap();
    service.tick().await.unwrap();
    service.settle().await.unwrap();
    assert_eq!(states(&reader).await.pop(), Some(JobState::Failed));
    service.stop().await.unwrap();
}

#[test]
fn what_is_in_hand_at_a_stop_is_put_back() {
    with_hanging_threads(a_stop_with_something_in_hand());
}

async fn a_stop_with_something_in_hand() {
    let folder = tempfile::tempdir().unwrap();
    pipe(&folder.path().join("hangs.toml"));
    let hangs = "schedule = \"* * * * *\"\nmapping = \"hangs.toml\"";
    let mut settings = settings(folder.path(), "sqlite:m.db", &[hangs]);
    settings.daemon.job_limit_s = 3_600;
    fs::write(folder.path().join("inbox0/a.csv"), "x").unwrap();
    live(&settings, "one", minute(0)).await;
    let mut service = daemon(&settings, "one", minute(1)).await;
    service.tick().await.unwrap();
    service.stop().await.unwrap();
    let reader = reader(&settings).await;
    let [job] = <[_; 1]>::try_from(reader.jobs_before(i64::MAX, 9).await.unwrap()).unwrap();
    assert_eq!((job.state, job.attempts), (JobState::Waiting, 0));
    assert_eq!(reader.daemons(9).await.unwrap()[0].ended_at, Some(minute(1)));
}

#[tokio::test]
async fn a_job_whose_daemons_are_lost_ends_failed() {
    let folder = tempfile::tempdir().unwrap();
    let settings = settings(folder.path(), "sqlite:m.db", &[""]);
    let service = daemon(&settings, "one", minute(0)).await;
    let writer = &service.workshop.writer;
    let job = NewJob { kind: COLLECT, arguments: r#"{"source":"s0"}"#, dedupe: "a" };
    writer.add_job(job, minute(0)).await.unwrap();
    for number in 0..3 {
        // Claimed, and never heard of again; its lease is an hour.
        let lost = daemon(&settings, "lost", minute(number * 61)).await;
        assert!(lost.workshop.claim().await.unwrap().is_some());
    }
    live(&settings, "one", minute(3 * 61)).await;
    let reader = reader(&settings).await;
    assert_eq!(states(&reader).await, [JobState::Failed]);
}

#[tokio::test]
async fn a_job_says_when_its_source_was_not_reached_or_a_file_not_taken() {
    let folder = tempfile::tempdir().unwrap();
    let always = "schedule = \"* * * * *\"";
    let settings = settings(folder.path(), "sqlite:m.db", &[always; 3]);
    fs::remove_dir(folder.path().join("inbox0")).unwrap();
    fs::write(folder.path().join("inbox1/a.unknown"), "x").unwrap();
    for number in [0, 1] {
        live(&settings, "one", minute(number)).await;
    }
    let jobs = reader(&settings).await.jobs_before(i64::MAX, 9).await.unwrap();
    let mut found: Vec<_> = jobs.iter().map(|it| (it.outcome.as_str(), it.state)).collect();
    found.sort_by_key(|it| it.0);
    assert_eq!(
        found,
        [
            ("", JobState::Done),
            ("job-not-taken: 1", JobState::Failed),
            ("job-source-unreachable", JobState::Failed),
        ]
    );
}
