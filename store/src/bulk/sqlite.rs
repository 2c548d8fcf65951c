//! Bulk rows on SQLite: prepared statements on the very connection that sqlx opened, because a
//! round trip to its worker thread for each row costs ten times the row.
#![expect(unsafe_code, reason = "borrowing sqlx's connection; half the cost, see bench_posting")]

use rusqlite::{Connection, params};
use sqlx::sqlite::SqliteConnection;

use super::{Common, Rows};
use crate::StoreError;

const INSERT_VOUCHER: &str = "
    INSERT INTO vouchers (id, party_id, submission_id, voucher_type, number, dated_on, maker,
                          reviewer, poster, line_count, counted, row_number, byte_offset,
                          byte_length)
    VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14)
";

const INSERT_LINE: &str = "
    INSERT INTO ledger_lines (id, party_id, submission_id, voucher_id, dimension_set_id, currency,
                              debit_minor, credit_minor, summary, row_number, byte_offset,
                              byte_length)
    VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12)
";

const INSERT_BALANCE: &str = "
    INSERT INTO balances (party_id, period, submission_id, account, currency, entry, product,
                          intended_use, cost_class, debit_minor, credit_minor)
    VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11)
";

pub(super) async fn insert(
    connection: &mut SqliteConnection,
    common: Common<'_>,
    rows: &(impl Rows + Sync),
) -> Result<(), StoreError> {
    let mut handle = connection.lock_handle().await?;
    // SAFETY: the handle is open and stays so, and no other thread uses it, for as long as
    // `handle` is locked, which is until the end of this function. `from_handle` does not take
    // ownership: dropping `borrowed` closes nothing. Every statement is finalized when dropped,
    // and `borrowed` drops before `handle` because it is declared after it.
    let borrowed = unsafe { Connection::from_handle(handle.as_raw_handle().as_ptr().cast()) }?;
    insert_vouchers(&borrowed, common, rows)?;
    insert_lines(&borrowed, common, rows)?;
    insert_balances(&borrowed, common, rows)?;
    Ok(())
}

fn insert_vouchers(
    connection: &Connection,
    common: Common<'_>,
    rows: &impl Rows,
) -> Result<(), rusqlite::Error> {
    let mut statement = connection.prepare(INSERT_VOUCHER)?;
    for row in rows.vouchers() {
        statement.execute(params![
            row.id,
            common.party_id,
            common.submission_id,
            row.voucher_type,
            row.number,
            row.dated_on,
            row.maker,
            row.reviewer,
            row.poster,
            row.line_count,
            row.counted,
            row.row_number,
            row.byte_offset,
            row.byte_length,
        ])?;
    }
    Ok(())
}

fn insert_lines(
    connection: &Connection,
    common: Common<'_>,
    rows: &impl Rows,
) -> Result<(), rusqlite::Error> {
    let mut statement = connection.prepare(INSERT_LINE)?;
    for row in rows.lines() {
        statement.execute(params![
            row.id,
            common.party_id,
            common.submission_id,
            row.voucher_id,
            row.dimension_set_id,
            row.currency,
            row.debit_minor,
            row.credit_minor,
            row.summary,
            row.row_number,
            row.byte_offset,
            row.byte_length,
        ])?;
    }
    Ok(())
}

fn insert_balances(
    connection: &Connection,
    common: Common<'_>,
    rows: &impl Rows,
) -> Result<(), rusqlite::Error> {
    let mut statement = connection.prepare(INSERT_BALANCE)?;
    for row in rows.balances() {
        statement.execute(params![
            common.party_id,
            common.period,
            common.submission_id,
            row.account,
            row.currency,
            row.entry,
            row.product,
            row.intended_use,
            row.cost_class,
            row.debit_minor,
            row.credit_minor,
        ])?;
    }
    Ok(())
}
