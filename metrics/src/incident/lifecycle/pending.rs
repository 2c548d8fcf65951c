//! What an incident is open for: what its party has not done yet, and what supervisors ordered.

use jiff::Timestamp;
use serde::{Serialize, Serializer};

use super::Order;
use crate::incident::clock::{ClockContext, ClockId, ClockState, Clocks, Missing};
use crate::incident::facts::Event;
use crate::incident::rules;

/// What somebody waits for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Awaited {
    /// What a clock asks for.
    Clock(ClockId),
    /// What was ordered to be rectified.
    Rectification,
}

/// Something that an incident is open for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
pub struct Pending {
    /// What.
    #[serde(rename = "id")]
    pub awaited: Awaited,
    /// Where it stands.
    #[serde(flatten)]
    pub state: ClockState,
    /// The last instant, where there is one.
    pub due_at: Option<Timestamp>,
}

/// How much something presses, what presses most first (the order is this project's default).
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Urgency {
    /// The time was over at the instant: the longer, the more it presses.
    Missed(Timestamp),
    /// To be done at once.
    AtOnce,
    /// What its limit follows from is not known, such as the level: it may be overdue.
    Unclear,
    /// There is time left, until the instant.
    Due(Timestamp),
    /// Nothing has begun, or nobody waits for anything yet.
    Later,
}

impl Urgency {
    /// How much something presses that is not done, by where it stands and its last instant.
    #[must_use]
    pub const fn of(state: ClockState, due_at: Option<Timestamp>) -> Self {
        match (state, due_at) {
            (ClockState::Missed, Some(due_at)) => Self::Missed(due_at),
            (ClockState::Open, _) => Self::AtOnce,
            (ClockState::NotComputable { missing }, _) if may_be_overdue(missing) => Self::Unclear,
            (_, Some(due_at)) => Self::Due(due_at),
            (_, None) => Self::Later,
        }
    }
}

impl Pending {
    /// How much it presses.
    #[must_use]
    pub const fn urgency(&self) -> Urgency {
        Urgency::of(self.state, self.due_at)
    }
}

/// Whether a limit may be over by what is not known: not so where what starts it has not come.
const fn may_be_overdue(missing: Missing) -> bool {
    match missing {
        Missing::Level
        | Missing::PersonalInformation
        | Missing::Data
        | Missing::ReportItems
        | Missing::Agreement => true,
        Missing::Event(event) => matches!(event, Event::Discovery),
        Missing::Limit | Missing::Instant => false,
    }
}

impl Awaited {
    /// The id of the clock, or of the rule about orders.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Clock(id) => id.as_str(),
            Self::Rectification => rules::RECTIFICATION,
        }
    }
}

impl Serialize for Awaited {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(self.as_str())
    }
}

/// What an incident is open for, what presses most first; what presses alike in the order of the pack.
///
/// * **Bounds:** an order is open through its last day, until 24:00 (民法典 art. 203).
#[must_use]
pub fn pending(clocks: &Clocks, order: Option<&Order>, context: &ClockContext<'_>) -> Vec<Pending> {
    let of_clocks = clocks.pending().map(|it| Pending {
        awaited: Awaited::Clock(it.id),
        state: it.state,
        due_at: it.due_at,
    });
    let of_order = order.map(|it| of_order(it, context));
    let mut pending: Vec<Pending> = of_clocks.chain(of_order).collect();
    pending.sort_by_key(Pending::urgency);
    pending
}

fn of_order(order: &Order, context: &ClockContext<'_>) -> Pending {
    let last_day = order.due_on.to_zoned_datetime(context.zone.clone());
    let due_at = last_day.and_then(|it| it.end_of_day()).map(|it| it.timestamp()).ok();
    let is_over = due_at.is_some_and(|it| it < context.as_of);
    let state = if is_over { ClockState::Missed } else { ClockState::Running };
    Pending { awaited: Awaited::Rectification, state, due_at }
}
