//! `mingjingd evaluate`: scorecards, kept as a draft or only shown.

use clap::Args;
use jiff::Timestamp;
use metrics::party::PartyId;
use metrics::period::Span;
use reports::xlsx::Report;

use super::person::account;
use super::{Exit, Failure, Shell, output};
use crate::evaluate::{self, Request};

/// Compute scorecards.
#[derive(Debug, Args)]
pub struct Evaluate {
    /// The scheme's id, such as operator.
    scheme: String,
    /// The months: 2026-04, 2026-Q2, 2026-H1, 2026 or 2026-01..2026-06.
    #[arg(long, value_parser = super::span)]
    period: Span,
    /// Only this subject.
    #[arg(long, value_parser = super::party)]
    subject: Option<PartyId>,
    /// As known at this instant (RFC 3339).
    #[arg(long, value_name = "INSTANT")]
    as_of: Option<Timestamp>,
    /// Show it, and keep nothing.
    #[arg(long)]
    dry_run: bool,
    /// One JSON document on stdout.
    #[arg(long)]
    json: bool,
}

impl Evaluate {
    pub(super) async fn run(&self, shell: &Shell) -> Result<Exit, Failure> {
        let installation = shell.installation()?;
        let words = shell.words(&installation);
        let request = Request {
            scheme: &self.scheme,
            span: self.period,
            subject: self.subject.as_ref(),
            as_of: self.as_of.unwrap_or_else(|| installation.clock.now()),
        };
        if installation.clock.now() < request.as_of {
            // What will be known then cannot be told now, nor told again later.
            return Err(Failure::usage("cli-as-of", &[("as_of", &request.as_of.to_string())]));
        }
        let reader = installation.reader().await?;
        let no_progress = async |_, _| Ok(());
        let evaluation = evaluate::evaluate(&installation, &reader, &request, no_progress).await?;
        if !self.dry_run {
            let writer = installation.writer().await?;
            let now = installation.clock.now();
            let recorded = writer.record_evaluation(&evaluation, &account()?, now).await?;
            let word = if recorded.duplicate { "cli-evaluated-again" } else { "cli-evaluated" };
            output::say(&words.format(word, &[("evaluation", &recorded.id)]));
        }
        if self.json {
            output::json(&evaluation)?;
        } else {
            let head = reader.audit_head().await?;
            let report = Report {
                evaluation: &evaluation,
                issuer: installation.settings.keys.signer.as_deref().unwrap_or_default(),
                audit_head: &head.sha256,
                zone: &installation.settings.clock.zone,
                words: &words,
            };
            output::line(&reports::text::evaluation(&report));
        }
        Ok(Exit::Good)
    }
}
