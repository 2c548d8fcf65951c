//! From files that are handed in to findings that come and go, and to the permitted revenue as known
//! then.

use std::path::Path;

use config::settings::Settings;
use metrics::kind::Kind;
use metrics::pricing::allowance::RevenueState;

use super::*;
use crate::clock::Clock;
use crate::pipeline::{self, Scope, Stage};
use crate::testing::{self, Paper};

const OPERATOR: &str = "uscc:91310000MADEM0011A";
const BODY: &str = "name:局";
const REGISTRY: &str = "\
record,party,code,name,kind,since,separate_ledger
party,91310000MADEM0011A,,甲,operator,2025-03-01,
party,name:局,,局,data_authority,,
account,91310000MADEM0011A,6001,主营业务收入,,,yes
account,91310000MADEM0011A,6401,主营业务成本,,,yes
account,91310000MADEM0011A,2401,递延收益,,,yes
account,91310000MADEM0011A,6117,其他收益,,,yes
";
/// The sale of April with the transfer of its revenue at the end of the month; revenue outside of
/// the separate ledger; cost of both uses; a subsidy that is received and then recognised in part.
const LEDGER: &str = "\
voucher_type,voucher_no,date,account,debit,credit,product,use,cost_class
记,1,2026-04-10,1002,850.00,,,,
记,1,2026-04-10,6001.01,,850.00,P-1,industry,
记,2,2026-04-30,6001.01,850.00,,P-1,industry,
记,2,2026-04-30,4103,,850.00,,,
记,3,2026-04-11,1002,500.00,,,,
记,3,2026-04-11,6051,,500.00,,,
记,4,2026-04-12,6401.07,70.00,,P-1,industry,人力
记,4,2026-04-12,6401.07,30.00,,P-1,public,人力
记,4,2026-04-12,1002,,100.00,,,
记,5,2026-04-13,1002,30.00,,,,
记,5,2026-04-13,2401.01,,30.00,P-1,industry,
记,6,2026-04-14,2401.01,10.00,,P-1,industry,
记,6,2026-04-14,6117,,10.00,P-1,industry,
";
const PRICES: &str = "\
record,party,code,product,unit,from,to,price,vat_included,strategy,rate,amount,approved,form,use,driver,\
driver_quantity,document,reported_on,data_reported_on,published_on,planned_units
ceiling,91310000MADEM0011A,,P-1,次,2026-01-01,,12.00,yes,,,,,,,,,沪1,2026-01-02,2026-01-02,,0
price,91310000MADEM0011A,,P-1,次,2026-01-01,,PRICE,yes,,,,,,,,,,,,2026-01-03,
allowance,91310000MADEM0011A,2026,,,2026-01-01,2026-12-31,,,fixed,,200,1000,,,,,沪2,,,,
allocation,91310000MADEM0011A,人力,,,2026-01-01,,,,,70,,,,industry,calls,70,,,,,
allocation,91310000MADEM0011A,人力,,,2026-01-01,,,,,30,,,,public,calls,30,,,,,
annual_report,91310000MADEM0011A,2025,,,,,,,,,,,,,,,,2026-06-30,,,
";

const FIRST: &str = "2026-06-30T09:00:00+08:00";
const BOOKED: &str = "2026-07-01T09:00:00+08:00";
const CORRECTED: &str = "2026-07-02T09:00:00+08:00";

fn at(folder: &Path, instant: &str) -> Installation {
    let url = format!("sqlite:{}", folder.join("mingjing.db").display());
    let settings = format!("[database]\nurl = \"{url}\"\n");
    let settings = Settings::parse(&folder.join("mingjing.toml"), &settings, &[]).unwrap();
    let clock = Clock::Fixed(instant.parse().unwrap());
    Installation { clock, ..Installation::with(settings).unwrap() }
}

