//! Clocks of an incident: what has to be done by when, and whether it was.
//!
//! Hours run through nights and holidays (民法典 art. 201); limits and receivers are data. A clock knows
//! what was known at an instant: what happens later has not happened.

mod breach;
mod conceal;
mod id;
mod remind;
mod report;
mod state;

use jiff::civil::Date;
use jiff::tz::TimeZone;
use jiff::{SignedDuration, Timestamp};
use serde::{Deserialize, Serialize};

use super::classify::Level;
use super::facts::{Event, Incident, Reporter};
use crate::calendar::Calendar;
use crate::source::{Name, Source};

pub use breach::faults;
pub use conceal::{Version, concealed, next_clue};
pub use id::ClockId;
pub use remind::{Reminder, next_change, reminders};
pub use report::ReportPolicy;
pub use state::{ClockState, Inapplicable, Missing};

/// Who has to do what by when: data of the policy pack.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ClockRules {
    /// What a report holds, and how often an incomplete one is asked about.
    pub report: ReportPolicy,
    /// Where the days begin on which the laws of the pack come into force.
    #[serde(with = "jiff::fmt::serde::tz::required")]
    pub zone: TimeZone,
    /// At which parts of a limit people are reminded of it, in ppm, rising.
    pub reminders: Reminders,
    /// The clocks that the law sets.
    pub statutory: Vec<ClockRule>,
    /// The clocks that agreements set; never shown as law.
    pub agreement: Vec<ClockRule>,
    /// Duties that no submission shows.
    pub unchecked: Vec<Unchecked>,
}

/// When people are reminded of a clock that runs.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Reminders {
    /// Parts of the limit, in ppm, rising.
    pub shares_ppm: Vec<u32>,
    /// Where they come from.
    pub source: Source,
}

/// A duty that no submission shows, and why.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Unchecked {
    /// Its number in the rule catalogue.
    pub id: String,
    /// What has to be done.
    pub duty: Name,
    /// Why a person has to look.
    pub reason: Name,
    /// Where it comes from.
    pub source: Source,
}

/// One clock.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ClockRule {
    /// Its id.
    pub id: ClockId,
    /// Whose duty it is.
    #[serde(default)]
    pub by: Bearer,
    /// Whose incidents it is for.
    pub reporters: Vec<Reporter>,
    /// The lowest level that it is for.
    pub level_at_least: Level,
    /// What else the incident has to be.
    #[serde(default)]
    pub concerns: Option<Concern>,
    /// What starts it.
    pub starts: Event,
    /// What stops it, whichever comes first.
    pub ends: Vec<Event>,
    /// How long it runs.
    pub limit: Limit,
    /// The first day on which it is in force, where a law says.
    #[serde(default)]
    pub effective_from: Option<Date>,
    /// Who has to be told.
    pub receiver: Name,
    /// Where it comes from.
    pub source: Source,
    /// What threatens whoever breaks it.
    #[serde(default)]
    pub penalties: Vec<Source>,
}

/// Whose duty a clock is.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Bearer {
    /// Of the party that the incident is about.
    #[default]
    Party,
    /// Of whoever received the report.
    Receiver,
    /// Of a service provider of the party.
    Provider,
}

/// What an incident has to be beside its level.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Concern {
    /// Personal information leaked, was altered or lost.
    PersonalInformation,
    /// Data are concerned: personal information, or a type of the category DS of GB/T 20986.
    Data,
    /// The first report was a preliminary one (CN-NIR art. 7 para. 2).
    PreliminaryReport,
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
    /// 立即, 及时: the law has no number, so that nothing is ever late.
    AtOnce,
    /// As a rule of the sector says, which the pack does not hold.
    AsRuled,
}

/// What clocks need to know from outside the incident.
#[derive(Clone, Debug)]
pub struct ClockContext<'a> {
    /// The instant whose knowledge counts.
    pub as_of: Timestamp,
    /// Where the days of limits begin and end.
    pub zone: &'a TimeZone,
    /// Which days are off.
    pub calendar: &'a Calendar,
}

/// One clock of one incident.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Clock {
    /// Which.
    pub id: ClockId,
    /// Whose duty it is.
    pub by: Bearer,
    /// Who has to be told.
    pub receiver: Name,
    /// When it started, if it did.
    pub started_at: Option<Timestamp>,
    /// The last instant, where there is one and it can be computed.
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
    /// What threatens whoever breaks it.
    pub penalties: Vec<Source>,
}

/// The clocks of one incident: each of the pack, in its order.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Clocks {
    /// Set by law.
    pub statutory: Vec<Clock>,
    /// Set by agreement.
    pub agreement: Vec<Clock>,
}

/// Computes the clocks of an incident.
///
/// * **Source:** CN-NIR art. 4, 7 and 8, CN-PIPL art. 57, CN-DSL art. 29, CN-NDR art. 10 and 11; each
///   clock names its own.
/// * **Bounds:** done at the very instant that it is due is in time.
/// * **Level:** the one in force; `None` where nothing is known that it follows from.
/// * **Known:** what happens after `as_of` has not happened.
#[must_use]
pub fn clocks(
    incident: &Incident,
    level: Option<Level>,
    rules: &ClockRules,
    context: &ClockContext<'_>,
) -> Clocks {
    let known = incident.known_at(context.as_of);
    let of = |list: &[ClockRule]| {
        list.iter().map(|it| it.clock(&known, level, (rules, context))).collect()
    };
    Clocks { statutory: of(&rules.statutory), agreement: of(&rules.agreement) }
}

