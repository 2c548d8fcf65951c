//! Journals of hledger's examples and tests, against what hledger has of them.

use std::collections::{BTreeMap, BTreeSet};

use metrics::period::Period;

use super::answers::{
    Balances, Record, add_balances, balance, checked, currency_of, expected, load, mapping, months,
    postings, records, without_zeros,
};
use super::*;

const HLEDGER: &str =
    "[voucher]\nnumber = \"txnidx\"\ndate = \"date\"\nsummary = \"description\"\n";

/// A journal in hledger's form, as it is read.
struct Journal {
    /// What counts.
    balances: Balances,
    /// The vouchers that do not balance, and so do not count.
    unbalanced: BTreeSet<String>,
    /// All of it by month: what does not count is added from the rows as they are.
    movements: BTreeMap<Period, Balances>,
}

impl Journal {
    fn read(name: &str) -> Self {
        let file = format!("hledger/{name}.postings.csv");
        let rows = records(&file);
        let commodities: BTreeSet<&str> = rows.iter().map(|it| &*it["commodity"]).collect();
        let mapping = postings(&commodities, HLEDGER);
        let codes: Vec<String> = commodities.iter().map(|it| currency_of(it)).collect();
        let digits: Vec<(&str, u8)> = codes.iter().map(|it| (it.as_str(), 2)).collect();
        let (mut balances, mut unbalanced) = (Balances::new(), BTreeSet::new());
        let mut movements = BTreeMap::new();
        for (month, table) in months(&file, "date") {
            let (ledger, faults) = checked(&table, (Format::Csv, Some(&mapping)), month, &digits);
            assert!(faults.is_empty() && ledger.rows == ledger.understood, "{name} {faults:?}");
            let is_broken = |it: &&Fault| it.rule == "F-1";
            let broken = ledger.faults.kept().iter().filter(is_broken);
            unbalanced.extend(broken.map(|it| it.arguments[0].1.clone()));
            let others =
                ledger.faults.kept().iter().filter(|it| !["F-1", "F-2", "F-13"].contains(&it.rule));
            assert_eq!(others.count(), 0, "{name}");
            add_balances(&mut balances, &ledger);
            let moved: &mut Balances = movements.entry(month).or_default();
            add_balances(moved, &ledger);
            let is_left_out = |it: &&Record| {
                unbalanced.contains(&it["txnidx"]) && it["date"].starts_with(&month.to_string())
            };
            add(moved, rows.iter().filter(is_left_out).map(|it| balance(it, "amount")));
        }
        Self { balances, unbalanced, movements }
    }
}

fn add(balances: &mut Balances, others: impl IntoIterator<Item = ((String, String), i128)>) {
    for (key, net) in others {
        *balances.entry(key).or_default() += net;
    }
}

#[test]
#[ignore = "needs the corpus"]
fn journals_equal_hledger_to_the_last_unit() {
    for (name, unbalanced) in [
        ("chinese", 0),
        ("sample", 0),
        ("vat", 0),
        ("multi_year_2021_closed", 0),
        ("multi_year_2022_closed", 0),
        ("1ktxns-100accts", 667),
        ("cody_2018", 3),
        ("unicode", 2),
        ("borrowing", 1),
    ] {
        let journal = Journal::read(name);
        let mut all = Balances::new();
        journal.movements.into_values().for_each(|it| add(&mut all, it));
        let answer = format!("hledger/{name}.balance.expected.csv");
        assert_eq!(without_zeros(all), expected(&answer, "balance", |_| true), "{name}");
        // What does not balance in a commodity does not count, and what counts balances.
        assert_eq!(journal.unbalanced.len(), unbalanced, "{name}");
        let mut totals: BTreeMap<&str, i128> = BTreeMap::new();
        for ((_, currency), net) in &journal.balances {
            *totals.entry(currency).or_default() += net;
        }
        assert!(totals.values().all(|it| *it == 0), "{name} {totals:?}");
    }
}

