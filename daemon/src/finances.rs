//! Finances, and annulments: what several submissions say together. What one of them contradicts in
//! another, or what is wrong with a month in all of its files, is found by the same look that finds what the calendar misses, and ends when they agree.

mod clues;
pub mod months;
pub mod pricing;
pub(crate) mod tie_out;

use std::collections::btree_map::{BTreeMap, Entry};

use jiff::Timestamp;
use metrics::finding::Fault;
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
    prices: BTreeMap<PartyId, Vec<Fault>>,
    tied: BTreeMap<PartyId, tie_out::Tied>,
    clues: BTreeMap<PartyId, Vec<Fault>>,
    months: BTreeMap<PartyId, Vec<Fault>>,
    /// Annulments without a determination; `None` where nobody looked.
    unmet: Option<Vec<Fault>>,
}

impl Memory {
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
    if memory.unmet.is_none() {
        memory.unmet = Some(unmet(&reader.said(None, as_of).await?));
    }
    faults.extend(memory.unmet.iter().flatten().cloned());
    Ok(faults)
}

/// What was not understood of months, each read once in a look: `None` of one that cannot be judged.
#[derive(Debug, Default)]
pub(crate) struct Judged(BTreeMap<(PartyId, Period), Option<Lost>>);

impl Judged {
    /// Whether what a finding is about can be judged now. A month of which a file was posted before what its
    /// rule looks at was kept, or of which that was not understood, shows nothing, which cures nothing.
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
        let arguments = finding.arguments.iter().map(|(name, value)| (&**name, &**value));
        let question = Question::of(&finding.rule, arguments);
        let (Some(period), Some(question)) = (finding.period, question) else {
            return clues::can_be_judged(reader, finding, as_of).await;
        };
        let lost = match self.0.entry((finding.subject.clone(), period)) {
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
