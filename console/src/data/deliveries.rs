//! Deliveries, and what happened to one.

use store::StoreError;

use super::{PAGE_ROWS, StoreSource, rows};
use crate::query::{Deliveries, DeliveryFile};

impl StoreSource {
    pub(super) async fn deliveries(&self, before: i64) -> Result<Deliveries, StoreError> {
        Ok(Deliveries {
            deliveries: self.reader.deliveries_before(before, rows(PAGE_ROWS)).await?,
            daemon_seen_at: self.reader.daemon_seen_at().await?,
        })
    }

    pub(super) async fn delivery(&self, id: i64) -> Result<DeliveryFile, StoreError> {
        Ok(DeliveryFile {
            delivery: self.reader.delivery(id).await?,
            events: self.reader.delivery_events(id, id).await?,
            daemon_seen_at: self.reader.daemon_seen_at().await?,
        })
    }
}
