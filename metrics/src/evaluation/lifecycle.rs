//! The life of an evaluation: draft, reviewed, approved, by two different people.
//!
//! The acts are kept as append-only events and the state is what the last one left. The Measures
//! name no procedure; two people are this project's default. Publishing comes after approval.

use serde::{Deserialize, Serialize};
use thiserror::Error;

use crate::register::Role;

/// Where an evaluation stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum EvaluationState {
    /// Computed, and seen by nobody, or sent back.
    Draft,
    /// One person vouches for it.
    Reviewed,
    /// A second person approved it: it may leave the house, and stays as it is.
    Approved,
    /// A month that it is built on was opened again (domain: period close). What it says stays as it
    /// was; it does not leave the house any more, and a new evaluation takes its place.
    Superseded,
}

/// What a person does to an evaluation.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum EvaluationAct {
    /// Vouch for a draft. Whoever asked for the evaluation may do so.
    Review,
    /// Approve what another person reviewed.
    Approve,
    /// Make what was reviewed a draft again; a reviewer may also take back a review so.
    SendBack,
    /// Mark it as built on a month that was opened again: what a reopening does, whatever the state.
    Supersede,
}

/// An act that was allowed and recorded.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct EvaluationEvent {
    /// What was done.
    pub act: EvaluationAct,
    /// The account of who did it.
    pub account: String,
}

/// A person who asks to act, in the role that the register gives.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Actor<'a> {
    /// The person's account.
    pub account: &'a str,
    /// The person's role.
    pub role: Role,
}

/// Why an act is refused. The first reason that holds is given, roles before states.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Error)]
pub enum Refused {
    /// Reviewing and sending back are for supervisors and above.
    #[error("the role supervisor is needed")]
    NeedsSupervisor,
    /// Approving is for approvers and above.
    #[error("the role approver is needed")]
    NeedsApprover,
    /// Only what was reviewed can be approved or sent back.
    #[error("the evaluation is not reviewed yet")]
    NotReviewed,
    /// It waits for approval, not for a second review.
    #[error("the evaluation is reviewed already")]
    AlreadyReviewed,
    /// What was approved stays as it is; a correction is a new evaluation.
    #[error("the evaluation is approved already")]
    AlreadyApproved,
    /// Whoever reviewed cannot approve as well.
    #[error("the same person reviewed it")]
    SamePerson,
    /// A month that it is built on was reopened since.
    #[error("a period that it is built on was reopened")]
    Superseded,
}

impl EvaluationState {
    /// Every state, in the order of life.
    pub const ALL: [Self; 4] = [Self::Draft, Self::Reviewed, Self::Approved, Self::Superseded];

    /// The state that a history leaves; a draft has none.
    #[must_use]
    pub fn after(history: &[EvaluationEvent]) -> Self {
        match history.last().map(|event| event.act) {
            None | Some(EvaluationAct::SendBack) => Self::Draft,
            Some(EvaluationAct::Review) => Self::Reviewed,
            Some(EvaluationAct::Approve) => Self::Approved,
            Some(EvaluationAct::Supersede) => Self::Superseded,
        }
    }

    /// The word used in JSON and in the database.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Draft => "draft",
            Self::Reviewed => "reviewed",
            Self::Approved => "approved",
            Self::Superseded => "superseded",
        }
    }

    /// Reads what [`EvaluationState::as_str`] wrote.
    #[must_use]
    pub fn parse(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|state| state.as_str() == word)
    }
}

impl EvaluationAct {
    /// Every act.
    pub const ALL: [Self; 4] = [Self::Review, Self::Approve, Self::SendBack, Self::Supersede];

    /// The word used in JSON, in the database and in the audit log.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Review => "review",
            Self::Approve => "approve",
            Self::SendBack => "send_back",
            Self::Supersede => "supersede",
        }
    }

    /// Reads what [`EvaluationAct::as_str`] wrote.
    #[must_use]
    pub fn parse(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|act| act.as_str() == word)
    }

    /// The least role that may do it, and the reason for refusing those below.
    const fn needs(self) -> (Role, Refused) {
        match self {
            Self::Review | Self::SendBack => (Role::Supervisor, Refused::NeedsSupervisor),
            Self::Approve | Self::Supersede => (Role::Approver, Refused::NeedsApprover),
        }
    }
}

impl Refused {
    /// Every reason.
    pub const ALL: [Self; 7] = [
        Self::NeedsSupervisor,
        Self::NeedsApprover,
        Self::NotReviewed,
        Self::AlreadyReviewed,
        Self::AlreadyApproved,
        Self::SamePerson,
        Self::Superseded,
    ];

    /// The id of its sentence in the words of `config`.
    #[must_use]
    pub const fn id(self) -> &'static str {
        match self {
            Self::NeedsSupervisor => "refused-needs-supervisor",
            Self::NeedsApprover => "refused-needs-approver",
            Self::NotReviewed => "refused-not-reviewed",
            Self::AlreadyReviewed => "refused-already-reviewed",
            Self::AlreadyApproved => "refused-already-approved",
            Self::SamePerson => "refused-same-person",
            Self::Superseded => "refused-superseded",
        }
    }
}

