//! What ledgers say of their months, and findings that say something else than before.

use metrics::finding::{Fault, Place};
use metrics::kind::Kind;
use metrics::ledger::{Lost, NumberRun, PublishedBalance, SaidOfMonth, Sums};
use metrics::money::Currency;
use metrics::period::Period;
use store::Writer;

use crate::disclosures::keep;
use crate::ledger::{ledger, post};
use crate::world::{World, accepted, at, on_each_engine, operator, period};

fn said() -> SaidOfMonth {
    let run = |first, last, row| NumberRun { first, last, row };
    let balance = |account: &str, debit_minor, row| PublishedBalance {
        currency: Currency::CNY,
        account: account.to_owned(),
        sums: Sums { debit_minor, credit_minor: 0 },
        row,
    };
    SaidOfMonth {
        numbers: [("记".to_owned(), vec![run(1, 3, Some(2)), run(7, 7, Some(9))])].into(),
        lacking: [("付".to_owned(), vec![run(2, 2, None)])].into(),
        unnumbered: 4,
        lost: Lost { openings: 1, closings: 0, movements: 2, generals: 3 },
        closings: vec![balance("1001", 5, 11), balance("1002", -5, 12)],
        movements: vec![balance("1002", 9, 14)],
        generals: vec![balance("6001", 7, 13)],
    }
}

/// What the files of a month say; a door that has posted nothing reads the same.
async fn read(world: &World, month: Period, second: i64) -> Option<Vec<SaidOfMonth>> {
    let fresh = Writer::open(&world.url).await.unwrap();
    let asked = (None, month);
    let read = fresh.reader().month_files(&operator(), asked, at(second)).await.unwrap();
    let kept = world.writer.reader().month_files(&operator(), asked, at(second)).await.unwrap();
    assert_eq!(read, kept);
    Some(read.get(&month)?.iter().map(|it| SaidOfMonth::clone(&it.said)).collect())
}

#[tokio::test]
async fn a_month_has_what_its_files_in_force_say() {
    on_each_engine("months", async |world| {
        let april = period("2026-04");
        let first = world.receive(Kind::Ledger, b"1", None, 0).await;
        let mut checked = ledger(&[("1", 100, 1)], "");
        checked.said = said();
        post(&world, &first.receipt, checked, 1).await;
        assert_eq!(read(&world, april, 1).await, Some(vec![said()]));
        assert_eq!(read(&world, april, 0).await, None, "nothing is in force yet");
        let second = world.receive(Kind::Ledger, b"2", Some(&first.receipt), 2).await;
        post(&world, &second.receipt, ledger(&[("1", 100, 1)], ""), 3).await;
        assert_eq!(read(&world, april, 3).await, Some(vec![SaidOfMonth::default()]));
        assert_eq!(read(&world, april, 2).await, Some(vec![said()]));
        // A file that was posted before any of it was kept: nobody knows the month.
        let third = world.receive(Kind::Ledger, b"3", None, 4).await;
        let submission = world.submission(&third.receipt).await;
        let posting = world.writer.begin_posting(&submission, at(5)).await.unwrap().unwrap();
        posting.finish(&accepted(1)).await.unwrap();
        assert_eq!(read(&world, april, 5).await, None);
    })
    .await;
}

/// A look that finds something else of the same cause: the finding is the same, and says what holds.
#[tokio::test]
async fn what_a_look_finds_says_the_figures_of_the_day() {
    on_each_engine("retold", async |world| {
        let file = world.receive(Kind::Ledger, b"1", None, 0).await;
        let fault = |actual: &str, row: u64| Fault {
            subject: Some(operator()),
            period: Some(period("2026-04")),
            receipt: Some(file.receipt.clone()),
            cause: "closing 1002 CNY".to_owned(),
            actual: actual.to_owned(),
            ..Fault::at("F-3", Place::row(row))
        };
        let reader = world.writer.reader();
        let shown = async || {
            let all = reader.findings_of_looks(0, 9).await.unwrap();
            let one = |it: &store::findings::Finding| {
                assert_eq!(it.receipt, file.receipt);
                (it.actual.clone(), it.row, it.state.as_str())
            };
            all.iter().map(one).collect::<Vec<_>>()
        };
        keep(&world, &[fault("1.00", 7)], &[], 1).await;
        keep(&world, &[fault("1.00", 7)], &[], 2).await;
        assert_eq!(shown().await, [("1.00".to_owned(), Some(7), "open")]);
        let always = &reader.findings_of_looks(0, 9).await.unwrap()[0];
        assert_eq!(reader.finding_earlier(always, 9).await.unwrap(), []);
        keep(&world, &[fault("2.00", 8)], &[], 3).await;
        assert_eq!(shown().await, [("2.00".to_owned(), Some(8), "open")]);
        let told_second = reader.findings_of_looks(0, 9).await.unwrap().remove(0);
        keep(&world, &[], &[told_second.id], 4).await;
        keep(&world, &[fault("3.00", 8)], &[], 5).await;
        assert_eq!(shown().await, [("3.00".to_owned(), Some(8), "open")]);
        let dump = reader.canonical_dump().await.unwrap();
        let told: Vec<&str> = dump.lines().filter(|it| it.starts_with("finding_figures")).collect();
        assert_eq!(told.len(), 2, "what stood before stays: {told:?}");
        let finding = &reader.findings_of_looks(0, 9).await.unwrap()[0];
        let earlier = async |limit| {
            let earlier = reader.finding_earlier(finding, limit).await.unwrap();
            let one = |(since, then): (_, store::findings::Finding)| {
                assert_eq!(then.receipt, file.receipt);
                (since, then.actual, then.row)
            };
            earlier.into_iter().map(one).collect::<Vec<_>>()
        };
        let first = (at(1), "1.00".to_owned(), Some(7));
        let second = (at(3), "2.00".to_owned(), Some(8));
        assert_eq!(earlier(9).await, [second.clone(), first]);
        assert_eq!(earlier(1).await, [second]);
        // Of a finding that was read before it said something else, what it says here is nothing earlier.
        let since =
            |it: &[(_, store::findings::Finding)]| it.iter().map(|it| it.0).collect::<Vec<_>>();
        assert_eq!(since(&reader.finding_earlier(&told_second, 9).await.unwrap()), [at(1)]);
        assert_eq!(since(&reader.finding_earlier(always, 9).await.unwrap()), []);
        // What it said at each instant stays said: the look after next told something else.
        for (second, expected) in [
            (0, None),
            (1, Some("1.00")),
            (2, Some("1.00")),
            (3, Some("2.00")),
            (4, None),
            (5, Some("3.00")),
        ] {
            let page = (at(second), 9);
            let sighted = reader.findings_sighted(("F-3", &file.receipt), 0, page).await.unwrap();
            let said: Vec<&str> = sighted.iter().map(|it| it.actual.as_str()).collect();
            assert_eq!(said, Vec::from_iter(expected), "{second}");
        }
    })
    .await;
}
