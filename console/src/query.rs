//! What the console may ask for, and what it gets: requests, payloads and acts, as plain values.

mod act;
mod incidents;
mod problem;

use std::collections::HashMap;
use std::sync::Arc;

use jiff::Timestamp;
use metrics::evaluation::consequence::Proposed;
use metrics::evaluation::gain::Gain;
use metrics::form::Origin;
use metrics::ledger::{AccountBalance, Dimensions, Sums};
use metrics::money::Currency;
use metrics::opinion::Annulled;
use metrics::party::PartyId;
use metrics::period::{Period, Span};
use metrics::statement::{PermittedUse, Statement};
use store::closings::Closing;
use store::deliveries::{Delivery, DeliveryEvent};
use store::evaluations::StoredEvaluation;
use store::findings::{Finding, FindingFilter};
use store::jobs::Job;
use store::ledger::{LineCursor, RegisterKey};
use store::levels::Level;
use store::sources::SourceLook;
use store::submissions::Submission;
use store::vitals::{Census, Queue};
use store::waivers::StoredWaiver;

pub use act::{Act, DeliveryAct, Done};
pub use incidents::{IncidentCase, IncidentPage};
pub use problem::Problem;

/// Rows of one page of a list.
pub const PAGE_ROWS: usize = 200;
/// Evaluations of one page: they are large.
pub const EVALUATION_PAGE_ROWS: usize = 20;
/// A daemon that gave no sign of life for so long is taken for gone.
pub const DAEMON_SILENT_S: i64 = 60;

/// Something to read.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Request {
    /// The names of parties.
    Names {
        /// As known when.
        as_of: Timestamp,
    },
    /// What needs attention.
    Overview {
        /// The ids of the sources.
        sources: Vec<String>,
    },
    /// How sources stand.
    Sources {
        /// Their ids.
        sources: Vec<String>,
    },
    /// An evaluation, or the newest one.
    Evaluation {
        /// Its id.
        id: Option<String>,
    },
    /// The evaluation that a job made.
    EvaluationOf {
        /// The job.
        job: Box<Job>,
    },
    /// What stands beside a scorecard.
    Beside {
        /// The evaluation.
        stored: Arc<StoredEvaluation>,
        /// Whose scorecard.
        subject: PartyId,
    },
    /// A page of evaluations.
    Evaluations {
        /// Older than this one.
        before: Option<(Timestamp, String)>,
    },
    /// The facts behind a count of an evaluation; none where checks did not make it.
    Facts(FactsKey),
    /// A page of findings.
    Findings {
        /// Which.
        filter: FindingFilter,
        /// With a number below this one.
        before: i64,
    },
    /// The row that a finding is about, what it said earlier, and the waivers of its subject.
    Finding {
        /// Which.
        finding: Box<Finding>,
        /// The row, where there is one.
        raw: Option<RawKey>,
        /// As known when.
        as_of: Timestamp,
    },
    /// A submission with the findings that it showed first.
    Submission {
        /// Its receipt.
        receipt: String,
    },
    /// A page of submissions.
    Submissions {
        /// With a number below this one.
        before: i64,
    },
    /// The ledgers in force.
    Ledgers {
        /// As known when.
        as_of: Timestamp,
    },
    /// The trial balance of a party and month.
    Balances {
        /// Whose.
        party: PartyId,
        /// Which month.
        period: Period,
        /// As known when.
        as_of: Timestamp,
    },
    /// The months of an operator.
    Finances {
        /// Whose.
        party: PartyId,
        /// The last month that a ledger is expected of.
        until: Period,
        /// As known when.
        as_of: Timestamp,
    },
    /// Income and expenditure of a month in the separate ledger.
    Statement {
        /// Whose.
        party: PartyId,
        /// Which month.
        period: Period,
        /// As known when.
        as_of: Timestamp,
    },
    /// A page of an account's register.
    Register {
        /// Which.
        key: RegisterKey,
        /// After this line.
        after: Option<LineCursor>,
    },
    /// A voucher.
    Voucher {
        /// Its number in this database.
        id: i64,
    },
    /// A row of a file as received.
    Raw(RawKey),
    /// A page of incidents.
    Incidents {
        /// Which.
        page: IncidentPage,
        /// As known when.
        as_of: Timestamp,
    },
    /// An incident with everything that happened to it.
    Incident {
        /// Whose.
        party: PartyId,
        /// Its number, as submitted.
        incident_no: String,
        /// As known when.
        as_of: Timestamp,
    },
    /// A page of deliveries, with the daemon's last sign of life.
    Deliveries {
        /// With a number below this one.
        before: i64,
    },
    /// A delivery with everything that happened to it.
    Delivery {
        /// Its number in this database.
        id: i64,
    },
    /// A page of jobs, with the daemon's last sign of life.
    Jobs {
        /// With a number below this one.
        before: i64,
    },
}

