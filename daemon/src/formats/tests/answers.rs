//! Ledgers that others keep, against the answers that others give.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;

use metrics::ledger::{
    CheckedLedger, EntryKind, LedgerContext, LedgerIntake, OtherFiles, Sums, roll_forward,
};
use metrics::money::{Currency, parse_minor};
use metrics::period::Period;

use super::corpus::corpus;
use super::*;

/// Debit less credit in minor units, per account and currency.
pub(super) type Balances = BTreeMap<(String, String), i128>;
/// A row of a CSV by its heads.
pub(super) type Record = BTreeMap<String, String>;

/// Hands rows of its month to the rules, as somebody who hands in month by month does.
pub(super) struct Month(pub(super) LedgerIntake);

impl RowSink for Month {
    fn row(&mut self, row: &Row<'_>) {
        self.0.row(row);
    }

    fn unreadable(&mut self, row: &Row<'_>) {
        self.0.unreadable(row);
    }

    fn record(&mut self, _: Origin, _: &str) {}
}

pub(super) fn load(name: &str) -> io::Result<Vec<u8>> {
    fs::read(corpus("ledgers").join(name))
}

/// Reads a ledger of a month, with currencies and their minor digits; what was wrong with reading it comes
/// beside what the rules say.
pub(super) fn checked(
    bytes: &[u8],
    (format, mapping): (Format, Option<&Mapping>),
    period: Period,
    digits: &[(&str, u8)],
) -> (CheckedLedger, Faults) {
    let currency = |&(code, digits): &(&str, u8)| (Currency::parse(code).unwrap(), digits);
    let mut month = Month(LedgerIntake::new(LedgerContext {
        party: "name:甲".parse().unwrap(),
        period,
        minor_digits: digits.iter().map(currency).collect(),
        separate_accounts: BTreeSet::new(),
        mandatory_dimensions: Vec::new(),
        closings_before: None,
        others: OtherFiles::default(),
        chart: None,
        closed: false,
    }));
    let reading = Reading { kind: Kind::Ledger, format, mapping };
    let faults = read(&mut &*bytes, reading, &mut month).unwrap();
    (month.0.finish().unwrap(), faults)
}

pub(super) fn mapping(text: &str) -> Mapping {
    Mapping::parse(text, &|_| Err(io::ErrorKind::NotFound.into())).unwrap()
}

/// Debit less credit per account and currency, added to what was there.
pub(super) fn add_balances(balances: &mut Balances, ledger: &CheckedLedger) {
    for row in &ledger.balances {
        let account = ledger.accounts[row.account as usize].code.clone();
        let currency = ledger.currencies[usize::from(row.currency)].0.to_string();
        let net = i128::from(row.sums.debit_minor) - i128::from(row.sums.credit_minor);
        *balances.entry((account, currency)).or_default() += net;
    }
}

/// Sums per account of a file, and its faults beside F-2 and F-13: numbers go on from month to
/// month there, and nobody is named.
fn sums(name: &str, file: &str, period: Period) -> BTreeMap<String, Sums> {
    let text =
        fs::read_to_string(format!("{}/../config/mappings/{name}", env!("CARGO_MANIFEST_DIR")))
            .unwrap();
    let mapping = Mapping::parse(&text, &|file: &str| load(&format!("japan_gl/{file}"))).unwrap();
    let bytes = load(&format!("japan_gl/{file}")).unwrap();
    let how = (Format::Csv, Some(&mapping));
    let (ledger, faults) = checked(&bytes, how, period, &[("JPY", 0)]);
    assert!(faults.is_empty(), "{faults:?}");
    assert_eq!(ledger.rows, ledger.understood);
    let others = ledger.faults.kept().iter().filter(|it| !["F-2", "F-13"].contains(&it.rule));
    assert_eq!(others.count(), 0);
    let is_opening = |it: EntryKind| it == EntryKind::Opening;
    assert!(ledger.balances.iter().all(|it| is_opening(it.entry) == ledger.vouchers.is_empty()));
    let code = |account: u32| ledger.accounts[account as usize].code.clone();
    ledger.balances.iter().map(|it| (code(it.account), it.sums)).collect()
}

