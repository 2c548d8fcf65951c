//! Jobs: what people and schedules asked for, done under a lease, with progress.

use jiff::{SignedDuration, Timestamp};
use metrics::period::Span;
use serde::{Deserialize, Serialize};
use store::jobs::{Job, JobState, Lease, NewJob};
use store::{StoreError, Writer};

use crate::collect;
use crate::digest::{self, DIGEST};
use crate::evaluate::{self, Request};
use crate::installation::Installation;
use crate::post;

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

/// Does every job that waits. Returns what came of each.
///
/// # Errors
///
/// Returns an error if the database fails; a job that fails says so itself.
pub async fn work(installation: &Installation, writer: &Writer) -> Result<Vec<String>, StoreError> {
    let mut outcomes = Vec::new();
    while let Some(outcome) = work_one(installation, writer).await? {
        outcomes.push(outcome);
    }
    Ok(outcomes)
}

/// Does the oldest job that waits, if there is one.
///
/// # Errors
///
/// Returns an error if the database fails.
pub async fn work_one(
    installation: &Installation,
    writer: &Writer,
) -> Result<Option<String>, StoreError> {
    let holder = holder();
    let now = installation.clock.now();
    let lease = Lease { holder: &holder, until: until(installation, now) };
    let Some(job) = writer.claim_job(lease, now).await? else {
        return Ok(None);
    };
    let limit = std::time::Duration::from_secs(installation.settings.daemon.job_limit_s);
    let done = tokio::time::timeout(limit, perform(installation, writer, (&job, &holder))).await;
    let (state, outcome) = match done {
        Ok(Ok(outcome)) => (JobState::Done, outcome),
        // A stop that a test asked for is no outcome of the job.
        Ok(Err(JobError::Store(error @ StoreError::Stopped(_)))) => return Err(error),
        Ok(Err(error)) => (JobState::Failed, error.to_string()),
        Err(_) => (JobState::TimedOut, format!("more than {} s", limit.as_secs())),
    };
    writer.finish_job((job.id, &holder), (state, &outcome), installation.clock.now()).await?;
    tracing::info!(job = job.id, kind = job.kind, state = state.as_str(), "a job ended");
    Ok(Some(outcome))
}

/// This process, as leases name it.
#[must_use]
pub fn holder() -> String {
    format!("mingjingd-{}", std::process::id())
}

fn until(installation: &Installation, now: Timestamp) -> Timestamp {
    let lease_s = i64::try_from(installation.settings.daemon.job_lease_s).unwrap_or(i64::MAX);
    now.checked_add(SignedDuration::from_secs(lease_s)).unwrap_or(Timestamp::MAX)
}

#[derive(Debug, thiserror::Error)]
enum JobError {
    #[error("the job's arguments cannot be read")]
    Arguments(#[from] serde_json::Error),
    #[error("there is no job of kind {0:?}")]
    Kind(String),
    #[error(transparent)]
    Evaluate(#[from] evaluate::EvaluateError),
    #[error(transparent)]
    Post(#[from] post::PostError),
    #[error(transparent)]
    Digest(#[from] digest::DigestError),
    #[error(transparent)]
    Store(#[from] StoreError),
}

async fn perform(
    installation: &Installation,
    writer: &Writer,
    (job, holder): (&Job, &str),
) -> Result<String, JobError> {
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
                let lease = Lease { holder, until: until(installation, installation.clock.now()) };
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
            collect::collect(installation, writer, Some(&arguments.source)).await?;
            let posted = post::post_waiting(installation, writer).await?;
            Ok(posted.into_iter().map(|it| it.receipt).collect::<Vec<_>>().join(" "))
        }
        // As of when it was due: one that is taken over says what the first would have said.
        DIGEST => match digest::send(installation, writer, job.requested_at).await {
            Err(digest::DigestError::Store(error)) => Err(error.into()),
            sent => Ok(sent?),
        },
        other => Err(JobError::Kind(other.to_owned())),
    }
}
