//! Entries about prices: the latest in force of each party, record and code, as known at an instant,
//! by key.

use jiff::civil::date;
use metrics::form::Origin;
use metrics::kind::Kind;
use metrics::money::{Quantity, UnitPrice};
use metrics::party::PartyId;
use metrics::pricing::{PricingEntry, PricingFact, Tariff, Validity};

use crate::world::{World, accepted, at, on_each_engine, operator};

const OTHER: &str = "uscc:91310000MADEM002X2";

/// A price of a product, or the report of a year.
fn fact(party: &str, product: &str, price: i64, row: u64) -> PricingFact {
    let entry = if product.is_empty() {
        PricingEntry::AnnualReport { year: 2025, reported_on: date(2026, 3, 1) }
    } else {
        let tariff = Tariff {
            product: product.to_owned(),
            unit: "次".to_owned(),
            validity: Validity { from: date(2026, 1, 1), to: None },
            tier_from: Quantity::default(),
            price: UnitPrice { millionths: price },
            vat_included: true,
            trial: false,
        };
        PricingEntry::Price { tariff, buyer: String::new(), published_on: None }
    };
    let origin = Origin { row, byte_offset: 10 * row, byte_length: 10 };
    PricingFact { party: party.parse().unwrap(), entry, origin }
}

async fn post(
    world: &World,
    facts: &[PricingFact],
    supersedes: Option<&str>,
    second: i64,
) -> String {
    let bytes = format!("prices of second {second}");
    let received = world.receive(Kind::Pricing, bytes.as_bytes(), supersedes, second).await;
    let submission = world.submission(&received.receipt).await;
    let mut posting = world.writer.begin_posting(&submission, at(second)).await.unwrap().unwrap();
    posting.pricing(facts).await.unwrap();
    let rows = facts.len() as u64;
    posting.finish(&accepted(rows)).await.unwrap();
    received.receipt
}

/// Everything in force about a party, read one by one: `record product price row`.
async fn listed(world: &World, party: &PartyId, second: i64) -> Vec<String> {
    let mut shown = Vec::new();
    let mut pages = world.writer.reader().pricing(party, (at(second), 1));
    while let Some(page) = pages.next_page().await.unwrap() {
        assert_eq!(page.len(), 1);
        shown.extend(page.iter().map(|it| {
            let row = it.origin.row;
            match &it.entry {
                PricingEntry::Price { tariff, .. } => {
                    format!("price {} {} {row}", tariff.product, tariff.price)
                }
                other => format!("{} {row}", other.record()),
            }
        }));
    }
    shown
}

#[tokio::test]
async fn the_entry_accepted_last_is_in_force_unless_its_file_was_replaced() {
    on_each_engine("pricing", async |world| {
        let own = operator();
        let id = own.to_string();
        let first = [
            fact(&id, "P-2", 2_000_000, 2),
            fact(&id, "P-1", 1_000_000, 3),
            fact(OTHER, "P-1", 9_000_000, 4),
            fact(&id, "", 0, 5),
        ];
        post(&world, &first, None, 0).await;
        let raised = post(&world, &[fact(&id, "P-1", 1_500_000, 2)], None, 2).await;
        post(&world, &[fact(&id, "P-3", 3_000_000, 2)], Some(&raised), 4).await;

        assert_eq!(listed(&world, &own, -1).await, [""; 0]);
        let report = "annual_report 5";
        let at_first = [report, "price P-1 1 3", "price P-2 2 2"];
        assert_eq!(listed(&world, &own, 1).await, at_first);
        assert_eq!(listed(&world, &own, 2).await, [report, "price P-1 1.5 2", "price P-2 2 2"]);
        let last = [report, "price P-1 1 3", "price P-2 2 2", "price P-3 3 2"];
        assert_eq!(listed(&world, &own, 4).await, last);
        assert_eq!(listed(&world, &OTHER.parse().unwrap(), 4).await, ["price P-1 9 4"]);

        let reader = world.writer.reader();
        assert_eq!(reader.priced(at(-1)).await.unwrap(), []);
        assert_eq!(reader.priced(at(4)).await.unwrap(), [own, OTHER.parse().unwrap()]);
    })
    .await;
}
