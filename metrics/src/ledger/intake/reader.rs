//! Reads the cells of one row and reports what is wrong with them, all at once.

mod original;

use jiff::civil::Date;

use super::{
    Cells, Currency, Fault, Faults, LedgerContext, Period, Place, Record, at, reading, rules,
    voucher_label,
};
use crate::form::cells::parse_day;
use crate::ledger::COLUMNS;
use crate::ledger::close::closed;
use crate::ledger::invoices::{INVOICES_MAX, Invoices};
use crate::ledger::plain::{is_invisible, says_nothing};
use crate::money::{AmountError, format_minor, parse_minor};

/// The amounts of a row.
#[derive(Clone, Copy, Debug)]
pub(super) struct Amounts {
    pub(super) currency: u16,
    pub(super) debit_minor: i64,
    pub(super) credit_minor: i64,
}

impl Amounts {
    /// The amount whichever side it stands on, below zero if it is red; a line has only one.
    pub(super) fn signed_minor(self) -> i128 {
        i128::from(self.debit_minor) + i128::from(self.credit_minor)
    }
}

/// What was understood of the cells that openings and lines share; each that was not is `None` and
/// reported.
#[derive(Clone, Copy, Debug)]
pub(super) struct Understood<'a> {
    pub(super) account: Option<&'a str>,
    pub(super) dimensions: Option<[&'a str; 8]>,
    pub(super) amounts: Option<Amounts>,
    /// Whether the row names another period than the submission's.
    pub(super) is_period_other: Option<bool>,
}

/// Reads cells against a context.
#[derive(Debug)]
pub(super) struct RowReader {
    pub(super) context: LedgerContext,
    pub(super) currencies: Vec<(Currency, u8)>,
    pub(super) invoices: Invoices,
    pub(super) faults: Faults,
    period_text: String,
    /// The date read last, because most rows repeat the one before.
    latest_date: (String, Date),
    is_limit_reported: bool,
}

impl RowReader {
    pub(super) fn new(context: LedgerContext) -> Self {
        let first_day = context.period.first_day();
        Self {
            period_text: context.period.to_string(),
            latest_date: (first_day.to_string(), first_day),
            context,
            currencies: Vec::new(),
            invoices: Invoices::default(),
            faults: Faults::default(),
            is_limit_reported: false,
        }
    }

    pub(super) fn record(&mut self, cells: Cells<'_>) -> Option<Record> {
        let record = cells.record();
        if record.is_none() {
            self.invalid(cells, at::RECORD, "line, opening, closing, movement, general");
        }
        record
    }

