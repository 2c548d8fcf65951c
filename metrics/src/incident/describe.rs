//! `incident classify`: the level and clocks of an incident that somebody describes in JSON.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt;

use jiff::Timestamp;
use serde::de::{self, IgnoredAny, MapAccess, Visitor};
use serde::{Deserialize, Deserializer, Serialize};
use thiserror::Error;

use super::IncidentPolicy;
use super::classify::{Asked, Classification, Facts, Level, Matched, classify};
use super::clock::{ClockContext, ClockId, ClockRule, Concern, Limit};
use super::facts::{Event, Incident, Reporter};
use super::instant::{format_instant, parse_instant};
use super::quantity::{Matter, Quantity};
use crate::money::parse_minor;
use crate::source::{Name, Source};

/// A described incident. What is absent or null is unknown.
#[derive(Debug, Deserialize)]
pub struct ClassifyInput {
    /// When the reporter found it: RFC 3339, or local time, as all instants here.
    #[serde(default)]
    pub discovered_at: Option<String>,
    /// When somebody else told the reporter.
    #[serde(default)]
    pub learned_at: Option<String>,
    /// When it was reported.
    #[serde(default)]
    pub reported_at: Option<String>,
    /// When handling ended.
    #[serde(default)]
    pub handled_at: Option<String>,
    /// Whose duty it is to report; an ordinary operator where nobody says.
    #[serde(default)]
    pub reporter: Option<Reporter>,
    /// Whether critical information infrastructure is concerned; an outage of such says so as well.
    #[serde(default)]
    pub cii: Option<bool>,
    /// Direct economic loss, a number or a decimal as text.
    #[serde(default)]
    pub loss_yuan: Option<LossFen>,
    /// Outages, whole and main.
    #[serde(default)]
    pub outage: Vec<DescribedOutage>,
    /// Scales of sectors to grade it on besides, by id.
    #[serde(default)]
    pub scale: Vec<String>,
    /// Further figures by the name of their [`Quantity`], such as `persons`, and words by that of
    /// their [`Matter`]. What is neither is named in the answer as ignored.
    #[serde(flatten, deserialize_with = "once_each")]
    pub further: BTreeMap<String, Further>,
}

/// One outage.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct DescribedOutage {
    /// Of what.
    pub scope: OutageScope,
    /// How long.
    pub minutes: u64,
    /// Whether it is of critical information infrastructure; the annex of CN-NIR grades no other.
    pub cii: bool,
}

/// What was out.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum OutageScope {
    /// The whole system.
    Whole,
    /// Its main function.
    Main,
}

/// A further member of the description.
#[derive(Debug, Deserialize)]
#[serde(untagged)]
pub enum Further {
    /// A whole number, or null.
    Figure(Option<u64>),
    /// A word.
    Word(String),
    /// Anything else.
    Other(IgnoredAny),
}

/// An amount of yuan, read as fen without a float.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct LossFen(u64);

/// Why a description cannot be classified.
#[derive(Clone, Debug, PartialEq, Eq, Error)]
pub enum DescribeError {
    /// An instant cannot be read.
    #[error("{member} is {text:?}, not YYYY-MM-DD HH:MM or RFC 3339 with offset")]
    Instant {
        /// The member.
        member: &'static str,
        /// What stands there.
        text: String,
    },
    /// A figure is not a whole number.
    #[error("{} is not a whole number of at least 0", .quantity.as_str())]
    Figure {
        /// The figure.
        quantity: Quantity,
    },
    /// What is said of a matter is none of its words.
    #[error("{} is none of {}", .matter.as_str(), words(*.matter))]
    Word {
        /// The matter.
        matter: Matter,
    },
    /// What is said twice, or once of all and once of a part, cannot be compared.
    #[error("{member} is said twice, in different places")]
    Twice {
        /// The member.
        member: &'static str,
    },
    /// An instant comes before the discovery.
    #[error("{member} comes before the discovery")]
    Order {
        /// The member.
        member: &'static str,
    },
    /// There is no such scale.
    #[error("there is no scale {id:?}")]
    Scale {
        /// What was named.
        id: String,
    },
}

fn words(matter: Matter) -> String {
    matter.words().iter().map(|(en, _)| *en).collect::<Vec<_>>().join(", ")
}

/// The answer.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct ClassifyOutput {
    /// The level on the scale that decides duties.
    pub level: Level,
    /// What it follows from.
    pub conditions: Vec<Matched>,
    /// Conditions that would be met by a bound that is switched off; they count for nothing.
    pub withheld: Vec<Matched>,
    /// The statutory clocks that run.
    pub clocks: Vec<DescribedClock>,
    /// Statutory clocks that start with an event that is not known yet.
    pub later: Vec<LaterClock>,
    /// Clocks set by agreement; never law.
    pub agreement: Vec<DescribedClock>,
    /// Whether personal information leaked, so that the authority and the individuals have to be
    /// told at once (CN-PIPL art. 57).
    pub pipl_notice_required: bool,
    /// What the guide asks for and nobody knows: the level may be higher.
    pub unknown: Vec<Asked>,
    /// Members of the description that the guide does not ask for.
    pub ignored: Vec<String>,
    /// The scale that decides duties.
    pub scale: String,
    /// The edition of its guide.
    pub guide_version: String,
    /// The levels on the scales of sectors that were asked for.
    pub further: Vec<Classification>,
}

