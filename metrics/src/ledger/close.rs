//! Closing a period 结账: what is frozen, who may freeze and reopen, and what changed in a ledger that
//! was posted.
//!
//! Posted data is not changed silently (会计基础工作规范; 财会〔2024〕12号): a frozen month takes nothing
//! any more, and is opened again by two people only. Both numbers of people are this project's default.

mod changes;
mod dropped;
pub mod due;
mod openings;

use serde::{Deserialize, Serialize};
use thiserror::Error;

use super::{AccountBalance, BalanceFact, CheckedLedger, SumTooLarge, rules, trial_balance};
use crate::actor::{Actor, Hands, Shared};
use crate::finding::{Fault, Faults, Place};
use crate::money::Currency;
use crate::party::PartyId;
use crate::period::Period;
use crate::register::Role;

pub use dropped::{FailedVoucher, FailedVouchers};

/// Where a party's month stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum PeriodState {
    /// Vouchers are posted to it.
    Open,
    /// Its trial balance is kept, and nothing is posted to it.
    Frozen,
    /// One person asks for it to be opened again; until another agrees it is as frozen as before.
    ReopeningAsked,
}

/// What a person does to a month.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum PeriodAct {
    /// Close it, with its trial balance.
    Freeze,
    /// Ask for it to be opened again, with a reason.
    AskReopening,
    /// Agree to what another person asked: it is open.
    Reopen,
    /// Refuse what was asked; whoever asked may take it back so.
    RefuseReopening,
}

/// An act that was allowed and recorded.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PeriodEvent {
    /// What was done.
    pub act: PeriodAct,
    /// The account of who did it.
    pub account: String,
    /// The account that typed it: the same, or one that acted for the person.
    pub typed_by: String,
}

/// What else has to be known of a month and the party's other months.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Surroundings {
    /// Whether the month is over.
    pub is_over: bool,
    /// Whether a ledger of the month is in force.
    pub has_ledger: bool,
    /// The first earlier month that has a ledger in force and is open.
    pub open_before: Option<Period>,
    /// The last later month that is frozen.
    pub frozen_after: Option<Period>,
    /// Whether a reason is given.
    pub has_reason: bool,
}

/// Why an act is refused. The first reason that holds is given: roles, then states, then the rest.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Error)]
pub enum PeriodRefused {
    /// Freezing, asking and refusing are for supervisors and above.
    #[error("the role supervisor is needed")]
    NeedsSupervisor,
    /// Agreeing to a reopening is for approvers and above.
    #[error("the role approver is needed")]
    NeedsApprover,
    /// It is frozen already.
    #[error("the period is frozen already")]
    AlreadyFrozen,
    /// Only what is frozen can be reopened.
    #[error("the period is open")]
    NotFrozen,
    /// Nobody has asked for it to be reopened.
    #[error("nobody asked for the period to be reopened")]
    NotAsked,
    /// Somebody has asked already.
    #[error("somebody asked already")]
    AlreadyAsked,
    /// Whoever asked cannot agree as well.
    #[error("the same person asked")]
    SamePerson,
    /// The account that typed the request types the agreement as well: one person is not two.
    #[error("the same account typed both halves")]
    SameHand,
    /// A reason has to be given.
    #[error("a reason is needed")]
    NoReason,
    /// The month is not over yet.
    #[error("the period is not over")]
    NotOver,
    /// There is nothing to freeze.
    #[error("no ledger of the period is in force")]
    NoLedger,
    /// Months are frozen one after the other, because each opening is the closing before (F-3).
    #[error("an earlier period is open")]
    OpenBefore,
    /// Months are reopened from the last one backwards, for the same reason.
    #[error("a later period is frozen")]
    FrozenAfter,
}

impl PeriodEvent {
    /// Who did it.
    #[must_use]
    pub fn hands(&self) -> Hands<'_> {
        Hands { account: &self.account, typed_by: &self.typed_by }
    }
}

impl PeriodState {
    /// Every state.
    pub const ALL: [Self; 3] = [Self::Open, Self::Frozen, Self::ReopeningAsked];

    /// The state that a history leaves; without any, a month is open.
    #[must_use]
    pub fn after(history: &[PeriodEvent]) -> Self {
        match history.last().map(|event| event.act) {
            None | Some(PeriodAct::Reopen) => Self::Open,
            Some(PeriodAct::Freeze | PeriodAct::RefuseReopening) => Self::Frozen,
            Some(PeriodAct::AskReopening) => Self::ReopeningAsked,
        }
    }