    pub(super) fn common<'a>(&mut self, cells: Cells<'a>, record: Record) -> Understood<'a> {
        Understood {
            account: self.account(cells),
            dimensions: self.dimensions(cells),
            amounts: self.amounts(cells, record),
            is_period_other: self.is_period_other(cells),
        }
    }

    /// The account's code, every character of which can be seen: one that looks like another would be
    /// another account.
    fn account<'a>(&mut self, cells: Cells<'a>) -> Option<&'a str> {
        let code = self.filled(cells, at::ACCOUNT)?;
        let is_hidden = |it: char| is_invisible(it) || (it != ' ' && it.is_whitespace());
        let is_ascii = code.bytes().all(|it| it.is_ascii_graphic());
        let is_seen = is_ascii || !code.contains(is_hidden);
        if !is_seen {
            self.invalid(cells, at::ACCOUNT, "1002, 6001.01 …");
        }
        is_seen.then_some(code)
    }

    /// The text of a cell that has to have one.
    pub(super) fn filled<'a>(&mut self, cells: Cells<'a>, column: usize) -> Option<&'a str> {
        let text = cells.get(column);
        if text.is_empty() {
            self.cell(reading::CELL_EMPTY, cells, column, "");
        }
        (!text.is_empty()).then_some(text)
    }

    pub(super) fn dated(&mut self, cells: Cells<'_>) -> Option<Date> {
        let text = cells.get(at::DATE);
        if text == self.latest_date.0 {
            return Some(self.latest_date.1);
        }
        let dated = parse_day(self.filled(cells, at::DATE)?);
        match dated {
            Some(dated) => {
                text.clone_into(&mut self.latest_date.0);
                self.latest_date.1 = dated;
            }
            None => self.invalid(cells, at::DATE, "YYYY-MM-DD"),
        }
        dated
    }

    /// The number of the invoice that a line names; `None` if there are too many of them.
    pub(super) fn invoice(&mut self, cells: Cells<'_>) -> Option<u32> {
        let text = cells.get(at::INVOICE);
        if says_nothing(text) {
            return Some(Invoices::NONE);
        }
        let invoice = self.invoices.take(text);
        if invoice.is_none() {
            self.limit("invoices of one ledger", INVOICES_MAX as u64);
        }
        invoice
    }

    fn is_period_other(&mut self, cells: Cells<'_>) -> Option<bool> {
        let text = cells.get(at::PERIOD);
        if text.is_empty() || text == self.period_text {
            return Some(false);
        }
        let period = text.parse::<Period>();
        if period.is_err() {
            self.invalid(cells, at::PERIOD, "YYYY-MM");
        }
        period.is_ok().then_some(true)
    }

    fn dimensions<'a>(&mut self, cells: Cells<'a>) -> Option<[&'a str; 8]> {
        let dimensions = cells.dimensions();
        match dimensions {
            Err(at::USE) => self.invalid(cells, at::USE, "public, industry, shared"),
            Err(column) => self.invalid(cells, column, "own, subsidy"),
            Ok(_) => {}
        }
        dimensions.ok()
    }

    /// Debit and credit in minor units. A line stands on one side; a balance may be empty, which is
    /// zero.
    fn amounts(&mut self, cells: Cells<'_>, record: Record) -> Option<Amounts> {
        let currency = self.currency(cells)?;
        let minor_digits = self.currencies[usize::from(currency)].1;
        let debit = self.amount(cells, at::DEBIT, minor_digits);
        let credit = self.amount(cells, at::CREDIT, minor_digits);
        let (debit_minor, credit_minor) = (debit?, credit?);
        if record == Record::Line {
            if cells.get(at::DEBIT).is_empty() && cells.get(at::CREDIT).is_empty() {
                self.cell(reading::CELL_EMPTY, cells, at::DEBIT, &pattern(minor_digits));
                return None;
            }
            if debit_minor != 0 && credit_minor != 0 {
                self.invalid(cells, at::CREDIT, &format_minor(0, minor_digits));
                return None;
            }
        }
        Some(Amounts { currency, debit_minor, credit_minor })
    }

    fn amount(&mut self, cells: Cells<'_>, column: usize, minor_digits: u8) -> Option<i64> {
        let text = cells.get(column);
        if text.is_empty() {
            return Some(0);
        }
        let expected = match parse_minor(text, minor_digits) {
            Ok(amount) => return Some(amount),
            Err(AmountError::NotDecimal | AmountError::TooManyDecimals { .. }) => {
                pattern(minor_digits)
            }
            Err(AmountError::TooLarge) => {
                format!("≤ {}", format_minor(i128::from(i64::MAX), minor_digits))
            }
        };
        self.invalid(cells, column, &expected);
        None
    }

    fn currency(&mut self, cells: Cells<'_>) -> Option<u16> {
        let code = match cells.get(at::CURRENCY) {
            "" => Some(Currency::CNY),
            text => Currency::parse(text),
        };
        let known = self.currencies.iter().position(|(it, _)| Some(*it) == code);
        let number = known.or_else(|| {
            let code = code?;
            self.currencies.push((code, *self.context.minor_digits.get(&code)?));
            Some(self.currencies.len() - 1)
        });
        if number.is_none() {
            self.invalid(cells, at::CURRENCY, "ISO 4217");
        }
        u16::try_from(number?).ok()
    }

    /// F-12: the row's period is the submission's.
    pub(super) fn other_period(&mut self, cells: Cells<'_>) {
        let expected = self.period_text.clone();
        self.of_voucher(rules::DATE_IN_PERIOD, cells, at::PERIOD, &expected);
    }

    /// F-12: the voucher's date lies in the period.
    pub(super) fn date_outside(&mut self, cells: Cells<'_>) {
        let period = self.context.period;
        let expected = format!("{}..{}", period.first_day(), period.last_day());
        self.of_voucher(rules::DATE_IN_PERIOD, cells, at::DATE, &expected);
    }

    /// F-4: `missing` are the mandatory dimensions that the row does not have.
    pub(super) fn dimensions_missing(&mut self, cells: Cells<'_>, missing: &str) {
        let label = voucher_label(cells.get(at::VOUCHER_TYPE), cells.get(at::VOUCHER_NO));
        let account = cells.get(at::ACCOUNT);
        let first = missing.split(", ").next().unwrap_or(missing);
        self.faults.push(Fault {
            period: Some(self.context.period),
            cause: format!("{label} {account} {missing}"),
            expected: missing.to_owned(),
            arguments: vec![("voucher", label), ("account", account.to_owned())],
            ..Fault::at(rules::DIMENSIONS, Place::cell(cells.row.number, first))
        });
    }

    /// F-19: the account is on the chart or lies below one that is.
    pub(super) fn charted(&mut self, cells: Cells<'_>) {
        let account = cells.get(at::ACCOUNT);
        let Some(chart) = &self.context.chart else { return };
        if chart.account(account).is_some() {
            return;
        }
        self.faults.push(Fault {
            period: Some(self.context.period),
            cause: account.to_owned(),
            expected: chart.standard.zh.clone(),
            actual: account.to_owned(),
            arguments: vec![
                ("name", cells.get(at::ACCOUNT_NAME).to_owned()),
                ("standard_zh", chart.standard.zh.clone()),
                ("standard_en", chart.standard.en.clone()),
            ],
            ..Fault::at(rules::CHART, Place::cell(cells.row.number, "account"))
        });
    }

    /// F-12: nothing is posted to a closed period. One fault for the file.
    pub(super) fn closed_period(&mut self, vouchers: usize) {
        self.faults.push(closed(self.context.period, vouchers));
    }

    /// A limit of the system is reached; said once.
    pub(super) fn limit(&mut self, what: &'static str, limit: u64) {
        if std::mem::replace(&mut self.is_limit_reported, true) {
            return;
        }
        self.faults.push(Fault {
            period: Some(self.context.period),
            cause: what.to_owned(),
            expected: format!("≤ {limit}"),
            arguments: vec![("limit", what.to_owned())],
            ..Fault::at(reading::LIMIT, Place::default())
        });
    }

    fn invalid(&mut self, cells: Cells<'_>, column: usize, expected: &str) {
        self.cell(reading::CELL_INVALID, cells, column, expected);
    }

    /// A fault of one cell.
    fn cell(&mut self, rule: &'static str, cells: Cells<'_>, column: usize, expected: &str) {
        let cause = cause(cells, COLUMNS[column].name);
        self.push(Fault { cause, ..self.fault(rule, cells, column) }, expected);
    }

    /// A fault of one voucher, which is told from others by its type, number and column.
    fn of_voucher(&mut self, rule: &'static str, cells: Cells<'_>, column: usize, expected: &str) {
        let label = voucher_label(cells.get(at::VOUCHER_TYPE), cells.get(at::VOUCHER_NO));
        let cause = format!("{label} {}", COLUMNS[column].name);
        self.push(Fault { cause, ..self.fault(rule, cells, column) }, expected);
    }

    fn fault(&self, rule: &'static str, cells: Cells<'_>, column: usize) -> Fault {
        let label = voucher_label(cells.get(at::VOUCHER_TYPE), cells.get(at::VOUCHER_NO));
        Fault {
            period: Some(self.context.period),
            actual: cells.get(column).to_owned(),
            arguments: vec![("voucher", label)],
            ..Fault::at(rule, Place::cell(cells.row.number, COLUMNS[column].name))
        }
    }

    fn push(&mut self, fault: Fault, expected: &str) {
        self.faults.push(Fault { expected: expected.to_owned(), ..fault });
    }
}

/// What tells a fault of a line from others. A line that is corrected may move to another row, so
/// these are its voucher, line and `what`; its row only where it names no voucher.
fn cause(cells: Cells<'_>, what: &str) -> String {
    let label = voucher_label(cells.get(at::VOUCHER_TYPE), cells.get(at::VOUCHER_NO));
    match (cells.get(at::VOUCHER_NO), cells.get(at::LINE)) {
        ("", _) => format!("{} {what}", cells.row.number),
        (_, "") => format!("{label} {what}"),
        (_, line) => format!("{label} {line} {what}"),
    }
}

/// How an amount is written: `0.00` for two minor digits.
fn pattern(minor_digits: u8) -> String {
    format_minor(0, minor_digits)
}
