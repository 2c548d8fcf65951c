//! `mingjingd run`: the daemon, until it is told to stop.

use std::time::Duration;

use config::settings::{Log, LogFormat};
use tokio::signal::unix::{SignalKind, signal};

use super::{Exit, Failure, Shell, output};
use crate::installation::Installation;
use crate::progress::Progress;
use crate::service;

pub(super) async fn run(shell: &Shell) -> Result<Exit, Failure> {
    // Nobody waits at a daemon: how far a job is stands in the database.
    let installation = Installation { progress: Progress::Silent, ..shell.installation()? };
    log(installation.settings.log);
    let writer = installation.writer().await?;
    let tick = Duration::from_secs(installation.settings.daemon.tick_s);
    let mut terminate = signal(SignalKind::terminate()).map_err(Failure::environment)?;
    let mut interrupt = signal(SignalKind::interrupt()).map_err(Failure::environment)?;
    let mut service = service::Service::new(&installation, &writer).await?;
    output::say(&shell.words(&installation).get("cli-running"));
    loop {
        // A tick is never cut short: what it began is finished before the daemon stops.
        service.tick().await?;
        tokio::select! {
            _ = terminate.recv() => break,
            _ = interrupt.recv() => break,
            () = tokio::time::sleep(tick) => {}
        }
    }
    output::say(&shell.words(&installation).get("cli-stopped"));
    Ok(Exit::Good)
}

/// The log goes to stderr, which systemd keeps.
fn log(settings: Log) {
    let level: tracing::Level = settings.level.as_str().parse().unwrap_or(tracing::Level::INFO);
    let builder = tracing_subscriber::fmt().with_max_level(level).with_writer(std::io::stderr);
    match settings.format {
        LogFormat::Text => builder.init(),
        LogFormat::Json => builder.json().init(),
    }
}
