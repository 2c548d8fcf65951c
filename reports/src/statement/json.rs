//! A statement as JSON (RFC 8785): rows as objects by column. Amounts are decimal text, so that no reader
//! loses a fen.

use serde_json::{Map, Value, json};

use super::{Block, Document, Row};
use crate::json::{JsonError, canonical};

/// The bytes of a statement. What nobody knows is `null`.
///
/// # Errors
///
/// [`JsonError`].
pub fn json(document: &Document) -> Result<Vec<u8>, JsonError> {
    let blocks: Vec<Value> = document.blocks.iter().map(block).collect();
    canonical(&json!({
        "report": document.id,
        "title": document.title,
        "party": document.party,
        "period": document.period,
        "as_of": document.as_of.to_string(),
        "blocks": blocks,
        "notes": document.notes,
    }))
}

fn block(block: &Block) -> Value {
    let row = |row: &Row| {
        let cells = block.columns.iter().zip(&row.cells);
        let object: Map<String, Value> =
            cells.map(|(column, cell)| (column.id.to_owned(), json!(cell.decimal()))).collect();
        Value::Object(object)
    };
    let rows: Vec<Value> = block.rows.iter().map(row).collect();
    json!({ "id": block.id, "rows": rows })
}