/// A count of an evaluation.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FactsKey {
    /// Whose.
    pub party: PartyId,
    /// Which months.
    pub span: Span,
    /// As known when.
    pub as_of: Timestamp,
    /// The count's name.
    pub name: String,
}

/// A row of a file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RawKey {
    /// The file's hash.
    pub sha256: String,
    /// The receipt it came by.
    pub receipt: String,
    /// Which row.
    pub row: RowPlace,
    /// A column to point at, `""` for none.
    pub column: String,
}

/// Where a row stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum RowPlace {
    /// At these bytes.
    At(Origin),
    /// Counted from 1; the file has to be read up to it.
    Number(u64),
}

/// What was read.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Payload {
    /// To [`Request::Names`].
    Names(HashMap<PartyId, String>),
    /// To [`Request::Overview`].
    Overview(Box<Overview>),
    /// To [`Request::Sources`], in their order.
    Sources(Vec<Standing>),
    /// To [`Request::Evaluation`] and [`Request::EvaluationOf`]; `None` if there is none.
    Evaluation(Option<Arc<EvaluationFile>>),
    /// To [`Request::Beside`].
    Beside(Box<Beside>),
    /// To [`Request::Evaluations`].
    Evaluations(Vec<Arc<StoredEvaluation>>),
    /// To [`Request::Facts`].
    Facts(Vec<Fact>),
    /// To [`Request::Findings`].
    Findings(Vec<Finding>),
    /// To [`Request::Finding`].
    Finding(Box<FindingFile>),
    /// To [`Request::Submission`].
    Submission(Box<SubmissionFile>),
    /// To [`Request::Submissions`].
    Submissions(Vec<Submission>),
    /// To [`Request::Ledgers`], newest month first.
    Ledgers(Vec<(PartyId, Period)>),
    /// To [`Request::Balances`].
    Balances(Box<Balances>),
    /// To [`Request::Finances`].
    Finances(Box<Finances>),
    /// To [`Request::Statement`]; `None` where there is no form for it.
    Statement(Option<Box<Statement>>),
    /// To [`Request::Register`].
    Register(Vec<Line>),
    /// To [`Request::Voucher`].
    Voucher(Box<Voucher>),
    /// To [`Request::Raw`].
    Raw(RawRow),
    /// To [`Request::Incidents`].
    Incidents(Vec<IncidentCase>),
    /// To [`Request::Incident`].
    Incident(Box<IncidentCase>),
    /// To [`Request::Deliveries`].
    Deliveries(Deliveries),
    /// To [`Request::Delivery`].
    Delivery(Box<DeliveryFile>),
    /// To [`Request::Jobs`].
    Jobs(Jobs),
}

/// A trial balance, and whether its month is closed.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Balances {
    /// The accounts.
    pub accounts: Vec<AccountBalance>,
    /// What people did to the month, if anything.
    pub closing: Option<Closing>,
    /// The last month of the party that is frozen.
    pub closed_through: Option<Period>,
}

/// The finances of an operator.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Finances {
    /// From the first ledger on, newest first.
    pub months: Vec<FinanceMonth>,
    /// The permitted revenue of the cycle, where one is known.
    pub permitted: Option<PermittedUse>,
}

/// A month of an operator.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FinanceMonth {
    /// Which.
    pub period: Period,
    /// Whether a ledger of it is in force.
    pub is_handed_in: bool,
    /// Whether it is closed, by itself or with a later one.
    pub is_closed: bool,
    /// Income, fen; `None` where nothing is known, here as below.
    pub income_fen: Option<i128>,
    /// Every cost, and taxes, fen.
    pub cost_fen: Option<i128>,
    /// Balance, fen.
    pub balance_fen: Option<i128>,
}

/// What needs attention: the newest of what is listed, and all of what is counted.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Overview {
    /// Evaluations, newest first.
    pub evaluations: Vec<Arc<StoredEvaluation>>,
    /// Submissions, newest first.
    pub submissions: Vec<Submission>,
    /// Open findings, jobs and deliveries, counted.
    pub census: Census,
    /// Jobs that failed, and that nobody made good.
    pub queue: Queue,
    /// How sources stand.
    pub sources: Vec<Standing>,
    /// When any daemon was last seen.
    pub daemon_seen_at: Option<Timestamp>,
}

