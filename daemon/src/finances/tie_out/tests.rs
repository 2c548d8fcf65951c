//! Two operators whose submissions contradict each other, and agree once they are corrected.

mod invoices;

use std::path::Path;

use config::settings::Settings;
use metrics::kind::Kind;
use store::findings::FindingFilter;

use crate::clock::Clock;
use crate::duties;
use crate::installation::Installation;
use crate::post;
use crate::testing::{self, Paper};

const ONE: &str = "uscc:91310000MADEM0011A";
const TWO: &str = "name:乙";

const REGISTRY: &str = "\
record,party,code,name,kind,controlled_by,developer,bank_account,separate_ledger
party,91310000MADEM0011A,,甲,operator,,,,
party,name:乙,,乙,operator,,,,
party,name:丙,,丙,developer,91310000MADEM0011A,,,
party,name:局,,局,department,,,,
party,name:委,,委,data_authority,,,,
product,91310000MADEM0011A,P-1,指数,,,name:丙,,
account,91310000MADEM0011A,1002,银行存款,,,,6222 0001,no
account,name:乙,1002,银行存款,,,,62220001,no
";

const BODY: &str = "name:委";
const PRICING: &str = "\
record,party,product,unit,from,to,price,vat_included,document,reported_on
ceiling,91310000MADEM0011A,P-1,次,2026-01-01,2026-04-14,12.00,no,文1,2026-01-01
ceiling,91310000MADEM0011A,P-1,次,2026-04-15,2026-04-15,11.00,no,文2,2026-01-01
ceiling,91310000MADEM0011A,P-1,次,2026-04-16,,12.00,no,文3,2026-01-01
";

const USAGE: &str = "\
number,date,product,use,buyer,unit,units,price,amount
1,2026-04-01,P-1,industry,丁,次,10,12.00,120.00
2,2026-04-30,P-1,industry,丁,次,10,12.00,120.00
";

const HEADER: &str = "voucher_no,date,account,debit,credit,product,counterparty,use,cost_class\n";

/// An installation in a folder.
fn installation(folder: &Path) -> Installation {
    let url = format!("sqlite:{}", folder.join("mingjing.db").display());
    let settings = format!("[database]\nurl = \"{url}\"\n");
    let settings = Settings::parse(&folder.join("mingjing.toml"), &settings, &[]).unwrap();
    let clock = Clock::Fixed("2026-05-10T09:00:00+08:00".parse().unwrap());
    Installation { clock, ..Installation::with(settings).unwrap() }
}

/// Hands a file of April in and posts it; gives its receipt.
async fn hand_in(
    (installation, folder): (&Installation, &Path),
    (kind, party): (Kind, &str),
    body: &str,
    supersedes: Option<&str>,
) -> String {
    let period = matches!(kind, Kind::Ledger | Kind::Usage).then_some("2026-04");
    let paper = Paper { kind, party, period, body, supersedes };
    let receipt = testing::hand_in(installation, folder, &paper).await;
    let writer = installation.writer().await.unwrap();
    post::post_waiting(installation, &writer).await.unwrap();
    duties::watch(installation, &writer).await.unwrap();
    receipt
}

/// The findings of these rules, each as `rule subject cause state`.
async fn findings(installation: &Installation, rules: &[&str]) -> Vec<String> {
    let reader = installation.reader().await.unwrap();
    let (mut found, mut before) = (Vec::new(), i64::MAX);
    loop {
        let all = FindingFilter::default();
        let mut page = reader.findings_before(&all, before, 1_000).await.unwrap();
        let Some(last) = page.last() else { break };
        before = last.id;
        found.append(&mut page);
    }
    let own = found.iter().filter(|it| rules.contains(&it.rule.as_str()));
    let shown = |it: &store::findings::Finding| {
        format!("{} {} {} {}", it.rule, it.subject.code(), it.cause, it.state.as_str())
    };
    let mut shown: Vec<String> = own.map(shown).collect();
    shown.sort();
    shown
}

