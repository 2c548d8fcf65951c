//! Posting: everything that a checked submission leaves behind, in one transaction.

use std::collections::HashMap;
use std::sync::Arc;

use jiff::Timestamp;
use metrics::kind::{Kind, Verdict};
use metrics::party::PartyId;
use metrics::period::Period;
use sha2::{Digest, Sha256};

use crate::audit::{self, Act};
use crate::bulk::{self, COUNTS, Cell};
use crate::closings;
use crate::db::{Reader, Tx, Writer, in_transaction, on_engine};
use crate::proof::log;
use crate::submissions::{Submission, in_force};
use crate::{StoreError, fail, findings, open_incidents, text};

use crate::ledger::memory::Memory;
use crate::ledger::post::PostedLedger;

const SELECT_CHECKED: &str = "SELECT COUNT(*) FROM checks WHERE submission_id = $1";

const SELECT_PARTY: &str = "SELECT party_id FROM submissions WHERE id = $1";

/// The ledgers of a submission's month that were posted, in force or not.
const SELECT_POSTED: &str = "
    SELECT COUNT(*)
    FROM submissions AS one
    JOIN submissions ON submissions.party_id = one.party_id AND submissions.kind = one.kind
                    AND submissions.period = one.period
    JOIN checks ON checks.submission_id = submissions.id
    WHERE one.id = $1 AND one.kind = 'ledger' AND checks.accepted_at IS NOT NULL
";

const LOCK_POSTGRES: &str = "SELECT pg_advisory_xact_lock($1)";
const LOCK_SHARED_POSTGRES: &str = "SELECT pg_advisory_xact_lock_shared($1)";

/// What all who make something known hold together, and who settles holds alone: `known` in ASCII.
const KNOWN: i64 = 0x006b_6e6f_776e;

const INSERT_CHECK: &str = "
    INSERT INTO checks (submission_id, checked_at, verdict, accepted_at, rows_total,
                        rows_understood, faults_total, policy_sha256)
    VALUES ($1, $2, $3, $4, $5, $6, $7, $8)
";

const SUPERSEDE: &str = "
    INSERT INTO supersessions (new_id, old_id, accepted_at)
    SELECT $1, id, $2 FROM submissions WHERE receipt = $3
";

macro_rules! select_replaced {
    ($kind:literal, $facts:literal, $key:literal) => {
        concat!(
            "SELECT submissions.receipt
             FROM submissions
             JOIN checks ON checks.submission_id = submissions.id
             WHERE submissions.party_id = $1
               AND submissions.kind = '",
            $kind,
            "'
               AND submissions.id <> $2
               AND ",
            in_force!("$3"),
            " AND NOT EXISTS (
                 SELECT 1
                 FROM ",
            $facts,
            " AS said
                 WHERE said.submission_id = submissions.id
                   AND NOT EXISTS (
                       SELECT 1
                       FROM ",
            $facts,
            " AS again
                       WHERE again.submission_id = $2
                         AND again.party_id = said.party_id
                         AND again.",
            $key,
            " = said.",
            $key,
            "
                   )
             )
             ORDER BY submissions.id
             LIMIT 1000"
        )
    };
}

const SELECT_REPLACED_SUPPLY: &str = select_replaced!("supply", "supply_items", "code");
const SELECT_REPLACED_DISCLOSURES: &str = select_replaced!("disclosure", "disclosures", "year");
const SELECT_REPLACED_OBJECTIONS: &str = select_replaced!("objection", "objections", "number");
const SELECT_REPLACED_DEMANDS: &str = select_replaced!("demand", "demands", "number");
const SELECT_REPLACED_OPINIONS: &str = select_replaced!("opinion", "opinions", "code");

/// An open posting of one submission. Dropped without [`Posting::finish`], it leaves nothing.
#[derive(Debug)]
pub struct Posting {
    pub(crate) tx: Tx,
    pub(crate) submission: Submission,
    pub(crate) party_id: i64,
    /// When it was judged: with what was known then.
    checked_at: Timestamp,
    /// Since when what is posted is known.
    pub(crate) at: Timestamp,
    /// Whether the month of the ledger is closed: nothing of it can be posted (F-12).
    is_closed: bool,
    /// How many ledgers of the party and month were posted before.
    pub(crate) ledgers_before: i64,
    /// The next free ordinal of each voucher slot that is taken.
    pub(crate) voucher_ordinals: HashMap<i64, i64>,
    pub(crate) memory: Arc<Memory>,
    /// The ledger that was posted.
    pub(crate) posted: Option<PostedLedger>,
}

