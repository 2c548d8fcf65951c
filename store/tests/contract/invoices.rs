//! Invoices: what ledgers and usage in force say of each, one after the other.

use metrics::kind::Kind;
use metrics::ledger::{CheckedLedger, Line};
use metrics::party::PartyId;
use metrics::tie_out::{InvoiceSide, Invoiced, InvoicedMonths};
use metrics::usage::{Usage, UsageFact};

use crate::world::{World, at, on_each_engine, operator, period};
use crate::{ledger, usage};

/// A file of vouchers of 记, each moving an amount to 6001 in one more line that names an invoice.
fn invoiced(vouchers: &[(&str, i64, &str)]) -> CheckedLedger {
    let days: Vec<_> = vouchers.iter().map(|(number, amount, _)| (*number, *amount, 1)).collect();
    let mut file = ledger::ledger(&days, "");
    for ((_, amount, invoice), voucher) in vouchers.iter().zip(0..) {
        let line = Line {
            voucher,
            account: 1,
            dimensions: 0,
            currency: 0,
            day: 1,
            debit_minor: 0,
            credit_minor: *amount,
            original_minor: 0,
            invoice: file.invoices.take(invoice).unwrap(),
            summary: 0..0,
            row: 100 + voucher,
            byte_length: 10,
            byte_offset: 0,
        };
        file.lines.push(&line, "");
    }
    file
}

/// A record of so many calls that names an invoice.
fn served(number: &str, calls: i64, invoice: &str) -> UsageFact {
    let fact = usage::fact(number, calls, 1);
    UsageFact { usage: Usage { invoice: invoice.into(), ..fact.usage }, ..fact }
}

/// Each row of each invoice, as known at a second.
async fn said(world: &World, second: i64) -> Vec<String> {
    let mut shown = Vec::new();
    let look = |number: &str, said: &[Invoiced]| {
        let mut rows: Vec<String> = said.iter().map(|it| row(number, it)).collect();
        rows.sort();
        shown.append(&mut rows);
    };
    world.writer.reader().each_invoice(&operator(), at(second), look).await.unwrap();
    shown
}

fn row(number: &str, Invoiced { period, product, side }: &Invoiced) -> String {
    let side = match side {
        InvoiceSide::Ledger { account, currency, sums, voucher } => {
            format!("{account} {currency} {} {} {voucher}", sums.debit_minor, sums.credit_minor)
        }
        InvoiceSide::Usage { amount_fen, record } => format!("{amount_fen} {record}"),
    };
    format!("{number} {period} {product} {side}")
}

#[tokio::test]
async fn invoices_follow_what_is_in_force_at_the_time_asked() {
    on_each_engine("invoices", async |world| {
        let old = world.receive(Kind::Ledger, b"1", None, 0).await;
        let first = [("10", 100, "FP-2"), ("9", 50, "FP-2"), ("1", -30, "FP-10")];
        ledger::post(&world, &old.receipt, invoiced(&first), 1).await;
        let april = |account: &str| (period("2026-04"), account.to_owned());
        let months = async |second| {
            world.writer.reader().invoiced_months(&operator(), at(second)).await.unwrap()
        };
        assert_eq!(months(0).await, InvoicedMonths::default());
        let ledger_only = InvoicedMonths { ledger: [april("6001")].into(), ..months(0).await };
        assert_eq!(months(1).await, ledger_only);

        let used = world.receive(Kind::Usage, b"2", None, 2).await;
        let records = [served("2", 3, "FP-2"), served("1", 1, "FP-2"), served("3", 2, "")];
        usage::post(&world, &used.receipt, &records, 3).await;
        let both = InvoicedMonths { usage: [period("2026-04")].into(), ..ledger_only };
        assert_eq!(months(3).await, both);

        let new = world.receive(Kind::Ledger, b"3", Some(&old.receipt), 4).await;
        ledger::post(&world, &new.receipt, invoiced(&[("1", 70, "FP-2")]), 5).await;
        let beside = world.receive(Kind::Ledger, b"4", None, 6).await;
        ledger::post(&world, &beside.receipt, invoiced(&[("2", 7, "FP-2")]), 7).await;

        assert_eq!(said(&world, 0).await, [""; 0]);
        let red = "FP-10 2026-04 P1 6001 CNY 0 -30 记-1";
        let sum = "FP-2 2026-04 P1 6001 CNY 0 150 记-10";
        assert_eq!(said(&world, 1).await, [red, sum], "named by the first voucher as text");
        let usage = "FP-2 2026-04 P-1 200 1";
        assert_eq!(said(&world, 4).await, [red, usage, sum]);
        let (once, again) =
            ("FP-2 2026-04 P1 6001 CNY 0 70 记-1", "FP-2 2026-04 P1 6001 CNY 0 7 记-2");
        assert_eq!(said(&world, 7).await, [usage, again, once], "one row a submission");
        let other: PartyId = "name:另一机构".parse().unwrap();
        let reader = world.writer.reader();
        reader.each_invoice(&other, at(7), |_, said| assert_eq!(said, [])).await.unwrap();
    })
    .await;
}

#[tokio::test]
async fn lines_and_records_without_an_invoice_leave_nothing() {
    on_each_engine("no_invoices", async |world| {
        let file = world.receive(Kind::Ledger, b"1", None, 0).await;
        ledger::post(&world, &file.receipt, ledger::ledger(&[("1", 100, 1)], ""), 1).await;
        let used = world.receive(Kind::Usage, b"2", None, 2).await;
        let records = [served("1", 1, ""), served("2", 1, "—"), served("3", 1, "无")];
        usage::post(&world, &used.receipt, &records, 3).await;
        assert_eq!(said(&world, 3).await, [""; 0]);
    })
    .await;
}
