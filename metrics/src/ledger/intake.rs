//! Ledger rows become lines, vouchers and balances, with every fault beside them. Rows may come in
//! any order; what one row says is checked here, what needs all rows is judged at the end.

mod reader;
#[cfg(test)]
mod tests;

use std::collections::{BTreeMap, BTreeSet};
use std::io;

use hashbrown::HashSet;

use super::cells::{Cells, Record, at, voucher_label};
use super::chart::Chart;
use super::continuity::{self, Numbered, NumbersRead, runs_of};
use super::interner::Interner;
use super::judge::Judge;
use super::lines::{HeldLines, Line, LineStore, each_line};
use super::month::{Lost, MonthContext, SaidOfMonth, Sheets};
use super::opening::{OpeningJudge, Openings};
use super::outside::{self, Outside};
use super::published::{self, Books, Published, wide};
use super::repeated;
use super::reversal::{Asked, Reversals};
use super::tally::Tally;
use super::totals::{Posting, Totals};
use super::voucher::Mark;
use super::vouchers::{VoucherLine, VoucherTable, WideSums};
use super::{AccountUsed, CheckedLedger, Dimensions, EntryKind, OtherFiles, Sums, counts, rules};
use crate::finding::{Fault, Faults, Place, reading};
use crate::form::Row;
use crate::money::Currency;
use crate::party::PartyId;
use crate::period::Period;
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
    /// Codes of the accounts that the register lists as 专账; one below (`6001.01` of `6001`) is one too.
    pub separate_accounts: BTreeSet<String>,
    /// The dimensions that a line on a 专账 account must have (F-4), by column name.
    pub mandatory_dimensions: Vec<String>,
    /// Closing of the period before per account and currency, where one is in force (F-3).
    pub closings_before: Option<BTreeMap<(String, Currency), Sums>>,
    /// What the other files of the month have in force (F-2, F-3, F-5).
    pub others: OtherFiles,
    /// The chart of the party's accounting standard, where the register names one (F-19).
    pub chart: Option<Chart>,
    /// Whether the period is closed (F-12).
    pub closed: bool,
}

impl LedgerContext {
    /// What has to be known to judge the month.
    pub(super) fn month(&self) -> MonthContext<'_> {
        MonthContext {
            party: &self.party,
            period: self.period,
            minor_digits: &self.minor_digits,
            separate_accounts: &self.separate_accounts,
            closings_before: self.closings_before.as_ref(),
        }
    }

    /// Whether an account is kept in the separate ledger.
    pub(super) fn is_separate(&self, account: &str) -> bool {
        self.month().is_separate(account)
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
    /// Whether an authorization on each account is a clue: it is not 专账, and the register lists some.
    asked_outside: Vec<bool>,
    outside: Outside,
    /// What F-20 asks of each account.
    asked: Vec<Asked>,
    dimensions: Interner<Dimensions>,
    /// What each dimensions lack of the mandatory ones.
    missing: Vec<String>,
    /// Whether each dimensions name an authorization and no product.
    only_authorized: Vec<bool>,
    vouchers: VoucherTable,
    totals: Totals,
    lines: Box<dyn LineStore>,
    dimension_currencies: HashSet<(u32, u16)>,
    separate_lines: i64,
    separate_lines_complete: i64,
    lost: Lost,
    published: Published,
    rows: u64,
    understood: u64,
}

impl LedgerIntake {
    /// An empty ledger, the lines of which wait in memory.
    #[must_use]
    pub fn new(context: LedgerContext) -> Self {
        Self::keeping(context, Box::new(HeldLines::default()))
    }

