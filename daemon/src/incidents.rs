//! Incidents in force: the level that counts, and where their clocks stand at an instant.

use config::locale::{Language, Words};
use config::policy::Policy;
use jiff::Timestamp;
use metrics::calendar::Calendar;
use metrics::finding::Fault;
use metrics::incident::lifecycle::{Pending, level_known, level_scored, pending};
use metrics::incident::{Classification, ClockContext, Clocks, Level, classify, clocks};
use metrics::party::PartyId;
use metrics::source::Source;
use store::incident_events::{LevelDecisions, OpenOrders};
use store::incidents::StoredIncident;
use store::{Reader, StoreError};

use crate::installation::Installation;

mod look;

pub(crate) use look::{Due, Memory, look};

/// Judges incidents as known at an instant.
#[derive(Debug)]
pub struct Judge<'a> {
    installation: &'a Installation,
    calendar: Calendar,
    decisions: LevelDecisions,
    orders: OpenOrders,
    as_of: Timestamp,
}

impl<'a> Judge<'a> {
    /// A judge by the policy of an installation and by what people decided and ordered about a party's
    /// incidents, or about all.
    ///
    /// # Errors
    ///
    /// Returns an error if the database fails.
    pub async fn read(
        installation: &'a Installation,
        reader: &Reader,
        (party, as_of): (Option<&PartyId>, Timestamp),
    ) -> Result<Self, StoreError> {
        let decisions = reader.level_decisions(party, as_of).await?;
        let orders = reader.open_orders(party, as_of).await?;
        Ok(Self {
            installation,
            calendar: installation.policy.calendar(),
            decisions,
            orders,
            as_of,
        })
    }

    /// How the guide grades an incident, the level that counts, where there is one, and where its clocks
    /// stand.
    #[must_use]
    pub fn clocks(&self, it: &StoredIncident) -> (Classification, Option<Level>, Clocks) {
        let policy = &self.installation.policy.incident;
        let (facts, scale) = (it.incident.facts(), &policy.thresholds);
        let classified = classify(&facts, scale);
        let level = level_known((&facts, scale), classified.level, self.decisions.of(it));
        let clocks = clocks(&it.incident, level, &policy.clocks, &self.context());
        (classified, level, clocks)
    }

    /// The level of an incident that scores go by, where there is one, and where the clocks of that level
    /// stand.
    #[must_use]
    pub fn scored(&self, it: &StoredIncident) -> (Option<Level>, Clocks) {
        let policy = &self.installation.policy.incident;
        let (facts, scale) = (it.incident.facts(), &policy.thresholds);
        let machine = classify(&facts, scale).level;
        let level = level_scored((&facts, scale), machine, self.decisions.of(it));
        (level, clocks(&it.incident, level, &policy.clocks, &self.context()))
    }

    /// What an incident with these clocks is open for, what presses most first.
    #[must_use]
    pub fn pending(&self, it: &StoredIncident, clocks: &Clocks) -> Vec<Pending> {
        pending(clocks, self.orders.of(it), &self.context())
    }

    fn context(&self) -> ClockContext<'_> {
        let zone = &self.installation.settings.clock.zone;
        ClockContext { as_of: self.as_of, zone, calendar: &self.calendar }
    }
}

/// Names what threatens whoever breaks a rule.
pub(crate) struct Penalties<'a> {
    policy: &'a Policy,
    words: [Words; 2],
}

impl<'a> Penalties<'a> {
    pub(crate) fn new(policy: &'a Policy) -> Self {
        Self { policy, words: Language::ALL.map(Words::new) }
    }

    /// Adds it to the arguments of a fault, in both languages.
    fn name(&self, fault: &mut Fault) {
        let sources = self.policy.incident.clocks.penalties_of(fault.rule);
        let [zh, en] = &self.words;
        fault.arguments.push(("penalty_zh", penalty(self.policy, sources, zh)));
        fault.arguments.push(("penalty_en", penalty(self.policy, sources, en)));
    }
}

/// What threatens, in words.
pub(crate) fn penalty(policy: &Policy, sources: &[Source], words: &Words) -> String {
    if sources.is_empty() {
        return words.get("incident-no-penalty");
    }
    let separator = match words.language() {
        Language::Zh => "、",
        Language::En => "; ",
    };
    let articles: Vec<String> = sources.iter().map(|it| policy.citation(it, words)).collect();
    words.format("incident-penalty", &[("articles", articles.join(separator))])
}

#[cfg(test)]
mod tests;
