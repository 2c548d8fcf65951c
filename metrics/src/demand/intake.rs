//! Reading a demand: what is asked for, and the steps that were taken.

use jiff::civil::Date;

use super::columns::{ANSWERS, SHARINGS};
use super::{Demand, Sharing, rules};
use crate::case::steps::{AnswerColumns, DAY, Needed, StepRules, Steps};
use crate::case::{Answer, Before, Raiser};
use crate::finding::reading;
use crate::form::cells::{Cells, YES_NO, parse_day, parse_yes_no};
use crate::ledger::says_nothing;

const ANSWER: AnswerColumns =
    AnswerColumns { on: "answered_on", answer: "answer", words: ANSWERS, reason: "ground" };

/// A demand from a row, whole or not. Handed in again it stays as strict as it was.
pub(super) fn read(
    cells: &mut Cells<'_, '_>,
    received_on: Date,
    before: Option<&Before<Demand>>,
) -> Demand {
    let (mut asked, is_understood) = asked(cells, received_on);
    if let Some(before) = before {
        asked = again(cells, asked, &before.content);
    }
    if says(cells, ANSWERS[1]) && asked.consented {
        let (yes, yes_zh) = ANSWERS[0];
        cells.note(rules::CONSENTED, "answer", &format!("{yes_zh} {yes}"));
    }
    let step_rules = StepRules { step: rules::STEP, order: rules::ORDER, reason: rules::GROUND };
    let mut steps = Steps { cells, rules: step_rules, from: asked.raised_on, to: received_on };
    let accepted_on = steps.begun("accepted_on");
    let answer = steps.answer(ANSWER, None).filter(|_| is_understood);
    let mut answered = Demand { accepted_on, answer, ..asked };
    if let Some(before) = before {
        answered = still_agreed(&mut steps, answered, before);
    }
    let owed = Needed { is_given: answered.is_owed(), column: "answer", yes: ANSWERS[0] };
    let demand = Demand { delivered_on: steps.done("delivered_on", owed), ..answered };
    match before {
        Some(before) => no_earlier(cells, demand, before),
        None => demand,
    }
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
        consented: consented.unwrap_or_default(),
        accepted_on: None,
        answer: None,
        agreed_on: None,
        ground,
        delivered_on: None,
    };
    (asked, is_understood)
}

/// `R-5` where a cell is empty that is needed to judge the demand; it stays.
fn note_empty(cells: &mut Cells<'_, '_>, column: &str) {
    if cells.text(column).is_empty() {
        cells.note(reading::CELL_EMPTY, column, &cells.headers(column));
    }
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

/// The demand with the yes that was given before (`DD-5`): nobody takes back what the data are owed by, or
/// moves it. Where rows in force agree on different days, nobody can say on which until that file is
/// superseded.
fn still_agreed(steps: &mut Steps<'_, '_, '_>, it: Demand, before: &Before<Demand>) -> Demand {
    let told = &before.content;
    let Some(on) = told.promised_on() else { return it };
    match it.answer {
        Some(answer) if answer.yes => {
            let expected = match told.answer {
                Some(_) => on.to_string(),
                None => match before.received_on.filter(|it| answer.on < *it) {
                    Some(received_on) => format!("{received_on} …"),
                    None => format!("… {on}"),
                },
            };
            if told.answer != it.answer {
                steps.cells.note(rules::AGAIN, ANSWER.on, &expected);
            }
        }
        None | Some(_)
            if says(steps.cells, ANSWERS[1]) || steps.cells.text("answer").is_empty() =>
        {
            let (yes, yes_zh) = ANSWERS[0];
            steps.cells.note(rules::AGAIN, "answer", &format!("{yes_zh} {yes}"));
        }
        // What it says is no answer for another reason, which is named.
        None | Some(_) => {}
    }
    steps.from = steps.from.max(on);
    Demand { answer: told.answer, agreed_on: told.agreed_on, ..it }
}

/// The demand with no step sooner than a file in force says (`DD-5`, [`Before::no_earlier`]): else what was
/// done late would be moved back into time. An answer accepts.
fn no_earlier(cells: &mut Cells<'_, '_>, it: Demand, before: &Before<Demand>) -> Demand {
    let told = &before.content;
    let answered_on = told.answer.map(|it| it.on);
    let mut day = |column, on, told| before.no_earlier(cells, (rules::AGAIN, column), on, told);
    let told_on = told.accepted_on.or(answered_on);
    let accepted_on = day("accepted_on", it.accepted_on, told_on);
    let answer = it.answer.and_then(|it| {
        let on = day(ANSWER.on, Some(it.on), answered_on)?;
        Some(Answer { on, ..it })
    });
    let delivered_on = day("delivered_on", it.delivered_on, told.delivered_on);
    Demand { accepted_on, answer, delivered_on, ..it }
}

/// Whether the answer is this word, in English or in Chinese.
fn says(cells: &Cells<'_, '_>, (word, word_zh): (&str, &str)) -> bool {
    [word, word_zh].contains(&cells.text("answer"))
}
