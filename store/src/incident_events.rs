//! What supervisors did with incidents. Append-only; whether an act is allowed is decided by
//! `metrics`, on the facts and the history of the same transaction.

use std::collections::BTreeMap;

use jiff::Timestamp;
use metrics::actor::Actor;
use metrics::incident::Level;
use metrics::incident::lifecycle::{
    self, Case, Decision, Guide, IncidentAct, IncidentEvent, Order, Standing, orders, standing,
};
use metrics::party::PartyId;

use crate::db::{self, Reader, Tx, in_transaction, on_engine};
use crate::desk::{self, DeskError};
#[cfg(doc)]
use crate::incidents::IncidentFilter;
use crate::incidents::{StoredIncident, incident_in};
use crate::open_incidents::{OpenPlace, OpenSpan, spans, urgency_text};
use crate::{StoreError, parties, text};

const INSERT: &str = "
    INSERT INTO incident_events (party_id, incident_no, sequence, act, at, actor, typed_by, note,
                                 level, due_on, machine, guide_version, receipt)
    VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13)
";

macro_rules! select {
    ($from:literal, $tail:literal) => {
        concat!(
            "SELECT DISTINCT parties.party, incident_events.incident_no, incident_events.sequence,
                    incident_events.act, incident_events.at, incident_events.actor,
                    incident_events.typed_by, incident_events.note, incident_events.level, incident_events.due_on,
                    incident_events.machine, incident_events.guide_version,
                    incident_events.receipt
             FROM ",
            $from,
            " JOIN parties ON parties.id = incident_events.party_id
             WHERE incident_events.at <= $1 AND ",
            $tail,
            " ORDER BY parties.party, incident_events.incident_no, incident_events.sequence"
        )
    };
}

const SELECT_OF_INCIDENT: &str =
    select!("incident_events", "parties.party = $2 AND incident_events.incident_no = $3");

const SELECT_OF_PAGE: &str = select!(
    "incidents JOIN incident_events ON incident_events.party_id = incidents.party_id
                                   AND incident_events.incident_no = incidents.incident_no",
    "incidents.id BETWEEN $2 AND $3"
);

const SELECT_OF_OPEN_PAGE: &str = select!(
    "open_incidents JOIN incidents ON incidents.id = open_incidents.incident_id
                    JOIN incident_events ON incident_events.party_id = incidents.party_id
                                        AND incident_events.incident_no = incidents.incident_no",
    "(open_incidents.due_at, open_incidents.incident_id) >= ($2, $3)
     AND (open_incidents.due_at, open_incidents.incident_id) <= ($4, $5)"
);

const SELECT_DECISIONS: &str = select!(
    "incident_events",
    "($2 = '' OR parties.party = $2)
     AND incident_events.act IN ('upgrade', 'confirm_downgrade')"
);

const SELECT_ORDERS: &str = select!(
    "incident_events",
    "($2 = '' OR parties.party = $2)
     AND incident_events.act IN ('order', 'accept_rectification')"
);

/// An incident in force with what supervisors did with it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct IncidentFile {
    /// What was reported.
    pub stored: StoredIncident,
    /// What supervisors did, oldest first.
    pub events: Vec<IncidentEvent>,
}

/// The levels that people decided on, by party and number of the incident.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct LevelDecisions(BTreeMap<Identity, Decision>);

/// The orders to rectify that are open, by party and number of the incident.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct OpenOrders(BTreeMap<Identity, Order>);

/// What a person asks to do with an incident.
#[derive(Clone, Copy, Debug)]
pub struct OnIncident<'a> {
    /// Whose incident.
    pub party: &'a PartyId,
    /// Its number.
    pub incident_no: &'a str,
    /// What.
    pub act: IncidentAct,
    /// Why, or of what.
    pub note: &'a str,
    /// By what it is judged, at the instant of the act.
    pub guide: Guide<'a>,
}

