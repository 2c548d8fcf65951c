//! F-20: what was booked is corrected by a red-letter or a supplementary voucher (会计基础工作规范). An
//! amount on the other side of a revenue or an expense account takes the balance back and leaves what
//! moved on one side too large, which is what indicators and tie-outs read.

use std::collections::BTreeMap;

use hashbrown::HashSet;

use super::cells::voucher_label;
use super::chart::{Account, AccountKind, Role, Side};
use super::{AccountUsed, Line, Vouchers, rules};
use crate::finding::{Fault, Faults, Place};
use crate::money::{Currency, format_minor};
use crate::period::Period;

/// What the rule asks of an account.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Asked {
    /// Nothing: amounts come on both sides, or the chart does not have it.
    Nothing,
    /// 本年利润: revenue and expenses are carried to it when a period ends.
    CarriedTo,
    /// Amounts come on this side.
    OneSided(Side),
}

impl Asked {
    /// What is asked of an account, given the one of the chart that sums have it on. Gains and losses, finance and income tax come on both
    /// sides; costs of production are carried on to stock.
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
            _ => Self::Nothing,
        }
    }
}

/// Amounts on the other side, being gathered: vouchers tell only at the end whether they carry
/// balances to the profit of the year.
#[derive(Debug, Default)]
pub(super) struct Reversals {
    /// Side, row and sum by voucher, account and currency.
    amounts: BTreeMap<(u32, u32, u16), (Side, u32, i128)>,
    carrying: HashSet<u32>,
}

impl Reversals {
    /// Takes a line of an account.
    pub(super) fn take(&mut self, asked: Asked, line: &Line) {
        let (side, amount_minor) = match asked {
            Asked::Nothing => return,
            Asked::CarriedTo => {
                self.carrying.insert(line.voucher);
                return;
            }
            Asked::OneSided(Side::Debit) => (Side::Credit, line.credit_minor),
            Asked::OneSided(Side::Credit) => (Side::Debit, line.debit_minor),
        };
        if 0 < amount_minor {
            let key = (line.voucher, line.account, line.currency);
            self.amounts.entry(key).or_insert((side, line.row, 0)).2 += i128::from(amount_minor);
        }
    }

    /// Names what counts and is carried nowhere.
    pub(super) fn judge(
        &self,
        vouchers: &Vouchers,
        (accounts, currencies): (&[AccountUsed], &[(Currency, u8)]),
        (period, faults): (Period, &mut Faults),
    ) {
        for (&(voucher, account, currency), &(side, row, amount_minor)) in &self.amounts {
            if self.carrying.contains(&voucher) || !vouchers.is_counted(voucher) {
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
