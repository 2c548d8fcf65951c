//! What supervisors do with an incident: confirm its level or change it, order rectification, archive.
//!
//! Their acts are append-only events. Where the incident stands follows from them and from what its
//! party reported ([`standing()`]). That a level is lowered by two people, that one order is open at a
//! time and who may do what are this project's defaults; CN-NIR and the Measures name no procedure.

mod act;
mod pending;
mod standing;
#[cfg(test)]
mod tests;

use jiff::Timestamp;
use jiff::civil::Date;
use thiserror::Error;

use super::classify::{Facts, Level};
use super::clock::ClockContext;
use super::facts::Incident;
use super::scale::Scale;
use super::{IncidentPolicy, rules};
use crate::actor::{Actor, Hands, Shared};
use crate::finding::{Fault, Place};
use crate::party::PartyId;
use crate::period::Period;
use crate::register::Role;

pub use act::{Doing, IncidentAct};
pub use pending::{Awaited, Pending, Urgency, pending};
pub use standing::{IncidentState, Missing, Standing, standing};

/// An act that was allowed and recorded.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct IncidentEvent {
    /// What was done.
    pub act: IncidentAct,
    /// When.
    pub at: Timestamp,
    /// The account of who did it.
    pub account: String,
    /// The account that typed it: the same, or one that acted for the person.
    pub typed_by: String,
    /// Why, in the person's words.
    pub note: String,
    /// The level that the guide gave to the facts then.
    pub machine: Level,
    /// The edition of the guide.
    pub guide_version: String,
    /// The receipt of the submission that held the facts.
    pub receipt: String,
}

/// An incident as it stands in the store.
#[derive(Clone, Copy, Debug)]
pub struct Case<'a> {
    /// What its party reported last.
    pub incident: &'a Incident,
    /// The receipt of the submission that said so.
    pub receipt: &'a str,
    /// What supervisors did, oldest first.
    pub events: &'a [IncidentEvent],
}

/// By what an incident is judged.
#[derive(Clone, Copy, Debug)]
pub struct Guide<'a> {
    /// Thresholds and clocks.
    pub policy: &'a IncidentPolicy,
    /// The instant whose knowledge counts, zone and calendar.
    pub context: &'a ClockContext<'a>,
}

/// A level that people decided on, and the level of the guide that they decided against.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Decision {
    /// What the guide said.
    pub machine: Level,
    /// What counts instead.
    pub level: Level,
}

/// An order to rectify that nobody has accepted as done yet.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Order {
    /// The last day.
    pub due_on: Date,
    /// When it was ordered.
    pub at: Timestamp,
    /// By whom.
    pub account: String,
    /// What has to be put right.
    pub note: String,
}

/// Why an act is refused. The first reason that holds is given: roles, where the incident stands, the
/// reason, what the act says.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Error)]
pub enum IncidentRefused {
    /// The act is for supervisors and above.
    #[error("the role supervisor is needed")]
    NeedsSupervisor,
    /// Confirming a lower level and archiving are for approvers and above.
    #[error("the role approver is needed")]
    NeedsApprover,
    /// What is archived stays as it is, until its party reports something else.
    #[error("the incident is archived")]
    Archived,
    /// A reason has to be given.
    #[error("a reason is needed")]
    NoReason,
    /// The level of these facts was confirmed already.
    #[error("the level is confirmed already")]
    AlreadyTriaged,
    /// An upgrade leads to a higher level than the one that counts.
    #[error("the level is not higher than the one that counts")]
    NotHigher,
    /// A downgrade leads to a lower level than the one that counts.
    #[error("the level is not lower than the one that counts")]
    NotLower,
    /// Somebody has asked for a lower level already.
    #[error("a lower level is proposed already")]
    AlreadyProposed,
    /// Nobody has asked for this lower level.
    #[error("nobody proposed this level")]
    NotProposed,
    /// Whoever asked for the lower level cannot agree to it as well.
    #[error("the same person proposed it")]
    SamePerson,
    /// The account that typed the proposal types the agreement as well: one person is not two.
    #[error("the same account typed both halves")]
    SameHand,
    /// The party reported something since the lower level was asked for.
    #[error("the facts changed since it was proposed")]
    FactsChanged,
    /// One order at a time.
    #[error("an order is open")]
    OrderOpen,
    /// There is nothing to accept.
    #[error("no order is open")]
    NoOrder,
    /// The last day of an order has not passed when it is given.
    #[error("the last day has passed")]
    DueBeforeToday,
    /// Something has to be done before it is archived.
    #[error("it cannot be archived: {}", .0.as_str())]
    Missing(Missing),
}

