//! Waivers 豁免: while one is in force, the findings that it covers stand and do not count as open.
//!
//! No article of the Measures names waivers. That one needs a reason, a document to rest on, a last
//! day and two different people is a default of this project. A waiver deletes no finding and changes
//! no measure: what a finding is about stays in every numerator and denominator. When it ends the
//! findings are open again without anybody's act.

mod terms;

use jiff::Timestamp;
use jiff::civil::Date;
use thiserror::Error;

use crate::actor::{Actor, Hands, Shared};
use crate::party::PartyId;
use crate::period::{Period, Span};
use crate::register::Role;

pub use terms::{Limit, Terms, WaiverPolicy};

/// The most characters of a reason, and of the name of a document: reports print them in one cell.
pub const TEXT_CHARACTERS_MAX: usize = 1_000;

/// What is to be waived, why, and for how long. Once proposed it stays as it is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Waiver {
    /// Whom the findings are about.
    pub subject: PartyId,
    /// The rule that they break.
    pub rule: String,
    /// Only the one that has this cause; else all of the rule.
    pub cause: Option<String>,
    /// The months that they are about. Those of no month are covered whatever the months, as they
    /// stand on every scorecard.
    pub span: Span,
    /// Why.
    pub reason: String,
    /// The document that it rests on, by name or number.
    pub document: String,
    /// The first day on which it holds.
    pub from: Date,
    /// The last day on which it holds, whole.
    pub until: Date,
}

/// What a person does about a waiver.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum WaiverAct {
    /// Propose it.
    Propose,
    /// Grant what another person proposed.
    Approve,
    /// Do not grant it; whoever proposed takes it back so.
    Refuse,
    /// End one that was granted before its last day.
    Withdraw,
}

/// An act that was allowed and recorded.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct WaiverEvent {
    /// What was done.
    pub act: WaiverAct,
    /// When.
    pub at: Timestamp,
    /// The account of who did it.
    pub account: String,
    /// The account that typed it: the same, or one that acted for the person.
    pub typed_by: String,
    /// Why, in the person's words.
    pub note: String,
}

/// Where a waiver stands on a day.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum WaiverState {
    /// Nobody decided on it.
    Proposed,
    /// It was not granted.
    Refused,
    /// It was granted, and its first day is to come.
    Waiting,
    /// It holds.
    InForce,
    /// Its last day is over, granted or not.
    Expired,
    /// It was ended early.
    Withdrawn,
}

/// Whether findings of a rule may be waived.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Waivable {
    /// They may.
    Yes,
    /// The policy pack says never.
    Never,
    /// There is no such rule.
    Unknown,
}

/// Why an act is refused. The first reason that holds is given, roles before everything else.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Error)]
pub enum WaiverRefused {
    /// Proposing, refusing and withdrawing are for supervisors and above.
    #[error("the role supervisor is needed")]
    NeedsSupervisor,
    /// Granting is for approvers and above.
    #[error("the role approver is needed")]
    NeedsApprover,
    /// The policy pack has no such rule.
    #[error("there is no such rule")]
    NoSuchRule,
    /// What breaks this rule is never waived.
    #[error("findings of the rule are never waived")]
    NeverWaived,
    /// It says neither why nor on what document, or not in [`TEXT_CHARACTERS_MAX`] characters.
    #[error("a reason and a document are needed, each of at most 1,000 characters")]
    NoGround,
    /// Its last day is before its first, or over.
    #[error("the last day is before the first one, or over")]
    Days,
    /// The register does not know the party.
    #[error("the party is not registered")]
    NoSuchParty,
    /// Its first day is further back than the policy allows.
    #[error("it begins too long before it is proposed")]
    TooEarly,
    /// Its last day is further off than the policy allows.
    #[error("it holds longer than a waiver may")]
    TooLong,
    /// It was decided on already.
    #[error("it was decided on already")]
    Decided,
    /// Whoever proposed it cannot grant it as well.
    #[error("the same person proposed it")]
    SamePerson,
    /// The account that typed the proposal types the grant as well: one person is not two.
    #[error("the same account typed both halves")]
    SameHand,
    /// Only one that was granted can be ended, before its last day is over.
    #[error("it is not in force, nor will it be")]
    NotGranted,
}

