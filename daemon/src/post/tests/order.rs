//! The order in which files come: it changes no balance, no sum, no finding and no measure. Of a voucher that
//! several files have, the first to be posted counts, and the voucher is found once (V-1).

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
/// Arguments that name a file, which is another one in another order.
const NAMING: [&str; 2] = ["receipt", "other"];
const USAGE: &str = "number,date,product,unit,units,price,amount,use,buyer\n";

/// A file: whose (by index), of what, of which month (by index), its text, and the text of what it takes the
/// place of.
#[derive(Clone, Debug)]
struct File {
    operator: usize,
    kind: Kind,
    month: usize,
    body: String,
    corrects: Option<String>,
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

/// The files that vouchers are in, with what each operator's April opens and closes with, and what May
/// opens with, in files of their own; its usage in two. One part of April is handed in twice, one is
/// corrected, and the totals of the general ledger are of a file of their own.
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
        bodies.insert((operator, "ledger", 0, 6), ends("general"));
        bodies.insert((operator, "ledger", 0, 8), ends("opening"));
        bodies.insert((operator, "ledger", 0, 9), ends("closing"));
        bodies.insert((operator, "ledger", 1, 8), ends("opening"));
        bodies.insert((operator, "ledger", 1, 9), ends("closing"));
        if let Some(body) = bodies.get(&(operator, "ledger", 0, 0)) {
            let again = format!("{body}\n");
            bodies.insert((operator, "ledger", 0, 7), again);
        }
    }
    let corrected = |operator: usize, body: &str| File {
        operator,
        kind: Kind::Ledger,
        month: 0,
        // The first voucher goes, the others get another amount on one side.
        body: body
            .lines()
            .enumerate()
            .filter(|it| !(1..3).contains(&it.0))
            .fold(String::new(), |file, (_, line)| file + &line.replace("1002,", "1002,1") + "\n"),
        corrects: Some(body.to_owned()),
    };
    let corrections: Vec<File> = (0..OPERATORS.len())
        .filter_map(|it| Some(corrected(it, bodies.get(&(it, "ledger", 0, 1))?)))
        .collect();
    let file = |((operator, kind, month, _), body): ((usize, &str, usize, usize), String)| {
        let kind = if kind == "usage" { Kind::Usage } else { Kind::Ledger };
        File { operator, kind, month, body, corrects: None }
    };
    bodies.into_iter().map(file).chain(corrections).collect()
}

/// Files as they are, and in another order.
fn shuffled() -> impl Strategy<Value = (Vec<File>, Vec<File>)> {
    let drawn = (0..2_usize, 0..2_usize, 0..3_usize, 1..1_000_000_i64, 0..12_u8);
    let used = (0..2_usize, 0..2_usize, 1..1_000_000_i64);
    let drawn = (prop::collection::vec(drawn, 1..9), prop::collection::vec(used, 0..4));
    drawn.prop_flat_map(|(vouchers, usage)| {
        let files = files(&vouchers, &usage);
        (Just(files.clone()), Just(files).prop_shuffle().prop_map(corrections_last))
    })
}

