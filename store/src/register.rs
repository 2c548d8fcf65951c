//! Facts of the register: the entry accepted last about a party, record and code is in force. What a party
//! said of its own accounts stays when the file is superseded, so that leaving a 专账 account out takes no
//! revenue out of past months: another entry takes its place.

use std::collections::{BTreeMap, BTreeSet};

use jiff::Timestamp;
use metrics::evaluation::evaluator::Belonging;
use metrics::form::Origin;
use metrics::party::{PartyId, PartyKind};
use metrics::register::{Entry, RegisterFact, Role};

use crate::bulk::{self, Cell, REGISTER};
use crate::db::{Reader, on_engine};
use crate::findings::json;
use crate::place::{Place, PlaceRow};
use crate::posting::Posting;
use crate::submissions::in_force;
use crate::{StoreError, parties, text};

macro_rules! select {
    ($condition:literal) => {
        concat!(
            "SELECT party, body, receipt, sha256, is_in_force, line_number, byte_offset,
                    byte_length
             FROM (
                 SELECT parties.party, register_facts.record, register_facts.code,
                        register_facts.body, submissions.receipt, submissions.sha256,
                        register_facts.row_number AS line_number, register_facts.byte_offset,
                        register_facts.byte_length,
                        CAST(CASE WHEN ",
            in_force!("$2"),
            " THEN 1 ELSE 0 END AS BIGINT) AS is_in_force,
                        ROW_NUMBER() OVER (
                            PARTITION BY register_facts.party_id, register_facts.record,
                                         register_facts.code
                            ORDER BY checks.accepted_at DESC, register_facts.id DESC
                        ) AS newest
                 FROM register_facts
                 JOIN parties ON parties.id = register_facts.party_id
                 JOIN submissions ON submissions.id = register_facts.submission_id
                 JOIN checks ON checks.submission_id = register_facts.submission_id
                 WHERE register_facts.record = $1
                   AND (checks.accepted_at <= $2 AND register_facts.record = 'account'
                        AND submissions.party_id = register_facts.party_id
                        OR ",
            in_force!("$2"),
            ") AND ",
            $condition,
            ") AS entries
             WHERE newest = 1
             ORDER BY party, code"
        )
    };
}

const SELECT_ALL: &str = select!("1 = 1");
const SELECT_PARTY: &str = select!("parties.party = $3");
const SELECT_CODE: &str = select!("register_facts.code = $3");

/// An entry in force.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Registered {
    /// Whom it is about.
    pub party: PartyId,
    /// What it says.
    pub entry: Entry,
    /// The submission that said so.
    pub receipt: String,
    /// Hash of its bytes.
    pub sha256: String,
    /// Whether that is in force; else only the entry is, which is about an account of who handed it in.
    pub is_in_force: bool,
    /// The row.
    pub origin: Origin,
}

/// A person who may act.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Person {
    /// The account, which is the Unix account name.
    pub account: String,
    /// The name, as submitted.
    pub name: String,
    /// The role.
    pub role: Role,
    /// The party that the person belongs to.
    pub party: PartyId,
    /// What that party is; `None` where the register does not say.
    pub kind: Option<PartyKind>,
}

impl Person {
    /// Whose the person is.
    #[must_use]
    pub fn belonging(&self) -> Belonging<'_> {
        Belonging { party: &self.party, kind: self.kind }
    }
}

impl Posting {
    /// Posts register entries.
    ///
    /// # Errors
    ///
    /// Returns an error if the database fails.
    pub async fn register(&mut self, facts: &[RegisterFact]) -> Result<(), StoreError> {
        let mut rows = Vec::with_capacity(facts.len());
        let mut latest: Option<(&PartyId, i64)> = None;
        for fact in facts {
            // Most entries are about the party of the entry before.
            let party_id = match latest {
                Some((party, id)) if *party == fact.party => id,
                _ => parties::number(&mut self.tx, &fact.party).await?,
            };
            latest = Some((&fact.party, party_id));
            let place = Place::of(self.submission.id, &fact.origin)?;
            rows.push((place, party_id, &fact.entry, json(&fact.entry)?));
        }
        let cells = rows.iter().map(|(place, party_id, entry, body)| {
            let [submission, row, offset, length] = place.cells();
            let (record, code) = (Cell::Text(entry.record()), Cell::Text(entry.code()));
            [
                submission,
                row,
                offset,
                length,
                Cell::Number(*party_id),
                record,
                code,
                Cell::Text(body),
            ]
        });
        bulk::insert(&mut self.tx, REGISTER, cells).await
    }
}

