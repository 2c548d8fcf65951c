//! How fees are worded.

use std::collections::BTreeSet;

use serde::{Deserialize, Serialize};

use crate::source::Source;

/// What the policy pack says of tie-outs. What accounts are to revenue, cost and subsidies it says
/// with prices ([`crate::pricing::AccountRoles`]).
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct TieOutPolicy {
    /// Codes of what is owed to and by others and paid before: a debit with a counterparty pays it
    /// (F-14).
    pub owed: WordList,
    /// Codes of what is owed to whom money is spent on: what is credited there is no receipt (F-9).
    pub spent: WordList,
    /// Words by which a disclosed fee says that nothing is charged.
    pub free: WordList,
    /// Words for yuan, which stand after the number of a disclosed fee.
    pub yuan: WordList,
    /// Signs for yuan, which stand before it.
    pub yuan_signs: WordList,
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
