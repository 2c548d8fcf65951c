//! `mingjingd audit`: walk the chain, or write it out.

use clap::Subcommand;
use config::locale::Words;
use serde::Serialize;
use store::audit::Verification;
use store::closings::ClosingsVerification;
use store::proof::{ActsVerification, Difference};

use crate::proof::{Proof, Unproven, prove};

use super::{Exit, Failure, Shell, output};

/// Entries written at once.
const PAGE: i64 = 1_000;

/// The audit log.
#[derive(Debug, Subcommand)]
pub enum Audit {
    /// Walk the whole chain and name the first broken link; compare acts and evaluations with it, and name
    /// the first that differs; compute what was frozen anew, and name the first month that differs; post
    /// everything again from the raw bytes beside the database, and name the first column that differs in
    /// each month of a ledger and in each other kind.
    Verify,
    /// Every entry, one JSON document a line.
    Export,
}

/// The contract of `audit verify`.
#[derive(Debug, Serialize)]
struct VerifyJson {
    #[serde(flatten)]
    chain: Verification,
    acts: ActsVerification,
    frozen: ClosingsVerification,
    posted: Proof,
}

/// Says whether acts and evaluations are as the log has them.
fn say_acts(acts: &ActsVerification, words: &Words) -> Exit {
    match acts {
        ActsVerification::Whole { acts: 0 } => Exit::Good,
        ActsVerification::Whole { acts } => {
            output::say(&words.format("cli-acts-whole", &[("acts", &acts.to_string())]));
            Exit::Good
        }
        ActsVerification::Broken(it) => {
            let nothing = words.get("cli-proof-nothing");
            let ordinal = it.ordinal.to_string();
            let arguments = [
                ("table", it.table.as_str()),
                ("object", &it.object),
                ("ordinal", &ordinal),
                ("column", it.column.as_deref().unwrap_or_default()),
                ("expected", it.expected.as_ref().unwrap_or(&nothing)),
                ("actual", it.actual.as_ref().unwrap_or(&nothing)),
            ];
            output::say(&words.format("cli-acts-broken", &arguments));
            Exit::Faults
        }
    }
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

/// Says whether no link of the chain is broken.
fn say_chain(chain: &Verification, words: &Words) -> Exit {
    let (exit, sentence) = match chain {
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
    exit
}

/// Says whether what is posted is what was handed in.
fn say_posted(posted: &Proof, words: &Words) -> Exit {
    match posted {
        Proof::Whole { submissions: 0 } => Exit::Good,
        Proof::Whole { submissions } => {
            let submissions = submissions.to_string();
            output::say(&words.format("cli-proof-whole", &[("submissions", &submissions)]));
            Exit::Good
        }
        Proof::Broken { differences, unproven } => {
            for it in differences {
                say_difference(it, words);
            }
            say_unproven(unproven, words);
            Exit::Faults
        }
        Proof::Unproven { unproven } => {
            say_unproven(unproven, words);
            Exit::Environment
        }
    }
}

/// Says what could not be posted again: the first of it, and how much there is.
fn say_unproven(unproven: &[Unproven], words: &Words) {
    let Some(first) = unproven.first() else { return };
    let parts = unproven.len().to_string();
    let arguments =
        [("parts", parts.as_str()), ("receipt", &first.receipt), ("reason", &first.reason)];
    output::say(&words.format("cli-proof-unproven", &arguments));
}

fn say_difference(difference: &Difference, words: &Words) {
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
}

impl Audit {
    pub(super) async fn run(&self, shell: &Shell) -> Result<Exit, Failure> {
        let installation = shell.installation()?;
        let reader = installation.reader_of_all().await?;
        match self {
            Self::Verify => {
                let words = shell.words(&installation);
                let chain = reader.audit_verify().await?;
                // What can be said now is said, whatever becomes of the long rest.
                let chain_said = say_chain(&chain, &words);
                let acts = reader.acts_verify().await?;
                let acts_said = say_acts(&acts, &words);
                let frozen = reader.closings_verify().await?;
                let frozen_said = say_frozen(&frozen, &words);
                let posted = Box::pin(prove(&installation, &reader)).await?;
                let posted_said = say_posted(&posted, &words);
                output::json(&VerifyJson { chain, acts, frozen, posted })?;
                let mut exits = [chain_said, acts_said, frozen_said, posted_said].into_iter();
                Ok(exits.find(|it| *it != Exit::Good).unwrap_or(Exit::Good))
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
