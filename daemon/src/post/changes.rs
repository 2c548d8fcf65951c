//! What a ledger changes and leaves out by superseding others, whose bytes are read again.

use std::collections::BTreeSet;

use jiff::Timestamp;
use metrics::finding::{Fault, Faults};
use metrics::ledger::{CheckedLedger, rules};
use store::Reader;
use store::submissions::Submission;

use super::{PostError, check_beside};
use crate::check::Facts;
use crate::installation::Installation;

/// Types and numbers of vouchers.
type Names = BTreeSet<(String, String)>;

/// An accepted ledger that another one supersedes, read again.
pub(crate) struct Replaced {
    submission: Submission,
    /// The vouchers that it posted.
    posted: Names,
    ledger: Box<CheckedLedger>,
}

/// What a ledger leaves out (F-15-dropped), which counts whatever the pack asks, and what it changes of
/// vouchers and openings that were posted (F-15). Each is compared with the file that posted it first,
/// however often the month was handed in since: handing a change in once more does not undo it, handing in
/// what was posted first does.
pub(super) async fn changes(
    installation: &Installation,
    reader: &Reader,
    (submission, new): (&Submission, &mut CheckedLedger),
    at: Timestamp,
) -> Result<Faults, PostError> {
    let mut faults = Faults::default();
    let Some((latest, dropped)) =
        keep_dropped(installation, reader, (submission, &mut *new), at).await?
    else {
        return Ok(faults);
    };
    let asks = |rule| installation.policy.asks(rule, latest.ledger.period.last_day());
    dropped.into_iter().filter(|it| asks(it.rule)).for_each(|it| faults.push(it));
    if !asks(rules::POSTED_CHANGED) {
        return Ok(faults);
    }
    let mut earlier: Vec<Submission> = Vec::new();
    while let Some(old) =
        superseded(reader, earlier.last().unwrap_or(&latest.submission), at).await?
    {
        earlier.push(old);
    }
    let mut comparison = Comparison { new, known: Names::new(), openings_known: false, faults };
    for old in earlier.into_iter().rev() {
        let posted = reader.posted_vouchers(&old).await?;
        let opens = !comparison.openings_known && reader.has_posted_openings(&old).await?;
        if opens || !posted.is_subset(&comparison.known) {
            let old = read_again(installation, reader, (old, posted, submission), at).await?;
            comparison.take(old)?;
        }
    }
    comparison.take(latest)?;
    Ok(comparison.faults)
}

/// Counts what failed in what a ledger supersedes, or was left out there, and is left out of it: it costs
/// what both files have, however many came before. Gives the file that it supersedes, and the fault.
pub(crate) async fn keep_dropped(
    installation: &Installation,
    reader: &Reader,
    (submission, new): (&Submission, &mut CheckedLedger),
    at: Timestamp,
) -> Result<Option<(Replaced, Option<Fault>)>, PostError> {
    let Some(old) = superseded(reader, submission, at).await? else { return Ok(None) };
    let mut failed = reader.dropped_vouchers(&old).await?;
    let posted = reader.posted_vouchers(&old).await?;
    let old = read_again(installation, reader, (old, posted, submission), at).await?;
    failed.extend(old.ledger.failed(|of, number| has(&old.posted, (of, number))));
    let dropped = new.keep_dropped(failed);
    Ok(Some((old, dropped)))
}

/// A ledger that is compared with those that it supersedes, the oldest first.
struct Comparison<'a> {
    new: &'a mut CheckedLedger,
    /// The vouchers that were posted by those that it was compared with.
    known: Names,
    openings_known: bool,
    faults: Faults,
}

impl Comparison<'_> {
    fn take(&mut self, Replaced { mut posted, mut ledger, .. }: Replaced) -> Result<(), PostError> {
        posted.retain(|it| !self.known.contains(it));
        let changed =
            self.new.changes_since(&mut ledger, |of, number| has(&posted, (of, number)))?;
        self.faults.append(changed);
        if !self.openings_known {
            let changed = self.new.openings_since(&ledger);
            self.openings_known = changed.is_some();
            self.faults.append(changed.unwrap_or_default());
        }
        self.known.extend(posted);
        Ok(())
    }
}

fn has(names: &Names, (of, number): (&str, &str)) -> bool {
    names.contains(&(of.to_owned(), number.to_owned()))
}

/// Reads a ledger with what it posted again, beside what the one that supersedes it is beside: else what
/// took its place would be beside it, and its openings would not count, being there already.
async fn read_again(
    installation: &Installation,
    reader: &Reader,
    (submission, posted, beside): (Submission, Names, &Submission),
    at: Timestamp,
) -> Result<Replaced, PostError> {
    let (again, _) =
        Box::pin(check_beside(installation, reader, (&submission, beside), at)).await?;
    let Facts::Ledger(ledger) = again.facts else {
        return Err(PostError::Superseded { receipt: submission.receipt });
    };
    Ok(Replaced { submission, posted, ledger })
}

/// What a submission supersedes, as far as it was accepted when that one was judged: at `at`, if it is not
/// posted yet. What was refused, or came too late, it has not replaced.
async fn superseded(
    reader: &Reader,
    submission: &Submission,
    at: Timestamp,
) -> Result<Option<Submission>, PostError> {
    let Some(receipt) = submission.supersedes.clone() else { return Ok(None) };
    let old = reader.submission(&receipt).await?;
    let old = old.ok_or(PostError::Superseded { receipt })?;
    let judged_at = submission.check.as_ref().map_or(at, |it| it.checked_at);
    let accepted_at = old.check.as_ref().and_then(|it| it.accepted_at);
    Ok(accepted_at.is_some_and(|it| it <= judged_at).then_some(old))
}