    /// An empty ledger, the lines of which wait in an empty store.
    #[must_use]
    pub fn keeping(context: LedgerContext, lines: Box<dyn LineStore>) -> Self {
        Self {
            reader: RowReader::new(context),
            accounts: Interner::default(),
            separate: Vec::new(),
            asked_outside: Vec::new(),
            outside: Outside::default(),
            asked: Vec::new(),
            dimensions: Interner::default(),
            missing: Vec::new(),
            only_authorized: Vec::new(),
            vouchers: VoucherTable::default(),
            totals: Totals::default(),
            lines,
            dimension_currencies: HashSet::new(),
            separate_lines: 0,
            separate_lines_complete: 0,
            lost: Lost::default(),
            published: Published::default(),
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
            Record::Closing | Record::Movement | Record::General => self.publish(cells, record),
        });
        match (understood, record) {
            (Some(()), _) => self.understood += 1,
            (None, Some(Record::Opening)) => self.lost.openings += 1,
            (None, Some(Record::Closing)) => self.lost.closings += 1,
            (None, Some(Record::Movement)) => self.lost.movements += 1,
            (None, Some(Record::General)) => self.lost.generals += 1,
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
        let original = self.reader.original(cells, amounts);
        let (account, mut dimensions, amounts) = (account?, dimensions?, amounts?);
        let (number, dated, is_period_other) = (number?, dated?, is_period_other?);
        let original = original?;
        self.limit_rows(cells)?;
        let invoice = self.reader.invoice(cells)?;

        dimensions[7] = original.currency;
        let (account, dimensions) = (self.account(account, cells), self.dimensions(dimensions));
        let Amounts { currency, debit_minor, credit_minor } = amounts;
        let origin = cells.row.origin();
        let key = (cells.get(at::VOUCHER_TYPE), number);
        let people = [at::MAKER, at::REVIEWER, at::POSTER].map(|column| cells.get(column));
        let line = VoucherLine { key, dated, people, origin, currency, debit_minor, credit_minor };
        let voucher = self.voucher(&line)?;
        let line = Line {
            voucher,
            account,
            dimensions,
            currency,
            day: dated.day().unsigned_abs(),
            debit_minor,
            credit_minor,
            original_minor: original.amount_minor,
            invoice,
            summary: 0..0,
            row: cells.number(),
            byte_length: origin.byte_length,
            byte_offset: origin.byte_offset,
        };
        self.totals.add(posting_of(&line), debit_minor, credit_minor);
        self.dimension_currencies.insert((dimensions, currency));
        self.lines.push(&line, cells.get(at::SUMMARY));
        let marks = self.vouchers.marks_mut(voucher);
        self.asked[account as usize].mark(&line, marks);
        if is_period_other && !marks.set(Mark::PeriodOther, true) {
            self.reader.other_period(cells);
        }
        let is_outside = !self.reader.context.period.contains(dated);
        if is_outside && !marks.set(Mark::DateOutside, true) {
            self.reader.date_outside(cells);
        }
        if self.separate[account as usize] {
            self.separate_line(cells, dimensions);
        } else if self.only_authorized[dimensions as usize] && self.asked_outside[account as usize]
        {
            self.outside.take(account, cells.row.number);
        }
        Some(())
    }

    fn opening(&mut self, cells: Cells<'_>) -> Option<()> {
        let Understood { account, dimensions, amounts, is_period_other } =
            self.reader.common(cells, Record::Opening);
        let (account, dimensions, amounts) = (account?, dimensions?, amounts?);
        if is_period_other? {
            // What another month opens with is none of this one's.
            self.reader.other_period(cells);
            return None;
        }
        let (account, dimensions) = (self.account(account, cells), self.dimensions(dimensions));
        let Amounts { currency, debit_minor, credit_minor } = amounts;
        let posting = Posting { account, currency, entry: EntryKind::Opening, dimensions };
        self.totals.add(posting, debit_minor, credit_minor);
        Some(())
    }

    /// Takes a balance that the file publishes, to be judged once all rows are known.
    fn publish(&mut self, cells: Cells<'_>, record: Record) -> Option<()> {
        let Understood { account, dimensions, amounts, is_period_other } =
            self.reader.common(cells, record);
        let (account, _, amounts) = (account?, dimensions?, amounts?);
        if is_period_other? {
            self.reader.other_period(cells);
            return None;
        }
        let sheet = match record {
            Record::General => &mut self.published.generals,
            Record::Movement => &mut self.published.movements,
            Record::Line | Record::Opening | Record::Closing => &mut self.published.closings,
        };
        let currency = self.reader.currencies[usize::from(amounts.currency)].0;
        let sums = (amounts.debit_minor.into(), amounts.credit_minor.into());
        sheet.add((account, currency), sums, cells.row.number);
        Some(())
    }

