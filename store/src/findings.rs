//! Findings: rules broken, with the row that proves each, and a life of append-only events.

mod earlier;
mod keep;
mod look;
mod open;
mod sighted;

use jiff::Timestamp;
use jiff::tz::TimeZone;
use metrics::finding::life::{FindingEvent, FindingState};
use metrics::finding::{Fault, Severity};
use metrics::party::PartyId;
use metrics::period::Period;
use metrics::source::Source;

use crate::db::{Reader, Tx, in_transaction, on_engine};
use crate::posting::Posting;
use crate::submissions::in_force;
use crate::{StoreError, parties, text};

use keep::{Kept, Told};
pub use open::OpenCount;

const INSERT_SIGHTING: &str = "
    INSERT INTO finding_sightings (submission_id, finding_id) VALUES ($1, $2)
    ON CONFLICT (submission_id, finding_id) DO NOTHING
";

const INSERT_EVENT: &str = "
    INSERT INTO finding_events (finding_id, sequence, event, state, at, actor, note)
    VALUES ($1, $2, $3, $4, $5, $6, $7)
";

const SELECT_LAST_EVENT: &str = "
    SELECT sequence, state
    FROM finding_events
    WHERE finding_id = $1
    ORDER BY sequence DESC
    LIMIT 1
";

const SELECT_CURED: &str = concat!(
    "SELECT finding_sightings.finding_id
     FROM submissions
     JOIN finding_sightings ON finding_sightings.submission_id = submissions.id
     WHERE submissions.receipt = $1
       AND NOT EXISTS (
           SELECT 1
           FROM finding_sightings AS other
           JOIN checks ON checks.submission_id = other.submission_id
           WHERE other.finding_id = finding_sightings.finding_id
             AND ",
    in_force!("$2"),
    ")
     ORDER BY finding_sightings.finding_id"
);

/// Findings with what they say and where they stand: after their last event, or after the last one of those
/// that a condition names.
macro_rules! select {
    ($tail:literal) => {
        select!("", $tail)
    };
    ($of_events:literal, $tail:literal) => {
        concat!(
            "SELECT findings.id, findings.rule, findings.severity, findings.basis, parties.party,
                    findings.period, findings.cause, COALESCE(submissions.receipt, '') AS receipt,
                    COALESCE(submissions.sha256, '') AS sha256,
                    COALESCE(submissions.file_name, '') AS file_name,
                    COALESCE(told.sheet, findings.sheet) AS sheet,
                    CASE WHEN told.finding_id IS NULL THEN findings.row_number ELSE told.row_number
                    END AS line_number,
                    COALESCE(told.column_name, findings.column_name) AS column_name,
                    COALESCE(told.expected, findings.expected) AS expected,
                    COALESCE(told.actual, findings.actual) AS actual,
                    COALESCE(told.difference, findings.difference) AS difference,
                    COALESCE(told.arguments, findings.arguments) AS arguments,
                    COALESCE(told.sequence, 1) AS told_sequence, findings.found_at, last.state
             FROM findings
             JOIN parties ON parties.id = findings.subject_id
             JOIN finding_events AS last ON last.finding_id = findings.id
             LEFT JOIN finding_figures AS told ON told.finding_id = findings.id
                  AND told.sequence = (
                      SELECT MAX(finding_figures.sequence)
                      FROM finding_figures
                      WHERE finding_figures.finding_id = findings.id
                        AND finding_figures.sequence <= last.sequence
                  )
             LEFT JOIN submissions
                  ON submissions.id = COALESCE(told.submission_id, findings.submission_id)
             WHERE last.sequence = (
                 SELECT MAX(finding_events.sequence)
                 FROM finding_events
                 WHERE finding_events.finding_id = findings.id ",
            $of_events,
            ") ",
            $tail
        )
    };
}

const SELECT_PAGE: &str = select!(
    "AND findings.id < $1
     AND ($2 = '' OR parties.party = $2)
     AND ($3 = '' OR findings.rule = $3)
     AND ($4 = '' OR submissions.receipt = $4)
     AND ($5 = 0 OR last.state IN ('open', 'notified', 'rectifying'))
     ORDER BY findings.id DESC
     LIMIT $6"
);

const SELECT_OF_LOOKS: &str = select!(
    "AND findings.by_look = 1 AND findings.id > $1 AND last.state <> 'closed'
     ORDER BY findings.id
     LIMIT $2"
);

const SELECT_SIGHTED: &str = select!(
    "AND finding_events.at <= $5",
    "AND findings.rule = $1
     AND (
         EXISTS (
             SELECT 1
             FROM finding_sightings
             JOIN submissions AS seen ON seen.id = finding_sightings.submission_id
             WHERE finding_sightings.finding_id = findings.id AND seen.receipt = $2
         )
         OR (findings.by_look = 1 AND submissions.receipt = $2 AND last.state <> 'closed')
     )
     AND findings.id > $3
     ORDER BY findings.id
     LIMIT $4"
);

/// A fault with what the policy pack says of its rule.
#[derive(Clone, Debug)]
pub struct NewFinding<'a> {
    /// The fault.
    pub fault: &'a Fault,
    /// How much it weighs.
    pub severity: Severity,
    /// Where the rule comes from.
    pub basis: &'a Source,
}

/// A finding as the database knows it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Finding {
    /// Its number in this database.
    pub id: i64,
    /// The rule.
    pub rule: String,
    /// How much it weighs.
    pub severity: Severity,
    /// Where the rule comes from.
    pub basis: Source,
    /// Whom it is about.
    pub subject: PartyId,
    /// The month, where there is one.
    pub period: Option<Period>,
    /// What tells it from others of its rule, subject and period.
    pub cause: String,
    /// The submission that shows what it says, mostly the first one; `""` where none does, like the next
    /// two.
    pub receipt: String,
    /// Hash of that submission's bytes.
    pub sha256: String,
    /// Its file name, as submitted.
    pub file_name: String,
    /// The sheet, `""` where there is none.
    pub sheet: String,
    /// The row.
    pub row: Option<u64>,
    /// The column, `""` where there is none.
    pub column: String,
    /// What would be right.
    pub expected: String,
    /// What was found, as submitted.
    pub actual: String,
    /// The difference, `""` where there is none.
    pub difference: String,
    /// Further arguments of the sentence.
    pub arguments: Vec<(String, String)>,
    /// The number of the event of its life since which it says this.
    pub told_sequence: i64,
    /// When it was found.
    pub found_at: Timestamp,
    /// Where it stands.
    pub state: FindingState,
}

