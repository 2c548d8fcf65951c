//! `mingjingd incident`: the register and what supervisors do with an incident; the calculators that
//! need no database, which `mingjingd due` is one of.

mod act;

use std::fs;
use std::path::PathBuf;

use clap::{Args, Subcommand};
use jiff::civil::Date;
use metrics::incident::lifecycle::IncidentAct;
use metrics::incident::{ClassifyInput, ClockContext, classify_described};

use super::{Exit, Failure, Shell, output};

/// Incidents: those reported, and one that is only described.
#[derive(Debug, Subcommand)]
pub enum Incident {
    /// Level, conditions and clocks of a described incident.
    Classify(Classify),
    /// The incidents, newest first.
    List(act::List),
    /// One incident, whole.
    Show(act::Show),
    /// Confirm the level that the guide gives.
    Triage(act::Target),
    /// Count a higher level.
    Upgrade(act::Change),
    /// Propose a lower level: another person confirms it.
    Downgrade(act::Change),
    /// Confirm the lower level that another person proposed.
    Confirm(act::Target),
    /// Refuse the lower level; whoever proposed it takes it back so.
    Refuse(act::Target),
    /// Order rectification by a day.
    Order(act::Order),
    /// Accept what was rectified.
    Accept(act::Target),
    /// Close the file, once nothing is missing.
    Archive(act::Target),
    /// Say something.
    Comment(act::Target),
}

/// Classify an incident.
#[derive(Debug, Args)]
pub struct Classify {
    /// A JSON file that describes it.
    file: PathBuf,
    /// The answer is JSON in any case; scripts may say so.
    #[arg(long)]
    json: bool,
}

/// Compute a deadline.
#[derive(Debug, Args)]
pub struct Due {
    /// The day it starts from, which does not count (民法典 art. 201).
    #[arg(long)]
    from: Date,
    /// How many working days; negative counts back.
    #[arg(long, allow_negative_numbers = true)]
    working_days: i64,
    /// The answer is JSON in any case; scripts may say so.
    #[arg(long)]
    json: bool,
}

impl Incident {
    pub(super) async fn run(&self, shell: &Shell) -> Result<Exit, Failure> {
        match self {
            Self::Classify(classify) => classify.run(shell),
            Self::List(list) => list.run(shell).await,
            Self::Show(show) => show.run(shell).await,
            Self::Triage(target) => target.act(shell, IncidentAct::Triage).await,
            Self::Upgrade(change) => change.act(shell, IncidentAct::Upgrade).await,
            Self::Downgrade(change) => change.act(shell, IncidentAct::ProposeDowngrade).await,
            Self::Confirm(target) => target.confirm(shell).await,
            Self::Refuse(target) => target.act(shell, IncidentAct::RefuseDowngrade).await,
            Self::Order(order) => order.act(shell).await,
            Self::Accept(target) => target.act(shell, IncidentAct::AcceptRectification).await,
            Self::Archive(target) => target.act(shell, IncidentAct::Archive).await,
            Self::Comment(target) => target.act(shell, IncidentAct::Comment).await,
        }
    }
}

impl Classify {
    fn run(&self, shell: &Shell) -> Result<Exit, Failure> {
        let Self { file, json: _ } = self;
        let (installation, _) = shell.installation_or_builtin()?;
        let text = fs::read_to_string(file).map_err(|error| Failure::file(file, error))?;
        let input: ClassifyInput = serde_json::from_str(&text).map_err(|error| {
            Failure::usage("cli-incident-file", &[("cause", &error.to_string())])
        })?;
        let calendar = installation.policy.calendar();
        let context = ClockContext {
            as_of: installation.clock.now(),
            zone: &installation.settings.clock.zone,
            calendar: &calendar,
        };
        let answer = classify_described(&input, &installation.policy.incident, &context);
        let answer = answer.map_err(|error| {
            Failure::usage("cli-incident-file", &[("cause", &error.to_string())])
        })?;
        output::json(&answer)?;
        Ok(Exit::Good)
    }
}

impl Due {
    pub(super) fn run(&self, shell: &Shell) -> Result<Exit, Failure> {
        let (installation, _) = shell.installation_or_builtin()?;
        let due = installation.policy.calendar().due(self.from, self.working_days);
        let due = due.ok_or_else(|| Failure::usage("cli-due-range", &[]))?;
        output::json(&due)?;
        Ok(Exit::Good)
    }
}