impl IncidentEvent {
    /// Who did it.
    #[must_use]
    pub fn hands(&self) -> Hands<'_> {
        Hands { account: &self.account, typed_by: &self.typed_by }
    }
}

impl IncidentRefused {
    /// The id of its sentence in the words of `config`.
    #[must_use]
    pub const fn id(self) -> &'static str {
        match self {
            Self::NeedsSupervisor => "refused-needs-supervisor",
            Self::NeedsApprover => "refused-needs-approver",
            Self::Archived => "refused-incident-archived",
            Self::NoReason => "refused-incident-no-reason",
            Self::AlreadyTriaged => "refused-incident-already-triaged",
            Self::NotHigher => "refused-incident-not-higher",
            Self::NotLower => "refused-incident-not-lower",
            Self::AlreadyProposed => "refused-incident-already-proposed",
            Self::NotProposed => "refused-incident-not-proposed",
            Self::SamePerson => "refused-incident-same-person",
            Self::SameHand => "refused-same-hand",
            Self::FactsChanged => "refused-incident-facts-changed",
            Self::OrderOpen => "refused-incident-order-open",
            Self::NoOrder => "refused-incident-no-order",
            Self::DueBeforeToday => "refused-incident-due-before-today",
            Self::Missing(missing) => missing.id(),
        }
    }
}

impl Decision {
    /// The last decision in a history: an upgrade, or a downgrade that two people made.
    #[must_use]
    pub fn last(events: &[IncidentEvent]) -> Option<Self> {
        events.iter().rev().find_map(|it| match it.act {
            IncidentAct::Upgrade(level) | IncidentAct::ConfirmDowngrade(level) => {
                Some(Self { machine: it.machine, level })
            }
            IncidentAct::Triage
            | IncidentAct::ProposeDowngrade(_)
            | IncidentAct::RefuseDowngrade
            | IncidentAct::Order(_)
            | IncidentAct::AcceptRectification
            | IncidentAct::Archive
            | IncidentAct::Comment => None,
        })
    }
}

/// The level that counts: the guide's, unless people decided otherwise. Facts that are graver than
/// those that people knew are not covered by what they decided, so more harm never lowers a level.
#[must_use]
pub fn level_in_force(machine: Level, decision: Option<Decision>) -> Level {
    match decision {
        None => machine,
        Some(decided) if machine <= decided.machine => decided.level,
        Some(decided) => machine.max(decided.level),
    }
}

/// The level that counts, where there is one: people decided on it, or a fact is known that it follows
/// from. Harm that nobody knows of is no harm below a level.
#[must_use]
pub fn level_known(
    (facts, scale): (&Facts, &Scale),
    machine: Level,
    decision: Option<Decision>,
) -> Option<Level> {
    let is_graded = decision.is_some() || facts.answer(scale);
    is_graded.then(|| level_in_force(machine, decision))
}

/// The level that scores go by, where there is one: what is 一般 for want of facts alone, as nobody says all
/// that the guide asks for and people decided nothing, counts as 较大, so that telling the small figures only
/// is worth no more than telling none. Duties go by [`level_known`]: 一般 is what follows from the facts that
/// are told.
///
/// * **Source:** a project default, as all of the scores.
#[must_use]
pub fn level_scored(
    (facts, scale): (&Facts, &Scale),
    machine: Level,
    decision: Option<Decision>,
) -> Option<Level> {
    let is_open = decision.is_none() && facts.leave_open(scale);
    let level = level_known((facts, scale), machine, decision)?;
    Some(if is_open { level.max(Level::FairlyMajor) } else { level })
}

/// The lower level that is asked for and waits for another person, with the event that asked.
#[must_use]
pub fn proposal(events: &[IncidentEvent]) -> Option<(&IncidentEvent, Level)> {
    let decided = |act| match act {
        IncidentAct::ProposeDowngrade(level) => Some(Some(level)),
        // An upgrade answers it, too.
        IncidentAct::Upgrade(_)
        | IncidentAct::ConfirmDowngrade(_)
        | IncidentAct::RefuseDowngrade => Some(None),
        IncidentAct::Triage
        | IncidentAct::Order(_)
        | IncidentAct::AcceptRectification
        | IncidentAct::Archive
        | IncidentAct::Comment => None,
    };
    let (event, level) = events.iter().rev().find_map(|it| Some((it, decided(it.act)?)))?;
    Some((event, level?))
}