impl Finding {
    /// The month that it is about; where it is about none, the one in which it was found.
    #[must_use]
    pub fn month(&self, zone: &TimeZone) -> Option<Period> {
        self.period.or_else(|| Period::of(zone.to_datetime(self.found_at).date()))
    }
}

/// Which findings to list. The default is all of them.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct FindingFilter {
    /// Only about this party.
    pub subject: Option<PartyId>,
    /// Only of this rule.
    pub rule: Option<String>,
    /// Only those that say what this submission shows.
    pub receipt: Option<String>,
    /// Only those not closed.
    pub open_only: bool,
}

impl Posting {
    /// Keeps the findings of the submission. One that is known already is seen again; one that was closed
    /// is opened again. Such a one, and one whose submission is superseded or has a greater receipt, says
    /// what this one shows from now on.
    ///
    /// # Errors
    ///
    /// Returns an error if the database fails.
    pub async fn findings(&mut self, findings: &[NewFinding<'_>]) -> Result<(), StoreError> {
        for finding in findings {
            self.finding(finding).await?;
        }
        Ok(())
    }

    async fn finding(&mut self, finding: &NewFinding<'_>) -> Result<(), StoreError> {
        let subject_id = match &finding.fault.subject {
            Some(party) => parties::number(&mut self.tx, party).await?,
            None => self.party_id,
        };
        let period = finding.fault.period.or(self.submission.period);
        let period = period.map(|it| it.to_string()).unwrap_or_default();
        let kept = Kept {
            finding,
            subject_id,
            period: &period,
            submission_id: self.submission.id,
            told: Told::ByFile {
                receipt: &self.submission.receipt,
                supersedes: self.submission.supersedes.as_deref(),
            },
            at: self.at,
            note: &self.submission.receipt,
        };
        let id = kept.keep(&mut self.tx).await?;
        in_transaction!(&mut self.tx, |it| {
            sqlx::query(INSERT_SIGHTING).bind(self.submission.id).bind(id).execute(it).await?;
        });
        Ok(())
    }
}

/// Closes what only the superseded submission showed.
pub(crate) async fn close_cured(
    tx: &mut Tx,
    (old, new): (&str, &str),
    at: Timestamp,
) -> Result<(), StoreError> {
    let cured: Vec<i64> = in_transaction!(&mut *tx, |it| {
        sqlx::query_scalar(SELECT_CURED).bind(old).bind(text::instant(at)).fetch_all(it).await?
    });
    for id in cured {
        advance(tx, id, FindingEvent::Cured, (at, new)).await?;
    }
    Ok(())
}

/// Lets an event happen, where the finding's life allows it; else nothing changes. Gives its number.
async fn advance(
    tx: &mut Tx,
    id: i64,
    happened: FindingEvent,
    (at, note): (Timestamp, &str),
) -> Result<Option<i64>, StoreError> {
    let (sequence, state): (i64, String) = in_transaction!(&mut *tx, |it| {
        sqlx::query_as(SELECT_LAST_EVENT).bind(id).fetch_one(it).await?
    });
    let state = text::word("finding_events", "state", &state, FindingState::parse)?;
    let Ok(next) = state.after(happened) else { return Ok(None) };
    let event_at = (sequence + 1, happened.as_str(), next);
    event(tx, id, event_at, (at, "mingjingd", note)).await?;
    Ok(Some(sequence + 1))
}

async fn event(
    tx: &mut Tx,
    id: i64,
    (sequence, event, state): (i64, &str, FindingState),
    (at, actor, note): (Timestamp, &str, &str),
) -> Result<(), StoreError> {
    in_transaction!(tx, |it| {
        sqlx::query(INSERT_EVENT)
            .bind(id)
            .bind(sequence)
            .bind(event)
            .bind(state.as_str())
            .bind(text::instant(at))
            .bind(actor)
            .bind(note)
            .execute(it)
            .await?;
    });
    Ok(())
}

/// Values of ours as JSON text.
pub(crate) fn json(value: &impl serde::Serialize) -> Result<String, StoreError> {
    serde_jcs::to_string(value).map_err(|error| StoreError::Io(error.into()))
}

impl Reader {
    /// At most `limit` findings with a number below `before`, newest first.
    ///
    /// # Errors
    ///
    /// Returns an error if the database fails.
    pub async fn findings_before(
        &self,
        filter: &FindingFilter,
        before: i64,
        limit: i64,
    ) -> Result<Vec<Finding>, StoreError> {
        let subject = filter.subject.as_ref().map_or("", PartyId::as_str);
        let rows: Vec<Row> = on_engine!(&self.db, |pool| {
            sqlx::query_as(SELECT_PAGE)
                .bind(before)
                .bind(subject)
                .bind(filter.rule.as_deref().unwrap_or_default())
                .bind(filter.receipt.as_deref().unwrap_or_default())
                .bind(i64::from(filter.open_only))
                .bind(limit)
                .fetch_all(pool)
                .await?
        });
        rows.into_iter().map(Finding::try_from).collect()
    }
}

/// The month of a finding; `None` where it is about none.
fn period_of(period: &str) -> Result<Option<Period>, StoreError> {
    match period {
        "" => Ok(None),
        period => text::parse("findings", "period", period).map(Some),
    }
}

#[derive(Debug, sqlx::FromRow)]
struct Row {
    id: i64,
    rule: String,
    severity: String,
    basis: String,
    party: String,
    period: String,
    cause: String,
    receipt: String,
    sha256: String,
    file_name: String,
    sheet: String,
    line_number: Option<i64>,
    column_name: String,
    expected: String,
    actual: String,
    difference: String,
    arguments: String,
    told_sequence: i64,
    found_at: String,
    state: String,
}

impl TryFrom<Row> for Finding {
    type Error = StoreError;

    fn try_from(row: Row) -> Result<Self, StoreError> {
        let corrupt = |column, value: &str| text::corrupt("findings", column, value);
        let period = period_of(&row.period)?;
        Ok(Self {
            severity: text::word("findings", "severity", &row.severity, Severity::parse)?,
            basis: serde_json::from_str(&row.basis).map_err(|_| corrupt("basis", &row.basis))?,
            subject: text::parse("parties", "party", &row.party)?,
            period,
            row: (row.line_number)
                .map(|it| text::unsigned("findings", "row_number", it))
                .transpose()?,
            arguments: serde_json::from_str(&row.arguments)
                .map_err(|_| corrupt("arguments", &row.arguments))?,
            found_at: text::parse("findings", "found_at", &row.found_at)?,
            state: text::word("finding_events", "state", &row.state, FindingState::parse)?,
            id: row.id,
            rule: row.rule,
            cause: row.cause,
            receipt: row.receipt,
            sha256: row.sha256,
            file_name: row.file_name,
            sheet: row.sheet,
            column: row.column_name,
            expected: row.expected,
            actual: row.actual,
            difference: row.difference,
            told_sequence: row.told_sequence,
        })
    }
}