/// Movements and closings of a month are the trial balance's, account by account; the closings
/// are the next month's openings.
fn check_month(openings: &mut BTreeMap<String, Sums>, period: Period) {
    let movements = sums("japan_gl.toml", &format!("journal_{period}.csv"), period);
    let expected = load(&format!("japan_gl/trial_balance_{period}.csv")).unwrap();
    let mut reader =
        ::csv::Reader::from_reader(expected.strip_prefix(b"\xEF\xBB\xBF").unwrap_or(&expected));
    let mut accounts = 0;
    for row in reader.deserialize::<BTreeMap<String, String>>() {
        let row = row.unwrap();
        let figure = |column: &str| row[column].parse::<i128>().unwrap_or(0);
        let account = &row["Ledger_Account_Number"];
        let movement = movements.get(account).copied().unwrap_or_default();
        let opening = openings.get(account).copied().unwrap_or_default();
        let found = (i128::from(movement.debit_minor), i128::from(movement.credit_minor));
        assert_eq!(found, (figure("Debit_Amount"), figure("Credit_Amount")), "{account}");
        // The publisher writes balances without a sign, on the natural side of the account.
        let jpy = (Currency::parse("JPY").unwrap(), 0);
        let rolled = roll_forward(account, "", jpy, opening, movement).unwrap();
        let opened = i128::from(rolled.opening_debit_minor - rolled.opening_credit_minor);
        let closed = i128::from(rolled.closing_debit_minor - rolled.closing_credit_minor);
        let natural = |side: i128| (side * opened, side * closed);
        let balance = (figure("Beginning_Balance"), figure("Ending_Balance"));
        assert!([natural(1), natural(-1)].contains(&balance), "{account} {balance:?}");
        accounts += 1;
    }
    assert_eq!(accounts, movements.len());
    for (account, movement) in movements {
        openings.entry(account).or_default().add(movement).unwrap();
    }
}

#[test]
#[ignore = "needs the corpus"]
fn months_equal_the_published_trial_balances() {
    let april = Period::new(2021, 4).unwrap();
    let mut balances = sums("japan_gl_opening.toml", "beginning_balance.csv", april);
    check_month(&mut balances, april);
    check_month(&mut balances, Period::new(2021, 5).unwrap());
}

pub(super) fn records(name: &str) -> Vec<Record> {
    let bytes = load(name).unwrap();
    ::csv::Reader::from_reader(&*bytes).deserialize().collect::<Result<_, _>>().unwrap()
}

/// The months that a table has rows of, each with these rows as a table.
pub(super) fn months(name: &str, date: &str) -> Vec<(Period, Vec<u8>)> {
    let bytes = load(name).unwrap();
    let mut reader = ::csv::Reader::from_reader(&*bytes);
    let head = reader.headers().unwrap().clone();
    let column = head.iter().position(|it| it == date).unwrap();
    let mut months: BTreeMap<Period, ::csv::Writer<Vec<u8>>> = BTreeMap::new();
    for row in reader.records() {
        let row = row.unwrap();
        let day = &row[column];
        // `2016-04-05` or `05/04/2016`.
        let month = match day.split('/').collect::<Vec<_>>()[..] {
            [_, month, year] => format!("{year}-{month}"),
            _ => day[..7].to_owned(),
        };
        let table = months.entry(month.parse().unwrap()).or_insert_with(|| {
            let mut table = ::csv::Writer::from_writer(Vec::new());
            table.write_record(&head).unwrap();
            table
        });
        table.write_record(&row).unwrap();
    }
    months.into_iter().map(|(month, table)| (month, table.into_inner().unwrap())).collect()
}

/// The currency that stands for a commodity of the examples, which are no currencies mostly.
pub(super) fn currency_of(commodity: &str) -> String {
    match commodity {
        "" => "CNY".to_owned(),
        "$" | "USD" => "USD".to_owned(),
        "£" => "GBP".to_owned(),
        "APPL" => "XAP".to_owned(),
        "ß" => "XSS".to_owned(),
        "проверка" => "XPR".to_owned(),
        "IRAUSD" => "XIR".to_owned(),
        "VACHR" => "XVH".to_owned(),
        letter => format!("XA{letter}"),
    }
}

