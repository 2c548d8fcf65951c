//! What is allowed: by role, by where the evaluation stands, by person, and by what is said.

use jiff::civil::Date;

use super::{
    Case, EvaluationAct, EvaluationEvent, EvaluationState, Guide, Notice, Refused, Said, Standing,
    Want, standing,
};
use crate::actor::{Actor, Hands, Shared};
use crate::evaluation::consequence::Consequence;
use crate::finding::waiver::TEXT_CHARACTERS_MAX;
use crate::party::PartyId;

/// The event that an act leaves, given everything that was done before.
///
/// # Errors
///
/// Why the act is refused; nothing is to be recorded then but the refusal.
pub fn apply(
    case: Case<'_>,
    (act, said): (EvaluationAct, &Said),
    actor: Actor<'_>,
    guide: Guide<'_>,
) -> Result<EvaluationEvent, Refused> {
    allow(case, (act, said.subject.as_ref()), actor, guide)?;
    let standing = left(case, guide);
    fits(&standing, (act, said), (case, actor))?;
    let said = Said { due_on: last_day((act, said), guide)?, ..said.clone() };
    let Hands { account, typed_by } = actor.hands();
    let (account, typed_by) = (account.to_owned(), typed_by.to_owned());
    Ok(EvaluationEvent { act, at: guide.context.as_of, account, typed_by, said })
}

/// Whether an act is allowed as far as the person, the subject and where the evaluation stands go:
/// [`apply`] without what is said.
///
/// # Errors
///
/// Why it is refused, whatever is said with it.
pub fn allow(
    case: Case<'_>,
    (act, subject): (EvaluationAct, Option<&PartyId>),
    actor: Actor<'_>,
    guide: Guide<'_>,
) -> Result<(), Refused> {
    if actor.role < act.needs() {
        return Err(act.refuses_role());
    }
    let standing = left(case, guide);
    by_state(&standing, act, guide)?;
    let reviewed = review(case.events).filter(|_| act == EvaluationAct::Approve);
    match reviewed.and_then(|it| actor.shares(it.hands())) {
        Some(Shared::Person) => return Err(Refused::SamePerson),
        Some(Shared::Hand) => return Err(Refused::SameHand),
        None => {}
    }
    match subject.filter(|it| case.subjects.contains(it)) {
        Some(subject) => by_subject(&standing, (act, subject), actor),
        None if act.says(Want::Subject) => Err(Refused::NoSubject),
        None => Ok(()),
    }
}

fn by_state(standing: &Standing, act: EvaluationAct, guide: Guide<'_>) -> Result<(), Refused> {
    use EvaluationAct as Act;
    use EvaluationState as State;
    let refused = match (standing.state, act) {
        // An order outlives the result that it followed from: the subject answers it all the same.
        (State::Superseded, Act::ReceivePlan | Act::Pass | Act::Fail)
            if standing.open_orders().next().is_some() =>
        {
            return Ok(());
        }
        (State::Superseded, _) => Refused::Superseded,
        (State::Draft, _) => return on_draft(standing, act, guide),
        (State::Reviewed, Act::Approve) if guide.procedure.hearing.required => Refused::NoFeedback,
        (State::Feedback, Act::Approve) if !standing.is_heard() => Refused::FeedbackRuns,
        (State::Published, Act::Report) if standing.is_reported => Refused::AlreadyReported,
        (State::Published, Act::Report | Act::Rectify | Act::Decide) if standing.is_changed() => {
            Refused::Changed
        }
        (State::Published, Act::Report) if !standing.is_final => Refused::NotFinal,
        (_, Act::Supersede)
        | (State::Reviewed | State::Feedback, Act::SendBack | Act::Approve)
        | (State::Reviewed, Act::OpenFeedback)
        | (State::Feedback, Act::Comment)
        | (State::Approved, Act::Publish)
        | (
            State::Approved | State::Published,
            Act::Rectify | Act::ReceivePlan | Act::Pass | Act::Fail,
        )
        | (
            State::Published,
            Act::Appeal | Act::Assign | Act::Uphold | Act::Change | Act::Decide | Act::Report,
        ) => return Ok(()),
        (State::Reviewed, Act::Comment) => Refused::FeedbackNotOpen,
        (
            State::Reviewed | State::Feedback,
            Act::Announce | Act::SelfAssess | Act::Visit | Act::Review,
        ) => Refused::AlreadyReviewed,
        (State::Feedback, Act::OpenFeedback) => Refused::FeedbackOpen,
        (
            State::Approved | State::Published,
            Act::Announce
            | Act::SelfAssess
            | Act::Visit
            | Act::Review
            | Act::SendBack
            | Act::OpenFeedback
            | Act::Comment
            | Act::Approve,
        ) => Refused::AlreadyApproved,
        (State::Published, Act::Publish) => Refused::AlreadyPublished,
        (
            State::Approved,
            Act::Appeal | Act::Assign | Act::Uphold | Act::Change | Act::Report | Act::Decide,
        ) => Refused::NotPublished,
        (State::Reviewed | State::Feedback, _) => Refused::NotApproved,
    };
    Err(refused)
}