/// What a stranger with a smaller id or number is named beside is found all the same.
#[tokio::test]
async fn the_register_gives_clues() {
    let strangers = "\
party,name:丙,,丙,developer,name:二,,,
product,91310000MADEM0011A,P-1,指数,,,name:一,,
account,91310000MADEM0011A,1002,银行存款,,,,1,no
";
    for registry in [REGISTRY.to_owned(), format!("{REGISTRY}{strangers}")] {
        let folder = tempfile::tempdir().unwrap();
        let installation = installation(folder.path());
        hand_in((&installation, folder.path()), (Kind::Registry, ONE), &registry, None).await;
        let expected = [
            "M-1 91310000MADEM0011A 62220001 open",
            "M-1 乙 62220001 open",
            "SH-17-1 91310000MADEM0011A P-1 name:丙 open",
        ];
        assert_eq!(findings(&installation, &["M-1", "SH-17-1"]).await, expected, "{registry}");
    }
}

#[tokio::test]
async fn revenue_is_tied_to_usage_until_they_agree() {
    let folder = tempfile::tempdir().unwrap();
    let installation = installation(folder.path());
    let at = (&installation, folder.path());
    hand_in(at, (Kind::Registry, ONE), REGISTRY, None).await;
    let short = format!(
        "{HEADER}1,2026-04-30,1122,239.99,,,丁,,\n1,2026-04-30,6001,,239.99,P-1,丁,industry,\n"
    );
    let ledger = hand_in(at, (Kind::Ledger, ONE), &short, None).await;
    let rules = ["F-6-ledger", "F-6-missing"];
    assert_eq!(findings(&installation, &rules).await, [""; 0], "no usage was ever handed in");
    hand_in(at, (Kind::Usage, ONE), USAGE, None).await;
    let open = ["F-6-ledger 91310000MADEM0011A P-1 open"];
    assert_eq!(findings(&installation, &rules).await, open);
    let whole = short.replace("239.99", "240.00");
    hand_in(at, (Kind::Ledger, ONE), &whole, Some(&ledger)).await;
    let closed = ["F-6-ledger 91310000MADEM0011A P-1 closed"];
    assert_eq!(findings(&installation, &rules).await, closed);
}

/// Nothing moved on the one account that is 专账: the month has a ledger all the same, and its usage none of
/// the revenue.
#[tokio::test]
async fn revenue_beside_the_separate_ledger_is_missed_by_usage() {
    for account in ["6001.01", "2241"] {
        let folder = tempfile::tempdir().unwrap();
        let installation = installation(folder.path());
        let at = (&installation, folder.path());
        let registry = format!("{REGISTRY}account,91310000MADEM0011A,6001.99,专账收入,,,,,yes\n");
        hand_in(at, (Kind::Registry, ONE), &registry, None).await;
        hand_in(at, (Kind::Usage, ONE), USAGE, None).await;
        assert_eq!(findings(&installation, &["F-6-ledger"]).await, [""; 0], "no ledger");
        let ledger = format!(
            "{HEADER}1,2026-04-30,1122,240.00,,,丁,,\n1,2026-04-30,{account},,240.00,,丁,,\n"
        );
        hand_in(at, (Kind::Ledger, ONE), &ledger, None).await;
        let open = ["F-6-ledger 91310000MADEM0011A P-1 open"];
        assert_eq!(findings(&installation, &["F-6-ledger"]).await, open, "{account}");
    }
}

#[tokio::test]
async fn a_lower_ceiling_in_between_is_found_only_where_something_was_served() {
    let folder = tempfile::tempdir().unwrap();
    let installation = installation(folder.path());
    let at = (&installation, folder.path());
    hand_in(at, (Kind::Registry, ONE), REGISTRY, None).await;
    hand_in(at, (Kind::Pricing, BODY), PRICING, None).await;
    let usage = hand_in(at, (Kind::Usage, ONE), USAGE, None).await;
    let rules = ["F-7", "F-7-none"];
    assert_eq!(findings(&installation, &rules).await, [""; 0]);
    let third = format!("{USAGE}3,2026-04-15,P-1,industry,丁,次,1,12.00,12.00\n");
    hand_in(at, (Kind::Usage, ONE), &third, Some(&usage)).await;
    let open = ["F-7 91310000MADEM0011A P-1 次 12 2026-04-15 open"];
    assert_eq!(findings(&installation, &rules).await, open);
}

