//! What was said of the items of catalogues before what is in force ([`crate::numbered`]).

use jiff::Timestamp;
use metrics::party::PartyId;
use metrics::supply::Said;

use crate::db::{Reader, on_engine};
use crate::{StoreError, text};

/// Every row of a party's items, in force or not, in the order of codes and of posting.
const SELECT_SAID: &str = "
    SELECT said.id, said.code, said.body, submissions.receipt, checks.accepted_at,
           (SELECT MIN(supersessions.accepted_at)
            FROM supersessions
            WHERE supersessions.old_id = said.submission_id AND supersessions.accepted_at <= $4)
           AS superseded_at
    FROM parties
    JOIN supply_items AS said ON said.party_id = parties.id
    JOIN submissions ON submissions.id = said.submission_id
    JOIN checks ON checks.submission_id = said.submission_id
    WHERE parties.party = $1
      AND (said.code, said.id) > ($2, $3)
      AND checks.accepted_at <= $4
    ORDER BY said.code, said.id
    LIMIT $5
";

/// A row of an item, in force or not.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SaidItem {
    /// Of two rows of one item, the later one has the greater.
    pub id: i64,
    /// The number of the item.
    pub code: String,
    /// What it said, and when.
    pub said: Said,
}

impl Reader {
    /// At most `limit` rows of a party's items known at `as_of` after a code and a row of it, in the order of
    /// these.
    ///
    /// # Errors
    ///
    /// Returns an error if the database fails.
    pub async fn items_said_after(
        &self,
        party: &PartyId,
        (code, id): (&str, i64),
        (as_of, limit): (Timestamp, i64),
    ) -> Result<Vec<SaidItem>, StoreError> {
        let rows: Vec<SaidRow> = on_engine!(&self.db, |pool| {
            sqlx::query_as(SELECT_SAID)
                .bind(party.to_string())
                .bind(code)
                .bind(id)
                .bind(text::instant(as_of))
                .bind(limit)
                .fetch_all(pool)
                .await?
        });
        rows.into_iter().map(SaidRow::item).collect()
    }
}

#[derive(Debug, sqlx::FromRow)]
struct SaidRow {
    id: i64,
    code: String,
    body: String,
    receipt: String,
    accepted_at: String,
    superseded_at: Option<String>,
}

impl SaidRow {
    fn item(self) -> Result<SaidItem, StoreError> {
        let superseded_at = self.superseded_at.as_deref();
        let said = Said {
            // What a person wrote is in it: an error does not repeat it.
            item: serde_json::from_str(&self.body)
                .map_err(|_| text::corrupt("supply_items", "body", &self.receipt))?,
            accepted_at: text::parse("checks", "accepted_at", &self.accepted_at)?,
            superseded_at: superseded_at
                .map(|it| text::parse("supersessions", "accepted_at", it))
                .transpose()?,
        };
        Ok(SaidItem { id: self.id, code: self.code, said })
    }
}
