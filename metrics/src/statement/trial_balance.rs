//! The trial balance 试算平衡表 as a statement: its accounts with totals per currency.

use std::collections::BTreeMap;

use crate::ledger::AccountBalance;
use crate::money::Currency;
use crate::party::PartyId;
use crate::period::Period;

/// The trial balance of a month.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TrialBalance {
    /// Whose.
    pub party: PartyId,
    /// Which month.
    pub period: Period,
    /// The accounts, by code and currency.
    pub accounts: Vec<AccountBalance>,
    /// Their sums.
    pub totals: Vec<TrialTotal>,
}

/// Sums of one currency, minor units: opening, movement and closing, debit before credit.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TrialTotal {
    /// Which currency.
    pub currency: Currency,
    /// Its minor digits.
    pub minor_digits: u8,
    /// The six sums.
    pub minor: [i128; 6],
}

impl TrialTotal {
    /// Whether debits equal credits in opening, movement and closing (F-3).
    #[must_use]
    pub fn is_balanced(&self) -> bool {
        self.minor.chunks_exact(2).all(|pair| pair[0] == pair[1])
    }
}

impl TrialBalance {
    /// From the accounts of a month.
    #[must_use]
    pub fn new(party: PartyId, period: Period, accounts: Vec<AccountBalance>) -> Self {
        let mut totals: BTreeMap<Currency, TrialTotal> = BTreeMap::new();
        for it in &accounts {
            let (currency, minor_digits) = (it.currency, it.minor_digits);
            let start = || TrialTotal { currency, minor_digits, minor: [0; 6] };
            let total = totals.entry(currency).or_insert_with(start);
            for (sum, minor) in total.minor.iter_mut().zip(Self::minor(it)) {
                *sum += i128::from(minor);
            }
        }
        Self { party, period, accounts, totals: totals.into_values().collect() }
    }

    /// The six amounts of an account, minor units.
    #[must_use]
    pub fn minor(it: &AccountBalance) -> [i64; 6] {
        [
            it.opening_debit_minor,
            it.opening_credit_minor,
            it.debit_minor,
            it.credit_minor,
            it.closing_debit_minor,
            it.closing_credit_minor,
        ]
    }
}
