//! Journals that hledger's examples are, month by month through the store and back, against what hledger has
//! of each month.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;

use daemon::mapping_file::MappingDocument;
use metrics::kind::Kind;
use metrics::ledger::{AccountBalance, trial_balance};
use metrics::money::parse_minor;
use metrics::party::PartyId;
use metrics::period::Period;

use crate::corpus::{HANDED_IN_AT, table};
use crate::world::{Hand, OPERATOR, World, instant};

/// Debit less credit in minor units, per account and currency, where it is not 0.
type Balances = BTreeMap<(String, String), i64>;
type Record = BTreeMap<String, String>;

/// Commodities of the journals, and the currencies with two minor digits that stand for them.
const MAPPING: &str = r#"
kind = "ledger"

[voucher]
number = "txnidx"
date = "date"
summary = "description"

[fields]
currency = { column = "commodity", values = "commodity" }

[[posting]]
account = "account"
amount = "amount"

[values.commodity]
"$" = "USD"
"£" = "GBP"
"A" = "EUR"
"B" = "AUD"
"#;

fn currency_of(commodity: &str) -> &str {
    match commodity {
        "" => "CNY",
        "$" => "USD",
        "£" => "GBP",
        "A" => "EUR",
        _ => "AUD",
    }
}

/// The postings of each month as a table.
fn months(name: &str) -> BTreeMap<Period, String> {
    const COLUMNS: [&str; 6] = ["txnidx", "date", "description", "account", "amount", "commodity"];
    let mut months: BTreeMap<Period, csv::Writer<Vec<u8>>> = BTreeMap::new();
    for posting in table(&format!("ledgers/hledger/{name}.postings.csv")) {
        let month = months.entry(posting["date"][..7].parse().unwrap()).or_insert_with(|| {
            let mut month = csv::Writer::from_writer(Vec::new());
            month.write_record(COLUMNS).unwrap();
            month
        });
        month.write_record(COLUMNS.map(|column| &posting[column])).unwrap();
    }
    let text = |month: csv::Writer<Vec<u8>>| String::from_utf8(month.into_inner().unwrap());
    months.into_iter().map(|(period, month)| (period, text(month).unwrap())).collect()
}

/// What hledger has of a month.
fn expected(rows: &[Record], period: Period) -> Balances {
    let of_month = rows.iter().filter(|it| it["period"] == period.to_string());
    let balance = |it: &Record| {
        let currency = currency_of(&it["commodity"]).to_owned();
        ((it["account"].clone(), currency), parse_minor(&it["value"], 2).unwrap())
    };
    of_month.map(balance).filter(|(_, net_minor)| *net_minor != 0).collect()
}

/// What moved accounts, or what they stand at.
fn found(balances: &[AccountBalance], net_minor: fn(&AccountBalance) -> i64) -> Balances {
    let balance =
        |it: &AccountBalance| ((it.account.clone(), it.currency.to_string()), net_minor(it));
    balances.iter().map(balance).filter(|(_, net_minor)| *net_minor != 0).collect()
}

#[tokio::test]
#[ignore = "needs the corpus"]
async fn stored_journals_give_the_movements_and_month_ends_of_hledger() {
    let party: PartyId = OPERATOR.parse().unwrap();
    for name in ["chinese", "sample", "vat", "multi_year_2021_closed", "multi_year_2022_closed"] {
        let folder = tempfile::tempdir().unwrap();
        let world = World::on_sqlite(folder.path());
        let path = folder.path().join("hledger.toml");
        fs::write(&path, MAPPING).unwrap();
        let mapping = MappingDocument::open(&path).unwrap();
        let months = months(name);
        for (period, text) in &months {
            let path = folder.path().join(format!("{period}.csv"));
            fs::write(&path, text).unwrap();
            let (period, mapping) = (Some(*period), Some(&mapping));
            let hand = Hand { path: &path, kind: Kind::Ledger, period, format: None, mapping };
            world.take_twice(&hand).await;
        }
        let movements = table(&format!("ledgers/hledger/{name}.monthly.expected.csv"));
        let month_ends = table(&format!("ledgers/hledger/{name}.month_end.expected.csv"));
        let periods: BTreeSet<Period> =
            movements.iter().map(|it| it["period"].parse().unwrap()).collect();
        assert!(months.keys().all(|it| periods.contains(it)), "{name}");
        let reader = world.reader().await;
        for period in periods {
            let facts = reader.balance_facts(&party, period, instant(HANDED_IN_AT)).await.unwrap();
            let balances = trial_balance(&facts, period, |_| 2).unwrap();
            let moved = found(&balances, |it| it.debit_minor - it.credit_minor);
            assert_eq!(moved, expected(&movements, period), "{name} moves in {period}");
            let ended = found(&balances, |it| it.closing_debit_minor - it.closing_credit_minor);
            assert_eq!(ended, expected(&month_ends, period), "{name} ends {period}");
        }
    }
}
