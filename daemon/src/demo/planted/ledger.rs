//! What is wrong in ledgers.

use super::super::books::general_ledger;
use super::super::files::Row;
use super::super::world::row;
use super::rows::{line, set, shift};
use super::{CAREFUL, CARELESS, LATE, SUBSIDIARY, sale};

/// A name that would repaint a terminal and turn the reading order.
const HOSTILE_NAME: &str = "陈晓\u{1b}[31m\u{202e}明李";
/// What a spreadsheet would run.
const HOSTILE_SUMMARY: &str = "=HYPERLINK(\"http://example.invalid\";\"付款\")\u{1b}]0;root\u{7}";

/// The number after that of what one operator sells to another.
const THROUGH_VOUCHER: &str = "19";
/// The one after it.
const ABROAD_VOUCHER: &str = "20";

/// What is wrong in the ledger of an operator and month.
#[expect(clippy::too_many_lines, reason = "one list of what is planted")]
pub(in super::super) fn in_ledger(operator: &str, month: i8, rows: &mut Vec<Row>) {
    match (operator, month) {
        (CAREFUL, 3) => {
            shift(line(rows, "4", 1), "credit", 10_000);
            untotalled(rows);
        }
        (CARELESS, 2) => {
            // Both sides, so that the openings still balance.
            for (account, side) in [("1002", "debit"), ("4001", "credit")] {
                let opening = |it: &&mut Row| it["account"] == account && it.contains_key("record");
                let opening = rows.iter_mut().find(opening).expect("the month has openings");
                shift(opening, side, 100_000);
            }
            line(rows, "7", 0).insert("counterparty", SUBSIDIARY.to_owned());
        }
        (CARELESS, 3) => {
            let last = rows.iter().rfind(|it| !it.contains_key("record"));
            let last = last.map(|it| it["voucher_no"].clone()).unwrap_or_default();
            let next = last.parse().map_or(0, |it: u32| it + 1);
            set(rows, &last, "voucher_no", &next.to_string());
        }
        (CARELESS, 4) => {
            line(rows, "4", 0).remove("scenario");
            line(rows, "4", 0).insert("内部备注", "待补".to_owned());
            // The code of other monetary funds before the standards of 2006.
            line(rows, "8", 1).insert("account", "1009".to_owned());
            line(rows, "9", 1).extend(row([
                ("original_currency", "USD"),
                ("original_amount", "1000.00"),
                ("rate", "7.1024"),
            ]));
            untotalled(rows);
            let mut general = general_ledger(rows);
            let receivable = general.iter_mut().find(|it| it["account"] == "1122");
            shift(receivable.expect("revenue is receivable"), "debit", 100);
            rows.extend(general);
        }
        (CARELESS, 5) => {
            untotalled(rows);
            shift(line(rows, "4", 1), "credit", -1);
            set(rows, "6", "maker", HOSTILE_NAME);
            set(rows, "6", "reviewer", HOSTILE_NAME);
            set(rows, "6", "summary", HOSTILE_SUMMARY);
            let sold = sold(rows);
            rows.extend(sold);
            let lent = through(rows, ["debit", "credit"], "示例商务咨询服务部（演示）");
            rows.extend(lent);
        }
        (CARELESS, 6) => {
            untotalled(rows);
            set(rows, "4", "date", "2026-07-02");
            line(rows, "5", 1).remove("account");
            let amount = &line(rows, "7", 0)["debit"];
            let amount = format!("{},{}", &amount[..2], &amount[2..]);
            line(rows, "7", 0).insert("debit", amount);
            // What was for public use so far.
            line(rows, "3", 0).extend(row([
                ("product", "P-02"),
                ("scenario", "S-02 房产交易"),
                ("use", "industry"),
            ]));
        }
        (LATE, 2) => {
            line(rows, "12", 1).insert("funding", "subsidy".to_owned());
        }
        (LATE, 4) => untotalled(rows),
        (LATE, 5) => {
            untotalled(rows);
            let bought = bought(rows);
            rows.extend(bought);
            let borrowed = through(rows, ["credit", "debit"], "示例商务咨询服务部(演示)");
            rows.extend(borrowed);
            let abroad = abroad(rows);
            rows.extend(abroad);
        }
        _ => {}
    }
}

