//! The built-in pack: complete, sound, and in step with the code.

use std::collections::BTreeSet;
use std::fs;
use std::path::Path;

use jiff::civil::{Date, date};
use metrics::finding::Severity;
use metrics::ledger::chart::{AccountKind, Role, Side};
use metrics::ledger::rules;
use metrics::opinion::{Body, counts};
use metrics::register::Standard;
use metrics::source::{Confidence, Source};
use metrics::supply::Frequency;

use super::*;
use crate::locale::{Language, Words};
use crate::scheme::SchemeDocument;

#[test]
fn the_built_in_pack_and_schemes_pass_the_lint() {
    assert_eq!(lint(&Pack::builtin()), []);
    let policy = Policy::builtin();
    let schemes = SchemeDocument::open(None, &policy).unwrap();
    assert_eq!(schemes.len(), 3);
    for obligation in &policy.obligations {
        for scheme in &obligation.schemes {
            assert!(schemes.iter().any(|it| it.scheme.id == *scheme), "{scheme}");
        }
    }
}

/// What several bodies may determine is not said to be found by one of them.
#[test]
fn a_veto_names_no_body_that_others_may_stand_for() {
    let policy = Policy::builtin();
    let schemes = SchemeDocument::open(None, &policy).unwrap();
    let vetoes: Vec<_> = schemes.iter().flat_map(|it| &it.scheme.vetoes).collect();
    assert_eq!(vetoes.len(), 12);
    for veto in vetoes {
        let is_counted = |id: &str| counts::determination(id) == veto.count;
        let matter = policy.opinion.matters.iter().find(|it| is_counted(&it.id)).unwrap();
        let named: Vec<_> =
            Body::ALL.into_iter().filter(|it| veto.condition.zh.contains(it.words().1)).collect();
        assert!(named.is_empty() || named == matter.bodies, "{}: {named:?}", veto.id);
    }
}

/// Making an incident graver never takes less, whatever else happened, although each kind is capped.
#[test]
fn a_graver_incident_never_costs_less() {
    let schemes = SchemeDocument::open(None, &Policy::builtin()).unwrap();
    let deducting = schemes.iter().filter_map(|it| it.scheme.adjustments.as_ref());
    let mut deducting = deducting.peekable();
    assert!(deducting.peek().is_some());
    for adjustments in deducting {
        let taken = |general: u8, fairly_major: u8| {
            let points = adjustments.deductions.iter().map(|it| {
                let count = match it.count.as_str() {
                    "incidents_general" => general,
                    "incidents_general_or_above" => general + fairly_major,
                    "incidents_fairly_major_or_ungraded" => fairly_major,
                    _ => 0,
                };
                let points = f64::from(count) * it.points.get();
                it.points_max.map_or(points, |most| points.min(most.get()))
            });
            points.sum::<f64>()
        };
        for (general, fairly_major) in (1..20).flat_map(|it| (0..20).map(move |other| (it, other)))
        {
            let (before, after) =
                (taken(general, fairly_major), taken(general - 1, fairly_major + 1));
            assert!(before <= after, "{general} {fairly_major}");
        }
    }
}

/// X6, X7 and X16 to X18 of `domain` 11: what is a violation or an error there is one here, by the instrument
/// that says so, and a clue is none. X8 to X10 are figures, of `metrics`.
#[test]
fn the_worked_examples_weigh_what_they_are_said_to() {
    let policy = Policy::builtin();
    for (id, severity, instrument, article) in [
        ("P-1", Severity::Error, "CN-65", ""),
        ("F-7", Severity::Error, "CN-65", ""),
        ("F-8", Severity::Error, "SH-AO", "19"),
        ("DR-4", Severity::Error, "CN-PDA", ""),
        ("SH-17-1", Severity::Clue, "SH-AO", "17"),
        ("F-15", Severity::Error, "CN-ASR", ""),
    ] {
        let rule = policy.rule(id).unwrap();
        assert!(rule.enabled, "{id}");
        assert_eq!(rule.severity, severity, "{id}");
        assert_eq!((&*rule.basis.instrument, &*rule.basis.article), (instrument, article), "{id}");
    }
}

