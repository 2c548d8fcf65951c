//! Evaluate: counts of what is in force become scorecards by a scheme. Reads facts, never rows.

mod count;
mod tally;

use std::num::NonZeroUsize;

use config::scheme::SchemeDocument;
use jiff::Timestamp;
use metrics::evaluation::score::{Marks, ScoreError, Subject, score};
use metrics::evaluation::scorecard::{DocumentRef, Evaluation, FindingCount, WaivedFinding};
use metrics::finding::waiver::WaiverAct;
use metrics::opinion::agreement;
use metrics::party::PartyId;
use metrics::period::Span;
use metrics::register::Entry;
use store::evaluations::RecordedEvaluation;
use store::findings::OpenCount;
use store::waivers::StoredWaiver;
use store::{Reader, StoreError, Writer};
use thiserror::Error;

use crate::finances::tie_out::Register;
use crate::installation::{AsKnownError, Installation};
use crate::progress::Amount;

pub use count::counted;
pub(crate) use count::due_at;
pub use tally::{Counted, Page};

/// The version of the evaluation's shape.
const SCHEMA: u32 = 2;

/// What to evaluate.
#[derive(Clone, Debug)]
pub struct Request<'a> {
    /// The scheme's id.
    pub scheme: &'a str,
    /// The months.
    pub span: Span,
    /// Only this subject.
    pub subject: Option<&'a PartyId>,
    /// What was known at this instant.
    pub as_of: Timestamp,
}

impl<'a> Request<'a> {
    /// What gives an evaluation again. One that has a single subject is asked for that one only.
    #[must_use]
    pub fn of(evaluation: &'a Evaluation) -> Self {
        let subject = match evaluation.scorecards.as_slice() {
            [card] => Some(&card.subject),
            _ => None,
        };
        let (span, as_of) = (evaluation.period, evaluation.as_of);
        Self { scheme: &evaluation.scheme.id, span, subject, as_of }
    }
}

