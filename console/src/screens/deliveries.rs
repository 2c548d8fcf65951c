//! Deliveries: what left the house or is about to, to whom, and what became of it.

use store::deliveries::{Delivery, DeliveryState};

use super::list::List;
use super::{Kind, Outcome, Screen, Step, View, delivery, jobs};
use crate::command::Id;
use crate::context::Context;
use crate::page::{Cell, Grid, Page, Panel};
use crate::query::{Act, DeliveryAct, Payload, Request};
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
        DeliveryState::Sending => (">", Role::Accent),
        DeliveryState::Accepted | DeliveryState::Written | DeliveryState::Received => {
            ("+", Role::Good)
        }
        DeliveryState::Deferred => ("!", Role::Warn),
        DeliveryState::Unknown => ("?", Role::Bad),
        DeliveryState::Rejected | DeliveryState::Failed => ("x", Role::Bad),
    };
    let word = context.word(&format!("delivery-{}", state.as_str()));
    Cell::new(CleanText::new(&format!("{sign} {word}")), role)
}

/// What a state means for people, and what they can do.
pub(super) fn meaning(state: DeliveryState, context: &Context) -> Cell {
    Cell::plain(context.word(&format!("delivery-means-{}", state.as_str())).as_str())
}

/// Whether it goes on without a person.
fn is_under_way(state: DeliveryState) -> bool {
    state.is_waiting() || state == DeliveryState::Sending
}

/// Why an act on a delivery would be refused, if so.
pub(super) fn refusal(delivery: Option<&Delivery>, id: Id, context: &Context) -> Option<CleanText> {
    let Id::Deliver(act) = id else { return None };
    let Some(delivery) = delivery else { return Some(context.word("off-no-delivery")) };
    match act {
        DeliveryAct::Resend => {
            is_under_way(delivery.state).then(|| context.word("off-delivery-under-way"))
        }
        DeliveryAct::Settle(_) => {
            (delivery.state != DeliveryState::Unknown).then(|| context.word("off-delivery-known"))
        }
    }
}

/// Asks whether to act on a delivery.
pub(super) fn ask(delivery: &Delivery, act: DeliveryAct) -> Outcome {
    let (delivery, note) = (Box::new(delivery.clone()), String::new());
    Outcome::Ask(Act::OnDelivery { delivery, act, note })
}

/// Whether one of them goes on without a person.
pub(super) fn is_any_under_way(deliveries: &[Delivery]) -> bool {
    deliveries.iter().any(|it| is_under_way(it.state))
}

/// What goes on without a person needs a daemon: says so when none gives a sign of life.
pub(super) fn silence<'a>(
    deliveries: &[Delivery],
    daemon_seen_at: Option<jiff::Timestamp>,
    context: &Context,
) -> Option<Panel<'a>> {
    is_any_under_way(deliveries).then(|| jobs::silence(daemon_seen_at, context)).flatten()
}

/// What kind of report it brings.
fn kind(delivery: &Delivery, context: &Context) -> Cell {
    let word = format!("console-report-{}", delivery.kind);
    if context.words.has(&word) {
        return Cell::new(context.term(&word), Role::Text);
    }
    Cell::plain(&delivery.kind)
}

impl Deliveries {
    fn grid<'a>(&'a self, context: &'a Context) -> Grid<'a> {
        let row = |at: usize| {
            let Some(it) = self.deliveries.rows().get(at) else { return Vec::new() };
            vec![
                Cell::plain(context.instant(it.at).as_str()),
                state(it.state, context),
                kind(it, context),
                Cell::plain(&it.period),
                Cell::plain(&it.recipient),
                Cell::plain(&it.channel),
                detail((it.state, &it.detail), context),
            ]
        };
        Grid {
            columns: vec![
                context.text_column("since", 16),
                context.text_column("state", 10),
                context.text_column("report", 10),
                context.text_column("period", 7),
                context.text_column("recipient", 14),
                context.optional_column("channel"),
                context.untrusted_column("detail", 8),
            ],
            len: self.deliveries.len(),
            cursor: Some(self.deliveries.cursor()),
            empty: context.word("empty-deliveries"),
            row: Box::new(row),
        }
    }
}

/// The path of what is written, else what was said.
pub(super) fn detail((state, detail): (DeliveryState, &str), context: &Context) -> Cell {
    match state {
        DeliveryState::Written => Cell::untrusted(detail),
        _ => context.reason(detail),
    }
}

/// By which way it goes where.
pub(super) fn address(delivery: &Delivery) -> Cell {
    Cell::plain(&format!("{}  {}", delivery.channel, delivery.address))
}

fn about<'a>(it: &Delivery, context: &Context) -> Panel<'a> {
    let fields = vec![
        context.field("means", meaning(it.state, context)),
        context.field("report", Cell::plain(&it.report_id)),
        context.field("address", address(it)),
        context.field("detail", detail((it.state, &it.detail), context)),
    ];
    let title = context.say("delivery-title", &[("id", &it.id.to_string())]);
    Panel::fields(title, 7, fields)
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
        self.deliveries.is_one_page() && is_any_under_way(self.deliveries.rows())
    }

    fn scroll(&mut self, step: Step) {
        self.deliveries.scroll(step);
    }

    fn page<'a>(&'a self, context: &'a Context) -> Page<'a> {
        let mut page = vec![Panel::main(context.word("deliveries"), self.grid(context)).band()];
        page.extend(self.deliveries.selected().map(|it| about(it, context).band()));
        page.extend(silence(self.deliveries.rows(), self.daemon_seen_at, context).map(Panel::band));
        page
    }

    fn open(&self, _: &Context) -> Option<Screen> {
        Some(delivery::Delivery::screen(self.deliveries.selected()?))
    }

    fn run(&mut self, id: Id, _: &Context) -> Outcome {
        match (id, self.deliveries.selected()) {
            (Id::Deliver(act), Some(delivery)) => ask(delivery, act),
            _ => Outcome::None,
        }
    }

    fn refusal(&self, id: Id, context: &Context) -> Option<CleanText> {
        refusal(self.deliveries.selected(), id, context)
    }
}
