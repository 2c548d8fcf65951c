//! `mingjingd evaluate`: scorecards, kept as a draft or only shown; and what a draft of a scheme would
//! change.

use std::fs;
use std::path::{Path, PathBuf};

use clap::Args;
use config::locale::Words;
use jiff::Timestamp;
use metrics::party::PartyId;
use metrics::period::Span;
use reports::xlsx::Report;
use serde_json::json;
use store::Reader;

use super::person::account;
use super::{Exit, Failure, Shell, output};
use crate::compare;
use crate::evaluate::{self, Request};
use crate::installation::{Installation, not_above};

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
    /// Show who would move by this draft of the scheme (TOML), by how much and why, instead of scores.
    #[arg(long, value_name = "FILE", requires = "dry_run")]
    draft: Option<PathBuf>,
    /// One JSON document on stdout.
    #[arg(long)]
    json: bool,
}

impl Evaluate {
    pub(super) async fn run(&self, shell: &Shell) -> Result<Exit, Failure> {
        let installation = shell.installation()?;
        let words = shell.words(&installation);
        // What is in force from now on is known before it is counted by.
        let writer = if self.dry_run { None } else { Some(installation.writer().await?) };
        let request = Request {
            scheme: &self.scheme,
            span: self.period,
            subject: self.subject.as_ref(),
            as_of: self.as_of.unwrap_or_else(|| installation.clock.now()),
        };
        if installation.clock.now() < request.as_of {
            // What will be known then cannot be told now, nor told again later.
            let as_of = installation.instant(request.as_of);
            return Err(Failure::usage("cli-as-of", &[("as_of", &as_of)]));
        }
        let reader = installation.reader().await?;
        if let Some(draft) = &self.draft {
            return self.drafted(&installation, &reader, (draft, &request), &words).await;
        }
        if let Some(writer) = &writer {
            writer.settle().await?;
        }
        let evaluation =
            evaluate::evaluate(&installation, &reader, &request, async |_, _| Ok(())).await?;
        if let Some(writer) = writer {
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
                by_one_hand: false,
                zone: &installation.settings.clock.zone,
                words: &words,
            };
            output::line(&reports::text::evaluation(&report));
        }
        Ok(Exit::Good)
    }

    /// Who would move if the draft came into force.
    async fn drafted(
        &self,
        installation: &Installation,
        reader: &Reader,
        (path, request): (&Path, &Request<'_>),
        words: &Words,
    ) -> Result<Exit, Failure> {
        let known = installation.as_known(reader, (request.scheme, request.as_of)).await?;
        let text = fs::read_to_string(path).map_err(|error| Failure::file(path, error))?;
        let draft = known.with_scheme((&path.display().to_string(), &text))?;
        if draft.scheme(request.scheme).is_none() {
            return Err(Failure::usage("cli-draft-id", &[("scheme", request.scheme)]));
        }
        let then = evaluate::compute(&known, reader, request, async |_, _| Ok(())).await?;
        let now = evaluate::compute(&draft, reader, request, async |_, _| Ok(())).await?;
        let moves = compare::drafted((&known, &then), (&draft, &now))?;
        for fault in not_above((None, &draft.schemes), reader).await? {
            output::say(&fault.sentence(words));
        }
        if self.json {
            output::json(&json!({ "in_force": then.scheme, "draft": now.scheme, "moves": moves }))?;
        } else {
            let rows: Vec<_> = moves.iter().map(|it| (&it.moved, it.parts.as_ref())).collect();
            let sides = [&then, &now];
            output::line(&reports::moves::text(sides, &rows, words));
        }
        Ok(Exit::Good)
    }
}
