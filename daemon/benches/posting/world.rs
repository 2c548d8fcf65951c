//! The files that are posted, and the process of its own that posts them, so that CPU time and peak
//! memory are those of posting alone.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use clap::Args;
use config::settings::{Database, Settings};
use daemon::collect::{self, Handover};
use daemon::formats::Format;
use daemon::generate::{self, Generated, Ledger, Request};
use daemon::installation::Installation;
use daemon::mapping_file::MappingDocument;
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
    /// Files of each month, cut where a voucher ends.
    #[arg(long, default_value_t = 1)]
    pub(crate) files: u32,
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
        let Size { lines, parties, months, .. } = self.size;
        Request { seed: SEED, lines, parties, months, folder: self.folder }
    }

    /// Writes the files and says what they are.
    pub(crate) fn generate(&self) -> Done<Generated> {
        let whole = generate::generate(&self.request(), |_| ())?;
        let parts = self.parts(whole.ledgers.clone());
        if 1 < self.size.files {
            for (ledger, parts) in whole.ledgers.iter().zip(parts.chunks(self.size.files as usize))
            {
                cut(ledger, parts)?;
            }
        }
        let generated = Generated { ledgers: parts, ..whole };
        let sizes = generated.ledgers.iter().map(|it| Ok(fs::metadata(&it.path)?.len()));
        let size_bytes = sizes.sum::<Done<u64>>()?;
        let Size { lines, parties, months, files } = self.size;
        println!(
            "{lines} lines, {parties} parties, {months} months, {files} files each, {size_bytes} \
             bytes, seed {SEED}"
        );
        Ok(generated)
    }

    /// The files that ledgers are cut into.
    fn parts(&self, ledgers: Vec<Ledger>) -> Vec<Ledger> {
        if self.size.files == 1 {
            return ledgers;
        }
        let part = |ledger: &Ledger, number: u32| {
            let path = ledger.path.with_extension(format!("{number:03}.csv"));
            Ledger { path, lines: ledger.lines / u64::from(self.size.files), ..ledger.clone() }
        };
        let parts = |ledger: Ledger| (1..=self.size.files).map(move |it| part(&ledger, it));
        ledgers.into_iter().flat_map(parts).collect()
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
        let Size { lines, parties, months, files } = self.size;
        let mut command = Command::new(std::env::current_exe()?);
        command.arg("--child").arg(part).arg("--folder").arg(self.folder);
        command.args(["--database", database, "--lines", &lines.to_string()]);
        command.args(["--parties", &parties.to_string(), "--months", &months.to_string()]);
        command.args(["--files", &files.to_string()]);
        Ok(command)
    }

    /// Posts all files in a process of its own.
    pub(crate) fn post(&self, database: &str) -> Done<Cost> {
        run(&mut self.child("post", database)?, "")
    }
}

/// Cuts a ledger where a voucher ends, into parts of as many lines each as can be.
fn cut(ledger: &Ledger, parts: &[Ledger]) -> Done {
    let mut rows = csv::Reader::from_path(&ledger.path)?;
    let headers = rows.byte_headers()?.clone();
    let mut rows = rows.byte_records().peekable();
    let mut written = 0;
    for (part, number) in parts.iter().zip(1..) {
        let mut file = csv::Writer::from_path(&part.path)?;
        file.write_byte_record(&headers)?;
        let (until, mut voucher) = (ledger.lines * number / parts.len() as u64, Vec::new());
        while let Some(row) = rows.next_if(|row| {
            written < until || row.as_ref().is_ok_and(|row| row[VOUCHER_NO] == voucher[..])
        }) {
            let row = row?;
            row[VOUCHER_NO].clone_into(&mut voucher);
            file.write_byte_record(&row)?;
            written += 1;
        }
        file.flush()?;
    }
    Ok(fs::remove_file(&ledger.path)?)
}

/// An installation with this database.
pub(crate) fn installation(database: &str) -> Done<Installation> {
    Ok(Installation::with(Settings {
        database: Database { url: database.to_owned(), password: None },
        submission_bytes_max: u64::MAX,
        ..Settings::default()
    })?)
}

/// Makes the tables of a database, which is done once and not for each file.
#[tokio::main]
pub(crate) async fn prepare(database: &str) -> Done {
    installation(database)?.writer().await?;
    Ok(())
}

/// A file that is handed in.
pub(crate) struct Handed {
    pub(crate) kind: Kind,
    pub(crate) path: PathBuf,
    pub(crate) party: PartyId,
    pub(crate) period: Option<Period>,
    pub(crate) format: Option<Format>,
    pub(crate) mapping: Option<MappingDocument>,
}

impl Handed {
    /// A table with the columns of its form.
    pub(crate) fn table(kind: Kind, path: PathBuf, party: PartyId, period: Option<Period>) -> Self {
        Self { kind, path, party, period, format: None, mapping: None }
    }
}

/// Posts the files. Of several months, `post` posts all, `first` all but the last month, and `rest` the
/// last.
#[tokio::main]
pub(crate) async fn post_files(world: World<'_>, part: &str, database: &str) -> Done {
    let generated = generate::plan(&world.request())?;
    let last = generated.ledgers.iter().map(|it| it.period).max();
    let mut files = Vec::new();
    if part != "rest" {
        let party = generate::PARTY.parse()?;
        files.push(Handed::table(Kind::Registry, generated.registry, party, None));
    }
    for ledger in world.parts(generated.ledgers) {
        let is_last = Some(ledger.period) == last;
        if part == "post" || is_last == (part == "rest") {
            let Ledger { path, party, period, .. } = ledger;
            files.push(Handed::table(Kind::Ledger, path, party, Some(period)));
        }
    }
    hand_in(database, &files).await
}

/// The whole way of files: received, hashed, kept, checked and posted, without a finding.
pub(crate) async fn hand_in(database: &str, files: &[Handed]) -> Done {
    let installation = installation(database)?;
    let writer = installation.writer().await?;
    for Handed { kind, path, party, period, format, mapping } in files {
        let handover = Handover {
            path,
            kind: *kind,
            party,
            period: *period,
            format: *format,
            mapping: mapping.as_ref(),
            sender: "bench",
            source: "bench",
            supersedes: None,
        };
        collect::submit(&installation, &writer, &handover).await?;
        for posted in post::post_waiting(&installation, &writer).await? {
            if 0 < posted.faults {
                return Err(format!("{} has {} faults", path.display(), posted.faults).into());
            }
        }
    }
    Ok(())
}
