//! The facts behind a count of an evaluation: counts of submissions, or rows.

use metrics::kind::Kind;
use metrics::party::PartyId;
use metrics::register::Entry;
use store::StoreError;
use store::incidents::{IncidentFilter, StoredIncident};

use super::StoreSource;
use super::ledger::raw_key;
use crate::query::{Fact, FactsKey};

/// Rows that are read at most.
const ROWS_MAX: i64 = 1_000;

impl StoreSource {
    /// Checks keep counts by name; what they do not keep is counted from ledgers handed in, from
    /// the register, incidents, disclosures, opinions or catalogues, and is shown as the rows that it was
    /// counted from.
    pub(super) async fn facts(&self, key: &FactsKey) -> Result<Vec<Fact>, StoreError> {
        let span = (key.span.first(), key.span.last());
        let kept = self.reader.counts(&key.party, span, key.as_of).await?;
        let named = kept.into_iter().filter(|count| count.name == key.name);
        let mut facts = Vec::new();
        for count in named {
            let submission = self.reader.submission(&count.receipt).await?;
            let period = submission.and_then(|it| it.period).map(|it| it.to_string());
            let (label, value) = (period.unwrap_or_default(), Some(count.value));
            facts.push(Fact { receipt: count.receipt, label, value, raw: None });
        }
        if !facts.is_empty() {
            return Ok(facts);
        }
        match key.name.split(['_', ':']).next().unwrap_or_default() {
            "incidents" => self.incidents(key).await,
            "products" => self.products(&key.party, key).await,
            "disclosures" => self.disclosures(key).await,
            "opinion" | "determination" | "third" => self.opinions(key).await,
            "supply" => self.items(key).await,
            _ => self.ledgers(key).await,
        }
    }

    async fn ledgers(&self, key: &FactsKey) -> Result<Vec<Fact>, StoreError> {
        let span = (key.span.first(), key.span.last());
        let found = self.reader.handed_in(Kind::Ledger, &key.party, span, key.as_of).await?;
        let fact = |it: store::submissions::HandedIn| Fact {
            receipt: it.receipt,
            label: it.period.to_string(),
            value: None,
            raw: None,
        };
        Ok(found.into_iter().map(fact).collect())
    }

    async fn incidents(&self, key: &FactsKey) -> Result<Vec<Fact>, StoreError> {
        let page = (key.as_of, ROWS_MAX);
        let filter = IncidentFilter { party: Some(&key.party), open_only: false };
        let found = self.reader.incidents_after(0, filter, page).await?;
        let fact = |it: StoredIncident| Fact {
            receipt: it.receipt.clone(),
            label: it.incident.incident_no,
            value: None,
            raw: Some(raw_key(it.sha256, it.receipt, it.origin)),
        };
        Ok(found.into_iter().map(fact).collect())
    }

    async fn disclosures(&self, key: &FactsKey) -> Result<Vec<Fact>, StoreError> {
        let page = (key.as_of, ROWS_MAX);
        let found = self.reader.disclosures_after(0, Some(&key.party), page).await?;
        let fact = |it: store::disclosures::StoredDisclosure| Fact {
            receipt: it.receipt.clone(),
            label: it.disclosure.year.to_string(),
            value: None,
            raw: Some(raw_key(it.sha256, it.receipt, it.origin)),
        };
        Ok(found.into_iter().map(fact).collect())
    }

    async fn opinions(&self, key: &FactsKey) -> Result<Vec<Fact>, StoreError> {
        let page = (key.as_of, ROWS_MAX);
        let found = self.reader.opinions_after(0, Some(&key.party), page).await?;
        let fact = |it: store::opinions::StoredOpinion| Fact {
            receipt: it.receipt.clone(),
            label: it.entry.code(),
            value: None,
            raw: Some(raw_key(it.sha256, it.receipt, it.origin)),
        };
        Ok(found.into_iter().filter(|it| it.entry.is_of(&key.name)).map(fact).collect())
    }

    async fn items(&self, key: &FactsKey) -> Result<Vec<Fact>, StoreError> {
        let found = self.reader.items_of_after(&key.party, "", (key.as_of, ROWS_MAX)).await?;
        let fact = |it: store::supply::StoredItem| Fact {
            receipt: it.receipt.clone(),
            label: format!("{} {}", it.item.code, it.item.title),
            value: None,
            raw: Some(raw_key(it.sha256, it.receipt, it.origin)),
        };
        Ok(found.into_iter().map(fact).collect())
    }

    async fn products(&self, party: &PartyId, key: &FactsKey) -> Result<Vec<Fact>, StoreError> {
        let found = self.reader.registered_of("product", party, key.as_of).await?;
        let label = |entry: &Entry| match entry {
            Entry::Product { code, name, .. } => format!("{code} {name}"),
            Entry::Party { name, .. }
            | Entry::Person { name, .. }
            | Entry::Account { name, .. } => name.clone(),
        };
        let fact = |it: store::register::Registered| Fact {
            label: label(&it.entry),
            value: None,
            raw: Some(raw_key(it.sha256, it.receipt.clone(), it.origin)),
            receipt: it.receipt,
        };
        Ok(found.into_iter().map(fact).collect())
    }
}
