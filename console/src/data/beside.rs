//! What stands beside a scorecard: the scores of the months before, what to mend first, and open objections and
//! demands.

use config::scheme::SchemeDocument;
use jiff::Timestamp;
use metrics::case::Case;
use metrics::demand::Demand;
use metrics::evaluation::gain::gains;
use metrics::objection::Objection;
use metrics::party::PartyId;
use metrics::period::Span;
use store::StoreError;
use store::cases::Asked;
use store::evaluations::StoredEvaluation;
use store::levels::Level;
use store::numbered::Numbered;

use super::StoreSource;
use crate::query::Beside;

/// Levels read: among them are months of another length.
const LEVELS_READ: i64 = 48;
/// Cases read at once.
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
        let objections = self.open::<Objection>(subject, evaluation.as_of).await?;
        let demands = self.open::<Demand>(subject, evaluation.as_of).await?;
        Ok(Beside { levels, gains, objections, demands })
    }

    /// Cases that were open at an instant, with the step that each waits for.
    async fn open<T: Case + Numbered>(
        &self,
        subject: &PartyId,
        as_of: Timestamp,
    ) -> Result<Vec<(String, T::Step)>, StoreError> {
        let mut open = Vec::new();
        let asked = Asked { as_of, zone: &self.zone, next: None, limit: PAGE };
        let mut pages = self.reader.cases::<T>(Some(subject), asked);
        while let Some(page) = pages.next_page().await? {
            open.extend(
                page.iter().filter_map(|(_, it)| {
                    Some((it.case.number().to_owned(), it.case.waits_for()?))
                }),
            );
        }
        Ok(open)
    }
}
