//! Post: what was understood becomes facts, and each fault a finding, in one transaction.

mod changes;
#[cfg(test)]
mod tests;

use std::collections::BTreeMap;
use std::sync::Arc;

use config::policy::Policy;
use jiff::Timestamp;
use metrics::finding::{Fault, Faults, Place, reading};
use metrics::kind::Verdict;
use metrics::ledger::CheckedLedger;
use metrics::source::Source;
use metrics::usage::{self, UsageFact, product_sums};
use store::closings::closed_through;
use store::findings::NewFinding;
use store::posting::{Outcome, Posting};
use store::submissions::Submission;
use store::{Reader, StoreError, Writer, causes};
use thiserror::Error;

use crate::check::{self, Checked, Facts, Known, Moment, Plan, Subject};
use crate::formats::{Format, Transcript};
use crate::installation::Installation;
use crate::mapping_file::{MappingDocument, MappingFileError};
use changes::changes;

pub(crate) use changes::keep_dropped;

/// Submissions that are read from the list of unchecked ones at once.
const PAGE: i64 = 100;

/// Why a submission could not be posted.
#[derive(Debug, Error)]
pub enum PostError {
    /// The store failed.
    #[error(transparent)]
    Store(#[from] StoreError),
    /// The raw bytes could not be read.
    #[error("the raw bytes cannot be read")]
    Io(#[from] std::io::Error),
    /// What it supersedes is not there any more.
    #[error("the submission {receipt}, which it supersedes, is not there")]
    Superseded {
        /// The receipt of what it supersedes.
        receipt: String,
    },
    /// The mapping that it was handed in with cannot be used.
    #[error("the mapping cannot be used")]
    Mapping(#[from] MappingFileError),
    /// The database names a format that this release does not read.
    #[error("submission {receipt} has a format that this release does not read")]
    Format {
        /// Its receipt.
        receipt: String,
    },
    /// A task ended without an answer.
    #[error("the check was interrupted")]
    Interrupted(#[from] tokio::task::JoinError),
}

/// What became of a submission.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Posted {
    /// Its receipt.
    pub receipt: String,
    /// The verdict.
    pub verdict: Verdict,
    /// How many faults it has.
    pub faults: u64,
}

/// Checks and posts every submission that no check has seen, oldest first.
///
/// # Errors
///
/// Why the first that could not be posted could not; the others are posted all the same.
pub async fn post_waiting(
    installation: &Installation,
    writer: &Writer,
) -> Result<Vec<Posted>, PostError> {
    let (mut posted, mut first_error) = (Vec::new(), None);
    // What could not be posted stays unchecked: pages go on after it.
    let mut after = 0;
    loop {
        let waiting = writer.reader().unchecked_submissions(after, PAGE).await?;
        let Some(last) = waiting.last() else { break };
        after = last.id;
        for submission in waiting {
            match post(installation, writer, &submission).await {
                Ok((it, _)) => posted.push(it),
                Err(error) => {
                    let receipt = &submission.receipt;
                    let error_said = causes(&error);
                    tracing::error!(receipt, error = %error_said, "submission {receipt} could not be posted");
                    first_error.get_or_insert(error);
                }
            }
        }
    }
    first_error.map_or(Ok(posted), Err)
}

/// Checks one submission from its raw bytes and posts it. What was posted already is checked again
/// and left as it is; what exceeds a limit of the store is refused, so that it holds up nobody else.
///
/// # Errors
///
/// Why it could not be posted.
pub async fn post(
    installation: &Installation,
    writer: &Writer,
    submission: &Submission,
) -> Result<(Posted, Checked), PostError> {
    loop {
        let judged = judge(installation, writer, submission).await?;
        if let Some(posted) = put(installation, writer, (submission, judged)).await? {
            return Ok(posted);
        }
        // Another file of the month came between: what this one says beside it is another matter.
    }
}

/// A submission that was checked and is not posted yet.
struct Judged {
    checked: Checked,
    transcript: Option<Transcript>,
    /// What the file alone shows.
    found: Faults,
    /// With what was known when.
    at: Timestamp,
    /// How many ledgers of the month were posted by then.
    ledgers_posted: i64,
}

/// Checks a submission from its raw bytes, with what is known now.
async fn judge(
    installation: &Installation,
    writer: &Writer,
    submission: &Submission,
) -> Result<Judged, PostError> {
    // In this order: whatever is counted is known at the instant.
    let ledgers_posted = writer.reader().ledgers_posted(submission).await?;
    let at = installation.clock.now();
    // What becomes known at an instant up to it is there to be read: the proof knows it, too.
    writer.settle().await?;
    let (mut checked, transcript) =
        check_stored(installation, writer.reader(), (submission, at)).await?;
    let found = checked.faults.clone();
    // What is refused changes nothing; nor does what comes to a month that is closed.
    let is_refused = checked.verdict(&installation.policy) == Verdict::Refused;
    if !is_refused
        && !is_closed(writer.reader(), (submission, &checked)).await?
        && let Facts::Ledger(ledger) = &mut checked.facts
    {
        let changed =
            changes(installation, writer.reader(), (submission, &mut **ledger), at).await?;
        checked.add_faults(changed);
    }
    Ok(Judged { checked, transcript, found, at, ledgers_posted })
}

/// Posts what was judged; `None` if another ledger of the month was posted since.
async fn put(
    installation: &Installation,
    writer: &Writer,
    (submission, judged): (&Submission, Judged),
) -> Result<Option<(Posted, Checked)>, PostError> {
    let Judged { mut checked, mut transcript, found, at, ledgers_posted } = judged;
    let text = &mut transcript;
    let Some(posting) = writer.begin_posting(submission, at).await? else {
        return Ok(Some((said(submission, &checked, &installation.policy), checked)));
    };
    if !posting.is_next(ledgers_posted) {
        return Ok(None);
    }
    // A long check lies between: what is known from when is said at its end.
    let posting = posting.known_at(installation.clock.now());
    match keep(posting, (&mut checked, text), submission, &installation.policy).await {
        Err(PostError::Store(StoreError::Limit { what, limit_max })) => {
            let mut faults = Faults::default();
            checked.faults = found;
            faults.push(Fault {
                cause: what.to_owned(),
                expected: limit_max.to_string(),
                actual: format!("> {limit_max}"),
                arguments: vec![("limit", what.to_owned())],
                ..Fault::at(reading::LIMIT, Place::default())
            });
            checked.add_faults(faults);
            let Some(posting) = writer.begin_posting(submission, at).await? else {
                return Ok(Some((said(submission, &checked, &installation.policy), checked)));
            };
            let posting = posting.known_at(installation.clock.now());
            let posted =
                keep(posting, (&mut checked, text), submission, &installation.policy).await?;
            Ok(Some((posted, checked)))
        }
        posted => Ok(Some((posted?, checked))),
    }
}

/// Keeps what was understood and what was not, all or nothing.
pub(crate) async fn keep(
    mut posting: Posting,
    (checked, transcript): (&mut Checked, &mut Option<Transcript>),
    submission: &Submission,
    policy: &Policy,
) -> Result<Posted, PostError> {
    if let Some(Transcript { text, sheet }) = transcript {
        posting.transcript(text, sheet.as_deref()).await?;
    }
    if let Facts::Ledger(ledger) = &mut checked.facts {
        // Only in this transaction is it certain whether the month is open.
        let is_closed = posting.is_closed();
        let faults =
            if is_closed { ledger.close() } else { conflicts(&mut posting, ledger).await? };
        if !faults.is_empty() {
            checked.add_faults(faults);
        }
    }
    if let Facts::Usage(facts) = &mut checked.facts {
        let faults = match (posting.usage_closed(facts).await?, submission.period) {
            (Some(party), Some(period)) => {
                facts.clear();
                let mut faults = Faults::default();
                faults.push(usage::closed(&party, period));
                faults
            }
            _ => exclude(facts, &posting.usage_conflicts(facts).await?),
        };
        checked.add_faults(faults);
    }
    let posted = said(submission, checked, policy);
    // What is wrong with a month as a whole is found by looking at all of its files.
    let faults = || checked.faults.kept().iter().filter(|it| !it.is_of_month());
    let bases: Vec<Source> = faults().map(|fault| check::basis(policy, fault.rule)).collect();
    let findings: Vec<NewFinding<'_>> = (faults().zip(&bases))
        .map(|(fault, basis)| {
            let severity = check::severity(policy, fault.rule);
            NewFinding { fault, severity, basis }
        })
        .collect();
    let mut counts = Vec::new();
    if posted.verdict != Verdict::Refused {
        match &mut checked.facts {
            Facts::Registry(facts) => posting.register(facts).await?,
            Facts::Pricing(facts) => posting.pricing(facts).await?,
            Facts::Usage(facts) => {
                let products = product_sums(facts, &policy.usage.amount_tolerance);
                posting.usage(facts, &products).await?;
            }
            Facts::Supply(facts) => posting.numbered(facts).await?,
            Facts::Incident(facts) => posting.incidents(facts).await?,
            Facts::Disclosure(facts) => posting.disclosures(facts).await?,
            Facts::Opinion(facts) => posting.opinions(facts).await?,
            Facts::Objection(facts) => posting.numbered(facts).await?,
            Facts::Demand(facts) => posting.numbered(facts).await?,
            Facts::Ledger(ledger) => {
                posting.ledger(ledger, policy.ledger.clues.limits().round_multiple).await?;
                counts = ledger.counted();
            }
        }
    }
    posting.findings(&findings).await?;
    let outcome = Outcome {
        verdict: posted.verdict,
        rows: checked.rows,
        understood: checked.understood,
        faults: posted.faults,
        policy_sha256: &policy.sha256,
        counts: &counts,
    };
    posting.finish(&outcome).await?;
    Ok(posted)
}

/// Takes out the records that another submission in force has already, each by index with its
/// receipt; gives the faults.
fn exclude(facts: &mut Vec<UsageFact>, conflicts: &[(usize, String)]) -> Faults {
    let mut faults = Faults::default();
    let receipts: BTreeMap<usize, &String> = conflicts.iter().map(|it| (it.0, &it.1)).collect();
    let mut index = 0;
    facts.retain(|fact| {
        let receipt = receipts.get(&index);
        index += 1;
        if let Some(receipt) = receipt {
            faults.push(usage::conflict(fact, receipt));
        }
        receipt.is_none()
    });
    faults
}

/// Takes vouchers out of count that are in force from another submission (V-1).
async fn conflicts(
    posting: &mut Posting,
    ledger: &mut CheckedLedger,
) -> Result<Faults, StoreError> {
    let conflicts = posting.voucher_conflicts(ledger).await?;
    Ok(ledger.exclude(&conflicts)?)
}

/// Whether the month of a ledger is closed.
async fn is_closed(
    reader: &Reader,
    (submission, checked): (&Submission, &Checked),
) -> Result<bool, StoreError> {
    let Facts::Ledger(ledger) = &checked.facts else { return Ok(false) };
    let closings = reader.closings(&submission.party).await?;
    Ok(closed_through(&closings).is_some_and(|last| ledger.period <= last))
}

fn said(submission: &Submission, checked: &Checked, policy: &Policy) -> Posted {
    Posted {
        receipt: submission.receipt.clone(),
        verdict: checked.verdict(policy),
        faults: checked.faults.total(),
    }
}

/// Checks a submission from its raw bytes, as they were received, with what was known at an instant. A
/// transcript is made anew, so that it is of the same release as the facts that it is kept with.
pub(crate) async fn check_stored(
    installation: &Installation,
    reader: &Reader,
    (submission, now): (&Submission, Timestamp),
) -> Result<(Checked, Option<Transcript>), PostError> {
    check_beside(installation, reader, (submission, submission), now).await
}

/// [`check_stored`], a ledger beside the other files of its month that `beside` is to be posted with.
async fn check_beside(
    installation: &Installation,
    reader: &Reader,
    (submission, beside): (&Submission, &Submission),
    now: Timestamp,
) -> Result<(Checked, Option<Transcript>), PostError> {
    let unreadable = || PostError::Format { receipt: submission.receipt.clone() };
    let format: Format = submission.format.parse().map_err(|_| unreadable())?;
    let received_on = installation.settings.clock.zone.to_datetime(submission.received_at).date();
    let subject = Subject::of(submission.kind, &submission.party, submission.period, received_on);
    let subject = subject.ok_or_else(unreadable)?;
    let mapping = match &submission.mapping_sha256 {
        None => None,
        Some(sha256) => {
            let text = reader.document(sha256).await?.ok_or_else(unreadable)?;
            Some(MappingDocument::from_text(&text)?.mapping()?)
        }
    };
    let zone = &installation.settings.clock.zone;
    let moment = Moment { at: now, wrong: submission.supersedes.as_deref(), zone };
    let mut known = check::known(Some(reader), subject, &installation.policy, moment).await?;
    if let Known::Ledger { context, .. } = &mut known {
        // Whether the month is closed is decided where it is posted.
        context.closed = false;
        context.others = reader.other_ledgers(beside, now).await?;
    }
    let raw = (reader.raw(&submission.sha256), submission.size_bytes);
    let mut raw = installation.progress.reading("progress-check", &submission.file_name, raw);
    let (kind, policy) = (submission.kind, Arc::clone(&installation.policy));
    let zone = installation.settings.clock.zone.clone();
    let task = tokio::task::spawn_blocking(move || {
        let plan =
            Plan { kind, format, mapping: mapping.as_ref(), policy: &policy, zone: &zone, at: now };
        check::check(&mut raw, &plan, known)
    });
    Ok(task.await??)
}
