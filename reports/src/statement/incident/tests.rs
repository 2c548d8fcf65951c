//! What the reports say, and what they leave open.

use config::locale::Words;
use config::policy::Policy;
use jiff::tz::TimeZone;
use metrics::incident::lifecycle::{IncidentAct, IncidentEvent};
use metrics::incident::report::Grade;
use metrics::incident::statistics::{Case, Counter, Reported};
use metrics::incident::{ClockContext, Incident, Level, Topic, clocks};

use super::super::{Audience, html, json, personal};
use super::*;
use crate::sample::HOSTILE_NAME;

const PARTY: &str = "name:李雷";

fn hostile() -> Incident {
    Incident {
        incident_no: "A-1 13800138000".to_owned(),
        title: HOSTILE_NAME.to_owned(),
        incident_type: Some(format!("DS{HOSTILE_NAME}")),
        discovered_at: Some("2026-03-01T00:00:00Z".parse().unwrap()),
        products: vec!["<b>=1+1</b>".to_owned()],
        description: "联系人：韩梅梅".to_owned(),
        ..Incident::default()
    }
}

fn printed<T>(language: Language, make: impl Fn(&Printed<'_>) -> T) -> T {
    let words = Words::new(language);
    let zone = TimeZone::get("Asia/Shanghai").unwrap();
    let as_of = "2026-07-01T01:00:00Z".parse().unwrap();
    let policy = Policy::builtin();
    let (unit, audience) = (HOSTILE_NAME, Audience::House);
    make(&Printed { unit, as_of, zone: &zone, words: &words, policy: &policy, audience })
}

fn with_words(language: Language, id: &str) -> String {
    Words::new(language).get(id)
}

fn report(language: Language, form: ReportForm, incident: &Incident) -> Document {
    report_for((language, Audience::House), form, incident)
}

fn report_for(
    (language, audience): (Language, Audience),
    form: ReportForm,
    incident: &Incident,
) -> Document {
    let decided = IncidentEvent {
        act: IncidentAct::ConfirmDowngrade(Level::General),
        at: "2026-03-01T02:00:00Z".parse().unwrap(),
        account: "hanmeimei".to_owned(),
        typed_by: "hanmeimei".to_owned(),
        note: "李雷说没有影响".to_owned(),
        machine: Level::FairlyMajor,
        guide_version: "1".to_owned(),
        receipt: "MJ-1".to_owned(),
    };
    let (guide, level) = (Level::FairlyMajor, Level::General);
    let grade = Grade { guide: Some(guide), level: Some(level), decided: Some(&decided) };
    let report = IncidentReport::new(form, "李雷工作室", (incident, grade));
    let party = PARTY.parse().unwrap();
    printed(language, |printed| {
        let printed = Printed { audience, ..*printed };
        let calendar = printed.policy.calendar();
        let context =
            ClockContext { as_of: printed.as_of, zone: printed.zone, calendar: &calendar };
        let clocks = clocks(incident, Some(guide), &printed.policy.incident.clocks, &context);
        incident_report((&report, &clocks), (&party, &incident.incident_no), &printed)
    })
}

fn counted(language: Language, incident: &Incident) -> (Document, Document) {
    let policy = Policy::builtin();
    let (zone, party) = (TimeZone::UTC, PARTY.parse().unwrap());
    let as_of = "2026-07-01T01:00:00Z".parse().unwrap();
    let mut counter = Counter::new(2026, (as_of, &zone));
    let category = Some("DS");
    let (level, reported) = (Some(Level::FairlyMajor), Reported::Missed);
    counter.add(&Case { party: &party, incident, level, category, reported });
    let all = counter.finish();
    printed(language, |printed| {
        let public = all.clone().public();
        (
            incident_statistics(&all, &policy.incident_types, printed),
            incident_statistics(&public, &policy.incident_types, printed),
        )
    })
}

#[test]
fn every_word_is_there_in_both_languages() {
    for language in Language::ALL {
        for form in [ReportForm::Report, ReportForm::Summary] {
            let document = report(language, form, &hostile());
            assert!(!format!("{document:?}").contains("[incident"), "{document:?}");
        }
        let (house, _) = counted(language, &hostile());
        assert!(!format!("{house:?}").contains("[incident"), "{house:?}");
    }
}

#[test]
fn what_is_missing_is_said_with_the_column_that_fills_it() {
    let document = report(Language::En, ReportForm::Report, &Incident::default());
    let row = |label: &str| {
        let rows = &document.blocks[0].rows;
        rows.iter().find(|it| it.cells[0] == Cell::Text(label.to_owned())).unwrap()
    };
    assert_eq!(row("trend").cells[1], Cell::Unknown);
    let to_do = Cell::Text("missing: fill in the column “trend”".to_owned());
    assert_eq!(row("trend").cells[2], to_do);
    assert_eq!(row("level (by the facts given)").cells[1], Cell::Text("fairly major".to_owned()));
    let json = String::from_utf8(json(&document).unwrap()).unwrap();
    assert!(json.contains(r#""content":null,"item":"trend""#), "{json}");
}

#[test]
fn a_report_says_to_whom_and_by_when_it_is_due() {
    let incident = Incident { handled_at: None, ..hostile() };
    let handled = Incident { handled_at: incident.discovered_at, ..hostile() };
    for (language, form, incident, expected) in [
        (
            Language::Zh,
            ReportForm::Report,
            &incident,
            "应于 2026-03-01 12:00:00 +08:00 前报属地省级网信部门（上海市委网信办）",
        ),
        (
            Language::En,
            ReportForm::Report,
            &incident,
            "To provincial office for network affairs (Shanghai), by 2026-03-01 12:00:00 +08:00",
        ),
        (Language::Zh, ReportForm::Summary, &incident, "应报原报告渠道"),
        (
            Language::Zh,
            ReportForm::Summary,
            &handled,
            "应于 2026-03-31 23:59:59 +08:00 前报原报告渠道",
        ),
    ] {
        let first = &report(language, form, incident).notes[0];
        assert!(first.starts_with(expected), "{first}");
    }
    let of_nothing = report(Language::Zh, ReportForm::Report, &Incident::default());
    assert!(of_nothing.notes[0].contains("无法计算（发现时间不明）"), "{:?}", of_nothing.notes);
}

#[test]
fn statistics_name_at_the_top_what_is_in_no_row_and_shares_sum_to_the_whole() {
    let undated = Incident::default();
    for (language, expected) in [
        (Language::Zh, "另有 1 起年份不详，不计入各行"),
        (Language::En, "1 more without a known year, in no row"),
    ] {
        let (house, _) = counted(language, &undated);
        assert_eq!(house.header[1], expected);
        let (house, _) = counted(language, &hostile());
        assert_eq!(house.header[1], "");
        let shares = |block: &Block| {
            let of = |row: &Row| match row.cells[2] {
                Cell::Share(ratio) => ratio.ppm(),
                _ => 0,
            };
            block.rows.iter().map(of).sum::<i64>()
        };
        assert!(house.blocks.iter().all(|it| shares(it) == Ratio::ONE.ppm()), "{house:?}");
    }
}

#[test]
fn an_item_is_not_called_unsent_where_nobody_says_what_was_reported() {
    let sent = |reported_at: Option<jiff::Timestamp>| {
        let incident = Incident { reported_at, ..Incident::default() };
        let rows = &report(Language::En, ReportForm::Report, &incident).blocks[0].rows;
        let heads = rows.iter().filter(|it| it.depth == 0);
        heads.map(|it| it.cells[3].clone()).collect::<Vec<_>>()
    };
    let all = |text: &str| vec![Cell::Text(text.to_owned()); 8];
    assert_eq!(sent(None), all("not reported"));
    let reported_at = Some("2026-03-01T02:00:00Z".parse().unwrap());
    assert_eq!(sent(reported_at), all("unknown: the report does not say"));
}

#[test]
fn pages_show_what_was_submitted_as_text() {
    for document in
        [report(Language::Zh, ReportForm::Report, &hostile()), counted(Language::Zh, &hostile()).0]
    {
        let page = String::from_utf8(html(&document, Language::Zh)).unwrap();
        assert!(!page.contains("<b>=1") && !page.contains('\u{1b}'));
        let fetched = ["<script", "src=", "href=", "url(", "@import"];
        assert!(!fetched.iter().any(|it| page.contains(it)), "nothing is fetched");
        assert!(page.starts_with("<!DOCTYPE html>\n<html lang=\"zh-CN\">"));
    }
}

#[test]
fn public_statistics_hold_nothing_that_was_submitted_as_text() {
    for language in Language::ALL {
        let (house, public) = counted(language, &hostile());
        let public = String::from_utf8(json(&public).unwrap()).unwrap();
        for text in [HOSTILE_NAME, "李雷", "韩梅梅", "13800138000", "1+1"] {
            assert!(!public.contains(text), "{text}");
        }
        assert!(String::from_utf8(json(&house).unwrap()).unwrap().contains("李雷"));
    }
}

#[test]
fn a_public_report_holds_nothing_that_was_submitted_as_text() {
    let told = Topic::ALL.into_iter().map(|it| (it, "李雷违规导出数据".to_owned()));
    let incident = Incident {
        told: told.collect(),
        affected: vec!["李雷".to_owned()],
        resources: vec!["李雷".to_owned()],
        ..hostile()
    };
    for language in Language::ALL {
        for form in [ReportForm::Report, ReportForm::Summary] {
            let of = (language, Audience::Public);
            let document = report_for(of, form, &incident);
            let text = format!("{document:?}");
            for hidden in [HOSTILE_NAME, "李雷", "韩梅梅", "hanmeimei", "13800138000", "1+1", "A-1"]
            {
                assert!(!text.contains(hidden), "{hidden} {text}");
            }
            let withheld = with_words(language, "statement-withheld");
            assert!(text.contains(&withheld) && !text.contains("[statement"));
            let guide = with_words(language, "level-fairly_major");
            assert!(text.contains(&format!("Text(\"{guide}\")")));
            assert_eq!(personal(&document, &Policy::builtin().privacy), []);
        }
    }
}

#[test]
fn a_listed_type_is_a_chosen_word() {
    let policy = Policy::builtin();
    let code = policy.incident_types.categories[0].types[0].code.clone();
    let incident = Incident { incident_type: Some(code.clone()), ..Incident::default() };
    for (language, expected) in [
        (Language::Zh, format!("计算机病毒事件（{code}）")),
        (Language::En, format!("computer virus ({code})")),
    ] {
        let of = (language, Audience::Public);
        let document = report_for(of, ReportForm::Report, &incident);
        assert!(format!("{document:?}").contains(&format!("Text({expected:?})")), "{document:?}");
    }
}

#[test]
fn the_level_of_the_guide_stands_beside_the_one_that_a_person_decided() {
    let document = report(Language::En, ReportForm::Report, &Incident::default());
    let of = |label: &str| {
        let label = Cell::Text(label.to_owned());
        let row = document.blocks[0].rows.iter().find(|it| it.cells[0] == label).unwrap();
        row.cells[1].clone()
    };
    let text = |text: &str| Cell::Text(text.to_owned());
    assert_eq!(of("level (by the facts given)"), text("fairly major"));
    assert_eq!(of("level in force (decided by a person)"), text("general"));
    let decided = "hanmeimei, 2026-03-01 10:00:00 +08:00: 李雷说没有影响";
    assert_eq!(of("who decided on the level, and why"), text(decided));
}

#[test]
fn personal_data_is_named_by_place_and_not_repeated() {
    let policy = Policy::builtin().privacy;
    let document = report(Language::Zh, ReportForm::Report, &hostile());
    let found = personal(&document, &policy);
    let places: Vec<_> = found.iter().map(|it| (it.block, it.column, it.character)).collect();
    // The item says which column of the form to mend. The number of the incident stands in the header and
    // names the document, as the party does.
    let header = [("header", "", 10), ("header", "", 6), ("header", "", 5)];
    let expected = [&header[..], &[("incident-report", "其他说明", 5)]].concat();
    assert_eq!(places, expected);
    assert!(!format!("{found:?}").contains("韩梅梅"));
    let (_, public) = counted(Language::Zh, &hostile());
    assert_eq!(personal(&public, &policy), []);
}
