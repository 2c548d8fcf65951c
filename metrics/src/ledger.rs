//! Separate ledgers 专账 (Measures art. 18): vouchers, lines, balances and their checks.

mod balance;
mod cells;
pub mod chart;
pub mod close;
mod clues;
mod continuity;
mod counted;
mod exclude;
mod handed_in;
mod intake;
mod interner;
mod invoices;
mod judge;
mod lines;
pub mod month;
mod names;
mod opening;
mod original;
mod others;
mod outside;
mod plain;
mod published;
mod repeated;
mod reversal;
mod tally;
mod totals;
mod voucher;
mod vouchers;

use crate::finding::Faults;
use crate::form::{CellKind, Column};
use crate::money::Currency;
use crate::party::PartyId;
use crate::period::Period;
use close::FailedVouchers;

pub use balance::{
    AccountBalance, BalanceFact, SumFact, SumTooLarge, Sums, roll_forward, trial_balance,
};
pub use clues::{ClueLimits, Spread, SpreadCount};
pub use continuity::{NumberRun, NumberRuns};
pub use counted::MonthCounted;
pub use exclude::Conflict;
pub use handed_in::{HandedFile, hand_in};
pub use intake::{LedgerContext, LedgerIntake};
pub use invoices::{INVOICES_MAX, Invoices};
pub use lines::{HeldLines, LINES_GIVEN_MAX, Line, LineBlock, LineStore};
pub use month::{Lost, SaidOfMonth};
pub use names::{VoucherNames, plain_number};
pub use others::{OtherFiles, SaidSums};
pub(crate) use plain::{plain, says_nothing};
pub use published::PublishedBalance;
pub use voucher::{Voucher, Vouchers};

/// The columns of the form. Amounts are decimal in the currency's unit.
pub const COLUMNS: &[Column] = &[
    Column::new(
        "record",
        "记录类型",
        false,
        "line (default), opening, closing: the balance published, movement: the month's debits and credits published, general: the month's totals of the general ledger",
        "line 分录（默认）、opening 期初、closing 期末（公布的余额）、movement 发生额（公布的本月发生额）、general 总账（总账本月发生额）",
    )
    .holding(CellKind::Words(&[
        ("line", "分录"),
        ("opening", "期初"),
        ("closing", "期末"),
        ("movement", "发生额"),
        ("general", "总账"),
    ])),
    Column::new("period", "会计期间", false, "YYYY-MM", "YYYY-MM").holding(CellKind::Month),
    Column::new("voucher_type", "凭证类型", false, "记, or 收, 付, 转", "记，或 收、付、转"),
    Column::new(
        "voucher_no",
        "凭证号",
        true,
        "number within month and type",
        "同月同类型内连续编号",
    ),
    Column::new("date", "凭证日期", true, "YYYY-MM-DD", "YYYY-MM-DD").holding(CellKind::Date),
    Column::new("line", "行号", false, "line within the voucher", "凭证内行号"),
    Column::new("summary", "摘要", false, "what happened", "摘要"),
    Column::new("account", "科目编号", true, "account code", "科目编号"),
    Column::new("account_name", "科目名称", false, "account name", "科目名称"),
    Column::new(
        "debit",
        "借方金额",
        true,
        "decimal; empty or 0 if credited",
        "十进制；贷方发生时留空或 0",
    )
    .holding(CellKind::Amount),
    Column::new(
        "credit",
        "贷方金额",
        true,
        "decimal; empty or 0 if debited",
        "十进制；借方发生时留空或 0",
    )
    .holding(CellKind::Amount),
    Column::new("currency", "币种", false, "ISO 4217, default CNY", "ISO 4217，默认 CNY")
        .holding(CellKind::Currency),
    Column::new(
        "original_currency",
        "原币币种",
        false,
        "for a line: the currency the business was done in, ISO 4217",
        "分录：业务发生的币种，ISO 4217",
    )
    .holding(CellKind::Currency),
    Column::new(
        "original_amount",
        "原币金额",
        false,
        "for a line: the amount in the original currency",
        "分录：以原币计的金额",
    )
    .holding(CellKind::Amount),
    Column::new(
        "rate",
        "汇率",
        false,
        "for a line: units of the currency for one unit of the original currency, at most 12 decimals",
        "分录：一单位原币折合记账币种的数额，至多 12 位小数",
    )
    .holding(CellKind::AmountFromZero),
    Column::new("product", "产品", false, "product number", "产品编号"),
    Column::new("scenario", "应用场景", false, "scenario number", "场景编号"),
    Column::new(
        "use",
        "用途",
        false,
        "public, industry or shared: allocated by its cost class",
        "public 公共治理和公益，industry 产业和行业发展，shared 共同（按成本类别分摊）",
    )
    .holding(CellKind::Words(&[
        ("public", "公共治理和公益"),
        ("industry", "产业和行业发展"),
        ("shared", "共同"),
    ])),
    Column::new("funding", "资金来源", false, "own or subsidy", "own 自有，subsidy 财政补助")
        .holding(CellKind::Words(&[("own", "自有"), ("subsidy", "财政补助")])),
    Column::new("authorization", "授权", false, "authorization number", "授权编号"),
    Column::new("counterparty", "往来单位", false, "credit code or name", "统一社会信用代码或名称"),
    Column::new("cost_class", "成本类别", false, "cost class", "成本类别"),
    Column::new(
        "invoice",
        "发票号",
        false,
        "for a line of revenue: the invoice number, as in usage",
        "收入分录：发票号码，与服务记录一致",
    ),
    Column::new("maker", "制单人", false, "who made the voucher", "制单人"),
    Column::new("reviewer", "审核人", false, "who reviewed it", "审核人"),
    Column::new("poster", "记账人", false, "who posted it", "记账人"),
];

