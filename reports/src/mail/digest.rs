//! The supervisors' digest: what is new, late or failed since the one before, and who has to move.
//!
//! It goes out on quiet days too, and says so: a digest that stays away is an alarm by itself.

use config::locale::Words;
use config::reason;
use config::sentence::LookSentence;
use jiff::Timestamp;
use jiff::civil::Date;
use jiff::tz::TimeZone;
use metrics::finding::Severity;
use serde::Serialize;

use super::letter::{Block, Letter};
use crate::wording;

/// Entries of a list that a letter shows; the console shows all.
const ENTRIES_MAX: usize = 20;
/// The longest text of another's that is repeated, in characters.
const DETAIL_CHARS_MAX: usize = 200;

/// What a digest says, before it is put into words.
#[derive(Clone, Debug, Serialize)]
pub struct Digest {
    /// The instant of the digest before.
    pub since: Timestamp,
    /// What was known at this instant is what it says.
    pub as_of: Timestamp,
    /// Findings by severity, the worst first.
    pub findings: Vec<Tally>,
    /// Clocks of incidents and orders to rectify that ran out without what they ask for.
    pub clocks_missed: usize,
    /// Clocks of incidents and orders to rectify that run or ran out, by their last instant.
    pub clocks: Vec<OpenClock>,
    /// Duties of incidents that are to be done at once and are not known to be done.
    pub duties_open: usize,
    /// Duties of incidents that may be overdue: what their limits follow from is not known.
    pub duties_unclear: usize,
    /// Deliveries that did not arrive for certain.
    pub deliveries: Vec<TroubledDelivery>,
    /// Jobs that failed, took too long or are held.
    pub jobs: Vec<TroubledJob>,
    /// Evaluations that wait for somebody.
    pub evaluations: Vec<WaitingEvaluation>,
    /// Sources that were not reached, or whose content a person has to look at.
    pub sources: Vec<TroubledSource>,
    /// The policy pack and its version.
    pub policy: String,
    /// How many entries the audit log has: the version of all data.
    pub audit_sequence: i64,
    /// Head of the audit chain.
    pub audit_head: String,
}

/// Findings of one severity.
#[derive(Clone, Copy, Debug, Serialize)]
pub struct Tally {
    /// The severity.
    pub severity: Severity,
    /// Found since the digest before.
    pub found: i64,
    /// Open now.
    pub open: i64,
}

/// A clock of an incident, or an order after one, that runs or ran out.
#[derive(Clone, Debug, Serialize)]
pub struct OpenClock {
    /// Whose incident.
    pub party: String,
    /// Its number.
    pub incident: String,
    /// The clock, or the rule about orders.
    pub clock: &'static str,
    /// The last instant.
    pub due_at: Timestamp,
}

/// A delivery that a person should know of.
#[derive(Clone, Debug, Serialize)]
pub struct TroubledDelivery {
    /// Its number.
    pub id: i64,
    /// Of which report.
    pub report: String,
    /// To whom.
    pub recipient: String,
    /// The word of its state.
    pub state: &'static str,
    /// What was said.
    pub detail: String,
}

/// A job that did not end well, or that waits for a person.
#[derive(Clone, Debug, Serialize)]
pub struct TroubledJob {
    /// Its number.
    pub id: i64,
    /// What it was to do.
    pub kind: String,
    /// The word of its state.
    pub state: String,
    /// What came of it.
    pub outcome: String,
}

/// An evaluation that waits.
#[derive(Clone, Debug, Serialize)]
pub struct WaitingEvaluation {
    /// Its id.
    pub id: String,
    /// The word of what comes next.
    pub step: &'static str,
    /// About which subject, `""` where it is about all.
    pub subject: String,
    /// The last day, where there is one.
    pub due_on: Option<Date>,
    /// Whether that day has passed.
    pub is_late: bool,
}

