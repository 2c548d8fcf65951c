//! Waivers, and what people did about them. Append-only; whether an act is allowed is decided by
//! `metrics`, on the history of the same transaction.

use jiff::Timestamp;
use jiff::civil::Date;
use metrics::actor::{Actor, Hands};
use metrics::finding::waiver::{
    Case, Terms, Waivable, Waiver, WaiverAct, WaiverEvent, WaiverPolicy, WaiverState,
};
use metrics::party::PartyId;
use metrics::period::Span;

use crate::db::{Reader, Tx, in_transaction, on_engine};
use crate::desk::{self, DeskError};
use crate::findings::Finding;
use crate::{StoreError, parties, text};

const INSERT: &str = "
    INSERT INTO waivers (number, party_id, rule, cause, first_period, last_period, reason, document,
                         from_day, until_day)
    VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)
";

const INSERT_EVENT: &str = "
    INSERT INTO waiver_events (waiver_number, sequence, act, at, actor, typed_by, note)
    VALUES ($1, $2, $3, $4, $5, $6, $7)
";

const SELECT_LAST_NUMBER: &str = "SELECT COALESCE(MAX(number), 0) FROM waivers";

macro_rules! select {
    ($tail:literal) => {
        concat!(
            "SELECT waivers.number, parties.party, waivers.rule, waivers.cause,
                    waivers.first_period, waivers.last_period, waivers.reason, waivers.document,
                    waivers.from_day, waivers.until_day, waiver_events.act, waiver_events.at,
                    waiver_events.actor, waiver_events.typed_by, waiver_events.note
             FROM waivers
             JOIN parties ON parties.id = waivers.party_id
             JOIN waiver_events ON waiver_events.waiver_number = waivers.number
             WHERE ",
            $tail,
            " ORDER BY waivers.number, waiver_events.sequence"
        )
    };
}

const SELECT: &str = select!("waiver_events.at <= $1 AND ($2 = '' OR parties.party = $2)");

const SELECT_ONE: &str = select!("waivers.number = $1");

/// A waiver with everything that was done about it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct StoredWaiver {
    /// Its number: 1, 2, 3 in the order of proposing.
    pub number: i64,
    /// What was proposed.
    pub waiver: Waiver,
    /// What was done, oldest first. The first is that it was proposed.
    pub events: Vec<WaiverEvent>,
}

/// What a person asks to do about a waiver.
#[derive(Clone, Copy)]
pub struct OnWaiver<'a> {
    /// What.
    pub asked: Asked<'a>,
    /// What the policy pack says of a rule.
    pub waivable: &'a (dyn Fn(&str) -> Waivable + Sync),
    /// How long waivers may hold.
    pub policy: &'a WaiverPolicy,
    /// The day of the act where the parties are.
    pub today: Date,
}

/// An act, and on what.
#[derive(Clone, Copy, Debug)]
pub enum Asked<'a> {
    /// A waiver is proposed.
    Propose(&'a Waiver),
    /// Something is done about one that was proposed.
    Decide {
        /// Its number.
        number: i64,
        /// What.
        act: WaiverAct,
        /// Why.
        note: &'a str,
    },
}

impl StoredWaiver {
    /// Where it stands on a day.
    #[must_use]
    pub fn state(&self, today: Date) -> WaiverState {
        self.case(today).state()
    }

    /// Whether it is about a finding.
    #[must_use]
    pub fn covers(&self, it: &Finding) -> bool {
        self.waiver.subject == it.subject && self.waiver.covers(&it.rule, it.period, &it.cause)
    }

    /// The account of who did something about it last.
    #[must_use]
    pub fn who(&self, act: WaiverAct) -> Option<&str> {
        self.events.iter().rev().find(|it| it.act == act).map(|it| it.account.as_str())
    }

    fn case(&self, today: Date) -> Case<'_> {
        Case { waiver: &self.waiver, events: &self.events, today }
    }
}

