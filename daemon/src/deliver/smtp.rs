//! The talk with a mail server, step by step, so that the ledger can be told between two of them.
//!
//! Nothing is said in plain but the greeting: without TLS there is no talk. Only the answer to the
//! final dot says that a message was taken; a talk that breaks off before it says nothing.

use std::fs;
use std::time::Duration;

use config::reason;
use config::settings::{Mail, Tls};
use lettre::Address;
use lettre::transport::smtp::Error;
use lettre::transport::smtp::authentication::{Credentials, Mechanism};
use lettre::transport::smtp::client::{
    AsyncSmtpConnection, Certificate, CertificateStore, TlsParameters,
};
use lettre::transport::smtp::commands::{Data, Mail as MailFrom, Rcpt};
use lettre::transport::smtp::extension::ClientId;
use lettre::transport::smtp::response::{Response, Severity};
use metrics::clean::clean_inline;

/// The longest reply that is kept, in characters.
const REPLY_CHARS_MAX: usize = 500;

/// What is known after a step.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Answer {
    /// The server took the message. What is known is said here and below in the form of [`config::reason`].
    Taken(String),
    /// The server refused it for good.
    Refused(String),
    /// The message did not go out; another try may help.
    Later(String),
    /// The message went out and nobody knows what became of it.
    Nobody(String),
}

/// Opens a connection that is secret, signs in, and gives sender and recipient. What goes wrong
/// before the recipient is named says nothing about the message: it is tried again.
pub(super) async fn open(
    settings: &Mail,
    (from, to): (&str, &str),
) -> Result<AsyncSmtpConnection, Answer> {
    let mut connection = connect(settings).await?;
    if let Some(login) = &settings.login {
        let password = login.password.expose().to_owned();
        let credentials = Credentials::new(login.user.clone(), password);
        let mechanisms = [Mechanism::Plain, Mechanism::Login];
        let signed_in = connection.auth(&mechanisms, &credentials).await;
        signed_in.map_err(|error| Answer::Later(reason::text("mail-sign-in", &said(&error))))?;
    }
    let from = address(from).map_err(Answer::Later)?;
    let to = address(to).map_err(Answer::Refused)?;
    let reply = connection.command(MailFrom::new(Some(from), Vec::new())).await;
    completed(&reply.map_err(|error| Answer::Later(reason::text("mail-sender", &said(&error))))?)?;
    let reply = connection.command(Rcpt::new(to, Vec::new())).await;
    completed(&reply.map_err(|error| refusal(&error))?)?;
    Ok(connection)
}

async fn connect(settings: &Mail) -> Result<AsyncSmtpConnection, Answer> {
    let later = |error: &Error| Answer::Later(reason::text("mail-connection", &said(error)));
    let tls = tls(settings)?;
    let hello = ClientId::Domain(settings.hello.clone());
    let limit = Some(Duration::from_secs(settings.timeout_s));
    let server = (settings.host.as_str(), settings.port);
    let (implicit, upgrade) = match settings.tls {
        Tls::Implicit => (Some(tls), None),
        Tls::StartTls => (None, Some(tls)),
    };
    let connected =
        AsyncSmtpConnection::connect_tokio1(server, limit, &hello, implicit, None).await;
    let mut connection = connected.map_err(|error| later(&error))?;
    if let Some(tls) = upgrade {
        connection.starttls(tls, &hello).await.map_err(|error| later(&error))?;
    }
    if connection.is_encrypted() {
        Ok(connection)
    } else {
        Err(Answer::Later(reason::text("mail-not-encrypted", "")))
    }
}

fn tls(settings: &Mail) -> Result<TlsParameters, Answer> {
    let mut builder = TlsParameters::builder(settings.host.clone());
    if let Some(path) = &settings.ca {
        let unusable = |error: &dyn std::fmt::Display| {
            let said = format!("{}: {error}", path.display());
            Answer::Later(reason::text("mail-certificate", &said))
        };
        let pem = fs::read(path).map_err(|error| unusable(&error))?;
        let certificate = Certificate::from_pem(&pem).map_err(|error| unusable(&error))?;
        builder =
            builder.certificate_store(CertificateStore::None).add_root_certificate(certificate);
    }
    builder
        .build_rustls()
        .map_err(|error| Answer::Later(reason::text("mail-connection", &said(&error))))
}

fn address(text: &str) -> Result<Address, String> {
    text.parse().map_err(|_| reason::text("mail-address", &format!("{text:?}")))
}

/// Asks whether the message may come. Until the server says yes, nothing of it has left.
pub(super) async fn offer(connection: &mut AsyncSmtpConnection) -> Result<(), Answer> {
    match connection.command(Data).await {
        Ok(reply) if reply.code().severity == Severity::PositiveIntermediate => Ok(()),
        Ok(reply) => Err(out_of_step(&reply)),
        Err(error) => Err(refusal(&error)),
    }
}

/// Sends the message and waits for the answer to the final dot. The line break before the dot is the
/// message's last one: the server gets the very bytes that are kept.
pub(super) async fn send(connection: &mut AsyncSmtpConnection, message: &[u8]) -> Answer {
    let message = message.strip_suffix(b"\r\n").unwrap_or(message);
    match connection.message(message).await {
        Ok(reply) => match completed(&reply) {
            Ok(reply) => Answer::Taken(reply),
            Err(_) => Answer::Nobody(reason::text("mail-out-of-step", &words(&reply))),
        },
        Err(error) if error.status().is_some() => refusal(&error),
        Err(error) => Answer::Nobody(reason::text("mail-broke-off", &said(&error))),
    }
}

/// What an error says before the message went out, or in the server's own words after.
fn refusal(error: &Error) -> Answer {
    let word = if error.status().is_some() { "mail-reply" } else { "mail-broke-off" };
    let said = reason::text(word, &said(error));
    if error.is_permanent() { Answer::Refused(said) } else { Answer::Later(said) }
}

/// The words of a reply that ends a step. One that asks for more (3yz) is not one.
fn completed(reply: &Response) -> Result<String, Answer> {
    if reply.code().severity != Severity::PositiveCompletion {
        return Err(out_of_step(reply));
    }
    Ok(reason::text("mail-reply", &words(reply)))
}

fn out_of_step(reply: &Response) -> Answer {
    Answer::Later(reason::text("mail-out-of-step", &words(reply)))
}

fn words(reply: &Response) -> String {
    let lines: Vec<&str> = reply.message().collect();
    cut(&format!("{} {}", reply.code(), lines.join(" ")))
}

fn said(error: &Error) -> String {
    cut(&error.to_string())
}

/// A server's words are another's: none of them steers a screen or breaks a database's text.
fn cut(text: &str) -> String {
    clean_inline(text).chars().take(REPLY_CHARS_MAX).collect()
}
