//! What the policy pack says of usage.

use serde::{Deserialize, Serialize};

use crate::commingling::ComminglingPolicy;
use crate::effective::Effective;
use crate::source::Sourced;
use crate::tie_out::TieOutPolicy;

/// What the policy pack says of usage, and of what it is compared with.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct UsagePolicy {
    /// How far quantity times price may be from the amount, fen (F-6).
    pub amount_tolerance: Effective<Sourced>,
    /// What is compared with ledgers, prices and other operators.
    pub tie_out: TieOutPolicy,
    /// What looks like mixed money.
    pub commingling: ComminglingPolicy,
}