    fn account(&mut self, code: &str, cells: Cells<'_>) -> u32 {
        let number = self.accounts.find(code).unwrap_or_else(|| {
            let LedgerContext { separate_accounts, chart, .. } = &self.reader.context;
            let charted = chart.as_ref().and_then(|it| it.account(code));
            self.separate.push(self.reader.context.is_separate(code));
            self.asked_outside.push(!separate_accounts.is_empty() && outside::is_asked(charted));
            self.asked.push(Asked::of(chart.as_ref().and_then(|it| it.summed(code))));
            self.reader.charted(cells);
            self.accounts.add(AccountUsed { code: code.to_owned(), name: String::new() })
        });
        let name = &mut self.accounts.get_mut(number).name;
        if name.is_empty() {
            cells.get(at::ACCOUNT_NAME).clone_into(name);
        }
        number
    }

    fn dimensions(&mut self, texts: [&str; 8]) -> u32 {
        self.dimensions.find(texts).unwrap_or_else(|| {
            let added = Dimensions::from(texts);
            self.missing.push(self.reader.context.missing(&added));
            self.only_authorized.push(outside::is_only_authorized(&added));
            self.totals.note_dimensions(&added);
            self.dimensions.add(added)
        })
    }

    fn voucher(&mut self, line: &VoucherLine<'_>) -> Option<u32> {
        let voucher = self.vouchers.take(line);
        if voucher.is_none() {
            self.reader.limit("voucher numbers", u64::from(u32::MAX));
        }
        voucher
    }

