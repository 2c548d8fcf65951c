//! Where data comes from: [`Source`], and the store behind it. Never called by the core.

use std::collections::HashMap;
use std::future::Future;
use std::sync::Arc;

use config::policy::Policy;
use jiff::Timestamp;
use jiff::civil::Date;
use jiff::tz::TimeZone;
use metrics::evaluation::evaluator::OtherBody;
use metrics::incident::ClockContext;
use metrics::ledger::trial_balance;
use metrics::register::Entry;
use store::closings::{OnPeriod, closed_through};
use store::desk::{Desk, DeskError};
use store::evaluation_events::OnEvaluation;
use store::findings::Finding;
use store::jobs::{Job, JobState, NewJob};
use store::waivers::{Asked, OnWaiver};
use store::{Reader, StoreError, causes};

use crate::query::{
    Act, Balances, DeliveryAct, Done, EVALUATION_PAGE_ROWS, EvaluationFile, FindingFile, Jobs,
    Overview, PAGE_ROWS, Payload, Problem, RawKey, Request, Standing, SubmissionFile,
};

mod beside;
mod deliveries;
mod facts;
mod finances;
mod incidents;
mod ledger;
mod raw;

/// Answers requests. The tests have one of their own.
pub trait Source: Send + Sync + 'static {
    /// Reads.
    fn load(&self, request: Request) -> impl Future<Output = Result<Payload, Problem>> + Send;

    /// Acts for the person at the console.
    fn act(&self, act: Act, at: Timestamp) -> impl Future<Output = Result<Done, Problem>> + Send;
}

/// The reporting database, through its doors for readers and for persons.
#[derive(Debug)]
pub struct StoreSource {
    reader: Reader,
    desk: Option<Desk>,
    policy: Arc<Policy>,
    zone: TimeZone,
}

/// Numbers of rows are below this.
const NEWEST: i64 = i64::MAX;
/// Submissions and jobs that the overview looks at.
const OVERVIEW_ROWS: i64 = 50;
/// Times that a finding said something else, at most.
const EARLIER_MAX: i64 = 5;

impl StoreSource {
    /// A source that reads, and acts where there is a desk.
    #[must_use]
    pub fn new(reader: Reader, desk: Option<Desk>, policy: Arc<Policy>, zone: TimeZone) -> Self {
        Self { reader, desk, policy, zone }
    }

    async fn read(&self, request: Request) -> Result<Payload, StoreError> {
        let reader = &self.reader;
        Ok(match request {
            Request::Names { as_of } => Payload::Names(self.names(as_of).await?),
            Request::Overview { sources } => {
                Payload::Overview(Box::new(self.overview(sources).await?))
            }
            Request::Sources { sources } => Payload::Sources(self.sources(sources).await?),
            Request::Evaluation { id } => self.evaluation(id.as_deref()).await?,
            Request::EvaluationOf { job } => self.evaluation_of(&job).await?,
            Request::Beside { stored, subject } => {
                Payload::Beside(Box::new(self.beside(&stored, &subject).await?))
            }
            Request::Evaluations { before } => {
                let before = before.as_ref().map(|(at, id)| (*at, id.as_str()));
                let found = reader.evaluations_before(before, rows(EVALUATION_PAGE_ROWS)).await?;
                Payload::Evaluations(found.into_iter().map(Arc::new).collect())
            }
            Request::Facts(key) => Payload::Facts(self.facts(&key).await?),
            Request::Findings { filter, before } => {
                Payload::Findings(reader.findings_before(&filter, before, rows(PAGE_ROWS)).await?)
            }
            Request::Finding { finding, raw, as_of } => {
                Payload::Finding(Box::new(self.finding(&finding, raw, as_of).await?))
            }
            Request::Submission { receipt } => self.submission(&receipt).await?,
            Request::Submissions { before } => {
                Payload::Submissions(reader.submissions_before(before, rows(PAGE_ROWS)).await?)
            }
            Request::Ledgers { as_of } => {
                let mut found = reader.ledger_periods(as_of).await?;
                found.sort_by(|a, b| (b.1, &a.0).cmp(&(a.1, &b.0)));
                Payload::Ledgers(found)
            }
            Request::Balances { party, period, as_of } => {
                let digits = self.policy.minor_digits();
                let facts = reader.balance_facts(&party, period, as_of).await?;
                let of = |currency| digits.get(&currency).copied().unwrap_or(2);
                let accounts = trial_balance(&facts, period, of)?;
                let closings = reader.closings(&party).await?;
                let closed_through = closed_through(&closings);
                let closing = closings.into_iter().find(|it| it.period == period);
                Payload::Balances(Box::new(Balances { accounts, closing, closed_through }))
            }
            Request::Finances { party, until, as_of } => {
                Payload::Finances(Box::new(self.finances(&party, (until, as_of)).await?))
            }
            Request::Statement { party, period, as_of } => {
                Payload::Statement(self.statement(&party, (period, as_of)).await?)
            }
            Request::Register { key, after } => self.register(&key, after).await?,
            Request::Voucher { id } => self.voucher(id).await?,
            Request::Raw(key) => Payload::Raw(self.raw(&key).await?),
            Request::Incidents { page, as_of } => {
                Payload::Incidents(self.incidents(page, as_of).await?)
            }
            Request::Incident { party, incident_no, as_of } => {
                let case = self.incident((&party, &incident_no), as_of).await?;
                Payload::Incident(Box::new(case))
            }
            Request::Deliveries { before } => Payload::Deliveries(self.deliveries(before).await?),
            Request::Delivery { id } => Payload::Delivery(Box::new(self.delivery(id).await?)),
            Request::Jobs { before } => Payload::Jobs(self.jobs(before, rows(PAGE_ROWS)).await?),
        })
    }

