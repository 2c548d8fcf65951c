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
use crate::render::{self, RenderError};

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
    pub rendered: Vec<String>,
    /// Per delivery.
    pub delivered: Vec<Delivered>,
}

/// Why a pass ended early.
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

/// One pass of the pipeline.
///
/// # Errors
///
/// Why it ended early, or at its end why somebody could not be reminded; what was done stays done.
pub async fn run(
    installation: &Installation,
    writer: &Writer,
    scope: Scope<'_>,
) -> Result<Pass, PipelineError> {
    let (mut pass, mut unreminded) = (Pass::default(), Ok(()));
    for stage in Stage::ALL {
        if scope.stage.is_some_and(|only| only != stage) {
            continue;
        }
        match stage {
            Stage::Collect => {
                pass.collected = collect::collect(installation, writer, scope.source).await?;
            }
            Stage::Post => {
                pass.posted = post::post_waiting(installation, writer).await?;
                match duties::watch(installation, writer).await {
                    // Nobody else waits for a mail that cannot be written.
                    Err(error @ PipelineError::Remind(_)) => unreminded = Err(error),
                    watched => {
                        watched?;
                    }
                }
            }
            Stage::Evaluate => {
                if let Some(span) = scope.span {
                    jobs::request_evaluations(installation, writer, span).await?;
                }
                pass.jobs = jobs::work(installation, writer).await?;
            }
            Stage::Render => {
                pass.rendered = render::render_approved(installation, writer).await?;
            }
            Stage::Deliver => {
                pass.delivered = deliver::deliver_waiting(installation, writer).await?;
            }
        }
    }
    unreminded.map(|()| pass)
}
