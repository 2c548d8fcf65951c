//! Catalogue items: the latest in force of each party and code, as known at an instant, by key.

use jiff::Timestamp;
use metrics::finding::life::FindingState;
use metrics::finding::{Fault, Place, Severity};
use metrics::form::{Entry, Origin};
use metrics::kind::Kind;
use metrics::party::PartyId;
use metrics::source::{Confidence, Source};
use metrics::supply::{Item, rules};
use store::findings::{FindingFilter, NewFinding};
use store::numbered::Told;

use crate::world::{World, accepted, at, on_each_engine, operator};

fn fact(party: &str, code: &str, (title, row): (&str, u64)) -> Entry<Item> {
    let content = Item { code: code.to_owned(), title: title.to_owned(), ..Item::default() };
    let origin = Origin { row, byte_offset: 10 * row, byte_length: 10 };
    Entry { party: party.parse().unwrap(), label: code.to_owned(), content, origin }
}

fn fault(code: &str) -> Fault {
    Fault { cause: code.to_owned(), ..Fault::at(rules::TITLE, Place::row(2)) }
}

/// Hands in and posts a catalogue with a fault for each of its items that has no title; the receipt.
async fn post(
    world: &World,
    facts: &[Entry<Item>],
    supersedes: Option<&str>,
    second: i64,
) -> String {
    let bytes = format!("catalogue of second {second}");
    let received = world.receive(Kind::Supply, bytes.as_bytes(), supersedes, second).await;
    let submission = world.submission(&received.receipt).await;
    let mut posting = world.writer.begin_posting(&submission, at(second)).await.unwrap().unwrap();
    posting.numbered(facts).await.unwrap();
    let untitled = facts.iter().filter(|it| it.content.title.is_empty());
    let faults: Vec<Fault> = untitled.map(|it| fault(&it.content.code)).collect();
    let basis = Source {
        instrument: "default".to_owned(),
        article: String::new(),
        confidence: Confidence::Default,
    };
    let finding = |fault| NewFinding { fault, severity: Severity::Warning, basis: &basis };
    let findings: Vec<NewFinding<'_>> = faults.iter().map(finding).collect();
    posting.findings(&findings).await.unwrap();
    let rows = facts.len() as u64;
    posting.finish(&accepted(rows)).await.unwrap();
    received.receipt
}

/// Everything in force, read in pages of two: `party code title row`.
async fn listed(world: &World, as_of: Timestamp) -> Vec<String> {
    let mut shown = Vec::new();
    let mut pages = world.writer.reader().numbered::<Item>(None, (as_of, 2));
    while let Some(page) = pages.next_page().await.unwrap() {
        assert!(page.len() <= 2);
        shown.extend(page.iter().map(|it| {
            format!("{} {} {} {}", it.party, it.content.code, it.content.title, it.origin.row)
        }));
    }
    shown
}

async fn listed_of(world: &World, party: &PartyId, as_of: Timestamp) -> Vec<String> {
    let pages = world.writer.reader().numbered::<Item>(Some(party), (as_of, 1));
    let items = pages.all().await.unwrap();
    items.iter().map(|it| format!("{} {}", it.number, it.content.title)).collect()
}

/// Every row of the operator, read item by item: `code title`, when it came and when it was superseded.
async fn said(world: &World, as_of: Timestamp) -> Vec<String> {
    let second = |it: Timestamp| it.as_second() - at(0).as_second();
    let party = operator();
    let pages = world.writer.reader().told::<Item>(Some(&party), (as_of, 1));
    let row = |it: &Told<Item>| {
        let until = it.superseded_at.map_or("-".to_owned(), |it| second(it).to_string());
        let Item { code, title, .. } = &it.stored.content;
        format!("{code} {title} {} {until}", second(it.accepted_at))
    };
    pages.all().await.unwrap().iter().flatten().map(row).collect()
}

