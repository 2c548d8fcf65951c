//! Facts that each party numbers, such as catalogue items, objections and demands: what was handed in last
//! under a party's number is in force. One that a later file does not list stays: absence is not deletion.
//! A file of which another one of the same submitter has every number again is superseded
//! ([`crate::posting`]). A case that a party told of itself stays, too, where a file that supersedes by
//! name leaves it out: it is [`Stored::is_left_out`].

use jiff::Timestamp;
use metrics::demand::Demand;
use metrics::form::{Entry, Origin};
use metrics::objection::Objection;
use metrics::party::PartyId;
use metrics::supply::Item;
use serde::Serialize;
use serde::de::DeserializeOwned;

use crate::db::{Reader, in_transaction, on_engine};
use crate::findings::json;
use crate::pages::Pages;
use crate::place::{Place, PlaceRow};
use crate::posting::Posting;
use crate::submissions::in_force;
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
    /// When that came.
    pub received_at: Timestamp,
    /// Hash of its bytes.
    pub sha256: String,
    /// The row.
    pub origin: Origin,
    /// Whether its file was superseded by one that says nothing of it.
    pub is_left_out: bool,
    /// Whether the party itself handed it in.
    pub is_own: bool,
}

/// Which facts are asked for, and how many at once.
#[derive(Clone, Copy, Debug)]
pub struct Page<'a> {
    /// The instant at which they are in force.
    pub as_of: Timestamp,
    /// The submission that is left out as if it had said nothing: what was said before it is in force then.
    pub without: Option<&'a str>,
    /// At most so many.
    pub limit: i64,
}

impl From<(Timestamp, i64)> for Page<'_> {
    fn from((as_of, limit): (Timestamp, i64)) -> Self {
        Self { as_of, without: None, limit }
    }
}

/// What each party numbers, with the table that keeps it.
pub trait Numbered: Serialize + DeserializeOwned + 'static {
    /// The table.
    const TABLE: Table;
}

/// A table of such facts, and its statements.
#[derive(Clone, Copy, Debug)]
pub struct Table {
    name: &'static str,
    insert: &'static str,
    page: &'static str,
    party_page: &'static str,
}

/// The condition that a joined row of a table counts at an instant, whatever later rows say: its file is in
/// force.
macro_rules! of_file_in_force {
    ($table:literal, $number:literal, $row:literal) => {
        in_force!("$3")
    };
}

/// The same of cases: or it is what the party said last of it.
macro_rules! said_last {
    ($table:literal, $number:literal, $row:literal) => {
        concat!(
            "(",
            in_force!("$3"),
            " OR checks.accepted_at <= $3 AND submissions.party_id = ",
            $row,
            ".party_id AND NOT EXISTS (
                 SELECT 1
                 FROM ",
            $table,
            " AS again
                 JOIN submissions AS own ON own.id = again.submission_id
                 JOIN checks AS judged ON judged.submission_id = again.submission_id
                 WHERE again.party_id = ",
            $row,
            ".party_id
                   AND own.party_id = again.party_id
                   AND again.",
            $number,
            " = ",
            $row,
            ".",
            $number,
            "
                   AND again.id > ",
            $row,
            ".id
                   AND judged.accepted_at <= $3))"
        )
    };
}

/// Facts in force after a key, in the order of party and number.
macro_rules! select {
    ($table:literal, $number:literal, $counts:ident, $after:expr) => {
        concat!(
            "SELECT parties.party, said.",
            $number,
            " AS number, said.body, submissions.receipt, submissions.received_at,
                    submissions.sha256,
                    said.row_number AS line_number, said.byte_offset, said.byte_length,
                    CASE WHEN ",
            in_force!("$3"),
            " THEN 0 ELSE 1 END AS is_left_out,
                    CASE WHEN submissions.party_id = said.party_id THEN 1 ELSE 0 END AS is_own
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
            $counts!($table, $number, "said"),
            " AND NOT EXISTS (
                 SELECT 1
                 FROM ",
            $table,
            " AS later
                 JOIN submissions ON submissions.id = later.submission_id
                 JOIN checks ON checks.submission_id = later.submission_id
                 WHERE later.party_id = said.party_id
                   AND later.",
            $number,
            " = said.",
            $number,
            "
                   AND later.id > said.id
                   AND submissions.receipt <> $5
                   AND ",
            $counts!($table, $number, "later"),
            ")
             ORDER BY parties.party, said.",
            $number,
            "
             LIMIT $4"
        )
    };
}

