//! `mingjingd audit`: walk the chain, or write it out.

use clap::Subcommand;
use config::locale::Words;
use serde::Serialize;
use store::audit::Verification;
use store::closings::ClosingsVerification;

use crate::proof::{Proof, prove};

use super::{Exit, Failure, Shell, output};

/// Entries written at once.
const PAGE: i64 = 1_000;

/// The audit log.
#[derive(Debug, Subcommand)]
pub enum Audit {
    /// Walk the whole chain and name the first broken link; compute what was frozen anew, and name the
    /// first month that differs; post everything again from the raw bytes beside the database, and name the
    /// first column that differs.
    Verify,
    /// Every entry, one JSON document a line.
    Export,
}

/// The contract of `audit verify`.
#[derive(Debug, Serialize)]
struct VerifyJson {
    #[serde(flatten)]
    chain: Verification,
    frozen: ClosingsVerification,
    posted: Proof,
}

/// Says whether what was frozen stands.
fn say_frozen(frozen: &ClosingsVerification, words: &Words) -> Exit {
    match frozen {
        ClosingsVerification::Whole { periods: 0 } => Exit::Good,
        ClosingsVerification::Whole { periods } => {
            let periods = periods.to_string();
            output::say(&words.format("cli-frozen-whole", &[("periods", &periods)]));
            Exit::Good
        }
        ClosingsVerification::Broken { party, period, reason } => {
            let period = period.to_string();
            let arguments = [("party", party.as_str()), ("period", &period), ("reason", *reason)];
            output::say(&words.format("cli-frozen-broken", &arguments));
            Exit::Faults
        }
    }
}

/// Says whether what is posted is what was handed in.
fn say_posted(posted: &Proof, words: &Words) -> Exit {
    let difference = match posted {
        Proof::Broken(difference) => difference,
        Proof::Whole { submissions: 0 } => return Exit::Good,
        Proof::Whole { submissions } => {
            let submissions = submissions.to_string();
            output::say(&words.format("cli-proof-whole", &[("submissions", &submissions)]));
            return Exit::Good;
        }
    };
    let row = difference.row.map(|it| it.to_string()).unwrap_or_default();
    let nothing = words.get("cli-proof-nothing");
    let arguments = [
        ("receipt", difference.receipt.as_str()),
        ("party", difference.party.as_ref().map_or(nothing.as_str(), |it| it.as_str())),
        ("file", &difference.file_name),
        ("table", difference.table),
        ("row", &row),
        ("column", difference.column.as_deref().unwrap_or_default()),
        ("expected", difference.expected.as_ref().unwrap_or(&nothing)),
        ("actual", difference.actual.as_ref().unwrap_or(&nothing)),
    ];
    output::say(&words.format("cli-proof-broken", &arguments));
    Exit::Faults
}

impl Audit {
    pub(super) async fn run(&self, shell: &Shell) -> Result<Exit, Failure> {
        let installation = shell.installation()?;
        let reader = installation.reader().await?;
        match self {
            Self::Verify => {
                let verification = reader.audit_verify().await?;
                let frozen = reader.closings_verify().await?;
                let posted = Box::pin(prove(&installation, &reader)).await?;
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
                let exits = [exit, say_frozen(&frozen, &words), say_posted(&posted, &words)];
                output::json(&VerifyJson { chain: verification, frozen, posted })?;
                Ok(exits.into_iter().find(|it| *it != Exit::Good).unwrap_or(Exit::Good))
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
