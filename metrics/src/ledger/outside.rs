//! F-4-outside: a line that names an authorization and no product, on an account of cost or of profit
//! and loss that the register does not list as 专账. What belongs to an authorization may belong in the
//! separate ledger (Measures art. 18): a clue. With a product it is F-6-elsewhere.

use std::collections::BTreeMap;

use super::chart::{Account, AccountKind};
use super::{AccountUsed, Dimensions, rules};
use crate::finding::{Fault, Faults, Place};
use crate::period::Period;

/// Lines of this sort, by the number of their account: the row of the first, and how many there are.
#[derive(Debug, Default)]
pub(super) struct Outside(BTreeMap<u32, (u64, u64)>);

/// Whether an account that is not 专账 is one on which an authorization is a clue.
pub(super) fn is_asked(account: Option<&Account>) -> bool {
    account.is_some_and(|it| matches!(it.kind, AccountKind::Cost | AccountKind::ProfitAndLoss))
}

/// Whether dimensions name an authorization and no product.
pub(super) fn is_only_authorized(dimensions: &Dimensions) -> bool {
    !dimensions.authorization.is_empty() && dimensions.product.is_empty()
}

impl Outside {
    /// Takes a line.
    pub(super) fn take(&mut self, account: u32, row: u64) {
        self.0.entry(account).or_insert((row, 0)).1 += 1;
    }

    /// One fault for each account.
    pub(super) fn judge(&self, accounts: &[AccountUsed], period: Period, faults: &mut Faults) {
        for (account, (row, lines)) in &self.0 {
            let code = &accounts[*account as usize].code;
            faults.push(Fault {
                period: Some(period),
                cause: format!("{code} authorization"),
                actual: code.clone(),
                arguments: vec![("account", code.clone()), ("lines", lines.to_string())],
                ..Fault::at(rules::OUTSIDE, Place::cell(*row, "authorization"))
            });
        }
    }
}