/// What is done before the review, and the review: what was announced is waited for.
fn on_draft(standing: &Standing, act: EvaluationAct, guide: Guide<'_>) -> Result<(), Refused> {
    use EvaluationAct as Act;
    let is_unvisited = |it: &Notice| it.visited.len() < it.subjects;
    let refused = match (act, &standing.notice) {
        (Act::Announce, Some(_)) => Refused::AlreadyAnnounced,
        (Act::SelfAssess | Act::Visit, None) => Refused::NotAnnounced,
        (Act::Review, None) if guide.procedure.needs_notice() => Refused::NotAnnounced,
        (Act::Review, Some(notice)) if !notice.is_over => Refused::NoticeRuns,
        (Act::Review, Some(notice)) if guide.procedure.visit.required && is_unvisited(notice) => {
            Refused::NotVisited
        }
        (Act::Announce | Act::SelfAssess | Act::Visit | Act::Review | Act::Supersede, _) => {
            return Ok(());
        }
        (Act::SendBack | Act::OpenFeedback | Act::Approve, _) => Refused::NotReviewed,
        (Act::Comment, _) => Refused::FeedbackNotOpen,
        _ => Refused::NotApproved,
    };
    Err(refused)
}

fn by_subject(
    standing: &Standing,
    (act, subject): (EvaluationAct, &PartyId),
    actor: Actor<'_>,
) -> Result<(), Refused> {
    let appeal = standing.appeal_of(subject);
    let open = appeal.filter(|it| it.outcome.is_none());
    let order = standing.open_order(subject);
    let has_assessed = |it: &Notice| it.assessed.contains(subject);
    let refused = match act {
        EvaluationAct::SelfAssess => {
            standing.notice.as_ref().is_some_and(has_assessed).then_some(Refused::AlreadyAssessed)
        }
        EvaluationAct::Appeal => appeal.is_some().then_some(Refused::AlreadyAppealed),
        EvaluationAct::Assign => open.is_none().then_some(Refused::NoAppeal),
        EvaluationAct::Uphold | EvaluationAct::Change => match open {
            None => Some(Refused::NoAppeal),
            Some(appeal) if appeal.reviewers.iter().any(|it| it == actor.account) => None,
            Some(_) => Some(Refused::NotAssigned),
        },
        EvaluationAct::Rectify => order.is_some().then_some(Refused::OrderOpen),
        EvaluationAct::ReceivePlan => match order {
            None => Some(Refused::NoOrder),
            Some(order) => order.plan_at.is_some().then_some(Refused::PlanReceived),
        },
        EvaluationAct::Pass | EvaluationAct::Fail => order.is_none().then_some(Refused::NoOrder),
        EvaluationAct::Announce
        | EvaluationAct::Visit
        | EvaluationAct::Review
        | EvaluationAct::SendBack
        | EvaluationAct::OpenFeedback
        | EvaluationAct::Comment
        | EvaluationAct::Approve
        | EvaluationAct::Publish
        | EvaluationAct::Report
        | EvaluationAct::Decide
        | EvaluationAct::Supersede => None,
    };
    refused.map_or(Ok(()), Err)
}

/// Whether what is said is what the act has to say.
fn fits(
    standing: &Standing,
    (act, said): (EvaluationAct, &Said),
    (case, actor): (Case<'_>, Actor<'_>),
) -> Result<(), Refused> {
    if act == EvaluationAct::Assign {
        let appeal = said.subject.as_ref().and_then(|it| standing.appeal_of(it));
        let named = Actor::own(&said.name, act.needs());
        let names_self = actor.shares(named.hands()).is_some();
        if names_self || had_part(case, said.subject.as_ref(), named) {
            return Err(Refused::ReviewerInvolved);
        }
        if appeal.is_some_and(|it| it.reviewers.contains(&said.name)) {
            return Err(Refused::AlreadyAssigned);
        }
    }
    let decides = matches!(act, EvaluationAct::Uphold | EvaluationAct::Change);
    if decides && had_part(case, said.subject.as_ref(), actor) {
        return Err(Refused::ReviewerInvolved);
    }
    if act.says(Want::Name) {
        let consequence = Consequence::parse(&said.name).filter(|_| act == EvaluationAct::Decide);
        if consequence.is_some_and(Consequence::needs_final) && !standing.is_final {
            return Err(Refused::NotFinal);
        }
        let is_known =
            consequence.is_some() || act != EvaluationAct::Decide && !said.name.is_empty();
        if !is_known {
            return Err(match act {
                EvaluationAct::Assign => Refused::UnknownReviewer,
                EvaluationAct::Decide => Refused::NoConsequence,
                _ => Refused::NoSuccessor,
            });
        }
    }
    if act.says(Want::Document) && said.document.trim().is_empty() {
        return Err(Refused::NoDocument);
    }
    if act.says(Want::Note) && said.note.trim().is_empty() {
        return Err(Refused::NoReason);
    }
    if act == EvaluationAct::Decide && is_decided(case.events, said) {
        return Err(Refused::AlreadyDecided);
    }
    let is_long = |it: &String| TEXT_CHARACTERS_MAX < it.chars().count();
    if [&said.note, &said.document, &said.name].into_iter().any(is_long) {
        return Err(Refused::TooLong);
    }
    Ok(())
}