/// A mapping of postings whose commodities are these.
pub(super) fn postings(commodities: &BTreeSet<&str>, head: &str) -> Mapping {
    let mut text = format!("kind = \"ledger\"\n{head}\n[fields]\n");
    text += "currency = { column = \"commodity\", values = \"commodity\" }\n";
    text += "[[posting]]\naccount = \"account\"\namount = \"amount\"\n[values.commodity]\n";
    for commodity in commodities {
        let _ = writeln!(text, "\"{commodity}\" = \"{}\"", currency_of(commodity));
    }
    mapping(&text)
}

fn minor(amount: &str) -> i128 {
    parse_minor(amount, 2).unwrap().into()
}

/// Balances by account without the brackets of what need not balance.
pub(super) fn without_zeros(balances: Balances) -> Balances {
    let plain = |account: &str| account.trim_matches(['(', ')']).to_owned();
    let mut sums = Balances::new();
    for ((account, currency), net) in balances {
        *sums.entry((plain(&account), currency)).or_default() += net;
    }
    sums.retain(|_, net| *net != 0);
    sums
}

/// Balances as an independent program gives them in a column.
pub(super) fn expected(name: &str, column: &str, is_wanted: impl Fn(&Record) -> bool) -> Balances {
    let rows = records(name);
    let rows = rows.iter().filter(|it| is_wanted(it));
    without_zeros(rows.map(|it| balance(it, column)).collect())
}

/// The account and the currency of a row, and what a column has of them.
pub(super) fn balance(row: &Record, column: &str) -> ((String, String), i128) {
    ((row["account"].clone(), currency_of(&row["commodity"])), minor(&row[column]))
}

#[test]
#[ignore = "needs the corpus"]
fn postings_with_lots_are_named_and_the_others_equal_beancount() {
    let file = "beancount/bean_example_seed1_2022_2023.postings.csv";
    let head = "unsupported = [\"unit_cost\", \"price\"]\n[voucher]\nnumber = \"txn\"\ndate = \"date\"\nsummary = \"narration\"";
    let mapping = postings(&BTreeSet::from(["USD", "IRAUSD", "VACHR"]), head);
    let digits = [("USD", 2), ("XIR", 2), ("XVH", 2)];
    let (mut balances, mut refused, mut counted) = (Balances::new(), BTreeSet::new(), 0);
    for (month, table) in months(file, "date") {
        let (ledger, faults) = checked(&table, (Format::Csv, Some(&mapping)), month, &digits);
        assert!(faults.kept().iter().all(|it| it.rule == "R-12"), "{faults:?}");
        refused.extend(faults.kept().iter().map(|it| it.arguments[0].1.clone()));
        counted += ledger.vouchers.iter().filter(|it| it.counted).count();
        add_balances(&mut balances, &ledger);
    }
    assert_eq!((counted, refused.len()), (623, 158));
    let rows = records(file);
    let touched: BTreeSet<&String> =
        rows.iter().filter(|it| refused.contains(&it["txn"])).map(|it| &it["account"]).collect();
    balances.retain(|(account, _), _| !touched.contains(account));
    let is_wanted = |it: &Record| !touched.contains(&it["account"]);
    let answer = "beancount/bean_example_seed1_2022_2023.balance_units.expected.csv";
    assert_eq!(without_zeros(balances), expected(answer, "balance", is_wanted));
    assert!(!touched.is_empty() && touched.len() < 20, "{touched:?}");
}

