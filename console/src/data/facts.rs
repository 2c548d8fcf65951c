//! The facts behind a count that checks made: one for each submission.

use store::StoreError;

use super::StoreSource;
use crate::query::{Fact, FactsKey};

impl StoreSource {
    /// What checks keep by name, in the order in which it is counted; of other counts, nothing.
    pub(super) async fn facts(&self, key: &FactsKey) -> Result<Vec<Fact>, StoreError> {
        let span = (key.span.first(), key.span.last());
        let kept = self.reader.counts(&key.party, span, key.as_of).await?;
        let mut facts = Vec::new();
        for count in kept.into_iter().filter(|count| count.name == key.name) {
            let submission = self.reader.submission(&count.receipt).await?;
            let period = submission.and_then(|it| it.period).map(|it| it.to_string());
            let (label, value) = (period.unwrap_or_default(), count.value);
            facts.push(Fact { receipt: count.receipt, label, value });
        }
        Ok(facts)
    }
}
