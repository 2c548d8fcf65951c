//! Facts of incidents: what was reported last under a party's number is in force.

use jiff::Timestamp;
use metrics::form::Origin;
use metrics::incident::{Incident, IncidentFact};
use metrics::party::PartyId;

use crate::db::{Reader, Tx, in_transaction, on_engine};
use crate::findings::json;
use crate::ledger::read::origin;
use crate::posting::Posting;
use crate::submissions::in_force;
use crate::{StoreError, parties, text};

const INSERT: &str = "
    INSERT INTO incidents (submission_id, row_number, byte_offset, byte_length, party_id,
                           incident_no, body)
    VALUES ($1, $2, $3, $4, $5, $6, $7)
";

/// Incidents in force at `$1`: what was reported last under a party's number.
macro_rules! select {
    ($tail:literal) => {
        concat!(
            "SELECT incidents.id, parties.party, incidents.body, submissions.receipt,
                    submissions.sha256, incidents.row_number AS line_number,
                    incidents.byte_offset, incidents.byte_length
             FROM incidents
             JOIN parties ON parties.id = incidents.party_id
             JOIN submissions ON submissions.id = incidents.submission_id
             JOIN checks ON checks.submission_id = incidents.submission_id
             WHERE ",
            in_force!("$1"),
            " AND NOT EXISTS (
                 SELECT 1
                 FROM incidents AS later
                 JOIN checks ON checks.submission_id = later.submission_id
                 WHERE later.party_id = incidents.party_id
                   AND later.incident_no = incidents.incident_no
                   AND later.id > incidents.id
                   AND ",
            in_force!("$1"),
            ") ",
            $tail
        )
    };
}

const SELECT_PAGE: &str = select!(
    "AND incidents.id > $2 AND ($3 = '' OR parties.party = $3) ORDER BY incidents.id LIMIT $4"
);

const SELECT_NEWEST: &str = select!("AND incidents.id < $2 ORDER BY incidents.id DESC LIMIT $3");

const SELECT_ONE: &str = select!("AND parties.party = $2 AND incidents.incident_no = $3");

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
    /// The row.
    pub origin: Origin,
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
            in_transaction!(&mut self.tx, |it| {
                sqlx::query(INSERT)
                    .bind(self.submission.id)
                    .bind(text::signed("rows", fact.origin.row)?)
                    .bind(text::signed("bytes", fact.origin.byte_offset)?)
                    .bind(i64::from(fact.origin.byte_length))
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
    /// At most `limit` incidents in force at `as_of` with a number above `after`, of one party or of
    /// all, in the order in which they were posted.
    ///
    /// # Errors
    ///
    /// Returns an error if the database fails.
    pub async fn incidents_after(
        &self,
        after: i64,
        party: Option<&PartyId>,
        (as_of, limit): (Timestamp, i64),
    ) -> Result<Vec<StoredIncident>, StoreError> {
        let rows: Vec<Row> = on_engine!(&self.db, |pool| {
            sqlx::query_as(SELECT_PAGE)
                .bind(text::instant(as_of))
                .bind(after)
                .bind(party.map_or("", PartyId::as_str))
                .bind(limit)
                .fetch_all(pool)
                .await?
        });
        rows.into_iter().map(StoredIncident::try_from).collect()
    }

    /// At most `limit` incidents in force at `as_of` with a number below `before`, newest first.
    ///
    /// # Errors
    ///
    /// Returns an error if the database fails.
    pub async fn incidents_before(
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
    line_number: i64,
    byte_offset: i64,
    byte_length: i64,
}

impl TryFrom<Row> for StoredIncident {
    type Error = StoreError;

    fn try_from(row: Row) -> Result<Self, StoreError> {
        Ok(Self {
            id: row.id,
            party: text::parse("parties", "party", &row.party)?,
            incident: serde_json::from_str(&row.body)
                .map_err(|_| text::corrupt("incidents", "body", &row.body))?,
            receipt: row.receipt,
            sha256: row.sha256,
            origin: origin("incidents", (row.line_number, row.byte_offset, row.byte_length))?,
        })
    }
}
