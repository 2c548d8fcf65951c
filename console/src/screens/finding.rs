//! One finding: what was asked for, what was found, on what ground, and the row that proves it. One
//! that the calendar made has no row: it rests on a duty and its day.

use store::findings;

use super::findings::{sentence, severity, state};
use super::raw::Cells;
use super::{Kind, Outcome, Screen, Step, View, raw, submission};
use crate::command::Id;
use crate::context::Context;
use crate::page::{Body, Cell, Focus, Height, Page, Panel};
use crate::query::{Payload, RawKey, Request, RowPlace};
use crate::text::CleanText;

/// One finding.
#[derive(Clone, Debug)]
pub struct Finding {
    finding: findings::Finding,
    cells: Cells,
}

impl Finding {
    /// The screen of a finding.
    #[must_use]
    pub fn screen(finding: &findings::Finding) -> Screen {
        Screen::Finding(Self { finding: finding.clone(), cells: Cells::default() })
    }

    /// Whether the calendar made it: no submission shows it.
    fn is_of_calendar(&self) -> bool {
        self.finding.receipt.is_empty()
    }

    fn key(&self) -> RawKey {
        RawKey {
            sha256: self.finding.sha256.clone(),
            receipt: self.finding.receipt.clone(),
            row: RowPlace::Number(self.finding.row.unwrap_or(1)),
            column: self.finding.column.clone(),
        }
    }

    fn about<'a>(&'a self, context: &'a Context) -> Panel<'a> {
        let finding = &self.finding;
        let rule = context.policy.rule(&finding.rule);
        let name = rule.map(|it| context.name(&it.name)).unwrap_or_default();
        let place = [
            finding.row.map(|row| context.term_with("common-row", ("row", &row.to_string()))),
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
        let expected = if self.is_of_calendar() { "due-by" } else { "expected" };
        let mut fields = vec![
            context.field("severity", severity(finding.severity, context)),
            context.field("rule", Cell::plain(&format!("{} {name}", finding.rule))),
            context.field("basis", context.source(&finding.basis)),
            context.field("what", sentence(finding, context)),
            context.field(expected, Cell::untrusted(&finding.expected)),
            context.field("actual", Cell::untrusted(&finding.actual)),
            context.field("difference", Cell::untrusted(&finding.difference)),
            context.field("subject", context.party(&finding.subject)),
            context.field("month", Cell::plain(&period)),
            context.field("place", Cell::untrusted(&place.join("  "))),
            context.field("file", Cell::untrusted(&finding.file_name)),
            context.field("receipt", Cell::plain(&finding.receipt)),
            context.field("found-at", Cell::plain(context.instant(finding.found_at).as_str())),
            context.field("state", state(finding.state, context)),
        ];
        if self.is_of_calendar() {
            fields.retain(|field| !field.value.text.is_empty());
        }
        let title = context.say("finding-title", &[("id", &finding.id.to_string())]);
        Panel::fields(title, 16, fields)
    }

    /// What is said where there is no row to show.
    fn calendar(context: &Context) -> Panel<'_> {
        let body = Body::Text(vec![Cell::plain(context.word("calendar-means").as_str())]);
        let (title, height) = (context.word("calendar"), Height::Fit(6));
        Panel { title, height, focus: Focus::Elsewhere, body }
    }
}

impl View for Finding {
    fn kind(&self) -> Kind {
        Kind::Finding
    }

    fn request(&self, _: &Context) -> Option<Request> {
        (!self.is_of_calendar()).then(|| Request::Raw(self.key()))
    }

    fn is_loaded(&self) -> bool {
        self.is_of_calendar() || self.cells.is_loaded()
    }

    fn accept(&mut self, payload: Payload, _: &Context) -> bool {
        let Payload::Raw(row) = payload else { return false };
        self.cells.accept(&row, &self.finding.column)
    }

    fn scroll(&mut self, step: Step) {
        self.cells.scroll(step);
    }

    fn page<'a>(&'a self, context: &'a Context) -> Page<'a> {
        let about = self.about(context).band();
        if self.is_of_calendar() {
            return vec![about, Self::calendar(context).band()];
        }
        let title = match self.finding.row {
            Some(_) => context.word("raw-row"),
            None => context.word("raw-first-row"),
        };
        vec![about, Panel::main(title, self.cells.grid(context)).band()]
    }

    fn open(&self, _: &Context) -> Option<Screen> {
        (!self.is_of_calendar()).then(|| raw::Raw::screen(self.key()))
    }

    fn run(&mut self, id: Id, _: &Context) -> Outcome {
        match id {
            Id::Raw => Outcome::open(raw::Raw::screen(self.key())),
            Id::Submission => Outcome::open(submission::Submission::screen(&self.finding.receipt)),
            _ => Outcome::None,
        }
    }

    fn refusal(&self, id: Id, context: &Context) -> Option<CleanText> {
        let wants_file = [Id::Raw, Id::Submission].contains(&id);
        (wants_file && self.is_of_calendar()).then(|| context.word("off-calendar"))
    }
}
