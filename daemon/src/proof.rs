//! Proof: what is posted is what was handed in. Every accepted submission is read again from its raw bytes and
//! posted into an empty database, as it was judged then, and every column of every fact is compared. The same
//! code reads, judges and posts, so that nothing that it posts can be left out here.

use jiff::{SignedDuration, Timestamp};
use serde::Serialize;
use store::proof::{Difference, Part};
use store::submissions::{Check, Submission};
use store::{Reader, StoreError, Writer};
use tempfile::TempDir;
use thiserror::Error;

use crate::installation::{AsKnownError, Installation};
use crate::post::{self, PostError};
use crate::progress::Amount;

/// Submissions that are read from the list of all at once.
const PAGE: i64 = 100;

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
    Broken(Box<Difference>),
}

/// Why it could not be compared.
#[derive(Debug, Error)]
pub enum ProofError {
    /// A submission cannot be read or posted again.
    #[error("submission {receipt} cannot be posted again")]
    Post {
        /// Its receipt.
        receipt: String,
        /// Why.
        source: PostError,
    },
    /// What judged it then cannot be had.
    #[error(transparent)]
    AsKnown(#[from] AsKnownError),
    /// There is no room beside the database.
    #[error("no folder can be made for posting again")]
    Io(#[from] std::io::Error),
    /// The store failed.
    #[error(transparent)]
    Store(#[from] StoreError),
}

/// Compares everything that is posted with the bytes that were handed in, and these with the audit log. The
/// first difference ends it.
///
/// # Errors
///
/// Why it could not be compared.
pub async fn prove(installation: &Installation, reader: &Reader) -> Result<Proof, ProofError> {
    let broken = |difference| Ok(Proof::Broken(Box::new(difference)));
    if let Some(difference) = reader.differs_from_log().await? {
        return broken(difference);
    }
    if let Some(difference) = bytes_differ(reader).await? {
        return broken(difference);
    }
    let (parts, mut submissions) = (reader.parts().await?, 0);
    let amount = Amount::Steps(parts.len() as u64);
    let mut work = installation.progress.begin("progress-proof", "", amount);
    let mut beside = Beside::make().await?;
    for part in parts {
        if matches!(part, Part::Month(..)) {
            // A month of a ledger is large: the one before makes room for it.
            beside = Beside::make().await?;
        }
        for submission in reader.accepted(&part).await? {
            beside.post(installation, reader, &submission).await?;
            submissions += 1;
        }
        if let Some(difference) = reader.differs(beside.writer.reader(), &part).await? {
            return broken(difference);
        }
        work.add(1);
    }
    Ok(Proof::Whole { submissions })
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
    _folder: TempDir,
}

impl Beside {
    async fn make() -> Result<Self, ProofError> {
        let folder = tempfile::tempdir()?;
        let url = format!("sqlite:{}", folder.path().join("again.db").display());
        Ok(Self { writer: Writer::open(&url).await?, _folder: folder })
    }

    /// Posts an accepted submission again, as it was judged then.
    async fn post(
        &self,
        installation: &Installation,
        reader: &Reader,
        submission: &Submission,
    ) -> Result<(), ProofError> {
        let Some(Check { policy_sha256, accepted_at: Some(at), .. }) = &submission.check else {
            return Ok(());
        };
        // What was known when it was put in force, itself not included.
        let before = *at - SignedDuration::from_micros(1);
        let judging = installation.judging(reader, (policy_sha256, before)).await?;
        let posted = post_again(&judging, reader, (&self.writer, submission, *at));
        Box::pin(posted).await.map_err(|source| {
            let receipt = submission.receipt.clone();
            ProofError::Post { receipt, source }
        })
    }
}

/// Reads a submission from its raw bytes and posts it again, as of the instant at which it was accepted.
async fn post_again(
    judging: &Installation,
    reader: &Reader,
    (writer, submission, at): (&Writer, &Submission, Timestamp),
) -> Result<(), PostError> {
    let (mut checked, mut transcript) = post::check_stored(judging, reader, submission).await?;
    let known = writer.know(submission).await?;
    if let Some(posting) = writer.begin_posting(&known, at).await? {
        post::keep(posting, (&mut checked, &mut transcript), &known, &judging.policy).await?;
    }
    Ok(())
}
