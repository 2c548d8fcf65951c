//! Ledger rows become lines, vouchers and balances, with every fault beside them. Rows may come in
//! any order; what one row says is checked here, what needs all rows is judged at the end.

mod reader;
#[cfg(test)]
mod tests;

use std::collections::{BTreeMap, BTreeSet};

use super::cells::{Cells, Record, at, voucher_label};
use super::continuity::{self, Numbered};
use super::interner::Interner;
use super::judge::Judge;
use super::opening::{OpeningJudge, Openings};
use super::totals::{Posting, Totals};
use super::vouchers::{VoucherLine, VoucherTable};
use super::{
    AccountUsed, CheckedLedger, Dimensions, EntryKind, Line, Sums, Voucher, counts, rules,
};
use crate::finding::{Fault, Faults, Place, reading};
use crate::form::Row;
use crate::money::Currency;
use crate::party::PartyId;
use crate::period::Period;
use crate::register::is_below;
use reader::{Amounts, RowReader, Understood};

/// What the rules need to know from outside the file.
#[derive(Clone, Debug)]
pub struct LedgerContext {
    /// Whose ledger.
    pub party: PartyId,
    /// Of which month.
    pub period: Period,
    /// Minor digits of each known currency.
    pub minor_digits: BTreeMap<Currency, u8>,
    /// Codes of the accounts that the register lists as 专账. An account below a listed one
    /// (`6001.01` below `6001`) is one too.
    pub separate_accounts: BTreeSet<String>,
    /// The dimensions that a line on a 专账 account must have (F-4), by column name.
    pub mandatory_dimensions: Vec<String>,
    /// Closing of the period before per account and currency, where one is in force (F-3).
    pub closings_before: Option<BTreeMap<(String, Currency), Sums>>,
    /// Whether the period is closed (F-12).
    pub closed: bool,
}

impl LedgerContext {
    /// Whether an account is kept in the separate ledger: it is listed, or its code goes on after a
    /// listed one with a point or a digit.
    fn is_separate(&self, account: &str) -> bool {
        self.separate_accounts.iter().any(|listed| is_below(account, listed))
    }

    /// The mandatory dimensions that are not there, as `product, use`; `""` if all are.
    fn missing(&self, dimensions: &Dimensions) -> String {
        let is_there = |column: &str| match column {
            "product" => !dimensions.product.is_empty(),
            "scenario" => !dimensions.scenario.is_empty(),
            "use" => !dimensions.use_.is_empty(),
            "funding" => !dimensions.funding.is_empty(),
            "authorization" => !dimensions.authorization.is_empty(),
            "counterparty" => !dimensions.counterparty.is_empty(),
            "cost_class" => !dimensions.cost_class.is_empty(),
            _ => false,
        };
        let columns = self.mandatory_dimensions.iter().map(String::as_str);
        columns.filter(|column| !is_there(column)).collect::<Vec<_>>().join(", ")
    }
}

/// Collects ledger rows.
#[derive(Debug)]
pub struct LedgerIntake {
    reader: RowReader,
    accounts: Interner<AccountUsed>,
    /// Whether each account is a 专账 account.
    separate: Vec<bool>,
    dimensions: Interner<Dimensions>,
    /// What each dimensions lack of the mandatory ones.
    missing: Vec<String>,
    vouchers: VoucherTable,
    totals: Totals,
    lines: Vec<Line>,
    summaries: String,
    separate_lines: i64,
    separate_lines_complete: i64,
    /// An opening was not understood, so that nobody knows whether openings balance.
    openings_broken: bool,
    rows: u64,
    understood: u64,
}

impl LedgerIntake {
    /// An empty ledger.
    #[must_use]
    pub fn new(context: LedgerContext) -> Self {
        Self {
            reader: RowReader::new(context),
            accounts: Interner::default(),
            separate: Vec::new(),
            dimensions: Interner::default(),
            missing: Vec::new(),
            vouchers: VoucherTable::default(),
            totals: Totals::default(),
            lines: Vec::new(),
            summaries: String::new(),
            separate_lines: 0,
            separate_lines_complete: 0,
            openings_broken: false,
            rows: 0,
            understood: 0,
        }
    }