/// What the check said, to be kept with the facts.
#[derive(Clone, Debug)]
pub struct Outcome<'a> {
    /// The verdict.
    pub verdict: Verdict,
    /// Rows handed in.
    pub rows: u64,
    /// Rows understood.
    pub understood: u64,
    /// Faults found, kept or not.
    pub faults: u64,
    /// The policy pack that judged.
    pub policy_sha256: &'a str,
    /// What was counted, by name.
    pub counts: &'a [(&'static str, i64)],
}

impl Writer {
    /// Opens the posting of a submission that was judged with what was known at an instant, with its party
    /// and period locked; `None` if it was posted already.
    ///
    /// # Errors
    ///
    /// Returns an error if the database fails.
    pub async fn begin_posting(
        &self,
        submission: &Submission,
        at: Timestamp,
    ) -> Result<Option<Posting>, StoreError> {
        let mut tx = self.begin().await?;
        if let Tx::Postgres(transaction) = &mut tx {
            // On SQLite the transaction itself is the only writer.
            let key = lock_key(submission);
            sqlx::query(LOCK_POSTGRES).bind(key).execute(&mut **transaction).await?;
        }
        hold_known(&mut tx).await?;
        let (checked, party_id, ledgers_before): (i64, i64, i64) = in_transaction!(&mut tx, |it| (
            sqlx::query_scalar(SELECT_CHECKED).bind(submission.id).fetch_one(&mut *it).await?,
            sqlx::query_scalar(SELECT_PARTY).bind(submission.id).fetch_one(&mut *it).await?,
            sqlx::query_scalar(SELECT_POSTED).bind(submission.id).fetch_one(it).await?,
        ));
        if checked != 0 {
            return Ok(None);
        }
        let mut is_closed = false;
        if let (Kind::Ledger, Some(period)) = (submission.kind, submission.period) {
            is_closed = self::is_closed(&mut tx, (&submission.party, period)).await?;
        }
        Ok(Some(Posting {
            tx,
            submission: submission.clone(),
            party_id,
            checked_at: at,
            at,
            is_closed,
            ledgers_before,
            voucher_ordinals: HashMap::new(),
            memory: Arc::clone(&self.reader().memory),
            posted: None,
        }))
    }

    /// Waits for the postings under way, and for documents that are being put in force. Whatever is made
    /// known after it bears an instant that was taken later: see [`Posting::known_at`].
    ///
    /// # Errors
    ///
    /// Returns an error if the database fails.
    pub async fn settle(&self) -> Result<(), StoreError> {
        let mut tx = self.begin().await?;
        if let Tx::Postgres(transaction) = &mut tx {
            // On SQLite the transaction itself is the only writer.
            sqlx::query(LOCK_POSTGRES).bind(KNOWN).execute(&mut **transaction).await?;
        }
        tx.commit().await
    }
}

impl Reader {
    /// How many ledgers of a submission's party and month were posted, in force or not; 0 for what is no
    /// ledger.
    ///
    /// # Errors
    ///
    /// Returns an error if the database fails.
    pub async fn ledgers_posted(&self, submission: &Submission) -> Result<i64, StoreError> {
        Ok(on_engine!(&self.db, |pool| {
            sqlx::query_scalar(SELECT_POSTED).bind(submission.id).fetch_one(pool).await?
        }))
    }
}

/// Whoever settles waits for this transaction: what it makes known has to bear an instant taken from now on.
pub(crate) async fn hold_known(tx: &mut Tx) -> Result<(), StoreError> {
    if let Tx::Postgres(transaction) = tx {
        // On SQLite the transaction itself is the only writer.
        sqlx::query(LOCK_SHARED_POSTGRES).bind(KNOWN).execute(&mut **transaction).await?;
    }
    Ok(())
}

/// Whether a month of a party is closed. It stays so until the transaction ends.
async fn is_closed(tx: &mut Tx, (party, period): (&PartyId, Period)) -> Result<bool, StoreError> {
    closings::lock_shared(tx, party).await?;
    let closings = closings::closings_in(tx, party).await?;
    Ok(closings::closed_through(&closings).is_some_and(|last| period <= last))
}

/// One number for a kind, party and period.
fn lock_key(submission: &Submission) -> i64 {
    let period = submission.period.map(|it| it.to_string()).unwrap_or_default();
    let text = format!("{} {} {period}", submission.kind, submission.party);
    let digest = Sha256::digest(text.as_bytes());
    digest.iter().take(8).fold(0, |key, byte| (key << 8) | i64::from(*byte))
}

