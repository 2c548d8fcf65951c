//! What the policy pack says of demands: how long each step may take.

use serde::{Deserialize, Serialize};

use super::{Sharing, Step};
use crate::source::Source;

/// How long a step may take.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Deadline {
    /// The step.
    pub step: Step,
    /// Of which demands: of this sort of sharing, and of stricter ones. Without it, of every demand.
    #[serde(default)]
    pub sharing: Option<Sharing>,
    /// Working days after the day from which it waits, which is not counted (民法典 art. 201).
    pub working_days: u16,
    /// Where the number comes from.
    pub source: Source,
}

impl Deadline {
    /// The step and the sort of sharing, as one word.
    #[must_use]
    pub fn id(&self) -> String {
        let sharing = self.sharing.map(|it| format!(" {}", it.words().0)).unwrap_or_default();
        format!("{}{sharing}", self.step)
    }

    /// Whether it is of demands of a sort of sharing.
    pub(super) fn holds_for(&self, sharing: Option<Sharing>) -> bool {
        self.sharing.is_none_or(|own| sharing.is_some_and(|it| it <= own))
    }
}
