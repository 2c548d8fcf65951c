//! Workers: a job from claim to end, under a lease that is kept while it is done.
//!
//! A job is done on a thread of its own, so that a folder that does not answer holds up nobody
//! else. However it ends, it ends in `Workshop::end`.

use std::collections::BTreeSet;
use std::future::Future;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use config::reason;
use jiff::{SignedDuration, Timestamp};
use store::jobs::{Job, JobState, Lease};
use store::{StoreError, Writer};
use tokio::runtime::Handle;
use tokio::sync::{oneshot, watch};
use tokio::task::JoinError;

use crate::duties::Lookout;
use crate::installation::Installation;
use crate::jobs::{self, JobError};

/// How often a lease is renewed before it would run out.
const RENEWALS_PER_LEASE: u32 = 3;

/// How far a daemon is on its way out.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Phase {
    /// It takes jobs.
    Working,
    /// It takes none, and finishes those in hand.
    Leaving,
    /// Those in hand are put back.
    Gone,
}

/// What the workers of one process share.
#[derive(Clone, Debug)]
pub struct Workshop {
    /// The installation.
    pub installation: Arc<Installation>,
    /// The database.
    pub writer: Writer,
    /// This process, as leases name it.
    pub holder: String,
    /// Its looks at the calendar.
    pub lookout: Arc<Lookout>,
    phase: watch::Receiver<Phase>,
    busy: Arc<Mutex<BTreeSet<(String, String)>>>,
}

/// How a job ended.
enum Ending {
    Done(String),
    Failed(String),
    TimedOut,
    /// The daemon stops.
    PutBack,
    /// Its lease ran out, and another daemon has it.
    Lost,
    /// A test stopped the program: nothing of it is an outcome.
    Stopped(StoreError),
}

impl Workshop {
    /// A workshop, and the way to close it.
    #[must_use]
    pub fn new(installation: Arc<Installation>, writer: Writer) -> (Self, watch::Sender<Phase>) {
        let (sender, phase) = watch::channel(Phase::Working);
        let holder = holder(&installation);
        let (lookout, busy) = (Arc::default(), Arc::default());
        (Self { installation, writer, holder, lookout, phase, busy }, sender)
    }

    /// Takes a job, unless the daemon is on its way out or there is none.
    ///
    /// # Errors
    ///
    /// Returns an error if the database fails.
    pub async fn claim(&self) -> Result<Option<Job>, StoreError> {
        if !self.is_working() {
            return Ok(None);
        }
        let now = self.installation.clock.now();
        self.writer.claim_job(self.lease(now), now).await
    }

    /// Does a job. Returns what came of it, if it came to an end here.
    ///
    /// # Errors
    ///
    /// Returns an error if the database fails; a job that fails says so itself.
    pub async fn attend(&self, job: &Job) -> Result<Option<String>, StoreError> {
        let ending = self.ending(job).await;
        self.end(job, ending).await
    }

    /// Whether something new may be begun.
    #[must_use]
    pub fn is_working(&self) -> bool {
        *self.phase.borrow() == Phase::Working
    }

    /// Marks work as begun; `None` while the same work has not come back.
    pub(crate) fn busy(&self, (kind, what): (&str, &str)) -> Option<Busy> {
        let key = (kind.to_owned(), what.to_owned());
        let is_new = self.busy.lock().unwrap_or_else(PoisonError::into_inner).insert(key.clone());
        is_new.then(|| Busy { all: Arc::clone(&self.busy), key })
    }

