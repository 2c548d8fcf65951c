//! The order in which files come: it changes no balance and no sum. Of a voucher that several files have, the
//! first to be posted counts, and the voucher is found once (V-1).

use std::collections::BTreeMap;
use std::path::Path;

use config::settings::Settings;
use metrics::ledger::trial_balance;
use metrics::money::format_minor;
use metrics::party::PartyId;
use proptest::prelude::*;

use super::*;
use crate::clock::Clock;
use crate::pipeline::{self, Scope, Stage};
use crate::testing::{self, Paper};

const OPERATORS: [&str; 2] = ["uscc:91310000MADEM0011A", "uscc:91310000MADEM002X2"];
const MONTHS: [&str; 2] = ["2026-04", "2026-05"];
const REGISTRY: &str = "\
record,party,code,name,kind,role
party,name:示例市数据局,,示例市数据局,data_authority,
party,91310000MADEM0011A,,甲,operator,
party,91310000MADEM002X2,,乙,operator,
person,name:示例市数据局,li,李,,supervisor
product,91310000MADEM0011A,P-1,道路通行指数,,
product,91310000MADEM002X2,P-1,道路通行指数,,
";
const LEDGER: &str = "record,voucher_type,voucher_no,date,account,debit,credit,maker,reviewer\n";
const USAGE: &str = "number,date,product,unit,units,price,amount,use,buyer\n";

/// A file: whose (by index), of what, of which month (by index), and its text.
#[derive(Clone, Debug)]
struct File {
    operator: usize,
    kind: Kind,
    month: usize,
    body: String,
}

/// A voucher: whose and of which month (by index), in which part of the month, fen, and what is wrong with
/// it: 0 one side, 1 the reviewer, 2 the day, else nothing.
type Drawn = (usize, usize, usize, i64, u8);

/// The lines of a voucher.
fn voucher(number: usize, &(_, month, _, fen, wrong): &Drawn) -> String {
    let amount = |fen: i64| format_minor(fen.into(), 2);
    let reviewer = if wrong == 1 { "陈" } else { "周" };
    let day = format!("{}-{}", MONTHS[month], if wrong == 2 { "32" } else { "10" });
    let line = |account: &str, sides: &str| {
        format!("line,记,{number},{day},{account},{sides},陈,{reviewer}\n")
    };
    let credit = amount(if wrong == 0 { fen + 1 } else { fen });
    line("1002", &format!("{},", amount(fen))) + &line("6001", &format!(",{credit}"))
}

/// The files that vouchers are in, with openings and closings of each operator's April in files of their
/// own and its usage in two.
fn files(vouchers: &[Drawn], usage: &[(usize, usize, i64)]) -> Vec<File> {
    let mut bodies: BTreeMap<(usize, &str, usize, usize), String> = BTreeMap::new();
    let mut numbers = BTreeMap::new();
    for drawn in vouchers {
        let number = numbers.entry((drawn.0, drawn.1)).or_insert(0);
        *number += 1;
        let body = bodies.entry((drawn.0, "ledger", drawn.1, drawn.2));
        *body.or_insert_with(|| LEDGER.to_owned()) += &voucher(*number, drawn);
    }
    for (number, &(operator, part, fen)) in usage.iter().enumerate() {
        let amount = format_minor(fen.into(), 2);
        let row = format!("U-{number},2026-04-11,P-1,次,1,{amount},{amount},industry,示例银行\n");
        *bodies.entry((operator, "usage", 0, part)).or_insert_with(|| USAGE.to_owned()) += &row;
    }
    for operator in 0..OPERATORS.len() {
        let ends = |record: &str| {
            format!("{LEDGER}{record},,,,1002,50.00,,,\n{record},,,,4001,,50.00,,\n")
        };
        bodies.insert((operator, "ledger", 0, 8), ends("opening"));
        bodies.insert((operator, "ledger", 0, 9), ends("closing"));
    }
    let file = |((operator, kind, month, _), body): ((usize, &str, usize, usize), String)| {
        let kind = if kind == "usage" { Kind::Usage } else { Kind::Ledger };
        File { operator, kind, month, body }
    };
    bodies.into_iter().map(file).collect()
}

/// Files as they are, and in another order.
fn shuffled() -> impl Strategy<Value = (Vec<File>, Vec<File>)> {
    let drawn = (0..2_usize, 0..2_usize, 0..3_usize, 1..1_000_000_i64, 0..12_u8);
    let used = (0..2_usize, 0..2_usize, 1..1_000_000_i64);
    let drawn = (prop::collection::vec(drawn, 1..9), prop::collection::vec(used, 0..4));
    drawn.prop_flat_map(|(vouchers, usage)| {
        let files = files(&vouchers, &usage);
        (Just(files.clone()), Just(files).prop_shuffle())
    })
}