/// A file comes, perhaps in place of another, and is posted. Returns its receipt.
async fn hand_in(
    (folder, instant): (&Path, &str),
    (kind, body): (Kind, &str),
    supersedes: Option<&str>,
) -> String {
    let installation = at(folder, instant);
    let party = if kind == Kind::Pricing { BODY } else { OPERATOR };
    let period = (kind == Kind::Ledger).then_some("2026-04");
    let paper = Paper { kind, party, period, body, supersedes };
    let receipt = testing::hand_in(&installation, folder, &paper).await;
    let writer = installation.writer().await.unwrap();
    let scope = Scope { stage: Some(Stage::Post), ..Scope::default() };
    pipeline::run(&installation, &writer, scope).await.unwrap();
    receipt
}

/// Every finding of this room as `rule cause state`.
async fn findings(folder: &Path) -> Vec<String> {
    let reader = at(folder, CORRECTED).reader().await.unwrap();
    let all = store::findings::FindingFilter::default();
    let found = reader.findings_before(&all, i64::MAX, 100).await.unwrap();
    let own = found.iter().filter(|it| it.rule.starts_with("P-") || it.rule.starts_with("F-10"));
    let mut said: Vec<String> =
        own.map(|it| format!("{} {} {}", it.rule, it.cause, it.state.as_str())).collect();
    said.sort();
    said
}

#[tokio::test]
async fn what_is_charged_and_booked_is_judged_until_it_is_corrected() {
    let folder = tempfile::tempdir().unwrap();
    let folder = folder.path();
    hand_in((folder, FIRST), (Kind::Registry, REGISTRY), None).await;
    let dear = PRICES.replace("PRICE", "12.01");
    let first = hand_in((folder, FIRST), (Kind::Pricing, &dear), None).await;
    let above = "P-1 P-1 次 2026-01-01 0";
    assert_eq!(findings(folder).await, [format!("{above} open")]);
    hand_in((folder, BOOKED), (Kind::Ledger, LEDGER), None).await;
    let warned = "P-4 2026 80.00 % open".to_owned();
    assert_eq!(findings(folder).await, [format!("{above} open"), warned.clone()]);
    let kept = PRICES.replace("PRICE", "12.00");
    hand_in((folder, CORRECTED), (Kind::Pricing, &kept), Some(&first)).await;
    assert_eq!(findings(folder).await, [format!("{above} closed"), warned]);

    let installation = at(folder, CORRECTED);
    let reader = installation.reader().await.unwrap();
    let party: PartyId = OPERATOR.parse().unwrap();
    let known = async |instant: &str| {
        let as_of = instant.parse().unwrap();
        let revenue =
            super::permitted_revenue(&installation, &reader, (&party, as_of)).await.unwrap();
        let [it] = <[PermittedRevenue; 1]>::try_from(revenue.cycles).unwrap();
        it
    };
    let now = known(CORRECTED).await;
    assert_eq!(now.actual_fen, 85_000, "one side of 6001, and nothing of 6051");
    assert_eq!((now.cost_fen, now.booked.cost.public_fen), (7_000, 3_000));
    assert_eq!(now.subsidy_fen, 3_000, "what moves on from 2401 to 6117 is counted once");
    assert_eq!(now.computed_fen, Some(7_000 - 3_000 + 20_000));
    assert_eq!(now.state, RevenueState::Warned { mark_ppm: 800_000 });
    assert_eq!(now.usage_ppm, Some(850_000));
    // Before the ledger came nobody knew of any revenue.
    let then = known(FIRST).await;
    assert_eq!((then.actual_fen, then.state), (0, RevenueState::Within));
}

/// The register alone: the report of 2025 is due by the end of June 2026.
#[tokio::test]
async fn a_year_without_report_is_found_the_day_after_it_was_due() {
    let folder = tempfile::tempdir().unwrap();
    let folder = folder.path();
    hand_in((folder, FIRST), (Kind::Registry, REGISTRY), None).await;
    assert_eq!(findings(folder).await, [""; 0]);
    hand_in((folder, BOOKED), (Kind::Registry, &REGISTRY.replace("甲", "乙")), None).await;
    assert_eq!(findings(folder).await, ["P-7 2025 open"]);
    let report =
        "record,party,code,reported_on\nannual_report,91310000MADEM0011A,2025,2026-07-02\n";
    hand_in((folder, CORRECTED), (Kind::Pricing, report), None).await;
    assert_eq!(findings(folder).await, ["P-7 2025 closed"]);
}

