//! What a subject is told of its evaluation before it is approved: its own scores, what was deducted and
//! added, what to mend first, and until when it may answer. Of the others it learns nothing.

use config::locale::Words;
use jiff::civil::Date;
use metrics::evaluation::adjusted::Points;
use metrics::evaluation::gain::{Gain, gain_text};
use metrics::evaluation::lifecycle::Refused;
use metrics::evaluation::scorecard::{
    DimensionScore, Evaluation, FindingCount, IndicatorScore, ScoreResult, Scorecard, score_text,
};
use metrics::opinion::Annulled;
use metrics::ratio::Ratio;

use super::public::ITEM;
use super::{Block, Cell, Column, Document, Printed, Row};
use crate::{gains, marks, wording};

/// The id of the document, and of its first block.
const ID: &str = "evaluation-feedback";

/// What is told.
#[derive(Clone, Copy, Debug)]
pub struct Feedback<'a> {
    /// The evaluation's id.
    pub id: &'a str,
    /// The evaluation.
    pub evaluation: &'a Evaluation,
    /// The subject's scorecard.
    pub card: &'a Scorecard,
    /// What to mend first; `None` where it cannot be told.
    pub gains: Option<&'a [Gain]>,
    /// The last day to answer; `None` where feedback is not open.
    pub answer_by: Option<Date>,
    /// Whether the results are valid still.
    pub stands: Result<(), Refused>,
    /// What the subject's scorecard rests on and was annulled since.
    pub annulled: &'a [Annulled],
}

/// The feedback for a subject, for reading and answering.
#[must_use]
pub fn feedback(it: &Feedback<'_>, printed: &Printed<'_>) -> Document {
    let (words, card) = (printed.words, it.card);
    let outcome = match &card.result {
        ScoreResult::Scored { score, .. } => {
            let grade = marks::grade(words, card).unwrap_or_default();
            words.format("feedback-outcome", &[("score", score.as_str()), ("grade", &grade)])
        }
        ScoreResult::NotApplicable => words.get("feedback-no-outcome"),
    };
    let title = wording::name(words, &it.evaluation.name);
    let blocks =
        [Some(scores((it.evaluation, card), printed)), points(card, printed), mend(it, printed)];
    Document {
        id: ID,
        party: card.subject.to_string(),
        period: it.evaluation.period.to_string(),
        currency: None,
        as_of: printed.as_of,
        title: words.format("feedback-title", &[("name", title)]),
        header: [
            words.format("feedback-subject", &[("name", &card.subject_name)]),
            it.evaluation.period.to_string(),
            outcome,
        ],
        blocks: blocks.into_iter().flatten().chain(findings(card, printed)).collect(),
        notes: notes(it, printed),
        signers: words.get("feedback-signers"),
    }
}

