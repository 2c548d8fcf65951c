//! `mingjingd show`: what is kept, as one JSON document.

mod cases;
mod disclosures;
mod incidents;
mod periods;
mod pricing;
mod supply;
mod usage;

use std::collections::BTreeMap;

use clap::{Args, ValueEnum};
use jiff::Timestamp;
use metrics::demand::Demand;
use metrics::evaluation::scorecard::Evaluation;
use metrics::ledger::{AccountBalance, trial_balance};
use metrics::objection::Objection;
use metrics::party::PartyId;
use metrics::period::Period;
use serde::Serialize;
use serde_json::{Value, json};
use store::Reader;
use store::deliveries::Delivery;
use store::findings::FindingFilter;

use super::finding::Describe;
use super::{Exit, Failure, Shell, output, source};
use crate::duties::{self, Asked};
use crate::installation::Installation;

/// Rows read at once.
const PAGE: i64 = 1_000;
/// Times that a finding said something else, at most.
const EARLIER_MAX: i64 = 10;

/// What can be shown.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
enum What {
    /// The trial balance of a party and month.
    Balances,
    /// The months of a party's ledger: open or frozen, since when and by whom.
    Periods,
    /// Findings.
    Findings,
    /// Evaluations with their scorecards.
    Scorecards,
    /// Incidents with level, clocks and what each is open for; sentences without --json.
    Incidents,
    /// Sources: what the last look found, since when, and when the next one is.
    Sources,
    /// Usage of a party and month: sums, and the first records.
    Usage,
    /// Catalogue items, each with whether it is updated as declared.
    Supply,
    /// Objections to supplied data, each with its steps and their last days.
    Objections,
    /// Demands for data, each with its steps and their last days.
    Demands,
    /// Ceilings, prices, allowances, shares and allocation keys in force.
    Pricing,
    /// The permitted revenue of each cycle, part by part, and what is distributed.
    Revenue,
    /// Yearly disclosures as handed in, without the names and phones of contact persons.
    Disclosures,
    /// Where each duty to disclose stands; sentences without --json.
    Obligations,
    /// Submissions with their verdicts.
    Submissions,
    /// Jobs, and the daemons that do them.
    Jobs,
    /// What became of schedules: fired, caught up, skipped, asked.
    Firings,
    /// Deliveries.
    Deliveries,
    /// The audit log.
    Audit,
}

/// Show what is kept.
#[derive(Debug, Args)]
pub struct Show {
    /// What.
    what: What,
    /// Only about this party.
    #[arg(long, value_parser = super::party)]
    party: Option<PartyId>,
    /// Only of this month.
    #[arg(long)]
    period: Option<Period>,
    /// Only findings of this rule.
    #[arg(long)]
    rule: Option<String>,
    /// Only findings, objections and demands that are not closed, and incidents that still ask for something.
    #[arg(long)]
    open: bool,
    /// As known at this instant (RFC 3339).
    #[arg(long, value_name = "INSTANT")]
    as_of: Option<Timestamp>,
    /// At most so many, the newest.
    #[arg(long, default_value_t = 1_000)]
    limit: u32,
    /// JSON where sentences would be said, of sources, obligations, incidents and periods; the rest is JSON
    /// in any case.
    #[arg(long)]
    json: bool,
}