#[test]
fn a_rule_is_asked_on_its_days() {
    let mut policy = Policy::builtin();
    let asked = |policy: &Policy| {
        [date(2026, 6, 30), date(2026, 7, 1), date(2026, 7, 31), date(2026, 8, 1)]
            .map(|day| policy.asks(rules::BALANCED, day))
    };
    assert_eq!(asked(&policy), [true; 4]);
    let rule = policy.rules.iter_mut().find(|it| it.id == rules::BALANCED).unwrap();
    (rule.effective_from, rule.effective_to) = (Some(date(2026, 7, 1)), Some(date(2026, 7, 31)));
    assert_eq!(asked(&policy), [false, true, true, false]);
    let rule = policy.rules.iter_mut().find(|it| it.id == rules::BALANCED).unwrap();
    rule.enabled = false;
    assert_eq!(asked(&policy), [false; 4]);
    assert!(policy.asks("X-1", date(2026, 7, 1)), "what the pack does not know is asked");
}

#[test]
fn the_document_is_the_policy() {
    let policy = Policy::builtin();
    let again = Policy::read(&Pack::from_document(&policy.document()).unwrap()).unwrap();
    assert_eq!(again, policy);
    assert_eq!(policy.sha256, Pack::builtin().sha256());
}

/// Adds the ids of rules in a folder of sources: constants of modules `rules` and `reading`.
fn rule_ids(folder: &Path, ids: &mut BTreeSet<String>) {
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            rule_ids(&path, ids);
            continue;
        }
        let mut is_inside = false;
        for line in fs::read_to_string(&path).unwrap().lines() {
            is_inside |= ["pub mod rules {", "pub mod reading {"].contains(&line);
            is_inside &= line != "}";
            let id = line.trim_start().strip_prefix("pub const ").filter(|_| is_inside);
            let id = id.and_then(|it| it.split_once(": &str = \"")).map(|it| it.1);
            ids.extend(id.and_then(|it| it.strip_suffix("\";")).map(str::to_owned));
        }
    }
}

/// Read from the source, so that no rule is forgotten here.
#[test]
fn every_rule_of_the_code_is_in_the_pack() {
    let policy = Policy::builtin();
    let mut ids = BTreeSet::new();
    rule_ids(Path::new(concat!(env!("CARGO_MANIFEST_DIR"), "/../metrics/src")), &mut ids);
    for id in ["R-1", "F-1", "F-6-ledger", "U-1", "M-4", "P-1", "DR-7", "C-1", "S-1"] {
        assert!(ids.contains(id), "{id} is not found in the source");
    }
    let clocks = &policy.incident.clocks;
    for clock in clocks.statutory.iter().chain(&clocks.agreement) {
        ids.extend(
            clock.id.rules().map(<[&str; 2]>::from).into_iter().flatten().map(str::to_owned),
        );
    }
    let missing: Vec<&String> = ids.iter().filter(|it| policy.rule(it).is_none()).collect();
    assert!(missing.is_empty(), "{missing:?}");
}

/// Due dates and yearly sums that were computed from the notices by another program.
#[test]
fn the_calendar_is_that_of_the_notices() {
    let calendar = Policy::builtin().calendar();
    let due = |start: Date, days| calendar.due(start, days).unwrap().date;
    assert_eq!(due(date(2026, 2, 13), 5), date(2026, 2, 27));
    assert_eq!(due(date(2026, 1, 1), 1), date(2026, 1, 4));
    assert_eq!(due(date(2026, 4, 30), 5), date(2026, 5, 11));
    assert_eq!(due(date(2026, 9, 18), 3), date(2026, 9, 22));
    assert_eq!(due(date(2026, 9, 30), 10), date(2026, 10, 20));
    assert_eq!(due(date(2025, 9, 26), 10), date(2025, 10, 16));
    assert_eq!(due(date(2025, 1, 24), 20), date(2025, 2, 27));
    for year in [2025, 2026] {
        let days = calendar.working_days_between(date(year, 1, 1), date(year, 12, 31));
        assert_eq!(days, 248, "{year}");
    }
    assert!(calendar.due(date(2026, 12, 31), 1).unwrap().provisional, "2027 has no notice yet");
}

