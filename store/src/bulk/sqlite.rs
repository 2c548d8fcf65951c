//! Bulk rows on SQLite: prepared statements on the very connection that sqlx opened, because a
//! round trip to its worker thread for each row costs ten times the row.
#![expect(unsafe_code, reason = "borrowing sqlx's connection; daemon/benches/posting pays")]

use rusqlite::types::ValueRef;
use rusqlite::{Connection, Result, Statement};
use smallvec::SmallVec;
use sqlx::sqlite::SqliteConnection;

use super::{Cell, Table};
use crate::StoreError;
use crate::facts::Told;

/// Rows that one statement writes: beginning and ending one is paid once for all of them. In the order of
/// their ids they are scattered over memory, and gathering lets the processor fetch several at once.
const GATHERED: usize = 64;
/// Cells of a row that is looked at without memory of its own; the widest table has fewer.
const COLUMNS: usize = 24;

pub(super) async fn insert<'a, const N: usize>(
    connection: &mut SqliteConnection,
    table: Table,
    rows: impl Iterator<Item = [Cell<'a>; N]>,
) -> Result<(), StoreError> {
    borrowed(connection, |borrowed| write(borrowed, table, rows)).await
}

/// The `id` of the row that has these cells, for each that is asked for.
pub(super) async fn ids<const N: usize>(
    connection: &mut SqliteConnection,
    table: Table,
    asked: &[[Cell<'_>; N]],
) -> Result<Vec<Option<i64>>, StoreError> {
    borrowed(connection, |borrowed| find(borrowed, table, asked)).await
}

/// Looks at each row of a statement. Handed over by sqlx, each cell of each row would be copied to be sent
/// from thread to thread.
pub(super) async fn each(
    connection: &mut SqliteConnection,
    statement: &str,
    bounds: &[Cell<'_>],
    look: impl FnMut(&[String], &[Told<&str>]),
) -> Result<(), StoreError> {
    borrowed(connection, |borrowed| tell(borrowed, statement, bounds, look)).await
}

/// Works on the connection itself.
async fn borrowed<T>(
    connection: &mut SqliteConnection,
    work: impl FnOnce(&Connection) -> Result<T>,
) -> Result<T, StoreError> {
    let mut handle = connection.lock_handle().await?;
    // SAFETY: the handle is open and stays so, and no other thread uses it, for as long as
    // `handle` is locked, which is until the end of this function. `from_handle` does not take
    // ownership: dropping `borrowed` closes nothing. Every statement is finalized when dropped,
    // which is before `work` ends, and `borrowed` drops before `handle`, being declared after it.
    let borrowed = unsafe { Connection::from_handle(handle.as_raw_handle().as_ptr().cast()) }?;
    Ok(work(&borrowed)?)
}

fn tell(
    connection: &Connection,
    statement: &str,
    bounds: &[Cell<'_>],
    mut look: impl FnMut(&[String], &[Told<&str>]),
) -> Result<()> {
    let mut statement = connection.prepare(statement)?;
    let columns: Vec<String> = statement.column_names().into_iter().map(str::to_owned).collect();
    bind(&mut statement, bounds)?;
    let mut rows = statement.raw_query();
    while let Some(row) = rows.next()? {
        let told = |index| {
            Ok(match row.get_ref(index)? {
                ValueRef::Null => Told::Nothing,
                ValueRef::Integer(number) => Told::Number(number),
                text => Told::Text(text.as_str()?),
            })
        };
        let cells: SmallVec<[_; COLUMNS]> = (0..columns.len()).map(told).collect::<Result<_>>()?;
        look(&columns, &cells);
    }
    Ok(())
}

fn bind(statement: &mut Statement<'_>, cells: &[Cell<'_>]) -> Result<()> {
    for (cell, parameter) in cells.iter().zip(1..) {
        match *cell {
            Cell::Number(number) => statement.raw_bind_parameter(parameter, number)?,
            Cell::Text(text) => statement.raw_bind_parameter(parameter, text)?,
        }
    }
    Ok(())
}

fn find<const N: usize>(
    connection: &Connection,
    Table { name, columns }: Table,
    asked: &[[Cell<'_>; N]],
) -> Result<Vec<Option<i64>>> {
    let conditions: Vec<String> =
        columns.split(',').map(|it| format!("{} = ?", it.trim())).collect();
    let statement = format!("SELECT id FROM {name} WHERE {}", conditions.join(" AND "));
    let mut statement = connection.prepare(&statement)?;
    let mut ids = Vec::with_capacity(asked.len());
    for cells in asked {
        bind(&mut statement, cells)?;
        ids.push(statement.raw_query().next()?.map(|row| row.get(0)).transpose()?);
    }
    Ok(ids)
}

fn write<'a, const N: usize>(
    connection: &Connection,
    table: Table,
    mut rows: impl Iterator<Item = [Cell<'a>; N]>,
) -> Result<()> {
    let mut gathered = Vec::with_capacity(GATHERED);
    // Preparing is not paid for where there are too few rows.
    let (mut many, mut one) = (None, None);
    loop {
        gathered.extend(rows.by_ref().take(GATHERED));
        if gathered.len() == GATHERED {
            let many = prepared(&mut many, || Insert::of(connection, table, GATHERED, N))?;
            many.execute(gathered.drain(..).flatten())?;
            continue;
        }
        for row in gathered {
            prepared(&mut one, || Insert::of(connection, table, 1, N))?.execute(row)?;
        }
        return Ok(());
    }
}

/// A statement, prepared when it is executed first.
fn prepared<'i, 'c, 'a>(
    insert: &'i mut Option<Insert<'c, 'a>>,
    prepare: impl FnOnce() -> Result<Insert<'c, 'a>>,
) -> Result<&'i mut Insert<'c, 'a>> {
    match insert {
        Some(insert) => Ok(insert),
        None => Ok(insert.insert(prepare()?)),
    }
}

/// A statement that writes so many rows.
struct Insert<'c, 'a> {
    statement: Statement<'c>,
    /// What is bound from the execution before.
    bound: Vec<Option<Cell<'a>>>,
}

impl<'c, 'a> Insert<'c, 'a> {
    fn of(
        connection: &'c Connection,
        Table { name, columns }: Table,
        rows: usize,
        cells: usize,
    ) -> Result<Self> {
        let row = format!("({})", vec!["?"; cells].join(", "));
        let rows = vec![row; rows];
        // What fails is rolled back with all of the file: no statement has to be undone by itself, and
        // no journal is kept for that.
        let statement =
            format!("INSERT OR FAIL INTO {name} ({columns}) VALUES {}", rows.join(", "));
        let bound = vec![None; rows.len() * cells];
        Ok(Self { statement: connection.prepare(&statement)?, bound })
    }

    /// Binds what is not bound from the execution before, and executes.
    fn execute(&mut self, cells: impl IntoIterator<Item = Cell<'a>>) -> Result<()> {
        for (index, (cell, bound)) in cells.into_iter().zip(&mut self.bound).enumerate() {
            match (cell, *bound) {
                (Cell::Number(number), Some(Cell::Number(before))) if number == before => {}
                (Cell::Text(text), Some(Cell::Text(before))) if std::ptr::eq(text, before) => {}
                (Cell::Number(number), _) => {
                    self.statement.raw_bind_parameter(index + 1, number)?;
                }
                (Cell::Text(text), _) => self.statement.raw_bind_parameter(index + 1, text)?,
            }
            *bound = Some(cell);
        }
        self.statement.raw_execute()?;
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const TABLE: Table = Table { name: "counted", columns: "id, word" };

    #[test]
    fn every_row_is_written_once_whatever_their_number() {
        for count in [0, 1, GATHERED - 1, GATHERED, GATHERED + 1, 2 * GATHERED, 3 * GATHERED - 1] {
            let connection = Connection::open_in_memory().unwrap();
            connection
                .execute_batch("CREATE TABLE counted (id INTEGER PRIMARY KEY, word)")
                .unwrap();
            let rows: Vec<(i64, String)> =
                (0..).map(|it| (it, it.to_string())).take(count).collect();
            let cells = rows.iter().map(|(id, word)| [Cell::Number(*id), Cell::Text(word)]);
            write(&connection, TABLE, cells).unwrap();
            let mut written =
                connection.prepare("SELECT id, word FROM counted ORDER BY id").unwrap();
            let written = written.query_map([], |row| Ok((row.get(0)?, row.get(1)?))).unwrap();
            assert_eq!(written.collect::<Result<Vec<(i64, String)>>>().unwrap(), rows, "{count}");
        }
    }

    #[test]
    fn a_key_that_is_there_is_refused() {
        let connection = Connection::open_in_memory().unwrap();
        connection.execute_batch("CREATE TABLE counted (id INTEGER PRIMARY KEY, word)").unwrap();
        let rows = (0..63).chain([0]).map(|it| [Cell::Number(it), Cell::Text("")]);
        assert!(write(&connection, TABLE, rows).is_err());
    }

    #[test]
    fn a_row_is_found_by_all_of_its_cells() {
        let connection = Connection::open_in_memory().unwrap();
        connection
            .execute_batch("CREATE TABLE told (id INTEGER PRIMARY KEY, party INTEGER, word TEXT)")
            .unwrap();
        let table = Table { name: "told", columns: "party,\n   word" };
        let rows = [(1, "a"), (1, ""), (2, "a")];
        let rows = rows.map(|(party, word)| [Cell::Number(party), Cell::Text(word)]);
        write(&connection, table, rows.into_iter()).unwrap();
        let asked = [(2, "a"), (2, ""), (1, "a"), (1, "")];
        let asked = asked.map(|(party, word)| [Cell::Number(party), Cell::Text(word)]);
        let found = find(&connection, table, &asked).unwrap();
        assert_eq!(found, [Some(3), None, Some(1), Some(2)]);
        assert_eq!(find(&connection, table, &asked[..0]).unwrap(), []);
    }
}
