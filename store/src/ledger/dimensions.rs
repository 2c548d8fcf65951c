//! The numbers of the dimension sets that the lines of a file have. They are looked up and given many at
//! once: a small file has nearly as many sets as lines.

use std::collections::{BTreeSet, HashMap};

use metrics::ledger::{CheckedLedger, Line};

use crate::bulk::{self, Cell, DIMENSIONS};
use crate::db::Tx;
use crate::{StoreError, text};

/// Texts that tell the sets of a party apart.
const TEXTS: usize = 9;

/// Currency and dimensions, in the order of the table's columns.
type Texts<'a> = [&'a str; TEXTS];

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
        let (mut known, new) = known(tx, party_id, asked).await?;
        if !new.is_empty() {
            let rows = new.iter().map(|texts| cells(party_id, texts));
            bulk::insert(tx, DIMENSIONS, rows).await?;
            known.extend(self::known(tx, party_id, new).await?.0);
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

fn cells<'a>(party_id: i64, texts: &Texts<'a>) -> [Cell<'a>; 1 + TEXTS] {
    let mut cells = [Cell::Number(party_id); 1 + TEXTS];
    cells.iter_mut().skip(1).zip(texts).for_each(|(cell, it)| *cell = Cell::Text(it));
    cells
}

/// The numbers of those sets of a party that are there, and the sets that are not.
async fn known<'a>(
    tx: &mut Tx,
    party_id: i64,
    asked: Vec<Texts<'a>>,
) -> Result<(HashMap<Texts<'a>, i64>, Vec<Texts<'a>>), StoreError> {
    let rows: Vec<_> = asked.iter().map(|texts| cells(party_id, texts)).collect();
    let ids = bulk::ids(tx, DIMENSIONS, &rows).await?;
    let (mut known, mut new) = (HashMap::with_capacity(asked.len()), Vec::new());
    for (texts, id) in asked.into_iter().zip(ids) {
        match id {
            Some(id) => drop(known.insert(texts, id)),
            None => new.push(texts),
        }
    }
    Ok((known, new))
}
