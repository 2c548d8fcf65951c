//! Rows of files as received, or of the transcript of what is not text in UTF-8.

use store::StoreError;

use super::StoreSource;
use crate::query::{RawKey, RawRow, RowPlace};
use crate::row_finder::{Quoting, RowFinder};

/// Bytes read at once while looking for a row: a chunk of the store.
const STEP_BYTES: u64 = 1 << 20;

impl StoreSource {
    pub(super) async fn raw(&self, key: &RawKey) -> Result<RawRow, StoreError> {
        let submission = self.reader.submission(&key.receipt).await?;
        let (file_name, quoting) = submission.map_or_else(
            || (String::new(), Quoting::Cells),
            |it| (it.file_name, quoting_of(&it.format)),
        );
        let transcript = self.reader.transcript(&key.receipt).await?;
        let sha256 = transcript.map_or_else(|| key.sha256.clone(), |it| it.sha256);
        let header = match quoting {
            Quoting::Cells => self.row(&sha256, 1, quoting).await?,
            Quoting::None => None,
        };
        let header = header.map(|(_, bytes)| bytes).unwrap_or_default();
        let found = match key.row {
            RowPlace::At(origin) => {
                let (at, length) = (origin.byte_offset, u64::from(origin.byte_length));
                Some((at, self.reader.raw_range(&sha256, at, length).await?))
            }
            RowPlace::Number(number) => self.row(&sha256, number, quoting).await?,
        };
        let (byte_offset, row) = found.map_or((None, Vec::new()), |(at, row)| (Some(at), row));
        let row = row.trim_ascii_end().to_vec();
        Ok(RawRow { file_name, header, row, byte_offset })
    }

    async fn row(
        &self,
        sha256: &str,
        number: u64,
        quoting: Quoting,
    ) -> Result<Option<(u64, Vec<u8>)>, StoreError> {
        let mut finder = RowFinder::new(number, quoting);
        let mut at = 0;
        loop {
            let bytes = self.reader.raw_range(sha256, at, STEP_BYTES).await?;
            if bytes.is_empty() || finder.feed(&bytes) {
                return Ok(finder.finish());
            }
            at += bytes.len() as u64;
        }
    }
}

fn quoting_of(format: &str) -> Quoting {
    if format.starts_with("json") { Quoting::None } else { Quoting::Cells }
}