fn columns<const N: usize>(
    columns: [(&'static str, u16); N],
    printed: &Printed<'_>,
) -> Vec<Column> {
    let head = |id: &str| printed.words.get(&format!("feedback-column-{id}"));
    columns.map(|(id, width)| Column { id, head: head(id), width }).into()
}

/// The dimensions, each with its indicators.
fn scores((evaluation, card): (&Evaluation, &Scorecard), printed: &Printed<'_>) -> Block {
    let each = card.dimensions.iter().flat_map(|dimension| {
        let indicators = dimension
            .indicators
            .iter()
            .map(|it| of_indicator((evaluation, dimension, it), printed));
        std::iter::once(of_dimension(dimension, printed)).chain(indicators)
    });
    let columns = columns(
        [
            (ITEM, 36),
            ("source", 28),
            ("weight", 16),
            ("counted", 16),
            ("ratio", 12),
            ("score", 12),
            ("adds", 12),
        ],
        printed,
    );
    Block { id: ID, title: String::new(), columns, rows: each.collect() }
}

fn of_dimension(it: &DimensionScore, printed: &Printed<'_>) -> Row {
    let cells = vec![
        item(&it.id, wording::name(printed.words, &it.name)),
        Cell::Text(printed.policy.citation(&it.source, printed.words)),
        weight(it.weight, it.effective_weight_ppm),
        Cell::Text(String::new()),
        Cell::Text(String::new()),
        score(it.score_nano),
        Cell::Text(String::new()),
    ];
    Row { depth: 0, cells }
}

fn of_indicator(
    (evaluation, dimension, it): (&Evaluation, &DimensionScore, &IndicatorScore),
    printed: &Printed<'_>,
) -> Row {
    let measure = it.measure.as_ref();
    let counted = measure.map_or(Cell::Unknown, |it| {
        Cell::Text(format!("{} / {}", it.numerator.value, it.denominator.value))
    });
    let cells = vec![
        item(&it.id, wording::name(printed.words, &it.name)),
        Cell::Text(printed.policy.citation(&it.source, printed.words)),
        weight(it.weight, it.effective_weight_ppm),
        counted,
        measure.and_then(|it| it.ratio).map_or(Cell::Unknown, Cell::Share),
        score(it.score_nano),
        score(evaluation.contribution_nano(dimension, it)),
    ];
    Row { depth: 1, cells }
}

/// What was deducted and added; `None` where the scheme does neither.
fn points(card: &Scorecard, printed: &Printed<'_>) -> Option<Block> {
    let words = printed.words;
    let row = |(kind, it): (&str, &Points)| {
        let count = it.count.as_ref().map(|it| it.value.to_string());
        let cells = vec![
            item(&it.id, wording::name(words, &it.name)),
            Cell::Text(printed.policy.citation(&it.source, words)),
            Cell::Text(words.get(kind)),
            count.map_or(Cell::Unknown, Cell::Text),
            Cell::Text(score_text(it.each_nano)),
            Cell::Text(score_text(it.points_nano)),
        ];
        Row { depth: 1, cells }
    };
    let rows = marks::points(card.adjusted.as_ref()?).map(row).collect();
    let columns =
        [(ITEM, 36), ("source", 28), ("kind", 16), ("counted", 16), ("each", 12), ("points", 12)];
    let (title, columns) = (words.get("feedback-points"), self::columns(columns, printed));
    Some(Block { id: "points", title, columns, rows })
}

/// What to mend first; `None` where nothing would bring points or nobody can tell, which a note says.
fn mend(it: &Feedback<'_>, printed: &Printed<'_>) -> Option<Block> {
    let words = printed.words;
    let gains = it.gains.filter(|it| !it.is_empty())?;
    let row = |it: &Gain| {
        let cells = vec![
            item(&it.id, wording::name(words, &it.name)),
            Cell::Text(gains::said(it, words).join(&words.get("feedback-between"))),
            Cell::Text(gain_text(it.all_nano)),
        ];
        Row { depth: 1, cells }
    };
    let columns = columns([(ITEM, 36), ("to_do", 28), ("all", 16)], printed);
    let title = words.get("feedback-gains");
    Some(Block { id: "gains", title, columns, rows: gains.iter().map(row).collect() })
}

/// Open findings by rule; `None` where there are none.
fn findings(card: &Scorecard, printed: &Printed<'_>) -> Option<Block> {
    let row = |it: &FindingCount| Row {
        depth: 1,
        cells: vec![Cell::Text(it.rule.clone()), Cell::Text(it.open.to_string())],
    };
    let rows: Vec<Row> = card.findings.iter().map(row).collect();
    let columns = columns([("rule", 36), ("open", 28)], printed);
    let title = printed.words.get("feedback-findings");
    (!rows.is_empty()).then_some(Block { id: "findings", title, columns, rows })
}

/// What has to be read with the scores: that they are valid no more first, then what a veto did.
fn notes(it: &Feedback<'_>, printed: &Printed<'_>) -> Vec<String> {
    let (words, card, evaluation) = (printed.words, it.card, it.evaluation);
    let mut notes: Vec<String> = void(it, words).collect();
    notes.extend(card.vetoes.iter().map(|veto| marks::veto(words, card, veto)));
    notes.extend(it.answer_by.map(|due| {
        words.format("feedback-answer", &[("due", &*due.to_string()), ("evaluation", it.id)])
    }));
    notes.extend(marks::under_way(words, (evaluation.period, evaluation.as_of), printed.zone));
    notes.extend(marks::reckoned(words, card));
    notes.push(match it.gains {
        None => words.get("gains-unknown"),
        Some([]) => words.get("gains-none"),
        Some(_) => words.get("feedback-gains-note"),
    });
    notes.extend(card.waived.iter().map(|it| wording::waived(words, it)));
    notes.push(wording::missing(words, evaluation.missing));
    notes.push(wording::rounding(words, evaluation.rounding));
    let documents = [
        ("evaluation", it.id.to_owned()),
        ("scheme", wording::document(words, &evaluation.scheme)),
        ("policy", wording::document(words, &evaluation.policy)),
    ];
    notes.push(words.format("feedback-documents", &documents));
    notes.push(printed.cut_off());
    notes
}

/// Why the results are valid no more, or what they do not take into account.
fn void<'a>(it: &'a Feedback<'_>, words: &'a Words) -> impl Iterator<Item = String> + 'a {
    let ended = it.stands.err().map(|refused| {
        words.get(match refused {
            Refused::Superseded => "feedback-superseded",
            _ => "feedback-changed",
        })
    });
    let annulled = it.annulled.iter().map(|of| {
        let arguments = [
            ("determined", of.determined.clone()),
            ("document", of.document.clone()),
            ("day", of.said_on.to_string()),
        ];
        words.format("feedback-annulled", &arguments)
    });
    ended.into_iter().chain(annulled)
}

fn item(id: &str, name: &str) -> Cell {
    Cell::Text(format!("{id} {name}"))
}

fn score(nano: Option<i64>) -> Cell {
    nano.map_or(Cell::Unknown, |nano| Cell::Text(score_text(nano)))
}

/// The weight as the scheme has it, and what it comes to of the whole.
fn weight(weight: u32, effective_ppm: i64) -> Cell {
    Cell::Text(format!("{weight} ({})", Ratio::from_ppm(effective_ppm)))
}

#[cfg(test)]
mod tests;
