//! Where an incident stands, from what its party reported and what supervisors did.

use jiff::Timestamp;

use super::{
    Case, Decision, Doing, Guide, IncidentAct, IncidentRefused, Order, Pending, level_in_force,
    level_known, open_order, pending, proposal,
};
use crate::incident::classify::{Classification, Level, classify};
use crate::incident::clock::{ClockId, Clocks, clocks};
use crate::incident::facts::{Event, Incident};

/// How far an incident has come. What its party did counts as it reported it, whatever its order.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum IncidentState {
    /// It is known, and nobody has confirmed its level.
    Detected,
    /// A supervisor confirmed its level.
    Triaged,
    /// Its first report was made.
    Reported,
    /// The emergency plan was started.
    Handling,
    /// It is contained.
    Contained,
    /// Handling ended, and no summary report is owed.
    HandlingEnded,
    /// Handling ended, and a summary report is owed (CN-NIR art. 8).
    SummaryDue,
    /// The summary report was made.
    Summarised,
    /// A supervisor closed the file, and its party has reported nothing else since.
    Archived,
}

/// What has to be there before an incident is archived, in the order of its life.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Missing {
    /// A supervisor's confirmation of the level that the guide gives.
    Triage,
    /// Another person's word on the lower level that is asked for.
    Downgrade,
    /// The instant of discovery (CN-NIR art. 4).
    Discovery,
    /// The first report, where the level makes one due (CN-NIR art. 4).
    Report,
    /// The first report to the police, where the level makes one due to them too (CN-NIR art. 4).
    PoliceReport,
    /// The end of handling.
    HandlingEnd,
    /// The summary report, where the level makes one due (CN-NIR art. 8).
    Summary,
    /// Notice to the authority for personal information (CN-PIPL art. 57).
    AuthorityNotice,
    /// Notice to the individuals, or why they need not be told (CN-PIPL art. 57).
    IndividualNotice,
    /// The reason for not telling individuals, and the evidence for it: a guard of this project on
    /// CN-PIPL art. 57 para. 2, which asks that measures avoid the harm.
    Exemption,
    /// What was ordered to be rectified.
    Rectification,
}

/// Where an incident stands.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Standing {
    /// What the guide says of the facts.
    pub classification: Classification,
    /// Whether a fact is known that a level follows from, or people decided on one.
    pub is_graded: bool,
    /// The level that the guide gives; `None` where no condition is met and something is unknown.
    pub level_of_guide: Option<Level>,
    /// The level that counts.
    pub level: Level,
    /// The level that people decided on, whether or not it is the one that counts.
    pub decision: Option<Decision>,
    /// The lower level that waits for another person.
    pub proposed: Option<Level>,
    /// Its clocks at the level that counts.
    pub clocks: Clocks,
    /// How far it has come.
    pub state: IncidentState,
    /// Whether the level that the guide gives now was confirmed.
    pub is_triaged: bool,
    /// The order that is open.
    pub order: Option<Order>,
    /// What it is open for, what presses most first.
    pub pending: Vec<Pending>,
    /// What has to be there before it is archived.
    pub missing: Vec<Missing>,
}

impl IncidentState {
    /// Every state, in the order of life.
    pub const ALL: [Self; 9] = [
        Self::Detected,
        Self::Triaged,
        Self::Reported,
        Self::Handling,
        Self::Contained,
        Self::HandlingEnded,
        Self::SummaryDue,
        Self::Summarised,
        Self::Archived,
    ];

    /// The word used in JSON and in the ids of words.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Detected => "detected",
            Self::Triaged => "triaged",
            Self::Reported => "reported",
            Self::Handling => "handling",
            Self::Contained => "contained",
            Self::HandlingEnded => "handling_ended",
            Self::SummaryDue => "summary_due",
            Self::Summarised => "summarised",
            Self::Archived => "archived",
        }
    }
}

