//! Prices, permitted revenue and shares of revenue against what is in force.

use std::collections::{BTreeMap, BTreeSet};

use jiff::Timestamp;
use jiff::civil::Date;
use metrics::finding::{Fault, Faults, Place, reading};
use metrics::ledger::SumTooLarge;
use metrics::party::{PartyId, PartyKind};
use metrics::pricing::allowance::permitted;
use metrics::pricing::booked::Months;
use metrics::pricing::distribution::{Distribution, distributions};
use metrics::pricing::history::History;
use metrics::pricing::judge::{Operator, RULES, judge};
use metrics::pricing::{AccountRoles, Entered, PermittedRevenue};
use metrics::register::bank_accounts::BankAccounts;
use metrics::register::{Entry, Standard, is_listed};
use metrics::tie_out::Directory;
use store::{Reader, StoreError};

use super::Found;
use crate::installation::Installation;

/// Rows read at once.
const PAGE: i64 = 1_000;
/// Entries about one operator that are judged at most: the price lists of two hundred products in ten
/// tiers for five years.
const ENTRIES_MAX: u16 = 10_000;

/// The permitted revenue of an operator, and what it distributes.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Revenue {
    /// The cycles, first to last.
    pub cycles: Vec<PermittedRevenue>,
    /// The distribution schemes that have begun.
    pub distributions: Vec<Distribution>,
}

/// What the register says of an operator.
#[derive(Clone, Debug, Default)]
struct Registered {
    since: Option<Date>,
    standard: Standard,
    /// Codes of its accounts that are 专账.
    separate: BTreeSet<String>,
}

/// What the register says of all parties.
#[derive(Clone, Debug, Default)]
struct Everybody {
    directory: Directory,
    bank_accounts: BankAccounts,
}

/// The rules of `domain` 2.1.2 and 7.6, and F-10, that are broken. What exceeds a limit is said
/// and the operator's prices are not judged.
pub(super) async fn faults(
    installation: &Installation,
    reader: &Reader,
    as_of: Timestamp,
    known: &mut BTreeMap<PartyId, Found>,
) -> Result<Vec<Fault>, StoreError> {
    let (parties, everybody) = registered(reader, as_of).await?;
    known.retain(|party, _| parties.contains_key(party));
    for (party, registered) in parties {
        if known.contains_key(&party) {
            continue;
        }
        let found = known.entry(party.clone()).or_default();
        let entries = match entries(reader, &party, as_of).await {
            Ok(entries) => entries,
            // What cannot be read of one operator does not stop the look at the others.
            Err(StoreError::Corrupt { table, column, value }) => {
                tracing::error!(%party, table, column, value, "what is kept cannot be read");
                found.unjudged(limit(&party, "pricing sums", i64::MAX));
                continue;
            }
            Err(StoreError::Limit { what, limit_max }) => {
                found.unjudged(limit(&party, what, limit_max));
                continue;
            }
            Err(error) => return Err(error),
        };
        let asked = Asked { installation, reader, party: &party, as_of };
        match asked.judged((&registered, &everybody), &entries).await? {
            Ok(faults) => {
                if faults.counts().contains_key(reading::LIMIT) {
                    found.open.extend(RULES);
                }
                found.add(&faults);
            }
            Err(SumTooLarge) => found.unjudged(limit(&party, "pricing sums", i64::MAX)),
        }
    }
    Ok(known.values().flat_map(|it| &it.faults).cloned().collect())
}

impl Found {
    /// A limit was exceeded, so that no rule about prices was judged.
    fn unjudged(&mut self, limit: Fault) {
        self.faults.push(limit);
        self.open.extend(RULES);
    }
}

/// The permitted revenue and the distributions of an operator as known at an instant: what the
/// statement, the console and `show revenue` tell.
///
/// # Errors
///
/// Returns an error if the database fails, or if there are more entries than are judged, or a sum
/// does not fit.
pub async fn permitted_revenue(
    installation: &Installation,
    reader: &Reader,
    (party, as_of): (&PartyId, Timestamp),
) -> Result<Revenue, StoreError> {
    let too_large = |_| StoreError::Limit { what: "pricing sums", limit_max: i64::MAX };
    let registered = registered(reader, as_of).await?.0.remove(party).unwrap_or_default();
    let entries = entries(reader, party, as_of).await?;
    let asked = Asked { installation, reader, party, as_of };
    let months = asked.months(&registered, &entries).await?.map_err(too_large)?;
    asked.revenue(&entries, &months).map_err(too_large)
}

/// The entries in force about a party, by record and code.
///
/// # Errors
///
/// [`StoreError::Limit`] if there are more than are judged at most, or an error if the database
/// fails.
pub async fn entries(
    reader: &Reader,
    party: &PartyId,
    as_of: Timestamp,
) -> Result<Vec<Entered>, StoreError> {
    reader.pricing(party, (as_of, PAGE)).at_most(ENTRIES_MAX, "pricing entries").await
}

