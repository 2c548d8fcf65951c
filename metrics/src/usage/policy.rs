//! What the policy pack says of usage.

use serde::{Deserialize, Serialize};

use crate::commingling::ComminglingPolicy;
use crate::source::Source;
use crate::tie_out::TieOutPolicy;

/// What the policy pack says of usage, and of what it is compared with.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct UsagePolicy {
    /// How far quantity times price may be from the amount, fen (F-6).
    pub amount_tolerance: Sourced,
    /// What is compared with ledgers, prices and other operators.
    pub tie_out: TieOutPolicy,
    /// What looks like mixed money.
    pub commingling: ComminglingPolicy,
}

/// A number with its unit and where it comes from.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Sourced {
    /// The number.
    pub value: i64,
    /// Its unit.
    pub unit: String,
    /// Where it comes from.
    pub source: Source,
}
