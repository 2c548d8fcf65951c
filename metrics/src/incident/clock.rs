//! Clocks of an incident: by when it had to be reported, and whether it was.
//!
//! Hours run through nights and holidays (民法典 art. 201); limits and receivers are data.

use jiff::civil::Date;
use jiff::tz::TimeZone;
use jiff::{SignedDuration, Timestamp};
use serde::{Deserialize, Serialize};

use super::classify::Level;
use super::facts::{Event, Incident, IncidentFact, Reporter};
use super::instant::format_instant;
use crate::calendar::Calendar;
use crate::finding::{Fault, Faults, Place};
use crate::period::Period;
use crate::source::{Name, Source};

/// Who has to report by when: data of the policy pack.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ClockRules {
    /// The first day on which the statutory clocks are in force.
    pub effective_from: Date,
    /// The clocks that the law sets.
    pub statutory: Vec<ClockRule>,
    /// The clocks that agreements set; never shown as law.
    pub agreement: Vec<ClockRule>,
}

/// One clock.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ClockRule {
    /// Its id.
    pub id: ClockId,
    /// Whose incidents it is for.
    pub reporters: Vec<Reporter>,
    /// The lowest level that it is for.
    pub level_at_least: Level,
    /// What starts it.
    pub starts: Event,
    /// What stops it. Without one it is an act of the receiver, which no submission shows.
    #[serde(default)]
    pub ends: Option<Event>,
    /// How long it runs.
    pub limit: Limit,
    /// Who has to be told.
    pub receiver: Name,
    /// Where it comes from.
    pub source: Source,
}

/// Which clock, by the number of the duty in the rule catalogue.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub enum ClockId {
    /// Operator of critical information infrastructure, to the protection department and police.
    #[serde(rename = "I-1")]
    CiiReport,
    /// The protection department, onwards.
    #[serde(rename = "I-2")]
    CiiRelay,
    /// Central organ, to its own office for network affairs.
    #[serde(rename = "I-3")]
    CentralReport,
    /// That office, onwards.
    #[serde(rename = "I-4")]
    CentralRelay,
    /// All other operators, to the provincial office for network affairs.
    #[serde(rename = "I-5")]
    LocalReport,
    /// The provincial office, onwards.
    #[serde(rename = "I-6")]
    LocalRelay,
    /// Summary report after handling.
    #[serde(rename = "I-10")]
    Summary,
    /// Notice to the implementing body and the data authority by agreement (Measures art. 26).
    #[serde(rename = "I-A")]
    Agreement,
}

impl ClockId {
    /// The word used in files, in the database and in rule ids.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::CiiReport => "I-1",
            Self::CiiRelay => "I-2",
            Self::CentralReport => "I-3",
            Self::CentralRelay => "I-4",
            Self::LocalReport => "I-5",
            Self::LocalRelay => "I-6",
            Self::Summary => "I-10",
            Self::Agreement => "I-A",
        }
    }

    /// The rules that a late and a missing act break; the relays are acts of others.
    #[must_use]
    pub const fn rules(self) -> Option<(&'static str, &'static str)> {
        match self {
            Self::CiiReport => Some(("I-1-late", "I-1-missed")),
            Self::CentralReport => Some(("I-3-late", "I-3-missed")),
            Self::LocalReport => Some(("I-5-late", "I-5-missed")),
            Self::Summary => Some(("I-10-late", "I-10-missed")),
            Self::Agreement => Some(("I-A-late", "I-A-missed")),
            Self::CiiRelay | Self::CentralRelay | Self::LocalRelay => None,
        }
    }
}

/// How long a clock runs.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Limit {
    /// From the moment.
    Minutes(u32),
    /// From the moment.
    Hours(u32),
    /// Natural days, the first not counted, until 24:00 of the last (民法典 art. 201, 203).
    Days(u32),
}

/// What clocks need to know from outside the incident.
#[derive(Clone, Debug)]
pub struct ClockContext<'a> {
    /// The instant whose knowledge counts.
    pub as_of: Timestamp,
    /// Where days begin and end.
    pub zone: &'a TimeZone,
    /// Which days are off.
    pub calendar: &'a Calendar,
}

/// Where a clock stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "state", rename_all = "snake_case")]
pub enum ClockState {
    /// The level is too low, or the rule was not yet in force.
    NotApplicable,
    /// What starts it is not known.
    NotComputable {
        /// What starts it.
        missing: Event,
    },
    /// There is time left.
    Running,
    /// Done in time.
    Met,
    /// Done too late.
    Late {
        /// By how many seconds; a part of one counts as one.
        by_s: i64,
    },
    /// Not done, and the time is over.
    Missed,
}

/// One clock of one incident.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Clock {
    /// Which.
    pub id: ClockId,
    /// Who has to be told.
    pub receiver: Name,
    /// The last instant, where it can be computed.
    pub due_at: Option<Timestamp>,
    /// Whether a notice of holidays to come may move it.
    pub provisional: bool,
    /// When it was done, if it was.
    pub done_at: Option<Timestamp>,
    /// Where it stands.
    #[serde(flatten)]
    pub state: ClockState,
    /// Where it comes from.
    pub source: Source,
}

/// The clocks of one incident.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Clocks {
    /// Set by law.
    pub statutory: Vec<Clock>,
    /// Set by agreement.
    pub agreement: Vec<Clock>,
    /// Whether the authority and the individuals have to be told at once, whatever the level
    /// (CN-PIPL art. 57, which has no number and therefore no clock).
    pub pipl_notice: bool,
}

