//! Prices from rows of the form, with the policy pack as shipped: the worked examples of `domain`
//! 11, each rule by rows that pass, fail and sit on the boundary, and laws.

mod allocation;
mod authority;
mod ceiling;
mod currency;
mod distribution;
mod effective;
mod laws;
mod plan;
mod revenue;
mod tariffs;

use jiff::civil::{Date, date};

use super::booked::{BookedSum, Months};
use super::distribution::distributions;
use super::history::History;
use super::judge::{Operator, RULES, judge};
use super::policy::Component;
use super::*;
use crate::form::Row;
use crate::party::PartyKind;
use crate::period::Period;
use crate::register::bank_accounts::BankAccounts;
use crate::shipped::pricing as policy;
use crate::tie_out::Directory;

/// What is not said is not written: an entry that knew less is kept as it was, whatever can be said since.
#[test]
fn entries_are_written_as_they_were_before_more_could_be_said() {
    for body in [
        r#"{"record":"allowance","cycle":"2026","validity":{"from":"2026-01-01"},"profit":null,"taxes_fen":null,"approved_fen":1,"document":""}"#,
        r#"{"record":"allocation","key":"shared","driver":"calls","use_":"public","product":"","share":500000,"validity":{"from":"2026-01-01"},"document":""}"#,
    ] {
        let entry: PricingEntry = serde_json::from_str(body).unwrap();
        assert_eq!(serde_json::to_string(&entry).unwrap(), body);
    }
}

const OPERATOR: &str = "uscc:91310000MADEM0011A";
const TREASURER: &str = "uscc:1131000000DEM0081N";
const BUREAU: &str = "uscc:1131000000DEM0031H";
const DEPARTMENT: &str = "uscc:1131000000DEM0071M";
const TODAY: Date = date(2026, 7, 1);
/// A day on which an operator began so lately that no yearly report is due and a trial goes on.
const SINCE: Option<Date> = Some(date(2026, 1, 1));

/// The cells of a row that is written as `record column=value column=value`.
#[track_caller]
fn cells(row: &str) -> Vec<&str> {
    let mut words = row.split(' ');
    let record = words.next().unwrap();
    let given: Vec<(&str, &str)> = words.map(|it| it.split_once('=').unwrap()).collect();
    for (name, _) in &given {
        assert!(COLUMNS.iter().any(|it| it.name == *name), "{name}");
    }
    let cell = |name: &str| given.iter().find(|it| it.0 == name).map_or("", |it| it.1);
    let of = |column: &crate::form::Column| match column.name {
        "record" => record,
        "party" => OPERATOR,
        name => cell(name),
    };
    COLUMNS.iter().map(of).collect()
}

/// Entries from rows, each as `record column=value column=value`. All are understood.
#[track_caller]
fn entries<S: AsRef<str>>(rows: &[S]) -> Vec<Entered> {
    let mut intake = PricingIntake::new(None);
    for (row, number) in rows.iter().zip(2..) {
        let cells = cells(row.as_ref());
        intake.row(&Row { number, cells: &cells, byte_offset: 0, byte_length: 0 });
    }
    let checked = intake.finish();
    assert!(checked.faults.is_empty(), "{:?}", checked.faults);
    let entered =
        |it: PricingFact| Entered { entry: it.entry, receipt: "R-1".to_owned(), origin: it.origin };
    checked.facts.into_iter().map(entered).collect()
}

/// Sums of the ledger, each as `2026-03 cost industry 500.00`, with a cost class behind where it has
/// one.
fn sums(rows: &[&str]) -> Vec<BookedSum> {
    let sum = |row: &&str| {
        let words: Vec<&str> = row.split(' ').collect();
        let component = match words[1] {
            "revenue" => Component::Revenue,
            "cost" => Component::Cost,
            "taxes" => Component::Taxes,
            "subsidy" => Component::Subsidy,
            word => panic!("{word}"),
        };
        BookedSum {
            period: words[0].parse::<Period>().unwrap(),
            component,
            use_: words[2].to_owned(),
            amount_fen: crate::money::parse_minor(words[3], 2).unwrap(),
            cost_class: words.get(4).copied().unwrap_or_default().to_owned(),
        }
    };
    rows.iter().map(sum).collect()
}

fn cycles(rows: &[&str], booked: &[&str]) -> Vec<PermittedRevenue> {
    let entries = entries(rows);
    let months = Months::of(&sums(booked), &entries).unwrap();
    allowance::permitted(&entries, &months, &policy()).unwrap()
}

