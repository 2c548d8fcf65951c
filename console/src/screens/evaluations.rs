//! Evaluations: drafts to review, reviewed ones to approve, and what was approved.

use std::sync::Arc;

use store::evaluations::StoredEvaluation;

use super::list::List;
use super::scorecards::{ask, next, refusal, state};
use super::{Kind, Outcome, Screen, Step, View, scorecards};
use crate::command::Id;
use crate::context::Context;
use crate::page::{Cell, Grid, Page, Panel};
use crate::query::{EVALUATION_PAGE_ROWS, Payload, Request};
use crate::text::CleanText;

/// Evaluations.
#[derive(Clone, Debug, Default)]
pub struct Evaluations {
    evaluations: List<Arc<StoredEvaluation>, EVALUATION_PAGE_ROWS>,
}

impl View for Evaluations {
    fn kind(&self) -> Kind {
        Kind::Evaluations
    }

    fn request(&self, _: &Context) -> Option<Request> {
        Some(Request::Evaluations { before: None })
    }

    fn is_loaded(&self) -> bool {
        self.evaluations.is_loaded()
    }

    fn accept(&mut self, payload: Payload, _: &Context) -> bool {
        let Payload::Evaluations(found) = payload else { return false };
        self.evaluations.replace(found, |a, b| a.id == b.id)
    }

    fn more(&self) -> Option<Request> {
        let last = self.evaluations.end_in_sight()?;
        Some(Request::Evaluations { before: Some((last.created_at, last.id.clone())) })
    }

    fn extend(&mut self, payload: Payload) {
        if let Payload::Evaluations(page) = payload {
            self.evaluations.append(page);
        }
    }

    fn scroll(&mut self, step: Step) {
        self.evaluations.scroll(step);
    }

    fn page<'a>(&'a self, context: &'a Context) -> Page<'a> {
        let row = |at: usize| {
            let Some(it) = self.evaluations.rows().get(at) else { return Vec::new() };
            vec![
                Cell::plain(&it.id),
                state(it.state(), context),
                next(it, context),
                Cell::plain(&it.evaluation.scorecards.len().to_string()),
                Cell::plain(context.instant(it.created_at).as_str()),
                Cell::plain(context.instant(it.evaluation.as_of).as_str()),
                Cell::plain(&it.requested_by),
            ]
        };
        let grid = Grid {
            columns: vec![
                context.text_column("evaluation", 28),
                context.text_column("state", 12),
                context.text_column("next", 25),
                context.optional_column("subjects"),
                context.optional_column("computed"),
                context.optional_column("as-of"),
                context.optional_column("by"),
            ],
            len: self.evaluations.len(),
            cursor: Some(self.evaluations.cursor()),
            empty: context.word("empty-evaluations"),
            row: Box::new(row),
        };
        vec![Panel::main(context.word("tab-evaluations"), grid).band()]
    }

    fn open(&self, _: &Context) -> Option<Screen> {
        let id = &self.evaluations.selected()?.id;
        Some(Screen::Scorecards(scorecards::Scorecards::of(id)))
    }

    fn run(&mut self, id: Id, _: &Context) -> Outcome {
        match (id, self.evaluations.selected()) {
            (Id::Act(act), Some(stored)) => Outcome::Ask(ask(stored, act)),
            _ => Outcome::None,
        }
    }

    fn refusal(&self, id: Id, context: &Context) -> Option<CleanText> {
        refusal(self.evaluations.selected().map(|it| &**it), id, context)
    }
}
