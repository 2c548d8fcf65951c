//! Explain: the figures of a scorecard are counted again, and listed down to the rows handed in.

use std::collections::{BTreeMap, BTreeSet};

use config::scheme::SchemeDocument;
use jiff::Timestamp;
use metrics::evaluation::explanation::{Dimension, Explanation, Fact, FailedRow, Part, Path};
use metrics::evaluation::gain::{Gain, Mended, gains};
use metrics::evaluation::measure::{Count, MeasureDefinition};
use metrics::evaluation::scorecard::{Evaluation, IndicatorScore, Scorecard};
use metrics::finding::reading;
use metrics::party::PartyId;
use store::findings::Finding;
use store::{Reader, StoreError};
use thiserror::Error;

use crate::evaluate::{Counted, Page, Request, counted};
use crate::installation::{AsKnownError, Installation};

/// Which figures are explained.
#[derive(Clone, Copy, Debug)]
pub struct Asked<'a> {
    /// Whose.
    pub subject: &'a PartyId,
    /// Only of this indicator.
    pub indicator: Option<&'a str>,
    /// Which facts of each count, and which rows that broke its rule, are listed.
    pub page: Page,
}

/// Why nothing was explained.
#[derive(Debug, Error)]
pub enum ExplainError {
    /// The evaluation has no scorecard of that subject.
    #[error("there is no scorecard of {subject}")]
    Subject {
        /// Who was asked for.
        subject: PartyId,
    },
    /// The scheme has no such indicator.
    #[error("there is no indicator {indicator:?}")]
    Indicator {
        /// What was asked for.
        indicator: String,
    },
    /// The policy pack or the scheme of the evaluation cannot be had.
    #[error(transparent)]
    AsKnown(#[from] AsKnownError),
    /// The store failed.
    #[error(transparent)]
    Store(#[from] StoreError),
}

/// Explains a scorecard, and tells whether the facts are still those that it was computed from.
///
/// # Errors
///
/// Why it cannot be explained.
pub async fn explain(
    installation: &Installation,
    reader: &Reader,
    (evaluation, asked): (&Evaluation, Asked<'_>),
) -> Result<Explanation, ExplainError> {
    let unknown = || ExplainError::Subject { subject: asked.subject.clone() };
    let known = installation.of(reader, evaluation).await?;
    let evaluation = &with_means(&known, evaluation);
    let card = evaluation.card(asked.subject).ok_or_else(unknown)?;
    let request = Request::of(evaluation);
    let facts = counted(&known, reader, (asked.subject, &request), asked.page).await?;
    let (as_of, files) = (evaluation.as_of, BTreeMap::new());
    let mut source = Source { reader, known: &known, as_of, facts, files };
    let mut dimensions = Vec::new();
    for dimension in &card.dimensions {
        let is_asked = |it: &&IndicatorScore| asked.indicator.is_none_or(|only| only == it.id);
        let mut paths = Vec::new();
        for indicator in dimension.indicators.iter().filter(is_asked) {
            let path = source.path(&evaluation.scheme.id, indicator, asked.page).await?;
            let adds_nano = evaluation.contribution_nano(dimension, indicator);
            paths.extend(path.map(|it| Path { adds_nano, ..it }));
        }
        if !paths.is_empty() {
            dimensions.push(Dimension::of(dimension, paths));
        }
    }
    if let (Some(indicator), true) = (asked.indicator, dimensions.is_empty()) {
        return Err(ExplainError::Indicator { indicator: indicator.to_owned() });
    }
    let counted = match asked.indicator {
        Some(_) => BTreeMap::new(),
        None => source.counted(card).await?,
    };
    Ok(Explanation {
        scheme: evaluation.scheme.clone(),
        name: evaluation.name.clone(),
        policy: evaluation.policy.clone(),
        period: evaluation.period,
        as_of: evaluation.as_of,
        subject: card.subject.clone(),
        subject_name: card.subject_name.clone(),
        result: card.result.clone(),
        band_of_score: card.band_of_score.clone(),
        grade: card.grade().cloned(),
        gains: mended(&known, (evaluation, asked)),
        mean: evaluation.mean.clone(),
        rescale: evaluation.rescale.clone(),
        dimensions,
        adjusted: card.adjusted.clone(),
        vetoes: card.vetoes.clone(),
        counted,
    })
}

/// The evaluation with its means: where they were not recorded yet, those of the scheme that it names.
pub(crate) fn with_means(known: &Installation, evaluation: &Evaluation) -> Evaluation {
    let evaluation = evaluation.clone();
    match known.scheme(&evaluation.scheme.id) {
        Some(SchemeDocument { scheme, .. }) => evaluation.with_means_of(scheme),
        None => evaluation,
    }
}

/// What to mend first, of what is asked for. `None` where the score does not come out again, as where the
/// others that it depends on are no part of the evaluation.
pub(crate) fn mended(
    known: &Installation,
    (evaluation, asked): (&Evaluation, Asked<'_>),
) -> Option<Vec<Gain>> {
    let SchemeDocument { scheme, .. } = known.scheme(&evaluation.scheme.id)?;
    let cards = (evaluation.scorecards.as_slice(), asked.subject);
    let mut found = gains(scheme, &known.policy.measures, cards).ok()?;
    let is_asked = |it: &Gain| match asked.indicator {
        Some(only) => it.of == Mended::Indicator && it.id == only,
        None => true,
    };
    found.retain(is_asked);
    Some(found)
}

/// Where the path of a figure leads.
struct Source<'a> {
    reader: &'a Reader,
    known: &'a Installation,
    /// What was known when: findings may say something else since.
    as_of: Timestamp,
    facts: BTreeMap<String, Counted>,
    /// The names of the files and sheets of submissions, by receipt.
    files: BTreeMap<String, (String, String)>,
}

impl Source<'_> {
    /// The path of an indicator; `None` where the scheme does not have it.
    async fn path(
        &mut self,
        scheme: &str,
        score: &IndicatorScore,
        page: Page,
    ) -> Result<Option<Path>, StoreError> {
        let Some(SchemeDocument { scheme, .. }) = self.known.scheme(scheme) else {
            return Ok(None);
        };
        let Some(indicator) = scheme.indicators().find(|it| it.id == score.id) else {
            return Ok(None);
        };
        let (scale, direction) = (scheme.scale(indicator).clone(), indicator.direction);
        let named = |it: &&MeasureDefinition| it.id == indicator.measure();
        let measure = self.known.policy.measures.iter().find(named).cloned();
        let (mut numerator, mut denominator) = (None, None);
        let (mut failed, mut unread) = (Vec::new(), Vec::new());
        let (mut more_failed, mut more_unread) = (false, false);
        if let Some((definition, counted)) = measure.as_ref().zip(score.measure.as_ref()) {
            let above = self.part(&definition.numerator, &counted.numerator).await?;
            let below = self.part(&definition.denominator, &counted.denominator).await?;
            let facts = [&definition.numerator, &definition.denominator]
                .map(|name| self.facts.get(name).map(|it| it.receipts.clone()).unwrap_or_default());
            if let Some(rule) = &definition.rule {
                let receipts = facts.iter().flat_map(BTreeMap::keys).collect();
                (failed, more_failed) = self.failed(&[rule], &receipts, page).await?;
            }
            let receipts = lacking(&facts);
            (unread, more_unread) = self.failed(&reading::NOT_UNDERSTOOD, &receipts, page).await?;
            (numerator, denominator) = (Some(above), Some(below));
        }
        let indicator = score.clone();
        Ok(Some(Path {
            indicator,
            scale,
            direction,
            measure,
            numerator,
            denominator,
            failed,
            more_failed,
            unread,
            more_unread,
            adds_nano: None,
        }))
    }

    /// What deductions, bonuses and vetoes count. What nobody had counted and is counted now is shown, and
    /// is not what the scorecard says.
    async fn counted(&mut self, card: &Scorecard) -> Result<BTreeMap<String, Part>, StoreError> {
        let points = card.adjusted.iter().flat_map(|it| it.deductions.iter().chain(&it.bonuses));
        let points = points.map(|it| (&it.counted, it.count.as_ref()));
        let vetoes = card.vetoes.iter().map(|it| (&it.counted, Some(&it.count)));
        let mut parts = BTreeMap::new();
        for (name, on_card) in points.chain(vetoes) {
            let found = self.facts.get(name).map(|it| &it.count);
            let Some(count) = on_card.or(found).cloned() else { continue };
            let mut part = self.part(name, &count).await?;
            part.holds &= on_card.is_some();
            parts.insert(name.clone(), part);
        }
        Ok(parts)
    }

    async fn part(&mut self, name: &str, count: &Count) -> Result<Part, StoreError> {
        let found = self.facts.get(name);
        let holds = found.is_some_and(|it| it.count == *count);
        let mut facts: Vec<Fact> = found.map(|it| it.facts.clone()).unwrap_or_default();
        for fact in &mut facts {
            (fact.file_name, fact.sheet) = self.file(&fact.receipt).await?;
            for it in &mut fact.more {
                (it.file_name, it.sheet) = self.file(&it.receipt).await?;
            }
        }
        Ok(Part { name: name.to_owned(), count: count.clone(), holds, facts })
    }

    /// The names of the file of a submission and of the sheet that was read, asked once.
    async fn file(&mut self, receipt: &str) -> Result<(String, String), StoreError> {
        if let Some(names) = self.files.get(receipt) {
            return Ok(names.clone());
        }
        let submission = self.reader.submission(receipt).await?;
        let transcript = self.reader.transcript(receipt).await?;
        let names = (
            submission.map(|it| it.file_name).unwrap_or_default(),
            transcript.and_then(|it| it.sheet).unwrap_or_default(),
        );
        self.files.insert(receipt.to_owned(), names.clone());
        Ok(names)
    }

    /// A page of the rows of submissions that broke rules, and whether there are more.
    async fn failed(
        &self,
        rules: &[&str],
        receipts: &BTreeSet<&String>,
        page: Page,
    ) -> Result<(Vec<FailedRow>, bool), StoreError> {
        let skip = usize::try_from(page.skip).unwrap_or(usize::MAX);
        let wanted = skip.saturating_add(page.limit).saturating_add(1);
        let mut found: Vec<Finding> = Vec::new();
        for receipt in receipts {
            for rule in rules {
                let lacking = i64::try_from(wanted.saturating_sub(found.len())).unwrap_or(i64::MAX);
                let page = (self.as_of, lacking);
                found.extend(self.reader.findings_sighted((rule, receipt), 0, page).await?);
            }
        }
        let is_more = wanted <= found.len();
        let shown = found.into_iter().skip(skip).take(page.limit).map(failed_row).collect();
        Ok((shown, is_more))
    }
}

/// The submissions that are counted as a whole, and add less above the line than below it.
fn lacking([above, below]: &[BTreeMap<String, Option<u64>>; 2]) -> BTreeSet<&String> {
    let is_lacking = |(receipt, value): &(&String, &Option<u64>)| {
        above.get(*receipt).is_some_and(|above| above.is_some() && above < *value)
    };
    below.iter().filter(is_lacking).map(|(receipt, _)| receipt).collect()
}

fn failed_row(it: Finding) -> FailedRow {
    FailedRow {
        rule: it.rule,
        receipt: it.receipt,
        file_name: it.file_name,
        sheet: it.sheet,
        row: it.row,
        column: it.column,
        expected: it.expected,
        actual: it.actual,
    }
}
