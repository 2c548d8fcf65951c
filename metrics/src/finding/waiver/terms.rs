//! Within which limits findings are waived: data of the policy pack.

use jiff::Span;
use jiff::civil::Date;
use serde::{Deserialize, Serialize};

use super::{Waivable, Waiver, WaiverRefused};
use crate::source::Source;

/// How long waivers may hold. No article names waivers: limits are defaults of this project unless their
/// source says otherwise.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct WaiverPolicy {
    /// The most months from the day of the grant, which does not count.
    pub longest_months: Limit,
    /// The most days by which it begins before the day on which it is proposed.
    pub backdated_days: Limit,
}

/// The most of something.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Limit {
    /// How many.
    pub value: u16,
    /// Where it comes from.
    pub source: Source,
}

/// What the policy pack and the register say of what is to be waived.
#[derive(Clone, Copy, Debug)]
pub struct Terms<'a> {
    /// Whether findings of the rule may be waived.
    pub waivable: Waivable,
    /// Whether the register knows the party.
    pub is_registered: bool,
    /// How long waivers may hold.
    pub policy: &'a WaiverPolicy,
}

impl WaiverPolicy {
    /// The last day of a waiver that is granted on a day. A month ends on the day of the same number,
    /// else on its last one.
    #[must_use]
    pub fn last_day(&self, granted_on: Date) -> Date {
        granted_on.saturating_add(Span::new().months(i64::from(self.longest_months.value)))
    }

    /// The first day of a waiver that is proposed on a day.
    #[must_use]
    pub fn first_day(&self, proposed_on: Date) -> Date {
        proposed_on.saturating_sub(Span::new().days(i64::from(self.backdated_days.value)))
    }

    /// Whether a waiver would hold longer than it may if it were granted on a day.
    pub(super) fn is_exceeded(&self, waiver: &Waiver, granted_on: Date) -> bool {
        self.last_day(granted_on) < waiver.until
    }
}

impl Waivable {
    pub(super) fn refused(self) -> Result<(), WaiverRefused> {
        match self {
            Self::Yes => Ok(()),
            Self::Never => Err(WaiverRefused::NeverWaived),
            Self::Unknown => Err(WaiverRefused::NoSuchRule),
        }
    }
}
