//! Closings: what people did to each month of a party, and whether what was frozen still stands.
//!
//! Append-only. A frozen month keeps its trial balance as canonical JSON with its SHA-256, which the
//! audit log keeps too.

mod verify;

use jiff::Timestamp;
use jiff::civil::Date;
use metrics::actor::{Actor, Hands};
use metrics::ledger::close::{
    self, FrozenBalance, PeriodAct, PeriodEvent, PeriodState, Surroundings,
};
use metrics::party::PartyId;
use metrics::period::{Period, Span};
use sha2::{Digest, Sha256};

use crate::audit::hex;
use crate::db::{Reader, Tx, in_transaction, on_engine};
use crate::desk::DeskError;
use crate::findings::json;
use crate::ledger::closing;
use crate::{StoreError, evaluation_events, parties, text};

pub(crate) use verify::AccountSums;
pub use verify::ClosingsVerification;

const SELECT_OF_PARTY: &str = "
    SELECT closings.period, closings.act, closings.at, closings.actor, closings.typed_by,
           closings.note, closings.sha256
    FROM closings
    JOIN parties ON parties.id = closings.party_id
    WHERE parties.party = $1
    ORDER BY closings.period, closings.sequence
    LIMIT $2
";

const SELECT_PARTIES: &str = "
    SELECT DISTINCT parties.party
    FROM closings
    JOIN parties ON parties.id = closings.party_id
    ORDER BY parties.party
    LIMIT $1
";

const SELECT_BODY: &str = "
    SELECT closings.body
    FROM closings
    JOIN parties ON parties.id = closings.party_id
    WHERE parties.party = $1 AND closings.period = $2 AND closings.act = 'freeze'
    ORDER BY closings.sequence DESC
    LIMIT 1
";

const INSERT: &str = "
    INSERT INTO closings (party_id, period, sequence, act, at, actor, typed_by, note, sha256, body)
    VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)
";

/// Evaluations of a party that cover a month, whatever their scheme: each counts the findings about
/// the party, and those of its ledger are among them.
const SELECT_BUILT_ON: &str = "
    SELECT evaluations.id
    FROM scorecards
    JOIN evaluations ON evaluations.id = scorecards.evaluation_id
    WHERE scorecards.subject_id = $1
      AND evaluations.first_period <= $2
      AND $2 <= evaluations.last_period
    ORDER BY evaluations.id
";

/// A reopening of a month that an evaluation covers, after the instant that it is as known on.
const SELECT_REOPENED: &str = "
    SELECT closings.actor, closings.typed_by, closings.at, parties.party, closings.period
    FROM scorecards
    JOIN closings ON closings.party_id = scorecards.subject_id
    JOIN parties ON parties.id = closings.party_id
    WHERE scorecards.evaluation_id = $1
      AND closings.act = 'reopen'
      AND closings.period BETWEEN $2 AND $3
      AND $4 < closings.at
    ORDER BY closings.at, parties.party
    LIMIT 1
";

/// Acts on the months of one party: a few a year, so that no party comes near it.
const ACTS_MAX: i64 = 100_000;
/// Parties that closed something: surrogate numbers have 12 bits.
const PARTIES_MAX: i64 = 1 << 12;

const LOCK_POSTGRES: &str = "SELECT pg_advisory_xact_lock($1)";
const LOCK_SHARED_POSTGRES: &str = "SELECT pg_advisory_xact_lock_shared($1)";

/// A month of a party with everything that was done to it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Closing {
    /// The month.
    pub period: Period,
    /// What people did, oldest first.
    pub acts: Vec<ClosingAct>,
}

/// What a person did to a month.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ClosingAct {
    /// What.
    pub act: PeriodAct,
    /// When.
    pub at: Timestamp,
    /// Who, by account.
    pub actor: String,
    /// The account that typed it: the same, or one that acted for the person.
    pub typed_by: String,
    /// Why, in the person's words.
    pub note: String,
    /// Hash of the trial balance that was frozen, `""` for other acts.
    pub sha256: String,
}

/// What a person asks to do to a month.
#[derive(Clone, Copy, Debug)]
pub struct OnPeriod<'a> {
    /// Whose month.
    pub party: &'a PartyId,
    /// Which.
    pub period: Period,
    /// What.
    pub act: PeriodAct,
    /// Why. Asking for a reopening needs a reason.
    pub note: &'a str,
    /// The day of the act where the parties are: a month that is not over is not frozen.
    pub today: Date,
}

impl Closing {
    /// The acts as the rules of a month's life take them.
    #[must_use]
    pub fn history(&self) -> Vec<PeriodEvent> {
        let event = |it: &ClosingAct| PeriodEvent {
            act: it.act,
            account: it.actor.clone(),
            typed_by: it.typed_by.clone(),
        };
        self.acts.iter().map(event).collect()
    }