    /// Takes one row.
    pub fn row(&mut self, row: &Row<'_>) {
        self.rows += 1;
        let cells = Cells { row: *row };
        let record = self.reader.record(cells);
        let understood = record.and_then(|record| match record {
            Record::Line => self.line(cells),
            Record::Opening => self.opening(cells),
        });
        match (understood, record) {
            (Some(()), _) => self.understood += 1,
            (None, Some(Record::Opening)) => self.openings_broken = true,
            (None, Some(Record::Line) | None) => {
                self.vouchers.mark_broken(cells);
                let account = cells.get(at::ACCOUNT);
                self.separate_lines += i64::from(self.reader.context.is_separate(account));
            }
        }
    }

    /// Takes what is left of a row that could not be read as one; the fault is whoever read it to
    /// report. The voucher that its cells name, if it exists, does not count.
    pub fn unreadable(&mut self, row: &Row<'_>) {
        self.rows += 1;
        self.vouchers.mark_suspect(Cells { row: *row });
    }

    fn line(&mut self, cells: Cells<'_>) -> Option<()> {
        let Understood { account, dimensions, amounts, is_period_other } =
            self.reader.common(cells, Record::Line);
        let number = self.reader.filled(cells, at::VOUCHER_NO);
        let dated = self.reader.dated(cells);
        let (account, dimensions, amounts) = (account?, dimensions?, amounts?);
        let (number, dated, is_period_other) = (number?, dated?, is_period_other?);
        let summary = self.summarize(cells)?;

        let (account, dimensions) = (self.account(account, cells), self.dimensions(dimensions));
        let Amounts { currency, debit_minor, credit_minor } = amounts;
        let origin = cells.row.origin();
        let key = (cells.get(at::VOUCHER_TYPE), number);
        let people = [at::MAKER, at::REVIEWER, at::POSTER].map(|column| cells.get(column));
        let line = VoucherLine { key, dated, people, origin, currency, debit_minor, credit_minor };
        let voucher = self.vouchers.take(&line);
        self.lines.push(Line {
            voucher,
            account,
            dimensions,
            currency,
            day: dated.day().unsigned_abs(),
            debit_minor,
            credit_minor,
            summary,
            row: cells.number(),
            byte_length: origin.byte_length,
            byte_offset: origin.byte_offset,
        });
        let state = &mut self.vouchers.states[voucher as usize];
        if is_period_other && !std::mem::replace(&mut state.is_period_other, true) {
            self.reader.other_period(cells);
        }
        let is_outside = !self.reader.context.period.contains(dated);
        if is_outside && !std::mem::replace(&mut state.is_date_outside, true) {
            self.reader.date_outside(cells);
        }
        if self.separate[account as usize] {
            self.separate_line(cells, dimensions);
        }
        Some(())
    }

    fn opening(&mut self, cells: Cells<'_>) -> Option<()> {
        let Understood { account, dimensions, amounts, is_period_other } =
            self.reader.common(cells, Record::Opening);
        let (account, dimensions, amounts) = (account?, dimensions?, amounts?);
        if is_period_other? {
            self.reader.other_period(cells);
        }
        let (account, dimensions) = (self.account(account, cells), self.dimensions(dimensions));
        let Amounts { currency, debit_minor, credit_minor } = amounts;
        let posting = Posting { account, currency, entry: EntryKind::Opening, dimensions };
        self.totals.add(posting, debit_minor, credit_minor);
        Some(())
    }

    fn account(&mut self, code: &str, cells: Cells<'_>) -> u32 {
        let number = self.accounts.find(code).unwrap_or_else(|| {
            self.separate.push(self.reader.context.is_separate(code));
            self.accounts.add(AccountUsed { code: code.to_owned(), name: String::new() })
        });
        let name = &mut self.accounts.get_mut(number).name;
        if name.is_empty() {
            cells.get(at::ACCOUNT_NAME).clone_into(name);
        }
        number
    }

    fn dimensions(&mut self, texts: [&str; 7]) -> u32 {
        self.dimensions.find(texts).unwrap_or_else(|| {
            let [product, scenario, use_, funding, authorization, counterparty, cost_class] =
                texts.map(str::to_owned);
            let added = Dimensions {
                product,
                scenario,
                use_,
                funding,
                authorization,
                counterparty,
                cost_class,
            };
            self.missing.push(self.reader.context.missing(&added));
            self.totals.note_dimensions(&added);
            self.dimensions.add(added)
        })
    }

    /// Keeps the summary, and checks the limits of what [`Line`] can number.
    fn summarize(&mut self, cells: Cells<'_>) -> Option<std::ops::Range<u32>> {
        let start = self.summaries.len();
        let summary = cells.get(at::SUMMARY);
        let range = (u32::try_from(start), u32::try_from(start + summary.len()));
        let (Ok(start), Ok(end)) = range else {
            self.reader.limit("summaries", u64::from(u32::MAX));
            return None;
        };
        if u64::from(u32::MAX) <= cells.row.number {
            self.reader.limit("rows", u64::from(u32::MAX));
            return None;
        }
        self.summaries.push_str(summary);
        Some(start..end)
    }