/// A waiver with what was done about it, as it stands on a day.
#[derive(Clone, Copy, Debug)]
pub struct Case<'a> {
    /// What was proposed.
    pub waiver: &'a Waiver,
    /// What was done, oldest first; nothing before it is proposed.
    pub events: &'a [WaiverEvent],
    /// The day.
    pub today: Date,
}

impl WaiverEvent {
    /// Who did it.
    #[must_use]
    pub fn hands(&self) -> Hands<'_> {
        Hands { account: &self.account, typed_by: &self.typed_by }
    }
}

impl Waiver {
    /// Whether it is about a finding of its subject.
    #[must_use]
    pub fn covers(&self, rule: &str, period: Option<Period>, cause: &str) -> bool {
        let is_of_span =
            period.is_none_or(|it| (self.span.first()..=self.span.last()).contains(&it));
        self.rule == rule && is_of_span && self.cause.as_deref().is_none_or(|it| it == cause)
    }

    fn has_ground(&self) -> bool {
        let is_said = |it: &str| !it.trim().is_empty() && it.chars().count() <= TEXT_CHARACTERS_MAX;
        is_said(&self.reason) && is_said(&self.document)
    }
}

impl Case<'_> {
    /// Where it stands.
    #[must_use]
    pub fn state(self) -> WaiverState {
        let Waiver { from, until, .. } = *self.waiver;
        match self.events.last().map(|it| it.act) {
            Some(WaiverAct::Refuse) => WaiverState::Refused,
            Some(WaiverAct::Withdraw) => WaiverState::Withdrawn,
            _ if until < self.today => WaiverState::Expired,
            Some(WaiverAct::Approve) if self.today < from => WaiverState::Waiting,
            Some(WaiverAct::Approve) => WaiverState::InForce,
            Some(WaiverAct::Propose) | None => WaiverState::Proposed,
        }
    }

    /// Whether a person may do something about it, where the policy pack and the register say that much.
    ///
    /// # Errors
    ///
    /// Why not.
    pub fn allow(
        self,
        act: WaiverAct,
        actor: Actor<'_>,
        terms: Terms<'_>,
    ) -> Result<(), WaiverRefused> {
        let (needed, refused) = act.needs();
        refuse_if(actor.role < needed, refused)?;
        let Waiver { from, until, .. } = *self.waiver;
        let state = self.state();
        match act {
            WaiverAct::Propose => {
                refuse_if(!self.events.is_empty(), WaiverRefused::Decided)?;
                terms.waivable.refused()?;
                refuse_if(!terms.is_registered, WaiverRefused::NoSuchParty)?;
                refuse_if(!self.waiver.has_ground(), WaiverRefused::NoGround)?;
                refuse_if(until < from || until < self.today, WaiverRefused::Days)?;
                let first_day = terms.policy.first_day(self.today);
                refuse_if(from < first_day, WaiverRefused::TooEarly)?;
                let is_too_long = terms.policy.is_exceeded(self.waiver, self.today);
                refuse_if(is_too_long, WaiverRefused::TooLong)
            }
            WaiverAct::Approve => {
                terms.waivable.refused()?;
                refuse_if(state == WaiverState::Expired, WaiverRefused::Days)?;
                refuse_if(state != WaiverState::Proposed, WaiverRefused::Decided)?;
                let is_too_long = terms.policy.is_exceeded(self.waiver, self.today);
                refuse_if(is_too_long, WaiverRefused::TooLong)?;
                match self.events.iter().find_map(|it| actor.shares(it.hands())) {
                    Some(Shared::Person) => Err(WaiverRefused::SamePerson),
                    Some(Shared::Hand) => Err(WaiverRefused::SameHand),
                    None => Ok(()),
                }
            }
            WaiverAct::Refuse => refuse_if(state != WaiverState::Proposed, WaiverRefused::Decided),
            WaiverAct::Withdraw => {
                let is_granted = matches!(state, WaiverState::Waiting | WaiverState::InForce);
                refuse_if(!is_granted, WaiverRefused::NotGranted)
            }
        }
    }
}

