//! A voucher with its lines, in the order of the file.

use super::list::List;
use super::{Kind, Outcome, Screen, Step, View, raw, register, submission};
use crate::command::Id;
use crate::context::Context;
use crate::page::{Cell, Grid, Page, Panel};
use crate::query::{self, Line, Payload, RawKey, Request};

/// A voucher.
#[derive(Clone, Debug)]
pub struct Voucher {
    id: i64,
    came_from: RawKey,
    head: Option<Box<query::Voucher>>,
    lines: List<Line>,
}

impl Voucher {
    /// The screen of a voucher; the cursor goes to the line that people came from.
    #[must_use]
    pub fn screen(id: i64, came_from: &RawKey) -> Screen {
        let came_from = came_from.clone();
        Screen::Voucher(Self { id, came_from, head: None, lines: List::default() })
    }
}

impl View for Voucher {
    fn kind(&self) -> Kind {
        Kind::Voucher
    }

    fn request(&self, _: &Context) -> Option<Request> {
        Some(Request::Voucher { id: self.id })
    }

    fn is_loaded(&self) -> bool {
        self.head.is_some()
    }

    fn accept(&mut self, payload: Payload, _: &Context) -> bool {
        let Payload::Voucher(mut voucher) = payload else { return false };
        let lines = std::mem::take(&mut voucher.lines);
        let at = lines.iter().position(|line| line.raw == self.came_from).unwrap_or(0);
        if self.lines.replace(lines, |a, b| a.raw == b.raw) && self.head.is_none() {
            self.lines.scroll(Step::By(isize::try_from(at).unwrap_or(0)));
        }
        self.head = Some(voucher);
        true
    }

    fn scroll(&mut self, step: Step) {
        self.lines.scroll(step);
    }

    fn page<'a>(&'a self, context: &'a Context) -> Page<'a> {
        let Some(voucher) = &self.head else { return Vec::new() };
        let [maker, reviewer, poster] = &voucher.people;
        let fields = vec![
            context.field("voucher", Cell::untrusted(&voucher.name)),
            context.field("dated", Cell::plain(&voucher.dated_on)),
            context.field("maker", Cell::untrusted(maker)),
            context.field("reviewer", Cell::untrusted(reviewer)),
            context.field("poster", Cell::untrusted(poster)),
            context.field("receipt", Cell::plain(&voucher.receipt)),
        ];
        let make = |at: usize| {
            let Some(line) = self.lines.rows().get(at) else { return Vec::new() };
            register::row(line, Cell::untrusted(&line.account), context)
        };
        let grid = Grid {
            columns: register::columns("account", 6, context),
            len: self.lines.len(),
            cursor: Some(self.lines.cursor()),
            empty: context.word("empty-lines"),
            row: Box::new(make),
        };
        vec![
            Panel::fields(context.word("screen-voucher"), 6, fields).band(),
            Panel::main(context.word("lines"), grid).band(),
        ]
    }

    fn open(&self, _: &Context) -> Option<Screen> {
        Some(raw::Raw::screen(self.lines.selected()?.raw.clone()))
    }

    fn run(&mut self, id: Id, _: &Context) -> Outcome {
        match (id, &self.head) {
            (Id::Submission, Some(voucher)) => {
                Outcome::open(submission::Submission::screen(&voucher.receipt))
            }
            _ => Outcome::None,
        }
    }
}
