//! Whether each evaluation is what was computed: its body has the hash that the audit log has, and its columns
//! and scorecards say what the body says.

use std::collections::BTreeSet;

use super::acts::ActDifference;
use crate::StoreError;
use crate::db::{Reader, on_engine};
use crate::evaluations::{columns, graded, hash_of, read};

const SELECT_LOGGED: &str = "
    SELECT sequence, object, detail
    FROM audit
    WHERE act = 'evaluate' AND $1 < sequence
    ORDER BY sequence
    LIMIT $2
";

const SELECT: &str = "
    SELECT body, scheme_id, scheme_sha256, policy_sha256, facts_sha256, first_period, last_period,
           as_of
    FROM evaluations
    WHERE id = $1
";

const SELECT_SCORECARDS: &str = "
    SELECT COALESCE(parties.party, '') AS party, scorecards.subject_name, scorecards.score,
           scorecards.band
    FROM scorecards
    LEFT JOIN parties ON parties.id = scorecards.subject_id
    WHERE scorecards.evaluation_id = $1
";

/// A scorecard of an evaluation that there is none of.
const SELECT_STRAY: &str = "
    SELECT scorecards.evaluation_id, scorecards.subject_name
    FROM scorecards
    WHERE NOT EXISTS (SELECT 1 FROM evaluations WHERE evaluations.id = scorecards.evaluation_id)
    LIMIT 1
";

/// Entries that are read at once.
const PAGE: i64 = 1_000;

/// The first evaluation that is not what was computed.
pub(super) async fn differs(reader: &Reader) -> Result<Option<ActDifference>, StoreError> {
    let mut after = 0_i64;
    loop {
        let page: Vec<(i64, String, String)> = on_engine!(&reader.db, |pool| {
            sqlx::query_as(SELECT_LOGGED).bind(after).bind(PAGE).fetch_all(pool).await?
        });
        let Some(last) = page.last() else { break };
        after = last.0;
        for (_, id, sha256) in page {
            if let Some(difference) = differs_one(reader, (&id, sha256)).await? {
                return Ok(Some(difference));
            }
        }
    }
    let stray: Option<(String, String)> =
        on_engine!(&reader.db, |pool| sqlx::query_as(SELECT_STRAY).fetch_optional(pool).await?);
    let told =
        |(id, subject): (String, String)| unlike(("scorecards", &id), None, (None, Some(subject)));
    Ok(stray.map(told))
}

async fn differs_one(
    reader: &Reader,
    (id, sha256): (&str, String),
) -> Result<Option<ActDifference>, StoreError> {
    let row: Option<Row> =
        on_engine!(&reader.db, |pool| sqlx::query_as(SELECT).bind(id).fetch_optional(pool).await?);
    // That the log has one that is missing is found with the acts.
    let Some(row) = row else { return Ok(None) };
    let actual = hash_of(&row.body);
    if actual != sha256 {
        let sides = (Some(sha256), Some(actual));
        return Ok(Some(unlike(("evaluations", id), Some("body"), sides)));
    }
    let evaluation = read(id, &row.body)?;
    let stand = row.columns();
    for ((column, expected), actual) in columns(&evaluation).into_iter().zip(stand) {
        if expected != actual {
            let sides = (Some(expected), Some(actual));
            return Ok(Some(unlike(("evaluations", id), Some(column), sides)));
        }
    }
    let stand: BTreeSet<[String; 4]> = on_engine!(&reader.db, |pool| {
        let rows: Vec<(String, String, String, String)> =
            sqlx::query_as(SELECT_SCORECARDS).bind(id).fetch_all(pool).await?;
        rows.into_iter().map(<[String; 4]>::from).collect()
    });
    let expected: BTreeSet<[String; 4]> = evaluation.scorecards.iter().map(graded).collect();
    let lacking = expected.difference(&stand).next();
    let surplus = stand.difference(&expected).next();
    if lacking.is_none() && surplus.is_none() {
        return Ok(None);
    }
    let told = |it: Option<&[String; 4]>| it.map(|it| it.join(" "));
    Ok(Some(unlike(("scorecards", id), None, (told(lacking), told(surplus)))))
}

fn unlike(
    (table, object): (&str, &str),
    column: Option<&str>,
    (expected, actual): (Option<String>, Option<String>),
) -> ActDifference {
    let (table, object, column) = (table.to_owned(), object.to_owned(), column.map(str::to_owned));
    ActDifference { table, object, ordinal: 1, column, expected, actual }
}

#[derive(Debug, sqlx::FromRow)]
struct Row {
    body: String,
    scheme_id: String,
    scheme_sha256: String,
    policy_sha256: String,
    facts_sha256: String,
    first_period: String,
    last_period: String,
    as_of: String,
}

impl Row {
    /// In the order of [`columns`].
    fn columns(self) -> [String; 7] {
        let Self { scheme_id, scheme_sha256, policy_sha256, facts_sha256, .. } = self;
        let (first, last) = (self.first_period, self.last_period);
        [scheme_id, scheme_sha256, policy_sha256, facts_sha256, first, last, self.as_of]
    }
}
