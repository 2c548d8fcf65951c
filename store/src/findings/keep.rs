//! Keeping a finding: a new one is opened, one that was closed is opened again, and where the facts behind it
//! changed, it says since when it says something else. What it said before stays.

use jiff::Timestamp;
use metrics::finding::Fault;
use metrics::finding::life::{FindingEvent, FindingState};

use super::{NewFinding, advance, event, json};
use crate::db::{Tx, in_transaction};
use crate::{StoreError, text};

const INSERT: &str = "
    INSERT INTO findings (rule, severity, basis, subject_id, period, cause, submission_id, sheet,
                          row_number, column_name, expected, actual, difference, arguments,
                          found_at, by_look)
    VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16)
    ON CONFLICT (subject_id, rule, period, cause) DO NOTHING
    RETURNING id
";

/// What a finding says now, under its number and the receipt of the submission that shows it.
const SELECT_TOLD: &str = "
    SELECT findings.id, COALESCE(submissions.receipt, '') AS receipt,
           COALESCE(told.sheet, findings.sheet) AS sheet,
           CASE WHEN told.finding_id IS NULL THEN findings.row_number ELSE told.row_number
           END AS line_number,
           COALESCE(told.column_name, findings.column_name) AS column_name,
           COALESCE(told.expected, findings.expected) AS expected,
           COALESCE(told.actual, findings.actual) AS actual,
           COALESCE(told.difference, findings.difference) AS difference,
           COALESCE(told.arguments, findings.arguments) AS arguments,
           COALESCE(told.submission_id, findings.submission_id) AS submission_id,
           (SELECT COUNT(*)
            FROM supersessions
            WHERE supersessions.old_id = COALESCE(told.submission_id, findings.submission_id))
           AS superseded
    FROM findings
    LEFT JOIN finding_figures AS told ON told.finding_id = findings.id
         AND told.sequence = (
             SELECT MAX(finding_figures.sequence)
             FROM finding_figures
             WHERE finding_figures.finding_id = findings.id
         )
    LEFT JOIN submissions ON submissions.id = COALESCE(told.submission_id, findings.submission_id)
    WHERE findings.subject_id = $1 AND findings.rule = $2 AND findings.period = $3
      AND findings.cause = $4
";

const INSERT_FIGURES: &str = "
    INSERT INTO finding_figures (finding_id, sequence, submission_id, sheet, row_number, column_name,
                                 expected, actual, difference, arguments)
    VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)
";

/// The event that begins a finding's life.
const FOUND: &str = "found";

/// A finding to be kept.
#[derive(Debug)]
pub(super) struct Kept<'a> {
    pub(super) finding: &'a NewFinding<'a>,
    pub(super) subject_id: i64,
    pub(super) period: &'a str,
    /// The submission that shows it; 0 if none does.
    pub(super) submission_id: i64,
    pub(super) told: Told<'a>,
    pub(super) at: Timestamp,
    pub(super) note: &'a str,
}

/// When a finding that stands says what it is found with now.
#[derive(Clone, Copy, Debug)]
pub(super) enum Told<'a> {
    /// Whenever that is something else: a look finds it by all that is in force.
    ByLook,
    /// A submission shows it: if what it said is superseded, by this one or by another. Of several in force
    /// the one with the least receipt speaks, whichever came first.
    ByFile { receipt: &'a str, supersedes: Option<&'a str> },
}

#[derive(Debug, sqlx::FromRow)]
struct ToldRow {
    id: i64,
    receipt: String,
    superseded: i64,
    #[sqlx(flatten)]
    figures: Figures,
}

/// What a finding says, as it is kept.
#[derive(Debug, PartialEq, Eq, sqlx::FromRow)]
struct Figures {
    submission_id: i64,
    sheet: String,
    line_number: Option<i64>,
    column_name: String,
    expected: String,
    actual: String,
    difference: String,
    arguments: String,
}

impl Figures {
    fn of(fault: &Fault, submission_id: i64) -> Result<Self, StoreError> {
        Ok(Self {
            submission_id,
            sheet: fault.place.sheet.clone().unwrap_or_default(),
            line_number: fault.place.row.map(|row| text::signed("rows", row)).transpose()?,
            column_name: fault.place.column.clone().unwrap_or_default(),
            expected: fault.expected.clone(),
            actual: fault.actual.clone(),
            difference: fault.difference.clone().unwrap_or_default(),
            arguments: json(&fault.arguments)?,
        })
    }
}

impl Kept<'_> {
    /// Keeps it; gives its number.
    pub(super) async fn keep(&self, tx: &mut Tx) -> Result<i64, StoreError> {
        let figures = Figures::of(self.finding.fault, self.submission_id)?;
        if let Some(id) = self.insert(tx, &figures).await? {
            event(tx, id, (1, FOUND, FindingState::Open), (self.at, "mingjingd", "")).await?;
            return Ok(id);
        }
        let fault = self.finding.fault;
        let told: ToldRow = in_transaction!(&mut *tx, |it| {
            sqlx::query_as(SELECT_TOLD)
                .bind(self.subject_id)
                .bind(fault.rule)
                .bind(self.period)
                .bind(&fault.cause)
                .fetch_one(it)
                .await?
        });
        let noted = (self.at, self.note);
        let recurred = advance(tx, told.id, FindingEvent::Recurred, noted).await?;
        let is_told = match self.told {
            Told::ByLook => true,
            Told::ByFile { receipt, supersedes } => {
                let is_superseded = told.superseded != 0 || supersedes == Some(&told.receipt);
                recurred.is_some() || is_superseded || receipt < told.receipt.as_str()
            }
        };
        if is_told && told.figures != figures {
            let retold = advance(tx, told.id, FindingEvent::Retold, noted).await?;
            if let Some(sequence) = retold {
                tell(tx, (told.id, sequence), &figures).await?;
            }
        }
        Ok(told.id)
    }

    /// Keeps a new one; `None` if it is known.
    async fn insert(&self, tx: &mut Tx, figures: &Figures) -> Result<Option<i64>, StoreError> {
        let NewFinding { fault, severity, basis } = self.finding;
        let basis = json(basis)?;
        let by_look = i64::from(matches!(self.told, Told::ByLook));
        Ok(in_transaction!(tx, |it| {
            sqlx::query_scalar(INSERT)
                .bind(fault.rule)
                .bind(severity.as_str())
                .bind(&basis)
                .bind(self.subject_id)
                .bind(self.period)
                .bind(&fault.cause)
                .bind(figures.submission_id)
                .bind(&figures.sheet)
                .bind(figures.line_number)
                .bind(&figures.column_name)
                .bind(&figures.expected)
                .bind(&figures.actual)
                .bind(&figures.difference)
                .bind(&figures.arguments)
                .bind(text::instant(self.at))
                .bind(by_look)
                .fetch_optional(it)
                .await?
        }))
    }
}

/// From an event on, a finding says this.
async fn tell(
    tx: &mut Tx,
    (id, sequence): (i64, i64),
    figures: &Figures,
) -> Result<(), StoreError> {
    in_transaction!(tx, |it| {
        sqlx::query(INSERT_FIGURES)
            .bind(id)
            .bind(sequence)
            .bind(figures.submission_id)
            .bind(&figures.sheet)
            .bind(figures.line_number)
            .bind(&figures.column_name)
            .bind(&figures.expected)
            .bind(&figures.actual)
            .bind(&figures.difference)
            .bind(&figures.arguments)
            .execute(it)
            .await?;
    });
    Ok(())
}
