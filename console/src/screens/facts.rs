//! The facts behind a count: what each submission added, or the rows that were counted.

use super::list::List;
use super::{Kind, Screen, Step, View, raw, submission};
use crate::context::Context;
use crate::page::{Cell, Grid, Page, Panel};
use crate::query::{Fact, FactsKey, Payload, Request};
use crate::text::CleanText;

/// The facts behind a count.
#[derive(Clone, Debug)]
pub struct Facts {
    key: FactsKey,
    facts: List<Fact>,
}

impl Facts {
    /// The screen of a count.
    #[must_use]
    pub fn screen(key: FactsKey) -> Screen {
        Screen::Facts(Self { key, facts: List::default() })
    }
}

impl View for Facts {
    fn kind(&self) -> Kind {
        Kind::Facts
    }

    fn request(&self, _: &Context) -> Option<Request> {
        Some(Request::Facts(self.key.clone()))
    }

    fn is_loaded(&self) -> bool {
        self.facts.is_loaded()
    }

    fn accept(&mut self, payload: Payload, _: &Context) -> bool {
        let Payload::Facts(facts) = payload else { return false };
        self.facts.replace(facts, |a, b| a == b)
    }

    fn scroll(&mut self, step: Step) {
        self.facts.scroll(step);
    }

    fn page<'a>(&'a self, context: &'a Context) -> Page<'a> {
        let total: i64 = self.facts.rows().iter().filter_map(|fact| fact.value).sum();
        let as_of = context.instant_with_offset(self.key.as_of);
        let mut fields = vec![
            context.field("subject", context.party(&self.key.party)),
            context.field("period", Cell::plain(&self.key.span.to_string())),
            context.field("as-of", Cell::plain(as_of.as_str())),
        ];
        if self.facts.rows().iter().any(|fact| fact.value.is_some()) {
            fields.push(context.field("total", Cell::plain(&total.to_string())));
        }
        let row = |at: usize| {
            let Some(fact) = self.facts.rows().get(at) else { return Vec::new() };
            vec![
                Cell::untrusted(&fact.label),
                fact.value.map(|value| Cell::plain(&value.to_string())).unwrap_or_default(),
                Cell::plain(&fact.receipt),
            ]
        };
        let grid = Grid {
            columns: vec![
                context.untrusted_column("fact", 10),
                context.number_column("value"),
                context.text_column("receipt", 10),
            ],
            len: self.facts.len(),
            cursor: Some(self.facts.cursor()),
            empty: context.word("empty-facts"),
            row: Box::new(row),
        };
        let title = CleanText::new(&self.key.name);
        vec![
            Panel::fields(title, 4, fields).band(),
            Panel::main(context.word("screen-facts"), grid).band(),
        ]
    }

    fn open(&self, _: &Context) -> Option<Screen> {
        let fact = self.facts.selected()?;
        Some(match &fact.raw {
            Some(key) => raw::Raw::screen(key.clone()),
            None => submission::Submission::screen(&fact.receipt),
        })
    }
}
