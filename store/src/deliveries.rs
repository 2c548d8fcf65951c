//! Packages and their way out: an outbox whose rows are made with the package, and a ledger of what
//! happened to each.

use std::io::Cursor;

use jiff::Timestamp;
use sha2::{Digest, Sha256};

use crate::audit::{self, Act, hex};
use crate::db::{Reader, Tx, Writer, in_transaction, on_engine};
use crate::{StoreError, blobs, fail, text};

const INSERT_PACKAGE: &str = "
    INSERT INTO packages (evaluation_id, sha256, file_name, audit_sha256, rendered_at)
    VALUES ($1, $2, $3, $4, $5)
    ON CONFLICT (evaluation_id) DO NOTHING
";

const INSERT_DELIVERY: &str = "
    INSERT INTO deliveries (evaluation_id, sha256, recipient, channel, address, message_id,
                            created_at)
    VALUES ($1, $2, $3, $4, $5, $6, $7)
    RETURNING id
";

const INSERT_EVENT: &str = "
    INSERT INTO delivery_events (delivery_id, sequence, state, at, actor, detail)
    VALUES ($1, $2, $3, $4, $5, $6)
";

const SELECT_LAST: &str = "
    SELECT COALESCE(MAX(sequence), 0) FROM delivery_events WHERE delivery_id = $1
";

macro_rules! select {
    ($condition:literal) => {
        concat!(
            "SELECT deliveries.id, deliveries.evaluation_id, deliveries.sha256,
                    packages.file_name, packages.audit_sha256, packages.rendered_at,
                    deliveries.recipient, deliveries.channel, deliveries.address,
                    deliveries.message_id, last.state, last.at, last.detail
             FROM deliveries
             JOIN packages ON packages.evaluation_id = deliveries.evaluation_id
             JOIN delivery_events AS last ON last.delivery_id = deliveries.id
             WHERE last.sequence = (
                 SELECT MAX(delivery_events.sequence)
                 FROM delivery_events
                 WHERE delivery_events.delivery_id = deliveries.id
             ) AND ",
            $condition
        )
    };
}

const SELECT_DUE: &str = select!("last.state = 'queued' ORDER BY deliveries.id LIMIT $1");

const SELECT_PAGE: &str = select!("deliveries.id < $1 ORDER BY deliveries.id DESC LIMIT $2");

const SELECT_PACKAGE: &str = "
    SELECT evaluation_id, sha256, file_name, audit_sha256
    FROM packages
    WHERE evaluation_id = $1
";

/// Where a delivery stands. `accepted` by a mail server comes with mail itself.
#[derive(Clone, Copy, Debug, PartialEq, Eq, serde::Serialize)]
#[serde(rename_all = "snake_case")]
pub enum DeliveryState {
    /// It waits.
    Queued,
    /// The file stands where it was to be put. Not more: nobody has said that it was received.
    Written,
    /// It failed; the detail says why.
    Failed,
}

impl DeliveryState {
    /// Every state.
    pub const ALL: [Self; 3] = [Self::Queued, Self::Written, Self::Failed];

    /// The word used in JSON and in the database.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Queued => "queued",
            Self::Written => "written",
            Self::Failed => "failed",
        }
    }

    pub(crate) fn parse(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|state| state.as_str() == word)
    }
}

/// A package to keep.
#[derive(Clone, Copy, Debug)]
pub struct NewPackage<'a> {
    /// Of which evaluation.
    pub evaluation_id: &'a str,
    /// The bytes.
    pub bytes: &'a [u8],
    /// The file's name.
    pub file_name: &'a str,
    /// The audit head that is printed in it.
    pub audit_sha256: &'a str,
}

/// A delivery to make.
#[derive(Clone, Copy, Debug)]
pub struct NewDelivery<'a> {
    /// The recipient's id in the settings.
    pub recipient: &'a str,
    /// The channel's word.
    pub channel: &'a str,
    /// The folder or mail address.
    pub address: &'a str,
    /// The message's id, `""` where there is no message. Stable, so that a repeated one is
    /// recognised.
    pub message_id: &'a str,
}

/// A package as the database knows it.
#[derive(Clone, Debug, PartialEq, Eq, sqlx::FromRow)]
pub struct Package {
    /// Of which evaluation.
    pub evaluation_id: String,
    /// Hash of its bytes.
    pub sha256: String,
    /// The file's name.
    pub file_name: String,
    /// The audit head that is printed in it.
    pub audit_sha256: String,
}

/// A delivery as the database knows it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Delivery {
    /// Its number in this database.
    pub id: i64,
    /// Of which evaluation.
    pub evaluation_id: String,
    /// Hash of the package.
    pub sha256: String,
    /// The file's name.
    pub file_name: String,
    /// The audit head that is printed in the package.
    pub audit_sha256: String,
    /// When the package was rendered.
    pub rendered_at: Timestamp,
    /// To whom.
    pub recipient: String,
    /// Through which channel.
    pub channel: String,
    /// The folder or mail address.
    pub address: String,
    /// The message's id.
    pub message_id: String,
    /// Where it stands.
    pub state: DeliveryState,
    /// Since when.
    pub at: Timestamp,
    /// What was said, such as the path or the error.
    pub detail: String,
}

