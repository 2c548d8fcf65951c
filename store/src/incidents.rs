//! Facts of incidents: what was reported last under a party's number is in force.

use jiff::Timestamp;
use metrics::form::Origin;
use metrics::incident::{Incident, IncidentFact};
use metrics::party::PartyId;

use crate::db::{Reader, Tx, in_transaction, on_engine};
use crate::findings::json;
use crate::open_incidents::{self, OpenPlace, OpenSpan, urgency_text};
use crate::pages::Pages;
use crate::place::{Place, PlaceRow};
use crate::posting::Posting;
use crate::submissions::in_force;
use crate::{StoreError, parties, text};

const INSERT: &str = "
    INSERT INTO incidents (submission_id, row_number, byte_offset, byte_length, party_id,
                           incident_no, body)
    VALUES ($1, $2, $3, $4, $5, $6, $7)
";

/// The condition that no later report of the same number is in force at an instant.
macro_rules! is_last {
    ($of:literal, $at:literal) => {
        concat!(
            "NOT EXISTS (
                SELECT 1
                FROM incidents AS later
                JOIN checks ON checks.submission_id = later.submission_id
                WHERE later.party_id = ",
            $of,
            ".party_id AND later.incident_no = ",
            $of,
            ".incident_no AND later.id > ",
            $of,
            ".id AND ",
            in_force!($at),
            " LIMIT 1 OFFSET 0)"
        )
    };
}

/// Incidents in force at `$1`: what was reported last under a party's number; with further columns, if such
/// are named.
///
/// Which ones is asked of their table alone, in the order of its key. A planner that may join first, and
/// takes a table that grew since it was last counted for small, reads all that is left, and sorts it; it
/// does not look through an `EXISTS` that has an `OFFSET`.
macro_rules! select {
    ($from:literal, $tail:literal, $order:literal) => {
        select!("", "", $from, $tail, $order)
    };
    ($further:literal, $of:literal, $from:literal, $tail:literal, $order:literal) => {
        concat!(
            "SELECT incidents.id, parties.party, incidents.body, submissions.receipt,
                    submissions.sha256, submissions.received_at, incidents.row_number AS line_number,
                    incidents.byte_offset, incidents.byte_length",
            $further,
            " FROM (
                SELECT incidents.*",
            $of,
            " FROM ",
            $from,
            " WHERE EXISTS (
                    SELECT 1
                    FROM checks
                    WHERE checks.submission_id = incidents.submission_id AND ",
            in_force!("$1"),
            " LIMIT 1 OFFSET 0)
                  AND ",
            is_last!("incidents", "$1"),
            " AND ",
            $tail,
            ") AS incidents
             JOIN parties ON parties.id = incidents.party_id
             JOIN submissions ON submissions.id = incidents.submission_id
             ORDER BY ",
            $order
        )
    };
}

/// The same of incidents that may be open, with by when they ask for something.
macro_rules! select_open {
    ($tail:literal, $order:literal) => {
        select!(
            ", incidents.due_at",
            ", open_incidents.due_at",
            "open_incidents JOIN incidents ON incidents.id = open_incidents.incident_id",
            $tail,
            $order
        )
    };
}

const SELECT_PAGE: &str =
    select!("incidents", "incidents.id > $2 ORDER BY incidents.id LIMIT $3", "incidents.id");

// By the number of the party, so that a page of one party is found by index.
const SELECT_PAGE_OF_PARTY: &str = select!(
    "incidents",
    "incidents.party_id = (SELECT parties.id FROM parties WHERE parties.party = $4)
     AND incidents.id > $2 ORDER BY incidents.id LIMIT $3",
    "incidents.id"
);

const SELECT_OPEN_PAGE: &str = select_open!(
    "open_incidents.incident_id > $2 ORDER BY open_incidents.incident_id LIMIT $3",
    "incidents.id"
);

const SELECT_OPEN_PAGE_OF_PARTY: &str = select_open!(
    "incidents.party_id = (SELECT parties.id FROM parties WHERE parties.party = $4)
     AND open_incidents.incident_id > $2 ORDER BY open_incidents.incident_id LIMIT $3",
    "incidents.id"
);

const SELECT_SPAN: &str =
    select!("incidents", "incidents.id > $2 AND incidents.id <= $3", "incidents.id");

const SELECT_LAST_ID: &str = "SELECT COALESCE(MAX(id), 0) FROM incidents";

const SELECT_EARLIER: &str = concat!(
    "SELECT older.id, current.id AS current_id, older.body, submissions.receipt,
            submissions.received_at
     FROM incidents AS current
     JOIN incidents AS older ON older.party_id = current.party_id
                            AND older.incident_no = current.incident_no
                            AND older.id < current.id
     JOIN submissions ON submissions.id = older.submission_id
     JOIN checks AS accepted ON accepted.submission_id = older.submission_id
     JOIN checks ON checks.submission_id = current.submission_id
     WHERE current.id > $1 AND current.id <= $2
       AND older.id > $4
       AND accepted.accepted_at <= $3 AND ",
    in_force!("$3"),
    " AND ",
    is_last!("current", "$3"),
    " ORDER BY older.id
     LIMIT $5"
);

