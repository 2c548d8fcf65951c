//! Which accounts are for what, and how fees are worded.

use std::collections::BTreeSet;

use serde::{Deserialize, Serialize};

use crate::ledger::Sums;
use crate::pricing::PricingPolicy;
use crate::pricing::policy::{Role, RoleAccount};
use crate::register::Standard;
use crate::source::Source;

/// What the policy pack says of tie-outs. What accounts are to revenue, cost and subsidies it says
/// with prices ([`PricingPolicy`]).
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct TieOutPolicy {
    /// Codes of cash and bank, which are the same in every chart.
    pub money: WordList,
    /// Codes of what is owed to and by others and paid before: a debit with a counterparty pays it
    /// (F-14).
    pub owed: WordList,
    /// Words by which a disclosed fee says that nothing is charged.
    pub free: WordList,
}

/// Words with the place that they come from.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct WordList {
    /// The words.
    pub words: BTreeSet<String>,
    /// Where the list comes from.
    pub source: Source,
}

/// What the accounts of a chart are for. A code stands for its detail accounts, too.
#[derive(Clone, Debug)]
pub struct AccountRoles<'a> {
    accounts: Vec<&'a RoleAccount>,
    money: &'a BTreeSet<String>,
    owed: &'a BTreeSet<String>,
}

impl<'a> AccountRoles<'a> {
    /// The roles of a chart.
    #[must_use]
    pub fn of(pricing: &'a PricingPolicy, tie_out: &'a TieOutPolicy, standard: Standard) -> Self {
        let accounts = pricing.accounts_of(standard).collect();
        Self { accounts, money: &tie_out.money.words, owed: &tie_out.owed.words }
    }

    /// What sums of an account come to in a role, fen; `None` where it does not have that role.
    #[must_use]
    pub fn amount_fen(&self, role: Role, account: &str, sums: Sums) -> Option<i128> {
        let own = |it: &&&RoleAccount| it.role == role && account.starts_with(&it.prefix);
        self.accounts.iter().find(own).map(|it| it.amount_minor(sums))
    }

    /// Whether an account is cash or bank.
    #[must_use]
    pub fn is_money(&self, account: &str) -> bool {
        self.money.iter().any(|code| account.starts_with(code))
    }

    /// Whether a debit of an account pays what is owed.
    #[must_use]
    pub fn is_owed(&self, account: &str) -> bool {
        self.owed.iter().any(|code| account.starts_with(code))
    }

    /// What the codes of a role begin with.
    pub fn prefixes(&self, role: Role) -> impl Iterator<Item = &str> {
        self.accounts.iter().filter(move |it| it.role == role).map(|it| it.prefix.as_str())
    }

    #[cfg(test)]
    pub(crate) fn new(
        accounts: &'a [RoleAccount],
        money: &'a BTreeSet<String>,
        owed: &'a BTreeSet<String>,
    ) -> Self {
        Self { accounts: accounts.iter().collect(), money, owed }
    }
}
