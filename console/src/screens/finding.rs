//! One finding: what was asked for, what was found, on what ground, and the row that proves it. One
//! that the calendar made has no row: it rests on a duty and its day.

use jiff::Timestamp;
use jiff::civil::Date;
use metrics::finding::life::{FindingRefused, FindingState};
use metrics::finding::waiver::{Waivable, Waiver, WaiverAct, WaiverRefused, WaiverState};
use store::findings;
use store::waivers::StoredWaiver;

use super::findings::{sentence, severity, state};
use super::raw::Cells;
use super::{Kind, Outcome, Screen, Step, View, raw, submission};
use crate::app::Form;
use crate::command::Id;
use crate::context::Context;
use crate::page::{Body, Cell, Focus, Height, Page, Panel};
use crate::query::{Act, FindingFile, Payload, RawKey, Request, RowPlace};
use crate::text::CleanText;
use crate::theme::Role;

/// One finding.
#[derive(Clone, Debug)]
pub struct Finding {
    stored: findings::Finding,
    /// The waivers that are about it, by number; `None` before they are loaded.
    waivers: Option<Vec<StoredWaiver>>,
    /// What it said before, with since when, newest first.
    earlier: Vec<(Timestamp, findings::Finding)>,
    cells: Cells,
}

impl Finding {
    /// The screen of a finding.
    #[must_use]
    pub fn screen(finding: &findings::Finding) -> Screen {
        let (stored, cells) = (finding.clone(), Cells::default());
        Screen::Finding(Self { stored, waivers: None, earlier: Vec::new(), cells })
    }

    /// Whether the calendar made it: no submission shows it.
    fn is_of_calendar(&self) -> bool {
        self.stored.receipt.is_empty()
    }

    fn key(&self) -> RawKey {
        RawKey {
            sha256: self.stored.sha256.clone(),
            receipt: self.stored.receipt.clone(),
            row: RowPlace::Number(self.stored.row.unwrap_or(1)),
            column: self.stored.column.clone(),
        }
    }

    /// The waiver that counts, with where it stands: one that is proposed or granted, else the last.
    fn waiver(&self, context: &Context) -> Option<(&StoredWaiver, WaiverState)> {
        let today = context.zone.to_datetime(context.now).date();
        let waivers = self.waivers.iter().flatten();
        waivers
            .map(|it| (it, it.state(today)))
            .max_by_key(|(it, state)| (is_live(*state), it.number))
    }

    /// Asks for a waiver of this finding alone, in its month.
    fn propose(&self, context: &Context) -> Outcome {
        let Some(month) = self.stored.month(&context.zone) else { return Outcome::None };
        let today = context.zone.to_datetime(context.now).date();
        Outcome::Fill(Form::waiver(Waiver {
            subject: self.stored.subject.clone(),
            rule: self.stored.rule.clone(),
            cause: Some(self.stored.cause.clone()),
            span: month.into(),
            reason: String::new(),
            document: String::new(),
            from: today,
            until: today,
        }))
    }

    /// Why something cannot be done about its waiver, if so. Who may is the desk's to say.
    fn off(&self, act: WaiverAct, context: &Context) -> Option<CleanText> {
        let state = self.waiver(context).map(|(_, state)| state);
        match act {
            WaiverAct::Propose if context.policy.waivable(&self.stored.rule) != Waivable::Yes => {
                Some(context.term(WaiverRefused::NeverWaived.id()))
            }
            WaiverAct::Propose if self.stored.state == FindingState::Closed => {
                Some(context.term(FindingRefused::Closed.id()))
            }
            WaiverAct::Propose => {
                state.filter(|it| is_live(*it)).map(|_| context.word("off-waived"))
            }
            WaiverAct::Approve | WaiverAct::Refuse => (state != Some(WaiverState::Proposed))
                .then(|| context.word("off-no-waiver-proposed")),
            WaiverAct::Withdraw => {
                let is_granted = state.is_some_and(|it| is_live(it) && it != WaiverState::Proposed);
                (!is_granted).then(|| context.word("off-no-waiver-granted"))
            }
        }
    }

    fn about<'a>(&'a self, context: &'a Context) -> Panel<'a> {
        let finding = &self.stored;
        let rule = context.policy.rule(&finding.rule);
        let name = rule.map(|it| context.name(&it.name)).unwrap_or_default();
        let place = [
            finding.row.map(|row| context.term_with("common-row", &[("row", &row.to_string())])),
            Some(CleanText::new(&finding.column)),
            Some(CleanText::new(&finding.sheet)),
        ];
        let place: Vec<String> = place
            .into_iter()
            .flatten()
            .filter(|it| !it.is_empty())
            .map(|it| it.to_string())
            .collect();
        let period = finding.period.map(|it| it.to_string()).unwrap_or_default();
        // Of what the calendar finds, a day is the last one; what submissions contradict is a figure or a text.
        let is_day = finding.expected.parse::<Date>().is_ok();
        let expected = if self.is_of_calendar() && is_day { "due-by" } else { "expected" };
        let mut fields = vec![
            context.field("severity", severity(finding.severity, context)),
            context.field("state", state(finding.state, context)),
            context.field("rule", Cell::plain(&format!("{} {name}", finding.rule))),
            context.field("basis", context.source(&finding.basis)),
            context.field("what", sentence(finding, context)),
            context.field(expected, Cell::untrusted(&finding.expected)),
            context.field("actual", Cell::untrusted(&finding.actual)),
            context.field("difference", Cell::untrusted(&finding.difference)),
        ];
        let earlier = self.earlier.iter().map(|it| earlier(it, finding, context));
        fields.extend(earlier.map(|it| context.field("earlier", it)));
        fields.extend([
            context.field("subject", context.party(&finding.subject)),
            context.field("month", Cell::plain(&period)),
            context.field("place", Cell::untrusted(&place.join("  "))),
            context.field("file", Cell::untrusted(&finding.file_name)),
            context.field("receipt", Cell::plain(&finding.receipt)),
            context.field("found-at", Cell::plain(context.instant(finding.found_at).as_str())),
        ]);
        if let Some((stored, state)) = self.waiver(context) {
            fields.insert(2, context.field("waiver", waiver(stored, state, context)));
        }
        if self.is_of_calendar() {
            fields.retain(|field| !field.value.text.is_empty());
        }
        let title = context.say("finding-title", &[("id", &finding.id.to_string())]);
        Panel::fields(title, 17, fields)
    }

