//! Deliver: what waits in the outbox goes out, and what became of it is kept.
//!
//! The bytes were made and kept when the report was rendered; here they are only moved. A file that
//! is written again is the same file. A mail that is sent again is a second mail: so the store knows
//! before the first byte leaves, and what nobody can know is left to a person.

mod file;
mod mail;
mod smtp;

use config::reason;
use config::settings::{Channel, Mail, Recipient, Settings};
use jiff::{SignedDuration, Timestamp};
use metrics::evaluation::lifecycle;
use store::deliveries::{Claim, Delivery, DeliveryState, Ending};
use store::{Reader, StoreError, Writer, causes};

use crate::digest::DIGEST;
use crate::installation::Installation;
use crate::render::{self, RenderError};

/// The largest message is far below this.
const BYTES_MAX: u64 = 1 << 32;
/// The word for why of a delivery whose daemon fell silent.
const SILENT: &str = "silent";

/// What became of a delivery.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Delivered {
    /// Its number.
    pub id: i64,
    /// Of which report.
    pub report: String,
    /// To whom.
    pub recipient: String,
    /// Where it stands.
    pub state: DeliveryState,
    /// The path of the file, or in the form of [`config::reason`] the server's reply or why not.
    pub detail: String,
}

/// How a try ended.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Outcome {
    /// It is done, or has failed for good.
    Ended(DeliveryState, String),
    /// It has to be tried again.
    Vain(String),
    /// It is left as it is: it waits its turn, or another daemon has it now.
    Left,
}

/// Delivers everything that is due.
///
/// # Errors
///
/// Returns an error if the database fails; what is wrong with a delivery is said of that one.
pub async fn deliver_waiting(
    installation: &Installation,
    writer: &Writer,
) -> Result<Vec<Delivered>, StoreError> {
    deliver_while(installation, writer, || true).await
}

/// Delivers what is due, one after the other, as long as it may begin another.
pub(crate) async fn deliver_while(
    installation: &Installation,
    writer: &Writer,
    goes_on: impl Fn() -> bool,
) -> Result<Vec<Delivered>, StoreError> {
    let mut delivered = Vec::new();
    for id in writer.lose_deliveries(SILENT, installation.clock.now()).await? {
        tracing::error!(delivery = id, "nobody knows whether a mail arrived: a person has to ask");
        delivered.push(told(writer.reader().delivery(id).await?));
    }
    while goes_on() {
        let now = installation.clock.now();
        let lease_until = after(now, lease_s(&installation.settings));
        let Some(claim) = writer.claim_delivery(now, lease_until).await? else {
            break;
        };
        let outcome = attempt(installation, writer, &claim).await?;
        let now = installation.clock.now();
        let Some(ending) = ending(&installation.settings, (&claim.delivery, &outcome), now) else {
            continue;
        };
        if writer.end_attempt(&claim, ending, now).await? {
            log(&claim.delivery, ending);
            delivered.push(told(writer.reader().delivery(claim.delivery.id).await?));
        }
        store::fail::point("deliver.after-commit")?;
    }
    Ok(delivered)
}

/// How long a delivery belongs to a daemon that gives no sign of life, until its message goes out.
fn lease_s(settings: &Settings) -> u64 {
    settings.daemon.job_lease_s + settings.mail.as_ref().map_or(0, |it| it.timeout_s)
}

pub(crate) fn after(now: Timestamp, seconds: u64) -> Timestamp {
    let seconds = SignedDuration::from_secs(i64::try_from(seconds).unwrap_or(i64::MAX));
    now.checked_add(seconds).unwrap_or(Timestamp::MAX)
}

