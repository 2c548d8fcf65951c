//! `mingjingd submit`: hand in one file; the receipt comes back, and what the check says of it.

use std::path::PathBuf;

use clap::Args;
use metrics::kind::Kind;
use metrics::party::PartyId;
use metrics::period::Period;
use serde::Serialize;

use super::check::CheckJson;
use super::person::account;
use super::{Exit, Failure, Shell, output};
use crate::collect::{self, Handover};
use crate::formats::Format;
use crate::mapping_file::MappingDocument;
use crate::post;

/// Hand in a file.
#[derive(Debug, Args)]
pub struct Submit {
    /// The file.
    file: PathBuf,
    /// What it is about: registry, ledger, pricing, usage, supply, incident, disclosure, opinion,
    /// objection, demand.
    #[arg(long)]
    kind: Kind,
    /// Who submits it: a credit code, or name:NAME.
    #[arg(long, value_parser = super::party)]
    party: PartyId,
    /// The month of a ledger, if no row says it.
    #[arg(long)]
    period: Option<Period>,
    /// How it is written; without, by its ending.
    #[arg(long)]
    format: Option<Format>,
    /// How a foreign file is read.
    #[arg(long, value_name = "FILE")]
    mapping: Option<PathBuf>,
    /// The receipt that this file corrects.
    #[arg(long, value_name = "RECEIPT")]
    supersedes: Option<String>,
    /// One JSON document on stdout.
    #[arg(long)]
    json: bool,
}

/// The contract of `submit --json`.
#[derive(Debug, Serialize)]
struct SubmitJson {
    receipt: String,
    sha256: String,
    duplicate: bool,
    #[serde(flatten)]
    check: CheckJson,
}

impl Submit {
    pub(super) async fn run(&self, shell: &Shell) -> Result<Exit, Failure> {
        let installation = shell.installation()?;
        let writer = installation.writer().await?;
        let mapping = self.mapping.as_deref().map(MappingDocument::open).transpose()?;
        let handover = Handover {
            path: &self.file,
            kind: self.kind,
            party: &self.party,
            period: self.period,
            format: self.format,
            mapping: mapping.as_ref(),
            sender: &account()?,
            source: "submit",
            supersedes: self.supersedes.as_deref(),
        };
        let received = collect::submit(&installation, &writer, &handover).await?;
        let found = writer.reader().submission(&received.receipt).await?;
        let submission =
            found.ok_or_else(|| Failure::usage("cli-not-found", &[("name", &received.receipt)]))?;
        let (_, checked) = post::post(&installation, &writer, &submission).await?;
        let name = self.file.file_name().unwrap_or_default().to_string_lossy();
        let check = CheckJson::of(&checked, &installation, &name);
        let answer = SubmitJson {
            check: match &submission.check {
                Some(posted) => check.with_posted(posted),
                None => check,
            },
            receipt: received.receipt,
            sha256: received.sha256,
            duplicate: received.duplicate,
        };
        if self.json {
            output::json(&answer)?;
        } else {
            let words = shell.words(&installation);
            answer.check.say(&words);
            let word = if answer.duplicate { "cli-received-again" } else { "cli-received" };
            output::say(&words.format(word, &[("receipt", &answer.receipt)]));
            output::line(&answer.receipt);
        }
        Ok(answer.check.exit())
    }
}
