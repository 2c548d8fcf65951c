//! The numbers of the dimension sets that the lines of a file have. They are looked up and given many at
//! once: a small file has nearly as many sets as lines.

use std::collections::{BTreeSet, HashMap};
use std::iter;
use std::sync::LazyLock;

use metrics::ledger::{CheckedLedger, Line};
use sqlx::query::QueryAs;

use crate::bulk::{self, Cell, DIMENSIONS};
use crate::db::{Tx, in_transaction};
use crate::{StoreError, text};

/// Sets that one statement asks for: SQLite finds a parameter by walking along all of them.
const ASKED: usize = 16;
/// Texts that tell the sets of a party apart.
const TEXTS: usize = 9;

/// Currency and dimensions, in the order of the table's columns.
type Texts<'a> = [&'a str; TEXTS];

/// SQLite joins in the order of CROSS JOIN: each set that is asked for is found by index.
static SELECT: LazyLock<String> = LazyLock::new(|| {
    let row = |ordinal: usize| {
        let first = 2 + ordinal * TEXTS;
        let texts: Vec<String> = (first..first + TEXTS).map(|it| format!("${it}")).collect();
        format!("({ordinal}, {})", texts.join(", "))
    };
    let rows: Vec<String> = (0..ASKED).map(row).collect();
    format!(
        "WITH asked (ordinal, currency, product, scenario, intended_use, funding, authorization_no,
                     counterparty, cost_class, original_currency) AS (VALUES {})
         SELECT CAST(asked.ordinal AS BIGINT), dimension_sets.id
         FROM asked
         CROSS JOIN dimension_sets
         WHERE dimension_sets.party_id = $1
           AND dimension_sets.currency = asked.currency
           AND dimension_sets.product = asked.product
           AND dimension_sets.scenario = asked.scenario
           AND dimension_sets.intended_use = asked.intended_use
           AND dimension_sets.funding = asked.funding
           AND dimension_sets.authorization_no = asked.authorization_no
           AND dimension_sets.counterparty = asked.counterparty
           AND dimension_sets.cost_class = asked.cost_class
           AND dimension_sets.original_currency = asked.original_currency",
        rows.join(", ")
    )
});

/// The number of each currency with dimensions that a line of the file has.
pub(super) struct DimensionSets {
    /// By dimensions, then currency; 0 for what no line has.
    ids: Vec<i64>,
    currencies: usize,
}

impl DimensionSets {
    /// The numbers, given now to the sets that are new.
    pub(super) async fn of(
        tx: &mut Tx,
        party_id: i64,
        ledger: &CheckedLedger,
    ) -> Result<Self, StoreError> {
        let used = ledger.dimension_currencies.iter();
        let used: Vec<_> = used.map(|&pair| (pair, texts(ledger, pair))).collect();
        let asked: BTreeSet<Texts<'_>> = used.iter().map(|it| it.1).collect();
        let asked: Vec<Texts<'_>> = asked.into_iter().collect();
        let mut known = known(tx, party_id, &asked).await?;
        let is_new = |it: &Texts<'_>| !known.contains_key(it);
        let new: Vec<Texts<'_>> = asked.into_iter().filter(is_new).collect();
        if !new.is_empty() {
            let rows = new.iter().map(|texts| {
                let mut cells = [Cell::Number(party_id); 1 + TEXTS];
                cells.iter_mut().skip(1).zip(texts).for_each(|(cell, it)| *cell = Cell::Text(it));
                cells
            });
            bulk::insert(tx, DIMENSIONS, rows).await?;
            known.extend(self::known(tx, party_id, &new).await?);
        }
        let currencies = ledger.currencies.len();
        let mut ids = vec![0; ledger.dimensions.len() * currencies];
        for ((dimensions, currency), texts) in used {
            let id = known.get(&texts);
            let id = id.ok_or_else(|| text::corrupt("dimension_sets", "party_id", party_id))?;
            ids[dimensions as usize * currencies + usize::from(currency)] = *id;
        }
        Ok(Self { ids, currencies })
    }

    /// The number of the set that a line has.
    pub(super) fn id(&self, line: &Line) -> i64 {
        self.ids[line.dimensions as usize * self.currencies + usize::from(line.currency)]
    }
}

fn texts(ledger: &CheckedLedger, (dimensions, currency): (u32, u16)) -> Texts<'_> {
    let told = &ledger.dimensions[dimensions as usize];
    [
        ledger.currencies[usize::from(currency)].0.as_str(),
        &told.product,
        &told.scenario,
        &told.use_,
        &told.funding,
        &told.authorization,
        &told.counterparty,
        &told.cost_class,
        &told.original_currency,
    ]
}

/// The numbers of those sets of a party that are there.
async fn known<'a>(
    tx: &mut Tx,
    party_id: i64,
    sets: &[Texts<'a>],
) -> Result<HashMap<Texts<'a>, i64>, StoreError> {
    let mut known = HashMap::with_capacity(sets.len());
    for asked in sets.chunks(ASKED) {
        // The statement stays the same for fewer sets: none is without a currency.
        let texts = asked.iter().flatten().copied().chain(iter::repeat("")).take(ASKED * TEXTS);
        let rows: Vec<(i64, i64)> = in_transaction!(&mut *tx, |it| {
            let query = sqlx::query_as(SELECT.as_str()).bind(party_id);
            texts.fold(query, QueryAs::bind).fetch_all(it).await?
        });
        let set = |ordinal: i64| usize::try_from(ordinal).ok().and_then(|it| asked.get(it));
        known.extend(rows.into_iter().filter_map(|(ordinal, id)| Some((*set(ordinal)?, id))));
    }
    Ok(known)
}