/// One try. The recipient has to be in the settings still, with this channel and address, and still take what
/// was queued for it; while it names a scheme that is not there, nobody knows what it takes.
async fn attempt(
    installation: &Installation,
    writer: &Writer,
    claim: &Claim,
) -> Result<Outcome, StoreError> {
    let delivery = &claim.delivery;
    let settings = &installation.settings;
    let recipient = settings.recipients.iter().find(|it| it.id == delivery.recipient);
    if recipient.is_some_and(|it| !installation.knows_schemes_of(it)) {
        writer.postpone(claim, after(installation.clock.now(), RECIPIENT_WAITS_S)).await?;
        return Ok(Outcome::Left);
    }
    if let Some(reason) = withheld(writer.reader(), (delivery, recipient)).await? {
        return Ok(Outcome::Ended(DeliveryState::Failed, reason));
    }
    let bytes = match writer.reader().raw_range(&delivery.sha256, 0, BYTES_MAX).await {
        Ok(bytes) => bytes,
        // What is wrong with the bytes of one does not stop the others.
        Err(error) => {
            return Ok(Outcome::Vain(reason::text("unreadable", &error.to_string())));
        }
    };
    match (delivery.channel.as_str(), recipient.map(|it| &it.channel)) {
        ("folder", Some(Channel::Folder { path }))
            if path.display().to_string() == delivery.address =>
        {
            file::write((path, &delivery.file_name), &bytes)
        }
        ("eml", Some(Channel::Eml { path, address })) if *address == delivery.address => {
            let name = format!("{}.{}.eml", delivery.report_id, delivery.recipient);
            file::write((path, &name), &bytes)
        }
        ("mail", Some(Channel::Mail { address })) if *address == delivery.address => {
            Box::pin(mail::send(installation, writer, (claim, &bytes))).await
        }
        ("mail", None) if delivery.kind == DIGEST && reads_digest(settings, &delivery.address) => {
            Box::pin(mail::send(installation, writer, (claim, &bytes))).await
        }
        _ => Ok(Outcome::Ended(DeliveryState::Failed, reason::text("left-settings", ""))),
    }
}

/// Why the file of an evaluation does not leave the house, if it does not.
async fn withheld(
    reader: &Reader,
    (delivery, recipient): (&Delivery, Option<&Recipient>),
) -> Result<Option<String>, StoreError> {
    let Some(stored) = reader.evaluation(delivery.evaluation_id()).await? else { return Ok(None) };
    if let Err(refused) = lifecycle::may_leave(&stored.acts) {
        return Ok(Some(reason::text(refused.id(), "")));
    }
    let Some(recipient) = recipient else { return Ok(None) };
    Ok(match render::file_of(reader, &stored, recipient).await {
        Ok(Some(id)) if id == delivery.report_id => None,
        Ok(Some(id)) => Some(reason::text("takes-other", &id)),
        Ok(None) => Some(reason::text("takes-nothing", "")),
        Err(RenderError::Store(error)) => return Err(error),
        Err(error) => Some(reason::text("no-file", &causes(&error))),
    })
}

fn reads_digest(settings: &Settings, address: &str) -> bool {
    settings.digest.as_ref().is_some_and(|it| it.to.iter().any(|to| to == address))
}

/// What the ledger is told of a try. Each vain one doubles the wait, until the limit.
fn ending<'a>(
    settings: &Settings,
    (delivery, outcome): (&Delivery, &'a Outcome),
    now: Timestamp,
) -> Option<Ending<'a>> {
    let of = |state, detail, tries, due_at| Some(Ending { state, detail, tries, due_at });
    match outcome {
        Outcome::Ended(state, detail) => of(*state, detail, 0, now),
        Outcome::Left => None,
        Outcome::Vain(detail) => {
            let tried = u64::try_from(delivery.tries).unwrap_or(0);
            let without = (Mail::RETRY_S, Mail::TRIES_MAX);
            let (retry_s, tries_max) =
                settings.mail.as_ref().map_or(without, |it| (it.retry_s, it.tries_max));
            if tries_max <= tried + 1 {
                return of(DeliveryState::Failed, detail, 1, now);
            }
            let wait_s = retry_s.saturating_mul(1 << tried.min(16)).min(WAIT_MAX_S);
            of(DeliveryState::Deferred, detail, 1, after(now, wait_s))
        }
    }
}

/// How long what is for a recipient that names a scheme that is not there waits until the settings are asked
/// again.
const RECIPIENT_WAITS_S: u64 = 600;

/// The longest wait between two tries.
const WAIT_MAX_S: u64 = 4 * 3_600;

fn told(delivery: Delivery) -> Delivered {
    let Delivery { id, report_id: report, recipient, state, detail, .. } = delivery;
    Delivered { id, report, recipient, state, detail }
}

/// The detail is in the ledger alone: it names addresses and paths.
fn log(delivery: &Delivery, ending: Ending<'_>) {
    let (id, attempt, state) = (delivery.id, delivery.attempt, ending.state);
    let word = state.as_str();
    if state.is_trouble() {
        tracing::error!(delivery = id, attempt, state = word, "a delivery needs a person");
    } else if state == DeliveryState::Deferred {
        tracing::warn!(delivery = id, attempt, state = word, "a delivery is tried again later");
    } else {
        tracing::info!(delivery = id, attempt, state = word, "a delivery went out");
    }
}

#[cfg(test)]
mod scripted;
#[cfg(test)]
mod tests;
