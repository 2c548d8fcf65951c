//! A demand as a case: what of it counts, what is late and what is met, as known at the end of a day.

use jiff::civil::Date;

use super::{Demand, Sharing, Step, counts, intake, rules};
use crate::case::{Before, Case, Course, Deadlines, Raiser, Taken};
use crate::form::cells::Cells;
use crate::form::entries::agreed;
use crate::kind::Kind;
use crate::period::Span;
use crate::source::Source;

impl Case for Demand {
    const KIND: Kind = Kind::Demand;
    const COUNTS: &'static [&'static str] = &counts::ALL;
    const OVERDUE: &'static str = rules::OVERDUE;
    const LEFT_OUT: &'static str = rules::LEFT_OUT;

    type Step = Step;

    fn read(
        cells: &mut Cells<'_, '_>,
        received_on: Date,
        before: Option<&Before<Self>>,
    ) -> Option<Self> {
        Some(intake::read(cells, received_on, before))
    }

    /// What two rows about one demand have in common: what makes it strict in either, and each step that both
    /// say alike, up to the first that they do not. Rows that agree on different days agree, and nobody can say
    /// whether in time.
    fn in_common(self, other: &Self) -> Self {
        let text = |one: String, other: &str| if one == other { one } else { String::new() };
        let it = self.no_less_strict(other);
        let agreed_on =
            it.promised_on().zip(other.promised_on()).map(|(one, other)| one.min(other));
        let answer = agreed(it.answer, other.answer.as_ref());
        let common = Self {
            code: text(it.code, &other.code),
            text: text(it.text, &other.text),
            raised_by: agreed(it.raised_by, other.raised_by.as_ref()),
            accepted_on: agreed(it.accepted_on, other.accepted_on.as_ref()),
            answer,
            agreed_on: agreed_on.filter(|_| answer.is_none()),
            ground: text(it.ground, &other.ground),
            delivered_on: agreed(it.delivered_on, other.delivered_on.as_ref()),
            ..it
        };
        Self { delivered_on: common.delivered_on.filter(|_| common.is_owed()), ..common }
    }

    fn number(&self) -> &str {
        &self.number
    }

    fn told(&self) -> Vec<(&'static str, String)> {
        vec![("number", self.number.clone())]
    }

    /// An answer accepts.
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

    /// The shortest of those that hold for it, so that what is to be shared the sooner never has more time.
    /// Where a department asks and nobody says how the data are shared, those for the sooner sort do.
    fn deadline<'a>(&self, step: Step, of: &'a Deadlines) -> Option<(u16, &'a Source)> {
        let is_between_departments = self.raised_by == Some(Raiser::Department);
        let soonest = is_between_departments.then_some(Sharing::Unconditional);
        let sharing = self.sharing.or(soonest);
        let of_step = of.demands.iter().filter(|it| it.step == step && it.holds_for(sharing));
        let shortest = of_step.min_by_key(|it| it.working_days)?;
        Some((shortest.working_days, &shortest.source))
    }

    /// What does not say what is asked for, or by whom, is neither in time nor met: nobody can tell.
    fn counted(
        &self,
        deadlines: &Deadlines,
        (span, today): (Span, Date),
    ) -> Vec<(&'static str, Option<u64>)> {
        let course = self.course(deadlines);
        let span = (span.first().first_day(), span.last().last_day());
        let in_time = Self::answered_in_time(&course, span, today);
        let met = self.met(&course, span, today);
        let counted = |it: Option<bool>| it.map(|_| 1);
        let marked = |it: Option<bool>| it.map(|it| u64::from(it && self.is_specified()));
        vec![
            (counts::DUE, counted(in_time)),
            (counts::IN_TIME, marked(in_time)),
            (counts::TO_MEET, counted(met)),
            (counts::MET, marked(met)),
        ]
    }
}

impl Demand {
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
}