/// Ids of the rules (`domain` 7.3).
pub mod rules {
    /// A voucher balances in each currency; negative amounts are red-letter entries.
    pub const BALANCED: &str = "F-1";
    /// Voucher numbers are continuous per month and type.
    pub const CONTINUOUS: &str = "F-2";
    /// The trial balance holds; opening(n) = closing(n − 1); published closings and movements are as
    /// computed.
    pub const TRIAL_BALANCE: &str = "F-3";
    /// Every line on a 专账 account has all mandatory dimensions.
    pub const DIMENSIONS: &str = "F-4";
    /// An authorization on an account outside of the separate ledger. Part of F-4.
    pub const OUTSIDE: &str = "F-4-outside";
    /// The totals of the general ledger are those of the separate ledger.
    pub const GENERAL_LEDGER: &str = "F-5";
    /// The voucher's date lies in the period.
    pub const DATE_IN_PERIOD: &str = "F-12";
    /// The period is closed: nothing is posted to it. Part of F-12.
    pub const CLOSED_PERIOD: &str = "F-12-closed";
    /// A month is closed by a day of the next one.
    pub const CLOSED_IN_TIME: &str = "F-11";
    /// Maker and reviewer are two people.
    pub const TWO_PEOPLE: &str = "F-13";
    /// A posted voucher is the same afterwards.
    pub const POSTED_CHANGED: &str = "F-15";
    /// Vouchers that failed are gone from the file that supersedes theirs. Part of F-15.
    pub const POSTED_DROPPED: &str = "F-15-dropped";
    /// Amounts and dates are spread as business spreads them. A clue, never a verdict.
    pub const CLUES: &str = "F-16";
    /// The original amount at its rate is the amount.
    pub const CONVERSION: &str = "F-18";
    /// The account is on the chart of the party's accounting standard.
    pub const CHART: &str = "F-19";
    /// What was booked is corrected in red, not on the other side.
    pub const BLUE_REVERSAL: &str = "F-20";
    /// The same voucher is in force from another submission, with other content.
    pub const VOUCHER_CONFLICT: &str = "V-1";
}

