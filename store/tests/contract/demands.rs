//! Demands: what was said last of a number, as known at an instant.

use jiff::Timestamp;
use jiff::civil::date;
use metrics::course::Answer;
use metrics::demand::{Demand, DemandFact};
use metrics::form::Origin;
use metrics::kind::Kind;

use crate::world::{World, accepted, at, on_each_engine, operator};

/// A demand of a party by its number, answered or not, in a row.
fn fact(party: &str, number: &str, (is_answered, row): (bool, u64)) -> DemandFact {
    let raised_on = date(2026, 6, 1);
    DemandFact {
        party: party.parse().unwrap(),
        demand: Demand {
            number: number.to_owned(),
            code: "A".to_owned(),
            text: "道路照明设施".to_owned(),
            raised_on,
            raised_by: None,
            sharing: None,
            consented: false,
            accepted_on: None,
            answer: is_answered.then_some(Answer { on: raised_on, yes: true }),
            agreed_on: None,
            ground: String::new(),
            delivered_on: None,
        },
        origin: Origin { row, byte_offset: 10 * row, byte_length: 10 },
    }
}

async fn post(world: &World, facts: &[DemandFact], second: i64) {
    let bytes = format!("demands of second {second}");
    let received = world.receive(Kind::Demand, bytes.as_bytes(), None, second).await;
    let submission = world.submission(&received.receipt).await;
    let mut posting = world.writer.begin_posting(&submission, at(second)).await.unwrap().unwrap();
    posting.demands(facts).await.unwrap();
    posting.finish(&accepted(facts.len() as u64)).await.unwrap();
}

/// Everything in force, read one by one: `party number answered row`.
async fn listed(world: &World, as_of: Timestamp) -> Vec<String> {
    let (mut shown, mut after) = (Vec::new(), (String::new(), String::new()));
    loop {
        let key = (after.0.as_str(), after.1.as_str());
        let page = world.writer.reader().demands_after(key, (as_of, 1)).await.unwrap();
        let Some(it) = page.last() else { return shown };
        after = (it.key().0.to_owned(), it.key().1.to_owned());
        let is_answered = it.content.answer.is_some();
        shown.push(format!("{} {} {is_answered} {}", it.party, it.number, it.origin.row));
    }
}

#[tokio::test]
async fn the_latest_of_a_number_is_in_force_and_leaving_one_out_meets_nothing() {
    on_each_engine("demands_latest", async |world| {
        let (own, other) = ("uscc:91310000MADEM0011A", "name:某局");
        let first =
            [fact(own, "1", (false, 2)), fact(own, "2", (false, 3)), fact(other, "1", (false, 4))];
        post(&world, &first, 1).await;
        post(&world, &[fact(own, "1", (true, 2))], 2).await;
        let kept = ["name:某局 1 false 4", "uscc:91310000MADEM0011A 2 false 3"];
        let then = listed(&world, at(1)).await;
        assert_eq!(then, [kept[0], "uscc:91310000MADEM0011A 1 false 2", kept[1]]);
        let now = listed(&world, at(2)).await;
        assert_eq!(now, [kept[0], "uscc:91310000MADEM0011A 1 true 2", kept[1]]);
        assert_eq!(listed(&world, at(0)).await, [""; 0]);
        let (reader, party) = (world.writer.reader(), operator());
        let of_party = reader.demands_of_after(&party, "1", (at(2), 5)).await.unwrap();
        assert_eq!(of_party.len(), 1);
        // A file that says everything of an earlier one again supersedes it.
        let everything =
            [fact(own, "1", (true, 2)), fact(own, "2", (true, 3)), fact(other, "1", (false, 4))];
        post(&world, &everything, 3).await;
        let dump = world.writer.reader().canonical_dump().await.unwrap();
        assert_eq!(dump.lines().filter(|it| it.starts_with("demands")).count(), 7);
        assert_eq!(dump.lines().filter(|it| it.starts_with("supersessions")).count(), 2);
    })
    .await;
}