/// An installation in a folder, on a day on which both months were to be closed.
async fn installed(folder: &Path) -> Installation {
    let url = format!("sqlite:{}", folder.join("mingjing.db").display());
    let settings = format!("[database]\nurl = \"{url}\"\n");
    let settings = Settings::parse(&folder.join("mingjing.toml"), &settings, &[]).unwrap();
    let clock = Clock::Fixed("2026-06-20T12:00:00+08:00".parse().unwrap());
    let installation = Installation { clock, ..Installation::with(settings).unwrap() };
    let party = "name:示例市数据局";
    let register =
        Paper { kind: Kind::Registry, party, period: None, body: REGISTRY, supersedes: None };
    testing::hand_in(&installation, folder, &register).await;
    pass(&installation).await;
    installation
}

async fn pass(installation: &Installation) {
    let writer = installation.writer().await.unwrap();
    let scope = Scope { stage: Some(Stage::Post), ..Scope::default() };
    pipeline::run(installation, &writer, scope).await.unwrap();
}

/// Hands a file in and posts it; gives its receipt.
async fn hand_in(installation: &Installation, folder: &Path, file: &File) -> String {
    let File { operator, kind, month, body } = file;
    let (party, period) = (OPERATORS[*operator], Some(MONTHS[*month]));
    let paper = Paper { kind: *kind, party, period, body, supersedes: None };
    let receipt = testing::hand_in(installation, folder, &paper).await;
    pass(installation).await;
    receipt
}

/// What is known: balances and sums of usage, sorted.
async fn known(installation: &Installation) -> Vec<String> {
    let reader = installation.reader().await.unwrap();
    let now = installation.clock.now();
    let months: [Period; 2] = MONTHS.map(|it| it.parse().unwrap());
    let mut known = Vec::new();
    for party in OPERATORS.map(|it| it.parse::<PartyId>().unwrap()) {
        for month in months {
            let facts = reader.balance_facts(&party, month, now).await.unwrap();
            let balances = trial_balance(&facts, month, |_| 2).unwrap();
            known.extend(balances.iter().map(|it| format!("{party} {month} {it:?}")));
        }
        let sums = reader.usage_sums(&party, None, now).await.unwrap();
        known.extend(sums.iter().map(|it| format!("{party} {it:?}")));
    }
    known.sort();
    known
}

/// What is known once files came one after the other.
async fn after(files: &[File]) -> Vec<String> {
    let folder = tempfile::tempdir().unwrap();
    let installation = installed(folder.path()).await;
    for file in files {
        hand_in(&installation, folder.path(), file).await;
    }
    known(&installation).await
}

/// A file of the first operator's April with one voucher of an amount.
fn once(fen: i64) -> File {
    let body = LEDGER.to_owned() + &voucher(1, &(0, 0, 0, fen, u8::MAX));
    File { operator: 0, kind: Kind::Ledger, month: 0, body }
}

/// Files that have the same voucher come one after the other: the first counts, and the one finding of the
/// voucher is shown by the second.
async fn the_first_counts(amounts: &[i64]) -> Result<(), TestCaseError> {
    let folder = tempfile::tempdir().unwrap();
    let installation = installed(folder.path()).await;
    let mut receipts = Vec::new();
    for fen in amounts {
        receipts.push(hand_in(&installation, folder.path(), &once(*fen)).await);
    }
    let reader = installation.reader().await.unwrap();
    let (party, month) = (OPERATORS[0].parse().unwrap(), MONTHS[0].parse().unwrap());
    let facts = reader.balance_facts(&party, month, installation.clock.now()).await.unwrap();
    let debits: i64 = facts.iter().map(|it| it.sums.debit_minor).sum();
    prop_assert_eq!(debits, amounts[0]);
    let rule = Some(rules::VOUCHER_CONFLICT.to_owned());
    let filter = FindingFilter { rule, ..FindingFilter::default() };
    let found = reader.findings_before(&filter, i64::MAX, 99).await.unwrap();
    let named = found.iter().map(|it| {
        let of = it.arguments.iter().find(|(name, _)| name == "receipt");
        (it.receipt.as_str(), of.map(|(_, receipt)| receipt.as_str()))
    });
    let told: Vec<_> = named.collect();
    prop_assert_eq!(told, [(receipts[1].as_str(), Some(receipts[0].as_str()))]);
    Ok(())
}

fn run<T>(it: impl Future<Output = T>) -> T {
    tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap().block_on(it)
}

proptest! {
    #![proptest_config(ProptestConfig {
        cases: 4,
        max_shrink_iters: 4,
        failure_persistence: None,
        ..ProptestConfig::default()
    })]

    #[test]
    fn the_order_of_files_changes_no_balance_and_no_sum((files, others) in shuffled()) {
        let (one, other) = run(async { (after(&files).await, after(&others).await) });
        prop_assert_eq!(one, other);
    }

    #[test]
    fn of_a_voucher_in_several_files_the_first_counts(
        amounts in prop::collection::btree_set(1..1_000_000_i64, 2..4)
            .prop_map(|it| it.into_iter().collect::<Vec<_>>())
            .prop_shuffle(),
    ) {
        run(the_first_counts(&amounts))?;
    }
}
