//! Facts of objections: what was handed in last under a party's number is in force. One that a later file
//! does not list stays: leaving it out does not close it. A file all of whose objections came again is
//! superseded.

use jiff::Timestamp;
use metrics::form::Origin;
use metrics::objection::{Objection, ObjectionFact};
use metrics::party::PartyId;

use crate::db::{Reader, in_transaction, on_engine};
use crate::findings::json;
use crate::place::{Place, PlaceRow};
use crate::posting::Posting;
use crate::submissions::in_force;
use crate::{StoreError, parties, text};

const INSERT: &str = "
    INSERT INTO objections (submission_id, row_number, byte_offset, byte_length, party_id, number,
                            body)
    VALUES ($1, $2, $3, $4, $5, $6, $7)
";

macro_rules! select {
    ($condition:literal) => {
        concat!(
            "SELECT parties.party, objections.body, submissions.receipt, submissions.sha256,
                    objections.row_number AS line_number, objections.byte_offset,
                    objections.byte_length
             FROM parties
             JOIN objections ON objections.party_id = parties.id
             JOIN submissions ON submissions.id = objections.submission_id
             JOIN checks ON checks.submission_id = objections.submission_id
             WHERE ",
            $condition,
            " AND ",
            in_force!("$3"),
            " AND NOT EXISTS (
                 SELECT 1
                 FROM objections AS later
                 JOIN checks ON checks.submission_id = later.submission_id
                 WHERE later.party_id = objections.party_id
                   AND later.number = objections.number
                   AND later.id > objections.id
                   AND ",
            in_force!("$3"),
            ")
             ORDER BY parties.party, objections.number
             LIMIT $4"
        )
    };
}

const SELECT_PAGE: &str =
    select!("(parties.party > $1 OR parties.party = $1 AND objections.number > $2)");
const SELECT_PARTY_PAGE: &str = select!("parties.party = $1 AND objections.number > $2");

/// An objection in force.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct StoredObjection {
    /// Who answers for the data.
    pub party: PartyId,
    /// What was handed in.
    pub objection: Objection,
    /// The submission that said so.
    pub receipt: String,
    /// Hash of its bytes.
    pub sha256: String,
    /// The row.
    pub origin: Origin,
}

impl StoredObjection {
    /// The key of the page that begins after it.
    #[must_use]
    pub fn key(&self) -> (&str, &str) {
        (self.party.as_str(), &self.objection.number)
    }
}

impl Posting {
    /// Posts objections.
    ///
    /// # Errors
    ///
    /// Returns an error if the database fails.
    pub async fn objections(&mut self, facts: &[ObjectionFact]) -> Result<(), StoreError> {
        for fact in facts {
            let party_id = parties::number(&mut self.tx, &fact.party).await?;
            let place = Place::of(self.submission.id, &fact.origin)?;
            let body = json(&fact.objection)?;
            in_transaction!(&mut self.tx, |it| {
                place
                    .bind(sqlx::query(INSERT))
                    .bind(party_id)
                    .bind(&fact.objection.number)
                    .bind(&body)
                    .execute(it)
                    .await?;
            });
        }
        Ok(())
    }
}

impl Reader {
    /// At most `limit` objections in force at `as_of` after a party and number, in the order of these.
    ///
    /// # Errors
    ///
    /// Returns an error if the database fails.
    pub async fn objections_after(
        &self,
        after: (&str, &str),
        page: (Timestamp, i64),
    ) -> Result<Vec<StoredObjection>, StoreError> {
        self.objections_page(SELECT_PAGE, after, page).await
    }

    /// At most `limit` objections to data of a party in force at `as_of` after a number, in the order of numbers.
    ///
    /// # Errors
    ///
    /// Returns an error if the database fails.
    pub async fn objections_of_after(
        &self,
        party: &PartyId,
        number: &str,
        page: (Timestamp, i64),
    ) -> Result<Vec<StoredObjection>, StoreError> {
        self.objections_page(SELECT_PARTY_PAGE, (party.as_str(), number), page).await
    }

    async fn objections_page(
        &self,
        statement: &'static str,
        (party, number): (&str, &str),
        (as_of, limit): (Timestamp, i64),
    ) -> Result<Vec<StoredObjection>, StoreError> {
        let rows: Vec<Row> = on_engine!(&self.db, |pool| {
            sqlx::query_as(statement)
                .bind(party)
                .bind(number)
                .bind(text::instant(as_of))
                .bind(limit)
                .fetch_all(pool)
                .await?
        });
        rows.into_iter().map(StoredObjection::try_from).collect()
    }
}

#[derive(Debug, sqlx::FromRow)]
struct Row {
    party: String,
    body: String,
    receipt: String,
    sha256: String,
    #[sqlx(flatten)]
    place: PlaceRow,
}

impl TryFrom<Row> for StoredObjection {
    type Error = StoreError;

    fn try_from(row: Row) -> Result<Self, StoreError> {
        Ok(Self {
            party: text::parse("parties", "party", &row.party)?,
            // What a person wrote is in it: an error does not repeat it.
            objection: serde_json::from_str(&row.body)
                .map_err(|_| text::corrupt("objections", "body", &row.receipt))?,
            receipt: row.receipt,
            sha256: row.sha256,
            origin: row.place.origin("objections")?,
        })
    }
}
