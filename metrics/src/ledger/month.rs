//! A month of a party, judged as one by what its files in force say of it: in whatever order these came,
//! and however the month was cut into them.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use super::continuity::{self, NumberRuns, runs_of};
use super::opening::{OpeningJudge, Openings};
use super::others::SaidSums;
use super::published::{self, Books, Compared, PublishedBalance, Sheet, wide};
use super::{EntryKind, Sums, counts, rules};
use crate::finding::{Fault, Faults};
use crate::money::Currency;
use crate::party::PartyId;
use crate::period::Period;
use crate::register::is_listed;
use crate::usage::rules::AMOUNT_SUM;

/// Rows about a month that were not understood, by what they tell: nobody knows what is said of it.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Lost {
    /// Openings.
    pub openings: i64,
    /// Closings that it publishes.
    pub closings: i64,
    /// Debits and credits that it publishes.
    pub movements: i64,
    /// Totals of the general ledger.
    pub generals: i64,
}

impl Lost {
    /// What all files of a month lost.
    #[must_use]
    pub fn of(files: &[MonthFile]) -> Self {
        files.iter().map(|it| it.said.lost).fold(Self::default(), |all, it| Self {
            openings: all.openings.saturating_add(it.openings),
            closings: all.closings.saturating_add(it.closings),
            movements: all.movements.saturating_add(it.movements),
            generals: all.generals.saturating_add(it.generals),
        })
    }
}

/// What one file says of its month as a whole.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct SaidOfMonth {
    /// The numbers of its vouchers.
    pub numbers: NumberRuns,
    /// The numbers of vouchers of which nothing is understood: asked for and not there, so that writing one
    /// never helps.
    pub lacking: NumberRuns,
    /// Vouchers whose number is none: asked for and not there. Those that are in force from elsewhere are
    /// not among them.
    pub unnumbered: i64,
    /// What was not understood.
    pub lost: Lost,
    /// The closings that it publishes, in the order of currency and account; none where one is lost, as in the
    /// next two.
    pub closings: Vec<PublishedBalance>,
    /// The debits and credits of the month that it publishes, in the same order.
    pub movements: Vec<PublishedBalance>,
    /// The totals of the general ledger, in the same order.
    pub generals: Vec<PublishedBalance>,
}

/// A file of a month.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct MonthFile {
    /// Its receipt.
    pub receipt: String,
    /// The sheet that its rows stand in, of a workbook.
    pub sheet: Option<String>,
    /// What its vouchers that count move, and what it opens with.
    pub sums: Arc<SaidSums>,
    /// What it says of the month.
    pub said: Arc<SaidOfMonth>,
}

/// Which month, and what has to be known from outside of it.
#[derive(Clone, Copy, Debug)]
pub struct MonthContext<'a> {
    /// Whose.
    pub party: &'a PartyId,
    /// The month.
    pub period: Period,
    /// Minor digits of each known currency.
    pub minor_digits: &'a BTreeMap<Currency, u8>,
    /// Codes of the accounts that the register lists as 专账.
    pub separate_accounts: &'a BTreeSet<String>,
    /// Closing of the month before per account and currency, where a ledger before is in force.
    pub closings_before: Option<&'a BTreeMap<(String, Currency), Sums>>,
}

impl MonthContext<'_> {
    /// Whether an account is kept in the separate ledger: it is listed or lies below a listed one.
    pub(super) fn is_separate(&self, account: &str) -> bool {
        is_listed(account, self.separate_accounts)
    }
}

/// What a month comes to.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct MonthVerdict {
    /// The rules broken, each with the file and row that show it, where one does.
    pub faults: Faults,
    /// What is counted of the month, by the names in [`counts`].
    pub counts: Vec<(&'static str, i64)>,
}

/// Judges a month: F-2 (gaps), F-3 (openings and closings) and F-5. The order of the files does not matter.
#[must_use]
pub fn judge(files: &[MonthFile], month: &MonthContext<'_>) -> MonthVerdict {
    let mut verdict = MonthVerdict::default();
    judge_numbers(files, month, &mut verdict);
    let sums = || {
        let each = files.iter().flat_map(|it| it.sums.iter());
        each.map(|(account, currency, entry, sums)| {
            ((*currency, account.as_str()), *entry, wide(*sums))
        })
    };
    let openings_known = Lost::of(files).openings == 0;
    if openings_known {
        let mut openings = Openings::new();
        for ((currency, account), _, sums) in sums().filter(|it| it.1 == EntryKind::Opening) {
            let total = openings.entry((account, currency)).or_default();
            *total = (total.0 + sums.0, total.1 + sums.1);
        }
        if !openings.is_empty() {
            OpeningJudge::of(month, &mut verdict.faults).judge_month(&openings);
        }
    }
    let mut sheets = Sheets::default();
    for it in files {
        sheets.add(&it.receipt, &it.said);
    }
    if !sheets.is_empty() {
        let books = Books::of(sums(), month);
        let mut judge = published::Judge::new(month, &mut verdict.faults);
        if let Some(compared) = sheets.judge(&mut judge, &books, openings_known) {
            verdict.counts.extend([
                (counts::GENERAL_TOTALS, compared.totals),
                (counts::GENERAL_TOTALS_EQUAL, compared.equal),
                (counts::GENERAL_DIFFERENCE, compared.difference_fen()),
            ]);
        }
    }
    let sheets = files.iter().filter_map(|it| Some((it.receipt.as_str(), it.sheet.as_deref()?)));
    verdict.faults.on_sheets(&sheets.collect());
    verdict.faults.about(month.party);
    verdict
}

