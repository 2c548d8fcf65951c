//! Reading an objection: what is doubted, and the steps that were taken.

use jiff::civil::Date;

use super::columns::{DECISIONS, MATTERS, RESULTS};
use super::{Matter, Objection, Step, rules};
use crate::case::steps::{AnswerColumns, DAY, Needed, StepRules, Steps};
use crate::case::{Again, Answer, Raiser};
use crate::form::cells::{Cells, parse_day};

const DECISION: AnswerColumns =
    AnswerColumns { on: "decided_on", answer: "decision", words: DECISIONS, reason: "reason" };

const VERIFICATION: AnswerColumns =
    AnswerColumns { on: "verified_on", answer: "result", words: RESULTS, reason: "reason" };

/// An objection from a row.
pub(super) fn read(cells: &mut Cells<'_, '_>, received_on: Date) -> Option<Objection> {
    let number = cells.required("number");
    let code = cells.required("code");
    let raised_on = cells.read_required("raised_on", DAY, parse_day);
    if raised_on.is_some_and(|it| received_on < it) {
        cells.refuse(rules::ORDER, "raised_on", &format!("… {received_on}"));
    }
    let raised_by = cells.meaning("raised_by", Raiser::WORDS, &Raiser::ALL);
    let matter = cells.meaning("matter", MATTERS, &Matter::ALL);
    let step_rules = StepRules { step: rules::STEP, order: rules::ORDER, reason: rules::REASON };
    let from = raised_on.unwrap_or(received_on);
    let mut steps = Steps { cells, rules: step_rules, from, to: received_on };
    let decision = steps.answer(DECISION, None);
    let is_given = |it: Option<Answer>| it.is_some_and(|it| it.yes);
    let accepted = Needed { is_given: is_given(decision), column: "decision", yes: DECISIONS[0] };
    let verification = steps.answer(VERIFICATION, Some(accepted));
    let founded = Needed { is_given: is_given(verification), column: "result", yes: RESULTS[0] };
    let corrected_on = steps.done("corrected_on", founded);
    let reviewed_on = steps.done("reviewed_on", founded).filter(|_| steps.has_reason("cause"));
    let unclear = steps.unclear(&[
        (Step::Decision, decision.is_some(), &[DECISION.on, DECISION.answer]),
        (Step::Verification, verification.is_some(), &[VERIFICATION.on, VERIFICATION.answer]),
        (Step::Correction, corrected_on.is_some(), &["corrected_on"]),
        (Step::Review, reviewed_on.is_some(), &["reviewed_on"]),
    ]);
    if corrected_on.is_some() && cells.text("reviewed_on").is_empty() {
        cells.note(rules::REVIEW, "reviewed_on", &cells.headers("reviewed_on"));
    }
    Some(Objection {
        number: number?.to_owned(),
        code: code?.to_owned(),
        raised_on: raised_on?,
        raised_by,
        matter,
        text: cells.text("text").to_owned(),
        decision,
        verification,
        reason: cells.text("reason").to_owned(),
        corrected_on,
        reviewed_on,
        cause: cells.text("cause").to_owned(),
        unclear,
    })
}

/// Names what of a row does not hold because more was told before: else what is late would come back into
/// time.
pub(super) fn note(cells: &mut Cells<'_, '_>, again: &Again<'_, Objection>) {
    again.raised(cells, rules::ORDER);
    again.answer(cells, (rules::ORDER, DECISION), Step::Decision);
    again.answer(cells, (rules::ORDER, VERIFICATION), Step::Verification);
    again.day(cells, (rules::ORDER, "corrected_on"), Step::Correction);
    again.day(cells, (rules::ORDER, "reviewed_on"), Step::Review);
}
