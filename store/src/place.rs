//! Where a fact came from: its submission, its row, and the bytes of that row.

use metrics::form::Origin;
use sqlx::query::Query;
use sqlx::{Database, Encode, Type};

use crate::bulk::Cell;
use crate::ledger::read::origin;
use crate::{StoreError, text};

/// The place of a fact, as its table keeps it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Place {
    submission_id: i64,
    row: i64,
    byte_offset: i64,
    byte_length: i64,
}

impl Place {
    /// The place of a row of a submission.
    ///
    /// # Errors
    ///
    /// [`StoreError::Limit`] if it lies beyond what 63 bits count.
    pub(crate) fn of(submission_id: i64, origin: &Origin) -> Result<Self, StoreError> {
        Ok(Self {
            submission_id,
            row: text::signed("rows", origin.row)?,
            byte_offset: text::signed("bytes", origin.byte_offset)?,
            byte_length: origin.byte_length.into(),
        })
    }

    /// The cells `submission_id, row_number, byte_offset, byte_length`, in this order.
    pub(crate) fn cells(self) -> [Cell<'static>; 4] {
        let Self { submission_id, row, byte_offset, byte_length } = self;
        [submission_id, row, byte_offset, byte_length].map(Cell::Number)
    }

    /// Binds `submission_id, row_number, byte_offset, byte_length`, in this order.
    pub(crate) fn bind<'q, DB: Database>(
        self,
        query: Query<'q, DB, DB::Arguments>,
    ) -> Query<'q, DB, DB::Arguments>
    where
        i64: Encode<'q, DB> + Type<DB>,
    {
        let Self { submission_id, row, byte_offset, byte_length } = self;
        query.bind(submission_id).bind(row).bind(byte_offset).bind(byte_length)
    }
}

/// The columns of a place that are read with a fact, the row as `line_number`: `row_number` is a
/// function of both engines.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, sqlx::FromRow)]
pub(crate) struct PlaceRow {
    line_number: i64,
    byte_offset: i64,
    byte_length: i64,
}

impl PlaceRow {
    /// The row of a fact of a table.
    ///
    /// # Errors
    ///
    /// [`StoreError::Corrupt`] if a column is not what was kept.
    pub(crate) fn origin(self, table: &'static str) -> Result<Origin, StoreError> {
        origin(table, (self.line_number, self.byte_offset, self.byte_length))
    }
}