/// What files publish of a month.
#[derive(Debug, Default)]
pub(super) struct Sheets<'a> {
    closings: Sheet<'a>,
    movements: Sheet<'a>,
    generals: Sheet<'a>,
}

impl<'a> Sheets<'a> {
    /// Adds what a file says, under its receipt.
    pub(super) fn add(&mut self, receipt: &'a str, said: &'a SaidOfMonth) {
        self.closings.add(receipt, &said.closings);
        self.movements.add(receipt, &said.movements);
        self.generals.add(receipt, &said.generals);
    }

    pub(super) fn is_empty(&self) -> bool {
        [&self.closings, &self.movements, &self.generals].into_iter().all(Sheet::is_empty)
    }

    /// Judges all sheets, closings only where all openings are known; gives what was compared with the
    /// general ledger, where that is among them.
    pub(super) fn judge(
        &self,
        judge: &mut published::Judge<'_>,
        books: &Books<'_>,
        openings_known: bool,
    ) -> Option<Compared> {
        if openings_known && !self.closings.is_empty() {
            judge.closings(&self.closings, books);
        }
        if !self.movements.is_empty() {
            judge.movements(&self.movements, books);
        }
        (!self.generals.is_empty()).then(|| judge.generals(&self.generals, books))
    }
}

/// F-2 of a month, and how many numbers it is asked for and has.
fn judge_numbers(files: &[MonthFile], month: &MonthContext<'_>, verdict: &mut MonthVerdict) {
    let numbers = || files.iter().flat_map(|it| runs_of(&it.said.numbers, &it.receipt));
    let lacking = || files.iter().flat_map(|it| runs_of(&it.said.lacking, &it.receipt));
    let asked = numbers().chain(lacking());
    let (lack, named) = continuity::judge(asked, (month.period, &mut verdict.faults));
    // A number of which nothing is understood is asked for and not there: writing one fills no gap.
    let present = if lacking().next().is_none() {
        named
    } else {
        continuity::judge(numbers(), (month.period, &mut Faults::default())).1
    };
    let unnumbered: i64 = files.iter().map(|it| it.said.unnumbered).sum();
    let expected = lack.saturating_add(named).saturating_add(unnumbered);
    verdict
        .counts
        .extend([(counts::NUMBERS_EXPECTED, expected), (counts::NUMBERS_PRESENT, present)]);
}

/// What is asked of a month as a whole: of it [`judge`] decides, and no file by itself.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Question {
    /// Whether its numbers have gaps (F-2).
    Numbers,
    /// Whether its openings balance and go on from the month before (F-3).
    Openings,
    /// Whether its closings are as computed (F-3).
    Closings,
    /// Whether its debits and credits are as published (F-3).
    Movements,
    /// Whether the general ledger is as the separate one (F-5).
    Generals,
}

impl Question {
    /// What a fault, or a finding made of one, answers, by its rule and arguments; `None` where it is not about
    /// a month as a whole.
    pub fn of<'a>(
        rule: &str,
        arguments: impl IntoIterator<Item = (&'a str, &'a str)>,
    ) -> Option<Self> {
        let check = arguments.into_iter().find(|it| it.0 == "check").map(|it| it.1);
        match (rule, check) {
            (rules::GENERAL_LEDGER, _) => Some(Self::Generals),
            (rules::CONTINUOUS, Some("gap")) => Some(Self::Numbers),
            (rules::TRIAL_BALANCE, Some("balance" | "chain")) => Some(Self::Openings),
            (rules::TRIAL_BALANCE, Some("closing")) => Some(Self::Closings),
            (rules::TRIAL_BALANCE, Some("movement")) => Some(Self::Movements),
            _ => None,
        }
    }

    /// Whether files that lost such rows still answer it. Where they do not, a month that shows nothing cures
    /// nothing.
    #[must_use]
    pub fn is_answered(self, lost: Lost) -> bool {
        let lacking = match self {
            Self::Numbers => 0,
            Self::Openings => lost.openings,
            Self::Closings => lost.openings.saturating_add(lost.closings),
            Self::Movements => lost.movements,
            Self::Generals => lost.generals,
        };
        lacking == 0
    }
}

impl Fault {
    /// Whether it is about a month as a whole, which [`judge`] judges of ledgers, and
    /// [`off_together`](crate::usage::off_together) of usage: what one file shows of it may have been mended by
    /// another.
    #[must_use]
    pub fn is_of_month(&self) -> bool {
        let arguments = self.arguments.iter().map(|(name, value)| (*name, value.as_str()));
        Question::of(self.rule, arguments).is_some() || self.rule == AMOUNT_SUM
    }
}
