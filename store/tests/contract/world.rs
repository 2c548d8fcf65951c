//! A database on each engine, and small things to put into it.

use jiff::Timestamp;
use metrics::kind::{Kind, Verdict};
use metrics::party::PartyId;
use metrics::period::Period;
use sqlx::migrate::MigrateDatabase;
use store::Writer;
use store::posting::Outcome;
use store::submissions::{NewSubmission, Received, Submission};

/// An operator with a synthetic credit code.
pub(crate) const OPERATOR: &str = "uscc:91310000MADEM0011A";

/// A database of its own for each test: where the failed ones can be looked at.
pub(crate) struct World {
    pub(crate) url: String,
    pub(crate) writer: Writer,
}

/// Runs a story on an empty database of each engine. Each test has a `name` of its own.
pub(crate) async fn on_each_engine(name: &str, story: impl AsyncFn(World)) {
    let folder = tempfile::tempdir().unwrap();
    let url = format!("sqlite:{}", folder.path().join("test.db").display());
    story(World { writer: Writer::open(&url).await.unwrap(), url }).await;

    let Ok(server) = std::env::var("MINGJING_TEST_POSTGRES") else {
        return;
    };
    let url = format!("{server}/contract_{name}");
    // Dropped before the test, not after, so that a failure leaves something to look at.
    if sqlx::Postgres::database_exists(&url).await.unwrap() {
        sqlx::Postgres::drop_database(&url).await.unwrap();
    }
    sqlx::Postgres::create_database(&url).await.unwrap();
    story(World { writer: Writer::open(&url).await.unwrap(), url }).await;
}

/// `2026-07-01T01:00:SS Z`.
pub(crate) fn at(second: i64) -> Timestamp {
    "2026-07-01T01:00:00Z".parse::<Timestamp>().unwrap() + jiff::SignedDuration::from_secs(second)
}

pub(crate) fn operator() -> PartyId {
    OPERATOR.parse().unwrap()
}

pub(crate) fn period(text: &str) -> Period {
    text.parse().unwrap()
}

/// What posting a file of so many rows without a fault ends with.
pub(crate) fn accepted(rows: u64) -> Outcome<'static> {
    Outcome {
        verdict: Verdict::Accepted,
        rows,
        understood: rows,
        faults: 0,
        policy_sha256: "policy",
        counts: &[],
    }
}

impl World {
    /// Hands in bytes of a kind at a second.
    pub(crate) async fn receive(
        &self,
        kind: Kind,
        bytes: &[u8],
        supersedes: Option<&str>,
        second: i64,
    ) -> Received {
        let month = matches!(kind, Kind::Ledger | Kind::Usage).then(|| period("2026-04"));
        self.hand_in((kind, month), bytes, supersedes, second).await
    }

    /// Hands in a ledger of a month at a second.
    pub(crate) async fn receive_of(&self, month: Period, bytes: &[u8], second: i64) -> Received {
        self.hand_in((Kind::Ledger, Some(month)), bytes, None, second).await
    }

    async fn hand_in(
        &self,
        (kind, period): (Kind, Option<Period>),
        bytes: &[u8],
        supersedes: Option<&str>,
        second: i64,
    ) -> Received {
        let party = operator();
        let new = NewSubmission {
            kind,
            party: &party,
            period,
            sender: "wang",
            source: "submit",
            format: "csv",
            mapping_sha256: None,
            file_name: "四月.csv",
            received_at: at(second),
            supersedes,
        };
        self.writer.receive(&new, &mut std::io::Cursor::new(bytes)).await.unwrap()
    }

    pub(crate) async fn submission(&self, receipt: &str) -> Submission {
        self.writer.reader().submission(receipt).await.unwrap().unwrap()
    }
}
