//! Deliveries, and what happened to one.

use store::StoreError;

use super::{PAGE_ROWS, StoreSource, rows};
use crate::query::{Deliveries, DeliveryEvent, DeliveryFile};

impl StoreSource {
    pub(super) async fn deliveries(&self, before: i64) -> Result<Deliveries, StoreError> {
        Ok(Deliveries {
            deliveries: self.reader.deliveries_before(before, rows(PAGE_ROWS)).await?,
            daemon_seen_at: self.reader.daemon_seen_at().await?,
        })
    }

    pub(super) async fn delivery(&self, id: i64) -> Result<DeliveryFile, StoreError> {
        let newest = self.reader.deliveries_before(id.saturating_add(1), 1).await?;
        let Some(delivery) = newest.into_iter().find(|it| it.id == id) else {
            return Err(StoreError::NotFound { what: "delivery", name: id.to_string() });
        };
        let last = DeliveryEvent {
            at: delivery.at,
            state: delivery.state,
            actor: String::new(),
            detail: delivery.detail.clone(),
        };
        let daemon_seen_at = self.reader.daemon_seen_at().await?;
        Ok(DeliveryFile { delivery, events: vec![last], daemon_seen_at })
    }
}
