//! The digest: what supervisors should know of since the last one, gathered, kept and queued as mail.

use config::locale::Words;
use jiff::{SignedDuration, Timestamp};
use metrics::evaluation::lifecycle::{self, EvaluationState};
use metrics::finding::Severity;
use metrics::incident::ClockContext;
use metrics::incident::lifecycle::Urgency;
use reports::mail::digest::{
    self, Digest, OpenClock, Tally, TroubledDelivery, TroubledJob, TroubledSource,
    WaitingEvaluation,
};
use reports::mail::{MailError, Person};
use store::deliveries::{Delivery, NewDelivery, NewReport};
use store::incidents::IncidentFilter;
use store::{Reader, StoreError, Writer};
use thiserror::Error;

use crate::incidents::Judge;
use crate::installation::Installation;
use crate::message::{Content, Outgoing};

/// The kind of a report that is a digest, and of the job that makes one.
pub const DIGEST: &str = "digest";

/// Entries of each list, which are all counted; the letter shows the first.
const ENTRIES_MAX: i64 = 10_000;
/// The same of clocks.
const ENTRIES_MAX_CLOCKS: usize = 10_000;
/// The word of an evaluation that waits for its file.
const FILE: &str = "file";
/// Incidents read at once.
const PAGE: i64 = 1_000;
/// What the first digest looks back to, and after what time a report that has not gone out is late.
const DAY: SignedDuration = SignedDuration::from_hours(24);

