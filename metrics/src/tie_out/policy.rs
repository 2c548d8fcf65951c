//! Which accounts are for what, and how fees are worded.

use std::collections::BTreeSet;

use serde::{Deserialize, Serialize};

use crate::register::Standard;
use crate::source::Source;

/// What the policy pack says of tie-outs.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct TieOutPolicy {
    /// The accounts of each standard, by what they are for.
    pub roles: Vec<AccountRoles>,
    /// Words by which a disclosed fee says that nothing is charged.
    pub free: WordList,
}

/// Account codes by what they are for; a code stands for its detail accounts, too.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct AccountRoles {
    /// The accounting standard.
    pub standard: Standard,
    /// Revenue from products and services.
    pub revenue: Vec<String>,
    /// Cost and expenses.
    pub cost: Vec<String>,
    /// Subsidies, received or recognised.
    pub subsidy: Vec<String>,
    /// Of these, the ones where a subsidy is recognised as income.
    pub subsidy_income: Vec<String>,
    /// Cash and bank.
    pub money: Vec<String>,
    /// Where the codes come from.
    pub source: Source,
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

impl TieOutPolicy {
    /// The accounts of a standard.
    #[must_use]
    pub fn roles(&self, standard: Standard) -> Option<&AccountRoles> {
        self.roles.iter().find(|it| it.standard == standard)
    }
}

impl AccountRoles {
    /// Whether an account is one of these or a detail of one.
    #[must_use]
    pub fn has(codes: &[String], account: &str) -> bool {
        codes.iter().any(|code| account.starts_with(code.as_str()))
    }
}
