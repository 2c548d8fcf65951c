//! Policy packs, schemes, zones and mappings: kept as text by hash. Of all but mappings also which one came
//! into force when: as known on a day, people counted by what was in force then.

use jiff::Timestamp;
use sha2::{Digest, Sha256};

use crate::audit::{self, Act, hex};
use crate::db::{Reader, Tx, Writer, in_transaction, on_engine};
use crate::{StoreError, posting, text};

const INSERT: &str = "
    INSERT INTO documents (sha256, kind, name, version, body, in_force_from)
    VALUES ($1, $2, $3, $4, $5, $6)
    ON CONFLICT (sha256) DO NOTHING
";

const SELECT: &str = "SELECT body FROM documents WHERE sha256 = $1";

const PUT_IN_FORCE: &str = "
    INSERT INTO documents_in_force (kind, name, sha256, in_force_from) VALUES ($1, $2, $3, $4)
";

// The last one put in force by then, whatever the clocks before it said.
const SELECT_IN_FORCE: &str = "
    SELECT documents.sha256, documents.version, documents.body
    FROM documents_in_force
    JOIN documents ON documents.sha256 = documents_in_force.sha256
    WHERE documents_in_force.kind = $1
      AND ($2 = '' OR documents_in_force.name = $2)
      AND documents_in_force.in_force_from <= $3
    ORDER BY documents_in_force.id DESC
    LIMIT 1
";

const SELECT_NEWEST: &str = "
    SELECT MAX(documents.version)
    FROM documents_in_force
    JOIN documents ON documents.sha256 = documents_in_force.sha256
    WHERE documents_in_force.kind = $1 AND documents_in_force.name = $2
";

const SELECT_HISTORY: &str = "
    SELECT documents_in_force.id, documents_in_force.kind, documents_in_force.name, documents.version,
           documents_in_force.sha256, documents_in_force.in_force_from
    FROM documents_in_force
    JOIN documents ON documents.sha256 = documents_in_force.sha256
    WHERE documents_in_force.id < $1
    ORDER BY documents_in_force.id DESC
    LIMIT $2
";

/// After every instant, as text sorts.
const EVER: &str = "z";

/// What a document is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum DocumentKind {
    /// A policy pack.
    Policy,
    /// An evaluation scheme.
    Scheme,
    /// The zone that days are meant in, by its IANA name.
    Zone,
    /// How to read a foreign file.
    Mapping,
}

impl DocumentKind {
    const ALL: [Self; 4] = [Self::Policy, Self::Scheme, Self::Zone, Self::Mapping];

    fn parse(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|it| it.as_str() == word)
    }

    /// The word that it is kept under.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Policy => "policy",
            Self::Scheme => "scheme",
            Self::Zone => "zone",
            Self::Mapping => "mapping",
        }
    }
}

/// A document to keep.
#[derive(Clone, Copy, Debug)]
pub struct NewDocument<'a> {
    /// What it is.
    pub kind: DocumentKind,
    /// Its id.
    pub name: &'a str,
    /// Its version, `0` where it has none.
    pub version: u32,
    /// Its text.
    pub body: &'a str,
}

/// What can be in force, one at a time.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Office<'a> {
    /// The policy pack, whatever its id.
    Policy,
    /// The scheme with this id.
    Scheme(&'a str),
    /// The zone that days are meant in.
    Zone,
}

impl<'a> Office<'a> {
    /// The kind of its documents, and the name that they have to bear; `""` is any.
    const fn key(self) -> (DocumentKind, &'a str) {
        match self {
            Self::Policy => (DocumentKind::Policy, ""),
            Self::Scheme(id) => (DocumentKind::Scheme, id),
            Self::Zone => (DocumentKind::Zone, ""),
        }
    }
}

/// A document in force.
#[derive(Clone, Debug, PartialEq, Eq, sqlx::FromRow)]
pub struct InForce {
    /// SHA-256 of its text, in lowercase hexadecimal.
    pub sha256: String,
    /// Its version, `0` where it has none.
    pub version: i64,
    /// Its text.
    pub body: String,
}

/// A document that was put in force, whatever was after it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PutInForce {
    /// Its number, rising.
    pub id: i64,
    /// What it is.
    pub kind: DocumentKind,
    /// Its id.
    pub name: String,
    /// Its version, `0` where it has none.
    pub version: i64,
    /// SHA-256 of its text, in lowercase hexadecimal.
    pub sha256: String,
    /// From when on.
    pub since: Timestamp,
}

impl Writer {
    /// Keeps a document, unless it is there. Returns its SHA-256 in lowercase hexadecimal.
    ///
    /// # Errors
    ///
    /// Returns an error if the database fails.
    pub async fn keep_document(
        &self,
        document: NewDocument<'_>,
        at: Timestamp,
    ) -> Result<String, StoreError> {
        let sha256 = hash_of(document.body);
        if self.reader().document(&sha256).await?.is_some() {
            return Ok(sha256);
        }
        let mut tx = self.begin().await?;
        if keep(&mut tx, document, (&sha256, at)).await? {
            log(&mut tx, document, (&sha256, at)).await?;
        }
        tx.commit().await?;
        Ok(sha256)
    }

