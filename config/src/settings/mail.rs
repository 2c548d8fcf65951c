//! Mail: the server it goes out through, the digest that supervisors get by it, and who is reminded.

use std::collections::BTreeSet;
use std::path::PathBuf;

use jiff::tz::TimeZone;
use metrics::party::PartyId;

use super::place::Host;
use super::schedule::{CronText, Schedule, schedule};
use super::section::Section;
use super::types::{Id, MailAddress, TlsWord};
use crate::fault::{Expected, Wrong};
use crate::secret::Secret;

/// The server that mail goes out through. It is never talked to in plain.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Mail {
    /// The host; its certificate has to be for this name.
    pub host: String,
    /// The port.
    pub port: u16,
    /// How the connection becomes secret.
    pub tls: Tls,
    /// Certificates that are trusted instead of the system's, in PEM.
    pub ca: Option<PathBuf>,
    /// Who sends.
    pub from: Sender,
    /// Who signs in; without, nobody does.
    pub login: Option<Login>,
    /// What this host is called in the greeting, so that its own name does not leave the house.
    pub hello: String,
    /// How long the server may take until it has accepted the recipient.
    pub timeout_s: u64,
    /// How long the server may take over the message itself.
    pub data_timeout_s: u64,
    /// After how long it is tried again; the wait doubles with each vain try.
    pub retry_s: u64,
    /// How often it is tried.
    pub tries_max: u64,
    /// How many messages an address gets within an hour.
    pub hourly_max: u64,
}

impl Mail {
    /// After how long a delivery is tried again, where the settings say nothing.
    pub const RETRY_S: u64 = 60;
    /// How often a delivery is tried, where the settings say nothing.
    pub const TRIES_MAX: u64 = 10;
}

/// How a connection becomes secret.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Tls {
    /// By STARTTLS, which the server has to offer.
    StartTls,
    /// From the first byte.
    Implicit,
}

/// Who sends.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Sender {
    /// The name shown; without, the system's.
    pub name: Option<String>,
    /// The mail address.
    pub address: String,
}

/// Who signs in at the server.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Login {
    /// The account.
    pub user: String,
    /// Its password.
    pub password: Secret,
}

/// The supervisors' digest.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Digest {
    /// The mail addresses.
    pub to: Vec<String>,
    /// When.
    pub schedule: Schedule,
}

/// Who is reminded of the clocks of incidents before they run out.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Reminder {
    /// Its id.
    pub id: String,
    /// Of whose incidents; without, of everybody's.
    pub party: Option<PartyId>,
    /// The mail addresses.
    pub to: Vec<String>,
}

/// Reads `[mail]`.
pub(super) fn mail(mut section: Section<'_>) -> Option<Mail> {
    let host = section.required::<String>("host");
    let tls = section.get("tls").unwrap_or(TlsWord(Tls::StartTls)).0;
    let port = section.integer("port", 1..=65_535).and_then(|it| u16::try_from(it).ok());
    let ca = section.path("ca");
    let address = section.required::<MailAddress>("from").map(|it| it.0);
    let name = section.get("from_name");
    let login = login(&mut section);
    let hello = section.get::<Host>("hello").map(|it| it.0);
    let timeout_s = section.integer("timeout_s", 1..=600).unwrap_or(60);
    // RFC 5321, 4.5.3.2.6: ten minutes for the answer to the final dot.
    let data_timeout_s = section.integer("data_timeout_s", 1..=3_600).unwrap_or(600);
    let retry_s = section.integer("retry_s", 1..=86_400).unwrap_or(Mail::RETRY_S);
    let tries_max = section.integer("tries_max", 1..=100).unwrap_or(Mail::TRIES_MAX);
    let hourly_max = section.integer("hourly_max", 1..=100_000).unwrap_or(60);
    section.finish();
    let address = address?;
    let domain = address.rsplit_once('@').map_or("", |(_, domain)| domain).to_owned();
    let default_port = match tls {
        Tls::StartTls => 587,
        Tls::Implicit => 465,
    };
    Some(Mail {
        host: host?,
        port: port.unwrap_or(default_port),
        tls,
        ca,
        from: Sender { name, address },
        login,
        hello: hello.unwrap_or(domain),
        timeout_s,
        data_timeout_s,
        retry_s,
        tries_max,
        hourly_max,
    })
}

/// Reads who signs in: both the account and its password, or neither.
fn login(section: &mut Section<'_>) -> Option<Login> {
    let names_user = section.has("user");
    let user = section.get::<String>("user");
    let missing = |section: &Section<'_>, key, expected| {
        section.context().fault(&section.key(key), Wrong::Missing, "", Expected::word(expected));
        None
    };
    match (user, section.secret("password")) {
        (Some(user), Some(password)) => Some(Login { user, password }),
        (Some(_), None) => missing(section, "password", "expected-secret"),
        (None, Some(_)) if !names_user => missing(section, "user", "expected-text"),
        (None, _) => None,
    }
}

/// Reads `[digest]`.
pub(super) fn digest(mut section: Section<'_>, clock_zone: &TimeZone) -> Option<Digest> {
    let to = addresses(&mut section);
    let cron = section.required::<CronText>("schedule");
    let schedule = schedule(&mut section, (cron, clock_zone));
    section.finish();
    Some(Digest { to: to?, schedule: schedule? })
}

/// Reads a table of `[[reminder]]`.
pub(super) fn reminder(mut section: Section<'_>) -> (Option<Id>, Option<Reminder>) {
    let id = section.required::<Id>("id");
    let party = section.get::<PartyId>("party");
    let to = addresses(&mut section);
    section.finish();
    let entry = id.as_ref().zip(to).map(|(id, to)| Reminder { id: id.0.clone(), party, to });
    (id, entry)
}

/// Reads `to`: at least one mail address, each once.
fn addresses(section: &mut Section<'_>) -> Option<Vec<String>> {
    let to = section.required_list::<MailAddress>("to");
    let mut seen = BTreeSet::new();
    for MailAddress(address) in to.iter().flatten() {
        if !seen.insert(address) {
            let expected = Expected::word("expected-once");
            section.context().fault(&section.key("to"), Wrong::Duplicate, address, expected);
        }
    }
    Some(to?.into_iter().map(|it| it.0).collect())
}
