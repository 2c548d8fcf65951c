//! The procedure of evaluations as data of the policy pack: windows, remedies, and what follows from a
//! grade.
//!
//! The Measures ask for evaluations (art. 28) and name no procedure. Every window is a default of this
//! project unless its source says otherwise; the remedies are the floor that statutes set.

use std::collections::BTreeMap;

use jiff::Span;
use jiff::civil::Date;
use serde::{Deserialize, Serialize};

use super::consequence::Ladder;
use super::evaluator::{Belonging, Evaluator, OtherBody};
use crate::calendar::{Calendar, Due};
use crate::source::{Confidence, Name, Source};

/// What is asked of the course of evaluations.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ProcedurePolicy {
    /// By scheme.
    pub procedure: BTreeMap<String, Procedure>,
    /// For schemes that have none of their own.
    pub other: Procedure,
    /// Where a decision is an administrative act, what may be done against it by law.
    pub remedy: Vec<Remedy>,
}

/// The procedure of the evaluations of a scheme.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Procedure {
    /// The body that evaluates, whose people act; without, those of any.
    #[serde(default)]
    pub body: Option<Evaluator>,
    /// Whether subjects are told before the review that they are evaluated.
    #[serde(default = "Demand::none")]
    pub announcement: Demand,
    /// From the announcement: the time before the review, in which subjects hand in what they say of
    /// themselves (自评).
    #[serde(default = "Window::of_notice")]
    pub notice: Window,
    /// Whether every subject is visited (现场核查) before the review.
    #[serde(default = "Demand::none")]
    pub visit: Demand,
    /// Whether subjects are heard before approval.
    pub hearing: Demand,
    /// From the opening of feedback: how long subjects may answer.
    pub feedback: Window,
    /// From publication: how long the result is on public notice (公示).
    pub publicity: Window,
    /// From publication, which is the notice: how long a subject may appeal (申诉).
    pub appeal: Window,
    /// From an appeal: by when other people decide it (复核).
    pub review: Window,
    /// From the end of publicity and of timely appeals: by when the data authority is told.
    pub report: Window,
    /// From an order: by when its subject hands in a plan.
    pub plan: Window,
    /// From an order: the longest time to rectify.
    pub rectification: Window,
    /// From the last day of an order: by when what was done is checked again.
    pub recheck: Window,
    /// What may follow from a grade; without, nothing is proposed.
    #[serde(default)]
    pub ladder: Option<Ladder>,
}

/// Whether a step may be left out.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Demand {
    /// Whether the course does not go on without it.
    pub required: bool,
    /// Where that comes from.
    pub source: Source,
}

/// A period that begins with an act.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Window {
    /// How many.
    pub value: u16,
    /// Of what.
    pub unit: Unit,
    /// Where it comes from.
    pub source: Source,
}

/// What a window is counted in.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Unit {
    /// Working days.
    WorkingDays,
    /// Natural days.
    Days,
    /// Months.
    Months,
}

/// What may be done against an administrative act.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Remedy {
    /// Its id.
    pub id: String,
    /// Its name.
    pub name: Name,
    /// From the decision: until when.
    pub within: Window,
}

impl ProcedurePolicy {
    /// The procedure of a scheme.
    #[must_use]
    pub fn of(&self, scheme: &str) -> &Procedure {
        self.procedure.get(scheme).unwrap_or(&self.other)
    }
}

impl Procedure {
    /// Whether a person may act on such an evaluation, by the body that the person belongs to.
    ///
    /// # Errors
    ///
    /// Another body evaluates.
    pub fn admit(&self, person: Belonging<'_>) -> Result<(), OtherBody> {
        self.body.as_ref().map_or(Ok(()), |it| it.admit(person))
    }

