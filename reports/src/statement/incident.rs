//! Reports about incidents: the report of art. 7 and the summary of art. 8 of CN-NIR, and the statistics
//! of a year.

use std::num::NonZeroU64;

use config::locale::Language;
use metrics::incident::report::{
    IncidentReport, ReportForm, ReportItem, ReportPart, ReportValue, Sent,
};
use metrics::incident::statistics::{Group, Spread, Statistics, Tally};
use metrics::incident::{COLUMNS, Found, Matter, Quantity, Types};
use metrics::money::{FEN_DIGITS, format_minor};
use metrics::party::PartyId;
use metrics::ratio::Ratio;
use metrics::source::{Confidence, Source};

use super::public::ITEM;
use super::{Block, Cell, Column, Document, Printed, Row};
use crate::wording;

/// Columns of the statistics with their widths; the first is the group.
const COUNTS: [(&str, u16); 13] = [
    ("incidents", 9),
    ("share", 16),
    ("reportable", 9),
    ("in_time", 9),
    ("late", 9),
    ("missed", 9),
    ("share_in_time", 16),
    ("detect_median", 11),
    ("detect_p90", 11),
    ("detect_unknown", 11),
    ("report_median", 11),
    ("report_p90", 11),
    ("report_unknown", 11),
];
/// Decimals of a percentage made of parts per million.
const PERCENT_DECIMALS: u8 = 4;
/// The percentiles of the statistics.
const MEDIAN: usize = 50;
const NINETIETH: usize = 90;

/// The report or summary of an incident, for reading and completing.
#[must_use]
pub fn incident_report(
    report: &IncidentReport,
    (party, incident_no): (&PartyId, &str),
    printed: &Printed<'_>,
) -> Document {
    let (id, article) = match report.form {
        ReportForm::Report => ("incident-report", "7"),
        ReportForm::Summary => ("incident-summary", "8"),
    };
    let words = printed.words;
    let incident_no = printed.submitted(incident_no);
    let column = |(id, width): (&'static str, u16)| Column {
        id,
        head: words.get(&format!("incident-form-column-{id}")),
        width,
    };
    let columns = [(ITEM, 34), ("content", 60), ("to_do", 34), ("sent", 30)].map(column).into();
    let rows = report.items.iter().flat_map(|it| item(it, report.form, printed)).collect();
    let source = Source {
        instrument: "CN-NIR".to_owned(),
        article: article.to_owned(),
        confidence: Confidence::Secondary,
    };
    let missing = report.missing().to_string();
    let (state, note) = if report.missing() == 0 {
        (words.get("incident-form-complete"), None)
    } else {
        let said = |id| words.format(id, &[("missing", &missing)]);
        (said("incident-form-missing"), Some(said("incident-form-incomplete")))
    };
    let of_article = words.get(&format!("incident-form-note-{article}"));
    Document {
        id,
        party: printed.party(party),
        period: incident_no.clone(),
        currency: None,
        as_of: printed.as_of,
        title: words.get(&format!("incident-form-{id}")),
        header: [
            printed.unit_of(party),
            words.format("incident-form-number", &[("number", &incident_no)]),
            state,
        ],
        blocks: vec![Block { id, title: String::new(), columns, rows }],
        notes: note
            .into_iter()
            .chain([of_article])
            .chain(unchecked(printed))
            .chain(printed.origin(&source))
            .collect(),
        signers: words.get("incident-form-signers"),
    }
}

/// The duties that no submission shows, with the reason: a person has to look.
fn unchecked<'a>(printed: &'a Printed<'_>) -> impl Iterator<Item = String> + use<'a> {
    let words = printed.words;
    printed.policy.incident.clocks.unchecked.iter().map(|it| {
        let arguments = [
            ("id", it.id.as_str()),
            ("duty", wording::name(words, &it.duty)),
            ("reason", wording::name(words, &it.reason)),
            ("basis", &printed.policy.citation(&it.source, words)),
        ];
        words.format("incident-form-unchecked", &arguments)
    })
}

/// A row for the item, and one for each of its parts.
fn item(item: &ReportItem, form: ReportForm, printed: &Printed<'_>) -> Vec<Row> {
    let words = printed.words;
    let prefix = match form {
        ReportForm::Report => "incident-item",
        ReportForm::Summary => "incident-summary-item",
    };
    let to_do = match item.missing() {
        0 => String::new(),
        missing => words.format("incident-form-missing", &[("missing", &missing.to_string())]),
    };
    let sent = match item.sent {
        Sent::At(at) => wording::instant(at, printed.zone),
        Sent::Unknown => words.get("incident-form-sent-unknown"),
        Sent::Not => words.get("incident-form-unsent"),
    };
    let title = words.get(&format!("{prefix}-{}", item.id));
    let head = [title, String::new(), to_do, sent].map(Cell::Text).into();
    let head = Row { depth: 0, cells: head };
    std::iter::once(head).chain(item.parts.iter().map(|it| part(it, printed))).collect()
}

