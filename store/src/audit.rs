//! The audit log: append-only, hash-chained, one writer at a time whichever door it comes from.
//!
//! Each entry's hash covers the hash before it, so that a changed, removed or inserted entry breaks
//! the chain there. The head is printed in every signed package and mail: it is anchored outside.

use jiff::Timestamp;
use sha2::{Digest, Sha256};

use crate::db::{Reader, Tx, in_transaction, on_engine};
use crate::{StoreError, text};

const LOCK_HEAD: &str = "
    UPDATE audit_head SET sequence = sequence + 1 WHERE id = 1
    RETURNING sequence, sha256
";

const HOLD_HEAD: &str = "UPDATE audit_head SET sequence = sequence WHERE id = 1";

const INSERT: &str = "
    INSERT INTO audit (sequence, at, actor, act, object, detail, previous_sha256, sha256)
    VALUES ($1, $2, $3, $4, $5, $6, $7, $8)
";

const MOVE_HEAD: &str = "UPDATE audit_head SET sha256 = $1 WHERE id = 1";

const SELECT_HEAD: &str = "SELECT sequence, sha256 FROM audit_head WHERE id = 1";

const SELECT_PAGE: &str = "
    SELECT sequence, at, actor, act, object, detail, previous_sha256, sha256
    FROM audit
    WHERE $1 < sequence
    ORDER BY sequence
    LIMIT $2
";

const SELECT_LATEST: &str = "
    SELECT sequence, at, actor, act, object, detail, previous_sha256, sha256
    FROM audit
    WHERE sequence < $1
    ORDER BY sequence DESC
    LIMIT $2
";

// What changes what is known: acts on evaluations, deliveries and jobs do not.
const SELECT_BACKDATED: &str = "
    SELECT sequence, at, actor, act, object, detail, previous_sha256, sha256
    FROM audit
    WHERE sequence > (
              SELECT MIN(evaluated.sequence)
              FROM audit AS evaluated
              WHERE evaluated.act = 'evaluate' AND evaluated.object = $1
          )
      AND at <= $2
      AND act IN ('post', 'calendar', 'policy', 'scheme', 'approve-waiver', 'withdraw-waiver',
                  'upgrade', 'confirm_downgrade', 'order', 'accept_rectification')
    ORDER BY sequence
    LIMIT $3
";

/// Entries read at once while verifying.
const VERIFY_PAGE: i64 = 1_000;

/// Something that was done, and by whom. Texts hold no secrets and no file contents.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Act<'a> {
    /// When.
    pub at: Timestamp,
    /// Who: a person's account, or `mingjingd`.
    pub actor: &'a str,
    /// What, such as `submit`, `post`, `evaluate`, `approve`, `deliver`, `refused`.
    pub act: &'a str,
    /// To what, such as a receipt or an evaluation's id.
    pub object: &'a str,
    /// Further words.
    pub detail: &'a str,
}

/// An entry of the log.
#[derive(Clone, Debug, PartialEq, Eq, serde::Serialize, sqlx::FromRow)]
pub struct Entry {
    /// Its number, from 1 without gaps.
    pub sequence: i64,
    /// When, UTC.
    pub at: String,
    /// Who.
    pub actor: String,
    /// What.
    pub act: String,
    /// To what.
    pub object: String,
    /// Further words.
    pub detail: String,
    /// Hash of the entry before, `""` for the first.
    pub previous_sha256: String,
    /// Hash of this entry.
    pub sha256: String,
}

/// The end of the chain.
#[derive(Clone, Debug, PartialEq, Eq, serde::Serialize)]
pub struct Head {
    /// How many entries there are.
    pub sequence: i64,
    /// Hash of the last one, `""` if there is none.
    pub sha256: String,
}

/// What a walk along the chain found.
#[derive(Clone, Debug, PartialEq, Eq, serde::Serialize)]
#[serde(tag = "state", rename_all = "snake_case")]
pub enum Verification {
    /// Every link holds, up to the head.
    Whole {
        /// The head.
        head: Head,
    },
    /// The chain is broken.
    Broken {
        /// The first entry that does not fit, counted from 1.
        sequence: i64,
        /// What does not fit.
        reason: &'static str,
    },
}

impl Entry {
    /// The hash that the entry ought to have: over its fields, each preceded by its length, so that
    /// no two entries write the same bytes.
    #[must_use]
    pub fn expected_sha256(&self) -> String {
        let mut hash = Sha256::new();
        let sequence = self.sequence.to_string();
        for field in [
            &sequence,
            &self.at,
            &self.actor,
            &self.act,
            &self.object,
            &self.detail,
            &self.previous_sha256,
        ] {
            hash.update((field.len() as u64).to_be_bytes());
            hash.update(field.as_bytes());
        }
        hex(&hash.finalize())
    }
}

