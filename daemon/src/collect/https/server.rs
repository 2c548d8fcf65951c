//! A server over TLS on this machine, with an authority of its own, that keeps what it was asked.

use std::net::Ipv4Addr;
use std::path::PathBuf;
use std::sync::{Arc, Mutex};
use std::time::Duration;

use config::settings::Address;
use rcgen::{BasicConstraints, CertificateParams, IsCa, Issuer, KeyPair};
use rustls::ServerConfig;
use rustls::pki_types::PrivatePkcs8KeyDer;
use tempfile::TempDir;
use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use tokio::net::{TcpListener, TcpStream};
use tokio_rustls::TlsAcceptor;

use crate::tls;

/// What the server sends, byte for byte.
#[derive(Clone)]
pub(crate) struct Reply {
    bytes: Vec<u8>,
    hangs: Hangs,
}

/// Whether the server stays silent after a reply, or closes the connection.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Hangs {
    Never,
    After,
}

impl Reply {
    /// A status with headers and a body of the length that it says.
    pub(crate) fn new(status: u16, headers: &[&str], body: &str) -> Self {
        let length = format!("Content-Length: {}", body.len());
        Self::raw(status, &[headers, &[&length]].concat(), body)
    }

    /// A status with just these headers.
    pub(crate) fn raw(status: u16, headers: &[&str], body: &str) -> Self {
        let mut text = format!("HTTP/1.1 {status} -\r\nConnection: close\r\n");
        text.extend(headers.iter().flat_map(|header| [*header, "\r\n"]));
        text.extend(["\r\n", body]);
        Self { bytes: text.into_bytes(), hangs: Hangs::Never }
    }

    /// The same, and then silence.
    pub(crate) fn then_silence(self) -> Self {
        Self { hangs: Hangs::After, ..self }
    }

    /// Nothing, ever.
    pub(crate) fn silence() -> Self {
        Self { bytes: Vec::new(), hangs: Hangs::After }
    }
}

/// A running server. It lasts as long as the runtime of its test.
pub(crate) struct Server {
    pub(crate) port: u16,
    /// The authority of its certificate.
    pub(crate) ca: PathBuf,
    requests: Arc<Mutex<Vec<String>>>,
    _folder: TempDir,
}

impl Server {
    /// Answers what a request, in lowercase, deserves.
    pub(crate) async fn start(answer: impl Fn(&str) -> Reply + Send + Sync + 'static) -> Self {
        tls::install_provider();
        let (config, pem) = identity();
        let folder = tempfile::tempdir().unwrap();
        let ca = folder.path().join("ca.pem");
        std::fs::write(&ca, pem).unwrap();
        let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, 0)).await.unwrap();
        let port = listener.local_addr().unwrap().port();
        let requests = Arc::new(Mutex::new(Vec::new()));
        let (acceptor, answer) = (TlsAcceptor::from(Arc::new(config)), Arc::new(answer));
        let asked = Arc::clone(&requests);
        tokio::spawn(async move {
            while let Ok((stream, _)) = listener.accept().await {
                let (acceptor, answer) = (acceptor.clone(), Arc::clone(&answer));
                tokio::spawn(serve(stream, acceptor, Arc::clone(&asked), answer));
            }
        });
        Self { port, ca, requests, _folder: folder }
    }

    /// An address on this server, by the name that its certificate has.
    pub(crate) fn address(&self, path: &str) -> Address {
        Address {
            url: format!("https://localhost:{}{path}", self.port),
            bearer: None,
            ca: Some(self.ca.clone()),
            timeout: Duration::from_secs(20),
        }
    }

    /// What it was asked so far, in lowercase.
    pub(crate) fn requests(&self) -> Vec<String> {
        self.requests.lock().unwrap().clone()
    }
}

/// A certificate for this machine by a new authority, which comes as PEM.
fn identity() -> (ServerConfig, String) {
    let mut authority = CertificateParams::new(Vec::new()).unwrap();
    authority.is_ca = IsCa::Ca(BasicConstraints::Unconstrained);
    let authority_key = KeyPair::generate().unwrap();
    let pem = authority.self_signed(&authority_key).unwrap().pem();
    let issuer = Issuer::new(authority, authority_key);
    let names = ["localhost", "127.0.0.1"].map(str::to_owned);
    let key = KeyPair::generate().unwrap();
    let certificate =
        CertificateParams::new(names).unwrap().signed_by(&key, &issuer).unwrap().der().clone();
    let key = PrivatePkcs8KeyDer::from(key.serialize_der()).into();
    let config = ServerConfig::builder().with_no_client_auth();
    (config.with_single_cert(vec![certificate], key).unwrap(), pem)
}

/// One request on one connection. Whatever goes wrong ends it, as it would on a real server.
async fn serve(
    stream: TcpStream,
    acceptor: TlsAcceptor,
    asked: Arc<Mutex<Vec<String>>>,
    answer: Arc<impl Fn(&str) -> Reply>,
) {
    let Ok(mut stream) = acceptor.accept(stream).await else { return };
    let mut request = Vec::new();
    while !request.ends_with(b"\r\n\r\n") {
        match stream.read_u8().await {
            Ok(byte) => request.push(byte),
            Err(_) => return,
        }
    }
    let request = String::from_utf8_lossy(&request).to_lowercase();
    asked.lock().unwrap().push(request.clone());
    let reply = answer(&request);
    let _ = stream.write_all(&reply.bytes).await;
    let _ = stream.flush().await;
    match reply.hangs {
        Hangs::After => std::future::pending().await,
        Hangs::Never => {
            let _ = stream.shutdown().await;
        }
    }
}