impl Show {
    pub(super) async fn run(&self, shell: &Shell) -> Result<Exit, Failure> {
        let installation = shell.installation()?;
        let reader = installation.reader().await?;
        let as_of = self.as_of.unwrap_or_else(|| installation.clock.now());
        let limit = i64::from(self.limit);
        let asked = Asked { party: self.party.as_ref(), as_of };
        let open = (self.party.as_ref(), as_of, self.open);
        let answer = match self.what {
            What::Obligations => {
                return self.obligations((shell, &installation), &reader, asked).await;
            }
            What::Disclosures => {
                let found = duties::disclosures(&reader, asked).await?;
                let shown: Vec<Value> = found.iter().map(disclosures::disclosure).collect();
                json!({ "disclosures": shown })
            }
            What::Balances => self.balances(&installation, &reader, as_of).await?,
            What::Periods => return self.periods((shell, &installation), &reader, as_of).await,
            What::Findings => self.findings(&installation, &reader).await?,
            What::Incidents => return self.incidents((shell, &installation), &reader).await,
            What::Usage => self.usage(&reader, (as_of, limit)).await?,
            What::Supply => {
                supply::shown(&installation, &reader, (self.party.as_ref(), as_of)).await?
            }
            What::Objections => cases::shown::<Objection>(&installation, &reader, open).await?,
            What::Demands => cases::shown::<Demand>(&installation, &reader, open).await?,
            What::Pricing => pricing::shown(&reader, (self.party.as_ref(), as_of)).await?,
            What::Revenue => {
                let asked = (self.party.as_ref(), as_of);
                pricing::revenue(&installation, &reader, asked).await?
            }
            What::Scorecards => {
                let found = reader.evaluations_before(None, limit).await?;
                let shown: Vec<EvaluationJson> =
                    found.into_iter().map(EvaluationJson::of).collect();
                json!({ "evaluations": shown })
            }
            What::Sources => {
                let standings = source::standings(&installation, &reader).await?;
                if !self.json {
                    source::say(&standings, &installation, &shell.words(&installation));
                    return Ok(Exit::Good);
                }
                source::json(&standings)
            }
            What::Submissions => {
                let found = reader.submissions_before(i64::MAX, limit).await?;
                json!({ "submissions": found.iter().map(submission).collect::<Vec<_>>() })
            }
            What::Jobs => {
                let found = reader.jobs_before(i64::MAX, limit).await?;
                let jobs: Vec<Value> = found.iter().map(job).collect();
                json!({ "jobs": jobs, "daemons": reader.daemons(limit).await? })
            }
            What::Firings => {
                json!({ "firings": reader.firings_before(Timestamp::MAX, limit).await? })
            }
            What::Deliveries => {
                let found = reader.deliveries_before(i64::MAX, limit).await?;
                deliveries(&reader, &found).await?
            }
            What::Audit => {
                let found = reader.audit_before(i64::MAX, limit).await?;
                json!({ "audit": found })
            }
        };
        output::json(&answer)?;
        Ok(Exit::Good)
    }

    async fn usage(&self, reader: &Reader, page: (Timestamp, i64)) -> Result<Value, Failure> {
        let (Some(party), Some(period)) = (&self.party, self.period) else {
            return Err(Failure::usage("cli-usage-needs", &[]));
        };
        Ok(usage::shown(reader, (party, period), page).await?)
    }

    async fn balances(
        &self,
        installation: &Installation,
        reader: &Reader,
        as_of: Timestamp,
    ) -> Result<Value, Failure> {
        let (Some(party), Some(period)) = (&self.party, self.period) else {
            return Err(Failure::usage("cli-balances-need", &[]));
        };
        let facts = reader.balance_facts(party, period, as_of).await?;
        let digits = installation.policy.minor_digits();
        let digits = |currency| digits.get(&currency).copied().unwrap_or_default();
        let balances: Vec<AccountBalance> =
            trial_balance(&facts, period, digits).map_err(Failure::environment)?;
        Ok(json!({ "balances": balances }))
    }

    async fn findings(
        &self,
        installation: &Installation,
        reader: &Reader,
    ) -> Result<Value, Failure> {
        let filter = FindingFilter {
            subject: self.party.clone(),
            rule: self.rule.clone(),
            receipt: None,
            open_only: self.open,
        };
        let found = reader.findings_before(&filter, i64::MAX, i64::from(self.limit)).await?;
        let now = installation.clock.now();
        let today = installation.settings.clock.zone.to_datetime(now).date();
        let waivers = reader.waivers_in_force(self.party.as_ref(), (now, today)).await?;
        let describe = Describe::new(&installation.policy);
        let mut shown = Vec::with_capacity(found.len());
        for it in &found {
            let earlier = reader.finding_earlier(it, EARLIER_MAX).await?;
            shown.push(describe.finding((it, &earlier), &waivers));
        }
        Ok(json!({ "findings": shown }))
    }

