//! 汇总: subjects by rank, with the score of each dimension, the final score and the grade.

use metrics::evaluation::scorecard::{ScoreResult, Scorecard};
use metrics::money::format_minor;
use rust_xlsxwriter::{Worksheet, XlsxError};

use super::Report;
use super::sheet::{Cell, Formats, Sheet};
use crate::{marks, wording};

/// The columns before those of the dimensions: the word of the head, and the width.
const LEADING: [(&str, u16); 3] =
    [("reports-rank", 9), ("reports-subject", 34), ("reports-subject-id", 30)];
/// The width of a dimension's column.
const DIMENSION_WIDTH: u16 = 18;
/// The columns after them.
const TRAILING: [(&str, u16); 5] = [
    ("reports-score", 11),
    ("reports-grade", 16),
    ("reports-verdict", 14),
    ("reports-interval", 14),
    ("reports-findings", 24),
];

/// Writes the sheet.
pub(super) fn write(
    worksheet: &mut Worksheet,
    report: &Report<'_>,
    formats: &Formats,
) -> Result<(), XlsxError> {
    let dimensions = dimension_heads(report);
    let widths: Vec<u16> = (LEADING.iter().map(|(_, width)| *width))
        .chain(dimensions.iter().map(|_| DIMENSION_WIDTH))
        .chain(TRAILING.iter().map(|(_, width)| *width))
        .collect();
    let name = report.words.get("reports-sheet-summary");
    let mut sheet = Sheet::new(worksheet, formats, &name, widths)?;
    let word = |(id, _): (&str, u16)| report.words.get(id);
    let heads = [LEADING.map(word).into(), dimensions, TRAILING.map(word).into()].concat();
    sheet.heads(heads, 2)?;
    for (row, (rank, scorecard)) in (1..).zip(report.evaluation.ranked()) {
        sheet.row(row, &cells(report, rank, scorecard))?;
    }
    Ok(())
}

/// Name and weight of each dimension; every scorecard has those of the one scheme.
fn dimension_heads(report: &Report<'_>) -> Vec<String> {
    let Some(scorecard) = report.evaluation.scorecards.first() else { return Vec::new() };
    let head = |name: &str, weight: &str| {
        report.words.format("reports-weighted", &[("name", name), ("weight", weight)])
    };
    (scorecard.dimensions.iter())
        .map(|it| head(wording::name(report.words, &it.name), &it.weight.to_string()))
        .collect()
}

fn cells(report: &Report<'_>, rank: Option<usize>, scorecard: &Scorecard) -> Vec<Cell> {
    let not_applicable = || Cell::Word(report.words.get("reports-not-applicable"));
    let mut cells = vec![
        rank.map_or_else(not_applicable, |rank| Cell::Rank(rank.to_string())),
        Cell::Text(scorecard.subject_name.clone()),
        Cell::Text(scorecard.subject.as_str().to_owned()),
    ];
    cells.extend(scorecard.dimensions.iter().map(|dimension| match dimension.score_nano {
        Some(score_nano) => Cell::Score(format_minor(score_nano.into(), 9)),
        None => not_applicable(),
    }));
    cells.push(match &scorecard.result {
        ScoreResult::Scored { score, .. } => Cell::FinalScore(score.clone()),
        ScoreResult::NotApplicable => not_applicable(),
    });
    cells.push(marks::grade(report.words, scorecard).map_or_else(not_applicable, Cell::Word));
    cells.push(Cell::Word(marks::verdict(report.words, scorecard)));
    cells.push(Cell::Word(marks::interval(report.words, scorecard)));
    cells.push(Cell::Text(wording::findings(&scorecard.findings)));
    cells
}
