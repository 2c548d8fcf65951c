//! What keeps a statement from being published: personal data in its texts, by place.

use metrics::privacy::{Hit, PrivacyPolicy, scan};
use metrics::source::Name;

use super::{Cell, Document};

/// The block of title, header, party and period.
const HEADER: &str = "header";

/// A place that looks like personal data. What stands there is not repeated.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Personal<'a> {
    /// The block, `header` for what stands around the blocks.
    pub block: &'a str,
    /// The row, from 1.
    pub row: usize,
    /// The column, `""` around the blocks.
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
                    found.extend(of(text, (block.id, number, column.id), policy));
                }
            }
        }
    }
    found
}

fn of<'a>(
    text: &str,
    (block, row, column): (&'a str, usize, &'a str),
    policy: &'a PrivacyPolicy,
) -> impl Iterator<Item = Personal<'a>> {
    let hits: Vec<Hit<'a>> = scan(text, policy);
    hits.into_iter().map(move |hit| Personal {
        block,
        row,
        column,
        character: hit.character,
        kind: &hit.pattern.name,
    })
}
