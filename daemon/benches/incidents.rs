//! What a register of a hundred thousand incidents costs: pages anywhere in it, and the clocks of all.
//!
//! Times are compared within the same run. A benchmark, not a test: it fails for nothing but a machine
//! that lacks something (exit 3).
//!
//! ```text
//! cargo bench -p mingjing-daemon --bench incidents
//! MINGJING_TEST_POSTGRES=postgres://… cargo bench -p mingjing-daemon --bench incidents -- --incidents 100000
//! ```

use std::error::Error;
use std::io::Cursor;
use std::process::{Command, ExitCode};
use std::time::{Duration, Instant};

use clap::Parser;
use config::settings::Settings;
use daemon::incidents::Judge;
use daemon::installation::Installation;
use jiff::{SignedDuration, Timestamp};
use metrics::form::Origin;
use metrics::incident::{Act, Event, Incident, IncidentFact, Quantity};
use metrics::kind::{Kind, Verdict};
use metrics::party::PartyId;
use store::incidents::IncidentFilter;
use store::posting::Outcome;
use store::submissions::NewSubmission;
use store::{Reader, Writer};

type Done<T = ()> = Result<T, Box<dyn Error>>;

/// Incidents of one submission.
const BATCH: u64 = 5_000;
/// Parties that the incidents are of.
const PARTIES: u64 = 50;
/// Incidents of a page that somebody looks at, and of one that the daemon reads.
const PAGE: i64 = 50;
const PAGE_OF_DAEMON: i64 = 1_000;
/// Pages read in each place.
const PROBES: usize = 200;
/// When the first incident was found.
const BEGIN: &str = "2026-01-05T01:00:00Z";
const DATABASE: &str = "mingjing_bench_incidents";

#[derive(Debug, Parser)]
struct Arguments {
    /// Incidents of the register.
    #[arg(long, default_value_t = 100_000)]
    incidents: u64,
    /// What `cargo bench` adds.
    #[arg(long, hide = true)]
    bench: bool,
}

#[tokio::main]
async fn main() -> ExitCode {
    match measure(Arguments::parse().incidents).await {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("{error}");
            ExitCode::from(3)
        }
    }
}

async fn measure(incidents: u64) -> Done {
    let folder = tempfile::tempdir()?;
    println!("SQLite");
    compare(&format!("sqlite:{}", folder.path().join("bench.db").display()), incidents).await?;
    let Ok(server) = std::env::var("MINGJING_TEST_POSTGRES") else { return Ok(()) };
    println!("PostgreSQL");
    say(&server, &format!("DROP DATABASE IF EXISTS {DATABASE}"))?;
    say(&server, &format!("CREATE DATABASE {DATABASE}"))?;
    compare(&format!("{server}/{DATABASE}"), incidents).await?;
    say(&server, &format!("DROP DATABASE {DATABASE}"))
}

fn say(server: &str, statement: &str) -> Done {
    let url = format!("{server}/postgres");
    let arguments = ["-q", "-v", "ON_ERROR_STOP=1", "-c", statement, &url];
    let told = Command::new("psql").args(arguments).status()?;
    if told.success() { Ok(()) } else { Err(format!("psql failed at {statement}").into()) }
}

/// A tenth of the register first, and then all of it.
async fn compare(database: &str, incidents: u64) -> Done {
    let settings = format!("[database]\nurl = \"{database}\"\n");
    let settings = Settings::parse("mingjing.toml".as_ref(), &settings, &[])?;
    let installation = Installation::with(settings)?;
    let writer = Writer::open(database).await?;
    let mut small = None;
    for (from, to) in [(0, incidents / 10), (incidents / 10, incidents)] {
        for first in (from..to).step_by(usize::try_from(BATCH)?) {
            post(&writer, first..to.min(first + BATCH)).await?;
        }
        let found = measured(&installation, writer.reader(), to).await?;
        if let Some((page, clocks)) = small.replace(found) {
            println!(
                "  all / a tenth: page {}, clocks per incident {}",
                ratio(found.0, page),
                ratio(found.1, clocks),
            );
        }
    }
    Ok(())
}

/// The median page in the middle, and the time of the clocks of ten thousand incidents.
async fn measured(
    installation: &Installation,
    reader: &Reader,
    incidents: u64,
) -> Done<(Duration, Duration)> {
    println!("  {incidents} incidents");
    let now = begin()? + SignedDuration::from_hours(24 * 400);
    let last = i64::try_from(incidents)?;
    let mut medians = Vec::new();
    for (of, party, parties) in
        [("all", None, 1), ("one party", Some(party(7)?), i64::try_from(PARTIES)?)]
    {
        // The last page is a full one, too.
        let places = [("start", 0), ("middle", last / 2), ("end", last - PAGE * parties)];
        for (place, after) in places {
            let mut took = Vec::with_capacity(PROBES);
            let filter = IncidentFilter { party: party.as_ref(), open_only: false };
            for _ in 0..PROBES {
                let begin = Instant::now();
                reader.incidents_after(after, filter, (now, PAGE)).await?;
                took.push(begin.elapsed());
            }
            took.sort();
            let (p50, p99) = (took[PROBES / 2], took[PROBES * 99 / 100]);
            println!("    page of {of} at the {place}: p50 {p50:.1?}, p99 {p99:.1?}");
            medians.push(p50);
        }
        let [.., start, _, end] = medians.as_slice() else { continue };
        println!("    end / start: {}", ratio(*end, *start));
    }
    Ok((medians[1], clocks(installation, reader, now).await?))
}

