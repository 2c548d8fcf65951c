//! Incidents through the doors: read as known at an instant, and acted on.

use metrics::incident::lifecycle::{IncidentAct, IncidentState, Missing};
use metrics::incident::{Incident, IncidentFact, Level, Quantity};

use super::*;
use crate::query::IncidentCase;

async fn post(office: &Office) {
    let party = party();
    let mut source = Cursor::new(b"incidents".to_vec());
    let new = submission(Kind::Incident, &party);
    let received = office.writer.receive(&new, &mut source).await.unwrap();
    let stored = office.writer.reader().submission(&received.receipt).await.unwrap().unwrap();
    let mut posting = office.writer.begin_posting(&stored, now()).await.unwrap().unwrap();
    let incident = Incident {
        incident_no: "2026-7".to_owned(),
        discovered_at: Some(now()),
        figures: [(Quantity::Persons, 1_200_000)].into(),
        ..Incident::default()
    };
    posting
        .incidents(&[IncidentFact { party, incident, origin: Origin::default() }])
        .await
        .unwrap();
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
        Act::OnIncident { party, incident_no, act, note }
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
    let page = li.load(Request::Incidents { before: NEWEST, as_of: later }).await;
    assert_eq!(page, Ok(Payload::Incidents(vec![*after])));
}
