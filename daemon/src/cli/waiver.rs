//! `mingjingd waiver`: findings that do not count as open for a while, agreed on by two people.

use clap::{Args, Subcommand};
use jiff::civil::Date;
use metrics::finding::waiver::{Waiver, WaiverAct};
use metrics::party::PartyId;
use metrics::period::{Period, Span};
use serde::Serialize;
use serde_json::json;
use store::StoreError;
use store::findings::{Finding, FindingFilter};
use store::waivers::{Asked, OnWaiver, StoredWaiver};

use super::person::desk;
use super::{Exit, Failure, Shell, output};
use crate::installation::Installation;

/// What people do about waivers.
#[derive(Debug, Subcommand)]
pub enum Act {
    /// The waivers and what was done about each, as JSON.
    List(List),
    /// Propose one: for a finding, or for a rule, a subject and months.
    Propose(Propose),
    /// Grant what another person proposed.
    Approve(Target),
    /// Do not grant it; whoever proposed it takes it back so.
    Refuse(Target),
    /// End one that was granted before its last day.
    Withdraw(Target),
}

/// Which waivers.
#[derive(Debug, Args)]
pub struct List {
    /// Only about this party.
    #[arg(long, value_parser = super::party)]
    party: Option<PartyId>,
}

/// What is to be waived.
#[derive(Debug, Args)]
pub struct Propose {
    /// The number of the finding, as `show findings` gives it. Its party, rule, month and cause are
    /// meant.
    #[arg(long, conflicts_with_all = ["party", "rule", "period"])]
    finding: Option<i64>,
    /// Whom the findings are about.
    #[arg(long, value_parser = super::party, required_unless_present = "finding")]
    party: Option<PartyId>,
    /// The rule that they break.
    #[arg(long, required_unless_present = "finding")]
    rule: Option<String>,
    /// The months that they are about, such as 2026-Q2.
    #[arg(long, value_parser = super::span, required_unless_present = "finding")]
    period: Option<Span>,
    /// The first day on which it holds. Otherwise today.
    #[arg(long)]
    from: Option<Date>,
    /// The last day on which it holds.
    #[arg(long)]
    until: Date,
    /// The document that it rests on, by name or number.
    #[arg(long)]
    document: String,
    /// Why.
    #[arg(long)]
    reason: String,
    /// Act as this person: only for administrators, and in the demo. Otherwise the Unix account.
    #[arg(long = "as", value_name = "PERSON")]
    person: Option<String>,
}

/// Which waiver, and who acts.
#[derive(Debug, Args)]
pub struct Target {
    /// Its number.
    number: i64,
    /// Why.
    #[arg(long, default_value = "")]
    note: String,
    /// Act as this person: only for administrators, and in the demo. Otherwise the Unix account.
    #[arg(long = "as", value_name = "PERSON")]
    person: Option<String>,
}

impl Act {
    pub(super) async fn run(&self, shell: &Shell) -> Result<Exit, Failure> {
        let installation = shell.installation()?;
        match self {
            Self::List(list) => list.run(&installation).await,
            Self::Propose(propose) => {
                let waiver = propose.waiver(&installation).await?;
                let asked = Asked::Propose(&waiver);
                done((shell, &installation), asked, propose.person.as_deref()).await
            }
            Self::Approve(target) => target.act((shell, &installation), WaiverAct::Approve).await,
            Self::Refuse(target) => target.act((shell, &installation), WaiverAct::Refuse).await,
            Self::Withdraw(target) => target.act((shell, &installation), WaiverAct::Withdraw).await,
        }
    }
}

impl List {
    async fn run(&self, installation: &Installation) -> Result<Exit, Failure> {
        let reader = installation.reader().await?;
        let now = installation.clock.now();
        let today = installation.settings.clock.zone.to_datetime(now).date();
        let found = reader.waivers(self.party.as_ref(), now).await?;
        let shown: Vec<_> = found.iter().map(|it| WaiverJson::of(it, today)).collect();
        output::json(&json!({ "waivers": shown }))?;
        Ok(Exit::Good)
    }
}