    async fn obligations(
        &self,
        (shell, installation): (&Shell, &Installation),
        reader: &Reader,
        asked: Asked<'_>,
    ) -> Result<Exit, Failure> {
        let obliged = duties::obligations(installation, reader, asked).await?;
        let tell = disclosures::Tell::new(&installation.policy);
        let shown: Vec<_> = obliged.iter().flat_map(|it| tell.obligations(it)).collect();
        if self.json {
            output::json(&json!({ "obligations": shown }))?;
            return Ok(Exit::Good);
        }
        let language = shell.words(installation).language();
        for line in disclosures::lines(&shown, language) {
            output::line(&line);
        }
        Ok(Exit::Good)
    }

    async fn incidents(
        &self,
        (shell, installation): (&Shell, &Installation),
        reader: &Reader,
    ) -> Result<Exit, Failure> {
        let (party, is_open, as_of) = (self.party.as_ref(), self.open, self.as_of);
        let asked = incidents::Asked { party, is_open, as_of };
        let found = incidents::found(installation, reader, asked).await?;
        if self.json {
            output::json(&incidents::document(&found, installation))?;
            return Ok(Exit::Good);
        }
        for line in incidents::lines(&found, &shell.words(installation)) {
            output::line(&line);
        }
        Ok(Exit::Good)
    }
}

#[derive(Debug, Serialize)]
struct EvaluationJson {
    id: String,
    state: &'static str,
    requested_by: String,
    evaluation: Evaluation,
}

impl EvaluationJson {
    fn of(stored: store::evaluations::StoredEvaluation) -> Self {
        Self {
            state: stored.state().as_str(),
            id: stored.id,
            requested_by: stored.requested_by,
            evaluation: stored.evaluation,
        }
    }
}

fn submission(it: &store::submissions::Submission) -> Value {
    let check = it.check.as_ref();
    json!({
        "receipt": it.receipt,
        "kind": it.kind,
        "party": it.party,
        "period": it.period,
        "sender": it.sender,
        "source": it.source,
        "format": it.format,
        "file": it.file_name,
        "sha256": it.sha256,
        "size_bytes": it.size_bytes,
        "received_at": it.received_at,
        "supersedes": it.supersedes,
        "verdict": check.map(|it| it.verdict),
        "accepted_at": check.and_then(|it| it.accepted_at),
        "rows": check.map(|it| it.rows),
        "understood": check.map(|it| it.understood),
        "faults": check.map(|it| it.faults),
    })
}

pub(super) fn job(it: &store::jobs::Job) -> Value {
    json!({
        "id": it.id,
        "kind": it.kind,
        "arguments": serde_json::from_str::<Value>(&it.arguments).unwrap_or_default(),
        "state": it.state,
        "requested_by": it.requested_by,
        "requested_at": it.requested_at,
        "started_at": it.started_at,
        "finished_at": it.finished_at,
        "progress_done": it.progress_done,
        "progress_total": it.progress_total,
        "outcome": it.outcome,
        "attempts": it.attempts,
    })
}

/// Each with what happened to it, oldest first.
async fn deliveries(reader: &Reader, found: &[Delivery]) -> Result<Value, Failure> {
    let numbers = || found.iter().map(|it| it.id);
    let (first, last) = (numbers().min().unwrap_or(0), numbers().max().unwrap_or(0));
    let mut events: BTreeMap<i64, Vec<Value>> = BTreeMap::new();
    for it in reader.delivery_events(first, last).await? {
        let event = json!({
            "state": it.state, "at": it.at, "actor": it.actor, "detail": it.detail,
        });
        events.entry(it.delivery_id).or_default().push(event);
    }
    let shown: Vec<Value> = (found.iter())
        .map(|it| delivery(it, events.get(&it.id).map_or(&[], Vec::as_slice)))
        .collect();
    Ok(json!({ "deliveries": shown }))
}

fn delivery(it: &Delivery, events: &[Value]) -> Value {
    json!({
        "id": it.id,
        "report": it.report_id,
        "kind": it.kind,
        "period": it.period,
        "sha256": it.sha256,
        "file": it.file_name,
        "recipient": it.recipient,
        "channel": it.channel,
        "address": it.address,
        "message_id": it.message_id,
        "state": it.state,
        "at": it.at,
        "detail": it.detail,
        "attempts": it.attempt,
        "tries": it.tries,
        "next_at": it.due_at,
        "events": events,
    })
}