    /// Where the month stands.
    #[must_use]
    pub fn state(&self) -> PeriodState {
        PeriodState::after(&self.history())
    }

    /// The act that froze it last.
    #[must_use]
    pub fn frozen(&self) -> Option<&ClosingAct> {
        self.acts.iter().rev().find(|it| it.act == PeriodAct::Freeze)
    }
}

impl OnPeriod<'_> {
    /// What the audit log says it was done to.
    pub(crate) fn object(&self) -> String {
        format!("{} {}", self.party, self.period)
    }
}

/// The last month that is frozen: it and every month before it are closed, because the opening of a
/// frozen month is the closing of those before.
#[must_use]
pub fn closed_through(closings: &[Closing]) -> Option<Period> {
    closings.iter().filter(|it| it.state().is_closed()).map(|it| it.period).max()
}

impl Reader {
    /// The months of a party that anything was done to, in order.
    ///
    /// # Errors
    ///
    /// Returns an error if the database fails.
    pub async fn closings(&self, party: &PartyId) -> Result<Vec<Closing>, StoreError> {
        let rows: Vec<Row> = on_engine!(&self.db, |pool| {
            sqlx::query_as(SELECT_OF_PARTY)
                .bind(party.as_str())
                .bind(ACTS_MAX)
                .fetch_all(pool)
                .await?
        });
        gathered(rows)
    }

    /// The parties that have closed or reopened a month.
    ///
    /// # Errors
    ///
    /// Returns an error if the database fails.
    pub async fn closing_parties(&self) -> Result<Vec<PartyId>, StoreError> {
        let parties: Vec<String> = on_engine!(&self.db, |pool| {
            sqlx::query_scalar(SELECT_PARTIES).bind(PARTIES_MAX).fetch_all(pool).await?
        });
        parties.iter().map(|it| text::parse("parties", "party", it)).collect()
    }

    /// The trial balance of a month as it was frozen last, as canonical JSON.
    ///
    /// # Errors
    ///
    /// Returns an error if the database fails.
    pub async fn frozen_balance(
        &self,
        party: &PartyId,
        period: Period,
    ) -> Result<Option<String>, StoreError> {
        Ok(on_engine!(&self.db, |pool| {
            sqlx::query_scalar(SELECT_BODY)
                .bind(party.as_str())
                .bind(period.to_string())
                .fetch_optional(pool)
                .await?
        }))
    }
}

/// Holds the closings of a party as they are until the transaction ends: for whoever posts, together
/// with others who post.
pub(crate) async fn lock_shared(tx: &mut Tx, party: &PartyId) -> Result<(), StoreError> {
    lock(tx, party, LOCK_SHARED_POSTGRES).await
}

async fn lock(tx: &mut Tx, party: &PartyId, statement: &'static str) -> Result<(), StoreError> {
    if let Tx::Postgres(transaction) = tx {
        // On SQLite the transaction itself is the only writer.
        let digest = Sha256::digest(format!("closings {party}").as_bytes());
        let key = digest.iter().take(8).fold(0, |key, byte| (key << 8) | i64::from(*byte));
        sqlx::query(statement).bind(key).execute(&mut **transaction).await?;
    }
    Ok(())
}

/// The closings of a party, read within a transaction.
pub(crate) async fn closings_in(tx: &mut Tx, party: &PartyId) -> Result<Vec<Closing>, StoreError> {
    let rows: Vec<Row> = in_transaction!(tx, |it| {
        sqlx::query_as(SELECT_OF_PARTY).bind(party.as_str()).bind(ACTS_MAX).fetch_all(it).await?
    });
    gathered(rows)
}

/// An act that is allowed, not recorded yet.
#[derive(Debug)]
pub(crate) struct Allowed {
    party_id: i64,
    sequence: i64,
    /// The hash of what is frozen, `""` where nothing is.
    pub(crate) sha256: String,
    body: String,
}

/// Whether a person may do what is asked. The transaction holds the party's months from here on:
/// nobody posts to them meanwhile.
pub(crate) async fn allow(
    tx: &mut Tx,
    asked: &OnPeriod<'_>,
    actor: Actor<'_>,
) -> Result<Allowed, DeskError> {
    lock(tx, asked.party, LOCK_POSTGRES).await?;
    let party_id = parties::number(tx, asked.party).await?;
    let closings = closings_in(tx, asked.party).await?;
    let periods = closing::periods_in(tx, party_id).await?;
    let this = closings.iter().find(|it| it.period == asked.period);
    let history = this.map(Closing::history).unwrap_or_default();
    close::apply(&history, asked.act, actor, surroundings(asked, &closings, &periods))?;
    let (sha256, body) = match asked.act {
        PeriodAct::Freeze => frozen(tx, asked).await?,
        PeriodAct::AskReopening | PeriodAct::Reopen | PeriodAct::RefuseReopening => {
            Default::default()
        }
    };
    let sequence = i64::try_from(history.len()).unwrap_or(i64::MAX) + 1;
    Ok(Allowed { party_id, sequence, sha256, body })
}

