//! 封面: what is evaluated, by whom, and as known when.

use rust_xlsxwriter::{Worksheet, XlsxError};

use super::Report;
use super::sheet::{Formats, Sheet};
use crate::{marks, wording};

/// Writes the sheet.
pub(super) fn write(
    worksheet: &mut Worksheet,
    report: &Report<'_>,
    formats: &Formats,
) -> Result<(), XlsxError> {
    let Report { evaluation, words, .. } = *report;
    let name = words.get("reports-sheet-cover");
    let mut sheet = Sheet::new(worksheet, formats, &name, vec![24, 72])?;
    sheet.title(wording::name(words, &evaluation.name))?;
    let pair = |id: &str, text: String| (words.get(id), text);
    let mut pairs = vec![
        pair("reports-issuer", report.issuer.to_owned()),
        pair("reports-period", evaluation.period.to_string()),
        pair("reports-as-of", wording::instant(evaluation.as_of, report.zone)),
        pair("reports-subjects", evaluation.scorecards.len().to_string()),
        pair("reports-scheme", wording::document(words, &evaluation.scheme)),
        pair("reports-policy", wording::document(words, &evaluation.policy)),
        pair("reports-release", evaluation.release.clone()),
    ];
    let reservations = marks::reservations(report);
    pairs.extend(reservations.into_iter().map(|it| pair("reports-reservation", it)));
    if report.by_one_hand {
        pairs.push(pair("reports-people", words.get("reports-one-hand")));
    }
    sheet.pairs(1, pairs)
}
