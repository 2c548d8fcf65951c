//! Posting on `SQLite`, against the `sqlite3` program that imports the same files raw.

use std::fmt::Write as _;
use std::process::Command;

use daemon::generate::Generated;

use crate::measure::{Cost, Done, ratio, run, spread, tell};
use crate::world::{Size, World};

/// The peer's table: the same cells with their types, without any index.
pub(crate) const PEER_COLUMNS: &str = "
    voucher_type TEXT, voucher_no INTEGER, date TEXT, summary TEXT, account TEXT, debit REAL,
    credit REAL, product TEXT, scenario TEXT, use TEXT, funding TEXT, \"authorization\" TEXT,
    counterparty TEXT, cost_class TEXT, maker TEXT, reviewer TEXT
";

pub(crate) fn compare(size: Size, pairs: usize) -> Done {
    let folder = tempfile::tempdir()?;
    let world = World { size, folder: folder.path() };
    let generated = world.generate()?;
    println!("pair    ours cpu     wall     peak  sqlite3 cpu     wall   ratio");
    let (mut ours, mut peers) = (Vec::new(), Vec::new());
    for pair in 1..=pairs {
        world.remove_databases()?;
        let our = world.post(&world.sqlite())?;
        world.remove_databases()?;
        let peer = import(&world, &generated)?;
        println!(
            "{pair:>4} {:>8} ms {:>5} ms {:>4} MiB  {:>8} ms {:>5} ms   {}",
            our.cpu_ms,
            our.wall_ms,
            our.peak_mib,
            peer.cpu_ms,
            peer.wall_ms,
            ratio(our.cpu_ms, peer.cpu_ms),
        );
        ours.push(our);
        peers.push(peer);
    }
    tell("sqlite3", &ours, &peers, "ratio at most 1.00 and peak at most 200 MiB are the aim");
    growth(size, &ours)
}

/// Ten times the lines take at most twelve times the time.
fn growth(size: Size, ours: &[Cost]) -> Done {
    let folder = tempfile::tempdir()?;
    let world = World { size: Size { lines: size.lines / 10, ..size }, folder: folder.path() };
    world.generate()?;
    let mut small = Vec::new();
    for _ in ours {
        world.remove_databases()?;
        small.push(world.post(&world.sqlite())?.cpu_ms);
    }
    let small = spread(small).1;
    let large = spread(ours.iter().map(|it| it.cpu_ms).collect()).1;
    println!(
        "a tenth of the lines: {small} ms; all take {} times that (at most 12)",
        ratio(large, small)
    );
    Ok(())
}

fn import(world: &World<'_>, generated: &Generated) -> Done<Cost> {
    let mut script = format!("CREATE TABLE lines ({PEER_COLUMNS});\n");
    for ledger in &generated.ledgers {
        writeln!(script, ".import --csv --skip 1 '{}' lines", ledger.path.display())?;
    }
    run(Command::new("sqlite3").arg(world.folder.join("peer.db")), &script)
}
