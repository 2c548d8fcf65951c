//! Health: what a probe (`/health`) and a monitoring system (`/metrics`) are told, on this machine
//! alone. Reasons are words for machines; no name, address or content is among them.

mod figures;

use std::collections::BTreeSet;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use axum::Router;
use axum::extract::State;
use axum::http::{StatusCode, header};
use axum::response::{IntoResponse, Response};
use axum::routing::get;
use jiff::Timestamp;
use serde::Serialize;
use store::vitals::Queue;
use store::{Reader, StoreError};

use crate::installation::Installation;

/// How long the database may take to answer.
const ANSWER_MAX: Duration = Duration::from_secs(5);
/// So many ticks may be missing before the daemon counts as stuck.
const TICKS_LATE_MAX: u64 = 3;
/// What a slow tick may take, beyond that.
const TICK_S_MAX: u64 = 60;

/// A part of the daemon that goes well or not.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Part {
    /// The tick itself.
    Tick,
    /// Posting, looking for what was due, rendering.
    Posting,
    /// Delivering.
    Delivering,
}

/// How a running daemon is.
#[derive(Debug, Default)]
pub struct Vitals(Mutex<Signs>);

#[derive(Clone, Debug, Default)]
struct Signs {
    ticks: u64,
    ticked_at: Option<Timestamp>,
    unwell: BTreeSet<Part>,
}

impl Vitals {
    /// A tick went well.
    pub fn ticked(&self, at: Timestamp) {
        let mut signs = self.signs();
        signs.ticks += 1;
        signs.ticked_at = Some(at);
        signs.unwell.remove(&Part::Tick);
    }

    /// A part went well, or not.
    pub fn went(&self, part: Part, is_well: bool) {
        let mut signs = self.signs();
        if is_well {
            signs.unwell.remove(&part);
        } else {
            signs.unwell.insert(part);
        }
    }

    /// Whether a part went well the last time.
    #[cfg(test)]
    pub(crate) fn is_well(&self, part: Part) -> bool {
        !self.signs().unwell.contains(&part)
    }

    fn signs(&self) -> MutexGuard<'_, Signs> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// What answers.
#[derive(Clone, Debug)]
pub struct Health {
    /// The installation.
    pub installation: Arc<Installation>,
    /// The database.
    pub reader: Reader,
    /// The daemon.
    pub vitals: Arc<Vitals>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "snake_case")]
enum Status {
    Ok,
    Degraded,
    Failing,
}

/// What `/health` says. Field names stay as they are.
#[derive(Debug, Serialize)]
struct Report {
    status: Status,
    reasons: Vec<&'static str>,
    version: &'static str,
    database: bool,
    last_tick_at: Option<Timestamp>,
    oldest_waiting_job_at: Option<Timestamp>,
    failed_jobs: Option<i64>,
}

/// The routes.
pub fn router(health: Health) -> Router {
    Router::new().route("/health", get(report)).route("/metrics", get(metrics)).with_state(health)
}

async fn report(State(health): State<Health>) -> Response {
    let report = health.report().await;
    let status = match report.status {
        Status::Ok | Status::Degraded => StatusCode::OK,
        Status::Failing => StatusCode::SERVICE_UNAVAILABLE,
    };
    let body = serde_json::to_string(&report).unwrap_or_default();
    (status, [(header::CONTENT_TYPE, "application/json")], body).into_response()
}

async fn metrics(State(health): State<Health>) -> Response {
    match tokio::time::timeout(ANSWER_MAX, health.reader.census()).await {
        Ok(Ok(census)) => {
            let signs = health.vitals.signs().clone();
            let age_s = signs.ticked_at.map(|at| age_s(at, health.installation.clock.now()));
            let text = figures::text(&census, (signs.ticks, age_s));
            ([(header::CONTENT_TYPE, figures::CONTENT_TYPE)], text).into_response()
        }
        Ok(Err(_)) | Err(_) => StatusCode::SERVICE_UNAVAILABLE.into_response(),
    }
}

fn age_s(at: Timestamp, now: Timestamp) -> i64 {
    now.as_second() - at.as_second()
}

impl Health {
    async fn report(&self) -> Report {
        let queue = tokio::time::timeout(ANSWER_MAX, self.reader.queue()).await;
        let queue = queue.ok().and_then(|it: Result<Queue, StoreError>| it.ok());
        let signs = self.vitals.signs().clone();
        let found = self.reasons(&signs, queue);
        Report {
            status: found.iter().map(|(_, status)| *status).max().unwrap_or(Status::Ok),
            reasons: found.into_iter().map(|(reason, _)| reason).collect(),
            version: env!("CARGO_PKG_VERSION"),
            database: queue.is_some(),
            last_tick_at: signs.ticked_at,
            oldest_waiting_job_at: queue.and_then(|it| it.oldest_waiting_at),
            failed_jobs: queue.map(|it| it.failures),
        }
    }

    fn reasons(&self, signs: &Signs, queue: Option<Queue>) -> Vec<(&'static str, Status)> {
        let now = self.installation.clock.now();
        let daemon = &self.installation.settings.daemon;
        let older = |at: Option<Timestamp>, limit_s: u64| {
            at.is_some_and(|at| i64::try_from(limit_s).unwrap_or(i64::MAX) < age_s(at, now))
        };
        let late_s = daemon.tick_s * TICKS_LATE_MAX + TICK_S_MAX;
        let waiting_at = queue.and_then(|it| it.oldest_waiting_at);
        let counts = |of: fn(Queue) -> i64| queue.is_some_and(|it| 0 < of(it));
        let all = [
            (queue.is_none(), "database_unreachable", Status::Failing),
            (older(signs.ticked_at, late_s), "tick_late", Status::Failing),
            (signs.unwell.contains(&Part::Tick), "tick_failed", Status::Degraded),
            (signs.unwell.contains(&Part::Posting), "posting_failed", Status::Degraded),
            (signs.unwell.contains(&Part::Delivering), "delivering_failed", Status::Degraded),
            (older(waiting_at, daemon.job_limit_s), "job_waits_long", Status::Degraded),
            (counts(|it| it.failures), "jobs_failed", Status::Degraded),
            (counts(|it| it.held), "jobs_held", Status::Degraded),
            (counts(|it| it.troubled), "deliveries_need_person", Status::Degraded),
        ];
        let found = all.into_iter().filter(|(is_so, _, _)| *is_so);
        found.map(|(_, reason, status)| (reason, status)).collect()
    }
}

#[cfg(test)]
mod tests;
