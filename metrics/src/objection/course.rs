//! How far an objection has come, and what of it is late, as known at the end of a day.

use std::collections::BTreeMap;

use jiff::civil::Date;

use super::{Deadlines, Matter, Objection, Step, counts, rules};
use crate::course::{Course, Taken};
use crate::finding::{Fault, Place};
use crate::party::PartyId;
use crate::period::{Period, Span};

impl Objection {
    /// The steps that it took or waits for, each with the day from which it waits and the one on which it was
    /// taken.
    fn steps(&self) -> Vec<(Step, Date, Option<Date>)> {
        let mut steps = vec![(Step::Decision, self.raised_on, self.decision.map(|it| it.on))];
        if let Some(accepted) = self.decision.filter(|it| it.yes) {
            steps.push((Step::Verification, accepted.on, self.verification.map(|it| it.on)));
        }
        if let Some(founded) = self.verification.filter(|it| it.yes) {
            steps.push((Step::Correction, founded.on, self.corrected_on));
            steps.push((Step::Review, founded.on, self.reviewed_on));
        }
        steps
    }

    /// Its steps with the deadlines of a pack.
    #[must_use]
    pub fn course(&self, deadlines: &Deadlines) -> Course<Step> {
        let taken = |(step, from, on)| Taken { step, on, due_on: deadlines.due_on(step, from) };
        Course { steps: self.steps().into_iter().map(taken).collect() }
    }

    /// The first step that it waits for; `None` once it is closed.
    #[must_use]
    pub fn waits_for(&self) -> Option<Step> {
        self.steps().into_iter().find(|(.., on)| on.is_none()).map(|it| it.0)
    }

    /// What it adds to each count of [`counts`] for a span of months, as known on a day: `None` where it is
    /// not counted, else 0 or 1.
    #[must_use]
    pub fn counted(
        &self,
        deadlines: &Deadlines,
        (span, today): (Span, Date),
    ) -> [(&'static str, Option<u64>); 9] {
        let course = self.course(deadlines);
        let (first, last) = (span.first().first_day(), span.last().last_day());
        let closed_on = course.closed_on();
        let still = closed_on.is_none_or(|it| first <= it);
        let is_at_hand = self.raised_on <= last && still;
        let mark = |is_so: bool| is_at_hand.then_some(u64::from(is_so));
        let is_founded = self.verification.is_some_and(|it| it.yes);
        let of_founded = |is_so: bool| mark(is_so).filter(|_| is_founded);
        let is_overdue = course.waiting().any(|it| it.is_late(today));
        // What is late stays so until it is closed; what is in time counts when it is closed.
        let is_due = match course.late_since(today) {
            Some(since) => since <= last && still,
            None => closed_on.is_some_and(|it| (first..=last).contains(&it)),
        };
        let is_in_time = is_due && course.late_since(today).is_none();
        [
            (counts::AT_HAND, mark(true)),
            (counts::DECIDED, mark(self.decision.is_some())),
            (counts::FOUNDED, of_founded(true)),
            (counts::CORRECTED, of_founded(self.corrected_on.is_some())),
            (counts::REVIEWED, of_founded(self.reviewed_on.is_some())),
            (counts::OPEN, mark(closed_on.is_none())),
            (counts::OVERDUE, mark(is_overdue)),
            (counts::DUE, is_due.then_some(1)),
            (counts::IN_TIME, is_due.then_some(u64::from(is_in_time))),
        ]
    }

    /// A fault for each step that it waits for after its last day (DO-5).
    #[must_use]
    pub fn overdue(&self, party: &PartyId, deadlines: &Deadlines, today: Date) -> Vec<Fault> {
        let fault = |it: &Taken<Step>| {
            let (step, due_on) = (it.step.as_str(), it.due_on?);
            let source = &deadlines.of(it.step)?.source;
            let mut arguments = vec![
                ("number", self.number.clone()),
                ("item", self.code.clone()),
                ("step", step.to_owned()),
            ];
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

/// A fault for each objection to an item for what an earlier one had been founded for, raised after the
/// review of that one (DO-6). One that was refused or is unfounded says nothing, nor does one whose item rows
/// contradict.
#[must_use]
pub fn again<'a>(all: impl IntoIterator<Item = (&'a PartyId, &'a Objection)>) -> Vec<Fault> {
    let mut alike: BTreeMap<(&PartyId, &str, Matter), Vec<&Objection>> = BTreeMap::new();
    for (party, it) in all {
        let is_denied = [it.decision, it.verification].iter().flatten().any(|it| !it.yes);
        if let Some(matter) = it.matter.filter(|_| !is_denied && !it.code.is_empty()) {
            alike.entry((party, &it.code, matter)).or_default().push(it);
        }
    }
    let mut faults = Vec::new();
    for ((party, ..), group) in alike {
        let reviewed = group.iter().filter_map(|it| Some((it.reviewed_on?, *it)));
        let first = reviewed.min_by_key(|(on, it)| (*on, &it.number));
        let Some((reviewed_on, first)) = first else { continue };
        let later = group.iter().filter(|it| reviewed_on < it.raised_on);
        faults.extend(later.map(|it| came_again(party, it, (first, reviewed_on))));
    }
    faults
}

fn came_again(party: &PartyId, it: &Objection, (first, reviewed_on): (&Objection, Date)) -> Fault {
    Fault {
        subject: Some(party.clone()),
        period: Period::of(it.raised_on),
        cause: it.number.clone(),
        expected: first.number.clone(),
        actual: it.number.clone(),
        arguments: vec![
            ("item", it.code.clone()),
            ("raised_on", it.raised_on.to_string()),
            ("reviewed_on", reviewed_on.to_string()),
        ],
        ..Fault::at(rules::AGAIN, Place::default())
    }
}
