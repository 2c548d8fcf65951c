//! `mingjingd check`: the same rules as the daemon, offline where there is no installation.

use std::path::PathBuf;

use clap::Args;
use config::locale::Words;
use metrics::kind::Kind;
use metrics::party::PartyId;
use metrics::period::Period;
use reports::form::Mark;
use serde::Serialize;
use store::submissions::Check as Posted;

use super::finding::{Describe, FindingJson};
use super::{Exit, Failure, Shell, annotate, output, template};
use crate::check::{self, Checked, Moment, Plan, Subject};
use crate::collect::{self, CollectError};
use crate::formats::{Format, Reading};
use crate::installation::Installation;
use crate::mapping_file::MappingDocument;

/// Check a file.
#[derive(Debug, Args)]
pub struct Check {
    /// The file.
    file: PathBuf,
    /// What it is about: registry, ledger, pricing, usage, supply, incident, disclosure, opinion,
    /// objection, demand.
    #[arg(long)]
    kind: Kind,
    /// How it is written; without, by its ending.
    #[arg(long)]
    format: Option<Format>,
    /// How a foreign file is read.
    #[arg(long, value_name = "FILE")]
    mapping: Option<PathBuf>,
    /// Who submits it.
    #[arg(long, value_parser = super::party)]
    party: Option<PartyId>,
    /// The month of a ledger.
    #[arg(long)]
    period: Option<Period>,
    /// Give the file back as a workbook with each finding at its cell. Nothing is overwritten.
    #[arg(long, value_name = "OUT.xlsx")]
    annotate: Option<PathBuf>,
    /// One JSON document on stdout.
    #[arg(long)]
    json: bool,
}

/// The contract of `check --json`.
#[derive(Debug, Serialize)]
pub(super) struct CheckJson {
    verdict: &'static str,
    rows: u64,
    understood: u64,
    findings: Vec<FindingJson>,
    truncated: u64,
    #[serde(skip)]
    found: u64,
}

impl CheckJson {
    pub(super) fn of(checked: &Checked, installation: &Installation, file: &str) -> Self {
        let describe = Describe::new(&installation.policy);
        let findings =
            checked.faults.kept().iter().map(|fault| describe.fault(fault, file)).collect();
        Self {
            verdict: checked.verdict(&installation.policy).as_str(),
            rows: checked.rows,
            understood: checked.understood,
            findings,
            truncated: checked.faults.truncated(),
            found: checked.faults.total(),
        }
    }

    /// For people: one line a fault, and what the file is worth.
    /// What the check said when the file was posted stands: posting finds more than a check of the file alone,
    /// such as a closed month, and what it found is not listed again.
    pub(super) fn with_posted(mut self, posted: &Posted) -> Self {
        self.verdict = posted.verdict.as_str();
        (self.rows, self.understood, self.found) = (posted.rows, posted.understood, posted.faults);
        let listed = u64::try_from(self.findings.len()).unwrap_or(u64::MAX);
        self.truncated = posted.faults.saturating_sub(listed);
        self
    }

    pub(super) fn say(&self, words: &Words) {
        for finding in &self.findings {
            let message = match words.language() {
                config::locale::Language::Zh => &finding.message.zh,
                config::locale::Language::En => &finding.message.en,
            };
            output::say(message);
        }
        let verdict = words.get(&format!("verdict-{}", self.verdict));
        let arguments = [
            ("verdict", verdict),
            ("rows", self.rows.to_string()),
            ("understood", self.understood.to_string()),
            ("findings", self.found.to_string()),
            ("shown", self.findings.len().to_string()),
        ];
        output::say(&words.format("cli-checked", &arguments));
    }

    pub(super) fn verdict(&self) -> &'static str {
        self.verdict
    }

    pub(super) fn truncated(&self) -> u64 {
        self.truncated
    }

    /// The findings as they are marked in a workbook.
    pub(super) fn marks(&self) -> Vec<Mark> {
        self.findings.iter().map(FindingJson::mark).collect()
    }

    pub(super) fn exit(&self) -> Exit {
        if self.findings.is_empty() && self.found == 0 { Exit::Good } else { Exit::Faults }
    }
}

impl Check {
    pub(super) async fn run(&self, shell: &Shell) -> Result<Exit, Failure> {
        self.annotate.as_deref().map(annotate::refuse).transpose()?;
        let (installation, is_installed) = shell.installation_or_builtin()?;
        let limit_bytes = installation.settings.submission_bytes_max;
        let file = collect::open_regular(&self.file, limit_bytes)?;
        let reader = if is_installed { installation.reader().await.ok() } else { None };
        let now = installation.clock.now();
        let name = self.file.file_name().unwrap_or_default().to_string_lossy().into_owned();
        let format = match self.format {
            Some(format) => format,
            None => Format::of_file_name(&name)
                .ok_or_else(|| Failure::usage("collect-format", &[("cause", &name)]))?,
        };
        let format = format.for_kind(self.kind).map_err(CollectError::from)?;
        let mapping = self.mapping.as_deref().map(MappingDocument::open).transpose()?;
        let mapping = mapping.map(|it| it.mapping()).transpose()?;
        let reading = Reading { kind: self.kind, format, mapping: mapping.as_ref() };
        let period = match (self.kind, self.period) {
            (Kind::Ledger | Kind::Usage, None) => {
                // Without a month the rows are judged against the current one, and said so.
                let mut source = collect::open_regular(&self.file, limit_bytes)?;
                let found = check::period_of(&mut source, reading).map_err(Failure::environment)?;
                let zone = &installation.settings.clock.zone;
                found.or_else(|| Period::of(zone.to_datetime(now).date()))
            }
            (_, period) => period,
        };
        let nobody = || "name:-".parse().map_err(Failure::environment);
        let party = self.party.clone().map_or_else(nobody, Ok)?;
        let today = installation.settings.clock.zone.to_datetime(now).date();
        let subject = Subject::of(self.kind, &party, period, today)
            .ok_or_else(|| Failure::usage("collect-period", &[("cause", &name)]))?;
        let moment = Moment { at: now, wrong: None, zone: &installation.settings.clock.zone };
        let known = check::known(reader.as_ref(), subject, &installation.policy, moment).await?;
        let plan = Plan {
            kind: self.kind,
            format,
            mapping: mapping.as_ref(),
            policy: &installation.policy,
            zone: &installation.settings.clock.zone,
            at: now,
        };
        let size_bytes = file.metadata().map_err(Failure::environment)?.len();
        let mut watched =
            installation.progress.reading("progress-check", &name, (file, size_bytes));
        let (checked, _) =
            check::check(&mut watched, &plan, known).map_err(Failure::environment)?;
        let answer = CheckJson::of(&checked, &installation, &name);
        let words = shell.words(&installation);
        if self.json {
            output::json(&answer)?;
        } else {
            answer.say(&words);
        }
        if let Some(out) = &self.annotate {
            let form = template::form(self.kind, shell, &installation);
            annotate::write((&self.file, out), (&form, reading), &answer, &installation.settings)?;
            output::say(&words.format("cli-annotated", &[("path", out.display().to_string())]));
        }
        Ok(answer.exit())
    }
}
