//! Duties: where each party's yearly disclosure stands, and what a look at the calendar and at all
//! that is in force finds without anybody handing anything in.

use std::collections::BTreeMap;
use std::sync::{Mutex, PoisonError};

use jiff::Timestamp;
use jiff::civil::Date;
use metrics::disclosure::{Disclosed, Duty, Verdict, verdicts};
use metrics::finding::Fault;
use metrics::party::PartyId;
use metrics::period::Period;
use metrics::register::Entry;
use metrics::source::Source;
use store::disclosures::StoredDisclosure;
use store::findings::{Finding, NewFinding};
use store::{Reader, StoreError, Writer};

use crate::check::{basis, severity};
use crate::finances;
use crate::installation::Installation;
use crate::pipeline::PipelineError;
use crate::remind::remind;
use crate::{cases, closing, incidents, rectification};

/// Rows read at once.
const PAGE: i64 = 1_000;

/// A party that has a duty, with where each year stands.
#[derive(Clone, Debug)]
pub struct Obliged {
    /// Who.
    pub party: PartyId,
    /// Its name in the register.
    pub name: String,
    /// The duty.
    pub duty: Duty,
    /// Year by year. Empty where nobody knows since when it operates.
    pub verdicts: Vec<Verdict>,
}

/// Whose duties are asked for, and as known when.
#[derive(Clone, Copy, Debug)]
pub struct Asked<'a> {
    /// Only of this party.
    pub party: Option<&'a PartyId>,
    /// As known at this instant.
    pub as_of: Timestamp,
}

/// Where every duty stands, with what is not filled in.
///
/// # Errors
///
/// Returns an error if the database fails.
pub async fn obligations(
    installation: &Installation,
    reader: &Reader,
    asked: Asked<'_>,
) -> Result<Vec<Obliged>, StoreError> {
    let disclosures = disclosures(reader, asked).await?;
    obliged(installation, reader, asked, &disclosures).await
}

/// Every disclosure in force.
///
/// # Errors
///
/// Returns an error if the database fails.
pub async fn disclosures(
    reader: &Reader,
    asked: Asked<'_>,
) -> Result<Vec<StoredDisclosure>, StoreError> {
    reader.disclosures(asked.party, (asked.as_of, PAGE)).all().await
}

/// Looks at the calendar for a process that comes by again and again.
#[derive(Debug, Default)]
pub struct Lookout {
    looked: Mutex<Option<Looked>>,
}

/// What a look rested on, and what it found of each party.
#[derive(Debug)]
struct Looked {
    /// The day.
    day: Date,
    /// The last act that was logged before it.
    sequence: i64,
    /// When something changes next although nothing is logged.
    until: Option<Timestamp>,
    memory: Memory,
}

/// What looks have found, so that the next one reads those alone of whom something changed.
#[derive(Debug, Default)]
struct Memory {
    finances: finances::Memory,
    incidents: incidents::Memory,
    cases: cases::Memory,
}

impl Lookout {
    /// [`watch`], unless it is the day of the last look, nothing was logged since, and no clock of an
    /// incident has come to an end or to a reminder: what is missing changes with the day, with the
    /// clocks, and with what is posted, whoever posts it. On the day of the last look, the finances of
    /// whoever nothing was posted about are not read again, nor are incidents that neither changed nor
    /// came to such an instant, nor cases of a kind of which none was posted.
    ///
    /// # Errors
    ///
    /// Returns an error if the database fails, or somebody could not be reminded; the next look is then
    /// at everything.
    pub async fn watch(
        &self,
        installation: &Installation,
        writer: &Writer,
    ) -> Result<(), PipelineError> {
        let now = installation.clock.now();
        let day = installation.settings.clock.zone.to_datetime(now).date();
        // What is posted during the look is for the next one.
        let sequence = writer.reader().audit_head().await?.sequence;
        let looked = || self.looked.lock().unwrap_or_else(PoisonError::into_inner);
        let stands = |it: &Looked| {
            it.day == day && it.sequence == sequence && it.until.is_none_or(|until| now < until)
        };
        if looked().as_ref().is_some_and(stands) {
            return Ok(());
        }
        let last = looked().take().filter(|it| it.day == day);
        let mut memory = Memory::default();
        if let Some(last) = last {
            memory = last.memory;
            let posted = writer.reader().posted_between((last.sequence, sequence)).await?;
            memory.finances.forget(&posted);
            memory.cases.forget(&posted);
        }
        let until = look(installation, writer, &mut memory, (now, sequence)).await?;
        *looked() = Some(Looked { day, sequence, until, memory });
        Ok(())
    }
}

