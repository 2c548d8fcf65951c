//! What is wrong in usage.

use metrics::money::{format_minor, parse_minor};
use metrics::period::Period;

use super::super::files::Row;
use super::super::world::row;
use super::rows::shift;
use super::{CARELESS, LATE, sale};

/// What is wrong in the usage of an operator and month.
pub(in super::super) fn in_usage(operator: &str, period: Period, rows: &mut Vec<Row>) {
    match (operator, &*period.to_string()) {
        // No rounding gives a fen more of tax, and quantity times price may be one fen off.
        (CARELESS, "2026-01") => shift(record(rows, "U-002"), "tax", 1),
        (CARELESS, "2026-02") => {
            let calls = whole(record(rows, "U-002"), "units") + 100;
            record(rows, "U-002").insert("units", calls.to_string());
        }
        (CARELESS, "2026-03") => {
            record(rows, "U-001").insert("date", "2026-04-02".to_owned());
        }
        (CARELESS, "2026-04") => {
            record(rows, "U-004").extend(row([("price", "0.10"), ("amount", "2400.00")]));
        }
        (CARELESS, "2026-05") => {
            // Half of the calls at twice the price.
            let calls = whole(record(rows, "U-001"), "units") / 2;
            let mut sold = record(rows, "U-001").clone();
            record(rows, "U-001").extend(row([("units", &*calls.to_string()), ("price", "1.06")]));
            sold.extend(row([
                ("number", "U-005"),
                ("date", sale::DAY),
                ("buyer", LATE),
                ("units", sale::CALLS),
                ("amount", sale::NET),
                ("tax", sale::TAX),
                ("invoice", "FP-2026-05-HC"),
            ]));
            rows.push(sold);
        }
        (LATE, "2026-03") => {
            // A rate that has been abolished, on a price without tax.
            let record = record(rows, "U-003");
            let net_fen = parse_minor(&record["amount"], 2).unwrap_or_default();
            let tax = format_minor(i128::from(net_fen) * 17 / 100, 2);
            record.extend(row([("price", "0.50"), ("vat_included", "no")]));
            record.extend(row([("tax_rate", "17"), ("tax", &*tax)]));
        }
        _ => {}
    }
}

fn record<'a>(rows: &'a mut [Row], number: &str) -> &'a mut Row {
    let record = rows.iter_mut().find(|it| it["number"] == number);
    record.expect("every month has a record of each product")
}

fn whole(record: &Row, column: &str) -> i64 {
    record[column].parse().expect("calls are whole")
}
