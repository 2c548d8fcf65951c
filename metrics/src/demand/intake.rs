//! Reading a demand: what is asked for, and the steps that were taken.

use jiff::civil::Date;

use super::columns::{ANSWERS, SHARINGS};
use super::{Demand, Sharing, rules};
use crate::case::steps::{AnswerColumns, DAY, Needed, StepRules, Steps};
use crate::case::{Answer, Raiser};
use crate::finding::reading;
use crate::form::cells::{Cells, YES_NO, parse_day, parse_yes_no};

const ANSWER: AnswerColumns =
    AnswerColumns { on: "answered_on", answer: "answer", words: ANSWERS, reason: "ground" };

/// A demand from a row, whole or not. Handed in again it stays as strict as it was.
pub(super) fn read(
    cells: &mut Cells<'_, '_>,
    received_on: Date,
    before: Option<&Demand>,
) -> Demand {
    let (mut asked, is_understood) = asked(cells, received_on);
    if let Some(before) = before {
        asked = again(cells, asked, before);
    }
    if says(cells, ANSWERS[1]) && asked.consented {
        let (yes, yes_zh) = ANSWERS[0];
        cells.note(rules::CONSENTED, "answer", &format!("{yes_zh} {yes}"));
    }
    let step_rules = StepRules { step: rules::STEP, order: rules::ORDER, reason: rules::GROUND };
    let mut steps = Steps { cells, rules: step_rules, from: asked.raised_on, to: received_on };
    let accepted_on = steps.begun("accepted_on");
    let answer = steps.answer(ANSWER, None);
    let agreed_on = before.and_then(Demand::promised_on);
    let answer = still_agreed(&mut steps, answer.filter(|_| is_understood), agreed_on);
    let answered = Demand { accepted_on, answer, ..asked };
    let owed = Needed { is_given: answered.is_owed(), column: "answer", yes: ANSWERS[0] };
    Demand { delivered_on: steps.done("delivered_on", owed), ..answered }
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
    if code.is_empty() && text.is_empty() {
        let expected = ["code", "text"].map(|it| cells.headers(it)).join(", ");
        cells.note(reading::CELL_EMPTY, "code", &expected);
    }
    let raised_by = cells.meaning("raised_by", Raiser::WORDS, &Raiser::ALL);
    let sharing = cells.meaning("sharing", SHARINGS, &Sharing::ALL);
    let consented = cells.read_or_note("consented", YES_NO, parse_yes_no);
    let is_read = |column, is_some| is_some || cells.text(column).is_empty();
    let is_understood =
        is_read("sharing", sharing.is_some()) && is_read("consented", consented.is_some());
    let asked = Demand {
        number,
        code,
        text,
        raised_on,
        raised_by,
        sharing,
        consented: consented.unwrap_or_default(),
        accepted_on: None,
        answer: None,
        agreed_on: None,
        ground,
        delivered_on: None,
    };
    (asked, is_understood)
}

/// The demand as strict as it was before (`DD-5`): else what is late would come back into time, and what was
/// consented to could be refused.
fn again(cells: &mut Cells<'_, '_>, asked: Demand, before: &Demand) -> Demand {
    let said = (asked.raised_on, asked.sharing, asked.consented);
    let kept = asked.no_less_strict(before);
    if kept.raised_on != said.0 {
        cells.note(rules::AGAIN, "raised_on", &format!("… {}", kept.raised_on));
    }
    if let Some((word, word_zh)) =
        kept.sharing.filter(|_| kept.sharing != said.1).map(Sharing::words)
    {
        cells.note(rules::AGAIN, "sharing", &format!("{word_zh} {word}"));
    }
    if kept.consented != said.2 {
        cells.note(rules::AGAIN, "consented", "是 yes");
    }
    kept
}

/// The answer, or the yes that was given before it (`DD-5`): nobody takes back what the data are owed by, or
/// puts it off.
fn still_agreed(
    steps: &mut Steps<'_, '_, '_>,
    answer: Option<Answer>,
    agreed_on: Option<Date>,
) -> Option<Answer> {
    let Some(on) = agreed_on else { return answer };
    match answer {
        Some(it) if it.yes && it.on <= on => return answer,
        Some(it) if it.yes => steps.cells.note(rules::AGAIN, "answered_on", &format!("… {on}")),
        None | Some(_)
            if steps.cells.text("answer").is_empty() || says(steps.cells, ANSWERS[1]) =>
        {
            let (yes, yes_zh) = ANSWERS[0];
            steps.cells.note(rules::AGAIN, "answer", &format!("{yes_zh} {yes}"));
        }
        // What it says is no answer for another reason, which is named.
        None | Some(_) => {}
    }
    steps.from = steps.from.max(on);
    Some(Answer { on, yes: true })
}

/// Whether the answer is this word, in English or in Chinese.
fn says(cells: &Cells<'_, '_>, (word, word_zh): (&str, &str)) -> bool {
    [word, word_zh].contains(&cells.text("answer"))
}
