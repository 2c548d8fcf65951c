//! What is counted of a subject, by the names that schemes may refer to.

mod catalogue;
mod months;

use std::collections::BTreeMap;
use std::path::Path;

use config::settings::Settings;
use jiff::civil::date;
use metrics::evaluation::counted::NAMES;
use metrics::incident::lifecycle::{Guide, IncidentAct};
use metrics::incident::{ClockContext, counts as incident};
use metrics::kind::Kind;
use metrics::ledger::counts as ledger;
use metrics::usage::counts as usage;
use store::Desk;
use store::incident_events::OnIncident;

use super::*;
use crate::clock::Clock;
use crate::demo::incidents::NOTHING_ELSE;
use crate::pipeline::{self, Scope, Stage};
use crate::testing::{self, Paper};

const OPERATOR: &str = "uscc:91310000MADEM0011A";

const REGISTRY: &str = "\
record,party,code,name,kind,role
party,91310000MADEM0011A,,甲,operator,
person,91310000MADEM0011A,li,李,,supervisor
";

const LEDGER: &str = "\
record,period,voucher_type,voucher_no,date,account,debit,credit,maker,reviewer
line,2026-04,记,1,2026-04-10,1002,10.00,,陈,周
line,2026-04,记,1,2026-04-10,6001,,10.00,陈,周
general,2026-04,,,,1002,10.00,,,
";

/// By persons whose data leaked: 1 000 000 is fairly major and 100 000 000 especially major (annex of
/// CN-NIR), one person less is general where nothing else was harmed; of 5 nothing is known, and 6 was
/// discovered after the half-year.
fn incidents() -> String {
    let (columns, nothing) = nothing_else();
    padded(&format!(
        "record,incident_no,party,title,discovered_at,persons,{columns}
,1,91310000MADEM0011A,一,2026-05-01 09:00,1000000,{nothing}
,2,91310000MADEM0011A,二,2026-05-02 09:00,100000000,{nothing}
,3,91310000MADEM0011A,三,2026-05-03 09:00,999999,{nothing}
,4,91310000MADEM0011A,四,2026-06-30 23:59,1,{nothing}
,5,91310000MADEM0011A,五,2026-05-05 09:00
,6,91310000MADEM0011A,六,2026-07-01 00:00,1000000,{nothing}
"
    ))
}

/// The columns of all that the annex of CN-NIR asks for besides persons, and cells that say that there was
/// nothing.
fn nothing_else() -> (String, String) {
    let (columns, cells): (Vec<&str>, Vec<&str>) = NOTHING_ELSE.iter().copied().unzip();
    (columns.join(","), cells.join(","))
}

/// A table of which each row has as many cells as the first.
fn padded(table: &str) -> String {
    let commas = |it: &str| it.matches(',').count();
    let all = table.lines().next().map_or(0, commas);
    let rows = table.lines().map(|it| it.to_owned() + &",".repeat(all - commas(it)));
    rows.collect::<Vec<_>>().join("\n")
}

/// An installation in a folder whose clock stands at noon of a day.
fn at(folder: &Path, day: &str) -> Installation {
    let url = format!("sqlite:{}", folder.join("mingjing.db").display());
    let settings = format!("[database]\nurl = \"{url}\"\n");
    let settings = Settings::parse(&folder.join("mingjing.toml"), &settings, &[]).unwrap();
    let clock = Clock::Fixed(format!("{day}T12:00:00+08:00").parse().unwrap());
    Installation { clock, ..Installation::with(settings).unwrap() }
}

async fn hand_in(installation: &Installation, folder: &Path, paper: (Kind, &str)) {
    hand_in_by(OPERATOR, installation, folder, paper).await;
}

async fn hand_in_by(
    party: &str,
    installation: &Installation,
    folder: &Path,
    (kind, body): (Kind, &str),
) {
    let period = matches!(kind, Kind::Ledger | Kind::Usage).then_some("2026-04");
    let paper = Paper { kind, party, period, body, supersedes: None };
    testing::hand_in(installation, folder, &paper).await;
    let writer = installation.writer().await.unwrap();
    let scope = Scope { stage: Some(Stage::Post), ..Scope::default() };
    pipeline::run(installation, &writer, scope).await.unwrap();
}

async fn act(installation: &Installation, incident_no: &str, act: IncidentAct) {
    let (as_of, zone) = (installation.clock.now(), &installation.settings.clock.zone);
    let calendar = installation.policy.calendar();
    let context = ClockContext { as_of, zone, calendar: &calendar };
    let guide = Guide { policy: &installation.policy.incident, context: &context };
    let url = installation.settings.database.address();
    let desk = Desk::open(url.expose(), "li", as_of).await.unwrap();
    let party = &OPERATOR.parse().unwrap();
    let asked = OnIncident { party, incident_no, act, note: "整改", guide };
    desk.act_on_incident(&asked).await.unwrap();
}

