//! An address that one file is fetched from, over HTTPS and nothing else.
//!
//! What a server says about itself is not believed: the size is counted while it is read, the name is
//! made safe, and neither an answer nor a redirect leads to a host or network that the settings do
//! not name.

#[cfg(test)]
pub(super) mod server;
#[cfg(test)]
mod tests;

use std::fs::{self, File};
use std::io::Write as _;
use std::net::IpAddr;

use config::settings::{Address, Https};
use reqwest::header::{
    ACCEPT_ENCODING, CONTENT_TYPE, ETAG, HeaderMap, HeaderName, IF_MODIFIED_SINCE, IF_NONE_MATCH,
    LAST_MODIFIED,
};
use reqwest::redirect::Policy;
use reqwest::{Certificate, Client, Response, StatusCode, Url};
use thiserror::Error;

use super::CollectError;
use super::guard::{Forbidden, Guard, may_be_asked};
use super::look::{Delivery, Held, Validators, Volume};
use super::unreachable::{Cause, Unreachable, chain};
use crate::formats::Format;

/// Redirects followed, all on the same host.
const REDIRECTS_MAX: usize = 3;
/// Characters of a file's name, so that it fits a file system in any script.
const NAME_CHARACTERS_MAX: usize = 60;
/// Longer validators are not kept; without them the file is fetched whole.
const VALIDATOR_BYTES_MAX: usize = 1_024;

/// Content types that mean one format (RFC 7111, RFC 8259; the others are in common use).
const CONTENT_TYPES: [(&str, Format); 6] = [
    ("text/csv", Format::Csv),
    ("application/json", Format::Json),
    ("application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", Format::Xlsx),
    ("application/jsonl", Format::JsonLines),
    ("application/x-ndjson", Format::JsonLines),
    ("application/ndjson", Format::JsonLines),
];

/// What bounds a fetch.
#[derive(Clone, Copy, Debug)]
pub(super) struct Bounds<'a> {
    /// Where the daemon may go.
    pub(super) https: &'a Https,
    /// The largest file taken.
    pub(super) size_bytes_max: u64,
}

/// The server sends elsewhere.
#[derive(Debug, Error)]
#[error("redirected to {0}")]
struct Elsewhere(String);

/// What the address holds now. With validators of what was taken last, a server may answer that it
/// still holds that.
pub(super) async fn look(
    address: &Address,
    bounds: Bounds<'_>,
    known: &Validators,
) -> Result<Held, Unreachable> {
    let failed = |error| unreachable(error, address);
    let url = Url::parse(&address.url)
        .map_err(|error| Unreachable::new(Cause::Connection, error.to_string()))?;
    check_figures(&url, bounds.https)?;
    let client = client(address, bounds.https)?;
    let mut request = client.get(url.clone()).header(ACCEPT_ENCODING, "identity");
    if let Some(bearer) = &address.bearer {
        request = request.bearer_auth(bearer.expose());
    }
    for (name, value) in [(IF_NONE_MATCH, &known.etag), (IF_MODIFIED_SINCE, &known.last_modified)] {
        if let Some(value) = value {
            request = request.header(name, value);
        }
    }
    let response = request.send().await.map_err(failed)?;
    match response.status() {
        StatusCode::OK => receive(response, file_name(&url), bounds.size_bytes_max)
            .await
            .map_err(|error| error.reached(address)),
        StatusCode::NOT_MODIFIED if *known != Validators::default() => Ok(Held::Unchanged),
        status => Err(Unreachable::new(Cause::Status, status.as_u16().to_string())),
    }
}

/// A host that is written as an address in figures is never resolved, so the guard does not see it.
fn check_figures(url: &Url, https: &Https) -> Result<(), Unreachable> {
    let host = url.host_str().unwrap_or_default();
    let figures = host.trim_start_matches('[').trim_end_matches(']').parse::<IpAddr>();
    if figures.is_ok_and(|it| !may_be_asked(it, &https.private_addresses)) {
        return Err(Unreachable::new(Cause::Address, host));
    }
    Ok(())
}

/// A client for one fetch. Nothing of the environment leads it elsewhere.
fn client(address: &Address, https: &Https) -> Result<Client, Unreachable> {
    let guard = Guard { listed: https.private_addresses.as_slice().into() };
    let mut builder = Client::builder()
        .https_only(true)
        .no_proxy()
        .dns_resolver(guard)
        .redirect(same_host())
        .timeout(address.timeout)
        .user_agent(concat!("mingjing/", env!("CARGO_PKG_VERSION")));
    if let Some(path) = &address.ca {
        let unusable = |error: &dyn std::error::Error| {
            Unreachable::new(Cause::Authority, format!("{}: {error}", path.display()))
        };
        let pem = fs::read(path).map_err(|error| unusable(&error))?;
        let certificates = Certificate::from_pem_bundle(&pem).map_err(|error| unusable(&error))?;
        builder = builder.tls_certs_only(certificates);
    }
    builder.build().map_err(|error| Unreachable::new(Cause::Authority, innermost(&error)))
}

/// Follows a redirect only within the same scheme, host and port, and not for ever.
fn same_host() -> Policy {
    Policy::custom(|attempt| {
        let origin = attempt.url().origin();
        let is_same = attempt.previous().first().is_some_and(|first| first.origin() == origin);
        if is_same && attempt.previous().len() <= REDIRECTS_MAX {
            return attempt.follow();
        }
        attempt.error(Elsewhere(origin.ascii_serialization()))
    })
}

