//! Reminders: mail about what an incident asks for before the time is over, once each.

use std::collections::{BTreeMap, BTreeSet};

use config::locale::Words;
use jiff::Timestamp;
use metrics::party::PartyId;
use reports::hash::sha256_hex;
use reports::mail::Person;
use reports::mail::reminder::{self, Reminder};
use store::deliveries::{NewDelivery, NewReport};
use store::{StoreError, Writer};
use thiserror::Error;

use crate::incidents::{Due, penalty};
use crate::installation::Installation;
use crate::message::{Content, Outgoing};

/// The kind of a report that is a reminder.
pub const REMINDER: &str = "reminder";

/// Why somebody could not be reminded.
#[derive(Debug, Error)]
pub enum RemindError {
    /// What is kept could not be written.
    #[error("a reminder cannot be written")]
    Document(#[from] serde_json::Error),
    /// The store failed.
    #[error(transparent)]
    Store(#[from] StoreError),
}

/// A clock that nobody was reminded of at this step, with the id of the reminder.
type New<'a> = (String, &'a Due);

/// Queues one mail a party about what is due and was not told before, for everybody who is to know. What
/// was told once never is again, whoever does it and whatever broke off in between. Returns the ids of new
/// reminders, one for each clock.
///
/// # Errors
///
/// Why somebody could not be reminded, the first reason of several; everybody else is.
pub(crate) async fn remind(
    installation: &Installation,
    writer: &Writer,
    (due, now): (&[Due], Timestamp),
) -> Result<Vec<String>, RemindError> {
    let mut of_parties: BTreeMap<&PartyId, Vec<&Due>> = BTreeMap::new();
    for it in due {
        of_parties.entry(&it.party).or_default().push(it);
    }
    let (mut reminded, mut failed) = (Vec::new(), None);
    for due in of_parties.values() {
        match remind_of(installation, writer, (due, now)).await {
            Ok(mut ids) => reminded.append(&mut ids),
            Err(error) => {
                failed.get_or_insert(error);
            }
        }
    }
    failed.map_or(Ok(reminded), Err)
}

/// The same of one party.
async fn remind_of(
    installation: &Installation,
    writer: &Writer,
    (due, now): (&[&Due], Timestamp),
) -> Result<Vec<String>, RemindError> {
    let to = due.first().map(|it| addresses(installation, &it.party)).unwrap_or_default();
    if to.is_empty() {
        return Ok(Vec::new());
    }
    let mut new = Vec::new();
    for &it in due {
        let id = id(it);
        if writer.reader().report(&id).await?.is_none() {
            new.push((id, it));
        }
    }
    // What ends first is read first; what has no end comes last.
    new.sort_by_key(|(_, it)| (it.clock.due_at.is_none(), it.clock.due_at));
    let is_sent = !new.is_empty() && send(installation, writer, (&new, &to), now).await?;
    let ids = new.into_iter().map(|(id, _)| id);
    Ok(if is_sent { ids.collect() } else { Vec::new() })
}

/// Who is told of the incidents of a party, each address once.
fn addresses<'a>(installation: &'a Installation, party: &PartyId) -> BTreeSet<&'a str> {
    let tables = installation.settings.reminders.iter();
    let meant = tables.filter(|it| it.party.as_ref().is_none_or(|of| of == party));
    meant.flat_map(|it| &it.to).map(String::as_str).collect()
}

/// What tells a reminder from all others: whose incident, which clock with which end, which part.
fn id(due: &Due) -> String {
    let end = due.clock.due_at.unwrap_or(due.since);
    let identity = format!("{}\n{}\n{end}", due.party, due.incident_no);
    let hash = sha256_hex(identity.as_bytes());
    format!("{REMINDER}-{}-{}-{}", due.clock.id.as_str(), due.step, &hash[..16])
}

/// Queues the mail, and keeps what it reminds of. An address that cannot be written to is passed over, and
/// logged. `false` if none is left, or somebody else was faster with a part of it: the next look finds the
/// rest.
async fn send(
    installation: &Installation,
    writer: &Writer,
    (new, to): (&[New<'_>], &BTreeSet<&str>),
    now: Timestamp,
) -> Result<bool, RemindError> {
    let (settings, policy) = (&installation.settings, &installation.policy);
    let words = Words::new(settings.language);
    let said = |(id, due): &New<'_>| Said {
        id: id.clone(),
        file_name: format!("{id}.json"),
        party: due.party.to_string(),
        basis: policy.citation(&due.clock.source, &words),
        penalty: penalty(policy, &due.clock.penalties, &words),
    };
    let said: Vec<Said> = new.iter().map(said).collect();
    let reminders: Vec<Reminder<'_>> =
        said.iter().zip(new).map(|(said, (_, due))| said.reminder(due, now)).collect();
    let documents = reminders.iter().map(Reminder::document).collect::<Result<Vec<_>, _>>()?;
    let head = writer.reader().audit_head().await?;
    let period = settings.clock.zone.to_datetime(now).date().to_string();
    let Some(first) = said.first() else { return Ok(false) };
    let around = (&words, &settings.clock.zone);
    let (subject, letter) =
        (reminder::subject(&reminders, around), reminder::letter(&reminders, around));
    let content =
        Content { report_id: &first.id, subject: &subject, letter: &letter, attachment: None };
    let outgoing = to.iter().filter_map(|&address| {
        let to = (address, Person { name: "", address });
        let written = Outgoing::message(settings, ("mail", to), (&content, now));
        written.inspect_err(|error| tracing::warn!(address, %error, "nobody is reminded")).ok()
    });
    let outgoing: Vec<_> = outgoing.collect();
    if outgoing.is_empty() {
        return Ok(false);
    }
    let deliveries: Vec<NewDelivery<'_>> = outgoing.iter().map(Outgoing::delivery).collect();
    let reports = said.iter().zip(&documents).enumerate().map(|(index, (said, bytes))| {
        let report = NewReport {
            kind: REMINDER,
            id: &said.id,
            period: &period,
            bytes,
            file_name: &said.file_name,
            audit_sha256: &head.sha256,
        };
        // The messages tell of all of them, and go out with the first.
        (report, if index == 0 { &deliveries[..] } else { &[] })
    });
    let reports: Vec<(NewReport<'_>, &[NewDelivery<'_>])> = reports.collect();
    Ok(writer.record_reports(&reports, now).await?)
}

/// The words of a reminder that it borrows.
struct Said {
    id: String,
    file_name: String,
    party: String,
    basis: String,
    penalty: String,
}

impl Said {
    fn reminder<'a>(&'a self, due: &'a Due, now: Timestamp) -> Reminder<'a> {
        Reminder {
            party: &self.party,
            incident: &due.incident_no,
            title: &due.title,
            clock: &due.clock,
            since: due.since,
            as_of: now,
            basis: &self.basis,
            penalty: &self.penalty,
        }
    }
}