/// What is counted in the first half-year, as known at the instant of the clock.
async fn counted(installation: &Installation) -> BTreeMap<String, u64> {
    counted_in(installation, "2026-H1").await
}

/// What is counted in some months, as known at the instant of the clock.
async fn counted_in(installation: &Installation, months: &str) -> BTreeMap<String, u64> {
    let reader = installation.reader().await.unwrap();
    let (party, as_of) = (OPERATOR.parse().unwrap(), installation.clock.now());
    let span = months.parse().unwrap();
    let request = Request { scheme: "operator", span, subject: None, as_of };
    let register = Register::read(&reader, request.as_of).await.unwrap();
    let counts = count::counts(installation, &reader, (&party, &request), &register).await.unwrap();
    counts.into_iter().map(|(name, count)| (name, count.value)).collect()
}

#[tokio::test]
async fn incidents_count_by_the_level_that_is_known() {
    let folder = tempfile::tempdir().unwrap();
    let july = at(folder.path(), "2026-07-01");
    hand_in(&july, folder.path(), (Kind::Registry, REGISTRY)).await;
    hand_in(&july, folder.path(), (Kind::Incident, &incidents())).await;
    let counted = counted(&july).await;
    assert_eq!(counted[incident::GENERAL_OR_ABOVE], 5);
    assert_eq!(counted[incident::FAIRLY_MAJOR_OR_UNGRADED], 3);
    assert_eq!(counted[incident::GENERAL], 2);
}

/// An incident that was reported too late, told and untold: what is left blank counts for no less.
#[tokio::test]
async fn leaving_an_incidents_facts_blank_never_pays() {
    let counts = [
        incident::REPORTABLE,
        incident::REPORTED_IN_TIME,
        incident::GENERAL_OR_ABOVE,
        incident::FAIRLY_MAJOR_OR_UNGRADED,
    ];
    let (columns, nothing) = nothing_else();
    let but_one = format!(",2026-05-01 09:00,2026-05-02 09:00,1,{nothing}");
    let but_one = but_one.strip_suffix("none").unwrap();
    for (row, expected) in [
        // Told: fairly major, reported after a day; the same in time; general, so that no report is due.
        (",2026-05-01 09:00,2026-05-02 09:00,1000000", [1, 0, 1, 1]),
        (",2026-05-01 09:00,2026-05-01 09:05,1000000", [1, 1, 1, 1]),
        (&*format!(",2026-05-01 09:00,2026-05-02 09:00,1,{nothing}"), [0, 0, 1, 0]),
        // Of the small figure alone it does not follow that it was general: nor with all but one of the others.
        (",2026-05-01 09:00,2026-05-02 09:00,1", [1, 0, 1, 1]),
        (",2026-05-01 09:00,2026-05-01 09:05,1", [1, 1, 1, 1]),
        (but_one, [1, 0, 1, 1]),
        // Without persons, without discovery, without both.
        (",2026-05-01 09:00,2026-05-02 09:00,", [1, 0, 1, 1]),
        (",,2026-05-02 09:00,1000000", [1, 0, 1, 1]),
        (",,,", [1, 0, 1, 1]),
        // It occurred after the half-year, and so was not discovered in it.
        ("2026-07-01,,,", [0, 0, 0, 0]),
        // It cannot have occurred after it was handed in.
        ("2026-07-03,,,", [1, 0, 1, 1]),
        ("2099-12,,,", [1, 0, 1, 1]),
    ] {
        let folder = tempfile::tempdir().unwrap();
        let july = at(folder.path(), "2026-07-02");
        hand_in(&july, folder.path(), (Kind::Registry, REGISTRY)).await;
        let head = "party,incident_no,title,occurred,discovered_at,reported_at,persons";
        let body = padded(&format!("{head},{columns}\n91310000MADEM0011A,1,一,{row}\n"));
        hand_in(&july, folder.path(), (Kind::Incident, &body)).await;
        let counted = counted(&july).await;
        assert_eq!(counts.map(|it| counted[it]), expected, "{row}");
    }
}

