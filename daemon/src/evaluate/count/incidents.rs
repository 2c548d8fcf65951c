//! Counting incidents: those discovered in the span, by level and by whether they were reported in time,
//! and orders to rectify that were overdue in the span. What nobody tells of an incident counts for no less
//! than the worst that could be told.

use jiff::Timestamp;
use jiff::civil::Date;
use jiff::tz::TimeZone;
use metrics::incident::{ClockState, Level, counts};
use metrics::partial_date::PartialDate;
use metrics::party::PartyId;
use metrics::period::{Period, Span};
use store::incident_events::GivenOrder;
use store::incidents::{IncidentFilter, StoredIncident};
use store::{Reader, StoreError};

use super::super::Request;
use super::super::tally::{Found, Tally};
use crate::incidents::Judge;
use crate::installation::Installation;

/// Incidents read at once.
const PAGE: i64 = 1_000;

/// Incidents and orders of a party.
pub(super) async fn count(
    installation: &Installation,
    reader: &Reader,
    (party, request): (&PartyId, &Request<'_>),
    all: &mut Tally,
) -> Result<(), StoreError> {
    let zone = &installation.settings.clock.zone;
    let judge = Judge::read(installation, reader, (Some(party), request.as_of)).await?;
    let filter = format!("incident party={party} period={}", request.span);
    let [due, in_time] = [counts::REPORTABLE, counts::REPORTED_IN_TIME];
    let levels = [counts::GENERAL, counts::GENERAL_OR_ABOVE, counts::FAIRLY_MAJOR_OR_UNGRADED];
    all.open(&filter, &[due, in_time]);
    all.open(&filter, &levels);
    let of_party = IncidentFilter { party: Some(party), open_only: false };
    let mut overdue = overdue(installation, reader, (party, request)).await?;
    let mut pages = reader.incidents(of_party, (request.as_of, PAGE));
    while let Some(page) = pages.next_page().await? {
        for it in &page {
            for order in overdue.iter_mut().filter(|of| of.incident_no == it.incident.incident_no) {
                order.place = (it.receipt.clone(), Some(it.origin.row));
            }
            if is_of((request.span, zone), it, first_received_at(reader, it, request).await?) {
                add(it, &judge, all);
            }
        }
    }
    let filter = format!("rectification party={party} period={}", request.span);
    all.open(&filter, &[counts::RECTIFICATIONS_OVERDUE]);
    for Overdue { incident_no, due_on, place: (receipt, row) } in overdue {
        let label = format!("{incident_no} {due_on}");
        let fact =
            Found { label: &label, name: &label, receipt: &receipt, row, ..Found::default() };
        all.add(counts::RECTIFICATIONS_OVERDUE, fact, 1);
    }
    Ok(())
}

/// An order that was overdue, and where the incident stands that it is about.
struct Overdue {
    incident_no: String,
    due_on: Date,
    /// The receipt, `""` where the incident is not in force any more, and the row.
    place: (String, Option<u64>),
}

/// When an incident was first handed in: to hand it in again makes it no later one. Asked only of what nobody
/// says the discovery of.
async fn first_received_at(
    reader: &Reader,
    it: &StoredIncident,
    request: &Request<'_>,
) -> Result<Timestamp, StoreError> {
    if it.incident.discoveries().next().is_some() {
        return Ok(it.received_at);
    }
    let earlier = reader.earlier_incidents((it.id - 1, it.id), request.as_of, (0, 1)).await?;
    Ok(earlier.first().map_or(it.received_at, |it| it.received_at))
}

/// Whether an incident was discovered in a span. Where nobody says when, it may have been, unless it occurred
/// after the span or was handed in before: leaving out the day takes it out of no span. What is said to have
/// occurred after it was first handed in did not occur then; or it is another one under that number, which is
/// of the spans from its own day on, too.
fn is_of((span, zone): (Span, &TimeZone), it: &StoredIncident, first_at: Timestamp) -> bool {
    let day = |at| zone.to_datetime(at).date();
    let mut discovered = it.incident.discoveries().filter_map(|it| Period::of(day(it))).peekable();
    if discovered.peek().is_some() {
        return discovered.any(|it| span.contains(it));
    }
    let occurred_on = it.incident.occurred.map(PartialDate::first_day);
    let may_be = |received_on| {
        let occurred = occurred_on.filter(|it| *it <= received_on).and_then(Period::of);
        let is_before = Period::of(received_on).is_some_and(|it| it < span.first());
        !is_before && occurred.is_none_or(|it| it <= span.last())
    };
    let is_another = occurred_on.is_some_and(|it| day(first_at) < it);
    may_be(day(first_at)) || is_another && may_be(day(it.received_at))
}

/// Counts an incident. A clock that still runs is neither kept nor broken; one of which it was not told what it
/// follows from was not kept.
fn add(it: &StoredIncident, judge: &Judge<'_>, all: &mut Tally) {
    let label = format!("{}:{}", it.receipt, it.origin.row);
    let (name, receipt) = (it.incident.incident_no.as_str(), it.receipt.as_str());
    let fact = Found { label: &label, name, receipt, row: Some(it.origin.row), ..Found::default() };
    let (level, clocks) = judge.scored(it);
    all.add(counts::GENERAL_OR_ABOVE, fact, 1);
    let alone = match level {
        Some(Level::General) => counts::GENERAL,
        None | Some(Level::FairlyMajor | Level::Major | Level::EspeciallyMajor) => {
            counts::FAIRLY_MAJOR_OR_UNGRADED
        }
    };
    all.add(alone, fact, 1);
    match clocks.report().map(|clock| clock.state) {
        None
        | Some(
            ClockState::NotApplicable { .. }
            | ClockState::Running
            | ClockState::Open
            | ClockState::Done,
        ) => {}
        Some(ClockState::NotComputable { missing }) => {
            all.add(counts::REPORTABLE, fact, u64::from(missing.is_untold()));
        }
        Some(ClockState::Met) => {
            all.add(counts::REPORTABLE, fact, 1);
            all.add(counts::REPORTED_IN_TIME, fact, 1);
        }
        Some(ClockState::Late { .. } | ClockState::Missed) => all.add(counts::REPORTABLE, fact, 1),
    }
}

/// Orders whose last day lies in the span and had passed when they were accepted, or has passed.
async fn overdue(
    installation: &Installation,
    reader: &Reader,
    (party, request): (&PartyId, &Request<'_>),
) -> Result<Vec<Overdue>, StoreError> {
    let zone = &installation.settings.clock.zone;
    let is_overdue = |it: &GivenOrder| {
        let ended_on = zone.to_datetime(it.accepted_at.unwrap_or(request.as_of)).date();
        let month = Period::of(it.order.due_on);
        it.order.due_on < ended_on && month.is_some_and(|it| request.span.contains(it))
    };
    let orders = reader.orders(Some(party), request.as_of).await?.into_iter().filter(is_overdue);
    let overdue = |it: GivenOrder| Overdue {
        incident_no: it.incident_no,
        due_on: it.order.due_on,
        place: (String::new(), None),
    };
    Ok(orders.map(overdue).collect())
}