    /// What is said where there is no row to show, and room for it.
    fn calendar(context: &Context) -> Panel<'_> {
        let body = Body::Text(vec![Cell::plain(context.word("calendar-means").as_str())]);
        let (title, height) = (context.word("calendar"), Height::Spare(6));
        Panel { title, height, focus: Focus::Elsewhere, body }
    }
}

/// Since when a finding said what other figures than now; where it is none of them, its sentence.
fn earlier(
    (since, then): &(Timestamp, findings::Finding),
    now: &findings::Finding,
    context: &Context,
) -> Cell {
    let figures = [
        ("expected", &then.expected, &now.expected),
        ("actual", &then.actual, &now.actual),
        ("difference", &then.difference, &now.difference),
    ];
    let figures = figures.into_iter().filter(|(_, then, now)| then != now && !then.is_empty());
    let figures = figures.map(|(word, then, _)| format!("{} {then}", context.word(word)));
    let figures = figures.collect::<Vec<_>>().join("  ");
    let sentence = sentence(then, context).text;
    let said = if figures.is_empty() { sentence.as_str() } else { &figures };
    Cell::untrusted(&format!("{}  {said}", context.instant(*since)))
}

/// Whether a waiver that stands so may hold, now or later.
fn is_live(state: WaiverState) -> bool {
    match state {
        WaiverState::Proposed | WaiverState::Waiting | WaiverState::InForce => true,
        WaiverState::Refused | WaiverState::Expired | WaiverState::Withdrawn => false,
    }
}

/// Where a waiver stands, until when, on what ground, and by whom.
fn waiver(stored: &StoredWaiver, state: WaiverState, context: &Context) -> Cell {
    let it = &stored.waiver;
    let (number, until) = (stored.number.to_string(), it.until.to_string());
    let word = context.term(&format!("waiver-state-{}", state.as_str()));
    let who = stored.who(WaiverAct::Approve).or_else(|| stored.who(WaiverAct::Propose));
    let arguments = [
        ("number", number.as_str()),
        ("state", word.as_str()),
        ("until", &until),
        ("document", &it.document),
        ("person", who.unwrap_or_default()),
        ("reason", &it.reason),
    ];
    let role = if state == WaiverState::InForce { Role::Good } else { Role::Text };
    Cell::new(context.say("waiver-line", &arguments), role)
}

impl View for Finding {
    fn kind(&self) -> Kind {
        Kind::Finding
    }

    fn request(&self, context: &Context) -> Option<Request> {
        let raw = (!self.is_of_calendar()).then(|| self.key());
        let finding = Box::new(self.stored.clone());
        Some(Request::Finding { finding, raw, as_of: context.as_of })
    }

    fn is_loaded(&self) -> bool {
        self.waivers.is_some()
    }

    fn accept(&mut self, payload: Payload, _: &Context) -> bool {
        let Payload::Finding(file) = payload else { return false };
        let FindingFile { row, mut waivers, earlier } = *file;
        waivers.retain(|it| it.covers(&self.stored));
        let waivers = Some(waivers);
        let is_new = self.waivers != waivers || self.earlier != earlier;
        (self.waivers, self.earlier) = (waivers, earlier);
        row.is_some_and(|row| self.cells.accept(&row, &self.stored.column)) || is_new
    }

    fn scroll(&mut self, step: Step) {
        self.cells.scroll(step);
    }

    fn page<'a>(&'a self, context: &'a Context) -> Page<'a> {
        let about = self.about(context).band();
        if self.is_of_calendar() {
            return vec![about, Self::calendar(context).band()];
        }
        let title = match self.stored.row {
            Some(_) => context.word("raw-row"),
            None => context.word("raw-first-row"),
        };
        vec![about, Panel::main(title, self.cells.grid(context)).band()]
    }

    fn open(&self, _: &Context) -> Option<Screen> {
        (!self.is_of_calendar()).then(|| raw::Raw::screen(self.key()))
    }

    fn run(&mut self, id: Id, context: &Context) -> Outcome {
        match id {
            Id::Waiver(WaiverAct::Propose) => self.propose(context),
            Id::Waiver(act) => self.waiver(context).map_or(Outcome::None, |(stored, _)| {
                let today = context.zone.to_datetime(context.now).date();
                let (number, note) = (stored.number, String::new());
                Outcome::Ask(Act::OnWaiver { number, act, note, today })
            }),
            Id::Raw => Outcome::open(raw::Raw::screen(self.key())),
            Id::Submission => Outcome::open(submission::Submission::screen(&self.stored.receipt)),
            _ => Outcome::None,
        }
    }

    fn refusal(&self, id: Id, context: &Context) -> Option<CleanText> {
        if let Id::Waiver(act) = id {
            return self.off(act, context);
        }
        let wants_file = [Id::Raw, Id::Submission].contains(&id);
        (wants_file && self.is_of_calendar()).then(|| context.word("off-calendar"))
    }
}
