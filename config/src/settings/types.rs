//! Types of single values, and how each is read.

use std::net::SocketAddr;

use jiff::Timestamp;
use jiff::tz::TimeZone;
use metrics::kind::Kind;
use metrics::party::PartyId;
use toml::Value;

use super::Tls;
use crate::fault::Expected;
use crate::locale::Language;

/// The zone of the city. It has had no daylight saving since 1991.
pub(super) fn default_zone() -> TimeZone {
    TimeZone::get("Asia/Shanghai").expect("the zone database is bundled")
}

/// Where the period of a file is taken from.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum PeriodFrom {
    /// From its name: `2026-04.csv`, `ledger-2026-04.xlsx`.
    FileName,
}

/// From which level on something is logged.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum LogLevel {
    /// For a person to act on.
    Error,
    /// A trend to watch.
    Warn,
    /// A stage that ended.
    Info,
    /// For looking closely.
    Debug,
    /// Everything.
    Trace,
}

/// Whom the log is for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum LogFormat {
    /// People.
    Text,
    /// Machines.
    Json,
}

impl LogLevel {
    const ALL: [Self; 5] = [Self::Error, Self::Warn, Self::Info, Self::Debug, Self::Trace];

    /// The word used in settings, which `tracing` understands too.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Error => "error",
            Self::Warn => "warn",
            Self::Info => "info",
            Self::Debug => "debug",
            Self::Trace => "trace",
        }
    }
}

/// A value of the settings: how it is written, and what to say when it is not written so.
pub(super) trait Setting: Sized {
    fn expected() -> Expected;

    fn parse(text: &str) -> Option<Self>;

    fn read(value: &Value) -> Option<Self> {
        value.as_str().and_then(Self::parse)
    }

    /// A wrong text as it may be shown.
    fn shown(text: &str) -> String {
        text.to_owned()
    }
}

/// Any text but an empty one.
impl Setting for String {
    fn expected() -> Expected {
        Expected::word("expected-text")
    }

    fn parse(text: &str) -> Option<Self> {
        (!text.trim().is_empty()).then(|| text.to_owned())
    }
}

/// Whether a text can stand in file names and on the command line as it is.
pub(crate) fn is_id(text: &str) -> bool {
    let valid = |byte: u8| byte.is_ascii_alphanumeric() || byte == b'-' || byte == b'_';
    !text.is_empty() && text.len() <= 64 && text.bytes().all(valid)
}

/// What a source or recipient is called by.
pub(super) struct Id(pub(super) String);

impl Setting for Id {
    fn expected() -> Expected {
        Expected::word("expected-id")
    }

    fn parse(text: &str) -> Option<Self> {
        is_id(text).then(|| Self(text.to_owned()))
    }
}

impl Setting for Language {
    fn expected() -> Expected {
        Expected::one_of(Self::ALL.map(Self::as_str))
    }

    fn parse(text: &str) -> Option<Self> {
        Self::parse(text)
    }
}

/// `sqlite:PATH`, or a PostgreSQL address without password.
pub(super) struct DatabaseUrl(pub(super) String);

impl Setting for DatabaseUrl {
    fn expected() -> Expected {
        Expected::word("expected-database-url")
    }

    fn parse(text: &str) -> Option<Self> {
        if text.strip_prefix("sqlite:").is_some_and(|path| !path.is_empty()) {
            return Some(Self(text.to_owned()));
        }
        let rest =
            text.strip_prefix("postgres://").or_else(|| text.strip_prefix("postgresql://"))?;
        let authority = rest.split(['/', '?']).next().unwrap_or("");
        let inline = authority.split_once('@').is_some_and(|(user, _)| user.contains(':'));
        let named = rest.contains("?password=") || rest.contains("&password=");
        (!rest.is_empty() && !inline && !named).then(|| Self(text.to_owned()))
    }

    /// Only the scheme: there may be a password in the rest.
    fn shown(text: &str) -> String {
        match text.split_once(':') {
            Some((scheme, _)) => format!("{scheme}:…"),
            None => "…".to_owned(),
        }
    }
}

/// A path as it is written.
pub(super) struct PathText(pub(super) String);

