//! What checks counted of ledgers in force.

use std::collections::{BTreeSet, HashMap};

use jiff::Timestamp;
use metrics::ledger::counts;
use metrics::party::PartyId;
use metrics::period::Period;

use crate::db::{Reader, on_engine};
use crate::submissions::in_force;
use crate::{StoreError, text};

const SELECT_COUNTS: &str = concat!(
    "SELECT submissions.id, submissions.period, submissions.receipt, submission_counts.name,
            submission_counts.value, checks.accepted_at
     FROM submissions
     JOIN parties ON parties.id = submissions.party_id
     JOIN checks ON checks.submission_id = submissions.id
     JOIN submission_counts ON submission_counts.submission_id = submissions.id
     WHERE parties.party = $1
       AND submissions.period BETWEEN $2 AND $3
       AND ",
    in_force!("$4"),
    " ORDER BY submission_counts.name, submissions.receipt"
);

const SELECT_COUNTED: &str = concat!(
    "SELECT DISTINCT submissions.period
     FROM submissions
     JOIN parties ON parties.id = submissions.party_id
     JOIN checks ON checks.submission_id = submissions.id
     JOIN submission_counts ON submission_counts.submission_id = submissions.id
     WHERE parties.party = $1
       AND submission_counts.name = $2
       AND submission_counts.value > 0
       AND ",
    in_force!("$3")
);

/// A number that a check counted.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SubmissionCount {
    /// Of which submission.
    pub receipt: String,
    /// The count's name.
    pub name: String,
    /// The number.
    pub value: i64,
}

impl Reader {
    /// What the checks counted in the submissions in force at `as_of` of a party and months,
    /// ordered by name and receipt.
    ///
    /// # Errors
    ///
    /// Returns an error if the database fails.
    pub async fn counts(
        &self,
        party: &PartyId,
        (first, last): (Period, Period),
        as_of: Timestamp,
    ) -> Result<Vec<SubmissionCount>, StoreError> {
        let rows: Vec<CountRow> = on_engine!(&self.db, |pool| {
            sqlx::query_as(SELECT_COUNTS)
                .bind(party.as_str())
                .bind(first.to_string())
                .bind(last.to_string())
                .bind(text::instant(as_of))
                .fetch_all(pool)
                .await?
        });
        Ok(holding(rows))
    }

    /// The months of a party of which a submission in force at `as_of` counted any of `name`.
    ///
    /// # Errors
    ///
    /// Returns an error if the database fails.
    pub async fn periods_with(
        &self,
        party: &PartyId,
        name: &str,
        as_of: Timestamp,
    ) -> Result<BTreeSet<Period>, StoreError> {
        let rows: Vec<String> = on_engine!(&self.db, |pool| {
            sqlx::query_scalar(SELECT_COUNTED)
                .bind(party.as_str())
                .bind(name)
                .bind(text::instant(as_of))
                .fetch_all(pool)
                .await?
        });
        rows.iter().map(|it| text::parse("submissions", "period", it)).collect()
    }
}

#[derive(Debug, sqlx::FromRow)]
struct CountRow {
    id: i64,
    period: String,
    receipt: String,
    name: String,
    value: i64,
    accepted_at: String,
}

/// The counts that hold: what is said of a month as a whole, only by who said it last.
fn holding(rows: Vec<CountRow>) -> Vec<SubmissionCount> {
    let is_of_month = |it: &CountRow| counts::OF_MONTH.contains(&it.name.as_str());
    let mut last: HashMap<String, (String, i64)> = HashMap::new();
    for row in rows.iter().filter(|it| is_of_month(it)) {
        let said = (row.accepted_at.clone(), row.id);
        let last = last.entry(row.period.clone()).or_default();
        *last = said.max(std::mem::take(last));
    }
    let holds = |it: &CountRow| {
        !is_of_month(it) || last.get(&it.period).is_some_and(|last| last.1 == it.id)
    };
    let count = |CountRow { receipt, name, value, .. }| SubmissionCount { receipt, name, value };
    rows.into_iter().filter(holds).map(count).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    /// What ledgers count, each as id, month, second of acceptance and name; ids and names that hold.
    #[track_caller]
    fn check(counted: &[(i64, &str, u8, &str)], expected: &[(&str, &str)]) {
        let row = |&(id, period, second, name): &(i64, &str, u8, &str)| CountRow {
            id,
            period: period.to_owned(),
            receipt: id.to_string(),
            name: name.to_owned(),
            value: 1,
            accepted_at: format!("2026-05-01T00:00:0{second}.000000Z"),
        };
        let found = holding(counted.iter().map(row).collect());
        let found: Vec<_> = found.iter().map(|it| (&*it.receipt, &*it.name)).collect();
        assert_eq!(found, expected, "{counted:?}");
    }

    #[test]
    fn what_is_said_of_a_month_counts_once() {
        let [total, vouchers] = [counts::GENERAL_TOTALS, counts::VOUCHERS];
        check(&[(1, "2026-04", 1, total)], &[("1", total)]);
        check(&[(1, "2026-04", 1, total), (2, "2026-04", 2, total)], &[("2", total)]);
        // Last is what was accepted last, and of the same instant what came last.
        check(&[(1, "2026-04", 3, total), (2, "2026-04", 2, total)], &[("1", total)]);
        check(&[(1, "2026-04", 1, total), (2, "2026-04", 1, total)], &[("2", total)]);
        check(&[(1, "2026-04", 1, total), (2, "2026-05", 2, total)], &[("1", total), ("2", total)]);
        check(
            &[(1, "2026-04", 1, total), (2, "2026-04", 2, vouchers)],
            &[("1", total), ("2", vouchers)],
        );
        check(
            &[(1, "2026-04", 1, vouchers), (2, "2026-04", 2, vouchers)],
            &[("1", vouchers), ("2", vouchers)],
        );
    }
}
