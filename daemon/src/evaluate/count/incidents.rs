//! Counting incidents: those discovered in the span, by level and by whether they were reported in time,
//! and orders to rectify that were overdue in the span.

use metrics::evaluation::measure::Counts;
use metrics::incident::{ClockState, Event, Level, counts};
use metrics::party::PartyId;
use metrics::period::Period;
use store::incidents::StoredIncident;
use store::{Reader, StoreError};

use super::super::Request;
use crate::incidents::Judge;
use crate::installation::Installation;

/// Incidents read at once.
const PAGE: i64 = 1_000;

/// Receipts and rows, each with what it adds.
type Items = Vec<(String, u64)>;

/// What is counted of incidents, by name.
#[derive(Default)]
struct Tally {
    due: Items,
    in_time: Items,
    general: Items,
    graver: Items,
}

/// Incidents and orders of a party.
pub(super) async fn count(
    installation: &Installation,
    reader: &Reader,
    (party, request): (&PartyId, &Request<'_>),
    all: &mut Counts,
) -> Result<(), StoreError> {
    let zone = &installation.settings.clock.zone;
    let judge = Judge::read(installation, reader, (Some(party), request.as_of)).await?;
    let (mut tally, mut after) = (Tally::default(), 0);
    loop {
        let page = reader.incidents_after(after, Some(party), (request.as_of, PAGE)).await?;
        let Some(last) = page.last() else { break };
        after = last.id;
        for it in &page {
            let discovered = it.incident.at(Event::Discovery);
            let month = discovered.and_then(|at| Period::of(zone.to_datetime(at).date()));
            if month.is_some_and(|it| request.span.contains(it)) {
                tally.add(it, &judge);
            }
        }
    }
    let overdue = overdue(installation, reader, (party, request)).await?;
    let Tally { due, in_time, general, graver } = tally;
    let filter = |what: &str| format!("{what} party={party} period={}", request.span);
    for (name, what, items) in [
        (counts::REPORTABLE, "incident", due),
        (counts::REPORTED_IN_TIME, "incident", in_time),
        (counts::GENERAL, "incident", general),
        (counts::FAIRLY_MAJOR_OR_ABOVE, "incident", graver),
        (counts::RECTIFICATIONS_OVERDUE, "rectification", overdue),
    ] {
        all.insert(name.to_owned(), super::count(&filter(what), &items));
    }
    Ok(())
}

impl Tally {
    /// Adds an incident. A level that follows from nothing known is none, and a clock that still runs is
    /// neither kept nor broken.
    fn add(&mut self, it: &StoredIncident, judge: &Judge<'_>) {
        let label = || (format!("{}:{}", it.receipt, it.origin.row), 1);
        match judge.level_known(it) {
            None => {}
            Some(Level::General) => self.general.push(label()),
            Some(Level::FairlyMajor | Level::Major | Level::EspeciallyMajor) => {
                self.graver.push(label());
            }
        }
        let (_, _, clocks) = judge.clocks(it);
        match clocks.report().map(|clock| clock.state) {
            None
            | Some(
                ClockState::NotApplicable { .. }
                | ClockState::Running
                | ClockState::NotComputable { .. }
                | ClockState::Open
                | ClockState::Done,
            ) => {}
            Some(ClockState::Met) => {
                self.due.push(label());
                self.in_time.push(label());
            }
            Some(ClockState::Late { .. } | ClockState::Missed) => self.due.push(label()),
        }
    }
}

/// Orders whose last day lies in the span and had passed when they were accepted, or has passed.
async fn overdue(
    installation: &Installation,
    reader: &Reader,
    (party, request): (&PartyId, &Request<'_>),
) -> Result<Items, StoreError> {
    let zone = &installation.settings.clock.zone;
    let orders = reader.orders(Some(party), request.as_of).await?;
    let overdue = orders.into_iter().filter(|it| {
        let ended_on = zone.to_datetime(it.accepted_at.unwrap_or(request.as_of)).date();
        let month = Period::of(it.order.due_on);
        it.order.due_on < ended_on && month.is_some_and(|it| request.span.contains(it))
    });
    Ok(overdue.map(|it| (format!("{} {}", it.incident_no, it.order.due_on), 1)).collect())
}