    /// Whether nothing is posted to the month.
    #[must_use]
    pub const fn is_closed(self) -> bool {
        match self {
            Self::Open => false,
            Self::Frozen | Self::ReopeningAsked => true,
        }
    }

    /// The word used in JSON.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Open => "open",
            Self::Frozen => "frozen",
            Self::ReopeningAsked => "reopening_asked",
        }
    }
}

impl PeriodAct {
    /// Every act.
    pub const ALL: [Self; 4] =
        [Self::Freeze, Self::AskReopening, Self::Reopen, Self::RefuseReopening];

    /// The word used in JSON, in the database and in the audit log.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Freeze => "freeze",
            Self::AskReopening => "ask_reopening",
            Self::Reopen => "reopen",
            Self::RefuseReopening => "refuse_reopening",
        }
    }

    /// Reads what [`PeriodAct::as_str`] wrote.
    #[must_use]
    pub fn parse(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|act| act.as_str() == word)
    }

    /// The least role that may do it, and the reason for refusing those below.
    const fn needs(self) -> (Role, PeriodRefused) {
        match self {
            Self::Freeze | Self::AskReopening | Self::RefuseReopening => {
                (Role::Supervisor, PeriodRefused::NeedsSupervisor)
            }
            Self::Reopen => (Role::Approver, PeriodRefused::NeedsApprover),
        }
    }
}

impl PeriodRefused {
    /// Every reason.
    pub const ALL: [Self; 13] = [
        Self::NeedsSupervisor,
        Self::NeedsApprover,
        Self::AlreadyFrozen,
        Self::NotFrozen,
        Self::NotAsked,
        Self::AlreadyAsked,
        Self::SamePerson,
        Self::SameHand,
        Self::NoReason,
        Self::NotOver,
        Self::NoLedger,
        Self::OpenBefore,
        Self::FrozenAfter,
    ];

    /// The id of its sentence in the words of `config`.
    #[must_use]
    pub const fn id(self) -> &'static str {
        match self {
            Self::NeedsSupervisor => "refused-needs-supervisor",
            Self::NeedsApprover => "refused-needs-approver",
            Self::AlreadyFrozen => "refused-period-already-frozen",
            Self::NotFrozen => "refused-period-not-frozen",
            Self::NotAsked => "refused-period-not-asked",
            Self::AlreadyAsked => "refused-period-already-asked",
            Self::SamePerson => "refused-period-same-person",
            Self::SameHand => "refused-same-hand",
            Self::NoReason => "refused-period-no-reason",
            Self::NotOver => "refused-period-not-over",
            Self::NoLedger => "refused-period-no-ledger",
            Self::OpenBefore => "refused-period-open-before",
            Self::FrozenAfter => "refused-period-frozen-after",
        }
    }
}

/// The state that an act leads to, given everything that was done to the month before.
///
/// # Errors
///
/// Why the act is refused; nothing is to be recorded then but the refusal.
pub fn apply(
    history: &[PeriodEvent],
    act: PeriodAct,
    actor: Actor<'_>,
    around: Surroundings,
) -> Result<PeriodState, PeriodRefused> {
    let (role, refused) = act.needs();
    if actor.role < role {
        return Err(refused);
    }
    let next = match (PeriodState::after(history), act) {
        (PeriodState::Open, PeriodAct::Freeze)
        | (PeriodState::ReopeningAsked, PeriodAct::RefuseReopening) => PeriodState::Frozen,
        (PeriodState::Open, PeriodAct::AskReopening | PeriodAct::Reopen) => {
            return Err(PeriodRefused::NotFrozen);
        }
        (PeriodState::Open | PeriodState::Frozen, PeriodAct::RefuseReopening)
        | (PeriodState::Frozen, PeriodAct::Reopen) => return Err(PeriodRefused::NotAsked),
        (PeriodState::Frozen | PeriodState::ReopeningAsked, PeriodAct::Freeze) => {
            return Err(PeriodRefused::AlreadyFrozen);
        }
        (PeriodState::Frozen, PeriodAct::AskReopening) => PeriodState::ReopeningAsked,
        (PeriodState::ReopeningAsked, PeriodAct::AskReopening) => {
            return Err(PeriodRefused::AlreadyAsked);
        }
        (PeriodState::ReopeningAsked, PeriodAct::Reopen) => {
            // What is asked for was asked by the last event.
            match history.last().and_then(|event| actor.shares(event.hands())) {
                Some(Shared::Person) => return Err(PeriodRefused::SamePerson),
                Some(Shared::Hand) => return Err(PeriodRefused::SameHand),
                None => PeriodState::Open,
            }
        }
    };
    fits(act, around).map(|()| next)
}

