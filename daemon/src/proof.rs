//! Proof: what is posted is what was handed in. Every accepted submission is read again from its raw bytes and
//! posted into an empty database, as it was judged then, and every column of every fact is compared. The same
//! code reads, judges and posts, so that nothing that it posts can be left out here.

#[cfg(test)]
mod tests;

use jiff::SignedDuration;
use serde::Serialize;
use store::proof::Difference;
use store::submissions::{Check, Submission};
use store::{Reader, StoreError, Writer, causes};
use tempfile::TempDir;
use thiserror::Error;

use crate::check::Facts;
use crate::installation::{AsKnownError, Installation};
use crate::post::{self, PostError};
use crate::progress::Amount;

/// Submissions that are read from the list of all at once.
const PAGE: i64 = 100;
/// Rows that are posted again into one database before it makes room for another.
const ROWS_BESIDE: u64 = 100_000;

/// What comparing everything that is posted with the bytes that were handed in found.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[serde(tag = "state", rename_all = "snake_case")]
pub enum Proof {
    /// It is the same.
    Whole {
        /// How many accepted submissions were posted again.
        submissions: u64,
    },
    /// It is not.
    Broken {
        /// The first difference with the audit log, in the raw bytes, and in each part.
        differences: Vec<Difference>,
        /// What could not be posted again besides.
        unproven: Vec<Unproven>,
    },
    /// Nothing differs, but not all of it could be posted again.
    Unproven {
        /// What could not.
        unproven: Vec<Unproven>,
    },
}

/// An accepted submission that cannot be posted again. Nothing of its part was compared: all of its kind, or
/// the ledgers of its party and month.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Unproven {
    /// Its receipt.
    pub receipt: String,
    /// Why, with the causes.
    pub reason: String,
}

/// Why nothing could be compared.
#[derive(Debug, Error)]
pub enum ProofError {
    /// There is no room beside the database.
    #[error("no folder can be made for posting again")]
    Io(#[from] std::io::Error),
    /// The store failed.
    #[error(transparent)]
    Store(#[from] StoreError),
}

/// Why a submission cannot be posted again.
#[derive(Debug, Error)]
enum AgainError {
    /// It cannot be read or posted.
    #[error(transparent)]
    Post(#[from] PostError),
    /// What judged it then cannot be had, or not read by this release.
    #[error(transparent)]
    AsKnown(#[from] AsKnownError),
}

/// Compares everything that is posted with the bytes that were handed in, and these with the audit log. What
/// differs in one part, or cannot be posted again, hides nothing of another.
///
/// # Errors
///
/// Why nothing could be compared.
pub async fn prove(installation: &Installation, reader: &Reader) -> Result<Proof, ProofError> {
    let mut differences = Vec::from_iter(reader.differs_from_log().await?);
    differences.extend(bytes_differ(reader).await?);
    let (parts, mut submissions, mut unproven) = (reader.parts().await?, 0, Vec::new());
    let amount = Amount::Steps(parts.len() as u64);
    let mut work = installation.progress.begin("progress-proof", "", amount);
    let mut beside = Beside::make().await?;
    for part in parts {
        if ROWS_BESIDE <= beside.rows {
            beside = Beside::make().await?;
        }
        let accepted = reader.accepted(&part).await?;
        match beside.post_all(installation, reader, &accepted).await {
            Ok(()) => {
                submissions += accepted.len() as u64;
                differences.extend(reader.differs(beside.writer.reader(), &part).await?);
            }
            Err(reason) => unproven.push(reason),
        }
        work.add(1);
    }
    Ok(match (differences.is_empty(), unproven.is_empty()) {
        (true, true) => Proof::Whole { submissions },
        (true, false) => Proof::Unproven { unproven },
        (false, _) => Proof::Broken { differences, unproven },
    })
}

/// The first submission, newest first, whose raw bytes are not those that were hashed.
async fn bytes_differ(reader: &Reader) -> Result<Option<Difference>, ProofError> {
    let mut before = i64::MAX;
    loop {
        let page = reader.submissions_before(before, PAGE).await?;
        let Some(last) = page.last() else { return Ok(None) };
        before = last.id;
        for submission in page {
            if let Some(difference) = reader.bytes_differ(&submission).await? {
                return Ok(Some(difference));
            }
        }
    }
}

/// An empty database in a folder of its own, for what is posted again.
struct Beside {
    writer: Writer,
    /// Rows that were posted into it.
    rows: u64,
    _folder: TempDir,
}

impl Beside {
    async fn make() -> Result<Self, ProofError> {
        let folder = tempfile::tempdir()?;
        let url = format!("sqlite:{}", folder.path().join("again.db").display());
        Ok(Self { writer: Writer::open(&url).await?, rows: 0, _folder: folder })
    }

    /// Posts accepted submissions again, each as it was judged then, up to the first that cannot be.
    async fn post_all(
        &mut self,
        installation: &Installation,
        reader: &Reader,
        accepted: &[Submission],
    ) -> Result<(), Unproven> {
        for submission in accepted {
            let posted = Box::pin(self.post(installation, reader, submission)).await;
            posted.map_err(|error| {
                let receipt = submission.receipt.clone();
                Unproven { receipt, reason: causes(&error) }
            })?;
            self.rows += submission.check.as_ref().map_or(0, |it| it.rows);
        }
        Ok(())
    }

    /// Reads an accepted submission from its raw bytes and posts it again, as of the instant at which it was
    /// accepted.
    async fn post(
        &self,
        installation: &Installation,
        reader: &Reader,
        submission: &Submission,
    ) -> Result<(), AgainError> {
        let Some(Check { policy_sha256, checked_at, accepted_at: Some(at), .. }) =
            &submission.check
        else {
            return Ok(());
        };
        // What was known when it was judged, itself not included.
        let known_at = (*checked_at).min(*at - SignedDuration::from_micros(1));
        let judging = installation.judging(reader, (policy_sha256, known_at)).await?;
        let (mut checked, mut transcript) =
            post::check_stored(&judging, reader, (submission, known_at)).await?;
        // What it changed was found then; what it left out counts.
        if let Facts::Ledger(ledger) = &mut checked.facts {
            post::keep_dropped(&judging, reader, (submission, ledger), known_at).await?;
        }
        self.know_superseded(reader, submission).await?;
        let known = self.writer.know(submission).await.map_err(PostError::from)?;
        let posting = self.writer.begin_posting(&known, *at).await.map_err(PostError::from)?;
        if let Some(posting) = posting {
            post::keep(posting, (&mut checked, &mut transcript), &known, &judging.policy).await?;
        }
        Ok(())
    }

    /// What a submission supersedes need not have been accepted: then it is in no list of what is posted.
    async fn know_superseded(
        &self,
        reader: &Reader,
        submission: &Submission,
    ) -> Result<(), PostError> {
        let Some(receipt) = &submission.supersedes else { return Ok(()) };
        if let Some(old) = reader.submission(receipt).await? {
            self.writer.know(&old).await?;
        }
        Ok(())
    }
}