/// A clock of the answer.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct DescribedClock {
    /// Which.
    pub id: ClockId,
    /// Who has to be told.
    pub receiver: Name,
    /// How long it runs.
    pub limit: Limit,
    /// The last instant, local time with offset; null where discovery is not known, and where the law
    /// says at once and no number.
    pub due_at: Option<String>,
    /// Where it comes from.
    pub basis: Source,
}

/// A clock that has not started.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct LaterClock {
    /// Which.
    pub id: ClockId,
    /// Who has to be told.
    pub receiver: Name,
    /// What will start it.
    pub starts: Event,
    /// How long it will run.
    pub limit: Limit,
    /// Where it comes from.
    pub basis: Source,
}

/// Classifies a described incident. The instant in `context` does not matter: no state is judged.
///
/// # Errors
///
/// The first instant, figure, word or scale that cannot be read, is said twice or comes too early.
pub fn classify_described(
    input: &ClassifyInput,
    policy: &IncidentPolicy,
    context: &ClockContext<'_>,
) -> Result<ClassifyOutput, DescribeError> {
    let instant = |member, text: &Option<String>| match text {
        None => Ok(None),
        Some(text) => match parse_instant(text, context.zone) {
            Some(instant) => Ok(Some(instant)),
            None => Err(DescribeError::Instant { member, text: text.clone() }),
        },
    };
    let incident = Incident {
        discovered_at: instant("discovered_at", &input.discovered_at)?,
        learned_at: instant("learned_at", &input.learned_at)?,
        reported_at: instant("reported_at", &input.reported_at)?,
        handled_at: instant("handled_at", &input.handled_at)?,
        reporter: input.reporter.unwrap_or_default(),
        cii: input.concerns_cii()?,
        ..Incident::default()
    };
    let discovered_at = incident.at(Event::Discovery);
    for (member, at) in [("reported_at", incident.reported_at), ("handled_at", incident.handled_at)]
    {
        if discovered_at.zip(at).is_some_and(|(first, second)| second < first) {
            return Err(DescribeError::Order { member });
        }
    }
    let (facts, ignored) = input.facts()?;
    let classified = classify(&facts, &policy.thresholds);
    let further = input.scale.iter().map(|id| match policy.scale(id) {
        Some(scale) => Ok(classify(&facts, scale)),
        None => Err(DescribeError::Scale { id: id.clone() }),
    });
    let binding = |list: &[ClockRule]| {
        let applies = |it: &&ClockRule| {
            it.binds(incident.bound_as())
                && it.level_at_least <= classified.level
                && it.concerns.is_none_or(|it| described_concern(it, &facts))
                && discovered_at.is_none_or(|at| it.is_in_force(at, &policy.clocks.zone))
        };
        list.iter().filter(applies).cloned().collect::<Vec<_>>()
    };
    // Discovery is the start of a description: its clocks are shown even where it is not known.
    let started =
        |it: &ClockRule| it.starts == Event::Discovery || start_of(it, &incident).is_some();
    let statutory = binding(&policy.clocks.statutory);
    let (running, later): (Vec<_>, Vec<_>) = statutory.into_iter().partition(started);
    let described = |rule: ClockRule| described(rule, &incident, context);
    Ok(ClassifyOutput {
        level: classified.level,
        conditions: classified.conditions,
        withheld: classified.withheld,
        clocks: running.into_iter().map(described).collect(),
        later: later.into_iter().map(LaterClock::from).collect(),
        agreement: binding(&policy.clocks.agreement).into_iter().map(described).collect(),
        pipl_notice_required: facts.concern_personal_information() == Some(true),
        unknown: classified.unknown,
        ignored,
        scale: classified.scale,
        guide_version: classified.guide_version,
        further: further.collect::<Result<_, _>>()?,
    })
}

/// When a clock starts. A report that is only described arrives when it is made (民法典 art. 137).
fn start_of(rule: &ClockRule, incident: &Incident) -> Option<Timestamp> {
    match rule.starts {
        Event::Receipt => incident.at(Event::Report),
        starts => incident.at(starts),
    }
}

/// A description says what leaked, and not what a report held.
fn described_concern(concern: Concern, facts: &Facts) -> bool {
    match concern {
        Concern::PersonalInformation => facts.concern_personal_information() == Some(true),
        Concern::Data => facts.concern_data() == Some(true),
        Concern::PreliminaryReport => false,
    }
}