/// Computes the clocks that bind the reporter of an incident.
///
/// * **Source:** CN-NIR art. 4 and 8; each clock names its own.
/// * **Bounds:** done at the very instant that it is due is in time.
#[must_use]
pub fn clocks(
    incident: &Incident,
    level: Level,
    rules: &ClockRules,
    context: &ClockContext<'_>,
) -> Clocks {
    let of = |list: &[ClockRule], from: Date| {
        let binding = list.iter().filter(|it| it.binds(incident.reporter));
        binding.filter_map(|it| it.clock(incident, level, from, context)).collect()
    };
    Clocks {
        statutory: of(&rules.statutory, rules.effective_from),
        agreement: of(&rules.agreement, Date::MIN),
        pipl_notice: incident.facts().pipl_notice_required(),
    }
}

impl Clocks {
    /// The statutory clock of the first report, whichever the reporter has: `incidents_reportable`
    /// counts those that apply, `incidents_reported_in_time` those that were met.
    #[must_use]
    pub fn report(&self) -> Option<&Clock> {
        self.statutory.iter().find(|it| match it.id {
            ClockId::CiiReport | ClockId::CentralReport | ClockId::LocalReport => {
                it.state != ClockState::NotApplicable
            }
            ClockId::CiiRelay
            | ClockId::CentralRelay
            | ClockId::LocalRelay
            | ClockId::Summary
            | ClockId::Agreement => false,
        })
    }
}

impl ClockRule {
    /// Whether it is for the incidents of a reporter.
    pub(super) fn binds(&self, reporter: Reporter) -> bool {
        self.reporters.contains(&reporter)
    }

    /// The last instant of the clock, and whether it is provisional. `None` beyond the year 9999.
    pub(super) fn due(
        &self,
        start: Timestamp,
        context: &ClockContext<'_>,
    ) -> Option<(Timestamp, bool)> {
        let after = |duration| Some((start.checked_add(duration).ok()?, false));
        match self.limit {
            Limit::Minutes(minutes) => after(SignedDuration::from_mins(minutes.into())),
            Limit::Hours(hours) => after(SignedDuration::from_hours(hours.into())),
            Limit::Days(days) => {
                let first = context.zone.to_datetime(start).date();
                let due = context.calendar.due_natural(first, days)?;
                let end =
                    due.date.to_zoned_datetime(context.zone.clone()).ok()?.end_of_day().ok()?;
                Some((end.timestamp(), due.provisional))
            }
        }
    }

    /// The clock of one incident; `None` for an act of the receiver.
    fn clock(
        &self,
        incident: &Incident,
        level: Level,
        effective_from: Date,
        context: &ClockContext<'_>,
    ) -> Option<Clock> {
        let done_at = incident.at(self.ends?);
        let start = incident.at(self.starts);
        let in_force = start.is_none_or(|it| effective_from <= context.zone.to_datetime(it).date());
        // Where nothing is known that a level follows from, nor when it began, nobody can say that
        // the clock does not apply.
        let is_unknown = start.is_none() && incident.facts().is_empty();
        let applies = (self.level_at_least <= level || is_unknown) && in_force;
        let due = if applies { start.and_then(|it| self.due(it, context)) } else { None };
        let state = match due {
            _ if !applies => ClockState::NotApplicable,
            None => ClockState::NotComputable { missing: self.starts },
            Some((due_at, _)) => state(due_at, done_at, context.as_of),
        };
        Some(Clock {
            id: self.id,
            receiver: self.receiver.clone(),
            due_at: due.map(|(due_at, _)| due_at),
            provisional: due.is_some_and(|(_, provisional)| provisional),
            done_at,
            state,
            source: self.source.clone(),
        })
    }
}

/// What is done after `as_of` is not known yet.
fn state(due_at: Timestamp, done_at: Option<Timestamp>, as_of: Timestamp) -> ClockState {
    match done_at.filter(|&it| it <= as_of) {
        Some(done_at) if done_at <= due_at => ClockState::Met,
        Some(done_at) => {
            let late = done_at.duration_since(due_at);
            let part = i64::from(0 < late.subsec_nanos());
            ClockState::Late { by_s: late.as_secs() + part }
        }
        None if due_at < as_of => ClockState::Missed,
        None => ClockState::Running,
    }
}

/// The faults of the clocks of an incident that ran out: one a clock.
#[must_use]
pub fn faults(fact: &IncidentFact, clocks: &Clocks, zone: &TimeZone) -> Faults {
    let mut faults = Faults::default();
    for clock in clocks.statutory.iter().chain(&clocks.agreement) {
        let Some((late, missed)) = clock.id.rules() else { continue };
        let (rule, difference) = match clock.state {
            ClockState::Late { by_s } => (late, Some(by_s.to_string())),
            ClockState::Missed => (missed, None),
            ClockState::NotApplicable
            | ClockState::NotComputable { .. }
            | ClockState::Running
            | ClockState::Met => continue,
        };
        let shown =
            |it: Option<Timestamp>| it.map(|it| format_instant(it, zone)).unwrap_or_default();
        let due_on = clock.due_at.map(|it| zone.to_datetime(it).date());
        faults.push(Fault {
            rule,
            place: Place::row(fact.origin.row),
            subject: Some(fact.party.clone()),
            period: due_on.and_then(Period::of),
            cause: fact.incident.incident_no.clone(),
            expected: shown(clock.due_at),
            actual: shown(clock.done_at),
            difference,
            arguments: vec![("incident", fact.incident.incident_no.clone())],
        });
    }
    faults
}
