//! Usage: records and sums in force, records that two submissions have, and what ledgers sum by
//! counterparty.

use jiff::civil::date;
use metrics::form::Origin;
use metrics::kind::Kind;
use metrics::money::{Quantity, UnitPrice};
use metrics::party::PartyId;
use metrics::ratio::Ratio;
use metrics::tie_out::Charge;
use metrics::usage::{ProductSum, SumOfFile, Usage, UsageFact};

use crate::ledger;
use crate::world::{World, accepted, at, on_each_engine, operator, period};

/// A record of so many calls at 0.5 yuan on a day of April, of the operator, in the row of that
/// day.
pub(crate) fn fact(number: &str, calls: i64, day: i8) -> UsageFact {
    let usage = Usage {
        number: number.to_owned(),
        dated_on: date(2026, 4, day),
        product: "P-1".into(),
        scenario: "".into(),
        use_: "industry".into(),
        buyer: "乙".into(),
        unit: "次".into(),
        units: Quantity { millionths: calls * 1_000_000 },
        price: UnitPrice { millionths: 500_000 },
        vat_included: false,
        amount_fen: calls * 50,
        invoice: "发票-1".into(),
        tax_rate: Some(Ratio::from_ppm(60_000)),
        tax_fen: None,
    };
    let origin = Origin { row: day.cast_unsigned().into(), ..Origin::default() };
    UsageFact { party: operator().into(), usage, origin }
}

/// Posts the records that no other submission has; gives the conflicts.
pub(crate) async fn post(
    world: &World,
    receipt: &str,
    facts: &[UsageFact],
    second: i64,
) -> Vec<(usize, String)> {
    let submission = world.submission(receipt).await;
    let mut posting = world.writer.begin_posting(&submission, at(second)).await.unwrap().unwrap();
    let conflicts = posting.usage_conflicts(facts).await.unwrap();
    let is_new = |index: &usize| conflicts.iter().all(|it| it.0 != *index);
    let new = (0..facts.len()).filter(is_new).map(|index| facts[index].clone());
    posting.usage(&new.collect::<Vec<_>>(), &[]).await.unwrap();
    posting.finish(&accepted(1)).await.unwrap();
    conflicts
}

/// Each sum of April as calls, fen and records, as known at a second.
async fn sums(world: &World, second: i64) -> Vec<(String, i64, u64)> {
    let reader = world.writer.reader();
    let found = reader.usage_sums(&operator(), Some(period("2026-04")), at(second)).await.unwrap();
    assert_eq!(found, reader.usage_sums(&operator(), None, at(second)).await.unwrap());
    let sum = |it: &metrics::usage::UsageSum| (it.units.to_string(), it.amount_fen, it.records);
    found.iter().map(|it| sum(&it.sum)).collect()
}

#[tokio::test]
async fn sums_follow_what_is_in_force_at_the_time_asked() {
    on_each_engine("usage_sums", async |world| {
        let old = world.receive(Kind::Usage, b"1", None, 0).await;
        post(&world, &old.receipt, &[fact("1", 10, 1), fact("2", 20, 30)], 1).await;
        let new = world.receive(Kind::Usage, b"2", Some(&old.receipt), 2).await;
        let conflicts = post(&world, &new.receipt, &[fact("1", 7, 1)], 3).await;
        assert_eq!(conflicts, [], "what is superseded does not conflict");
        assert_eq!(sums(&world, 0).await, []);
        assert_eq!(sums(&world, 2).await, [("30".to_owned(), 1500, 2)]);
        assert_eq!(sums(&world, 3).await, [("7".to_owned(), 350, 1)]);
        let found = world.writer.reader().usage_sums(&operator(), None, at(3)).await.unwrap();
        assert_eq!(found[0].receipt, new.receipt);
        let rows = async |second| {
            let span = "2026-Q2".parse().unwrap();
            let reader = world.writer.reader();
            let found = reader.usage_rows(&operator(), span, at(second)).await.unwrap();
            found.into_iter().map(|((receipt, _), rows)| (receipt, rows)).collect::<Vec<_>>()
        };
        assert_eq!(rows(2).await, [(old.receipt.clone(), (1, 30))]);
        assert_eq!(rows(3).await, [(new.receipt.clone(), (1, 1))]);
        let (reader, may) = (world.writer.reader(), Some(period("2026-05")));
        assert_eq!(reader.usage_sums(&operator(), may, at(3)).await.unwrap(), []);
    })
    .await;
}

