//! A city's own schemes: in force from an instant on, and every evaluation of before is what it was, even
//! when their files changed or are gone. So is the zone that days are meant in. On both engines.

use std::fs;

use config::locale::{Language, Words};
use config::scheme::SchemeDocument;
use daemon::evaluate::{self, Request};
use daemon::installation::{BeginError, Installation};
use daemon::rebuild::rebuild;
use jiff::Timestamp;
use jiff::tz::TimeZone;
use metrics::evaluation::scorecard::{Evaluation, ScoreResult};
use reports::json::canonical;
use store::evaluations::RecordedEvaluation;

use crate::faults::on_postgres;
use crate::world::{WORKED_AT, World, instant};

/// In Shanghai the day after the last for the ledger of May, in Greenwich that day: the ledger comes on
/// June 20.
const LATE_EVENING: &str = "2026-06-15T17:00:00Z";
/// When the city's scheme comes into force, and when each change of it does.
const OWN_FROM: &str = "2026-07-02T00:00:00Z";
const CHANGED_FROM: &str = "2026-07-03T00:00:00Z";
const GONE_FROM: &str = "2026-07-04T00:00:00Z";
const END: &str = "2026-07-05T00:00:00Z";

#[tokio::test]
async fn what_a_scheme_scored_stays_when_its_file_is_gone() {
    let folder = tempfile::tempdir().unwrap();
    Box::pin(schemes_come_and_go(World::on_sqlite(folder.path()))).await;
}

#[tokio::test]
#[ignore = "needs PostgreSQL: MINGJING_TEST_POSTGRES"]
async fn what_a_scheme_scored_stays_on_postgres() {
    let folder = tempfile::tempdir().unwrap();
    let world = on_postgres(folder.path(), "schemes").await;
    Box::pin(schemes_come_and_go(world)).await;
}

async fn schemes_come_and_go(world: World) {
    world.hand_in_openly().await.unwrap();
    let builtin = version_of(&world, WORKED_AT);
    let first = recorded(&world, WORKED_AT).await;

    write(&world, builtin + 1, 30);
    let own = recorded(&world, OWN_FROM).await;
    write(&world, builtin + 2, 20);
    let changed = recorded(&world, CHANGED_FROM).await;
    fs::remove_dir_all(world.folder.join("schemes")).unwrap();
    let gone = recorded(&world, GONE_FROM).await;

    let versions = [&first, &own, &changed, &gone].map(|it| it.scheme.version);
    assert_eq!(versions, [builtin, builtin + 1, builtin + 2, builtin]);
    assert_eq!(gone.scheme, first.scheme, "the one that came back");
    let scores = [&first, &own, &changed].map(score);
    // O2 is 100 and O4 is 50.
    assert!(scores[2] < scores[1] && scores[1] < scores[0], "{scores:?}");
    all_come_out_the_same(&world).await;
    // Between two instants the one before holds, a microsecond before the change, too.
    for (at, evaluation) in [(OWN_FROM, &first), (CHANGED_FROM, &own), (GONE_FROM, &changed)] {
        let before: Timestamp = instant(at) - jiff::SignedDuration::from_micros(1);
        let scheme = evaluated(&world.installation(instant(END)), &world, before).await.scheme;
        assert_eq!(scheme, evaluation.scheme, "{at}");
    }
    // Who approves what another scheme has taken the place of is told.
    let (installation, reader) = (world.installation(instant(END)), world.reader().await);
    let newer = async |it: &Evaluation| installation.newer_scheme(&reader, it).await.unwrap();
    assert_eq!(newer(&own).await, Some(builtin.into()));
    assert_eq!(newer(&first).await, None);
}

/// A text that is new bears a version above every one before; one that comes back may.
#[tokio::test]
async fn a_version_means_one_text() {
    let folder = tempfile::tempdir().unwrap();
    let world = World::on_sqlite(folder.path());
    world.hand_in_openly().await.unwrap();
    let builtin = version_of(&world, WORKED_AT);
    for (above, weight, is_taken) in [
        (0, 30, false),
        (2, 30, true),
        (2, 20, false),
        (1, 20, false),
        (2, 30, true),
        (3, 20, true),
        // Both were in force.
        (2, 30, true),
        (3, 20, true),
    ] {
        write(&world, builtin + above, weight);
        let begun = world.installation(instant(OWN_FROM)).writer().await;
        let said = begun.err().map(|error| match error {
            BeginError::Faulty(faults) => faults[0].sentence(&Words::new(Language::En)),
            BeginError::Store(error) => panic!("{error}"),
        });
        assert_eq!(said.is_none(), is_taken, "{above} {weight}: {said:?}");
        if let Some(said) = said {
            assert!(said.contains("schemes/ours.toml:6: version: “"), "{said}");
        }
    }
}