/// What cannot be read of one operator is said of it, and the others are judged still.
#[tokio::test]
async fn amounts_at_the_edge_are_judged_and_stop_nobody() {
    let folder = tempfile::tempdir().unwrap();
    let folder = folder.path();
    hand_in((folder, FIRST), (Kind::Registry, REGISTRY), None).await;
    let rows = "record,party,code,from,to,approved\n\
        allowance,91310000MADEM0011A,2026,2026-01-01,2026-12-31,92233720368547758.07\n\
        allowance,name:局,2026,2026-01-01,2026-12-31,90071992547409.93\n";
    hand_in((folder, BOOKED), (Kind::Pricing, rows), None).await;
    assert_eq!(findings(folder).await, ["P-7 2025 open", "P-7-since since open"]);
    let installation = at(folder, CORRECTED);
    let (reader, as_of) = (installation.reader().await.unwrap(), CORRECTED.parse().unwrap());
    for (party, limit_fen) in [(OPERATOR, i64::MAX), (BODY, 9_007_199_254_740_993)] {
        let party = party.parse().unwrap();
        let revenue = super::permitted_revenue(&installation, &reader, (&party, as_of));
        assert_eq!(revenue.await.unwrap().cycles[0].limit_fen, Some(limit_fen));
    }
}

#[tokio::test]
async fn an_allocation_under_the_same_first_day_is_a_change_inside_the_year() {
    let folder = tempfile::tempdir().unwrap();
    let part = |industry, public, document| {
        let of = |use_: &str, rate: i32| {
            format!(
                "allocation,91310000MADEM0011A,人力,2026-01-01,{rate},{use_},calls,{rate},{document}\n"
            )
        };
        let rows = format!("{}{}", of("industry", industry), of("public", public));
        format!("record,party,code,from,rate,use,driver,driver_quantity,document\n{rows}")
    };
    let found_after = async |instant, body: &str| {
        hand_in((folder.path(), instant), (Kind::Pricing, body), None).await;
        let all = findings(folder.path()).await;
        all.into_iter().filter(|it| it.starts_with("F-10")).collect::<Vec<_>>()
    };
    hand_in((folder.path(), FIRST), (Kind::Registry, REGISTRY), None).await;
    assert_eq!(found_after(FIRST, &part(70, 30, "")).await, [""; 0]);
    assert_eq!(found_after(BOOKED, &part(70, 30, "")).await, [""; 0], "the same again");
    let of = |state: &str| {
        ["industry", "public"].map(|use_| format!("F-10 人力 {use_}  2026-01-01 restated {state}"))
    };
    assert_eq!(found_after(BOOKED, &part(60, 40, "")).await, of("open"));
    assert_eq!(found_after(CORRECTED, &part(60, 40, "沪3")).await, of("closed"));
}

#[tokio::test]
async fn a_price_list_is_read_to_its_limit_and_refused_above_it() {
    let folder = tempfile::tempdir().unwrap();
    let installation = at(folder.path(), FIRST);
    let writer = installation.writer().await.unwrap();
    let rows = |numbers: std::ops::Range<u16>| {
        let row = |it| format!("price,{OPERATOR},P-{it},次,2026-01-01,1,no\n");
        let rows: String = numbers.map(row).collect();
        format!("record,party,product,unit,from,price,vat_included\n{rows}")
    };
    let read_after = async |body: String| {
        let (kind, body) = (Kind::Pricing, &*body);
        let paper = Paper { kind, party: OPERATOR, period: None, body, supersedes: None };
        testing::hand_in(&installation, folder.path(), &paper).await;
        crate::post::post_waiting(&installation, &writer).await.unwrap();
        let party = OPERATOR.parse().unwrap();
        entries(writer.reader(), &party, FIRST.parse().unwrap()).await
    };
    let at_limit = read_after(rows(0..ENTRIES_MAX)).await.unwrap();
    assert_eq!(at_limit.len(), usize::from(ENTRIES_MAX));
    let above = read_after(rows(ENTRIES_MAX..ENTRIES_MAX + 1)).await;
    assert!(
        matches!(above, Err(StoreError::Limit { what: "pricing entries", limit_max: 10_000 })),
        "{above:?}"
    );
}
