//! Posting on `PostgreSQL`, against `psql` that copies the same files raw into a logged table without
//! index. CPU time is that of the client and the server together; that of making the tables, which is done
//! once, is told apart.

use std::fmt::Write as _;
use std::process::{Command, Stdio};

use crate::measure::{Cost, Done, parent, ratio, run, server_cpu_ms, tell};
use crate::sqlite::PEER_COLUMNS;
use crate::world::{Size, World};

const DATABASE: &str = "mingjing_bench";

pub(crate) fn compare(size: Size, pairs: usize, server: &str) -> Done {
    let folder = tempfile::tempdir()?;
    let world = World { size, folder: folder.path() };
    let generated = world.generate()?;
    let url = format!("{server}/{DATABASE}");
    let first = first_process(server)?;
    let mut copies = format!("CREATE TABLE lines ({PEER_COLUMNS});\n");
    for ledger in &generated.ledgers {
        writeln!(copies, "\\copy lines FROM '{}' CSV HEADER", ledger.path.display())?;
    }
    println!("tables   pair    ours cpu     wall     peak    \\copy cpu     wall   ratio");
    let (mut ours, mut peers) = (Vec::new(), Vec::new());
    for pair in 1..=pairs {
        renew(server)?;
        let tables = with_server(server, first, || run(&mut world.child("prepare", &url)?, ""))?;
        let our = with_server(server, first, || world.post(&url))?;
        renew(server)?;
        let peer = with_server(server, first, || {
            run(Command::new("psql").args(["-q", "-v", "ON_ERROR_STOP=1", &url]), &copies)
        })?;
        println!(
            "{:>3} ms {pair:>6} {:>8} ms {:>5} ms {:>4} MiB  {:>8} ms {:>5} ms   {}",
            tables.cpu_ms,
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
    say(server, &format!("DROP DATABASE {DATABASE}"))?;
    tell("\\copy", &ours, &peers, "ratio at most 2.75 is the aim");
    Ok(())
}

/// Makes the database anew, empty.
fn renew(server: &str) -> Done {
    say(server, &format!("DROP DATABASE IF EXISTS {DATABASE}"))?;
    say(server, &format!("CREATE DATABASE {DATABASE}"))?;
    Ok(())
}

/// Runs something, and adds what the server spent on it.
fn with_server(server: &str, first: u32, work: impl FnOnce() -> Done<Cost>) -> Done<Cost> {
    say(server, "CHECKPOINT")?;
    let before_ms = server_cpu_ms(first)?;
    let cost = work()?;
    Ok(Cost { cpu_ms: cost.cpu_ms + server_cpu_ms(first)? - before_ms, ..cost })
}

/// The first process of a server on this machine: the one that started its checkpointer.
fn first_process(server: &str) -> Done<u32> {
    let statement = "SELECT pid FROM pg_stat_activity WHERE backend_type = 'checkpointer'";
    parent(say(server, statement)?.trim())
}

fn say(server: &str, statement: &str) -> Done<String> {
    let url = format!("{server}/postgres");
    let told = Command::new("psql")
        .args(["-q", "-A", "-t", "-v", "ON_ERROR_STOP=1", "-c", statement, &url])
        .stderr(Stdio::inherit())
        .output()?;
    if !told.status.success() {
        return Err(format!("psql failed at {statement}").into());
    }
    Ok(String::from_utf8(told.stdout)?)
}