/// Why nothing was evaluated.
#[derive(Debug, Error)]
pub enum EvaluateError {
    /// There is no such scheme.
    #[error("there is no scheme {id:?}")]
    Scheme {
        /// What was asked for.
        id: String,
    },
    /// Nobody of the scheme's kind is registered.
    #[error("no subject of the scheme is registered")]
    NoSubject,
    /// The period has not begun at the instant asked for.
    #[error("the period {span} has not begun")]
    NotBegun {
        /// The months.
        span: Span,
    },
    /// What was in force at the instant cannot be had.
    #[error(transparent)]
    AsKnown(#[from] AsKnownError),
    /// The scheme cannot be computed.
    #[error("the scheme cannot be computed")]
    Score(#[from] ScoreError),
    /// The store failed.
    #[error(transparent)]
    Store(#[from] StoreError),
}

/// Computes an evaluation by the policy pack and the scheme in force at its instant. The same request
/// gives the same bytes, whatever came after.
///
/// # Errors
///
/// Why it cannot be computed.
pub async fn evaluate(
    installation: &Installation,
    reader: &Reader,
    request: &Request<'_>,
    progress: impl AsyncFnMut(usize, usize) -> Result<(), StoreError>,
) -> Result<Evaluation, EvaluateError> {
    let known = installation.as_known(reader, (request.scheme, request.as_of)).await?;
    compute(&known, reader, request, progress).await
}

/// Computes an evaluation by the policy pack and the schemes of an installation, in force or not.
///
/// # Errors
///
/// Why it cannot be computed.
pub async fn compute(
    installation: &Installation,
    reader: &Reader,
    request: &Request<'_>,
    mut progress: impl AsyncFnMut(usize, usize) -> Result<(), StoreError>,
) -> Result<Evaluation, EvaluateError> {
    let scheme = installation
        .scheme(request.scheme)
        .ok_or_else(|| EvaluateError::Scheme { id: request.scheme.to_owned() })?;
    let day = installation.settings.clock.zone.to_datetime(request.as_of).date();
    if day < request.span.first().first_day() {
        return Err(EvaluateError::NotBegun { span: request.span });
    }
    let subjects = subjects(reader, scheme, request).await?;
    if subjects.is_empty() {
        return Err(EvaluateError::NoSubject);
    }
    let register = Register::read(reader, request.as_of).await?;
    let mut counted = Vec::with_capacity(subjects.len());
    let amount = Amount::Steps(subjects.len() as u64);
    let mut work = installation.progress.begin("progress-evaluate", request.scheme, amount);
    for (index, (party, name)) in subjects.iter().enumerate() {
        work.reach(index as u64);
        progress(index, subjects.len()).await?;
        let counts = count::counts(installation, reader, (party, request), &register).await?;
        let waivers = reader.waivers_in_force(Some(party), (request.as_of, day)).await?;
        let found =
            reader.open_finding_counts(party, (request.span, request.as_of), &waivers).await?;
        counted.push(Subject {
            party: party.clone(),
            name: name.clone(),
            findings: open(&found),
            waived: waived(&found, &waivers),
            counts,
        });
    }
    progress(subjects.len(), subjects.len()).await?;
    let threads = std::thread::available_parallelism().unwrap_or(NonZeroUsize::MIN);
    let Marks { mut scorecards, robustness } =
        score(&scheme.scheme, &installation.policy.measures, counted, threads)?;
    let agreements = count::agreements(installation, reader, request).await?;
    agreement::note(&mut scorecards, &installation.policy.measures, &agreements);
    scorecards.retain(|card| request.subject.is_none_or(|only| *only == card.subject));
    if scorecards.is_empty() {
        return Err(EvaluateError::NoSubject);
    }
    Ok(Evaluation {
        schema: SCHEMA,
        scheme: DocumentRef {
            id: scheme.scheme.id.clone(),
            version: scheme.scheme.version,
            sha256: scheme.sha256.clone(),
        },
        name: scheme.scheme.name.clone(),
        policy: DocumentRef {
            id: installation.policy.id.clone(),
            version: installation.policy.version,
            sha256: installation.policy.sha256.clone(),
        },
        release: env!("CARGO_PKG_VERSION").to_owned(),
        period: request.span,
        as_of: request.as_of,
        zone: installation.settings.clock.zone.iana_name().map(str::to_owned),
        missing: scheme.scheme.missing,
        rounding: scheme.scheme.rounding,
        scorecards,
        threshold: scheme.scheme.threshold.clone(),
        mean: Some(scheme.scheme.aggregate.clone()),
        rescale: scheme.scheme.rescale.clone(),
        robustness,
        excerpt: None,
    })
}

/// Computes an evaluation and keeps it as a draft.
///
/// # Errors
///
/// Why it cannot be computed or kept.
pub async fn evaluate_and_record(
    installation: &Installation,
    writer: &Writer,
    (request, requested_by): (&Request<'_>, &str),
    progress: impl AsyncFnMut(usize, usize) -> Result<(), StoreError>,
) -> Result<RecordedEvaluation, EvaluateError> {
    // What is being posted is known by then or only later, never in between.
    writer.settle().await?;
    let evaluation = evaluate(installation, writer.reader(), request, progress).await?;
    Ok(writer.record_evaluation(&evaluation, requested_by, installation.clock.now()).await?)
}

/// What counts as open.
fn open(found: &[OpenCount]) -> Vec<FindingCount> {
    let open = found.iter().filter(|it| 0 < it.open);
    open.map(|it| FindingCount { rule: it.rule.clone(), open: it.open }).collect()
}

/// What does not, and by which waiver.
fn waived(found: &[OpenCount], waivers: &[StoredWaiver]) -> Vec<WaivedFinding> {
    let of_rule = |count: &OpenCount| {
        let covering = waivers.iter().filter_map(|it| Some((it, *count.waived.get(&it.number)?)));
        let waived = |(it, waived): (&StoredWaiver, u64)| WaivedFinding {
            waiver: it.number,
            rule: count.rule.clone(),
            waived,
            reason: it.waiver.reason.clone(),
            document: it.waiver.document.clone(),
            approved_by: it.who(WaiverAct::Approve).unwrap_or_default().to_owned(),
            until: it.waiver.until,
        };
        covering.map(waived).collect::<Vec<_>>()
    };
    found.iter().flat_map(of_rule).collect()
}

/// The registered parties that the scheme is for, with their names, by id. A relative scheme needs all
/// of them, whoever is asked for.
async fn subjects(
    reader: &Reader,
    scheme: &SchemeDocument,
    request: &Request<'_>,
) -> Result<Vec<(PartyId, String)>, StoreError> {
    let registered = reader.registered("party", request.as_of).await?;
    let is_relative = scheme.scheme.is_relative();
    let mut subjects: Vec<_> = (registered.into_iter())
        .filter(|it| is_relative || request.subject.is_none_or(|only| *only == it.party))
        .filter_map(|it| match it.entry {
            Entry::Party { name, kind, .. } if scheme.scheme.subjects.contains(&kind) => {
                Some((it.party, name))
            }
            Entry::Party { .. }
            | Entry::Person { .. }
            | Entry::Product { .. }
            | Entry::Account { .. } => None,
        })
        .collect();
    subjects.sort();
    Ok(subjects)
}

#[cfg(test)]
mod tests;
