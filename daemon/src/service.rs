//! The daemon's loop, one tick at a time: schedules become jobs, workers do them, what came in is
//! posted, what was approved goes out, and a heartbeat says that somebody is at home.

use std::collections::BTreeMap;
use std::sync::Arc;
use std::time::Duration;

use config::settings::{Missed, Schedule};
use jiff::{SignedDuration, Timestamp};
use store::jobs::{Job, NewJob};
use store::schedules::{Firing, FiringVerdict, StoredSchedule};
use store::{StoreError, Writer};
use thiserror::Error;
use tokio::sync::watch;
use tokio::task::JoinSet;

use crate::digest::DIGEST;
use crate::health::Vitals;
use crate::installation::Installation;
use crate::jobs::{COLLECT, CollectArguments};
use crate::round::Round;
use crate::schedule::{Moment, Punctuality, ScheduleError, Timetable};
use crate::worker::{Phase, Workshop};

/// Schedules read at once; settings with more than that are not by hand.
const SCHEDULES_MAX: i64 = 100_000;
/// How long a daemon that gave no sign of life is listed.
const FORGOTTEN_AFTER: SignedDuration = SignedDuration::from_hours(7 * 24);

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

/// Something that is done by schedule, and the job that does it.
#[derive(Clone, Debug)]
struct Scheduled {
    /// Kind and object: what the database knows the schedule by.
    id: String,
    kind: &'static str,
    arguments: String,
    schedule: Schedule,
    timetable: Timetable,
}

impl Scheduled {
    fn new(
        (kind, object): (&'static str, &str),
        arguments: &impl serde::Serialize,
        schedule: &Schedule,
    ) -> Result<Self, ServiceError> {
        let arguments = serde_json::to_string(arguments).map_err(std::io::Error::from);
        Ok(Self {
            id: format!("{kind} {object}"),
            kind,
            arguments: arguments.map_err(StoreError::from)?,
            schedule: schedule.clone(),
            timetable: Timetable::new(schedule)?,
        })
    }

    /// Everything that the settings give a schedule.
    fn all(installation: &Installation) -> Result<Vec<Self>, ServiceError> {
        let mut all = Vec::new();
        for source in &installation.settings.sources {
            if let Some(schedule) = &source.schedule {
                let arguments = CollectArguments { source: source.id.clone() };
                all.push(Self::new((COLLECT, &source.id), &arguments, schedule)?);
            }
        }
        if let Some(digest) = &installation.settings.digest {
            let nothing = serde_json::Map::new();
            all.push(Self::new((DIGEST, "supervisors"), &nothing, &digest.schedule)?);
        }
        Ok(all)
    }

    fn zone(&self) -> &str {
        self.schedule.zone.iana_name().unwrap_or("UTC")
    }

    /// The last moment that was dealt with; `None` if the schedule is new or was changed.
    fn dealt(&self, stored: Option<&StoredSchedule>) -> Option<Moment> {
        let stored = stored.filter(|it| it.cron == self.schedule.cron && it.zone == self.zone())?;
        Some(Moment { wall: stored.wall, at: stored.at })
    }

    fn verdict(&self, punctuality: Punctuality) -> FiringVerdict {
        match (punctuality, self.schedule.missed) {
            (Punctuality::OnTime, _) => FiringVerdict::OnTime,
            (Punctuality::Missed, Missed::CatchUp) => FiringVerdict::CaughtUp,
            (Punctuality::Missed, Missed::Skip) => FiringVerdict::Skipped,
            (Punctuality::Missed, Missed::Ask) => FiringVerdict::Asked,
        }
    }
}

/// A running daemon.
#[derive(Debug)]
pub struct Service {
    workshop: Workshop,
    phase: watch::Sender<Phase>,
    scheduled: Vec<Scheduled>,
    started_at: Timestamp,
    vitals: Arc<Vitals>,
    workers: JoinSet<Result<(), StoreError>>,
    rounds: JoinSet<()>,
}

impl Service {
    /// A daemon that has done nothing yet.
    ///
    /// # Errors
    ///
    /// A schedule is none.
    pub fn new(installation: Arc<Installation>, writer: Writer) -> Result<Self, ServiceError> {
        let scheduled = Scheduled::all(&installation)?;
        let started_at = installation.clock.now();
        let (workshop, phase) = Workshop::new(installation, writer);
        let (vitals, workers, rounds) = (Arc::default(), JoinSet::new(), JoinSet::new());
        Ok(Self { workshop, phase, scheduled, started_at, vitals, workers, rounds })
    }

    /// How it is, for whoever asks while it runs.
    #[must_use]
    pub fn vitals(&self) -> Arc<Vitals> {
        Arc::clone(&self.vitals)
    }

    /// One tick. Work goes on after it.
    ///
    /// # Errors
    ///
    /// Returns an error if the database fails.
    pub async fn tick(&mut self) -> Result<(), StoreError> {
        let now = self.now();
        let writer = &self.workshop.writer;
        writer.beat(&self.workshop.holder, now).await?;
        let forgotten = now.checked_sub(FORGOTTEN_AFTER).unwrap_or(Timestamp::MIN);
        writer.forget_daemons(forgotten).await?;
        self.fire(now).await?;
        self.hire().await?;
        self.begin_rounds();
        self.vitals.ticked(now);
        Ok(())
    }

