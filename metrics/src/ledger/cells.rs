//! The cells of a ledger row by name, and what each has to hold.

use super::COLUMNS;
use super::plain::says_nothing;
use crate::form::Row;

/// Where each column stands in [`COLUMNS`].
pub(super) mod at {
    use super::position;

    pub(in super::super) const RECORD: usize = position("record");
    pub(in super::super) const PERIOD: usize = position("period");
    pub(in super::super) const VOUCHER_TYPE: usize = position("voucher_type");
    pub(in super::super) const VOUCHER_NO: usize = position("voucher_no");
    pub(in super::super) const DATE: usize = position("date");
    pub(in super::super) const LINE: usize = position("line");
    pub(in super::super) const SUMMARY: usize = position("summary");
    pub(in super::super) const ACCOUNT: usize = position("account");
    pub(in super::super) const ACCOUNT_NAME: usize = position("account_name");
    pub(in super::super) const DEBIT: usize = position("debit");
    pub(in super::super) const CREDIT: usize = position("credit");
    pub(in super::super) const CURRENCY: usize = position("currency");
    pub(in super::super) const ORIGINAL_CURRENCY: usize = position("original_currency");
    pub(in super::super) const ORIGINAL_AMOUNT: usize = position("original_amount");
    pub(in super::super) const RATE: usize = position("rate");
    pub(in super::super) const PRODUCT: usize = position("product");
    pub(in super::super) const SCENARIO: usize = position("scenario");
    pub(in super::super) const USE: usize = position("use");
    pub(in super::super) const FUNDING: usize = position("funding");
    pub(in super::super) const AUTHORIZATION: usize = position("authorization");
    pub(in super::super) const COUNTERPARTY: usize = position("counterparty");
    pub(in super::super) const COST_CLASS: usize = position("cost_class");
    pub(in super::super) const INVOICE: usize = position("invoice");
    pub(in super::super) const MAKER: usize = position("maker");
    pub(in super::super) const REVIEWER: usize = position("reviewer");
    pub(in super::super) const POSTER: usize = position("poster");
}

const fn position(name: &str) -> usize {
    let mut index = 0;
    while !is_same(COLUMNS[index].name.as_bytes(), name.as_bytes()) {
        index += 1;
    }
    index
}

const fn is_same(left: &[u8], right: &[u8]) -> bool {
    let mut index = 0;
    while index < left.len() && index < right.len() && left[index] == right[index] {
        index += 1;
    }
    left.len() == index && right.len() == index
}

/// The columns of [`super::Dimensions`], in its order; the original currency is told apart.
pub(super) const DIMENSIONS: [usize; 7] = [
    at::PRODUCT,
    at::SCENARIO,
    at::USE,
    at::FUNDING,
    at::AUTHORIZATION,
    at::COUNTERPARTY,
    at::COST_CLASS,
];

/// What a row records.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Record {
    Line,
    Opening,
    Closing,
    Movement,
    General,
}

/// A row whose cells are asked for by [`at`]; blanks around a value do not count.
#[derive(Clone, Copy, Debug)]
pub(super) struct Cells<'a> {
    pub(super) row: Row<'a>,
}

impl<'a> Cells<'a> {
    /// The text of one cell; `""` where the row is shorter.
    pub(super) fn get(self, column: usize) -> &'a str {
        self.row.cells.get(column).map_or("", |cell| trimmed(cell))
    }

    /// The row's number, as the lines keep it.
    pub(super) fn number(self) -> u32 {
        u32::try_from(self.row.number).unwrap_or(u32::MAX)
    }

    /// What the row records, if its word is known.
    pub(super) fn record(self) -> Option<Record> {
        match self.get(at::RECORD) {
            "" | "line" | "分录" => Some(Record::Line),
            "opening" | "期初" => Some(Record::Opening),
            "closing" | "期末" => Some(Record::Closing),
            "movement" | "发生额" => Some(Record::Movement),
            "general" | "总账" => Some(Record::General),
            _ => None,
        }
    }

    /// The dimensions in the order of [`DIMENSIONS`], `""` where a cell says nothing, Chinese words of the
    /// form in English, and no original currency; the column whose word is not known otherwise.
    pub(super) fn dimensions(self) -> Result<[&'a str; 8], usize> {
        let mut texts = [""; 8];
        for (text, column) in texts.iter_mut().zip(DIMENSIONS) {
            let cell = self.get(column);
            *text = if says_nothing(cell) { "" } else { cell };
        }
        texts[2] = match texts[2] {
            word @ ("" | "public" | "industry" | "shared") => word,
            "公共治理和公益" => "public",
            "产业和行业发展" => "industry",
            "共同" => "shared",
            _ => return Err(at::USE),
        };
        texts[3] = match texts[3] {
            word @ ("" | "own" | "subsidy") => word,
            "自有" => "own",
            "财政补助" => "subsidy",
            _ => return Err(at::FUNDING),
        };
        Ok(texts)
    }
}

/// `str::trim`, which most cells do not need: they are empty or begin and end with a visible ASCII
/// character.
fn trimmed(cell: &str) -> &str {
    match cell.as_bytes() {
        [] | [b'!'..=b'~'] | [b'!'..=b'~', .., b'!'..=b'~'] => cell,
        _ => cell.trim(),
    }
}

/// `voucher_type` and number as one name, such as `记-12`.
pub(super) fn voucher_label(voucher_type: &str, number: &str) -> String {
    if voucher_type.is_empty() { number.to_owned() } else { format!("{voucher_type}-{number}") }
}

#[cfg(test)]
mod tests {
    use jiff::civil::Date;

    use super::*;
    use crate::form::cells::parse_day;

    #[test]
    fn columns_are_found_by_name() {
        assert_eq!(COLUMNS[at::DEBIT].name, "debit");
        assert_eq!(COLUMNS[at::ACCOUNT].name, "account");
        assert_eq!(COLUMNS[at::POSTER].name, "poster");
    }

    #[test]
    fn dates_are_iso_days_that_exist() {
        for text in
            ["2026-02-29", "2026-4-01", "20260401", "2026-04-01 ", "2026-00-10", "", "２026-04-0"]
        {
            assert_eq!(parse_day(text), None, "{text}");
        }
        assert_eq!(parse_day("2028-02-29"), Some(Date::constant(2028, 2, 29)));
    }
}