/// Makes a finding of each duty whose day has passed with nothing in force, of each clock of an incident
/// that ran out, of each order to rectify whose day has passed ([`rectification::faults`]), of each step of a
/// case that is overdue ([`cases::faults`]) and of each contradiction between submissions
/// ([`finances::faults`]), closes those that are cured since, and reminds
/// of the clocks that run. Doing it again changes nothing. Returns when a clock changes next.
///
/// # Errors
///
/// Returns an error if the database fails, or somebody could not be reminded.
pub async fn watch(
    installation: &Installation,
    writer: &Writer,
) -> Result<Option<Timestamp>, PipelineError> {
    let sequence = writer.reader().audit_head().await?.sequence;
    let now = installation.clock.now();
    look(installation, writer, &mut Memory::default(), (now, sequence)).await
}

/// [`watch`] at an instant, after an act of the audit log, with what looks of the same day have found.
async fn look(
    installation: &Installation,
    writer: &Writer,
    memory: &mut Memory,
    (now, sequence): (Timestamp, i64),
) -> Result<Option<Timestamp>, PipelineError> {
    let incidents = &mut memory.incidents;
    let due = incidents::look(installation, writer, incidents, (now, sequence)).await?;
    let mut faults: Vec<Fault> = incidents.faults().cloned().collect();
    let finances = &mut memory.finances;
    faults.append(&mut finances::faults(installation, writer.reader(), now, finances).await?);
    let cases = &mut memory.cases;
    faults.append(&mut cases::faults(installation, writer.reader(), now, cases).await?);
    let judged = finances::Judged::by(&memory.finances);
    find(installation, writer, (faults, now), judged).await?;
    remind(installation, writer, (&due, now)).await?;
    Ok(memory.incidents.next_at())
}

/// Keeps what is found, and closes what is cured as far as it was judged.
async fn find(
    installation: &Installation,
    writer: &Writer,
    (found, now): (Vec<Fault>, Timestamp),
    mut judged: finances::Judged<'_>,
) -> Result<(), StoreError> {
    let reader = writer.reader();
    let asked = Asked { party: None, as_of: now };
    // Whether something is missing does not need its content.
    let obliged = obliged(installation, reader, asked, &[]).await?;
    let missing = (obliged.iter())
        .flat_map(|it| it.verdicts.iter().filter_map(|verdict| verdict.missing(&it.party)));
    let missing: Vec<Fault> = missing
        .chain(found)
        .chain(closing::faults(installation, reader, now).await?)
        .chain(rectification::faults(installation, reader, now).await?)
        .filter(|fault| is_asked(installation, now, fault))
        .collect();
    let known = known(reader).await?;
    let missing = by_identity(&missing);
    let standing: BTreeMap<Identity<'_>, &Finding> =
        known.iter().map(|it| (of_finding(it), it)).collect();
    let is_new = |(identity, fault): &(&Identity<'_>, &&Fault)| {
        standing.get(identity).is_none_or(|it| !says(it, fault))
    };
    let new: Vec<&Fault> = missing.iter().filter(is_new).map(|it| *it.1).collect();
    let mut cured = Vec::new();
    // A look at an earlier instant, as after a crash, says nothing of what was found since.
    let is_cured = |it: &&Finding| it.found_at <= now && !missing.contains_key(&of_finding(it));
    for it in known.iter().filter(is_cured) {
        if judged.can_be(reader, it, now).await? {
            cured.push(it.id);
        }
    }
    if new.is_empty() && cured.is_empty() {
        return Ok(());
    }
    let bases: Vec<Source> = new.iter().map(|it| basis(&installation.policy, it.rule)).collect();
    let found = new.iter().zip(&bases).map(|(fault, basis)| NewFinding {
        fault,
        severity: severity(&installation.policy, fault.rule),
        basis,
    });
    let found: Vec<NewFinding<'_>> = found.collect();
    writer.keep_of_look(&found, &cured, now).await?;
    tracing::info!(found = found.len(), cured = cured.len(), "the calendar was looked at");
    Ok(())
}

