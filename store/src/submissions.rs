//! Submissions: bytes as received, and what the check said of them.
//!
//! Append-only. A submission is in force from the instant it was accepted until one that supersedes
//! it is accepted; "as known on T" is asked with that instant.

use jiff::Timestamp;
use metrics::kind::{Kind, Verdict};
use metrics::ledger::{HandedFile, counts};
use metrics::party::PartyId;
use metrics::period::Period;
use sha2::{Digest, Sha256};

use crate::audit::{self, Act, hex};
use crate::blobs::{self, Source};
use crate::db::{Reader, Tx, Writer, in_transaction, on_engine};
use crate::{StoreError, fail, parties, text};

/// The condition that a joined row of `checks` is in force at an instant.
macro_rules! in_force {
    ($at:literal) => {
        concat!(
            "checks.accepted_at <= ",
            $at,
            " AND NOT EXISTS (
                SELECT 1
                FROM supersessions
                WHERE supersessions.old_id = checks.submission_id
                  AND supersessions.accepted_at <= ",
            $at,
            ")"
        )
    };
}
pub(crate) use in_force;

macro_rules! select {
    ($tail:literal) => {
        concat!(
            "SELECT submissions.id, submissions.receipt, submissions.kind, parties.party,
                    submissions.period, submissions.sender, submissions.source, submissions.format,
                    submissions.mapping_sha256, submissions.file_name, submissions.sha256,
                    submissions.size_bytes, submissions.received_at, submissions.supersedes,
                    checks.checked_at, checks.verdict, checks.accepted_at, checks.rows_total,
                    checks.rows_understood, checks.faults_total, checks.policy_sha256
             FROM submissions
             JOIN parties ON parties.id = submissions.party_id
             LEFT JOIN checks ON checks.submission_id = submissions.id ",
            $tail
        )
    };
}

mod again;
mod chain;
mod files;

pub use files::FileInForce;

const INSERT: &str = "
    INSERT INTO submissions (receipt, kind, party_id, period, sender, source, format,
                             mapping_sha256, file_name, sha256, size_bytes, received_at, supersedes)
    VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13)
    ON CONFLICT (receipt) DO NOTHING
";

const SELECT_ONE: &str = select!("WHERE submissions.receipt = $1");

const SELECT_UNCHECKED: &str = select!(
    "WHERE checks.submission_id IS NULL
     AND $1 < submissions.id
     ORDER BY submissions.id
     LIMIT $2"
);

const SELECT_BEFORE: &str = select!(
    "WHERE submissions.id < $1
     ORDER BY submissions.id DESC
     LIMIT $2"
);

const SELECT_BY_ID: &str = select!("WHERE submissions.id = $1");

const SELECT_LEDGERS_ACCEPTED: &str = concat!(
    "SELECT submissions.receipt, submissions.period, submissions.received_at, checks.rows_total,
            checks.rows_understood, COALESCE(named.value, 0) AS vouchers,
            COALESCE(named.value, 0) - COALESCE(lost.value, 0) AS vouchers_understood,
            CAST(CASE WHEN ",
    in_force!("$5"),
    " THEN 1 ELSE 0 END AS BIGINT) AS is_in_force
     FROM submissions
     JOIN parties ON parties.id = submissions.party_id
     JOIN checks ON checks.submission_id = submissions.id
     LEFT JOIN submission_counts AS named ON named.submission_id = submissions.id
          AND named.name = $2
     LEFT JOIN submission_counts AS lost ON lost.submission_id = submissions.id
          AND lost.name = $6
     WHERE parties.party = $1
       AND submissions.kind = 'ledger'
       AND submissions.period BETWEEN $3 AND $4
       AND checks.accepted_at <= $5
     ORDER BY submissions.period, submissions.received_at, submissions.receipt"
);

/// What is known of a submission before its bytes are read.
#[derive(Clone, Debug)]
pub struct NewSubmission<'a> {
    /// What it is about.
    pub kind: Kind,
    /// Who submits.
    pub party: &'a PartyId,
    /// The month of a ledger.
    pub period: Option<Period>,
    /// Who handed it in: a person's account, or the daemon for a source.
    pub sender: &'a str,
    /// The id of the source, or `submit`.
    pub source: &'a str,
    /// The format's word.
    pub format: &'a str,
    /// Hash of the mapping it is to be read with, which is among the documents.
    pub mapping_sha256: Option<&'a str>,
    /// The file's name, as given; shown, never opened.
    pub file_name: &'a str,
    /// When.
    pub received_at: Timestamp,
    /// The receipt of the submission that this one corrects.
    pub supersedes: Option<&'a str>,
}

