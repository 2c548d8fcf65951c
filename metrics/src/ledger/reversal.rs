//! F-20: what was booked is corrected by a red-letter or a supplementary voucher (会计基础工作规范). An
//! amount on the other side of a revenue or an expense account takes the balance back and leaves what
//! moved on one side too large, which is what indicators and tie-outs read.

use std::collections::BTreeMap;

use hashbrown::HashMap;

use super::cells::voucher_label;
use super::chart::{Account, AccountKind, Role, Side};
use super::{AccountUsed, Line, Vouchers, rules};
use crate::finding::{Fault, Faults, Place};
use crate::money::{Currency, format_minor};
use crate::period::Period;

/// What the rule asks of an account.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Asked {
    /// Nothing: it is no account of profit and loss or of equity, or the chart does not have it.
    Nothing,
    /// 本年利润: revenue and expenses are carried to it when a period ends.
    CarriedTo,
    /// Equity: the profit of the year is carried on to it.
    CarriedOn,
    /// Amounts come on both sides, and a period empties it on either.
    BothSided,
    /// Amounts come on both sides, but it grows on this one: a period empties it on the other.
    Growing(Side),
    /// Amounts come on this side.
    OneSided(Side),
}

impl Asked {
    /// What is asked of an account, given the one of the chart that sums have it on. Gains and losses, finance
    /// and income tax come on both sides, and so does equity; costs of production are carried on to stock.
    pub(super) fn of(account: Option<&Account>) -> Self {
        let Some(account) = account else { return Self::Nothing };
        match (account.kind, account.role) {
            (_, Some(Role::ProfitOfYear)) => Self::CarriedTo,
            (
                AccountKind::ProfitAndLoss,
                Some(
                    Role::MainRevenue
                    | Role::OtherRevenue
                    | Role::OperatingCost
                    | Role::Taxes
                    | Role::Selling
                    | Role::Administrative
                    | Role::Research,
                ),
            ) => Self::OneSided(account.side),
            (
                AccountKind::ProfitAndLoss,
                Some(Role::OtherIncome | Role::NonOperatingIncome | Role::NonOperatingExpense),
            ) => Self::Growing(account.side),
            (AccountKind::ProfitAndLoss, _) => Self::BothSided,
            (AccountKind::Equity, _) => Self::CarriedOn,
            _ => Self::Nothing,
        }
    }
}

/// Amounts on the other side, being gathered: vouchers tell only at the end how much of them they carry
/// to the profit of the year.
#[derive(Debug, Default)]
pub(super) struct Reversals {
    /// Side, row and sum by voucher, account and currency.
    amounts: BTreeMap<(u32, u32, u16), (Side, u32, i128)>,
    /// By voucher and currency.
    carried: HashMap<(u32, u16), Carried>,
}

/// What a voucher carries to the profit of the year.
#[derive(Clone, Copy, Debug, Default)]
struct Carried {
    /// What the profit of the year is debited and credited.
    profit: (i128, i128),
    /// By how much debits exceed credits on other equity.
    equity_minor: i128,
    /// By how much they do on what is carried to the profit of the year.
    net_minor: i128,
}

impl Carried {
    /// At most so much of what stands on the other side, which is `side`, is carried nowhere: nothing where the
    /// profit of the year takes over all. Equity takes over no more than that hands on.
    fn left_minor(self, side: Side) -> i128 {
        let (debit_minor, credit_minor) = self.profit;
        if self.profit == (0, 0) {
            return i128::MAX;
        }
        let equity_minor = self.equity_minor.clamp(-debit_minor, credit_minor);
        let net_minor = self.net_minor + debit_minor - credit_minor + equity_minor;
        match side {
            Side::Debit => net_minor,
            Side::Credit => -net_minor,
        }
    }
}

impl Reversals {
    /// Takes a line of an account.
    pub(super) fn take(&mut self, asked: Asked, line: &Line) {
        let (debit_minor, credit_minor) =
            (i128::from(line.debit_minor), i128::from(line.credit_minor));
        let key = (line.voucher, line.currency);
        let (side, own_minor, amount_minor) = match asked {
            Asked::Nothing => return,
            Asked::CarriedTo => {
                let profit = &mut self.carried.entry(key).or_default().profit;
                // In red on one side is in blue on the other.
                profit.0 += debit_minor.max(0) - credit_minor.min(0);
                profit.1 += credit_minor.max(0) - debit_minor.min(0);
                return;
            }
            Asked::CarriedOn => {
                self.carried.entry(key).or_default().equity_minor += debit_minor - credit_minor;
                return;
            }
            Asked::BothSided => {
                self.carried.entry(key).or_default().net_minor += debit_minor - credit_minor;
                return;
            }
            Asked::OneSided(Side::Debit) => (Side::Credit, debit_minor, credit_minor),
            Asked::OneSided(Side::Credit) => (Side::Debit, credit_minor, debit_minor),
            // In red on the other side fills it as well as in blue on its own.
            Asked::Growing(Side::Debit) => (Side::Credit, debit_minor, credit_minor.max(0)),
            Asked::Growing(Side::Credit) => (Side::Debit, credit_minor, debit_minor.max(0)),
        };
        // In red on its own side it is carried as well as in blue on the other.
        let carried_minor = amount_minor - own_minor.min(0);
        if carried_minor != 0 {
            let carried = self.carried.entry(key).or_default();
            carried.net_minor += match side {
                Side::Debit => carried_minor,
                Side::Credit => -carried_minor,
            };
        }
        if matches!(asked, Asked::OneSided(_)) && 0 < amount_minor {
            let key = (line.voucher, line.account, line.currency);
            self.amounts.entry(key).or_insert((side, line.row, 0)).2 += amount_minor;
        }
    }

    /// Names what counts and is carried nowhere. Where the profit of the year takes over a part, nothing tells
    /// of which account: each is named with what may be left.
    pub(super) fn judge(
        &self,
        vouchers: &Vouchers,
        (accounts, currencies): (&[AccountUsed], &[(Currency, u8)]),
        (period, faults): (Period, &mut Faults),
    ) {
        for (&(voucher, account, currency), &(side, row, amount_minor)) in &self.amounts {
            let carried = self.carried.get(&(voucher, currency)).copied().unwrap_or_default();
            let amount_minor = amount_minor.min(carried.left_minor(side));
            if amount_minor <= 0 || !vouchers.is_counted(voucher) {
                continue;
            }
            let voucher = vouchers.get(voucher);
            let label = voucher_label(voucher.voucher_type, voucher.number);
            let account = accounts[account as usize].code.clone();
            let (currency, minor_digits) = currencies[usize::from(currency)];
            let column = match side {
                Side::Debit => "debit",
                Side::Credit => "credit",
            };
            faults.push(Fault {
                period: Some(period),
                cause: format!("{label} {account} {currency}"),
                expected: format_minor(0, minor_digits),
                actual: format_minor(amount_minor, minor_digits),
                difference: Some(format_minor(-amount_minor, minor_digits)),
                arguments: vec![
                    ("voucher", label),
                    ("account", account),
                    ("currency", currency.to_string()),
                    ("side", column.to_owned()),
                ],
                ..Fault::at(rules::BLUE_REVERSAL, Place::cell(u64::from(row), column))
            });
        }
    }
}
