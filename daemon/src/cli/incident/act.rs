//! The register of incidents, and what supervisors do with one.

use clap::Args;
use jiff::civil::Date;
use metrics::incident::lifecycle::{Guide, IncidentAct, Standing};
use metrics::incident::{ClockContext, Level};
use metrics::party::PartyId;
use serde_json::{Value, json};
use store::incident_events::{IncidentFile, OnIncident};

use super::super::person::desk;
use super::super::{Exit, Failure, Shell, output, party};
use crate::installation::Installation;

/// Incidents read at once.
const PAGE: i64 = 1_000;

/// The incidents, newest first.
#[derive(Debug, Args)]
pub struct List {
    /// Only of this party.
    #[arg(long, value_parser = party)]
    party: Option<PartyId>,
    /// The answer is JSON in any case; scripts may say so.
    #[arg(long)]
    json: bool,
}

/// One incident, whole.
#[derive(Debug, Args)]
pub struct Show {
    /// The incident's number.
    incident: String,
    /// Whose incident: a credit code, or name:NAME.
    #[arg(long, value_parser = party)]
    party: PartyId,
    /// The answer is JSON in any case; scripts may say so.
    #[arg(long)]
    json: bool,
}

/// Which incident, and who acts.
#[derive(Debug, Args)]
pub struct Target {
    /// The incident's number.
    incident: String,
    /// Whose incident: a credit code, or name:NAME.
    #[arg(long, value_parser = party)]
    party: PartyId,
    /// Act as this person: only for administrators, and in the demo. Otherwise the Unix account.
    #[arg(long = "as", value_name = "PERSON")]
    person: Option<String>,
    /// Why, or of what. Changing a level, refusing, ordering and commenting need it.
    #[arg(long, default_value = "")]
    note: String,
}

/// Another level.
#[derive(Debug, Args)]
pub struct Change {
    #[command(flatten)]
    target: Target,
    /// The level.
    #[arg(long, value_parser = level, value_name = "general|fairly_major|major|especially_major")]
    level: Level,
}

/// Something to put right.
#[derive(Debug, Args)]
pub struct Order {
    #[command(flatten)]
    target: Target,
    /// The last day, YYYY-MM-DD.
    #[arg(long, value_name = "DATE", required_unless_present = "working_days")]
    due: Option<Date>,
    /// The same as so many working days from today, which does not count.
    #[arg(long, value_name = "N", conflicts_with = "due")]
    working_days: Option<u16>,
}

fn level(word: &str) -> Result<Level, String> {
    Level::parse(word).ok_or_else(|| Level::ALL.map(Level::as_str).join(", "))
}

impl List {
    pub(super) async fn run(&self, shell: &Shell) -> Result<Exit, Failure> {
        let installation = shell.installation()?;
        let reader = installation.reader().await?;
        let as_of = installation.clock.now();
        let (mut shown, mut before) = (Vec::new(), i64::MAX);
        loop {
            let page = reader.incident_files_before(before, (as_of, PAGE)).await?;
            let Some(last) = page.last() else { break };
            before = last.stored.id;
            let is_asked =
                |it: &&IncidentFile| self.party.as_ref().is_none_or(|of| *of == it.stored.party);
            judged(&installation, |guide| {
                let line = |it: &IncidentFile| summary(it, &it.standing(guide));
                shown.extend(page.iter().filter(is_asked).map(line));
            });
        }
        output::json(&json!({ "count": shown.len(), "incidents": shown }))?;
        Ok(Exit::Good)
    }
}

impl Show {
    pub(super) async fn run(&self, shell: &Shell) -> Result<Exit, Failure> {
        let installation = shell.installation()?;
        let reader = installation.reader().await?;
        let identity = (&self.party, self.incident.as_str());
        let file = reader.incident(identity, installation.clock.now()).await?;
        output::json(&judged(&installation, |guide| whole(&file, &file.standing(guide))))?;
        Ok(Exit::Good)
    }
}

impl Target {
    /// Acts, and says so.
    pub(super) async fn act(&self, shell: &Shell, act: IncidentAct) -> Result<Exit, Failure> {
        self.act_with(shell, |_, _| Ok(act)).await
    }

    /// Confirms the lower level that somebody proposed.
    pub(super) async fn confirm(&self, shell: &Shell) -> Result<Exit, Failure> {
        let proposed = |_: &Installation, standing: &Standing| {
            let missing = [("incident", self.incident.as_str())];
            let level = standing.proposed;
            let level =
                level.ok_or_else(|| Failure::usage("cli-incident-no-proposal", &missing))?;
            Ok(IncidentAct::ConfirmDowngrade(level))
        };
        self.act_with(shell, proposed).await
    }

