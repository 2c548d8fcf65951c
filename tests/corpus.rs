//! Data that others made, through the store and back, against the figures that they published.

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};

use daemon::formats::Format;
use daemon::mapping_file::MappingDocument;
use daemon::pipeline::{Scope, Stage};
use metrics::incident::{IncidentFact, PartialDate};
use metrics::kind::Kind;
use metrics::ledger::{AccountBalance, trial_balance};
use metrics::party::PartyId;
use store::incidents::{IncidentFilter, StoredIncident};

use crate::tree;
use crate::world::{Hand, OPERATOR, World, instant};

pub(crate) const HANDED_IN_AT: &str = "2026-06-01T01:00:00Z";
/// Facts read at once.
const PAGE: i64 = 100;

pub(crate) fn corpus(path: &str) -> PathBuf {
    Path::new(&std::env::var("MINGJING_CORPUS").unwrap()).join(path)
}

/// Rows of a table by column, without the byte order mark.
pub(crate) fn table(path: &str) -> Vec<BTreeMap<String, String>> {
    let bytes = fs::read(corpus(path)).unwrap();
    let text = bytes.strip_prefix(b"\xEF\xBB\xBF").unwrap_or(&bytes);
    csv::Reader::from_reader(text).deserialize().map(Result::unwrap).collect()
}

impl World {
    /// Hands a file in twice and posts it: the second time, it is the same receipt, and no row is new.
    pub(crate) async fn take_twice(&self, hand: &Hand<'_>) {
        let at = instant(HANDED_IN_AT);
        let post = Scope { stage: Some(Stage::Post), ..Scope::default() };
        let first = self.submit(hand, at).await.unwrap();
        self.pass(at, post).await.unwrap();
        let dump = self.dump().await;
        let again = self.submit(hand, at).await.unwrap();
        let pass = self.pass(at, post).await.unwrap();
        assert_eq!((again.receipt, again.duplicate), (first.receipt, true));
        assert_eq!((pass.posted.len(), self.dump().await), (0, dump));
    }

    /// The mapping with the lookup file that it wants beside it.
    fn mapping(&self, name: &str) -> MappingDocument {
        let path = self.folder.join(name);
        fs::write(&path, tree::read(&format!("config/mappings/{name}"))).unwrap();
        let accounts = "ledgers/japan_gl/account_list.csv";
        fs::write(self.folder.join("account_list.csv"), fs::read(corpus(accounts)).unwrap())
            .unwrap();
        MappingDocument::open(&path).unwrap()
    }

    async fn trial_balance(&self, month: &str) -> BTreeMap<String, AccountBalance> {
        let (party, period) = (OPERATOR.parse::<PartyId>().unwrap(), month.parse().unwrap());
        let reader = self.reader().await;
        let facts = reader.balance_facts(&party, period, instant(HANDED_IN_AT)).await.unwrap();
        let balances = trial_balance(&facts, period, |_| 0).unwrap();
        balances.into_iter().map(|it| (it.account.clone(), it)).collect()
    }
}

#[tokio::test]
#[ignore = "needs the corpus"]
async fn stored_ledgers_give_the_published_trial_balances() {
    let folder = tempfile::tempdir().unwrap();
    let world = World::on_sqlite(folder.path());
    for (file, mapping, month) in [
        ("beginning_balance.csv", "japan_gl_opening.toml", "2021-04"),
        ("journal_2021-04.csv", "japan_gl.toml", "2021-04"),
        ("journal_2021-05.csv", "japan_gl.toml", "2021-05"),
    ] {
        let mapping = world.mapping(mapping);
        let path = corpus("ledgers/japan_gl").join(file);
        let period = Some(month.parse().unwrap());
        let mapping = Some(&mapping);
        world
            .take_twice(&Hand { path: &path, kind: Kind::Ledger, period, format: None, mapping })
            .await;
    }
    let april = world.trial_balance("2021-04").await;
    let may = world.trial_balance("2021-05").await;
    check_month(&april, "2021-04");
    check_month(&may, "2021-05");
    for (account, opened) in &may {
        let closed = april
            .get(account)
            .map_or((0, 0), |it| (it.closing_debit_minor, it.closing_credit_minor));
        let opened = (opened.opening_debit_minor, opened.opening_credit_minor);
        assert_eq!(opened, closed, "{account}: April's closing is May's opening");
    }
}