const SELECT_NEWEST: &str = select!(
    "incidents",
    "incidents.id < $2 ORDER BY incidents.id DESC LIMIT $3",
    "incidents.id DESC"
);

const SELECT_PRESSING: &str = select_open!(
    "(open_incidents.due_at, open_incidents.incident_id) > ($2, $3) AND open_incidents.due_at <= $4
     ORDER BY open_incidents.due_at, open_incidents.incident_id LIMIT $5",
    "incidents.due_at, incidents.id"
);

// The party by its number, so that the incident is found by index.
const SELECT_ONE: &str = select!(
    "incidents",
    "incidents.party_id = (SELECT parties.id FROM parties WHERE parties.party = $2)
     AND incidents.incident_no = $3",
    "incidents.id"
);

/// Which incidents are asked for.
#[derive(Clone, Copy, Debug, Default)]
pub struct IncidentFilter<'a> {
    /// Only of this party.
    pub party: Option<&'a PartyId>,
    /// Only those that may be open by now: every one that is, and some that no look has found settled
    /// yet. Of an instant in the past it says nothing.
    pub open_only: bool,
}

/// An incident in force.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct StoredIncident {
    /// Its number in this database.
    pub id: i64,
    /// Whom it is about.
    pub party: PartyId,
    /// What was reported.
    pub incident: Incident,
    /// The submission that said so.
    pub receipt: String,
    /// Hash of its bytes.
    pub sha256: String,
    /// When it was handed in.
    pub received_at: Timestamp,
    /// The row.
    pub origin: Origin,
}

/// What an earlier submission said of an incident.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct EarlierIncident {
    /// Its number in this database.
    pub id: i64,
    /// The number of what is in force of the same incident.
    pub current_id: i64,
    /// What was reported.
    pub incident: Incident,
    /// The submission that said so.
    pub receipt: String,
    /// When it was handed in.
    pub received_at: Timestamp,
}

impl Posting {
    /// Posts incidents.
    ///
    /// # Errors
    ///
    /// Returns an error if the database fails.
    pub async fn incidents(&mut self, facts: &[IncidentFact]) -> Result<(), StoreError> {
        for fact in facts {
            let party_id = parties::number(&mut self.tx, &fact.party).await?;
            let body = json(&fact.incident)?;
            let place = Place::of(self.submission.id, &fact.origin)?;
            in_transaction!(&mut self.tx, |it| {
                place
                    .bind(sqlx::query(INSERT))
                    .bind(party_id)
                    .bind(&fact.incident.incident_no)
                    .bind(&body)
                    .execute(it)
                    .await?;
            });
        }
        Ok(())
    }
}