    async fn act_with(
        &self,
        shell: &Shell,
        act: impl FnOnce(&Installation, &Standing) -> Result<IncidentAct, Failure>,
    ) -> Result<Exit, Failure> {
        let installation = shell.installation()?;
        let desk = desk((shell, &installation), self.person.as_deref()).await?;
        let (party, incident_no, note) = (&self.party, self.incident.as_str(), self.note.as_str());
        let as_of = installation.clock.now();
        let file = desk.reader().incident((party, incident_no), as_of).await?;
        let act = act(&installation, &judged(&installation, |guide| file.standing(guide)))?;
        let calendar = installation.policy.calendar();
        let zone = &installation.settings.clock.zone;
        let context = ClockContext { as_of, zone, calendar: &calendar };
        let guide = Guide { policy: &installation.policy.incident, context: &context };
        desk.act_on_incident(&OnIncident { party, incident_no, act, note, guide }).await?;
        let words = shell.words(&installation);
        let level = act.level().map(|it| words.get(&format!("level-{}", it.as_str())));
        let (level, due) = (level.unwrap_or_default(), act.due_on().map(|it| it.to_string()));
        let arguments = [
            ("person", desk.person().account.as_str()),
            ("incident", incident_no),
            ("party", party.as_str()),
            ("level", &level),
            ("due", due.as_deref().unwrap_or_default()),
        ];
        output::say(&words.format(&format!("cli-incident-{}", act.as_str()), &arguments));
        Ok(Exit::Good)
    }
}

impl Change {
    pub(super) async fn act(
        &self,
        shell: &Shell,
        act: impl Fn(Level) -> IncidentAct,
    ) -> Result<Exit, Failure> {
        self.target.act(shell, act(self.level)).await
    }
}

impl Order {
    pub(super) async fn act(&self, shell: &Shell) -> Result<Exit, Failure> {
        let order = |installation: &Installation, _: &Standing| {
            let today = installation.settings.clock.zone.to_datetime(installation.clock.now());
            let counted = |days: u16| installation.policy.calendar().due(today.date(), days.into());
            let due_on = self.due.or_else(|| Some(counted(self.working_days?)?.date));
            let due_on = due_on.ok_or_else(|| Failure::usage("cli-due-range", &[]))?;
            Ok(IncidentAct::Order(due_on))
        };
        self.target.act_with(shell, order).await
    }
}

/// Judges by the policy and the clock of an installation.
fn judged<T>(installation: &Installation, judge: impl FnOnce(Guide<'_>) -> T) -> T {
    let calendar = installation.policy.calendar();
    let (as_of, zone) = (installation.clock.now(), &installation.settings.clock.zone);
    let context = ClockContext { as_of, zone, calendar: &calendar };
    judge(Guide { policy: &installation.policy.incident, context: &context })
}

fn summary(file: &IncidentFile, standing: &Standing) -> Value {
    let incident = &file.stored.incident;
    json!({
        "incident_no": incident.incident_no,
        "party": file.stored.party,
        "title": incident.title,
        "type": incident.incident_type,
        "level": standing.is_graded.then_some(standing.level),
        "level_of_guide": standing.level_of_guide,
        "level_proposed": standing.proposed,
        "state": standing.state.as_str(),
        "is_triaged": standing.is_triaged,
        "open_for": standing.pending,
        "rectification_due_on": standing.order.as_ref().map(|it| it.due_on),
        "receipt": file.stored.receipt,
        "row": file.stored.origin.row,
    })
}

fn whole(file: &IncidentFile, standing: &Standing) -> Value {
    let missing: Vec<&str> = standing.missing.iter().map(|it| it.as_str()).collect();
    let events = file.events.iter().map(|it| {
        json!({
            "act": it.act.as_str(),
            "at": it.at,
            "person": it.account,
            "typed_by": it.typed_by,
            "note": it.note,
            "level": it.act.level(),
            "due_on": it.act.due_on(),
            "level_of_guide": it.machine,
            "guide_version": it.guide_version,
            "receipt": it.receipt,
        })
    });
    let mut shown = summary(file, standing);
    shown["missing"] = json!(missing);
    shown["classification"] = json!(standing.classification);
    shown["clocks"] = json!(standing.clocks);
    shown["incident"] = json!(file.stored.incident);
    shown["events"] = events.collect();
    shown
}
