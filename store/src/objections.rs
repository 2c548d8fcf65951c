//! Facts of objections to data, each by its number ([`crate::numbered`]).

use metrics::objection::{Objection, ObjectionFact};
use metrics::party::PartyId;

use crate::StoreError;
use crate::db::Reader;
use crate::numbered::{Page, Stored, Table, table};
use crate::posting::Posting;

const TABLE: Table = table!("objections", "number");

/// An objection in force.
pub type StoredObjection = Stored<Objection>;

impl Posting {
    /// Posts objections.
    ///
    /// # Errors
    ///
    /// Returns an error if the database fails.
    pub async fn objections(&mut self, facts: &[ObjectionFact]) -> Result<(), StoreError> {
        for it in facts {
            let key = (&it.party, it.objection.number.as_str(), &it.origin);
            self.numbered(TABLE, key, &it.objection).await?;
        }
        Ok(())
    }
}

impl Reader {
    /// At most `limit` objections in force after a party and number, in the order of these.
    ///
    /// # Errors
    ///
    /// Returns an error if the database fails.
    pub async fn objections_after(
        &self,
        after: (&str, &str),
        page: impl Into<Page<'_>>,
    ) -> Result<Vec<StoredObjection>, StoreError> {
        self.numbered(TABLE, TABLE.page, after, page.into()).await
    }

    /// At most `limit` objections of a party in force after a number, in the order of numbers.
    ///
    /// # Errors
    ///
    /// Returns an error if the database fails.
    pub async fn objections_of_after(
        &self,
        party: &PartyId,
        number: &str,
        page: impl Into<Page<'_>>,
    ) -> Result<Vec<StoredObjection>, StoreError> {
        self.numbered(TABLE, TABLE.party_page, (party.as_str(), number), page.into()).await
    }
}
