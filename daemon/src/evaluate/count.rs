//! Counting: what the checks counted, which months were handed in, which incidents were reported
//! in time, which products are registered, which catalogue items are complete and updated,
//! how far objections and demands have come, which disclosures were due, what usage is for the public, what
//! panels, authorities and third parties say. Each count keeps how to find its facts again; counting again
//! lists them.

mod cases;
mod handed_in;
mod incidents;
mod months;
mod opinions;
mod supply;
mod usage;

use std::collections::BTreeMap;

use jiff::Timestamp;
use jiff::civil::Date;
use jiff::tz::TimeZone;
use metrics::demand::Demand;
use metrics::disclosure::{Timeliness, counts as disclosure_counts};
use metrics::evaluation::counted::NAMES;
use metrics::evaluation::measure::Counts;
use metrics::kind::Kind;
use metrics::ledger::MonthCounted;
use metrics::ledger::month::{self, MonthContext};
use metrics::objection::Objection;
use metrics::party::PartyId;
use metrics::period::Period;
use metrics::register::{Entry, counts as register_counts};
use store::submissions::AcceptedLedger;
use store::usage::StoredSum;
use store::{Reader, StoreError};

pub(super) use opinions::agreements;

use super::Request;
use super::tally::{Counted, Found, Page, Tally};
use crate::duties::{self, Asked};
use crate::finances::tie_out::Register;
use crate::installation::Installation;

