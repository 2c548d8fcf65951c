//! Facts that each party numbers, such as catalogue items, objections and demands: what was handed in last under
//! a party's number is in force. One that a later file does not list stays: absence is not deletion. A file of
//! which another one of the same submitter has every number again is superseded
//! ([`crate::posting`]).

use jiff::Timestamp;
use metrics::form::Origin;
use metrics::party::PartyId;
use serde::Serialize;
use serde::de::DeserializeOwned;

use crate::db::{Reader, in_transaction, on_engine};
use crate::findings::json;
use crate::place::{Place, PlaceRow};
use crate::posting::Posting;
use crate::{StoreError, parties, text};

/// A fact in force.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Stored<T> {
    /// Whom it is about.
    pub party: PartyId,
    /// Its number among those of the party.
    pub number: String,
    /// What was handed in.
    pub content: T,
    /// The submission that said so.
    pub receipt: String,
    /// Hash of its bytes.
    pub sha256: String,
    /// The row.
    pub origin: Origin,
}

impl<T> Stored<T> {
    /// The key of the page that begins after it.
    #[must_use]
    pub fn key(&self) -> (&str, &str) {
        (self.party.as_str(), &self.number)
    }
}

/// Which facts are asked for, and how many at once.
#[derive(Clone, Copy, Debug)]
pub struct Page<'a> {
    /// The instant at which they are in force.
    pub as_of: Timestamp,
    /// The submission that is left out as if it had said nothing, `""` for none: what was said before it is in
    /// force then.
    pub without: &'a str,
    /// At most so many.
    pub limit: i64,
}

impl From<(Timestamp, i64)> for Page<'_> {
    fn from((as_of, limit): (Timestamp, i64)) -> Self {
        Self { as_of, without: "", limit }
    }
}

/// A table of such facts, and its statements.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Table {
    pub(crate) name: &'static str,
    pub(crate) insert: &'static str,
    pub(crate) page: &'static str,
    pub(crate) party_page: &'static str,
}

/// The [`Table`] of a name, with the column of its numbers.
macro_rules! table {
    ($table:literal, $number:literal) => {
        $crate::numbered::Table {
            name: $table,
            insert: concat!(
                "INSERT INTO ",
                $table,
                " (submission_id, row_number, byte_offset, byte_length, party_id, ",
                $number,
                ", body)
                 VALUES ($1, $2, $3, $4, $5, $6, $7)"
            ),
            page: $crate::numbered::select!(
                $table,
                $number,
                concat!("(parties.party > $1 OR parties.party = $1 AND said.", $number, " > $2)")
            ),
            party_page: $crate::numbered::select!(
                $table,
                $number,
                concat!("parties.party = $1 AND said.", $number, " > $2")
            ),
        }
    };
}
pub(crate) use table;

/// Facts in force after a key, in the order of party and number.
macro_rules! select {
    ($table:literal, $number:literal, $after:expr) => {
        concat!(
            "SELECT parties.party, said.",
            $number,
            " AS number, said.body, submissions.receipt, submissions.sha256,
                    said.row_number AS line_number, said.byte_offset, said.byte_length
             FROM parties
             JOIN ",
            $table,
            " AS said ON said.party_id = parties.id
             JOIN submissions ON submissions.id = said.submission_id
             JOIN checks ON checks.submission_id = said.submission_id
             WHERE ",
            $after,
            " AND submissions.receipt <> $5
              AND ",
            $crate::submissions::in_force!("$3"),
            " AND NOT EXISTS (
                 SELECT 1
                 FROM ",
            $table,
            " AS later
                 JOIN checks ON checks.submission_id = later.submission_id
                 WHERE later.party_id = said.party_id
                   AND later.",
            $number,
            " = said.",
            $number,
            "
                   AND later.id > said.id
                   AND later.submission_id NOT IN (SELECT id FROM submissions WHERE receipt = $5)
                   AND ",
            $crate::submissions::in_force!("$3"),
            ")
             ORDER BY parties.party, said.",
            $number,
            "
             LIMIT $4"
        )
    };
}
pub(crate) use select;

impl Posting {
    /// Posts a fact by its party, its number and its row.
    pub(crate) async fn numbered(
        &mut self,
        table: Table,
        (party, number, origin): (&PartyId, &str, &Origin),
        content: &impl Serialize,
    ) -> Result<(), StoreError> {
        let party_id = parties::number(&mut self.tx, party).await?;
        let place = Place::of(self.submission.id, origin)?;
        let body = json(content)?;
        in_transaction!(&mut self.tx, |it| {
            let query = place.bind(sqlx::query(table.insert));
            query.bind(party_id).bind(number).bind(&body).execute(it).await?;
        });
        Ok(())
    }
}

impl Reader {
    /// At most `limit` facts in force at an instant after a party and number, in the order of these; of that
    /// party alone, or of all.
    pub(crate) async fn numbered<T: DeserializeOwned>(
        &self,
        table: Table,
        statement: &'static str,
        (party, number): (&str, &str),
        page: Page<'_>,
    ) -> Result<Vec<Stored<T>>, StoreError> {
        let rows: Vec<Row> = on_engine!(&self.db, |pool| {
            sqlx::query_as(statement)
                .bind(party)
                .bind(number)
                .bind(text::instant(page.as_of))
                .bind(page.limit)
                .bind(page.without)
                .fetch_all(pool)
                .await?
        });
        rows.into_iter().map(|it| it.stored(table.name)).collect()
    }
}

#[derive(Debug, sqlx::FromRow)]
struct Row {
    party: String,
    number: String,
    body: String,
    receipt: String,
    sha256: String,
    #[sqlx(flatten)]
    place: PlaceRow,
}

impl Row {
    fn stored<T: DeserializeOwned>(self, table: &'static str) -> Result<Stored<T>, StoreError> {
        Ok(Stored {
            party: text::parse("parties", "party", &self.party)?,
            number: self.number,
            // What a person wrote is in it: an error does not repeat it.
            content: serde_json::from_str(&self.body)
                .map_err(|_| text::corrupt(table, "body", &self.receipt))?,
            receipt: self.receipt,
            sha256: self.sha256,
            origin: self.place.origin(table)?,
        })
    }
}
