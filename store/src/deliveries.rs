//! Reports and their way out: what leaves the house is kept, and each recipient's delivery has a
//! life of append-only events. Who may try a delivery next, and when, is said by the outbox.

mod life;
mod outbox;

use std::io::Cursor;

use jiff::Timestamp;
use sha2::{Digest, Sha256};

use crate::audit::{self, Act, hex};
use crate::db::{Reader, Tx, Writer, in_transaction, on_engine};
use crate::{StoreError, blobs, fail, text};

pub(crate) use life::append_event;
pub use life::{DeliveryEvent, DeliveryState};
pub use outbox::{Claim, Ending};
pub(crate) use outbox::{Decision, decide};

const INSERT_REPORT: &str = "
    INSERT INTO reports (id, kind, period, sha256, file_name, audit_sha256, rendered_at)
    VALUES ($1, $2, $3, $4, $5, $6, $7)
    ON CONFLICT (id) DO NOTHING
";

const INSERT_DELIVERY: &str = "
    INSERT INTO deliveries (report_id, sha256, recipient, channel, address, message_id, created_at)
    VALUES ($1, $2, $3, $4, $5, $6, $7)
    RETURNING id
";

const INSERT_OUTBOX: &str = "
    INSERT INTO outbox (delivery_id, state, attempt, tries, due_at, lease_until)
    VALUES ($1, 'queued', 0, 0, $2, '')
";

macro_rules! select {
    ($condition:literal) => {
        concat!(
            "SELECT deliveries.id, deliveries.report_id, reports.kind, reports.period,
                    deliveries.sha256, reports.file_name, reports.audit_sha256,
                    reports.rendered_at, deliveries.recipient, deliveries.channel,
                    deliveries.address, deliveries.message_id, outbox.state, outbox.attempt,
                    outbox.tries, outbox.due_at, last.at, last.detail
             FROM deliveries
             JOIN reports ON reports.id = deliveries.report_id
             JOIN outbox ON outbox.delivery_id = deliveries.id
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

const SELECT_ONE: &str = select!("deliveries.id = $1");

const SELECT_PAGE: &str = select!("deliveries.id < $1 ORDER BY deliveries.id DESC LIMIT $2");

// Of excerpts too, see `excerpt_id`: a comma comes right after a plus sign.
const SELECT_OF_REPORT: &str = select!(
    "(deliveries.report_id = $1
      OR ($1 || '+' < deliveries.report_id AND deliveries.report_id < $1 || ','))
     ORDER BY deliveries.id DESC
     LIMIT $2"
);

// What nobody knows stays until a person knows; what failed is said once; what is late is said
// for as long as it is.
const SELECT_TROUBLED: &str = select!(
    "(outbox.state = 'unknown'
      OR (outbox.state IN ('failed', 'rejected') AND $1 < last.at AND last.at <= $2)
      OR (outbox.state IN ('queued', 'sending', 'deferred') AND (
          SELECT MAX(queued.at)
          FROM delivery_events AS queued
          WHERE queued.delivery_id = deliveries.id AND queued.state = 'queued'
      ) < $3))
     ORDER BY deliveries.id DESC LIMIT $4"
);

const SELECT_REPORT: &str = "
    SELECT id, kind, period, sha256, file_name, audit_sha256
    FROM reports
    WHERE id = $1
";

const SELECT_LAST_OF_KIND: &str = "SELECT MAX(rendered_at) FROM reports WHERE kind = $1";

/// A report to keep.
#[derive(Clone, Copy, Debug)]
pub struct NewReport<'a> {
    /// What kind of report, such as `evaluation` or `digest`.
    pub kind: &'a str,
    /// Its id. It names the version too: another content has another id.
    pub id: &'a str,
    /// What it is about.
    pub period: &'a str,
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
    /// The message, which is kept: what goes out later, and goes out again, is these bytes.
    /// Without, the report itself goes out.
    pub message: Option<&'a [u8]>,
}

