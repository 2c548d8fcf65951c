//! An objection as a case: what of it counts and what is late, as known at the end of a day; and which came
//! again.

use std::collections::{BTreeMap, BTreeSet};

use jiff::civil::Date;

use super::{Matter, Objection, Step, counts, intake, rules};
use crate::case::{Again, Answer, Case, Deadlines, Said, Turn, last_written, said_of};
use crate::finding::{Fault, Place};
use crate::form::cells::Cells;
use crate::form::entries::agreed;
use crate::kind::Kind;
use crate::party::PartyId;
use crate::period::{Period, Span};
use crate::source::Source;

impl Case for Objection {
    const KIND: Kind = Kind::Objection;
    const COUNTS: &'static [&'static str] = &counts::ALL;
    const OVERDUE: &'static str = rules::OVERDUE;
    const LEFT_OUT: &'static str = rules::LEFT_OUT;

    type Step = Step;
    const STEPS: &'static [Step] =
        &[Step::Decision, Step::Verification, Step::Correction, Step::Review];

    fn read(cells: &mut Cells<'_, '_>, received_on: Date) -> Option<Self> {
        intake::read(cells, received_on)
    }

    fn note(&self, cells: &mut Cells<'_, '_>, again: Option<&Again<'_, Self>>) {
        if let Some(again) = again {
            intake::note(cells, again);
        }
    }

    /// What two rows about one objection have in common: the earlier day of raising, and each step that both
    /// say alike, up to the first that they do not.
    fn in_common(self, other: &Self) -> Self {
        let text = |one: String, other: &str| if one == other { one } else { String::new() };
        let said = said_of([&self, other]);
        let decision = agreed(self.decision, other.decision.as_ref());
        let verification =
            agreed(self.verification, other.verification.as_ref()).filter(|_| decision.is_some());
        let is_founded = verification.is_some_and(|it| it.yes);
        let day = |one, other: &Option<Date>| agreed(one, other.as_ref()).filter(|_| is_founded);
        let common = Self {
            number: self.number,
            code: text(self.code, &other.code),
            raised_on: self.raised_on.min(other.raised_on),
            raised_by: agreed(self.raised_by, other.raised_by.as_ref()),
            matter: agreed(self.matter, other.matter.as_ref()),
            text: text(self.text, &other.text),
            decision,
            verification,
            reason: text(self.reason, &other.reason),
            corrected_on: day(self.corrected_on, &other.corrected_on),
            reviewed_on: day(self.reviewed_on, &other.reviewed_on),
            cause: text(self.cause, &other.cause),
            unclear: BTreeSet::new(),
        };
        let is_unclear = |it: &Step| common.said(*it).answer.is_none();
        Self { unclear: said.into_iter().filter(is_unclear).collect(), ..common }
    }

    fn after(self, before: Self, mut turn: Turn<'_, Step>) -> Self {
        let steps @ [decision, verification, correction, review] =
            [Step::Decision, Step::Verification, Step::Correction, Step::Review]
                .map(|it| turn.step(it, before.said(it), self.said(it)));
        let unclear = Self::STEPS.iter().zip(steps).filter(|it| it.1.is_unclear);
        let unclear = unclear.map(|it| *it.0).collect();
        // No step is without the yes that it follows, or sooner.
        let accepted_on = decision.on().filter(|_| decision.is_yes());
        let verification = verification.answer.filter(|_| accepted_on.is_some()).map(|it| {
            let on = turn.no_sooner((Step::Verification, it.on), (Step::Decision, accepted_on));
            Answer { on, ..it }
        });
        let founded_on = verification.filter(|it| it.yes).map(|it| it.on);
        let mut day = |step, it: Said| {
            let on = it.on().filter(|_| founded_on.is_some())?;
            Some(turn.no_sooner((step, on), (Step::Verification, founded_on)))
        };
        let corrected_on = day(Step::Correction, correction);
        let reviewed_on = day(Step::Review, review);
        Self {
            code: last_written(before.code, self.code),
            raised_on: self.raised_on.min(before.raised_on),
            raised_by: self.raised_by.or(before.raised_by),
            matter: self.matter.or(before.matter),
            text: last_written(before.text, self.text),
            decision: decision.answer,
            verification,
            reason: last_written(before.reason, self.reason),
            corrected_on,
            reviewed_on,
            cause: last_written(before.cause, self.cause),
            unclear,
            ..self
        }
    }

    fn said(&self, step: Step) -> Said {
        let is_unclear = self.unclear.contains(&step);
        match step {
            Step::Decision => Said { answer: self.decision, is_unclear },
            Step::Verification => Said { answer: self.verification, is_unclear },
            Step::Correction => Said::day(self.corrected_on, is_unclear),
            Step::Review => Said::day(self.reviewed_on, is_unclear),
        }
    }

    fn number(&self) -> &str {
        &self.number
    }

    fn raised_on(&self) -> Date {
        self.raised_on
    }

    fn told(&self) -> Vec<(&'static str, String)> {
        vec![("number", self.number.clone()), ("item", self.code.clone())]
    }

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

    fn deadline<'a>(&self, step: Step, of: &'a Deadlines) -> Option<(u16, &'a Source)> {
        let it = of.objections.iter().find(|it| it.step == step)?;
        Some((it.working_days, &it.source))
    }

    fn counted(
        &self,
        deadlines: &Deadlines,
        (span, today): (Span, Date),
    ) -> Vec<(&'static str, Option<u64>)> {
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
        vec![
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
