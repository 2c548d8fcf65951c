//! Where an evaluation stands at an instant.

use jiff::Timestamp;
use jiff::civil::Date;
use serde::Serialize;

use super::step::{Step, StepKind, next};
use super::{Case, EvaluationAct, EvaluationEvent, EvaluationState, Guide};
use crate::party::PartyId;

/// Where an evaluation stands.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Standing {
    /// How far it has come.
    pub state: EvaluationState,
    /// What was done since its subjects were told that they are evaluated.
    pub notice: Option<Notice>,
    /// What its subjects answered, once they were told.
    pub feedback: Option<Feedback>,
    /// The last day for appeals, once it was published.
    pub appeals_until: Option<Date>,
    /// The appeals, oldest first.
    pub appeals: Vec<Appeal>,
    /// The orders to rectify, oldest first.
    pub rectifications: Vec<Rectification>,
    /// The id of the evaluation that took its place; `""` where a month was reopened instead.
    pub superseded_by: Option<String>,
    /// Whether the data authority was told.
    pub is_reported: bool,
    /// Whether publicity and the time for appeals have ended and no timely appeal is open. A late
    /// appeal takes nothing back before it changes the result; a changed one is never final.
    pub is_final: bool,
    /// What comes next. Several may be due at once.
    pub next: Vec<Step>,
}

/// The time between the announcement and the review.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Notice {
    /// Its last day.
    pub until: Option<Date>,
    /// Whether that has passed.
    pub is_over: bool,
    /// How many subjects there are.
    pub subjects: usize,
    /// Who handed in what it says of itself, in the order of the subjects.
    pub assessed: Vec<PartyId>,
    /// Who was visited, in the same order.
    pub visited: Vec<PartyId>,
}

/// The time of subjects to answer.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Feedback {
    /// Its last day.
    pub until: Option<Date>,
    /// Whether that has passed.
    pub is_over: bool,
    /// Who has answered, in the order of the subjects.
    pub answered: Vec<PartyId>,
    /// Who has not.
    pub silent: Vec<PartyId>,
}

/// An appeal of a subject.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Appeal {
    /// Who appeals.
    pub subject: PartyId,
    /// When it was recorded.
    pub at: Timestamp,
    /// Whether the time for appeals was over.
    pub is_late: bool,
    /// The last day for deciding it.
    pub due_on: Option<Date>,
    /// The accounts of those who review it.
    pub reviewers: Vec<String>,
    /// What was decided.
    pub outcome: Option<AppealOutcome>,
    /// When.
    pub decided_at: Option<Timestamp>,
}

/// What was decided on an appeal.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum AppealOutcome {
    /// The result stands.
    Upheld,
    /// It is changed: a new evaluation takes its place.
    Changed,
    /// Nothing: the result was superseded meanwhile.
    Superseded,
}

/// An order to a subject.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Rectification {
    /// To whom.
    pub subject: PartyId,
    /// When it was given.
    pub at: Timestamp,
    /// Its last day.
    pub due_on: Option<Date>,
    /// When the plan came.
    pub plan_at: Option<Timestamp>,
    /// Whether the re-check found it rectified, once there was one.
    pub is_rectified: Option<bool>,
    /// Whether something was decided on the subject after that.
    pub is_followed: bool,
}

impl Standing {
    /// Whether the subjects' time is over, or all of them have answered.
    pub(super) fn is_heard(&self) -> bool {
        self.feedback.as_ref().is_some_and(|it| it.is_over || it.silent.is_empty())
    }

    /// The appeal of a subject.
    #[must_use]
    pub fn appeal_of(&self, subject: &PartyId) -> Option<&Appeal> {
        self.appeals.iter().find(|it| it.subject == *subject)
    }

    /// The order to a subject that was not checked again yet.
    #[must_use]
    pub fn open_order(&self, subject: &PartyId) -> Option<&Rectification> {
        self.open_orders().find(|it| it.subject == *subject)
    }

    /// The orders that were not checked again yet.
    pub(super) fn open_orders(&self) -> impl Iterator<Item = &Rectification> {
        self.rectifications.iter().filter(|it| it.is_rectified.is_none())
    }

    /// Whether an appeal changed the result.
    pub(super) fn is_changed(&self) -> bool {
        self.appeals.iter().any(|it| it.outcome == Some(AppealOutcome::Changed))
    }

    /// What waits for the house now, or for a subject who is late. When to publish is for the house to
    /// say: what is approved waits for nothing. The data authority is told once the result is final.
    pub fn waiting(&self) -> impl Iterator<Item = &Step> {
        let waits = |it: &&Step| match it.kind {
            StepKind::Publish => false,
            StepKind::Report => self.is_final,
            kind => it.is_late || !kind.is_of_subjects(),
        };
        self.next.iter().filter(waits)
    }
}

/// Finds where an evaluation stands, as known at the instant of the guide's context.
///
/// * **Source:** the course is this project's default (`domain` 6.4); the Measures name none.
#[must_use]
pub fn standing(case: Case<'_>, guide: Guide<'_>) -> Standing {
    let known = case.events.iter().filter(|it| it.at <= guide.context.as_of);
    after(&known.collect::<Vec<_>>(), case.subjects, guide)
}

