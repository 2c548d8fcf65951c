//! The daemon's loop, one tick at a time: schedules become jobs, jobs are done, what was approved
//! goes out, and a heartbeat says that somebody is at home.

use jiff::Timestamp;
use store::jobs::NewJob;
use store::{StoreError, Writer};
use thiserror::Error;

use crate::deliver;
use crate::digest::DIGEST;
use crate::duties;
use crate::installation::Installation;
use crate::jobs::{self, COLLECT, CollectArguments};
use crate::pipeline::PipelineError;
use crate::post;
use crate::render;
use crate::schedule::{ScheduleError, Timetable};

/// Why a daemon cannot start.
#[derive(Debug, Error)]
pub enum ServiceError {
    /// A schedule is none.
    #[error(transparent)]
    Schedule(#[from] ScheduleError),
    /// The store failed.
    #[error(transparent)]
    Store(#[from] StoreError),
}

/// A running daemon.
#[derive(Debug)]
pub struct Service<'a> {
    installation: &'a Installation,
    writer: &'a Writer,
    sources: Vec<(String, Timetable)>,
    digest: Option<Timetable>,
    looked_at: Timestamp,
}

impl<'a> Service<'a> {
    /// A daemon that has done nothing yet.
    ///
    /// # Errors
    ///
    /// The first schedule that is none, or the database fails.
    pub async fn new(
        installation: &'a Installation,
        writer: &'a Writer,
    ) -> Result<Self, ServiceError> {
        let mut sources = Vec::new();
        for source in &installation.settings.sources {
            if let Some(schedule) = &source.schedule {
                sources.push((source.id.clone(), Timetable::new(schedule)?));
            }
        }
        let digest = installation.settings.digest.as_ref();
        let digest = digest.map(|it| Timetable::new(&it.schedule)).transpose()?;
        // What fell due while no daemon was at home is caught up once.
        let seen_at = writer.reader().daemon_seen_at().await?;
        let looked_at = seen_at.unwrap_or_else(|| installation.clock.now());
        Ok(Self { installation, writer, sources, digest, looked_at })
    }

    /// One tick.
    ///
    /// # Errors
    ///
    /// Returns an error if the database fails, or an approved evaluation cannot be rendered.
    pub async fn tick(&mut self) -> Result<(), PipelineError> {
        let now = self.installation.clock.now();
        self.writer.beat(&jobs::holder(), now).await?;
        self.schedule(now).await?;
        post::post_waiting(self.installation, self.writer).await?;
        duties::watch(self.installation, self.writer).await?;
        jobs::work(self.installation, self.writer).await?;
        render::render_approved(self.installation, self.writer).await?;
        deliver::deliver_waiting(self.installation, self.writer).await?;
        Ok(())
    }

    /// Puts a job in for each source, and for the digest, whose hour has come. Two daemons put in the same job once.
    async fn schedule(&mut self, now: Timestamp) -> Result<(), StoreError> {
        for (source, timetable) in &self.sources {
            let Some(due) = timetable.due(self.looked_at, now) else { continue };
            let arguments = CollectArguments { source: source.clone() };
            let arguments = serde_json::to_string(&arguments).map_err(std::io::Error::from)?;
            let dedupe = format!("{COLLECT} {source} {due}");
            let job = NewJob { kind: COLLECT, arguments: &arguments, dedupe: &dedupe };
            self.writer.add_job(job, now).await?;
        }
        let due = self.digest.as_ref().and_then(|it| it.due(self.looked_at, now));
        if let Some(due) = due {
            let dedupe = format!("{DIGEST} {due}");
            let job = NewJob { kind: DIGEST, arguments: "{}", dedupe: &dedupe };
            self.writer.add_job(job, now).await?;
        }
        self.looked_at = now;
        Ok(())
    }
}