impl Reader {
    /// Every entry of a record type (`party`, `person`, `product`, `account`) in force at `as_of`.
    ///
    /// # Errors
    ///
    /// Returns an error if the database fails.
    pub async fn registered(
        &self,
        record: &str,
        as_of: Timestamp,
    ) -> Result<Vec<Registered>, StoreError> {
        let rows: Vec<Row> = on_engine!(&self.db, |pool| {
            sqlx::query_as(SELECT_ALL)
                .bind(record)
                .bind(text::instant(as_of))
                .fetch_all(pool)
                .await?
        });
        rows.into_iter().map(Registered::try_from).collect()
    }

    /// The entries of a record type about one party in force at `as_of`.
    ///
    /// # Errors
    ///
    /// Returns an error if the database fails.
    pub async fn registered_of(
        &self,
        record: &str,
        party: &PartyId,
        as_of: Timestamp,
    ) -> Result<Vec<Registered>, StoreError> {
        let rows: Vec<Row> = on_engine!(&self.db, |pool| {
            sqlx::query_as(SELECT_PARTY)
                .bind(record)
                .bind(text::instant(as_of))
                .bind(party.as_str())
                .fetch_all(pool)
                .await?
        });
        rows.into_iter().map(Registered::try_from).collect()
    }

    /// Codes of the accounts that the register lists as 专账 of a party at `as_of`.
    ///
    /// # Errors
    ///
    /// Returns an error if the database fails.
    pub async fn separate_accounts(
        &self,
        party: &PartyId,
        as_of: Timestamp,
    ) -> Result<BTreeSet<String>, StoreError> {
        let entries = self.registered_of("account", party, as_of).await?;
        let separate = entries.into_iter().filter_map(|it| match it.entry {
            Entry::Account { code, separate_ledger: true, .. } => Some(code),
            Entry::Account { .. }
            | Entry::Party { .. }
            | Entry::Person { .. }
            | Entry::Product { .. } => None,
        });
        Ok(separate.collect())
    }

    /// The registration numbers that the register has of a party's products at `as_of`, by product.
    ///
    /// # Errors
    ///
    /// Returns an error if the database fails.
    pub async fn registrations(
        &self,
        party: &PartyId,
        as_of: Timestamp,
    ) -> Result<BTreeMap<String, String>, StoreError> {
        let entries = self.registered_of("product", party, as_of).await?;
        let registered = entries.into_iter().filter_map(|it| match it.entry {
            Entry::Product { code, registration, .. } => Some((code, registration?)),
            Entry::Party { .. } | Entry::Person { .. } | Entry::Account { .. } => None,
        });
        Ok(registered.collect())
    }

    /// The person with that account, as registered at `as_of`. An account that several parties
    /// registered belongs to nobody.
    ///
    /// # Errors
    ///
    /// Returns an error if the database fails.
    pub async fn person(
        &self,
        account: &str,
        as_of: Timestamp,
    ) -> Result<Option<Person>, StoreError> {
        let rows: Vec<Row> = on_engine!(&self.db, |pool| {
            sqlx::query_as(SELECT_CODE)
                .bind("person")
                .bind(text::instant(as_of))
                .bind(account)
                .fetch_all(pool)
                .await?
        });
        let [row] = <[Row; 1]>::try_from(rows).unwrap_or_else(|_| [Row::default()]);
        if row.party.is_empty() {
            return Ok(None);
        }
        let found = Registered::try_from(row)?;
        let Entry::Person { account, name, role } = found.entry else { return Ok(None) };
        let kind = self.kind_of(&found.party, as_of).await?;
        Ok(Some(Person { account, name, role, party: found.party, kind }))
    }

    /// What a party is, as registered at `as_of`.
    async fn kind_of(
        &self,
        party: &PartyId,
        as_of: Timestamp,
    ) -> Result<Option<PartyKind>, StoreError> {
        let entries = self.registered_of("party", party, as_of).await?;
        Ok(entries.into_iter().find_map(|it| match it.entry {
            Entry::Party { kind, .. } => Some(kind),
            Entry::Person { .. } | Entry::Product { .. } | Entry::Account { .. } => None,
        }))
    }
}

#[derive(Debug, Default, sqlx::FromRow)]
struct Row {
    party: String,
    body: String,
    receipt: String,
    sha256: String,
    is_in_force: i64,
    #[sqlx(flatten)]
    place: PlaceRow,
}

impl TryFrom<Row> for Registered {
    type Error = StoreError;

    fn try_from(row: Row) -> Result<Self, StoreError> {
        Ok(Self {
            party: text::parse("parties", "party", &row.party)?,
            entry: serde_json::from_str(&row.body)
                .map_err(|_| text::corrupt("register_facts", "body", &row.body))?,
            receipt: row.receipt,
            sha256: row.sha256,
            is_in_force: row.is_in_force != 0,
            origin: row.place.origin("register_facts")?,
        })
    }
}