/// How a source stands.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Standing {
    /// The source's id.
    pub source: String,
    /// The last look that found something else than the one before; `None` if there was no look.
    pub last: Option<SourceLook>,
    /// The last look of which something was taken.
    pub kept: Option<SourceLook>,
    /// When somebody last looked.
    pub looked_at: Option<Timestamp>,
}

/// An evaluation with its way out.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct EvaluationFile {
    /// The evaluation.
    pub stored: Arc<StoredEvaluation>,
    /// Its deliveries.
    pub deliveries: Vec<Delivery>,
    /// What may follow.
    pub proposed: Vec<Proposed>,
    /// The determinations that it rests on and that were annulled since.
    pub annulled: Vec<Annulled>,
}

/// What stands beside a scorecard.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Beside {
    /// The scores of earlier spans of as many months, the last one first.
    pub levels: Vec<Level>,
    /// What to mend first; `None` where the score does not come out again.
    pub gains: Option<Vec<Gain>>,
    /// The subject's objections that are open, by number, with the step that each waits for.
    pub objections: Vec<(String, metrics::objection::Step)>,
    /// The subject's demands that are neither met nor lawfully refused, likewise.
    pub demands: Vec<(String, metrics::demand::Step)>,
}

/// Jobs, with the daemon's last sign of life.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Jobs {
    /// Newest first.
    pub jobs: Vec<Job>,
    /// When any daemon was last seen.
    pub daemon_seen_at: Option<Timestamp>,
}

/// Deliveries, with the daemon's last sign of life.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Deliveries {
    /// Newest first.
    pub deliveries: Vec<Delivery>,
    /// When any daemon was last seen.
    pub daemon_seen_at: Option<Timestamp>,
}

/// A delivery with everything that happened to it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DeliveryFile {
    /// The delivery.
    pub delivery: Delivery,
    /// What happened, in the order of time.
    pub events: Vec<DeliveryEvent>,
    /// When any daemon was last seen.
    pub daemon_seen_at: Option<Timestamp>,
}

/// One fact behind a count that checks made.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Fact {
    /// The submission it came by.
    pub receipt: String,
    /// The month of the submission, where there is one.
    pub label: String,
    /// What it adds to the count.
    pub value: i64,
}

/// What stands beside a finding.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct FindingFile {
    /// The row, where there is one.
    pub row: Option<RawRow>,
    /// The waivers of its subject.
    pub waivers: Vec<StoredWaiver>,
    /// The finding as it was before, with since when, newest first.
    pub earlier: Vec<(Timestamp, Finding)>,
}

/// A submission with the findings that it showed first.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SubmissionFile {
    /// The submission.
    pub submission: Submission,
    /// Its findings.
    pub findings: Vec<Finding>,
}

/// A line of a register or voucher.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Line {
    /// Where the next page starts.
    pub cursor: Option<LineCursor>,
    /// The voucher.
    pub voucher_id: i64,
    /// Account code, as submitted.
    pub account: String,
    /// The month.
    pub period: Period,
    /// The day of the month.
    pub day: i64,
    /// Voucher type and number, as submitted.
    pub voucher: String,
    /// Summary, as submitted.
    pub summary: String,
    /// The currency.
    pub currency: Currency,
    /// Debit and credit.
    pub sums: Sums,
    /// The amount in minor units of the original currency that the dimensions name; else 0.
    pub original_minor: i64,
    /// The dimensions, as submitted.
    pub dimensions: Arc<Dimensions>,
    /// The row.
    pub raw: RawKey,
}

/// A voucher with its lines.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Voucher {
    /// Type and number, as submitted.
    pub name: String,
    /// Its date, ISO 8601.
    pub dated_on: String,
    /// Who made, reviewed and posted it, as submitted.
    pub people: [String; 3],
    /// The receipt it came by.
    pub receipt: String,
    /// The lines.
    pub lines: Vec<Line>,
}

/// A row as received, with the file's first row beside it.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct RawRow {
    /// The name of the file, as submitted.
    pub file_name: String,
    /// The first row.
    pub header: Vec<u8>,
    /// The row.
    pub row: Vec<u8>,
    /// Where it begins; `None` if the row was not found.
    pub byte_offset: Option<u64>,
}
