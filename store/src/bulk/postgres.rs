//! Bulk rows on PostgreSQL: COPY in text form, in the transaction of the file.

use std::fmt::Write as _;

use sqlx::postgres::PgConnection;

use super::{Cell, Table};
use crate::StoreError;

/// Bytes sent at once.
const SEND_BYTES: usize = 256 << 10;

pub(super) async fn insert<'a, const N: usize>(
    connection: &mut PgConnection,
    Table { name, columns }: Table,
    rows: impl Iterator<Item = [Cell<'a>; N]> + Send,
) -> Result<(), StoreError> {
    let statement = format!("COPY {name} ({columns}) FROM STDIN");
    let mut stream = connection.copy_in_raw(&statement).await?;
    let mut buffer = String::with_capacity(SEND_BYTES * 2);
    for row in rows {
        write_row(&mut buffer, &row);
        if SEND_BYTES <= buffer.len() {
            stream.send(std::mem::take(&mut buffer).into_bytes()).await?;
        }
    }
    stream.send(buffer.into_bytes()).await?;
    stream.finish().await?;
    Ok(())
}

/// A line of COPY's text form.
fn write_row(buffer: &mut String, row: &[Cell<'_>]) {
    for (index, cell) in row.iter().enumerate() {
        if 0 < index {
            buffer.push('\t');
        }
        match cell {
            Cell::Number(number) => {
                // Writing to a string cannot fail.
                let _ = write!(buffer, "{number}");
            }
            Cell::Text(text) => write_text(buffer, text),
        }
    }
    buffer.push('\n');
}

/// Text with what COPY would misread escaped; most has nothing of it and is copied as a whole.
fn write_text(buffer: &mut String, text: &str) {
    let mut rest = text;
    while let Some(index) = rest.find(['\\', '\t', '\n', '\r']) {
        let (plain, special) = rest.split_at(index);
        buffer.push_str(plain);
        buffer.push_str(match special.as_bytes()[0] {
            b'\\' => "\\\\",
            b'\t' => "\\t",
            b'\n' => "\\n",
            _ => "\\r",
        });
        rest = &special[1..];
    }
    buffer.push_str(rest);
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The escapes of the manual of COPY, text format.
    #[test]
    fn rows_are_written_as_copy_reads_them() {
        let mut buffer = String::new();
        write_row(&mut buffer, &[Cell::Number(-1), Cell::Text("a\tb\\公\r\n"), Cell::Text("")]);
        write_row(&mut buffer, &[Cell::Number(i64::MAX), Cell::Text("\\N"), Cell::Text("甲")]);
        assert_eq!(buffer, "-1\ta\\tb\\\\公\\r\\n\t\n9223372036854775807\t\\\\N\t甲\n");
    }
}
