//! Cases: what was said last of a number, as known at an instant.

use jiff::Timestamp;
use jiff::civil::{Date, date};
use jiff::tz::TimeZone;
use metrics::case::{Answer, Case};
use metrics::demand::Demand;
use metrics::form::{Entry, Origin};
use metrics::objection::Objection;
use store::cases::{Asked, Next};
use store::numbered::{Numbered, Told};

use crate::world::{World, accepted, at, on_each_engine, operator};

static ZONE: TimeZone = TimeZone::UTC;
const RAISED_ON: Date = date(2026, 6, 1);

/// A demand by its number, answered or not.
fn demand(number: &str, is_answered: bool) -> Demand {
    Demand {
        number: number.to_owned(),
        code: "A".to_owned(),
        text: "道路照明设施".to_owned(),
        raised_on: RAISED_ON,
        raised_by: None,
        sharing: None,
        consented: false,
        sharing_told_on: None,
        accepted_on: None,
        answer: is_answered.then_some(Answer { on: RAISED_ON, yes: true }),
        ground: String::new(),
        delivered_on: None,
        unclear: [].into(),
    }
}

/// An objection by its number, decided on or not.
fn objection(number: &str, is_decided: bool) -> Objection {
    Objection {
        number: number.to_owned(),
        code: "A".to_owned(),
        raised_on: RAISED_ON,
        raised_by: None,
        matter: None,
        text: "门牌号有误".to_owned(),
        decision: is_decided.then_some(Answer { on: RAISED_ON, yes: true }),
        verification: None,
        reason: String::new(),
        corrected_on: None,
        reviewed_on: None,
        cause: String::new(),
        unclear: [].into(),
    }
}

async fn post<T: Case + Numbered>(world: &World, facts: &[Entry<T>], second: i64) {
    post_for::<T>(world, facts, second, None).await;
}

/// Posts cases, in the place of those of a file or of none; gives its receipt.
async fn post_for<T: Case + Numbered>(
    world: &World,
    facts: &[Entry<T>],
    second: i64,
    supersedes: Option<&str>,
) -> String {
    let bytes = format!("cases of second {second}");
    let received = world.receive(T::KIND, bytes.as_bytes(), supersedes, second).await;
    let submission = world.submission(&received.receipt).await;
    let mut posting = world.writer.begin_posting(&submission, at(second)).await.unwrap().unwrap();
    posting.numbered(facts).await.unwrap();
    posting.finish(&accepted(facts.len() as u64)).await.unwrap();
    received.receipt
}

