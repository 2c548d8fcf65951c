//! Whether what was frozen still stands: text, hash, audit log, balances and lines say the same.

use std::collections::BTreeMap;

use jiff::Timestamp;
use metrics::ledger::close::{FrozenBalance, PeriodAct};
use metrics::ledger::{BalanceFact, EntryKind, Sums};
use metrics::party::PartyId;
use metrics::period::Period;
use sha2::{Digest, Sha256};

use super::{Closing, OnPeriod};
use crate::StoreError;
use crate::audit::hex;
use crate::db::{Reader, on_engine};
use crate::desk;
use crate::findings::json;

const SELECT_LOGGED: &str = "
    SELECT detail
    FROM audit
    WHERE act = 'freeze' AND object = $1
    ORDER BY sequence DESC
    LIMIT 1
";

/// What a walk over everything frozen found.
#[derive(Clone, Debug, PartialEq, Eq, serde::Serialize)]
#[serde(tag = "state", rename_all = "snake_case")]
pub enum ClosingsVerification {
    /// Each frozen month stands as it was frozen.
    Whole {
        /// How many there are.
        periods: u64,
    },
    /// One does not.
    Broken {
        /// Whose.
        party: PartyId,
        /// Which month: the first that differs.
        period: Period,
        /// What differs.
        reason: &'static str,
    },
}

impl Reader {
    /// Computes the trial balance of every frozen month anew, and names the first that differs.
    ///
    /// # Errors
    ///
    /// Returns an error if the database fails.
    pub async fn closings_verify(&self) -> Result<ClosingsVerification, StoreError> {
        let mut periods = 0;
        for party in self.closing_parties().await? {
            for closing in self.closings(&party).await? {
                if !closing.state().is_closed() {
                    continue;
                }
                if let Some(reason) = self.closing_differs(&party, &closing).await? {
                    let period = closing.period;
                    return Ok(ClosingsVerification::Broken { party, period, reason });
                }
                periods += 1;
            }
        }
        Ok(ClosingsVerification::Whole { periods })
    }

    async fn closing_differs(
        &self,
        party: &PartyId,
        closing: &Closing,
    ) -> Result<Option<&'static str>, StoreError> {
        let period = closing.period;
        let kept = closing.frozen().map(|it| it.sha256.as_str()).unwrap_or_default();
        let body = self.frozen_balance(party, period).await?.unwrap_or_default();
        if hex(&Sha256::digest(body.as_bytes())) != kept {
            return Ok(Some("its trial balance was changed"));
        }
        // The note, and whoever typed for another person, come after the hash.
        let logged = self.logged_freeze(party, period).await?.unwrap_or_default();
        if !logged.starts_with(&desk::said([("sha256", kept)])) {
            return Ok(Some("the audit log has another hash of it"));
        }
        // Nothing is posted to what is frozen, so that the end of time stands for the day it was.
        let facts = self.balance_facts(party, period, Timestamp::MAX).await?;
        if json(&FrozenBalance::of(party, period, &facts)?)? != body {
            return Ok(Some("the balances were changed"));
        }
        if movements(&facts, period)? != self.line_sums(party, period).await? {
            return Ok(Some("the lines do not add up to the balances"));
        }
        Ok(None)
    }

    async fn logged_freeze(
        &self,
        party: &PartyId,
        period: Period,
    ) -> Result<Option<String>, StoreError> {
        let today = period.last_day();
        let object = OnPeriod { party, period, act: PeriodAct::Freeze, note: "", today }.object();
        Ok(on_engine!(&self.db, |pool| {
            sqlx::query_scalar(SELECT_LOGGED).bind(&object).fetch_optional(pool).await?
        }))
    }
}

/// Account code and currency with their sums; accounts without any are left out.
pub(crate) type AccountSums = BTreeMap<(String, String), (i64, i64)>;

fn movements(facts: &[BalanceFact], period: Period) -> Result<AccountSums, StoreError> {
    let mut all: BTreeMap<(String, String), Sums> = BTreeMap::new();
    let of_month = |it: &&BalanceFact| it.period == period && it.entry == EntryKind::Movement;
    for it in facts.iter().filter(of_month) {
        let key = (it.account.clone(), it.currency.as_str().to_owned());
        all.entry(key).or_default().add(it.sums)?;
    }
    let sums = all.into_iter().map(|(key, it)| (key, (it.debit_minor, it.credit_minor)));
    Ok(sums.filter(|(_, sums)| *sums != (0, 0)).collect())
}