    /// Checks the limit of what a line can number.
    fn limit_rows(&mut self, cells: Cells<'_>) -> Option<()> {
        let is_within = cells.row.number < u64::from(u32::MAX);
        if !is_within {
            self.reader.limit("rows", u64::from(u32::MAX));
        }
        is_within.then_some(())
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
    ///
    /// # Errors
    ///
    /// The lines that waited cannot be read.
    pub fn finish(mut self) -> io::Result<CheckedLedger> {
        let only_broken = self.vouchers.settle();
        let numbers = self.read_numbers(&only_broken);
        repeated::mark(&mut self.vouchers.vouchers, &numbers[0].repeated);
        let unbalanced = self.take_back()?;
        let (counts, mut said) = self.judge_vouchers((only_broken.len(), numbers), &unbalanced);
        self.judge_openings();
        let is_closed = self.reader.context.closed && 0 < self.rows;
        if is_closed {
            self.reader.closed_period(self.vouchers.vouchers.len());
            self.vouchers.all().for_each(|it| self.vouchers.vouchers.set_counted(it, false));
            self.totals = Totals::default();
        }
        let RowReader { context, currencies, invoices, mut faults, .. } = self.reader;
        let accounts = self.accounts.into_values();
        let balances = self.totals.into_rows(&accounts, &currencies, &mut faults);
        if !is_closed {
            let known = (&accounts[..], &currencies[..]);
            let vouchers = &self.vouchers.vouchers;
            let reversals = Reversals::gather(&mut *self.lines, &self.asked, vouchers)?;
            reversals.judge(vouchers, known, (context.period, &mut faults));
            self.outside.judge(&accounts, context.period, &mut faults);
            self.published.tell(&mut said);
            let mut sheets = Sheets::default();
            sheets.add("", &said);
            if !sheets.is_empty() {
                let again =
                    context.others.moved_again(&mut *self.lines, (vouchers, accounts.len()))?;
                let month = context.month();
                let books = Books::of(context.others.beside((&balances, &again), known), &month);
                let mut judge = published::Judge::new(&month, &mut faults);
                sheets.judge(&mut judge, &books, said.lost.openings == 0);
            }
        }
        faults.sort();
        let mut dimension_currencies: Vec<_> = self.dimension_currencies.into_iter().collect();
        dimension_currencies.sort_unstable();
        Ok(CheckedLedger {
            party: context.party,
            period: context.period,
            accounts,
            currencies,
            invoices,
            dimensions: self.dimensions.into_values(),
            separate: self.separate,
            complete: self.missing.iter().map(String::is_empty).collect(),
            dimension_currencies,
            vouchers: self.vouchers.vouchers,
            lines: self.lines,
            balances,
            said,
            dropped: BTreeMap::new(),
            counts,
            faults,
            rows: self.rows,
            understood: self.understood,
        })
    }

    /// The numbers of the vouchers that are understood, and of those of which nothing is.
    fn read_numbers(&mut self, only_broken: &[(String, String)]) -> [NumbersRead; 2] {
        let period = self.reader.context.period;
        let faults = &mut self.reader.faults;
        let understood = self.vouchers.vouchers.iter().map(Numbered::from);
        let understood = continuity::read(understood, (period, &mut *faults));
        let broken = only_broken.iter().map(Numbered::from);
        [understood, continuity::read(broken, (period, faults))]
    }

    /// Takes the lines of vouchers that do not count out of the totals, and sums up the vouchers
    /// that do not balance. In a file without such vouchers no line is looked at again.
    fn take_back(&mut self) -> io::Result<BTreeMap<(u32, u16), WideSums>> {
        let mut unbalanced = self.vouchers.unbalanced();
        let vouchers = &self.vouchers.vouchers;
        if vouchers.iter().all(|it| it.counted) {
            return Ok(unbalanced);
        }
        each_line(&mut *self.lines, self.accounts.values().len(), |line| {
            if vouchers.is_counted(line.voucher) {
                return;
            }
            self.totals.take_back(posting_of(line), line.debit_minor, line.credit_minor);
            let is_again = vouchers.marks(line.voucher).has(Mark::Repeated);
            if is_again && self.separate[line.account as usize] {
                let missing = &self.missing[line.dimensions as usize];
                self.separate_lines -= 1;
                self.separate_lines_complete -= i64::from(missing.is_empty());
            }
            if let Some(sums) = unbalanced.get_mut(&(line.voucher, line.currency)) {
                sums.0 += i128::from(line.debit_minor);
                sums.1 += i128::from(line.credit_minor);
            }
        })?;
        Ok(unbalanced)
    }

    fn judge_vouchers(
        &mut self,
        (only_broken, [numbers, lacking]): (usize, [NumbersRead; 2]),
        unbalanced: &BTreeMap<(u32, u16), WideSums>,
    ) -> (Vec<(&'static str, i64)>, SaidOfMonth) {
        let period = self.reader.context.period;
        let currencies = &self.reader.currencies;
        let faults = &mut self.reader.faults;
        Judge { period, currencies, faults }.judge(&mut self.vouchers, unbalanced);

        let unnumbered = numbers.unnumbered + lacking.unnumbered;
        let (numbers, lacking, lost) = (numbers.runs, lacking.runs, self.lost);
        let others = self.reader.context.others.vouchers();
        let runs = runs_of(&numbers, "").chain(runs_of(&lacking, "")).chain(others.runs());
        continuity::judge(runs, (period, faults));
        let mut tally = Tally::of(self.vouchers.vouchers.all_marks());
        tally.lost = i64::try_from(only_broken).unwrap_or(i64::MAX);
        let mut counts = tally.counts().to_vec();
        counts.extend([
            (counts::SEPARATE_LINES, self.separate_lines),
            (counts::SEPARATE_LINES_COMPLETE, self.separate_lines_complete),
        ]);
        let said = SaidOfMonth { numbers, lacking, unnumbered, lost, ..SaidOfMonth::default() };
        (counts, said)
    }

    /// F-3 is judged where the file has openings, and beyond that they are none of another file's, where
    /// all of them were understood.
    fn judge_openings(&mut self) {
        let month = self.reader.context.month();
        let others = &self.reader.context.others;
        let known = |(account, currency): (u32, u16)| {
            let code = self.accounts.values()[account as usize].code.as_str();
            (code, self.reader.currencies[usize::from(currency)].0)
        };
        let mut openings = Openings::new();
        for (account, currency, sums) in self.totals.openings() {
            let total = openings.entry(known((account, currency))).or_default();
            *total = (total.0 + sums.0, total.1 + sums.1);
        }
        if openings.is_empty() {
            return;
        }
        let mut judge = OpeningJudge::of(&month, &mut self.reader.faults);
        let again = judge.judge_again(&openings, &others.openings());
        if self.lost.openings == 0 {
            openings.retain(|key, _| !again.contains(key));
            for (account, currency, sums) in others.sums(EntryKind::Opening) {
                let total = openings.entry((account, currency)).or_default();
                let sums = wide(sums);
                *total = (total.0 + sums.0, total.1 + sums.1);
            }
            judge.judge_month(&openings);
        }
        let of_totals = self.totals.openings().map(|it| (it.0, it.1));
        let taken_back = of_totals.filter(|it| again.contains(&known(*it))).collect();
        self.totals.take_back_openings(&taken_back);
    }
}

/// Where the amounts of a line belong.
fn posting_of(line: &Line) -> Posting {
    let Line { account, currency, dimensions, .. } = *line;
    Posting { account, currency, entry: EntryKind::Movement, dimensions }
}
