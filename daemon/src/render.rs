//! Render: an approved evaluation becomes a signed package, and its deliveries are queued.

use std::fs;
use std::path::Path;

use config::locale::Words;
use config::settings::{Channel, Recipient};
use metrics::party::PartyKind;
use metrics::register::Entry;
use reports::package::{PackageError, PackageInput, package};
use reports::signature::{SignatureError, Signer};
use reports::xlsx::Report;
use store::deliveries::{NewDelivery, NewPackage};
use store::evaluations::StoredEvaluation;
use store::{Reader, StoreError, Writer};
use thiserror::Error;

use crate::installation::Installation;

/// Why nothing was rendered.
#[derive(Debug, Error)]
pub enum RenderError {
    /// There is no signing key in the settings.
    #[error("no signing key is set")]
    NoKey,
    /// The key file cannot be read.
    #[error("the signing key cannot be read")]
    KeyFile(#[from] std::io::Error),
    /// The key is not one.
    #[error("the signing key cannot be used")]
    Key(#[from] SignatureError),
    /// The package could not be made.
    #[error("the package cannot be made")]
    Package(#[from] PackageError),
    /// The store failed.
    #[error(transparent)]
    Store(#[from] StoreError),
}

/// Renders every approved evaluation that has no package yet. Returns their ids.
///
/// # Errors
///
/// Why the first one was not rendered.
pub async fn render_approved(
    installation: &Installation,
    writer: &Writer,
) -> Result<Vec<String>, RenderError> {
    let approved = writer.reader().evaluations_to_render().await?;
    if approved.is_empty() {
        return Ok(Vec::new());
    }
    let signer = signer(installation)?;
    let mut rendered = Vec::with_capacity(approved.len());
    for evaluation in approved {
        render(installation, writer, (&evaluation, &signer)).await?;
        rendered.push(evaluation.id);
    }
    Ok(rendered)
}

async fn render(
    installation: &Installation,
    writer: &Writer,
    (stored, signer): (&StoredEvaluation, &Signer),
) -> Result<(), RenderError> {
    let reader = writer.reader();
    let head = reader.audit_head().await?;
    let issuer = issuer(reader, installation, stored).await?;
    let words = Words::new(installation.settings.language);
    let report = Report {
        evaluation: &stored.evaluation,
        issuer: &issuer,
        audit_head: &head.sha256,
        zone: &installation.settings.clock.zone,
        words: &words,
    };
    let bytes = package(&PackageInput { report, supersedes: None }, signer)?;
    let file_name = format!("{}.zip", stored.id);
    let new = NewPackage {
        evaluation_id: &stored.id,
        bytes: &bytes,
        file_name: &file_name,
        audit_sha256: &head.sha256,
    };
    let queued: Vec<Queued> = installation.settings.recipients.iter().map(Queued::of).collect();
    let message_ids: Vec<String> =
        queued.iter().map(|it| message_id(&stored.id, it, signer.identity())).collect();
    let deliveries: Vec<NewDelivery<'_>> = (queued.iter().zip(&message_ids))
        .map(|(it, message_id)| NewDelivery {
            recipient: &it.recipient,
            channel: it.channel,
            address: &it.address,
            message_id,
        })
        .collect();
    writer.record_package(new, &deliveries, installation.clock.now()).await?;
    Ok(())
}

/// A recipient as a row of the outbox.
struct Queued {
    recipient: String,
    channel: &'static str,
    address: String,
}

impl Queued {
    fn of(recipient: &Recipient) -> Self {
        let (channel, address) = match &recipient.channel {
            Channel::Folder { path } => ("folder", path.display().to_string()),
            Channel::Eml { address, .. } => ("eml", address.clone()),
        };
        Self { recipient: recipient.id.clone(), channel, address }
    }
}

/// Stable for evaluation and recipient, so that a repeated mail is recognised as one.
fn message_id(evaluation: &str, queued: &Queued, identity: &str) -> String {
    let domain = identity.rsplit_once('@').map_or("mingjing.invalid", |(_, domain)| domain);
    format!("{evaluation}.{}@{domain}", queued.recipient)
}

/// The key that packages are signed with.
///
/// # Errors
///
/// There is none, or it cannot be used.
pub fn signer(installation: &Installation) -> Result<Signer, RenderError> {
    let keys = &installation.settings.keys;
    let (Some(path), Some(identity)) = (&keys.signing, &keys.signer) else {
        return Err(RenderError::NoKey);
    };
    read_signer(path, identity)
}

fn read_signer(path: &Path, identity: &str) -> Result<Signer, RenderError> {
    Ok(Signer::from_openssh(&fs::read_to_string(path)?, identity)?)
}

/// Who issues it: the registered implementing body (Measures art. 28 para 2), else the signer.
async fn issuer(
    reader: &Reader,
    installation: &Installation,
    stored: &StoredEvaluation,
) -> Result<String, StoreError> {
    let registered = reader.registered("party", stored.evaluation.as_of).await?;
    let body = registered.into_iter().find_map(|it| match it.entry {
        Entry::Party { name, kind: PartyKind::ImplementingBody, .. } => Some(name),
        Entry::Party { .. }
        | Entry::Person { .. }
        | Entry::Product { .. }
        | Entry::Account { .. } => None,
    });
    Ok(body.or_else(|| installation.settings.keys.signer.clone()).unwrap_or_default())
}
