//! `mingjingd generate`: deterministic load data.

use std::path::PathBuf;

use clap::Args;
use config::locale::Words;

use super::{Exit, Failure, Shell, output};
use crate::generate::{self, Request};
use crate::progress::{Amount, Progress};

/// Make load data.
#[derive(Debug, Args)]
pub struct Generate {
    /// The same seed gives the same bytes.
    #[arg(long, default_value_t = 42)]
    seed: u64,
    /// How many ledger lines in all.
    #[arg(long, default_value_t = 1_000_000)]
    lines: u64,
    /// Of how many parties; the n-th has 1/n of the lines of the first.
    #[arg(long, default_value_t = 1)]
    parties: u32,
    /// Of how many months up to June 2026.
    #[arg(long, default_value_t = 1)]
    months: u32,
    /// Where the files go.
    #[arg(long)]
    out: PathBuf,
}

impl Generate {
    pub(super) fn run(&self, shell: &Shell) -> Result<Exit, Failure> {
        let request = Request {
            seed: self.seed,
            lines: self.lines,
            parties: self.parties,
            months: self.months,
            folder: &self.out,
        };
        let progress = Progress::on_stderr(Words::new(shell.language.unwrap_or_default()));
        let folder = self.out.display().to_string();
        let mut work = progress.begin("progress-generate", &folder, Amount::Steps(self.lines));
        let generated = generate::generate(&request, |lines| work.reach(lines));
        let generated = generated.map_err(Failure::environment)?;
        output::line(&generated.registry.display().to_string());
        for ledger in &generated.ledgers {
            output::line(&ledger.path.display().to_string());
        }
        Ok(Exit::Good)
    }
}