/// Every order, oldest first, with the instant at which it was accepted as done.
#[must_use]
pub fn orders(events: &[IncidentEvent]) -> Vec<(Order, Option<Timestamp>)> {
    let mut orders: Vec<(Order, Option<Timestamp>)> = Vec::new();
    for it in events {
        match it.act {
            IncidentAct::Order(due_on) => {
                let (account, note) = (it.account.clone(), it.note.clone());
                orders.push((Order { due_on, at: it.at, account, note }, None));
            }
            IncidentAct::AcceptRectification => {
                if let Some((_, accepted_at)) = orders.last_mut() {
                    *accepted_at = accepted_at.or(Some(it.at));
                }
            }
            IncidentAct::Triage
            | IncidentAct::Upgrade(_)
            | IncidentAct::ProposeDowngrade(_)
            | IncidentAct::ConfirmDowngrade(_)
            | IncidentAct::RefuseDowngrade
            | IncidentAct::Archive
            | IncidentAct::Comment => {}
        }
    }
    orders
}

/// The order that is open: the last one, unless it was accepted as done.
#[must_use]
pub fn open_order(events: &[IncidentEvent]) -> Option<Order> {
    let (order, accepted_at) = orders(events).pop()?;
    accepted_at.is_none().then_some(order)
}

/// The event that an act leaves, given the incident and everything that was done before.
///
/// # Errors
///
/// Why the act is refused; nothing is to be recorded then but the refusal.
pub fn apply(
    case: Case<'_>,
    (act, note): (IncidentAct, &str),
    actor: Actor<'_>,
    guide: Guide<'_>,
) -> Result<IncidentEvent, IncidentRefused> {
    let standing = standing(case, guide);
    let doing = act.doing();
    if actor.role < doing.needs() {
        return Err(match doing.needs() {
            Role::Approver | Role::Administrator => IncidentRefused::NeedsApprover,
            Role::Viewer | Role::Supervisor => IncidentRefused::NeedsSupervisor,
        });
    }
    if let Some(refused) = standing.refusal(doing) {
        return Err(refused);
    }
    if doing.wants_reason() && note.trim().is_empty() {
        return Err(IncidentRefused::NoReason);
    }
    let today = guide.context.zone.to_datetime(guide.context.as_of).date();
    fits(act, (case, &standing), actor, today)?;
    let Hands { account, typed_by } = actor.hands();
    Ok(IncidentEvent {
        act,
        at: guide.context.as_of,
        account: account.to_owned(),
        typed_by: typed_by.to_owned(),
        note: note.to_owned(),
        machine: standing.classification.level,
        guide_version: standing.classification.guide_version,
        receipt: case.receipt.to_owned(),
    })
}

/// Whether what an act says fits an incident that is ready for it.
fn fits(
    act: IncidentAct,
    (case, standing): (Case<'_>, &Standing),
    actor: Actor<'_>,
    today: Date,
) -> Result<(), IncidentRefused> {
    let refused = match act {
        IncidentAct::Upgrade(level) => {
            (level <= standing.level).then_some(IncidentRefused::NotHigher)
        }
        IncidentAct::ProposeDowngrade(level) => {
            (standing.level <= level).then_some(IncidentRefused::NotLower)
        }
        IncidentAct::ConfirmDowngrade(level) => match proposal(case.events) {
            Some((event, proposed)) => match actor.shares(event.hands()) {
                Some(Shared::Person) => Some(IncidentRefused::SamePerson),
                Some(Shared::Hand) => Some(IncidentRefused::SameHand),
                // Any new report: one of the same level may tell of other harm.
                None if event.receipt != case.receipt
                    || event.machine != standing.classification.level =>
                {
                    Some(IncidentRefused::FactsChanged)
                }
                None => (proposed != level).then_some(IncidentRefused::NotProposed),
            },
            None => Some(IncidentRefused::NotProposed),
        },
        IncidentAct::Order(due_on) => (due_on < today).then_some(IncidentRefused::DueBeforeToday),
        IncidentAct::Triage
        | IncidentAct::RefuseDowngrade
        | IncidentAct::AcceptRectification
        | IncidentAct::Archive
        | IncidentAct::Comment => None,
    };
    refused.map_or(Ok(()), Err)
}

/// IR-1: the fault of an order whose last day has passed with nobody having accepted what was done.
#[must_use]
pub fn overdue(party: &PartyId, incident_no: &str, order: &Order, today: Date) -> Option<Fault> {
    if today <= order.due_on {
        return None;
    }
    Some(Fault {
        subject: Some(party.clone()),
        period: Period::of(order.due_on),
        cause: format!("{incident_no} {}", order.due_on),
        expected: order.due_on.to_string(),
        actual: order.note.clone(),
        arguments: vec![("incident", incident_no.to_owned())],
        ..Fault::at(rules::RECTIFICATION, Place::default())
    })
}