/// A voucher of which nothing is understood fails wherever anything was handed in, be it another file;
/// before that there is nothing it is a share of.
#[tokio::test]
async fn vouchers_that_nobody_can_read_fail_once_anything_is_handed_in() {
    let folder = tempfile::tempdir().unwrap();
    let may = at(folder.path(), "2026-05-04");
    hand_in(&may, folder.path(), (Kind::Registry, REGISTRY)).await;
    let broken = |number: u8| {
        format!(
            "record,voucher_no,date,account,debit,credit\nline,{number},2026-04-31,1002,1.00,\n"
        )
    };
    hand_in(&may, folder.path(), (Kind::Ledger, &broken(1))).await;
    assert_eq!(counted(&may).await.get(ledger::VOUCHERS), None);
    let opened = broken(2) + "opening,,,1002,1.00,\nopening,,,4001,,1.00\n";
    hand_in(&may, folder.path(), (Kind::Ledger, &opened)).await;
    assert_eq!(counted(&may).await.get(ledger::VOUCHERS), None, "balances are no voucher");
    let one_sided = broken(3).replace("04-31", "04-30");
    hand_in(&may, folder.path(), (Kind::Ledger, &one_sided)).await;
    let counted = counted(&may).await;
    let counted = [ledger::VOUCHERS, ledger::VOUCHERS_BALANCED].map(|it| counted[it]);
    assert_eq!(counted, [3, 0]);
}

/// A ledger that is empty hands a month in, unless usage says that there was business: then it is as if none
/// had come. An empty one in time does not bring a real one into time.
#[tokio::test]
async fn an_empty_ledger_beside_usage_is_not_handed_in() {
    let folder = tempfile::tempdir().unwrap();
    let [may, june] = ["2026-05-04", "2026-06-01"].map(|day| at(folder.path(), day));
    hand_in(&may, folder.path(), (Kind::Registry, REGISTRY)).await;
    hand_in(&may, folder.path(), (Kind::Ledger, LEDGER.lines().next().unwrap())).await;
    let months = async |installation: &Installation| {
        let counted = counted(installation).await;
        [ledger::MONTHS_DUE, ledger::MONTHS_SUBMITTED].map(|it| counted[it])
    };
    assert_eq!(months(&may).await, [4, 1]);
    let usage = |units| {
        format!(
            "number,date,product,use,buyer,unit,units,price,amount\n\
             1,2026-04-30,P-1,industry,乙,次,{units},0,0\n"
        )
    };
    hand_in(&may, folder.path(), (Kind::Usage, &usage(0))).await;
    assert_eq!(months(&may).await, [4, 1], "nothing was served");
    hand_in(&may, folder.path(), (Kind::Usage, &usage(1).replace("\n1,", "\n2,"))).await;
    assert_eq!(months(&may).await, [3, 0], "April is not due yet");
    hand_in(&june, folder.path(), (Kind::Ledger, LEDGER)).await;
    assert_eq!(months(&june).await, [4, 0], "it came late");
}

/// Whoever does not say when it was discovered does not have it counted anew by handing it in again.
#[tokio::test]
async fn an_incident_of_no_day_is_of_no_span_after_it_was_first_handed_in() {
    let folder = tempfile::tempdir().unwrap();
    let (june, july) = (at(folder.path(), "2026-06-30"), at(folder.path(), "2026-07-02"));
    hand_in(&june, folder.path(), (Kind::Registry, REGISTRY)).await;
    let head = "party,incident_no,title,occurred,discovered_at,reported_at,persons";
    let body = format!("{head}\n91310000MADEM0011A,1,一,,,,\n");
    hand_in(&june, folder.path(), (Kind::Incident, &body)).await;
    hand_in(&july, folder.path(), (Kind::Incident, &body.replace("一", "二"))).await;
    // What occurred after that is not what was handed in then, and is of its own month, too.
    let occurred = body.replace("一,,", "一,2026-07-01,");
    for (month, more, expected) in [
        ("2026-06", None, 1),
        ("2026-07", None, 0),
        ("2026-06", Some(&occurred), 1),
        ("2026-07", Some(&occurred), 1),
        ("2026-08", Some(&occurred), 0),
    ] {
        if let Some(more) = more {
            hand_in(&july, folder.path(), (Kind::Incident, more)).await;
        }
        let counted = counted_in(&july, month).await;
        assert_eq!(counted[incident::GENERAL_OR_ABOVE], expected, "{month} {more:?}");
    }
}

