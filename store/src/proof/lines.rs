//! Whether the lines of a month are the same, looked at in the order in which they stand. Vouchers stand by
//! their names and not by their lines: joined, each line would read a page of the file for its voucher alone.
//! Which line differs, the join says, where one does.

use std::hash::BuildHasher as _;

use super::{Comparison, Part, Sum};
use crate::StoreError;
use crate::bulk::{self, Cell};
use crate::db::Reader;
use crate::facts::{self, Told};
use crate::ledger::ids;

/// The table of lines.
pub(super) const TABLE: &str = "ledger_lines";

const SELECT_VOUCHERS: &str = "
    SELECT vouchers.id, submissions.receipt, vouchers.voucher_type, vouchers.number
    FROM vouchers
    JOIN submissions ON submissions.id = vouchers.submission_id
    WHERE vouchers.party_id = $1 AND vouchers.id BETWEEN $2 AND $3
    ORDER BY vouchers.id
";

const SELECT_LINES: &str = concat!(
    "SELECT ledger_lines.voucher_id, ",
    facts::lines!(),
    " WHERE ledger_lines.party_id = $1 AND ledger_lines.id BETWEEN $2 AND $3"
);

impl Comparison<'_> {
    /// Whether both sides have the same lines of the same vouchers.
    pub(super) async fn lines_are_alike(&self) -> Result<bool, StoreError> {
        let actual = self.lines(self.stands).await?;
        Ok(actual == self.lines(self.again).await?)
    }

    /// How many lines there are, and the sum of their hashes; a line of no voucher is of voucher 0.
    async fn lines(&self, of: &Reader) -> Result<Sum, StoreError> {
        let (mut vouchers, mut sum): (Vec<(i64, u64)>, Sum) = (Vec::new(), (0, 0));
        let Part::Month(party, period) = self.part else { return Ok(sum) };
        let Some(party_id) = of.party_number(party).await? else { return Ok(sum) };
        let (first, last) = ids::period_range(party_id, *period);
        let bounds = [party_id, first, last].map(Cell::Number);
        bulk::each(&of.db, SELECT_VOUCHERS, &bounds, |_, cells| {
            if let [Told::Number(id), names @ ..] = cells {
                vouchers.push((*id, self.hashes.hash_one(names)));
            }
        })
        .await?;
        bulk::each(&of.db, SELECT_LINES, &bounds, |_, cells| {
            let [Told::Number(id), said @ ..] = cells else { return };
            let found = vouchers.binary_search_by_key(id, |it| it.0);
            let voucher = found.map_or(0, |index| vouchers[index].1);
            let hash = self.hashes.hash_one((voucher, said));
            sum = (sum.0 + 1, sum.1.wrapping_add(hash));
        })
        .await?;
        Ok(sum)
    }
}
