//! Incidents: one with everything that can be said of it, and one that nobody looked at yet.

use config::policy::Policy;
use jiff::civil::date;
use jiff::tz::TimeZone;
use metrics::form::Origin;
use metrics::incident::lifecycle::{Guide, IncidentAct, IncidentEvent};
use metrics::incident::{
    Act, ClockContext, Event, Evidence, Incident, Level, Matter, Quantity, Topic, Word,
};
use store::incident_events::IncidentFile;
use store::incidents::StoredIncident;

use super::{RECEIPT, SHA256, World, ago, now, party};
use crate::query::IncidentCase;

/// Both, the fuller one first.
pub(super) fn register(world: &World) -> Vec<IncidentCase> {
    let new = Incident {
        incident_no: "2026-6".to_owned(),
        title: world.text.clone(),
        discovered_at: Some(ago(1)),
        figures: [(Quantity::Persons, 2_000_000)].into(),
        ..Incident::default()
    };
    vec![full(world), case((1, new), Vec::new())]
}

/// The fuller one.
pub(super) fn full(world: &World) -> IncidentCase {
    case((2, incident(world)), events(world))
}

fn case((id, incident): (i64, Incident), events: Vec<IncidentEvent>) -> IncidentCase {
    let stored = StoredIncident {
        id,
        party: party(),
        incident,
        receipt: RECEIPT.to_owned(),
        sha256: SHA256.to_owned(),
        received_at: ago(60),
        origin: Origin { row: 2, byte_offset: 40, byte_length: 60 },
    };
    let file = IncidentFile { stored, events };
    let (policy, zone) = (Policy::builtin(), TimeZone::get("Asia/Shanghai").unwrap());
    let calendar = policy.calendar();
    let context = ClockContext { as_of: now(), zone: &zone, calendar: &calendar };
    let guide = Guide { policy: &policy.incident, context: &context };
    IncidentCase { standing: file.standing(guide), file, place: None }
}

/// Reported late, handled, and without the notices that personal information asks for.
fn incident(world: &World) -> Incident {
    let act = |event, hours| Act { at: ago(hours), event, items: vec![], note: world.text.clone() };
    Incident {
        incident_no: "2026-7".to_owned(),
        title: world.text.clone(),
        incident_type: Some("DSDATALEAK".to_owned()),
        discovered_at: Some(ago(100)),
        reported_at: Some(ago(94)),
        handled_at: Some(ago(80)),
        figures: [(Quantity::Persons, 1_200_000), (Quantity::OutageMainMinutes, 40)].into(),
        words: [(Matter::ImportantDataThreat, Word::FairlySerious)].into(),
        products: vec![world.text.clone()],
        acts: vec![act(Event::PlanStart, 99), act(Event::Containment, 90)],
        evidence: vec![Evidence {
            file: world.text.clone(),
            sha256: SHA256.to_owned(),
            effective_at: ago(89),
            proves: Some(Event::Containment),
        }],
        told: [(Topic::System, "数据开放网关"), (Topic::Impact, &*world.text)]
            .map(|(topic, text)| (topic, text.to_owned()))
            .into(),
        description: world.text.clone(),
        ..Incident::default()
    }
}

/// Its level was confirmed, raised and is to be lowered again; something is to be rectified.
fn events(world: &World) -> Vec<IncidentEvent> {
    let event = |act, hours, account: &str| IncidentEvent {
        act,
        at: ago(hours),
        account: account.to_owned(),
        note: world.text.clone(),
        machine: Level::FairlyMajor,
        guide_version: "2025-09".to_owned(),
        receipt: RECEIPT.to_owned(),
    };
    vec![
        event(IncidentAct::Triage, 50, "li"),
        event(IncidentAct::Upgrade(Level::Major), 49, "li"),
        event(IncidentAct::Order(date(2026, 6, 30)), 48, "li"),
        event(IncidentAct::ProposeDowngrade(Level::FairlyMajor), 47, "li"),
    ]
}