/// What a file says of a product, whose records come to more than 64 bits hold.
fn product(name: &str, records: u64) -> ProductSum {
    let most = i128::from(i64::MAX) * 20_000_000_000;
    ProductSum {
        product: name.to_owned(),
        off: 3,
        records,
        priced: -most,
        charged: most,
        rounding: 5_000_000_000,
        tolerance: 10_000_000_000,
        row: 7,
    }
}

#[tokio::test]
async fn products_are_summed_file_by_file() {
    on_each_engine("usage_products", async |world| {
        let (own, other): (_, PartyId) = (operator(), "name:另一机构".parse().unwrap());
        let keep = async |receipt: &str, products: &[(&PartyId, ProductSum)], sheet, second| {
            let submission = world.submission(receipt).await;
            let posting = world.writer.begin_posting(&submission, at(second)).await.unwrap();
            let mut posting = posting.unwrap();
            let mut text = std::io::Cursor::new(b"1");
            posting.transcript(&mut text, sheet).await.unwrap();
            posting.usage(&[], products).await.unwrap();
            posting.finish(&accepted(1)).await.unwrap();
        };
        let read = async |party: &PartyId, second| {
            world.writer.reader().product_sums(party, at(second)).await.unwrap()
        };
        let of = |receipt: &str, sheet: Option<&str>, sum| SumOfFile {
            receipt: Some(receipt.to_owned()),
            sheet: sheet.map(str::to_owned),
            sum,
        };
        let first = world.receive(Kind::Usage, b"1", None, 0).await.receipt;
        let both =
            [(&own, product("P-1", 1)), (&own, product("P-2", 2)), (&other, product("P-1", 3))];
        keep(&first, &both, Some("四月"), 1).await;
        let [one, two, others] = both.map(|it| of(&first, Some("四月"), it.1));
        let april = period("2026-04");
        assert_eq!(read(&own, 0).await, [].into());
        assert_eq!(read(&own, 1).await, [(april, vec![one, two])].into());
        assert_eq!(read(&other, 1).await, [(april, vec![others.clone()])].into());
        let second = world.receive(Kind::Usage, b"2", None, 2).await.receipt;
        keep(&second, &[(&other, product("P-1", 4))], None, 3).await;
        let mut files = vec![others, of(&second, None, product("P-1", 4))];
        files.sort_by(|one, other| one.receipt.cmp(&other.receipt));
        assert_eq!(read(&other, 3).await, [(april, files)].into());
        let third = world.receive(Kind::Usage, b"3", Some(&first), 4).await.receipt;
        keep(&third, &[], None, 5).await;
        assert_eq!(read(&own, 5).await, [].into(), "superseded");
        let known = world.writer.reader().parties_with_products().await.unwrap();
        assert_eq!(known, [other, own]);
    })
    .await;
}

#[tokio::test]
async fn a_record_of_another_submission_in_force_does_not_count_again() {
    on_each_engine("usage_conflicts", async |world| {
        let first = world.receive(Kind::Usage, b"1", None, 0).await;
        assert_eq!(post(&world, &first.receipt, &[fact("1", 10, 1)], 1).await, []);
        let second = world.receive(Kind::Usage, b"2", None, 2).await;
        let other: PartyId = "name:另一机构".parse().unwrap();
        let elsewhere = UsageFact { party: other.into(), ..fact("1", 5, 1) };
        let facts = [fact("2", 1, 1), elsewhere, fact("1", 10, 1)];
        assert_eq!(post(&world, &second.receipt, &facts, 3).await, [(2, first.receipt)]);
        let each = [("10".to_owned(), 500, 1), ("1".to_owned(), 50, 1)];
        assert_eq!(sums(&world, 3).await, each, "one sum a submission");
    })
    .await;
}

#[tokio::test]
async fn records_are_paged_without_gap_or_repetition() {
    on_each_engine("usage_pages", async |world| {
        let facts: Vec<UsageFact> = (1..=25).map(|it| fact(&it.to_string(), it, 3)).collect();
        let received = world.receive(Kind::Usage, b"1", None, 0).await;
        post(&world, &received.receipt, &facts, 1).await;
        let (reader, own) = (world.writer.reader(), operator());
        let (mut found, mut after) = (Vec::new(), 0);
        loop {
            let month = (&own, period("2026-04"));
            let page = reader.usage_after(after, month, (at(1), 7)).await.unwrap();
            let Some(last) = page.last() else { break };
            after = last.id;
            found.extend(page);
        }
        let usages: Vec<Usage> = found.iter().map(|it| it.usage.clone()).collect();
        assert_eq!(usages, facts.into_iter().map(|it| it.usage).collect::<Vec<_>>());
        assert_eq!((found[0].receipt.as_str(), found[0].origin.row), (&*received.receipt, 3));
    })
    .await;
}

