//! 豁免: findings that stand and do not count as open, each with the waiver that covers it. The sheet
//! is there where a waiver was.

use metrics::evaluation::scorecard::{Scorecard, WaivedFinding};
use rust_xlsxwriter::{Workbook, XlsxError};

use super::Report;
use super::sheet::{Cell, Formats, Sheet};

/// The columns, in order: the word of the head, and the width.
const COLUMNS: [(&str, u16); 8] = [
    ("reports-subject", 34),
    ("reports-waived-rule", 12),
    ("reports-waived-count", 12),
    ("reports-waived-number", 10),
    ("reports-waived-until", 16),
    ("reports-waived-document", 32),
    ("reports-waived-person", 16),
    ("reports-waived-reason", 48),
];

/// Writes the sheet, if there is something to list.
pub(super) fn write(
    workbook: &mut Workbook,
    report: &Report<'_>,
    formats: &Formats,
) -> Result<(), XlsxError> {
    let cards = report.evaluation.scorecards.iter();
    let waived: Vec<(&Scorecard, &WaivedFinding)> =
        cards.flat_map(|card| card.waived.iter().map(move |it| (card, it))).collect();
    if waived.is_empty() {
        return Ok(());
    }
    let words = report.words;
    let name = words.get("reports-sheet-waivers");
    let widths = COLUMNS.map(|(_, width)| width).into();
    let mut sheet = Sheet::new(workbook.add_worksheet(), formats, &name, widths)?;
    sheet.heads(COLUMNS.map(|(id, _)| words.get(id)), 1)?;
    let mut last = 0;
    for (row, (card, it)) in (1..).zip(waived) {
        sheet.row(row, &cells(card, it))?;
        last = row;
    }
    sheet.row(last + 2, &[Cell::Text(words.get("reports-waivers-note"))])
}

fn cells(card: &Scorecard, it: &WaivedFinding) -> [Cell; COLUMNS.len()] {
    [
        Cell::Text(card.subject_name.clone()),
        Cell::Word(it.rule.clone()),
        Cell::Count(it.waived.to_string()),
        Cell::Rank(it.waiver.to_string()),
        Cell::Word(it.until.to_string()),
        Cell::Text(it.document.clone()),
        Cell::Text(it.approved_by.clone()),
        Cell::Text(it.reason.clone()),
    ]
}
