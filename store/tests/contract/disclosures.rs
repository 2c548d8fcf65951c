//! Disclosures, and what the calendar finds missing.

use std::collections::BTreeMap;

use jiff::civil::{Date, date};
use metrics::disclosure::{Block, Disclosure, DisclosureFact, Duty, Record};
use metrics::finding::life::FindingState;
use metrics::finding::{Fault, Place, Severity};
use metrics::form::Origin;
use metrics::kind::Kind;
use metrics::source::{Confidence, Source};
use store::findings::{FindingFilter, NewFinding};
use store::posting::Posting;

use crate::world::{OPERATOR, World, accepted, at, on_each_engine, operator, period};

fn fact(name: &str, disclosed_on: Date) -> DisclosureFact {
    let cells = BTreeMap::from([("name".to_owned(), name.to_owned())]);
    let record = Record { record: Block::Basic, row: 2, byte_offset: 9, byte_length: 7, cells };
    DisclosureFact {
        party: operator(),
        disclosure: Disclosure { year: 2025, duty: Duty::Operator, records: vec![record] },
        disclosed_on,
        origin: Origin { row: 2, byte_offset: 9, byte_length: 7 },
    }
}

async fn post(world: &World, receipt: &str, facts: &[DisclosureFact], second: i64) {
    let submission = world.submission(receipt).await;
    let mut posting = world.writer.begin_posting(&submission, at(second)).await.unwrap().unwrap();
    posting.disclosures(facts).await.unwrap();
    finish(posting).await;
}

async fn finish(posting: Posting) {
    posting.finish(&accepted(1)).await.unwrap();
}

/// The names in force, and the day of the first disclosure, as known at a second.
async fn known(world: &World, second: i64) -> (Vec<String>, Vec<Date>) {
    let reader = world.writer.reader();
    let own = operator();
    let found = reader.disclosures(Some(&own), (at(second), 10)).all().await.unwrap();
    let names = found.iter().map(|it| it.disclosure.records[0].cell("name").to_owned()).collect();
    let years = reader.years_disclosed(Some(&own), at(second)).await.unwrap();
    assert_eq!(years, reader.years_disclosed(None, at(second)).await.unwrap());
    (names, years.into_iter().map(|it| it.first_on).collect())
}

#[tokio::test]
async fn what_was_disclosed_last_is_in_force_and_its_day_is_the_first() {
    on_each_engine("disclosures", async |world| {
        let (march, april) = (date(2026, 3, 31), date(2026, 4, 9));
        let first = world.receive(Kind::Disclosure, b"1", None, 0).await;
        post(&world, &first.receipt, &[fact("甲", march)], 1).await;
        let second = world.receive(Kind::Disclosure, b"2", Some(&first.receipt), 2).await;
        post(&world, &second.receipt, &[fact("乙", april)], 3).await;
        // A correction that says nothing of the year: nothing is in force.
        let third = world.receive(Kind::Disclosure, b"3", Some(&second.receipt), 4).await;
        post(&world, &third.receipt, &[], 5).await;
        let name = |name: &str| vec![name.to_owned()];
        assert_eq!(known(&world, 0).await, (vec![], vec![]));
        assert_eq!(known(&world, 1).await, (name("甲"), vec![march]));
        assert_eq!(known(&world, 3).await, (name("乙"), vec![march]));
        assert_eq!(known(&world, 5).await, (vec![], vec![]));
        let dump = world.writer.reader().canonical_dump().await.unwrap();
        assert_eq!(dump.matches("\ndisclosures\t").count(), 2);
    })
    .await;
}

/// Hands in and posts a file that discloses these years, with a fault for each of `faults`.
async fn hand_in(world: &World, years: &[i16], faults: &[&str], second: i64) {
    let bytes = format!("disclosures of second {second}");
    let received = world.receive(Kind::Disclosure, bytes.as_bytes(), None, second).await;
    let submission = world.submission(&received.receipt).await;
    let mut posting = world.writer.begin_posting(&submission, at(second)).await.unwrap().unwrap();
    let facts = years.iter().map(|&year| {
        let mut fact = fact("甲", date(2026, 3, 31));
        fact.disclosure.year = year;
        fact
    });
    posting.disclosures(&facts.collect::<Vec<_>>()).await.unwrap();
    let faults = faults.iter().map(|&cause| Fault {
        cause: cause.to_owned(),
        ..Fault::at("D-02-incomplete", Place::row(2))
    });
    let (faults, basis) = (faults.collect::<Vec<_>>(), basis());
    let finding = |fault| NewFinding { fault, severity: Severity::Error, basis: &basis };
    posting.findings(&faults.iter().map(finding).collect::<Vec<_>>()).await.unwrap();
    finish(posting).await;
}

