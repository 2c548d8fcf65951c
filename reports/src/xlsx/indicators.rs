//! 指标明细: every level and indicator of every subject, with what it was computed from and why it counts.

use metrics::evaluation::scorecard::level::{Branch, Line};
use metrics::evaluation::scorecard::{DimensionScore, IndicatorScore, Scorecard};
use metrics::money::format_minor;
use rust_xlsxwriter::{Worksheet, XlsxError};

use super::Report;
use super::sheet::{Cell, Formats, Sheet};
use crate::wording;

/// The columns, in order: the word of the head, and the width.
const COLUMNS: [(&str, u16); 11] = [
    ("reports-subject", 34),
    ("reports-dimension", 20),
    ("reports-indicator-id", 12),
    ("reports-indicator", 28),
    ("reports-numerator", 12),
    ("reports-denominator", 12),
    ("reports-ratio", 12),
    ("reports-score", 10),
    ("reports-weight", 10),
    ("reports-effective-weight", 12),
    ("reports-source", 32),
];

/// The number of the last column, from zero.
const LAST_COLUMN: u16 = 10;

/// Writes the sheet.
pub(super) fn write(
    worksheet: &mut Worksheet,
    report: &Report<'_>,
    formats: &Formats,
) -> Result<(), XlsxError> {
    let name = report.words.get("reports-sheet-indicators");
    let widths = COLUMNS.map(|(_, width)| width).into();
    let mut sheet = Sheet::new(worksheet, formats, &name, widths)?;
    sheet.heads(COLUMNS.map(|(id, _)| report.words.get(id)), 1)?;
    let mut row = 0;
    for scorecard in &report.evaluation.scorecards {
        for dimension in &scorecard.dimensions {
            // The dimension itself has its column on the summary.
            for (_, line) in dimension.outline().into_iter().skip(1) {
                row += 1;
                let cells = match line {
                    Line::Branch(level) => of_level(report, (scorecard, dimension), &level),
                    Line::Indicator(it) => of_indicator(report, (scorecard, dimension), it),
                };
                sheet.row(row, &cells)?;
            }
        }
    }
    sheet.filter(row, LAST_COLUMN)
}

/// What the parts of a level come to: nothing is counted of it.
fn of_level(
    report: &Report<'_>,
    (scorecard, dimension): (&Scorecard, &DimensionScore),
    level: &Branch<'_>,
) -> [Cell; COLUMNS.len()] {
    let words = report.words;
    let none = || Cell::Text(String::new());
    let score = level.score_nano.map(|nano| Cell::Score(format_minor(nano.into(), 9)));
    [
        Cell::Text(scorecard.subject_name.clone()),
        Cell::Text(wording::name(words, &dimension.name).to_owned()),
        Cell::Word(level.id.to_owned()),
        Cell::Text(wording::name(words, level.name).to_owned()),
        none(),
        none(),
        none(),
        score.unwrap_or(Cell::Word(words.get("reports-not-applicable"))),
        Cell::Weight(format_minor(level.weight.into(), 2)),
        Cell::Weight(format_minor(level.effective_weight_ppm.into(), 6)),
        Cell::Text(wording::source(words, level.source)),
    ]
}

fn of_indicator(
    report: &Report<'_>,
    (scorecard, dimension): (&Scorecard, &DimensionScore),
    indicator: &IndicatorScore,
) -> [Cell; COLUMNS.len()] {
    let words = report.words;
    let word = |id: &str| Cell::Word(words.get(id));
    let measure = indicator.measure.as_ref();
    let count = |value: Option<u64>| match value {
        Some(value) => Cell::Count(value.to_string()),
        None => word("reports-not-counted"),
    };
    let or_not_applicable = |cell: Option<Cell>| cell.unwrap_or(word("reports-not-applicable"));
    let ratio = measure.and_then(|it| it.ratio);
    let levels = dimension.way(indicator).into_iter().map(|it| &it.name);
    let names = std::iter::once(&dimension.name).chain(levels);
    let path: Vec<&str> = names.map(|it| wording::name(words, it)).collect();
    [
        Cell::Text(scorecard.subject_name.clone()),
        Cell::Text(path.join(" / ")),
        Cell::Word(indicator.id.clone()),
        Cell::Text(wording::name(words, &indicator.name).to_owned()),
        count(measure.map(|it| it.numerator.value)),
        count(measure.map(|it| it.denominator.value)),
        or_not_applicable(ratio.map(|it| Cell::Ratio(format_minor(it.ppm().into(), 6)))),
        or_not_applicable(
            indicator.score_nano.map(|nano| Cell::Score(format_minor(nano.into(), 9))),
        ),
        Cell::Weight(format_minor(indicator.weight.into(), 2)),
        Cell::Weight(format_minor(indicator.effective_weight_ppm.into(), 6)),
        Cell::Text(wording::source(words, &indicator.source)),
    ]
}
