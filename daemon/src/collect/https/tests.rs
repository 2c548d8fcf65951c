//! Fetching, against a real server over TLS on this machine.

use std::sync::{Arc, OnceLock};
use std::time::Duration;

use config::secret::Secret;
use config::settings::Network;

use super::server::{Reply, Server};
use super::*;
use crate::tls;

/// This machine is private: it has to be listed to be asked.
const LOOPBACK: [Network; 1] = [Network::v4([127, 0, 0, 0], 8)];

fn known(etag: Option<&str>, last_modified: Option<&str>) -> Validators {
    Validators { etag: etag.map(str::to_owned), last_modified: last_modified.map(str::to_owned) }
}

/// Fetches at most 1000 bytes, and says in a line what came of it.
async fn fetched(address: &Address, known: &Validators, listed: &[Network]) -> String {
    tls::install_provider();
    let https = Https { hosts: Vec::new(), private_addresses: listed.to_vec() };
    let bounds = Bounds { https: &https, size_bytes_max: 1_000 };
    match look(address, bounds, known).await {
        Err(Unreachable { cause, detail }) => format!("{} {detail}", cause.as_str()),
        Ok(Held::Unchanged) => "unchanged".to_owned(),
        Ok(Held::Refused(name, error)) => format!("refused {name}: {error}"),
        Ok(Held::Files(delivery)) => shown(&delivery),
    }
}

fn shown(delivery: &Delivery) -> String {
    let [path] = &delivery.files[..] else { return "empty".to_owned() };
    let bytes = fs::read(path).unwrap();
    assert_eq!(delivery.volume, Volume { files: 1, size_bytes: bytes.len() as u64 });
    let name = path.file_name().unwrap().to_string_lossy();
    let Validators { etag, last_modified } = &delivery.validators;
    let text = String::from_utf8_lossy(&bytes);
    format!("{name} {text:?} {:?} {etag:?} {last_modified:?}", delivery.promised)
}

/// What comes of one reply.
async fn replied(reply: Reply) -> String {
    let server = Server::start(move |_| reply.clone()).await;
    let said = fetched(&server.address("/a.csv"), &Validators::default(), &LOOPBACK).await;
    // The port is another one each time.
    said.replace(&server.port.to_string(), "PORT")
}

