//! Pages of registers at any depth, quiet and while a month is being posted, and evaluations of
//! few lines and of many with the same balances.

use std::process::Command;
use std::time::Instant;

use daemon::evaluate::{self, Request};
use daemon::generate::{self, PARTY};
use metrics::period::Span;
use store::Reader;
use store::ledger::{LineCursor, RegisterKey};

use crate::measure::{Done, own_cpu_ms, ratio, run, spread};
use crate::world::{Size, World, installation};

/// Lines of a page.
const PAGE: usize = 100;
/// Probes that are measured.
const PROBES: usize = 2_000;
/// Evaluations that are measured at once, of one database.
const EVALUATIONS: usize = 9;
/// How often both databases are evaluated, in turn.
const EVALUATIONS_PAIRS: usize = 3;
const SPAN: &str = "2026-05..2026-06";

/// Two months of one party: the first is there, the second comes while pages are read.
pub(crate) fn pages(size: Size) -> Done {
    let folder = tempfile::tempdir()?;
    let world = World { size: Size { months: 2, ..size }, folder: folder.path() };
    world.generate()?;
    let database = world.sqlite();
    run(&mut world.child("first", &database)?, "")?;
    probe(&world, &database)
}

#[tokio::main]
async fn probe(world: &World<'_>, database: &str) -> Done {
    let installation = installation(database)?;
    let reader = Reader::open(database).await?;
    let key = |account: &str| -> Done<RegisterKey> {
        Ok(RegisterKey {
            party: PARTY.parse()?,
            account: account.to_owned(),
            span: SPAN.parse::<Span>()?,
            as_of: installation.clock.now(),
        })
    };
    let mut places = Vec::new();
    for account in generate::account_codes() {
        let (key, mut after) = (key(&account)?, None);
        loop {
            places.push((account.clone(), after));
            let page = reader.register_lines(&key, after, PAGE).await?;
            match page.last() {
                Some(last) if page.len() == PAGE => after = Some(last.cursor),
                _ => break,
            }
        }
    }
    println!("{} pages of {PAGE} lines", places.len());
    let page_us = async |place: &(String, Option<LineCursor>)| -> Done<u64> {
        let key = key(&place.0)?;
        let begin = Instant::now();
        reader.register_lines(&key, place.1, PAGE).await?;
        Ok(u64::try_from(begin.elapsed().as_micros())?)
    };
    let (mut quiet, mut begin_ms) = (Vec::new(), own_cpu_ms()?);
    for probe in 0..PROBES {
        quiet.push(page_us(&places[scattered(probe, places.len())]).await?);
    }
    tell("quiet", quiet, own_cpu_ms()? - begin_ms);
    begin_ms = own_cpu_ms()?;
    let mut posting = world.child("rest", database)?.spawn()?;
    let (mut busy, mut probe) = (Vec::new(), 0);
    while posting.try_wait()?.is_none() {
        busy.push(page_us(&places[scattered(probe, places.len())]).await?);
        probe += 1;
    }
    tell("while a month is posted", busy, own_cpu_ms()? - begin_ms);
    Ok(())
}

/// A place that follows no order (Knuth's multiplicative hash).
fn scattered(probe: usize, places: usize) -> usize {
    probe.wrapping_mul(2_654_435_761) % places
}

/// Wall times, and what of the processor a page took: on a machine that is shared they are far apart.
fn tell(when: &str, mut times_us: Vec<u64>, cpu_ms: u64) {
    times_us.sort_unstable();
    let at = |hundredths: usize| {
        times_us.get((times_us.len() * hundredths / 100).min(times_us.len().saturating_sub(1)))
    };
    let (p50, p99) = (at(50).copied().unwrap_or(0), at(99).copied().unwrap_or(0));
    let each_us = cpu_ms * 1_000 / (times_us.len() as u64).max(1);
    println!(
        "{when}: {} pages, p50 {p50} us (at most 1000), p99 {p99} us (at most 10000), cpu {each_us} us",
        times_us.len()
    );
}

/// An evaluation reads balances, not lines: it costs the same whether each balance is the sum of a few
/// lines or of many.
pub(crate) fn evaluations(size: Size, times: u64) -> Done {
    let small = Size { lines: size.lines / times, ..size };
    let (mut databases, mut folders) = (Vec::new(), Vec::new());
    for times in [1, times] {
        let folder = tempfile::tempdir()?;
        let world = World { size: small, folder: folder.path() };
        World::repeat(&world.generate()?, times)?;
        world.post(&world.sqlite())?;
        println!("{} lines, {} balance keys", small.lines * times, balance_keys(&world)?);
        databases.push(world.sqlite());
        folders.push(folder);
    }
    let mut medians_us = Vec::new();
    for _ in 0..EVALUATIONS_PAIRS {
        for database in &databases {
            medians_us.push(evaluate(database)?);
        }
    }
    let of = |which: usize| spread(medians_us.iter().copied().skip(which).step_by(2).collect()).1;
    let (small_us, large_us) = (of(0), of(1));
    println!(
        "{small_us} us and {large_us} us: {times} times the lines with the same balance keys take {} \
         times the time (1 is the aim)",
        ratio(large_us, small_us)
    );
    Ok(())
}

fn balance_keys(world: &World<'_>) -> Done<u64> {
    let keys = Command::new("sqlite3")
        .arg(world.folder.join("mingjing.db"))
        .arg("SELECT COUNT(*) FROM balances")
        .output()?;
    Ok(String::from_utf8(keys.stdout)?.trim().parse()?)
}

#[tokio::main]
async fn evaluate(database: &str) -> Done<u64> {
    let installation = installation(database)?;
    let reader = Reader::open(database).await?;
    let party = PARTY.parse()?;
    let request = Request {
        scheme: "operator",
        span: SPAN.parse()?,
        subject: Some(&party),
        as_of: installation.clock.now(),
    };
    let mut times_us = Vec::new();
    for _ in 0..EVALUATIONS {
        let begin = Instant::now();
        evaluate::evaluate(&installation, &reader, &request, async |_, _| Ok(())).await?;
        times_us.push(u64::try_from(begin.elapsed().as_micros())?);
    }
    Ok(spread(times_us).1)
}