#[tokio::test]
async fn records_tell_on_which_days_and_at_which_rate_a_price_was_charged() {
    on_each_engine("usage_charges", async |world| {
        let received = world.receive(Kind::Usage, b"1", None, 0).await;
        let rate = |number, rate_ppm: Option<i64>| {
            let mut fact = fact(number, 10, 30);
            fact.usage.tax_rate = rate_ppm.map(Ratio::from_ppm);
            fact
        };
        let mut gross = fact("5", 10, 2);
        gross.usage.vat_included = true;
        // What is given back is not charged.
        let mut returned = fact("7", 10, 12);
        returned.usage.units.millionths *= -1;
        let facts = [
            fact("1", 10, 1),
            fact("2", 20, 30),
            rate("3", Some(30_000)),
            rate("4", None),
            rate("6", Some(30_000)),
            gross,
            returned,
        ];
        post(&world, &received.receipt, &facts, 1).await;
        let own = operator();
        let charges = async |second, limit| {
            let of = (&own, period("2026-04"));
            let found = world.writer.reader().charges(of, (at(second), limit)).await.unwrap();
            let shown = |it: &Charge| {
                let rate = it.tax_rate.map_or_else(|| "-".to_owned(), |it| it.to_string());
                let gross = if it.price.vat_included { "+" } else { "" };
                let Charge { product, unit, price, dated_on, .. } = it;
                format!("{product} {unit} {}{gross} {} {rate}", price.price, dated_on.day())
            };
            found.iter().map(shown).collect::<Vec<_>>()
        };
        let all = [
            "P-1 次 0.5 1 6.00 %",
            "P-1 次 0.5 30 -",
            "P-1 次 0.5 30 3.00 %",
            "P-1 次 0.5 30 6.00 %",
            "P-1 次 0.5+ 2 6.00 %",
        ];
        assert_eq!(charges(1, 10).await, all);
        assert_eq!(charges(1, 2).await, all[..2]);
        assert_eq!(charges(0, 10).await, [""; 0], "not known yet");
    })
    .await;
}

#[tokio::test]
async fn ledgers_are_summed_by_counterparty_and_funding() {
    on_each_engine("counterparties", async |world| {
        let mut file = ledger::ledger(&[("1", 100, 1), ("2", 50, 2)], "");
        file.dimensions[0].counterparty = "乙".to_owned();
        file.dimensions[0].funding = "subsidy".to_owned();
        let received = world.receive(Kind::Ledger, b"1", None, 0).await;
        ledger::post(&world, &received.receipt, file, 1).await;
        let reader = world.writer.reader();
        let found = reader.counterparty_sums(&operator(), at(1)).await.unwrap();
        let sum = |it: &metrics::tie_out::CounterpartySum| {
            let sums = (it.sums.debit_minor, it.sums.credit_minor);
            format!("{} {} {} {} {sums:?}", it.period, it.account, it.counterparty, it.funding)
        };
        let expected = ["2026-04 1002 乙 subsidy (150, 0)", "2026-04 6001 乙 subsidy (0, 150)"];
        assert_eq!(found.iter().map(sum).collect::<Vec<_>>(), expected);
        let moved = reader.ledger_sums(&operator(), None, at(1)).await.unwrap();
        let sum = |it: &metrics::ledger::SumFact| {
            format!("{} {} {} {}", it.period, it.account, it.product, it.sums.debit_minor)
        };
        let expected = ["2026-04 1002 P1 150", "2026-04 6001 P1 0"];
        assert_eq!(moved.iter().map(sum).collect::<Vec<_>>(), expected);
        assert_eq!(reader.counterparty_sums(&operator(), at(0)).await.unwrap(), []);

        let silent = ledger::ledger(&[("3", 7, 1)], "");
        let received = world.receive(Kind::Ledger, b"2", None, 2).await;
        ledger::post(&world, &received.receipt, silent, 3).await;
        let after = reader.counterparty_sums(&operator(), at(3)).await.unwrap();
        assert_eq!(after, found, "lines without counterparty and funding are left out");
    })
    .await;
}
