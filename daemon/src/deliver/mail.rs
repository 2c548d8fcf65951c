//! One mail on its way: up to the recipient it may be tried as often as one likes; from then on, once.

use std::time::Duration;

use config::reason;
use config::settings::Mail;
use jiff::{SignedDuration, Timestamp};
use store::deliveries::{Claim, DeliveryState};
use store::{StoreError, Writer};

use super::smtp::{self, Answer};
use super::{Outcome, after};
use crate::installation::Installation;

/// The time in which an address gets at most so many mails.
const PACE: SignedDuration = SignedDuration::from_hours(1);
/// A server that does not say goodbye is left.
const QUIT_LIMIT: Duration = Duration::from_secs(2);

/// Sends a message, and says what is known of it.
pub(super) async fn send(
    installation: &Installation,
    writer: &Writer,
    (claim, message): (&Claim, &[u8]),
) -> Result<Outcome, StoreError> {
    let Some(settings) = &installation.settings.mail else {
        return Ok(Outcome::Ended(DeliveryState::Failed, reason::text("mail-no-settings", "")));
    };
    if let Some(until) = turn(installation, writer, (claim, settings)).await? {
        writer.postpone(claim, until).await?;
        return Ok(Outcome::Left);
    }
    let limit_s = settings.timeout_s;
    let envelope = (settings.from.address.as_str(), claim.delivery.address.as_str());
    let opened = within(limit_s, smtp::open(settings, envelope)).await;
    let mut connection = match opened.unwrap_or_else(|late| Err(Answer::Later(late))) {
        Ok(connection) => connection,
        Err(answer) => return Ok(outcome(answer)),
    };
    let now = installation.clock.now();
    let lease_s = limit_s + settings.data_timeout_s + installation.settings.daemon.job_lease_s;
    if !writer.begin_sending(claim, now, after(now, lease_s)).await? {
        return Ok(Outcome::Left);
    }
    let offered = within(limit_s, smtp::offer(&mut connection)).await;
    let answer = match offered.unwrap_or_else(|late| Err(Answer::Later(late))) {
        Ok(()) => {
            let sent = smtp::send(&mut connection, message);
            within(settings.data_timeout_s, sent).await.unwrap_or_else(Answer::Nobody)
        }
        Err(answer) => answer,
    };
    // What the server says to a goodbye changes nothing.
    let _ = tokio::time::timeout(QUIT_LIMIT, connection.quit()).await;
    Ok(outcome(answer))
}

/// When the recipient has had enough for now: until when the message waits.
async fn turn(
    installation: &Installation,
    writer: &Writer,
    (claim, settings): (&Claim, &Mail),
) -> Result<Option<Timestamp>, StoreError> {
    let others = i64::try_from(settings.hourly_max).unwrap_or(i64::MAX) - 1;
    let oldest = writer.reader().sending_before(&claim.delivery.address, others).await?;
    let until = oldest.and_then(|it| it.checked_add(PACE).ok());
    Ok(until.filter(|until| installation.clock.now() < *until))
}

async fn within<T>(limit_s: u64, step: impl Future<Output = T>) -> Result<T, String> {
    let limit = Duration::from_secs(limit_s);
    tokio::time::timeout(limit, step)
        .await
        .map_err(|_| reason::text("mail-timeout", &limit_s.to_string()))
}

fn outcome(answer: Answer) -> Outcome {
    match answer {
        Answer::Taken(reply) => Outcome::Ended(DeliveryState::Accepted, reply),
        Answer::Refused(reply) => Outcome::Ended(DeliveryState::Rejected, reply),
        Answer::Later(reason) => Outcome::Vain(reason),
        Answer::Nobody(reason) => Outcome::Ended(DeliveryState::Unknown, reason),
    }
}