/// Whether the rule of a fault is asked about its month, or about today.
fn is_asked(installation: &Installation, now: Timestamp, fault: &Fault) -> bool {
    let today = || installation.settings.clock.zone.to_datetime(now).date();
    let day = fault.period.map_or_else(today, Period::last_day);
    installation.policy.asks(fault.rule, day)
}

/// What tells a finding from others: rule, subject, month and cause.
type Identity<'a> = (&'a str, &'a PartyId, Option<Period>, &'a str);

/// What a fault says, to be compared.
fn figures(fault: &Fault) -> (&str, &str, Option<&str>, &[(&'static str, String)]) {
    (&fault.expected, &fault.actual, fault.difference.as_deref(), &fault.arguments)
}

/// Faults by what tells a finding from others. Of several that are one finding the least one speaks,
/// whatever order they were found in.
fn by_identity(faults: &[Fault]) -> BTreeMap<Identity<'_>, &Fault> {
    let mut all: BTreeMap<Identity<'_>, &Fault> = BTreeMap::new();
    for fault in faults {
        let Some(subject) = &fault.subject else { continue };
        let known = all.entry((fault.rule, subject, fault.period, &fault.cause)).or_insert(fault);
        if figures(fault) < figures(known) {
            *known = fault;
        }
    }
    all
}

fn of_finding(finding: &Finding) -> Identity<'_> {
    (&finding.rule, &finding.subject, finding.period, &finding.cause)
}

/// Whether a finding says what a fault does: its figures, and the row that shows it.
fn says(finding: &Finding, fault: &Fault) -> bool {
    let arguments = finding.arguments.iter().map(|(name, value)| (name.as_str(), value));
    let optional = |it: &'_ Option<String>| it.clone().unwrap_or_default();
    finding.expected == fault.expected
        && finding.actual == fault.actual
        && finding.difference == optional(&fault.difference)
        && arguments.eq(fault.arguments.iter().map(|(name, value)| (*name, value)))
        && finding.receipt == optional(&fault.receipt)
        && finding.row == fault.place.row
        && finding.column == optional(&fault.place.column)
        && finding.sheet == optional(&fault.place.sheet)
}

/// Every finding that looks made and that is not closed.
async fn known(reader: &Reader) -> Result<Vec<Finding>, StoreError> {
    let (mut all, mut after) = (Vec::new(), 0);
    loop {
        let mut page = reader.findings_of_looks(after, PAGE).await?;
        let Some(last) = page.last() else { return Ok(all) };
        after = last.id;
        all.append(&mut page);
    }
}

/// The registered parties that have a duty, with where it stands.
pub(crate) async fn obliged(
    installation: &Installation,
    reader: &Reader,
    asked: Asked<'_>,
    disclosures: &[StoredDisclosure],
) -> Result<Vec<Obliged>, StoreError> {
    let policy = &installation.policy.disclosure;
    let today = installation.settings.clock.zone.to_datetime(asked.as_of).date();
    let content: BTreeMap<(&PartyId, i16), &StoredDisclosure> =
        disclosures.iter().map(|it| ((&it.party, it.disclosure.year), it)).collect();
    let mut years: BTreeMap<PartyId, BTreeMap<i16, Disclosed<'_>>> = BTreeMap::new();
    for it in reader.years_disclosed(asked.party, asked.as_of).await? {
        let disclosure = content.get(&(&it.party, it.year)).map(|it| &it.disclosure);
        let disclosed = Disclosed { first_on: it.first_on, disclosure };
        years.entry(it.party).or_default().insert(it.year, disclosed);
    }
    let none = BTreeMap::new();
    let mut obliged = Vec::new();
    let parties = match asked.party {
        Some(party) => reader.registered_of("party", party, asked.as_of).await?,
        None => reader.registered("party", asked.as_of).await?,
    };
    for it in parties {
        let (name, kind, since) = match it.entry {
            Entry::Party { name, kind, since, .. } => (name, kind, since),
            Entry::Person { .. } | Entry::Product { .. } | Entry::Account { .. } => continue,
        };
        let Some(duty) = policy.duty_of(kind) else { continue };
        let disclosed = years.get(&it.party).unwrap_or(&none);
        let started_in = since.map(Date::year);
        let verdicts = verdicts(policy, (duty, started_in), disclosed, today);
        obliged.push(Obliged { party: it.party, name, duty: duty.id, verdicts });
    }
    Ok(obliged)
}

#[cfg(test)]
mod tests;
