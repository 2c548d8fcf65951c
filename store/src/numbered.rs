//! Facts that each party numbers, such as catalogue items, objections and demands. Of items, what was handed in
//! last under a party's number is in force; cases are made of all that was told of a number
//! ([`crate::cases`]). One that a later file does not list stays: absence is not deletion.
//! A file of which another one of the same submitter has every number again is superseded
//! ([`crate::posting`]).

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

/// A fact as it was handed in.
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
}

/// A row of a fact that is known, in force or not.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Told<T> {
    /// What it says.
    pub stored: Stored<T>,
    /// Since when it is known.
    pub accepted_at: Timestamp,
    /// When its file was superseded, if it was.
    pub superseded_at: Option<Timestamp>,
    /// Whether it was superseded by a file that names it.
    pub is_taken_back: bool,
    /// The file that replaced it without naming it, as it has all its numbers again.
    pub replaced_by: Option<String>,
    /// Whether the party itself handed it in.
    pub is_own: bool,
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
    told: &'static str,
    party_told: &'static str,
}

/// The condition that a fact comes after a key.
macro_rules! after {
    ($number:literal) => {
        concat!("(parties.party > $1 OR parties.party = $1 AND said.", $number, " > $2)")
    };
}

/// The same among those of one party.
macro_rules! party_after {
    ($number:literal) => {
        concat!("parties.party = $1 AND said.", $number, " > $2")
    };
}

/// Facts in force after a key, in the order of party and number.
macro_rules! in_force_after {
    ($table:literal, $number:literal, $after:expr) => {
        concat!(
            "SELECT parties.party, said.",
            $number,
            " AS number, said.body, submissions.receipt, submissions.received_at,
                    submissions.sha256,
                    said.row_number AS line_number, said.byte_offset, said.byte_length
             FROM parties
             JOIN ",
            $table,
            " AS said ON said.party_id = parties.id
             JOIN submissions ON submissions.id = said.submission_id
             JOIN checks ON checks.submission_id = said.submission_id
             WHERE ",
            $after,
            " AND ",
            in_force!("$3"),
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
                   AND ",
            in_force!("$3"),
            ")
             ORDER BY parties.party, said.",
            $number,
            "
             LIMIT $4"
        )
    };
}

/// Every row known of so many facts after a key, in the order of party, number and posting.
macro_rules! told_after {
    ($table:literal, $number:literal, $after:expr) => {
        concat!(
            "SELECT page.party, page.number, said.body, submissions.receipt, submissions.received_at,
                    submissions.sha256,
                    said.row_number AS line_number, said.byte_offset, said.byte_length,
                    checks.accepted_at,
                    (SELECT MIN(supersessions.accepted_at)
                     FROM supersessions
                     WHERE supersessions.old_id = said.submission_id
                       AND supersessions.accepted_at <= $3) AS superseded_at,
                    CASE WHEN EXISTS (
                        SELECT 1
                        FROM supersessions
                        JOIN submissions AS next ON next.id = supersessions.new_id
                        WHERE supersessions.old_id = said.submission_id
                          AND supersessions.accepted_at <= $3
                          AND next.supersedes = submissions.receipt
                    ) THEN 1 ELSE 0 END AS is_taken_back,
                    (SELECT next.receipt
                     FROM supersessions
                     JOIN submissions AS next ON next.id = supersessions.new_id
                     WHERE supersessions.old_id = said.submission_id
                       AND supersessions.accepted_at <= $3
                       AND COALESCE(next.supersedes, '') <> submissions.receipt
                     ORDER BY supersessions.accepted_at
                     LIMIT 1) AS replaced_by,
                    CASE WHEN submissions.party_id = said.party_id THEN 1 ELSE 0 END AS is_own
             FROM (
                 SELECT DISTINCT parties.party, said.party_id, said.",
            $number,
            " AS number
                 FROM parties
                 JOIN ",
            $table,
            " AS said ON said.party_id = parties.id
                 JOIN checks ON checks.submission_id = said.submission_id
                 WHERE ",
            $after,
            "
                   AND checks.accepted_at <= $3
                 ORDER BY parties.party, number
                 LIMIT $4
             ) AS page
             JOIN ",
            $table,
            " AS said ON said.party_id = page.party_id AND said.",
            $number,
            " = page.number
             JOIN submissions ON submissions.id = said.submission_id
             JOIN checks ON checks.submission_id = said.submission_id
             WHERE checks.accepted_at <= $3
             ORDER BY page.party, page.number, said.id"
        )
    };
}

/// The [`Table`] of a name, with the column of its numbers.
macro_rules! table {
    ($table:literal, $number:literal) => {
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
            page: in_force_after!($table, $number, after!($number)),
            party_page: in_force_after!($table, $number, party_after!($number)),
            told: told_after!($table, $number, after!($number)),
            party_told: told_after!($table, $number, party_after!($number)),
        }
    };
}