/// 12.72 yuan with tax are 12 at 6 %, and more at 3 %.
#[tokio::test]
async fn a_price_with_tax_is_held_against_its_ceiling_at_the_rate_of_its_records() {
    let folder = tempfile::tempdir().unwrap();
    let installation = installation(folder.path());
    let at = (&installation, folder.path());
    hand_in(at, (Kind::Registry, ONE), REGISTRY, None).await;
    hand_in(at, (Kind::Pricing, BODY), PRICING, None).await;
    let of = |rate: &str, tax: &str| {
        format!(
            "number,date,product,use,buyer,unit,units,price,vat_included,amount,tax_rate,tax\n\
             1,2026-04-30,P-1,industry,丁,次,10,12.72,yes,120.00,{rate},{tax}\n"
        )
    };
    let prices = "record,party,product,unit,from,price,vat_included,published_on\n\
                  price,91310000MADEM0011A,P-1,次,2026-01-01,12.00,no,2026-01-01\n";
    hand_in(at, (Kind::Pricing, ONE), prices, None).await;
    let rules = ["F-7", "F-7-tax", "F-7-price"];
    let usage = hand_in(at, (Kind::Usage, ONE), &of("6", "7.20"), None).await;
    assert_eq!(findings(&installation, &rules).await, [""; 0]);
    let usage = hand_in(at, (Kind::Usage, ONE), &of("", ""), Some(&usage)).await;
    let unknown = "F-7-tax 91310000MADEM0011A P-1 次 12.72 2026-04-30";
    assert_eq!(findings(&installation, &rules).await, [format!("{unknown} open")]);
    hand_in(at, (Kind::Usage, ONE), &of("3", "3.60"), Some(&usage)).await;
    let above = "F-7 91310000MADEM0011A P-1 次 12.72 2026-04-30 open".to_owned();
    let other = "F-7-price 91310000MADEM0011A P-1 次 丁 12.72 open".to_owned();
    assert_eq!(findings(&installation, &rules).await, [above, other, format!("{unknown} closed")]);
}

/// Until its row is taken back, one operator pays a share into an account that another one has registered.
#[tokio::test]
async fn a_share_is_paid_into_no_account_of_another_operator() {
    let folder = tempfile::tempdir().unwrap();
    let installation = installation(folder.path());
    let at = (&installation, folder.path());
    let registry = REGISTRY.replace("62220001,no", "62220009,no");
    hand_in(at, (Kind::Registry, ONE), &registry, None).await;
    let into = |number: &str| {
        format!(
            "record,party,code,payee,rate,form,account_kind,account_no,document,from\n\
             share,91310000MADEM0011A,F-1,91310000MADEM002X2,100,cash,commercial,{number},文1,2026-01-01\n"
        )
    };
    let shares = hand_in(at, (Kind::Pricing, BODY), &into("6222 0009"), None).await;
    let both =
        |state: &str| ["91310000MADEM0011A", "乙"].map(|it| format!("M-1 {it} 62220009 {state}"));
    assert_eq!(findings(&installation, &["M-1"]).await, both("open"));
    hand_in(at, (Kind::Pricing, BODY), &into("6222 0008"), Some(&shares)).await;
    assert_eq!(findings(&installation, &["M-1"]).await, both("closed"));
}