impl Writer {
    /// Keeps a package and queues its deliveries, all or nothing. A second package of the same
    /// evaluation is not kept.
    ///
    /// # Errors
    ///
    /// Returns an error if the database fails.
    pub async fn record_package(
        &self,
        package: NewPackage<'_>,
        deliveries: &[NewDelivery<'_>],
        at: Timestamp,
    ) -> Result<(), StoreError> {
        let sha256 = hex(&Sha256::digest(package.bytes));
        let size_bytes = package.bytes.len() as u64;
        let mut tx = self.begin().await?;
        blobs::insert(&mut tx, &mut Cursor::new(package.bytes), &sha256, size_bytes).await?;
        let inserted = in_transaction!(&mut tx, |it| {
            sqlx::query(INSERT_PACKAGE)
                .bind(package.evaluation_id)
                .bind(&sha256)
                .bind(package.file_name)
                .bind(package.audit_sha256)
                .bind(text::instant(at))
                .execute(it)
                .await?
                .rows_affected()
        });
        if inserted == 0 {
            return Ok(());
        }
        for delivery in deliveries {
            queue(&mut tx, (package.evaluation_id, &sha256), delivery, at).await?;
        }
        let object = package.evaluation_id;
        let act = Act { at, actor: "mingjingd", act: "render", object, detail: &sha256 };
        audit::append(&mut tx, act).await?;
        fail::point("render.before-commit")?;
        tx.commit().await?;
        fail::point("render.after-commit")
    }

    /// Says what became of a delivery.
    ///
    /// # Errors
    ///
    /// Returns an error if the database fails.
    pub async fn delivery_event(
        &self,
        delivery: &Delivery,
        (state, detail): (DeliveryState, &str),
        at: Timestamp,
    ) -> Result<(), StoreError> {
        let mut tx = self.begin().await?;
        append_event(&mut tx, delivery.id, (state, "mingjingd", detail), at).await?;
        let object = format!("{} {}", delivery.evaluation_id, delivery.recipient);
        let act =
            Act { at, actor: "mingjingd", act: "deliver", object: &object, detail: state.as_str() };
        audit::append(&mut tx, act).await?;
        tx.commit().await
    }
}

async fn queue(
    tx: &mut Tx,
    (evaluation_id, sha256): (&str, &str),
    delivery: &NewDelivery<'_>,
    at: Timestamp,
) -> Result<(), StoreError> {
    let id: i64 = in_transaction!(&mut *tx, |it| {
        sqlx::query_scalar(INSERT_DELIVERY)
            .bind(evaluation_id)
            .bind(sha256)
            .bind(delivery.recipient)
            .bind(delivery.channel)
            .bind(delivery.address)
            .bind(delivery.message_id)
            .bind(text::instant(at))
            .fetch_one(it)
            .await?
    });
    append_event(tx, id, (DeliveryState::Queued, "mingjingd", ""), at).await
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
    /// At most `limit` deliveries that wait, oldest first.
    ///
    /// # Errors
    ///
    /// Returns an error if the database fails.
    pub async fn due_deliveries(&self, limit: i64) -> Result<Vec<Delivery>, StoreError> {
        let rows: Vec<Row> = on_engine!(&self.db, |pool| {
            sqlx::query_as(SELECT_DUE).bind(limit).fetch_all(pool).await?
        });
        rows.into_iter().map(Delivery::try_from).collect()
    }

    /// At most `limit` deliveries with a number below `before`, newest first.
    ///
    /// # Errors
    ///
    /// Returns an error if the database fails.
    pub async fn deliveries_before(
        &self,
        before: i64,
        limit: i64,
    ) -> Result<Vec<Delivery>, StoreError> {
        let rows: Vec<Row> = on_engine!(&self.db, |pool| {
            sqlx::query_as(SELECT_PAGE).bind(before).bind(limit).fetch_all(pool).await?
        });
        rows.into_iter().map(Delivery::try_from).collect()
    }

    /// The package of an evaluation.
    ///
    /// # Errors
    ///
    /// Returns an error if the database fails.
    pub async fn package(&self, evaluation_id: &str) -> Result<Option<Package>, StoreError> {
        Ok(on_engine!(&self.db, |pool| {
            sqlx::query_as(SELECT_PACKAGE).bind(evaluation_id).fetch_optional(pool).await?
        }))
    }
}

#[derive(Debug, sqlx::FromRow)]
struct Row {
    id: i64,
    evaluation_id: String,
    sha256: String,
    file_name: String,
    audit_sha256: String,
    rendered_at: String,
    recipient: String,
    channel: String,
    address: String,
    message_id: String,
    state: String,
    at: String,
    detail: String,
}

impl TryFrom<Row> for Delivery {
    type Error = StoreError;

    fn try_from(row: Row) -> Result<Self, StoreError> {
        Ok(Self {
            rendered_at: text::parse("packages", "rendered_at", &row.rendered_at)?,
            state: text::word("delivery_events", "state", &row.state, DeliveryState::parse)?,
            at: text::parse("delivery_events", "at", &row.at)?,
            id: row.id,
            evaluation_id: row.evaluation_id,
            sha256: row.sha256,
            file_name: row.file_name,
            audit_sha256: row.audit_sha256,
            recipient: row.recipient,
            channel: row.channel,
            address: row.address,
            message_id: row.message_id,
            detail: row.detail,
        })
    }
}
