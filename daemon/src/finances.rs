//! Finances, and annulments: what several submissions say together. What one of them contradicts in
//! another, or what is wrong with a month in all of its files, is found by the same look that finds what
//! the calendar misses, and ends when they agree.

mod clues;
pub mod months;
pub mod pricing;
pub(crate) mod tie_out;
mod together;

use std::collections::BTreeSet;
use std::collections::btree_map::{BTreeMap, Entry};

use jiff::Timestamp;
use metrics::commingling;
use metrics::finding::{Fault, Faults};
use metrics::kind::Kind;
use metrics::ledger::Lost;
use metrics::ledger::month::Question;
use metrics::opinion::unmet;
use metrics::party::PartyId;
use metrics::period::Period;
use store::findings::Finding;
use store::{Reader, StoreError};

use crate::installation::Installation;

/// What looks have found of each party. A look reads whom it does not know: what rests on one party's
/// submissions is kept until something of it changes, what several parties say together is made anew.
#[derive(Debug, Default)]
pub struct Memory {
    prices: BTreeMap<PartyId, Found>,
    tied: BTreeMap<PartyId, tie_out::Tied>,
    clues: BTreeMap<PartyId, Vec<Fault>>,
    months: BTreeMap<PartyId, Found>,
    together: BTreeMap<PartyId, Found>,
    /// Annulments without a determination; `None` where nobody looked.
    unmet: Option<Vec<Fault>>,
}

/// What was found of a party.
#[derive(Debug, Default)]
struct Found {
    faults: Vec<Fault>,
    /// The rules of which something may be found that is not among the faults: they were not judged, or more
    /// was found than is kept.
    open: BTreeSet<&'static str>,
}

impl Found {
    fn add(&mut self, faults: &Faults) {
        self.faults.extend_from_slice(faults.kept());
        self.open.extend(faults.cut());
    }
}

impl Memory {
    /// Whether all that can be found by the rule of a finding about its party was found. A finding of other
    /// rules than those of this look is none of its business.
    fn has_all_of(&self, finding: &Finding) -> bool {
        let (party, rule) = (&finding.subject, &*finding.rule);
        let is_open = |it: &Found| it.open.contains(rule);
        let of_party = [&self.prices, &self.months, &self.together].map(|it| it.get(party));
        let tied = self.tied.get(party).map(|it| &it.found);
        let is_shared = rule == commingling::rules::BANK_ACCOUNT;
        // Whose shares are not known may have an account in common with anybody.
        let is_shared_open = is_shared && self.tied.values().any(|it| is_open(&it.found));
        !is_shared_open && !of_party.into_iter().chain([tied]).flatten().any(is_open)
    }

    /// Forgets whom something was posted about: everybody where it is the register, prices or a
    /// disclosure, which may be about anybody; nobody where no rule here reads it.
    pub fn forget(&mut self, posted: &[(Kind, PartyId)]) {
        for (kind, party) in posted {
            match kind {
                Kind::Ledger | Kind::Usage => {
                    self.prices.remove(party);
                    self.tied.remove(party);
                    self.clues.remove(party);
                    self.months.remove(party);
                    self.together.remove(party);
                }
                Kind::Registry | Kind::Pricing | Kind::Disclosure => *self = Self::default(),
                Kind::Opinion => self.unmet = None,
                Kind::Supply | Kind::Incident | Kind::Objection | Kind::Demand => {}
            }
        }
    }
}

/// Every rule about prices, shares, tie-outs, the spread of amounts and annulments that is broken by what
/// is in force at `as_of`. Each fault says whom it is about. Read is whom the memory does not know, which
/// is of the same day.
///
/// # Errors
///
/// Returns an error if the database fails; then the memory is not whole.
pub async fn faults(
    installation: &Installation,
    reader: &Reader,
    as_of: Timestamp,
    memory: &mut Memory,
) -> Result<Vec<Fault>, StoreError> {
    let mut faults = pricing::faults(installation, reader, as_of, &mut memory.prices).await?;
    faults.append(&mut tie_out::faults(installation, reader, as_of, &mut memory.tied).await?);
    faults.append(&mut clues::faults(installation, reader, as_of, &mut memory.clues).await?);
    faults.append(&mut months::faults(installation, reader, as_of, &mut memory.months).await?);
    faults.append(&mut together::faults(reader, as_of, &mut memory.together).await?);
    if memory.unmet.is_none() {
        memory.unmet = Some(unmet(&reader.said(None, as_of).await?));
    }
    faults.extend(memory.unmet.iter().flatten().cloned());
    Ok(faults)
}

/// What a look judged.
#[derive(Debug)]
pub(crate) struct Judged<'a> {
    memory: &'a Memory,
    /// What was not understood of months, each read once: `None` of one that cannot be judged.
    months: BTreeMap<(PartyId, Period), Option<Lost>>,
}

impl<'a> Judged<'a> {
    /// What the look judged that has left this memory.
    pub(crate) fn by(memory: &'a Memory) -> Self {
        Self { memory, months: BTreeMap::new() }
    }

    /// Whether what a finding is about can be judged now. A month of which a file was posted before what its
    /// rule looks at was kept, or of which that was not understood, shows nothing, which cures nothing; nor
    /// does a look that could not read what a rule rests on, or that found more than it keeps.
    ///
    /// # Errors
    ///
    /// Returns an error if the database fails.
    pub(crate) async fn can_be(
        &mut self,
        reader: &Reader,
        finding: &Finding,
        as_of: Timestamp,
    ) -> Result<bool, StoreError> {
        if !self.memory.has_all_of(finding) {
            return Ok(false);
        }
        let arguments = finding.arguments.iter().map(|(name, value)| (&**name, &**value));
        let question = Question::of(&finding.rule, arguments);
        let (Some(period), Some(question)) = (finding.period, question) else {
            return clues::can_be_judged(reader, finding, as_of).await;
        };
        let lost = match self.months.entry((finding.subject.clone(), period)) {
            Entry::Occupied(known) => *known.get(),
            Entry::Vacant(unknown) => {
                *unknown.insert(months::lost(reader, (&finding.subject, period), as_of).await?)
            }
        };
        Ok(lost.is_some_and(|it| question.is_answered(it)))
    }
}

#[cfg(test)]
mod tests;
