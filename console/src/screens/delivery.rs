//! One delivery: what went to whom by which way, and everything that happened to it.

use std::slice::from_ref;

use store::deliveries::{self, DeliveryEvent};

use super::list::List;
use super::{Kind, Outcome, Screen, Step, View, scorecards};
use crate::command::Id;
use crate::context::Context;
use crate::page::{Cell, Field, Grid, Page, Panel};
use crate::query::{DeliveryFile, Payload, Request};
use crate::text::CleanText;
use crate::theme::Role;

/// The kind of report whose id is an evaluation's.
const EVALUATION: &str = "evaluation";

/// One delivery.
#[derive(Clone, Debug)]
pub struct Delivery {
    id: i64,
    file: Option<Box<DeliveryFile>>,
    events: List<DeliveryEvent>,
}

impl Delivery {
    /// The screen of a delivery.
    #[must_use]
    pub fn screen(delivery: &deliveries::Delivery) -> Screen {
        Screen::Delivery(Self { id: delivery.id, file: None, events: List::default() })
    }

    fn delivery(&self) -> Option<&deliveries::Delivery> {
        self.file.as_ref().map(|file| &file.delivery)
    }

    fn history<'a>(&'a self, context: &'a Context) -> Panel<'a> {
        let row = |at: usize| {
            let Some(it) = self.events.rows().get(at) else { return Vec::new() };
            vec![
                Cell::plain(context.instant_with_offset(it.at).as_str()),
                super::deliveries::state(it.state, context),
                Cell::plain(&it.actor),
                super::deliveries::detail((it.state, &it.detail), context),
            ]
        };
        let grid = Grid {
            columns: vec![
                context.text_column("since", 23),
                context.text_column("state", 9),
                context.text_column("actor", 8),
                context.untrusted_column("detail", 8),
            ],
            len: self.events.len(),
            cursor: Some(self.events.cursor()),
            empty: context.word("empty-deliveries"),
            row: Box::new(row),
        };
        Panel::main(context.word("delivery-history"), grid)
    }
}

fn about(it: &deliveries::Delivery, context: &Context) -> Vec<Field> {
    let mut fields = vec![
        context.field("state", super::deliveries::state(it.state, context)),
        context.field("means", super::deliveries::meaning(it.state, context)),
    ];
    fields.extend(next_try(it, context));
    fields.extend([
        context.field("report", Cell::plain(&it.report_id)),
        context.field("recipient", Cell::plain(&it.recipient)),
        context.field("address", super::deliveries::address(it)),
        context.field("message-id", Cell::plain(&it.message_id)),
        context.field("file", Cell::plain(&it.file_name)),
        context.field("sha256", Cell::plain(&it.sha256)),
        context
            .field("rendered", Cell::plain(context.instant_with_offset(it.rendered_at).as_str())),
        context.field("audit-head", Cell::plain(&it.audit_sha256)),
    ]);
    fields
}

/// When it is tried next, if it is, and how often it was tried in vain.
fn next_try(it: &deliveries::Delivery, context: &Context) -> Option<Field> {
    let (at, tries) = (context.instant_with_offset(it.due_at?), it.tries.to_string());
    let said = context.say("next-try-at", &[("at", at.as_str()), ("tries", &tries)]);
    Some(context.field("next-try", Cell::new(said, Role::Text)))
}

impl View for Delivery {
    fn kind(&self) -> Kind {
        Kind::Delivery
    }

    fn request(&self, _: &Context) -> Option<Request> {
        Some(Request::Delivery { id: self.id })
    }

    fn is_loaded(&self) -> bool {
        self.file.is_some()
    }

    fn accept(&mut self, payload: Payload, _: &Context) -> bool {
        let Payload::Delivery(mut file) = payload else { return false };
        let events = std::mem::take(&mut file.events);
        let went_on = self.events.replace(events, |a, b| a == b);
        if went_on {
            self.events.scroll(Step::Last);
        }
        let is_new = self.file.as_ref() != Some(&file);
        self.file = Some(file);
        went_on || is_new
    }

    fn polls(&self) -> bool {
        self.delivery().is_some_and(|it| super::deliveries::is_any_under_way(from_ref(it)))
    }

    fn scroll(&mut self, step: Step) {
        self.events.scroll(step);
    }

    fn page<'a>(&'a self, context: &'a Context) -> Page<'a> {
        let Some(file) = &self.file else { return Vec::new() };
        let title = context.say("delivery-title", &[("id", &self.id.to_string())]);
        let (one, seen_at) = (from_ref(&file.delivery), file.daemon_seen_at);
        let silence = super::deliveries::silence(one, seen_at, context);
        let mut page = vec![
            Panel::fields(title, 13, about(&file.delivery, context)).band(),
            self.history(context).band(),
        ];
        page.extend(silence.map(Panel::band));
        page
    }

    fn open(&self, _: &Context) -> Option<Screen> {
        let delivery = self.delivery().filter(|it| it.kind == EVALUATION)?;
        Some(Screen::Scorecards(scorecards::Scorecards::of(delivery.evaluation_id())))
    }

    fn run(&mut self, id: Id, _: &Context) -> Outcome {
        match (id, self.delivery()) {
            (Id::Deliver(act), Some(delivery)) => super::deliveries::ask(delivery, act),
            _ => Outcome::None,
        }
    }

    fn refusal(&self, id: Id, context: &Context) -> Option<CleanText> {
        super::deliveries::refusal(self.delivery(), id, context)
    }
}
