//! What is handed in when: each month's ledgers by the tenth of the next, mostly.

use metrics::kind::Kind;

use super::books::Books;
use super::files::{Row, Style};
use super::waivers::{self, Waiving};
use super::world::{OPERATORS, Operator};
use super::{
    audit_file, catalogues, demands, disclosures, incidents, objections, opinions, planted, prices,
    world,
};

/// When the first files come.
pub(super) const BEGIN: &str = "2026-01-05T09:00:00+08:00";
/// The month whose ledger the first operator corrects, and the second one edits.
const CORRECTED_MONTH: i8 = 3;
/// The month that the second operator wants to add to when it is closed.
const CLOSED_MONTH: i8 = 2;
/// The month that the third operator is late with.
const LATE_MONTH: i8 = 5;

/// A file, by its path in the folder of the demonstration.
#[derive(Clone, Debug)]
pub(super) struct Dropped {
    pub(super) path: String,
    pub(super) bytes: Vec<u8>,
}

/// Files that come together.
#[derive(Clone, Debug)]
pub(super) struct Step {
    pub(super) at: String,
    pub(super) files: Vec<Dropped>,
    /// A file that names the one that it supersedes.
    pub(super) correction: Option<Correction>,
    /// What the supervisor freezes then: credit codes and a month.
    pub(super) closing: Option<(Vec<&'static str>, i8)>,
    /// What two people waive then.
    pub(super) waiving: Option<Waiving>,
    /// What people do with incidents then.
    pub(super) doings: Vec<incidents::Doing>,
}

/// A file that supersedes another one.
#[derive(Clone, Debug)]
pub(super) struct Correction {
    /// The credit code of whose it is.
    pub(super) party: &'static str,
    pub(super) file: Dropped,
    /// The path of the other one.
    pub(super) supersedes: String,
}

/// The half year.
pub(super) fn steps() -> Vec<Step> {
    let mut steps = vec![step(BEGIN, vec![registry()])];
    let mut books = OPERATORS.map(Books::new);
    for month in 1..=6 {
        let (mut ledgers, mut usage): (Vec<Dropped>, Vec<Dropped>) = Default::default();
        for (operator, books) in OPERATORS.into_iter().zip(&mut books) {
            let right = books.next_month();
            let mut rows = right.clone();
            planted::in_ledger(operator.code, month, &mut rows);
            let path = format!("{}/ledger/ledger-{}", operator.folder, books.period());
            ledgers.push(file(&path, style(operator, month), &rows));
            if operator.folder != OPERATORS[2].folder || month < 6 {
                usage.push(usage_of(operator, books));
            }
            if operator.folder == OPERATORS[0].folder && month == CORRECTED_MONTH {
                steps.push(correction(operator, "10:00", &right, &ledgers[0].path));
            }
            if operator.folder == OPERATORS[1].folder && month == CORRECTED_MONTH {
                let mut edited = rows.clone();
                planted::edited(&mut edited);
                steps.push(correction(operator, "11:00", &edited, &ledgers[1].path));
            }
            if operator.folder == OPERATORS[1].folder && month == CLOSED_MONTH {
                let late = planted::again(&rows);
                let late = vec![file(&format!("{path}-late"), operator.style, &late)];
                steps.push(step("2026-06-22T09:00:00+08:00", late));
            }
            if operator.folder == OPERATORS[2].folder && month == 4 {
                let again = planted::again(&rows);
                ledgers.push(file(&format!("{path}-again"), Style::EnglishCsv, &again));
                let path = format!("{}/usage/usage-{}-again", operator.folder, books.period());
                let again = of_kind(Kind::Usage, &path, (Style::EnglishCsv, &books.usage()[..1]));
                steps.push(step("2026-05-12T14:00:00+08:00", vec![again]));
            }
        }
        steps.push(step(&usual(month), usage));
        if month == 6 {
            ledgers.push(developer_ledger(month));
        }
        hand_in(month, ledgers, &mut steps);
        steps.extend(closing(month));
    }
    steps.push(step("2026-06-20T10:00:00+08:00", vec![first_incident()]));
    steps.push(step("2026-06-30T09:00:00+08:00", incident_files()));
    let doing = |(at, doings)| Step { doings, ..step(at, Vec::new()) };
    steps.extend(incidents::doings().map(doing));
    let waiving = |(at, waiving)| Step { waiving: Some(waiving), ..step(at, Vec::new()) };
    steps.extend(waivers::waivings().map(waiving));
    steps.push(step("2026-06-30T10:00:00+08:00", catalogue_files()));
    steps.push(step("2026-06-30T10:30:00+08:00", vec![objection_file()]));
    steps.extend(demand_steps());
    steps.push(step("2026-01-06T09:00:00+08:00", price_files()));
    steps.push(step("2026-01-07T09:00:00+08:00", vec![own_registry()]));
    steps.push(step("2026-06-30T11:00:00+08:00", annual_reports()));
    steps.extend(disclosure_steps());
    steps.push(step("2026-06-30T15:00:00+08:00", vec![opinion_file()]));
    steps.sort_by(|a, b| a.at.cmp(&b.at));
    steps
}

/// Everybody hands in on the tenth of the next month, but for one who needs four tries for May, and
/// for June, which ends with the demonstration.
fn hand_in(month: i8, mut ledgers: Vec<Dropped>, steps: &mut Vec<Step>) {
    if month == LATE_MONTH {
        let late = ledgers.split_off(2);
        let folder = format!("{}/ledger", OPERATORS[2].folder);
        let raw = |name: &str, bytes: &[u8]| Dropped {
            path: format!("{folder}/{name}"),
            bytes: bytes.to_vec(),
        };
        let too_large = format!("{folder}/ledger-2026-05-too-large");
        let refused = vec![
            raw("ledger-2026-05-with-password.xlsx", planted::WITH_PASSWORD),
            raw("ledger-2026-05-without-credit.csv", planted::WITHOUT_CREDIT),
            file(&too_large, Style::EnglishCsv, &planted::too_large()),
        ];
        steps.push(step("2026-06-12T17:30:00+08:00", refused));
        steps.push(step("2026-06-20T10:00:00+08:00", late));
    }
    steps.push(step(&usual(month), ledgers));
}

/// The books of the developer, one transaction short of what they declare.
fn developer_ledger(month: i8) -> Dropped {
    let path = format!("developer/ledger/ledger-{}-{month:02}.xml", super::books::YEAR);
    Dropped { path, bytes: audit_file::of_developer(month, 3) }
}

/// When a month is handed in.
fn usual(month: i8) -> String {
    if month == 6 {
        "2026-07-01T08:30:00+08:00".to_owned()
    } else {
        format!("2026-{:02}-10T09:00:00+08:00", month + 1)
    }
}

fn usage_of(operator: Operator, books: &Books) -> Dropped {
    let mut rows = books.usage();
    planted::in_usage(operator.code, books.period(), &mut rows);
    let path = format!("{}/usage/usage-{}", operator.folder, books.period());
    of_kind(Kind::Usage, &path, (operator.style, &rows))
}

fn step(at: &str, files: Vec<Dropped>) -> Step {
    let at = at.to_owned();
    Step { at, files, correction: None, closing: None, waiving: None, doings: Vec::new() }
}

/// Each month is frozen on the fourteenth of the next, but for one that came too late for that, and
/// for June, which ends with the demonstration.
fn closing(month: i8) -> Option<Step> {
    let at = format!("2026-{:02}-14T16:00:00+08:00", month + 1);
    let in_time = if month == LATE_MONTH { &OPERATORS[..2] } else { &OPERATORS[..] };
    let closing = Some((in_time.iter().map(|it| it.code).collect(), month));
    (month < 6).then(|| Step { closing, ..step(&at, Vec::new()) })
}

fn file(path: &str, style: Style, rows: &[Row]) -> Dropped {
    of_kind(Kind::Ledger, path, (style, rows))
}

fn of_kind(kind: Kind, path: &str, (style, rows): (Style, &[Row])) -> Dropped {
    Dropped { path: format!("{path}.{}", style.ending()), bytes: style.write(kind, rows) }
}

/// One month of one operator comes as JSON Lines.
fn style(operator: Operator, month: i8) -> Style {
    match (operator.style, month) {
        (Style::Json, 2) => Style::JsonLines,
        (style, _) => style,
    }
}

fn registry() -> Dropped {
    let mut rows = world::registry();
    planted::in_registry(&mut rows);
    of_kind(Kind::Registry, "registry/registry-2026", (Style::ChineseCsv, &rows))
}

/// The careless operator wants to name its own approver.
fn own_registry() -> Dropped {
    let path = format!("{}/registry/registry-2026", OPERATORS[1].folder);
    of_kind(Kind::Registry, &path, (OPERATORS[1].style, &planted::own_registry()))
}

/// Stands beside the sources: a folder that is collected could not say what it supersedes.
fn correction(operator: Operator, time: &str, rows: &[Row], supersedes: &str) -> Step {
    let path = format!("corrections/{}-ledger-2026-03-corrected", operator.folder);
    let correction = Correction {
        party: operator.code,
        file: file(&path, Style::EnglishCsv, rows),
        supersedes: supersedes.to_owned(),
    };
    let at = format!("2026-04-12T{time}:00+08:00");
    Step { correction: Some(correction), ..step(&at, Vec::new()) }
}

/// The disclosures of 2025, due by the end of March. On the first of April nobody hands anything in,
/// and the calendar finds what is missing.
fn disclosure_steps() -> Vec<Step> {
    let of_operator = |index: usize, day: &str| {
        let operator = OPERATORS[index];
        let mut rows = disclosures::of_operator(operator, day);
        planted::in_disclosure(operator.code, &mut rows);
        let path = format!("{}/disclosure/disclosure-2025", operator.folder);
        of_kind(Kind::Disclosure, &path, (operator.style, &rows))
    };
    let of_body = |name: &str, mut rows: Vec<Row>| {
        planted::in_disclosure(&rows[0]["party"].clone(), &mut rows);
        of_kind(Kind::Disclosure, &format!("body/disclosure/{name}"), (Style::ChineseCsv, &rows))
    };
    let body = of_body("disclosure-2025", disclosures::of_body("2026-03-25"));
    let late = of_body("disclosure-2025-late", disclosures::of_late_body("2026-04-20"));
    vec![
        step("2026-03-25T10:00:00+08:00", vec![of_operator(0, "2026-03-20"), body]),
        step("2026-03-31T23:59:59+08:00", vec![of_operator(1, "2026-03-31")]),
        step("2026-04-01T06:00:00+08:00", Vec::new()),
        step("2026-04-08T15:00:00+08:00", vec![of_operator(2, "2026-04-08")]),
        step("2026-04-20T15:00:00+08:00", vec![late]),
    ]
}

/// What an operator charges is its own to say; what is set for it, the body's.
fn price_files() -> Vec<Dropped> {
    let (mut files, mut set): (Vec<Dropped>, Vec<Row>) = Default::default();
    for operator in OPERATORS {
        let mut rows = prices::of_operator(operator);
        planted::in_prices(operator.code, &mut rows);
        let is_own = |it: &Row| ["price", "allocation"].contains(&it["record"].as_str());
        let (mut own, of_body): (Vec<Row>, Vec<Row>) = rows.into_iter().partition(is_own);
        planted::unauthorized(operator.code, &of_body, &mut own);
        let path = format!("{}/pricing/prices-2026", operator.folder);
        files.push(of_kind(Kind::Pricing, &path, (operator.style, &own)));
        set.extend(of_body);
    }
    files.push(of_kind(Kind::Pricing, "body/pricing/set-2026", (Style::ChineseCsv, &set)));
    files
}

/// The careless operator hands none in (P-7).
fn annual_reports() -> Vec<Dropped> {
    let reports = OPERATORS.into_iter().filter(|it| it.code != OPERATORS[1].code);
    let of_operator = |operator: Operator| {
        let path = format!("{}/pricing/annual-report-2025", operator.folder);
        of_kind(Kind::Pricing, &path, (operator.style, &[prices::annual_report(operator)]))
    };
    reports.map(of_operator).collect()
}

/// The data authority leads the evaluation of effectiveness and collects what others say.
fn opinion_file() -> Dropped {
    let mut rows = opinions::rows();
    planted::in_opinions(&mut rows);
    of_kind(Kind::Opinion, "authority/opinion/opinions-2026-H1", (Style::ChineseCsv, &rows))
}

fn incident_files() -> Vec<Dropped> {
    let of_operator = |(index, operator): (usize, Operator)| {
        let path = format!("{}/incident/incidents-2026-H1", operator.folder);
        of_kind(Kind::Incident, &path, (operator.style, &incidents::of_operator(index)))
    };
    let mut files: Vec<Dropped> = OPERATORS.into_iter().enumerate().map(of_operator).collect();
    let rows = incidents::of_department();
    let mut department =
        of_kind(Kind::Incident, "department/incidents-2026-H1", (Style::ChineseCsv, &rows));
    department.bytes.extend_from_slice(planted::RAGGED);
    files.push(department);
    let rows = incidents::with_notices(vec![incidents::of_stranger()]);
    files.push(of_kind(
        Kind::Incident,
        "body/incident/incidents-2026-H1",
        (Style::ChineseCsv, &rows),
    ));
    files
}

/// What the careless operator said first.
fn first_incident() -> Dropped {
    let path = format!("{}/incident/incident-2026-06-20", OPERATORS[1].folder);
    of_kind(Kind::Incident, &path, (OPERATORS[1].style, &incidents::first_version()))
}

/// The data authority keeps the objections to what departments supply.
fn objection_file() -> Dropped {
    let path = "authority/objection/objections-2026-H1";
    of_kind(Kind::Objection, path, (Style::ChineseCsv, &objections::rows()))
}

/// The data authority keeps the demands, too: one of them, and then all.
fn demand_steps() -> [Step; 2] {
    let handed_in = |at, path, rows: &[Row]| {
        step(at, vec![of_kind(Kind::Demand, path, (Style::ChineseCsv, rows))])
    };
    [
        handed_in(
            "2026-06-10T10:30:00+08:00",
            "authority/demand/demands-2026-06-10",
            &demands::first(),
        ),
        handed_in(
            "2026-06-30T10:45:00+08:00",
            "authority/demand/demands-2026-H1",
            &demands::rows(),
        ),
    ]
}

fn catalogue_files() -> Vec<Dropped> {
    let table = |path: &str, style, rows: &[Row]| of_kind(Kind::Supply, path, (style, rows));
    vec![
        table(
            "department/supply/catalogue-2026-06",
            Style::ChineseCsv,
            &catalogues::of_department(),
        ),
        table("metro/catalogue-2026-06", Style::ChineseCsv, &catalogues::of_metro()),
        table("transport/catalogue-2026-06", Style::Json, &catalogues::of_transport()),
        Dropped { path: "weather/data.json".to_owned(), bytes: catalogues::of_weather() },
    ]
}
