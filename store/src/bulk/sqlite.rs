//! Bulk rows on SQLite: one statement pulls all rows of a table from a virtual one, on the very
//! connection that sqlx opened. A round trip to sqlx's worker for each row costs ten times the row,
//! and a statement for each row has to look for the end of the table each time.
#![expect(unsafe_code, reason = "borrowing sqlx's connection and rows; benches/posting.rs pays")]

use std::ffi::c_int;
use std::marker::PhantomData;
use std::mem;
use std::ptr::NonNull;
use std::sync::{Arc, Mutex, PoisonError};

use rusqlite::vtab::{
    Context, Filters, IndexInfo, VTab, VTabConnection, VTabCursor, eponymous_only_module,
    sqlite3_vtab, sqlite3_vtab_cursor,
};
use rusqlite::{Connection, Result};
use sqlx::sqlite::SqliteConnection;

use super::{BALANCES, Cell, LINES, Rows, Table, VOUCHERS};
use crate::StoreError;

/// Columns of the virtual table; narrower rows leave the last ones empty.
const SCHEMA: &str =
    "CREATE TABLE batch (c0, c1, c2, c3, c4, c5, c6, c7, c8, c9, c10, c11, c12, c13)";

pub(super) async fn insert(
    connection: &mut SqliteConnection,
    rows: &(impl Rows + Sync),
) -> Result<(), StoreError> {
    let mut handle = connection.lock_handle().await?;
    // SAFETY: the handle is open and stays so, and no other thread uses it, for as long as
    // `handle` is locked, which is until the end of this function. `from_handle` does not take
    // ownership: dropping `borrowed` closes nothing. Every statement is finalized when dropped,
    // and `borrowed` drops before `handle` because it is declared after it.
    let borrowed = unsafe { Connection::from_handle(handle.as_raw_handle().as_ptr().cast()) }?;
    pull(&borrowed, VOUCHERS, rows.vouchers())?;
    pull(&borrowed, LINES, rows.lines())?;
    pull(&borrowed, BALANCES, rows.balances())?;
    Ok(())
}

/// Has one statement insert all rows.
fn pull<'a, const N: usize>(
    connection: &Connection,
    table: Table,
    rows: impl Iterator<Item = [Cell<'a>; N]>,
) -> Result<()> {
    let mut pending = Pending { rows, current: None };
    let batch: NonNull<dyn Batch + '_> = NonNull::from(&mut pending);
    // SAFETY: only the lifetime is erased. The pointer is in `slot` alone; whatever takes it out
    // is a cursor of the statement below, which is finalized before this function ends, and
    // `slot` is emptied before, too. So nobody holds it when `pending` is dropped.
    let batch = Pointer(unsafe {
        mem::transmute::<NonNull<dyn Batch + '_>, NonNull<dyn Batch + 'static>>(batch)
    });
    let slot: Slot = Arc::new(Mutex::new(Some(batch)));
    connection.create_module(
        c"batch",
        eponymous_only_module::<BatchTable>(),
        Some(slot.clone()),
    )?;
    let cells: Vec<String> = (0..N).map(|column| format!("c{column}")).collect();
    let Table { name, columns } = table;
    let statement =
        format!("INSERT INTO {name} ({columns}) SELECT {} FROM batch", cells.join(", "));
    let inserted = connection.execute(&statement, []);
    slot.lock().unwrap_or_else(PoisonError::into_inner).take();
    inserted.map(|_| ())
}

/// Rows as a cursor sees them.
trait Batch {
    fn advance(&mut self);
    fn is_over(&self) -> bool;
    fn cell(&self, column: usize) -> Option<Cell<'_>>;
}

struct Pending<'a, I, const N: usize> {
    rows: I,
    current: Option<[Cell<'a>; N]>,
}

impl<'a, I: Iterator<Item = [Cell<'a>; N]>, const N: usize> Batch for Pending<'a, I, N> {
    fn advance(&mut self) {
        self.current = self.rows.next();
    }

    fn is_over(&self) -> bool {
        self.current.is_none()
    }

    fn cell(&self, column: usize) -> Option<Cell<'_>> {
        self.current.as_ref()?.get(column).copied()
    }
}

/// Rows that a cursor may take, once.
type Slot = Arc<Mutex<Option<Pointer>>>;

struct Pointer(NonNull<dyn Batch>);

// SAFETY: the pointer is made, used and dropped by the one thread that runs `pull`; SQLite calls a
// virtual table on the thread that steps the statement. The bound is rusqlite's, for connections
// that move between threads while no statement runs.
unsafe impl Send for Pointer {}

#[repr(C)]
struct BatchTable {
    base: sqlite3_vtab,
    slot: Slot,
}

// SAFETY: `repr(C)` with the base first, as the trait asks.
unsafe impl<'vtab> VTab<'vtab> for BatchTable {
    type Aux = Slot;
    type Cursor = BatchCursor<'vtab>;

    fn connect(
        _db: &mut VTabConnection,
        aux: Option<&Slot>,
        _arguments: &[&[u8]],
    ) -> Result<(String, Self)> {
        let slot = aux.cloned().unwrap_or_default();
        Ok((SCHEMA.to_owned(), Self { base: sqlite3_vtab::default(), slot }))
    }

    fn best_index(&self, _info: &mut IndexInfo) -> Result<()> {
        Ok(())
    }

    fn open(&'vtab mut self) -> Result<BatchCursor<'vtab>> {
        let batch = self.slot.lock().unwrap_or_else(PoisonError::into_inner).take();
        let base = sqlite3_vtab_cursor::default();
        Ok(BatchCursor { base, batch, row: 0, table: PhantomData })
    }
}

#[repr(C)]
struct BatchCursor<'vtab> {
    base: sqlite3_vtab_cursor,
    batch: Option<Pointer>,
    row: i64,
    table: PhantomData<&'vtab BatchTable>,
}

impl BatchCursor<'_> {
    fn batch(&self) -> Option<&dyn Batch> {
        // SAFETY: `pull` keeps the rows until the statement of this cursor is finalized, and this
        // cursor alone has taken the pointer.
        self.batch.as_ref().map(|it| unsafe { it.0.as_ref() })
    }
}

// SAFETY: `repr(C)` with the base first, as the trait asks.
unsafe impl VTabCursor for BatchCursor<'_> {
    fn filter(&mut self, _: c_int, _: Option<&str>, _: &Filters<'_>) -> Result<()> {
        self.next()
    }

    fn next(&mut self) -> Result<()> {
        self.row += 1;
        if let Some(batch) = &mut self.batch {
            // SAFETY: as in `batch`, and `&mut self` is the only use.
            unsafe { batch.0.as_mut() }.advance();
        }
        Ok(())
    }

    fn eof(&self) -> bool {
        self.batch().is_none_or(Batch::is_over)
    }

    fn column(&self, context: &mut Context, column: c_int) -> Result<()> {
        let column = usize::try_from(column).unwrap_or(usize::MAX);
        match self.batch().and_then(|batch| batch.cell(column)) {
            Some(Cell::Number(number)) => context.set_result(&number),
            Some(Cell::Text(text)) => context.set_result(&text),
            None => Ok(()),
        }
    }

    fn rowid(&self) -> Result<i64> {
        Ok(self.row)
    }
}