#[test]
#[ignore = "needs the corpus"]
fn working_days_agree_with_the_corpus() {
    let corpus = std::env::var("MINGJING_CORPUS").unwrap();
    let table = format!("{corpus}/chinese/workdays_2023_2024.csv");
    let table = std::fs::read_to_string(table).unwrap();
    let calendar = Policy::builtin().calendar();
    let mut days = 0;
    for line in table.lines().skip(1) {
        let cells: Vec<&str> = line.split(',').collect();
        let day: Date = cells[0].parse().unwrap();
        assert_eq!(calendar.is_working_day(day), cells[2] == "1", "{line}");
        days += 1;
    }
    assert_eq!(days, 731);
}

/// Words of the catalogues that were read, in three languages.
#[test]
fn frequencies_are_known_by_their_words() {
    let policy = Policy::builtin().supply;
    for frequency in Frequency::ALL {
        assert_eq!(policy.frequency(frequency.as_str()), frequency);
    }
    for (word, expected) in [
        ("每季度", Frequency::Quarterly),
        (" Diária ", Frequency::Daily),
        ("NÃO REGULAR", Frequency::Irregular),
        ("R/P1W", Frequency::Weekly),
        ("Quinzenal/Trimestral", Frequency::Unknown),
        ("unknown", Frequency::Unknown),
    ] {
        assert_eq!(policy.frequency(word), expected, "{word}");
    }
    assert!(policy.ckan.frequency_keys.has("Frequência de Atualização: "));
    assert!(policy.no_licence.has("No licence") && !policy.no_licence.has("cc-by"));
}

#[test]
fn currencies_have_their_minor_digits() {
    let digits = Policy::builtin().minor_digits();
    let of = |code| digits.get(&Currency::parse(code).unwrap()).copied();
    assert_eq!([of("CNY"), of("JPY"), of("KWD"), of("XXX")], [Some(2), Some(0), Some(3), None]);
}

/// Codes of the two standards that were looked up, and where statements show them.
#[test]
fn accounts_are_those_of_their_standard() {
    let charts = Policy::builtin().charts;
    let check = |standard, code, expected: Option<(&str, AccountKind, Side, Option<Role>)>| {
        let account = charts.of(standard).account(code);
        let found = account.map(|it| (it.name.zh.as_str(), it.kind, it.side, it.role));
        assert_eq!(found, expected, "{standard:?} {code}");
    };
    let (cas, small) = (Standard::Cas, Standard::Small);
    let (asset, equity, cost) = (AccountKind::Asset, AccountKind::Equity, AccountKind::Cost);
    let (profit, debit, credit) = (AccountKind::ProfitAndLoss, Side::Debit, Side::Credit);
    check(cas, "1002.01", Some(("银行存款", asset, debit, Some(Role::Money))));
    check(cas, "170201", Some(("累计摊销", asset, credit, None)));
    check(cas, "4103", Some(("本年利润", equity, credit, Some(Role::ProfitOfYear))));
    check(small, "3103", Some(("本年利润", equity, credit, Some(Role::ProfitOfYear))));
    check(cas, "5301", Some(("研发支出", cost, debit, None)));
    check(small, "4301", Some(("研发支出", cost, debit, None)));
    check(cas, "6001.01", Some(("主营业务收入", profit, credit, Some(Role::MainRevenue))));
    check(small, "5001", Some(("主营业务收入", profit, credit, Some(Role::MainRevenue))));
    check(small, "5401.07", Some(("主营业务成本", profit, debit, Some(Role::OperatingCost))));
    check(cas, "6604", Some(("研发费用", profit, debit, Some(Role::Research))));
    check(cas, "6403", Some(("税金及附加", profit, debit, Some(Role::Taxes))));
    for (standard, code) in [(cas, "3103"), (small, "6001"), (cas, "600"), (cas, "")] {
        check(standard, code, None);
    }
}

