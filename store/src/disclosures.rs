//! Facts of disclosures: what was handed in last of a party's year is in force.

use jiff::Timestamp;
use jiff::civil::Date;
use metrics::disclosure::{Disclosure, DisclosureFact};
use metrics::form::Origin;
use metrics::party::PartyId;

use crate::db::{Reader, in_transaction, on_engine};
use crate::findings::json;
use crate::pages::Pages;
use crate::place::{Place, PlaceRow};
use crate::posting::Posting;
use crate::submissions::in_force;
use crate::{StoreError, parties, text};

const INSERT: &str = "
    INSERT INTO disclosures (submission_id, row_number, byte_offset, byte_length, party_id, year,
                             disclosed_on, body)
    VALUES ($1, $2, $3, $4, $5, $6, $7, $8)
";

const SELECT_PAGE: &str = concat!(
    "SELECT disclosures.id, parties.party, disclosures.disclosed_on, disclosures.body,
            submissions.receipt, submissions.sha256, disclosures.row_number AS line_number,
            disclosures.byte_offset, disclosures.byte_length
     FROM disclosures
     JOIN parties ON parties.id = disclosures.party_id
     JOIN submissions ON submissions.id = disclosures.submission_id
     JOIN checks ON checks.submission_id = disclosures.submission_id
     WHERE disclosures.id > $1 AND ($2 = '' OR parties.party = $2) AND ",
    in_force!("$3"),
    " AND NOT EXISTS (
         SELECT 1
         FROM disclosures AS later
         JOIN checks ON checks.submission_id = later.submission_id
         WHERE later.party_id = disclosures.party_id
           AND later.year = disclosures.year
           AND later.id > disclosures.id
           AND ",
    in_force!("$3"),
    ")
     ORDER BY disclosures.id
     LIMIT $4"
);

/// A correction does not make a year late: its day is that of the first disclosure, superseded or
/// not.
const SELECT_FIRST: &str = concat!(
    "SELECT parties.party, disclosures.year, MIN(disclosures.disclosed_on) AS first_on
     FROM disclosures
     JOIN parties ON parties.id = disclosures.party_id
     JOIN checks ON checks.submission_id = disclosures.submission_id
     WHERE checks.accepted_at <= $1
       AND ($2 = '' OR parties.party = $2)
       AND EXISTS (
           SELECT 1
           FROM disclosures AS standing
           JOIN checks ON checks.submission_id = standing.submission_id
           WHERE standing.party_id = disclosures.party_id
             AND standing.year = disclosures.year
             AND ",
    in_force!("$1"),
    ")
     GROUP BY parties.party, disclosures.year
     ORDER BY parties.party, disclosures.year
     LIMIT $3"
);

/// Years disclosed that are read: those of every party that ids have room for, for decades.
const YEARS_MAX: i64 = 1_000_000;

/// A disclosure in force.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct StoredDisclosure {
    /// Its number in this database.
    pub id: i64,
    /// Who discloses.
    pub party: PartyId,
    /// What was disclosed.
    pub disclosure: Disclosure,
    /// The day on which this one counts as disclosed.
    pub disclosed_on: Date,
    /// The submission that said so.
    pub receipt: String,
    /// Hash of its bytes.
    pub sha256: String,
    /// The basic row.
    pub origin: Origin,
}

/// When a party first disclosed a year of which something is in force.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FirstDisclosed {
    /// Who.
    pub party: PartyId,
    /// The year disclosed.
    pub year: i16,
    /// The day.
    pub first_on: Date,
}

impl Posting {
    /// Posts disclosures.
    ///
    /// # Errors
    ///
    /// Returns an error if the database fails.
    pub async fn disclosures(&mut self, facts: &[DisclosureFact]) -> Result<(), StoreError> {
        for fact in facts {
            let party_id = parties::number(&mut self.tx, &fact.party).await?;
            let place = Place::of(self.submission.id, &fact.origin)?;
            let body = json(&fact.disclosure)?;
            in_transaction!(&mut self.tx, |it| {
                place
                    .bind(sqlx::query(INSERT))
                    .bind(party_id)
                    .bind(i64::from(fact.disclosure.year))
                    .bind(fact.disclosed_on.to_string())
                    .bind(&body)
                    .execute(it)
                    .await?;
            });
        }
        Ok(())
    }
}

impl Reader {
    /// The disclosures in force at `as_of`, of one party or of all, in the order in which they were posted,
    /// `limit` at once.
    pub fn disclosures<'a>(
        &'a self,
        party: Option<&'a PartyId>,
        page: (Timestamp, i64),
    ) -> Pages<'a, StoredDisclosure> {
        Pages::new(move |after| Box::pin(self.disclosures_after(after, party, page)))
    }

    async fn disclosures_after(
        &self,
        after: i64,
        party: Option<&PartyId>,
        (as_of, limit): (Timestamp, i64),
    ) -> Result<(Vec<StoredDisclosure>, Option<i64>), StoreError> {
        let rows: Vec<Row> = on_engine!(&self.db, |pool| {
            sqlx::query_as(SELECT_PAGE)
                .bind(after)
                .bind(party.map_or("", PartyId::as_str))
                .bind(text::instant(as_of))
                .bind(limit)
                .fetch_all(pool)
                .await?
        });
        let last = rows.last().map(|it| it.id);
        let page: Result<_, _> = rows.into_iter().map(StoredDisclosure::try_from).collect();
        Ok((page?, last))
    }

    /// The years of which something is in force at `as_of`, of one party or of all, each with the
    /// day on which it was disclosed first.
    ///
    /// # Errors
    ///
    /// Returns an error if the database fails.
    pub async fn years_disclosed(
        &self,
        party: Option<&PartyId>,
        as_of: Timestamp,
    ) -> Result<Vec<FirstDisclosed>, StoreError> {
        let rows: Vec<(String, i64, String)> = on_engine!(&self.db, |pool| {
            sqlx::query_as(SELECT_FIRST)
                .bind(text::instant(as_of))
                .bind(party.map_or("", PartyId::as_str))
                .bind(YEARS_MAX)
                .fetch_all(pool)
                .await?
        });
        let parse = |(party, year, first_on): (String, i64, String)| {
            Ok(FirstDisclosed {
                party: text::parse("parties", "party", &party)?,
                year: i16::try_from(year)
                    .map_err(|_| text::corrupt("disclosures", "year", year))?,
                first_on: text::parse("disclosures", "disclosed_on", &first_on)?,
            })
        };
        rows.into_iter().map(parse).collect()
    }
}

#[derive(Debug, sqlx::FromRow)]
struct Row {
    id: i64,
    party: String,
    disclosed_on: String,
    body: String,
    receipt: String,
    sha256: String,
    #[sqlx(flatten)]
    place: PlaceRow,
}

impl TryFrom<Row> for StoredDisclosure {
    type Error = StoreError;

    fn try_from(row: Row) -> Result<Self, StoreError> {
        Ok(Self {
            id: row.id,
            party: text::parse("parties", "party", &row.party)?,
            // What a person wrote is in it: an error does not repeat it.
            disclosure: serde_json::from_str(&row.body)
                .map_err(|_| text::corrupt("disclosures", "body", row.id))?,
            disclosed_on: text::parse("disclosures", "disclosed_on", &row.disclosed_on)?,
            receipt: row.receipt,
            sha256: row.sha256,
            origin: row.place.origin("disclosures")?,
        })
    }
}