    /// A lease from now on.
    #[must_use]
    pub fn lease(&self, now: Timestamp) -> Lease<'_> {
        let lease_s = self.installation.settings.daemon.job_lease_s;
        let lease = SignedDuration::from_secs(i64::try_from(lease_s).unwrap_or(i64::MAX));
        Lease { holder: &self.holder, until: now.checked_add(lease).unwrap_or(Timestamp::MAX) }
    }

    /// The pause between two renewals of a lease.
    #[must_use]
    pub fn renewal(&self) -> Duration {
        Duration::from_secs(self.installation.settings.daemon.job_lease_s) / RENEWALS_PER_LEASE
    }

    /// Waits until the work in hand is to be left.
    pub async fn gone(&self) {
        let mut phase = self.phase.clone();
        if phase.wait_for(|it| *it == Phase::Gone).await.is_err() {
            // Nobody is there to close it.
            std::future::pending::<()>().await;
        }
    }

    async fn ending(&self, job: &Job) -> Ending {
        let daemon = &self.installation.settings.daemon;
        if i64::try_from(daemon.job_attempts).unwrap_or(i64::MAX) < job.attempts {
            return Ending::Failed(reason::text("job-lost", &(job.attempts - 1).to_string()));
        }
        let Some(busy) = self.busy((&job.kind, &job.arguments)) else {
            return Ending::Failed(reason::text("job-hangs", ""));
        };
        tracing::info!(job = job.id, kind = job.kind, "a job began");
        tokio::select! {
            ending = self.perform(job, busy) => ending,
            () = tokio::time::sleep(Duration::from_secs(daemon.job_limit_s)) => Ending::TimedOut,
            () = self.lost(job.id) => Ending::Lost,
            () = self.gone() => Ending::PutBack,
        }
    }

    async fn perform(&self, job: &Job, busy: Busy) -> Ending {
        let (shop, job) = (self.clone(), job.clone());
        let done = aside(move || async move {
            let _busy = busy;
            jobs::perform(&shop, &job).await
        });
        match done.await {
            Ok(Ok(outcome)) => Ending::Done(outcome),
            Ok(Err(JobError::Store(error @ StoreError::Stopped(_)))) => Ending::Stopped(error),
            Ok(Err(error)) => Ending::Failed(error.reason()),
            Err(_) => Ending::Failed(reason::text("job-broke-off", "")),
        }
    }

    /// Keeps the lease of a job; returns when it is lost.
    async fn lost(&self, id: i64) {
        loop {
            tokio::time::sleep(self.renewal()).await;
            let lease = self.lease(self.installation.clock.now());
            match self.writer.renew_job(id, lease).await {
                Ok(true) => {}
                Ok(false) => return,
                Err(error) => tracing::warn!(job = id, %error, "a lease could not be renewed"),
            }
        }
    }

    /// The only way out of a job.
    async fn end(&self, job: &Job, ending: Ending) -> Result<Option<String>, StoreError> {
        let (id, kind) = (job.id, job.kind.as_str());
        let (state, outcome) = match ending {
            Ending::Stopped(error) => return Err(error),
            Ending::Lost => {
                tracing::warn!(job = id, kind, "a job was lost to another daemon");
                return Ok(None);
            }
            Ending::PutBack => {
                self.writer.put_job_back(id, &self.holder).await?;
                tracing::info!(job = id, kind, "a job was put back");
                return Ok(None);
            }
            Ending::Done(outcome) => (JobState::Done, outcome),
            Ending::Failed(outcome) => (JobState::Failed, outcome),
            Ending::TimedOut => {
                let limit_s = self.installation.settings.daemon.job_limit_s;
                (JobState::TimedOut, reason::text("job-limit", &limit_s.to_string()))
            }
        };
        let now = self.installation.clock.now();
        self.writer.finish_job((id, &self.holder), (state, &outcome), now).await?;
        // What failed is for a person: the outcome stands in the database, not in the log.
        if state == JobState::Done {
            tracing::info!(job = id, kind, state = state.as_str(), "a job ended");
        } else {
            tracing::error!(job = id, kind, state = state.as_str(), "a job ended badly");
        }
        Ok(Some(outcome))
    }
}

/// Work whose thread has not come back. One that hangs is not joined by a second one.
pub(crate) struct Busy {
    all: Arc<Mutex<BTreeSet<(String, String)>>>,
    key: (String, String),
}

impl Drop for Busy {
    fn drop(&mut self) {
        self.all.lock().unwrap_or_else(PoisonError::into_inner).remove(&self.key);
    }
}

/// Does work on a thread of its own, because it reads files, which may hang. Work whose answer
/// nobody awaits any more ends at its next pause.
///
/// # Errors
///
/// The work panicked.
pub(crate) async fn aside<T: Send + 'static, F: Future<Output = T>>(
    work: impl FnOnce() -> F + Send + 'static,
) -> Result<T, JoinError> {
    let (awaited, abandoned) = oneshot::channel::<()>();
    let runtime = Handle::current();
    let task = tokio::task::spawn_blocking(move || {
        runtime.block_on(async {
            tokio::select! {
                biased;
                _ = abandoned => None,
                done = work() => Some(done),
            }
        })
    });
    let done = task.await?;
    drop(awaited);
    Ok(done.expect("it is abandoned only when nobody awaits it"))
}

/// This process, as leases and heartbeats name it.
fn holder(installation: &Installation) -> String {
    let name = installation.settings.daemon.name.clone();
    let name = name.or_else(|| whoami::hostname().ok()).unwrap_or_else(|| "mingjingd".to_owned());
    format!("{name}-{}", std::process::id())
}
