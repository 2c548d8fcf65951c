//! Policy packs, schemes and mappings: kept as text by hash, with the instant each came into force.

use jiff::Timestamp;
use sha2::{Digest, Sha256};

use crate::audit::{self, Act, hex};
use crate::db::{Reader, Writer, in_transaction, on_engine};
use crate::{StoreError, text};

const INSERT: &str = "
    INSERT INTO documents (sha256, kind, name, version, body, in_force_from)
    VALUES ($1, $2, $3, $4, $5, $6)
    ON CONFLICT (sha256) DO NOTHING
";

const SELECT: &str = "SELECT body FROM documents WHERE sha256 = $1";

/// What a document is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum DocumentKind {
    /// A policy pack.
    Policy,
    /// An evaluation scheme.
    Scheme,
    /// How to read a foreign file.
    Mapping,
}

impl DocumentKind {
    const fn as_str(self) -> &'static str {
        match self {
            Self::Policy => "policy",
            Self::Scheme => "scheme",
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
        let sha256 = hex(&Sha256::digest(document.body.as_bytes()));
        if self.reader().document(&sha256).await?.is_some() {
            return Ok(sha256);
        }
        let mut tx = self.begin().await?;
        let inserted = in_transaction!(&mut tx, |it| {
            sqlx::query(INSERT)
                .bind(&sha256)
                .bind(document.kind.as_str())
                .bind(document.name)
                .bind(i64::from(document.version))
                .bind(document.body)
                .bind(text::instant(at))
                .execute(it)
                .await?
                .rows_affected()
        });
        if inserted == 1 {
            let act = document.kind.as_str();
            let detail = &sha256;
            let act = Act { at, actor: "mingjingd", act, object: document.name, detail };
            audit::append(&mut tx, act).await?;
        }
        tx.commit().await?;
        Ok(sha256)
    }
}

impl Reader {
    /// The text of a document by its hash.
    ///
    /// # Errors
    ///
    /// Returns an error if the database fails.
    pub async fn document(&self, sha256: &str) -> Result<Option<String>, StoreError> {
        Ok(on_engine!(&self.db, |pool| {
            sqlx::query_scalar(SELECT).bind(sha256).fetch_optional(pool).await?
        }))
    }
}