/// Every published row is there exactly, and nothing else moved. The publisher writes balances
/// without a sign, on the natural side of the account.
#[track_caller]
fn check_month(balances: &BTreeMap<String, AccountBalance>, month: &str) {
    let sides: BTreeMap<String, i64> = table("ledgers/japan_gl/account_list.csv")
        .into_iter()
        .map(|mut row| {
            let is_debit = ["資産", "費用"].contains(&row["Category"].as_str());
            (row.remove("eTax_Account_Code").unwrap(), if is_debit { 1 } else { -1 })
        })
        .collect();
    let published = table(&format!("ledgers/japan_gl/trial_balance_{month}.csv"));
    for row in &published {
        let account = &row["Ledger_Account_Number"];
        let figure = |column: &str| row[column].parse::<i64>().unwrap_or(0);
        let found = &balances[account];
        let side = sides[account];
        let net = |debit_minor: i64, credit_minor: i64| side * (debit_minor - credit_minor);
        let found = [
            found.debit_minor,
            found.credit_minor,
            net(found.opening_debit_minor, found.opening_credit_minor),
            net(found.closing_debit_minor, found.closing_credit_minor),
        ];
        let columns = ["Debit_Amount", "Credit_Amount", "Beginning_Balance", "Ending_Balance"];
        assert_eq!(found, columns.map(figure), "{account} in {month}");
    }
    let moved = balances.values().filter(|it| (0, 0) != (it.debit_minor, it.credit_minor));
    assert_eq!(moved.count(), published.len(), "{month}");
}

#[tokio::test]
#[ignore = "needs the corpus"]
async fn stored_incidents_give_the_published_counts() {
    let folder = tempfile::tempdir().unwrap();
    let world = World::on_sqlite(folder.path());
    let path = corpus("incidents/vcdb_shared.jsonl");
    let format = Some(Format::Veris);
    let hand = Hand { path: &path, kind: Kind::Incident, period: None, format, mapping: None };
    world.take_twice(&hand).await;

    let facts = stored_incidents(&world).await;
    let expected = fs::read(corpus("incidents/vcdb_shared_expected_counts.json")).unwrap();
    let expected: serde_json::Value = serde_json::from_slice(&expected).unwrap();
    assert_eq!(facts.len() as u64, expected["incidents"].as_u64().unwrap());

    let classes: Vec<_> = facts.iter().map(|it| it.incident.veris.as_ref().unwrap()).collect();
    let affected: Vec<u64> = classes.iter().filter_map(|it| it.records_affected).collect();
    let totals = &expected["confidentiality.data_total"];
    let found = (affected.len() as u64, affected.iter().sum::<u64>());
    assert_eq!(found, (totals["n"].as_u64().unwrap(), totals["sum"].as_u64().unwrap()));

    let disclosures = classes.iter().filter_map(|it| it.data_disclosure.as_deref());
    check_counts(disclosures, &expected["data_disclosure"]);
    check_counts(
        classes.iter().flat_map(|it| it.actors.iter().map(String::as_str)),
        &expected["actor"],
    );
    check_counts(
        classes.iter().flat_map(|it| it.actions.iter().map(String::as_str)),
        &expected["action"],
    );
    let years: Vec<String> = (facts.iter())
        .filter_map(|it| it.incident.occurred.map(PartialDate::first_day))
        .map(|day| day.year().to_string())
        .collect();
    check_counts(years.iter().map(String::as_str), &expected["timeline.incident.year"]);
}

/// Every incident in force, read page by page.
async fn stored_incidents(world: &World) -> Vec<IncidentFact> {
    let reader = world.reader().await;
    let pages = reader.incidents(IncidentFilter::default(), (instant(HANDED_IN_AT), PAGE));
    let all = pages.all().await.unwrap().into_iter();
    let fact = |it: StoredIncident| {
        let StoredIncident { party, incident, origin, .. } = it;
        IncidentFact { party, incident, origin }
    };
    all.map(fact).collect()
}

#[track_caller]
fn check_counts<'a>(words: impl Iterator<Item = &'a str>, expected: &serde_json::Value) {
    let mut counts: BTreeMap<String, u64> = BTreeMap::new();
    words.for_each(|word| *counts.entry(word.to_owned()).or_default() += 1);
    assert_eq!(serde_json::to_value(counts).unwrap(), *expected);
}