/// The share of 5 calls for the public beside 9 for industry is theirs of 14, whatever another product is
/// for; five records of nothing change no share, and public use of what is not registered lowers it.
#[tokio::test]
async fn public_use_counts_by_product_and_month() {
    let folder = tempfile::tempdir().unwrap();
    let may = at(folder.path(), "2026-05-04");
    let products = "product,91310000MADEM0011A,P-1,一,,\nproduct,91310000MADEM0011A,P-2,二,,\n";
    let products = format!("{REGISTRY}{products}");
    hand_in(&may, folder.path(), (Kind::Registry, &products)).await;
    let head = "number,date,product,use,buyer,unit,units,price,amount\n";
    let record = |(number, product, use_, units): (u8, &str, &str, u8)| {
        format!("{number},2026-04-30,{product},{use_},乙,次,{units},0,0\n")
    };
    let file = |records: &[(u8, &str, &str, u8)]| {
        head.to_owned() + &records.iter().copied().map(record).collect::<String>()
    };
    let industry: Vec<_> = (1..10).map(|it| (it, "P-1", "industry", 1)).collect();
    hand_in(&may, folder.path(), (Kind::Usage, &file(&industry))).await;
    let months = async || {
        let counted = counted(&may).await;
        [usage::PUBLIC_WHOLE_PPM, usage::PUBLIC_SUM_PPM].map(|it| counted[it])
    };
    assert_eq!(months().await, [1_000_000, 0]);
    hand_in(&may, folder.path(), (Kind::Usage, &file(&[(10, "P-2", "public", 1)]))).await;
    assert_eq!(months().await, [2_000_000, 1_000_000]);
    let nothing: Vec<_> = (11..16).map(|it| (it, "P-1", "public", 0)).collect();
    hand_in(&may, folder.path(), (Kind::Usage, &file(&nothing))).await;
    hand_in(&may, folder.path(), (Kind::Usage, &file(&[(16, "P-3", "public", 0)]))).await;
    assert_eq!(months().await, [2_000_000, 1_000_000]);
    hand_in(&may, folder.path(), (Kind::Usage, &file(&[(17, "P-4", "public", 1)]))).await;
    assert_eq!(months().await, [3_000_000, 1_000_000]);
    hand_in(&may, folder.path(), (Kind::Usage, &file(&[(18, "P-1", "public", 5)]))).await;
    assert_eq!(months().await, [3_000_000, 1_357_142]);
}

/// A product is registered by what a body says: a number of its operator's own counts for nothing, and
/// neither adds a product nor takes the body's number away.
#[tokio::test]
async fn no_operator_registers_its_own_products() {
    let folder = tempfile::tempdir().unwrap();
    let may = at(folder.path(), "2026-05-04");
    let head = "record,party,code,name,kind,registration\n";
    let by_body = "party,91310000MADEM0011A,,甲,operator,\nparty,name:局,,局,data_authority,\n\
                   product,91310000MADEM0011A,P-1,一,,沪1\nproduct,91310000MADEM0011A,P-2,二,,\n";
    let body = format!("{head}{by_body}");
    hand_in_by("name:局", &may, folder.path(), (Kind::Registry, &body)).await;
    let products = async || {
        let counted = counted(&may).await;
        ["products", "products_registered"].map(|it| counted[it])
    };
    assert_eq!(products().await, [2, 1]);
    for own in ["P-2,二,,沪2", "P-3,三,,沪3", "P-1,一,,沪9", "P-1,改名,,沪1"] {
        let body = format!("{head}product,91310000MADEM0011A,{own}\n");
        hand_in(&may, folder.path(), (Kind::Registry, &body)).await;
        assert_eq!(products().await, [2, 1], "{own}");
    }
}

/// To be done by 20 June: 1 was accepted a day late, 2 on the day, 3 never. 4 has its day in July.
#[tokio::test]
async fn orders_count_from_the_day_after_their_last() {
    let folder = tempfile::tempdir().unwrap();
    let day = |day| at(folder.path(), day);
    let given = day("2026-06-10");
    hand_in(&given, folder.path(), (Kind::Registry, REGISTRY)).await;
    let incidents = incidents();
    let incidents: Vec<&str> = incidents.lines().take(4).collect();
    let fourth = ",4,91310000MADEM0011A,四,2026-05-04 09:00,1\n";
    let incidents = padded(&format!("{}\n{fourth}", incidents.join("\n")));
    hand_in(&given, folder.path(), (Kind::Incident, &incidents)).await;
    for (number, month, last) in [("1", 6, 20), ("2", 6, 20), ("3", 6, 20), ("4", 7, 5)] {
        act(&given, number, IncidentAct::Order(date(2026, month, last))).await;
    }
    act(&day("2026-06-20"), "2", IncidentAct::AcceptRectification).await;
    act(&day("2026-06-21"), "1", IncidentAct::AcceptRectification).await;
    for (today, expected) in [("2026-06-20", 0), ("2026-06-21", 2), ("2026-07-31", 2)] {
        let counted = counted(&day(today)).await;
        assert_eq!(counted[incident::RECTIFICATIONS_OVERDUE], expected, "{today}");
    }
}

