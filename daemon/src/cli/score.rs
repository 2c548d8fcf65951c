//! `mingjingd score`: any table by any scheme, without a database, with how much the scores can bear.

mod answer;
mod explain;

use std::io::Read as _;
use std::num::NonZeroUsize;
use std::path::{Path, PathBuf};

use clap::Args;
use config::fault::FileFault;
use config::policy::Policy;
use config::scheme::SchemeDocument;
use metrics::evaluation::kernel::{KernelError, score};
use metrics::evaluation::tree::Tree;
use metrics::evaluation::uncertainty::{Plan, uncertainty};

use super::{Exit, Failure, Shell, output};
use crate::{collect, table};
use answer::Answer;

/// The most bytes of a scheme, a table or weights.
const BYTES_MAX: u64 = 256 * 1024 * 1024;

/// Score a table by a scheme.
#[derive(Debug, Args)]
pub struct Score {
    /// The scheme (TOML).
    #[arg(long, value_name = "FILE")]
    scheme: PathBuf,
    /// The table: CSV in UTF-8 or GB 18030, with a header.
    #[arg(long, value_name = "TABLE.csv")]
    data: PathBuf,
    /// Another table of the same units, for columns that the first one lacks.
    #[arg(long, value_name = "TABLE.csv")]
    denominators: Option<PathBuf>,
    /// Draw what the scheme says might have been chosen otherwise, so many times.
    #[arg(long, value_name = "N")]
    uncertainty: Option<usize>,
    /// What makes the draws these ones.
    #[arg(long, value_name = "S", default_value_t = 1)]
    seed: u64,
    /// Weights to take instead of drawn ones: CSV, a column for each indicator or dimension, a row for
    /// each sample.
    #[arg(long, value_name = "SAMPLES.csv")]
    weights: Option<PathBuf>,
    /// How the score of this unit comes about, instead of all scores.
    #[arg(long, value_name = "UNIT", conflicts_with = "json")]
    explain: Option<String>,
    /// One JSON document on stdout.
    #[arg(long)]
    json: bool,
}

impl Score {
    pub(super) fn run(&self, shell: &Shell) -> Result<Exit, Failure> {
        let words = shell.words(&shell.installation_or_builtin()?.0);
        let name = self.scheme.display().to_string();
        let read = SchemeDocument::read(&name, &bytes(&self.scheme)?, &Policy::builtin());
        let document = read.map_err(Failure::faulty)?;
        let scheme = &document.scheme;
        let table = match self.table(&document) {
            Ok(table) => table,
            Err(Refused::Faults(faults)) => {
                for fault in &faults {
                    output::say(&fault.sentence(&words));
                }
                return Ok(Exit::Faults);
            }
            Err(Refused::Failure(failure)) => return Err(failure),
        };
        let tree = Tree::of(scheme).map_err(KernelError::from)?;
        let scored = score(scheme, &table)?;
        let weights = match &self.weights {
            Some(path) => table::weights(&path.display().to_string(), &bytes(path)?, &tree)
                .map_err(Failure::faulty)?,
            None => Vec::new(),
        };
        let samples = self.uncertainty.or((!weights.is_empty()).then_some(weights.len()));
        let threads = std::thread::available_parallelism().unwrap_or(NonZeroUsize::MIN);
        let robustness = (samples)
            .map(|samples| Plan { samples, seed: self.seed, weights: &weights, threads })
            .map(|plan| uncertainty(scheme, &table, &plan).map(|found| (plan, found)))
            .transpose()?;
        let answer = Answer {
            document: &document,
            tree: &tree,
            table: &table,
            scored: &scored,
            robustness: robustness.as_ref().map(|(plan, found)| (plan, found)),
        };
        match &self.explain {
            Some(unit) => output::line(&answer.explained(unit, &words)?),
            None if self.json => output::json(&answer.json())?,
            None => output::line(&answer.text(&words)),
        }
        Ok(Exit::Good)
    }

    fn table(
        &self,
        document: &SchemeDocument,
    ) -> Result<metrics::evaluation::table::Table, Refused> {
        let read = |path: &Path| -> Result<_, Refused> {
            let name = path.display().to_string();
            Ok((name, bytes(path).map_err(Refused::Failure)?))
        };
        let (name, data) = read(&self.data)?;
        let beside = self.denominators.as_deref().map(read).transpose()?;
        let beside = beside.as_ref().map(|(name, bytes)| (name.as_str(), bytes.as_slice()));
        table::read((&name, &data), beside, &document.scheme).map_err(Refused::Faults)
    }
}

enum Refused {
    Faults(Vec<FileFault>),
    Failure(Failure),
}

fn bytes(path: &Path) -> Result<Vec<u8>, Failure> {
    let mut bytes = Vec::new();
    let mut file = collect::open_regular(path, BYTES_MAX)?;
    file.read_to_end(&mut bytes).map_err(|error| Failure::file(path, error))?;
    Ok(bytes)
}
