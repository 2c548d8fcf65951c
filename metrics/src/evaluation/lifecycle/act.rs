//! The acts: what they are called, who may do them, and what has to be said with them.

use serde::{Deserialize, Serialize};

use super::Refused;
use crate::register::Role;

/// What a person does to an evaluation.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum EvaluationAct {
    /// Tell the subjects that they are evaluated: the notice begins.
    Announce,
    /// Record what a subject says of itself (自评).
    SelfAssess,
    /// Record a visit to a subject (现场核查).
    Visit,
    /// Vouch for a draft. Whoever asked for the evaluation may do so.
    Review,
    /// Make what was reviewed a draft again; a reviewer may also take back a review so.
    SendBack,
    /// Tell the subjects what was reviewed: their time to answer begins.
    OpenFeedback,
    /// Record what a subject answered.
    Comment,
    /// Approve what another person reviewed.
    Approve,
    /// Make known what was approved: public notice and the time for appeals begin.
    Publish,
    /// Record that a subject appeals (申诉).
    Appeal,
    /// Name a person who reviews the appeal (复核) and had no part before.
    Assign,
    /// Decide an appeal: the result stands.
    Uphold,
    /// Decide an appeal: the result is changed, so that a new evaluation has to take its place.
    Change,
    /// Record that the data authority was told.
    Report,
    /// Order a subject to rectify.
    Rectify,
    /// Record the subject's plan.
    ReceivePlan,
    /// Find in the re-check that it is rectified.
    Pass,
    /// Find in the re-check that it is not.
    Fail,
    /// Record what was decided to follow.
    Decide,
    /// Put another evaluation in its place, and say why. A reopening of a month that it is built on
    /// does so, too, with no other to name.
    Supersede,
}

/// Something that has to be said with an act.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Want {
    /// About which subject.
    Subject,
    /// The number of the document.
    Document,
    /// Why, or of what.
    Note,
    /// What the act names: a person, a consequence or another evaluation.
    Name,
}

impl EvaluationAct {
    /// Every act, in the order of life.
    pub const ALL: [Self; 20] = [
        Self::Announce,
        Self::SelfAssess,
        Self::Visit,
        Self::Review,
        Self::SendBack,
        Self::OpenFeedback,
        Self::Comment,
        Self::Approve,
        Self::Publish,
        Self::Appeal,
        Self::Assign,
        Self::Uphold,
        Self::Change,
        Self::Report,
        Self::Rectify,
        Self::ReceivePlan,
        Self::Pass,
        Self::Fail,
        Self::Decide,
        Self::Supersede,
    ];

    /// The word used in JSON, in the database and in the audit log.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Announce => "announce",
            Self::SelfAssess => "self_assess",
            Self::Visit => "visit",
            Self::Review => "review",
            Self::SendBack => "send_back",
            Self::OpenFeedback => "open_feedback",
            Self::Comment => "comment",
            Self::Approve => "approve",
            Self::Publish => "publish",
            Self::Appeal => "appeal",
            Self::Assign => "assign",
            Self::Uphold => "uphold",
            Self::Change => "change",
            Self::Report => "report",
            Self::Rectify => "rectify",
            Self::ReceivePlan => "receive_plan",
            Self::Pass => "pass",
            Self::Fail => "fail",
            Self::Decide => "decide",
            Self::Supersede => "supersede",
        }
    }

    /// Reads what [`EvaluationAct::as_str`] wrote.
    #[must_use]
    pub fn parse(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|act| act.as_str() == word)
    }

    /// The least role that may do it.
    #[must_use]
    pub const fn needs(self) -> Role {
        match self {
            Self::Announce
            | Self::SelfAssess
            | Self::Visit
            | Self::Review
            | Self::SendBack
            | Self::OpenFeedback
            | Self::Comment
            | Self::Appeal
            | Self::Uphold
            | Self::Change
            | Self::Report
            | Self::ReceivePlan
            | Self::Pass
            | Self::Fail => Role::Supervisor,
            Self::Approve
            | Self::Publish
            | Self::Assign
            | Self::Rectify
            | Self::Decide
            | Self::Supersede => Role::Approver,
        }
    }

    /// What has to be said with it. What other people hold against the house has a document: what a
    /// subject wrote, and what it was answered.
    #[must_use]
    pub const fn wants(self) -> &'static [Want] {
        match self {
            Self::Review | Self::SendBack | Self::OpenFeedback | Self::Approve | Self::Publish => {
                &[]
            }
            Self::Announce | Self::Report => &[Want::Document],
            Self::Supersede => &[Want::Note, Want::Name],
            Self::Assign => &[Want::Subject, Want::Name],
            Self::SelfAssess | Self::Visit | Self::ReceivePlan | Self::Pass => {
                &[Want::Subject, Want::Document]
            }
            Self::Comment
            | Self::Appeal
            | Self::Uphold
            | Self::Change
            | Self::Rectify
            | Self::Fail => &[Want::Subject, Want::Document, Want::Note],
            Self::Decide => &[Want::Subject, Want::Document, Want::Name],
        }
    }

    /// Whether something has to be said with it.
    #[must_use]
    pub fn says(self, want: Want) -> bool {
        self.wants().contains(&want)
    }

    /// The reason for refusing roles that are too low.
    pub(super) const fn refuses_role(self) -> Refused {
        match self.needs() {
            Role::Viewer | Role::Supervisor => Refused::NeedsSupervisor,
            Role::Approver | Role::Administrator => Refused::NeedsApprover,
        }
    }
}
