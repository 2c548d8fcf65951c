//! The cells of a line about its original currency, which stand together and give its amount (F-18).

use super::{Amounts, COLUMNS, Cells, Currency, Fault, Place, RowReader, at, cause, rules};
use crate::ledger::intake::voucher_label;
use crate::ledger::original::{Original, Rate};
use crate::money::format_minor;

/// The columns that stand together.
const COLUMNS_TOGETHER: [usize; 3] = [at::ORIGINAL_CURRENCY, at::ORIGINAL_AMOUNT, at::RATE];

impl RowReader {
    /// The original amount of a line, judged against the amounts of the line where these were read.
    /// `None` if a cell was not understood. Where one is missing, the others are not kept.
    pub(in crate::ledger::intake) fn original<'a>(
        &mut self,
        cells: Cells<'a>,
        amounts: Option<Amounts>,
    ) -> Option<Original<'a>> {
        let [code, amount, rate] = COLUMNS_TOGETHER.map(|column| cells.get(column));
        if code.is_empty() && amount.is_empty() && rate.is_empty() {
            return Some(Original::default());
        }
        let digits = Currency::parse(code).and_then(|it| self.context.minor_digits.get(&it));
        let (digits, rate_read) = (digits.copied(), Rate::parse(rate));
        if digits.is_none() && !code.is_empty() {
            self.invalid(cells, at::ORIGINAL_CURRENCY, "ISO 4217");
            return None;
        }
        if rate_read.is_none() && !rate.is_empty() {
            self.invalid(cells, at::RATE, "0 < 0.000000000000");
            return None;
        }
        let (Some(digits), Some(rate_read), false) = (digits, rate_read, amount.is_empty()) else {
            self.original_missing(cells);
            return Some(Original::default());
        };
        let amount_minor = self.amount(cells, at::ORIGINAL_AMOUNT, digits)?;
        let amounts = amounts?;
        let minor_digits = self.currencies[usize::from(amounts.currency)].1;
        let size = rate_read.convert((amount_minor, digits), minor_digits).map(i128::from);
        // A red line is red in both currencies.
        let expected = size.map(|it| if amount_minor < 0 { -it } else { it });
        let actual = amounts.signed_minor();
        let (books, _) = self.currencies[usize::from(amounts.currency)];
        if Currency::parse(code) == Some(books) && !rate_read.is_one() {
            self.rate_of_one(cells);
        } else if expected != Some(actual) {
            self.conversion(cells, (expected, actual), minor_digits);
        }
        Some(Original { currency: code, amount_minor })
    }

    /// F-18: original currency, amount and rate stand together.
    fn original_missing(&mut self, cells: Cells<'_>) {
        let missing = COLUMNS_TOGETHER.into_iter().filter(|column| cells.get(*column).is_empty());
        let missing: Vec<&str> = missing.map(|column| COLUMNS[column].name).collect();
        let first = missing.first().copied().unwrap_or_default();
        self.faults.push(Fault {
            period: Some(self.context.period),
            cause: cause(cells, "original"),
            expected: missing.join(", "),
            arguments: arguments(cells, "missing"),
            ..Fault::at(rules::CONVERSION, Place::cell(cells.row.number, first))
        });
    }

    /// F-18: a currency in itself has the rate 1.
    fn rate_of_one(&mut self, cells: Cells<'_>) {
        self.faults.push(Fault {
            period: Some(self.context.period),
            cause: cause(cells, "original"),
            expected: "1".to_owned(),
            actual: cells.get(at::RATE).to_owned(),
            arguments: arguments(cells, "same"),
            ..Fault::at(rules::CONVERSION, Place::cell(cells.row.number, "rate"))
        });
    }

    /// F-18: the original amount at its rate is another amount than the line has. What does not fit
    /// 64 bits has no figure.
    fn conversion(
        &mut self,
        cells: Cells<'_>,
        (expected, actual): (Option<i128>, i128),
        minor_digits: u8,
    ) {
        let shown = |amount: i128| format_minor(amount, minor_digits);
        let difference = |it| format_minor(it - actual, minor_digits);
        let column = if cells.get(at::DEBIT).is_empty() { "credit" } else { "debit" };
        self.faults.push(Fault {
            period: Some(self.context.period),
            cause: cause(cells, "original"),
            expected: expected.map_or_else(|| format!("> {}", shown(u64::MAX.into())), shown),
            actual: shown(actual),
            difference: expected.map(difference),
            arguments: arguments(cells, "rate"),
            ..Fault::at(rules::CONVERSION, Place::cell(cells.row.number, column))
        });
    }
}

/// The arguments of a sentence about a line.
fn arguments(cells: Cells<'_>, check: &str) -> Vec<(&'static str, String)> {
    let [currency, original, rate] = COLUMNS_TOGETHER.map(|column| cells.get(column).to_owned());
    let label = voucher_label(cells.get(at::VOUCHER_TYPE), cells.get(at::VOUCHER_NO));
    vec![
        ("check", check.to_owned()),
        ("voucher", label),
        ("currency", currency),
        ("original", original),
        ("rate", rate),
    ]
}
