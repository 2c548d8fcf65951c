//! What it costs to check and post a ledger, against the `sqlite3` program that imports the same
//! file raw: no hash, no raw bytes kept, no rules, no vouchers, no balances, no findings, no audit.
//!
//! Interleaved pairs, in CPU time of each process. A benchmark, not a test: it fails for nothing
//! but a machine that lacks something (exit 3).
//!
//! ```text
//! cargo bench -p mingjing-daemon --bench posting -- --lines 1000000 --pairs 5
//! ```

use std::error::Error;
use std::fs;
use std::io::Write as _;
use std::path::{Path, PathBuf};
use std::process::{Command, ExitCode, Stdio};
use std::time::Instant;

use clap::Parser;
use config::settings::{Clock as ClockSetting, Database, Settings};
use daemon::collect::{self, Handover};
use daemon::generate::{self, Request};
use daemon::installation::Installation;
use daemon::post;
use metrics::kind::Kind;

/// Linux counts CPU time in hundredths of a second, whatever the kernel's own tick.
const MS_PER_TICK: u64 = 10;
const SEED: u64 = 42;

/// The peer's table: the same cells with their types, without any index.
const PEER_TABLE: &str = "
CREATE TABLE lines (
    voucher_type TEXT, voucher_no INTEGER, date TEXT, summary TEXT, account TEXT, debit REAL,
    credit REAL, product TEXT, scenario TEXT, use TEXT, funding TEXT, authorization TEXT,
    counterparty TEXT, cost_class TEXT, maker TEXT, reviewer TEXT
);
";

#[derive(Debug, Parser)]
struct Arguments {
    /// Lines of the ledger.
    #[arg(long, default_value_t = 1_000_000)]
    lines: u64,
    /// Pairs of runs.
    #[arg(long, default_value_t = 5)]
    pairs: usize,
    /// Only post the files of this folder into a database in it, and say what it cost.
    #[arg(long, hide = true)]
    post: Option<PathBuf>,
    /// What `cargo bench` adds.
    #[arg(long, hide = true)]
    bench: bool,
}

/// What one run cost.
#[derive(Clone, Copy, Debug)]
struct Cost {
    cpu_ms: u64,
    wall_ms: u64,
    peak_kib: u64,
}

fn main() -> ExitCode {
    let arguments = Arguments::parse();
    let done = match &arguments.post {
        Some(folder) => post_files(folder),
        None if !has_peer() => {
            eprintln!("sqlite3 is not installed: there is nothing to compare with");
            return ExitCode::from(3);
        }
        None => compare(&arguments),
    };
    match done {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("{error}");
            ExitCode::from(3)
        }
    }
}

fn has_peer() -> bool {
    let version = Command::new("sqlite3").arg("--version").stdout(Stdio::null()).status();
    version.is_ok_and(|it| it.success())
}

fn compare(arguments: &Arguments) -> Result<(), Box<dyn Error>> {
    let folder = tempfile::tempdir()?;
    let request = Request { seed: SEED, lines: arguments.lines, folder: folder.path() };
    let files = generate::generate(&request, |_| ())?.files;
    let size_bytes = fs::metadata(&files[1])?.len();
    println!("{} lines, {size_bytes} bytes, seed {SEED}", arguments.lines);
    println!("pair    ours cpu     wall     peak  sqlite3 cpu     wall   ratio");
    let (mut ours, mut peers) = (Vec::new(), Vec::new());
    for pair in 1..=arguments.pairs {
        let (our, peer) = (run_ours(folder.path())?, run_peer(folder.path(), &files[1])?);
        println!(
            "{pair:>4} {:>8} ms {:>5} ms {:>4} MiB  {:>8} ms {:>5} ms   {}",
            our.cpu_ms,
            our.wall_ms,
            our.peak_kib / 1024,
            peer.cpu_ms,
            peer.wall_ms,
            ratio(our.cpu_ms, peer.cpu_ms),
        );
        ours.push(our);
        peers.push(peer);
    }
    let (our, peer) = (spread(&ours), spread(&peers));
    println!("ours    median {} ms ({} to {})", our.1, our.0, our.2);
    println!("sqlite3 median {} ms ({} to {})", peer.1, peer.0, peer.2);
    println!("ratio of medians {} (at most 1.00 is the aim)", ratio(our.1, peer.1));
    let peak_kib = ours.iter().map(|it| it.peak_kib).max().unwrap_or_default();
    println!("peak memory {} MiB (at most 256 is the aim)", peak_kib / 1024);
    Ok(())
}

/// Least, median and most CPU time.
fn spread(costs: &[Cost]) -> (u64, u64, u64) {
    let mut times: Vec<u64> = costs.iter().map(|it| it.cpu_ms).collect();
    times.sort_unstable();
    match (times.first(), times.get(times.len() / 2), times.last()) {
        (Some(&least), Some(&median), Some(&most)) => (least, median, most),
        _ => (0, 0, 0),
    }
}

