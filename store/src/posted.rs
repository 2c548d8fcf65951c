//! What was posted since: whom a look at everything has to look at again.

use metrics::kind::Kind;
use metrics::party::PartyId;

use crate::db::{Reader, on_engine};
use crate::{StoreError, text};

/// Whoever handed something in; of usage, which a public body may hand in for others, also whom it is
/// about, and whom the one that it supersedes was about.
const SELECT: &str = "
    WITH posted AS (
        SELECT submissions.id, submissions.kind, submissions.party_id, submissions.period
        FROM audit
        JOIN submissions ON submissions.receipt = audit.object
        WHERE audit.sequence > $1 AND audit.sequence <= $2 AND audit.act = 'post'
    )
    SELECT posted.kind, parties.party
    FROM posted
    JOIN parties ON parties.id = posted.party_id
    UNION
    SELECT posted.kind, parties.party
    FROM posted
    JOIN parties ON EXISTS (
        SELECT 1
        FROM usage_sums
        WHERE usage_sums.party_id = parties.id AND usage_sums.period = posted.period
          AND (usage_sums.submission_id = posted.id OR usage_sums.submission_id IN (
              SELECT supersessions.old_id
              FROM supersessions
              WHERE supersessions.new_id = posted.id
          ))
    )
    WHERE posted.kind = 'usage'
    ORDER BY 1, 2
";

impl Reader {
    /// The kinds that were posted after one act of the audit log up to another, with the parties that
    /// handed them in and, of usage, those that it is about.
    ///
    /// # Errors
    ///
    /// Returns an error if the database fails.
    pub async fn posted_between(
        &self,
        (after, through): (i64, i64),
    ) -> Result<Vec<(Kind, PartyId)>, StoreError> {
        let rows: Vec<(String, String)> = on_engine!(&self.db, |pool| {
            sqlx::query_as(SELECT).bind(after).bind(through).fetch_all(pool).await?
        });
        let parse = |(kind, party): (String, String)| {
            Ok((
                text::parse("submissions", "kind", &kind)?,
                text::parse("parties", "party", &party)?,
            ))
        };
        rows.into_iter().map(parse).collect()
    }
}
