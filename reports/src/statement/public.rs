//! For whom a statement is, and what keeps it from being published: personal data in its texts, by place.

use metrics::privacy::{Hit, PrivacyPolicy, scan};
use metrics::source::Name;

use super::{Block, Cell, Column, Document, Row, is_organisation};

/// The first column of a form: items, in words of ours.
pub(super) const ITEM: &str = "item";
/// The block of title, header, party and period.
const HEADER: &str = "header";

/// Who reads a statement.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Audience {
    /// The house.
    House,
    /// Everybody: nothing that was submitted as text.
    Public,
}

/// A place that looks like personal data. What stands there is not repeated.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Personal<'a> {
    /// The block, `header` for what stands around the blocks.
    pub block: &'a str,
    /// The row, from 1.
    pub row: usize,
    /// The column, `""` around the blocks; of a form the item, which names the column to mend.
    pub column: &'a str,
    /// The character at which it begins, from 1.
    pub character: usize,
    /// What it looks like.
    pub kind: &'a Name,
}

/// Every place of a statement that looks like personal data.
#[must_use]
pub fn personal<'a>(document: &'a Document, policy: &'a PrivacyPolicy) -> Vec<Personal<'a>> {
    // Notes and the line to sign are words of ours.
    let around = std::iter::once(&document.title).chain(&document.header);
    let around = around.chain([&document.party, &document.period]);
    let mut found = Vec::new();
    for (row, text) in (1..).zip(around) {
        found.extend(of(text, (HEADER, row, ""), policy));
    }
    for block in &document.blocks {
        found.extend(of(&block.title, (HEADER, 1, block.id), policy));
        for (number, row) in (1..).zip(&block.rows) {
            for (column, cell) in block.columns.iter().zip(&row.cells) {
                if let Cell::Text(text) = cell {
                    found.extend(of(text, (block.id, number, named(row, (block, column))), policy));
                }
            }
        }
    }
    found
}

/// What a column is called; of a form, which has an item a row, what the item is called.
fn named<'a>(row: &'a Row, (block, column): (&'a Block, &'a Column)) -> &'a str {
    match (block.columns.first(), row.cells.first()) {
        (Some(Column { id: ITEM, .. }), Some(Cell::Text(item))) => item,
        _ => &column.head,
    }
}

fn of<'a>(
    text: &str,
    (block, row, column): (&'a str, usize, &'a str),
    policy: &'a PrivacyPolicy,
) -> impl Iterator<Item = Personal<'a>> {
    // The digits of a credit code are those of an organisation.
    let is_code = text.parse().is_ok_and(|it| is_organisation(&it));
    let hits: Vec<Hit<'a>> = if is_code { Vec::new() } else { scan(text, policy) };
    hits.into_iter().map(move |hit| Personal {
        block,
        row,
        column,
        character: hit.character,
        kind: &hit.pattern.name,
    })
}
