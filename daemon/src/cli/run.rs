//! `mingjingd run`: the daemon, until it is told to stop.

use std::io::IsTerminal as _;
use std::sync::Arc;
use std::time::Duration;

use config::settings::{Log, LogFormat};
use store::{StoreError, causes};
use tokio::net::TcpListener;
use tokio::signal::unix::{Signal, SignalKind, signal};

use super::{Exit, Failure, Shell, output};
use crate::health::{self, Health, Part};
use crate::installation::Installation;
use crate::notify::Supervisor;
use crate::progress::Progress;
use crate::service::Service;

pub(super) async fn run(shell: &Shell) -> Result<Exit, Failure> {
    // Nobody waits at a daemon: how far a job is stands in the database.
    let installation = Installation { progress: Progress::Silent, ..shell.installation()? };
    let installation = Arc::new(installation);
    log(installation.settings.log);
    let writer = installation.writer().await?;
    let mut signals = Signals::new()?;
    let reader = writer.reader().clone();
    let mut service = Service::new(Arc::clone(&installation), writer)?;
    let vitals = service.vitals();
    serve(Health { installation: Arc::clone(&installation), reader, vitals }).await?;
    let supervisor = Supervisor::of(&shell.environment);
    supervisor.tell("READY=1");
    output::say(&shell.words(&installation).get("cli-running"));
    let tick = Duration::from_secs(installation.settings.daemon.tick_s);
    loop {
        tick_well(&mut service).await?;
        supervisor.tell("WATCHDOG=1");
        tokio::select! {
            () = signals.next() => break,
            () = tokio::time::sleep(tick) => {}
        }
    }
    supervisor.tell("STOPPING=1");
    output::say(&shell.words(&installation).get("cli-stopping"));
    tokio::select! {
        stopped = service.stop() => stopped?,
        () = signals.next() => {
            output::say(&shell.words(&installation).get("cli-stopped-at-once"));
            return Ok(Exit::Environment);
        }
    }
    output::say(&shell.words(&installation).get("cli-stopped"));
    Ok(Exit::Good)
}

/// A tick that fails is said and tried again: the database may come back.
async fn tick_well(service: &mut Service) -> Result<(), StoreError> {
    match service.tick().await {
        Ok(()) => Ok(()),
        Err(error @ StoreError::Stopped(_)) => Err(error),
        Err(error) => {
            tracing::error!(error = %causes(&error), "a tick failed");
            service.vitals().went(Part::Tick, false);
            Ok(())
        }
    }
}

/// Answers on the address of the settings, if there is one, as long as the program runs.
async fn serve(health: Health) -> Result<(), Failure> {
    let Some(address) = health.installation.settings.health else { return Ok(()) };
    let listener = TcpListener::bind(address).await.map_err(Failure::environment)?;
    let address = listener.local_addr().map_err(Failure::environment)?;
    tracing::info!(%address, "health is answered");
    tokio::spawn(async move {
        if let Err(error) = axum::serve(listener, health::router(health)).await {
            tracing::error!(%error, "nobody answers for health any more");
        }
    });
    Ok(())
}

/// What tells the daemon to stop.
struct Signals {
    terminate: Signal,
    interrupt: Signal,
}

impl Signals {
    fn new() -> Result<Self, Failure> {
        Ok(Self {
            terminate: signal(SignalKind::terminate()).map_err(Failure::environment)?,
            interrupt: signal(SignalKind::interrupt()).map_err(Failure::environment)?,
        })
    }

    async fn next(&mut self) {
        tokio::select! {
            _ = self.terminate.recv() => {}
            _ = self.interrupt.recv() => {}
        }
    }
}

/// The log goes to stderr, which systemd keeps.
fn log(settings: Log) {
    let level: tracing::Level = settings.level.as_str().parse().unwrap_or(tracing::Level::INFO);
    let builder = tracing_subscriber::fmt().with_max_level(level).with_writer(std::io::stderr);
    let builder = builder.with_ansi(std::io::stderr().is_terminal());
    match settings.format {
        LogFormat::Text => builder.init(),
        LogFormat::Json => builder.json().init(),
    }
}
