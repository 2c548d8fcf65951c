//! Demands for data 数据需求 (Measures art. 15): raised 提出, accepted 受理, answered 答复, and, where the answer is
//! yes, met 提供. Data whose subject clearly consented are to be provided whatever the answer is (art. 15
//! para. 3).
//!
//! Deadlines are data of the policy pack: 政务数据共享条例 has some for sharing between departments, the rest are
//! project defaults.

mod case;
mod columns;
mod intake;
mod policy;
mod record;

pub use columns::COLUMNS;
pub use policy::Deadline;
pub use record::{Demand, Sharing, Step};

/// Ids of the rules about a demand; the row stays.
pub mod rules {
    /// A step is whole, and comes after the one that it needs.
    pub const STEP: &str = "DD-1";
    /// The days are in order, and not after the day of handing in.
    pub const ORDER: &str = "DD-2";
    /// A refusal names its legal ground.
    pub const GROUND: &str = "DD-3";
    /// A step is taken by its last day, where the pack sets one.
    pub const OVERDUE: &str = "DD-4";
    /// A demand that is handed in again is not made less strict, and a yes is not taken back.
    pub const AGAIN: &str = "DD-5";
    /// A file that supersedes another by name leaves no demand of it out: it stays in force.
    pub const LEFT_OUT: &str = "DD-6";
    /// Data whose subject clearly consented are not refused.
    pub const CONSENTED: &str = "SH-15-1";
}

/// Names under which demands are counted; measures in the policy pack refer to them.
pub mod counts {
    /// Every name.
    pub const ALL: [&str; 4] = [DUE, IN_TIME, TO_MEET, MET];
    /// Demands answered in the span, and those of which the answer is late in it.
    pub const DUE: &str = "demands_due";
    /// Of these, the ones that were answered by their last day.
    pub const IN_TIME: &str = "demands_in_time";
    /// Demands met in the span, and those of which the answer or the data are overdue at its end; none that
    /// were lawfully refused.
    pub const TO_MEET: &str = "demands_to_meet";
    /// Of these, the ones that were met.
    pub const MET: &str = "demands_met";
}

#[cfg(test)]
mod tests;
