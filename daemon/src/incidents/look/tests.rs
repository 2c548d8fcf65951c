//! A look that reads little finds what a look at everything finds, and the list is what a scan finds open.

use std::io::Cursor;
use std::path::Path;

use config::settings::Settings;
use jiff::SignedDuration;
use jiff::civil::date;
use metrics::calendar::Calendar;
use metrics::form::Origin;
use metrics::incident::lifecycle::{Guide, IncidentAct};
use metrics::incident::{Act, ClockContext, Event, Evidence, Level, Matter, Quantity, Word};
use metrics::kind::{Kind, Verdict};
use metrics::register::{Entry, RegisterFact, Role};
use proptest::prelude::*;
use store::desk::Desk;
use store::incident_events::OnIncident;
use store::incidents::IncidentFilter;
use store::posting::Outcome;
use store::submissions::NewSubmission;

use super::*;

const OPERATOR: &str = "name:甲";

/// What may happen to incidents, each under one of few numbers.
#[derive(Clone, Debug)]
enum Step {
    /// Somebody hands in reports; the second says whether it takes the one before out of force.
    Post(Vec<(u8, u8)>, bool),
    /// A supervisor acts on an incident.
    Act(u8, IncidentAct),
    /// So many minutes pass.
    Wait(i64),
    /// The daemon looks.
    Look,
}

fn steps() -> impl Strategy<Value = Vec<Step>> {
    let acts = prop_oneof![
        Just(IncidentAct::Upgrade(Level::Major)),
        Just(IncidentAct::Order(date(2026, 6, 21))),
        Just(IncidentAct::AcceptRectification),
    ];
    let reports = prop::collection::vec((0_u8..4, 0_u8..8), 1..4);
    let step = prop_oneof![
        3 => (reports, any::<bool>()).prop_map(|(of, replaces)| Step::Post(of, replaces)),
        2 => (0_u8..4, acts).prop_map(|(number, act)| Step::Act(number, act)),
        2 => (1_i64..4_000).prop_map(Step::Wait),
        2 => Just(Step::Look),
    ];
    prop::collection::vec(step, 1..14)
}

/// An incident found an hour ago, with one of several stories.
fn reported(number: u8, story: u8, now: Timestamp) -> Incident {
    let found = now - SignedDuration::from_hours(1);
    let act = |event| Act { at: now, event, items: Vec::new(), note: "理由".to_owned() };
    let told = [Event::AgreementNotice, Event::PlanStart, Event::UserNotice].map(act);
    let nothing =
        [Matter::CoreDataThreat, Matter::ImportantDataThreat].map(|it| (it, Word::Nothing));
    let (persons, acts) = match story {
        0 | 1 => (1_200_000, Vec::new()),
        2 => (800, told.to_vec()),
        3..=5 => (0, told.to_vec()),
        _ => (0, Vec::new()),
    };
    let proof = Evidence {
        file: "日志.zip".to_owned(),
        sha256: "a".repeat(64),
        effective_at: found - SignedDuration::from_mins(30),
        proves: Some(Event::Discovery),
    };
    Incident {
        incident_no: format!("E-{number}"),
        title: "泄露".to_owned(),
        discovered_at: Some(found),
        reported_at: (story == 1).then_some(now),
        report_items: vec![1, 2],
        figures: [(Quantity::Persons, persons)].into(),
        words: nothing.into(),
        evidence: if story == 0 { vec![proof] } else { Vec::new() },
        acts,
        ..Incident::default()
    }
}

async fn post(
    writer: &Writer,
    (kind, supersedes): (Kind, Option<&str>),
    (registered, incidents): (&[RegisterFact], &[IncidentFact]),
    now: Timestamp,
) -> String {
    let party = OPERATOR.parse().unwrap();
    let new = NewSubmission {
        kind,
        party: &party,
        period: None,
        sender: "t",
        source: "submit",
        format: "csv",
        mapping_sha256: None,
        file_name: "f.csv",
        received_at: now,
        supersedes,
    };
    let bytes = format!("{now} {incidents:?}");
    let receipt = writer.receive(&new, &mut Cursor::new(bytes.as_bytes())).await.unwrap().receipt;
    let submission = writer.reader().submission(&receipt).await.unwrap().unwrap();
    let Some(mut posting) = writer.begin_posting(&submission, now).await.unwrap() else {
        return receipt;
    };
    posting.register(registered).await.unwrap();
    posting.incidents(incidents).await.unwrap();
    let (verdict, policy_sha256, counts) = (Verdict::Accepted, "p", &[][..]);
    let outcome = Outcome { verdict, rows: 1, understood: 1, faults: 0, policy_sha256, counts };
    posting.finish(&outcome).await.unwrap();
    receipt
}

