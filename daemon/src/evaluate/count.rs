//! Counting: what the checks counted, which months were handed in, which incidents were reported
//! in time, which products are registered, which catalogue items are complete and updated, which
//! disclosures were due, what usage is for the public, what panels, authorities and third parties say.
//! Each count keeps how to find its facts again.

mod incidents;
mod opinions;
mod supply;
mod usage;

use std::collections::BTreeMap;

use jiff::Timestamp;
use jiff::civil::Date;
use jiff::tz::TimeZone;
use metrics::disclosure::{Timeliness, counts as disclosure_counts};
use metrics::evaluation::measure::{Count, Counts, FactsCounted};
use metrics::kind::Kind;
use metrics::ledger::counts as ledger_counts;
use metrics::party::PartyId;
use metrics::period::Period;
use metrics::register::{Entry, counts as register_counts};
use store::{Reader, StoreError};

pub(super) use opinions::agreements;

use super::Request;
use crate::duties::{self, Asked};
use crate::installation::Installation;

/// Everything counted of one party, by name.
pub(super) async fn counts(
    installation: &Installation,
    reader: &Reader,
    (party, request): (&PartyId, &Request<'_>),
) -> Result<Counts, StoreError> {
    let mut all = Counts::new();
    checked(reader, (party, request), &mut all).await?;
    months(installation, reader, (party, request), &mut all).await?;
    incidents::count(installation, reader, (party, request), &mut all).await?;
    products(reader, (party, request), &mut all).await?;
    supply::count(installation, reader, (party, request), &mut all).await?;
    disclosures(installation, reader, (party, request), &mut all).await?;
    usage::count(reader, (party, request), &mut all).await?;
    opinions::count(installation, reader, (party, request), &mut all).await?;
    Ok(all)
}

/// What the checks of the ledgers in force counted.
async fn checked(
    reader: &Reader,
    (party, request): (&PartyId, &Request<'_>),
    all: &mut Counts,
) -> Result<(), StoreError> {
    let months = (request.span.first(), request.span.last());
    let mut by_name: BTreeMap<String, Vec<(String, u64)>> = BTreeMap::new();
    for it in reader.counts(party, months, request.as_of).await? {
        let value = u64::try_from(it.value).unwrap_or_default();
        by_name.entry(it.name).or_default().push((it.receipt, value));
    }
    let filter = format!("ledger party={party} period={}", request.span);
    for (name, items) in by_name {
        all.insert(name, count(&filter, &items));
    }
    Ok(())
}

/// Which months' ledgers were due at the instant asked, and which were handed in by then.
async fn months(
    installation: &Installation,
    reader: &Reader,
    (party, request): (&PartyId, &Request<'_>),
    all: &mut Counts,
) -> Result<(), StoreError> {
    let span = (request.span.first(), request.span.last());
    let handed_in = reader.handed_in(Kind::Ledger, party, span, request.as_of).await?;
    let (mut due, mut submitted) = (Vec::new(), Vec::new());
    for period in request.span.periods() {
        let Some(limit) = due_at(installation, period) else { continue };
        let first = handed_in.iter().find(|it| it.period == period);
        // A month counts from the day it is due, or from when it was handed in if that was before.
        if request.as_of < limit && first.is_none() {
            continue;
        }
        due.push((period.to_string(), 1));
        if let Some(first) = first {
            submitted.push((first.receipt.clone(), u64::from(first.received_at < limit)));
        }
    }
    let filter = format!("ledger-submission party={party} period={}", request.span);
    all.insert(ledger_counts::MONTHS_DUE.to_owned(), count(&filter, &due));
    all.insert(ledger_counts::MONTHS_SUBMITTED.to_owned(), count(&filter, &submitted));
    Ok(())
}

/// The first instant after the day on which a month's ledger is due.
fn due_at(installation: &Installation, period: Period) -> Option<Timestamp> {
    let day = i8::try_from(installation.policy.ledger.submission_due.value).ok()?;
    let next = period.next()?.first_day();
    let due = Date::new(next.year(), next.month(), day).ok()?;
    let zone: &TimeZone = &installation.settings.clock.zone;
    zone.to_timestamp(due.tomorrow().ok()?.at(0, 0, 0, 0)).ok()
}

/// Products in the register, and those with a registration number.
async fn products(
    reader: &Reader,
    (party, request): (&PartyId, &Request<'_>),
    all: &mut Counts,
) -> Result<(), StoreError> {
    let (mut products, mut registered) = (Vec::new(), Vec::new());
    for it in reader.registered_of("product", party, request.as_of).await? {
        let label = format!("{}:{}", it.receipt, it.origin.row);
        if let Entry::Product { registration, .. } = it.entry {
            registered.push((label.clone(), u64::from(registration.is_some())));
            products.push((label, 1));
        }
    }
    let filter = format!("registry record=product party={party}");
    all.insert(register_counts::PRODUCTS.to_owned(), count(&filter, &products));
    all.insert(register_counts::PRODUCTS_REGISTERED.to_owned(), count(&filter, &registered));
    Ok(())
}

/// Disclosures that were due in the span, those in time, and those with every field filled in.
async fn disclosures(
    installation: &Installation,
    reader: &Reader,
    (party, request): (&PartyId, &Request<'_>),
    all: &mut Counts,
) -> Result<(), StoreError> {
    let asked = Asked { party: Some(party), as_of: request.as_of };
    let (mut due, mut on_time, mut complete) = (Vec::new(), Vec::new(), Vec::new());
    let obliged = duties::obligations(installation, reader, asked).await?;
    for it in obliged.into_iter().flat_map(|it| it.verdicts) {
        let month = Period::of(it.due_on);
        if month.is_none_or(|it| it < request.span.first() || request.span.last() < it) {
            continue;
        }
        // A year counts from the day it is due, or from when it was disclosed if that was before.
        let (is_on_time, is_there) = match it.timeliness {
            Timeliness::NotDue { .. } | Timeliness::DueSoon { .. } => continue,
            Timeliness::OnTime => (true, true),
            Timeliness::Late { .. } => (false, true),
            Timeliness::Missing { .. } => (false, false),
        };
        let label = format!("{} {}", it.duty, it.year);
        on_time.push((label.clone(), u64::from(is_on_time)));
        complete.push((label.clone(), u64::from(is_there && it.gaps.is_empty())));
        due.push((label, 1));
    }
    let filter = format!("disclosure party={party} period={}", request.span);
    all.insert(disclosure_counts::DUE.to_owned(), count(&filter, &due));
    all.insert(disclosure_counts::ON_TIME.to_owned(), count(&filter, &on_time));
    all.insert(disclosure_counts::COMPLETE.to_owned(), count(&filter, &complete));
    Ok(())
}

fn count(filter: &str, items: &[(String, u64)]) -> Count {
    let value = items.iter().map(|(_, value)| value).sum();
    let items = items.iter().map(|(label, value)| (label.as_str(), *value));
    Count { value, facts: FactsCounted::of(filter, items) }
}
