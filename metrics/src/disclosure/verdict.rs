//! Where a duty to disclose stands on a day: in time, late, missing, and what is not filled in.

use std::collections::BTreeMap;

use jiff::civil::Date;
use serde::Serialize;

use super::content::{Disclosure, Gap, gaps};
use super::obligation::{DisclosurePolicy, Duty, DutyRule};

/// Whether a duty is fulfilled in time. Days are whole days of the calendar.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(tag = "verdict", rename_all = "snake_case")]
pub enum Timeliness {
    /// There is time.
    NotDue {
        /// Days until the last one.
        days_left: i32,
    },
    /// There is little time.
    DueSoon {
        /// Days until the last one; 0 on it.
        days_left: i32,
        /// The reminder that was reached: so many days before the last one.
        within_days: i32,
    },
    /// It was disclosed by the last day.
    OnTime,
    /// It was disclosed after the last day.
    Late {
        /// Days after the last one.
        days: i32,
    },
    /// The last day has passed, and nothing is in force.
    Missing {
        /// Days after the last one.
        days: i32,
    },
}

impl Timeliness {
    /// The word used in files.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::NotDue { .. } => "not_due",
            Self::DueSoon { .. } => "due_soon",
            Self::OnTime => "on_time",
            Self::Late { .. } => "late",
            Self::Missing { .. } => "missing",
        }
    }
}

/// What is in force of a party for a year.
#[derive(Clone, Copy, Debug)]
pub struct Disclosed<'a> {
    /// The day on which the year was disclosed first, corrections apart.
    pub first_on: Date,
    /// What it says now; `None` where only the day is asked for.
    pub disclosure: Option<&'a Disclosure>,
}

/// Where the duty of one party for one year stands. A late disclosure may be incomplete as well.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Verdict {
    /// The duty.
    pub duty: Duty,
    /// The year disclosed.
    pub year: i16,
    /// The last day; it counts until 24:00.
    pub due_on: Date,
    /// The day on which it was disclosed.
    pub disclosed_on: Option<Date>,
    /// Whether that was in time.
    #[serde(flatten)]
    pub timeliness: Timeliness,
    /// What is not filled in; nothing where nothing is in force.
    pub gaps: Vec<Gap>,
}

/// Whether a duty is fulfilled in time, as seen on a day. What is disclosed after that day is not
/// known yet.
#[must_use]
pub fn timeliness(
    due_on: Date,
    disclosed_on: Option<Date>,
    today: Date,
    reminders: &[i32],
) -> Timeliness {
    let after_due = |day: Date| (day - due_on).get_days();
    if let Some(day) = disclosed_on.filter(|&day| day <= today) {
        let days = after_due(day);
        return if 0 < days { Timeliness::Late { days } } else { Timeliness::OnTime };
    }
    let days = after_due(today);
    if 0 < days {
        return Timeliness::Missing { days };
    }
    let days_left = -days;
    let reached = reminders.iter().copied().filter(|&within| days_left <= within).min();
    match reached {
        Some(within_days) => Timeliness::DueSoon { days_left, within_days },
        None => Timeliness::NotDue { days_left },
    }
}

/// Where each year of a party stands on a day. A party of which nobody knows when it started, and
/// which has disclosed no year, has none.
#[must_use]
pub fn verdicts(
    policy: &DisclosurePolicy,
    (duty, started_in): (&DutyRule, Option<i16>),
    disclosed: &BTreeMap<i16, Disclosed<'_>>,
    today: Date,
) -> Vec<Verdict> {
    let Some(started_in) = started_in.or_else(|| disclosed.keys().next().copied()) else {
        return Vec::new();
    };
    let verdict = |year| {
        let due_on = policy.due_on(year)?;
        let known = disclosed.get(&year).filter(|it| it.first_on <= today);
        let disclosed_on = known.map(|it| it.first_on);
        let content = known.and_then(|it| it.disclosure);
        Some(Verdict {
            duty: duty.id,
            year,
            due_on,
            disclosed_on,
            timeliness: timeliness(due_on, disclosed_on, today, &policy.reminders.days),
            gaps: content.map(|it| gaps(it, &duty.content)).unwrap_or_default(),
        })
    };
    policy.years(started_in, today).filter_map(verdict).collect()
}
