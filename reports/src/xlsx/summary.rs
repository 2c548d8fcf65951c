//! 汇总: subjects by rank, with the score of each dimension, the final score, the grade, and how often each
//! grade was drawn.

use metrics::evaluation::robustness::BandShare;
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
const RESULT: [(&str, u16); 3] =
    [("reports-score", 11), ("reports-grade", 16), ("reports-verdict", 14)];
/// The width of the share of a grade.
const SHARE_WIDTH: u16 = 16;
/// The columns after those of the shares.
const TRAILING: [(&str, u16); 2] = [("reports-interval", 14), ("reports-findings", 24)];

/// Writes the sheet.
pub(super) fn write(
    worksheet: &mut Worksheet,
    report: &Report<'_>,
    formats: &Formats,
) -> Result<(), XlsxError> {
    let (dimensions, shares) = (dimension_heads(report), share_heads(report));
    let widths: Vec<u16> = (LEADING.iter().map(|(_, width)| *width))
        .chain(dimensions.iter().map(|_| DIMENSION_WIDTH))
        .chain(RESULT.iter().map(|(_, width)| *width))
        .chain(shares.iter().map(|_| SHARE_WIDTH))
        .chain(TRAILING.iter().map(|(_, width)| *width))
        .collect();
    let name = report.words.get("reports-sheet-summary");
    let mut sheet = Sheet::new(worksheet, formats, &name, widths)?;
    let word = |(id, _): (&str, u16)| report.words.get(id);
    let (leading, result) = (LEADING.map(word).into(), RESULT.map(word).into());
    let heads = [leading, dimensions, result, shares, TRAILING.map(word).into()].concat();
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

/// The grades that were drawn for, best first; every subject with a score has those of the one scheme.
fn drawn<'a>(report: &Report<'a>) -> &'a [BandShare] {
    let standing = report.evaluation.scorecards.iter().find_map(|it| it.robustness.as_ref());
    standing.map_or(&[], |it| &it.bands)
}

/// Each grade, how often was drawn, and from which seed.
fn share_heads(report: &Report<'_>) -> Vec<String> {
    let Some(robustness) = &report.evaluation.robustness else { return Vec::new() };
    let draw = [("samples", robustness.draw.samples), ("seed", robustness.draw.seed)]
        .map(|(name, number)| (name, number.to_string()));
    let head = |it: &BandShare| {
        let [samples, seed] = draw.clone();
        let grade = ("grade", wording::name(report.words, &it.name).to_owned());
        report.words.format("reports-share-head", &[grade, samples, seed])
    };
    drawn(report).iter().map(head).collect()
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
    cells.extend(drawn(report).iter().enumerate().map(|(at, _)| {
        let share = scorecard.robustness.as_ref().and_then(|it| it.bands.get(at));
        share.map_or_else(not_applicable, |it| Cell::Ratio(format_minor(it.share_ppm.into(), 6)))
    }));
    cells.push(Cell::Word(marks::interval(report.words, scorecard)));
    cells.push(Cell::Text(wording::findings(&scorecard.findings)));
    cells
}