impl Asked<'_> {
    /// What is done.
    #[must_use]
    pub const fn act(&self) -> WaiverAct {
        match self {
            Self::Propose(_) => WaiverAct::Propose,
            Self::Decide { act, .. } => *act,
        }
    }

    /// Why, where that is no part of the waiver itself.
    const fn note(&self) -> &str {
        match self {
            Self::Propose(_) => "",
            Self::Decide { note, .. } => note,
        }
    }

    /// What the audit log says it was done to.
    pub(crate) fn object(&self) -> String {
        match self {
            Self::Propose(waiver) => format!("{} {}", waiver.subject, waiver.rule),
            Self::Decide { number, .. } => format!("waiver {number}"),
        }
    }

    /// What the audit log says of it.
    pub(crate) fn detail(&self) -> String {
        match self {
            Self::Propose(it) => {
                let cause = it.cause.as_deref().map_or(("causes", "all"), |it| ("cause", it));
                let [first, last] = [it.span.first(), it.span.last()].map(|it| it.to_string());
                let [from, until] = [it.from, it.until].map(|it| it.to_string());
                desk::said([
                    cause,
                    ("first_period", &first),
                    ("last_period", &last),
                    ("from_day", &from),
                    ("until_day", &until),
                    ("document", &it.document),
                    ("reason", &it.reason),
                ])
            }
            Self::Decide { note, .. } => desk::said([("note", *note)]),
        }
    }
}

impl Reader {
    /// The waivers about a party, or about all, with what was done by an instant, by number.
    ///
    /// # Errors
    ///
    /// Returns an error if the database fails.
    pub async fn waivers(
        &self,
        subject: Option<&PartyId>,
        as_of: Timestamp,
    ) -> Result<Vec<StoredWaiver>, StoreError> {
        let rows: Vec<Row> = on_engine!(&self.db, |pool| {
            sqlx::query_as(SELECT)
                .bind(text::instant(as_of))
                .bind(subject.map_or("", PartyId::as_str))
                .fetch_all(pool)
                .await?
        });
        gathered(rows)
    }

    /// Those of them that hold on a day, as known then.
    ///
    /// # Errors
    ///
    /// Returns an error if the database fails.
    pub async fn waivers_in_force(
        &self,
        subject: Option<&PartyId>,
        (as_of, today): (Timestamp, Date),
    ) -> Result<Vec<StoredWaiver>, StoreError> {
        let mut waivers = self.waivers(subject, as_of).await?;
        waivers.retain(|it| it.state(today) == WaiverState::InForce);
        Ok(waivers)
    }
}

