//! Where a clock stands: whether it applies, and then what is done and what is not.

use std::borrow::Cow;

use jiff::Timestamp;
use serde::{Serialize, Serializer};

use super::{ClockContext, ClockRule, ClockRules, Concern, Limit, ReportPolicy};
use crate::incident::classify::Level;
use crate::incident::facts::{Event, Incident};

/// Where a clock stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(tag = "state", rename_all = "snake_case")]
pub enum ClockState {
    /// It does not concern this incident.
    NotApplicable {
        /// Why.
        because: Inapplicable,
    },
    /// What it follows from is not known.
    NotComputable {
        /// What is not known.
        missing: Missing,
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
    /// Not done, where the law says at once and no number.
    Open,
    /// Done, where the law has no number.
    Done,
}

/// Why a clock does not concern an incident.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Inapplicable {
    /// It is for other reporters.
    OtherReporter,
    /// What starts it came before the rule was in force.
    NotInForce,
    /// The level is too low.
    LevelBelow,
    /// No personal information is concerned.
    NoPersonalInformation,
    /// No data are concerned.
    NoData,
    /// The first report was complete.
    Complete,
    /// What starts it need not happen, and is not known to have happened.
    NoOccasion,
}

impl Inapplicable {
    /// Every reason.
    pub const ALL: [Self; 7] = [
        Self::OtherReporter,
        Self::NotInForce,
        Self::LevelBelow,
        Self::NoPersonalInformation,
        Self::NoData,
        Self::Complete,
        Self::NoOccasion,
    ];

    /// The word used in files.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::OtherReporter => "other_reporter",
            Self::NotInForce => "not_in_force",
            Self::LevelBelow => "level_below",
            Self::NoPersonalInformation => "no_personal_information",
            Self::NoData => "no_data",
            Self::Complete => "complete",
            Self::NoOccasion => "no_occasion",
        }
    }
}

/// What is not known, so that a clock cannot be computed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Missing {
    /// When this happened.
    Event(Event),
    /// The level: nothing is known that it follows from.
    Level,
    /// Whether personal information is concerned.
    PersonalInformation,
    /// Whether data are concerned.
    Data,
    /// Which items of art. 7 of CN-NIR the first report held.
    ReportItems,
    /// Whether the report was in time: rows differ in what that is judged by.
    Agreement,
    /// The limit, which a rule of the sector sets.
    Limit,
    /// The last instant lies beyond the year 9999.
    Instant,
}

impl Missing {
    /// What is missing beside an event.
    pub const FURTHER: [Self; 7] = [
        Self::Level,
        Self::PersonalInformation,
        Self::Data,
        Self::ReportItems,
        Self::Agreement,
        Self::Limit,
        Self::Instant,
    ];

    /// Whether it is the reporter's to tell, and was not told.
    #[must_use]
    pub const fn is_untold(self) -> bool {
        match self {
            Self::Event(_)
            | Self::Level
            | Self::PersonalInformation
            | Self::Data
            | Self::ReportItems => true,
            Self::Agreement | Self::Limit | Self::Instant => false,
        }
    }

    /// The word used in files.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Event(event) => event.as_str(),
            Self::Level => "level",
            Self::PersonalInformation => "personal_information",
            Self::Data => "data",
            Self::ReportItems => "report_items",
            Self::Agreement => "agreement",
            Self::Limit => "limit",
            Self::Instant => "instant",
        }
    }
}

impl Serialize for Missing {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(self.as_str())
    }
}

impl ClockState {
    /// Whether it concerns the incident, for all that is known.
    #[must_use]
    pub const fn applies(self) -> bool {
        !matches!(self, Self::NotApplicable { .. })
    }

    /// Whether nothing that is to come changes it: done, late, or of no concern.
    #[must_use]
    pub const fn is_settled(self) -> bool {
        match self {
            Self::NotApplicable { .. } | Self::Met | Self::Late { .. } | Self::Done => true,
            Self::NotComputable { .. } | Self::Running | Self::Missed | Self::Open => false,
        }
    }

    /// Its place among the states, the worst first.
    pub(super) const fn standing(self) -> u8 {
        match self {
            Self::Missed => 0,
            Self::Late { .. } => 1,
            Self::NotComputable { .. } => 2,
            Self::Running | Self::Open => 3,
            Self::Met | Self::Done => 4,
            Self::NotApplicable { .. } => 5,
        }
    }

    /// The state of a clock that applies and has started.
    pub(super) fn of(
        limit: Limit,
        due_at: Option<Timestamp>,
        done_at: Option<Timestamp>,
        context: &ClockContext<'_>,
    ) -> Self {
        match (limit, due_at, done_at) {
            (Limit::AtOnce | Limit::AsRuled, _, Some(_)) => Self::Done,
            (Limit::AtOnce, _, None) => Self::Open,
            (Limit::AsRuled, _, None) => Self::NotComputable { missing: Missing::Limit },
            (_, None, _) => Self::NotComputable { missing: Missing::Instant },
            (_, Some(due_at), Some(done_at)) if done_at <= due_at => Self::Met,
            (_, Some(due_at), Some(done_at)) => {
                let late = done_at.duration_since(due_at);
                let part = i64::from(0 < late.subsec_nanos());
                Self::Late { by_s: late.as_secs() + part }
            }
            (_, Some(due_at), None) if due_at < context.as_of => Self::Missed,
            (_, Some(_), None) => Self::Running,
        }
    }
}