    async fn finding(
        &self,
        finding: &Finding,
        raw: Option<RawKey>,
        as_of: Timestamp,
    ) -> Result<FindingFile, StoreError> {
        let row = match &raw {
            Some(key) => Some(self.raw(key).await?),
            None => None,
        };
        let waivers = self.reader.waivers(Some(&finding.subject), as_of).await?;
        let earlier = self.reader.finding_earlier(finding, EARLIER_MAX).await?;
        Ok(FindingFile { row, waivers, earlier })
    }

    async fn names(
        &self,
        as_of: Timestamp,
    ) -> Result<HashMap<metrics::party::PartyId, String>, StoreError> {
        let found = self.reader.registered("party", as_of).await?;
        let name = |entry| match entry {
            Entry::Party { name, .. } => Some(name),
            Entry::Person { .. } | Entry::Product { .. } | Entry::Account { .. } => None,
        };
        Ok(found.into_iter().filter_map(|it| Some((it.party, name(it.entry)?))).collect())
    }

    async fn overview(&self, sources: Vec<String>) -> Result<Overview, StoreError> {
        let reader = &self.reader;
        Ok(Overview {
            evaluations: (reader.evaluations_before(None, rows(EVALUATION_PAGE_ROWS)).await?)
                .into_iter()
                .map(Arc::new)
                .collect(),
            submissions: reader.submissions_before(NEWEST, OVERVIEW_ROWS).await?,
            census: reader.census().await?,
            queue: reader.queue().await?,
            sources: self.sources(sources).await?,
            daemon_seen_at: reader.daemon_seen_at().await?,
        })
    }

    async fn sources(&self, sources: Vec<String>) -> Result<Vec<Standing>, StoreError> {
        let mut found = self.reader.standings().await?;
        let standing = |source: String| Standing {
            last: found.last.remove(&source),
            kept: found.kept.remove(&source),
            looked_at: found.looked_at.remove(&source),
            source,
        };
        Ok(sources.into_iter().map(standing).collect())
    }

    async fn jobs(&self, before: i64, limit: i64) -> Result<Jobs, StoreError> {
        Ok(Jobs {
            jobs: self.reader.jobs_before(before, limit).await?,
            daemon_seen_at: self.reader.daemon_seen_at().await?,
        })
    }

    async fn evaluation(&self, id: Option<&str>) -> Result<Payload, StoreError> {
        let stored = match id {
            Some(id) => self.reader.evaluation(id).await?,
            None => self.reader.evaluations_before(None, 1).await?.into_iter().next(),
        };
        let Some(stored) = stored else { return Ok(Payload::Evaluation(None)) };
        let deliveries = self.reader.deliveries_of(&stored.id, rows(PAGE_ROWS)).await?;
        let proposed = self.reader.proposed(&stored, &self.policy.procedure).await?;
        let annulled = self.reader.annulled_since(&stored.evaluation).await?;
        let stored = Arc::new(stored);
        let file = EvaluationFile { stored, deliveries, proposed, annulled };
        Ok(Payload::Evaluation(Some(Arc::new(file))))
    }

    /// The outcome of a job names what it made; an evaluation that was there already is found so
    /// too.
    async fn evaluation_of(&self, job: &Job) -> Result<Payload, StoreError> {
        let is_part = |it: char| it.is_alphanumeric() || "-._".contains(it);
        for word in job.outcome.split(|it: char| !is_part(it)).filter(|word| word.contains('-')) {
            let word = word.trim_end_matches('.');
            if let found @ Payload::Evaluation(Some(_)) = self.evaluation(Some(word)).await? {
                return Ok(found);
            }
        }
        Ok(Payload::Evaluation(None))
    }

    async fn submission(&self, receipt: &str) -> Result<Payload, StoreError> {
        let Some(submission) = self.reader.submission(receipt).await? else {
            return Err(StoreError::NotFound { what: "receipt", name: receipt.to_owned() });
        };
        let filter = store::findings::FindingFilter {
            receipt: Some(receipt.to_owned()),
            ..Default::default()
        };
        let findings = self.reader.findings_before(&filter, NEWEST, rows(PAGE_ROWS)).await?;
        Ok(Payload::Submission(Box::new(SubmissionFile { submission, findings })))
    }

