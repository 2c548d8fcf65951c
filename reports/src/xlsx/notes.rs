//! 口径说明: what a reader has to know to compute the figures again, and what they are bound to.

use config::agreement::agreement;
use metrics::opinion::agreement::beside;
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
    let name = words.get("reports-sheet-notes");
    let mut sheet = Sheet::new(worksheet, formats, &name, vec![40, 88])?;
    let pair = |id: &str, text: String| (words.get(id), text);
    let note = |id: &str| pair(id, words.get(&format!("{id}-note")));
    let mut pairs = vec![
        pair("reports-as-of", wording::instant(evaluation.as_of, report.zone)),
        pair("reports-mean", marks::means(words, evaluation)),
        pair("reports-missing", wording::missing(words, evaluation.missing)),
        pair("reports-threshold", marks::threshold(words, evaluation.threshold.as_ref())),
        pair("reports-rounding", wording::rounding(words, evaluation.rounding)),
        note("reports-vetoes"),
        pair("reports-robustness", marks::draws(words, evaluation.robustness.as_ref())),
        note("reports-verdict"),
        note("reports-ranking"),
        note("reports-ratios"),
        note("reports-defaults"),
        note("reports-signature"),
        pair("reports-scheme-sha256", evaluation.scheme.sha256.clone()),
        pair("reports-policy-sha256", evaluation.policy.sha256.clone()),
        pair("reports-audit-head", report.audit_head.to_owned()),
    ];
    pairs.extend(evaluation.scorecards.iter().map(|scorecard| {
        let subject = [("subject", scorecard.subject_name.as_str())];
        (words.format("reports-facts-sha256", &subject), scorecard.facts_sha256.clone())
    }));
    pairs.extend(beside(evaluation).into_iter().map(|(indicator, panel)| {
        pair("opinion-agreement-title", agreement(words, indicator, panel))
    }));
    sheet.pairs(0, pairs)
}