/// What is found of allocations that were accepted one after the other, each `day row`.
fn found_of_said(said: &[String]) -> Vec<String> {
    let said: Vec<(Date, Entered)> = (said.iter().zip(1..))
        .map(|(it, number)| {
            let (day, row) = it.split_once(' ').unwrap();
            let mut entered = entries(&[row]).remove(0);
            entered.receipt = format!("R-{number}");
            (day.parse().unwrap(), entered)
        })
        .collect();
    let in_force: Vec<Entered> = said.last().map(|it| it.1.clone()).into_iter().collect();
    let mut history = History::of(&in_force);
    for (day, entered) in said {
        history.add(entered, day);
    }
    let party: PartyId = OPERATOR.parse().unwrap();
    let operator = Operator {
        party: &party,
        since: SINCE,
        today: TODAY,
        bank_accounts: &BankAccounts::default(),
        directory: &Directory::default(),
        entries: &[],
        history: &history,
        months: &Months::default(),
        cycles: &[],
        distributions: &[],
    };
    let faults = judge(&operator, &policy());
    let shown = |it: &crate::finding::Fault| {
        format!("{} {}: {}, {}", it.rule, it.cause, it.expected, it.actual)
    };
    faults.kept().iter().map(shown).collect()
}

/// What is found of an operator that began on a day, as `rule cause: actual, expected, difference`.
fn found_of(rows: &[&str], booked: &[&str], days: (Option<Date>, Date)) -> Vec<String> {
    found_by(&policy(), (rows, booked), days)
}

/// The bank accounts of the register: one of an operator, one of a finance bureau, and one of a payee.
fn bank_accounts() -> BankAccounts {
    let mut accounts = BankAccounts::default();
    let registered =
        [(OPERATOR, "6222 01"), (TREASURER, "0001"), (BUREAU, "0002"), (DEPARTMENT, "-")];
    for (party, number) in registered {
        accounts.add(&party.parse().unwrap(), number);
    }
    accounts
}

/// The names of the register: one of an operator.
fn directory() -> Directory {
    let mut directory = Directory::default();
    directory.add(OPERATOR.parse().unwrap(), ("甲（上海）公司", PartyKind::Operator), None);
    directory
}

/// The same by another policy.
fn found_by(
    policy: &PricingPolicy,
    (rows, booked): (&[&str], &[&str]),
    (since, today): (Option<Date>, Date),
) -> Vec<String> {
    let entries = entries(rows);
    let months = Months::of(&sums(booked), &entries).unwrap();
    let cycles = allowance::permitted(&entries, &months, policy).unwrap();
    let distributions = distributions(&entries, &months, &cycles, today).unwrap();
    let party: PartyId = OPERATOR.parse().unwrap();
    let operator = Operator {
        party: &party,
        since,
        today,
        bank_accounts: &bank_accounts(),
        directory: &directory(),
        entries: &entries,
        history: &History::default(),
        months: &months,
        cycles: &cycles,
        distributions: &distributions,
    };
    let faults = judge(&operator, policy);
    assert!(faults.kept().iter().all(|it| it.subject.as_ref() == Some(&party)));
    let is_known = |rule| RULES.contains(&rule) || rule == crate::finding::reading::LIMIT;
    assert!(faults.kept().iter().all(|it| is_known(it.rule)), "{faults:?}");
    let shown = faults.kept().iter().map(|it| {
        let difference = it.difference.as_deref().unwrap_or("-");
        format!("{} {}: {}, {}, {difference}", it.rule, it.cause, it.actual, it.expected)
    });
    shown.collect()
}

/// The rules and causes that are found on the first of July 2026.
fn found(rows: &[&str], booked: &[&str]) -> Vec<String> {
    found_of(rows, booked, (SINCE, TODAY))
}

/// A ceiling and a price in order, but for what `ceiling` and `price` say otherwise.
fn tariff(record: &str, price: &str, more: &str) -> String {
    let document = if record == "ceiling" {
        "document=沪1 reported_on=2026-01-01 data_reported_on=2026-01-01"
    } else {
        "published_on=2026-01-01"
    };
    let more = if more.is_empty() { String::new() } else { format!(" {more}") };
    let from = if more.contains(" from=") { "" } else { " from=2026-01-01" };
    let vat = if more.contains(" vat_included=") { "" } else { " vat_included=yes" };
    format!("{record} product=P-1 unit=次 price={price} {document}{from}{vat}{more}")
}

/// What is found of tariffs alone.
fn found_in(rows: &[String]) -> Vec<String> {
    let rows: Vec<&str> = rows.iter().map(String::as_str).collect();
    found(&rows, &[])
}
