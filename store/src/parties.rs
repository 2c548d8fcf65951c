//! Surrogate numbers of parties and accounts. They are part of locality ids and never change.

use std::collections::HashMap;

use metrics::ledger::AccountUsed;
use metrics::party::PartyId;

use crate::StoreError;
use crate::bulk::{self, ACCOUNTS, Cell};
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

const SELECT_ACCOUNTS: &str = "SELECT ordinal, code, name FROM accounts WHERE party_id = $1";

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

/// The numbers of accounts within their party, each told once, given now to those that are new. The
/// last name said stands.
pub(crate) async fn accounts(
    tx: &mut Tx,
    party_id: i64,
    used: &[AccountUsed],
) -> Result<Vec<i64>, StoreError> {
    let rows: Vec<(i64, String, String)> = in_transaction!(&mut *tx, |it| {
        sqlx::query_as(SELECT_ACCOUNTS).bind(party_id).fetch_all(it).await?
    });
    let known = rows.iter().map(|(ordinal, code, name)| (code.as_str(), (*ordinal, name.as_str())));
    let known: HashMap<&str, (i64, &str)> = known.collect();
    let mut next = rows.iter().map(|it| it.0 + 1).max().unwrap_or_default();
    let (mut ordinals, mut new) = (Vec::with_capacity(used.len()), Vec::new());
    for AccountUsed { code, name } in used {
        let Some(&(ordinal, known_name)) = known.get(code.as_str()) else {
            new.push((next, code, name));
            ordinals.push(next);
            next += 1;
            continue;
        };
        if !name.is_empty() && known_name != name {
            in_transaction!(&mut *tx, |it| {
                sqlx::query(NAME_ACCOUNT)
                    .bind(party_id)
                    .bind(ordinal)
                    .bind(name)
                    .execute(it)
                    .await?;
            });
        }
        ordinals.push(ordinal);
    }
    if ACCOUNTS_MAX < next - 1 {
        return Err(StoreError::Limit { what: "accounts of one party", limit_max: ACCOUNTS_MAX });
    }
    if !new.is_empty() {
        let cells = new.iter().map(|&(ordinal, code, name)| {
            [Cell::Number(party_id), Cell::Number(ordinal), Cell::Text(code), Cell::Text(name)]
        });
        bulk::insert(tx, ACCOUNTS, cells).await?;
    }
    Ok(ordinals)
}
