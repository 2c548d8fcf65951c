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
    /// Amounts come on both sides, and a period ends with it, too.
    BothSided,
    /// Amounts come on this side.
    OneSided(Side),
}

impl Asked {
    /// What is asked of an account, given the one of the chart that sums have it on. Gains and losses, finance and income tax come on both
    /// sides, and so does equity; costs of production are carried on to stock.
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
            (AccountKind::ProfitAndLoss | AccountKind::Equity, _) => Self::BothSided,
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
    /// Whether the profit of the year moves.
    is_any: bool,
    /// By how much debits exceed credits on it, on what is carried to it and on equity: 0 where it takes over
    /// all, else what goes to other accounts.
    net_minor: i128,
}

impl Carried {
    /// At most so much of what stands on the other side, which is `side`, is carried nowhere.
    fn left_minor(self, side: Side) -> i128 {
        let left_minor = match side {
            Side::Debit => self.net_minor,
            Side::Credit => -self.net_minor,
        };
        if self.is_any { left_minor } else { i128::MAX }
    }
}

impl Reversals {
    /// Takes a line of an account.
    pub(super) fn take(&mut self, asked: Asked, line: &Line) {
        let (debit_minor, credit_minor) = (i128::from(line.debit_minor), line.credit_minor.into());
        let (side, own_minor, amount_minor) = match asked {
            Asked::Nothing => return,
            Asked::CarriedTo | Asked::BothSided => {
                let carried = self.carried.entry((line.voucher, line.currency)).or_default();
                let moves = debit_minor != 0 || credit_minor != 0;
                carried.is_any |= asked == Asked::CarriedTo && moves;
                carried.net_minor += debit_minor - credit_minor;
                return;
            }
            Asked::OneSided(Side::Debit) => (Side::Credit, debit_minor, credit_minor),
            Asked::OneSided(Side::Credit) => (Side::Debit, credit_minor, debit_minor),
        };
        // In red on its own side it is carried as well as in blue on the other.
        let carried_minor = amount_minor - own_minor.min(0);
        if carried_minor != 0 {
            let carried = self.carried.entry((line.voucher, line.currency)).or_default();
            carried.net_minor += match side {
                Side::Debit => carried_minor,
                Side::Credit => -carried_minor,
            };
        }
        if 0 < amount_minor {
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
