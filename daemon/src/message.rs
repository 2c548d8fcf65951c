//! Messages: a report as mail for one recipient, with the bytes that go out and go out again.

use std::path::Path;

use config::locale::Words;
use config::settings::Settings;
use jiff::Timestamp;
use reports::mail::letter::Letter;
use reports::mail::{Attached, Mail, MailError, Person, eml};
use store::deliveries::NewDelivery;

/// What every recipient of a report is told.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Content<'a> {
    pub(crate) report_id: &'a str,
    pub(crate) subject: &'a str,
    pub(crate) letter: &'a Letter,
    pub(crate) attachment: Option<Attached<'a>>,
}

/// A row of the outbox before it is queued.
#[derive(Clone, Debug)]
pub(crate) struct Outgoing {
    recipient: String,
    channel: &'static str,
    address: String,
    message_id: String,
    message: Option<Vec<u8>>,
}

impl Outgoing {
    /// The report itself, into a folder.
    pub(crate) fn file(recipient: &str, folder: &Path) -> Self {
        Self {
            recipient: recipient.to_owned(),
            channel: "folder",
            address: folder.display().to_string(),
            message_id: String::new(),
            message: None,
        }
    }

    /// A mail.
    pub(crate) fn message(
        settings: &Settings,
        (channel, (recipient, to)): (&'static str, (&str, Person<'_>)),
        (content, now): (&Content<'_>, Timestamp),
    ) -> Result<Self, MailError> {
        let words = Words::new(settings.language);
        let system = words.get("common-system");
        // A mail that others send is from whoever signs.
        let signer = settings.keys.signer.as_deref().unwrap_or_default();
        let sender = settings.mail.as_ref().map(|it| &it.from);
        let from = Person {
            name: sender.and_then(|it| it.name.as_deref()).unwrap_or(&system),
            address: sender.map_or(signer, |it| &it.address),
        };
        let message_id = message_id(content.report_id, recipient, from.address);
        let message = eml(&Mail {
            from,
            to,
            subject: content.subject,
            letter: content.letter,
            language: settings.language,
            attachment: content.attachment,
            message_id: &message_id,
            sent_at: now,
        })?;
        Ok(Self {
            recipient: recipient.to_owned(),
            channel,
            address: to.address.to_owned(),
            message_id,
            message: Some(message),
        })
    }

    pub(crate) fn delivery(&self) -> NewDelivery<'_> {
        NewDelivery {
            recipient: &self.recipient,
            channel: self.channel,
            address: &self.address,
            message_id: &self.message_id,
            message: self.message.as_deref(),
        }
    }
}

/// Stable for report and recipient, so that a repeated mail is recognised as one. The report's id
/// names its period and content.
fn message_id(report: &str, recipient: &str, from: &str) -> String {
    let plain = |it: char| match it {
        '@' => '+',
        it if it.is_ascii_alphanumeric() || "._-".contains(it) => it,
        _ => '-',
    };
    let recipient: String = recipient.chars().map(plain).collect();
    let domain = from.rsplit_once('@').map_or("mingjing.invalid", |(_, domain)| domain);
    format!("{report}.{recipient}@{domain}")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_message_id_tells_report_and_recipient_and_no_host() {
        let cases = [
            (("operator-2026-H1-5f1c2a90", "gzw"), "operator-2026-H1-5f1c2a90.gzw@example.org"),
            (("digest-2026-07-01T0730", "a+b@c.d"), "digest-2026-07-01T0730.a-b+c.d@example.org"),
        ];
        for ((report, recipient), expected) in cases {
            assert_eq!(message_id(report, recipient, "report@example.org"), expected);
        }
        assert_eq!(message_id("r", "x", ""), "r.x@mingjing.invalid");
    }
}
