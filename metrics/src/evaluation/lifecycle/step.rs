//! What comes next in the course of an evaluation, and by when.

use jiff::civil::Date;
use serde::Serialize;

use super::{AppealOutcome, EvaluationState, Guide, Standing};
use crate::calendar::Due;
use crate::party::PartyId;

/// Something that comes next.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Step {
    /// What.
    pub kind: StepKind,
    /// About which subject.
    pub subject: Option<PartyId>,
    /// The last day, where there is one.
    pub due_on: Option<Date>,
    /// Whether that day may still move, because a calendar is not out yet.
    pub is_provisional: bool,
    /// Whether that day has passed.
    pub is_late: bool,
}

/// What comes next.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum StepKind {
    /// The subjects are told that they are evaluated.
    Announce,
    /// Subjects may say what they have to say of themselves.
    SelfAssess,
    /// A subject is visited.
    Visit,
    /// A person reviews it.
    Review,
    /// The subjects are told.
    OpenFeedback,
    /// Subjects may answer.
    Comment,
    /// Another person approves it.
    Approve,
    /// It is made known.
    Publish,
    /// Subjects may appeal.
    Appeal,
    /// Somebody is named to review an appeal.
    Assign,
    /// An appeal is decided.
    DecideAppeal,
    /// A new evaluation takes its place.
    Supersede,
    /// The data authority is told.
    Report,
    /// A subject hands in its plan.
    ReceivePlan,
    /// What was rectified is checked.
    Recheck,
    /// What was not rectified is ordered again, or something else is decided.
    FollowUp,
}

impl StepKind {
    /// Every step.
    pub const ALL: [Self; 16] = [
        Self::Announce,
        Self::SelfAssess,
        Self::Visit,
        Self::Review,
        Self::OpenFeedback,
        Self::Comment,
        Self::Approve,
        Self::Publish,
        Self::Appeal,
        Self::Assign,
        Self::DecideAppeal,
        Self::Supersede,
        Self::Report,
        Self::ReceivePlan,
        Self::Recheck,
        Self::FollowUp,
    ];

    /// The word used in JSON and in the ids of words.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Announce => "announce",
            Self::SelfAssess => "self_assess",
            Self::Visit => "visit",
            Self::Review => "review",
            Self::OpenFeedback => "open_feedback",
            Self::Comment => "comment",
            Self::Approve => "approve",
            Self::Publish => "publish",
            Self::Appeal => "appeal",
            Self::Assign => "assign",
            Self::DecideAppeal => "decide_appeal",
            Self::Supersede => "supersede",
            Self::Report => "report",
            Self::ReceivePlan => "receive_plan",
            Self::Recheck => "recheck",
            Self::FollowUp => "follow_up",
        }
    }

    /// Whether the house waits for a subject, and has nothing to do itself in time.
    #[must_use]
    pub const fn is_of_subjects(self) -> bool {
        matches!(self, Self::SelfAssess | Self::Comment | Self::Appeal | Self::ReceivePlan)
    }
}

/// Everything that comes next, given the day on which the result is final.
pub(super) fn next(standing: &Standing, settled: Option<Date>, guide: Guide<'_>) -> Vec<Step> {
    let today = guide.today();
    let mut next = Vec::new();
    let ahead = match standing.state {
        EvaluationState::Draft => Some(before_review(standing, guide)),
        EvaluationState::Reviewed if guide.procedure.hearing.required => {
            Some((StepKind::OpenFeedback, None))
        }
        EvaluationState::Feedback if !standing.is_heard() => {
            Some((StepKind::Comment, standing.feedback.as_ref().and_then(|it| it.until)))
        }
        EvaluationState::Reviewed | EvaluationState::Feedback => Some((StepKind::Approve, None)),
        EvaluationState::Approved => Some((StepKind::Publish, None)),
        EvaluationState::Published | EvaluationState::Superseded => None,
    };
    next.extend(ahead.map(|(kind, due)| step((kind, None), recorded(due), today)));
    if standing.state != EvaluationState::Superseded {
        next.extend(on_result(standing, settled, guide));
    }
    next.extend(on_orders(standing, guide));
    next
}

/// What comes before the review, and the review. Whom a visit is owed is seen by whom the standing does not
/// list as visited.
fn before_review(standing: &Standing, guide: Guide<'_>) -> (StepKind, Option<Date>) {
    let procedure = guide.procedure;
    match &standing.notice {
        None if procedure.needs_notice() => (StepKind::Announce, None),
        Some(it) if !it.is_over => (StepKind::SelfAssess, it.until),
        Some(it) if procedure.visit.required && it.visited.len() < it.subjects => {
            (StepKind::Visit, None)
        }
        Some(_) | None => (StepKind::Review, None),
    }
}

/// A step by its last day.
fn step((kind, subject): (StepKind, Option<&PartyId>), due: Option<Due>, today: Date) -> Step {
    Step {
        kind,
        subject: subject.cloned(),
        due_on: due.map(|it| it.date),
        is_provisional: due.is_some_and(|it| it.provisional),
        is_late: due.is_some_and(|it| it.date < today),
    }
}

/// A last day that was recorded moves no more.
fn recorded(day: Option<Date>) -> Option<Due> {
    day.map(|date| Due { date, provisional: false })
}

/// Appeals against what was published, and the report of what is final.
fn on_result(standing: &Standing, settled: Option<Date>, guide: Guide<'_>) -> Vec<Step> {
    let today = guide.today();
    let mut next = Vec::new();
    if standing.appeals_until.is_some_and(|last| today <= last) {
        next.push(step((StepKind::Appeal, None), recorded(standing.appeals_until), today));
    }
    for appeal in &standing.appeals {
        let subject = Some(&appeal.subject);
        match appeal.outcome {
            None => {
                let is_assigned = !appeal.reviewers.is_empty();
                let kind = if is_assigned { StepKind::DecideAppeal } else { StepKind::Assign };
                next.push(step((kind, subject), recorded(appeal.due_on), today));
            }
            Some(AppealOutcome::Changed) => {
                next.push(step((StepKind::Supersede, subject), None, today));
            }
            Some(AppealOutcome::Upheld | AppealOutcome::Superseded) => {}
        }
    }
    if let Some(day) = settled.filter(|_| !standing.is_reported) {
        let due = guide.procedure.report.due(day, guide.context.calendar);
        next.push(step((StepKind::Report, None), due, today));
    }
    next
}

/// Plans and re-checks of open orders, whatever became of the result; and what follows where the last
/// order to a subject was in vain, as long as the result stands.
fn on_orders(standing: &Standing, guide: Guide<'_>) -> Vec<Step> {
    let today = guide.today();
    let mut next = Vec::new();
    for order in standing.open_orders() {
        let subject = Some(&order.subject);
        if order.plan_at.is_none() {
            let due = guide.procedure.plan.due(guide.day(order.at), guide.context.calendar);
            next.push(step((StepKind::ReceivePlan, subject), due, today));
        }
        let window = &guide.procedure.recheck;
        let due = order.due_on.and_then(|it| window.due(it, guide.context.calendar));
        next.push(step((StepKind::Recheck, subject), due, today));
    }
    for (index, order) in standing.rectifications.iter().enumerate() {
        let mut later = standing.rectifications[index + 1..].iter();
        let is_vain = order.is_rectified == Some(false) && !order.is_followed;
        let is_last = later.all(|it| it.subject != order.subject);
        if is_vain && is_last && standing.state != EvaluationState::Superseded {
            next.push(step((StepKind::FollowUp, Some(&order.subject)), None, today));
        }
    }
    next
}
