//! `mingjingd incident classify` and `mingjingd due`: the calculators that need no database.

use std::fs;
use std::path::PathBuf;

use clap::{Args, Subcommand};
use jiff::civil::Date;
use metrics::incident::{ClassifyInput, ClockContext, classify_described};

use super::{Exit, Failure, Shell, output};

/// Incidents that are only described.
#[derive(Debug, Subcommand)]
pub enum Incident {
    /// Level, conditions and clocks of a described incident.
    Classify(Classify),
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
    pub(super) fn run(&self, shell: &Shell) -> Result<Exit, Failure> {
        let Self::Classify(Classify { file, json: _ }) = self;
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