impl Posting {
    /// What is posted becomes known at this instant, taken now that the locks are held: an evaluation as
    /// known at an instant before it, which settled first, has not missed it.
    #[must_use]
    pub fn known_at(self, at: Timestamp) -> Self {
        Self { at, ..self }
    }

    /// Whether no other ledger of the month was posted since [`Reader::ledgers_posted`] gave this number. None
    /// will be until this posting ends.
    #[must_use]
    pub const fn is_next(&self, ledgers_posted: i64) -> bool {
        self.ledgers_before == ledgers_posted
    }

    /// Whether the month of the ledger is closed: then it can only be refused.
    #[must_use]
    pub const fn is_closed(&self) -> bool {
        self.is_closed
    }

    /// Keeps what the check said, puts the facts in force unless it was refused, and commits.
    ///
    /// # Errors
    ///
    /// [`StoreError::Closed`] if the month is closed and the submission not refused, or an error if
    /// the database fails.
    pub async fn finish(mut self, outcome: &Outcome<'_>) -> Result<(), StoreError> {
        let at = text::instant(self.at);
        let accepted = match outcome.verdict {
            Verdict::Accepted | Verdict::AcceptedWithFindings if self.is_closed => {
                return Err(StoreError::Closed);
            }
            Verdict::Accepted | Verdict::AcceptedWithFindings => Some(at.clone()),
            Verdict::Refused => None,
        };
        let rows = text::signed("rows", outcome.rows)?;
        let understood = text::signed("rows", outcome.understood)?;
        let faults = text::signed("faults", outcome.faults)?;
        in_transaction!(&mut self.tx, |it| {
            sqlx::query(INSERT_CHECK)
                .bind(self.submission.id)
                .bind(text::instant(self.checked_at))
                .bind(outcome.verdict.as_str())
                .bind(&accepted)
                .bind(rows)
                .bind(understood)
                .bind(faults)
                .bind(outcome.policy_sha256)
                .execute(it)
                .await?;
        });
        let counts = (outcome.counts.iter()).map(|&(name, value)| {
            [Cell::Number(self.submission.id), Cell::Text(name), Cell::Number(value)]
        });
        bulk::insert(&mut self.tx, COUNTS, counts).await?;
        if accepted.is_some() {
            if let Some(old) = self.submission.supersedes.clone() {
                self.supersede(&old).await?;
            }
            for old in self.replaced().await? {
                self.supersede(&old).await?;
            }
        }
        let act = Act {
            at: self.at,
            actor: "mingjingd",
            act: "post",
            object: &self.submission.receipt,
            detail: &log::told(self.checked_at, outcome),
        };
        let sequence = audit::append(&mut self.tx, act).await?;
        if accepted.is_some() && self.submission.kind == Kind::Incident {
            open_incidents::list_posted(&mut self.tx, &self.submission, sequence).await?;
        }
        fail::point("post.before-commit")?;
        self.tx.commit().await?;
        if let Some(posted) = self.posted {
            posted.keep(&self.memory, self.submission.id);
        }
        fail::point("post.after-commit")
    }

    /// Earlier submissions of the same submitter of which this one says everything again: every item
    /// of a catalogue, every party's year of disclosures,
    /// every opinion, objection and demand. Nothing of them is in force any more, so
    /// that what was wrong with them need not stay open.
    async fn replaced(&mut self) -> Result<Vec<String>, StoreError> {
        let statement = match self.submission.kind {
            Kind::Supply => SELECT_REPLACED_SUPPLY,
            Kind::Disclosure => SELECT_REPLACED_DISCLOSURES,
            Kind::Opinion => SELECT_REPLACED_OPINIONS,
            Kind::Objection => SELECT_REPLACED_OBJECTIONS,
            Kind::Demand => SELECT_REPLACED_DEMANDS,
            Kind::Registry | Kind::Ledger | Kind::Pricing | Kind::Usage | Kind::Incident => {
                return Ok(Vec::new());
            }
        };
        Ok(in_transaction!(&mut self.tx, |it| {
            sqlx::query_scalar(statement)
                .bind(self.party_id)
                .bind(self.submission.id)
                .bind(text::instant(self.at))
                .fetch_all(it)
                .await?
        }))
    }

    /// Takes a superseded submission out of force, and closes the findings that only it showed.
    async fn supersede(&mut self, old: &str) -> Result<(), StoreError> {
        let at = text::instant(self.at);
        in_transaction!(&mut self.tx, |it| {
            sqlx::query(SUPERSEDE).bind(self.submission.id).bind(&at).bind(old).execute(it).await?;
        });
        findings::close_cured(&mut self.tx, (old, &self.submission.receipt), self.at).await
    }
}