/// Records what a person asks for, if the waiver allows it and the party, where one is proposed, is
/// registered. Returns its number. The audit head is locked before, so that two people do not act on
/// the same history.
pub(crate) async fn act(
    tx: &mut Tx,
    on: &OnWaiver<'_>,
    (actor, is_registered): (Actor<'_>, bool),
    at: Timestamp,
) -> Result<i64, DeskError> {
    let (act, stored) = (on.asked.act(), stored(tx, on.asked).await?);
    let waivable = (on.waivable)(&stored.waiver.rule);
    let terms = Terms { waivable, is_registered, policy: on.policy };
    stored.case(on.today).allow(act, actor, terms)?;
    if let Asked::Propose(waiver) = on.asked {
        insert(tx, (stored.number, waiver)).await?;
    }
    let sequence = i64::try_from(stored.events.len()).unwrap_or(i64::MAX) + 1;
    let Hands { account, typed_by } = actor.hands();
    let (account, typed_by) = (account.to_owned(), typed_by.to_owned());
    let event = WaiverEvent { act, at, account, typed_by, note: on.asked.note().to_owned() };
    insert_event(tx, (stored.number, sequence), &event).await?;
    Ok(stored.number)
}

/// The waiver that is meant; one that is proposed has the next number, and no history.
async fn stored(tx: &mut Tx, asked: Asked<'_>) -> Result<StoredWaiver, StoreError> {
    match asked {
        Asked::Propose(waiver) => {
            let last: i64 = in_transaction!(tx, |it| {
                sqlx::query_scalar(SELECT_LAST_NUMBER).fetch_one(it).await?
            });
            Ok(StoredWaiver { number: last + 1, waiver: waiver.clone(), events: Vec::new() })
        }
        Asked::Decide { number, .. } => {
            let rows: Vec<Row> = in_transaction!(tx, |it| {
                sqlx::query_as(SELECT_ONE).bind(number).fetch_all(it).await?
            });
            let not_found = || StoreError::NotFound { what: "waiver", name: number.to_string() };
            gathered(rows)?.pop().ok_or_else(not_found)
        }
    }
}

async fn insert(tx: &mut Tx, (number, waiver): (i64, &Waiver)) -> Result<(), StoreError> {
    let party_id = parties::number(tx, &waiver.subject).await?;
    in_transaction!(tx, |it| {
        sqlx::query(INSERT)
            .bind(number)
            .bind(party_id)
            .bind(&waiver.rule)
            .bind(waiver.cause.as_deref())
            .bind(waiver.span.first().to_string())
            .bind(waiver.span.last().to_string())
            .bind(&waiver.reason)
            .bind(&waiver.document)
            .bind(waiver.from.to_string())
            .bind(waiver.until.to_string())
            .execute(it)
            .await?;
    });
    Ok(())
}

async fn insert_event(
    tx: &mut Tx,
    (number, sequence): (i64, i64),
    event: &WaiverEvent,
) -> Result<(), StoreError> {
    in_transaction!(tx, |it| {
        sqlx::query(INSERT_EVENT)
            .bind(number)
            .bind(sequence)
            .bind(event.act.as_str())
            .bind(text::instant(event.at))
            .bind(&event.account)
            .bind(&event.typed_by)
            .bind(&event.note)
            .execute(it)
            .await?;
    });
    Ok(())
}

#[derive(Debug, sqlx::FromRow)]
struct Row {
    number: i64,
    party: String,
    rule: String,
    cause: Option<String>,
    first_period: String,
    last_period: String,
    reason: String,
    document: String,
    from_day: String,
    until_day: String,
    act: String,
    at: String,
    actor: String,
    typed_by: String,
    note: String,
}

impl Row {
    fn waiver(&self) -> Result<Waiver, StoreError> {
        let first = text::parse("waivers", "first_period", &self.first_period)?;
        let last = text::parse("waivers", "last_period", &self.last_period)?;
        let corrupt = || text::corrupt("waivers", "last_period", &self.last_period);
        Ok(Waiver {
            subject: text::parse("parties", "party", &self.party)?,
            rule: self.rule.clone(),
            cause: self.cause.clone(),
            span: Span::new(first, last).ok_or_else(corrupt)?,
            reason: self.reason.clone(),
            document: self.document.clone(),
            from: text::parse("waivers", "from_day", &self.from_day)?,
            until: text::parse("waivers", "until_day", &self.until_day)?,
        })
    }

    fn event(self) -> Result<WaiverEvent, StoreError> {
        Ok(WaiverEvent {
            act: text::word("waiver_events", "act", &self.act, WaiverAct::parse)?,
            at: text::parse("waiver_events", "at", &self.at)?,
            account: self.actor,
            typed_by: self.typed_by,
            note: self.note,
        })
    }
}

/// Rows that come in the order of waivers and their events, as waivers.
fn gathered(rows: Vec<Row>) -> Result<Vec<StoredWaiver>, StoreError> {
    let mut waivers: Vec<StoredWaiver> = Vec::new();
    for row in rows {
        let number = row.number;
        if waivers.last().is_none_or(|it| it.number != number) {
            waivers.push(StoredWaiver { number, waiver: row.waiver()?, events: Vec::new() });
        }
        if let Some(waiver) = waivers.last_mut() {
            waiver.events.push(row.event()?);
        }
    }
    Ok(waivers)
}