#[tokio::test]
async fn a_record_counts_once() {
    let folder = tempfile::tempdir().unwrap();
    let installation = installation(folder.path());
    let at = (&installation, folder.path());
    hand_in(at, (Kind::Registry, ONE), REGISTRY, None).await;
    hand_in(at, (Kind::Usage, ONE), USAGE, None).await;
    let again = "number,date,product,use,buyer,unit,units,price,amount
2,2026-04-30,P-1,industry,丁,次,10,12.00,120.00
3,2026-04-30,P-1,industry,丁,次,1,12.00,12.00
";
    hand_in(at, (Kind::Usage, ONE), again, None).await;
    assert_eq!(findings(&installation, &["V-2"]).await, ["V-2 91310000MADEM0011A 2 open"]);
    let reader = installation.reader().await.unwrap();
    let (one, as_of) = (ONE.parse().unwrap(), installation.clock.now());
    let sums = reader.usage_sums(&one, None, as_of).await.unwrap();
    assert_eq!(sums.iter().map(|it| it.sum.amount_fen).sum::<i64>(), 25_200);
}

#[tokio::test]
async fn related_payments_and_mirrored_entries_are_found_across_operators() {
    let folder = tempfile::tempdir().unwrap();
    let installation = installation(folder.path());
    let at = (&installation, folder.path());
    hand_in(at, (Kind::Registry, ONE), REGISTRY, None).await;
    let one = format!(
        "{HEADER}1,2026-04-30,1122,500.00,,,乙,,\n1,2026-04-30,6001,,500.00,P-1,乙,industry,\n\
         2,2026-04-30,6401,30.00,,P-1,丙,industry,人力\n2,2026-04-30,1002,,30.00,,丙,,\n\
         3,2026-04-30,6401,20.00,,P-1,局,industry,人力\n3,2026-04-30,1002,,20.00,,局,,\n"
    );
    let two = format!(
        "{HEADER}1,2026-04-30,6401,500.00,,,甲,industry,人力\n1,2026-04-30,2202,,500.00,,甲,,\n"
    );
    hand_in(at, (Kind::Ledger, ONE), &one, None).await;
    let rules = ["F-14", "M-2"];
    let related = ["F-14 91310000MADEM0011A name:丙 open", "F-14 91310000MADEM0011A name:局 open"];
    assert_eq!(findings(&installation, &rules).await, related);
    hand_in(at, (Kind::Ledger, TWO), &two, None).await;
    let pair = "uscc:91310000MADEM0011A name:乙 open";
    let mirrored = [format!("M-2 91310000MADEM0011A {pair}"), format!("M-2 乙 {pair}")];
    let all: Vec<String> = related.map(str::to_owned).into_iter().chain(mirrored).collect();
    assert_eq!(findings(&installation, &rules).await, all);
}

#[tokio::test]
async fn payments_in_dollars_and_what_is_capitalized_are_found() {
    let folder = tempfile::tempdir().unwrap();
    let installation = installation(folder.path());
    let at = (&installation, folder.path());
    let registry = format!("{REGISTRY}account,91310000MADEM0011A,1701.01,数据资源,,,,,yes\n");
    hand_in(at, (Kind::Registry, ONE), &registry, None).await;
    let ledger = "voucher_no,date,account,debit,credit,currency,counterparty\n\
                  1,2026-04-30,1701.01,70.00,,CNY,\n1,2026-04-30,1002,,70.00,CNY,\n\
                  2,2026-04-30,2202,9.00,,USD,丙\n2,2026-04-30,1002,,9.00,USD,丙\n";
    hand_in(at, (Kind::Ledger, ONE), ledger, None).await;
    let found =
        ["F-14 91310000MADEM0011A name:丙 USD open", "F-22 91310000MADEM0011A 1701.01 open"];
    assert_eq!(findings(&installation, &["F-14", "F-22"]).await, found);
}