/// An order to rectify.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct GivenOrder {
    /// Whose incident.
    pub party: PartyId,
    /// Its number.
    pub incident_no: String,
    /// What was ordered.
    pub order: Order,
    /// When it was accepted as done; `None` while it is open.
    pub accepted_at: Option<Timestamp>,
}

/// An incident's party and number.
type Identity = (PartyId, String);

impl IncidentFile {
    /// Where it stands.
    #[must_use]
    pub fn standing(&self, guide: Guide<'_>) -> Standing {
        let (incident, receipt) = (&self.stored.incident, &*self.stored.receipt);
        standing(Case { incident, receipt, events: &self.events }, guide)
    }
}

impl LevelDecisions {
    /// What people last decided on the level of an incident.
    #[must_use]
    pub fn of(&self, it: &StoredIncident) -> Option<Decision> {
        let identity = (it.party.clone(), it.incident.incident_no.clone());
        self.0.get(&identity).copied()
    }
}

impl OpenOrders {
    /// The order that is open after an incident.
    #[must_use]
    pub fn of(&self, it: &StoredIncident) -> Option<&Order> {
        self.0.get(&(it.party.clone(), it.incident.incident_no.clone()))
    }
}

impl OnIncident<'_> {
    /// What the audit log says it was done to.
    pub(crate) fn object(&self) -> String {
        format!("{} {}", self.party, self.incident_no)
    }

    /// What the audit log says of it.
    pub(crate) fn detail(&self) -> String {
        let level = self.act.level().map_or("", Level::as_str);
        let due_on = self.act.due_on().map(|it| it.to_string()).unwrap_or_default();
        desk::said([("level", level), ("due_on", &due_on), ("note", self.note)])
    }
}

impl Reader {
    /// The incident of a party under a number, as known at an instant.
    ///
    /// # Errors
    ///
    /// [`StoreError::NotFound`] if there is none, or an error if the database fails.
    pub async fn incident(
        &self,
        identity: (&PartyId, &str),
        as_of: Timestamp,
    ) -> Result<IncidentFile, StoreError> {
        let mut tx = db::begin_reading(&self.db).await?;
        file_in(&mut tx, identity, as_of).await
    }

    /// At most `limit` incidents in force at `as_of` with a number below `before`, newest first.
    ///
    /// # Errors
    ///
    /// Returns an error if the database fails.
    pub async fn incident_files_before(
        &self,
        before: i64,
        (as_of, limit): (Timestamp, i64),
    ) -> Result<Vec<IncidentFile>, StoreError> {
        let page = self.incidents_before(before, (as_of, limit)).await?;
        let ids = (page.last().map_or(0, |it| it.id), page.first().map_or(0, |it| it.id));
        let rows: Vec<Row> = on_engine!(&self.db, |pool| {
            sqlx::query_as(SELECT_OF_PAGE)
                .bind(text::instant(as_of))
                .bind(ids.0)
                .bind(ids.1)
                .fetch_all(pool)
                .await?
        });
        let mut histories = gathered(rows)?;
        Ok(page.into_iter().map(|it| file(it, &mut histories)).collect())
    }

    /// At most `limit` incidents in force at `as_of` that may be open by now
    /// ([`IncidentFilter::open_only`]) and stand after a place in their list: what presses most first, as
    /// the last look found it.
    ///
    /// # Errors
    ///
    /// Returns an error if the database fails.
    pub async fn incident_files_pressing(
        &self,
        after: Option<OpenPlace>,
        (as_of, limit): (Timestamp, i64),
    ) -> Result<Vec<(OpenPlace, IncidentFile)>, StoreError> {
        let mut files = Vec::new();
        for span in spans(after, as_of) {
            let left = limit - i64::try_from(files.len()).unwrap_or(limit);
            files.append(&mut self.files_of(span, (as_of, left)).await?);
        }
        Ok(files)
    }

