//! Where a source lies: a folder of this machine, or an address that is fetched over HTTPS.

use std::path::PathBuf;
use std::time::Duration;

use super::network::Network;
use super::section::Section;
use super::types::Setting;
use crate::fault::{Expected, Wrong};
use crate::secret::Secret;

/// How long a fetch may take, if the source does not say, in seconds.
const TIMEOUT_S: u64 = 300;

/// Where a source lies.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Place {
    /// A folder that files are dropped into.
    Folder(PathBuf),
    /// An address that one file is fetched from.
    Https(Address),
}

/// An address, and how it is asked.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Address {
    /// The address, `https://…`.
    pub url: String,
    /// Sent to that host alone.
    pub bearer: Option<Secret>,
    /// PEM file of the authority that the server's certificate is of; without, the system's.
    pub ca: Option<PathBuf>,
    /// How long one fetch may take, from the first question to the last byte.
    pub timeout: Duration,
}

impl Address {
    /// The address without what follows `?`, which may be a secret.
    #[must_use]
    pub fn shown(&self) -> &str {
        self.url.split('?').next().unwrap_or_default()
    }
}

/// Where the daemon may go over HTTPS.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Https {
    /// The hosts that sources may name, in lowercase.
    pub hosts: Vec<String>,
    /// Networks that may be reached although they are no part of the public Internet.
    pub private_addresses: Vec<Network>,
}

/// The section `[https]`.
pub(super) fn https(mut section: Section<'_>) -> Https {
    let hosts = section.list::<Host>("hosts").into_iter().map(|Host(host)| host).collect();
    let https = Https { hosts, private_addresses: section.list("private_addresses") };
    section.finish();
    https
}

/// The place of a source: exactly one of `folder` and `url`. What belongs to an address is asked for
/// only beside one, so that it is a fault elsewhere.
pub(super) fn place(section: &mut Section<'_>, https: &Https) -> Option<Place> {
    match (section.has("folder"), section.has("url")) {
        (true, false) => section.path("folder").map(Place::Folder),
        (false, true) => address(section, https).map(Place::Https),
        (true, true) => {
            let at = section.key("url");
            section.path("folder");
            section.get::<Url>("url");
            let expected = Expected::word("expected-one-place");
            section.context().fault(&at, Wrong::Invalid, "folder, url", expected);
            None
        }
        (false, false) => {
            let at = section.key("folder");
            let expected = Expected::word("expected-place");
            section.context().fault(&at, Wrong::Missing, "", expected);
            None
        }
    }
}

fn address(section: &mut Section<'_>, https: &Https) -> Option<Address> {
    let url = section.get::<Url>("url");
    if let Some(Url { host, .. }) = &url
        && !https.hosts.contains(host)
    {
        let expected = Expected::word("expected-listed-host");
        section.context().fault(&section.key("url"), Wrong::UnknownName, host, expected);
    }
    let bearer = section.secret("bearer");
    if let Some(bearer) = &bearer
        && !is_token(bearer.expose())
    {
        let expected = Expected::word("expected-bearer");
        section.context().fault(&section.key("bearer"), Wrong::Invalid, "***", expected);
    }
    let ca = section.path("ca");
    let timeout_s = section.integer("timeout_s", 1..=86_400).unwrap_or(TIMEOUT_S);
    Some(Address { url: url?.text, bearer, ca, timeout: Duration::from_secs(timeout_s) })
}

/// Whether a text can stand in a header as it is.
fn is_token(text: &str) -> bool {
    !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_graphic())
}

/// The name of a host, or its address in figures; IPv6 in brackets.
pub(super) struct Host(pub(super) String);

impl Setting for Host {
    fn expected() -> Expected {
        Expected::word("expected-host")
    }

    /// Only letters, digits, points and hyphens: whoever reads it reads the same.
    fn parse(text: &str) -> Option<Self> {
        let figures = text.strip_prefix('[').and_then(|it| it.strip_suffix(']'));
        let is_name =
            |it: &str| it.bytes().all(|byte| byte.is_ascii_alphanumeric() || b".-".contains(&byte));
        let is_valid = figures.map_or_else(
            || !text.is_empty() && is_name(text),
            |figures| figures.parse::<std::net::Ipv6Addr>().is_ok(),
        );
        is_valid.then(|| Self(text.to_ascii_lowercase()))
    }
}

/// `https://HOST[:PORT][/PATH][?QUERY]`, without account and fragment.
struct Url {
    text: String,
    host: String,
}

impl Setting for Url {
    fn expected() -> Expected {
        Expected::word("expected-url")
    }

    fn parse(text: &str) -> Option<Self> {
        let rest = text.strip_prefix("https://")?;
        let end = rest.find(['/', '?']).unwrap_or(rest.len());
        let (authority, path) = rest.split_at(end);
        let port_at = authority.rfind(':').filter(|at| !authority[*at..].contains(']'));
        let (host, port) = authority.split_at(port_at.unwrap_or(authority.len()));
        let is_port = |it: &str| {
            it.strip_prefix(':').is_some_and(|it| it.parse::<u16>().is_ok_and(|it| 0 < it))
        };
        let Host(host) = Host::parse(host)?;
        let is_valid = (port.is_empty() || is_port(port))
            && path.bytes().all(|byte| byte.is_ascii_graphic() && byte != b'#' && byte != b'\\');
        is_valid.then(|| Self { text: text.to_owned(), host })
    }

    /// Only the scheme, where the rest may hold a secret.
    fn shown(text: &str) -> String {
        if text.contains(['@', '?']) { "https:…".to_owned() } else { text.to_owned() }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(url: &str, host: Option<&str>) {
        assert_eq!(Url::parse(url).map(|it| it.host).as_deref(), host, "{url}");
    }

    #[test]
    fn only_a_plain_https_address_is_one() {
        check("https://data.example.gov.cn/a.csv", Some("data.example.gov.cn"));
        check("https://Data.Example.gov.cn", Some("data.example.gov.cn"));
        check("https://data.example.gov.cn:8443/a?month=2026-04", Some("data.example.gov.cn"));
        check("https://data.example.gov.cn?all=1", Some("data.example.gov.cn"));
        check("https://10.1.2.3/a", Some("10.1.2.3"));
        check("https://[fd00::1]:8443/a", Some("[fd00::1]"));
        check("http://data.example.gov.cn/a.csv", None);
        check("HTTPS://data.example.gov.cn/a.csv", None);
        check("ftp://data.example.gov.cn/a.csv", None);
        check("https://", None);
        check("https:///a.csv", None);
        check("https://user:pw@data.example.gov.cn/a.csv", None);
        check("https://data.example.gov.cn:0/a", None);
        check("https://data.example.gov.cn:65536/a", None);
        check("https://data.example.gov.cn:/a", None);
        check("https://data.example.gov.cn/a#b", None);
        check("https://data.example.gov.cn/a b", None);
        check("https://data.example.gov.cn\\@evil.example/", None);
        check("https://数据.example/", None);
        check("https://[::1/a", None);
    }
}