/// Both are asked of what is in force: a register and a file that say it close them, a file that takes it
/// back opens one again.
#[tokio::test]
async fn an_operator_registers_its_separate_ledger_and_hands_totals_in() {
    let folder = tempfile::tempdir().unwrap();
    let installation = installation(folder.path());
    let at = (&installation, folder.path());
    let rules = ["F-23", "F-5-missing"];
    hand_in(at, (Kind::Registry, ONE), REGISTRY, None).await;
    assert_eq!(findings(&installation, &rules).await, [""; 0], "no ledger is in force");
    let bare = "record,voucher_no,date,account,debit,credit\n\
                line,1,2026-04-30,1002,70.00,\nline,1,2026-04-30,4001,,70.00\n";
    let ledger = hand_in(at, (Kind::Ledger, ONE), bare, None).await;
    hand_in(at, (Kind::Ledger, "name:丙"), bare, None).await;
    let said = |[separate, totals]: [&str; 2]| {
        [("F-23", separate), ("F-5-missing", totals)]
            .map(|(rule, state)| format!("{rule} 91310000MADEM0011A  {state}"))
    };
    assert_eq!(findings(&installation, &rules).await, said(["open", "open"]));
    let registry = format!("{REGISTRY}account,91310000MADEM0011A,6001,收入,,,,,yes\n");
    hand_in(at, (Kind::Registry, ONE), &registry, None).await;
    assert_eq!(findings(&installation, &rules).await, said(["closed", "open"]));
    let whole = format!("{bare}general,,,1002,70.00,0\n");
    let ledger = hand_in(at, (Kind::Ledger, ONE), &whole, Some(&ledger)).await;
    assert_eq!(findings(&installation, &rules).await, said(["closed", "closed"]));
    hand_in(at, (Kind::Ledger, ONE), bare, Some(&ledger)).await;
    let found = findings(&installation, &rules).await;
    assert!(found.contains(&said(["", "open"])[1]), "{found:?}");
}

/// What is not read of a party's prices, or is found beyond what is kept, cures nothing.
#[tokio::test]
async fn what_a_look_cannot_judge_is_not_cured() {
    let folder = tempfile::tempdir().unwrap();
    let installation = installation(folder.path());
    let at = (&installation, folder.path());
    hand_in(at, (Kind::Registry, ONE), REGISTRY, None).await;
    hand_in(at, (Kind::Pricing, BODY), PRICING, None).await;
    let prices = |rows: &str| {
        format!("record,party,product,unit,from,price,vat_included,published_on\n{rows}")
    };
    let dear = prices(&format!(
        "price,{ONE},P-1,次,2026-04-16,12.01,no,2026-04-01\nprice,{ONE},Z,次,2026-04-16,0,no,\n"
    ));
    hand_in(at, (Kind::Pricing, ONE), &dear, None).await;
    let served = USAGE.replace("12.00,120.00", "12.01,120.10");
    hand_in(at, (Kind::Usage, ONE), &served, None).await;
    let rules = ["F-7", "F-7-price-none", "P-1", "R-9"];
    let known = [
        "F-7 91310000MADEM0011A P-1 次 12.01 2026-04-01 open",
        "F-7 91310000MADEM0011A P-1 次 12.01 2026-04-16 open",
        "P-1 91310000MADEM0011A P-1 次 2026-04-16 0 open",
    ];
    assert_eq!(findings(&installation, &rules).await, known);

    let many = |products: std::ops::Range<u16>| {
        let row = |it| format!("price,{ONE},A-{it},次,2026-04-16,0,no,\n");
        prices(&products.map(row).collect::<String>())
    };
    hand_in(at, (Kind::Pricing, ONE), &many(0..1_000), None).await;
    let unpublished = findings(&installation, &["P-6"]).await;
    let last = "P-6 91310000MADEM0011A Z 次 2026-04-16 0 open".to_owned();
    assert!(unpublished.contains(&last), "beyond what is kept");
    assert_eq!(findings(&installation, &rules).await, known);

    let too_many = hand_in(at, (Kind::Pricing, ONE), &many(1_000..10_000), None).await;
    let limit = format!("R-9 91310000MADEM0011A pricing entries {ONE}");
    let with = |state: &str| {
        let limit = format!("{limit} {state}");
        known.map(str::to_owned).into_iter().chain([limit]).collect::<Vec<_>>()
    };
    assert_eq!(findings(&installation, &rules).await, with("open"));
    hand_in(at, (Kind::Pricing, ONE), &prices(""), Some(&too_many)).await;
    assert_eq!(findings(&installation, &rules).await, with("closed"));
}
