//! Facts of data supply: the items of catalogues, each by its code ([`crate::numbered`]).

use jiff::Timestamp;
use metrics::party::PartyId;
use metrics::supply::{Item, SupplyFact};

use crate::StoreError;
use crate::db::Reader;
use crate::numbered::{Stored, Table, table};
use crate::posting::Posting;

const TABLE: Table = table!("supply_items", "code");

/// An item in force.
pub type StoredItem = Stored<Item>;

impl Posting {
    /// Posts catalogue items.
    ///
    /// # Errors
    ///
    /// Returns an error if the database fails.
    pub async fn supply(&mut self, facts: &[SupplyFact]) -> Result<(), StoreError> {
        for it in facts {
            let key = (&it.party, it.item.code.as_str(), &it.origin);
            self.numbered(TABLE, key, &it.item).await?;
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
        self.numbered(TABLE, TABLE.page, after, page.into()).await
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
        self.numbered(TABLE, TABLE.party_page, (party.as_str(), code), page.into()).await
    }
}
