//! What one indicator makes of a change under means to which nothing is added: what the score would lack if
//! that one had stayed as it was, and all the others were as they are.

use super::super::scheme::Indicator;
use super::super::score::again::Again;
use super::super::scorecard::{IndicatorScore, Scorecard};
use super::{Move, Side};

/// Puts the scores of indicators and what each makes of the change in the place of what they would add, and
/// finds what is left over. The later table is scored once more for each indicator.
///
/// An indicator that the earlier scorecard lacks, or without which there would be no score, has no part: the
/// rest has it.
pub(super) fn put(found: &mut Move, then: Option<&Scorecard>, now: Side<'_>) {
    found.adds_up = false;
    let cards = &now.evaluation.scorecards;
    let row = cards.iter().position(|it| it.subject == found.subject);
    let mut again = row.map(|row| Again::of(now.scheme, cards, row));
    let whole = again.as_ref().and_then(|it| it.verdict().ok()?).map(|it| it.base_nano);
    let later = row.map(|row| &cards[row]);
    for part in &mut found.indicators {
        let [before, after] = [then, later].map(|it| scored(it?, &part.id));
        part.then_nano = before.and_then(|it| it.score_nano);
        part.now_nano = after.and_then(|it| it.score_nano);
        let measure = now.scheme.indicators().find(|it| it.id == part.id).map(Indicator::measure);
        let as_it_was = (before.zip(measure).zip(again.as_mut()))
            .and_then(|((before, id), it)| it.with_measure_of(id, before.measure.as_ref()).ok()?);
        let made = whole.zip(as_it_was).map(|(whole, it)| whole - it.base_nano);
        part.change_nano = made.unwrap_or_default();
    }
    found.interaction_nano = found.rest();
}

fn scored<'c>(card: &'c Scorecard, indicator: &str) -> Option<&'c IndicatorScore> {
    card.dimensions.iter().flat_map(|it| &it.indicators).find(|it| it.id == indicator)
}
