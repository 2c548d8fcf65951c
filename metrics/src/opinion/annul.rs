//! Determinations that were taken back. What an authority determined stands in its document; that it does
//! not hold any more stands in another one, and nothing counts it from then on. What was computed before
//! stays as it is and is marked.

use std::collections::BTreeSet;

use jiff::civil::Date;

use super::once::identity;
use super::{Annulment, Determination, OpinionEntry, Said, counts};
use crate::evaluation::scorecard::Evaluation;
use crate::party::PartyId;
use crate::period::{Period, Span};

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

/// What annuls a determination about a party: the same matter, the number of its document, and no day
/// before it. Widths, case and blanks tell no numbers apart.
pub(super) fn annulment<'a>(
    said: &'a [Said],
    (party, it): (&PartyId, &Determination),
) -> Option<&'a Annulment> {
    let document = identity(&it.document);
    said.iter().filter(|other| other.party == *party).find_map(|other| match &other.entry {
        OpinionEntry::Annulment(by) => {
            let is_meant = by.matter == it.matter && identity(&by.annuls) == document;
            (is_meant && it.said_on <= by.said_on).then_some(by)
        }
        OpinionEntry::Rating(_) | OpinionEntry::Determination(_) | OpinionEntry::Opinion(_) => None,
    })
}

/// The determinations that vetoes, deductions and bonuses of an evaluation rest on, and that are annulled by
/// what is said now and were not by what was said then.
#[must_use]
pub fn annulled_since(evaluation: &Evaluation, then: &[Said], now: &[Said]) -> Vec<Annulled> {
    let rests = |subject: &PartyId, matter: &str| {
        let name = counts::determination(matter);
        let mut cards = evaluation.scorecards.iter().filter(|it| it.subject == *subject);
        cards.any(|card| {
            let points =
                card.adjusted.iter().flat_map(|it| it.deductions.iter().chain(&it.bonuses));
            card.vetoes.iter().any(|it| it.counted == name)
                || points.filter(|it| it.points_nano != 0).any(|it| it.counted == name)
        })
    };
    let found = then.iter().filter_map(|it| {
        let OpinionEntry::Determination(of) = &it.entry else { return None };
        if !is_of(of, evaluation.period) || !rests(&it.party, &of.matter) {
            return None;
        }
        if annulment(then, (&it.party, of)).is_some() {
            return None;
        }
        let by = annulment(now, (&it.party, of))?;
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

/// Whether a determination is of a day in a span.
pub(super) fn is_of(it: &Determination, span: Span) -> bool {
    Period::of(it.said_on).is_some_and(|it| (span.first()..=span.last()).contains(&it))
}
