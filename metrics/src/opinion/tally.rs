//! Counting what is said of one party in a span.

use std::collections::BTreeMap;

use super::annul::{Annulments, is_of};
use super::once::repeats;
use super::{Conclusion, OpinionEntry, OpinionPolicy, Rating, Selection, WHOLE_PPM, counts};
use crate::party::PartyId;
use crate::period::Span;

/// An entry in force, and how it is found again.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Said {
    /// The receipt of the submission, and the row: `RECEIPT:ROW`.
    pub label: String,
    /// Whom it is about.
    pub party: PartyId,
    /// What is said.
    pub entry: OpinionEntry,
}

/// A count under its name, with what it counts.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Tallied {
    /// Its name, as measures give it.
    pub name: String,
    /// How the entries are found again.
    pub filter: String,
    /// The label of each entry and what it adds, by label.
    pub items: Vec<(String, u64)>,
}

impl Tallied {
    fn of(name: &str, filter: &str, mut items: Items) -> Self {
        items.sort_unstable();
        Self { name: name.to_owned(), filter: filter.to_owned(), items }
    }
}

/// A number for each entry counted.
type Items = Vec<(String, u64)>;

/// The ratings of one panel about one indicator.
type Sittings<'a> = BTreeMap<(Span, &'a str), Vec<(&'a str, &'a Rating)>>;

/// Everything counted of what is said about a party in a span: ratings and opinions about months that
/// lie in it, and determinations of a day in it. What is said again counts once. Every panel with enough
/// raters adds one value of an indicator, whatever their number; without such a panel, nothing is counted
/// of it.
#[must_use]
pub fn tally(
    policy: &OpinionPolicy,
    (party, span): (&PartyId, Span),
    said: &[Said],
) -> Vec<Tallied> {
    let said = &counted(said);
    let mut all = Vec::new();
    let filter = |record: &str| format!("opinion record={record} party={party} period={span}");
    for question in &policy.questions {
        let (sums, wholes) = rated(policy, &sittings(said, span, &question.id));
        if wholes.iter().any(|(_, whole)| 0 < *whole) {
            let filter = format!("{} indicator={}", filter("rating"), question.id);
            all.push(Tallied::of(&counts::sum_ppm(&question.id), &filter, sums));
            all.push(Tallied::of(&counts::whole_ppm(&question.id), &filter, wholes));
        }
    }
    for matter in &policy.matters {
        let is_counted = |it: &&&Said| match &it.entry {
            OpinionEntry::Determination(it) => it.matter == matter.id && is_of(it, span),
            OpinionEntry::Rating(_) | OpinionEntry::Annulment(_) | OpinionEntry::Opinion(_) => {
                false
            }
        };
        let items = said.iter().filter(is_counted).map(|it| (it.label.clone(), 1)).collect();
        let filter = format!("{} matter={}", filter("determination"), matter.id);
        all.push(Tallied::of(&counts::determination(&matter.id), &filter, items));
    }
    let (mut opinions, mut favourable) = (Items::new(), Items::new());
    for it in said {
        let OpinionEntry::Opinion(opinion) = &it.entry else { continue };
        if is_within(opinion.period, span) {
            opinions.push((it.label.clone(), 1));
            let is_favourable = opinion.conclusion == Conclusion::Favourable;
            favourable.push((it.label.clone(), u64::from(is_favourable)));
        }
    }
    all.push(Tallied::of(counts::THIRD_PARTY, &filter("opinion"), opinions));
    all.push(Tallied::of(counts::FAVOURABLE, &filter("opinion"), favourable));
    all
}

/// Whether months lie in a span.
pub(super) fn is_within(period: Span, span: Span) -> bool {
    span.first() <= period.first() && period.last() <= span.last()
}

/// What counts, once, and was not annulled.
fn counted<'a>(said: &'a [Said]) -> Vec<&'a Said> {
    let annulments = Annulments::of(said);
    let stands = |it: &'a Said| match &it.entry {
        OpinionEntry::Determination(of) => annulments.annulling((&it.party, of)).is_none(),
        OpinionEntry::Rating(_) | OpinionEntry::Annulment(_) | OpinionEntry::Opinion(_) => true,
    };
    let again = repeats(said.iter().map(|it| (&it.party, &it.entry)));
    let all = said.iter().enumerate();
    let counted = all.filter(|(at, it)| it.entry.counts() && !again.contains_key(at) && stands(it));
    counted.map(|(_, it)| it).collect()
}

fn sittings<'a>(said: &[&'a Said], span: Span, indicator: &str) -> Sittings<'a> {
    let mut sittings = Sittings::new();
    for it in said {
        let OpinionEntry::Rating(rating) = &it.entry else { continue };
        if rating.indicator == indicator && is_within(rating.period, span) {
            let sitting = sittings.entry((rating.period, rating.panel.as_str())).or_default();
            sitting.push((it.label.as_str(), rating));
        }
    }
    sittings
}

/// What each rating adds to its panel's value, and to the whole scale. The value is the mean of the ratings
/// that the panel's rule selects, rounded half up to a millionth: each adds what the sum of it and those
/// below makes the mean grow by. What is not selected adds 0 to 0, and a panel of too few raters is not
/// there.
fn rated(policy: &OpinionPolicy, sittings: &Sittings<'_>) -> (Items, Items) {
    let (mut sums, mut wholes) = (Items::new(), Items::new());
    for ratings in sittings.values() {
        let panel = ratings.first().and_then(|(_, it)| policy.panel(it.panel_kind));
        let Some(panel) = panel.filter(|it| it.raters_min <= ratings.len() as u64) else {
            continue;
        };
        let mut scores: Vec<(u64, &str)> =
            ratings.iter().map(|(label, it)| (it.ppm(), *label)).collect();
        scores.sort_unstable();
        let selected = panel.selection.of(scores.len());
        let (mut value, mut whole) = (Mean::of(selected.len()), Mean::of(selected.len()));
        for (at, (ppm, label)) in scores.into_iter().enumerate() {
            let (ppm, most) = if selected.contains(&at) { (ppm, WHOLE_PPM) } else { (0, 0) };
            sums.push((label.to_owned(), value.grow(ppm)));
            wholes.push((label.to_owned(), whole.grow(most)));
        }
    }
    (sums, wholes)
}

/// A mean of so many numbers as they are added one by one.
#[derive(Clone, Copy, Debug)]
struct Mean {
    numbers: u64,
    sum: u64,
}

impl Mean {
    /// Nothing added yet; of one number where there are none.
    fn of(numbers: usize) -> Self {
        Self { numbers: numbers.max(1) as u64, sum: 0 }
    }

    /// What a number adds to it. What all add is the mean, rounded half up.
    fn grow(&mut self, number: u64) -> u64 {
        let before = self.rounded();
        self.sum += number;
        self.rounded() - before
    }

    fn rounded(self) -> u64 {
        (2 * self.sum + self.numbers) / (2 * self.numbers)
    }
}

impl Selection {
    /// Which of so many ratings count, from the lowest.
    fn of(self, ratings: usize) -> std::ops::Range<usize> {
        match self {
            Self::TrimmedMean { from } if from <= ratings as u64 && 2 < ratings => 1..ratings - 1,
            Self::Mean | Self::TrimmedMean { .. } => 0..ratings,
            Self::Median => ratings.saturating_sub(1) / 2..ratings / 2 + 1,
        }
    }
}