/// Cases at an instant, one by one.
fn asked(as_of: Timestamp, next: Option<Next<'_>>) -> Asked<'_> {
    Asked { as_of, zone: &ZONE, next, limit: 1 }
}

/// Everything that stands, read one by one: `party number step row`, with the step that it waits for.
async fn listed<T: Case + Numbered>(world: &World, as_of: Timestamp) -> Vec<String> {
    let mut shown = Vec::new();
    let mut pages = world.writer.reader().cases::<T>(None, asked(as_of, None));
    while let Some(page) = pages.next_page().await.unwrap() {
        let [(party, it)] = &page[..] else { panic!("one at once") };
        let (number, step) = (it.case.number(), it.case.waits_for().unwrap());
        shown.push(format!("{party} {number} {step} {}", it.origin.row));
    }
    shown
}

/// The latest of each number is in force, and leaving one out ends nothing. An open one waits for the first of
/// two steps, and for the second once that is taken.
async fn check<T: Case + Numbered>(of: impl Fn(&str, bool) -> T, [open, taken]: [&str; 2]) {
    on_each_engine(&format!("{}_latest", T::KIND), async |world| {
        let fact = |party: &str, label: &str, (is_taken, row)| Entry {
            party: party.parse().unwrap(),
            label: label.to_owned(),
            content: of(label, is_taken),
            origin: Origin { row, byte_offset: 10 * row, byte_length: 10 },
        };
        let (own, other) = ("uscc:91310000MADEM0011A", "name:某局");
        let first =
            [fact(own, "1", (false, 2)), fact(own, "2", (false, 3)), fact(other, "1", (false, 4))];
        post(&world, &first, 1).await;
        post(&world, &[fact(own, "1", (true, 2))], 2).await;
        let kept = [format!("{other} 1 {open} 4"), format!("{own} 2 {open} 3")];
        let with = |own: String| [kept[0].clone(), own, kept[1].clone()];
        assert_eq!(listed::<T>(&world, at(1)).await, with(format!("{own} 1 {open} 2")));
        assert_eq!(listed::<T>(&world, at(2)).await, with(format!("{own} 1 {taken} 2")));
        assert_eq!(listed::<T>(&world, at(0)).await, [""; 0]);
        let (reader, party) = (world.writer.reader(), operator());
        let of_party = async |asked| {
            let all = reader.cases::<T>(Some(&party), asked).all().await.unwrap();
            all.iter().map(|(_, it)| it.case.number().to_owned()).collect::<Vec<_>>()
        };
        assert_eq!(of_party(asked(at(2), None)).await, ["1", "2"]);
        // One that a party told of itself stays when a successor by name leaves it out, until it is told again;
        // what was told of another does not.
        let left_out = [fact(own, "3", (false, 2)), fact(other, "3", (false, 3))];
        let wrong = post_for(&world, &left_out, 10, None).await;
        let next = post_for(&world, &[fact(own, "1", (true, 2))], 11, Some(&wrong)).await;
        post_for(&world, &[fact(own, "2", (true, 2))], 12, Some(&next)).await;
        let third = async |second| {
            let mut shown = Vec::new();
            for (party, it) in reader.cases::<T>(None, asked(at(second), None)).all().await.unwrap()
            {
                if it.case.number() == "3" {
                    shown.push(format!("{party} {}", it.left_out.is_some()));
                }
            }
            shown
        };
        assert_eq!(third(10).await, [format!("{other} false"), format!("{own} false")]);
        assert_eq!(third(11).await, [format!("{own} true")]);
        assert_eq!(third(12).await, [format!("{own} true")]);
        // It binds no file that tells of it again, and every other one.
        let (own_next, other_next) = (party.clone(), other.parse().unwrap());
        for (at_second, supersedes, sender, expected) in [
            (10, None, &own_next, "1 2 3"),
            (10, Some(&*wrong), &own_next, "1 2"),
            (12, None, &own_next, "1 2"),
            (12, None, &other_next, "1 2 3"),
        ] {
            let next = Some(Next { sender, supersedes });
            assert_eq!(of_party(asked(at(at_second), next)).await.join(" "), expected);
        }
        post(&world, &[fact(own, "3", (true, 2))], 13).await;
        assert_eq!(third(13).await, [format!("{own} false")]);
        // A file that says everything of an earlier one again supersedes it.
        let everything =
            [fact(own, "1", (true, 2)), fact(own, "2", (true, 3)), fact(other, "1", (false, 4))];
        post(&world, &everything, 14).await;
        let dump = world.writer.reader().canonical_dump().await.unwrap();
        let lines = |table: &str| dump.lines().filter(|it| it.starts_with(table)).count();
        assert_eq!((lines(&format!("{}s", T::KIND)), lines("supersessions")), (12, 5));
    })
    .await;
}

/// Every row of a number is told, in or out of force, with what became of its file: replaced by one that says it
/// again, or taken back by one that names it. It binds as known at an instant.
async fn check_history<T: Case + Numbered>(of: impl Fn(&str, bool) -> T) {
    on_each_engine(&format!("{}_history", T::KIND), async |world| {
        let own = "uscc:91310000MADEM0011A";
        let fact = |party: &str, label: &str, row| Entry {
            party: party.parse().unwrap(),
            label: label.to_owned(),
            content: of(label, false),
            origin: Origin { row, byte_offset: 10 * row, byte_length: 10 },
        };
        post(&world, &[fact(own, "1", 2), fact("name:某局", "1", 3)], 1).await;
        let second =
            post_for(&world, &[fact(own, "1", 2), fact("name:某局", "1", 4)], 2, None).await;
        post_for(&world, &[fact(own, "1", 5), fact(own, "2", 6)], 3, Some(&second)).await;
        let told = async |as_of| {
            let row = |it: &Told<T>| {
                let mark = |is_so, mark| if is_so { mark } else { "" };
                format!(
                    "{}{}{}{}",
                    it.stored.origin.row,
                    mark(it.is_own, "o"),
                    mark(it.superseded_at.is_some(), "s"),
                    mark(it.is_taken_back, "t")
                )
            };
            let mut shown = Vec::new();
            let mut pages = world.writer.reader().told::<T>(None, (as_of, 2));
            while let Some(page) = pages.next_page().await.unwrap() {
                assert!(page.len() <= 2, "whole facts, two at once");
                shown.extend(page.iter().map(|rows| {
                    let Some(first) = rows.first() else { panic!("no fact without a row") };
                    let rows: Vec<String> = rows.iter().map(row).collect();
                    format!("{} {}: {}", first.stored.party, first.stored.number, rows.join(" "))
                }));
            }
            shown
        };
        assert_eq!(told(at(1)).await, ["name:某局 1: 3", &format!("{own} 1: 2o")]);
        assert_eq!(told(at(2)).await, ["name:某局 1: 3s 4", &format!("{own} 1: 2os 2o")]);
        assert_eq!(
            told(at(3)).await,
            ["name:某局 1: 3s 4st", &format!("{own} 1: 2os 2ost 5o"), &format!("{own} 2: 6o")]
        );
    })
    .await;
}

#[tokio::test]
async fn every_row_of_a_demand_is_told() {
    check_history(demand).await;
}

#[tokio::test]
async fn every_row_of_an_objection_is_told() {
    check_history(objection).await;
}

#[tokio::test]
async fn the_latest_of_a_demand_is_in_force() {
    check(demand, ["acceptance", "delivery"]).await;
}

#[tokio::test]
async fn the_latest_of_an_objection_is_in_force() {
    check(objection, ["decision", "verification"]).await;
}