    async fn perform(&self, desk: &Desk, act: Act, at: Timestamp) -> Result<Done, DeskError> {
        match act {
            Act::OnJob { job, answer } => {
                desk.answer_job(job.id, answer, at).await?;
                Ok(Done::Acted)
            }
            Act::OnDelivery { delivery, act, note } => {
                let id = delivery.id;
                match act {
                    DeliveryAct::Resend => desk.resend(id, at).await,
                    DeliveryAct::Settle(fate) => desk.settle(id, (fate, &note), at).await,
                }?;
                Ok(Done::Acted)
            }
            Act::OnPeriod { party, period, act, note, today } => {
                let asked = OnPeriod { party: &party, period, act, note: &note, today };
                desk.act_on_period(&asked, at).await?;
                Ok(Done::Acted)
            }
            Act::OnIncident { party, incident_no, act, note } => {
                self.act_on_incident(desk, (&party, &incident_no), (act, &note), at).await?;
                Ok(Done::Acted)
            }
            Act::ProposeWaiver { waiver, today } => {
                self.act_on_waiver(desk, (Asked::Propose(&waiver), today), at).await
            }
            Act::OnWaiver { number, act, note, today } => {
                let asked = Asked::Decide { number, act, note: &note };
                self.act_on_waiver(desk, (asked, today), at).await
            }
            Act::OnEvaluation { id, act, said } => {
                let calendar = self.policy.calendar();
                let context = &ClockContext { as_of: at, zone: &self.zone, calendar: &calendar };
                let (id, said, policy) = (&id, &said, &self.policy.procedure);
                desk.act_on_evaluation(&OnEvaluation { id, act, said, policy, context }).await?;
                Ok(Done::Acted)
            }
            Act::Evaluate { scheme, span } => {
                let arguments = arguments(&scheme, &span.to_string());
                let jobs = self.reader.jobs_before(NEWEST, OVERVIEW_ROWS).await?;
                let dedupe = dedupe(&arguments, &jobs);
                let job = NewJob { kind: EVALUATE, arguments: &arguments, dedupe: &dedupe };
                Ok(Done::Asked { job: desk.request_job(job, at).await? })
            }
        }
    }
}

impl StoreSource {
    async fn act_on_waiver(
        &self,
        desk: &Desk,
        (asked, today): (Asked<'_>, Date),
        at: Timestamp,
    ) -> Result<Done, DeskError> {
        let waivable = |rule: &str| self.policy.waivable(rule);
        let policy = &self.policy.waiver;
        desk.act_on_waiver(&OnWaiver { asked, waivable: &waivable, policy, today }, at).await?;
        Ok(Done::Acted)
    }
}

/// Rows as the store counts them.
fn rows(count: usize) -> i64 {
    i64::try_from(count).unwrap_or(i64::MAX)
}

/// The kind of job that computes scorecards.
const EVALUATE: &str = "evaluate";

fn arguments(scheme: &str, period: &str) -> String {
    serde_json::json!({ "scheme": scheme, "period": period }).to_string()
}

/// Asking twice asks once, as long as the first job has not ended.
fn dedupe(arguments: &str, jobs: &[Job]) -> String {
    let same = jobs.iter().filter(|job| job.kind == EVALUATE && job.arguments == arguments);
    let ended = same.filter(|job| match job.state {
        JobState::Done | JobState::Failed | JobState::TimedOut | JobState::Dropped => true,
        JobState::Waiting | JobState::Running | JobState::Held => false,
    });
    let after = ended.map(|job| job.id).max().unwrap_or(0);
    format!("{EVALUATE} {arguments} after {after}")
}

impl Source for StoreSource {
    async fn load(&self, request: Request) -> Result<Payload, Problem> {
        self.read(request).await.map_err(|error| problem_of(&error))
    }

    async fn act(&self, act: Act, at: Timestamp) -> Result<Done, Problem> {
        let Some(desk) = &self.desk else {
            return Err(Problem::plain("problem-read-only"));
        };
        self.perform(desk, act, at).await.map_err(|error| match error {
            DeskError::Evaluation(refused) => Problem::plain(refused.id()),
            DeskError::OtherBody(other) => {
                let arguments = other.arguments().map(|(name, it)| (name, it.to_owned()));
                Problem { word: OtherBody::ID, arguments: arguments.into() }
            }
            DeskError::Period(refused) => Problem::plain(refused.id()),
            DeskError::Incident(refused) => Problem::plain(refused.id()),
            DeskError::Waiver(refused) => Problem::plain(refused.id()),
            DeskError::NotHeld { job } => Problem::detailed("problem-not-held", &job),
            DeskError::Role { needed } => Problem::detailed("problem-role", needed.as_str()),
            DeskError::Delivery { state, .. } => {
                Problem::detailed("problem-delivery", state.as_str())
            }
            DeskError::Unknown { .. } => Problem::plain("problem-read-only"),
            DeskError::Store(error) => problem_of(&error),
        })
    }
}

/// What the store says of itself is shown; what stands behind it is for the log.
fn problem_of(error: &StoreError) -> Problem {
    tracing::warn!(error = %causes(error), "the console could not read");
    let word = match error {
        StoreError::NotFound { .. } => "problem-not-found",
        _ => "problem-database",
    };
    Problem::detailed(word, error)
}

#[cfg(test)]
mod tests;
