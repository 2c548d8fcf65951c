//! `mingjingd audit`: walk the chain, or write it out.

use clap::Subcommand;
use store::audit::Verification;

use super::{Exit, Failure, Shell, output};

/// Entries written at once.
const PAGE: i64 = 1_000;

/// The audit log.
#[derive(Debug, Subcommand)]
pub enum Audit {
    /// Walk the whole chain and name the first broken link.
    Verify,
    /// Every entry, one JSON document a line.
    Export,
}

impl Audit {
    pub(super) async fn run(&self, shell: &Shell) -> Result<Exit, Failure> {
        let installation = shell.installation()?;
        let reader = installation.reader().await?;
        match self {
            Self::Verify => {
                let verification = reader.audit_verify().await?;
                let words = shell.words(&installation);
                let (exit, sentence) = match &verification {
                    Verification::Whole { head } => {
                        let count = head.sequence.to_string();
                        let arguments = [("count", count.as_str()), ("head", &head.sha256)];
                        (Exit::Good, words.format("cli-audit-whole", &arguments))
                    }
                    Verification::Broken { sequence, reason } => {
                        let sequence = sequence.to_string();
                        let arguments = [("sequence", sequence.as_str()), ("reason", reason)];
                        (Exit::Faults, words.format("cli-audit-broken", &arguments))
                    }
                };
                output::say(&sentence);
                output::json(&verification)?;
                Ok(exit)
            }
            Self::Export => {
                let mut after = 0;
                loop {
                    let page = reader.audit_after(after, PAGE).await?;
                    let Some(last) = page.last() else { return Ok(Exit::Good) };
                    after = last.sequence;
                    for entry in page {
                        let line = serde_json::to_string(&entry).map_err(Failure::environment)?;
                        output::line(&line);
                    }
                }
            }
        }
    }
}
