//! How far a demand has come, and what of it is late, as known at the end of a day.

use jiff::civil::Date;

use super::{Deadlines, Demand, Step, counts, rules};
use crate::course::{Course, Taken};
use crate::finding::{Fault, Place};
use crate::party::PartyId;
use crate::period::{Period, Span};

impl Demand {
    /// The steps that it took or waits for, each with the day from which it waits and the one on which it was
    /// taken. An answer accepts.
    fn steps(&self) -> Vec<(Step, Date, Option<Date>)> {
        let answered_on = self.answer.map(|it| it.on);
        let mut steps = vec![
            (Step::Acceptance, self.raised_on, self.accepted_on.or(answered_on)),
            (Step::Answer, self.raised_on, answered_on),
        ];
        if let Some(owed_from) = self.agreed_on.or(answered_on).filter(|_| self.is_owed()) {
            steps.push((Step::Delivery, owed_from, self.delivered_on));
        }
        steps
    }

    /// Its steps with the deadlines of a pack.
    #[must_use]
    pub fn course(&self, deadlines: &Deadlines) -> Course<Step> {
        let due_on = |step, from| deadlines.due_on((step, self.sharing), from);
        let taken = |(step, from, on)| Taken { step, on, due_on: due_on(step, from) };
        Course { steps: self.steps().into_iter().map(taken).collect() }
    }

    /// The first step that it waits for; `None` once it is met or lawfully refused.
    #[must_use]
    pub fn waits_for(&self) -> Option<Step> {
        self.steps().into_iter().find(|(.., on)| on.is_none()).map(|it| it.0)
    }

    /// What it adds to each count of [`counts`] for a span of months, as known on a day: `None` where it is
    /// not counted, else 0 or 1. What does not say what is asked for is neither in time nor met: nobody can tell.
    #[must_use]
    pub fn counted(
        &self,
        deadlines: &Deadlines,
        (span, today): (Span, Date),
    ) -> [(&'static str, Option<u64>); 4] {
        let course = self.course(deadlines);
        let span = (span.first().first_day(), span.last().last_day());
        let in_time = Self::answered_in_time(&course, span, today);
        let met = self.met(&course, span, today);
        let counted = |it: Option<bool>| it.map(|_| 1);
        let marked = |it: Option<bool>| it.map(|it| u64::from(it && self.is_specified()));
        [
            (counts::DUE, counted(in_time)),
            (counts::IN_TIME, marked(in_time)),
            (counts::TO_MEET, counted(met)),
            (counts::MET, marked(met)),
        ]
    }

    /// Whether its answer was in time. What is in time counts when it is answered; what is late, from its last
    /// day on until it is answered.
    fn answered_in_time(
        course: &Course<Step>,
        (first, last): (Date, Date),
        today: Date,
    ) -> Option<bool> {
        let answer = course.steps.iter().find(|it| it.step == Step::Answer)?;
        match answer.due_on.filter(|_| answer.is_late(today)) {
            Some(due_on) => {
                let is_late = due_on <= last && answer.on.is_none_or(|it| first <= it);
                is_late.then_some(false)
            }
            None => answer.on.filter(|it| (first..=last).contains(it)).map(|_| true),
        }
    }

    /// Whether it was met by the end of a span. What is not counts from the last day of the answer or of the
    /// data on, until it is met; what was lawfully refused never does.
    fn met(&self, course: &Course<Step>, (first, last): (Date, Date), today: Date) -> Option<bool> {
        if self.answer.is_some() && !self.is_owed() {
            return None;
        }
        if let Some(on) = self.delivered_on.filter(|it| *it <= last) {
            return (first <= on).then_some(true);
        }
        let is_missing = |it: &Taken<Step>| {
            it.on.is_none_or(|on| last < on)
                && it.is_late(today)
                && it.due_on.is_some_and(|due_on| due_on <= last)
        };
        let needed = course.steps.iter().filter(|it| it.step != Step::Acceptance);
        needed.into_iter().any(is_missing).then_some(false)
    }

    /// A fault for each step that it waits for after its last day (DD-4).
    #[must_use]
    pub fn overdue(&self, party: &PartyId, deadlines: &Deadlines, today: Date) -> Vec<Fault> {
        let fault = |it: &Taken<Step>| {
            let (step, due_on) = (it.step.as_str(), it.due_on?);
            let source = &deadlines.of(it.step, self.sharing)?.source;
            let mut arguments = vec![("number", self.number.clone()), ("step", step.to_owned())];
            arguments.extend(source.arguments());
            Some(Fault {
                subject: Some(party.clone()),
                period: Period::of(due_on),
                cause: format!("{} {step}", self.number),
                expected: due_on.to_string(),
                arguments,
                ..Fault::at(rules::OVERDUE, Place::default())
            })
        };
        let course = self.course(deadlines);
        course.waiting().filter(|it| it.is_late(today)).filter_map(fault).collect()
    }
}