/// The operators of the register, and whoever else has prices; and what it says of everybody.
async fn registered(
    reader: &Reader,
    as_of: Timestamp,
) -> Result<(BTreeMap<PartyId, Registered>, Everybody), StoreError> {
    let priced = reader.priced(as_of).await?;
    let mut all: BTreeMap<PartyId, Registered> =
        priced.into_iter().map(|it| (it, Registered::default())).collect();
    let mut everybody = Everybody::default();
    for it in reader.registered("party", as_of).await? {
        let Entry::Party { name, kind, since, standard, controllers, .. } = it.entry else {
            continue;
        };
        everybody.directory.add(it.party.clone(), (&name, kind), controllers);
        if kind == PartyKind::Operator || all.contains_key(&it.party) {
            let known = all.entry(it.party).or_default();
            (known.since, known.standard) = (since, standard.unwrap_or_default());
        }
    }
    for it in reader.registered("account", as_of).await? {
        let Entry::Account { code, separate_ledger, bank_accounts: numbers, .. } = it.entry else {
            continue;
        };
        for number in &numbers {
            everybody.bank_accounts.add(&it.party, number);
        }
        if let Some(known) = all.get_mut(&it.party).filter(|_| separate_ledger) {
            known.separate.insert(code);
        }
    }
    Ok((all, everybody))
}

/// Whose prices are asked for, and as known when.
#[derive(Clone, Copy)]
struct Asked<'a> {
    installation: &'a Installation,
    reader: &'a Reader,
    party: &'a PartyId,
    as_of: Timestamp,
}

impl Asked<'_> {
    fn today(&self) -> Date {
        self.installation.settings.clock.zone.to_datetime(self.as_of).date()
    }

    /// What the ledger booked on the accounts that count. Where the register lists
    /// accounts as 专账, only these and those below them count. Without entries nothing rests on it.
    async fn months(
        &self,
        registered: &Registered,
        entries: &[Entered],
    ) -> Result<Result<Months, SumTooLarge>, StoreError> {
        if entries.is_empty() {
            return Ok(Ok(Months::default()));
        }
        let is_separate = |account: &str| {
            let separate = &registered.separate;
            separate.is_empty() || is_listed(account, separate)
        };
        let policy = &self.installation.policy;
        let roles = AccountRoles::of(&policy.pricing, &policy.charts, registered.standard);
        let sums = self.reader.ledger_sums(self.party, None, self.as_of).await?;
        let booked = roles.booked(sums.iter().filter(|it| is_separate(&it.account)));
        Ok(booked.and_then(|booked| Months::of(&booked, entries)))
    }

    async fn judged(
        &self,
        (registered, everybody): (&Registered, &Everybody),
        entries: &[Entered],
    ) -> Result<Result<Faults, SumTooLarge>, StoreError> {
        let months = self.months(registered, entries).await?;
        let history = self.history(entries).await?;
        Ok(months.and_then(|months| {
            let revenue = self.revenue(entries, &months)?;
            let operator = Operator {
                party: self.party,
                since: registered.since,
                today: self.today(),
                bank_accounts: &everybody.bank_accounts,
                directory: &everybody.directory,
                entries,
                history: &history,
                months: &months,
                cycles: &revenue.cycles,
                distributions: &revenue.distributions,
            };
            Ok(judge(&operator, &self.installation.policy.pricing))
        }))
    }

    /// How the allocations in force were said before.
    async fn history<'a>(&self, entries: &'a [Entered]) -> Result<History<'a>, StoreError> {
        let mut history = History::of(entries);
        let zone = &self.installation.settings.clock.zone;
        if history.is_empty() {
            return Ok(history);
        }
        let mut pages = self.reader.allocations(self.party, (self.as_of, PAGE));
        while let Some(page) = pages.next_page().await? {
            for (entered, accepted_at) in page {
                history.add(entered, zone.to_datetime(accepted_at).date());
            }
        }
        Ok(history)
    }

    fn revenue(&self, entries: &[Entered], months: &Months) -> Result<Revenue, SumTooLarge> {
        let cycles = permitted(entries, months, &self.installation.policy.pricing)?;
        let distributions = distributions(entries, months, &cycles, self.today())?;
        Ok(Revenue { cycles, distributions })
    }
}

fn limit(party: &PartyId, what: &str, limit_max: i64) -> Fault {
    Fault {
        subject: Some(party.clone()),
        cause: format!("{what} {party}"),
        expected: limit_max.to_string(),
        actual: format!("> {limit_max}"),
        arguments: vec![("limit", what.to_owned())],
        ..Fault::at(reading::LIMIT, Place::default())
    }
}

#[cfg(test)]
mod tests;
