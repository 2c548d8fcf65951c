//! Incidents as `show incidents` gives them: level, clocks, and what each is open for.

use std::collections::BTreeMap;

use config::locale::{Language, Words};
use jiff::Timestamp;
use metrics::clean::clean_inline;
use metrics::incident::lifecycle::{Pending, Urgency};
use metrics::incident::{Class, Classification, Clocks, Incident, Level};
use metrics::party::PartyId;
use reports::table::fold;
use reports::wording;
use serde::Serialize;
use serde_json::{Value, json};
use store::incidents::{IncidentFilter, StoredIncident};
use store::{Reader, StoreError};

use super::super::finding::Message;
use super::PAGE;
use crate::incidents::Judge;
use crate::installation::Installation;

/// Which incidents are asked for.
#[derive(Clone, Copy)]
pub(super) struct Asked<'a> {
    /// Only of this party.
    pub(super) party: Option<&'a PartyId>,
    /// Only those that are open.
    pub(super) is_open: bool,
    /// As known at this instant of the past; now, if there is none.
    pub(super) as_of: Option<Timestamp>,
}

/// One incident.
#[derive(Debug, Serialize)]
pub(super) struct IncidentJson<'a> {
    party: PartyId,
    class: Option<Class<'a>>,
    level: Option<&'static str>,
    open_for: Vec<PendingSaid>,
    classification: Classification,
    further_levels: Vec<Classification>,
    clocks: Clocks,
    said: Vec<ClockSaid>,
    receipt: String,
    row: u64,
    incident: Incident,
}

/// What an incident is open for, in words, too.
#[derive(Debug, Serialize)]
struct PendingSaid {
    #[serde(flatten)]
    pending: Pending,
    #[serde(flatten)]
    said: Message,
}

/// Where a clock stands, in words: `not computable (discovery unknown)`.
#[derive(Debug, Serialize)]
struct ClockSaid {
    id: &'static str,
    #[serde(flatten)]
    state: Message,
}

/// The incidents that are asked for: those that are open by what presses most, all by their numbers.
pub(super) async fn found<'a>(
    installation: &'a Installation,
    reader: &Reader,
    asked: Asked<'_>,
) -> Result<Vec<IncidentJson<'a>>, StoreError> {
    let as_of = asked.as_of.unwrap_or_else(|| installation.clock.now());
    let tell = Tell {
        installation,
        judge: Judge::read(installation, reader, (asked.party, as_of)).await?,
        words: Language::ALL.map(Words::new),
    };
    // Which ones were open in the past, only a look at all of them tells.
    let open_only = asked.is_open && asked.as_of.is_none();
    let filter = IncidentFilter { party: asked.party, open_only };
    let (mut found, mut pages) = (Vec::new(), reader.incidents(filter, (as_of, PAGE)));
    while let Some(page) = pages.next_page().await? {
        let told = page.into_iter().map(|it| tell.incident(it));
        found.extend(told.filter(|it| !asked.is_open || !it.open_for.is_empty()));
    }
    if asked.is_open {
        found.sort_by_key(|it| it.open_for.first().map(|it| it.pending.urgency()));
    }
    Ok(found)
}

/// The answer as one document, with the duties that no submission shows.
pub(super) fn document(found: &[IncidentJson<'_>], installation: &Installation) -> Value {
    let mut by_level: BTreeMap<&str, u64> = BTreeMap::new();
    for it in found {
        *by_level.entry(it.level.unwrap_or("unknown")).or_default() += 1;
    }
    let unchecked = &installation.policy.incident.clocks.unchecked;
    json!({
        "count": found.len(), "by_level": by_level, "incidents": found, "unchecked": unchecked,
    })
}

/// Lines for a person, which fit a terminal: how grave, which and whose, below it what presses most of what
/// it is open for. The rest is counted, and the last line says how to see it.
pub(super) fn lines(found: &[IncidentJson<'_>], words: &Words) -> Vec<String> {
    let of = |it: &IncidentJson<'_>| {
        let level = it.level.map_or("cli-incident-no-level".to_owned(), |it| format!("level-{it}"));
        let arguments = [
            ("level", words.get(&level)),
            ("incident", it.incident.incident_no.clone()),
            ("party", it.party.to_string()),
        ];
        let head = words.format("cli-incident-line", &arguments);
        [clean_inline(&head), format!("  {}", clean_inline(&it.presses(words)))]
    };
    let is_cut = found.iter().any(|it| 1 < it.open_for.len());
    let hint = is_cut.then(|| words.get("cli-incident-whole"));
    found.iter().flat_map(of).chain(hint).map(|it| fold(&it).trim_end().to_owned()).collect()
}

impl IncidentJson<'_> {
    /// What presses most; where that has no last instant, what has the next one; and how much there is
    /// besides.
    fn presses(&self, words: &Words) -> String {
        let Some(first) = self.open_for.first() else {
            return words.get("cli-incident-settled");
        };
        let is_due = |it: &&PendingSaid| matches!(it.pending.urgency(), Urgency::Due(_));
        let next = self.open_for.iter().find(is_due);
        let is_timeless = matches!(first.pending.urgency(), Urgency::AtOnce | Urgency::Unclear);
        let said = |it: &PendingSaid| match words.language() {
            Language::Zh => it.said.zh.clone(),
            Language::En => it.said.en.clone(),
        };
        let mut shown: Vec<String> =
            [Some(first), next.filter(|_| is_timeless)].into_iter().flatten().map(said).collect();
        let more = self.open_for.len() - shown.len();
        if 0 < more {
            shown.push(words.format("cli-incident-more", &[("more", more.to_string())]));
        }
        shown.join(&words.get("cli-incident-separator"))
    }
}

/// Says what is known of incidents.
struct Tell<'a> {
    installation: &'a Installation,
    judge: Judge<'a>,
    /// In the order of [`Language::ALL`].
    words: [Words; 2],
}

impl<'a> Tell<'a> {
    fn incident(&self, it: StoredIncident) -> IncidentJson<'a> {
        let policy = &self.installation.policy;
        let (classification, level, clocks) = self.judge.clocks(&it);
        let pending = self.judge.pending(&it, &clocks).into_iter();
        let open_for = pending.map(|pending| PendingSaid { said: self.pending(&pending), pending });
        let said = clocks.all().map(|clock| ClockSaid {
            id: clock.id.as_str(),
            state: self.in_both(|words| wording::clock_state(clock.state, words)),
        });
        IncidentJson {
            open_for: open_for.collect(),
            said: said.collect(),
            class: policy.incident_types.class_of(&it.incident),
            level: level.map(Level::as_str),
            further_levels: policy.incident.further_levels(&it.incident),
            classification,
            clocks,
            party: it.party,
            receipt: it.receipt,
            row: it.origin.row,
            incident: it.incident,
        }
    }

    /// What is waited for, and where it stands: `report of an operator: missed, by 2026-10-02 03:30:00 +08:00`.
    fn pending(&self, it: &Pending) -> Message {
        let zone = &self.installation.settings.clock.zone;
        self.in_both(|words| {
            let what = words.get(&format!("incident-clock-{}", it.awaited.as_str()));
            let state = wording::clock_state(it.state, words);
            let Some(due_at) = it.due_at else {
                return words.format("incident-open-for", &[("what", what), ("state", state)]);
            };
            let due = wording::instant(due_at, zone);
            words.format("incident-open-for-by", &[("what", what), ("state", state), ("due", due)])
        })
    }

    fn in_both(&self, say: impl Fn(&Words) -> String) -> Message {
        let [zh, en] = &self.words;
        Message { zh: say(zh), en: say(en) }
    }
}
