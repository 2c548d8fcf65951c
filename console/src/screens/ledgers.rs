//! Ledgers in force: which party kept which month.

use metrics::party::PartyId;
use metrics::period::Period;

use super::list::List;
use super::{Kind, Outcome, Screen, Step, View, balances, finances};
use crate::command::Id;
use crate::context::Context;
use crate::page::{Cell, Grid, Page, Panel};
use crate::query::{Payload, Request};

/// Ledgers in force.
#[derive(Clone, Debug, Default)]
pub struct Ledgers {
    ledgers: List<(PartyId, Period)>,
}

impl View for Ledgers {
    fn kind(&self) -> Kind {
        Kind::Ledgers
    }

    fn request(&self, context: &Context) -> Option<Request> {
        Some(Request::Ledgers { as_of: context.as_of })
    }

    fn is_loaded(&self) -> bool {
        self.ledgers.is_loaded()
    }

    fn accept(&mut self, payload: Payload, _: &Context) -> bool {
        let Payload::Ledgers(found) = payload else { return false };
        self.ledgers.replace(found, |a, b| a == b)
    }

    fn scroll(&mut self, step: Step) {
        self.ledgers.scroll(step);
    }

    fn page<'a>(&'a self, context: &'a Context) -> Page<'a> {
        let row = |at: usize| {
            let Some((party, period)) = self.ledgers.rows().get(at) else { return Vec::new() };
            vec![
                Cell::plain(&period.to_string()),
                context.party(party),
                Cell::untrusted(party.as_str()),
            ]
        };
        let grid = Grid {
            columns: vec![
                context.text_column("month", 7),
                context.untrusted_column("subject", 12),
                context.untrusted_column("party", 10),
            ],
            len: self.ledgers.len(),
            cursor: Some(self.ledgers.cursor()),
            empty: context.word("empty-ledgers"),
            row: Box::new(row),
        };
        vec![Panel::main(context.word("tab-ledgers"), grid).band()]
    }

    fn run(&mut self, id: Id, _: &Context) -> Outcome {
        match (id, self.ledgers.selected()) {
            (Id::Finances, Some((party, _))) => Outcome::open(finances::Finances::screen(party)),
            _ => Outcome::None,
        }
    }

    fn open(&self, _: &Context) -> Option<Screen> {
        let (party, period) = self.ledgers.selected()?;
        Some(balances::Balances::screen(party, *period))
    }
}