/// The example of the Norwegian tax administration balances, and its balances are made up.
#[test]
#[ignore = "needs the corpus"]
fn saf_t_balances_and_reconciles_on_no_account() {
    let bytes = load("saft/ExampleFile_SAF-T_Financial_999999999_20161125213512.xml").unwrap();
    let period = Period::new(2015, 10).unwrap();
    let (ledger, faults) = checked(&bytes, (Format::SafT, None), period, &[("NOK", 2)]);
    // Of what its analyses stand for the file says nothing.
    let unused: Vec<&str> = faults.kept().iter().map(|it| it.actual.as_str()).collect();
    assert_eq!(
        (faults.counts()["R-3"], unused),
        (3, vec!["Analysis/A", "Analysis/B", "Analysis/P"])
    );
    assert_eq!(ledger.rows, ledger.understood);
    assert!(ledger.vouchers.len() == 2 && ledger.vouchers.iter().all(|it| it.counted));
    let movements = ledger.balances.iter().filter(|it| it.entry == EntryKind::Movement);
    let totals = movements.fold((0, 0), |(debit, credit), it| {
        (debit + it.sums.debit_minor, credit + it.sums.credit_minor)
    });
    assert_eq!(totals, (2_500_000, 2_500_000));
    let reviewers: Vec<&str> =
        ledger.faults.kept().iter().filter(|it| it.rule == "F-13").map(|it| &*it.cause).collect();
    assert_eq!(reviewers, ["reviewer"], "the format has no place for one, which is said once");
    let is_closing = |it: &&Fault| it.rule == "F-3" && it.arguments[0].1 == "closing";
    let found = ledger.faults.kept().iter().filter(is_closing).map(|it| {
        let argument = it.arguments.iter().find(|(name, _)| *name == "account").unwrap();
        (argument.1.clone(), (minor(&it.expected), minor(&it.actual)))
    });
    let found: BTreeMap<String, (i128, i128)> = found.collect();
    let answer = records("saft/999999999.expected_accounts.csv").into_iter().map(|it| {
        let declared = minor(&it["declared_closing_debit"]) - minor(&it["declared_closing_credit"]);
        (it["account"].clone(), (minor(&it["computed_closing (debit-positive)"]), declared))
    });
    assert_eq!(found, answer.collect());
}

/// What a council spends, with the bank as the other side.
const SPENDING: &str = r#"
    kind = "ledger"
    currency = "GBP"
    [voucher]
    number = "trans_no"
    date = { column = "paid_date", format = "%d/%m/%Y" }
    counterparty = "supplier_name"
    [[posting]]
    account = "expenditure_code"
    account_name = "expenditure_category"
    amount = "amount"
    [[posting]]
    account = { constant = "bank" }
    amount = "amount"
    side = { constant = "credit" }
"#;

#[test]
#[ignore = "needs the corpus"]
fn spending_is_read_with_the_bank_as_the_other_side() {
    let total = |file: &str| {
        let totals = records("oxford_spend/_expected_totals.csv");
        let row = totals.into_iter().find(|it| it["file"] == file).unwrap();
        (row["rows"].parse::<usize>().unwrap(), minor(&row["sum_amount"]))
    };
    let digits = [("GBP", 2)];
    let file = "expenditure-over-500-apr-jun-2016.csv";
    let later = mapping(SPENDING);
    let (mut balances, mut counted) = (Balances::new(), 0);
    for (month, table) in months(&format!("oxford_spend/{file}"), "paid_date") {
        let (ledger, faults) = checked(&table, (Format::Csv, Some(&later)), month, &digits);
        assert!(faults.is_empty(), "{faults:?}");
        counted += ledger.vouchers.iter().filter(|it| it.counted).count();
        add_balances(&mut balances, &ledger);
    }
    let bank = balances[&("bank".to_owned(), "GBP".to_owned())];
    assert_eq!((counted, -bank), total(file));
    assert_eq!(balances.values().sum::<i128>(), 0);

    // Two years before, heads were written otherwise, and every day is midnight.
    let file = "expenditure-over-500-apr-jun-2014.csv";
    let heads = [
        ("trans_no", "Trans No"),
        ("paid_date", "Paid Date"),
        ("supplier_name", "Supplier Name"),
        ("expenditure_code", "Expenditure Code"),
        ("expenditure_category", "Expenditure Category"),
        ("\"amount\"", "\"Amount\""),
    ];
    let text = heads.iter().fold(SPENDING.to_owned(), |text, (from, to)| text.replace(from, to));
    let earlier = mapping(&text);
    let bytes = load(&format!("oxford_spend/{file}")).unwrap();
    let period = Period::new(2014, 4).unwrap();
    let (ledger, faults) = checked(&bytes, (Format::Csv, Some(&earlier)), period, &digits);
    assert_eq!(faults.counts(), &BTreeMap::from([("R-6", total(file).0 as u64)]));
    let is_date =
        |it: &Fault| it.place.column.as_deref() == Some("Paid Date") && it.actual == "00:00:00";
    assert!(faults.kept().iter().all(is_date) && ledger.balances.is_empty());
}
