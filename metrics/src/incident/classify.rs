//! The level of an incident by a scale: any one condition is enough, and the highest counts.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use super::quantity::{Matter, Quantity, Word};
use super::scale::{Bound, Condition, Graded, Scale};
use crate::source::{Name, Source};

/// How grave an incident is. Duties of CN-NIR begin at 较大.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Level {
    /// 一般.
    General,
    /// 较大.
    FairlyMajor,
    /// 重大.
    Major,
    /// 特别重大.
    EspeciallyMajor,
}

impl Level {
    /// Every level, mildest first.
    pub const ALL: [Self; 4] =
        [Self::General, Self::FairlyMajor, Self::Major, Self::EspeciallyMajor];

    /// The word used in files and in the database.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::General => "general",
            Self::FairlyMajor => "fairly_major",
            Self::Major => "major",
            Self::EspeciallyMajor => "especially_major",
        }
    }

    /// Reads what [`Level::as_str`] wrote.
    #[must_use]
    pub fn parse(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|level| level.as_str() == word)
    }
}

/// What is known of an incident's harm. What is not in it is unknown, never nothing.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Facts {
    /// The figures.
    pub figures: BTreeMap<Quantity, u64>,
    /// What is said in words.
    pub words: BTreeMap<Matter, Word>,
}

impl Facts {
    /// What is known, with what follows from it: whose sensitive personal information leaked is one
    /// of the persons whose personal information did.
    pub(super) fn new(mut figures: BTreeMap<Quantity, u64>, words: BTreeMap<Matter, Word>) -> Self {
        if let Some(&sensitive) = figures.get(&Quantity::SensitivePersons) {
            let persons = figures.entry(Quantity::Persons).or_default();
            *persons = sensitive.max(*persons);
        }
        Self { figures, words }
    }

    /// Whether something is known that a level of a scale follows from. How long a system was out is no
    /// such thing where the scale asks for outages of critical infrastructure, and nobody says whether it
    /// was one.
    #[must_use]
    pub fn answer(&self, scale: &Scale) -> bool {
        scale.figures.iter().any(|it| self.figures.contains_key(&it.of))
            || scale.words.iter().any(|it| self.words.contains_key(&it.of))
    }

    /// Whether a level of a scale follows from something that nobody says, so that it may be higher.
    #[must_use]
    pub fn leave_open(&self, scale: &Scale) -> bool {
        let mut figures = scale.figures.iter().filter(|it| it.bounds.count());
        let mut words = scale.words.iter().filter(|it| it.bounds.count());
        figures.any(|it| !self.figures.contains_key(&it.of))
            || words.any(|it| !self.words.contains_key(&it.of))
    }

    /// Whether personal information leaked, so that the authority and the individuals have to be
    /// told at once whatever the level (CN-PIPL art. 57, which has no number); `None` where nobody
    /// says.
    #[must_use]
    pub fn concern_personal_information(&self) -> Option<bool> {
        let persons = self.figures.get(&Quantity::Persons).map(|&it| 0 < it);
        let amount = self.words.get(&Matter::PersonalInformationAmount);
        persons.max(amount.map(|&it| it != Word::Nothing))
    }

    /// Whether data were harmed: personal information, or data of a class that the guide names. That
    /// none were follows only where it is said of each; else `None`.
    #[must_use]
    pub fn concern_data(&self) -> Option<bool> {
        let matters = [Matter::CoreDataThreat, Matter::ImportantDataThreat];
        let of_matter = |it| self.words.get(it).map(|&word| word != Word::Nothing);
        let mut said = matters.iter().map(of_matter).chain([self.concern_personal_information()]);
        if said.clone().any(|it| it == Some(true)) {
            return Some(true);
        }
        said.all(|it| it == Some(false)).then_some(false)
    }
}

/// The level of an incident by one scale, and what it follows from.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Classification {
    /// The scale.
    pub scale: String,
    /// The edition of its guide.
    pub guide_version: String,
    /// The highest level of a condition met, or 一般.
    pub level: Level,
    /// The conditions met: of figures, then of words, each in the order of the pack.
    pub conditions: Vec<Matched>,
    /// Conditions that would be met by a bound that is switched off because it is recalled only
    /// vaguely: they count for nothing, and a person has to look.
    pub withheld: Vec<Matched>,
    /// What the guide asks for and nobody knows: the level may be higher.
    pub unknown: Vec<Asked>,
}

/// What a guide asks for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(untagged)]
pub enum Asked {
    /// A figure.
    Quantity(Quantity),
    /// A word.
    Matter(Matter),
}

/// A condition that is met.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Matched {
    /// Its id.
    pub id: String,
    /// Its name.
    pub name: Name,
    /// The highest level whose bound is reached.
    pub level: Level,
    /// What was compared with what.
    #[serde(flatten)]
    pub compared: Compared,
    /// Where the bound comes from.
    pub basis: Source,
    /// Whether the bound still has to be compared with the official text.
    pub verify: bool,
}

/// What was found, and the bound that it reaches.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(untagged)]
pub enum Compared {
    /// A figure.
    Figure {
        /// Of what.
        quantity: Quantity,
        /// The figure.
        actual: u64,
        /// The bound.
        at_least: u64,
    },
    /// A word.
    Word {
        /// Of what.
        matter: Matter,
        /// The word.
        actual: Word,
        /// The bound.
        at_least: Word,
    },
}

/// Finds the level of an incident and every condition that it meets.
///
/// * **Source:** of CN-NIR its annex; bounds and the source of each are data of the policy pack.
/// * **Rounding:** none; a bound includes its number.
#[must_use]
pub fn classify(facts: &Facts, scale: &Scale) -> Classification {
    let mut found = Classification {
        scale: scale.id.clone(),
        guide_version: scale.guide_version.clone(),
        level: Level::General,
        conditions: Vec::new(),
        withheld: Vec::new(),
        unknown: Vec::new(),
    };
    for condition in &scale.figures {
        let quantity = condition.of;
        match facts.figures.get(&quantity) {
            None => found.unknown.push(Asked::Quantity(quantity)),
            Some(&actual) => found.compare(condition, actual, |at_least| Compared::Figure {
                quantity,
                actual,
                at_least,
            }),
        }
    }
    for condition in &scale.words {
        let matter = condition.of;
        match facts.words.get(&matter) {
            None => found.unknown.push(Asked::Matter(matter)),
            Some(&actual) => found.compare(condition, actual, |at_least| Compared::Word {
                matter,
                actual,
                at_least,
            }),
        }
    }
    found.level = found.conditions.iter().map(|it| it.level).max().unwrap_or(Level::General);
    found
}

impl Classification {
    /// Notes the highest bound that is reached, and one above it that would be if it counted.
    fn compare<K, V: Graded>(
        &mut self,
        condition: &Condition<K, V>,
        actual: V,
        compared: impl Fn(V) -> Compared,
    ) {
        let matched = |bound: &Bound<V>| Matched {
            id: condition.id.clone(),
            name: condition.name.clone(),
            level: bound.level,
            compared: compared(bound.at_least),
            basis: bound.source.clone(),
            verify: bound.needs_verification(),
        };
        let counting = condition.bounds.reached(actual, true);
        let withheld = condition.bounds.reached(actual, false);
        self.conditions.extend(counting.map(matched));
        let level = counting.map(|it| it.level);
        self.withheld.extend(withheld.filter(|it| level < Some(it.level)).map(matched));
    }
}