/// Why there is no digest.
#[derive(Debug, Error)]
pub enum DigestError {
    /// A mail could not be written.
    #[error("a mail cannot be written")]
    Mail(#[from] MailError),
    /// What is kept could not be written.
    #[error("a digest cannot be written")]
    Document(#[from] serde_json::Error),
    /// The store failed.
    #[error(transparent)]
    Store(#[from] StoreError),
}

/// Makes the digest of an instant and queues it for everybody who gets it. Returns its id. The same
/// instant again changes nothing.
///
/// # Errors
///
/// Why there is none.
pub async fn send(
    installation: &Installation,
    writer: &Writer,
    as_of: Timestamp,
) -> Result<String, DigestError> {
    let settings = &installation.settings;
    let zone = &settings.clock.zone;
    let local = as_of.to_zoned_datetime(zone.clone());
    let id = format!("{DIGEST}-{}", local.strftime("%Y-%m-%dT%H%M"));
    let found = gather(installation, writer.reader(), as_of).await?;
    let words = Words::new(settings.language);
    let letter = digest::letter(&found, (&words, zone));
    let subject = digest::subject(&found, (&words, zone));
    let content = Content { report_id: &id, subject: &subject, letter: &letter, attachment: None };
    let to = settings.digest.iter().flat_map(|it| &it.to);
    let outgoing = to.map(|address| {
        let to = (address.as_str(), Person { name: "", address });
        Outgoing::message(settings, ("mail", to), (&content, as_of))
    });
    let outgoing = outgoing.collect::<Result<Vec<_>, _>>()?;
    let deliveries: Vec<NewDelivery<'_>> = outgoing.iter().map(Outgoing::delivery).collect();
    let report = NewReport {
        kind: DIGEST,
        id: &id,
        period: &local.date().to_string(),
        bytes: &found.document()?,
        file_name: &format!("{id}.json"),
        audit_sha256: &found.audit_head,
    };
    writer.record_report(report, &deliveries, as_of).await?;
    Ok(id)
}

/// What there is to say at an instant.
///
/// # Errors
///
/// Returns an error if the database fails.
pub async fn gather(
    installation: &Installation,
    reader: &Reader,
    as_of: Timestamp,
) -> Result<Digest, StoreError> {
    let day_ago = as_of.checked_sub(DAY).unwrap_or(as_of);
    let since = reader.last_report_at(DIGEST).await?.unwrap_or(day_ago).min(as_of);
    let head = reader.audit_head().await?;
    let mut tally = reader.finding_tally(since, as_of).await?;
    tally.sort_by_key(|it| std::cmp::Reverse(severity_rank(it.severity)));
    let troubled = reader.troubled_deliveries((since, as_of), day_ago, ENTRIES_MAX).await?;
    let jobs = reader.troubled_jobs((since, as_of), ENTRIES_MAX).await?;
    let asked = asked(installation, reader, as_of).await?;
    let policy = &installation.policy;
    Ok(Digest {
        since,
        as_of,
        findings: (tally.into_iter())
            .map(|it| Tally { severity: it.severity, found: it.found, open: it.open })
            .collect(),
        clocks_missed: asked.missed,
        clocks: asked.clocks,
        duties_open: asked.open,
        duties_unclear: asked.unclear,
        deliveries: troubled.into_iter().map(delivery).collect(),
        jobs: (jobs.into_iter())
            .map(|it| TroubledJob {
                id: it.id,
                kind: it.kind,
                state: it.state,
                outcome: it.outcome,
            })
            .collect(),
        evaluations: evaluations(installation, reader, as_of).await?,
        sources: sources(installation, reader, as_of).await?,
        policy: format!("{} {}", policy.id, policy.version),
        audit_sequence: head.sequence,
        audit_head: head.sha256,
    })
}

fn severity_rank(severity: Severity) -> usize {
    Severity::ALL.into_iter().position(|it| it == severity).unwrap_or_default()
}

fn delivery(it: Delivery) -> TroubledDelivery {
    TroubledDelivery {
        id: it.id,
        report: it.report_id,
        recipient: it.recipient,
        state: it.state.as_str(),
        detail: it.detail,
    }
}

/// What evaluations wait for: a step, or their file.
async fn evaluations(
    installation: &Installation,
    reader: &Reader,
    as_of: Timestamp,
) -> Result<Vec<WaitingEvaluation>, StoreError> {
    let calendar = installation.policy.calendar();
    let context =
        ClockContext { as_of, zone: &installation.settings.clock.zone, calendar: &calendar };
    let mut waiting = Vec::new();
    for course in reader.courses(as_of, ENTRIES_MAX).await? {
        let standing = course.standing(&installation.policy.procedure, &context);
        let state = standing.state;
        if !course.has_file
            && matches!(state, EvaluationState::Approved | EvaluationState::Published)
            && lifecycle::may_leave(&course.events).is_ok()
        {
            let (subject, due_on, is_late) = (String::new(), None, false);
            let id = course.id.clone();
            waiting.push(WaitingEvaluation { id, step: FILE, subject, due_on, is_late });
        }
        waiting.extend(standing.waiting().map(|it| WaitingEvaluation {
            id: course.id.clone(),
            step: it.kind.as_str(),
            subject: it.subject.as_ref().map(|it| it.as_str().to_owned()).unwrap_or_default(),
            due_on: it.due_on,
            is_late: it.is_late,
        }));
    }
    Ok(waiting)
}

/// Sources whose last look, no later than the digest, found what a person should know of.
async fn sources(
    installation: &Installation,
    reader: &Reader,
    as_of: Timestamp,
) -> Result<Vec<TroubledSource>, StoreError> {
    let mut troubled = Vec::new();
    for source in &installation.settings.sources {
        let last = reader.last_look(&source.id).await?;
        let Some(look) = last.filter(|it| it.state.is_trouble() && it.looked_at <= as_of) else {
            continue;
        };
        let kept = reader.kept_look(&source.id).await?;
        troubled.push(TroubledSource {
            source: look.source,
            state: look.state.as_str(),
            cause: look.cause,
            detail: look.detail,
            volume: (look.files, look.size_bytes),
            volume_before: kept.map(|it| (it.files, it.size_bytes)).unwrap_or_default(),
        });
    }
    Ok(troubled)
}

/// What incidents are open for: what has a last instant, duties without a number, and what may be overdue.
#[derive(Default)]
struct Asked {
    missed: usize,
    clocks: Vec<OpenClock>,
    open: usize,
    unclear: usize,
}

async fn asked(
    installation: &Installation,
    reader: &Reader,
    as_of: Timestamp,
) -> Result<Asked, StoreError> {
    let judge = Judge::read(installation, reader, (None, as_of)).await?;
    // The list holds what is open by now. What was said since of an incident is listed under its new
    // number, so what is in force is read as of now, too, and judged as of the digest.
    let now = installation.clock.now().max(as_of);
    let filter = IncidentFilter { party: None, open_only: true };
    let (mut asked, mut pages) = (Asked::default(), reader.incidents(filter, (now, PAGE)));
    while let Some(page) = pages.next_page().await? {
        for it in page {
            let (_, _, clocks) = judge.clocks(&it);
            for pending in judge.pending(&it, &clocks) {
                match pending.urgency() {
                    Urgency::Missed(_) => asked.missed += 1,
                    Urgency::AtOnce => asked.open += 1,
                    Urgency::Unclear => asked.unclear += 1,
                    Urgency::Due(_) | Urgency::Later => (),
                }
                asked.clocks.extend(pending.due_at.map(|due_at| OpenClock {
                    party: it.party.to_string(),
                    incident: it.incident.incident_no.clone(),
                    clock: pending.awaited.as_str(),
                    due_at,
                }));
            }
        }
        // What is due first is what a person has to know of first.
        asked.clocks.sort_by_key(|it| it.due_at);
        asked.clocks.truncate(ENTRIES_MAX_CLOCKS);
    }
    Ok(asked)
}
