//! Dimension sets: what lines share. A set never changes, so that what was read once is kept.

use std::collections::{BTreeSet, HashMap};
use std::sync::Arc;

use metrics::ledger::Dimensions;
use metrics::money::Currency;

use crate::db::{Reader, on_engine};
use crate::{StoreError, text};

/// Sets that are kept at most.
pub(super) const KEPT_MAX: usize = 1 << 14;

macro_rules! set_columns {
    () => {
        "dimension_sets.id AS dimension_set_id, dimension_sets.currency, dimension_sets.product,
         dimension_sets.scenario, dimension_sets.intended_use, dimension_sets.funding,
         dimension_sets.authorization_no, dimension_sets.counterparty, dimension_sets.cost_class,
         dimension_sets.original_currency"
    };
}
pub(super) use set_columns;

const SELECT_SETS: &str = concat!(
    "SELECT ",
    set_columns!(),
    " FROM dimension_sets
     WHERE dimension_sets.id IN (
         SELECT ledger_lines.dimension_set_id
         FROM ledger_lines
         WHERE ledger_lines.party_id = $1 AND ledger_lines.id BETWEEN $2 AND $3
     )"
);

/// Currency and dimensions.
#[derive(Debug)]
pub(crate) struct Set {
    pub(super) currency: Currency,
    pub(super) dimensions: Arc<Dimensions>,
}

impl Reader {
    /// The sets of these ids, which the lines of a party from one id to another have.
    pub(super) async fn sets(
        &self,
        ids: impl Iterator<Item = i64>,
        (party_id, first, last): (i64, i64, i64),
    ) -> Result<HashMap<i64, Arc<Set>>, StoreError> {
        let ids: BTreeSet<i64> = ids.collect();
        let known = ids.iter().map(|id| Some((*id, self.memory.sets.get(id)?)));
        if let Some(known) = known.collect() {
            return Ok(known);
        }
        let rows: Vec<SetRow> = on_engine!(&self.db, |pool| {
            sqlx::query_as(SELECT_SETS)
                .bind(party_id)
                .bind(first)
                .bind(last)
                .fetch_all(pool)
                .await?
        });
        let set = |row: SetRow| {
            let id = row.dimension_set_id;
            Ok((id, self.memory.sets.keep(id, Set::try_from(row)?, 1)))
        };
        rows.into_iter().map(set).collect()
    }
}

#[derive(Debug, sqlx::FromRow)]
pub(super) struct SetRow {
    dimension_set_id: i64,
    currency: String,
    product: String,
    scenario: String,
    intended_use: String,
    funding: String,
    authorization_no: String,
    counterparty: String,
    cost_class: String,
    original_currency: String,
}

impl TryFrom<SetRow> for Set {
    type Error = StoreError;

    fn try_from(row: SetRow) -> Result<Self, StoreError> {
        Ok(Self {
            currency: text::word("dimension_sets", "currency", &row.currency, Currency::parse)?,
            dimensions: Arc::new(Dimensions {
                product: row.product,
                scenario: row.scenario,
                use_: row.intended_use,
                funding: row.funding,
                authorization: row.authorization_no,
                counterparty: row.counterparty,
                cost_class: row.cost_class,
                original_currency: row.original_currency,
            }),
        })
    }
}