impl Setting for PathText {
    fn expected() -> Expected {
        Expected::word("expected-path")
    }

    fn parse(text: &str) -> Option<Self> {
        (!text.trim().is_empty()).then(|| Self(text.to_owned()))
    }
}

/// RFC 3339, in quotes or as a TOML date-time with offset.
impl Setting for Timestamp {
    fn expected() -> Expected {
        Expected::word("expected-instant")
    }

    fn parse(text: &str) -> Option<Self> {
        text.parse().ok()
    }

    fn read(value: &Value) -> Option<Self> {
        match value {
            Value::Datetime(written) => written.to_string().parse().ok(),
            other => other.as_str().and_then(<Self as Setting>::parse),
        }
    }
}

impl Setting for TimeZone {
    fn expected() -> Expected {
        Expected::word("expected-zone")
    }

    fn parse(text: &str) -> Option<Self> {
        Self::get(text).ok()
    }
}

impl Setting for Kind {
    fn expected() -> Expected {
        Expected::one_of(Self::ALL.map(Self::as_str))
    }

    fn parse(text: &str) -> Option<Self> {
        text.parse().ok()
    }
}

impl Setting for PartyId {
    fn expected() -> Expected {
        Expected::word("expected-party")
    }

    fn parse(text: &str) -> Option<Self> {
        text.parse().ok()
    }
}

impl Setting for PeriodFrom {
    fn expected() -> Expected {
        Expected::value("file-name")
    }

    fn parse(text: &str) -> Option<Self> {
        (text == "file-name").then_some(Self::FileName)
    }
}

/// The word of a recipient's channel.
pub(super) enum ChannelWord {
    Folder,
    Eml,
    Mail,
}

impl Setting for ChannelWord {
    fn expected() -> Expected {
        Expected::one_of(["folder", "eml", "mail"])
    }

    fn parse(text: &str) -> Option<Self> {
        match text {
            "folder" => Some(Self::Folder),
            "eml" => Some(Self::Eml),
            "mail" => Some(Self::Mail),
            _ => None,
        }
    }
}

/// The word of a connection's secrecy.
pub(super) struct TlsWord(pub(super) Tls);

impl Setting for TlsWord {
    fn expected() -> Expected {
        Expected::one_of(["starttls", "implicit"])
    }

    fn parse(text: &str) -> Option<Self> {
        match text {
            "starttls" => Some(Self(Tls::StartTls)),
            "implicit" => Some(Self(Tls::Implicit)),
            _ => None,
        }
    }
}

/// Something before and something after one `@`, in ASCII and without blanks: whether it exists
/// shows later.
pub(super) struct MailAddress(pub(super) String);

impl Setting for MailAddress {
    fn expected() -> Expected {
        Expected::word("expected-mail-address")
    }

    fn parse(text: &str) -> Option<Self> {
        let (local, host) = text.split_once('@')?;
        let odd = |it: char| {
            !it.is_ascii() || it.is_whitespace() || it.is_control() || "<>,;@".contains(it)
        };
        let valid = |part: &str| !part.is_empty() && !part.contains(odd);
        (valid(local) && valid(host)).then(|| Self(text.to_owned()))
    }
}

/// An address that only this machine reaches: what is said there is not for others.
pub(super) struct LoopbackAddress(pub(super) SocketAddr);

impl Setting for LoopbackAddress {
    fn expected() -> Expected {
        Expected::word("expected-loopback")
    }

    fn parse(text: &str) -> Option<Self> {
        text.parse().ok().filter(|it: &SocketAddr| it.ip().is_loopback()).map(Self)
    }
}

impl Setting for LogLevel {
    fn expected() -> Expected {
        Expected::one_of(Self::ALL.map(Self::as_str))
    }

    fn parse(text: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|level| level.as_str() == text)
    }
}

impl Setting for LogFormat {
    fn expected() -> Expected {
        Expected::one_of(["text", "json"])
    }

    fn parse(text: &str) -> Option<Self> {
        match text {
            "text" => Some(Self::Text),
            "json" => Some(Self::Json),
            _ => None,
        }
    }
}
