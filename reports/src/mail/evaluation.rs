//! The letter that goes with an evaluation file: what it is, the grades, and how to check it.

use metrics::evaluation::scorecard::{ScoreResult, Scorecard};

use super::letter::{Block, Letter};
use crate::xlsx::Report;
use crate::{marks, wording};

/// Subjects that a letter names; the file names all.
const SUBJECTS_MAX: usize = 50;

/// The file that a letter goes with.
#[derive(Clone, Copy, Debug)]
pub struct File<'a> {
    /// The evaluation's id.
    pub evaluation_id: &'a str,
    /// Hash of the file's bytes.
    pub sha256: &'a str,
}

/// What the mail is about.
#[must_use]
pub fn subject(report: &Report<'_>) -> String {
    report.words.format("mail-evaluation-subject", &named(report))
}

/// The name of the file for people.
#[must_use]
pub fn file_name(report: &Report<'_>) -> String {
    report.words.format("mail-evaluation-file", &named(report))
}

/// What the mail says.
#[must_use]
pub fn letter(report: &Report<'_>, file: File<'_>) -> Letter {
    let words = report.words;
    let cards = &report.evaluation.scorecards;
    let mut blocks = vec![Block::Text(words.format("mail-evaluation-text", &named(report)))];
    blocks.extend(marks::reservations(report).into_iter().map(Block::Text));
    blocks.push(Block::Table {
        head: ["subject", "score", "grade"]
            .map(|it| words.get(&format!("mail-evaluation-{it}-column")))
            .to_vec(),
        rows: cards.iter().take(SUBJECTS_MAX).map(|it| row(report, it)).collect(),
    });
    if SUBJECTS_MAX < cards.len() {
        let more = (cards.len() - SUBJECTS_MAX).to_string();
        blocks.push(Block::Text(words.format("mail-evaluation-more", &[("count", more)])));
    }
    if report.by_one_hand {
        blocks.push(Block::Text(words.get("reports-one-hand")));
    }
    blocks.push(Block::Heading(words.get("mail-evaluation-check")));
    blocks.push(Block::Text(words.get("mail-evaluation-how")));
    let evaluation = report.evaluation;
    let as_of = wording::instant(evaluation.as_of, report.zone);
    let policy = wording::document(words, &evaluation.policy);
    let foot = [
        ("evaluation", file.evaluation_id),
        ("issuer", report.issuer),
        ("as-of", &as_of),
        ("policy", &policy),
        ("sha256", file.sha256),
        ("head", report.audit_head),
    ];
    let foot =
        foot.map(|(id, value)| words.format(&format!("mail-foot-{id}"), &[("value", value)]));
    Letter { title: subject(report), blocks, foot: foot.to_vec() }
}

fn named(report: &Report<'_>) -> [(&'static str, String); 2] {
    let name = wording::name(report.words, &report.evaluation.name).to_owned();
    [("name", name), ("period", report.evaluation.period.to_string())]
}

fn row(report: &Report<'_>, card: &Scorecard) -> Vec<String> {
    let score = match &card.result {
        ScoreResult::Scored { score, .. } => score.clone(),
        ScoreResult::NotApplicable => "–".to_owned(),
    };
    let grade = marks::grade(report.words, card);
    let grade = grade.unwrap_or_else(|| report.words.get("mail-evaluation-no-score"));
    vec![card.subject_name.clone(), score, grade]
}