impl Reader {
    /// The incidents in force at `as_of`, in the order in which they were posted, `limit` at once.
    pub fn incidents<'a>(
        &'a self,
        filter: IncidentFilter<'a>,
        (as_of, limit): (Timestamp, i64),
    ) -> Pages<'a, StoredIncident> {
        Pages::new(move |after| {
            Box::pin(async move {
                let page = self.incidents_after(after, filter, (as_of, limit)).await?;
                let last = page.last().map(|it| it.id);
                Ok((page, last))
            })
        })
    }

    /// One page of them: at most `limit` incidents with a number above `after`, in the order in which
    /// they were posted.
    ///
    /// # Errors
    ///
    /// Returns an error if the database fails.
    pub async fn incidents_after(
        &self,
        after: i64,
        filter: IncidentFilter<'_>,
        (as_of, limit): (Timestamp, i64),
    ) -> Result<Vec<StoredIncident>, StoreError> {
        let statement = match (filter.party, filter.open_only) {
            (None, false) => SELECT_PAGE,
            (None, true) => SELECT_OPEN_PAGE,
            (Some(_), false) => SELECT_PAGE_OF_PARTY,
            (Some(_), true) => SELECT_OPEN_PAGE_OF_PARTY,
        };
        let rows: Vec<Row> = on_engine!(&self.db, |pool| {
            let page = sqlx::query_as(statement).bind(text::instant(as_of)).bind(after).bind(limit);
            let page = match filter.party {
                Some(party) => page.bind(party.as_str()),
                None => page,
            };
            page.fetch_all(pool).await?
        });
        rows.into_iter().map(StoredIncident::try_from).collect()
    }

    /// What was accepted by `as_of` and said before what is in force then, of the incidents in force with
    /// numbers above `first` and up to `last`: at most `limit` with a number above `after`.
    ///
    /// # Errors
    ///
    /// Returns an error if the database fails.
    pub async fn earlier_incidents(
        &self,
        (first, last): (i64, i64),
        as_of: Timestamp,
        (after, limit): (i64, i64),
    ) -> Result<Vec<EarlierIncident>, StoreError> {
        let rows: Vec<EarlierRow> = on_engine!(&self.db, |pool| {
            sqlx::query_as(SELECT_EARLIER)
                .bind(first)
                .bind(last)
                .bind(text::instant(as_of))
                .bind(after)
                .bind(limit)
                .fetch_all(pool)
                .await?
        });
        rows.into_iter().map(EarlierIncident::try_from).collect()
    }

    /// The incidents in force at `as_of` with a number above the first and at most the last of a span.
    ///
    /// # Errors
    ///
    /// Returns an error if the database fails.
    pub async fn incidents_between(
        &self,
        (after, last): (i64, i64),
        as_of: Timestamp,
    ) -> Result<Vec<StoredIncident>, StoreError> {
        let rows: Vec<Row> = on_engine!(&self.db, |pool| {
            sqlx::query_as(SELECT_SPAN)
                .bind(text::instant(as_of))
                .bind(after)
                .bind(last)
                .fetch_all(pool)
                .await?
        });
        rows.into_iter().map(StoredIncident::try_from).collect()
    }

    /// The highest number of an incident, in force or not; 0 where there is none.
    ///
    /// # Errors
    ///
    /// Returns an error if the database fails.
    pub async fn last_incident(&self) -> Result<i64, StoreError> {
        Ok(on_engine!(&self.db, |pool| sqlx::query_scalar(SELECT_LAST_ID).fetch_one(pool).await?))
    }

    /// At most `limit` incidents in force at `as_of` with a number below `before`, newest first.
    pub(crate) async fn incidents_before(
        &self,
        before: i64,
        (as_of, limit): (Timestamp, i64),
    ) -> Result<Vec<StoredIncident>, StoreError> {
        let rows: Vec<Row> = on_engine!(&self.db, |pool| {
            sqlx::query_as(SELECT_NEWEST)
                .bind(text::instant(as_of))
                .bind(before)
                .bind(limit)
                .fetch_all(pool)
                .await?
        });
        rows.into_iter().map(StoredIncident::try_from).collect()
    }

    /// At most `limit` incidents in force at `as_of` that may be open by now and stand in a span of their
    /// list, in its order.
    pub(crate) async fn incidents_pressing(
        &self,
        span: OpenSpan,
        (as_of, limit): (Timestamp, i64),
    ) -> Result<Vec<(OpenPlace, StoredIncident)>, StoreError> {
        let rows: Vec<OpenRow> = on_engine!(&self.db, |pool| {
            sqlx::query_as(SELECT_PRESSING)
                .bind(text::instant(as_of))
                .bind(urgency_text(span.after.urgency))
                .bind(span.after.incident_id)
                .bind(urgency_text(span.last))
                .bind(limit)
                .fetch_all(pool)
                .await?
        });
        let placed = |it: OpenRow| {
            let urgency = open_incidents::urgency(&it.due_at, as_of)?;
            Ok((OpenPlace { urgency, incident_id: it.row.id }, it.row.try_into()?))
        };
        rows.into_iter().map(placed).collect()
    }
}

/// The incident of a party under a number, in force in this transaction.
pub(crate) async fn incident_in(
    tx: &mut Tx,
    (party, incident_no): (&PartyId, &str),
    as_of: Timestamp,
) -> Result<StoredIncident, StoreError> {
    let row: Option<Row> = in_transaction!(tx, |it| {
        sqlx::query_as(SELECT_ONE)
            .bind(text::instant(as_of))
            .bind(party.as_str())
            .bind(incident_no)
            .fetch_optional(it)
            .await?
    });
    let missing = || StoreError::NotFound { what: "incident", name: incident_no.to_owned() };
    row.ok_or_else(missing)?.try_into()
}

#[derive(Debug, sqlx::FromRow)]
struct Row {
    id: i64,
    party: String,
    body: String,
    receipt: String,
    sha256: String,
    received_at: String,
    #[sqlx(flatten)]
    place: PlaceRow,
}

#[derive(Debug, sqlx::FromRow)]
struct OpenRow {
    due_at: String,
    #[sqlx(flatten)]
    row: Row,
}

impl TryFrom<Row> for StoredIncident {
    type Error = StoreError;

    fn try_from(row: Row) -> Result<Self, StoreError> {
        Ok(Self {
            id: row.id,
            party: text::parse("parties", "party", &row.party)?,
            incident: read(&row.body)?,
            receipt: row.receipt,
            sha256: row.sha256,
            received_at: text::parse("submissions", "received_at", &row.received_at)?,
            origin: row.place.origin("incidents")?,
        })
    }
}

#[derive(Debug, sqlx::FromRow)]
struct EarlierRow {
    id: i64,
    current_id: i64,
    body: String,
    receipt: String,
    received_at: String,
}

impl TryFrom<EarlierRow> for EarlierIncident {
    type Error = StoreError;

    fn try_from(row: EarlierRow) -> Result<Self, StoreError> {
        Ok(Self {
            id: row.id,
            current_id: row.current_id,
            incident: read(&row.body)?,
            receipt: row.receipt,
            received_at: text::parse("submissions", "received_at", &row.received_at)?,
        })
    }
}

fn read(body: &str) -> Result<Incident, StoreError> {
    serde_json::from_str(body).map_err(|_| text::corrupt("incidents", "body", body))
}