fn part(part: &ReportPart, printed: &Printed<'_>) -> Row {
    let words = printed.words;
    let heading = COLUMNS.iter().find(|it| it.name == part.column);
    let heading = heading.map_or(part.column, |it| match words.language() {
        Language::Zh => it.name_zh,
        Language::En => it.name,
    });
    let (content, to_do) = match &part.value {
        Some(ReportValue::Text(text)) => {
            // The code of a type is a chosen word only if the list has it.
            let found = printed.policy.incident_types.find(text);
            let is_chosen = part.column == "type" && matches!(found, Found::Known(..));
            let text = if is_chosen { text.clone() } else { printed.submitted(text) };
            (Cell::Text(text), String::new())
        }
        Some(value) => (Cell::Text(said(value, printed)), String::new()),
        None => (Cell::Unknown, words.format("incident-form-fill", &[("column", heading)])),
    };
    let area = if Quantity::parse(part.column).is_some() {
        "quantity"
    } else if Matter::parse(part.column).is_some() {
        "matter"
    } else {
        "part"
    };
    let label = words.get(&format!("incident-{area}-{}", part.column));
    let cells = vec![Cell::Text(label), content, Cell::Text(to_do), Cell::Text(String::new())];
    Row { depth: 1, cells }
}

fn said(value: &ReportValue, printed: &Printed<'_>) -> String {
    let words = printed.words;
    match value {
        ReportValue::Text(text) => printed.submitted(text),
        ReportValue::Word(word) => words.get(&format!("incident-word-{word}")),
        ReportValue::Said { en, zh } => match words.language() {
            Language::Zh => (*zh).to_owned(),
            Language::En => en.replace('_', " "),
        },
        ReportValue::Level(level) => words.get(&format!("level-{}", level.as_str())),
        ReportValue::Instant(at) => wording::instant(*at, printed.zone),
        ReportValue::Date(date) => date.to_string(),
        ReportValue::Count(count) => count.to_string(),
        ReportValue::Share(ppm) => format_minor(i128::from(*ppm), PERCENT_DECIMALS),
        ReportValue::Decided { account, at, note } => words.format(
            "incident-form-decided",
            &[
                ("account", &*printed.submitted(account)),
                ("instant", &wording::instant(*at, printed.zone)),
                ("note", &printed.submitted(note)),
            ],
        ),
        ReportValue::Fen(fen) => format_minor(i128::from(*fen), FEN_DIGITS),
    }
}

/// The statistics of a year: a table for the year, and one for each way to group.
#[must_use]
pub fn incident_statistics(
    statistics: &Statistics,
    types: &Types,
    printed: &Printed<'_>,
) -> Document {
    let words = printed.words;
    let year = statistics.year.to_string();
    let all = statistics.total.incidents;
    let of_year = words.format("incident-statistics-year", &[("year", &year)]);
    let total = tally((of_year, 0), &statistics.total, all);
    let id = "incident-statistics";
    let mut blocks = vec![Block {
        id,
        title: String::new(),
        columns: columns("all", printed),
        rows: vec![total],
    }];
    for (by, groups) in &statistics.by {
        let row = |(group, counted): &(Group, Tally)| {
            tally((name(group, (&year, types), printed), 1), counted, all)
        };
        blocks.push(Block {
            id: by.as_str(),
            title: words.get(&format!("incident-statistics-by-{}", by.as_str())),
            columns: columns(by.as_str(), printed),
            rows: groups.iter().map(row).collect(),
        });
    }
    let undated = statistics.undated.to_string();
    let notes = ["times", "unknown", "share"].map(|it| words.get(&format!("incident-note-{it}")));
    let undated = words.format("incident-note-undated", &[("undated", &undated)]);
    let form = Source {
        instrument: "default".to_owned(),
        article: String::new(),
        confidence: Confidence::Default,
    };
    Document {
        id,
        party: String::new(),
        period: year.clone(),
        currency: None,
        as_of: printed.as_of,
        title: words.format("incident-statistics", &[("year", &year)]),
        header: [
            String::new(),
            String::new(),
            words.format("incident-statistics-count", &[("incidents", &all.to_string())]),
        ],
        blocks,
        notes: notes.into_iter().chain([undated]).chain(printed.origin(&form)).collect(),
        signers: words.get("incident-form-signers"),
    }
}