    /// F-4: a line on a 专账 account has all mandatory dimensions.
    fn separate_line(&mut self, cells: Cells<'_>, dimensions: u32) {
        self.separate_lines += 1;
        let missing = &self.missing[dimensions as usize];
        if missing.is_empty() {
            self.separate_lines_complete += 1;
            return;
        }
        self.reader.dimensions_missing(cells, missing);
    }

    /// Ends the file: the rules that need all of it are judged.
    #[must_use]
    pub fn finish(mut self) -> CheckedLedger {
        let only_broken = self.vouchers.settle();
        let counts = self.judge_vouchers(&only_broken);
        self.judge_openings();
        let is_closed = self.reader.context.closed && 0 < self.rows;
        if is_closed {
            self.reader.closed_period(self.vouchers.states.len());
            self.vouchers.vouchers.values_mut().iter_mut().for_each(|it| it.counted = false);
            self.totals = Totals::default();
        }
        let RowReader { context, currencies, mut faults, .. } = self.reader;
        let vouchers: Vec<Voucher> = self.vouchers.vouchers.into_values();
        for line in self.lines.iter().filter(|line| vouchers[line.voucher as usize].counted) {
            let Line { account, currency, dimensions, .. } = *line;
            let posting = Posting { account, currency, entry: EntryKind::Movement, dimensions };
            self.totals.add(posting, line.debit_minor, line.credit_minor);
        }
        let accounts = self.accounts.into_values();
        let balances = self.totals.into_rows(&accounts, &currencies, &mut faults);
        faults.sort();
        CheckedLedger {
            party: context.party,
            period: context.period,
            accounts,
            currencies,
            dimensions: self.dimensions.into_values(),
            vouchers,
            lines: self.lines,
            summaries: self.summaries,
            balances,
            counts,
            faults,
            rows: self.rows,
            understood: self.understood,
        }
    }

    fn judge_vouchers(&mut self, only_broken: &[(String, String)]) -> Vec<(&'static str, i64)> {
        let period = self.reader.context.period;
        let currencies = &self.reader.currencies;
        let faults = &mut self.reader.faults;
        let tally = Judge { period, currencies, faults }.judge(&mut self.vouchers);

        let vouchers = self.vouchers.vouchers.values();
        let understood = vouchers.iter().map(|it| Numbered {
            voucher_type: &it.voucher_type,
            number: &it.number,
            row: Some(it.origin.row),
        });
        let broken = only_broken.iter().map(|(voucher_type, number)| Numbered {
            voucher_type,
            number,
            row: None,
        });
        let continuity = continuity::judge(understood.chain(broken), period, faults);
        let named = i64::try_from(vouchers.len() + only_broken.len()).unwrap_or(i64::MAX);
        vec![
            (counts::VOUCHERS, named),
            (counts::VOUCHERS_BALANCED, tally.balanced),
            (counts::NUMBERS_EXPECTED, continuity.expected),
            (counts::NUMBERS_PRESENT, continuity.present),
            (counts::SEPARATE_LINES, self.separate_lines),
            (counts::SEPARATE_LINES_COMPLETE, self.separate_lines_complete),
            (counts::VOUCHERS_IN_PERIOD, tally.in_period),
            (counts::VOUCHERS_TWO_PEOPLE, tally.two_people),
        ]
    }

    /// F-3 is judged where the file has openings and all of them were understood.
    fn judge_openings(&mut self) {
        let mut openings = Openings::new();
        for (account, currency, sums) in self.totals.openings() {
            let code = self.accounts.values()[account as usize].code.as_str();
            let currency = self.reader.currencies[usize::from(currency)].0;
            let total = openings.entry((code, currency)).or_default();
            *total = (total.0 + sums.0, total.1 + sums.1);
        }
        if openings.is_empty() || self.openings_broken {
            return;
        }
        let LedgerContext { period, minor_digits, closings_before, .. } = &self.reader.context;
        let faults = &mut self.reader.faults;
        let mut judge = OpeningJudge { period: *period, minor_digits, faults };
        judge.judge_balance(&openings);
        if let Some(closings) = closings_before {
            judge.judge_chain(&openings, closings);
        }
    }
}
