//! Deliver: what waits in the outbox is put where it belongs.
//!
//! A file is written beside its place and moved there whole. A crash between the move and the
//! database leaves the delivery waiting; doing it again writes the same bytes to the same place.

use std::fs::{self, File};
use std::io::{self, Write as _};
use std::path::{Path, PathBuf};

use config::locale::Words;
use config::settings::Channel;
use reports::mail::{Attached, Mail, MailError, Person, eml};
use store::deliveries::{Delivery, DeliveryState};
use store::{StoreError, Writer, fail};
use thiserror::Error;

use crate::installation::Installation;

/// Deliveries that are read at once.
const PAGE: i64 = 100;
/// The largest package is far below this.
const BYTES_MAX: u64 = 1 << 32;

/// What became of a delivery.
#[derive(Debug)]
pub struct Delivered {
    /// Of which evaluation.
    pub evaluation: String,
    /// To whom.
    pub recipient: String,
    /// Where the file stands, or why it does not.
    pub outcome: Result<PathBuf, DeliverError>,
}

/// Why a delivery failed.
#[derive(Debug, Error)]
pub enum DeliverError {
    /// The recipient is no longer in the settings, or receives otherwise now.
    #[error("recipient {0:?} is not in the settings with this channel")]
    Recipient(String),
    /// The file cannot be written.
    #[error("the file cannot be written")]
    Io(#[from] io::Error),
    /// The mail cannot be written.
    #[error("the mail cannot be written")]
    Mail(#[from] MailError),
}

/// Delivers everything that waits.
///
/// # Errors
///
/// Returns an error if the database fails; what is wrong with a delivery is said of that one.
pub async fn deliver_waiting(
    installation: &Installation,
    writer: &Writer,
) -> Result<Vec<Delivered>, StoreError> {
    let mut delivered = Vec::new();
    loop {
        let waiting = writer.reader().due_deliveries(PAGE).await?;
        if waiting.is_empty() {
            return Ok(delivered);
        }
        for delivery in waiting {
            let bytes = writer.reader().raw_range(&delivery.sha256, 0, BYTES_MAX).await?;
            fail::point("deliver.before-write")?;
            let outcome = deliver(installation, &delivery, &bytes);
            fail::point("deliver.after-write")?;
            let (state, detail) = match &outcome {
                Ok(path) => (DeliveryState::Written, path.display().to_string()),
                Err(error) => (DeliveryState::Failed, error.to_string()),
            };
            let now = installation.clock.now();
            writer.delivery_event(&delivery, (state, &detail), now).await?;
            fail::point("deliver.after-commit")?;
            let Delivery { evaluation_id: evaluation, recipient, .. } = delivery;
            delivered.push(Delivered { evaluation, recipient, outcome });
        }
    }
}

fn deliver(
    installation: &Installation,
    delivery: &Delivery,
    bytes: &[u8],
) -> Result<PathBuf, DeliverError> {
    let unknown = || DeliverError::Recipient(delivery.recipient.clone());
    let recipients = &installation.settings.recipients;
    let recipient = recipients.iter().find(|it| it.id == delivery.recipient).ok_or_else(unknown)?;
    match &recipient.channel {
        Channel::Folder { path } if delivery.channel == "folder" => {
            Ok(write_whole(path, &delivery.file_name, bytes)?)
        }
        Channel::Eml { path, .. } if delivery.channel == "eml" => {
            let name = format!("{}.{}.eml", delivery.evaluation_id, delivery.recipient);
            let to = Person { name: &recipient.name, address: &delivery.address };
            Ok(write_whole(path, &name, &mail(installation, delivery, (to, bytes))?)?)
        }
        Channel::Folder { .. } | Channel::Eml { .. } => Err(unknown()),
    }
}

/// The mail that carries a package.
fn mail(
    installation: &Installation,
    delivery: &Delivery,
    (to, bytes): (Person<'_>, &[u8]),
) -> Result<Vec<u8>, MailError> {
    let words = Words::new(installation.settings.language);
    let arguments = [
        ("evaluation", delivery.evaluation_id.as_str()),
        ("file", &delivery.file_name),
        ("sha256", &delivery.sha256),
        ("head", &delivery.audit_sha256),
    ];
    let system = words.get("common-system");
    let sender = installation.settings.keys.signer.as_deref().unwrap_or_default();
    eml(&Mail {
        from: Person { name: &system, address: sender },
        to: &[to],
        subject: &words.format("mail-evaluation-subject", &arguments),
        text: &words.format("mail-evaluation-text", &arguments),
        attachment: Attached { name: &delivery.file_name, media_type: "application/zip", bytes },
        message_id: &delivery.message_id,
        sent_at: delivery.rendered_at,
    })
}

/// Writes a file so that nobody ever sees half of it, and so that it outlives a power cut.
fn write_whole(folder: &Path, name: &str, bytes: &[u8]) -> io::Result<PathBuf> {
    fs::create_dir_all(folder)?;
    let place = folder.join(name);
    let beside = folder.join(format!(".{name}.part"));
    let mut file = File::create(&beside)?;
    file.write_all(bytes)?;
    file.sync_all()?;
    fs::rename(&beside, &place)?;
    File::open(folder)?.sync_all()?;
    Ok(place)
}
