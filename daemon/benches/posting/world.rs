//! The files that are posted, and the process of its own that posts them, so that CPU time and peak
//! memory are those of posting alone.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use clap::Args;
use config::settings::{Clock, Database, Settings};
use daemon::collect::{self, Handover};
use daemon::generate::{self, Generated, Request};
use daemon::installation::Installation;
use daemon::post;
use metrics::kind::Kind;
use metrics::party::PartyId;
use metrics::period::Period;

use crate::measure::{Cost, Done, run};

const SEED: u64 = 42;
/// The column of a ledger that numbers its vouchers, from 1 on.
const VOUCHER_NO: usize = 1;

/// Which files.
#[derive(Clone, Copy, Debug, Args)]
pub(crate) struct Size {
    /// Lines of all ledgers.
    #[arg(long, default_value_t = 1_000_000)]
    pub(crate) lines: u64,
    /// Parties.
    #[arg(long, default_value_t = 1)]
    pub(crate) parties: u32,
    /// Months of each party.
    #[arg(long, default_value_t = 1)]
    pub(crate) months: u32,
}

/// Files in a folder.
#[derive(Clone, Copy, Debug)]
pub(crate) struct World<'a> {
    pub(crate) size: Size,
    pub(crate) folder: &'a Path,
}

impl World<'_> {
    /// What the generator is asked for.
    pub(crate) fn request(&self) -> Request<'_> {
        let Size { lines, parties, months } = self.size;
        Request { seed: SEED, lines, parties, months, folder: self.folder }
    }

    /// Writes the files and says what they are.
    pub(crate) fn generate(&self) -> Done<Generated> {
        let generated = generate::generate(&self.request(), |_| ())?;
        let sizes = generated.ledgers.iter().map(|it| Ok(fs::metadata(&it.path)?.len()));
        let size_bytes = sizes.sum::<Done<u64>>()?;
        let Size { lines, parties, months } = self.size;
        println!(
            "{lines} lines, {parties} parties, {months} months, {size_bytes} bytes, seed {SEED}"
        );
        Ok(generated)
    }

    /// Writes the vouchers of each file so many times, each time with numbers of its own: as many lines
    /// more, of the same balances.
    pub(crate) fn repeat(generated: &Generated, times: u64) -> Done {
        for ledger in &generated.ledgers {
            let mut rows = csv::Reader::from_path(&ledger.path)?;
            let headers = rows.byte_headers()?.clone();
            let rows: Vec<csv::StringRecord> = rows.records().collect::<Result<_, _>>()?;
            let number = |row: &csv::StringRecord| -> Done<u64> { Ok(row[VOUCHER_NO].parse()?) };
            let last = rows.last().map(number).transpose()?.unwrap_or_default();
            let mut repeated = csv::Writer::from_path(&ledger.path)?;
            repeated.write_byte_record(&headers)?;
            for time in 0..times {
                for row in &rows {
                    let number = (number(row)? + time * last).to_string();
                    let cells = row.iter().enumerate();
                    let cells = cells.map(|(at, it)| if at == VOUCHER_NO { &number } else { it });
                    repeated.write_record(cells)?;
                }
            }
            repeated.flush()?;
        }
        Ok(())
    }

    /// The address of the database in the folder.
    pub(crate) fn sqlite(&self) -> String {
        format!("sqlite:{}", self.folder.join("mingjing.db").display())
    }

    /// Removes whatever is no file of the world.
    pub(crate) fn remove_databases(&self) -> Done {
        for entry in fs::read_dir(self.folder)? {
            let path = entry?.path();
            if path.extension().is_none_or(|it| it != "csv") {
                fs::remove_file(path)?;
            }
        }
        Ok(())
    }

    /// This program, told to work on these files.
    pub(crate) fn child(&self, part: &str, database: &str) -> Done<Command> {
        let Size { lines, parties, months } = self.size;
        let mut command = Command::new(std::env::current_exe()?);
        command.arg("--child").arg(part).arg("--folder").arg(self.folder);
        command.args(["--database", database, "--lines", &lines.to_string()]);
        command.args(["--parties", &parties.to_string(), "--months", &months.to_string()]);
        Ok(command)
    }

    /// Posts all files in a process of its own.
    pub(crate) fn post(&self, database: &str) -> Done<Cost> {
        run(&mut self.child("post", database)?, "")
    }
}

/// An installation with this database, whose clock stands still.
pub(crate) fn installation(database: &str) -> Done<Installation> {
    Ok(Installation::with(Settings {
        database: Database { url: database.to_owned(), password: None },
        clock: Clock {
            at: Some("2026-07-01T09:00:00+08:00".parse()?),
            ..Settings::default().clock
        },
        submission_bytes_max: u64::MAX,
        ..Settings::default()
    })?)
}

/// The whole way of the files: received, hashed, kept, checked and posted. Of several months, `post`
/// posts all, `first` all but the last month, and `rest` the last.
#[tokio::main]
pub(crate) async fn post_files(world: World<'_>, part: &str, database: &str) -> Done {
    let installation = installation(database)?;
    let writer = installation.writer().await?;
    let generated = generate::plan(&world.request())?;
    let last = generated.ledgers.iter().map(|it| it.period).max();
    let mut files: Vec<(Kind, PathBuf, PartyId, Option<Period>)> = Vec::new();
    if part != "rest" {
        files.push((Kind::Registry, generated.registry, generate::PARTY.parse()?, None));
    }
    for ledger in generated.ledgers {
        let is_last = Some(ledger.period) == last;
        if part == "post" || is_last == (part == "rest") {
            files.push((Kind::Ledger, ledger.path, ledger.party, Some(ledger.period)));
        }
    }
    for (kind, path, party, period) in &files {
        let handover = Handover {
            path,
            kind: *kind,
            party,
            period: *period,
            format: None,
            mapping: None,
            sender: "bench",
            source: "bench",
            supersedes: None,
        };
        collect::submit(&installation, &writer, &handover).await?;
        for posted in post::post_waiting(&installation, &writer).await? {
            // Amounts are drawn evenly, which F-16 takes for a clue; nothing else is wrong.
            if 1 < posted.faults {
                return Err(format!("{} has {} faults", path.display(), posted.faults).into());
            }
        }
    }
    Ok(())
}
