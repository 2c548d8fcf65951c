//! Incidents in force: their clocks at an instant, what these break, and of what people are reminded.

use std::collections::BTreeMap;

use config::locale::{Language, Words};
use config::policy::Policy;
use jiff::Timestamp;
use metrics::calendar::Calendar;
use metrics::finding::Fault;
use metrics::incident::lifecycle::{level_in_force, level_known};
use metrics::incident::{
    Classification, Clock, ClockContext, Clocks, Incident, IncidentFact, Level, Version, classify,
    clocks, concealed, faults, next_change, reminders,
};
use metrics::party::PartyId;
use metrics::source::Source;
use store::incident_events::LevelDecisions;
use store::incidents::{EarlierIncident, StoredIncident};
use store::{Reader, StoreError};

use crate::installation::Installation;

/// Incidents read at once.
const PAGE: i64 = 1_000;

/// Judges incidents as known at an instant.
#[derive(Debug)]
pub struct Judge<'a> {
    installation: &'a Installation,
    calendar: Calendar,
    decisions: LevelDecisions,
    as_of: Timestamp,
}

/// What is to be reminded of.
#[derive(Clone, Debug)]
pub(crate) struct Due {
    pub(crate) party: PartyId,
    pub(crate) incident_no: String,
    pub(crate) title: String,
    pub(crate) clock: Clock,
    /// Which of the clock's reminders.
    pub(crate) step: u32,
    /// Since when nothing has happened.
    pub(crate) since: Timestamp,
}

/// What a look at every incident gave.
#[derive(Debug, Default)]
pub(crate) struct Look {
    pub(crate) faults: Vec<Fault>,
    pub(crate) due: Vec<Due>,
    /// When something changes next although nothing is handed in.
    pub(crate) next_at: Option<Timestamp>,
}

impl<'a> Judge<'a> {
    /// A judge by the policy of an installation and by what people decided on the levels of a party's
    /// incidents, or of all.
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
        Ok(Self { installation, calendar: installation.policy.calendar(), decisions, as_of })
    }

    /// How the guide grades an incident, the level that counts, and where its clocks stand.
    #[must_use]
    pub fn clocks(&self, it: &StoredIncident) -> (Classification, Level, Clocks) {
        let policy = &self.installation.policy.incident;
        let classified = classify(&it.incident.facts(), &policy.thresholds);
        let level = level_in_force(classified.level, self.decisions.of(it));
        let known = self.level_known(it);
        let clocks = clocks(&it.incident, known, &policy.clocks, &self.context());
        (classified, level, clocks)
    }

    /// The level that counts, where there is one.
    #[must_use]
    pub fn level_known(&self, it: &StoredIncident) -> Option<Level> {
        let facts = it.incident.facts();
        let machine = classify(&facts, &self.installation.policy.incident.thresholds).level;
        level_known(&facts, machine, self.decisions.of(it))
    }

    fn context(&self) -> ClockContext<'_> {
        let zone = &self.installation.settings.clock.zone;
        ClockContext { as_of: self.as_of, zone, calendar: &self.calendar }
    }

    /// Adds what one incident breaks and asks for.
    fn look_at(&self, it: &StoredIncident, earlier: &[EarlierIncident], look: &mut Look) {
        let policy = &self.installation.policy.incident;
        let (_, _, clocks) = self.clocks(it);
        let fact = IncidentFact {
            party: it.party.clone(),
            incident: it.incident.clone(),
            origin: it.origin,
        };
        let context = self.context();
        let rules = (&policy.clocks, &context);
        look.faults.extend(faults(&fact, &clocks, rules));
        let earlier: Vec<Version<'_>> = earlier.iter().map(version).collect();
        let current =
            Version { incident: &it.incident, receipt: &it.receipt, received_at: it.received_at };
        let decision = self.decisions.of(it);
        let level = |incident: &Incident| {
            let facts = incident.facts();
            level_known(&facts, classify(&facts, &policy.thresholds).level, decision)
        };
        let by = (level, &policy.clocks);
        look.faults.extend(concealed(&fact, (current, &earlier), by, &context));
        look.due.extend(reminders(&it.incident, &clocks, rules).into_iter().map(|due| Due {
            party: it.party.clone(),
            incident_no: it.incident.incident_no.clone(),
            title: it.incident.title.clone(),
            clock: due.clock.clone(),
            step: due.step,
            since: due.since,
        }));
        let next = next_change(&it.incident, &clocks, rules);
        look.next_at = look.next_at.into_iter().chain(next).min();
    }
}

fn version(it: &EarlierIncident) -> Version<'_> {
    Version { incident: &it.incident, receipt: &it.receipt, received_at: it.received_at }
}

/// Looks at every incident in force.
///
/// # Errors
///
/// Returns an error if the database fails.
pub(crate) async fn look(
    installation: &Installation,
    reader: &Reader,
    now: Timestamp,
) -> Result<Look, StoreError> {
    let judge = Judge::read(installation, reader, (None, now)).await?;
    let mut look = Look::default();
    let mut after = 0;
    loop {
        let page = reader.incidents_after(after, None, (now, PAGE)).await?;
        let Some(last) = page.last() else { break };
        let earlier = earlier(reader, (after, last.id), now).await?;
        after = last.id;
        for it in &page {
            let earlier = earlier.get(&it.id).map_or(&[][..], Vec::as_slice);
            judge.look_at(it, earlier, &mut look);
        }
    }
    let penalties = Penalties::new(&installation.policy);
    look.faults.iter_mut().for_each(|it| penalties.name(it));
    Ok(look)
}

/// What was said before of incidents with numbers in a span, by the number of what is in force.
async fn earlier(
    reader: &Reader,
    span: (i64, i64),
    now: Timestamp,
) -> Result<BTreeMap<i64, Vec<EarlierIncident>>, StoreError> {
    let (mut all, mut after) = (BTreeMap::<i64, Vec<EarlierIncident>>::new(), 0);
    loop {
        let page = reader.earlier_incidents(span, now, (after, PAGE)).await?;
        let Some(last) = page.last() else { return Ok(all) };
        after = last.id;
        for it in page {
            all.entry(it.current_id).or_default().push(it);
        }
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