/// The answer to handing in a file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Received {
    /// The receipt: the same for the same bytes handed in the same way.
    pub receipt: String,
    /// SHA-256 of the bytes, in lowercase hexadecimal.
    pub sha256: String,
    /// Whether it was there already: nothing changed.
    pub duplicate: bool,
}

/// A submission as the database knows it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Submission {
    /// Its number in this database.
    pub id: i64,
    /// Its receipt.
    pub receipt: String,
    /// What it is about.
    pub kind: Kind,
    /// Who submitted it.
    pub party: PartyId,
    /// The month of a ledger.
    pub period: Option<Period>,
    /// Who handed it in.
    pub sender: String,
    /// Through which source.
    pub source: String,
    /// The format's word.
    pub format: String,
    /// Hash of its mapping.
    pub mapping_sha256: Option<String>,
    /// The file's name, as given.
    pub file_name: String,
    /// SHA-256 of the bytes.
    pub sha256: String,
    /// How many bytes.
    pub size_bytes: u64,
    /// When it was received.
    pub received_at: Timestamp,
    /// The receipt that it corrects.
    pub supersedes: Option<String>,
    /// What the check said, once it has run.
    pub check: Option<Check>,
}

/// What the check said.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Check {
    /// When: it was judged with what was known then.
    pub checked_at: Timestamp,
    /// The verdict.
    pub verdict: Verdict,
    /// Since when its facts are in force; `None` if it was refused.
    pub accepted_at: Option<Timestamp>,
    /// Rows handed in.
    pub rows: u64,
    /// Rows understood.
    pub understood: u64,
    /// Faults found, kept or not.
    pub faults: u64,
    /// Hash of the policy pack that judged.
    pub policy_sha256: String,
}

/// A ledger that was accepted for a month.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct AcceptedLedger {
    /// The receipt.
    pub receipt: String,
    /// For which month.
    pub period: Period,
    /// When it was received.
    pub received_at: Timestamp,
    /// What it has.
    pub file: HandedFile,
}

impl NewSubmission<'_> {
    /// The receipt: a hash over the bytes and everything that changes their meaning, so that the
    /// same file handed in again has the same receipt.
    fn receipt(&self, sha256: &str) -> String {
        let period = self.period.map(|it| it.to_string()).unwrap_or_default();
        let mut hash = Sha256::new();
        for field in [
            self.kind.as_str(),
            self.party.as_str(),
            &period,
            self.format,
            self.mapping_sha256.unwrap_or_default(),
            self.supersedes.unwrap_or_default(),
            sha256,
        ] {
            hash.update((field.len() as u64).to_be_bytes());
            hash.update(field.as_bytes());
        }
        format!("R-{}", &hex(&hash.finalize())[..20])
    }
}

impl Writer {
    /// Keeps the bytes and says so. Handing in the same file the same way again changes nothing.
    ///
    /// # Errors
    ///
    /// Returns an error if the source cannot be read, changes while it is read, or names a receipt
    /// to supersede that is not there or is of another kind, party or month; or if the database
    /// fails.
    pub async fn receive(
        &self,
        submission: &NewSubmission<'_>,
        source: &mut dyn Source,
    ) -> Result<Received, StoreError> {
        let (sha256, size_bytes) = blobs::hash(source)?;
        let receipt = submission.receipt(&sha256);
        if self.reader().submission(&receipt).await?.is_some() {
            return Ok(Received { receipt, sha256, duplicate: true });
        }
        if let Some(old) = submission.supersedes {
            let Some(known) = self.reader().submission(old).await? else {
                return Err(StoreError::NotFound { what: "receipt", name: old.to_owned() });
            };
            let is_same = known.kind == submission.kind
                && known.party == *submission.party
                && known.period == submission.period;
            if !is_same {
                return Err(StoreError::Supersedes { receipt: old.to_owned() });
            }
        }
        let mut tx = self.begin().await?;
        blobs::insert(&mut tx, source, &sha256, size_bytes).await?;
        insert(&mut tx, submission, &receipt, (&sha256, size_bytes)).await?;
        let act = Act {
            at: submission.received_at,
            actor: submission.sender,
            act: "submit",
            object: &receipt,
            detail: &sha256,
        };
        audit::append(&mut tx, act).await?;
        fail::point("receive.before-commit")?;
        tx.commit().await?;
        fail::point("receive.after-commit")?;
        Ok(Received { receipt, sha256, duplicate: false })
    }
}

