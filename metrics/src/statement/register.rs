//! An account's register 明细账 of a month: opening, lines with the running balance, closing.

use crate::ledger::{AccountBalance, Sums};
use crate::party::PartyId;
use crate::period::Period;

/// The register of an account in one currency.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct AccountRegister {
    /// Whose.
    pub party: PartyId,
    /// Which month.
    pub period: Period,
    /// The account's line of the trial balance.
    pub balance: AccountBalance,
    /// The lines, in the order of posting.
    pub lines: Vec<RegisterLine>,
}

/// A line of a register.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RegisterLine {
    /// The day of the month.
    pub day: i64,
    /// Voucher type and number, as submitted.
    pub voucher: String,
    /// Summary, as submitted.
    pub summary: String,
    /// Debit and credit, minor units.
    pub sums: Sums,
}

impl AccountRegister {
    /// Debit less credit before the first line, minor units.
    #[must_use]
    pub fn opening_minor(&self) -> i128 {
        i128::from(self.balance.opening_debit_minor) - i128::from(self.balance.opening_credit_minor)
    }

    /// Debit less credit after the last line as the trial balance has it, minor units.
    #[must_use]
    pub fn closing_minor(&self) -> i128 {
        i128::from(self.balance.closing_debit_minor) - i128::from(self.balance.closing_credit_minor)
    }

    /// The lines, each with debit less credit after it, minor units.
    pub fn running(&self) -> impl Iterator<Item = (&RegisterLine, i128)> {
        self.lines.iter().scan(self.opening_minor(), |balance, line| {
            *balance += line.sums.net_minor();
            Some((line, *balance))
        })
    }
}