/// A month in parts is counted of all of its files, and each of them is shown.
#[tokio::test]
async fn a_month_in_several_files_leads_to_each() {
    let folder = tempfile::tempdir().unwrap();
    let may = at(folder.path(), "2026-05-04");
    hand_in(&may, folder.path(), (Kind::Registry, REGISTRY)).await;
    hand_in(&may, folder.path(), (Kind::Ledger, LEDGER)).await;
    let rest = LEDGER.lines().take(3).collect::<Vec<_>>().join("\n").replace("记,1,", "记,3,");
    hand_in(&may, folder.path(), (Kind::Ledger, &rest)).await;
    let reader = may.reader().await.unwrap();
    let (party, as_of) = (OPERATOR.parse().unwrap(), may.clock.now());
    let span = "2026-04".parse().unwrap();
    let request = Request { scheme: "operator", span, subject: None, as_of };
    let page = Page { skip: 0, limit: 10 };
    let all = super::counted(&may, &reader, (&party, &request), page).await.unwrap();
    let expected = &all[ledger::NUMBERS_EXPECTED];
    assert_eq!((expected.count.value, expected.facts.len()), (3, 1));
    let fact = &expected.facts[0];
    let files: Vec<&String> =
        std::iter::once(&fact.receipt).chain(fact.more.iter().map(|it| &it.receipt)).collect();
    assert_eq!((files.len(), fact.row), (2, Some(2)));
    assert!(files.iter().all(|it| expected.receipts.contains_key(*it)));
}

/// One catalogue is due of whoever is registered, whether any item is handed in or none.
#[tokio::test]
async fn a_catalogue_is_due_of_whoever_is_registered() {
    let folder = tempfile::tempdir().unwrap();
    let may = at(folder.path(), "2026-05-04");
    for (paper, expected) in [
        ((Kind::Registry, REGISTRY), [1, 0]),
        ((Kind::Supply, "party,code,title\n91310000MADEM0011A,,\n"), [1, 0]),
        ((Kind::Supply, "party,code,title\n91310000MADEM0011A,A,甲\n"), [1, 1]),
        ((Kind::Supply, "party,code,title\n91310000MADEM0011A,B,乙\n"), [1, 1]),
    ] {
        hand_in(&may, folder.path(), paper).await;
        let counted = counted(&may).await;
        let found = ["supply_catalogues_due", "supply_catalogues"].map(|it| counted[it]);
        assert_eq!(found, expected, "{paper:?}");
    }
}

/// What somebody else says of an item of a party stands nowhere, and least of all in its place.
#[tokio::test]
async fn nobody_writes_the_catalogue_of_another() {
    let folder = tempfile::tempdir().unwrap();
    let may = at(folder.path(), "2026-05-04");
    hand_in(&may, folder.path(), (Kind::Registry, REGISTRY)).await;
    let whole = "party,code,title,description\n91310000MADEM0011A,A,甲,说明\n";
    hand_in(&may, folder.path(), (Kind::Supply, whole)).await;
    let empty =
        "party,code,title,description\n91310000MADEM0011A,A,甲,\n91310000MADEM0011A,B,乙,\n";
    hand_in_by("name:某局", &may, folder.path(), (Kind::Supply, empty)).await;
    let counted = counted(&may).await;
    let found = ["supply_items", "supply_items_described"].map(|it| counted[it]);
    assert_eq!(found, [1, 1]);
}

/// Whatever is counted has a name that schemes may refer to, and every such name is counted; of opinions,
/// whose names the policy pack makes, only determinations are counted before anybody rates.
#[tokio::test]
async fn what_is_counted_is_what_schemes_may_name() {
    let folder = tempfile::tempdir().unwrap();
    let may = at(folder.path(), "2026-05-04");
    hand_in(&may, folder.path(), (Kind::Registry, REGISTRY)).await;
    hand_in(&may, folder.path(), (Kind::Ledger, LEDGER)).await;
    let opinions = may.policy.opinion.counts();
    let (opinions, others): (Vec<String>, Vec<String>) =
        counted(&may).await.into_keys().partition(|it| opinions.contains(it));
    let mut names: Vec<&str> = NAMES.to_vec();
    names.sort_unstable();
    assert_eq!(others, names);
    assert!(opinions.contains(&"determination:raw-data".to_owned()), "{opinions:?}");
}