async fn insert(
    tx: &mut Tx,
    submission: &NewSubmission<'_>,
    receipt: &str,
    (sha256, size_bytes): (&str, u64),
) -> Result<(), StoreError> {
    let party_id = parties::number(tx, submission.party).await?;
    let size_bytes = text::signed("bytes", size_bytes)?;
    in_transaction!(tx, |it| {
        sqlx::query(INSERT)
            .bind(receipt)
            .bind(submission.kind.as_str())
            .bind(party_id)
            .bind(submission.period.map(|it| it.to_string()))
            .bind(submission.sender)
            .bind(submission.source)
            .bind(submission.format)
            .bind(submission.mapping_sha256)
            .bind(submission.file_name)
            .bind(sha256)
            .bind(size_bytes)
            .bind(text::instant(submission.received_at))
            .bind(submission.supersedes)
            .execute(it)
            .await?;
    });
    Ok(())
}

impl Reader {
    /// The submission with that receipt.
    ///
    /// # Errors
    ///
    /// Returns an error if the database fails.
    pub async fn submission(&self, receipt: &str) -> Result<Option<Submission>, StoreError> {
        let row: Option<Row> = on_engine!(&self.db, |pool| {
            sqlx::query_as(SELECT_ONE).bind(receipt).fetch_optional(pool).await?
        });
        row.map(Submission::try_from).transpose()
    }

    /// The submission with that number.
    ///
    /// # Errors
    ///
    /// Returns an error if the database fails.
    pub async fn submission_by_id(&self, id: i64) -> Result<Option<Submission>, StoreError> {
        let row: Option<Row> = on_engine!(&self.db, |pool| {
            sqlx::query_as(SELECT_BY_ID).bind(id).fetch_optional(pool).await?
        });
        row.map(Submission::try_from).transpose()
    }

    /// At most `limit` submissions with a number above `after` that no check has seen, oldest first.
    ///
    /// # Errors
    ///
    /// Returns an error if the database fails.
    pub async fn unchecked_submissions(
        &self,
        after: i64,
        limit: i64,
    ) -> Result<Vec<Submission>, StoreError> {
        let rows: Vec<Row> = on_engine!(&self.db, |pool| {
            sqlx::query_as(SELECT_UNCHECKED).bind(after).bind(limit).fetch_all(pool).await?
        });
        rows.into_iter().map(Submission::try_from).collect()
    }

    /// At most `limit` submissions with a number below `before`, newest first.
    ///
    /// # Errors
    ///
    /// Returns an error if the database fails.
    pub async fn submissions_before(
        &self,
        before: i64,
        limit: i64,
    ) -> Result<Vec<Submission>, StoreError> {
        let rows: Vec<Row> = on_engine!(&self.db, |pool| {
            sqlx::query_as(SELECT_BEFORE).bind(before).bind(limit).fetch_all(pool).await?
        });
        rows.into_iter().map(Submission::try_from).collect()
    }

