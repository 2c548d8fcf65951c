//! Bulk rows on SQLite: prepared statements on the very connection that sqlx opened, because a
//! round trip to its worker thread for each row costs ten times the row.
#![expect(unsafe_code, reason = "borrowing sqlx's connection; daemon/benches/posting pays")]

use rusqlite::{Connection, Result, Statement};
use sqlx::sqlite::SqliteConnection;

use super::{Cell, Table};
use crate::StoreError;

/// Rows that are gathered before they are written. In the order of their ids they are scattered
/// over memory, and gathering lets the processor fetch several at once.
const GATHERED: usize = 64;

pub(super) async fn insert<'a, const N: usize>(
    connection: &mut SqliteConnection,
    table: Table,
    rows: impl Iterator<Item = [Cell<'a>; N]>,
) -> Result<(), StoreError> {
    let mut handle = connection.lock_handle().await?;
    // SAFETY: the handle is open and stays so, and no other thread uses it, for as long as
    // `handle` is locked, which is until the end of this function. `from_handle` does not take
    // ownership: dropping `borrowed` closes nothing. Every statement is finalized when dropped,
    // and `borrowed` drops before `handle` because it is declared after it.
    let borrowed = unsafe { Connection::from_handle(handle.as_raw_handle().as_ptr().cast()) }?;
    write(&borrowed, table, rows)?;
    Ok(())
}

fn write<'a, const N: usize>(
    connection: &Connection,
    Table { name, columns }: Table,
    mut rows: impl Iterator<Item = [Cell<'a>; N]>,
) -> Result<()> {
    let places: Vec<String> = (1..=N).map(|place| format!("?{place}")).collect();
    let statement = format!("INSERT INTO {name} ({columns}) VALUES ({})", places.join(", "));
    let mut statement = connection.prepare(&statement)?;
    let mut gathered = Vec::with_capacity(GATHERED);
    let mut bound = [None; N];
    loop {
        gathered.extend(rows.by_ref().take(GATHERED));
        if gathered.is_empty() {
            return Ok(());
        }
        for row in gathered.drain(..) {
            bind(&mut statement, &mut bound, row)?;
            statement.raw_execute()?;
        }
    }
}

/// Binds what is not bound from the row before.
fn bind<'a, const N: usize>(
    statement: &mut Statement<'_>,
    bound: &mut [Option<Cell<'a>>; N],
    row: [Cell<'a>; N],
) -> Result<()> {
    for (index, (cell, bound)) in row.into_iter().zip(bound).enumerate() {
        match (cell, *bound) {
            (Cell::Number(number), Some(Cell::Number(before))) if number == before => {}
            (Cell::Text(text), Some(Cell::Text(before))) if std::ptr::eq(text, before) => {}
            (Cell::Number(number), _) => statement.raw_bind_parameter(index + 1, number)?,
            (Cell::Text(text), _) => statement.raw_bind_parameter(index + 1, text)?,
        }
        *bound = Some(cell);
    }
    Ok(())
}
