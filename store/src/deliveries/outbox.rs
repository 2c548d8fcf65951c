//! The outbox: who may try a delivery, and when.
//!
//! Whoever claims a delivery gets an attempt number, which fences: a daemon that was thought dead
//! cannot speak for the attempt of another. Between `sending` and what follows lies the one gap that
//! nobody can close; what falls into it becomes `unknown`, and no daemon sends it again.

use jiff::Timestamp;

use super::life::{DeliveryState, append_event};
use super::{Delivery, Row, SELECT_ONE};
use crate::audit::{self, Act};
use crate::db::{Reader, Tx, Writer, in_transaction, on_engine};
use crate::{StoreError, text};

// The conditions are asked twice: on PostgreSQL the row that the subquery chose may have been
// claimed by another daemon while this one waited for it.
const CLAIM: &str = "
    UPDATE outbox
    SET attempt = attempt + 1, lease_until = $2
    WHERE delivery_id = (
        SELECT MIN(delivery_id)
        FROM outbox
        WHERE state IN ('queued', 'deferred') AND due_at <= $1 AND lease_until < $1
    )
      AND state IN ('queued', 'deferred') AND due_at <= $1 AND lease_until < $1
    RETURNING delivery_id
";

const SELECT_DUE: &str = "
    SELECT COUNT(*)
    FROM outbox
    WHERE state IN ('queued', 'deferred') AND due_at <= $1 AND lease_until < $1
";

const BEGIN_SENDING: &str = "
    UPDATE outbox
    SET state = 'sending', lease_until = $3
    WHERE delivery_id = $1 AND attempt = $2 AND state IN ('queued', 'deferred')
";

// An answer that comes after the lease ran out is knowledge all the same.
const END: &str = "
    UPDATE outbox
    SET state = $3, tries = tries + $4, due_at = $5, lease_until = ''
    WHERE delivery_id = $1 AND attempt = $2
      AND state IN ('queued', 'deferred', 'sending', 'unknown')
";

const SELECT_LOST: &str = "
    SELECT delivery_id
    FROM outbox
    WHERE state = 'sending' AND lease_until < $1
    ORDER BY delivery_id
    LIMIT $2
";

const LOSE: &str = "
    UPDATE outbox
    SET state = 'unknown', lease_until = ''
    WHERE delivery_id = $1 AND state = 'sending' AND lease_until < $2
";

// The attempt is raised so that an older one, whose answer is still to come, has no say any more.
const QUEUE_AGAIN: &str = "
    UPDATE outbox
    SET state = 'queued', attempt = attempt + 1, tries = 0, due_at = $2, lease_until = ''
    WHERE delivery_id = $1
      AND state IN ('accepted', 'rejected', 'unknown', 'written', 'received', 'failed')
";

const POSTPONE: &str = "
    UPDATE outbox
    SET due_at = $3, lease_until = ''
    WHERE delivery_id = $1 AND attempt = $2 AND state IN ('queued', 'deferred')
";

const SETTLE: &str = "
    UPDATE outbox SET state = $2 WHERE delivery_id = $1 AND state = 'unknown'
";

const SELECT_SENDING: &str = "
    SELECT delivery_events.at
    FROM deliveries
    JOIN delivery_events ON delivery_events.delivery_id = deliveries.id
    WHERE deliveries.address = $1
      AND delivery_events.state = 'sending'
    ORDER BY delivery_events.at DESC
    LIMIT 1 OFFSET $2
";

/// Lost deliveries that are found at once.
const LOST_MAX: i64 = 1_000;

/// A delivery in hand.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Claim {
    /// The delivery.
    pub delivery: Delivery,
    /// The attempt that the claim is for.
    attempt: i64,
}

/// How an attempt ended.
#[derive(Clone, Copy, Debug)]
pub struct Ending<'a> {
    /// Where the delivery stands now.
    pub state: DeliveryState,
    /// What was said.
    pub detail: &'a str,
    /// How many vain tries this adds.
    pub tries: i64,
    /// When it is tried next, if it is.
    pub due_at: Timestamp,
}