/// A report as the database knows it.
#[derive(Clone, Debug, PartialEq, Eq, sqlx::FromRow)]
pub struct StoredReport {
    /// Its id: of an evaluation file, the evaluation's, or that of [`excerpt_id`].
    pub id: String,
    /// What kind of report.
    pub kind: String,
    /// What it is about.
    pub period: String,
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
    /// Of which report.
    pub report_id: String,
    /// What kind of report.
    pub kind: String,
    /// What the report is about.
    pub period: String,
    /// Hash of the bytes that go out: the report's, or the message's.
    pub sha256: String,
    /// The file's name.
    pub file_name: String,
    /// The audit head that is printed in the report.
    pub audit_sha256: String,
    /// When the report was rendered.
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
    /// How often it changed hands: a daemon took it, or a person queued it again.
    pub attempt: i64,
    /// How often it was tried in vain since it was queued.
    pub tries: i64,
    /// When it is tried next; `None` once it has ended.
    pub due_at: Option<Timestamp>,
    /// Since when it stands there.
    pub at: Timestamp,
    /// What was said, such as the path, the server's reply or the error.
    pub detail: String,
}

/// The id of the file of an excerpt: the evaluation's id, which has no plus sign, and the beginning of the
/// SHA-256 of what the excerpt says.
#[must_use]
pub fn excerpt_id(evaluation_id: &str, sha256: &str) -> String {
    format!("{evaluation_id}+{}", sha256.get(..8).unwrap_or(sha256))
}

impl Delivery {
    /// The evaluation whose file it is, whole or an excerpt; of another report, the report's id.
    #[must_use]
    pub fn evaluation_id(&self) -> &str {
        self.report_id.split('+').next().unwrap_or_default()
    }
}

impl Writer {
    /// Keeps a report and queues its deliveries, as [`Writer::record_reports`] does.
    ///
    /// # Errors
    ///
    /// Returns an error if the database fails.
    pub async fn record_report(
        &self,
        report: NewReport<'_>,
        deliveries: &[NewDelivery<'_>],
        at: Timestamp,
    ) -> Result<bool, StoreError> {
        self.record_reports(&[(report, deliveries)], at).await
    }

    /// Keeps reports and queues the deliveries of each, all or nothing. `false` if a report of one of the
    /// ids was kept before: nothing changes.
    ///
    /// # Errors
    ///
    /// Returns an error if the database fails.
    pub async fn record_reports(
        &self,
        reports: &[(NewReport<'_>, &[NewDelivery<'_>])],
        at: Timestamp,
    ) -> Result<bool, StoreError> {
        let mut tx = self.begin().await?;
        for (report, deliveries) in reports {
            let Some(sha256) = insert(&mut tx, *report, at).await? else { return Ok(false) };
            for delivery in *deliveries {
                queue(&mut tx, (report.id, &sha256), delivery, at).await?;
            }
        }
        fail::point("render.before-commit")?;
        tx.commit().await?;
        fail::point("render.after-commit")?;
        Ok(true)
    }
}

/// Keeps one report; its hash, unless one of that id was kept before.
async fn insert(
    tx: &mut Tx,
    report: NewReport<'_>,
    at: Timestamp,
) -> Result<Option<String>, StoreError> {
    let sha256 = keep(tx, report.bytes).await?;
    let inserted = in_transaction!(&mut *tx, |it| {
        sqlx::query(INSERT_REPORT)
            .bind(report.id)
            .bind(report.kind)
            .bind(report.period)
            .bind(&sha256)
            .bind(report.file_name)
            .bind(report.audit_sha256)
            .bind(text::instant(at))
            .execute(it)
            .await?
            .rows_affected()
    });
    if inserted == 0 {
        return Ok(None);
    }
    let act = Act { at, actor: "mingjingd", act: "render", object: report.id, detail: &sha256 };
    audit::append(tx, act).await?;
    Ok(Some(sha256))
}

async fn keep(tx: &mut Tx, bytes: &[u8]) -> Result<String, StoreError> {
    let sha256 = hex(&Sha256::digest(bytes));
    blobs::insert(tx, &mut Cursor::new(bytes), &sha256, bytes.len() as u64).await?;
    Ok(sha256)
}

async fn queue(
    tx: &mut Tx,
    (report_id, report_sha256): (&str, &str),
    delivery: &NewDelivery<'_>,
    at: Timestamp,
) -> Result<(), StoreError> {
    let sha256 = match delivery.message {
        Some(message) => keep(tx, message).await?,
        None => report_sha256.to_owned(),
    };
    let id: i64 = in_transaction!(&mut *tx, |it| {
        let id = sqlx::query_scalar(INSERT_DELIVERY)
            .bind(report_id)
            .bind(sha256)
            .bind(delivery.recipient)
            .bind(delivery.channel)
            .bind(delivery.address)
            .bind(delivery.message_id)
            .bind(text::instant(at))
            .fetch_one(&mut *it)
            .await?;
        sqlx::query(INSERT_OUTBOX).bind(id).bind(text::instant(at)).execute(it).await?;
        id
    });
    append_event(tx, id, (DeliveryState::Queued, "mingjingd", ""), at).await
}

