//! The life of an evaluation: announced, draft, reviewed, feedback, approved, published; appeals,
//! rectification, and the evaluation that takes its place.
//!
//! The acts are kept as append-only events. The state is what the last act that moves it left; nothing
//! in an evaluation that was approved ever changes. Windows are data ([`super::procedure`]); the last
//! day of a window that binds others is recorded with the act that opens it, so that no later policy
//! moves it. Where the evaluation stands, and what is due by when, is computed ([`standing()`]). The
//! Measures name no procedure: two people, and other people for appeals, are this project's default.

mod act;
mod allow;
mod refused;
mod standing;
mod step;
#[cfg(test)]
mod tests;

use jiff::Timestamp;
use jiff::civil::Date;
use serde::{Deserialize, Serialize};

use super::procedure::Procedure;
use crate::actor::Hands;
use crate::incident::ClockContext;
use crate::party::PartyId;

pub use act::{EvaluationAct, Want};
pub use allow::{allow, apply, is_by_one_hand, may_leave};
pub use refused::Refused;
pub use standing::{Appeal, AppealOutcome, Feedback, Notice, Rectification, Standing, standing};
pub use step::{Step, StepKind};

/// Where an evaluation stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum EvaluationState {
    /// Computed, and seen by nobody, or sent back.
    Draft,
    /// One person vouches for it.
    Reviewed,
    /// Its subjects were told, and may answer.
    Feedback,
    /// A second person approved it: it may leave the house, and stays as it is.
    Approved,
    /// It was made known.
    Published,
    /// Another one took its place, or a month that it is built on was opened again (domain: period
    /// close). What it says stays as it was; it does not leave the house any more.
    Superseded,
}

/// What a person says with an act.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Said {
    /// Why, or what a subject said.
    pub note: String,
    /// The number of the document.
    pub document: String,
    /// About which subject.
    pub subject: Option<PartyId>,
    /// Whom or what the act names: the account of a reviewer, the word of a consequence, the id of the
    /// evaluation that takes the place.
    pub name: String,
    /// The last day of the window that the act opens.
    pub due_on: Option<Date>,
}

/// An act that was allowed and recorded.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct EvaluationEvent {
    /// What was done.
    pub act: EvaluationAct,
    /// When.
    pub at: Timestamp,
    /// The account of who did it.
    pub account: String,
    /// The account that typed it: the same, or one that acted for the person.
    pub typed_by: String,
    /// What was said with it.
    pub said: Said,
}

/// An evaluation as it stands in the store.
#[derive(Clone, Copy, Debug)]
pub struct Case<'a> {
    /// The account of who asked for it.
    pub requested_by: &'a str,
    /// Whom it grades.
    pub subjects: &'a [PartyId],
    /// What people did, oldest first.
    pub events: &'a [EvaluationEvent],
}

/// By what an evaluation's course is judged.
#[derive(Clone, Copy, Debug)]
pub struct Guide<'a> {
    /// Windows, and whether subjects are heard.
    pub procedure: &'a Procedure,
    /// The instant whose knowledge counts, zone and calendar.
    pub context: &'a ClockContext<'a>,
}

impl EvaluationEvent {
    /// Who did it.
    #[must_use]
    pub fn hands(&self) -> Hands<'_> {
        Hands { account: &self.account, typed_by: &self.typed_by }
    }
}

impl EvaluationState {
    /// Every state, in the order of life.
    pub const ALL: [Self; 6] = [
        Self::Draft,
        Self::Reviewed,
        Self::Feedback,
        Self::Approved,
        Self::Published,
        Self::Superseded,
    ];

    /// The state that a history leaves; a draft has none.
    #[must_use]
    pub fn after(history: &[EvaluationEvent]) -> Self {
        let left = |event: &EvaluationEvent| Self::left_by(event.act);
        history.iter().rev().find_map(left).unwrap_or(Self::Draft)
    }

    /// The state that an act leads to, if it moves the evaluation.
    const fn left_by(act: EvaluationAct) -> Option<Self> {
        match act {
            EvaluationAct::SendBack => Some(Self::Draft),
            EvaluationAct::Review => Some(Self::Reviewed),
            EvaluationAct::OpenFeedback => Some(Self::Feedback),
            EvaluationAct::Approve => Some(Self::Approved),
            EvaluationAct::Publish => Some(Self::Published),
            EvaluationAct::Supersede => Some(Self::Superseded),
            EvaluationAct::Announce
            | EvaluationAct::SelfAssess
            | EvaluationAct::Visit
            | EvaluationAct::Comment
            | EvaluationAct::Appeal
            | EvaluationAct::Assign
            | EvaluationAct::Uphold
            | EvaluationAct::Change
            | EvaluationAct::Report
            | EvaluationAct::Rectify
            | EvaluationAct::ReceivePlan
            | EvaluationAct::Pass
            | EvaluationAct::Fail
            | EvaluationAct::Decide => None,
        }
    }

    /// The word used in JSON and in the database.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Draft => "draft",
            Self::Reviewed => "reviewed",
            Self::Feedback => "feedback",
            Self::Approved => "approved",
            Self::Published => "published",
            Self::Superseded => "superseded",
        }
    }

    /// Reads what [`EvaluationState::as_str`] wrote.
    #[must_use]
    pub fn parse(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|state| state.as_str() == word)
    }
}

impl Guide<'_> {
    /// The day of an instant, where the house is.
    fn day(&self, at: Timestamp) -> Date {
        self.context.zone.to_datetime(at).date()
    }

    /// The day on which it is judged.
    fn today(&self) -> Date {
        self.day(self.context.as_of)
    }
}
