//! Why a command could not do what it was asked, as a sentence in two languages and an exit code.

use std::error::Error;
use std::path::Path;

use config::fault::FileFault;
use config::locale::Words;
use metrics::evaluation::evaluator::OtherBody;
use metrics::evaluation::kernel::KernelError;
use metrics::evaluation::uncertainty::UncertaintyError;
use store::desk::DeskError;
use store::{StoreError, causes};

use crate::collect::CollectError;
use crate::demo::DemoError;
use crate::evaluate::EvaluateError;
use crate::explain::ExplainError;
use crate::feedback::FeedbackError;
use crate::incident_reports::IncidentReportError;
use crate::installation::{AsKnownError, BeginError, OpenError};
use crate::mapping_file::MappingFileError;
use crate::pipeline::PipelineError;
use crate::post::PostError;
use crate::proof::ProofError;
use crate::rebuild::RebuildError;
use crate::remind::RemindError;
use crate::render::RenderError;
use crate::service::ServiceError;
use crate::statements::StatementError;

/// How a command ends.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[repr(u8)]
pub enum Exit {
    /// All is well.
    Good = 0,
    /// A check found faults.
    Faults = 1,
    /// Wrong usage or settings.
    Usage = 2,
    /// The environment failed.
    Environment = 3,
}

/// Why a command ended without an answer.
#[derive(Debug)]
pub struct Failure {
    /// How the command ends.
    pub exit: Exit,
    reason: Reason,
}

#[derive(Debug)]
enum Reason {
    Word { id: &'static str, arguments: Vec<(&'static str, String)> },
    Faults(Vec<FileFault>),
}

impl Failure {
    /// Wrong usage, said by the word with this id.
    pub fn usage(id: &'static str, arguments: &[(&'static str, &str)]) -> Self {
        let arguments =
            arguments.iter().map(|(name, value)| (*name, (*value).to_owned())).collect();
        Self { exit: Exit::Usage, reason: Reason::Word { id, arguments } }
    }

    /// The environment failed: a file, the database, the network.
    pub fn environment(error: impl Error) -> Self {
        Self::caused(Exit::Environment, "cli-environment", &error)
    }

    /// Files that people wrote for the system are wrong.
    pub fn faulty(faults: Vec<FileFault>) -> Self {
        Self { exit: Exit::Usage, reason: Reason::Faults(faults) }
    }

    /// A file that was named cannot be read or written.
    pub fn file(path: &Path, error: impl Error) -> Self {
        let path = path.display().to_string();
        let arguments = vec![("path", path), ("cause", causes(&error))];
        Self { exit: Exit::Environment, reason: Reason::Word { id: "cli-file", arguments } }
    }

    fn caused(exit: Exit, id: &'static str, error: &dyn Error) -> Self {
        Self { exit, reason: Reason::Word { id, arguments: vec![("cause", causes(error))] } }
    }

    /// What went wrong and what to do.
    #[must_use]
    pub fn sentence(&self, words: &Words) -> String {
        match &self.reason {
            Reason::Word { id, arguments } => {
                let arguments: Vec<(&str, &str)> =
                    arguments.iter().map(|(name, value)| (*name, value.as_str())).collect();
                words.format(id, &arguments)
            }
            Reason::Faults(faults) => {
                let sentences: Vec<String> =
                    faults.iter().map(|fault| fault.sentence(words)).collect();
                sentences.join("\n")
            }
        }
    }
}

impl From<OpenError> for Failure {
    fn from(error: OpenError) -> Self {
        match error {
            OpenError::Settings(faults) => {
                Self { exit: Exit::Usage, reason: Reason::Faults(faults.0) }
            }
            OpenError::Policy(faults) => Self { exit: Exit::Usage, reason: Reason::Faults(faults) },
            OpenError::Pack(error) => Self::caused(Exit::Usage, "cli-policy-folder", &error),
        }
    }
}

impl From<BeginError> for Failure {
    fn from(error: BeginError) -> Self {
        match error {
            BeginError::Faulty(faults) => Self::faulty(faults),
            BeginError::Store(error) => error.into(),
        }
    }
}