impl ClockRule {
    /// Whether the clock concerns an incident and has started; else the state that says why not.
    pub(super) fn applies(
        &self,
        incident: &Incident,
        level: Option<Level>,
        rules: &ClockRules,
    ) -> Result<(), ClockState> {
        let not = |because| Err(ClockState::NotApplicable { because });
        let start = incident.at(self.starts);
        if !self.binds(incident.bound_as()) {
            return not(Inapplicable::OtherReporter);
        }
        // Where rows differ about the discovery, the duty is there if it is by any of them.
        let last = match self.starts {
            Event::Discovery => incident.discoveries().last(),
            _ => start,
        };
        if last.is_some_and(|it| !self.is_in_force(it, &rules.zone)) {
            return not(Inapplicable::NotInForce);
        }
        // Where nothing is known that a level follows from, nobody can say that the clock does not
        // apply.
        let is_unknown = level.is_none() && Level::General < self.level_at_least;
        if level.is_some_and(|it| it < self.level_at_least) {
            return not(Inapplicable::LevelBelow);
        }
        if start.is_none() {
            return if self.starts.is_occasion() {
                not(Inapplicable::NoOccasion)
            } else {
                Err(ClockState::NotComputable { missing: Missing::Event(self.starts) })
            };
        }
        if is_unknown {
            return Err(ClockState::NotComputable { missing: Missing::Level });
        }
        self.concerns.map_or(Ok(()), |it| it.applies(incident, &rules.report))
    }
}

impl Concern {
    /// Whether it is so of an incident; else the state that says why not.
    pub(in crate::incident) fn applies(
        self,
        incident: &Incident,
        report: &ReportPolicy,
    ) -> Result<(), ClockState> {
        let (known, because, missing) = match self {
            Self::PersonalInformation => (
                incident.concerns_personal_information(),
                Inapplicable::NoPersonalInformation,
                Missing::PersonalInformation,
            ),
            Self::Data => (incident.concerns_data(), Inapplicable::NoData, Missing::Data),
            Self::PreliminaryReport => {
                (report.is_preliminary(incident), Inapplicable::Complete, Missing::ReportItems)
            }
        };
        match known {
            Some(true) => Ok(()),
            Some(false) => Err(ClockState::NotApplicable { because }),
            None => Err(ClockState::NotComputable { missing }),
        }
    }
}

impl Event {
    /// Whether it need not happen in an incident: without it there is no duty.
    const fn is_occasion(self) -> bool {
        matches!(self, Self::CrimeSuspicion | Self::DefectFound | Self::ProviderDetection)
    }
}

impl Incident {
    /// The incident without what happened after an instant.
    pub(super) fn known_at(&self, as_of: Timestamp) -> Cow<'_, Self> {
        let is_known = |it: &Timestamp| *it <= as_of;
        if self.instants().iter().flatten().chain(self.acts.iter().map(|it| &it.at)).all(is_known) {
            return Cow::Borrowed(self);
        }
        let mut known = self.clone();
        known.acts.retain(|it| is_known(&it.at));
        for (_, instant) in known.instants_mut() {
            *instant = instant.filter(is_known);
        }
        Cow::Owned(known)
    }

    /// The same, by column.
    pub(in crate::incident) fn instants_mut(
        &mut self,
    ) -> [(&'static str, &mut Option<Timestamp>); 5] {
        [
            ("discovered_at", &mut self.discovered_at),
            ("learned_at", &mut self.learned_at),
            ("reported_at", &mut self.reported_at),
            ("handled_at", &mut self.handled_at),
            ("summarised_at", &mut self.summarised_at),
        ]
    }

    /// The instants that have a column of their own.
    pub(super) fn instants(&self) -> [Option<Timestamp>; 5] {
        [self.discovered_at, self.learned_at, self.reported_at, self.handled_at, self.summarised_at]
    }

    /// Whether personal information is concerned; `None` where nobody says. Whoever told the authority
    /// or the individuals, or says why not, says so.
    pub(in crate::incident) fn concerns_personal_information(&self) -> Option<bool> {
        let told = [Event::AuthorityNotice, Event::IndividualNotice, Event::NoticeExemption];
        let told = self.acts.iter().any(|it| told.contains(&it.event));
        self.facts().concern_personal_information().or(told.then_some(true))
    }

    /// Whether data are concerned, by what was harmed or by a type of the category DS; `None` where
    /// nobody says. Another type says nothing of data.
    fn concerns_data(&self) -> Option<bool> {
        let is_of_data = self.incident_type.as_ref().is_some_and(|it| it.starts_with("DS"));
        if is_of_data || self.concerns_personal_information() == Some(true) {
            return Some(true);
        }
        self.facts().concern_data()
    }
}