/// A correction comes after what it corrects.
fn corrections_last(mut files: Vec<File>) -> Vec<File> {
    let whose = |it: &File, body: &str| (it.operator, body.to_owned());
    for at in 0..files.len() {
        let Some(body) = &files[at].corrects else { continue };
        let key = whose(&files[at], body);
        let original = files.iter().position(|it| whose(it, &it.body) == key);
        if let Some(original) = original.filter(|it| at < *it) {
            files.swap(at, original);
        }
    }
    files
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

/// Hands a file in and posts it, in the place of another or not; gives its receipt.
async fn hand_in(
    installation: &Installation,
    folder: &Path,
    (file, supersedes): (&File, Option<&str>),
) -> String {
    let File { operator, kind, month, body, .. } = file;
    let (party, period) = (OPERATORS[*operator], Some(MONTHS[*month]));
    let paper = Paper { kind: *kind, party, period, body, supersedes };
    let receipt = testing::hand_in(installation, folder, &paper).await;
    pass(installation).await;
    receipt
}

/// What is found and open, whatever receipt it names, and what is counted.
async fn judged(installation: &Installation) -> Vec<String> {
    let reader = installation.reader().await.unwrap();
    let filter = FindingFilter { open_only: true, ..FindingFilter::default() };
    let findings = reader.findings_before(&filter, i64::MAX, 9_999).await.unwrap();
    let shown = findings.iter().map(|it| {
        let said: Vec<_> = it.arguments.iter().filter(|it| !NAMING.contains(&&*it.0)).collect();
        let month = it.period.map(|it| it.to_string());
        let of = format!("{} {} {month:?} {}", it.rule, it.subject, it.cause);
        format!("{of} | {} | {} | {} | {said:?}", it.expected, it.actual, it.difference)
    });
    let mut judged: Vec<String> = shown.collect();
    let months = MONTHS.map(|it| it.parse::<Period>().unwrap());
    let span = Span::new(months[0], months[1]).unwrap();
    let as_of = installation.clock.now();
    let request = Request { scheme: "operator", span, subject: None, as_of };
    for party in OPERATORS.map(|it| it.parse::<PartyId>().unwrap()) {
        let asked = (&party, &request);
        let all = counted(installation, &reader, asked, Page::default()).await.unwrap();
        judged.extend(all.iter().map(|(name, it)| format!("{party} {name} {}", it.count.value)));
    }
    judged.sort();
    judged
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
    let mut receipts: BTreeMap<(usize, &str), String> = BTreeMap::new();
    for file in files {
        let corrects = file.corrects.as_deref().and_then(|it| receipts.get(&(file.operator, it)));
        let handed = (file, corrects.map(String::as_str));
        let receipt = hand_in(&installation, folder.path(), handed).await;
        receipts.insert((file.operator, &file.body), receipt);
    }
    [known(&installation).await, judged(&installation).await].concat()
}

/// A file of the first operator's April with one voucher of an amount.
fn once(fen: i64) -> File {
    let body = LEDGER.to_owned() + &voucher(1, &(0, 0, 0, fen, u8::MAX));
    File { operator: 0, kind: Kind::Ledger, month: 0, body, corrects: None }
}

/// Files that have the same voucher come one after the other: the first counts, and each of the others shows
/// the one finding of the voucher. It says what the one of them with the least receipt shows, whatever order
/// they came in after the first.
async fn the_first_counts(amounts: &[i64]) -> Result<(), TestCaseError> {
    let folder = tempfile::tempdir().unwrap();
    let installation = installed(folder.path()).await;
    let mut receipts = Vec::new();
    for fen in amounts {
        receipts.push(hand_in(&installation, folder.path(), (&once(*fen), None)).await);
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
    let (first, others) = (receipts[0].as_str(), &receipts[1..]);
    let least = others.iter().min().map(String::as_str).unwrap();
    prop_assert_eq!(told, [(least, Some(first))]);
    for receipt in &receipts {
        let of_file = (rules::VOUCHER_CONFLICT, receipt.as_str());
        let sighted =
            reader.findings_sighted(of_file, 0, (installation.clock.now(), 9)).await.unwrap().len();
        prop_assert_eq!(sighted, usize::from(receipt != first), "{}", receipt);
    }
    Ok(())
}

/// `3` and `03`, in one file and in two: the first counts, and the numbers and measures are the same.
#[tokio::test]
async fn a_number_counts_once_in_one_file_and_in_two() {
    let written = |number: &str, fen| {
        let voucher = voucher(3, &(0, 0, 0, fen, u8::MAX));
        voucher.replace(",记,3,", &format!(",记,{number},"))
    };
    let parts = [written("3", 10_000), written("03", 20_000)];
    let mut told = Vec::new();
    for (bodies, rule) in
        [(vec![parts.concat()], rules::CONTINUOUS), (parts.to_vec(), rules::VOUCHER_CONFLICT)]
    {
        let file = |body: String| File { body: LEDGER.to_owned() + &body, ..once(0) };
        let files: Vec<File> = bodies.into_iter().map(file).collect();
        let after = after(&files).await;
        let named = format!("{rule} {} Some(\"2026-04\") 记-3", OPERATORS[0]);
        assert!(after.iter().any(|it| it.starts_with(&named)), "{named} {after:#?}");
        let is_figure = |it: &String| OPERATORS.iter().any(|operator| it.starts_with(operator));
        told.push(after.into_iter().filter(is_figure).collect::<Vec<_>>());
    }
    assert!(told[0].iter().any(|it| it.contains("10000")), "{:#?}", told[0]);
    assert_eq!(told[0], told[1]);
}

/// A voucher that three files have: what is told of the second and the third stands as long as either has it.
#[tokio::test]
async fn a_repetition_stands_as_long_as_a_file_has_it() {
    let folder = tempfile::tempdir().unwrap();
    let installation = installed(folder.path()).await;
    let mut receipts = Vec::new();
    for fen in [100, 200, 300] {
        receipts.push(hand_in(&installation, folder.path(), (&once(fen), None)).await);
    }
    let open = async || {
        let rule = Some(rules::VOUCHER_CONFLICT.to_owned());
        let filter = FindingFilter { rule, open_only: true, ..FindingFilter::default() };
        let reader = installation.reader().await.unwrap();
        reader.findings_before(&filter, i64::MAX, 99).await.unwrap().len()
    };
    assert_eq!(open().await, 1);
    for (superseded, left) in [(1, 1), (2, 0)] {
        let body = format!("{LEDGER}{}", "\n".repeat(superseded));
        let file = File { body, ..once(0) };
        let handed = (&file, Some(receipts[superseded].as_str()));
        hand_in(&installation, folder.path(), handed).await;
        assert_eq!(open().await, left, "without {superseded}");
    }
}

fn run<T>(it: impl Future<Output = T>) -> T {
    tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap().block_on(it)
}

proptest! {
    #![proptest_config(ProptestConfig {
        cases: 12,
        max_shrink_iters: 4,
        failure_persistence: None,
        ..ProptestConfig::default()
    })]

    #[test]
    fn the_order_of_files_changes_nothing((files, others) in shuffled()) {
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
