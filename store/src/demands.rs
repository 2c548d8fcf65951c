//! Facts of demands for data, each by its number ([`crate::numbered`]).

use metrics::demand::{Demand, DemandFact};
use metrics::party::PartyId;

use crate::StoreError;
use crate::db::Reader;
use crate::numbered::{Page, Stored, Table, table};
use crate::posting::Posting;

const TABLE: Table = table!("demands", "number");

/// A demand in force.
pub type StoredDemand = Stored<Demand>;

impl Posting {
    /// Posts demands.
    ///
    /// # Errors
    ///
    /// Returns an error if the database fails.
    pub async fn demands(&mut self, facts: &[DemandFact]) -> Result<(), StoreError> {
        for it in facts {
            let key = (&it.party, it.demand.number.as_str(), &it.origin);
            self.numbered(TABLE, key, &it.demand).await?;
        }
        Ok(())
    }
}

impl Reader {
    /// At most `limit` demands in force after a party and number, in the order of these.
    ///
    /// # Errors
    ///
    /// Returns an error if the database fails.
    pub async fn demands_after(
        &self,
        after: (&str, &str),
        page: impl Into<Page<'_>>,
    ) -> Result<Vec<StoredDemand>, StoreError> {
        self.numbered(TABLE, TABLE.page, after, page.into()).await
    }

    /// At most `limit` demands of a party in force after a number, in the order of numbers.
    ///
    /// # Errors
    ///
    /// Returns an error if the database fails.
    pub async fn demands_of_after(
        &self,
        party: &PartyId,
        number: &str,
        page: impl Into<Page<'_>>,
    ) -> Result<Vec<StoredDemand>, StoreError> {
        self.numbered(TABLE, TABLE.party_page, (party.as_str(), number), page.into()).await
    }
}