impl ClockRules {
    /// What threatens whoever breaks a rule: as at the clock that the rule's id begins with, such as
    /// `I-5-late`; concealment (`I-C-…`) as at the clocks of first reports.
    #[must_use]
    pub fn penalties_of(&self, rule: &str) -> &[Source] {
        let clock = rule.rsplit_once('-').map_or(rule, |(clock, _)| clock);
        let is_meant = |it: &&ClockRule| match clock {
            "I-C" => it.id.is_report(),
            clock => it.id.as_str() == clock,
        };
        let found = self.statutory.iter().chain(&self.agreement).find(is_meant);
        found.map_or(&[], |it| &it.penalties)
    }
}

impl Clocks {
    /// Every clock, those of the law first.
    pub fn all(&self) -> impl Iterator<Item = &Clock> {
        self.statutory.iter().chain(&self.agreement)
    }

    /// The statutory clocks of the first report that apply: one for each receiver that the reporter has.
    pub fn reports(&self) -> impl Iterator<Item = &Clock> {
        self.statutory.iter().filter(|it| it.id.is_report() && it.state.applies())
    }

    /// The clock of the summary report, if one is owed.
    #[must_use]
    pub fn summary(&self) -> Option<&Clock> {
        self.statutory.iter().find(|it| it.id == ClockId::Summary && it.state.applies())
    }

    /// The one of the first report's clocks that stands worst, as a report is in time when every
    /// receiver had it in time: `incidents_reportable` counts incidents that have one which is over, or of
    /// which is untold what it follows from, `incidents_reported_in_time` those of which it was met.
    #[must_use]
    pub fn report(&self) -> Option<&Clock> {
        self.reports().min_by_key(|it| it.state.standing())
    }

    /// Those that ask the party for something that is not done, or of which nobody can say whether it is.
    /// A limit that the pack does not hold keeps nothing open: nobody could ever settle it.
    pub fn pending(&self) -> impl Iterator<Item = &Clock> {
        let unruled = ClockState::NotComputable { missing: Missing::Limit };
        let is_of_party = |it: &&Clock| it.by == Bearer::Party;
        self.all()
            .filter(is_of_party)
            .filter(move |it| !it.state.is_settled() && it.state != unruled)
    }
}

impl ClockRule {
    /// Whether it is for the incidents of a reporter.
    pub(super) fn binds(&self, reporter: Reporter) -> bool {
        self.reporters.contains(&reporter)
    }

    /// Whether it is in force for what starts at an instant, by the days of the law's zone.
    pub(super) fn is_in_force(&self, start: Timestamp, zone: &TimeZone) -> bool {
        self.effective_from.is_none_or(|it| it <= zone.to_datetime(start).date())
    }

    /// The last instant of the clock, and whether it is provisional. `None` beyond the year 9999, and
    /// for a limit without a number.
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
            Limit::AtOnce | Limit::AsRuled => None,
        }
    }

    /// The clock of one incident, of which only what is known stands there.
    fn clock(
        &self,
        incident: &Incident,
        level: Option<Level>,
        (rules, context): (&ClockRules, &ClockContext<'_>),
    ) -> Clock {
        let refused = self.applies(incident, level, rules).err();
        let started_at = incident.at(self.starts).filter(|_| refused.is_none());
        let due = started_at.and_then(|it| self.due(it, context));
        let done_at = started_at.and_then(|it| self.done(incident, it, &rules.report));
        let state = refused
            .unwrap_or_else(|| ClockState::of(self.limit, due.map(|it| it.0), done_at, context));
        let is_disputed = incident.is_disputed && self.ends.contains(&Event::Report);
        let state = match state {
            ClockState::Met if is_disputed => {
                ClockState::NotComputable { missing: Missing::Agreement }
            }
            state => state,
        };
        Clock {
            id: self.id,
            by: self.by,
            receiver: self.receiver.clone(),
            started_at,
            due_at: due.map(|(due_at, _)| due_at),
            provisional: due.is_some_and(|(_, provisional)| provisional),
            done_at,
            state,
            source: self.source.clone(),
            penalties: self.penalties.clone(),
        }
    }

    /// When what stops it was first done. What was done before it started does not stop it; an
    /// exemption counts with its reason only.
    fn done(
        &self,
        incident: &Incident,
        start: Timestamp,
        report: &ReportPolicy,
    ) -> Option<Timestamp> {
        let ended = self.ends.iter().filter_map(|&event| match event {
            Event::Supplement if self.concerns == Some(Concern::PreliminaryReport) => {
                report.completed_at(incident)
            }
            Event::NoticeExemption => {
                let acts = incident.acts.iter().filter(|it| it.event == event);
                let reasoned = acts.filter(|it| !it.note.is_empty()).map(|it| it.at);
                reasoned.filter(|it| start <= *it).min()
            }
            _ => incident.all_at(event).filter(|it| start <= *it).min(),
        });
        ended.min()
    }
}

#[cfg(test)]
mod tests;