    /// Puts a document in force and keeps it, unless it is in force. The clock is asked once whoever settles
    /// would wait: an evaluation as known at an instant before it, which settled first, has not missed it.
    ///
    /// # Errors
    ///
    /// Returns an error if the database fails.
    pub async fn put_in_force(
        &self,
        office: Office<'_>,
        document: NewDocument<'_>,
        clock: impl FnOnce() -> Timestamp,
    ) -> Result<(), StoreError> {
        let sha256 = hash_of(document.body);
        let last = self.reader().last_in_force(office, EVER).await?;
        if last.is_some_and(|it| it.sha256 == sha256) {
            return Ok(());
        }
        let mut tx = self.begin().await?;
        posting::hold_known(&mut tx).await?;
        let at = clock();
        keep(&mut tx, document, (&sha256, at)).await?;
        in_transaction!(&mut tx, |it| {
            sqlx::query(PUT_IN_FORCE)
                .bind(document.kind.as_str())
                .bind(document.name)
                .bind(&sha256)
                .bind(text::instant(at))
                .execute(it)
                .await?;
        });
        log(&mut tx, document, (&sha256, at)).await?;
        tx.commit().await
    }
}

fn hash_of(body: &str) -> String {
    hex(&Sha256::digest(body.as_bytes()))
}

/// Keeps a document; whether it is new.
async fn keep(
    tx: &mut Tx,
    document: NewDocument<'_>,
    (sha256, at): (&str, Timestamp),
) -> Result<bool, StoreError> {
    let inserted = in_transaction!(tx, |it| {
        sqlx::query(INSERT)
            .bind(sha256)
            .bind(document.kind.as_str())
            .bind(document.name)
            .bind(i64::from(document.version))
            .bind(document.body)
            .bind(text::instant(at))
            .execute(it)
            .await?
            .rows_affected()
    });
    Ok(inserted == 1)
}

async fn log(
    tx: &mut Tx,
    document: NewDocument<'_>,
    (sha256, at): (&str, Timestamp),
) -> Result<(), StoreError> {
    let (act, object) = (document.kind.as_str(), document.name);
    audit::append(tx, Act { at, actor: "mingjingd", act, object, detail: sha256 }).await?;
    Ok(())
}

impl Reader {
    /// The text of a document by its hash.
    ///
    /// # Errors
    ///
    /// [`StoreError::Corrupt`] if the text has another hash: it judges nothing; or an error if the database
    /// fails.
    pub async fn document(&self, sha256: &str) -> Result<Option<String>, StoreError> {
        let body: Option<String> = on_engine!(&self.db, |pool| {
            sqlx::query_scalar(SELECT).bind(sha256).fetch_optional(pool).await?
        });
        match body {
            Some(body) if hash_of(&body) != sha256 => {
                Err(text::corrupt("documents", "body", hash_of(&body)))
            }
            body => Ok(body),
        }
    }

    /// The document in force at an instant; `None` where nothing is known of that time.
    ///
    /// # Errors
    ///
    /// Returns an error if the database fails.
    pub async fn document_at(
        &self,
        office: Office<'_>,
        at: Timestamp,
    ) -> Result<Option<InForce>, StoreError> {
        self.last_in_force(office, &text::instant(at)).await
    }

    /// The highest version that a document of this kind and name in force ever had.
    ///
    /// # Errors
    ///
    /// Returns an error if the database fails.
    pub async fn newest_version(
        &self,
        kind: DocumentKind,
        name: &str,
    ) -> Result<Option<u32>, StoreError> {
        let newest: Option<i64> = on_engine!(&self.db, |pool| {
            sqlx::query_scalar(SELECT_NEWEST).bind(kind.as_str()).bind(name).fetch_one(pool).await?
        });
        let version = |it| u32::try_from(it).map_err(|_| text::corrupt("documents", "version", it));
        newest.map(version).transpose()
    }

    /// What was put in force before a number, newest first.
    ///
    /// # Errors
    ///
    /// Returns an error if the database fails.
    pub async fn put_in_force_before(
        &self,
        id: i64,
        limit: i64,
    ) -> Result<Vec<PutInForce>, StoreError> {
        let rows: Vec<(i64, String, String, i64, String, String)> = on_engine!(&self.db, |pool| {
            sqlx::query_as(SELECT_HISTORY).bind(id).bind(limit).fetch_all(pool).await?
        });
        let read = |(id, kind, name, version, sha256, since): (_, String, _, _, _, String)| {
            let kind = text::word("documents_in_force", "kind", &kind, DocumentKind::parse)?;
            let since = text::parse("documents_in_force", "in_force_from", &since)?;
            Ok(PutInForce { id, kind, name, version, sha256, since })
        };
        rows.into_iter().map(read).collect()
    }

    async fn last_in_force(
        &self,
        office: Office<'_>,
        until: &str,
    ) -> Result<Option<InForce>, StoreError> {
        let (kind, name) = office.key();
        Ok(on_engine!(&self.db, |pool| {
            sqlx::query_as(SELECT_IN_FORCE)
                .bind(kind.as_str())
                .bind(name)
                .bind(until)
                .fetch_optional(pool)
                .await?
        }))
    }
}
