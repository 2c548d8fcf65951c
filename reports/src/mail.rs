//! Mail as the bytes of a message: text, the same as HTML, and perhaps an attachment. Sending is not
//! done here.

pub mod digest;
pub mod evaluation;
mod header;
pub mod letter;
pub mod reminder;

use std::time::{Duration, SystemTime};

use config::locale::Language;
use jiff::Timestamp;
use lettre::Message;
use lettre::message::{Body, Mailbox, MultiPart, SinglePart};
use thiserror::Error;

use crate::hash::sha256_hex;
use header::{Disposition, NamedType};
use letter::Letter;

/// The longest file name, in bytes: written out, it still fits a line (RFC 5322, 2.1.1).
const NAME_BYTES_MAX: usize = 255;

/// A mail before it is written.
#[derive(Clone, Copy, Debug)]
pub struct Mail<'a> {
    /// Who sends it.
    pub from: Person<'a>,
    /// Who receives it. One mail, one receiver: nobody learns who else got it.
    pub to: Person<'a>,
    /// What it is about.
    pub subject: &'a str,
    /// What it says.
    pub letter: &'a Letter,
    /// In which language.
    pub language: Language,
    /// What is attached.
    pub attachment: Option<Attached<'a>>,
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
    /// Its name for programs that read ASCII only.
    pub plain_name: &'a str,
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
    /// The file name does not fit a line.
    #[error("a file name has more than {NAME_BYTES_MAX} bytes")]
    NameTooLong,
    /// The message id is not `unique@domain`.
    #[error("{message_id:?} is not a message id")]
    MessageId {
        /// What was given.
        message_id: String,
    },
    /// The mail lacks something.
    #[error("a mail needs a sender and a receiver")]
    Incomplete(#[from] lettre::error::Error),
}

/// The bytes of the mail (RFC 5322). The same mail gives the same bytes.
///
/// # Errors
///
/// See [`MailError`].
pub fn eml(mail: &Mail<'_>) -> Result<Vec<u8>, MailError> {
    check_controls(mail.subject)?;
    // No mail was sent before 1970.
    let seconds = mail.sent_at.as_second().max(0).unsigned_abs();
    let builder = Message::builder()
        .from(mailbox(mail.from)?)
        .to(mailbox(mail.to)?)
        .subject(mail.subject)
        .message_id(Some(message_id(mail.message_id)?))
        .date(SystemTime::UNIX_EPOCH + Duration::from_secs(seconds));
    let (text, html) = (mail.letter.text(), mail.letter.html(mail.language));
    let seed = [mail.message_id, &text, &html].concat();
    let said = MultiPart::alternative()
        .boundary(boundary("said", seed.as_bytes()))
        .singlepart(SinglePart::plain(text))
        .singlepart(SinglePart::html(html));
    let whole = match mail.attachment {
        None => said,
        Some(attached) => MultiPart::mixed()
            .boundary(boundary("whole", &[seed.as_bytes(), attached.bytes].concat()))
            .multipart(said)
            .singlepart(part(attached)?),
    };
    Ok(builder.multipart(whole)?.formatted())
}

fn part(attached: Attached<'_>) -> Result<SinglePart, MailError> {
    check_controls(attached.name)?;
    check_controls(attached.plain_name)?;
    if NAME_BYTES_MAX < attached.name.len().max(attached.plain_name.len()) {
        return Err(MailError::NameTooLong);
    }
    Ok(SinglePart::builder()
        .header(NamedType::new(&attached))
        .header(Disposition::new(&attached))
        .body(Body::new(attached.bytes.to_vec())))
}

/// The line between the parts. A random one would make every rendering different; one made from the
/// content cannot stand in it.
fn boundary(of: &str, content: &[u8]) -> String {
    sha256_hex(&[of.as_bytes(), content].concat())[..40].to_owned()
}

fn mailbox(person: Person<'_>) -> Result<Mailbox, MailError> {
    check_controls(person.name)?;
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

fn check_controls(text: &str) -> Result<(), MailError> {
    if text.contains(char::is_control) {
        return Err(MailError::Control { text: text.to_owned() });
    }
    Ok(())
}

#[cfg(test)]
mod tests;