#[tokio::test]
async fn the_latest_of_a_code_is_in_force_and_absence_deletes_nothing() {
    on_each_engine("supply_latest", async |world| {
        let (own, other) = ("uscc:91310000MADEM0011A", "name:某局");
        let first = [
            fact(own, "a", ("old", 2)),
            fact(own, "b", ("kept", 3)),
            fact(other, "a", ("theirs", 4)),
        ];
        post(&world, &first, None, 1).await;
        let second = [fact(own, "a", ("new", 2)), fact(own, "c", ("added", 3))];
        let second = post(&world, &second, None, 2).await;
        let before = ["name:某局 a theirs 4", "uscc:91310000MADEM0011A a old 2"];
        assert_eq!(listed(&world, at(1)).await[..2], before);
        assert_eq!(listed(&world, at(1)).await.len(), 3);
        assert_eq!(
            listed(&world, at(2)).await,
            [
                "name:某局 a theirs 4",
                "uscc:91310000MADEM0011A a new 2",
                "uscc:91310000MADEM0011A b kept 3",
                "uscc:91310000MADEM0011A c added 3",
            ]
        );
        assert_eq!(listed_of(&world, &operator(), at(2)).await, ["a new", "b kept", "c added"]);
        // What is superseded is out of force; what it hid is in force again.
        post(&world, &[fact(own, "c", ("corrected", 2))], Some(&second), 3).await;
        assert_eq!(listed_of(&world, &operator(), at(3)).await, ["a old", "b kept", "c corrected"]);
        assert_eq!(listed_of(&world, &operator(), at(2)).await, ["a new", "b kept", "c added"]);
        assert_eq!(listed(&world, at(0)).await, [""; 0]);
        // Every row is known still, with the instants at which it came and was superseded.
        let before = ["a old 1 -", "a new 2 -", "b kept 1 -", "c added 2 -"];
        assert_eq!(said(&world, at(2)).await, before);
        let after = ["a old 1 -", "a new 2 3", "b kept 1 -", "c added 2 3", "c corrected 3 -"];
        assert_eq!(said(&world, at(3)).await, after);
        let dump = world.writer.reader().canonical_dump().await.unwrap();
        assert_eq!(dump.lines().filter(|it| it.starts_with("supply_items")).count(), 6);
    })
    .await;
}

#[tokio::test]
async fn a_catalogue_that_lists_everything_again_supersedes_the_one_before() {
    on_each_engine("supply_replaced", async |world| {
        let own = "uscc:91310000MADEM0011A";
        let states = async || {
            let reader = world.writer.reader();
            let found = reader.findings_before(&FindingFilter::default(), i64::MAX, 10).await;
            let found = found.unwrap().into_iter().map(|it| (it.cause, it.state));
            found.collect::<std::collections::BTreeMap<_, _>>()
        };
        let state = |a, b| [("a".to_owned(), a), ("b".to_owned(), b)].into();
        post(&world, &[fact(own, "a", ("", 2)), fact(own, "b", ("", 3))], None, 1).await;
        assert_eq!(states().await, state(FindingState::Open, FindingState::Open));
        // Half of it came again: the first one is still needed, and so are its findings.
        post(&world, &[fact(own, "a", ("titled", 2))], None, 2).await;
        assert_eq!(states().await, state(FindingState::Open, FindingState::Open));
        let whole = [fact(own, "a", ("titled", 2)), fact(own, "b", ("", 3))];
        post(&world, &whole, None, 3).await;
        assert_eq!(states().await, state(FindingState::Closed, FindingState::Open));
        let first = ["uscc:91310000MADEM0011A a  2", "uscc:91310000MADEM0011A b  3"];
        assert_eq!(listed(&world, at(1)).await, first, "what was known then is known");
        assert_eq!(listed(&world, at(3)).await.len(), 2);
        let dump = world.writer.reader().canonical_dump().await.unwrap();
        assert_eq!(dump.lines().filter(|it| it.starts_with("supersessions")).count(), 2);
    })
    .await;
}
