//! Opinions: what was said last under a code, as known at an instant.

use jiff::civil::date;
use metrics::form::Origin;
use metrics::kind::Kind;
use metrics::opinion::{Body, Determination, OpinionEntry, OpinionFact};

use crate::world::{World, accepted, at, on_each_engine, operator};

fn fact((document, text): (&str, &str)) -> OpinionFact {
    OpinionFact {
        party: operator(),
        entry: OpinionEntry::Determination(Determination {
            matter: "unfair-competition".to_owned(),
            body: Body::Court,
            institution: "演示市法院".to_owned(),
            document: document.to_owned(),
            said_on: date(2026, 6, 30),
            text: text.to_owned(),
        }),
        origin: Origin { row: 2, byte_offset: 9, byte_length: 7 },
    }
}

/// Posts a file that says these, by document and text; gives its receipt.
async fn post(world: &World, bytes: &[u8], said: &[(&str, &str)], second: i64) -> String {
    let receipt = world.receive(Kind::Opinion, bytes, None, second).await.receipt;
    let submission = world.submission(&receipt).await;
    let posting = world.writer.begin_posting(&submission, at(second)).await.unwrap();
    let mut posting = posting.unwrap();
    let facts: Vec<OpinionFact> = said.iter().copied().map(fact).collect();
    posting.opinions(&facts).await.unwrap();
    posting.finish(&accepted(1)).await.unwrap();
    receipt
}

/// The texts in force, as known at a second.
async fn known(world: &World, second: i64) -> Vec<String> {
    let reader = world.writer.reader();
    let found = reader.opinions(Some(&operator()), (at(second), 10)).all().await.unwrap();
    assert_eq!(found, reader.opinions(None, (at(second), 10)).all().await.unwrap());
    let text = |it: store::opinions::StoredOpinion| match it.entry {
        OpinionEntry::Determination(it) => it.text,
        OpinionEntry::Rating(_) | OpinionEntry::Annulment(_) | OpinionEntry::Opinion(_) => {
            panic!("not handed in")
        }
    };
    found.into_iter().map(text).collect()
}

#[tokio::test]
async fn what_was_said_last_under_a_code_is_in_force() {
    on_each_engine("opinions", async |world| {
        post(&world, b"1", &[("1", "甲"), ("2", "乙")], 1).await;
        // Says one of the two again.
        post(&world, b"2", &[("1", "丙")], 3).await;
        assert_eq!(known(&world, 0).await, [""; 0]);
        assert_eq!(known(&world, 1).await, ["甲", "乙"]);
        assert_eq!(known(&world, 2).await, ["甲", "乙"]);
        assert_eq!(known(&world, 3).await, ["乙", "丙"]);
        // Says everything again that the first one still said: nothing of that one is in force.
        let last = post(&world, b"3", &[("1", "丙"), ("2", "乙")], 5).await;
        assert_eq!(known(&world, 5).await, ["丙", "乙"]);
        assert_eq!(known(&world, 1).await, ["甲", "乙"]);
        let found = world.writer.reader();
        let found = found.opinions(None, (at(5), 10)).all().await.unwrap();
        assert!(found.iter().all(|it| it.receipt == last));
        let dump = world.writer.reader().canonical_dump().await.unwrap();
        assert_eq!(dump.matches("\nopinions\t").count(), 5);
    })
    .await;
}
