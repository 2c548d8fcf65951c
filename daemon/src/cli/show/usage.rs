//! Usage of a party and month as `show usage` gives it: sums by product, buyer and price, and the
//! records behind them.

use jiff::Timestamp;
use metrics::party::PartyId;
use metrics::period::Period;
use serde_json::{Value, json};
use store::usage::{StoredSum, StoredUsage};
use store::{Reader, StoreError};

/// The usage in force, with the first `limit` records.
pub(super) async fn shown(
    reader: &Reader,
    (party, period): (&PartyId, Period),
    (as_of, limit): (Timestamp, i64),
) -> Result<Value, StoreError> {
    let sums = reader.usage_sums(party, Some(period), as_of).await?;
    let records = reader.usage_after(0, (party, period), (as_of, limit)).await?;
    let count: u64 = sums.iter().map(|it| it.sum.records).sum();
    Ok(json!({
        "party": party,
        "period": period,
        "count": count,
        "sums": sums.iter().map(sum).collect::<Vec<_>>(),
        "records": records.iter().map(record).collect::<Vec<_>>(),
    }))
}

fn sum(stored: &StoredSum) -> Value {
    let it = &stored.sum;
    json!({
        "product": it.key.product,
        "use": it.key.use_,
        "buyer": it.key.buyer,
        "unit": it.key.unit,
        "price": it.key.price.to_string(),
        "vat_included": it.key.vat_included,
        "first_on": it.first_on,
        "last_on": it.last_on,
        "units": it.units.to_string(),
        "amount_fen": it.amount_fen,
        "records": it.records,
        "receipt": stored.receipt,
    })
}

fn record(it: &StoredUsage) -> Value {
    let usage = &it.usage;
    json!({
        "number": usage.number,
        "date": usage.dated_on,
        "product": usage.product,
        "scenario": usage.scenario,
        "use": usage.use_,
        "buyer": usage.buyer,
        "unit": usage.unit,
        "units": usage.units.to_string(),
        "price": usage.price.to_string(),
        "vat_included": usage.vat_included,
        "amount_fen": usage.amount_fen,
        "invoice": usage.invoice,
        "tax_rate_ppm": usage.tax_rate.map(metrics::ratio::Ratio::ppm),
        "tax_fen": usage.tax_fen,
        "receipt": it.receipt,
        "row": it.origin.row,
    })
}
