//! Posted lines as an engine hands them over: all their numbers in one value and all their texts in another,
//! however many lines they are. SQLite's thread and who reads otherwise wait for each other at each line.

use std::sync::Arc;

use metrics::form::Origin;
use metrics::ledger::Sums;

use super::files::FileRow;
use super::ids;
use super::read::origin;
use super::register::{LineCursor, LineFact};
use super::sets::Set;
use crate::{StoreError, text};

/// The numbers of a line.
const NUMBERS: usize = 13;

/// The two columns of a [`LinesRow`] that is one line of `ledger_lines`, of a voucher of `vouchers`.
macro_rules! line_columns {
    () => {
        "concat_ws(' ', ledger_lines.id, ledger_lines.voucher_id, vouchers.submission_id,
             ledger_lines.dimension_set_id, ledger_lines.debit_minor, ledger_lines.credit_minor,
             ledger_lines.original_minor, ledger_lines.row_number, ledger_lines.byte_offset,
             ledger_lines.byte_length, octet_length(vouchers.voucher_type),
             octet_length(vouchers.number), octet_length(ledger_lines.summary)) AS numbers,
         vouchers.voucher_type || vouchers.number || ledger_lines.summary AS texts"
    };
}
pub(super) use line_columns;

/// Lines, one after the other.
#[derive(Debug, sqlx::FromRow)]
pub(super) struct LinesRow {
    /// Of each line all numbers and the lengths of its texts, in bytes, with spaces between.
    numbers: String,
    /// Of each line all texts, with nothing between.
    texts: String,
}

/// A line without what lines share.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Line {
    pub(super) id: i64,
    pub(super) voucher_id: i64,
    pub(super) submission_id: i64,
    pub(super) dimension_set_id: i64,
    pub(super) sums: Sums,
    pub(super) original_minor: i64,
    pub(super) origin: Origin,
    pub(super) voucher_type: String,
    pub(super) number: String,
    pub(super) summary: String,
}

impl LinesRow {
    /// The lines, in their order.
    pub(super) fn lines(&self) -> Result<Vec<Line>, StoreError> {
        let corrupt = || text::corrupt("ledger_lines", "numbers", &self.numbers);
        let numbers = self.numbers.split_ascii_whitespace().map(str::parse);
        let numbers: Vec<i64> = numbers.collect::<Result<_, _>>().map_err(|_| corrupt())?;
        let (lines, []) = numbers.as_chunks::<NUMBERS>() else {
            return Err(corrupt());
        };
        let mut texts = self.texts.as_str();
        let mut next_text = |length: i64| -> Result<String, StoreError> {
            let split = usize::try_from(length).ok().and_then(|it| texts.split_at_checked(it));
            let (text, rest) = split.ok_or_else(corrupt)?;
            texts = rest;
            Ok(text.to_owned())
        };
        let line = |&[
            id,
            voucher_id,
            submission_id,
            dimension_set_id,
            debit_minor,
            credit_minor,
            original_minor,
            row_number,
            byte_offset,
            byte_length,
            type_length,
            number_length,
            summary_length,
        ]: &[i64; NUMBERS]|
         -> Result<Line, StoreError> {
            Ok(Line {
                id,
                voucher_id,
                submission_id,
                dimension_set_id,
                sums: Sums { debit_minor, credit_minor },
                original_minor,
                origin: origin("ledger_lines", (row_number, byte_offset, byte_length))?,
                voucher_type: next_text(type_length)?,
                number: next_text(number_length)?,
                summary: next_text(summary_length)?,
            })
        };
        let lines = lines.iter().map(line).collect::<Result<_, _>>()?;
        if texts.is_empty() { Ok(lines) } else { Err(corrupt()) }
    }
}

impl Line {
    /// With what it shares with others.
    pub(super) fn fact(
        self,
        account: String,
        set: &Set,
        file: &FileRow,
    ) -> Result<LineFact, StoreError> {
        let period =
            ids::period_of(self.id).ok_or_else(|| text::corrupt("ledger_lines", "id", self.id))?;
        Ok(LineFact {
            cursor: LineCursor(self.id),
            account,
            period,
            day: ids::day_of(self.id),
            voucher_id: self.voucher_id,
            voucher_type: self.voucher_type,
            number: self.number,
            summary: self.summary,
            currency: set.currency,
            sums: self.sums,
            original_minor: self.original_minor,
            dimensions: Arc::clone(&set.dimensions),
            receipt: file.receipt.clone(),
            sha256: file.sha256.clone(),
            file_name: file.file_name.clone(),
            origin: self.origin,
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Of two lines, the texts of which hold what stands between numbers and are longer in bytes.
    const NUMBERS: &str = "1 2 3 4 500 0 -7 8 9 10 3 0 4 11 12 13 14 0 600 0 18 19 20 0 2 0";
    const TEXTS: &str = "记1 2 A1";

    fn lines(numbers: &str, texts: &str) -> Result<Vec<Line>, StoreError> {
        LinesRow { numbers: numbers.to_owned(), texts: texts.to_owned() }.lines()
    }

    #[test]
    fn numbers_and_texts_come_apart_again() {
        let first = Line {
            id: 1,
            voucher_id: 2,
            submission_id: 3,
            dimension_set_id: 4,
            sums: Sums { debit_minor: 500, credit_minor: 0 },
            original_minor: -7,
            origin: Origin { row: 8, byte_offset: 9, byte_length: 10 },
            voucher_type: "记".to_owned(),
            number: String::new(),
            summary: "1 2 ".to_owned(),
        };
        let second = Line {
            id: 11,
            voucher_id: 12,
            submission_id: 13,
            dimension_set_id: 14,
            sums: Sums { debit_minor: 0, credit_minor: 600 },
            original_minor: 0,
            origin: Origin { row: 18, byte_offset: 19, byte_length: 20 },
            voucher_type: String::new(),
            number: "A1".to_owned(),
            summary: String::new(),
        };
        assert_eq!(lines(NUMBERS, TEXTS).unwrap(), [first, second]);
        assert_eq!(lines("", "").unwrap(), []);
    }

    #[test]
    fn what_does_not_come_apart_is_named() {
        let check = |numbers: &str, texts: &str| {
            let error = lines(numbers, texts).unwrap_err();
            assert!(matches!(error, StoreError::Corrupt { table: "ledger_lines", .. }), "{error}");
        };
        check(NUMBERS.strip_suffix(" 0").unwrap(), TEXTS);
        check(&format!("{NUMBERS} 0"), TEXTS);
        check(&NUMBERS.replace("500", "five"), TEXTS);
        check(&NUMBERS.replace("9 10 ", "9 -10 "), TEXTS);
        check(&NUMBERS.replace("10 3 0 4", "10 -3 0 4"), TEXTS);
        check(&NUMBERS.replace("10 3 0 4", "10 2 1 4"), TEXTS);
        check(NUMBERS, TEXTS.strip_suffix('1').unwrap());
        check(NUMBERS, &format!("{TEXTS} "));
        check("", TEXTS);
    }
}
