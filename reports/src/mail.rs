//! Mail as the bytes of an `.eml` file: text and one attachment. Sending is not done here.

use std::time::{Duration, SystemTime};

use jiff::Timestamp;
use lettre::Message;
use lettre::message::header::ContentType;
use lettre::message::{Attachment, Body, Mailbox, MultiPart, SinglePart};
use thiserror::Error;

use crate::hash::sha256_hex;

/// A mail before it is written.
#[derive(Clone, Copy, Debug)]
pub struct Mail<'a> {
    /// Who sends it.
    pub from: Person<'a>,
    /// Who receives it; at least one.
    pub to: &'a [Person<'a>],
    /// What it is about.
    pub subject: &'a str,
    /// The text.
    pub text: &'a str,
    /// What is attached.
    pub attachment: Attached<'a>,
    /// `unique@domain`, without brackets. The same mail sent again has the same one, so that a
    /// receiver sees one mail and not two.
    pub message_id: &'a str,
    /// What the `Date` header says.
    pub sent_at: Timestamp,
}

/// A name and an address.
#[derive(Clone, Copy, Debug)]
pub struct Person<'a> {
    /// The name shown.
    pub name: &'a str,
    /// The address.
    pub address: &'a str,
}

/// A file in a mail.
#[derive(Clone, Copy, Debug)]
pub struct Attached<'a> {
    /// Its name.
    pub name: &'a str,
    /// Its media type, such as `application/zip`.
    pub media_type: &'a str,
    /// Its bytes.
    pub bytes: &'a [u8],
}

/// Why a mail cannot be written.
#[derive(Debug, Error)]
pub enum MailError {
    /// An address is not one.
    #[error("{address:?} is not a mail address")]
    Address {
        /// What was given.
        address: String,
    },
    /// A header or a file name would hold a control character: it could end the line and start a
    /// header of its own.
    #[error("{text:?} has control characters")]
    Control {
        /// What was given.
        text: String,
    },
    /// The media type is not one.
    #[error("{media_type:?} is not a media type")]
    MediaType {
        /// What was given.
        media_type: String,
    },
    /// The message id is not `unique@domain`.
    #[error("{message_id:?} is not a message id")]
    MessageId {
        /// What was given.
        message_id: String,
    },
    /// There is no receiver.
    #[error("a mail needs a receiver")]
    Incomplete(#[from] lettre::error::Error),
}

/// The bytes of the mail (RFC 5322). The same mail gives the same bytes.
///
/// # Errors
///
/// See [`MailError`].
pub fn eml(mail: &Mail<'_>) -> Result<Vec<u8>, MailError> {
    check_controls(&[mail.subject, mail.attachment.name])?;
    // No mail was sent before 1970.
    let seconds = mail.sent_at.as_second().max(0).unsigned_abs();
    let mut builder = Message::builder()
        .from(mailbox(mail.from)?)
        .subject(mail.subject)
        .message_id(Some(message_id(mail.message_id)?))
        .date(SystemTime::UNIX_EPOCH + Duration::from_secs(seconds));
    for person in mail.to {
        builder = builder.to(mailbox(*person)?);
    }
    let media_type = ContentType::parse(mail.attachment.media_type)
        .map_err(|_| MailError::MediaType { media_type: mail.attachment.media_type.to_owned() })?;
    let attachment = Attachment::new(mail.attachment.name.to_owned())
        .body(Body::new(mail.attachment.bytes.to_vec()), media_type);
    let message = builder.multipart(
        MultiPart::mixed()
            .boundary(boundary(mail))
            .singlepart(SinglePart::plain(mail.text.to_owned()))
            .singlepart(attachment),
    )?;
    Ok(message.formatted())
}

/// The line between the parts. A random one would make every rendering different; one made from the
/// content cannot stand in it.
fn boundary(mail: &Mail<'_>) -> String {
    let seed = [mail.message_id.as_bytes(), mail.text.as_bytes(), mail.attachment.bytes].concat();
    sha256_hex(&seed)[..40].to_owned()
}

fn mailbox(person: Person<'_>) -> Result<Mailbox, MailError> {
    check_controls(&[person.name])?;
    let address = (person.address.parse())
        .map_err(|_| MailError::Address { address: person.address.to_owned() })?;
    Ok(Mailbox::new(Some(person.name.to_owned()), address))
}

fn message_id(message_id: &str) -> Result<String, MailError> {
    let is_plain = |part: &str| {
        !part.is_empty()
            && part.bytes().all(|it| it.is_ascii_alphanumeric() || b"._-+".contains(&it))
    };
    match message_id.split_once('@') {
        Some((unique, domain)) if is_plain(unique) && is_plain(domain) => {
            Ok(format!("<{message_id}>"))
        }
        Some(_) | None => Err(MailError::MessageId { message_id: message_id.to_owned() }),
    }
}

fn check_controls(texts: &[&str]) -> Result<(), MailError> {
    match texts.iter().find(|text| text.contains(char::is_control)) {
        Some(text) => Err(MailError::Control { text: (*text).to_owned() }),
        None => Ok(()),
    }
}

#[cfg(test)]
mod tests;
