//! One finding: what was asked for, what was found, on what ground, and the row that proves it.

use store::findings;

use super::findings::{sentence, severity, state};
use super::raw::Cells;
use super::{Kind, Outcome, Screen, Step, View, raw, submission};
use crate::command::Id;
use crate::context::Context;
use crate::page::{Cell, Page, Panel};
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
        let fields = vec![
            context.field("severity", severity(finding.severity, context)),
            context.field("rule", Cell::plain(&format!("{} {name}", finding.rule))),
            context.field("basis", context.source(&finding.basis)),
            context.field("what", sentence(finding, context)),
            context.field("expected", Cell::untrusted(&finding.expected)),
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
        let title = context.say("finding-title", &[("id", &finding.id.to_string())]);
        Panel::fields(title, 16, fields)
    }
}

impl View for Finding {
    fn kind(&self) -> Kind {
        Kind::Finding
    }

    fn request(&self, _: &Context) -> Option<Request> {
        Some(Request::Raw(self.key()))
    }

    fn is_loaded(&self) -> bool {
        self.cells.is_loaded()
    }

    fn accept(&mut self, payload: Payload, _: &Context) -> bool {
        let Payload::Raw(row) = payload else { return false };
        self.cells.accept(&row, &self.finding.column)
    }

    fn scroll(&mut self, step: Step) {
        self.cells.scroll(step);
    }

    fn page<'a>(&'a self, context: &'a Context) -> Page<'a> {
        let title = match self.finding.row {
            Some(_) => context.word("raw-row"),
            None => context.word("raw-first-row"),
        };
        vec![self.about(context).band(), Panel::main(title, self.cells.grid(context)).band()]
    }

    fn open(&self, _: &Context) -> Option<Screen> {
        Some(raw::Raw::screen(self.key()))
    }

    fn run(&mut self, id: Id, _: &Context) -> Outcome {
        match id {
            Id::Raw => Outcome::open(raw::Raw::screen(self.key())),
            Id::Submission => Outcome::open(submission::Submission::screen(&self.finding.receipt)),
            _ => Outcome::None,
        }
    }
}
