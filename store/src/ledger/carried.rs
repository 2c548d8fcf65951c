//! What a month carries forward from those before: their sums, added up as months come and kept, so that a
//! file costs the same however many months came before its own.

use std::collections::BTreeMap;

use jiff::Timestamp;
use metrics::ledger::{BalanceFact, EntryKind, SaidSums, Sums};
use metrics::money::Currency;
use metrics::party::PartyId;
use metrics::period::Period;

use crate::StoreError;
use crate::db::Reader;

/// Sums and ledgers of all parties that are kept at most.
pub(super) const KEPT_MAX: usize = 1 << 17;

/// What ledgers of a party say together.
#[derive(Clone, Debug, Default)]
pub(crate) struct Carried {
    /// Which they are, in the order of their months.
    ledgers: Vec<i64>,
    /// The month of the first that says anything: openings of others do not count (F-3).
    first: Option<Period>,
    sums: BTreeMap<(String, Currency, EntryKind), Sums>,
}

impl Carried {
    /// Adds the next ledger.
    fn add(&mut self, (id, period): (i64, Period), said: &SaidSums) -> Result<(), StoreError> {
        self.ledgers.push(id);
        if said.is_empty() {
            return Ok(());
        }
        let first = *self.first.get_or_insert(period);
        for (account, currency, entry, sums) in said {
            if *entry == EntryKind::Movement || period == first {
                let key = (account.clone(), *currency, *entry);
                self.sums.entry(key).or_default().add(*sums)?;
            }
        }
        Ok(())
    }

    /// As facts of the first month.
    fn facts(&self) -> Vec<BalanceFact> {
        let Some(first) = self.first else { return Vec::new() };
        let told = |((account, currency, entry), sums): (&(String, Currency, EntryKind), &Sums)| {
            fact(first, (account, *currency, *entry), *sums)
        };
        self.sums.iter().map(told).collect()
    }

    fn weight(&self) -> usize {
        1 + self.ledgers.len() + self.sums.len()
    }
}

fn fact(
    period: Period,
    (account, currency, entry): (&str, Currency, EntryKind),
    sums: Sums,
) -> BalanceFact {
    BalanceFact { period, account: account.to_owned(), name: String::new(), currency, entry, sums }
}

impl Reader {
    /// What the ledgers of a party up to a month that are in force at `as_of` say, without the names of
    /// accounts: what the next month carries forward. The months before the last are told as one, as movements
    /// of the first.
    ///
    /// # Errors
    ///
    /// Returns an error if the database fails.
    pub async fn carried_facts(
        &self,
        party: &PartyId,
        up_to: Period,
        as_of: Timestamp,
    ) -> Result<Vec<BalanceFact>, StoreError> {
        let ledgers = self.ledgers(party, (None, up_to), as_of).await?;
        let Some(party_id) = ledgers.first().map(|it| it.party_id) else { return Ok(Vec::new()) };
        let last = up_to.to_string();
        let (before, last) = ledgers.split_at(ledgers.partition_point(|it| it.period < last));
        let kept = self.memory.carried.get(&party_id).filter(|it| {
            before.iter().map(|it| it.id).take(it.ledgers.len()).eq(it.ledgers.iter().copied())
        });
        let mut carried = kept.map_or_else(Carried::default, |it| Carried::clone(&it));
        for ledger in &before[carried.ledgers.len()..] {
            let said = self.sums_of(ledger).await?;
            carried.add((ledger.id, ledger.period()?), &said)?;
        }
        let mut facts = carried.facts();
        let weight = carried.weight();
        self.memory.carried.keep(party_id, carried, weight);
        for ledger in last {
            let said = self.sums_of(ledger).await?;
            facts.extend(said.iter().map(|(account, currency, entry, sums)| {
                fact(up_to, (account, *currency, *entry), *sums)
            }));
        }
        Ok(facts)
    }
}

#[cfg(test)]
mod tests {
    use metrics::ledger::trial_balance;

    use super::*;

    /// The ledgers of four months, the first of which says nothing, and one of which comes in two files.
    fn ledgers() -> Vec<(Period, SaidSums)> {
        let said = |account: &str, entry, debit_minor, credit_minor| {
            (account.to_owned(), Currency::CNY, entry, Sums { debit_minor, credit_minor })
        };
        let (opening, movement) = (EntryKind::Opening, EntryKind::Movement);
        [
            ("2026-01", vec![]),
            ("2026-02", vec![said("1002", opening, 700, 0), said("4001", opening, 0, 700)]),
            ("2026-02", vec![said("1002", movement, 30, 10), said("6001", movement, 0, 20)]),
            ("2026-03", vec![said("1002", opening, 999, 0), said("1002", movement, 0, 720)]),
            ("2026-03", vec![said("6001", movement, 20, 0), said("2001", movement, 5, 5)]),
            ("2026-04", vec![said("1002", opening, 1, 0), said("4001", movement, 700, 0)]),
        ]
        .map(|(period, said)| (period.parse().unwrap(), said))
        .into()
    }

    #[test]
    fn months_that_are_told_as_one_close_as_they_do_one_by_one() {
        let ledgers = ledgers();
        for months in 0..=ledgers.len() {
            let (before, last) = ledgers.split_at(months);
            let mut carried = Carried::default();
            for ((period, said), id) in before.iter().zip(0..) {
                carried.add((id, *period), said).unwrap();
            }
            let each = |it: &[(Period, SaidSums)]| -> Vec<BalanceFact> {
                let of = |(period, said): &(Period, SaidSums)| {
                    let period = *period;
                    let told = said.iter();
                    let told = told.map(move |it| fact(period, (&it.0, it.1, it.2), it.3));
                    told.collect::<Vec<_>>()
                };
                it.iter().flat_map(of).collect()
            };
            let next = before.last().map_or("2026-01".parse().unwrap(), |it| it.0);
            let last: Vec<_> = last.iter().filter(|it| next < it.0).cloned().collect();
            let closing = |facts: Vec<BalanceFact>| {
                let found = trial_balance(&facts, "2026-04".parse().unwrap(), |_| 2).unwrap();
                let found = found.into_iter();
                found
                    .map(|it| (it.account, it.closing_debit_minor, it.closing_credit_minor))
                    .filter(|it| (it.1, it.2) != (0, 0))
                    .collect::<Vec<_>>()
            };
            let expected = closing([each(before), each(&last)].concat());
            assert_eq!(closing([carried.facts(), each(&last)].concat()), expected, "{months}");
        }
    }
}
