//! A look at incidents: what their clocks break, and of what people are reminded. It reads those alone that
//! changed since the last look, or of which an instant has come.

use std::collections::{BTreeMap, BTreeSet};

use jiff::Timestamp;
use metrics::finding::Fault;
use metrics::incident::lifecycle::{Pending, Urgency, level_known};
use metrics::incident::{
    Clock, Incident, IncidentFact, Version, classify, concealed, faults, next_change, next_clue,
    reminders,
};
use metrics::party::PartyId;
use store::incidents::{EarlierIncident, StoredIncident};
use store::open_incidents::PressingIncidents;
use store::{Reader, StoreError, Writer};

use super::{Judge, Penalties};
use crate::installation::Installation;

/// Incidents read at once.
const PAGE: i64 = 1_000;

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

/// What looks have found of the incidents in force, by the number of the report.
#[derive(Debug, Default)]
pub(crate) struct Memory {
    /// The last act of the audit log that the last look knew; `None` before the first.
    sequence: Option<i64>,
    seen: BTreeMap<i64, Seen>,
}

/// What a look found of one incident.
#[derive(Debug)]
struct Seen {
    faults: Vec<Fault>,
    /// When something changes next although nothing is handed in.
    next_at: Option<Timestamp>,
    /// Whether something is to come of it: it is open, or will change.
    is_unsettled: bool,
    /// How much it presses.
    urgency: Urgency,
}

impl Memory {
    /// What every incident breaks.
    pub(crate) fn faults(&self) -> impl Iterator<Item = &Fault> {
        self.seen.values().flat_map(|it| &it.faults)
    }

    /// When something changes next although nothing is handed in.
    pub(crate) fn next_at(&self) -> Option<Timestamp> {
        self.seen.values().filter_map(|it| it.next_at).min()
    }

    /// The incidents of which an instant has come, with how much they pressed.
    fn due(&self, now: Timestamp) -> impl Iterator<Item = (i64, Urgency)> {
        let has_come = move |it: &Seen| it.next_at.is_some_and(|it| it <= now);
        let due = self.seen.iter().filter(move |(_, it)| has_come(it));
        due.map(|(id, it)| (*id, it.urgency))
    }
}

/// Looks at the incidents that changed since the look that `memory` is of, up to an act of the audit log,
/// and at those of which an instant has come; at all of them where there was no look. Leaves in `memory`
/// what is found of all, keeps the list of what may be open, and returns of what people are to be reminded.
///
/// # Errors
///
/// Returns an error if the database fails; `memory` is of no use then.
pub(crate) async fn look(
    installation: &Installation,
    writer: &Writer,
    memory: &mut Memory,
    (now, sequence): (Timestamp, i64),
) -> Result<Vec<Due>, StoreError> {
    let reader = writer.reader();
    let judge = Judge::read(installation, reader, (None, now)).await?;
    let penalties = Penalties::new(&installation.policy);
    // Acts are numbered from 1; what the database came with is listed under 0.
    let since = memory.sequence.unwrap_or(-1);
    let mut listed = reader.incidents_listed((since, sequence), now).await?;
    let spans = if memory.sequence.is_none() {
        pages(reader.last_incident().await?)
    } else {
        for (id, urgency) in memory.due(now) {
            listed.entry(id).or_insert(urgency);
        }
        runs(listed.keys().copied())
    };
    memory.seen.retain(|id, _| !listed.contains_key(id));
    let (mut due, mut unsettled) = (Vec::new(), PressingIncidents::new());
    for span in spans {
        let page = reader.incidents_between(span, now).await?;
        let earlier = earlier(reader, span, now).await?;
        for it in &page {
            let earlier = earlier.get(&it.id).map_or(&[][..], Vec::as_slice);
            let mut seen = judge.look_at(it, earlier, &mut due);
            seen.faults.iter_mut().for_each(|it| penalties.name(it));
            unsettled.extend(seen.is_unsettled.then_some((it.id, seen.urgency)));
            memory.seen.insert(it.id, seen);
        }
    }
    let settled: BTreeSet<i64> =
        listed.keys().copied().filter(|id| !unsettled.contains_key(id)).collect();
    unsettled.retain(|id, urgency| listed.get(id) != Some(urgency));
    writer.list_incidents((&unsettled, &settled), sequence).await?;
    memory.sequence = Some(sequence);
    Ok(due)
}

/// Spans of at most a page, up to a number.
fn pages(last: i64) -> Vec<(i64, i64)> {
    let mut after = 0;
    let mut spans = Vec::new();
    while after < last {
        spans.push((after, last.min(after + PAGE)));
        after += PAGE;
    }
    spans
}

/// Rising numbers as spans of at most a page that hold nothing else.
fn runs(ids: impl Iterator<Item = i64>) -> Vec<(i64, i64)> {
    let mut spans: Vec<(i64, i64)> = Vec::new();
    for id in ids {
        match spans.last_mut() {
            Some((after, last)) if *last + 1 == id && *last - *after < PAGE => *last = id,
            _ => spans.push((id - 1, id)),
        }
    }
    spans
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

fn version(it: &EarlierIncident) -> Version<'_> {
    Version { incident: &it.incident, receipt: &it.receipt, received_at: it.received_at }
}

impl Judge<'_> {
    /// What one incident breaks, and adds of what people are to be reminded.
    fn look_at(
        &self,
        it: &StoredIncident,
        earlier: &[EarlierIncident],
        due: &mut Vec<Due>,
    ) -> Seen {
        let policy = &self.installation.policy.incident;
        let (_, _, clocks) = self.clocks(it);
        let fact = IncidentFact {
            party: it.party.clone(),
            incident: it.incident.clone(),
            origin: it.origin,
        };
        let context = self.context();
        let rules = (&policy.clocks, &context);
        let mut faults = faults(&fact, &clocks, rules);
        let earlier: Vec<Version<'_>> = earlier.iter().map(version).collect();
        let current =
            Version { incident: &it.incident, receipt: &it.receipt, received_at: it.received_at };
        let decision = self.decisions.of(it);
        let level = |incident: &Incident| {
            let (facts, scale) = (incident.facts(), &policy.thresholds);
            level_known((&facts, scale), classify(&facts, scale).level, decision)
        };
        let by = (level, &policy.clocks);
        faults.extend(concealed(&fact, (current, &earlier), by, &context));
        due.extend(reminders(&it.incident, &clocks, rules).into_iter().map(|due| Due {
            party: it.party.clone(),
            incident_no: it.incident.incident_no.clone(),
            title: it.incident.title.clone(),
            clock: due.clock.clone(),
            step: due.step,
            since: due.since,
        }));
        let next = next_change(&it.incident, &clocks, rules);
        let clue = next_clue(&it.incident, by, &context);
        let next_at = next.into_iter().chain(clue).min();
        let pending = self.pending(it, &clocks);
        let is_unsettled = !pending.is_empty() || next_at.is_some();
        let urgency = pending.first().map_or(Urgency::Later, Pending::urgency);
        Seen { faults, next_at, is_unsettled, urgency }
    }
}

#[cfg(test)]
mod tests;
