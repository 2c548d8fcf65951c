//! `mingjingd show`: what is kept, as one JSON document.

mod disclosures;
mod periods;
mod pricing;
mod supply;
mod usage;

use std::collections::BTreeMap;

use clap::{Args, ValueEnum};
use config::locale::{Language, Words};
use jiff::Timestamp;
use metrics::evaluation::scorecard::Evaluation;
use metrics::incident::{Class, Classification, ClockState, Clocks, Incident, Level};
use metrics::ledger::{AccountBalance, trial_balance};
use metrics::party::PartyId;
use metrics::period::Period;
use serde::Serialize;
use serde_json::{Value, json};
use store::Reader;
use store::deliveries::Delivery;
use store::findings::FindingFilter;
use store::incidents::IncidentFilter;

use super::finding::{Describe, Message};
use super::{Exit, Failure, Shell, output, source};
use crate::duties::{self, Asked};
use crate::incidents::Judge;
use crate::installation::Installation;

/// Rows read at once.
const PAGE: i64 = 1_000;

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
    /// Incidents with level and clocks.
    Incidents,
    /// Sources: what the last look found, since when, and when the next one is.
    Sources,
    /// Usage of a party and month: sums, and the first records.
    Usage,
    /// Catalogue items, each with whether it is updated as declared.
    Supply,
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
    /// Only findings that are not closed, and incidents that still ask for something.
    #[arg(long)]
    open: bool,
    /// As known at this instant (RFC 3339).
    #[arg(long, value_name = "INSTANT")]
    as_of: Option<Timestamp>,
    /// At most so many, the newest.
    #[arg(long, default_value_t = 1_000)]
    limit: u32,
    /// JSON where sentences would be said, of sources, obligations and periods; the rest is JSON in any case.
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
            What::Incidents => self.incidents(&installation, &reader, as_of).await?,
            What::Usage => {
                let (Some(party), Some(period)) = (&self.party, self.period) else {
                    return Err(Failure::usage("cli-usage-needs", &[]));
                };
                usage::shown(&reader, (party, period), (as_of, limit)).await?
            }
            What::Supply => supply::shown(&installation, &reader, (&self.party, as_of)).await?,
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
        let shown: Vec<_> = found.iter().map(|it| describe.finding(it, &waivers)).collect();
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
        installation: &Installation,
        reader: &Reader,
        as_of: Timestamp,
    ) -> Result<Value, Failure> {
        let judge = Judge::read(installation, reader, (self.party.as_ref(), as_of)).await?;
        let policy = &installation.policy;
        let words = Language::ALL.map(Words::new);
        // Which ones were open in the past, only a look at all of them tells.
        let open_only = self.open && self.as_of.is_none();
        let filter = IncidentFilter { party: self.party.as_ref(), open_only };
        let (mut shown, mut after) = (Vec::new(), 0);
        loop {
            let page = reader.incidents_after(after, filter, (as_of, PAGE)).await?;
            let Some(last) = page.last() else { break };
            after = last.id;
            for it in page {
                let (classification, level, clocks) = judge.clocks(&it);
                if self.open && !clocks.is_open() {
                    continue;
                }
                shown.push(IncidentJson {
                    said: said(&clocks, &words),
                    party: it.party,
                    class: policy.incident_types.class_of(&it.incident),
                    level: level.map(Level::as_str),
                    further_levels: policy.incident.further_levels(&it.incident),
                    classification,
                    clocks,
                    receipt: it.receipt,
                    row: it.origin.row,
                    incident: it.incident,
                });
            }
        }
        let mut by_level: BTreeMap<&str, u64> = BTreeMap::new();
        for it in &shown {
            *by_level.entry(it.level.unwrap_or("unknown")).or_default() += 1;
        }
        let unchecked = &policy.incident.clocks.unchecked;
        Ok(json!({
            "count": shown.len(), "by_level": by_level, "incidents": shown, "unchecked": unchecked,
        }))
    }
}

#[derive(Debug, Serialize)]
struct IncidentJson<'a> {
    party: PartyId,
    class: Option<Class<'a>>,
    level: Option<&'static str>,
    classification: Classification,
    further_levels: Vec<Classification>,
    clocks: Clocks,
    said: Vec<ClockSaid>,
    receipt: String,
    row: u64,
    incident: Incident,
}

/// Where a clock stands, in words: `not computable: discovery unknown`.
#[derive(Debug, Serialize)]
struct ClockSaid {
    id: &'static str,
    #[serde(flatten)]
    state: Message,
}

fn said(clocks: &Clocks, [zh, en]: &[Words; 2]) -> Vec<ClockSaid> {
    let in_words = |state: ClockState, words: &Words| match state {
        ClockState::NotApplicable { because } => {
            let because = words.get(&format!("incident-because-{}", because.as_str()));
            words.format("incident-state-not_applicable", &[("because", because)])
        }
        ClockState::Open => words.get("incident-state-open"),
        ClockState::Done => words.get("incident-state-done"),
        ClockState::Running => words.get("incident-state-running"),
        ClockState::Met => words.get("incident-state-met"),
        ClockState::Missed => words.get("incident-state-missed"),
        ClockState::Late { by_s } => {
            words.format("incident-state-late", &[("seconds", by_s.to_string())])
        }
        ClockState::NotComputable { missing } => {
            let missing = words.get(&format!("incident-missing-{}", missing.as_str()));
            words.format("incident-state-not_computable", &[("missing", missing)])
        }
    };
    clocks
        .all()
        .map(|clock| ClockSaid {
            id: clock.id.as_str(),
            state: Message { zh: in_words(clock.state, zh), en: in_words(clock.state, en) },
        })
        .collect()
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