fn columns(group: &'static str, printed: &Printed<'_>) -> Vec<Column> {
    let head = |id: &str| printed.words.get(&format!("incident-statistics-column-{id}"));
    let first = Column { id: group, head: head(group), width: 26 };
    let counts = COUNTS.map(|(id, width)| Column { id, head: head(id), width });
    std::iter::once(first).chain(counts).collect()
}

fn tally((name, depth): (String, u8), tally: &Tally, all: u64) -> Row {
    let count = |number: u64| Cell::Amount(number.into(), 0);
    let share = |ratio: Option<Ratio>| ratio.map_or(Cell::Unknown, Cell::Share);
    let of_year = NonZeroU64::new(all).and_then(|all| Ratio::of_floor(tally.incidents, all));
    let spread = |it: &Spread| {
        let rank =
            |percent| it.percentile(percent).map_or(Cell::Unknown, |it| Cell::Amount(it.into(), 0));
        [rank(MEDIAN), rank(NINETIETH), count(it.unknown)]
    };
    let mut cells = vec![Cell::Text(name), count(tally.incidents), share(of_year)];
    cells.extend([tally.reportable, tally.in_time, tally.late, tally.missed].map(count));
    cells.push(share(tally.share_in_time()));
    cells.extend(spread(&tally.detect_days));
    cells.extend(spread(&tally.report_minutes));
    Row { depth, cells }
}

fn name(group: &Group, (year, types): (&str, &Types), printed: &Printed<'_>) -> String {
    let words = printed.words;
    match group {
        Group::Month(month) => {
            let month = format!("{month:02}");
            words.format("statement-month", &[("year", year), ("month", &month)])
        }
        Group::Level(level) => words.get(&format!("level-{}", level.as_str())),
        Group::Category(code) => {
            let category = types.categories.iter().find(|it| it.code == *code);
            category.map_or(code.as_str(), |it| wording::name(words, &it.name)).to_owned()
        }
        Group::Cause(kind) => words.get(&format!("incident-word-{}", kind.as_str())),
        Group::Party(party) => party.to_string(),
        Group::Unknown => words.get("incident-statistics-unknown"),
    }
}

#[cfg(test)]
mod tests {
    use config::locale::Words;
    use config::policy::Policy;
    use jiff::tz::TimeZone;
    use metrics::incident::lifecycle::{IncidentAct, IncidentEvent};
    use metrics::incident::report::Grade;
    use metrics::incident::statistics::{Case, Counter, Reported};
    use metrics::incident::{Incident, Level, Topic};

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
            note: "李雷说没有影响".to_owned(),
            machine: Level::FairlyMajor,
            guide_version: "1".to_owned(),
            receipt: "MJ-1".to_owned(),
        };
        let (guide, level) = (Level::FairlyMajor, Level::General);
        let grade = Grade { guide, level, decided: Some(&decided) };
        let report = IncidentReport::new(form, "李雷工作室", (incident, grade));
        let party = PARTY.parse().unwrap();
        printed(language, |printed| {
            let printed = Printed { audience, ..*printed };
            incident_report(&report, (&party, &incident.incident_no), &printed)
        })
    }

    fn counted(language: Language, incident: &Incident) -> (Document, Document) {
        let policy = Policy::builtin();
        let (zone, party) = (TimeZone::UTC, PARTY.parse().unwrap());
        let as_of = "2026-07-01T01:00:00Z".parse().unwrap();
        let mut counter = Counter::new(2026, (as_of, &zone));
        let category = Some("DS");
        let (level, reported) = (Level::FairlyMajor, Reported::Missed);
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
        assert_eq!(
            row("level (by the facts given)").cells[1],
            Cell::Text("fairly major".to_owned())
        );
        let json = String::from_utf8(json(&document).unwrap()).unwrap();
        assert!(json.contains(r#""content":null,"item":"trend""#), "{json}");
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
        for document in [
            report(Language::Zh, ReportForm::Report, &hostile()),
            counted(Language::Zh, &hostile()).0,
        ] {
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
                for hidden in
                    [HOSTILE_NAME, "李雷", "韩梅梅", "hanmeimei", "13800138000", "1+1", "A-1"]
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
        let of = (Language::En, Audience::Public);
        let document = report_for(of, ReportForm::Report, &incident);
        assert!(format!("{document:?}").contains(&format!("Text({code:?})")));
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
        // The item says which column of the form to mend. The number of the incident stands in the header and names the document, as the party does.
        let header = [("header", "", 10), ("header", "", 6), ("header", "", 5)];
        let expected = [&header[..], &[("incident-report", "其他说明", 5)]].concat();
        assert_eq!(places, expected);
        assert!(!format!("{found:?}").contains("韩梅梅"));
        let (_, public) = counted(Language::Zh, &hostile());
        assert_eq!(personal(&public, &policy), []);
    }
}