/// Records an act that is allowed. The audit head is locked before, so that nobody acts on the
/// evaluations that a reopening marks.
pub(crate) async fn record(
    tx: &mut Tx,
    asked: &OnPeriod<'_>,
    allowed: Allowed,
    (hands, at): (Hands<'_>, Timestamp),
) -> Result<(), StoreError> {
    match asked.act {
        PeriodAct::Reopen => supersede(tx, (allowed.party_id, asked), (hands, at)).await?,
        PeriodAct::Freeze | PeriodAct::AskReopening | PeriodAct::RefuseReopening => {}
    }
    in_transaction!(tx, |it| {
        sqlx::query(INSERT)
            .bind(allowed.party_id)
            .bind(asked.period.to_string())
            .bind(allowed.sequence)
            .bind(asked.act.as_str())
            .bind(text::instant(at))
            .bind(hands.account)
            .bind(hands.typed_by)
            .bind(asked.note)
            .bind(&allowed.sha256)
            .bind(&allowed.body)
            .execute(it)
            .await?;
    });
    Ok(())
}

fn surroundings(asked: &OnPeriod<'_>, closings: &[Closing], periods: &[Period]) -> Surroundings {
    let frozen_through = closed_through(closings);
    let is_open = |it: &Period| frozen_through.is_none_or(|last| last < *it);
    Surroundings {
        is_over: asked.period.last_day() < asked.today,
        has_ledger: periods.contains(&asked.period),
        open_before: periods.iter().copied().filter(is_open).find(|it| *it < asked.period),
        frozen_after: frozen_through.filter(|last| asked.period < *last),
        has_reason: !asked.note.trim().is_empty(),
    }
}

/// The trial balance of everything that is in force in this transaction: its hash and its text.
async fn frozen(tx: &mut Tx, asked: &OnPeriod<'_>) -> Result<(String, String), StoreError> {
    let facts = closing::balances_in(tx, asked.party, asked.period).await?;
    let body = json(&FrozenBalance::of(asked.party, asked.period, &facts)?)?;
    Ok((hex(&Sha256::digest(body.as_bytes())), body))
}

/// Marks every evaluation that is built on the month: what it says stays, and it goes out no more.
async fn supersede(
    tx: &mut Tx,
    (party_id, asked): (i64, &OnPeriod<'_>),
    (hands, at): (Hands<'_>, Timestamp),
) -> Result<(), StoreError> {
    let built: Vec<String> = in_transaction!(&mut *tx, |it| {
        sqlx::query_scalar(SELECT_BUILT_ON)
            .bind(party_id)
            .bind(asked.period.to_string())
            .fetch_all(it)
            .await?
    });
    let note = asked.object();
    for id in built {
        evaluation_events::supersede(tx, &id, (hands, at, &note)).await?;
    }
    Ok(())
}

/// Marks an evaluation that is new if a month was reopened while it was computed, or after the instant
/// that it is as known on. The audit head is locked before.
pub(crate) async fn supersede_new(
    tx: &mut Tx,
    (id, span): (&str, Span),
    as_of: Timestamp,
) -> Result<(), StoreError> {
    let reopened: Option<(String, String, String, String, String)> =
        in_transaction!(&mut *tx, |it| {
            sqlx::query_as(SELECT_REOPENED)
                .bind(id)
                .bind(span.first().to_string())
                .bind(span.last().to_string())
                .bind(text::instant(as_of))
                .fetch_optional(it)
                .await?
        });
    let Some((actor, typed_by, at, party, period)) = reopened else { return Ok(()) };
    let hands = Hands { account: &actor, typed_by: &typed_by };
    let at = text::parse("closings", "at", &at)?;
    evaluation_events::supersede(tx, id, (hands, at, &format!("{party} {period}"))).await
}

#[derive(Debug, sqlx::FromRow)]
struct Row {
    period: String,
    act: String,
    at: String,
    actor: String,
    typed_by: String,
    note: String,
    sha256: String,
}

/// Rows that come in the order of months, as months.
fn gathered(rows: Vec<Row>) -> Result<Vec<Closing>, StoreError> {
    let mut closings: Vec<Closing> = Vec::new();
    for row in rows {
        let period = text::parse("closings", "period", &row.period)?;
        let act = ClosingAct {
            act: text::word("closings", "act", &row.act, PeriodAct::parse)?,
            at: text::parse("closings", "at", &row.at)?,
            actor: row.actor,
            typed_by: row.typed_by,
            note: row.note,
            sha256: row.sha256,
        };
        match closings.last_mut().filter(|it| it.period == period) {
            Some(closing) => closing.acts.push(act),
            None => closings.push(Closing { period, acts: vec![act] }),
        }
    }
    Ok(closings)
}