/// Names under which a checked ledger counts what it saw, and under which ledgers are counted; measures
/// in the policy pack refer to them.
pub mod counts {
    /// Vouchers named: an unreadable line must not make the share of good vouchers larger.
    pub const VOUCHERS: &str = "vouchers";
    /// Vouchers that balance (F-1).
    pub const VOUCHERS_BALANCED: &str = "vouchers_balanced";
    /// Of a file: vouchers among them of which it has no line that was understood, or which failed in what it
    /// supersedes and are not named any more (F-15-dropped).
    pub const VOUCHERS_LOST: &str = "vouchers_lost";
    /// Of a file: vouchers beside them that have the number of one before, written otherwise, and so do not
    /// count (F-2, V-1).
    pub const VOUCHERS_REPEATED: &str = "vouchers_repeated";
    /// Voucher numbers that continuity asks for, per type from 1 (F-2).
    pub const NUMBERS_EXPECTED: &str = "voucher_numbers_expected";
    /// Of these, the ones of which a line is understood.
    pub const NUMBERS_PRESENT: &str = "voucher_numbers_present";
    /// Lines on 专账 accounts (F-4).
    pub const SEPARATE_LINES: &str = "separate_lines";
    /// Of these, the ones with all mandatory dimensions.
    pub const SEPARATE_LINES_COMPLETE: &str = "separate_lines_complete";
    /// Totals of the general ledger that were compared, debits and credits apart (F-5); none are counted
    /// where none were handed in.
    pub const GENERAL_TOTALS: &str = "general_totals";
    /// Of these, the ones that are those of the separate ledger.
    pub const GENERAL_TOTALS_EQUAL: &str = "general_totals_equal";
    /// How far the others in renminbi are off, in fen, whatever the direction.
    pub const GENERAL_DIFFERENCE: &str = "general_difference_fen";
    /// Of a file: vouchers whose number is none, which the month is asked for and lacks.
    pub const UNNUMBERED: &str = "vouchers_unnumbered";
    /// Of a file: openings that were not understood.
    pub const OPENINGS_LOST: &str = "openings_lost";
    /// Of a file: closings that were not understood.
    pub const CLOSINGS_LOST: &str = "closings_lost";
    /// Of a file: published debits and credits that were not understood.
    pub const MOVEMENTS_LOST: &str = "movements_lost";
    /// Of a file: totals of the general ledger that were not understood.
    pub const GENERALS_LOST: &str = "generals_lost";
    /// What files count for their month to be judged with, and no measure refers to.
    pub const FOR_MONTH: [&str; 5] =
        [UNNUMBERED, OPENINGS_LOST, CLOSINGS_LOST, MOVEMENTS_LOST, GENERALS_LOST];
    /// Vouchers dated in the period (F-12).
    pub const VOUCHERS_IN_PERIOD: &str = "vouchers_in_period";
    /// Vouchers made and reviewed by two people (F-13).
    pub const VOUCHERS_TWO_PEOPLE: &str = "vouchers_two_people";
    /// Months whose ledger was due.
    pub const MONTHS_DUE: &str = "ledger_months_due";
    /// Of these, the ones whose ledger was handed in by the day it was due.
    pub const MONTHS_SUBMITTED: &str = "ledger_months_submitted";
    /// Of these, the ones that are reconciled (F-5): see
    /// [`MonthCounted::is_reconciled`](super::MonthCounted::is_reconciled).
    pub const MONTHS_RECONCILED: &str = "ledger_months_reconciled";
}

/// The dimensions of a line. Empty text where the row says nothing.
#[derive(Clone, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Dimensions {
    /// Product number.
    pub product: String,
    /// Scenario number.
    pub scenario: String,
    /// `public`, `industry` or `shared`.
    pub use_: String,
    /// `own` or `subsidy`.
    pub funding: String,
    /// Authorization number.
    pub authorization: String,
    /// Counterparty.
    pub counterparty: String,
    /// Cost class.
    pub cost_class: String,
    /// Code of the currency that the business was done in, where it is told apart (F-18).
    pub original_currency: String,
}