/// Everything counted of one party, by name.
pub(super) async fn counts(
    installation: &Installation,
    reader: &Reader,
    asked: (&PartyId, &Request<'_>),
    register: &Register,
) -> Result<Counts, StoreError> {
    Ok(tally(installation, reader, asked, (register, Page::default())).await?.counts())
}

/// Everything counted of one party, by name, with a page of the facts of each: by the policy of an
/// installation, as [`Installation::as_known`] gives it.
///
/// # Errors
///
/// Returns an error if the database fails.
pub async fn counted(
    installation: &Installation,
    reader: &Reader,
    asked: (&PartyId, &Request<'_>),
    page: Page,
) -> Result<BTreeMap<String, Counted>, StoreError> {
    let register = Register::read(reader, asked.1.as_of).await?;
    Ok(tally(installation, reader, asked, (&register, page)).await?.counted())
}

async fn tally(
    installation: &Installation,
    reader: &Reader,
    asked: (&PartyId, &Request<'_>),
    (register, page): (&Register, Page),
) -> Result<Tally, StoreError> {
    let mut all = Tally::listing(page);
    let usage = reader.usage_sums(asked.0, None, asked.1.as_of).await?;
    let handed_in = handed_in::first(reader, asked, &usage).await?;
    let counted = checked(reader, asked, &handed_in, &mut all).await?;
    let known = Known { register, usage: &usage, handed_in: &handed_in, counted: &counted };
    months::count(installation, reader, asked, (known, &mut all)).await?;
    incidents::count(installation, reader, asked, &mut all).await?;
    products(reader, asked, &mut all).await?;
    supply::count(installation, reader, asked, &mut all).await?;
    cases::count::<Objection>(installation, reader, asked, &mut all).await?;
    cases::count::<Demand>(installation, reader, asked, &mut all).await?;
    disclosures(installation, reader, asked, &mut all).await?;
    usage::count(reader, asked, &usage, &mut all).await?;
    opinions::count(installation, reader, asked, &mut all).await?;
    Ok(all)
}

/// What is read of a party before its months are counted.
struct Known<'a> {
    register: &'a Register,
    /// Its usage in force, of all months.
    usage: &'a [StoredSum],
    /// The first of the ledgers that hand each month in.
    handed_in: &'a BTreeMap<Period, AcceptedLedger>,
    /// What is counted of each month that is handed in.
    counted: &'a BTreeMap<Period, MonthCounted>,
}

/// What the checks of the ledgers in force counted. Where no month was handed in, nobody knows of what it is a
/// share; else what nobody can read counts as failed. Gives what is counted of each month that is handed in.
async fn checked(
    reader: &Reader,
    (party, request): (&PartyId, &Request<'_>),
    handed_in: &BTreeMap<Period, AcceptedLedger>,
    all: &mut Tally,
) -> Result<BTreeMap<Period, MonthCounted>, StoreError> {
    let months = (request.span.first(), request.span.last());
    let mut counted_of: BTreeMap<Period, MonthCounted> = BTreeMap::new();
    if handed_in.is_empty() {
        return Ok(counted_of);
    }
    let files = reader.files_in_force(Kind::Ledger, party, months, request.as_of).await?;
    for it in &files {
        counted_of.entry(it.period).or_default().add_file(it.rows, it.understood);
    }
    let period_of: BTreeMap<&str, Period> =
        files.iter().map(|it| (it.receipt.as_str(), it.period)).collect();
    let filter = format!("ledger party={party} period={}", request.span);
    let rows = ledger_rows(reader, (party, request), all).await?;
    let counted = reader.counts(party, months, request.as_of).await?;
    for it in &counted {
        if let Some(month) = period_of.get(&*it.receipt) {
            counted_of.entry(*month).or_default().add(&it.name, it.value);
        }
        if !NAMES.contains(&&*it.name) {
            continue;
        }
        let fact = Found { label: &it.receipt, receipt: &it.receipt, ..Found::default() };
        let fact = fact.between(rows.get(&it.receipt));
        all.open(&filter, &[&it.name]);
        all.add(&it.name, fact, u64::try_from(it.value).unwrap_or_default());
    }
    let minor_digits = BTreeMap::new();
    let separate_accounts = reader.separate_accounts(party, request.as_of).await?;
    let (first, last) = months;
    let months = reader.month_files(party, (Some(first), last), request.as_of).await?;
    for (period, files) in months {
        // Only what is counted is asked: nothing is shown, and nothing goes on from the month before.
        let context = MonthContext {
            party,
            period,
            minor_digits: &minor_digits,
            separate_accounts: &separate_accounts,
            closings_before: None,
        };
        let label = period.to_string();
        let receipts: Vec<&str> = files.iter().map(|it| it.receipt.as_str()).collect();
        let Some((receipt, more)) = receipts.split_first() else { continue };
        let fact = Found { label: &label, name: &label, receipt, more, ..Found::default() };
        let fact = fact.between(rows.get(*receipt));
        for (name, value) in month::judge(&files, &context).counts {
            all.open(&filter, &[name]);
            all.add(name, fact, u64::try_from(value).unwrap_or_default());
            counted_of.entry(period).or_default().add(name, value);
        }
    }
    counted_of.retain(|month, _| handed_in.contains_key(month));
    Ok(counted_of)
}

/// Where the vouchers of each ledger of the span begin and end, by receipt; nothing where no facts are listed.
async fn ledger_rows(
    reader: &Reader,
    (party, request): (&PartyId, &Request<'_>),
    all: &Tally,
) -> Result<BTreeMap<String, (u64, u64)>, StoreError> {
    let mut rows = BTreeMap::new();
    if all.lists() {
        for period in request.span.periods() {
            rows.extend(reader.ledger_rows(party, period).await?);
        }
    }
    Ok(rows)
}

/// The first instant after the day on which a month's ledger is due.
pub(crate) fn due_at(installation: &Installation, period: Period) -> Option<Timestamp> {
    let due = installation.policy.ledger.submission_due.on(period.last_day());
    let day = i8::try_from(due.value).ok()?;
    let next = period.next()?.first_day();
    let due = Date::new(next.year(), next.month(), day).ok()?;
    let zone: &TimeZone = &installation.settings.clock.zone;
    zone.to_timestamp(due.tomorrow().ok()?.at(0, 0, 0, 0)).ok()
}

/// Products in the register, and those with a registration number.
async fn products(
    reader: &Reader,
    (party, request): (&PartyId, &Request<'_>),
    all: &mut Tally,
) -> Result<(), StoreError> {
    let filter = format!("registry record=product party={party}");
    let (products, with_number) = (register_counts::PRODUCTS, register_counts::PRODUCTS_REGISTERED);
    all.open(&filter, &[products, with_number]);
    for it in reader.registered_of("product", party, request.as_of).await? {
        let label = format!("{}:{}", it.receipt, it.origin.row);
        if let Entry::Product { code, registration, .. } = &it.entry {
            let (name, receipt, row) = (code.as_str(), it.receipt.as_str(), it.origin.row);
            let fact = Found { label: &label, name, receipt, row: Some(row), ..Found::default() };
            all.add(with_number, fact, u64::from(registration.is_some()));
            all.add(products, fact, 1);
        }
    }
    Ok(())
}

/// Disclosures that were due in the span, those in time, and those with every field filled in.
async fn disclosures(
    installation: &Installation,
    reader: &Reader,
    (party, request): (&PartyId, &Request<'_>),
    all: &mut Tally,
) -> Result<(), StoreError> {
    let asked = Asked { party: Some(party), as_of: request.as_of };
    let filter = format!("disclosure party={party} period={}", request.span);
    let [due, on_time, complete] =
        [disclosure_counts::DUE, disclosure_counts::ON_TIME, disclosure_counts::COMPLETE];
    all.open(&filter, &[due, on_time, complete]);
    let content = duties::disclosures(reader, asked).await?;
    let obliged = duties::obliged(installation, reader, asked, &content).await?;
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
        let stands = content.iter().find(|disclosed| disclosed.disclosure.year == it.year);
        let fact = Found {
            label: &label,
            name: &label,
            receipt: stands.map_or("", |it| it.receipt.as_str()),
            row: stands.map(|it| it.origin.row),
            ..Found::default()
        };
        all.add(on_time, fact, u64::from(is_on_time));
        all.add(complete, fact, u64::from(is_there && it.gaps.is_empty()));
        all.add(due, fact, 1);
    }
    Ok(())
}
