//! The sheet that lists what was found, each with a link to its cell.

use metrics::clean::clean_inline;
use metrics::finding::Severity;
use metrics::form::OUR_SHEETS;
use metrics::source::Name;
use rust_xlsxwriter::{Url, Worksheet, XlsxError, utility};
use unicode_width::UnicodeWidthStr;

use super::copy::{Place, shortened};
use super::{Form, clothes};

/// Heads and widths of the columns, in characters.
const COLUMNS: [(&str, u16); 8] = [
    ("form-finding-number", 8),
    ("form-finding-place", 14),
    ("form-finding-rule", 10),
    ("form-finding-severity", 12),
    ("form-finding-message", 60),
    ("form-finding-expected", 28),
    ("form-finding-actual", 28),
    ("form-finding-basis", 30),
];
/// Where the list begins: below the title in two languages.
const HEADS_ROW: u32 = 2;

/// A finding as it is marked.
#[derive(Clone, Debug)]
pub struct Mark {
    /// The row that a person counts, from 1.
    pub row: Option<u64>,
    /// The rows of look-alikes that are kept, from 1; none if the finding is about one row.
    pub alike_rows: Vec<u64>,
    /// The column, by its name in the form or in the file.
    pub column: Option<String>,
    /// The rule's id.
    pub rule: String,
    /// How much it weighs.
    pub severity: Severity,
    /// What is wrong and what to do.
    pub message: Name,
    /// What would be right.
    pub expected: String,
    /// What was found.
    pub actual: String,
    /// What the rule rests on.
    pub basis: String,
}

/// What was said of the file.
#[derive(Clone, Debug)]
pub struct Verdict {
    /// The word of it.
    pub word: String,
    /// Findings that are counted and not listed.
    pub truncated: u64,
}

/// Writes the list; each mark stands at a cell of the sheet named.
pub(super) fn write(
    sheet: &mut Worksheet,
    (form, file, verdict): (&Form, &str, &Verdict),
    marks: &[(Mark, Place)],
    table: Option<&str>,
) -> Result<(), XlsxError> {
    sheet.set_name(OUR_SHEETS[1])?;
    let count = (marks.len() as u64 + verdict.truncated).to_string();
    let word = form.both(&format!("verdict-{}", verdict.word), &[]);
    for (row, words, verdict) in [(0, &form.zh, &word.zh), (1, &form.en, &word.en)] {
        let file = clean_inline(file);
        let arguments = [("file", &*file), ("count", &*count), ("verdict", verdict)];
        let title = words.format("form-findings-title", &arguments);
        sheet.write_string_with_format(row, 0, shortened(&title), &clothes::title())?;
        sheet.set_row_height(row, 26)?;
    }
    for (column, (head, width)) in (0..).zip(COLUMNS) {
        sheet.set_column_width(column, width)?;
        let head = form.label(head);
        sheet.write_string_with_format(HEADS_ROW, column, head, &clothes::optional_head())?;
    }
    sheet.set_row_height(HEADS_ROW, clothes::height(2))?;
    sheet.set_freeze_panes(HEADS_ROW + 1, 0)?;
    clothes::page(sheet);
    let mut row = HEADS_ROW;
    for (number, (mark, place)) in (1..).zip(marks) {
        row += 1;
        write_mark(sheet, (row, number), (form, mark), table.map(|table| (table, *place)))?;
    }
    let more = verdict.truncated.to_string();
    let closing = match (marks.is_empty(), verdict.truncated) {
        (true, 0) => Some(form.both("form-findings-none", &[])),
        (_, 0) => None,
        (_, _) => Some(form.both("form-findings-more", &[("count", &more)])),
    };
    if let Some(Name { zh, en }) = closing {
        sheet.write_string_with_format(row + 1, 0, format!("{zh} {en}"), &clothes::plain())?;
    }
    Ok(())
}

fn write_mark(
    sheet: &mut Worksheet,
    (row, number): (u32, u32),
    (form, mark): (&Form, &Mark),
    link: Option<(&str, Place)>,
) -> Result<(), XlsxError> {
    let text = clothes::text();
    sheet.write_number_with_format(row, 0, number, &text)?;
    if let Some((table, place)) = link {
        let cell = utility::row_col_to_cell(place.0, place.1);
        let url = format!("internal:'{}'!{cell}", table.replace('\'', "''"));
        sheet.write_url_with_options(row, 1, Url::new(url), cell, "", Some(&clothes::link()))?;
    } else {
        let place = mark.row.map(|it| it.to_string()).unwrap_or_default();
        sheet.write_string_with_format(row, 1, place, &text)?;
    }
    let severity = form.label(&format!("severity-{}", mark.severity.as_str()));
    let coloured = text.clone().set_background_color(clothes::colour(mark.severity));
    sheet.write_string_with_format(row, 2, &mark.rule, &text)?;
    sheet.write_string_with_format(row, 3, severity, &coloured)?;
    let message = format!("{}\n{}", mark.message.zh, mark.message.en);
    let mut lines = 1;
    let rest = [message.as_str(), &mark.expected, &mark.actual, &mark.basis];
    for ((column, cell), (_, width)) in (4..).zip(rest).zip(&COLUMNS[4..]) {
        let cell = safe(cell);
        sheet.write_string_with_format(row, column, shortened(&cell), &text)?;
        let room = usize::from(*width) - 2;
        lines = lines.max(cell.lines().map(|it| it.width().max(1).div_ceil(room)).sum());
    }
    sheet.set_row_height(row, clothes::height(lines))?;
    Ok(())
}

/// Submitted text among our words: line by line, without what hides or turns.
pub(super) fn safe(text: &str) -> String {
    text.lines().map(clean_inline).collect::<Vec<String>>().join("\n")
}
