//! The demonstration: a small world of half a year, with faults planted, through the whole pipeline.
//!
//! The clock stands at the instants of the story, so that the same release makes the same world
//! anywhere: the same evaluation, the same package, the same dump.

mod audit_file;
mod books;
mod catalogues;
mod course;
mod demands;
mod disclosures;
mod files;
mod folder;
pub(crate) mod incidents;
mod objections;
mod opinions;
mod planted;
mod prices;
mod story;
mod summary;
#[cfg(test)]
mod tests;
mod usage;
mod waivers;
mod world;

use std::io;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use config::policy::Policy;
use jiff::tz::TimeZone;
use metrics::incident::ClockContext;
use metrics::incident::lifecycle::Guide;
use metrics::kind::Kind;
use metrics::ledger::close::PeriodAct;
use metrics::party::PartyId;
use metrics::period::{Period, Span};
use reports::signature::SignatureError;
use store::closings::OnPeriod;
use store::deliveries::DeliveryState;
use store::desk::{Desk, DeskError, Hand};
use store::evaluations::StoredEvaluation;
use store::findings::{Finding, FindingFilter};
use store::incident_events::OnIncident;
use store::jobs::NewJob;
use store::{Reader, StoreError, Writer};
use thiserror::Error;

use crate::clock::Clock;
use crate::collect::{self, CollectError, Handover};
use crate::deliver::Delivered;
use crate::installation::{BeginError, Installation, OpenError};
use crate::jobs::{self, EvaluateArguments};
use crate::pipeline::{self, Pass, PipelineError, Scope, Stage};
use crate::post::{self, PostError};
use story::{Correction, Step};

pub use folder::FolderError;
pub use planted::{Fate, PLANTED, Planted};

/// The account that somebody who looks at the demonstration sits down with.
pub const VISITOR: &str = world::APPROVER;
/// The account that plays everybody: this program.
const PLAYER: &str = "demo";
/// What is evaluated is what was known then: a minute before the clock stands still, so that whatever is
/// handed in afterwards is known later.
const EVALUATED_AT: &str = "2026-07-01T08:59:00+08:00";
/// The scheme whose evaluation goes the whole way and leaves the house.
const SCHEME: &str = "operator";
/// The scheme whose evaluation of a quarter leaves the house too, and whose evaluation of the half year is
/// reviewed, and waits for somebody to approve it.
const SUPPLY_SCHEME: &str = "supply";
/// The scheme whose evaluation is a draft.
const DRAFT_SCHEME: &str = "effectiveness";
/// The months that are evaluated.
const HALF_YEAR: [i8; 2] = [1, 6];
/// The months of which data supply is evaluated besides.
const QUARTER: [i8; 2] = [4, 6];
/// Findings of the demonstration are far fewer.
const FINDINGS_MAX: i64 = 1_000;

/// What was made.
#[derive(Debug)]
pub struct Demo {
    /// The settings file, for `--config`.
    pub settings: PathBuf,
    /// Who may sign, as `ssh-keygen -Y verify -f` takes it.
    pub allowed_signers: PathBuf,
    /// The identity that signed.
    pub signer: String,
    /// The signed package, as delivered.
    pub package: PathBuf,
    /// Everything made that a person may want to look at.
    pub files: Vec<PathBuf>,
    /// The published evaluation.
    pub evaluation: StoredEvaluation,
    /// The evaluation of data supply, which waits for approval.
    pub waiting: StoredEvaluation,
    /// Every planted fault, in the order of [`PLANTED`].
    pub planted: Vec<Outcome>,
    policy: Arc<Policy>,
    zone: TimeZone,
}

/// What became of a planted fault.
#[derive(Clone, Debug)]
pub struct Outcome {
    /// The fault.
    pub planted: &'static Planted,
    /// The finding, if it was found.
    pub finding: Option<Finding>,
}

