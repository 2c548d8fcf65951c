//! Cases 办件: what is asked of a department under a number, and its steps, each by a last day. Demands for data
//! ([`crate::demand`]) and objections to data ([`crate::objection`]) are cases: what both have stands here,
//! and there what each has of its own.

mod again;
mod course;
mod intake;
mod raiser;
pub(crate) mod steps;
#[cfg(test)]
pub(crate) mod testing;
mod told;

use std::fmt::{Debug, Display};

use jiff::civil::Date;

use crate::calendar::Calendar;
use crate::finding::{Fault, Place};
use crate::form::cells::Cells;
use crate::kind::Kind;
use crate::party::PartyId;
use crate::period::{Period, Span};
use crate::source::Source;
use crate::{demand, objection};

pub use again::Again;
pub use course::{Answer, Course, Taken};
pub use intake::{CaseContext, CaseIntake, CheckedCases};
pub use raiser::Raiser;
pub use told::{Said, Standing, Told, Turn};
pub(crate) use told::{last_written, said_of};

/// The deadlines of a pack with the calendar that they are counted by. A step without one is never late.
#[derive(Clone, Debug)]
pub struct Deadlines {
    /// Of demands: of each step and sort of sharing, at most one.
    pub demands: Vec<demand::Deadline>,
    /// Of objections: of each step, at most one.
    pub objections: Vec<objection::Deadline>,
    /// Which days are working days.
    pub calendar: Calendar,
}

/// What is asked of a department under a number, with the steps that were taken: as a row says it, or as it
/// stands by all of them ([`Standing`]).
pub trait Case: Clone + PartialEq + Sized {
    /// The kind of the submissions that tell of it.
    const KIND: Kind;
    /// The names under which it is counted.
    const COUNTS: &'static [&'static str];
    /// Id of the rule that a step is taken by its last day.
    const OVERDUE: &'static str;
    /// Id of the rule that a file which supersedes another by name leaves no case of it out.
    const LEFT_OUT: &'static str;

    /// What it waits for, by the word used in files and in JSON.
    type Step: Copy + Debug + Display + Ord + 'static;
    /// Every step, in order.
    const STEPS: &'static [Self::Step];

    /// A case from a row that is handed in on a day, if the row is whole.
    fn read(cells: &mut Cells<'_, '_>, received_on: Date) -> Option<Self>;

    /// Names what of the row that was read does not fit the case as it stands after it, or what was told before.
    fn note(&self, cells: &mut Cells<'_, '_>, again: Option<&Again<'_, Self>>);

    /// What two rows of a file about it have in common.
    #[must_use]
    fn in_common(self, other: &Self) -> Self;

    /// The case as it stands after this row of it, by what stood before.
    #[must_use]
    fn after(self, before: Self, turn: Turn<'_, Self::Step>) -> Self;

    /// What is said of a step.
    fn said(&self, step: Self::Step) -> Said;

    /// Its number, unique among those of the party.
    fn number(&self) -> &str;

    /// When it was raised.
    fn raised_on(&self) -> Date;

    /// What a finding about it tells of it.
    fn told(&self) -> Vec<(&'static str, String)>;

    /// The steps that it took or waits for, each with the day from which it waits and the one on which it was
    /// taken.
    fn steps(&self) -> Vec<(Self::Step, Date, Option<Date>)>;

    /// How many working days a step of it may take after the day from which it waits, which is not counted
    /// (民法典 art. 201), and where the number comes from.
    fn deadline<'a>(&self, step: Self::Step, of: &'a Deadlines) -> Option<(u16, &'a Source)>;

    /// What it adds to each of [`Case::COUNTS`] for a span of months, as known on a day: `None` where it is not
    /// counted, else 0 or 1.
    fn counted(
        &self,
        deadlines: &Deadlines,
        asked: (Span, Date),
    ) -> Vec<(&'static str, Option<u64>)>;

    /// Its steps with the deadlines of a pack. A last day beyond the year 9999 is none.
    fn course(&self, deadlines: &Deadlines) -> Course<Self::Step> {
        let taken = |(step, from, on)| {
            let due = |(days, _): (u16, _)| deadlines.calendar.due(from, days.into());
            let due_on = self.deadline(step, deadlines).and_then(due).map(|it| it.date);
            Taken { step, on, due_on }
        };
        Course { steps: self.steps().into_iter().map(taken).collect() }
    }

    /// The first step that it waits for; `None` once it is closed.
    fn waits_for(&self) -> Option<Self::Step> {
        self.steps().into_iter().find(|(.., on)| on.is_none()).map(|it| it.0)
    }

    /// The fault that it was left out by a file that supersedes the one, by its receipt, that tells of it
    /// ([`Case::LEFT_OUT`]).
    fn left_out(&self, party: &PartyId, receipt: &str) -> Fault {
        Fault {
            subject: Some(party.clone()),
            cause: self.number().to_owned(),
            arguments: [self.told(), vec![("other", receipt.to_owned())]].concat(),
            ..Fault::at(Self::LEFT_OUT, Place::default())
        }
    }

    /// A fault for each step that it waits for after its last day ([`Case::OVERDUE`]).
    fn overdue(&self, party: &PartyId, deadlines: &Deadlines, today: Date) -> Vec<Fault> {
        let fault = |it: &Taken<Self::Step>| {
            let (due_on, (_, source)) = (it.due_on?, self.deadline(it.step, deadlines)?);
            let mut arguments = self.told();
            arguments.push(("step", it.step.to_string()));
            arguments.extend(source.arguments());
            Some(Fault {
                subject: Some(party.clone()),
                period: Period::of(due_on),
                cause: format!("{} {}", self.number(), it.step),
                expected: due_on.to_string(),
                arguments,
                ..Fault::at(Self::OVERDUE, Place::default())
            })
        };
        let course = self.course(deadlines);
        course.waiting().filter(|it| it.is_late(today)).filter_map(fault).collect()
    }
}