/// A source that a person should know of.
#[derive(Clone, Debug, Serialize)]
pub struct TroubledSource {
    /// Its id.
    pub source: String,
    /// The word of what the last look found.
    pub state: &'static str,
    /// The word for why, `""` where there is none.
    pub cause: String,
    /// What that word is about.
    pub detail: String,
    /// Files it held, and their size in bytes.
    pub volume: (u64, u64),
    /// The same of what was taken last, 0 where nothing was.
    pub volume_before: (u64, u64),
}

impl Digest {
    /// New findings.
    #[must_use]
    pub fn found(&self) -> i64 {
        self.findings.iter().map(|it| it.found).sum()
    }

    /// What waits for a person, besides findings.
    #[must_use]
    pub fn waiting(&self) -> usize {
        self.clocks_missed
            + self.deliveries.len()
            + self.jobs.len()
            + self.evaluations.len()
            + self.sources.len()
    }

    /// Its bytes for keeping (RFC 8785).
    ///
    /// # Errors
    ///
    /// Returns an error if a number cannot be written, which none of a digest does.
    pub fn document(&self) -> Result<Vec<u8>, serde_json::Error> {
        serde_jcs::to_vec(self)
    }
}

/// What the mail is about.
#[must_use]
pub fn subject(digest: &Digest, (words, zone): (&Words, &TimeZone)) -> String {
    let day = digest.as_of.to_zoned_datetime(zone.clone()).strftime("%Y-%m-%d").to_string();
    let arguments = [
        ("day", day),
        ("found", digest.found().to_string()),
        ("waiting", digest.waiting().to_string()),
    ];
    let is_quiet = digest.found() == 0 && digest.waiting() == 0;
    let id = if is_quiet { "mail-digest-subject-quiet" } else { "mail-digest-subject" };
    words.format(id, &arguments)
}

/// What the mail says.
#[must_use]
pub fn letter(digest: &Digest, (words, zone): (&Words, &TimeZone)) -> Letter {
    let since = wording::instant(digest.since, zone);
    let mut blocks = Vec::new();
    if digest.found() == 0 && digest.waiting() == 0 {
        blocks.push(Block::Text(words.format("mail-digest-quiet", &[("since", since.as_str())])));
    }
    let missed = digest.clocks_missed.to_string();
    if digest.clocks_missed != 0 {
        blocks.push(Block::Alarm(words.format("mail-digest-clocks", &[("count", missed)])));
    }
    let duties = [
        ("mail-digest-duties", digest.duties_open),
        ("mail-digest-unclear", digest.duties_unclear),
    ];
    for (id, count) in duties.into_iter().filter(|it| it.1 != 0) {
        blocks.push(Block::Text(words.format(id, &[("count", count.to_string())])));
    }
    let lists = [
        ("mail-digest-missed", clocks(digest, ("missed", words, zone))),
        ("mail-digest-running", clocks(digest, ("running", words, zone))),
        ("mail-digest-deliveries", deliveries(digest, words)),
        ("mail-digest-evaluations", evaluations(digest, words)),
        ("mail-digest-sources", sources(digest, words)),
        ("mail-digest-jobs", jobs(digest, words)),
    ];
    for (heading, items) in lists {
        section(&mut blocks, (heading, items), words);
    }
    if !digest.findings.is_empty() {
        blocks.push(Block::Heading(words.get("mail-digest-findings")));
        blocks.push(findings(digest, words));
    }
    let as_of = wording::instant(digest.as_of, zone);
    let sequence = digest.audit_sequence.to_string();
    let foot = [
        ("as-of", as_of.as_str()),
        ("since", &since),
        ("policy", &digest.policy),
        ("data", &sequence),
        ("head", &digest.audit_head),
    ];
    let foot =
        foot.map(|(id, value)| words.format(&format!("mail-foot-{id}"), &[("value", value)]));
    Letter { title: subject(digest, (words, zone)), blocks, foot: foot.to_vec() }
}