/// Why a file could not be put down.
enum Broken {
    Server(reqwest::Error),
    Disk(std::io::Error),
}

impl Broken {
    fn reached(self, address: &Address) -> Unreachable {
        match self {
            Self::Server(error) => unreachable(error, address),
            Self::Disk(error) => Unreachable::new(Cause::Storage, error.to_string()),
        }
    }
}

impl From<reqwest::Error> for Broken {
    fn from(error: reqwest::Error) -> Self {
        Self::Server(error)
    }
}

impl From<std::io::Error> for Broken {
    fn from(error: std::io::Error) -> Self {
        Self::Disk(error)
    }
}

/// Puts the answer into a file of a folder of its own, as sent.
async fn receive(mut response: Response, name: String, limit_bytes: u64) -> Result<Held, Broken> {
    let too_large =
        |name, size_bytes| Held::Refused(name, CollectError::TooLarge { size_bytes, limit_bytes });
    let declared = response.content_length().unwrap_or_default();
    if limit_bytes < declared {
        return Ok(too_large(name, declared));
    }
    let folder = tempfile::tempdir()?;
    let path = folder.path().join(&name);
    let mut file = File::create_new(&path)?;
    let mut size_bytes = 0;
    while let Some(chunk) = response.chunk().await? {
        size_bytes += chunk.len() as u64;
        if limit_bytes < size_bytes {
            return Ok(too_large(name, size_bytes));
        }
        file.write_all(&chunk)?;
    }
    if size_bytes == 0 {
        return Ok(Held::Files(Delivery::default()));
    }
    let headers = response.headers();
    Ok(Held::Files(Delivery {
        files: vec![path],
        volume: Volume { files: 1, size_bytes },
        promised: promised(headers),
        validators: Validators {
            etag: validator(headers, &ETAG),
            last_modified: validator(headers, &LAST_MODIFIED),
        },
        _folder: Some(folder),
    }))
}

/// The format that the content type means, if it means one.
fn promised(headers: &HeaderMap) -> Option<Format> {
    let text = headers.get(CONTENT_TYPE)?.to_str().ok()?;
    let essence = text.split(';').next()?.trim().to_ascii_lowercase();
    CONTENT_TYPES.into_iter().find(|(name, _)| *name == essence).map(|(_, format)| format)
}

/// A validator of bounded size, in visible characters.
fn validator(headers: &HeaderMap, name: &HeaderName) -> Option<String> {
    let text = headers.get(name)?.to_str().ok()?;
    (text.len() <= VALIDATOR_BYTES_MAX).then(|| text.to_owned())
}

/// The last part of the path, in letters, digits, `-`, `_` and `.` alone.
fn file_name(url: &Url) -> String {
    let last = url.path_segments().and_then(|mut it| it.next_back()).unwrap_or_default();
    let safe = |it: char| if it.is_alphanumeric() || "-_.".contains(it) { it } else { '_' };
    let name: Vec<char> = decoded(last).chars().map(safe).collect();
    let kept = name[name.len().saturating_sub(NAME_CHARACTERS_MAX)..].iter().collect::<String>();
    match kept.trim_start_matches('.') {
        "" => "download".to_owned(),
        name => name.to_owned(),
    }
}

/// A part of a path with `%E5` and the like as the characters that they stand for.
fn decoded(part: &str) -> String {
    let mut bytes = Vec::with_capacity(part.len());
    let mut rest = part.as_bytes();
    while let Some((&first, after)) = rest.split_first() {
        let figures = after.get(..2).and_then(|it| std::str::from_utf8(it).ok());
        match figures.and_then(|it| u8::from_str_radix(it, 16).ok()) {
            Some(byte) if first == b'%' => {
                bytes.push(byte);
                rest = &after[2..];
            }
            Some(_) | None => {
                bytes.push(first);
                rest = after;
            }
        }
    }
    String::from_utf8_lossy(&bytes).into_owned()
}

/// Why a fetch failed, in a word; never with the address, whose query may be a secret.
fn unreachable(error: reqwest::Error, address: &Address) -> Unreachable {
    let error = error.without_url();
    if error.is_timeout() {
        return Unreachable::new(Cause::Timeout, address.timeout.as_secs().to_string());
    }
    for error in chain(&error) {
        if let Some(Forbidden { host }) = error.downcast_ref() {
            return Unreachable::new(Cause::Address, host);
        }
        if let Some(Elsewhere(origin)) = error.downcast_ref() {
            return Unreachable::new(Cause::Redirect, origin);
        }
        if let Some(error) = error.downcast_ref::<rustls::Error>() {
            return Unreachable::new(Cause::Tls, timeless(error));
        }
    }
    Unreachable::new(Cause::Connection, innermost(&error))
}

/// What is wrong with TLS, without the time at which it was met: the same trouble is said the same.
fn timeless(error: &rustls::Error) -> String {
    use rustls::CertificateError::{Expired, ExpiredContext, NotValidYet, NotValidYetContext};
    use rustls::Error::InvalidCertificate;
    match error {
        InvalidCertificate(ExpiredContext { .. }) => InvalidCertificate(Expired).to_string(),
        InvalidCertificate(NotValidYetContext { .. }) => {
            InvalidCertificate(NotValidYet).to_string()
        }
        other => other.to_string(),
    }
}

/// What an error comes from in the end.
fn innermost(error: &reqwest::Error) -> String {
    chain(error).last().map(ToString::to_string).unwrap_or_default()
}
