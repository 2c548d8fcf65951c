//! Balances: sums per account and currency, carried from period to period.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};
use thiserror::Error;

use super::EntryKind;
use crate::money::Currency;
use crate::period::Period;

/// Debits and credits in minor units of one currency.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Sums {
    /// Sum of debits.
    pub debit_minor: i64,
    /// Sum of credits.
    pub credit_minor: i64,
}

/// A sum does not fit 64 bits of minor units.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Error)]
#[error("a sum exceeds 9.2e18 minor units")]
pub struct SumTooLarge;

impl Sums {
    /// Adds another pair of sums.
    ///
    /// # Errors
    ///
    /// [`SumTooLarge`].
    pub fn add(&mut self, other: Self) -> Result<(), SumTooLarge> {
        let debit_minor = self.debit_minor.checked_add(other.debit_minor).ok_or(SumTooLarge)?;
        let credit_minor = self.credit_minor.checked_add(other.credit_minor).ok_or(SumTooLarge)?;
        *self = Self { debit_minor, credit_minor };
        Ok(())
    }

    /// Debit less credit.
    #[must_use]
    pub fn net_minor(self) -> i128 {
        i128::from(self.debit_minor) - i128::from(self.credit_minor)
    }
}

/// One account in one currency over one period, as a trial balance shows it (试算平衡表): the
/// opening and closing stand on the side of their sign, the movements on both.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct AccountBalance {
    /// Account code.
    pub account: String,
    /// Account name, `""` where nobody gave one.
    pub name: String,
    /// Currency.
    pub currency: Currency,
    /// Minor digits of the currency.
    pub minor_digits: u8,
    /// Opening, if on the debit side.
    pub opening_debit_minor: i64,
    /// Opening, if on the credit side.
    pub opening_credit_minor: i64,
    /// Debits of the period.
    pub debit_minor: i64,
    /// Credits of the period.
    pub credit_minor: i64,
    /// Closing, if on the debit side.
    pub closing_debit_minor: i64,
    /// Closing, if on the credit side.
    pub closing_credit_minor: i64,
}

/// Sums of what is in force for one month, account, currency and entry.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct BalanceFact {
    /// The month.
    pub period: Period,
    /// Account code.
    pub account: String,
    /// Account name, `""` where nobody gave one.
    pub name: String,
    /// Currency.
    pub currency: Currency,
    /// Opening or movement.
    pub entry: EntryKind,
    /// The sums.
    pub sums: Sums,
}

/// What one submission in force says of a month, an account and its dimensions. Adding several up is
/// for whoever knows how large they may be.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SumFact {
    /// The month.
    pub period: Period,
    /// Account code.
    pub account: String,
    /// Currency.
    pub currency: Currency,
    /// Opening or movement.
    pub entry: EntryKind,
    /// Product number, `""` where the line names none.
    pub product: String,
    /// `public`, `industry`, `shared`, or `""`.
    pub use_: String,
    /// Cost class; for shared cost the key by which it is allocated.
    pub cost_class: String,
    /// The sums, minor units.
    pub sums: Sums,
}

impl SumFact {
    /// Whether it is a movement in the bookkeeping currency (会计法 art. 12): statements, prices and
    /// tie-outs count nothing else.
    #[must_use]
    pub fn is_renminbi_movement(&self) -> bool {
        self.entry == EntryKind::Movement && self.currency == Currency::CNY
    }
}

/// The trial balance of a month from the facts up to it.
///
/// Openings are computed, not believed: only those of the party's first month count, and the
/// opening of a later month is the closing of the one before (F-3). Accounts with neither opening
/// nor movement are left out. Sorted by account code and currency.
///
/// # Errors
///
/// [`SumTooLarge`].
pub fn trial_balance(
    facts: &[BalanceFact],
    period: Period,
    minor_digits: impl Fn(Currency) -> u8,
) -> Result<Vec<AccountBalance>, SumTooLarge> {
    let first = facts.iter().map(|fact| fact.period).min();
    let mut accounts: BTreeMap<(&str, Currency), (&str, Sums, Sums)> = BTreeMap::new();
    for fact in facts.iter().filter(|fact| fact.period <= period) {
        let key = (fact.account.as_str(), fact.currency);
        let (_, opening, movement) =
            accounts.entry(key).or_insert((&fact.name, Sums::default(), Sums::default()));
        match fact.entry {
            EntryKind::Opening if Some(fact.period) == first => opening.add(fact.sums)?,
            EntryKind::Opening => {}
            EntryKind::Movement if fact.period == period => movement.add(fact.sums)?,
            EntryKind::Movement => opening.add(fact.sums)?,
        }
    }
    let moved = |sums: &Sums| *sums != Sums::default();
    (accounts.iter())
        .filter(|(_, (_, opening, movement))| opening.net_minor() != 0 || moved(movement))
        .map(|((account, currency), (name, opening, movement))| {
            let currency = (*currency, minor_digits(*currency));
            roll_forward(account, name, currency, *opening, *movement)
        })
        .collect()
}

/// Closing = opening + debit − credit (F-3), each placed on the side of its sign.
///
/// # Errors
///
/// [`SumTooLarge`].
pub fn roll_forward(
    account: &str,
    name: &str,
    (currency, minor_digits): (Currency, u8),
    opening: Sums,
    movement: Sums,
) -> Result<AccountBalance, SumTooLarge> {
    let side = |net: i128| -> Result<(i64, i64), SumTooLarge> {
        let amount = i64::try_from(net.abs()).map_err(|_| SumTooLarge)?;
        Ok(if net < 0 { (0, amount) } else { (amount, 0) })
    };
    let (opening_debit_minor, opening_credit_minor) = side(opening.net_minor())?;
    let closing = opening.net_minor() + movement.net_minor();
    let (closing_debit_minor, closing_credit_minor) = side(closing)?;
    Ok(AccountBalance {
        account: account.to_owned(),
        name: name.to_owned(),
        currency,
        minor_digits,
        opening_debit_minor,
        opening_credit_minor,
        debit_minor: movement.debit_minor,
        credit_minor: movement.credit_minor,
        closing_debit_minor,
        closing_credit_minor,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Opening net, debit and credit of the period; expected opening and closing by side.
    #[track_caller]
    fn check(opening: (i64, i64), movement: (i64, i64), expected: [i64; 4]) {
        let sums = |(debit_minor, credit_minor)| Sums { debit_minor, credit_minor };
        let found =
            roll_forward("1002", "", (Currency::CNY, 2), sums(opening), sums(movement)).unwrap();
        let found = [
            found.opening_debit_minor,
            found.opening_credit_minor,
            found.closing_debit_minor,
            found.closing_credit_minor,
        ];
        assert_eq!(found, expected);
    }

    #[test]
    fn closings_stand_on_the_side_of_their_sign() {
        check((100, 0), (50, 20), [100, 0, 130, 0]);
        check((100, 0), (0, 100), [100, 0, 0, 0]);
        check((100, 0), (0, 101), [100, 0, 0, 1]);
        check((30, 100), (0, 0), [0, 70, 0, 70]);
        // A red-letter entry takes back a debit.
        check((0, 0), (-5, 0), [0, 0, 0, 5]);
    }
}
