//! Reports about incidents: the report of art. 7 and the summary of art. 8 of CN-NIR, and the statistics
//! of a year.

use config::locale::Language;
use metrics::incident::report::{
    IncidentReport, ReportForm, ReportItem, ReportPart, ReportValue, Sent,
};
use metrics::incident::statistics::{Group, Spread, Statistics, Tally};
use metrics::incident::{COLUMNS, Clock, Clocks, Found, Matter, Quantity, Types};
use metrics::money::{FEN_DIGITS, format_grouped, format_minor};
use metrics::party::PartyId;
use metrics::ratio::Ratio;
use metrics::source::{Confidence, Source};

use super::public::ITEM;
use super::{Block, Cell, Column, Document, Printed, Row};
use crate::wording;

/// Columns of the statistics with their widths; the first is the group.
const COUNTS: [(&str, u16); 14] = [
    ("incidents", 9),
    ("share", 16),
    ("reportable", 9),
    ("in_time", 9),
    ("late", 9),
    ("missed", 9),
    ("undecided", 11),
    ("share_in_time", 16),
    ("detect_median", 11),
    ("detect_p90", 11),
    ("detect_unknown", 11),
    ("report_median", 11),
    ("report_p90", 11),
    ("report_unknown", 11),
];
/// What follows from other columns and has none of its own.
const LEVEL: &str = "level";
const TYPE: &str = "type";
/// Decimals of a percentage made of parts per million.
const PERCENT_DECIMALS: u8 = 4;
/// The percentiles of the statistics.
const MEDIAN: usize = 50;
const NINETIETH: usize = 90;

/// The report or summary of an incident, for reading and completing.
#[must_use]
pub fn incident_report(
    (report, clocks): (&IncidentReport, &Clocks),
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
    let columns = [(ITEM, 34), ("content", 58), ("to_do", 30), ("sent", 36)].map(column).into();
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
        notes: due(report.form, clocks, printed)
            .chain(note)
            .chain([of_article])
            .chain(unchecked(printed))
            .chain(printed.origin(&source))
            .collect(),
        signers: words.get("incident-form-signers"),
    }
}

/// By when it is due, and to whom, and whether it came; nothing where it is not due.
fn due<'a>(
    form: ReportForm,
    clocks: &'a Clocks,
    printed: &'a Printed<'_>,
) -> impl Iterator<Item = String> + use<'a> {
    let words = printed.words;
    let asked: Vec<&Clock> = match form {
        ReportForm::Report => clocks.reports().collect(),
        ReportForm::Summary => clocks.summary().into_iter().collect(),
    };
    asked.into_iter().map(|it| {
        let state = wording::clock_state(it.state, words);
        let due = it.due_at.map(|due_at| wording::instant(due_at, printed.zone));
        let arguments = [
            ("receiver", wording::name(words, &it.receiver).to_owned()),
            ("state", state),
            ("basis", printed.policy.citation(&it.source, words)),
            ("due", due.clone().unwrap_or_default()),
        ];
        let id = if due.is_some() { "incident-form-due" } else { "incident-form-due-unknown" };
        words.format(id, &arguments)
    })
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
        Some(ReportValue::Text(text)) if part.column == TYPE => {
            (Cell::Text(kind(text, printed)), String::new())
        }
        Some(value) => (Cell::Text(said(value, printed)), String::new()),
        None if part.column == LEVEL => (Cell::Unknown, words.get("incident-form-level-unknown")),
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

/// What a type is called, with its code, which is a chosen word only if the list has it.
fn kind(code: &str, printed: &Printed<'_>) -> String {
    let words = printed.words;
    let name = match printed.policy.incident_types.find(code) {
        Found::Known(category, listed) => listed.map_or(&category.name, |it| &it.name),
        Found::Unlisted(_) | Found::Unknown => return printed.submitted(code),
    };
    let arguments = [("name", wording::name(words, name)), ("code", code)];
    words.format("incident-form-type", &arguments)
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
        ReportValue::Count(count) => format_grouped((*count).into(), 0),
        ReportValue::Share(ppm) => format_minor(i128::from(*ppm), PERCENT_DECIMALS),
        ReportValue::Decided { account, at, note } => words.format(
            "incident-form-decided",
            &[
                ("account", &*printed.submitted(account)),
                ("instant", &wording::instant(*at, printed.zone)),
                ("note", &printed.submitted(note)),
            ],
        ),
        ReportValue::Fen(fen) => format_grouped(i128::from(*fen), FEN_DIGITS),
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
    let whole = if all == 0 { Cell::Unknown } else { Cell::Share(Ratio::ONE) };
    let total = tally((of_year, 0), &statistics.total, whole);
    let id = "incident-statistics";
    let mut blocks = vec![Block {
        id,
        title: String::new(),
        columns: columns("all", printed),
        rows: vec![total],
    }];
    for (by, groups) in &statistics.by {
        let counts: Vec<u64> = groups.iter().map(|it| it.1.incidents).collect();
        let shares = Ratio::shares(&counts);
        let row = |((group, counted), share): (&(Group, Tally), Ratio)| {
            tally((name(group, (&year, types), printed), 1), counted, Cell::Share(share))
        };
        blocks.push(Block {
            id: by.as_str(),
            title: words.get(&format!("incident-statistics-by-{}", by.as_str())),
            columns: columns(by.as_str(), printed),
            rows: groups.iter().zip(shares).map(row).collect(),
        });
    }
    let notes = ["times", "unknown", "share", "year"];
    let notes = notes.map(|it| words.get(&format!("incident-note-{it}")));
    let undated = match statistics.undated {
        0 => String::new(),
        more => words.format("incident-statistics-undated", &[("undated", &more.to_string())]),
    };
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
            undated,
            words.format("incident-statistics-count", &[("incidents", &all.to_string())]),
        ],
        blocks,
        notes: notes.into_iter().chain(printed.origin(&form)).collect(),
        signers: words.get("incident-form-signers"),
    }
}

fn columns(group: &'static str, printed: &Printed<'_>) -> Vec<Column> {
    let head = |id: &str| printed.words.get(&format!("incident-statistics-column-{id}"));
    let first = Column { id: group, head: head(group), width: 26 };
    let counts = COUNTS.map(|(id, width)| Column { id, head: head(id), width });
    std::iter::once(first).chain(counts).collect()
}

fn tally((name, depth): (String, u8), tally: &Tally, share_of_year: Cell) -> Row {
    let count = |number: u64| Cell::Amount(number.into(), 0);
    let spread = |it: &Spread| {
        let rank =
            |percent| it.percentile(percent).map_or(Cell::Unknown, |it| Cell::Amount(it.into(), 0));
        [rank(MEDIAN), rank(NINETIETH), count(it.unknown)]
    };
    let mut cells = vec![Cell::Text(name), count(tally.incidents), share_of_year];
    let reports = [tally.reportable, tally.in_time, tally.late, tally.missed, tally.undecided()];
    cells.extend(reports.map(count));
    cells.push(tally.share_in_time().map_or(Cell::Unknown, Cell::Share));
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
mod tests;