/// Why no demonstration was made.
#[derive(Debug, Error)]
pub enum DemoError {
    /// The folder cannot be used.
    #[error(transparent)]
    Folder(#[from] FolderError),
    /// A file cannot be read or written.
    #[error("a file cannot be read or written")]
    Io(#[from] io::Error),
    /// The key cannot be made.
    #[error("the key cannot be made")]
    Key(#[from] SignatureError),
    /// The settings cannot be read.
    #[error("the settings cannot be read")]
    Open(#[from] OpenError),
    /// A file was not taken.
    #[error("a file was not taken")]
    Collect(#[from] CollectError),
    /// A file was not posted.
    #[error("a file was not posted")]
    Post(#[from] PostError),
    /// A stage failed.
    #[error("a stage failed")]
    Pipeline(#[from] PipelineError),
    /// A person could not act.
    #[error("a person could not act")]
    Desk(#[from] DeskError),
    /// A delivery failed.
    #[error("a delivery failed: {0}")]
    Deliver(String),
    /// The database was not opened for writing.
    #[error(transparent)]
    Begin(#[from] BeginError),
    /// The store failed.
    #[error(transparent)]
    Store(#[from] StoreError),
    /// The job that evaluates failed.
    #[error("nothing was evaluated: {0}")]
    Evaluation(String),
}

/// Makes the demonstration in a folder that is not there, is empty, or was made here before; what
/// was made before is removed.
///
/// # Errors
///
/// The folder is another's, or why a stage of the pipeline failed.
pub async fn build(folder: &Path) -> Result<Demo, DemoError> {
    folder::claim(folder)?;
    let made = folder::furnish(folder)?;
    // Variables of the environment are for real installations.
    let installation = Installation::open(&made.settings, &[])?;
    let begun = Box::new(at(&installation, story::BEGIN));
    let writer = begun.writer().await?;
    for step in story::steps() {
        // In a box, so that the future of whoever builds stays small.
        let then = Box::new(at(&installation, &step.at));
        Box::pin(happen(&then, &writer, (folder, &step))).await?;
    }
    let then = Box::new(at(&installation, EVALUATED_AT));
    // In boxes, as passes are.
    let (authority, body) = (world::SUPERVISOR, world::BODY_SUPERVISOR);
    let id = Box::pin(evaluate(&then, &writer, body, (SCHEME, HALF_YEAR))).await?;
    let supply = Box::pin(evaluate(&then, &writer, authority, (SUPPLY_SCHEME, QUARTER))).await?;
    let waiting = Box::pin(evaluate(&then, &writer, authority, (SUPPLY_SCHEME, HALF_YEAR))).await?;
    Box::pin(evaluate(&then, &writer, authority, (DRAFT_SCHEME, HALF_YEAR))).await?;
    Box::pin(course::whole(&installation, writer.reader(), &id)).await?;
    Box::pin(course::published(&installation, &supply)).await?;
    Box::pin(course::reviewed(&installation, &waiting)).await?;
    run(&installation, &writer, Stage::Render).await?;
    let delivered = run(&installation, &writer, Stage::Deliver).await?.delivered;
    let path = |it: Delivered| {
        let is_written = it.state == DeliveryState::Written;
        if is_written { Ok(PathBuf::from(it.detail)) } else { Err(DemoError::Deliver(it.detail)) }
    };
    let delivered: Vec<PathBuf> = delivered.into_iter().map(path).collect::<Result<_, _>>()?;

    let missing = || DemoError::Evaluation(id.clone());
    let name = format!("{id}.zip");
    let package = delivered.iter().find(|it| it.file_name().is_some_and(|it| *it == *name));
    let package = package.ok_or_else(missing)?.clone();
    let reader = writer.reader();
    let evaluation = reader.evaluation(&id).await?.ok_or_else(missing)?;
    let waiting = reader.evaluation(&waiting).await?.ok_or_else(missing)?;
    let planted = outcomes(reader).await?;
    let files = [made.settings.clone(), made.database, made.allowed_signers.clone()];
    Ok(Demo {
        settings: made.settings,
        allowed_signers: made.allowed_signers,
        signer: made.signer,
        package,
        files: files.into_iter().chain(delivered).collect(),
        evaluation,
        waiting,
        planted,
        policy: installation.policy,
        zone: installation.settings.clock.zone,
    })
}

/// The installation with its clock standing at another instant.
fn at(installation: &Installation, instant: &str) -> Installation {
    let at = instant.parse().expect("the instants of the story are RFC 3339");
    Installation { clock: Clock::Fixed(at), ..installation.clone() }
}

async fn run(
    installation: &Installation,
    writer: &Writer,
    stage: Stage,
) -> Result<Pass, PipelineError> {
    let scope = Scope { stage: Some(stage), source: None, span: None };
    // In a box, so that the future of whoever builds stays small.
    Box::pin(pipeline::run(installation, writer, scope)).await
}

/// Files come, are collected and posted.
async fn happen(
    installation: &Installation,
    writer: &Writer,
    (folder, step): (&Path, &Step),
) -> Result<(), DemoError> {
    for file in &step.files {
        folder::write(&folder.join(&file.path), &file.bytes)?;
    }
    run(installation, writer, Stage::Collect).await?;
    run(installation, writer, Stage::Post).await?;
    if let Some(correction) = &step.correction {
        correct(installation, writer, (folder, correction)).await?;
    }
    if let Some((codes, month)) = &step.closing {
        freeze(installation, codes, *month).await?;
    }
    if let Some(waiving) = &step.waiving {
        waivers::happen(installation, waiving).await?;
    }
    for doing in &step.doings {
        act_on_incident(installation, doing).await?;
    }
    Ok(())
}

/// The supervisor freezes a month of parties.
async fn freeze(installation: &Installation, codes: &[&str], month: i8) -> Result<(), DemoError> {
    let desk = desk(installation, world::SUPERVISOR).await?;
    let now = installation.clock.now();
    let today = installation.settings.clock.zone.to_datetime(now).date();
    let period = Period::new(books::YEAR, month).expect("the months of a year are periods");
    for code in codes {
        let (party, act, note) = (&party(code), PeriodAct::Freeze, "");
        desk.act_on_period(&OnPeriod { party, period, act, note, today }, now).await?;
    }
    Ok(())
}

/// A person acts on an incident.
async fn act_on_incident(
    installation: &Installation,
    doing: &incidents::Doing,
) -> Result<(), DemoError> {
    let calendar = installation.policy.calendar();
    let (as_of, zone) = (installation.clock.now(), &installation.settings.clock.zone);
    let context = ClockContext { as_of, zone, calendar: &calendar };
    let guide = Guide { policy: &installation.policy.incident, context: &context };
    let incidents::Doing { incident_no, act, note, .. } = *doing;
    let asked = OnIncident { party: &party(doing.party), incident_no, act, note, guide };
    desk(installation, doing.person).await?.act_on_incident(&asked).await?;
    Ok(())
}

fn party(code: &str) -> PartyId {
    let party = format!("uscc:{code}").parse();
    party.expect("the codes of the demonstration pass GB 32100")
}

/// Hands in a ledger that supersedes another file. Handing in that file again gives its receipt.
async fn correct(
    installation: &Installation,
    writer: &Writer,
    (folder, correction): (&Path, &Correction),
) -> Result<(), DemoError> {
    let file = &correction.file;
    let (path, superseded) = (folder.join(&file.path), folder.join(&correction.supersedes));
    folder::write(&path, &file.bytes)?;
    let party = party(correction.party);
    let old = Handover {
        path: &superseded,
        kind: Kind::Ledger,
        party: &party,
        period: None,
        format: None,
        mapping: None,
        sender: world::SUPERVISOR,
        source: "submit",
        supersedes: None,
    };
    let receipt = collect::submit(installation, writer, &old).await?.receipt;
    let new = Handover { path: &path, supersedes: Some(&receipt), ..old };
    collect::submit(installation, writer, &new).await?;
    post::post_waiting(installation, writer).await?;
    Ok(())
}

/// A supervisor asks for the evaluation of months, and the daemon does the job.
async fn evaluate(
    installation: &Installation,
    writer: &Writer,
    supervisor: &str,
    (scheme, months): (&str, [i8; 2]),
) -> Result<String, DemoError> {
    let [first, last] = months.map(|month| Period::new(books::YEAR, month));
    let span = first.zip(last).and_then(|(first, last)| Span::new(first, last));
    let period = span.expect("the months of the demonstration follow each other");
    let arguments = EvaluateArguments { scheme: scheme.to_owned(), period };
    let arguments = serde_json::to_string(&arguments).map_err(io::Error::from)?;
    let job = NewJob { kind: jobs::EVALUATE, arguments: &arguments, dedupe: &arguments };
    desk(installation, supervisor).await?.request_job(job, installation.clock.now()).await?;
    let outcome = Box::pin(jobs::work(installation, writer)).await?.pop().unwrap_or_default();
    match writer.reader().evaluation(&outcome).await? {
        Some(evaluation) => Ok(evaluation.id),
        None => Err(DemoError::Evaluation(outcome)),
    }
}

/// The desk of a person whom this program plays.
async fn desk(installation: &Installation, account: &str) -> Result<Desk, DeskError> {
    let address = installation.settings.database.address();
    let desk = Desk::open(address.expose(), account, installation.clock.now()).await?;
    Ok(desk.by(Hand::Player(PLAYER.to_owned())))
}

/// Looks for every planted fault among the findings.
async fn outcomes(reader: &Reader) -> Result<Vec<Outcome>, StoreError> {
    let findings =
        reader.findings_before(&FindingFilter::default(), i64::MAX, FINDINGS_MAX).await?;
    let outcome = |planted: &'static Planted| Outcome {
        planted,
        finding: findings.iter().find(|it| planted.is(it)).cloned(),
    };
    Ok(PLANTED.iter().map(outcome).collect())
}
