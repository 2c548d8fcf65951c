//! A demand as a case: what of it counts, what is late and what is met, as known at the end of a day.

use jiff::civil::Date;

use super::{Deadline, Demand, Sharing, Step, counts, intake, rules};
use crate::case::{Again, Answer, Case, Course, Deadlines, Said, Taken, Turn, said_of};
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
    const STEPS: &'static [Step] = &[Step::Acceptance, Step::Answer, Step::Delivery];

    fn read(cells: &mut Cells<'_, '_>, received_on: Date) -> Option<Self> {
        Some(intake::read(cells, received_on))
    }

    fn note(&self, cells: &mut Cells<'_, '_>, again: Option<&Again<'_, Self>>) {
        intake::note(cells, self, again);
    }

    /// What two rows about one demand have in common: what makes it strict in either, and each step that both
    /// say alike, up to the first that they do not. Rows that agree on different days agree, and nobody can say
    /// whether in time.
    fn in_common(self, other: &Self) -> Self {
        let text = |one: String, other: &str| if one == other { one } else { String::new() };
        let said = said_of([&self, other]);
        let is_one_day = self.said(Step::Answer) == other.said(Step::Answer);
        let promised = self.promised_on().zip(other.promised_on());
        let raised_by = agreed(self.raised_by, other.raised_by.as_ref());
        // What one row leaves open, a department that asks has as what is shared the sooner.
        let is_sharing_told = self.sharing.is_some() && other.sharing.is_some();
        let is_kept = |it: &Sharing| is_sharing_told || *it == Sharing::Unconditional;
        let it = self.no_less_strict(other);
        let is_between = it.is_between_departments();
        let answer = match promised {
            Some((one, other)) => Some(Answer { on: one.min(other), yes: true }),
            None => agreed(it.answer, other.answer.as_ref()),
        };
        let mut common = Self {
            code: text(it.code, &other.code),
            text: text(it.text, &other.text),
            raised_by: if is_between { it.raised_by } else { raised_by },
            sharing: it.sharing.filter(is_kept),
            accepted_on: agreed(it.accepted_on, other.accepted_on.as_ref()),
            answer,
            ground: text(it.ground, &other.ground),
            delivered_on: agreed(it.delivered_on, other.delivered_on.as_ref()),
            ..it
        };
        common.delivered_on = common.delivered_on.filter(|_| common.is_owed());
        let is_unclear = |it: &Step| match common.said(*it).answer {
            Some(answer) => answer.yes && !is_one_day,
            None => true,
        };
        Self { unclear: said.into_iter().filter(is_unclear).collect(), ..common }
    }

    fn after(self, before: Self, mut turn: Turn<'_, Step>) -> Self {
        let [accepted, answer, delivered] =
            [Step::Acceptance, Step::Answer, Step::Delivery].map(|it| self.said(it));
        let told = before.said(Step::Acceptance);
        let accepted = match before.answer {
            // What is answered is accepted, though the row does not say when.
            _ if accepted.is_blank() && !answer.is_blank() => told,
            Some(_) if told.on().is_none() => turn.first(Step::Acceptance, accepted),
            _ => turn.step(Step::Acceptance, told, accepted),
        };
        let answer = turn.step(Step::Answer, before.said(Step::Answer), answer);
        let delivered = turn.step(Step::Delivery, before.said(Step::Delivery), delivered);
        let steps = Self::STEPS.iter().zip([accepted, answer, delivered]);
        let unclear = steps.filter(|it| it.1.is_unclear).map(|it| *it.0).collect();
        // What was answered was accepted by then; else no step is sooner than the one before it.
        let answered_on = before.answer.and(answer.on());
        let accepted_on = accepted
            .on()
            .map(|it| turn.no_later((Step::Acceptance, it), (Step::Answer, answered_on)));
        let answer = answer.answer.map(|it| {
            let on = turn.no_sooner((Step::Answer, it.on), (Step::Acceptance, accepted_on));
            Answer { on, ..it }
        });
        let asked = self.asked_again(before, &turn);
        let stands = Self { accepted_on, answer, unclear, ..asked };
        let owed_from = stands.answer.map(|it| it.on);
        let delivered_on = delivered.on().filter(|_| stands.is_owed());
        let delivered_on =
            delivered_on.map(|it| turn.no_sooner((Step::Delivery, it), (Step::Answer, owed_from)));
        Self { delivered_on, ..stands }
    }

    fn said(&self, step: Step) -> Said {
        let is_unclear = self.unclear.contains(&step);
        match step {
            Step::Acceptance => Said::day(self.accepted_on, is_unclear),
            Step::Answer => Said { answer: self.answer, is_unclear },
            Step::Delivery => Said::day(self.delivered_on, is_unclear),
        }
    }

    fn number(&self) -> &str {
        &self.number
    }

    fn raised_on(&self) -> Date {
        self.raised_on
    }

    fn told(&self) -> Vec<(&'static str, String)> {
        vec![("number", self.number.clone())]
    }

    fn steps(&self) -> Vec<(Step, Date, Option<Date>)> {
        let mut steps = vec![
            (Step::Acceptance, self.raised_on, self.accepted_on()),
            (Step::Answer, self.raised_on, self.answered_on()),
        ];
        if let Some(answer) = self.answer.filter(|_| self.is_owed()) {
            steps.push((Step::Delivery, answer.on, self.delivered_on));
        }
        steps
    }

    fn deadline<'a>(&self, step: Step, of: &'a Deadlines) -> Option<(u16, &'a Source)> {
        let shortest = shortest(step, self.judged_as(of), of)?;
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

/// The shortest deadline of those that hold for a sort of sharing, so that what is to be shared the sooner never
/// has more time.
fn shortest(step: Step, sharing: Option<Sharing>, of: &Deadlines) -> Option<&Deadline> {
    let of_step = of.demands.iter().filter(|it| it.step == step && it.holds_for(sharing));
    of_step.min_by_key(|it| it.working_days)
}

impl Demand {
    /// The sort of sharing by which it is judged. Where a department asks and nobody says how the data are
    /// shared, it is the sooner one; and stays so where whoever is asked left it open until after the last day
    /// to answer by that one.
    pub(super) fn judged_as(&self, of: &Deadlines) -> Option<Sharing> {
        if !self.is_between_departments() {
            return self.sharing;
        }
        let soonest = Some(Sharing::Unconditional);
        let days = shortest(Step::Answer, soonest, of).map(|it| it.working_days);
        let due = days.and_then(|it| of.calendar.due(self.raised_on, it.into()));
        let is_late = |told_on: Date| due.is_some_and(|it| it.date < told_on);
        let is_assumed = self.sharing_told_on.is_some_and(is_late);
        self.sharing.filter(|_| !is_assumed).or(soonest)
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
}
