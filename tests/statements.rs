//! Statements from files to documents, with the figures worked out by hand.

use std::fs;

use config::locale::{Language, Words};
use daemon::statements::{Asked, Report, StatementError, documents};
use metrics::kind::Kind;
use metrics::party::PartyId;
use reports::statement::{Audience, Document, csv, json, xlsx};

use crate::world::{Hand, OPERATOR, World, instant};

const AT: &str = "2026-06-15T01:00:00Z";

/// C = 300 − 0, P = 10 % of it, T = 20: permitted are 350.00 yuan, of which 1500.00 were earned.
const PRICING: &str = "\
record,party,code,from,to,strategy,rate,taxes,approved,payee,payee_kind,form,document
allowance,91310000MADEM0011A,2026,2026-01-01,2026-12-31,cost_plus,10,20.00,,,,,核准-1
share,91310000MADEM0011A,D-1,2026-01-01,,,100,,,1131000000DEM0031H,administrative,cash,批准-1
";

/// Cost on a 专账 account for both uses, then the month is closed to 4103.
const MORE_OF_MAY: &str = "\
record,period,voucher_type,voucher_no,date,account,debit,credit,product,scenario,use,funding,\
authorization,counterparty,cost_class,maker,reviewer
line,2026-05,记,2,2026-05-20,6401.01,300.00,,P-1,S-1,industry,own,A-1,示例银行,direct,陈,周
line,2026-05,记,2,2026-05-20,6401.02,70.00,,P-1,S-1,public,own,A-1,示例银行,direct,陈,周
line,2026-05,记,2,2026-05-20,1002,,370.00,,,,,,,,陈,周
line,2026-05,记,3,2026-05-31,6001,500.00,,,,,,,,,陈,周
line,2026-05,记,3,2026-05-31,6401.01,,300.00,,,,,,,,陈,周
line,2026-05,记,3,2026-05-31,6401.02,,70.00,,,,,,,,陈,周
line,2026-05,记,3,2026-05-31,4103,,130.00,,,,,,,,陈,周
";

/// What was charged in May, in two records of one product.
const USAGE: &str = "\
number,date,product,scenario,use,buyer,unit,units,price,vat_included,amount
1,2026-05-03,P-1,S-1,industry,乙公司,次,300,1.00,no,300.00
2,2026-05-20,P-1,S-1,industry,乙公司,次,200,1.00,no,200.00
";

const ACCOUNTS: &str = "\
record,party,code,name,separate_ledger
account,91310000MADEM0011A,6401,主营业务成本,yes
";

async fn world(world: &World) {
    world.hand_in_openly().await.unwrap();
    for (name, kind, text) in [
        ("accounts.csv", Kind::Registry, ACCOUNTS),
        ("more.csv", Kind::Ledger, MORE_OF_MAY),
        ("pricing.csv", Kind::Pricing, PRICING),
        ("usage.csv", Kind::Usage, USAGE),
    ] {
        let path = world.folder.join(name);
        let period = (kind == Kind::Usage).then(|| "2026-05".parse().unwrap());
        fs::write(&path, text).unwrap();
        let hand = Hand { path: &path, kind, period, format: None, mapping: None };
        world.submit(&hand, instant(AT)).await.unwrap();
    }
    world.pass(instant("2026-06-20T03:00:00Z"), daemon::pipeline::Scope::default()).await.unwrap();
}

async fn made(
    world: &World,
    report: Report<'_>,
    (period, as_of): (&str, &str),
) -> Result<Vec<Document>, StatementError> {
    let installation = world.installation(instant("2026-07-01T01:00:00Z"));
    let party: PartyId = OPERATOR.parse().unwrap();
    let asked = Asked { party: &party, period: period.parse().unwrap(), as_of: instant(as_of) };
    let reader = world.reader().await;
    let words = Words::new(Language::En);
    documents(&installation, &reader, (report, asked), (&words, Audience::House)).await
}

