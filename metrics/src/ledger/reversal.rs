//! F-20: what was booked is corrected by a red-letter or a supplementary voucher (会计基础工作规范). An
//! amount on the other side of a revenue or an expense account takes the balance back and leaves what
//! moved on one side too large, which is what indicators and tie-outs read.

use std::collections::BTreeMap;
use std::io;

use hashbrown::HashMap;

use super::cells::voucher_label;
use super::chart::{Account, AccountKind, Role, Side};
use super::lines::each_line;
use super::voucher::{Mark, Marks};
use super::{AccountUsed, Line, LineStore, Vouchers, rules};
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

    /// Marks a voucher by one of its lines, so that only vouchers with an amount on the other side are looked
    /// at again: most have none, and lines of one may stand anywhere in the file.
    pub(super) fn mark(self, line: &Line, marks: &mut Marks) {
        if self == Self::CarriedTo {
            marks.set(Mark::Carrying, true);
        } else if self.other_side(line).is_some() {
            marks.set(Mark::OtherSide, true);
        }
    }

    /// The side on which amounts do not come, with what a line has there.
    fn other_side(self, line: &Line) -> Option<(Side, i64)> {
        let other = match self {
            Self::OneSided(Side::Debit) => (Side::Credit, line.credit_minor),
            Self::OneSided(Side::Credit) => (Side::Debit, line.debit_minor),
            Self::Nothing
            | Self::CarriedTo
            | Self::CarriedOn
            | Self::BothSided
            | Self::Growing(_) => return None,
        };
        (0 < other.1).then_some(other)
    }
}

/// Amounts on the other side of vouchers that count, and what these carry to the profit of the year. Nothing is
/// kept of other vouchers, however many there are.
#[derive(Debug, Default)]
pub(super) struct Reversals {
    /// Side, row and sum by voucher, account and currency.
    amounts: BTreeMap<(u32, u32, u16), (Side, u32, i128)>,
    /// By voucher and currency, of vouchers with a line on the profit of the year.
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
    /// Looks at the lines again, if any voucher that counts has an amount on the other side. `asked` says
    /// of each account what is asked of it.
    ///
    /// # Errors
    ///
    /// The lines that waited cannot be read.
    pub(super) fn gather(
        lines: &mut dyn LineStore,
        asked: &[Asked],
        vouchers: &Vouchers,
    ) -> io::Result<Self> {
        let mut reversals = Self::default();
        let is_asked = |it: Marks| it.has(Mark::Counted) && it.has(Mark::OtherSide);
        if vouchers.all_marks().any(is_asked) {
            each_line(lines, asked.len(), |line| {
                let marks = vouchers.marks(line.voucher);
                if is_asked(marks) {
                    let asked = asked[line.account as usize];
                    reversals.take(asked, line);
                    if marks.has(Mark::Carrying) {
                        reversals.carry(asked, line);
                    }
                }
            })?;
        }
        Ok(reversals)
    }

    /// Takes what a line has on the other side.
    fn take(&mut self, asked: Asked, line: &Line) {
        let Some((side, amount_minor)) = asked.other_side(line) else { return };
        let key = (line.voucher, line.account, line.currency);
        let (_, row, sum_minor) = self.amounts.entry(key).or_insert((side, line.row, 0));
        // Lines come by day, and those of a voucher may have several.
        *row = line.row.min(*row);
        *sum_minor += i128::from(amount_minor);
    }

    /// Takes what a line says of what its voucher carries.
    fn carry(&mut self, asked: Asked, line: &Line) {
        let (debit_minor, credit_minor) =
            (i128::from(line.debit_minor), i128::from(line.credit_minor));
        let carried = self.carried.entry((line.voucher, line.currency)).or_default();
        match asked {
            Asked::Nothing => (),
            Asked::CarriedTo => {
                // In red on one side is in blue on the other.
                carried.profit.0 += debit_minor.max(0) - credit_minor.min(0);
                carried.profit.1 += credit_minor.max(0) - debit_minor.min(0);
            }
            Asked::CarriedOn => carried.equity_minor += debit_minor - credit_minor,
            Asked::BothSided => carried.net_minor += debit_minor - credit_minor,
            // In red on its own side it is carried as well as in blue on the other.
            Asked::OneSided(Side::Debit) => carried.net_minor -= credit_minor - debit_minor.min(0),
            Asked::OneSided(Side::Credit) => carried.net_minor += debit_minor - credit_minor.min(0),
            // In red on the other side fills it as well as in blue on its own.
            Asked::Growing(Side::Debit) => {
                carried.net_minor -= credit_minor.max(0) - debit_minor.min(0);
            }
            Asked::Growing(Side::Credit) => {
                carried.net_minor += debit_minor.max(0) - credit_minor.min(0);
            }
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
            if amount_minor <= 0 {
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

#[cfg(test)]
mod tests {
    use super::*;
    use crate::ledger::tests::read;
    use crate::ledger::tests::reversal::with_chart;

    /// Of so many vouchers that carry nothing, or have nothing on the other side, and a closing one, all
    /// with their lines apart, the closing one alone is kept.
    #[test]
    fn nothing_is_kept_of_a_voucher_without_an_amount_on_the_other_side() {
        let kinds = [
            ["6603 5 _", "1002 _ 5"],
            ["4103 5 _", "6603 _ 5"],
            ["4104 5 _", "4103 _ 5"],
            ["6711 5 _", "1002 _ 5"],
            ["6001 -5 _", "1002 _ -5"],
            ["6602 -5 _", "6001 _ -5"],
        ];
        for count in [1, 100] {
            let mut rows = vec!["voucher_no date account debit credit".to_owned()];
            for (line, closing) in ["4103 5 _", "6602 _ 5"].into_iter().enumerate() {
                for (kind, lines) in kinds.iter().enumerate() {
                    let row = |number| format!("{kind}-{number} 2026-04-01 {}", lines[line]);
                    rows.extend((0..count).map(row));
                }
                rows.push(format!("closing 2026-04-01 {closing}"));
            }
            let table = rows.join("\n");
            let mut checked = read(with_chart(), &table);
            let chart = with_chart().chart.unwrap();
            let asked: Vec<_> =
                checked.accounts.iter().map(|it| Asked::of(chart.summed(&it.code))).collect();
            let kept = Reversals::gather(&mut *checked.lines, &asked, &checked.vouchers).unwrap();
            assert_eq!((kept.amounts.len(), kept.carried.len()), (1, 1), "{count}");
        }
    }
}
