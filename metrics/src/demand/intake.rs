//! Reading a demand: what is asked for, and the steps that were taken.

use std::collections::BTreeSet;

use jiff::civil::Date;

use super::columns::{ANSWERS, SHARINGS};
use super::{Demand, Sharing, Step, rules};
use crate::case::steps::{AnswerColumns, DAY, Needed, StepRules, Steps};
use crate::case::{Again, Raiser};
use crate::finding::reading;
use crate::form::cells::{Cells, YES_NO, parse_day, parse_yes_no};
use crate::ledger::says_nothing;

const ANSWER: AnswerColumns =
    AnswerColumns { on: "answered_on", answer: "answer", words: ANSWERS, reason: "ground" };

/// A demand from a row, whole or not.
pub(super) fn read(cells: &mut Cells<'_, '_>, received_on: Date) -> Demand {
    let (asked, is_understood) = asked(cells, received_on);
    let step_rules = StepRules { step: rules::STEP, order: rules::ORDER, reason: rules::GROUND };
    let mut steps = Steps { cells, rules: step_rules, from: asked.raised_on, to: received_on };
    let accepted_on = steps.begun("accepted_on");
    let answer = steps.answer(ANSWER, None).filter(|_| is_understood);
    let answered = Demand { accepted_on, answer, ..asked };
    let owed = Needed { is_given: answered.is_owed(), column: "answer", yes: ANSWERS[0] };
    let delivered_on = steps.done("delivered_on", owed);
    let unclear = steps.unclear(&[
        (Step::Acceptance, accepted_on.is_some(), &["accepted_on"]),
        (Step::Answer, answer.is_some(), &[ANSWER.on, ANSWER.answer]),
        (Step::Delivery, delivered_on.is_some(), &["delivered_on"]),
    ]);
    Demand { delivered_on, unclear, ..answered }
}

/// Names a refusal of what is consented to (`SH-15-1`), and what of a row does not hold because more was told
/// before (`DD-5`): else what is late would come back into time, and what was consented to could be refused.
pub(super) fn note(cells: &mut Cells<'_, '_>, holds: &Demand, again: Option<&Again<'_, Demand>>) {
    if let Some(again) = again {
        again.raised(cells, rules::AGAIN);
        note_asked(cells, again);
        again.day(cells, (rules::AGAIN, "accepted_on"), Step::Acceptance);
        again.answer(cells, (rules::AGAIN, ANSWER), Step::Answer);
        again.day(cells, (rules::AGAIN, "delivered_on"), Step::Delivery);
    }
    let (no, no_zh) = ANSWERS[1];
    if holds.consented && [no, no_zh].contains(&cells.text(ANSWER.answer)) {
        let (yes, yes_zh) = ANSWERS[0];
        cells.note(rules::CONSENTED, ANSWER.answer, &format!("{yes_zh} {yes}"));
    }
}

/// Names what a row says less strictly of what is asked for than it holds.
fn note_asked(cells: &mut Cells<'_, '_>, again: &Again<'_, Demand>) {
    let Again { said, deadlines, .. } = again;
    let holds = &again.holds.case;
    let is_no = parse_yes_no(cells.text("consented")).is_some();
    let mut less = |column, is_less, is_read, (word, word_zh): (&str, &str)| {
        if is_less && again.is_less(cells, column, is_read) {
            cells.note(rules::AGAIN, column, &format!("{word_zh} {word}"));
        }
    };
    let is_other = said.raised_by.is_some_and(|_| said.raised_by != holds.raised_by);
    less("raised_by", is_other && holds.is_between_departments(), true, Raiser::Department.words());
    if let Some(sharing) = holds.sharing.and_then(|_| holds.judged_as(deadlines)) {
        let is_less = said.sharing != Some(sharing);
        less("sharing", is_less, said.sharing.is_some(), sharing.words());
    }
    less("consented", holds.consented && !said.consented, is_no, ("yes", "是"));
}

/// What is asked for, without any step; and whether it is understood. If not, nobody knows by when to answer or
/// whether to refuse, and an answer is none.
fn asked(cells: &mut Cells<'_, '_>, received_on: Date) -> (Demand, bool) {
    let number = cells.required("number").unwrap_or_default().to_owned();
    let raised_on = cells.read_required("raised_on", DAY, parse_day).unwrap_or(received_on);
    if received_on < raised_on {
        cells.refuse(rules::ORDER, "raised_on", &format!("… {received_on}"));
    }
    let [code, text, ground] = ["code", "text", "ground"].map(|it| cells.text(it).to_owned());
    if says_nothing(&code) && says_nothing(&text) {
        let expected = ["code", "text"].map(|it| cells.headers(it)).join(", ");
        cells.note(reading::CELL_EMPTY, "code", &expected);
    }
    let raised_by = cells.meaning("raised_by", Raiser::WORDS, &Raiser::ALL);
    note_empty(cells, "raised_by");
    let sharing = cells.meaning("sharing", SHARINGS, &Sharing::ALL);
    let consented = cells.read_or_note("consented", YES_NO, parse_yes_no);
    let is_read = |column, is_some| is_some || cells.text(column).is_empty();
    let is_understood =
        is_read("sharing", sharing.is_some()) && is_read("consented", consented.is_some());
    if raised_by == Some(Raiser::Department) {
        note_empty(cells, "sharing");
    }
    let asked = Demand {
        number,
        code,
        text,
        raised_on,
        raised_by,
        sharing,
        sharing_told_on: None,
        consented: consented.unwrap_or_default(),
        accepted_on: None,
        answer: None,
        ground,
        delivered_on: None,
        unclear: BTreeSet::new(),
    };
    (asked, is_understood)
}

/// `R-5` where a cell is empty that is needed to judge the demand; it stays.
fn note_empty(cells: &mut Cells<'_, '_>, column: &str) {
    if cells.text(column).is_empty() {
        cells.note(reading::CELL_EMPTY, column, &cells.headers(column));
    }
}
