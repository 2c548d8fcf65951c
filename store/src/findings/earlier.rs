//! What a finding said before the facts behind it changed.

use jiff::Timestamp;

use super::Finding;
use crate::db::{Reader, on_engine};
use crate::{StoreError, text};

/// What stands in `findings` holds from the first event of its life on.
const SELECT_EARLIER: &str = "
    SELECT finding_events.at, said.sequence AS told_sequence, COALESCE(submissions.receipt, '') AS receipt,
           COALESCE(submissions.sha256, '') AS sha256,
           COALESCE(submissions.file_name, '') AS file_name, said.sheet, said.line_number,
           said.column_name, said.expected, said.actual, said.difference, said.arguments
    FROM (
        SELECT id AS finding_id, 1 AS sequence, submission_id, sheet, row_number AS line_number,
               column_name, expected, actual, difference, arguments
        FROM findings
        WHERE id = $1
        UNION ALL
        SELECT finding_id, sequence, submission_id, sheet, row_number, column_name, expected, actual,
               difference, arguments
        FROM finding_figures
        WHERE finding_id = $1
    ) AS said
    JOIN finding_events ON finding_events.finding_id = said.finding_id
                       AND finding_events.sequence = said.sequence
    LEFT JOIN submissions ON submissions.id = said.submission_id
    WHERE said.sequence < $2
    ORDER BY said.sequence DESC
    LIMIT $3
";

impl Reader {
    /// A finding as it was before it said what it says here, whatever it says by now, each time with since
    /// when: at most `limit`, newest first. Nothing of one that has always said the same.
    ///
    /// # Errors
    ///
    /// Returns an error if the database fails.
    pub async fn finding_earlier(
        &self,
        finding: &Finding,
        limit: i64,
    ) -> Result<Vec<(Timestamp, Finding)>, StoreError> {
        let rows: Vec<Row> = on_engine!(&self.db, |pool| {
            sqlx::query_as(SELECT_EARLIER)
                .bind(finding.id)
                .bind(finding.told_sequence)
                .bind(limit)
                .fetch_all(pool)
                .await?
        });
        rows.into_iter().map(|row| row.of(finding)).collect()
    }
}

#[derive(Debug, sqlx::FromRow)]
struct Row {
    at: String,
    told_sequence: i64,
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
}

impl Row {
    /// Since when the finding said this, and the finding as it was then.
    fn of(self, finding: &Finding) -> Result<(Timestamp, Finding), StoreError> {
        let corrupt = |column, value: &str| text::corrupt("finding_figures", column, value);
        let since = text::parse("finding_events", "at", &self.at)?;
        let then = Finding {
            row: (self.line_number)
                .map(|it| text::unsigned("finding_figures", "row_number", it))
                .transpose()?,
            arguments: serde_json::from_str(&self.arguments)
                .map_err(|_| corrupt("arguments", &self.arguments))?,
            receipt: self.receipt,
            sha256: self.sha256,
            file_name: self.file_name,
            sheet: self.sheet,
            column: self.column_name,
            expected: self.expected,
            actual: self.actual,
            difference: self.difference,
            told_sequence: self.told_sequence,
            ..finding.clone()
        };
        Ok((since, then))
    }
}