impl Propose {
    async fn waiver(&self, installation: &Installation) -> Result<Waiver, Failure> {
        let today = installation.settings.clock.zone.to_datetime(installation.clock.now()).date();
        let from = self.from.unwrap_or(today);
        let (subject, rule, cause, span) =
            match (self.finding, &self.party, &self.rule, self.period) {
                (None, Some(party), Some(rule), Some(span)) => {
                    (party.clone(), rule.clone(), None, span)
                }
                (finding, ..) => {
                    let (found, month) =
                        finding_of(installation, finding.unwrap_or_default()).await?;
                    (found.subject, found.rule, Some(found.cause), month.into())
                }
            };
        let (document, reason) = (self.document.clone(), self.reason.clone());
        Ok(Waiver { subject, rule, cause, span, reason, document, from, until: self.until })
    }
}

/// The finding under a number, and the month that it is taken for.
async fn finding_of(installation: &Installation, id: i64) -> Result<(Finding, Period), Failure> {
    let reader = installation.reader().await?;
    let page = reader.findings_before(&FindingFilter::default(), id.saturating_add(1), 1).await?;
    let zone = &installation.settings.clock.zone;
    let meant = page.into_iter().find(|it| it.id == id);
    let found = meant.and_then(|it| it.month(zone).map(|month| (it, month)));
    let not_found = || StoreError::NotFound { what: "finding", name: id.to_string() };
    Ok(found.ok_or_else(not_found)?)
}

impl Target {
    async fn act(&self, place: (&Shell, &Installation), act: WaiverAct) -> Result<Exit, Failure> {
        let asked = Asked::Decide { number: self.number, act, note: &self.note };
        done(place, asked, self.person.as_deref()).await
    }
}

async fn done(
    (shell, installation): (&Shell, &Installation),
    asked: Asked<'_>,
    person: Option<&str>,
) -> Result<Exit, Failure> {
    let desk = desk((shell, installation), person).await?;
    let now = installation.clock.now();
    let today = installation.settings.clock.zone.to_datetime(now).date();
    let policy = &installation.policy;
    let waivable = |rule: &str| policy.waivable(rule);
    let on = OnWaiver { asked, waivable: &waivable, policy: &policy.waiver, today };
    let number = desk.act_on_waiver(&on, now).await?.to_string();
    let arguments = [("person", desk.person().account.as_str()), ("number", &number)];
    let words = shell.words(installation);
    output::say(&words.format(&format!("cli-did-{}", asked.act().audited()), &arguments));
    Ok(Exit::Good)
}

/// A waiver as scripts read it. Field names stay as they are.
#[derive(Debug, Serialize)]
struct WaiverJson<'a> {
    number: i64,
    state: &'static str,
    party: &'a str,
    rule: &'a str,
    cause: Option<&'a str>,
    period: String,
    reason: &'a str,
    document: &'a str,
    from: Date,
    until: Date,
    acts: Vec<ActJson<'a>>,
}

#[derive(Debug, Serialize)]
struct ActJson<'a> {
    act: &'static str,
    at: String,
    person: &'a str,
    typed_by: &'a str,
    note: &'a str,
}

impl<'a> WaiverJson<'a> {
    fn of(stored: &'a StoredWaiver, today: Date) -> Self {
        let StoredWaiver { number, waiver, events } = stored;
        let acts = events.iter().map(|it| ActJson {
            act: it.act.as_str(),
            at: it.at.to_string(),
            person: &it.account,
            typed_by: &it.typed_by,
            note: &it.note,
        });
        Self {
            number: *number,
            state: stored.state(today).as_str(),
            party: waiver.subject.as_str(),
            rule: &waiver.rule,
            cause: waiver.cause.as_deref(),
            period: waiver.span.to_string(),
            reason: &waiver.reason,
            document: &waiver.document,
            from: waiver.from,
            until: waiver.until,
            acts: acts.collect(),
        }
    }
}