/// A supervisor acts on an incident, if there is one and that is allowed.
async fn act(
    installation: &Installation,
    calendar: &Calendar,
    (number, act): (u8, IncidentAct),
    now: Timestamp,
) {
    let url = &installation.settings.database.url;
    let desk = Desk::open(url, "li", now).await.unwrap();
    let zone = &installation.settings.clock.zone;
    let context = ClockContext { as_of: now, zone, calendar };
    let guide = Guide { policy: &installation.policy.incident, context: &context };
    let (party, incident_no) = (&OPERATOR.parse().unwrap(), &*format!("E-{number}"));
    let _may_be_refused =
        desk.act_on_incident(&OnIncident { party, incident_no, act, note: "x", guide }).await;
}

/// The incidents that are open, with how much they press, of those listed or of all.
async fn open(judge: &Judge<'_>, reader: &Reader, open_only: bool) -> PressingIncidents {
    let filter = IncidentFilter { party: None, open_only };
    let page = reader.incidents_after(0, filter, (judge.as_of, 99)).await.unwrap();
    let pending = |it: &StoredIncident| {
        let pending = judge.pending(it, &judge.clocks(it).2);
        Some((it.id, pending.first()?.urgency()))
    };
    page.iter().filter_map(pending).collect()
}

/// The same as a look left it in the list.
async fn pressing(judge: &Judge<'_>, reader: &Reader) -> PressingIncidents {
    let page = reader.incident_files_pressing(None, (judge.as_of, 99)).await.unwrap();
    page.iter().map(|(place, _)| (place.incident_id, place.urgency)).collect()
}

/// Everything that looks have found, comparable.
fn found(memory: &Memory) -> (Vec<String>, Option<Timestamp>) {
    (memory.faults().map(|it| format!("{it:?}")).collect(), memory.next_at())
}

async fn live(folder: &Path, steps: Vec<Step>) -> Result<(), TestCaseError> {
    let url = format!("sqlite:{}", folder.join("mingjing.db").display());
    let settings = format!("[database]\nurl = \"{url}\"\n");
    let settings = Settings::parse(&folder.join("mingjing.toml"), &settings, &[]).unwrap();
    let installation = Installation::with(settings).unwrap();
    let (writer, calendar) = (Writer::open(&url).await.unwrap(), installation.policy.calendar());
    let mut now: Timestamp = "2026-06-20T01:00:00Z".parse().unwrap();
    let entry =
        Entry::Person { account: "li".to_owned(), name: "李".to_owned(), role: Role::Approver };
    let party: PartyId = OPERATOR.parse().unwrap();
    let person = RegisterFact { party: party.clone(), entry, origin: Origin::default() };
    post(&writer, (Kind::Registry, None), (&[person], &[]), now).await;
    let (mut memory, mut last) = (Memory::default(), None::<String>);
    for step in steps {
        now += SignedDuration::from_secs(1);
        match step {
            Step::Post(reports, replaces) => {
                let of: BTreeMap<u8, u8> = reports.into_iter().collect();
                let fact = |(number, story)| IncidentFact {
                    party: party.clone(),
                    incident: reported(number, story, now),
                    origin: Origin::default(),
                };
                let facts: Vec<_> = of.into_iter().map(fact).collect();
                let old = last.take().filter(|_| replaces);
                last =
                    Some(post(&writer, (Kind::Incident, old.as_deref()), (&[], &facts), now).await);
            }
            Step::Act(number, what) => act(&installation, &calendar, (number, what), now).await,
            Step::Wait(minutes) => now += SignedDuration::from_mins(minutes),
            Step::Look => {
                let sequence = writer.reader().audit_head().await.unwrap().sequence;
                look(&installation, &writer, &mut memory, (now, sequence)).await.unwrap();
                let judge = Judge::read(&installation, writer.reader(), (None, now)).await.unwrap();
                let listed = open(&judge, writer.reader(), true).await;
                prop_assert_eq!(&listed, &open(&judge, writer.reader(), false).await);
                let pressing = pressing(&judge, writer.reader()).await;
                for (id, urgency) in listed {
                    prop_assert_eq!(pressing.get(&id), Some(&urgency));
                }
                let mut fresh = Memory::default();
                look(&installation, &writer, &mut fresh, (now, sequence)).await.unwrap();
                prop_assert_eq!(found(&memory), found(&fresh));
            }
        }
        let reader = writer.reader();
        let judge = Judge::read(&installation, reader, (None, now)).await.unwrap();
        let all = open(&judge, reader, false).await;
        prop_assert_eq!(open(&judge, reader, true).await, all);
    }
    Ok(())
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(24))]

    #[test]
    fn little_is_read_and_all_is_known(steps in steps()) {
        let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
        let folder = tempfile::tempdir().unwrap();
        runtime.block_on(live(folder.path(), steps))?;
    }
}

#[test]
fn spans_hold_what_is_asked_for_and_nothing_else() {
    assert_eq!(pages(0), []);
    assert_eq!(pages(PAGE), [(0, PAGE)]);
    assert_eq!(pages(PAGE + 1), [(0, PAGE), (PAGE, PAGE + 1)]);
    assert_eq!(runs([].into_iter()), []);
    assert_eq!(runs([3, 4, 5, 9].into_iter()), [(2, 5), (8, 9)]);
    assert_eq!(runs(1..=PAGE + 2), [(0, PAGE), (PAGE, PAGE + 2)]);
}