/// What one operator sold to another, after the model of a revenue (M-2).
fn sold(rows: &[Row]) -> Vec<Row> {
    let mut sold = another(rows, "12");
    let sides = [("debit", sale::GROSS), ("credit", sale::NET), ("credit", sale::TAX)];
    for (line, (side, yuan)) in sold.iter_mut().zip(sides) {
        line.insert(side, yuan.to_owned());
    }
    line(&mut sold, sale::VOUCHER, 1).insert("counterparty", LATE.to_owned());
    sold
}

/// The same as the other one books it, after the model of a cost (M-2).
fn bought(rows: &[Row]) -> Vec<Row> {
    let mut bought = another(rows, "7");
    bought.push(bought[1].clone());
    bought[0].extend(row([("debit", sale::NET), ("counterparty", CARELESS)]));
    bought[1].insert("credit", sale::GROSS.to_owned());
    bought[2].remove("credit");
    bought[2].extend(row([
        ("account", "2221"),
        ("account_name", "应交税费"),
        ("debit", sale::TAX),
    ]));
    bought
}

/// Money that one operator gives to a third party, and another one gets from it (M-4).
fn through(rows: &[Row], sides: [&'static str; 2], counterparty: &str) -> Vec<Row> {
    let mut passed = another(rows, "15");
    let accounts = [("1122", "应收账款"), ("1002", "银行存款")];
    for ((line, side), (account, name)) in passed.iter_mut().zip(sides).zip(accounts) {
        line.retain(|column, _| !["debit", "credit"].contains(column));
        line.extend(row([
            ("voucher_no", THROUGH_VOUCHER),
            ("summary", "往来款"),
            ("account", account),
            ("account_name", name),
            ("counterparty", counterparty),
            (side, "1200000.00"),
        ]));
    }
    passed
}

/// Revenue that stays in another currency (F-21), after the model of a revenue.
fn abroad(rows: &[Row]) -> Vec<Row> {
    let mut sold = another(rows, "12");
    // There is no output tax on what is sold abroad.
    sold.truncate(2);
    for (line, side) in sold.iter_mut().zip(["debit", "credit"]) {
        line.extend(row([
            ("voucher_no", ABROAD_VOUCHER),
            ("summary", "境外客户数据服务费"),
            ("currency", "USD"),
            (side, "5000.00"),
        ]));
    }
    sold
}

/// A voucher like another one, which comes last in its month.
fn another(rows: &[Row], model: &str) -> Vec<Row> {
    let is_model = |it: &&Row| it["voucher_no"] == model;
    let mut voucher: Vec<Row> = rows.iter().filter(is_model).cloned().collect();
    for line in &mut voucher {
        line.extend(row([
            ("voucher_no", sale::VOUCHER),
            ("date", sale::DAY),
            ("summary", "运营机构之间的数据处理服务"),
        ]));
    }
    voucher
}

/// Leaves out what the general ledger says (F-5-missing).
fn untotalled(rows: &mut Vec<Row>) {
    rows.retain(|it| it.get("record").is_none_or(|it| it != "general"));
}

/// The first voucher again with other amounts (V-1), from the rows of its month.
pub(in super::super) fn again(rows: &[Row]) -> Vec<Row> {
    let is_first = |it: &&Row| it["voucher_no"] == "1";
    let mut rows: Vec<Row> = rows.iter().filter(is_first).cloned().collect();
    for row in &mut rows {
        let side = if row.contains_key("debit") { "debit" } else { "credit" };
        shift(row, side, 5_000);
    }
    rows
}

/// A voucher that was posted says something else in a file that supersedes the first one (F-15).
pub(in super::super) fn edited(rows: &mut [Row]) {
    shift(line(rows, "5", 0), "debit", 30_000);
    shift(line(rows, "5", 1), "credit", 30_000);
}
