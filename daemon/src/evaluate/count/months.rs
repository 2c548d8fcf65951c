//! Counting months: whose ledgers were due and handed in in time, of which the general ledger ties out, and
//! in which what was charged is within its ceilings.

use std::collections::{BTreeMap, BTreeSet};

use metrics::kind::Kind;
use metrics::ledger::counts as ledger_counts;
use metrics::party::PartyId;
use metrics::period::Period;
use metrics::usage::counts as usage_counts;
use store::submissions::FileInForce;
use store::usage::StoredSum;
use store::{Reader, StoreError};

use super::super::Request;
use super::super::tally::{Found, Tally};
use super::{Known, due_at, ledger_rows};
use crate::finances::tie_out::not_within;
use crate::installation::Installation;

/// Which months' ledgers were due at the instant asked, which were handed in by then, and which are reconciled;
/// and of which months usage was due, and which of those are within their ceilings.
pub(super) async fn count(
    installation: &Installation,
    reader: &Reader,
    (party, request): (&PartyId, &Request<'_>),
    (known, all): (Known<'_>, &mut Tally),
) -> Result<(), StoreError> {
    let span = (request.span.first(), request.span.last());
    let mut rows = ledger_rows(reader, (party, request), all).await?;
    if all.lists() {
        let found = reader.usage_rows(party, request.span, request.as_of).await?;
        for ((receipt, _), (first, last)) in found {
            let known = rows.entry(receipt).or_insert((first, last));
            *known = (known.0.min(first), known.1.max(last));
        }
    }
    let ledgers = reader.files_in_force(Kind::Ledger, party, span, request.as_of).await?;
    let usage = usage_files(reader, (party, request), known.usage).await?;
    let asked = Asked { installation, reader, party, request, known };
    let files = Files { ledgers, usage, rows };
    asked.ledgers(&files, all).await?;
    asked.usage(&files, all).await
}

/// What was handed in for months and is in force.
struct Files {
    ledgers: Vec<FileInForce>,
    usage: Vec<FileInForce>,
    /// The first and the last row of each, by receipt; nothing where no facts are listed.
    rows: BTreeMap<String, (u64, u64)>,
}

impl Files {
    /// Adds a month to counts, as a fact of these files.
    fn add(
        &self,
        (period, files): (Period, &[&FileInForce]),
        counts: &[(&str, u64)],
        all: &mut Tally,
    ) {
        let month = period.to_string();
        let mut receipts: Vec<&str> = files.iter().map(|it| it.receipt.as_str()).collect();
        // First comes one whose rows are known: a file may have nothing but what another has already.
        receipts.sort_by_key(|it| !self.rows.contains_key(*it));
        let (receipt, more) =
            receipts.split_first().map_or(("", &[][..]), |(it, more)| (*it, more));
        let fact = Found { label: &month, name: &month, receipt, more, ..Found::default() };
        let fact = fact.between(self.rows.get(receipt));
        for (name, value) in counts {
            all.add(name, fact, *value);
        }
    }
}

fn of_month(files: &[FileInForce], period: Period) -> Vec<&FileInForce> {
    files.iter().filter(|it| it.period == period).collect()
}

/// The files of usage in force: those that a party handed in, and those of others that have records of it.
async fn usage_files(
    reader: &Reader,
    (party, request): (&PartyId, &Request<'_>),
    sums: &[StoredSum],
) -> Result<Vec<FileInForce>, StoreError> {
    let span = (request.span.first(), request.span.last());
    let mut files = reader.files_in_force(Kind::Usage, party, span, request.as_of).await?;
    let mut known: BTreeSet<String> = files.iter().map(|it| it.receipt.clone()).collect();
    for it in sums {
        let is_asked = (span.0..=span.1).contains(&it.period);
        if !is_asked || !known.insert(it.receipt.clone()) {
            continue;
        }
        let submission = reader.submission(&it.receipt).await?;
        if let Some(check) = submission.and_then(|it| it.check) {
            let (receipt, rows) = (it.receipt.clone(), check.rows);
            let understood = check.understood;
            files.push(FileInForce { receipt, period: it.period, rows, understood });
        }
    }
    Ok(files)
}

/// Whose months are counted.
struct Asked<'a> {
    installation: &'a Installation,
    reader: &'a Reader,
    party: &'a PartyId,
    request: &'a Request<'a>,
    known: Known<'a>,
}

impl Asked<'_> {
    async fn ledgers(&self, files: &Files, all: &mut Tally) -> Result<(), StoreError> {
        let Request { span, as_of, .. } = *self.request;
        let separate_accounts = self.reader.separate_accounts(self.party, as_of).await?;
        let filter = format!("ledger-submission party={} period={span}", self.party);
        let (due, submitted) = (ledger_counts::MONTHS_DUE, ledger_counts::MONTHS_SUBMITTED);
        let reconciled = ledger_counts::MONTHS_RECONCILED;
        all.open(&filter, &[due, submitted, reconciled]);
        for period in span.periods() {
            let Some(limit) = due_at(self.installation, period) else { continue };
            let first = self.known.handed_in.get(&period);
            // A month counts from the day it is due, or from when it was handed in if that was before.
            if as_of < limit && first.is_none() {
                continue;
            }
            let month = period.to_string();
            let receipt = first.map_or("", |it| it.receipt.as_str());
            let fact = Found { label: &month, name: &month, receipt, ..Found::default() };
            let fact = fact.between(files.rows.get(receipt));
            all.add(due, fact, 1);
            if let Some(first) = first {
                let is_in_time = u64::from(first.received_at < limit);
                all.add(submitted, Found { label: receipt, ..fact }, is_in_time);
            }
            if let Some(counted) = self.known.counted.get(&period) {
                let is_reconciled = counted.is_reconciled(&separate_accounts);
                let counts = [(reconciled, u64::from(is_reconciled))];
                files.add((period, &of_month(&files.ledgers, period)), &counts, all);
            }
        }
        Ok(())
    }

    async fn usage(&self, files: &Files, all: &mut Tally) -> Result<(), StoreError> {
        let Request { span, as_of, .. } = *self.request;
        let filter = format!("usage-submission party={} period={span}", self.party);
        let (due, within) = (usage_counts::MONTHS_DUE, usage_counts::MONTHS_WITHIN);
        all.open(&filter, &[due, within]);
        let all_within = self.within(files).await?;
        for period in span.periods() {
            let Some(limit) = due_at(self.installation, period) else { continue };
            let [usage, ledgers] = [&files.usage, &files.ledgers].map(|it| of_month(it, period));
            // As long as its ledger is not due, a month counts when both are there to be held against each
            // other.
            if as_of < limit && (usage.is_empty() || ledgers.is_empty()) {
                continue;
            }
            let counts = [(due, 1), (within, u64::from(all_within.contains(&period)))];
            files.add((period, &[usage, ledgers].concat()), &counts, all);
        }
        Ok(())
    }

    /// The months of which every charge is known to be within its ceiling. Ledger and usage are handed in,
    /// and all of both was understood: who served nobody hands in usage without a row.
    async fn within(&self, files: &Files) -> Result<BTreeSet<Period>, StoreError> {
        let Known { register, counted, .. } = self.known;
        let whole = counted.iter().filter(|(_, it)| it.is_whole()).map(|(month, _)| *month);
        let mut whole: BTreeSet<Period> = whole.collect();
        whole.retain(|month| {
            let usage = of_month(&files.usage, *month);
            !usage.is_empty() && usage.iter().all(|it| it.rows == it.understood)
        });
        if !whole.is_empty() {
            let asked = (self.party, self.request.as_of);
            match not_within(self.installation, self.reader, register, asked).await? {
                Some(others) => whole.retain(|month| !others.contains(month)),
                None => whole.clear(),
            }
        }
        Ok(whole)
    }
}
