//! Objections to supplied data 数据异议 (S-11): raised 提出, decided on 收办, verified 核实, corrected 修正, and then
//! looked for elsewhere, because departments have to review causes and mend what is wrong in the same way.
//!
//! 《上海市公共数据异议核实与处理管理办法（试行）》 has the four steps; how long each may take was not found in it, so
//! that every deadline is data of the policy pack and may be left out.

mod case;
mod columns;
mod intake;
mod policy;
mod record;

pub use case::again;
pub use columns::COLUMNS;
pub use policy::Deadline;
pub use record::{Matter, Objection, Step};

/// Ids of the rules about an objection; the row stays.
pub mod rules {
    /// A step is whole, and comes after the one that it needs.
    pub const STEP: &str = "DO-1";
    /// The days are in order, and not after the day of handing in; what was told before stays.
    pub const ORDER: &str = "DO-2";
    /// A refusal, a result that nothing is wrong, and a review say why.
    pub const REASON: &str = "DO-3";
    /// After a correction the same kind of fault is looked for elsewhere.
    pub const REVIEW: &str = "DO-4";
    /// A step is taken by its last day, where the pack sets one.
    pub const OVERDUE: &str = "DO-5";
    /// What was reviewed does not come again.
    pub const AGAIN: &str = "DO-6";
    /// A file that supersedes another by name leaves no objection of it out: it stays in force.
    pub const LEFT_OUT: &str = "DO-7";
}

/// Names under which objections are counted; measures in the policy pack refer to them.
pub mod counts {
    /// Every name.
    pub const ALL: [&str; 9] =
        [AT_HAND, DECIDED, FOUNDED, CORRECTED, REVIEWED, OPEN, OVERDUE, DUE, IN_TIME];
    /// Objections at hand in the span: raised by its end, and not closed before it.
    pub const AT_HAND: &str = "objections_at_hand";
    /// Of these, the ones that were accepted or refused.
    pub const DECIDED: &str = "objections_decided";
    /// Of these, the ones that are founded.
    pub const FOUNDED: &str = "objections_founded";
    /// Of the founded ones, those whose data were corrected.
    pub const CORRECTED: &str = "objections_corrected";
    /// Of the founded ones, those after which the same kind of fault was looked for.
    pub const REVIEWED: &str = "objections_reviewed";
    /// Of those at hand, the ones that are not closed.
    pub const OPEN: &str = "objections_open";
    /// Of these, the ones of which a step is overdue.
    pub const OVERDUE: &str = "objections_overdue";
    /// Objections closed in the span without a late step, and those late in it.
    pub const DUE: &str = "objections_due";
    /// Of these, the ones without a late step.
    pub const IN_TIME: &str = "objections_in_time";
}

#[cfg(test)]
mod tests;
