//! A mail server for tests, which fails where it is told to.

use std::future;
use std::sync::{Arc, Mutex};

use tokio::io::{AsyncBufReadExt as _, AsyncRead, AsyncWrite, AsyncWriteExt as _, BufReader};
use tokio::net::TcpListener;
use tokio_rustls::TlsAcceptor;
use tokio_rustls::rustls::ServerConfig;
use tokio_rustls::rustls::crypto::ring;
use tokio_rustls::rustls::pki_types::PrivateKeyDer;

/// A step of the talk.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Step {
    Greeting,
    Hello,
    StartTls,
    Handshake,
    HelloAgain,
    Auth,
    From,
    To,
    Data,
    Dot,
}

impl Step {
    pub(super) const ALL: [Self; 10] = [
        Self::Greeting,
        Self::Hello,
        Self::StartTls,
        Self::Handshake,
        Self::HelloAgain,
        Self::Auth,
        Self::From,
        Self::To,
        Self::Data,
        Self::Dot,
    ];
}

/// What goes wrong.
#[derive(Clone, Copy, Debug)]
pub(super) enum Fault {
    None,
    /// It says nothing more.
    Hang(Step),
    /// It hangs up instead of answering.
    Drop(Step),
    /// It says this instead.
    Say(Step, &'static str),
    /// It does not offer TLS.
    Plain,
    /// TLS from the first byte.
    Implicit,
}

/// What a server saw.
#[derive(Debug, Default)]
pub(super) struct Seen {
    /// Lines that came in plain.
    pub(super) plain: Vec<String>,
    /// Messages that came to their final dot.
    pub(super) messages: Vec<String>,
}

/// A server that runs.
pub(super) struct Server {
    pub(super) port: u16,
    /// Its certificate.
    pub(super) pem: String,
    pub(super) seen: Arc<Mutex<Seen>>,
}

/// Starts a server whose certificate is for a name.
pub(super) async fn start(fault: Fault, name: &str) -> Server {
    let made = rcgen::generate_simple_self_signed([name.to_owned()]).unwrap();
    let key = PrivateKeyDer::try_from(made.signing_key.serialize_der()).unwrap();
    let config = ServerConfig::builder_with_provider(Arc::new(ring::default_provider()))
        .with_safe_default_protocol_versions()
        .unwrap()
        .with_no_client_auth()
        .with_single_cert(vec![made.cert.der().clone()], key)
        .unwrap();
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let port = listener.local_addr().unwrap().port();
    let seen = Arc::new(Mutex::new(Seen::default()));
    let talk = Talk { fault, acceptor: TlsAcceptor::from(Arc::new(config)), seen: seen.clone() };
    tokio::spawn(async move {
        while let Ok((stream, _)) = listener.accept().await {
            let talk = talk.clone();
            // A talk that breaks off is what many scripts want.
            tokio::spawn(async move { talk.connection(stream).await });
        }
    });
    Server { port, pem: made.cert.pem(), seen }
}

#[derive(Clone)]
struct Talk {
    fault: Fault,
    acceptor: TlsAcceptor,
    seen: Arc<Mutex<Seen>>,
}

impl Talk {
    async fn connection(&self, stream: tokio::net::TcpStream) -> Option<()> {
        if matches!(self.fault, Fault::Implicit) {
            let mut secret = BufReader::new(self.acceptor.accept(stream).await.ok()?);
            self.answer(&mut secret, Step::Greeting, "220 localhost").await?;
            return self.secret(&mut secret).await;
        }
        let mut plain = BufReader::new(stream);
        self.answer(&mut plain, Step::Greeting, "220 localhost").await?;
        loop {
            let line = read(&mut plain).await?;
            self.seen.lock().unwrap().plain.push(line.clone());
            match line.split(' ').next()? {
                "EHLO" if matches!(self.fault, Fault::Plain) => {
                    self.answer(&mut plain, Step::Hello, "250-localhost\r\n250 AUTH PLAIN").await?;
                }
                "EHLO" => {
                    self.answer(&mut plain, Step::Hello, "250-localhost\r\n250 STARTTLS").await?;
                }
                "STARTTLS" => break,
                _ => self.answer(&mut plain, Step::Hello, "250 as you like").await?,
            }
        }
        self.answer(&mut plain, Step::StartTls, "220 go ahead").await?;
        match self.fault {
            Fault::Hang(Step::Handshake) => future::pending::<()>().await,
            Fault::Drop(Step::Handshake) | Fault::Say(Step::Handshake, _) => return None,
            Fault::None
            | Fault::Hang(_)
            | Fault::Drop(_)
            | Fault::Say(..)
            | Fault::Plain
            | Fault::Implicit => {}
        }
        let mut secret = BufReader::new(self.acceptor.accept(plain.into_inner()).await.ok()?);
        self.secret(&mut secret).await
    }

    async fn secret<S: AsyncRead + AsyncWrite + Unpin>(
        &self,
        stream: &mut BufReader<S>,
    ) -> Option<()> {
        loop {
            let line = read(stream).await?;
            let (step, reply) = match line.split(' ').next()? {
                "EHLO" => (Step::HelloAgain, "250-localhost\r\n250 AUTH PLAIN LOGIN"),
                "AUTH" => (Step::Auth, "235 come in"),
                "MAIL" => (Step::From, "250 from"),
                "RCPT" => (Step::To, "250 to"),
                "DATA" => (Step::Data, "354 go on"),
                _ => (Step::Hello, "221 bye"),
            };
            self.answer(stream, step, reply).await?;
            if step == Step::Data {
                let mut message = String::new();
                loop {
                    let line = read(stream).await?;
                    if line == "." {
                        break;
                    }
                    message.push_str(line.strip_prefix('.').unwrap_or(&line));
                    message.push_str("\r\n");
                }
                self.seen.lock().unwrap().messages.push(message);
                self.answer(stream, Step::Dot, "250 taken as 1").await?;
            }
        }
    }

    async fn answer<S: AsyncWrite + Unpin>(
        &self,
        stream: &mut S,
        step: Step,
        reply: &str,
    ) -> Option<()> {
        let reply = match self.fault {
            Fault::Hang(at) if at == step => future::pending().await,
            Fault::Drop(at) if at == step => return None,
            Fault::Say(at, other) if at == step => other,
            Fault::None
            | Fault::Hang(_)
            | Fault::Drop(_)
            | Fault::Say(..)
            | Fault::Plain
            | Fault::Implicit => reply,
        };
        stream.write_all(format!("{reply}\r\n").as_bytes()).await.ok()?;
        stream.flush().await.ok()
    }
}

async fn read<S: AsyncRead + Unpin>(stream: &mut BufReader<S>) -> Option<String> {
    let mut line = String::new();
    let length = stream.read_line(&mut line).await.ok()?;
    (length != 0).then(|| line.trim_end_matches(['\r', '\n']).to_owned())
}
