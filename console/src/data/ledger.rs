//! Registers and vouchers as the console shows them.

use metrics::form::Origin;
use store::StoreError;
use store::ledger::{LineCursor, LineFact, RegisterKey};

use super::StoreSource;
use crate::query::{Line, PAGE_ROWS, Payload, RawKey, RowPlace, Voucher};

impl StoreSource {
    pub(super) async fn register(
        &self,
        key: &RegisterKey,
        after: Option<LineCursor>,
    ) -> Result<Payload, StoreError> {
        let lines = self.reader.register_lines(key, after, PAGE_ROWS).await?;
        Ok(Payload::Register(lines.into_iter().map(line).collect()))
    }

    pub(super) async fn voucher(&self, id: i64) -> Result<Payload, StoreError> {
        let Some((voucher, lines)) = self.reader.voucher(id).await? else {
            return Err(StoreError::NotFound { what: "voucher", name: id.to_string() });
        };
        Ok(Payload::Voucher(Box::new(Voucher {
            name: name(&voucher.voucher_type, &voucher.number),
            dated_on: voucher.dated_on,
            people: [voucher.maker, voucher.reviewer, voucher.poster],
            receipt: voucher.receipt,
            lines: lines.into_iter().map(line).collect(),
        })))
    }
}

/// Type and number as people write them: 记-12.
fn name(voucher_type: &str, number: &str) -> String {
    if voucher_type.is_empty() { number.to_owned() } else { format!("{voucher_type}-{number}") }
}

fn line(fact: LineFact) -> Line {
    Line {
        cursor: Some(fact.cursor),
        voucher_id: fact.voucher_id,
        account: fact.account,
        period: fact.period,
        day: fact.day,
        voucher: name(&fact.voucher_type, &fact.number),
        summary: fact.summary,
        currency: fact.currency,
        sums: fact.sums,
        original_minor: fact.original_minor,
        dimensions: fact.dimensions,
        raw: raw_key(fact.sha256, fact.receipt, fact.origin),
    }
}

/// A row whose bytes are known.
fn raw_key(sha256: String, receipt: String, origin: Origin) -> RawKey {
    RawKey { sha256, receipt, row: RowPlace::At(origin), column: String::new() }
}