impl Reader {
    /// The delivery with this number.
    ///
    /// # Errors
    ///
    /// [`StoreError::NotFound`] if there is none, or an error if the database fails.
    pub async fn delivery(&self, id: i64) -> Result<Delivery, StoreError> {
        let row: Option<Row> = on_engine!(&self.db, |pool| {
            sqlx::query_as(SELECT_ONE).bind(id).fetch_optional(pool).await?
        });
        let row =
            row.ok_or_else(|| StoreError::NotFound { what: "delivery", name: id.to_string() })?;
        row.try_into()
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

    /// At most `limit` deliveries of a report and of excerpts of it, newest first.
    ///
    /// # Errors
    ///
    /// Returns an error if the database fails.
    pub async fn deliveries_of(
        &self,
        report_id: &str,
        limit: i64,
    ) -> Result<Vec<Delivery>, StoreError> {
        let rows: Vec<Row> = on_engine!(&self.db, |pool| {
            sqlx::query_as(SELECT_OF_REPORT).bind(report_id).bind(limit).fetch_all(pool).await?
        });
        rows.into_iter().map(Delivery::try_from).collect()
    }

    /// At most `limit` deliveries that a person should hear of, newest first: those whose fate is
    /// unknown, those that failed after `since` and by `until`, and those queued last before `late` that
    /// have not gone out.
    ///
    /// # Errors
    ///
    /// Returns an error if the database fails.
    pub async fn troubled_deliveries(
        &self,
        (since, until): (Timestamp, Timestamp),
        late: Timestamp,
        limit: i64,
    ) -> Result<Vec<Delivery>, StoreError> {
        let rows: Vec<Row> = on_engine!(&self.db, |pool| {
            sqlx::query_as(SELECT_TROUBLED)
                .bind(text::instant(since))
                .bind(text::instant(until))
                .bind(text::instant(late))
                .bind(limit)
                .fetch_all(pool)
                .await?
        });
        rows.into_iter().map(Delivery::try_from).collect()
    }

    /// The report with this id.
    ///
    /// # Errors
    ///
    /// Returns an error if the database fails.
    pub async fn report(&self, id: &str) -> Result<Option<StoredReport>, StoreError> {
        Ok(on_engine!(&self.db, |pool| {
            sqlx::query_as(SELECT_REPORT).bind(id).fetch_optional(pool).await?
        }))
    }

    /// When the last report of a kind was made.
    ///
    /// # Errors
    ///
    /// Returns an error if the database fails.
    pub async fn last_report_at(&self, kind: &str) -> Result<Option<Timestamp>, StoreError> {
        let last: Option<String> = on_engine!(&self.db, |pool| {
            sqlx::query_scalar(SELECT_LAST_OF_KIND).bind(kind).fetch_one(pool).await?
        });
        last.map(|it| text::parse("reports", "rendered_at", &it)).transpose()
    }
}

#[derive(Debug, sqlx::FromRow)]
struct Row {
    id: i64,
    report_id: String,
    kind: String,
    period: String,
    sha256: String,
    file_name: String,
    audit_sha256: String,
    rendered_at: String,
    recipient: String,
    channel: String,
    address: String,
    message_id: String,
    state: String,
    attempt: i64,
    tries: i64,
    due_at: String,
    at: String,
    detail: String,
}

impl TryFrom<Row> for Delivery {
    type Error = StoreError;

    fn try_from(row: Row) -> Result<Self, StoreError> {
        let state = text::word("outbox", "state", &row.state, DeliveryState::parse)?;
        let due_at: Timestamp = text::parse("outbox", "due_at", &row.due_at)?;
        Ok(Self {
            rendered_at: text::parse("reports", "rendered_at", &row.rendered_at)?,
            state,
            due_at: state.is_waiting().then_some(due_at),
            at: text::parse("delivery_events", "at", &row.at)?,
            id: row.id,
            report_id: row.report_id,
            kind: row.kind,
            period: row.period,
            sha256: row.sha256,
            file_name: row.file_name,
            audit_sha256: row.audit_sha256,
            recipient: row.recipient,
            channel: row.channel,
            address: row.address,
            message_id: row.message_id,
            attempt: row.attempt,
            tries: row.tries,
            detail: row.detail,
        })
    }
}
