//! Waivers 豁免: while one is in force, the findings that it covers stand and do not count as open.
//!
//! No article of the Measures names waivers. That one needs a reason, a document to rest on, a last
//! day and two different people is a default of this project. A waiver deletes no finding and changes
//! no measure: what a finding is about stays in every numerator and denominator. When it ends the
//! findings are open again without anybody's act.

use jiff::Timestamp;
use jiff::civil::Date;
use thiserror::Error;

use crate::evaluation::lifecycle::Actor;
use crate::party::PartyId;
use crate::period::{Period, Span};
use crate::register::Role;

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
    /// It was decided on already.
    #[error("it was decided on already")]
    Decided,
    /// Whoever proposed it cannot grant it as well.
    #[error("the same person proposed it")]
    SamePerson,
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

    /// Whether a person may do something about it, where the policy pack says of its rule that much.
    ///
    /// # Errors
    ///
    /// Why not.
    pub fn allow(
        self,
        act: WaiverAct,
        actor: Actor<'_>,
        waivable: Waivable,
    ) -> Result<(), WaiverRefused> {
        let (needed, refused) = act.needs();
        refuse_if(actor.role < needed, refused)?;
        let Waiver { from, until, .. } = *self.waiver;
        let state = self.state();
        match act {
            WaiverAct::Propose => {
                refuse_if(!self.events.is_empty(), WaiverRefused::Decided)?;
                waivable.refused()?;
                refuse_if(!self.waiver.has_ground(), WaiverRefused::NoGround)?;
                refuse_if(until < from || until < self.today, WaiverRefused::Days)
            }
            WaiverAct::Approve => {
                waivable.refused()?;
                refuse_if(state == WaiverState::Expired, WaiverRefused::Days)?;
                refuse_if(state != WaiverState::Proposed, WaiverRefused::Decided)?;
                let is_proposer = self.events.iter().any(|it| it.account == actor.account);
                refuse_if(is_proposer, WaiverRefused::SamePerson)
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

impl Waivable {
    fn refused(self) -> Result<(), WaiverRefused> {
        match self {
            Self::Yes => Ok(()),
            Self::Never => Err(WaiverRefused::NeverWaived),
            Self::Unknown => Err(WaiverRefused::NoSuchRule),
        }
    }
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
    pub const ALL: [Self; 9] = [
        Self::NeedsSupervisor,
        Self::NeedsApprover,
        Self::NoSuchRule,
        Self::NeverWaived,
        Self::NoGround,
        Self::Days,
        Self::Decided,
        Self::SamePerson,
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
            Self::Decided => "refused-waiver-decided",
            Self::SamePerson => "refused-waiver-same-person",
            Self::NotGranted => "refused-waiver-not-granted",
        }
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::WaiverAct::{Approve, Propose, Refuse, Withdraw};
    use super::WaiverState::{Expired, InForce, Proposed, Refused, Waiting, Withdrawn};
    use super::*;

    fn waiver() -> Waiver {
        Waiver {
            subject: "name:甲".parse().unwrap(),
            rule: "F-4".to_owned(),
            cause: None,
            span: "2026-Q2".parse().unwrap(),
            reason: "科目体系切换".to_owned(),
            document: "沪数函〔2026〕1号".to_owned(),
            from: "2026-07-02".parse().unwrap(),
            until: "2026-09-30".parse().unwrap(),
        }
    }

    /// Each act by an account: `li` proposes.
    fn history(acts: &[(WaiverAct, &str)]) -> Vec<WaiverEvent> {
        let event = |&(act, account): &(WaiverAct, &str)| WaiverEvent {
            act,
            at: Timestamp::UNIX_EPOCH,
            account: account.to_owned(),
            note: String::new(),
        };
        acts.iter().map(event).collect()
    }

    #[test]
    fn it_holds_from_its_first_day_to_its_last_once_two_people_granted_it() {
        let granted = history(&[(Propose, "li"), (Approve, "wang")]);
        let ended = history(&[(Propose, "li"), (Approve, "wang"), (Withdraw, "li")]);
        let rows = [
            (history(&[(Propose, "li")]), "2026-07-02", Proposed),
            (history(&[(Propose, "li")]), "2026-09-30", Proposed),
            (history(&[(Propose, "li")]), "2026-10-01", Expired),
            (history(&[(Propose, "li"), (Refuse, "li")]), "2026-07-02", Refused),
            (history(&[(Propose, "li"), (Refuse, "li")]), "2026-10-01", Refused),
            (granted.clone(), "2026-07-01", Waiting),
            (granted.clone(), "2026-07-02", InForce),
            (granted.clone(), "2026-09-30", InForce),
            (granted, "2026-10-01", Expired),
            (ended.clone(), "2026-07-02", Withdrawn),
            (ended, "2026-10-01", Withdrawn),
        ];
        let waiver = waiver();
        for (events, day, state) in rows {
            let case = Case { waiver: &waiver, events: &events, today: day.parse().unwrap() };
            assert_eq!(case.state(), state, "{day} {events:?}");
        }
    }

    /// Every history × act × role × person × day, against the table written once more.
    #[test]
    fn every_act_is_allowed_or_refused_for_its_reason() {
        let histories = [
            vec![(Propose, "li")],
            vec![(Propose, "li"), (Refuse, "wang")],
            vec![(Propose, "li"), (Approve, "wang")],
            vec![(Propose, "li"), (Approve, "wang"), (Withdraw, "li")],
        ];
        let waiver = waiver();
        for acts in &histories {
            let events = history(acts);
            for (day, is_over) in
                [("2026-07-01", false), ("2026-09-30", false), ("2026-10-01", true)]
            {
                let case = Case { waiver: &waiver, events: &events, today: day.parse().unwrap() };
                for (act, role, account) in asked() {
                    let found = case.allow(act, Actor { account, role }, Waivable::Yes);
                    let expected = expected(acts.last().unwrap().0, is_over, (act, role, account));
                    assert_eq!(found, expected, "{acts:?} {act:?} {role:?} {account} {day}");
                }
            }
        }
    }

    /// Every act on a waiver that `li` proposed, in every role, by `li` and by another.
    fn asked() -> impl Iterator<Item = (WaiverAct, Role, &'static str)> {
        let of_role = |act, role| ["li", "wang"].map(|account| (act, role, account));
        let of_act = move |act| Role::ALL.into_iter().flat_map(move |role| of_role(act, role));
        [Approve, Refuse, Withdraw].into_iter().flat_map(of_act)
    }

    /// The table of what is allowed, by the last act, written out without the rules of the code.
    fn expected(
        last: WaiverAct,
        is_over: bool,
        (act, role, account): (WaiverAct, Role, &str),
    ) -> Result<(), WaiverRefused> {
        match (role, act) {
            (Role::Viewer, Refuse | Withdraw) => return Err(WaiverRefused::NeedsSupervisor),
            (Role::Viewer | Role::Supervisor, Approve) => return Err(WaiverRefused::NeedsApprover),
            _ => {}
        }
        match (last, act) {
            (Propose | Approve, Approve) if is_over => Err(WaiverRefused::Days),
            (Propose, Approve) if account == "li" => Err(WaiverRefused::SamePerson),
            (Propose, Approve) => Ok(()),
            (Propose, Refuse) | (Approve, Withdraw) if !is_over => Ok(()),
            (_, Withdraw) => Err(WaiverRefused::NotGranted),
            _ => Err(WaiverRefused::Decided),
        }
    }

    #[test]
    fn what_is_proposed_needs_a_rule_a_ground_and_days_to_come() {
        let long = "字".repeat(TEXT_CHARACTERS_MAX);
        let with = |change: &dyn Fn(&mut Waiver)| {
            let mut waiver = waiver();
            change(&mut waiver);
            waiver
        };
        let supervisor = Actor { account: "li", role: Role::Supervisor };
        let on = |waiver: &Waiver, day: &str, waivable| {
            let case = Case { waiver, events: &[], today: day.parse().unwrap() };
            case.allow(Propose, supervisor, waivable)
        };
        let rows = [
            (waiver(), "2026-09-30", Ok(())),
            (waiver(), "2026-10-01", Err(WaiverRefused::Days)),
            (with(&|it| it.until = it.from), "2026-07-02", Ok(())),
            (
                with(&|it| it.from = it.until.tomorrow().unwrap()),
                "2026-07-02",
                Err(WaiverRefused::Days),
            ),
            (with(&|it| it.reason = " ".to_owned()), "2026-07-02", Err(WaiverRefused::NoGround)),
            (with(&|it| it.document.clear()), "2026-07-02", Err(WaiverRefused::NoGround)),
            (with(&|it| it.reason.clone_from(&long)), "2026-07-02", Ok(())),
            (
                with(&|it| it.reason = format!("{long}字")),
                "2026-07-02",
                Err(WaiverRefused::NoGround),
            ),
        ];
        for (waiver, day, expected) in rows {
            assert_eq!(on(&waiver, day, Waivable::Yes), expected, "{waiver:?} {day}");
        }
        let of_rule = |waivable| on(&waiver(), "2026-07-02", waivable);
        assert_eq!(of_rule(Waivable::Never), Err(WaiverRefused::NeverWaived));
        assert_eq!(of_rule(Waivable::Unknown), Err(WaiverRefused::NoSuchRule));
    }

    #[test]
    fn it_covers_its_rule_its_months_and_its_cause() {
        let of_rule = waiver();
        let of_one = Waiver { cause: Some("记 1".to_owned()), ..waiver() };
        let rows = [
            ("F-4", Some("2026-04"), "记 1", true, true),
            ("F-4", Some("2026-06"), "记 2", true, false),
            ("F-4", Some("2026-03"), "记 1", false, false),
            ("F-4", Some("2026-07"), "记 1", false, false),
            ("F-4", None, "记 1", true, true),
            ("F-40", Some("2026-04"), "记 1", false, false),
        ];
        for (rule, period, cause, by_rule, by_one) in rows {
            let period = period.map(|it| it.parse().unwrap());
            let covers = |it: &Waiver| it.covers(rule, period, cause);
            assert_eq!((covers(&of_rule), covers(&of_one)), (by_rule, by_one), "{rule} {cause}");
        }
    }

    #[test]
    fn words_come_back_and_reasons_have_ids_of_their_own() {
        for act in WaiverAct::ALL {
            assert_eq!(WaiverAct::parse(act.as_str()), Some(act));
        }
        let ids: BTreeSet<&str> = WaiverRefused::ALL.into_iter().map(WaiverRefused::id).collect();
        assert_eq!(ids.len(), WaiverRefused::ALL.len());
        let words: BTreeSet<&str> = WaiverState::ALL.into_iter().map(WaiverState::as_str).collect();
        assert_eq!(words.len(), WaiverState::ALL.len());
    }
}