/// What moved an account in a month, and what it stands at when the month ends.
#[test]
#[ignore = "needs the corpus"]
fn months_of_journals_equal_hledger() {
    for name in [
        "chinese",
        "sample",
        "vat",
        "multi_year_2021_closed",
        "multi_year_2022_closed",
        "cody_2018",
        "unicode",
        "borrowing",
    ] {
        let movements = Journal::read(name).movements;
        let answer = |what: &str| format!("hledger/{name}.{what}.expected.csv");
        let periods: BTreeSet<String> =
            records(&answer("monthly")).into_iter().map(|it| it["period"].clone()).collect();
        let mut standing = Balances::new();
        for period in &periods {
            let moved = movements.get(&period.parse().unwrap()).cloned().unwrap_or_default();
            add(&mut standing, moved.clone());
            for (what, balances) in [("monthly", moved), ("month_end", standing.clone())] {
                let expected = expected(&answer(what), "value", |it| it["period"] == *period);
                assert_eq!(without_zeros(balances), expected, "{name} {what} {period}");
            }
        }
        assert!(movements.keys().all(|it| periods.contains(&it.to_string())), "{name}");
    }
}

/// A journal of hledger's tests as a table: dates as they are, an amount asserted as a closing.
fn table_of(journal: &str) -> String {
    let mut table = "record,voucher_no,date,account,amount,commodity\n".to_owned();
    let (mut number, mut date) = (0, String::new());
    for line in journal.lines().filter(|it| !it.starts_with('#') && !it.trim().is_empty()) {
        let Some(posting) = line.strip_prefix("  ") else {
            let day = line.split(' ').next().unwrap();
            if let [year, month, day] = day.split('/').collect::<Vec<_>>()[..] {
                number += 1;
                date = format!("{year}-{month:0>2}-{day:0>2}");
            }
            continue;
        };
        let mut words = posting.split_whitespace();
        let (account, amount) = (words.next().unwrap(), words.next().unwrap());
        let rest: Vec<&str> = words.collect();
        let commodity = rest.first().filter(|it| **it != "=").map_or("", |it| *it);
        let _ = writeln!(table, "line,{number},{date},{account},{amount},{commodity}");
        if let ["=", asserted] = rest[..] {
            let _ = writeln!(table, "closing,,,{account},{asserted},");
        }
    }
    table
}

/// What hledger refuses is a fault here, too; but vouchers need no order of days, only numbers.
#[test]
#[ignore = "needs the corpus"]
fn journals_that_hledger_refuses_have_faults() {
    let head = "[voucher]\nnumber = \"voucher_no\"\ndate = \"date\"\n";
    let plain = postings(&BTreeSet::from(["A", "B"]), head);
    let with_record = "kind = \"ledger\"\n[voucher]\nnumber = \"voucher_no\"\ndate = \"date\"\n[fields]\nrecord = \"record\"\n[[posting]]\naccount = \"account\"\namount = \"amount\"\n";
    let with_record = mapping(with_record);
    let digits = [("CNY", 2), ("XAA", 2), ("XAB", 2)];
    let period = Period::new(2022, 1).unwrap();
    for (name, mapping, rule, count) in [
        ("assertions", &with_record, "F-3", 1),
        ("autobalanced", &plain, "F-1", 1),
        ("balanced", &plain, "F-1", 2),
        ("ordereddates", &plain, "F-1", 2),
        ("parseable-dates", &plain, "R-6", 1),
    ] {
        let journal = String::from_utf8(load(&format!("errors/{name}.journal")).unwrap()).unwrap();
        let table = table_of(&journal);
        let (ledger, faults) =
            checked(table.as_bytes(), (Format::Csv, Some(mapping)), period, &digits);
        assert!(faults.is_empty(), "{name} {faults:?}");
        assert_eq!(ledger.faults.counts().get(rule), Some(&count), "{name} {:?}", ledger.faults);
    }
}