/// In the 企业会计准则, the first digit says what an account is.
#[test]
fn first_digits_of_the_cas_are_kinds() {
    for account in &Policy::builtin().charts.cas.accounts {
        let kind = match account.code.as_bytes()[0] {
            b'1' => AccountKind::Asset,
            b'2' => AccountKind::Liability,
            b'3' => AccountKind::Common,
            b'4' => AccountKind::Equity,
            b'5' => AccountKind::Cost,
            _ => AccountKind::ProfitAndLoss,
        };
        assert_eq!(account.kind, kind, "{}", account.code);
    }
}

#[test]
fn there_are_34_articles_each_served_or_explained() {
    let policy = Policy::builtin();
    let coverage = coverage(&policy);
    assert_eq!(coverage.len(), 34);
    for article in &coverage {
        assert_eq!(article.obligations.is_empty(), article.reason.is_some(), "{}", article.number);
    }
    let served = coverage.iter().filter(|it| it.is_served()).map(|it| it.number);
    assert_eq!(served.collect::<Vec<_>>(), [7, 10, 14, 15, 17, 18, 19, 26, 27, 28]);
    let ledger = &coverage[17].obligations[0];
    assert_eq!(ledger.id, "SH-18-1");
    assert!(ledger.served_by.iter().any(|it| it == rules::BALANCED));
}

/// Rules of the form of files (R) serve what the other rules of their kind serve.
#[test]
fn every_rule_and_measure_serves_an_obligation() {
    let policy = Policy::builtin();
    let rules = policy.rules.iter().map(|it| it.id.as_str()).filter(|it| !it.starts_with("R-"));
    let measures = policy.measures.iter().map(|it| it.id.as_str());
    let served = |id: &str| {
        let lists = policy.obligations.iter().flat_map(|it| [&it.rules, &it.measures]);
        lists.flatten().any(|it| it == id)
    };
    let idle: Vec<&str> = rules.chain(measures).filter(|it| !served(it)).collect();
    assert_eq!(idle, [""; 0]);
}

#[test]
fn what_an_obligation_needs_has_words() {
    for language in Language::ALL {
        let words = Words::new(language);
        for needs in Policy::builtin().obligations.iter().filter_map(|it| it.needs.clone()) {
            assert!(words.has(&format!("needs-{needs}")), "{needs}");
        }
    }
}

#[test]
fn sources_are_cited_and_defaults_are_never_law() {
    let policy = Policy::builtin();
    let check = |instrument: &str, article: &str, confidence, expected: [&str; 2]| {
        let (instrument, article) = (instrument.to_owned(), article.to_owned());
        let source = Source { instrument, article, confidence };
        for (language, expected) in Language::ALL.into_iter().zip(expected) {
            assert_eq!(policy.citation(&source, &Words::new(language)), expected);
        }
    };
    check("default", "", Confidence::Default, ["项目默认值", "project default"]);
    check(
        "SH-AO",
        "18",
        Confidence::Law,
        [
            "《上海市公共数据资源授权运营管理办法》第18条",
            "Measures of Shanghai for the authorized operation of public data resources, art. 18",
        ],
    );
    check(
        "CN-AL",
        "",
        Confidence::RecalledHigh,
        [
            "《中华人民共和国会计法》（凭记忆，可信度高，待核实）",
            "Accounting Law (recalled with high confidence, unverified)",
        ],
    );
}
