//! The parts of what is posted: what has no accepted submission and stands all the same is a part, too.

use std::collections::{BTreeMap, BTreeSet};

use metrics::kind::Kind;
use metrics::party::PartyId;
use metrics::period::Period;

use super::Part;
use crate::db::{Reader, on_engine};
use crate::ledger::ids;
use crate::submissions::Submission;
use crate::{StoreError, text};

const SELECT_PARTIES: &str = "SELECT id, party FROM parties";

const SELECT_MONTHS: &str = "
    SELECT submissions.party_id, submissions.period
    FROM submissions
    JOIN checks ON checks.submission_id = submissions.id
    WHERE submissions.kind = 'ledger' AND checks.accepted_at IS NOT NULL
    UNION
    SELECT party_id, period FROM balances
    UNION
    SELECT party_id, period FROM counterparty_sums
    UNION
    SELECT party_id, period FROM ledger_invoices
";

/// Party and month begin the ids of vouchers and lines.
const SELECT_IDS: &str = "
    SELECT id / 549755813888 FROM vouchers
    UNION
    SELECT id / 549755813888 FROM ledger_lines
";

impl Part {
    /// The part that a submission belongs to.
    pub(super) fn of(submission: &Submission) -> Self {
        match (submission.kind, submission.period) {
            (Kind::Ledger, Some(period)) => Self::Month(submission.party.clone(), period),
            (kind, _) => Self::Kind(kind),
        }
    }
}

impl Reader {
    /// The parts of what is posted, each once: every other kind, and the months of ledgers.
    ///
    /// # Errors
    ///
    /// Returns an error if the database fails.
    pub async fn parts(&self) -> Result<Vec<Part>, StoreError> {
        let parties: Vec<(i64, String)> =
            on_engine!(&self.db, |pool| sqlx::query_as(SELECT_PARTIES).fetch_all(pool).await?);
        let months: Vec<(i64, String)> =
            on_engine!(&self.db, |pool| sqlx::query_as(SELECT_MONTHS).fetch_all(pool).await?);
        let ids: Vec<i64> =
            on_engine!(&self.db, |pool| sqlx::query_scalar(SELECT_IDS).fetch_all(pool).await?);
        let mut names: BTreeMap<i64, PartyId> = BTreeMap::new();
        for (id, party) in parties {
            names.insert(id, text::parse("parties", "party", &party)?);
        }
        let mut all: BTreeSet<(i64, Period)> = BTreeSet::new();
        for (party_id, period) in months {
            all.insert((party_id, text::parse("submissions", "period", &period)?));
        }
        all.extend(ids.into_iter().filter_map(ids::party_and_period));
        let kinds = Kind::ALL.into_iter().filter(|it| *it != Kind::Ledger).map(Part::Kind);
        // What is of no party, nobody reads.
        let months = all.iter().filter_map(|(id, period)| {
            names.get(id).map(|party| Part::Month(party.clone(), *period))
        });
        Ok(kinds.chain(months).collect())
    }
}