impl Writer {
    /// Takes the first delivery that is due. It stays this daemon's until `lease_until`.
    ///
    /// # Errors
    ///
    /// Returns an error if the database fails.
    pub async fn claim_delivery(
        &self,
        now: Timestamp,
        lease_until: Timestamp,
    ) -> Result<Option<Claim>, StoreError> {
        loop {
            let claimed: Option<i64> = on_engine!(&self.db, |pool| {
                sqlx::query_scalar(CLAIM)
                    .bind(text::instant(now))
                    .bind(text::instant(lease_until))
                    .fetch_optional(pool)
                    .await?
            });
            if let Some(id) = claimed {
                return Ok(Some(self.claim(id).await?));
            }
            // Another daemon may have been faster with that one; the next may be free.
            let due: i64 = on_engine!(&self.db, |pool| {
                sqlx::query_scalar(SELECT_DUE).bind(text::instant(now)).fetch_one(pool).await?
            });
            if due == 0 {
                return Ok(None);
            }
        }
    }

    async fn claim(&self, id: i64) -> Result<Claim, StoreError> {
        let row: Row = on_engine!(&self.db, |pool| {
            sqlx::query_as(SELECT_ONE).bind(id).fetch_one(pool).await?
        });
        let delivery = Delivery::try_from(row)?;
        Ok(Claim { attempt: delivery.attempt, delivery })
    }

    /// Lets a delivery wait its turn until an instant. That is no try and no event.
    ///
    /// # Errors
    ///
    /// Returns an error if the database fails.
    pub async fn postpone(&self, claim: &Claim, until: Timestamp) -> Result<(), StoreError> {
        on_engine!(&self.db, |pool| {
            sqlx::query(POSTPONE)
                .bind(claim.delivery.id)
                .bind(claim.attempt)
                .bind(text::instant(until))
                .execute(pool)
                .await?;
        });
        Ok(())
    }

    /// Says that the message goes out now. This has to be kept before the first byte leaves.
    /// `false` if the delivery is no longer this daemon's: then it must not send.
    ///
    /// # Errors
    ///
    /// Returns an error if the database fails.
    pub async fn begin_sending(
        &self,
        claim: &Claim,
        now: Timestamp,
        lease_until: Timestamp,
    ) -> Result<bool, StoreError> {
        let id = claim.delivery.id;
        let mut tx = self.begin().await?;
        let touched = in_transaction!(&mut tx, |it| {
            sqlx::query(BEGIN_SENDING)
                .bind(id)
                .bind(claim.attempt)
                .bind(text::instant(lease_until))
                .execute(it)
                .await?
                .rows_affected()
        });
        if touched == 0 {
            return Ok(false);
        }
        append_event(&mut tx, id, (DeliveryState::Sending, "mingjingd", ""), now).await?;
        tx.commit().await?;
        Ok(true)
    }

    /// Ends an attempt. `false` if a later one has begun: then nothing changes.
    ///
    /// # Errors
    ///
    /// Returns an error if the database fails.
    pub async fn end_attempt(
        &self,
        claim: &Claim,
        ending: Ending<'_>,
        at: Timestamp,
    ) -> Result<bool, StoreError> {
        let Delivery { id, report_id, recipient, .. } = &claim.delivery;
        let mut tx = self.begin().await?;
        let touched = in_transaction!(&mut tx, |it| {
            sqlx::query(END)
                .bind(id)
                .bind(claim.attempt)
                .bind(ending.state.as_str())
                .bind(ending.tries)
                .bind(text::instant(ending.due_at))
                .execute(it)
                .await?
                .rows_affected()
        });
        if touched == 0 {
            return Ok(false);
        }
        let state = (ending.state, "mingjingd", ending.detail);
        append_event(&mut tx, *id, state, at).await?;
        let object = format!("{report_id} {recipient}");
        let detail = ending.state.as_str();
        let act = Act { at, actor: "mingjingd", act: "deliver", object: &object, detail };
        audit::append(&mut tx, act).await?;
        tx.commit().await?;
        Ok(true)
    }