impl Numbered for Item {
    const TABLE: Table = table!("supply_items", "code");
}

impl Numbered for Objection {
    const TABLE: Table = table!("objections", "number");
}

impl Numbered for Demand {
    const TABLE: Table = table!("demands", "number");
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
pub(crate) type Key = (String, String);

impl Reader {
    /// The facts in force at an instant, of one party or of all, so many at once, in the order of party and
    /// number.
    #[must_use]
    pub fn numbered<'a, T: Numbered>(
        &'a self,
        party: Option<&'a PartyId>,
        (as_of, limit): (Timestamp, i64),
    ) -> Pages<'a, Stored<T>, Key> {
        Pages::new(move |after| {
            Box::pin(async move {
                let statements = (T::TABLE.page, T::TABLE.party_page);
                let rows: Vec<Row> = self.after(statements, after, party, (as_of, limit)).await?;
                let last = rows.last().map(Row::key);
                let facts: Result<_, _> = rows.into_iter().map(Row::stored).collect();
                Ok((facts?, last))
            })
        })
    }

    /// Every row known at an instant of facts, in force or not, in the order in which they came: of one party
    /// or of all, so many facts at once, in the order of party and number.
    #[must_use]
    pub fn told<'a, T: Numbered>(
        &'a self,
        party: Option<&'a PartyId>,
        (as_of, limit): (Timestamp, i64),
    ) -> Pages<'a, Vec<Told<T>>, Key> {
        Pages::new(move |after| Box::pin(self.told_after(after, party, (as_of, limit))))
    }

    pub(crate) async fn told_after<T: Numbered>(
        &self,
        after: Key,
        party: Option<&PartyId>,
        page: (Timestamp, i64),
    ) -> Result<(Vec<Vec<Told<T>>>, Option<Key>), StoreError> {
        let statements = (T::TABLE.told, T::TABLE.party_told);
        let rows: Vec<ToldRow> = self.after(statements, after, party, page).await?;
        let last = rows.last().map(|it| it.row.key());
        let rows: Vec<Told<T>> = rows.into_iter().map(ToldRow::told).collect::<Result<_, _>>()?;
        let mut facts: Vec<Vec<Told<T>>> = Vec::new();
        for row in rows {
            let is_same = |it: &&mut Vec<Told<T>>| it.first().is_some_and(|it| it.is_of(&row));
            match facts.last_mut().filter(is_same) {
                Some(fact) => fact.push(row),
                None => facts.push(vec![row]),
            }
        }
        Ok((facts, last))
    }

    /// The rows of a page after a key, by the statement for all parties or the one for one of them.
    async fn after<R>(
        &self,
        (all, of_one): (&'static str, &'static str),
        after: Key,
        party: Option<&PartyId>,
        (as_of, limit): (Timestamp, i64),
    ) -> Result<Vec<R>, StoreError>
    where
        R: Send
            + Unpin
            + for<'r> sqlx::FromRow<'r, sqlx::sqlite::SqliteRow>
            + for<'r> sqlx::FromRow<'r, sqlx::postgres::PgRow>,
    {
        let (statement, party) = match party {
            Some(party) => (of_one, party.as_str()),
            None => (all, after.0.as_str()),
        };
        Ok(on_engine!(&self.db, |pool| {
            sqlx::query_as(statement)
                .bind(party)
                .bind(&after.1)
                .bind(text::instant(as_of))
                .bind(limit)
                .fetch_all(pool)
                .await?
        }))
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
    #[sqlx(flatten)]
    place: PlaceRow,
}

impl Row {
    fn key(&self) -> Key {
        (self.party.clone(), self.number.clone())
    }

    fn stored<T: Numbered>(self) -> Result<Stored<T>, StoreError> {
        let table = T::TABLE.name;
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
        })
    }
}

#[derive(Debug, sqlx::FromRow)]
struct ToldRow {
    #[sqlx(flatten)]
    row: Row,
    accepted_at: String,
    superseded_at: Option<String>,
    is_taken_back: i32,
    replaced_by: Option<String>,
    is_own: i32,
}

impl ToldRow {
    fn told<T: Numbered>(self) -> Result<Told<T>, StoreError> {
        let superseded_at = self.superseded_at.as_deref();
        let superseded_at =
            superseded_at.map(|it| text::parse("supersessions", "accepted_at", it)).transpose()?;
        Ok(Told {
            stored: self.row.stored()?,
            accepted_at: text::parse("checks", "accepted_at", &self.accepted_at)?,
            superseded_at,
            is_taken_back: self.is_taken_back != 0,
            replaced_by: self.replaced_by,
            is_own: self.is_own != 0,
        })
    }
}

impl<T> Told<T> {
    /// Whether another row is of the same fact.
    fn is_of(&self, other: &Self) -> bool {
        let [one, other] = [self, other].map(|it| (&it.stored.party, &it.stored.number));
        one == other
    }
}