/// Whether the months around allow an act that the month itself allows.
fn fits(act: PeriodAct, around: Surroundings) -> Result<(), PeriodRefused> {
    match act {
        PeriodAct::Freeze if !around.is_over => Err(PeriodRefused::NotOver),
        PeriodAct::Freeze if !around.has_ledger => Err(PeriodRefused::NoLedger),
        PeriodAct::Freeze if around.open_before.is_some() => Err(PeriodRefused::OpenBefore),
        PeriodAct::AskReopening if !around.has_reason => Err(PeriodRefused::NoReason),
        PeriodAct::AskReopening | PeriodAct::Reopen if around.frozen_after.is_some() => {
            Err(PeriodRefused::FrozenAfter)
        }
        PeriodAct::Freeze
        | PeriodAct::AskReopening
        | PeriodAct::Reopen
        | PeriodAct::RefuseReopening => Ok(()),
    }
}

/// The trial balance 试算平衡表 of a party and month as it is frozen: written as canonical JSON
/// (RFC 8785), the same figures are the same bytes. Names and minor digits are not figures: a name that
/// changes later breaks nothing.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct FrozenBalance {
    /// The version of this form.
    pub schema: u8,
    /// Whose.
    pub party: PartyId,
    /// Of which month.
    pub period: Period,
    /// Sorted by account code and currency.
    pub accounts: Vec<FrozenAccount>,
}

/// An account in one currency: openings and closings are debit less credit, in minor units.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub struct FrozenAccount {
    /// Code.
    pub account: String,
    /// Currency.
    pub currency: Currency,
    /// Opening, negative on the credit side. Decimal text: JSON numbers end at 2^53.
    pub opening_minor: String,
    /// Debits of the month.
    pub debit_minor: String,
    /// Credits of the month.
    pub credit_minor: String,
    /// Closing, negative on the credit side.
    pub closing_minor: String,
}

impl FrozenBalance {
    /// The trial balance of a month from the facts up to it (see [`trial_balance`]).
    ///
    /// # Errors
    ///
    /// [`SumTooLarge`].
    pub fn of(party: &PartyId, period: Period, facts: &[BalanceFact]) -> Result<Self, SumTooLarge> {
        let balances = trial_balance(facts, period, |_| 0)?;
        let mut accounts: Vec<_> = balances.into_iter().map(FrozenAccount::of).collect();
        accounts.sort();
        Ok(Self { schema: 1, party: party.clone(), period, accounts })
    }
}

impl FrozenAccount {
    fn of(it: AccountBalance) -> Self {
        let net = |debit: i64, credit: i64| (i128::from(debit) - i128::from(credit)).to_string();
        Self {
            opening_minor: net(it.opening_debit_minor, it.opening_credit_minor),
            debit_minor: it.debit_minor.to_string(),
            credit_minor: it.credit_minor.to_string(),
            closing_minor: net(it.closing_debit_minor, it.closing_credit_minor),
            account: it.account,
            currency: it.currency,
        }
    }
}

impl CheckedLedger {
    /// Keeps the whole file from counting, because its month is closed (F-12): nothing of it is posted.
    /// Returns the fault.
    pub fn close(&mut self) -> Faults {
        (0..).take(self.vouchers.len()).for_each(|it| self.vouchers.set_counted(it, false));
        self.balances.clear();
        let mut faults = Faults::default();
        faults.push(closed(self.period, self.vouchers.len()));
        faults
    }
}

/// F-12: nothing is posted to a closed period. One fault for the file.
pub(super) fn closed(period: Period, vouchers: usize) -> Fault {
    Fault {
        period: Some(period),
        cause: "closed".to_owned(),
        actual: period.to_string(),
        arguments: vec![("vouchers", vouchers.to_string())],
        ..Fault::at(rules::CLOSED_PERIOD, Place::default())
    }
}

#[cfg(test)]
mod tests;