    /// Waits until nothing is in hand.
    ///
    /// # Errors
    ///
    /// The first thing that a worker stumbled over: the database failed.
    pub async fn settle(&mut self) -> Result<(), StoreError> {
        while self.rounds.join_next().await.is_some() {}
        let mut settled = Ok(());
        while let Some(ended) = self.workers.join_next().await {
            settled = settled.and(ended.unwrap_or(Ok(())));
        }
        settled
    }

    /// Stops: takes nothing more, finishes what is in hand or puts it back after the grace time, lets
    /// a mail on its way end, and says goodbye.
    ///
    /// # Errors
    ///
    /// Returns an error if the database fails.
    pub async fn stop(mut self) -> Result<(), StoreError> {
        self.phase.send_replace(Phase::Leaving);
        let grace = Duration::from_secs(self.workshop.installation.settings.daemon.stop_grace_s);
        if tokio::time::timeout(grace, self.settle()).await.is_err() {
            self.phase.send_replace(Phase::Gone);
            self.settle().await?;
        }
        let Workshop { writer, holder, .. } = &self.workshop;
        for round in Round::ALL {
            writer.end_turn(round.turn(), holder).await?;
        }
        writer.end_beat(holder, self.now()).await
    }

    fn now(&self) -> Timestamp {
        self.workshop.installation.clock.now()
    }

    /// Puts a job in for each schedule whose hour has come. Two daemons put in the same job once.
    async fn fire(&self, now: Timestamp) -> Result<(), StoreError> {
        let writer = &self.workshop.writer;
        let stored = writer.reader().schedules(SCHEDULES_MAX).await?;
        let stored: BTreeMap<&str, &StoredSchedule> =
            stored.iter().map(|it| (it.id.as_str(), it)).collect();
        for scheduled in &self.scheduled {
            let stored = stored.get(scheduled.id.as_str()).copied();
            let Some(dealt) = scheduled.dealt(stored) else {
                begin(writer, (scheduled, stored), now).await?;
                continue;
            };
            let Some(due) = scheduled.timetable.due(dealt, (self.started_at, now)) else {
                continue;
            };
            let firing = Firing {
                schedule: scheduled.id.clone(),
                due_at: due.moment.at,
                wall: due.moment.wall,
                verdict: scheduled.verdict(due.punctuality),
                decided_at: now,
            };
            let dedupe = format!("{} {}", scheduled.id, firing.due_at);
            let (kind, arguments) = (scheduled.kind, scheduled.arguments.as_str());
            let job = NewJob { kind, arguments, dedupe: &dedupe };
            if writer.fire(&firing, job).await? && due.punctuality == Punctuality::Missed {
                let (schedule, verdict) = (&firing.schedule, firing.verdict.as_str());
                tracing::warn!(schedule, due_at = %firing.due_at, verdict, "a firing was missed");
            }
        }
        Ok(())
    }

    /// Fills the free places with workers, as long as there are jobs.
    async fn hire(&mut self) -> Result<(), StoreError> {
        while let Some(ended) = self.workers.try_join_next() {
            if let Ok(Err(error)) = ended {
                return Err(error);
            }
        }
        let places = self.workshop.installation.settings.daemon.workers;
        let places = usize::try_from(places).unwrap_or(usize::MAX);
        while self.workers.len() < places {
            let Some(job) = self.workshop.claim().await? else { break };
            self.workers.spawn(labour(self.workshop.clone(), job));
        }
        Ok(())
    }

    /// Begins each round that is not in hand already.
    fn begin_rounds(&mut self) {
        while self.rounds.try_join_next().is_some() {}
        for round in Round::ALL {
            self.rounds.spawn(round.go(self.workshop.clone(), self.vitals()));
        }
    }
}

async fn begin(
    writer: &Writer,
    (scheduled, stored): (&Scheduled, Option<&StoredSchedule>),
    now: Timestamp,
) -> Result<(), StoreError> {
    if let Some(StoredSchedule { id, cron, zone, .. }) = stored {
        // Once it is a person's change; again and again it is two daemons that undo each other's.
        tracing::warn!(schedule = id, cron, zone, "a schedule was another one and begins anew");
    }
    let Moment { wall, at } = scheduled.timetable.beginning(now);
    let (id, cron) = (scheduled.id.clone(), scheduled.schedule.cron.clone());
    let zone = scheduled.zone().to_owned();
    writer.begin_schedule(&StoredSchedule { id, cron, zone, wall, at }).await
}

/// Does a job, and then others until none is left.
async fn labour(workshop: Workshop, job: Job) -> Result<(), StoreError> {
    let mut next = Some(job);
    while let Some(job) = next {
        workshop.attend(&job).await?;
        next = workshop.claim().await?;
    }
    Ok(())
}

#[cfg(test)]
mod tests;
