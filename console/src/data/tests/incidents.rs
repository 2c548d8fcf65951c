//! Incidents through the doors: read as known at an instant, and acted on.

use metrics::incident::lifecycle::{IncidentAct, IncidentState, Missing};
use metrics::incident::{Act, Event, Incident, IncidentFact, Level, Matter, Quantity, Word};

use super::*;
use crate::query::{IncidentCase, IncidentPage};

async fn post(office: &Office) {
    report(office, &[("2026-7", 1_200_000)]).await;
}

/// Somebody hands in incidents, by number and persons; without persons, none is harmed and all is told.
async fn report(office: &Office, incidents: &[(&str, u64)]) {
    let party = party();
    let mut source = Cursor::new(format!("{incidents:?}").into_bytes());
    let new = submission(Kind::Incident, &party);
    let received = office.writer.receive(&new, &mut source).await.unwrap();
    let stored = office.writer.reader().submission(&received.receipt).await.unwrap().unwrap();
    let mut posting = office.writer.begin_posting(&stored, now()).await.unwrap().unwrap();
    let told = Event::AgreementNotice;
    let told = Act { at: now(), event: told, items: Vec::new(), note: String::new() };
    let no_threat =
        [Matter::CoreDataThreat, Matter::ImportantDataThreat].map(|it| (it, Word::Nothing));
    let fact = |&(number, persons): &(&str, u64)| IncidentFact {
        party: party.clone(),
        incident: Incident {
            incident_no: number.to_owned(),
            discovered_at: Some(now()),
            figures: [(Quantity::Persons, persons)].into(),
            words: no_threat.into(),
            acts: vec![told.clone()],
            ..Incident::default()
        },
        origin: Origin::default(),
    };
    posting.incidents(&incidents.iter().map(fact).collect::<Vec<_>>()).await.unwrap();
    posting.finish(&outcome(&[])).await.unwrap();
}

async fn case(source: &StoreSource, as_of: Timestamp) -> Box<IncidentCase> {
    let request = Request::Incident { party: party(), incident_no: "2026-7".to_owned(), as_of };
    match source.load(request).await {
        Ok(Payload::Incident(case)) => case,
        other => panic!("{other:?}"),
    }
}

#[tokio::test]
async fn an_incident_is_read_as_known_and_acted_on() {
    let office = Office::open().await;
    post(&office).await;
    let (li, wang) = (office.source("li").await, office.source("wang").await);
    let later = now() + jiff::SignedDuration::from_secs(60);
    let on = |act| {
        let (party, incident_no, note) =
            (party(), "2026-7".to_owned(), "备份含重要数据".to_owned());
        crate::query::Act::OnIncident { party, incident_no, act, note }
    };
    assert_eq!(li.act(on(IncidentAct::Triage), later).await, Ok(Done::Acted));
    assert_eq!(li.act(on(IncidentAct::Upgrade(Level::Major)), later).await, Ok(Done::Acted));
    let word = |result: Result<Done, Problem>| result.unwrap_err().word;
    let early = wang.act(on(IncidentAct::Archive), later).await;
    assert_eq!(word(early), "refused-incident-missing-report");
    let viewer = office.source("chen").await.act(on(IncidentAct::Comment), later).await;
    assert_eq!(word(viewer), "refused-needs-supervisor");

    let before = case(&li, now()).await;
    assert_eq!(before.standing.level, Level::FairlyMajor);
    assert_eq!(before.file.events, []);
    let after = case(&li, later).await;
    assert_eq!(after.standing.level, Level::Major);
    assert_eq!(after.standing.state, IncidentState::Triaged);
    assert_eq!(after.standing.missing[0], Missing::Report);
    let page = IncidentPage::Newest { before: NEWEST };
    let page = li.load(Request::Incidents { page, as_of: later }).await;
    assert_eq!(page, Ok(Payload::Incidents(vec![*after])));
}

#[tokio::test]
async fn what_asks_for_nothing_is_left_out_where_only_what_is_open_is_wanted() {
    let office = Office::open().await;
    // More settled ones than a page holds stand before the open one.
    let numbers: Vec<String> = (0..PAGE_ROWS + 5).map(|it| format!("S-{it}")).collect();
    let settled = numbers.iter().map(|it| (it.as_str(), 0));
    report(&office, &[("open", 1_200_000)].into_iter().chain(settled).collect::<Vec<_>>()).await;
    let source = office.source("li").await;
    let numbers = async |page| match source.load(Request::Incidents { page, as_of: now() }).await {
        Ok(Payload::Incidents(page)) => {
            page.into_iter().map(|it| it.file.stored.incident.incident_no).collect::<Vec<_>>()
        }
        other => panic!("{other:?}"),
    };
    assert_eq!(numbers(IncidentPage::Open { after: None }).await, ["open"]);
    assert_eq!(numbers(IncidentPage::Newest { before: NEWEST }).await.len(), PAGE_ROWS);
}
