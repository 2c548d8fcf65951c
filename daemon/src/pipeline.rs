//! The pipeline: read this first.
//!
//! sources → collect → check → post → evaluate → render → deliver. Each stage reads what the stage
//! before stored, can be run alone, and changes nothing when it is run twice.

use metrics::period::Span;
use store::{StoreError, Writer};
use thiserror::Error;

use crate::collect::{self, Collected};
use crate::deliver::{self, Delivered};
use crate::duties;
use crate::installation::Installation;
use crate::jobs;
use crate::post::{self, PostError, Posted};
use crate::remind::RemindError;
use crate::render::{self, RenderError, Rendered};

/// A stage that can be run alone. Checking is part of posting: what it finds is kept with it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, clap::ValueEnum)]
pub enum Stage {
    /// Files become submissions.
    Collect,
    /// Submissions become facts and findings, and so does what was due and is not there.
    Post,
    /// Evaluations that people asked for become drafts.
    Evaluate,
    /// Approved evaluations become packages.
    Render,
    /// Packages go out.
    Deliver,
}

impl Stage {
    /// Every stage, in order.
    pub const ALL: [Self; 5] =
        [Self::Collect, Self::Post, Self::Evaluate, Self::Render, Self::Deliver];
}

/// What one pass did.
#[derive(Debug, Default)]
pub struct Pass {
    /// Per source.
    pub collected: Vec<Collected>,
    /// Per submission.
    pub posted: Vec<Posted>,
    /// Jobs done, as sentences.
    pub jobs: Vec<String>,
    /// Evaluations rendered.
    pub rendered: Vec<Rendered>,
    /// Per delivery.
    pub delivered: Vec<Delivered>,
}

/// Why a stage of a pass failed.
#[derive(Debug, Error)]
pub enum PipelineError {
    /// The store failed.
    #[error(transparent)]
    Store(#[from] StoreError),
    /// A submission could not be posted.
    #[error(transparent)]
    Post(#[from] PostError),
    /// Somebody could not be reminded.
    #[error(transparent)]
    Remind(#[from] RemindError),
    /// An evaluation could not be rendered.
    #[error(transparent)]
    Render(#[from] RenderError),
}

/// What to run.
#[derive(Clone, Copy, Debug, Default)]
pub struct Scope<'a> {
    /// Only this stage.
    pub stage: Option<Stage>,
    /// Only this source.
    pub source: Option<&'a str>,
    /// Evaluate these months with every scheme, whether or not somebody asked.
    pub span: Option<Span>,
}

/// One pass of the pipeline. A stage that fails holds up no other.
///
/// # Errors
///
/// Why the first stage that failed did; the others are done all the same, and what was done stays done.
pub async fn run(
    installation: &Installation,
    writer: &Writer,
    scope: Scope<'_>,
) -> Result<Pass, PipelineError> {
    let (mut pass, mut first_error) = (Pass::default(), None);
    for stage in Stage::ALL {
        if scope.stage.is_some_and(|only| only != stage) {
            continue;
        }
        if let Err(error) = Box::pin(pass.go((installation, writer), stage, scope)).await {
            first_error.get_or_insert(error);
        }
    }
    first_error.map_or(Ok(pass), Err)
}

impl Pass {
    /// Does one stage.
    async fn go(
        &mut self,
        (installation, writer): (&Installation, &Writer),
        stage: Stage,
        scope: Scope<'_>,
    ) -> Result<(), PipelineError> {
        match stage {
            Stage::Collect => {
                self.collected = collect::collect(installation, writer, scope.source).await?;
            }
            Stage::Post => {
                let posted = post::post_waiting(installation, writer).await;
                let watched = duties::watch(installation, writer).await;
                self.posted = posted?;
                watched?;
            }
            Stage::Evaluate => {
                if let Some(span) = scope.span {
                    jobs::request_evaluations(installation, writer, span).await?;
                }
                self.jobs = jobs::work(installation, writer).await?;
            }
            Stage::Render => {
                self.rendered = render::render_approved(installation, writer).await?;
            }
            Stage::Deliver => {
                self.delivered = deliver::deliver_waiting(installation, writer).await?;
            }
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use std::io::Cursor;

    use config::settings::Settings;
    use metrics::kind::Kind;
    use store::submissions::NewSubmission;

    use super::*;

    #[tokio::test]
    async fn a_file_that_cannot_be_posted_holds_up_no_stage_after_it() {
        let folder = tempfile::tempdir().unwrap();
        let url = format!("sqlite:{}", folder.path().join("mingjing.db").display());
        let settings = format!("[database]\nurl = \"{url}\"\n");
        let path = folder.path().join("mingjing.toml");
        let settings = Settings::parse(&path, &settings, &[]).unwrap();
        let installation = Installation::with(settings).unwrap();
        let writer = installation.writer().await.unwrap();
        let submission = NewSubmission {
            kind: Kind::Registry,
            party: &"name:示例市数据局".parse().unwrap(),
            period: None,
            sender: "li",
            source: "submit",
            format: "of-a-later-release",
            mapping_sha256: None,
            file_name: "a",
            received_at: "2026-07-01T00:00:00Z".parse().unwrap(),
            supersedes: None,
        };
        writer.receive(&submission, &mut Cursor::new(b"1")).await.unwrap();
        let span = Some("2026-Q2".parse().unwrap());
        let error =
            run(&installation, &writer, Scope { span, ..Scope::default() }).await.unwrap_err();
        assert!(matches!(error, PipelineError::Post(PostError::Format { .. })), "{error:?}");
        let jobs = writer.reader().jobs_before(i64::MAX, 10).await.unwrap();
        assert!(!jobs.is_empty() && jobs.iter().all(|it| it.finished_at.is_some()), "{jobs:?}");
    }
}