fn described(rule: ClockRule, incident: &Incident, context: &ClockContext<'_>) -> DescribedClock {
    let due = start_of(&rule, incident).and_then(|it| rule.due(it, context));
    DescribedClock {
        id: rule.id,
        limit: rule.limit,
        due_at: due.map(|(due_at, _)| format_instant(due_at, context.zone)),
        receiver: rule.receiver,
        basis: rule.source,
    }
}

impl ClassifyInput {
    /// Whether critical information infrastructure is concerned, as said of the incident and of its
    /// outages.
    fn concerns_cii(&self) -> Result<Option<bool>, DescribeError> {
        let is_out = self.outage.iter().any(|it| it.cii);
        match self.cii {
            Some(false) if is_out => Err(DescribeError::Twice { member: "cii" }),
            said => Ok(said.or(is_out.then_some(true))),
        }
    }

    /// What is known, and the members that say nothing of it.
    fn facts(&self) -> Result<(Facts, Vec<String>), DescribeError> {
        let (mut figures, mut words) = (BTreeMap::new(), BTreeMap::new());
        let mut ignored = Vec::new();
        for (name, value) in &self.further {
            if let Some(quantity) = Quantity::parse(name) {
                let Further::Figure(figure) = *value else {
                    return Err(DescribeError::Figure { quantity });
                };
                figures.extend(figure.map(|it| (quantity, it)));
            } else if let Some(matter) = Matter::parse(name) {
                let word = match value {
                    Further::Figure(None) => continue,
                    Further::Word(text) => matter.word(text),
                    Further::Figure(Some(_)) | Further::Other(_) => None,
                };
                words.insert(matter, word.ok_or(DescribeError::Word { matter })?);
            } else {
                ignored.push(name.clone());
            }
        }
        figures.extend(self.loss_yuan.map(|it| (Quantity::LossYuan, it.0 / 100)));
        let said: BTreeSet<Quantity> = figures.keys().copied().collect();
        for outage in &self.outage {
            let (any, of_cii) = match outage.scope {
                OutageScope::Whole => {
                    (Quantity::OutageWholeMinutes, Quantity::CiiOutageWholeMinutes)
                }
                OutageScope::Main => (Quantity::OutageMainMinutes, Quantity::CiiOutageMainMinutes),
            };
            // Of a system that is no critical infrastructure it is known that none was out.
            let minutes_of_cii = if outage.cii { outage.minutes } else { 0 };
            for (quantity, minutes) in [(any, outage.minutes), (of_cii, minutes_of_cii)] {
                if said.contains(&quantity) {
                    return Err(DescribeError::Twice { member: quantity.as_str() });
                }
                let longest = figures.entry(quantity).or_default();
                *longest = minutes.max(*longest);
            }
        }
        Ok((Facts::new(figures, words), ignored))
    }
}

impl From<ClockRule> for LaterClock {
    fn from(rule: ClockRule) -> Self {
        let ClockRule { id, receiver, starts, limit, source, .. } = rule;
        Self { id, receiver, starts, limit, basis: source }
    }
}

/// Members by name; one that is there twice is an error, for nobody knows which is meant.
fn once_each<'de, D: Deserializer<'de>>(
    deserializer: D,
) -> Result<BTreeMap<String, Further>, D::Error> {
    deserializer.deserialize_map(MembersVisitor)
}

struct MembersVisitor;

impl<'de> Visitor<'de> for MembersVisitor {
    type Value = BTreeMap<String, Further>;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("an object, each of its members once")
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Self::Value, A::Error> {
        let mut members = BTreeMap::new();
        while let Some((name, value)) = map.next_entry::<String, Further>()? {
            if members.contains_key(&name) {
                return Err(de::Error::custom(format_args!("{name} is there twice")));
            }
            members.insert(name, value);
        }
        Ok(members)
    }
}

impl<'de> Deserialize<'de> for LossFen {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_any(LossVisitor)
    }
}

struct LossVisitor;

impl Visitor<'_> for LossVisitor {
    type Value = LossFen;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("an amount of yuan of at least 0 with at most 2 decimals")
    }

    fn visit_u64<E: de::Error>(self, yuan: u64) -> Result<LossFen, E> {
        self.visit_str(&yuan.to_string())
    }

    fn visit_f64<E: de::Error>(self, yuan: f64) -> Result<LossFen, E> {
        // The shortest decimal that means the number is the one that was written.
        self.visit_str(&yuan.to_string())
    }

    fn visit_str<E: de::Error>(self, yuan: &str) -> Result<LossFen, E> {
        let fen = parse_minor(yuan, 2).ok().and_then(|it| u64::try_from(it).ok());
        fen.map(LossFen).ok_or_else(|| E::invalid_value(de::Unexpected::Str(yuan), &self))
    }
}
