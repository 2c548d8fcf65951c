//! Reminders: mail about what an incident asks for before the time is over, once each.

use std::collections::BTreeSet;

use config::locale::Words;
use jiff::Timestamp;
use metrics::party::PartyId;
use reports::hash::sha256_hex;
use reports::mail::reminder::{self, Reminder};
use reports::mail::{MailError, Person};
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
    /// A mail could not be written.
    #[error("a mail cannot be written")]
    Mail(#[from] MailError),
    /// What is kept could not be written.
    #[error("a reminder cannot be written")]
    Document(#[from] serde_json::Error),
    /// The store failed.
    #[error(transparent)]
    Store(#[from] StoreError),
}

/// Queues a mail about each thing for everybody who is to know. What was queued once never is again,
/// whoever does it and whatever broke off in between. Returns the ids of new reminders.
///
/// # Errors
///
/// Why somebody could not be reminded; who was before stays so.
pub(crate) async fn remind(
    installation: &Installation,
    writer: &Writer,
    (due, now): (&[Due], Timestamp),
) -> Result<Vec<String>, RemindError> {
    let mut new = Vec::new();
    for it in due {
        let to = addresses(installation, &it.party);
        let id = id(it);
        if to.is_empty() || writer.reader().report(&id).await?.is_some() {
            continue;
        }
        if send(installation, writer, (it, &id, &to), now).await? {
            new.push(id);
        }
    }
    Ok(new)
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

async fn send(
    installation: &Installation,
    writer: &Writer,
    (due, id, to): (&Due, &str, &BTreeSet<&str>),
    now: Timestamp,
) -> Result<bool, RemindError> {
    let (settings, policy) = (&installation.settings, &installation.policy);
    let words = Words::new(settings.language);
    let party = due.party.to_string();
    let content = Reminder {
        party: &party,
        incident: &due.incident_no,
        title: &due.title,
        clock: &due.clock,
        since: due.since,
        as_of: now,
        basis: &policy.citation(&due.clock.source, &words),
        penalty: &penalty(policy, &due.clock.penalties, &words),
    };
    let around = (&words, &settings.clock.zone);
    let (subject, letter) =
        (reminder::subject(&content, around), reminder::letter(&content, around));
    let content_of_mail =
        Content { report_id: id, subject: &subject, letter: &letter, attachment: None };
    let outgoing = to.iter().map(|&address| {
        let to = (address, Person { name: "", address });
        Outgoing::message(settings, ("mail", to), (&content_of_mail, now))
    });
    let outgoing = outgoing.collect::<Result<Vec<_>, _>>()?;
    let deliveries: Vec<NewDelivery<'_>> = outgoing.iter().map(Outgoing::delivery).collect();
    let head = writer.reader().audit_head().await?;
    let report = NewReport {
        kind: REMINDER,
        id,
        period: &settings.clock.zone.to_datetime(now).date().to_string(),
        bytes: &content.document()?,
        file_name: &format!("{id}.json"),
        audit_sha256: &head.sha256,
    };
    Ok(writer.record_report(report, &deliveries, now).await?)
}