    /// Every ledger of a party accepted by `as_of` for these months, superseded or not, by month and time.
    ///
    /// # Errors
    ///
    /// Returns an error if the database fails.
    pub async fn ledgers_accepted(
        &self,
        party: &PartyId,
        (first, last): (Period, Period),
        as_of: Timestamp,
    ) -> Result<Vec<AcceptedLedger>, StoreError> {
        let rows: Vec<AcceptedRow> = on_engine!(&self.db, |pool| {
            sqlx::query_as(SELECT_LEDGERS_ACCEPTED)
                .bind(party.as_str())
                .bind(counts::VOUCHERS)
                .bind(first.to_string())
                .bind(last.to_string())
                .bind(text::instant(as_of))
                .bind(counts::VOUCHERS_LOST)
                .fetch_all(pool)
                .await?
        });
        rows.into_iter().map(AcceptedLedger::try_from).collect()
    }
}

/// An accepted ledger, before it is parsed.
#[derive(Debug, sqlx::FromRow)]
struct AcceptedRow {
    receipt: String,
    period: String,
    received_at: String,
    rows_total: i64,
    rows_understood: i64,
    vouchers: i64,
    vouchers_understood: i64,
    is_in_force: i64,
}

impl TryFrom<AcceptedRow> for AcceptedLedger {
    type Error = StoreError;

    fn try_from(row: AcceptedRow) -> Result<Self, StoreError> {
        Ok(Self {
            receipt: row.receipt,
            period: text::parse("submissions", "period", &row.period)?,
            received_at: text::parse("submissions", "received_at", &row.received_at)?,
            file: HandedFile {
                rows: text::unsigned("checks", "rows_total", row.rows_total)?,
                understood: text::unsigned("checks", "rows_understood", row.rows_understood)?,
                vouchers: text::unsigned("submission_counts", "value", row.vouchers)?,
                vouchers_understood: text::unsigned(
                    "submission_counts",
                    "value",
                    row.vouchers_understood,
                )?,
                is_in_force: row.is_in_force != 0,
            },
        })
    }
}

/// A row as the database holds it, before it is parsed.
#[derive(Debug, sqlx::FromRow)]
struct Row {
    id: i64,
    receipt: String,
    kind: String,
    party: String,
    period: Option<String>,
    sender: String,
    source: String,
    format: String,
    mapping_sha256: Option<String>,
    file_name: String,
    sha256: String,
    size_bytes: i64,
    received_at: String,
    supersedes: Option<String>,
    checked_at: Option<String>,
    verdict: Option<String>,
    accepted_at: Option<String>,
    rows_total: Option<i64>,
    rows_understood: Option<i64>,
    faults_total: Option<i64>,
    policy_sha256: Option<String>,
}

impl Row {
    fn check(&self) -> Result<Option<Check>, StoreError> {
        let (Some(checked_at), Some(verdict)) = (&self.checked_at, &self.verdict) else {
            return Ok(None);
        };
        let count = |column, value: Option<i64>| {
            text::unsigned("checks", column, value.unwrap_or_default())
        };
        Ok(Some(Check {
            checked_at: text::parse("checks", "checked_at", checked_at)?,
            verdict: text::word("checks", "verdict", verdict, Verdict::parse)?,
            accepted_at: (self.accepted_at.as_deref())
                .map(|it| text::parse("checks", "accepted_at", it))
                .transpose()?,
            rows: count("rows_total", self.rows_total)?,
            understood: count("rows_understood", self.rows_understood)?,
            faults: count("faults_total", self.faults_total)?,
            policy_sha256: self.policy_sha256.clone().unwrap_or_default(),
        }))
    }
}

impl TryFrom<Row> for Submission {
    type Error = StoreError;

    fn try_from(row: Row) -> Result<Self, StoreError> {
        Ok(Self {
            check: row.check()?,
            kind: text::parse("submissions", "kind", &row.kind)?,
            party: text::parse("parties", "party", &row.party)?,
            period: (row.period.as_deref())
                .map(|it| text::parse("submissions", "period", it))
                .transpose()?,
            size_bytes: text::unsigned("submissions", "size_bytes", row.size_bytes)?,
            received_at: text::parse("submissions", "received_at", &row.received_at)?,
            id: row.id,
            receipt: row.receipt,
            sender: row.sender,
            source: row.source,
            format: row.format,
            mapping_sha256: row.mapping_sha256,
            file_name: row.file_name,
            sha256: row.sha256,
            supersedes: row.supersedes,
        })
    }
}
