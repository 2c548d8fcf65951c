//! Deliveries: what left the house or is about to, to whom, and what became of it.

use store::deliveries::{Delivery, DeliveryState};

use super::list::List;
use super::{Kind, Outcome, Screen, Step, View, delivery, jobs};
use crate::command::Id;
use crate::context::Context;
use crate::page::{Cell, Grid, Page, Panel};
use crate::query::{Act, Payload, Request};
use crate::text::CleanText;
use crate::theme::Role;

/// Deliveries.
#[derive(Clone, Debug, Default)]
pub struct Deliveries {
    deliveries: List<Delivery>,
    daemon_seen_at: Option<jiff::Timestamp>,
}

/// A state with a sign for those without colours.
pub(super) fn state(state: DeliveryState, context: &Context) -> Cell {
    let (sign, role) = match state {
        DeliveryState::Queued => (".", Role::Muted),
        DeliveryState::Written => ("+", Role::Good),
        DeliveryState::Failed => ("x", Role::Bad),
    };
    let word = context.word(&format!("delivery-{}", state.as_str()));
    Cell::new(CleanText::new(&format!("{sign} {word}")), role)
}

/// What a state means for people, and what they can do.
pub(super) fn meaning(state: DeliveryState, context: &Context) -> Cell {
    Cell::plain(context.word(&format!("delivery-means-{}", state.as_str())).as_str())
}

/// Whether it goes on without a person.
pub(super) fn is_under_way(state: DeliveryState) -> bool {
    match state {
        DeliveryState::Queued => true,
        DeliveryState::Written | DeliveryState::Failed => false,
    }
}

/// Whether it did not arrive, as far as anybody knows, and stays so without a person.
pub(super) fn is_stuck(state: DeliveryState) -> bool {
    match state {
        DeliveryState::Failed => true,
        DeliveryState::Queued | DeliveryState::Written => false,
    }
}

/// Why a delivery cannot be sent again now, if so.
pub(super) fn refusal(delivery: Option<&Delivery>, id: Id, context: &Context) -> Option<CleanText> {
    match (id, delivery) {
        (Id::Resend, None) => Some(context.word("off-no-delivery")),
        (Id::Resend, Some(it)) if is_under_way(it.state) => {
            Some(context.word("off-delivery-under-way"))
        }
        _ => None,
    }
}

/// Asks whether to send a delivery again.
pub(super) fn resend(delivery: &Delivery) -> Outcome {
    Outcome::Ask(Act::Resend { delivery: Box::new(delivery.clone()) })
}

/// What waits while no daemon gives a sign of life waits for that.
pub(super) fn silence<'a>(
    mut states: impl Iterator<Item = DeliveryState>,
    daemon_seen_at: Option<jiff::Timestamp>,
    context: &Context,
) -> Option<Panel<'a>> {
    states.any(is_under_way).then(|| jobs::silence(daemon_seen_at, context)).flatten()
}

impl Deliveries {
    fn grid<'a>(&'a self, context: &'a Context) -> Grid<'a> {
        let row = |at: usize| {
            let Some(it) = self.deliveries.rows().get(at) else { return Vec::new() };
            vec![
                Cell::plain(context.instant(it.at).as_str()),
                state(it.state, context),
                Cell::plain(&it.evaluation_id),
                Cell::plain(&it.recipient),
                Cell::plain(&it.channel),
                Cell::untrusted(&it.detail),
            ]
        };
        Grid {
            columns: vec![
                context.text_column("since", 16),
                context.text_column("state", 9),
                context.text_column("evaluation", 16),
                context.text_column("recipient", 8),
                context.text_column("channel", 6),
                context.untrusted_column("detail", 8),
            ],
            len: self.deliveries.len(),
            cursor: Some(self.deliveries.cursor()),
            empty: context.word("empty-deliveries"),
            row: Box::new(row),
        }
    }
}

fn about<'a>(it: &Delivery, context: &Context) -> Panel<'a> {
    let fields = vec![
        context.field("means", meaning(it.state, context)),
        context.field("detail", Cell::untrusted(&it.detail)),
    ];
    let title = context.say("delivery-title", &[("id", &it.id.to_string())]);
    Panel::fields(title, 5, fields)
}

impl View for Deliveries {
    fn kind(&self) -> Kind {
        Kind::Deliveries
    }

    fn request(&self, _: &Context) -> Option<Request> {
        Some(Request::Deliveries { before: i64::MAX })
    }

    fn is_loaded(&self) -> bool {
        self.deliveries.is_loaded()
    }

    fn accept(&mut self, payload: Payload, _: &Context) -> bool {
        let Payload::Deliveries(found) = payload else { return false };
        let beat = self.daemon_seen_at != found.daemon_seen_at;
        self.daemon_seen_at = found.daemon_seen_at;
        self.deliveries.replace(found.deliveries, |a, b| a.id == b.id) || beat
    }

    fn more(&self) -> Option<Request> {
        Some(Request::Deliveries { before: self.deliveries.end_in_sight()?.id })
    }

    fn extend(&mut self, payload: Payload) {
        if let Payload::Deliveries(page) = payload {
            self.deliveries.append(page.deliveries);
        }
    }

    fn polls(&self) -> bool {
        self.deliveries.rows().iter().any(|it| is_under_way(it.state))
    }

    fn scroll(&mut self, step: Step) {
        self.deliveries.scroll(step);
    }

    fn page<'a>(&'a self, context: &'a Context) -> Page<'a> {
        let mut page = vec![Panel::main(context.word("deliveries"), self.grid(context)).band()];
        page.extend(self.deliveries.selected().map(|it| about(it, context).band()));
        let states = self.deliveries.rows().iter().map(|it| it.state);
        page.extend(silence(states, self.daemon_seen_at, context).map(Panel::band));
        page
    }

    fn open(&self, _: &Context) -> Option<Screen> {
        Some(delivery::Delivery::screen(self.deliveries.selected()?))
    }

    fn run(&mut self, id: Id, _: &Context) -> Outcome {
        match (id, self.deliveries.selected()) {
            (Id::Resend, Some(delivery)) => resend(delivery),
            _ => Outcome::None,
        }
    }

    fn refusal(&self, id: Id, context: &Context) -> Option<CleanText> {
        refusal(self.deliveries.selected(), id, context)
    }
}
