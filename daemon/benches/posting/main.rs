//! What ledgers cost, against programs that do less with the same files, in the same run.
//!
//! Posting is the whole way of a file: hashed, kept raw, checked by all rules, posted with vouchers,
//! balances, findings and audit. Pairs are interleaved, and what is compared is CPU time. A
//! benchmark, not a test: it fails for nothing but a machine that lacks something (exit 3). Only
//! `formats` is a check as well (exit 1): lines are not kept in memory, whatever their format.
//!
//! ```text
//! cargo bench -p mingjing-daemon --bench posting -- sqlite --lines 1000000 --pairs 5
//! cargo bench -p mingjing-daemon --bench posting -- sqlite --lines 10000000 --parties 20 --months 36
//! cargo bench -p mingjing-daemon --bench posting -- sqlite --lines 240000 --files 120
//! MINGJING_TEST_POSTGRES=postgres://… cargo bench -p mingjing-daemon --bench posting -- postgres
//! cargo bench -p mingjing-daemon --bench posting -- pages
//! cargo bench -p mingjing-daemon --bench posting -- evaluations --lines 3000000 --times 30
//! cargo bench -p mingjing-daemon --bench posting -- reports
//! cargo bench -p mingjing-daemon --bench posting -- proof --pairs 1
//! cargo bench -p mingjing-daemon --bench posting -- formats --lines 200000
//! ```

mod formats;
mod layout;
mod measure;
mod postgres;
mod proof;
mod reading;
mod reports;
mod sqlite;
mod world;

use std::path::PathBuf;
use std::process::ExitCode;

use clap::{Parser, ValueEnum};
use layout::Layout;
use measure::{Done, is_there};
use world::{Size, World};

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
enum What {
    /// Posting on `SQLite`, against `sqlite3`.
    Sqlite,
    /// Posting on `PostgreSQL`, against `psql`.
    Postgres,
    /// Pages of registers, quiet and while posting.
    Pages,
    /// Evaluations of few lines and of all, with the same balances.
    Evaluations,
    /// A balance report from the database and from a file, against `ledger` and `hledger`.
    Reports,
    /// `audit verify` of what is posted, against posting it.
    Proof,
    /// Peak memory of each format, of some lines and of ten times as many.
    Formats,
}

#[derive(Debug, Parser)]
struct Arguments {
    /// What to measure.
    #[arg(value_enum, default_value_t = What::Sqlite)]
    what: What,
    #[command(flatten)]
    size: Size,
    /// Pairs of runs.
    #[arg(long, default_value_t = 5)]
    pairs: usize,
    /// How many times the fewer lines all lines of `evaluations` are.
    #[arg(long, default_value_t = 10)]
    times: u64,
    /// Be the process that is measured, and do this.
    #[arg(long, hide = true)]
    child: Option<String>,
    /// The files of the process that is measured.
    #[arg(long, hide = true, default_value = ".")]
    folder: PathBuf,
    /// The database of the process that is measured.
    #[arg(long, hide = true, default_value = "")]
    database: String,
    /// What `cargo bench` adds.
    #[arg(long, hide = true)]
    bench: bool,
}

fn main() -> ExitCode {
    match measured(&Arguments::parse()) {
        Ok(true) => ExitCode::SUCCESS,
        Ok(false) => ExitCode::FAILURE,
        Err(error) => {
            eprintln!("{error}");
            ExitCode::from(3)
        }
    }
}

/// Does what is asked for; `false` is what a check found wrong.
fn measured(arguments: &Arguments) -> Done<bool> {
    let Arguments { what, size, pairs, times, child, folder, database, .. } = arguments;
    if let Some(part) = child {
        be_child(World { size: *size, folder }, part, database)?;
        return Ok(true);
    }
    let peers: &[&str] = match what {
        What::Sqlite | What::Evaluations => &["sqlite3"],
        What::Postgres => &["psql"],
        What::Pages | What::Proof | What::Formats => &[],
        What::Reports => &["ledger", "hledger"],
    };
    if let Some(missing) = peers.iter().find(|peer| !is_there(peer)) {
        return Err(format!("{missing} is not installed: there is nothing to compare with").into());
    }
    match what {
        What::Sqlite => sqlite::compare(*size, *pairs),
        What::Postgres => {
            let server = std::env::var("MINGJING_TEST_POSTGRES")
                .map_err(|_| "MINGJING_TEST_POSTGRES names no server")?;
            postgres::compare(*size, *pairs, &server)
        }
        What::Pages => reading::pages(*size),
        What::Evaluations => reading::evaluations(*size, *times),
        What::Reports => reports::compare(*size, *pairs),
        What::Proof => proof::compare(*size, *pairs),
        What::Formats => return formats::compare(*size),
    }?;
    Ok(true)
}

/// Does a part of the work in a process of its own.
fn be_child(world: World<'_>, part: &str, database: &str) -> Done {
    match (part, Layout::named(part)) {
        (_, Some(layout)) => formats::post(world, layout, database),
        ("report", _) => reports::report(world, database),
        ("balances", _) => reports::balances(world, database),
        ("prepare", _) => world::prepare(database),
        ("prove", _) => proof::all(database),
        _ => world::post_files(world, part, database),
    }
}