impl From<StoreError> for Failure {
    fn from(error: StoreError) -> Self {
        match &error {
            StoreError::NotFound { what, name } => {
                let (word, argument) = match *what {
                    "evaluation" => ("cli-no-evaluation", "evaluation"),
                    "waiver" => ("cli-no-waiver", "waiver"),
                    _ => ("cli-not-found", "name"),
                };
                Self::usage(word, &[(argument, name)])
            }
            StoreError::Supersedes { receipt } => {
                Self::usage("cli-supersedes", &[("receipt", receipt)])
            }
            it if it.is_of_the_place() => Self::caused(Exit::Environment, "cli-database", &error),
            _ => Self::caused(Exit::Environment, "cli-store", &error),
        }
    }
}

impl From<DeskError> for Failure {
    fn from(error: DeskError) -> Self {
        match error {
            DeskError::Unknown { account } => {
                Self::usage("cli-unknown-person", &[("account", &account)])
            }
            DeskError::NotHeld { job } => Self::usage("cli-not-held", &[("job", &job.to_string())]),
            DeskError::Role { needed } => Self::usage("cli-role", &[("role", needed.as_str())]),
            DeskError::Evaluation(refused) => Self::usage(refused.id(), &[]),
            DeskError::OtherBody(other) => Self::usage(OtherBody::ID, &other.arguments()),
            DeskError::Period(refused) => Self::usage(refused.id(), &[]),
            DeskError::Incident(refused) => Self::usage(refused.id(), &[]),
            DeskError::Waiver(refused) => Self::usage(refused.id(), &[]),
            DeskError::Delivery { id, state } => {
                let id = id.to_string();
                Self::usage("cli-delivery-state", &[("id", &id), ("state", state.as_str())])
            }
            DeskError::Store(error) => error.into(),
        }
    }
}

impl From<CollectError> for Failure {
    fn from(error: CollectError) -> Self {
        let word = error.word();
        match error {
            CollectError::Store(error) => error.into(),
            CollectError::Io(_) => Self::caused(Exit::Environment, word, &error),
            CollectError::TooLarge { .. }
            | CollectError::Format
            | CollectError::Kind(_)
            | CollectError::Period
            | CollectError::Mapping(_) => Self::caused(Exit::Usage, word, &error),
        }
    }
}

impl From<MappingFileError> for Failure {
    fn from(error: MappingFileError) -> Self {
        Self::caused(Exit::Usage, "collect-mapping", &error)
    }
}

impl From<ProofError> for Failure {
    fn from(error: ProofError) -> Self {
        match error {
            ProofError::Store(error) => error.into(),
            ProofError::Io(_) => Self::environment(error),
        }
    }
}

impl From<PostError> for Failure {
    fn from(error: PostError) -> Self {
        match error {
            PostError::Store(error) => error.into(),
            other => Self::environment(other),
        }
    }
}

impl From<KernelError> for Failure {
    fn from(error: KernelError) -> Self {
        Self::caused(Exit::Usage, "score-refused", &error)
    }
}

impl From<UncertaintyError> for Failure {
    fn from(error: UncertaintyError) -> Self {
        match error {
            UncertaintyError::Kernel(error) => error.into(),
            UncertaintyError::Nothing => Self::usage("score-nothing-uncertain", &[]),
            UncertaintyError::Samples { .. } => Self::usage("score-samples", &[]),
        }
    }
}

impl From<EvaluateError> for Failure {
    fn from(error: EvaluateError) -> Self {
        match error {
            EvaluateError::Scheme { id } => Self::usage("cli-no-scheme", &[("scheme", &id)]),
            EvaluateError::NotBegun { span } => {
                Self::usage("cli-not-begun", &[("period", &span.to_string())])
            }
            EvaluateError::NoSubject => Self::usage("cli-no-subject", &[]),
            EvaluateError::AsKnown(error) => error.into(),
            EvaluateError::Score(error) => Self::caused(Exit::Usage, "cli-scheme", &error),
            EvaluateError::Store(error) => error.into(),
        }
    }
}

impl From<AsKnownError> for Failure {
    fn from(error: AsKnownError) -> Self {
        match error {
            AsKnownError::Nothing { at } => Self::usage("cli-nothing-known", &[("at", &at)]),
            AsKnownError::Scheme { id, at } => {
                Self::usage("cli-no-scheme-then", &[("scheme", &id), ("at", &at)])
            }
            AsKnownError::Faulty(faults) => Self::faulty(faults),
            AsKnownError::Zone { .. } | AsKnownError::Pack(_) => Self::environment(error),
            AsKnownError::Store(error) => error.into(),
        }
    }
}