    /// The windows by name.
    #[must_use]
    pub const fn windows(&self) -> [(&'static str, &Window); 9] {
        [
            ("notice", &self.notice),
            ("feedback", &self.feedback),
            ("publicity", &self.publicity),
            ("appeal", &self.appeal),
            ("review", &self.review),
            ("report", &self.report),
            ("plan", &self.plan),
            ("rectification", &self.rectification),
            ("recheck", &self.recheck),
        ]
    }

    /// The steps that may be left out, by name.
    #[must_use]
    pub const fn demands(&self) -> [(&'static str, &Demand); 3] {
        [("announcement", &self.announcement), ("visit", &self.visit), ("hearing", &self.hearing)]
    }

    /// Whether nothing is reviewed that was not announced.
    pub(super) const fn needs_notice(&self) -> bool {
        self.announcement.required || self.visit.required
    }
}

impl Demand {
    /// What packs of before there was this step ask: nothing. They are still read, as stored and as exported.
    fn none() -> Self {
        Self { required: false, source: default_source() }
    }
}

/// The source of what this project adds to a pack that does not name it.
fn default_source() -> Source {
    Source {
        instrument: "default".to_owned(),
        article: String::new(),
        confidence: Confidence::Default,
    }
}

impl Window {
    /// The time of notice for packs of before there was one, whose first announcements need one too.
    fn of_notice() -> Self {
        Self { value: 10, unit: Unit::WorkingDays, source: default_source() }
    }

    /// The last day of a window that begins with an act on `start`, which does not count (民法典
    /// art. 201). A month ends on the day of the same number, else on its last one (art. 202); where
    /// that day is off, the next working day is the last (art. 203).
    ///
    /// `None` beyond the last year that dates have, which is 9999.
    #[must_use]
    pub fn due(&self, start: Date, calendar: &Calendar) -> Option<Due> {
        match self.unit {
            Unit::WorkingDays => calendar.due(start, self.value.into()),
            Unit::Days => calendar.due_natural(start, self.value.into()),
            Unit::Months => {
                let end = start.checked_add(Span::new().try_months(self.value).ok()?).ok()?;
                calendar.due_natural(end, 0)
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;

    use super::*;

    /// A pack of before announcements, visits and bodies is read: neither step is required, a notice takes ten
    /// working days, by this project, and people of any body act.
    #[test]
    fn packs_of_before_announcements_and_bodies_are_read() {
        let text = include_str!("../../../config/policies/shanghai/procedure.toml");
        let is_new = |it: &&str| {
            ["announcement = ", "notice = ", "visit = ", "body = "]
                .iter()
                .any(|key| it.starts_with(key))
        };
        let old: Vec<&str> = text.lines().filter(|it| !is_new(it)).collect();
        let old: ProcedurePolicy = toml::from_str(&old.join("\n")).unwrap();
        for procedure in old.procedure.values().chain([&old.other]) {
            assert!(!procedure.needs_notice() && procedure.body.is_none());
            assert_eq!((procedure.notice.value, procedure.notice.unit), (10, Unit::WorkingDays));
            assert_eq!(procedure.notice.source.confidence, Confidence::Default);
        }
    }

    /// Plain weekends: 2026-01-31 is a Saturday, 2026-02-28 too, 2026-03-01 a Sunday.
    #[test]
    fn windows_end_on_working_days() {
        let calendar = Calendar::default();
        let source = Source {
            instrument: "default".to_owned(),
            article: String::new(),
            confidence: Confidence::Default,
        };
        let rows = [
            (Unit::WorkingDays, 5, date(2026, 7, 1), date(2026, 7, 8)),
            (Unit::WorkingDays, 5, date(2026, 7, 3), date(2026, 7, 10)),
            (Unit::Days, 60, date(2026, 7, 1), date(2026, 8, 31)),
            (Unit::Days, 2, date(2026, 7, 1), date(2026, 7, 3)),
            (Unit::Months, 3, date(2026, 7, 1), date(2026, 10, 1)),
            (Unit::Months, 1, date(2026, 1, 30), date(2026, 3, 2)),
            (Unit::Months, 6, date(2026, 8, 31), date(2027, 3, 1)),
        ];
        for (unit, value, start, last) in rows {
            let window = Window { value, unit, source: source.clone() };
            let due = window.due(start, &calendar).map(|it| it.date);
            assert_eq!(due, Some(last), "{value} {unit:?} from {start}");
        }
        let window = Window { value: 1, unit: Unit::Months, source };
        assert_eq!(window.due(Date::MAX, &calendar), None);
    }
}