fn refuse_if(is_so: bool, refused: WaiverRefused) -> Result<(), WaiverRefused> {
    if is_so { Err(refused) } else { Ok(()) }
}

impl WaiverAct {
    /// Every act.
    pub const ALL: [Self; 4] = [Self::Propose, Self::Approve, Self::Refuse, Self::Withdraw];

    /// The word used in the database, in ids of words and in commands.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Propose => "propose",
            Self::Approve => "approve",
            Self::Refuse => "refuse",
            Self::Withdraw => "withdraw",
        }
    }

    /// The word used in the audit log, where acts on other things have the same ones.
    #[must_use]
    pub const fn audited(self) -> &'static str {
        match self {
            Self::Propose => "propose-waiver",
            Self::Approve => "approve-waiver",
            Self::Refuse => "refuse-waiver",
            Self::Withdraw => "withdraw-waiver",
        }
    }

    /// Reads what [`WaiverAct::as_str`] wrote.
    #[must_use]
    pub fn parse(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|act| act.as_str() == word)
    }

    /// The least role that may do it, and the reason for refusing those below.
    #[must_use]
    pub const fn needs(self) -> (Role, WaiverRefused) {
        match self {
            Self::Propose | Self::Refuse | Self::Withdraw => {
                (Role::Supervisor, WaiverRefused::NeedsSupervisor)
            }
            Self::Approve => (Role::Approver, WaiverRefused::NeedsApprover),
        }
    }
}

impl WaiverState {
    /// Every state.
    pub const ALL: [Self; 6] = [
        Self::Proposed,
        Self::Refused,
        Self::Waiting,
        Self::InForce,
        Self::Expired,
        Self::Withdrawn,
    ];

    /// The word used in JSON, and in the ids of its words.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Proposed => "proposed",
            Self::Refused => "refused",
            Self::Waiting => "waiting",
            Self::InForce => "in_force",
            Self::Expired => "expired",
            Self::Withdrawn => "withdrawn",
        }
    }
}

impl WaiverRefused {
    /// Every reason.
    pub const ALL: [Self; 13] = [
        Self::NeedsSupervisor,
        Self::NeedsApprover,
        Self::NoSuchRule,
        Self::NeverWaived,
        Self::NoGround,
        Self::Days,
        Self::NoSuchParty,
        Self::TooEarly,
        Self::TooLong,
        Self::Decided,
        Self::SamePerson,
        Self::SameHand,
        Self::NotGranted,
    ];

    /// The id of its sentence in the words of `config`.
    #[must_use]
    pub const fn id(self) -> &'static str {
        match self {
            Self::NeedsSupervisor => "refused-needs-supervisor",
            Self::NeedsApprover => "refused-needs-approver",
            Self::NoSuchRule => "refused-waiver-no-such-rule",
            Self::NeverWaived => "refused-waiver-never",
            Self::NoGround => "refused-waiver-no-ground",
            Self::Days => "refused-waiver-days",
            Self::NoSuchParty => "refused-waiver-no-such-party",
            Self::TooEarly => "refused-waiver-too-early",
            Self::TooLong => "refused-waiver-too-long",
            Self::Decided => "refused-waiver-decided",
            Self::SamePerson => "refused-waiver-same-person",
            Self::SameHand => "refused-same-hand",
            Self::NotGranted => "refused-waiver-not-granted",
        }
    }
}

#[cfg(test)]
mod tests;