#[tokio::test]
async fn a_file_comes_as_it_was_sent() {
    let headers = ["ETag: \"7\"", "Last-Modified: Wed, 01 Jul 2026 01:00:00 GMT"];
    let headers = [&headers[..], &["Content-Type: text/csv; charset=utf-8"]].concat();
    let said = replied(Reply::new(200, &headers, "甲,乙\r\n")).await;
    let validators = r#"Some("\"7\"") Some("Wed, 01 Jul 2026 01:00:00 GMT")"#;
    assert_eq!(said, format!(r#"a.csv "甲,乙\r\n" Some(Csv) {validators}"#));
    let long = format!("ETag: \"{}\"", "7".repeat(VALIDATOR_BYTES_MAX));
    let said = replied(Reply::new(200, &[&long], "a")).await;
    assert_eq!(said, r#"a.csv "a" None None None"#, "no validator of any length is kept");
    let chunked = "3\r\na,b\r\n2\r\n\r\n\r\n0\r\n\r\n";
    let said = replied(Reply::raw(200, &["Transfer-Encoding: chunked"], chunked)).await;
    assert_eq!(said, r#"a.csv "a,b\r\n" None None None"#);
}

#[tokio::test]
async fn what_was_taken_before_is_not_fetched_again() {
    let server = Server::start(|request| {
        let etag = request.contains("if-none-match: \"7\"\r\n");
        let date = request.contains("if-modified-since: wed, 01 jul 2026 01:00:00 gmt\r\n");
        if etag || date { Reply::raw(304, &[], "") } else { Reply::new(200, &[], "new") }
    })
    .await;
    let ask =
        async |etag, date| fetched(&server.address("/a.csv"), &known(etag, date), &LOOPBACK).await;
    assert_eq!(ask(Some("\"7\""), None).await, "unchanged");
    assert_eq!(ask(None, Some("Wed, 01 Jul 2026 01:00:00 GMT")).await, "unchanged");
    assert_eq!(ask(Some("\"8\""), None).await, r#"a.csv "new" None None None"#);
    assert_eq!(ask(None, None).await, r#"a.csv "new" None None None"#);
    let first = server.requests().swap_remove(0);
    assert!(first.starts_with("get /a.csv http/1.1\r\n"), "{first}");
    assert!(first.contains("accept-encoding: identity\r\n"), "{first}");
    assert!(!first.contains("authorization"), "{first}");
}

#[tokio::test]
async fn what_is_no_file_is_unreachable() {
    for status in [204, 206, 401, 403, 404, 500, 503] {
        assert_eq!(replied(Reply::new(status, &[], "")).await, format!("status {status}"));
    }
    assert_eq!(replied(Reply::raw(304, &[], "")).await, "status 304", "nobody asked for that");
    assert_eq!(replied(Reply::new(200, &[], "")).await, "empty");
    let cut = replied(Reply::raw(200, &["Content-Length: 9"], "a,b")).await;
    assert!(cut.starts_with("connection "), "{cut}");
}

#[tokio::test]
async fn the_size_is_counted_and_not_believed() {
    let refused = |size_bytes: u64| {
        format!("refused a.csv: the file has {size_bytes} bytes, more than the limit of 1000")
    };
    let large = "x".repeat(1_001);
    let limit = "x".repeat(1_000);
    assert_eq!(replied(Reply::new(200, &[], &large)).await, refused(1_001));
    assert_eq!(replied(Reply::raw(200, &[], &large)).await, refused(1_001), "no length at all");
    assert!(replied(Reply::raw(200, &[], &limit)).await.starts_with("a.csv \"xxx"));
    let endless = format!("3e9\r\n{large}\r\n").repeat(50);
    let said = replied(Reply::raw(200, &["Transfer-Encoding: chunked"], &endless)).await;
    assert!(said.starts_with("refused a.csv: the file has "), "{said}");
    let declared = Reply::raw(200, &["Content-Length: 99999999999"], "a,b").then_silence();
    assert_eq!(replied(declared).await, refused(99_999_999_999), "before a byte of it");
    let more = replied(Reply::raw(200, &["Content-Length: 3"], &large)).await;
    assert_eq!(more, r#"a.csv "xxx" None None None"#, "not more than it says");
}

#[tokio::test]
async fn a_server_that_stays_silent_is_left() {
    for reply in [Reply::silence(), Reply::raw(200, &["Content-Length: 9"], "a,b").then_silence()] {
        let server = Server::start(move |_| reply.clone()).await;
        let mut address = server.address("/a.csv");
        address.timeout = Duration::from_millis(300);
        let said = fetched(&address, &Validators::default(), &LOOPBACK).await;
        assert_eq!(said, "timeout 0");
    }
}

#[tokio::test]
async fn only_who_proves_to_be_the_host_is_asked() {
    let server = Server::start(|_| Reply::new(200, &[], "a")).await;
    let other = Server::start(|_| Reply::new(200, &[], "a")).await;
    let mut address = server.address("/a.csv");
    address.ca = Some(other.ca.clone());
    let said = fetched(&address, &Validators::default(), &LOOPBACK).await;
    assert!(said.starts_with("tls invalid peer certificate: "), "{said}");
    assert_eq!(server.requests(), [""; 0]);
    address.ca = Some("/nonexistent/ca.pem".into());
    let said = fetched(&address, &Validators::default(), &LOOPBACK).await;
    assert!(said.starts_with("authority /nonexistent/ca.pem: "), "{said}");
}

#[tokio::test]
async fn a_bearer_goes_to_its_host_alone() {
    let other = Server::start(|_| Reply::new(200, &[], "stolen")).await;
    let port = other.port;
    let own_port = Arc::new(OnceLock::new());
    let told = Arc::clone(&own_port);
    let server = Server::start(move |request| {
        let path = request.split(' ').nth(1).unwrap();
        let own: u16 = *told.get().unwrap();
        let to = match path {
            "/host" => format!("Location: https://127.0.0.1:{port}/a.csv"),
            "/port" => format!("Location: https://localhost:{port}/a.csv"),
            "/plain" => format!("Location: http://localhost:{own}/a.csv"),
            "/loop" => "Location: /loop".to_owned(),
            "/moved" => "Location: /a.csv".to_owned(),
            _ => return Reply::new(200, &[], "here"),
        };
        Reply::new(302, &[&to], "")
    })
    .await;
    own_port.set(server.port).unwrap();
    let ask = async |path: &str| {
        let mut address = server.address(path);
        address.bearer = Some(Secret::new("t0ken"));
        fetched(&address, &Validators::default(), &LOOPBACK).await
    };
    assert_eq!(ask("/moved").await, r#"moved "here" None None None"#);
    assert!(server.requests().iter().all(|it| it.contains("authorization: bearer t0ken\r\n")));
    assert_eq!(server.requests().len(), 2);
    assert_eq!(ask("/host").await, format!("redirect https://127.0.0.1:{port}"));
    assert_eq!(ask("/port").await, format!("redirect https://localhost:{port}"));
    assert_eq!(ask("/plain").await, format!("redirect http://localhost:{}", server.port));
    assert_eq!(ask("/loop").await, format!("redirect https://localhost:{}", server.port));
    assert_eq!(server.requests().len(), 2 + 3 + 1 + REDIRECTS_MAX);
    assert_eq!(other.requests(), [""; 0]);
}

#[tokio::test]
async fn what_is_private_is_asked_only_if_it_is_listed() {
    let server = Server::start(|_| Reply::new(200, &[], "secret")).await;
    let elsewhere = [Network::v4([10, 0, 0, 0], 8)];
    for host in ["localhost", "127.0.0.1", "[::ffff:127.0.0.1]", "[::1]", "127.1", "0x7f000001"] {
        let mut address = server.address("/a.csv");
        address.url = address.url.replace("localhost", host);
        for listed in [&[][..], &elsewhere] {
            let said = fetched(&address, &Validators::default(), listed).await;
            assert!(said.starts_with("address "), "{host}: {said}");
        }
    }
    assert_eq!(server.requests(), [""; 0]);
    let said = fetched(&server.address("/a.csv"), &Validators::default(), &LOOPBACK).await;
    assert_eq!(said, r#"a.csv "secret" None None None"#);
}

#[tokio::test]
async fn who_is_not_at_home_is_unreachable_without_the_secret_of_the_address() {
    let server = Server::start(|_| Reply::silence()).await;
    let mut address = server.address("/a.csv?key=s3cret");
    // A port that was free a moment ago, and is again.
    let listener = std::net::TcpListener::bind("127.0.0.1:0").unwrap();
    let port = listener.local_addr().unwrap().port();
    drop(listener);
    address.url = address.url.replace(&server.port.to_string(), &port.to_string());
    let said = fetched(&address, &Validators::default(), &LOOPBACK).await;
    assert!(said.starts_with("connection Connection refused"), "{said}");
    assert!(!said.contains("s3cret"));
}

#[track_caller]
fn check_name(path: &str, expected: &str) {
    let url = Url::parse("https://data.example.gov.cn").unwrap().join(path).unwrap();
    assert_eq!(file_name(&url), expected, "{path}");
}

#[test]
fn a_name_is_made_safe() {
    check_name("/a/ledger-2026-04.csv?month=4", "ledger-2026-04.csv");
    check_name("/四月 台账.csv", "四月_台账.csv");
    check_name("/a/%2e%2e%2fpasswd", "_passwd");
    check_name("/a/%2Fetc%2Fpasswd", "_etc_passwd");
    check_name("/a/%00%1b%5B2J.csv", "___2J.csv");
    check_name("/.htaccess", "htaccess");
    check_name("/", "download");
    check_name("/a/", "download");
    check_name("/a/%E5%9B", "_");
    check_name("/100%.csv", "100_.csv");
    check_name(&format!("/{}.csv", "长".repeat(100)), &format!("{}.csv", "长".repeat(56)));
}

#[test]
fn a_content_type_promises_a_format_if_it_means_one() {
    let mut headers = HeaderMap::new();
    let mut promise = |text: &'static str| {
        headers.insert(CONTENT_TYPE, text.parse().unwrap());
        promised(&headers)
    };
    assert_eq!(promise("Text/CSV; charset=gb18030"), Some(Format::Csv));
    assert_eq!(promise("application/json"), Some(Format::Json));
    assert_eq!(promise("application/x-ndjson"), Some(Format::JsonLines));
    assert_eq!(promise("application/octet-stream"), None);
    assert_eq!(promise("text/plain"), None);
    assert_eq!(promise(""), None);
}

#[test]
fn an_expired_certificate_is_said_the_same_at_every_look() {
    use rustls::pki_types::UnixTime;

    let at = |seconds| UnixTime::since_unix_epoch(Duration::from_secs(seconds));
    let expired = |time| {
        let error = rustls::CertificateError::ExpiredContext { time: at(time), not_after: at(1) };
        timeless(&rustls::Error::InvalidCertificate(error))
    };
    assert_eq!(expired(1_800_000_000), expired(1_800_000_060));
    assert!(expired(1_800_000_000).contains("xpired"));
}