/// Where the events leave it, all of them, whatever the clock of whoever asks says.
pub(super) fn after(
    known: &[&EvaluationEvent],
    subjects: &[PartyId],
    guide: Guide<'_>,
) -> Standing {
    let last = |act| known.iter().rev().copied().find(|it| it.act == act);
    let state = known.iter().rev().find_map(|it| EvaluationState::left_by(it.act));
    let published = last(EvaluationAct::Publish);
    let appeals_until = published.and_then(|it| it.said.due_on);
    let mut standing = Standing {
        state: state.unwrap_or(EvaluationState::Draft),
        notice: notice(known, subjects, guide),
        feedback: feedback(known, subjects, guide),
        appeals_until,
        appeals: appeals(known, appeals_until, guide),
        rectifications: rectifications(known),
        superseded_by: last(EvaluationAct::Supersede).map(|it| it.said.name.clone()),
        is_reported: last(EvaluationAct::Report).is_some(),
        is_final: false,
        next: Vec::new(),
    };
    let settled = published.and_then(|it| settled_on(&standing, it, guide));
    standing.is_final = settled.is_some_and(|day| day < guide.today());
    standing.next = next(&standing, settled, guide);
    standing
}

/// What was done since the subjects were told that they are evaluated; what is sent back needs no new
/// announcement.
fn notice(known: &[&EvaluationEvent], subjects: &[PartyId], guide: Guide<'_>) -> Option<Notice> {
    let announced = known.iter().find(|it| it.act == EvaluationAct::Announce)?;
    let until = announced.said.due_on;
    let all_of = |act| {
        let done = known.iter().filter(|it| it.act == act);
        let done: Vec<_> = done.filter_map(|it| it.said.subject.as_ref()).collect();
        subjects.iter().filter(|it| done.contains(it)).cloned().collect()
    };
    Some(Notice {
        until,
        is_over: until.is_some_and(|last| last < guide.today()),
        subjects: subjects.len(),
        assessed: all_of(EvaluationAct::SelfAssess),
        visited: all_of(EvaluationAct::Visit),
    })
}

/// What was answered since the subjects were told last.
fn feedback(
    known: &[&EvaluationEvent],
    subjects: &[PartyId],
    guide: Guide<'_>,
) -> Option<Feedback> {
    let round = known.iter().rposition(|it| it.act == EvaluationAct::OpenFeedback)?;
    let (opened, since) = known[round..].split_first()?;
    if since.iter().any(|it| it.act == EvaluationAct::SendBack) {
        return None;
    }
    let has_answered = |subject: &PartyId| {
        let said = |it: &&EvaluationEvent| it.said.subject.as_ref() == Some(subject);
        since.iter().any(|it| it.act == EvaluationAct::Comment && said(it))
    };
    let (answered, silent) = subjects.iter().cloned().partition(has_answered);
    let until = opened.said.due_on;
    Some(Feedback {
        until,
        is_over: until.is_some_and(|last| last < guide.today()),
        answered,
        silent,
    })
}

fn appeals(known: &[&EvaluationEvent], until: Option<Date>, guide: Guide<'_>) -> Vec<Appeal> {
    let mut appeals: Vec<Appeal> = Vec::new();
    for event in known {
        if event.act == EvaluationAct::Supersede {
            for open in appeals.iter_mut().filter(|it| it.outcome.is_none()) {
                let ended = (Some(AppealOutcome::Superseded), Some(event.at));
                (open.outcome, open.decided_at) = ended;
            }
            continue;
        }
        let Some(subject) = &event.said.subject else { continue };
        if event.act == EvaluationAct::Appeal {
            appeals.push(Appeal {
                subject: subject.clone(),
                at: event.at,
                is_late: until.is_some_and(|last| last < guide.day(event.at)),
                due_on: event.said.due_on,
                reviewers: Vec::new(),
                outcome: None,
                decided_at: None,
            });
            continue;
        }
        let Some(appeal) = appeals.iter_mut().rev().find(|it| it.subject == *subject) else {
            continue;
        };
        let outcome = match event.act {
            EvaluationAct::Assign => {
                appeal.reviewers.push(event.said.name.clone());
                continue;
            }
            EvaluationAct::Uphold => AppealOutcome::Upheld,
            EvaluationAct::Change => AppealOutcome::Changed,
            _ => continue,
        };
        (appeal.outcome, appeal.decided_at) = (Some(outcome), Some(event.at));
    }
    appeals
}

fn rectifications(known: &[&EvaluationEvent]) -> Vec<Rectification> {
    let mut orders: Vec<Rectification> = Vec::new();
    for event in known {
        let Some(subject) = &event.said.subject else { continue };
        if event.act == EvaluationAct::Rectify {
            orders.push(Rectification {
                subject: subject.clone(),
                at: event.at,
                due_on: event.said.due_on,
                plan_at: None,
                is_rectified: None,
                is_followed: false,
            });
            continue;
        }
        let Some(order) = orders.iter_mut().rev().find(|it| it.subject == *subject) else {
            continue;
        };
        match event.act {
            EvaluationAct::ReceivePlan => order.plan_at = Some(event.at),
            EvaluationAct::Pass => order.is_rectified = Some(true),
            EvaluationAct::Fail => order.is_rectified = Some(false),
            EvaluationAct::Decide => order.is_followed = order.is_rectified.is_some(),
            _ => {}
        }
    }
    orders
}

/// The last day of publicity, of the time for appeals and of deciding timely ones; `None` while one is
/// open, or where an appeal, timely or late, changed the result.
fn settled_on(standing: &Standing, published: &EvaluationEvent, guide: Guide<'_>) -> Option<Date> {
    let publicity = guide.procedure.publicity.due(guide.day(published.at), guide.context.calendar);
    let mut settled = standing.appeals_until?.max(publicity?.date);
    if standing.is_changed() {
        return None;
    }
    for appeal in standing.appeals.iter().filter(|it| !it.is_late) {
        match appeal.outcome {
            Some(AppealOutcome::Upheld) => settled = settled.max(guide.day(appeal.decided_at?)),
            Some(AppealOutcome::Changed | AppealOutcome::Superseded) | None => return None,
        }
    }
    Some(settled)
}
