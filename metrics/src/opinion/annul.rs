//! Determinations that were taken back. What an authority determined stands in its document; that it does
//! not hold any more stands in another one, and nothing counts it from then on. What was computed before
//! stays as it is and is marked.

use std::collections::{BTreeMap, BTreeSet};

use jiff::civil::Date;

use super::once::identity;
use super::{Annulment, Determination, OpinionEntry, Said, counts, rules};
use crate::evaluation::scorecard::Evaluation;
use crate::finding::Fault;
use crate::party::PartyId;
use crate::period::{Period, Span};
use crate::tie_out::about;

/// A determination that an evaluation rests on, and that was annulled since.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Annulled {
    /// Whose scorecard rests on it.
    pub subject: PartyId,
    /// What was determined.
    pub matter: String,
    /// The number of the document that determined it.
    pub determined: String,
    /// The number of the document that annulled it.
    pub document: String,
    /// The day of that document.
    pub said_on: Date,
}

/// Whose determination an annulment means: the party, the matter, and what tells its document from others.
type Meant<'a> = (&'a PartyId, &'a str, String);

/// What annuls determinations, found by what it means: what is said costs a look each, not a look at all.
///
/// # Invariants
///
/// Of one meaning, annulments stand in the order in which they were said, and each is of a later day than
/// those before it: what one before it annuls, it would not be asked about.
pub(super) struct Annulments<'a>(BTreeMap<Meant<'a>, Vec<&'a Annulment>>);

impl<'a> Annulments<'a> {
    pub(super) fn of(said: &'a [Said]) -> Self {
        let mut all: BTreeMap<Meant<'_>, Vec<&Annulment>> = BTreeMap::new();
        for it in said {
            let OpinionEntry::Annulment(by) = &it.entry else { continue };
            let same = all.entry((&it.party, &by.matter, identity(&by.annuls))).or_default();
            if same.last().is_none_or(|last| last.said_on < by.said_on) {
                same.push(by);
            }
        }
        Self(all)
    }

    /// What annuls a determination about a party: the first that is said of the same matter and the number of
    /// its document, and of no day before it. Widths, case and blanks tell no numbers apart.
    pub(super) fn annulling(
        &self,
        (party, it): (&'a PartyId, &'a Determination),
    ) -> Option<&'a Annulment> {
        let same = self.0.get(&(party, it.matter.as_str(), identity(&it.document)))?;
        same.get(same.partition_point(|by| by.said_on < it.said_on)).copied()
    }
}

/// Documents that a fault names at most, so that its length does not grow with what is said.
const NAMED_MAX: usize = 5;

/// What was determined of a party on a matter.
#[derive(Default)]
struct Known<'a> {
    /// The first day of each document, by its identity.
    first: BTreeMap<String, Date>,
    /// The first documents with their days, in order, [`NAMED_MAX`] at most.
    named: BTreeSet<(&'a str, Date)>,
    /// Whether there are more.
    has_more: bool,
}

impl<'a> Known<'a> {
    fn add(&mut self, it: &'a Determination) {
        let first = self.first.entry(identity(&it.document)).or_insert(it.said_on);
        *first = it.said_on.min(*first);
        self.named.insert((&it.document, it.said_on));
        if NAMED_MAX < self.named.len() {
            self.named.pop_last();
            self.has_more = true;
        }
    }

    fn is_met(&self, by: &Annulment) -> bool {
        self.first.get(&identity(&by.annuls)).is_some_and(|first| *first <= by.said_on)
    }

    fn documents(&self) -> String {
        let named = self.named.iter().map(|(document, said_on)| format!("{document} ({said_on})"));
        let more = self.has_more.then(|| "…".to_owned());
        named.chain(more).collect::<Vec<_>>().join(", ")
    }
}

/// Annulments that take nothing back (OP-13): no determination of the party, matter and number, of the same
/// day or before, is among what is said. It may be handed in later, so this is asked of all that is in force.
#[must_use]
pub fn unmet(said: &[Said]) -> Vec<Fault> {
    let mut matters: BTreeMap<(&PartyId, &str), Known> = BTreeMap::new();
    for it in said {
        if let OpinionEntry::Determination(of) = &it.entry {
            matters.entry((&it.party, &of.matter)).or_default().add(of);
        }
    }
    let fault = |it: &Said| {
        let OpinionEntry::Annulment(by) = &it.entry else { return None };
        let known = matters.get(&(&it.party, by.matter.as_str()));
        if known.is_some_and(|known| known.is_met(by)) {
            return None;
        }
        let mut fault = about(rules::NOTHING_ANNULLED, &it.party, None, it.entry.code());
        fault.expected = known.map_or_else(|| "–".to_owned(), Known::documents);
        fault.actual.clone_from(&by.annuls);
        fault.arguments = vec![
            ("matter", by.matter.clone()),
            ("document", by.document.clone()),
            ("date", by.said_on.to_string()),
        ];
        Some(fault)
    };
    said.iter().filter_map(fault).collect()
}

/// The determinations that vetoes, deductions and bonuses of an evaluation rest on, and that are annulled by
/// what is said now and were not by what was said then.
#[must_use]
pub fn annulled_since(evaluation: &Evaluation, then: &[Said], now: &[Said]) -> Vec<Annulled> {
    let rests = rests(evaluation);
    let (before, since) = (Annulments::of(then), Annulments::of(now));
    let found = then.iter().filter_map(|it| {
        let OpinionEntry::Determination(of) = &it.entry else { return None };
        let counted = counts::determination(&of.matter);
        let is_meant = is_of(of, evaluation.period) && rests.contains(&(&it.party, &*counted));
        if !is_meant || before.annulling((&it.party, of)).is_some() {
            return None;
        }
        let by = since.annulling((&it.party, of))?;
        Some(Annulled {
            subject: it.party.clone(),
            matter: of.matter.clone(),
            determined: of.document.clone(),
            document: by.document.clone(),
            said_on: by.said_on,
        })
    });
    found.collect::<BTreeSet<_>>().into_iter().collect()
}

/// Whose scorecard has a veto, a deduction or a bonus that rests on which count.
fn rests(evaluation: &Evaluation) -> BTreeSet<(&PartyId, &str)> {
    let mut rests = BTreeSet::new();
    for card in &evaluation.scorecards {
        let points = card.adjusted.iter().flat_map(|it| it.deductions.iter().chain(&it.bonuses));
        let points = points.filter(|it| it.points_nano != 0).map(|it| &it.counted);
        let vetoes = card.vetoes.iter().map(|it| &it.counted);
        rests.extend(vetoes.chain(points).map(|it| (&card.subject, it.as_str())));
    }
    rests
}

/// Whether a determination is of a day in a span.
pub(super) fn is_of(it: &Determination, span: Span) -> bool {
    Period::of(it.said_on).is_some_and(|it| (span.first()..=span.last()).contains(&it))
}