fn text(document: &Document) -> String {
    let files = csv(document).unwrap().into_iter();
    files.map(|it| String::from_utf8(it.bytes).unwrap().replace("\r\n", "\n")).collect()
}

#[tokio::test]
async fn statements_from_files_to_documents() {
    let folder = tempfile::tempdir().unwrap();
    let here = World::on_sqlite(folder.path());
    world(&here).await;
    let now = ("2026-05", "2026-06-30T00:00:00Z");

    let separate = text(&made(&here, Report::SeparateLedger, now).await.unwrap()[0]);
    for line in [
        "1. Total income,500.00,1500.00,,1,",
        "2. Operating cost (industry and sector development),300.00,300.00,,",
        "3. Cost of public use (outside of the permitted revenue),70.00,70.00,,",
        "5. Balance,130.00,1130.00,,",
        "P-1,次,500,500.00\n",
        "Used,4.285714\n",
        "uscc:1131000000DEM0031H,administrative unit,cash,1.000000,1200.00,批准-1\n",
    ] {
        assert!(separate.contains(line), "{line}\nin\n{separate}");
    }

    // The expense of April stands on 6602, which is no 专账 account.
    let income = text(&made(&here, Report::IncomeStatement, now).await.unwrap()[0]);
    for line in ["4. Net profit,130.00,830.00,,", "Net profit less transfer (must be 0.00),0.00,,,"]
    {
        assert!(income.contains(line), "{line}\nin\n{income}");
    }

    let permitted = text(&made(&here, Report::PermittedRevenue, now).await.unwrap()[0]);
    for line in
        ["Permitted revenue as computed,350.00,", "Excess,1150.00,", "Mark reached,1.000000,"]
    {
        assert!(permitted.contains(line), "{line}\nin\n{permitted}");
    }

    let register = text(&made(&here, Report::AccountRegister("1002"), now).await.unwrap()[0]);
    assert!(register.contains(",,Opening balance,,,debit,100760.00\n"), "{register}");
    assert!(register.contains(",530.00,370.00,debit,100920.00\n"), "{register}");

    let trial = text(&made(&here, Report::TrialBalance, now).await.unwrap()[0]);
    assert!(trial.contains("Total,,CNY,"), "{trial}");
}

#[tokio::test]
async fn the_same_facts_give_the_same_bytes() {
    let folder = tempfile::tempdir().unwrap();
    let here = World::on_sqlite(folder.path());
    world(&here).await;
    let now = ("2026-05", "2026-06-30T00:00:00Z");
    let first = made(&here, Report::SeparateLedger, now).await.unwrap();
    let second = made(&here, Report::SeparateLedger, now).await.unwrap();
    assert_eq!(xlsx(&first[0]).unwrap(), xlsx(&second[0]).unwrap());
    assert_eq!(json(&first[0]).unwrap(), json(&second[0]).unwrap());
}

#[tokio::test]
async fn what_there_is_no_statement_of_is_said() {
    let folder = tempfile::tempdir().unwrap();
    let here = World::on_sqlite(folder.path());
    world(&here).await;
    let now = "2026-06-30T00:00:00Z";
    let none = made(&here, Report::TrialBalance, ("2026-06", now)).await;
    assert!(matches!(none, Err(StatementError::NoLedger { .. })), "{none:?}");
    // In May nobody had handed in the ledger of May.
    let early = made(&here, Report::TrialBalance, ("2026-05", "2026-05-31T00:00:00Z")).await;
    assert!(matches!(early, Err(StatementError::NoLedger { .. })), "{early:?}");
    let early = made(&here, Report::PermittedRevenue, ("2026-04", "2026-05-31T00:00:00Z")).await;
    assert!(matches!(early, Err(StatementError::NoCycle { .. })), "{early:?}");
    let none = made(&here, Report::AccountRegister("9999"), ("2026-05", now)).await;
    assert!(matches!(none, Err(StatementError::NoAccount { .. })), "{none:?}");
}
