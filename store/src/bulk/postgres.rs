//! Bulk rows on PostgreSQL: COPY in text form, in the transaction of the file.

use std::fmt::Write as _;

use sqlx::postgres::PgConnection;

use super::{Common, Rows};
use crate::StoreError;

/// Bytes sent at once.
const SEND_BYTES: usize = 256 << 10;

const COPY_VOUCHERS: &str = "
    COPY vouchers (id, party_id, submission_id, voucher_type, number, dated_on, maker, reviewer,
                   poster, line_count, counted, row_number, byte_offset, byte_length)
    FROM STDIN
";

const COPY_LINES: &str = "
    COPY ledger_lines (id, party_id, voucher_id, dimension_set_id, debit_minor, credit_minor,
                       summary, row_number, byte_offset, byte_length)
    FROM STDIN
";

const COPY_BALANCES: &str = "
    COPY balances (party_id, period, submission_id, account, currency, entry, product,
                   intended_use, cost_class, debit_minor, credit_minor)
    FROM STDIN
";

pub(super) async fn insert(
    connection: &mut PgConnection,
    common: Common<'_>,
    rows: &(impl Rows + Sync),
) -> Result<(), StoreError> {
    let Common { party_id, submission_id, period } = common;
    copy(connection, COPY_VOUCHERS, rows.vouchers(), |line, row| {
        line.numbers(&[row.id, party_id, submission_id]);
        let texts =
            [row.voucher_type, row.number, row.dated_on, row.maker, row.reviewer, row.poster];
        line.texts(&texts);
        line.numbers(&[row.line_count, row.counted]);
        line.numbers(&[row.row_number, row.byte_offset, row.byte_length]);
    })
    .await?;
    copy(connection, COPY_LINES, rows.lines(), |line, row| {
        line.numbers(&[row.id, party_id, row.voucher_id, row.dimension_set_id]);
        line.numbers(&[row.debit_minor, row.credit_minor]);
        line.texts(&[row.summary]);
        line.numbers(&[row.row_number, row.byte_offset, row.byte_length]);
    })
    .await?;
    copy(connection, COPY_BALANCES, rows.balances(), |line, row| {
        line.numbers(&[party_id]);
        line.texts(&[period]);
        line.numbers(&[submission_id, row.account]);
        line.texts(&[row.currency, row.entry, row.product, row.intended_use, row.cost_class]);
        line.numbers(&[row.debit_minor, row.credit_minor]);
    })
    .await
}

async fn copy<T>(
    connection: &mut PgConnection,
    statement: &'static str,
    rows: impl Iterator<Item = T> + Send,
    write: impl Fn(&mut CopyLine, T) + Send,
) -> Result<(), StoreError> {
    let mut stream = connection.copy_in_raw(statement).await?;
    let mut line = CopyLine { buffer: String::with_capacity(SEND_BYTES * 2) };
    for row in rows {
        write(&mut line, row);
        line.end();
        if SEND_BYTES <= line.buffer.len() {
            stream.send(std::mem::take(&mut line.buffer).into_bytes()).await?;
        }
    }
    stream.send(line.buffer.into_bytes()).await?;
    stream.finish().await?;
    Ok(())
}

/// Lines of COPY's text form: cells end with a tab, lines with a newline.
struct CopyLine {
    buffer: String,
}

impl CopyLine {
    fn numbers(&mut self, numbers: &[i64]) {
        for number in numbers {
            // Writing to a string cannot fail.
            let _ = write!(self.buffer, "{number}\t");
        }
    }

    fn texts(&mut self, texts: &[&str]) {
        for text in texts {
            for character in text.chars() {
                match character {
                    '\\' => self.buffer.push_str("\\\\"),
                    '\t' => self.buffer.push_str("\\t"),
                    '\n' => self.buffer.push_str("\\n"),
                    '\r' => self.buffer.push_str("\\r"),
                    other => self.buffer.push(other),
                }
            }
            self.buffer.push('\t');
        }
    }

    fn end(&mut self) {
        // The last cell has no tab after it.
        self.buffer.pop();
        self.buffer.push('\n');
    }
}