    async fn files_of(
        &self,
        span: OpenSpan,
        (as_of, limit): (Timestamp, i64),
    ) -> Result<Vec<(OpenPlace, IncidentFile)>, StoreError> {
        let page = self.incidents_pressing(span, (as_of, limit)).await?;
        let (Some((first, _)), Some((last, _))) = (page.first(), page.last()) else {
            return Ok(Vec::new());
        };
        let rows: Vec<Row> = on_engine!(&self.db, |pool| {
            sqlx::query_as(SELECT_OF_OPEN_PAGE)
                .bind(text::instant(as_of))
                .bind(urgency_text(first.urgency))
                .bind(first.incident_id)
                .bind(urgency_text(last.urgency))
                .bind(last.incident_id)
                .fetch_all(pool)
                .await?
        });
        let mut histories = gathered(rows)?;
        Ok(page.into_iter().map(|(place, it)| (place, file(it, &mut histories))).collect())
    }

    /// The levels that people decided on by an instant, of one party's incidents or of all: far fewer
    /// than incidents.
    ///
    /// # Errors
    ///
    /// Returns an error if the database fails.
    pub async fn level_decisions(
        &self,
        party: Option<&PartyId>,
        as_of: Timestamp,
    ) -> Result<LevelDecisions, StoreError> {
        let rows: Vec<Row> = on_engine!(&self.db, |pool| {
            sqlx::query_as(SELECT_DECISIONS)
                .bind(text::instant(as_of))
                .bind(party.map_or("", PartyId::as_str))
                .fetch_all(pool)
                .await?
        });
        let last =
            |(identity, events): (Identity, Vec<_>)| Some((identity, Decision::last(&events)?));
        Ok(LevelDecisions(gathered(rows)?.into_iter().filter_map(last).collect()))
    }

    /// The orders to rectify that were given by an instant, to one party or to all.
    ///
    /// # Errors
    ///
    /// Returns an error if the database fails.
    pub async fn orders(
        &self,
        party: Option<&PartyId>,
        as_of: Timestamp,
    ) -> Result<Vec<GivenOrder>, StoreError> {
        let rows: Vec<Row> = on_engine!(&self.db, |pool| {
            sqlx::query_as(SELECT_ORDERS)
                .bind(text::instant(as_of))
                .bind(party.map_or("", PartyId::as_str))
                .fetch_all(pool)
                .await?
        });
        let given = |((party, incident_no), events): (Identity, Vec<IncidentEvent>)| {
            let order = move |(order, accepted_at)| GivenOrder {
                party: party.clone(),
                incident_no: incident_no.clone(),
                order,
                accepted_at,
            };
            orders(&events).into_iter().map(order)
        };
        Ok(gathered(rows)?.into_iter().flat_map(given).collect())
    }

    /// Those of them that are open.
    ///
    /// # Errors
    ///
    /// Returns an error if the database fails.
    pub async fn open_orders(
        &self,
        party: Option<&PartyId>,
        as_of: Timestamp,
    ) -> Result<OpenOrders, StoreError> {
        let given = self.orders(party, as_of).await?.into_iter();
        let open = given.filter(|it| it.accepted_at.is_none());
        Ok(OpenOrders(open.map(|it| ((it.party, it.incident_no), it.order)).collect()))
    }
}

/// An incident with its history, which is taken out of those of its page.
fn file(
    stored: StoredIncident,
    histories: &mut BTreeMap<Identity, Vec<IncidentEvent>>,
) -> IncidentFile {
    let identity = (stored.party.clone(), stored.incident.incident_no.clone());
    IncidentFile { events: histories.remove(&identity).unwrap_or_default(), stored }
}

