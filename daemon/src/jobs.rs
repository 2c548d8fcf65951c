//! Jobs: what people and schedules asked for, done under a lease, with progress.

use std::sync::Arc;

use config::reason;
use metrics::period::Span;
use serde::{Deserialize, Serialize};
use store::jobs::{Job, NewJob};
use store::sources::LookState;
use store::{StoreError, Writer, causes};

use crate::collect::{self, Collected};
use crate::digest::{self, DIGEST};
use crate::evaluate::{self, Request};
use crate::installation::Installation;
use crate::post;
use crate::worker::Workshop;

/// The kind of a job that evaluates.
pub const EVALUATE: &str = "evaluate";
/// The kind of a job that collects a source and posts what was found.
pub const COLLECT: &str = "collect";

/// What a job that evaluates is told.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct EvaluateArguments {
    /// The scheme's id.
    pub scheme: String,
    /// The months.
    pub period: Span,
}

/// What a job that collects is told.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct CollectArguments {
    /// The source's id.
    pub source: String,
}

/// Asks for an evaluation by every scheme. The same months at the same time ask once.
///
/// # Errors
///
/// Returns an error if the database fails.
pub async fn request_evaluations(
    installation: &Installation,
    writer: &Writer,
    span: Span,
) -> Result<(), StoreError> {
    let now = installation.clock.now();
    for scheme in &installation.schemes {
        let arguments = EvaluateArguments { scheme: scheme.scheme.id.clone(), period: span };
        let arguments = serde_json::to_string(&arguments).map_err(std::io::Error::from)?;
        let dedupe = format!("{EVALUATE} {arguments} {now}");
        let job = NewJob { kind: EVALUATE, arguments: &arguments, dedupe: &dedupe };
        writer.add_job(job, now).await?;
    }
    Ok(())
}

/// Does every job that waits, one after the other. Returns what came of each.
///
/// # Errors
///
/// Returns an error if the database fails; a job that fails says so itself.
pub async fn work(installation: &Installation, writer: &Writer) -> Result<Vec<String>, StoreError> {
    // Nobody closes it: the command ends when the jobs do.
    let (workshop, _open) = Workshop::new(Arc::new(installation.clone()), writer.clone());
    let mut outcomes = Vec::new();
    while let Some(job) = workshop.claim().await? {
        outcomes.extend(workshop.attend(&job).await?);
    }
    Ok(outcomes)
}

/// Why a job failed.
#[derive(Debug, thiserror::Error)]
pub(crate) enum JobError {
    #[error("the job's arguments cannot be read")]
    Arguments(#[from] serde_json::Error),
    #[error("there is no job of kind {0:?}")]
    Kind(String),
    #[error("source {0:?} is not in the settings")]
    NoSource(String),
    #[error("the source cannot be reached")]
    Unreachable,
    #[error("what the source holds shrank and is held; mingjingd show sources says what to do")]
    Shrunk,
    #[error("{0} files were not taken; mingjingd once collect says why")]
    NotTaken(usize),
    #[error(transparent)]
    Evaluate(#[from] evaluate::EvaluateError),
    #[error(transparent)]
    Post(#[from] post::PostError),
    #[error(transparent)]
    Digest(#[from] digest::DigestError),
    #[error(transparent)]
    Store(#[from] StoreError),
}

impl JobError {
    /// Why, in the form of [`config::reason`].
    pub(crate) fn reason(&self) -> String {
        use evaluate::EvaluateError::{NoSubject, NotBegun, Scheme};
        match self {
            Self::NoSource(source) => reason::text("job-no-source", source),
            Self::Unreachable => reason::text("job-source-unreachable", ""),
            Self::Shrunk => reason::text("job-source-shrunk", ""),
            Self::NotTaken(files) => reason::text("job-not-taken", &files.to_string()),
            Self::Evaluate(Scheme { id }) => reason::text("job-no-scheme", id),
            Self::Evaluate(NoSubject) => reason::text("job-no-subject", ""),
            Self::Evaluate(NotBegun { span }) => reason::text("job-not-begun", &span.to_string()),
            Self::Arguments(_)
            | Self::Kind(_)
            | Self::Evaluate(_)
            | Self::Post(_)
            | Self::Digest(_)
            | Self::Store(_) => reason::text("job-error", &causes(self)),
        }
    }
}

/// Does what a job says.
pub(crate) async fn perform(shop: &Workshop, job: &Job) -> Result<String, JobError> {
    let (installation, writer) = (shop.installation.as_ref(), &shop.writer);
    match job.kind.as_str() {
        EVALUATE => {
            let arguments: EvaluateArguments = serde_json::from_str(&job.arguments)?;
            let request = Request {
                scheme: &arguments.scheme,
                span: arguments.period,
                subject: None,
                // Not the time now: a job that is taken over evaluates what was asked for.
                as_of: job.requested_at,
            };
            let progress = async |done: usize, total: usize| {
                let steps = |count: usize| i64::try_from(count).unwrap_or(i64::MAX);
                let lease = shop.lease(installation.clock.now());
                writer.job_progress(job.id, (steps(done), steps(total)), lease).await?;
                Ok(())
            };
            let asked = (&request, job.requested_by.as_str());
            let recorded =
                evaluate::evaluate_and_record(installation, writer, asked, progress).await;
            match recorded {
                Ok(recorded) => Ok(recorded.id),
                Err(evaluate::EvaluateError::Store(error)) => Err(error.into()),
                Err(error) => Err(error.into()),
            }
        }
        COLLECT => {
            let arguments: CollectArguments = serde_json::from_str(&job.arguments)?;
            let collected = collect::collect(installation, writer, Some(&arguments.source)).await?;
            let posted = post::post_waiting(installation, writer).await;
            judge(&arguments.source, &collected)?;
            Ok(posted?.into_iter().map(|it| it.receipt).collect::<Vec<_>>().join(" "))
        }
        // As of when it was due: one that is taken over says what the first would have said.
        DIGEST => match digest::send(installation, writer, job.requested_at).await {
            Err(digest::DigestError::Store(error)) => Err(error.into()),
            sent => Ok(sent?),
        },
        other => Err(JobError::Kind(other.to_owned())),
    }
}

/// A source that was not reached, what is held and what was not taken are for a person to look at.
fn judge(source: &str, collected: &[Collected]) -> Result<(), JobError> {
    let Some(Collected { look, files, .. }) = collected.first() else {
        return Err(JobError::NoSource(source.to_owned()));
    };
    match look.state {
        LookState::Empty | LookState::Unchanged | LookState::Received => Ok(()),
        LookState::Unreachable => Err(JobError::Unreachable),
        LookState::Shrunk => Err(JobError::Shrunk),
        LookState::NotTaken => {
            Err(JobError::NotTaken(files.iter().filter(|(_, taken)| taken.is_err()).count()))
        }
    }
}
