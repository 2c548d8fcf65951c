//! Facts of opinions: what was said last of a party under a code is in force.

use jiff::Timestamp;
use metrics::evaluation::scorecard::{Evaluation, Scorecard};
use metrics::form::Origin;
use metrics::opinion::{Annulled, OpinionEntry, OpinionFact, Said, annulled_since};
use metrics::party::PartyId;

use crate::db::{Reader, in_transaction, on_engine};
use crate::findings::json;
use crate::pages::Pages;
use crate::place::{Place, PlaceRow};
use crate::posting::Posting;
use crate::submissions::in_force;
use crate::{StoreError, parties, text};

const INSERT: &str = "
    INSERT INTO opinions (submission_id, row_number, byte_offset, byte_length, party_id, code, body)
    VALUES ($1, $2, $3, $4, $5, $6, $7)
";

const SELECT_PAGE: &str = concat!(
    "SELECT opinions.id, parties.party, opinions.body, submissions.receipt, submissions.sha256,
            opinions.row_number AS line_number, opinions.byte_offset, opinions.byte_length
     FROM opinions
     JOIN parties ON parties.id = opinions.party_id
     JOIN submissions ON submissions.id = opinions.submission_id
     JOIN checks ON checks.submission_id = opinions.submission_id
     WHERE opinions.id > $1 AND ($2 = '' OR parties.party = $2) AND ",
    in_force!("$3"),
    " AND NOT EXISTS (
         SELECT 1
         FROM opinions AS later
         JOIN checks ON checks.submission_id = later.submission_id
         WHERE later.party_id = opinions.party_id
           AND later.code = opinions.code
           AND later.id > opinions.id
           AND ",
    in_force!("$3"),
    ")
     ORDER BY opinions.id
     LIMIT $4"
);

/// Opinions read at once.
const PAGE: i64 = 1_000;

/// An opinion in force.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct StoredOpinion {
    /// Its number in this database.
    pub id: i64,
    /// Whom it is about.
    pub party: PartyId,
    /// What is said.
    pub entry: OpinionEntry,
    /// The submission that said so.
    pub receipt: String,
    /// Hash of its bytes.
    pub sha256: String,
    /// The row.
    pub origin: Origin,
}

impl Posting {
    /// Posts opinions.
    ///
    /// # Errors
    ///
    /// Returns an error if the database fails.
    pub async fn opinions(&mut self, facts: &[OpinionFact]) -> Result<(), StoreError> {
        for fact in facts {
            let party_id = parties::number(&mut self.tx, &fact.party).await?;
            let place = Place::of(self.submission.id, &fact.origin)?;
            let (code, body) = (fact.entry.code(), json(&fact.entry)?);
            in_transaction!(&mut self.tx, |it| {
                place
                    .bind(sqlx::query(INSERT))
                    .bind(party_id)
                    .bind(&code)
                    .bind(&body)
                    .execute(it)
                    .await?;
            });
        }
        Ok(())
    }
}

impl Reader {
    /// The opinions in force at `as_of`, about one party or all, in the order in which they were posted,
    /// `limit` at once.
    pub fn opinions<'a>(
        &'a self,
        party: Option<&'a PartyId>,
        page: (Timestamp, i64),
    ) -> Pages<'a, StoredOpinion> {
        Pages::new(move |after| Box::pin(self.opinions_after(after, party, page)))
    }

    async fn opinions_after(
        &self,
        after: i64,
        party: Option<&PartyId>,
        (as_of, limit): (Timestamp, i64),
    ) -> Result<(Vec<StoredOpinion>, Option<i64>), StoreError> {
        let rows: Vec<Row> = on_engine!(&self.db, |pool| {
            sqlx::query_as(SELECT_PAGE)
                .bind(after)
                .bind(party.map_or("", PartyId::as_str))
                .bind(text::instant(as_of))
                .bind(limit)
                .fetch_all(pool)
                .await?
        });
        let last = rows.last().map(|it| it.id);
        let page: Result<_, _> = rows.into_iter().map(StoredOpinion::try_from).collect();
        Ok((page?, last))
    }

    /// What is said at `as_of`, about one party or all.
    ///
    /// # Errors
    ///
    /// Returns an error if the database fails.
    pub async fn said(
        &self,
        party: Option<&PartyId>,
        as_of: Timestamp,
    ) -> Result<Vec<Said>, StoreError> {
        let opinions = self.opinions(party, (as_of, PAGE)).all().await?;
        let said = opinions.into_iter().map(|it| Said {
            label: format!("{}:{}", it.receipt, it.origin.row),
            party: it.party,
            entry: it.entry,
        });
        Ok(said.collect())
    }

    /// The determinations that an evaluation rests on and that were annulled after its instant, by all that is
    /// known.
    ///
    /// # Errors
    ///
    /// Returns an error if the database fails.
    pub async fn annulled_since(
        &self,
        evaluation: &Evaluation,
    ) -> Result<Vec<Annulled>, StoreError> {
        let rests = |it: &&Scorecard| !it.vetoes.is_empty() || it.adjusted.is_some();
        let mut annulled = Vec::new();
        for card in evaluation.scorecards.iter().filter(rests) {
            let subject = Some(&card.subject);
            let then = self.said(subject, evaluation.as_of).await?;
            annulled.extend(annulled_since(
                evaluation,
                &then,
                &self.said(subject, Timestamp::MAX).await?,
            ));
        }
        Ok(annulled)
    }
}

#[derive(Debug, sqlx::FromRow)]
struct Row {
    id: i64,
    party: String,
    body: String,
    receipt: String,
    sha256: String,
    #[sqlx(flatten)]
    place: PlaceRow,
}

impl TryFrom<Row> for StoredOpinion {
    type Error = StoreError;

    fn try_from(row: Row) -> Result<Self, StoreError> {
        Ok(Self {
            id: row.id,
            party: text::parse("parties", "party", &row.party)?,
            // What a person wrote is in it: an error does not repeat it.
            entry: serde_json::from_str(&row.body)
                .map_err(|_| text::corrupt("opinions", "body", row.id))?,
            receipt: row.receipt,
            sha256: row.sha256,
            origin: row.place.origin("opinions")?,
        })
    }
}
