//! Surrogate numbers of parties and accounts. They are part of locality ids and never change.

use metrics::party::PartyId;

use crate::StoreError;
use crate::db::{Tx, in_transaction};

/// Parties: 12 bits of a locality id.
pub(crate) const PARTIES_MAX: i64 = (1 << 12) - 1;
/// Accounts of one party: 13 bits of a locality id.
pub(crate) const ACCOUNTS_MAX: i64 = (1 << 13) - 1;

const SELECT: &str = "SELECT id FROM parties WHERE party = $1";

const INSERT: &str = "
    INSERT INTO parties (party) VALUES ($1)
    ON CONFLICT (party) DO NOTHING
    RETURNING id
";

const SELECT_ACCOUNT: &str = "
    SELECT ordinal, name FROM accounts WHERE party_id = $1 AND code = $2
";

const SELECT_ACCOUNT_LAST: &str = "
    SELECT COALESCE(MAX(ordinal), -1) FROM accounts WHERE party_id = $1
";

const INSERT_ACCOUNT: &str = "
    INSERT INTO accounts (party_id, ordinal, code, name) VALUES ($1, $2, $3, $4)
";

const NAME_ACCOUNT: &str = "
    UPDATE accounts SET name = $3 WHERE party_id = $1 AND ordinal = $2
";

/// The party's number, given now if it is new.
pub(crate) async fn number(tx: &mut Tx, party: &PartyId) -> Result<i64, StoreError> {
    let known: Option<i64> = in_transaction!(tx, |it| {
        sqlx::query_scalar(SELECT).bind(party.as_str()).fetch_optional(it).await?
    });
    if let Some(id) = known {
        return Ok(id);
    }
    let inserted: Option<i64> = in_transaction!(tx, |it| {
        sqlx::query_scalar(INSERT).bind(party.as_str()).fetch_optional(it).await?
    });
    let id = match inserted {
        Some(id) => id,
        // Another writer was faster.
        None => in_transaction!(tx, |it| {
            sqlx::query_scalar(SELECT).bind(party.as_str()).fetch_one(it).await?
        }),
    };
    if PARTIES_MAX < id {
        return Err(StoreError::Limit { what: "parties", limit_max: PARTIES_MAX });
    }
    Ok(id)
}

/// The account's number within its party, given now if it is new. The last name said stands.
pub(crate) async fn account(
    tx: &mut Tx,
    party_id: i64,
    code: &str,
    name: &str,
) -> Result<i64, StoreError> {
    let known: Option<(i64, String)> = in_transaction!(tx, |it| {
        sqlx::query_as(SELECT_ACCOUNT).bind(party_id).bind(code).fetch_optional(it).await?
    });
    if let Some((ordinal, known_name)) = known {
        if !name.is_empty() && known_name != name {
            in_transaction!(tx, |it| {
                sqlx::query(NAME_ACCOUNT)
                    .bind(party_id)
                    .bind(ordinal)
                    .bind(name)
                    .execute(it)
                    .await?;
            });
        }
        return Ok(ordinal);
    }
    let last: i64 = in_transaction!(tx, |it| {
        sqlx::query_scalar(SELECT_ACCOUNT_LAST).bind(party_id).fetch_one(it).await?
    });
    let ordinal = last + 1;
    if ACCOUNTS_MAX < ordinal {
        return Err(StoreError::Limit { what: "accounts of one party", limit_max: ACCOUNTS_MAX });
    }
    in_transaction!(tx, |it| {
        sqlx::query(INSERT_ACCOUNT)
            .bind(party_id)
            .bind(ordinal)
            .bind(code)
            .bind(name)
            .execute(it)
            .await?;
    });
    Ok(ordinal)
}