/// The clocks of every incident, read and judged.
async fn clocks(installation: &Installation, reader: &Reader, now: Timestamp) -> Done<Duration> {
    let judge = Judge::read(installation, reader, (None, now)).await?;
    let (mut read, mut judged) = (Duration::ZERO, Duration::ZERO);
    let (mut incidents, mut open, mut clocks, mut after) = (0_u32, 0_u32, 0_usize, 0);
    loop {
        let begin = Instant::now();
        let page =
            reader.incidents_after(after, IncidentFilter::default(), (now, PAGE_OF_DAEMON)).await?;
        read += begin.elapsed();
        let Some(last) = page.last() else { break };
        after = last.id;
        let begin = Instant::now();
        for it in &page {
            let (_, _, found) = judge.clocks(it);
            clocks += found.all().count();
            open += u32::from(!judge.pending(it, &found).is_empty());
            incidents += 1;
        }
        judged += begin.elapsed();
    }
    let of_ten_thousand = |it: Duration| it * 10_000 / incidents.max(1);
    let per_second = u128::try_from(clocks)? * 1_000_000 / judged.as_micros().max(1);
    println!(
        "    10,000 incidents read in {:.1?}, their clocks judged in {:.1?} (at most 1 s): {} clocks \
         per second, {open} of {incidents} open",
        of_ten_thousand(read),
        of_ten_thousand(judged),
        per_second,
    );
    Ok(of_ten_thousand(read + judged))
}

/// How many times as long, to a hundredth.
fn ratio(of: Duration, to: Duration) -> String {
    let hundredths = of.as_nanos() * 100 / to.as_nanos().max(1);
    format!("{}.{:02}", hundredths / 100, hundredths % 100)
}

async fn post(writer: &Writer, numbers: std::ops::Range<u64>) -> Done {
    let (at, submitter) = (begin()?, party(0)?);
    let new = NewSubmission {
        kind: Kind::Incident,
        party: &submitter,
        period: None,
        sender: "bench",
        source: "submit",
        format: "csv",
        mapping_sha256: None,
        file_name: "incidents.csv",
        received_at: at,
        supersedes: None,
    };
    let bytes = format!("{numbers:?}");
    let received = writer.receive(&new, &mut Cursor::new(bytes.as_bytes())).await?;
    let submission = writer.reader().submission(&received.receipt).await?.ok_or("not received")?;
    let mut posting = writer.begin_posting(&submission, at).await?.ok_or("posted already")?;
    let rows = numbers.end - numbers.start;
    let facts: Vec<IncidentFact> = numbers.map(incident).collect::<Done<_>>()?;
    posting.incidents(&facts).await?;
    let outcome = Outcome {
        verdict: Verdict::Accepted,
        rows,
        understood: rows,
        faults: 0,
        policy_sha256: "bench",
        counts: &[],
    };
    posting.finish(&outcome).await?;
    Ok(())
}

/// Every second incident is grave, every third reported, every fourth has acts.
fn incident(number: u64) -> Done<IncidentFact> {
    let found = begin()? + SignedDuration::from_mins(i64::try_from(number * 5)?);
    let after = |hours| found + SignedDuration::from_hours(hours);
    let act =
        |event, hours| Act { at: after(hours), event, items: Vec::new(), note: String::new() };
    let acts = match number % 4 {
        0 => vec![act(Event::AgreementNotice, 1), act(Event::Containment, 5)],
        _ => Vec::new(),
    };
    let persons = if number.is_multiple_of(2) { 1_200_000 } else { 800 };
    let incident = Incident {
        incident_no: format!("SJ-{number:06}"),
        title: "接口越权访问导致数据泄露".to_owned(),
        incident_type: Some("DSDATALEAK".to_owned()),
        discovered_at: Some(found),
        reported_at: number.is_multiple_of(3).then(|| after(3)),
        handled_at: number.is_multiple_of(6).then(|| after(48)),
        figures: [(Quantity::Persons, persons)].into(),
        acts,
        ..Incident::default()
    };
    Ok(IncidentFact { party: party(number % PARTIES)?, incident, origin: Origin::default() })
}

fn party(index: u64) -> Done<PartyId> {
    Ok(format!("name:示例单位{index:02}").parse()?)
}

fn begin() -> Done<Timestamp> {
    Ok(BEGIN.parse()?)
}