/// Records what a person asks for, if the incident allows it. The audit head is locked before, so
/// that two people do not act on the same history.
pub(crate) async fn act(
    tx: &mut Tx,
    asked: &OnIncident<'_>,
    actor: Actor<'_>,
) -> Result<(), DeskError> {
    let identity = (asked.party, asked.incident_no);
    let IncidentFile { stored, events } = file_in(tx, identity, asked.guide.context.as_of).await?;
    let (incident, receipt) = (&stored.incident, &*stored.receipt);
    let case = Case { incident, receipt, events: &events };
    let event = lifecycle::apply(case, (asked.act, asked.note), actor, asked.guide)?;
    let sequence = i64::try_from(events.len()).unwrap_or(i64::MAX) + 1;
    insert(tx, identity, (sequence, &event)).await?;
    Ok(())
}

async fn insert(
    tx: &mut Tx,
    (party, incident_no): (&PartyId, &str),
    (sequence, event): (i64, &IncidentEvent),
) -> Result<(), StoreError> {
    let party_id = parties::number(tx, party).await?;
    let due_on = event.act.due_on().map(|it| it.to_string()).unwrap_or_default();
    in_transaction!(tx, |it| {
        sqlx::query(INSERT)
            .bind(party_id)
            .bind(incident_no)
            .bind(sequence)
            .bind(event.act.as_str())
            .bind(text::instant(event.at))
            .bind(&event.account)
            .bind(&event.typed_by)
            .bind(&event.note)
            .bind(event.act.level().map_or("", Level::as_str))
            .bind(&due_on)
            .bind(event.machine.as_str())
            .bind(&event.guide_version)
            .bind(&event.receipt)
            .execute(it)
            .await?;
    });
    Ok(())
}

/// The incident of a party under a number with its history, in this transaction.
async fn file_in(
    tx: &mut Tx,
    (party, incident_no): (&PartyId, &str),
    as_of: Timestamp,
) -> Result<IncidentFile, StoreError> {
    let stored = incident_in(tx, (party, incident_no), as_of).await?;
    let rows: Vec<Row> = in_transaction!(tx, |it| {
        sqlx::query_as(SELECT_OF_INCIDENT)
            .bind(text::instant(as_of))
            .bind(party.as_str())
            .bind(incident_no)
            .fetch_all(it)
            .await?
    });
    let events = gathered(rows)?.into_values().next().unwrap_or_default();
    Ok(IncidentFile { stored, events })
}

#[derive(Debug, sqlx::FromRow)]
struct Row {
    party: String,
    incident_no: String,
    act: String,
    at: String,
    actor: String,
    typed_by: String,
    note: String,
    level: String,
    due_on: String,
    machine: String,
    guide_version: String,
    receipt: String,
}

impl TryFrom<Row> for IncidentEvent {
    type Error = StoreError;

    fn try_from(row: Row) -> Result<Self, StoreError> {
        let level = |column, word: &str| text::word("incident_events", column, word, Level::parse);
        let named = if row.level.is_empty() { None } else { Some(level("level", &row.level)?) };
        let due_on = match row.due_on.as_str() {
            "" => None,
            day => Some(text::parse("incident_events", "due_on", day)?),
        };
        let act = |word: &str| IncidentAct::parse(word, named, due_on);
        Ok(Self {
            act: text::word("incident_events", "act", &row.act, act)?,
            at: text::parse("incident_events", "at", &row.at)?,
            account: row.actor,
            typed_by: row.typed_by,
            note: row.note,
            machine: level("machine", &row.machine)?,
            guide_version: row.guide_version,
            receipt: row.receipt,
        })
    }
}

/// Rows that come in the order of incidents, as the histories of incidents.
fn gathered(rows: Vec<Row>) -> Result<BTreeMap<Identity, Vec<IncidentEvent>>, StoreError> {
    let mut histories: BTreeMap<Identity, Vec<IncidentEvent>> = BTreeMap::new();
    for row in rows {
        let party = text::parse("parties", "party", &row.party)?;
        let history = histories.entry((party, row.incident_no.clone())).or_default();
        history.push(row.try_into()?);
    }
    Ok(histories)
}
