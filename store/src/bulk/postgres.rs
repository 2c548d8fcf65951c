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
            Cell::Text(text) => text.chars().for_each(|character| match character {
                '\\' => buffer.push_str("\\\\"),
                '\t' => buffer.push_str("\\t"),
                '\n' => buffer.push_str("\\n"),
                '\r' => buffer.push_str("\\r"),
                other => buffer.push(other),
            }),
        }
    }
    buffer.push('\n');
}
