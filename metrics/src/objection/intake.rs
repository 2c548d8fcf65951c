//! Reading an objection: what is doubted, and the steps that were taken.

use jiff::civil::Date;

use super::columns::{DECISIONS, MATTERS, RESULTS};
use super::{Matter, Objection, rules};
use crate::case::steps::{AnswerColumns, DAY, Needed, StepRules, Steps};
use crate::case::{Answer, Before, Raiser};
use crate::form::cells::{Cells, parse_day};

const DECISION: AnswerColumns =
    AnswerColumns { on: "decided_on", answer: "decision", words: DECISIONS, reason: "reason" };

const VERIFICATION: AnswerColumns =
    AnswerColumns { on: "verified_on", answer: "result", words: RESULTS, reason: "reason" };

/// An objection from a row. Handed in again it keeps the earlier day of raising: a later one would bring what
/// is late back into time.
pub(super) fn read(
    cells: &mut Cells<'_, '_>,
    received_on: Date,
    before: Option<&Before<Objection>>,
) -> Option<Objection> {
    let number = cells.required("number");
    let code = cells.required("code");
    let raised_before = before.map(|it| it.content.raised_on);
    let mut raised_on = cells.read_required("raised_on", DAY, parse_day);
    if raised_on.is_some_and(|it| received_on < it) {
        cells.refuse(rules::ORDER, "raised_on", &format!("… {received_on}"));
    } else if let Some(before) = raised_before.filter(|it| raised_on.is_some_and(|on| *it < on)) {
        cells.note(rules::ORDER, "raised_on", &format!("… {before}"));
        raised_on = Some(before);
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
    if corrected_on.is_some() && cells.text("reviewed_on").is_empty() {
        cells.note(rules::REVIEW, "reviewed_on", &cells.headers("reviewed_on"));
    }
    let objection = Objection {
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
    };
    Some(match before {
        Some(before) => no_earlier(cells, objection, before),
        None => objection,
    })
}

/// The objection with no step sooner than a file in force says ([`Before::no_earlier`]): else what was done
/// late would be moved back into time.
fn no_earlier(cells: &mut Cells<'_, '_>, it: Objection, before: &Before<Objection>) -> Objection {
    let told = &before.content;
    let mut day = |column, on, told| before.no_earlier(cells, (rules::ORDER, column), on, told);
    let mut answer = |column, it: Option<Answer>, told: Option<Answer>| {
        let it = it?;
        let on = day(column, Some(it.on), told.map(|it| it.on))?;
        Some(Answer { on, ..it })
    };
    let decision = answer(DECISION.on, it.decision, told.decision);
    let verification = answer(VERIFICATION.on, it.verification, told.verification);
    let corrected_on = day("corrected_on", it.corrected_on, told.corrected_on);
    let reviewed_on = day("reviewed_on", it.reviewed_on, told.reviewed_on);
    Objection { decision, verification, corrected_on, reviewed_on, ..it }
}
