//! Reading demands. A step that is not whole or not in order is named and counts as not done: the demand stays,
//! so that writing it down wrongly never hides it.

use std::collections::BTreeMap;

use jiff::civil::Date;

use super::columns::{ANSWERS, SHARINGS};
use super::{COLUMNS, Demand, DemandFact, Sharing, Strictness, rules};
use crate::authority::{Authority, RefusedRows};
use crate::course::Answer;
use crate::finding::{Faults, reading};
use crate::form::Row;
use crate::form::cells::{Cells, YES_NO, parse_day, parse_yes_no};
use crate::form::entries::{Entry, note_unknown, settle};
use crate::form::steps::{DAY, StepRules, Steps};
use crate::party::PartyId;
use crate::raiser::Raiser;

/// What the rules need to know from outside the file.
#[derive(Clone, Debug)]
pub struct DemandContext {
    /// The day on which the file was handed in.
    pub received_on: Date,
    /// Who hands in, and who is registered; `None` where there is no register to ask.
    pub authority: Option<Authority>,
    /// What stays of each demand in force, by its party and number.
    pub before: BTreeMap<(PartyId, String), Strictness>,
}

/// What a file of demands gave.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct CheckedDemands {
    /// The demands understood, in file order.
    pub facts: Vec<DemandFact>,
    /// The rules broken.
    pub faults: Faults,
    /// Rows handed in.
    pub rows: u64,
}

/// Collects demands.
#[derive(Debug)]
pub struct DemandIntake {
    context: DemandContext,
    entries: Vec<Entry<Demand>>,
    refused: RefusedRows,
    faults: Faults,
    rows: u64,
}

impl DemandIntake {
    /// An empty file. Where there is a register, parties that it does not know are noted (`R-7`), and demands
    /// to another do not count but from public bodies (`R-14`).
    #[must_use]
    pub fn new(context: DemandContext) -> Self {
        Self {
            context,
            entries: Vec::new(),
            refused: RefusedRows::default(),
            faults: Faults::default(),
            rows: 0,
        }
    }

    /// Takes one row.
    pub fn row(&mut self, row: &Row<'_>) {
        self.rows += 1;
        let mut cells = Cells::open(COLUMNS, &["party", "number"], *row, &mut self.faults);
        let party = cells.party("party");
        let number = cells.text("number").to_owned();
        if self.refused.take(self.context.authority.as_ref(), (party.as_ref(), &number), row.number)
        {
            return;
        }
        let before = party.clone().and_then(|party| self.context.before.get(&(party, number)));
        let content = read(&mut cells, self.context.received_on, before);
        if let (Some(party), true) = (party, cells.is_whole()) {
            let label = content.number.clone();
            self.entries.push(Entry { party, label, content, origin: row.origin() });
        }
    }

    /// Counts a row that could not be read as one; the fault is whoever read it to report.
    pub fn unreadable(&mut self) {
        self.rows += 1;
    }

    /// Ends the file: the rules that need all of it are judged.
    #[must_use]
    pub fn finish(mut self) -> CheckedDemands {
        let in_common = |one: Demand, other: &Demand| Some(one.in_common(other));
        let settled = settle(self.entries, in_common, &mut self.faults);
        if let Some(authority) = &self.context.authority {
            note_unknown(&settled, &authority.known(), &mut self.faults);
            self.refused.faults(authority).for_each(|it| self.faults.push(it));
        }
        self.faults.sort();
        let fact = |it: Entry<Demand>| DemandFact {
            party: it.party,
            demand: it.content,
            origin: it.origin,
        };
        let facts = settled.into_iter().map(fact).collect();
        CheckedDemands { facts, faults: self.faults, rows: self.rows }
    }
}

/// A demand from a row, if the row is whole. Handed in again it stays as strict as it was.
fn read(cells: &mut Cells<'_, '_>, received_on: Date, before: Option<&Strictness>) -> Demand {
    let (mut asked, is_understood) = asked(cells, received_on);
    if let Some(before) = before {
        asked = again(cells, asked, before);
    }
    let says_no = [ANSWERS[1].0, ANSWERS[1].1].contains(&cells.text("answer"));
    if says_no && asked.consented {
        let (yes, yes_zh) = ANSWERS[0];
        cells.note(rules::CONSENTED, "answer", &format!("{yes_zh} {yes}"));
    }
    let step_rules = StepRules { step: rules::STEP, order: rules::ORDER, reason: rules::GROUND };
    let mut steps = Steps { cells, rules: step_rules, from: asked.raised_on, to: received_on };
    let accepted_on = steps.begun("accepted_on");
    let answer = steps.answer(("answered_on", "answer", ANSWERS, "ground"), None);
    let agreed_on = before.and_then(|it| it.agreed_on);
    let answer = still_agreed(&mut steps, answer.filter(|_| is_understood), agreed_on);
    let answered = Demand { accepted_on, answer, ..asked };
    let owed = (answered.is_owed(), ("answer", ANSWERS[0]));
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
fn again(cells: &mut Cells<'_, '_>, asked: Demand, before: &Strictness) -> Demand {
    let said = asked.strictness();
    let kept = asked.no_less_strict(before);
    if kept.raised_on != said.raised_on {
        cells.note(rules::AGAIN, "raised_on", &format!("… {}", kept.raised_on));
    }
    if let Some((word, word_zh)) =
        kept.sharing.filter(|_| kept.sharing != said.sharing).map(Sharing::words)
    {
        cells.note(rules::AGAIN, "sharing", &format!("{word_zh} {word}"));
    }
    if kept.consented != said.consented {
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
        None | Some(_) => {
            let (yes, yes_zh) = ANSWERS[0];
            steps.cells.note(rules::AGAIN, "answer", &format!("{yes_zh} {yes}"));
        }
    }
    steps.from = steps.from.max(on);
    Some(Answer { on, yes: true })
}