#[tokio::test]
async fn a_file_that_discloses_every_year_again_supersedes_the_one_before() {
    on_each_engine("disclosures_replaced", async |world| {
        let states = async || {
            let reader = world.writer.reader();
            let found = reader.findings_before(&FindingFilter::default(), i64::MAX, 10).await;
            let found = found.unwrap().into_iter().map(|it| (it.cause, it.state));
            found.collect::<BTreeMap<_, _>>()
        };
        let state = |first, second| {
            [("2024 fee".to_owned(), first), ("2025 fee".to_owned(), second)].into()
        };
        let (open, closed) = (FindingState::Open, FindingState::Closed);
        hand_in(&world, &[2024, 2025], &["2024 fee", "2025 fee"], 1).await;
        assert_eq!(states().await, state(open, open));
        // Half of it came again: the first one is still needed, and so are its findings.
        hand_in(&world, &[2025], &[], 2).await;
        assert_eq!(states().await, state(open, open));
        hand_in(&world, &[2024, 2025], &["2025 fee"], 3).await;
        assert_eq!(states().await, state(closed, open));
        let years = world.writer.reader().disclosures(None, (at(1), 10)).all().await.unwrap();
        assert_eq!(years.len(), 2, "what was known then is known");
        let dump = world.writer.reader().canonical_dump().await.unwrap();
        assert_eq!(dump.lines().filter(|it| it.starts_with("supersessions")).count(), 2);
    })
    .await;
}

#[tokio::test]
async fn disclosures_are_paged_by_their_numbers() {
    on_each_engine("disclosure_pages", async |world| {
        let received = world.receive(Kind::Disclosure, b"1", None, 0).await;
        let years = [2023, 2024, 2025].map(|year| {
            let mut fact = fact("甲", date(2026, 3, 31));
            fact.disclosure.year = year;
            fact
        });
        post(&world, &received.receipt, &years, 1).await;
        let mut found = Vec::new();
        let mut pages = world.writer.reader().disclosures(None, (at(1), 1));
        while let Some([it]) = pages.next_page().await.unwrap().as_deref() {
            assert_eq!((it.party.as_str(), it.receipt.as_str()), (OPERATOR, &*received.receipt));
            assert_eq!((it.origin.row, it.origin.byte_offset, it.origin.byte_length), (2, 9, 7));
            found.push(it.disclosure.year);
        }
        assert_eq!(found, [2023, 2024, 2025]);
    })
    .await;
}

fn basis() -> Source {
    Source {
        instrument: "CN-DISC".to_owned(),
        article: String::new(),
        confidence: Confidence::OfficialCopy,
    }
}

fn missing() -> Fault {
    Fault {
        subject: Some(operator()),
        period: Some(period("2026-03")),
        cause: "2025".to_owned(),
        expected: "2026-03-31".to_owned(),
        arguments: vec![("year", "2025".to_owned())],
        ..Fault::at("D-02-missing", Place::default())
    }
}

pub(crate) async fn keep(world: &World, faults: &[Fault], cured: &[i64], second: i64) {
    let basis = basis();
    let found: Vec<NewFinding<'_>> = (faults.iter())
        .map(|fault| NewFinding { fault, severity: Severity::Error, basis: &basis })
        .collect();
    world.writer.keep_of_look(&found, cured, at(second)).await.unwrap();
}

#[tokio::test]
async fn a_finding_of_the_calendar_rests_on_no_submission_and_has_a_life() {
    on_each_engine("calendar", async |world| {
        let reader = world.writer.reader();
        let states = async || {
            let found = reader.findings_of_looks(0, 10).await.unwrap();
            found.into_iter().map(|it| (it.id, it.state)).collect::<Vec<_>>()
        };
        keep(&world, &[missing()], &[], 1).await;
        keep(&world, &[missing()], &[], 2).await;
        let [found] = <[_; 1]>::try_from(reader.findings_of_looks(0, 10).await.unwrap()).unwrap();
        assert_eq!((found.receipt.as_str(), found.file_name.as_str(), found.row), ("", "", None));
        assert_eq!((found.subject, found.period), (operator(), Some(period("2026-03"))));
        assert_eq!((found.state, found.found_at), (FindingState::Open, at(1)));
        assert_eq!(reader.findings_of_looks(found.id, 10).await.unwrap(), []);
        // Every list of findings has it.
        let filter = FindingFilter { open_only: true, ..FindingFilter::default() };
        assert_eq!(reader.findings_before(&filter, i64::MAX, 10).await.unwrap().len(), 1);

        keep(&world, &[], &[found.id], 3).await;
        assert_eq!(states().await, [], "a look asks what stands");
        keep(&world, &[missing()], &[], 4).await;
        assert_eq!(states().await, [(found.id, FindingState::Open)]);

        let march = period("2026-03").into();
        let count = async |second| {
            let asked = (march, at(second));
            reader.open_finding_counts(&operator(), asked, &[]).await.unwrap().len()
        };
        let counts = [count(0).await, count(1).await, count(3).await, count(4).await];
        assert_eq!(counts, [0, 1, 0, 1]);
        assert!(reader.canonical_dump().await.unwrap().contains("D-02-missing"));
    })
    .await;
}
