//! 加减分和否决: what came after the mean, of every subject, with what was counted and on what ground.

use metrics::evaluation::adjusted::{Points, Vetoed};
use metrics::evaluation::scorecard::Scorecard;
use metrics::money::format_minor;
use rust_xlsxwriter::{Worksheet, XlsxError};

use super::Report;
use super::sheet::{Cell, Formats, Sheet};
use crate::{marks, wording};

/// The columns, in order: the word of the head, and the width.
const COLUMNS: [(&str, u16); 9] = [
    ("reports-subject", 34),
    ("reports-points-kind", 12),
    ("reports-points-name", 34),
    ("reports-counted", 10),
    ("reports-points-each", 10),
    ("reports-points", 10),
    ("reports-effect", 44),
    ("reports-ground", 30),
    ("reports-source", 24),
];

/// The number of the last column, from zero.
const LAST_COLUMN: u16 = 8;

/// Writes the sheet.
pub(super) fn write(
    worksheet: &mut Worksheet,
    report: &Report<'_>,
    formats: &Formats,
) -> Result<(), XlsxError> {
    let name = report.words.get("reports-sheet-beside");
    let widths = COLUMNS.map(|(_, width)| width).into();
    let mut sheet = Sheet::new(worksheet, formats, &name, widths)?;
    sheet.heads(COLUMNS.map(|(id, _)| report.words.get(id)), 1)?;
    let mut row = 0;
    for card in &report.evaluation.scorecards {
        let points = card.adjusted.iter().flat_map(marks::points);
        let points = points.map(|it| points_cells(report, card, it));
        let vetoes = card.vetoes.iter().map(|it| veto_cells(report, card, it));
        for cells in points.chain(vetoes) {
            row += 1;
            sheet.row(row, &cells)?;
        }
    }
    sheet.filter(row, LAST_COLUMN)
}

fn points_cells(
    report: &Report<'_>,
    card: &Scorecard,
    (kind, points): (&str, &Points),
) -> [Cell; COLUMNS.len()] {
    let words = report.words;
    let none = || Cell::Word("–".to_owned());
    let score = |nano: i64| Cell::Score(format_minor(nano.into(), 9));
    let limit = points.max_nano.map(|it| {
        let most = metrics::evaluation::scorecard::score_text(it);
        Cell::Text(words.format("reports-points-most", &[("points", most)]))
    });
    [
        Cell::Text(card.subject_name.clone()),
        Cell::Word(words.get(kind)),
        Cell::Text(wording::name(words, &points.name).to_owned()),
        match &points.count {
            Some(count) => Cell::Count(count.value.to_string()),
            None => Cell::Word(words.get("reports-not-counted")),
        },
        score(points.each_nano),
        score(points.points_nano),
        limit.unwrap_or_else(none),
        none(),
        Cell::Text(wording::source(words, &points.source)),
    ]
}

fn veto_cells(report: &Report<'_>, card: &Scorecard, veto: &Vetoed) -> [Cell; COLUMNS.len()] {
    let words = report.words;
    let none = || Cell::Word("–".to_owned());
    let grade = wording::name(words, &veto.band.name);
    let condition = wording::name(words, &veto.condition);
    let effect = [("grade", grade), ("condition", condition)];
    [
        Cell::Text(card.subject_name.clone()),
        Cell::Word(words.get("reports-veto")),
        Cell::Text(wording::name(words, &veto.name).to_owned()),
        Cell::Count(veto.count.value.to_string()),
        none(),
        none(),
        Cell::Text(words.format("reports-veto-effect", &effect)),
        Cell::Text(wording::source(words, &veto.ground)),
        Cell::Text(wording::source(words, &veto.source)),
    ]
}