impl Missing {
    /// Everything that can be missing.
    pub const ALL: [Self; 11] = [
        Self::Triage,
        Self::Downgrade,
        Self::Discovery,
        Self::Report,
        Self::PoliceReport,
        Self::HandlingEnd,
        Self::Summary,
        Self::AuthorityNotice,
        Self::IndividualNotice,
        Self::Exemption,
        Self::Rectification,
    ];

    /// The word used in JSON.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Triage => "triage",
            Self::Downgrade => "downgrade",
            Self::Discovery => "discovery",
            Self::Report => "report",
            Self::PoliceReport => "police_report",
            Self::HandlingEnd => "handling_end",
            Self::Summary => "summary",
            Self::AuthorityNotice => "authority_notice",
            Self::IndividualNotice => "individual_notice",
            Self::Exemption => "exemption",
            Self::Rectification => "rectification",
        }
    }

    /// The id of its sentence in the words of `config`: what is missing, and what to do.
    #[must_use]
    pub const fn id(self) -> &'static str {
        match self {
            Self::Triage => "refused-incident-missing-triage",
            Self::Downgrade => "refused-incident-missing-downgrade",
            Self::Discovery => "refused-incident-missing-discovery",
            Self::Report => "refused-incident-missing-report",
            Self::PoliceReport => "refused-incident-missing-police_report",
            Self::HandlingEnd => "refused-incident-missing-handling_end",
            Self::Summary => "refused-incident-missing-summary",
            Self::AuthorityNotice => "refused-incident-missing-authority_notice",
            Self::IndividualNotice => "refused-incident-missing-individual_notice",
            Self::Exemption => "refused-incident-missing-exemption",
            Self::Rectification => "refused-incident-missing-rectification",
        }
    }
}

impl Standing {
    /// Why supervisors cannot do something with the incident as it stands, whoever they are and
    /// whatever they say.
    #[must_use]
    pub fn refusal(&self, doing: Doing) -> Option<IncidentRefused> {
        if self.state == IncidentState::Archived {
            return Some(IncidentRefused::Archived);
        }
        let (is_proposed, is_ordered) = (self.proposed.is_some(), self.order.is_some());
        match doing {
            Doing::Triage => self.is_triaged.then_some(IncidentRefused::AlreadyTriaged),
            Doing::Upgrade => {
                (self.level == Level::EspeciallyMajor).then_some(IncidentRefused::NotHigher)
            }
            Doing::ProposeDowngrade if is_proposed => Some(IncidentRefused::AlreadyProposed),
            Doing::ProposeDowngrade => {
                (self.level == Level::General).then_some(IncidentRefused::NotLower)
            }
            Doing::ConfirmDowngrade | Doing::RefuseDowngrade => {
                (!is_proposed).then_some(IncidentRefused::NotProposed)
            }
            Doing::Order => is_ordered.then_some(IncidentRefused::OrderOpen),
            Doing::AcceptRectification => (!is_ordered).then_some(IncidentRefused::NoOrder),
            Doing::Archive => self.missing.first().copied().map(IncidentRefused::Missing),
            Doing::Comment => None,
        }
    }
}

/// Finds where an incident stands, as known at the instant of the guide's context.
///
/// * **Source:** the states and what has to be there follow CN-NIR art. 4, 7 and 8 and CN-PIPL
///   art. 57; that a person confirms the level and archives is this project's default.
#[must_use]
pub fn standing(case: Case<'_>, guide: Guide<'_>) -> Standing {
    let facts = case.incident.facts();
    let classification = classify(&facts, &guide.policy.thresholds);
    let machine = classification.level;
    let decision = Decision::last(case.events);
    let level = level_in_force(machine, decision);
    let known = level_known((&facts, &guide.policy.thresholds), machine, decision);
    let clocks = clocks(case.incident, known, &guide.policy.clocks, guide.context);
    let last = |wanted| case.events.iter().rev().find(|it| it.act == wanted);
    let order = open_order(case.events);
    let mut standing = Standing {
        is_graded: known.is_some(),
        level_of_guide: level_known((&facts, &guide.policy.thresholds), machine, None),
        level,
        decision,
        proposed: proposal(case.events).map(|(_, level)| level),
        state: IncidentState::Detected,
        is_triaged: last(IncidentAct::Triage).is_some_and(|it| it.machine == machine),
        pending: pending(&clocks, order.as_ref(), guide.context),
        order,
        missing: Vec::new(),
        classification,
        clocks,
    };
    let known = Known { incident: case.incident, as_of: guide.context.as_of };
    let archived = last(IncidentAct::Archive).is_some_and(|it| it.receipt == case.receipt);
    standing.state = if archived { IncidentState::Archived } else { known.state(&standing) };
    standing.missing = Missing::ALL.into_iter().filter(|it| known.lacks(*it, &standing)).collect();
    standing
}