/// Lowercase hexadecimal.
pub(crate) fn hex(bytes: &[u8]) -> String {
    use std::fmt::Write as _;
    bytes.iter().fold(String::with_capacity(2 * bytes.len()), |mut text, byte| {
        // Writing to a string cannot fail.
        let _ = write!(text, "{byte:02x}");
        text
    })
}

/// Locks the head row until the transaction ends, for whoever reads before it appends.
pub(crate) async fn hold(tx: &mut Tx) -> Result<(), StoreError> {
    in_transaction!(tx, |it| {
        sqlx::query(HOLD_HEAD).execute(it).await?;
    });
    Ok(())
}

/// Appends an entry. The head row is locked until the transaction ends.
pub(crate) async fn append(tx: &mut Tx, act: Act<'_>) -> Result<i64, StoreError> {
    let (sequence, previous_sha256): (i64, String) =
        in_transaction!(tx, |it| sqlx::query_as(LOCK_HEAD).fetch_one(it).await?);
    let mut entry = Entry {
        sequence,
        at: text::instant(act.at),
        actor: act.actor.to_owned(),
        act: act.act.to_owned(),
        object: act.object.to_owned(),
        detail: act.detail.to_owned(),
        previous_sha256,
        sha256: String::new(),
    };
    entry.sha256 = entry.expected_sha256();
    in_transaction!(tx, |it| {
        sqlx::query(INSERT)
            .bind(entry.sequence)
            .bind(&entry.at)
            .bind(&entry.actor)
            .bind(&entry.act)
            .bind(&entry.object)
            .bind(&entry.detail)
            .bind(&entry.previous_sha256)
            .bind(&entry.sha256)
            .execute(&mut *it)
            .await?;
        sqlx::query(MOVE_HEAD).bind(&entry.sha256).execute(it).await?;
    });
    Ok(entry.sequence)
}

impl Reader {
    /// The end of the chain.
    ///
    /// # Errors
    ///
    /// Returns an error if the database fails.
    pub async fn audit_head(&self) -> Result<Head, StoreError> {
        let (sequence, sha256): (i64, String) =
            on_engine!(&self.db, |pool| sqlx::query_as(SELECT_HEAD).fetch_one(pool).await?);
        Ok(Head { sequence, sha256 })
    }

    /// At most `limit` entries before `before`, newest first.
    ///
    /// # Errors
    ///
    /// Returns an error if the database fails.
    pub async fn audit_before(&self, before: i64, limit: i64) -> Result<Vec<Entry>, StoreError> {
        Ok(on_engine!(&self.db, |pool| {
            sqlx::query_as(SELECT_LATEST).bind(before).bind(limit).fetch_all(pool).await?
        }))
    }

    /// At most `limit` entries after `after`, oldest first.
    ///
    /// # Errors
    ///
    /// Returns an error if the database fails.
    pub async fn audit_after(&self, after: i64, limit: i64) -> Result<Vec<Entry>, StoreError> {
        Ok(on_engine!(&self.db, |pool| {
            sqlx::query_as(SELECT_PAGE).bind(after).bind(limit).fetch_all(pool).await?
        }))
    }

    /// At most `limit` entries that stand after an evaluation and carry an instant that is not after
    /// `as_of`, oldest first: what they did is known at that instant, and was not known to the evaluation.
    /// There are some only where the clock stood still or was turned back.
    ///
    /// # Errors
    ///
    /// Returns an error if the database fails.
    pub async fn backdated(
        &self,
        (evaluation, as_of): (&str, Timestamp),
        limit: i64,
    ) -> Result<Vec<Entry>, StoreError> {
        Ok(on_engine!(&self.db, |pool| {
            sqlx::query_as(SELECT_BACKDATED)
                .bind(evaluation)
                .bind(text::instant(as_of))
                .bind(limit)
                .fetch_all(pool)
                .await?
        }))
    }

    /// Walks the whole chain and names the first broken link.
    ///
    /// # Errors
    ///
    /// Returns an error if the database fails.
    pub async fn audit_verify(&self) -> Result<Verification, StoreError> {
        let mut last = Head { sequence: 0, sha256: String::new() };
        loop {
            let page = self.audit_after(last.sequence, VERIFY_PAGE).await?;
            if page.is_empty() {
                break;
            }
            for entry in page {
                let broken = |reason| Verification::Broken { sequence: last.sequence + 1, reason };
                if entry.sequence != last.sequence + 1 {
                    return Ok(broken("an entry is missing"));
                }
                if entry.previous_sha256 != last.sha256 {
                    return Ok(broken("it does not follow the entry before"));
                }
                if entry.sha256 != entry.expected_sha256() {
                    return Ok(broken("its content was changed"));
                }
                last = Head { sequence: entry.sequence, sha256: entry.sha256 };
            }
        }
        let head = self.audit_head().await?;
        if head == last {
            return Ok(Verification::Whole { head });
        }
        let reason = "entries at the end are missing";
        Ok(Verification::Broken { sequence: last.sequence + 1, reason })
    }
}