/// The texts in the order of the fields.
impl From<[&str; 8]> for Dimensions {
    fn from(texts: [&str; 8]) -> Self {
        let [
            product,
            scenario,
            use_,
            funding,
            authorization,
            counterparty,
            cost_class,
            original_currency,
        ] = texts.map(str::to_owned);
        Self {
            product,
            scenario,
            use_,
            funding,
            authorization,
            counterparty,
            cost_class,
            original_currency,
        }
    }
}

/// An account as the file names it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct AccountUsed {
    /// Code.
    pub code: String,
    /// Name, `""` where the file has none.
    pub name: String,
}

/// Whether an amount is an opening or a movement of the period.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum EntryKind {
    /// `record = opening`.
    Opening,
    /// `record = line`.
    Movement,
}

/// Sums of the counted lines of one file for one key.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct BalanceRow {
    /// Index into [`CheckedLedger::accounts`].
    pub account: u32,
    /// Index into [`CheckedLedger::currencies`].
    pub currency: u16,
    /// Opening or movement.
    pub entry: EntryKind,
    /// Product number.
    pub product: String,
    /// `public`, `industry` or `shared`.
    pub use_: String,
    /// Cost class.
    pub cost_class: String,
    /// The sums.
    pub sums: Sums,
}

impl CheckedLedger {
    /// Everything that is kept as counted of the file: what is counted of it by itself, and what the month
    /// is judged with.
    #[must_use]
    pub fn counted(&self) -> Vec<(&'static str, i64)> {
        let SaidOfMonth { unnumbered, lost, .. } = self.said;
        let of_month = [
            (counts::UNNUMBERED, unnumbered),
            (counts::OPENINGS_LOST, lost.openings),
            (counts::CLOSINGS_LOST, lost.closings),
            (counts::MOVEMENTS_LOST, lost.movements),
            (counts::GENERALS_LOST, lost.generals),
        ];
        self.counts.iter().copied().chain(of_month).collect()
    }
}

/// What a ledger file gave: the rows understood and every fault, side by side.
#[derive(Debug)]
pub struct CheckedLedger {
    /// Whose ledger.
    pub party: PartyId,
    /// Of which month.
    pub period: Period,
    /// Accounts named, in order of first appearance.
    pub accounts: Vec<AccountUsed>,
    /// Currencies used, with their minor digits.
    pub currencies: Vec<(Currency, u8)>,
    /// Invoice numbers named.
    pub invoices: Invoices,
    /// Distinct dimensions.
    pub dimensions: Vec<Dimensions>,
    /// Whether each account is a 专账 account.
    pub separate: Vec<bool>,
    /// Whether each of the dimensions has all that a line on a 专账 account must have (F-4).
    pub complete: Vec<bool>,
    /// The dimensions and currencies that a line has, by index, sorted.
    pub dimension_currencies: Vec<(u32, u16)>,
    /// Vouchers, in order of first appearance.
    pub vouchers: Vouchers,
    /// Lines; those of vouchers that do not count included.
    pub lines: Box<dyn LineStore>,
    /// Sums per key of what counts, sorted by key (account code, currency, entry, product, use,
    /// cost class).
    pub balances: Vec<BalanceRow>,
    /// What it says of its month as a whole.
    pub said: SaidOfMonth,
    /// The vouchers that failed in what it supersedes, and that it does not name (F-15-dropped).
    pub dropped: FailedVouchers,
    /// What was counted of the file by itself, by the names in [`counts`], each once.
    pub counts: Vec<(&'static str, i64)>,
    /// The rules broken.
    pub faults: Faults,
    /// Rows handed in.
    pub rows: u64,
    /// Rows understood.
    pub understood: u64,
}

#[cfg(test)]
mod tests;