fn ratio(numerator: u64, denominator: u64) -> String {
    let hundredths = numerator * 100 / denominator.max(1);
    format!("{}.{:02}", hundredths / 100, hundredths % 100)
}

/// Posts in a process of its own, so that CPU time and peak memory are those of posting alone.
fn run_ours(folder: &Path) -> Result<Cost, Box<dyn Error>> {
    remove_databases(folder)?;
    let begin = Instant::now();
    let program = std::env::current_exe()?;
    let child = Command::new(program).arg("--post").arg(folder).output()?;
    let wall_ms = u64::try_from(begin.elapsed().as_millis())?;
    if !child.status.success() {
        return Err(String::from_utf8_lossy(&child.stderr).into_owned().into());
    }
    let told = String::from_utf8(child.stdout)?;
    let numbers: Vec<u64> = told.split_whitespace().filter_map(|it| it.parse().ok()).collect();
    let [cpu_ms, peak_kib] = numbers[..] else { return Err(format!("odd answer {told:?}").into()) };
    Ok(Cost { cpu_ms, wall_ms, peak_kib })
}

fn run_peer(folder: &Path, ledger: &Path) -> Result<Cost, Box<dyn Error>> {
    remove_databases(folder)?;
    let before_ms = cpu_of_children_ms()?;
    let begin = Instant::now();
    let mut peer =
        Command::new("sqlite3").arg(folder.join("peer.db")).stdin(Stdio::piped()).spawn()?;
    let mut script = peer.stdin.take().ok_or("no standard input")?;
    writeln!(script, "{PEER_TABLE}.import --csv --skip 1 '{}' lines", ledger.display())?;
    drop(script);
    if !peer.wait()?.success() {
        return Err("sqlite3 failed".into());
    }
    let wall_ms = u64::try_from(begin.elapsed().as_millis())?;
    Ok(Cost { cpu_ms: cpu_of_children_ms()? - before_ms, wall_ms, peak_kib: 0 })
}

fn remove_databases(folder: &Path) -> std::io::Result<()> {
    for entry in fs::read_dir(folder)? {
        let path = entry?.path();
        if path.extension().is_none_or(|it| it != "csv") {
            fs::remove_file(path)?;
        }
    }
    Ok(())
}

/// The whole way of a file: received, hashed, kept, checked and posted.
#[tokio::main]
async fn post_files(folder: &Path) -> Result<(), Box<dyn Error>> {
    let url = format!("sqlite:{}", folder.join("mingjing.db").display());
    let installation = Installation::with(Settings {
        database: Database { url, password: None },
        clock: ClockSetting {
            at: Some("2026-07-01T09:00:00+08:00".parse()?),
            ..Settings::default().clock
        },
        submission_bytes_max: u64::MAX,
        ..Settings::default()
    })?;
    let writer = installation.writer().await?;
    let party = generate::PARTY.parse()?;
    let ledger = format!("ledger-{}.csv", generate::PERIOD);
    let period = generate::PERIOD.parse()?;
    for (kind, name) in [(Kind::Registry, "registry.csv"), (Kind::Ledger, &*ledger)] {
        let handover = Handover {
            path: &folder.join(name),
            kind,
            party: &party,
            period: Some(period),
            format: None,
            mapping: None,
            sender: "bench",
            source: "bench",
            supersedes: None,
        };
        collect::submit(&installation, &writer, &handover).await?;
        for posted in post::post_waiting(&installation, &writer).await? {
            if 0 < posted.faults {
                return Err(format!("{name} has {} faults", posted.faults).into());
            }
        }
    }
    println!("{} {}", own_cpu_ms()?, peak_kib()?);
    Ok(())
}

fn own_cpu_ms() -> Result<u64, Box<dyn Error>> {
    cpu_ms([14, 15])
}

fn cpu_of_children_ms() -> Result<u64, Box<dyn Error>> {
    cpu_ms([16, 17])
}

/// Fields of `/proc/self/stat`, counted from 1 as in proc(5); the second is the program in
/// brackets.
fn cpu_ms(fields: [usize; 2]) -> Result<u64, Box<dyn Error>> {
    let stat = fs::read_to_string("/proc/self/stat")?;
    let (_, rest) = stat.rsplit_once(')').ok_or("odd /proc/self/stat")?;
    let values: Vec<&str> = rest.split_whitespace().collect();
    let ticks = |field: usize| values.get(field - 3).and_then(|it| it.parse::<u64>().ok());
    let ticks = fields.into_iter().map(ticks).sum::<Option<u64>>();
    Ok(ticks.ok_or("odd /proc/self/stat")? * MS_PER_TICK)
}

fn peak_kib() -> Result<u64, Box<dyn Error>> {
    let status = fs::read_to_string("/proc/self/status")?;
    let line = status.lines().find_map(|it| it.strip_prefix("VmHWM:"));
    let number = line.and_then(|it| it.split_whitespace().next()).ok_or("no VmHWM")?;
    Ok(number.parse()?)
}
