//! Facts of data supply: what was handed in last under a party's number is in force. An item that a
//! later catalogue does not list stays: absence is not deletion. A catalogue all of whose items came
//! again is superseded.

use jiff::Timestamp;
use metrics::form::Origin;
use metrics::party::PartyId;
use metrics::supply::{Item, SupplyFact};

use crate::db::{Reader, in_transaction, on_engine};
use crate::findings::json;
use crate::place::{Place, PlaceRow};
use crate::posting::Posting;
use crate::submissions::in_force;
use crate::{StoreError, parties, text};

const INSERT: &str = "
    INSERT INTO supply_items (submission_id, row_number, byte_offset, byte_length, party_id, code,
                              body)
    VALUES ($1, $2, $3, $4, $5, $6, $7)
";

macro_rules! select {
    ($condition:literal) => {
        concat!(
            "SELECT parties.party, supply_items.body, submissions.receipt, submissions.sha256,
                    supply_items.row_number AS line_number, supply_items.byte_offset,
                    supply_items.byte_length
             FROM parties
             JOIN supply_items ON supply_items.party_id = parties.id
             JOIN submissions ON submissions.id = supply_items.submission_id
             JOIN checks ON checks.submission_id = supply_items.submission_id
             WHERE ",
            $condition,
            " AND ",
            in_force!("$3"),
            " AND NOT EXISTS (
                 SELECT 1
                 FROM supply_items AS later
                 JOIN checks ON checks.submission_id = later.submission_id
                 WHERE later.party_id = supply_items.party_id
                   AND later.code = supply_items.code
                   AND later.id > supply_items.id
                   AND ",
            in_force!("$3"),
            ")
             ORDER BY parties.party, supply_items.code
             LIMIT $4"
        )
    };
}

const SELECT_PAGE: &str =
    select!("(parties.party > $1 OR parties.party = $1 AND supply_items.code > $2)");
const SELECT_PARTY_PAGE: &str = select!("parties.party = $1 AND supply_items.code > $2");

/// An item in force.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct StoredItem {
    /// Who supplies it.
    pub party: PartyId,
    /// What was handed in.
    pub item: Item,
    /// The submission that said so.
    pub receipt: String,
    /// Hash of its bytes.
    pub sha256: String,
    /// The row.
    pub origin: Origin,
}

impl StoredItem {
    /// The key of the page that begins after it.
    #[must_use]
    pub fn key(&self) -> (&str, &str) {
        (self.party.as_str(), &self.item.code)
    }
}

impl Posting {
    /// Posts catalogue items.
    ///
    /// # Errors
    ///
    /// Returns an error if the database fails.
    pub async fn supply(&mut self, facts: &[SupplyFact]) -> Result<(), StoreError> {
        for fact in facts {
            let party_id = parties::number(&mut self.tx, &fact.party).await?;
            let place = Place::of(self.submission.id, &fact.origin)?;
            let body = json(&fact.item)?;
            in_transaction!(&mut self.tx, |it| {
                place
                    .bind(sqlx::query(INSERT))
                    .bind(party_id)
                    .bind(&fact.item.code)
                    .bind(&body)
                    .execute(it)
                    .await?;
            });
        }
        Ok(())
    }
}

impl Reader {
    /// At most `limit` items in force at `as_of` after a party and code, in the order of these.
    ///
    /// # Errors
    ///
    /// Returns an error if the database fails.
    pub async fn items_after(
        &self,
        after: (&str, &str),
        page: (Timestamp, i64),
    ) -> Result<Vec<StoredItem>, StoreError> {
        self.items(SELECT_PAGE, after, page).await
    }

    /// At most `limit` items of a party in force at `as_of` after a code, in the order of codes.
    ///
    /// # Errors
    ///
    /// Returns an error if the database fails.
    pub async fn items_of_after(
        &self,
        party: &PartyId,
        code: &str,
        page: (Timestamp, i64),
    ) -> Result<Vec<StoredItem>, StoreError> {
        self.items(SELECT_PARTY_PAGE, (party.as_str(), code), page).await
    }

    async fn items(
        &self,
        statement: &'static str,
        (party, code): (&str, &str),
        (as_of, limit): (Timestamp, i64),
    ) -> Result<Vec<StoredItem>, StoreError> {
        let rows: Vec<Row> = on_engine!(&self.db, |pool| {
            sqlx::query_as(statement)
                .bind(party)
                .bind(code)
                .bind(text::instant(as_of))
                .bind(limit)
                .fetch_all(pool)
                .await?
        });
        rows.into_iter().map(StoredItem::try_from).collect()
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

impl TryFrom<Row> for StoredItem {
    type Error = StoreError;

    fn try_from(row: Row) -> Result<Self, StoreError> {
        Ok(Self {
            party: text::parse("parties", "party", &row.party)?,
            item: serde_json::from_str(&row.body)
                .map_err(|_| text::corrupt("supply_items", "body", &row.body))?,
            receipt: row.receipt,
            sha256: row.sha256,
            origin: row.place.origin("supply_items")?,
        })
    }
}