/// The [`Table`] of a name, with the column of its numbers, and the condition that a row counts.
macro_rules! table {
    ($table:literal, $number:literal, $counts:ident) => {
        Table {
            name: $table,
            insert: concat!(
                "INSERT INTO ",
                $table,
                " (submission_id, row_number, byte_offset, byte_length, party_id, ",
                $number,
                ", body)
                 VALUES ($1, $2, $3, $4, $5, $6, $7)"
            ),
            page: select!(
                $table,
                $number,
                $counts,
                concat!("(parties.party > $1 OR parties.party = $1 AND said.", $number, " > $2)")
            ),
            party_page: select!(
                $table,
                $number,
                $counts,
                concat!("parties.party = $1 AND said.", $number, " > $2")
            ),
        }
    };
}

impl Numbered for Item {
    const TABLE: Table = table!("supply_items", "code", of_file_in_force);
}

impl Numbered for Objection {
    const TABLE: Table = table!("objections", "number", said_last);
}

impl Numbered for Demand {
    const TABLE: Table = table!("demands", "number", said_last);
}

impl Posting {
    /// Posts facts, each by its party, its number and its row.
    ///
    /// # Errors
    ///
    /// Returns an error if the database fails.
    pub async fn numbered<T: Numbered>(&mut self, facts: &[Entry<T>]) -> Result<(), StoreError> {
        for fact in facts {
            let party_id = parties::number(&mut self.tx, &fact.party).await?;
            let place = Place::of(self.submission.id, &fact.origin)?;
            let body = json(&fact.content)?;
            in_transaction!(&mut self.tx, |it| {
                let query = place.bind(sqlx::query(T::TABLE.insert));
                query.bind(party_id).bind(&fact.label).bind(&body).execute(it).await?;
            });
        }
        Ok(())
    }
}

/// Party and number of a fact.
type Key = (String, String);

impl Reader {
    /// The facts in force, of one party or of all, in the order of party and number.
    pub fn numbered<'a, T: Numbered>(
        &'a self,
        party: Option<&'a PartyId>,
        page: impl Into<Page<'a>>,
    ) -> Pages<'a, Stored<T>, Key> {
        let page = page.into();
        Pages::new(move |after| Box::pin(self.numbered_after(after, party, page)))
    }

    async fn numbered_after<T: Numbered>(
        &self,
        after: Key,
        party: Option<&PartyId>,
        page: Page<'_>,
    ) -> Result<(Vec<Stored<T>>, Option<Key>), StoreError> {
        let (statement, party) = match party {
            Some(party) => (T::TABLE.party_page, party.as_str()),
            None => (T::TABLE.page, after.0.as_str()),
        };
        let rows: Vec<Row> = on_engine!(&self.db, |pool| {
            sqlx::query_as(statement)
                .bind(party)
                .bind(&after.1)
                .bind(text::instant(page.as_of))
                .bind(page.limit)
                .bind(page.without.unwrap_or_default())
                .fetch_all(pool)
                .await?
        });
        let last = rows.last().map(|it| (it.party.clone(), it.number.clone()));
        let facts: Result<_, _> = rows.into_iter().map(|it| it.stored(T::TABLE.name)).collect();
        Ok((facts?, last))
    }
}

#[derive(Debug, sqlx::FromRow)]
struct Row {
    party: String,
    number: String,
    body: String,
    receipt: String,
    received_at: String,
    sha256: String,
    is_left_out: i32,
    is_own: i32,
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
            received_at: text::parse("submissions", "received_at", &self.received_at)?,
            receipt: self.receipt,
            sha256: self.sha256,
            origin: self.place.origin(table)?,
            is_left_out: self.is_left_out != 0,
            is_own: self.is_own != 0,
        })
    }
}
