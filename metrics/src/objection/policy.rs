//! What the policy pack says of objections: how long each step may take.

use serde::{Deserialize, Serialize};

use super::Step;
use crate::source::Source;

/// How long a step may take.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Deadline {
    /// The step.
    pub step: Step,
    /// Working days after the day from which it waits, which is not counted (民法典 art. 201).
    pub working_days: u16,
    /// Where the number comes from.
    pub source: Source,
}