/// The state that an act leads to, given everything that was done before.
///
/// # Errors
///
/// Why the act is refused; nothing is to be recorded then but the refusal.
pub fn apply(
    history: &[EvaluationEvent],
    act: EvaluationAct,
    actor: Actor<'_>,
) -> Result<EvaluationState, Refused> {
    let (role, refused) = act.needs();
    if actor.role < role {
        return Err(refused);
    }
    match (EvaluationState::after(history), act) {
        (EvaluationState::Superseded, _) => Err(Refused::Superseded),
        (_, EvaluationAct::Supersede) => Ok(EvaluationState::Superseded),
        (EvaluationState::Draft, EvaluationAct::Review) => Ok(EvaluationState::Reviewed),
        (EvaluationState::Draft, EvaluationAct::Approve | EvaluationAct::SendBack) => {
            Err(Refused::NotReviewed)
        }
        (EvaluationState::Reviewed, EvaluationAct::Review) => Err(Refused::AlreadyReviewed),
        (EvaluationState::Reviewed, EvaluationAct::SendBack) => Ok(EvaluationState::Draft),
        (EvaluationState::Reviewed, EvaluationAct::Approve) => {
            // What is reviewed was reviewed by the last event.
            let same_person = history.last().is_some_and(|event| event.account == actor.account);
            if same_person { Err(Refused::SamePerson) } else { Ok(EvaluationState::Approved) }
        }
        (
            EvaluationState::Approved,
            EvaluationAct::Review | EvaluationAct::Approve | EvaluationAct::SendBack,
        ) => Err(Refused::AlreadyApproved),
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::EvaluationAct::{Approve, Review, SendBack, Supersede};
    use super::EvaluationState::{Approved, Draft, Reviewed, Superseded};
    use super::Role::{Administrator, Approver, Supervisor, Viewer};
    use super::*;

    fn history(acts: &[(EvaluationAct, &str)]) -> Vec<EvaluationEvent> {
        let event = |&(act, account): &(EvaluationAct, &str)| EvaluationEvent {
            act,
            account: account.to_owned(),
        };
        acts.iter().map(event).collect()
    }

    /// Every state × act × role, for the person who reviewed (`li`) and for another (`wang`).
    #[test]
    fn every_act_is_allowed_or_refused_for_its_reason() {
        let histories = [
            (Draft, history(&[])),
            (Draft, history(&[(Review, "li"), (SendBack, "wang")])),
            (Reviewed, history(&[(Review, "li")])),
            (Reviewed, history(&[(Review, "wang"), (SendBack, "li"), (Review, "li")])),
            (Approved, history(&[(Review, "li"), (Approve, "wang")])),
            (Superseded, history(&[(Supersede, "wang")])),
            (Superseded, history(&[(Review, "li"), (Approve, "wang"), (Supersede, "li")])),
        ];
        for (state, history) in &histories {
            assert_eq!(EvaluationState::after(history), *state);
            for act in EvaluationAct::ALL {
                for role in Role::ALL {
                    for account in ["li", "wang"] {
                        let found = apply(history, act, Actor { account, role });
                        let expected = expected(*state, act, role, account);
                        assert_eq!(found, expected, "{state:?} {act:?} {role:?} {account}");
                    }
                }
            }
        }
    }

    /// The table of the design, written out once more without the rules of the code.
    fn expected(
        state: EvaluationState,
        act: EvaluationAct,
        role: Role,
        account: &str,
    ) -> Result<EvaluationState, Refused> {
        match (role, act) {
            (Viewer, Review | SendBack) => return Err(Refused::NeedsSupervisor),
            (Viewer | Supervisor, Approve | Supersede) => return Err(Refused::NeedsApprover),
            (Supervisor, Review | SendBack) | (Approver | Administrator, _) => {}
        }
        match (state, act, account) {
            (Superseded, _, _) => Err(Refused::Superseded),
            (Draft | Reviewed | Approved, Supersede, _) => Ok(Superseded),
            (Draft, Review, _) => Ok(Reviewed),
            (Draft, Approve | SendBack, _) => Err(Refused::NotReviewed),
            (Reviewed, Review, _) => Err(Refused::AlreadyReviewed),
            (Reviewed, Approve, "li") => Err(Refused::SamePerson),
            (Reviewed, Approve, _) => Ok(Approved),
            (Reviewed, SendBack, _) => Ok(Draft),
            (Approved, _, _) => Err(Refused::AlreadyApproved),
        }
    }

    #[test]
    fn words_come_back_and_reasons_have_ids_of_their_own() {
        for state in EvaluationState::ALL {
            assert_eq!(EvaluationState::parse(state.as_str()), Some(state));
        }
        for act in EvaluationAct::ALL {
            assert_eq!(EvaluationAct::parse(act.as_str()), Some(act));
        }
        let ids: BTreeSet<&str> = Refused::ALL.into_iter().map(Refused::id).collect();
        assert_eq!(ids.len(), Refused::ALL.len());
    }
}