    /// Finds the deliveries whose daemon fell silent while the message went out, and says that their
    /// fate is unknown. Returns their numbers.
    ///
    /// # Errors
    ///
    /// Returns an error if the database fails.
    pub async fn lose_deliveries(
        &self,
        detail: &str,
        now: Timestamp,
    ) -> Result<Vec<i64>, StoreError> {
        let silent: Vec<i64> = on_engine!(&self.db, |pool| {
            sqlx::query_scalar(SELECT_LOST)
                .bind(text::instant(now))
                .bind(LOST_MAX)
                .fetch_all(pool)
                .await?
        });
        let mut lost = Vec::with_capacity(silent.len());
        for id in silent {
            if self.lose(id, detail, now).await? {
                lost.push(id);
            }
        }
        Ok(lost)
    }

    async fn lose(&self, id: i64, detail: &str, now: Timestamp) -> Result<bool, StoreError> {
        let mut tx = self.begin().await?;
        let touched = in_transaction!(&mut tx, |it| {
            sqlx::query(LOSE).bind(id).bind(text::instant(now)).execute(it).await?.rows_affected()
        });
        if touched == 0 {
            return Ok(false);
        }
        append_event(&mut tx, id, (DeliveryState::Unknown, "mingjingd", detail), now).await?;
        let row: Row = in_transaction!(&mut tx, |it| {
            sqlx::query_as(SELECT_ONE).bind(id).fetch_one(it).await?
        });
        let object = format!("{} {}", row.report_id, row.recipient);
        let detail = DeliveryState::Unknown.as_str();
        let act = Act { at: now, actor: "mingjingd", act: "deliver", object: &object, detail };
        audit::append(&mut tx, act).await?;
        tx.commit().await?;
        Ok(true)
    }
}

/// What a person decides about a delivery that a daemon left alone.
#[derive(Clone, Copy, Debug)]
pub(crate) enum Decision {
    /// It goes out again.
    Again,
    /// The recipient has it.
    Received,
    /// The recipient does not have it.
    Lost,
}

/// Carries out a decision. `false` if the delivery does not stand where it could be decided.
pub(crate) async fn decide(
    tx: &mut Tx,
    id: i64,
    (decision, actor, note): (Decision, &str, &str),
    at: Timestamp,
) -> Result<bool, StoreError> {
    let state = match decision {
        Decision::Again => DeliveryState::Queued,
        Decision::Received => DeliveryState::Received,
        Decision::Lost => DeliveryState::Failed,
    };
    let touched = in_transaction!(&mut *tx, |it| {
        let query = match decision {
            Decision::Again => sqlx::query(QUEUE_AGAIN).bind(id).bind(text::instant(at)),
            Decision::Received | Decision::Lost => {
                sqlx::query(SETTLE).bind(id).bind(state.as_str())
            }
        };
        query.execute(it).await?.rows_affected()
    });
    if touched == 0 {
        return Ok(false);
    }
    append_event(tx, id, (state, actor, note), at).await?;
    Ok(true)
}

impl Reader {
    /// When the message before the last `after` ones began to go out to an address.
    ///
    /// # Errors
    ///
    /// Returns an error if the database fails.
    pub async fn sending_before(
        &self,
        address: &str,
        after: i64,
    ) -> Result<Option<Timestamp>, StoreError> {
        let at: Option<String> = on_engine!(&self.db, |pool| {
            sqlx::query_scalar(SELECT_SENDING)
                .bind(address)
                .bind(after)
                .fetch_optional(pool)
                .await?
        });
        at.map(|it| text::parse("delivery_events", "at", &it)).transpose()
    }
}