/// A list under its heading: its first entries, and how many more there are.
fn section(blocks: &mut Vec<Block>, (heading, mut items): (&str, Vec<String>), words: &Words) {
    if items.is_empty() {
        return;
    }
    let more = items.len().saturating_sub(ENTRIES_MAX);
    items.truncate(ENTRIES_MAX);
    if 0 < more {
        items.push(words.format("mail-digest-more", &[("count", more.to_string())]));
    }
    blocks.push(Block::Heading(words.get(heading)));
    blocks.push(Block::List(items));
}

/// The clocks that ran out, or those that run.
fn clocks(digest: &Digest, (state, words, zone): (&str, &Words, &TimeZone)) -> Vec<String> {
    let is_meant = |it: &&OpenClock| (it.due_at < digest.as_of) == (state == "missed");
    let said = |it: &OpenClock| {
        let arguments = [
            ("party", cut(&it.party)),
            ("incident", cut(&it.incident)),
            ("clock", words.get(&format!("incident-clock-{}", it.clock))),
            ("due", wording::instant(it.due_at, zone)),
            ("left", wording::duration(it.due_at.duration_since(digest.as_of), words)),
        ];
        words.format(&format!("mail-digest-clock-{state}"), &arguments)
    };
    digest.clocks.iter().filter(is_meant).map(said).collect()
}

fn deliveries(digest: &Digest, words: &Words) -> Vec<String> {
    let said = |it: &TroubledDelivery| {
        let arguments = [
            ("id", it.id.to_string()),
            ("report", it.report.clone()),
            ("recipient", it.recipient.clone()),
            ("detail", reason::in_words(&cut(&it.detail), words)),
        ];
        words.format(&format!("delivery-said-{}", it.state), &arguments)
    };
    digest.deliveries.iter().map(said).collect()
}

fn evaluations(digest: &Digest, words: &Words) -> Vec<String> {
    let said = |it: &WaitingEvaluation| {
        let arguments = [("evaluation", it.id.clone()), ("subject", cut(&it.subject))];
        let step = words.format(&format!("step-{}", it.step), &arguments);
        let Some(due_on) = it.due_on else { return step };
        let id = if it.is_late { "step-late" } else { "step-by" };
        words.format(id, &[("step", step), ("due", due_on.to_string())])
    };
    digest.evaluations.iter().map(said).collect()
}

fn sources(digest: &Digest, words: &Words) -> Vec<String> {
    let said = |it: &TroubledSource| {
        let detail = cut(&it.detail);
        let sentence = LookSentence {
            source: &it.source,
            state: it.state,
            cause: &it.cause,
            detail: &detail,
            volume: it.volume,
            volume_before: it.volume_before,
        };
        sentence.in_words(words)
    };
    digest.sources.iter().map(said).collect()
}

fn jobs(digest: &Digest, words: &Words) -> Vec<String> {
    let said = |it: &TroubledJob| {
        let outcome = reason::in_words(&cut(&it.outcome), words);
        let arguments =
            [("id", it.id.to_string()), ("kind", it.kind.clone()), ("outcome", outcome)];
        let id = if it.state == "held" { "mail-digest-job-held" } else { "mail-digest-job" };
        words.format(id, &arguments)
    };
    digest.jobs.iter().map(said).collect()
}

fn findings(digest: &Digest, words: &Words) -> Block {
    let row = |it: &Tally| {
        let severity = words.get(&format!("severity-{}", it.severity.as_str()));
        vec![severity, it.found.to_string(), it.open.to_string()]
    };
    Block::Table {
        head: ["severity", "found", "open"]
            .map(|it| words.get(&format!("mail-digest-{it}")))
            .to_vec(),
        rows: digest.findings.iter().map(row).collect(),
    }
}

fn cut(text: &str) -> String {
    match text.char_indices().nth(DETAIL_CHARS_MAX) {
        Some((end, _)) => format!("{}…", &text[..end]),
        None => text.to_owned(),
    }
}