#[tokio::test]
async fn days_are_meant_in_the_zone_of_their_time() {
    let folder = tempfile::tempdir().unwrap();
    let world = World::on_sqlite(folder.path());
    world.hand_in_openly().await.unwrap();
    recorded(&world, LATE_EVENING).await;
    let mut moved = world.installation(instant(END));
    moved.settings.clock.zone = TimeZone::UTC;
    moved.writer().await.unwrap();
    all_come_out_the_same_by(&moved, &world).await;

    // The zone counts: in Greenwich the ledger was not due yet.
    let reader = world.reader().await;
    let request = request(instant(LATE_EVENING));
    let elsewhere = evaluate::compute(&moved, &reader, &request, async |_, _| Ok(())).await;
    let there = evaluated(&moved, &world, instant(LATE_EVENING)).await;
    assert_ne!(elsewhere.unwrap().scorecards, there.scorecards);
}

fn version_of(world: &World, at: &str) -> u32 {
    world.installation(instant(at)).scheme("operator").unwrap().scheme.version
}

/// The built-in scheme of operators with another version, and O2 at a weight below its 40; O4 has the rest.
fn write(world: &World, version: u32, weight: u32) {
    let folder = world.folder.join("schemes");
    fs::create_dir_all(&folder).unwrap();
    let (_, text) =
        SchemeDocument::builtin().into_iter().find(|(id, _)| *id == "operator").unwrap();
    let line = text.lines().find(|it| it.starts_with("version = ")).unwrap();
    let text = text.replacen(line, &format!("version = {version}"), 1);
    let text = text.replacen("weight = 40\n", &format!("weight = {weight}\n"), 1);
    let text = text.replacen("weight = 15\n", &format!("weight = {}\n", 55 - weight), 1);
    fs::write(folder.join("ours.toml"), text).unwrap();
}

fn request(as_of: Timestamp) -> Request<'static> {
    Request { scheme: "operator", span: "2026-Q2".parse().unwrap(), subject: None, as_of }
}

/// The evaluation at an instant, by what is in force then, kept.
async fn recorded(world: &World, at: &str) -> Evaluation {
    let installation = world.installation(instant(at));
    let writer = installation.writer().await.unwrap();
    let asked = (&request(instant(at)), "li");
    let recorded =
        evaluate::evaluate_and_record(&installation, &writer, asked, async |_, _| Ok(()));
    let RecordedEvaluation { id, .. } = recorded.await.unwrap();
    writer.reader().evaluation(&id).await.unwrap().unwrap().evaluation
}

/// The evaluation as known at an instant.
async fn evaluated(installation: &Installation, world: &World, at: Timestamp) -> Evaluation {
    let reader = world.reader().await;
    evaluate::evaluate(installation, &reader, &request(at), async |_, _| Ok(())).await.unwrap()
}

/// Every evaluation that was kept is computed again: by itself, and as known at its instant.
async fn all_come_out_the_same(world: &World) {
    all_come_out_the_same_by(&world.installation(instant(END)), world).await;
}

async fn all_come_out_the_same_by(installation: &Installation, world: &World) {
    let reader = world.reader().await;
    for stored in world.evaluations().await.unwrap() {
        let recorded = reader.evaluation_body(&stored.id).await.unwrap().unwrap();
        let rebuilt = rebuild(installation, &reader, (&stored.id, &recorded)).await.unwrap();
        assert_eq!(rebuilt.difference, None, "{}", stored.id);
        let again = evaluated(installation, world, stored.evaluation.as_of).await;
        assert_eq!(canonical(&again).unwrap(), recorded.as_bytes(), "{}", stored.id);
    }
}

fn score(evaluation: &Evaluation) -> i64 {
    match evaluation.scorecards[0].result {
        ScoreResult::Scored { score_nano, .. } => score_nano,
        ScoreResult::NotApplicable => panic!("no score"),
    }
}
