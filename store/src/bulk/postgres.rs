//! Bulk rows on PostgreSQL: COPY in binary form, in the transaction of the file.

use futures_util::TryStreamExt as _;
use sqlx::postgres::PgConnection;
use sqlx::{AssertSqlSafe, Column as _, Row as _, TypeInfo as _, ValueRef as _};

use super::{Cell, Table};
use crate::StoreError;
use crate::facts::Told;

/// Bytes sent at once.
const SEND_BYTES: usize = 256 << 10;
/// What a copy begins with: the signature, no flags, nothing further.
const HEADER: &[u8] = b"PGCOPY\n\xff\r\n\0\0\0\0\0\0\0\0\0";
/// What it ends with, where a row would say how many cells it has.
const TRAILER: [u8; 2] = (-1_i16).to_be_bytes();

pub(super) async fn insert<'a, const N: usize>(
    connection: &mut PgConnection,
    Table { name, columns }: Table,
    rows: impl Iterator<Item = [Cell<'a>; N]> + Send,
) -> Result<(), StoreError> {
    let statement = format!("COPY {name} ({columns}) FROM STDIN (FORMAT binary)");
    let mut stream = connection.copy_in_raw(&statement).await?;
    let mut buffer = Vec::with_capacity(SEND_BYTES * 2);
    buffer.extend_from_slice(HEADER);
    for row in rows {
        write_row(&mut buffer, &row);
        if SEND_BYTES <= buffer.len() {
            stream.send(&buffer[..]).await?;
            buffer.clear();
        }
    }
    buffer.extend_from_slice(&TRAILER);
    stream.send(&buffer[..]).await?;
    stream.finish().await?;
    Ok(())
}

/// Looks at each row of a statement.
pub(super) async fn each(
    connection: &mut PgConnection,
    statement: &str,
    bounds: &[Cell<'_>],
    mut look: impl FnMut(&[String], &[Told<&str>]),
) -> Result<(), StoreError> {
    let query = bounds.iter().fold(sqlx::query(AssertSqlSafe(statement)), |query, it| match *it {
        Cell::Number(number) => query.bind(number),
        Cell::Text(text) => query.bind(text),
    });
    let (mut rows, mut columns) = (query.fetch(connection), Vec::new());
    while let Some(row) = rows.try_next().await? {
        if columns.is_empty() {
            columns.extend(row.columns().iter().map(|it| it.name().to_owned()));
        }
        let told = |index| {
            let value = row.try_get_raw(index)?;
            Ok(match (value.is_null(), value.type_info().name()) {
                (true, _) => Told::Nothing,
                (false, "INT8") => Told::Number(row.try_get(index)?),
                (false, _) => Told::Text(row.try_get(index)?),
            })
        };
        let cells: Vec<_> = (0..columns.len()).map(told).collect::<Result<_, sqlx::Error>>()?;
        look(&columns, &cells);
    }
    Ok(())
}

/// The `id` of the row that has these cells, for each that is asked for.
pub(super) async fn ids<const N: usize>(
    connection: &mut PgConnection,
    Table { name, columns }: Table,
    asked: &[[Cell<'_>; N]],
) -> Result<Vec<Option<i64>>, StoreError> {
    let mut ids = vec![None; asked.len()];
    let Some(kinds) = asked.first() else { return Ok(ids) };
    let arrays: Vec<String> = (kinds.iter().zip(1..))
        .map(|(kind, parameter)| match kind {
            Cell::Number(_) => format!("${parameter}::BIGINT[]"),
            Cell::Text(_) => format!("${parameter}::TEXT[]"),
        })
        .collect();
    let conditions: Vec<String> =
        columns.split(',').map(|it| format!("{name}.{0} = asked.{0}", it.trim())).collect();
    let statement = format!(
        "SELECT asked.ordinal, {name}.id
         FROM UNNEST({}) WITH ORDINALITY AS asked ({columns}, ordinal)
         JOIN {name} ON {}",
        arrays.join(", "),
        conditions.join(" AND ")
    );
    let mut query = sqlx::query_as(AssertSqlSafe(statement));
    for (column, kind) in kinds.iter().enumerate() {
        let cells = asked.iter().map(|cells| cells[column]);
        query = match kind {
            Cell::Number(_) => query.bind(cells.filter_map(Cell::number).collect::<Vec<_>>()),
            Cell::Text(_) => query.bind(cells.filter_map(Cell::text).collect::<Vec<_>>()),
        };
    }
    let rows: Vec<(i64, i64)> = query.fetch_all(connection).await?;
    for (ordinal, id) in rows {
        if let Some(it) = usize::try_from(ordinal - 1).ok().and_then(|it| ids.get_mut(it)) {
            *it = Some(id);
        }
    }
    Ok(ids)
}

/// A row of COPY's binary form: how many cells, then each after its length. Numbers are BIGINT.
fn write_row<const N: usize>(buffer: &mut Vec<u8>, row: &[Cell<'_>; N]) {
    // Tables have few columns, and no cell comes near 2 GiB: the server refuses what is cut here.
    let cells = i16::try_from(N).unwrap_or(i16::MAX);
    buffer.extend_from_slice(&cells.to_be_bytes());
    for cell in row {
        match cell {
            Cell::Number(number) => {
                // Most cells are numbers: length and number are written at once.
                let mut cell = [0, 0, 0, 8, 0, 0, 0, 0, 0, 0, 0, 0];
                cell[4..].copy_from_slice(&number.to_be_bytes());
                buffer.extend_from_slice(&cell);
            }
            Cell::Text(text) => {
                let length = i32::try_from(text.len()).unwrap_or(i32::MAX);
                buffer.extend_from_slice(&length.to_be_bytes());
                buffer.extend_from_slice(text.as_bytes());
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// "Binary Format" in the manual of COPY: 16-bit counts, 32-bit lengths, network byte order.
    #[test]
    fn rows_are_written_as_copy_reads_them() {
        let mut buffer = Vec::new();
        write_row(&mut buffer, &[Cell::Number(-2), Cell::Text("甲\t"), Cell::Text("")]);
        let expected: [&[u8]; 7] = [
            &[0, 3],
            &[0, 0, 0, 8],
            &[255, 255, 255, 255, 255, 255, 255, 254],
            &[0, 0, 0, 4],
            &[0xe7, 0x94, 0xb2, b'\t'],
            &[0, 0, 0, 0],
            &[],
        ];
        assert_eq!(buffer, expected.concat());
        assert_eq!(HEADER.len(), 11 + 4 + 4);
    }
}
