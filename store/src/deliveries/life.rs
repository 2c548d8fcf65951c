//! The life of a delivery: its states, and the events that led to each. Events are only added.

use jiff::Timestamp;

use crate::db::{Reader, Tx, in_transaction, on_engine};
use crate::{StoreError, text};

const INSERT_EVENT: &str = "
    INSERT INTO delivery_events (delivery_id, sequence, state, at, actor, detail)
    VALUES ($1, $2, $3, $4, $5, $6)
";

const SELECT_LAST: &str = "
    SELECT COALESCE(MAX(sequence), 0) FROM delivery_events WHERE delivery_id = $1
";

const SELECT_EVENTS: &str = "
    SELECT delivery_id, sequence, state, at, actor, detail
    FROM delivery_events
    WHERE delivery_id BETWEEN $1 AND $2
    ORDER BY delivery_id, sequence
    LIMIT $3
";

/// Events that are read at once. A delivery has a few.
const EVENTS_MAX: i64 = 100_000;

/// Where a delivery stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq, serde::Serialize)]
#[serde(rename_all = "snake_case")]
pub enum DeliveryState {
    /// It waits for its first try.
    Queued,
    /// The server took the recipient; the message goes out now.
    Sending,
    /// The server has said that it took the message. It alone knows what follows.
    Accepted,
    /// The server could not be reached or said "later": it is tried again.
    Deferred,
    /// The server refused it for good.
    Rejected,
    /// The message went out and no answer came back. It may have arrived: a person has to ask.
    Unknown,
    /// The file stands where it was to be put. Not more: nobody has said that it was received.
    Written,
    /// A person knows that the recipient has it.
    Received,
    /// It failed; the detail says why.
    Failed,
}

impl DeliveryState {
    /// Every state.
    pub const ALL: [Self; 9] = [
        Self::Queued,
        Self::Sending,
        Self::Accepted,
        Self::Deferred,
        Self::Rejected,
        Self::Unknown,
        Self::Written,
        Self::Received,
        Self::Failed,
    ];

    /// The word used in JSON and in the database.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Queued => "queued",
            Self::Sending => "sending",
            Self::Accepted => "accepted",
            Self::Deferred => "deferred",
            Self::Rejected => "rejected",
            Self::Unknown => "unknown",
            Self::Written => "written",
            Self::Received => "received",
            Self::Failed => "failed",
        }
    }

    pub(crate) fn parse(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|state| state.as_str() == word)
    }

    /// Whether a daemon may still try it of its own accord.
    #[must_use]
    pub const fn is_waiting(self) -> bool {
        match self {
            Self::Queued | Self::Deferred => true,
            Self::Sending
            | Self::Accepted
            | Self::Rejected
            | Self::Unknown
            | Self::Written
            | Self::Received
            | Self::Failed => false,
        }
    }

    /// Whether a person has to look.
    #[must_use]
    pub const fn is_trouble(self) -> bool {
        match self {
            Self::Rejected | Self::Unknown | Self::Failed => true,
            Self::Queued
            | Self::Sending
            | Self::Accepted
            | Self::Deferred
            | Self::Written
            | Self::Received => false,
        }
    }
}

/// Something that happened to a delivery.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DeliveryEvent {
    /// To which delivery.
    pub delivery_id: i64,
    /// Its number within the delivery, from 1.
    pub sequence: i64,
    /// Where the delivery stood from then on.
    pub state: DeliveryState,
    /// When.
    pub at: Timestamp,
    /// Who: a person's account, or `mingjingd`.
    pub actor: String,
    /// What was said, such as the server's reply.
    pub detail: String,
}

pub(crate) async fn append_event(
    tx: &mut Tx,
    delivery_id: i64,
    (state, actor, detail): (DeliveryState, &str, &str),
    at: Timestamp,
) -> Result<(), StoreError> {
    in_transaction!(tx, |it| {
        let last: i64 =
            sqlx::query_scalar(SELECT_LAST).bind(delivery_id).fetch_one(&mut *it).await?;
        sqlx::query(INSERT_EVENT)
            .bind(delivery_id)
            .bind(last + 1)
            .bind(state.as_str())
            .bind(text::instant(at))
            .bind(actor)
            .bind(detail)
            .execute(it)
            .await?;
    });
    Ok(())
}

impl Reader {
    /// What happened to the deliveries from number `first` to number `last`, in order.
    ///
    /// # Errors
    ///
    /// Returns an error if the database fails.
    pub async fn delivery_events(
        &self,
        first: i64,
        last: i64,
    ) -> Result<Vec<DeliveryEvent>, StoreError> {
        let rows: Vec<Row> = on_engine!(&self.db, |pool| {
            sqlx::query_as(SELECT_EVENTS)
                .bind(first)
                .bind(last)
                .bind(EVENTS_MAX)
                .fetch_all(pool)
                .await?
        });
        rows.into_iter().map(DeliveryEvent::try_from).collect()
    }
}

#[derive(Debug, sqlx::FromRow)]
struct Row {
    delivery_id: i64,
    sequence: i64,
    state: String,
    at: String,
    actor: String,
    detail: String,
}

impl TryFrom<Row> for DeliveryEvent {
    type Error = StoreError;

    fn try_from(row: Row) -> Result<Self, StoreError> {
        Ok(Self {
            state: text::word("delivery_events", "state", &row.state, DeliveryState::parse)?,
            at: text::parse("delivery_events", "at", &row.at)?,
            delivery_id: row.delivery_id,
            sequence: row.sequence,
            actor: row.actor,
            detail: row.detail,
        })
    }
}
