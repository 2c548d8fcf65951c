//! What stands beside a scorecard: the scores of the months before, what to mend first, and open objections and
//! demands.

use config::scheme::SchemeDocument;
use jiff::Timestamp;
use metrics::evaluation::gain::gains;
use metrics::party::PartyId;
use metrics::period::Span;
use metrics::{demand, objection};
use store::StoreError;
use store::evaluations::StoredEvaluation;
use store::levels::Level;

use super::StoreSource;
use crate::query::Beside;

/// Levels read: among them are months of another length.
const LEVELS_READ: i64 = 48;
/// Objections or demands read at once.
const PAGE: i64 = 1_000;
/// Levels shown, beside that of the scorecard.
const LEVELS_MAX: usize = 5;

impl StoreSource {
    /// Levels of as many months as the evaluation has; the gains by the very scheme that it names.
    pub(super) async fn beside(
        &self,
        stored: &StoredEvaluation,
        subject: &PartyId,
    ) -> Result<Beside, StoreError> {
        let evaluation = &stored.evaluation;
        let (scheme, period) = (&evaluation.scheme, evaluation.period);
        let before = (period.first(), LEVELS_READ);
        let found = self.reader.levels_before((subject, &scheme.id), before).await?;
        let months = |it: Span| it.periods().count();
        let is_as_long = |it: &Level| months(it.period) == months(period);
        let levels = found.into_iter().filter(is_as_long).take(LEVELS_MAX).collect();
        let document = self.reader.document(&scheme.sha256).await?.unwrap_or_default();
        let read = SchemeDocument::read(&scheme.id, document.as_bytes(), &self.policy).ok();
        let cards = (evaluation.scorecards.as_slice(), subject);
        let gains = read.and_then(|it| gains(&it.scheme, &self.policy.measures, cards).ok());
        let objections = self.open_objections(subject, evaluation.as_of).await?;
        let demands = self.open_demands(subject, evaluation.as_of).await?;
        Ok(Beside { levels, gains, objections, demands })
    }

    /// Objections that were open at an instant, with the step that each waits for.
    async fn open_objections(
        &self,
        subject: &PartyId,
        as_of: Timestamp,
    ) -> Result<Vec<(String, objection::Step)>, StoreError> {
        let (mut open, mut after) = (Vec::new(), String::new());
        loop {
            let page = self.reader.objections_of_after(subject, &after, (as_of, PAGE)).await?;
            let Some(last) = page.last() else { return Ok(open) };
            after.clone_from(&last.number);
            open.extend(
                page.into_iter().filter_map(|it| Some((it.number, it.content.waits_for()?))),
            );
        }
    }

    /// Demands that were open at an instant, with the step that each waits for.
    async fn open_demands(
        &self,
        subject: &PartyId,
        as_of: Timestamp,
    ) -> Result<Vec<(String, demand::Step)>, StoreError> {
        let (mut open, mut after) = (Vec::new(), String::new());
        loop {
            let page = self.reader.demands_of_after(subject, &after, (as_of, PAGE)).await?;
            let Some(last) = page.last() else { return Ok(open) };
            after.clone_from(&last.number);
            open.extend(
                page.into_iter().filter_map(|it| Some((it.number, it.content.waits_for()?))),
            );
        }
    }
}
