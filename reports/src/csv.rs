//! CSV (RFC 4180) that a spreadsheet opens without running anything: UTF-8, no byte-order mark.

use csv::{Terminator, WriterBuilder};
use metrics::form::guard::guard;
use thiserror::Error;

/// A row has more or fewer cells than the header.
#[derive(Debug, Error)]
#[error("a row has another number of cells than the header")]
pub struct RaggedRow(#[from] csv::Error);

/// A table with its header. Every cell goes through [`guard`], so what the submitter wrote comes
/// back from our own reader unchanged, and numbers stay numbers.
///
/// # Errors
///
/// [`RaggedRow`].
pub fn table<Row>(
    header: &[&str],
    rows: impl IntoIterator<Item = Row>,
) -> Result<Vec<u8>, RaggedRow>
where
    Row: IntoIterator<Item: AsRef<str>>,
{
    let mut bytes = Vec::new();
    let mut writer = WriterBuilder::new().terminator(Terminator::CRLF).from_writer(&mut bytes);
    writer.write_record(header)?;
    for row in rows {
        for cell in row {
            writer.write_field(guard(cell.as_ref()).as_bytes())?;
        }
        writer.write_record(None::<&[u8]>)?;
    }
    writer.flush().map_err(csv::Error::from)?;
    drop(writer);
    Ok(bytes)
}

#[cfg(test)]
mod tests {
    use metrics::form::guard::unguard;
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn cells_that_a_spreadsheet_would_run_are_text() {
        let rows = [["=1+1", "-12.50"], ["'a", "甲,\"乙\""]];
        let text = String::from_utf8(table(&["name", "amount"], rows).unwrap()).unwrap();
        assert_eq!(text, "name,amount\r\n'=1+1,-12.50\r\n''a,\"甲,\"\"乙\"\"\"\r\n");
    }

    #[test]
    fn a_ragged_row_is_refused() {
        assert!(table(&["a", "b"], [vec!["1"]]).is_err());
    }

    proptest! {
        /// What is written is read back as it was, whatever the cells hold.
        #[test]
        fn cells_come_back(rows in prop::collection::vec(any::<[String; 3]>(), 0..8)) {
            let bytes = table(&["a", "b", "c"], &rows).unwrap();
            let mut reader = csv::Reader::from_reader(bytes.as_slice());
            let back: Vec<Vec<String>> = (reader.records())
                .map(|it| it.unwrap().iter().map(|cell| unguard(cell).to_owned()).collect())
                .collect();
            prop_assert_eq!(back, rows.into_iter().map(Vec::from).collect::<Vec<_>>());
        }
    }
}