/// What the party said of an incident by an instant.
#[derive(Clone, Copy)]
struct Known<'a> {
    incident: &'a Incident,
    as_of: Timestamp,
}

impl Known<'_> {
    fn has(self, event: Event) -> bool {
        self.incident.at(event).is_some_and(|it| it <= self.as_of)
    }

    /// The furthest step that is known.
    fn state(self, standing: &Standing) -> IncidentState {
        if self.has(Event::HandlingEnd) {
            return match (self.has(Event::Summary), standing.clocks.summary().is_some()) {
                (true, _) => IncidentState::Summarised,
                (false, true) => IncidentState::SummaryDue,
                (false, false) => IncidentState::HandlingEnded,
            };
        }
        let steps = [
            (self.has(Event::Containment), IncidentState::Contained),
            (self.has(Event::PlanStart), IncidentState::Handling),
            (self.has(Event::Report), IncidentState::Reported),
            (standing.is_triaged, IncidentState::Triaged),
        ];
        let furthest = steps.into_iter().find(|(is_known, _)| *is_known);
        furthest.map_or(IncidentState::Detected, |(_, state)| state)
    }

    /// Whether something is missing that has to be there.
    fn lacks(self, missing: Missing, standing: &Standing) -> bool {
        let is_exempt = self.has(Event::NoticeExemption);
        let has_personal_information = self.incident.concerns_personal_information() == Some(true);
        match missing {
            Missing::Triage => !standing.is_triaged,
            Missing::Downgrade => standing.proposed.is_some(),
            Missing::Discovery => !self.has(Event::Discovery),
            Missing::Report => {
                let mut reports = standing.clocks.reports();
                reports.any(|it| it.id != ClockId::CiiPoliceReport) && !self.has(Event::Report)
            }
            Missing::PoliceReport => {
                let mut reports = standing.clocks.reports();
                reports.any(|it| it.id == ClockId::CiiPoliceReport)
                    && !self.has(Event::PoliceReport)
            }
            Missing::HandlingEnd => !self.has(Event::HandlingEnd),
            Missing::Summary => standing.clocks.summary().is_some() && !self.has(Event::Summary),
            Missing::AuthorityNotice => {
                has_personal_information && !self.has(Event::AuthorityNotice)
            }
            Missing::IndividualNotice => {
                has_personal_information && !is_exempt && !self.has(Event::IndividualNotice)
            }
            Missing::Exemption => {
                let is_told = self.has(Event::IndividualNotice);
                has_personal_information && is_exempt && !is_told && !self.proves_exemption()
            }
            Missing::Rectification => standing.order.is_some(),
        }
    }

    /// Whether the exemption has its reason and its evidence; whoever archives approves of it.
    fn proves_exemption(self) -> bool {
        let exemption = Event::NoticeExemption;
        let mut acts = self.incident.acts.iter().filter(|it| it.event == exemption);
        let mut evidence = self.incident.evidence.iter();
        acts.any(|it| !it.note.trim().is_empty())
            && evidence.any(|it| it.proves == Some(exemption) && it.effective_at <= self.as_of)
    }
}