impl From<ExplainError> for Failure {
    fn from(error: ExplainError) -> Self {
        match error {
            ExplainError::Subject { subject } => {
                Self::usage("explain-no-subject", &[("subject", subject.as_str())])
            }
            ExplainError::Indicator { indicator } => {
                Self::usage("explain-no-indicator", &[("indicator", &indicator)])
            }
            ExplainError::AsKnown(error) => error.into(),
            ExplainError::Store(error) => error.into(),
        }
    }
}

impl From<RebuildError> for Failure {
    fn from(error: RebuildError) -> Self {
        match error {
            RebuildError::Evaluate(error) => error.into(),
            RebuildError::Store(error) => error.into(),
            RebuildError::Json(_) | RebuildError::Read(_) => Self::environment(error),
        }
    }
}

impl From<RenderError> for Failure {
    fn from(error: RenderError) -> Self {
        match error {
            RenderError::Store(error) => error.into(),
            RenderError::NoKey => Self::usage("cli-no-key", &[]),
            RenderError::KeyFile(_) | RenderError::Key(_) => {
                Self::caused(Exit::Usage, "cli-key", &error)
            }
            RenderError::Mail(error) => Self::caused(Exit::Usage, "cli-mail", &error),
            RenderError::Json(_) | RenderError::Package(_) => Self::environment(error),
        }
    }
}

impl From<StatementError> for Failure {
    fn from(error: StatementError) -> Self {
        match error {
            StatementError::Store(error) => error.into(),
            StatementError::Sum(error) => Self::environment(error),
            StatementError::NoLedger { period } => {
                Self::usage("cli-no-ledger", &[("period", &period.to_string())])
            }
            StatementError::NoAccount { account } => {
                Self::usage("cli-no-account", &[("account", &account)])
            }
            StatementError::NoForm { standard } => {
                Self::usage("cli-no-form", &[("standard", standard.as_str())])
            }
            StatementError::NoCycle { period } => {
                Self::usage("cli-no-cycle", &[("period", &period.to_string())])
            }
            StatementError::TooLong => Self::usage("cli-register-long", &[]),
        }
    }
}

impl From<IncidentReportError> for Failure {
    fn from(error: IncidentReportError) -> Self {
        match error {
            IncidentReportError::Store(error) => error.into(),
            IncidentReportError::NoIncident { party, number } => {
                let party = party.to_string();
                Self::usage("cli-no-incident", &[("party", &party), ("incident", &number)])
            }
        }
    }
}

impl From<FeedbackError> for Failure {
    fn from(error: FeedbackError) -> Self {
        match error {
            FeedbackError::Evaluation { id } => {
                Self::usage("cli-no-evaluation", &[("evaluation", &id)])
            }
            FeedbackError::Draft { id } => {
                Self::usage("cli-feedback-draft", &[("evaluation", &id)])
            }
            FeedbackError::Explain(error) => error.into(),
            FeedbackError::Store(error) => error.into(),
        }
    }
}

impl From<ServiceError> for Failure {
    fn from(error: ServiceError) -> Self {
        match error {
            ServiceError::Schedule(error) => Self::caused(Exit::Usage, "cli-schedule", &error),
            ServiceError::Store(error) => error.into(),
        }
    }
}

impl From<DemoError> for Failure {
    fn from(error: DemoError) -> Self {
        match error {
            DemoError::Folder(error) => Self::caused(Exit::Usage, "demo-folder", &error),
            DemoError::Begin(error) => error.into(),
            DemoError::Store(error) => error.into(),
            other => Self::environment(other),
        }
    }
}

impl From<PipelineError> for Failure {
    fn from(error: PipelineError) -> Self {
        match error {
            PipelineError::Store(error) | PipelineError::Remind(RemindError::Store(error)) => {
                error.into()
            }
            PipelineError::Post(error) => error.into(),
            PipelineError::Remind(error @ RemindError::Document(_)) => Self::environment(error),
            PipelineError::Render(error) => error.into(),
        }
    }
}