/// Whether the document decided on the subject before.
fn is_decided(events: &[EvaluationEvent], said: &Said) -> bool {
    let mut decided = events.iter().filter(|it| it.act == EvaluationAct::Decide);
    decided.any(|it| {
        it.said.subject == said.subject && it.said.document.trim() == said.document.trim()
    })
}

/// The last day of the window that an act opens.
fn last_day(
    (act, said): (EvaluationAct, &Said),
    guide: Guide<'_>,
) -> Result<Option<Date>, Refused> {
    let today = guide.today();
    let window = match act {
        EvaluationAct::Announce => &guide.procedure.notice,
        EvaluationAct::OpenFeedback => &guide.procedure.feedback,
        EvaluationAct::Publish => &guide.procedure.appeal,
        EvaluationAct::Appeal => &guide.procedure.review,
        EvaluationAct::Rectify => &guide.procedure.rectification,
        _ => return Ok(None),
    };
    let last = window.due(today, guide.context.calendar).map(|it| it.date);
    match said.due_on.filter(|_| act == EvaluationAct::Rectify) {
        Some(day) if day < today => Err(Refused::DueBeforeToday),
        Some(day) if last.is_some_and(|last| last < day) => Err(Refused::DueTooLate),
        Some(day) => Ok(Some(day)),
        None => Ok(last),
    }
}

/// Where everything that was done leaves it: a clock that is behind reopens nothing.
fn left(case: Case<'_>, guide: Guide<'_>) -> Standing {
    standing::after(&case.events.iter().collect::<Vec<_>>(), case.subjects, guide)
}

/// The review on which it stands.
fn review(events: &[EvaluationEvent]) -> Option<&EvaluationEvent> {
    events.iter().rev().find(|it| it.act == EvaluationAct::Review)
}

/// Whether one account had its hand in the review and in the approval of what was approved: only one
/// that plays the people of a demonstration can.
#[must_use]
pub fn is_by_one_hand(events: &[EvaluationEvent]) -> bool {
    let approved = events.iter().rposition(|it| it.act == EvaluationAct::Approve);
    let halves = approved.and_then(|it| Some((&events[it], review(&events[..it])?)));
    halves.is_some_and(|(approval, review)| approval.hands().meet(review.hands()))
}

/// Whether a person had a part: asked for it, reviewed or approved it (also before it was sent back),
/// recorded the appeal of the subject, or was named for it by the hand that acts now.
fn had_part(case: Case<'_>, subject: Option<&PartyId>, person: Actor<'_>) -> bool {
    let is_part = |it: &&EvaluationEvent| {
        let is_of_subject = it.said.subject.as_ref() == subject;
        match it.act {
            EvaluationAct::Review | EvaluationAct::Approve => true,
            EvaluationAct::Appeal => is_of_subject,
            EvaluationAct::Assign => is_of_subject && it.said.name == person.account,
            _ => false,
        }
    };
    let mut acted = case.events.iter().filter(is_part);
    let asked = Hands { account: case.requested_by, typed_by: case.requested_by };
    person.shares(asked).is_some() || acted.any(|it| person.shares(it.hands()).is_some())
}

/// Whether what was approved may leave the house: nothing took its place, and no appeal changed it.
///
/// # Errors
///
/// [`Refused::Superseded`] or [`Refused::Changed`].
pub fn may_leave(events: &[EvaluationEvent]) -> Result<(), Refused> {
    let has = |act| events.iter().any(|it| it.act == act);
    match (has(EvaluationAct::Supersede), has(EvaluationAct::Change)) {
        (true, _) => Err(Refused::Superseded),
        (false, true) => Err(Refused::Changed),
        (false, false) => Ok(()),
    }
}
