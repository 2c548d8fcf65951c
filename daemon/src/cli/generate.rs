//! `mingjingd generate`: deterministic load data.

use std::path::PathBuf;

use clap::Args;

use super::{Exit, Failure, output};
use crate::generate::{self, Request};

/// Make load data.
#[derive(Debug, Args)]
pub struct Generate {
    /// The same seed gives the same bytes.
    #[arg(long, default_value_t = 42)]
    seed: u64,
    /// How many ledger lines.
    #[arg(long, default_value_t = 1_000_000)]
    lines: u64,
    /// Where the files go.
    #[arg(long)]
    out: PathBuf,
}

impl Generate {
    pub(super) fn run(&self) -> Result<Exit, Failure> {
        let request = Request { seed: self.seed, lines: self.lines, folder: &self.out };
        let generated = generate::generate(&request, |_| {}).map_err(Failure::environment)?;
        for file in &generated.files {
            output::line(&file.display().to_string());
        }
        Ok(Exit::Good)
    }
}
