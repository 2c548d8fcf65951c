//! Lookups: two columns of another CSV as a table.

use std::collections::HashMap;

use super::LoadLookup;
use crate::formats::text::BYTE_ORDER_MARK;

/// Reads the columns `key` and `value` of a file; what is wrong with it otherwise.
pub(super) fn read(
    load: &LoadLookup<'_>,
    file: &str,
    (key, value): (&str, &str),
) -> Result<HashMap<String, String>, String> {
    let bytes = load(file).map_err(|error| format!("a file that can be read ({error})"))?;
    let bytes = bytes.strip_prefix(BYTE_ORDER_MARK).unwrap_or(&bytes);
    let mut reader = csv::Reader::from_reader(bytes);
    let header = reader.headers().map_err(|error| format!("a CSV with a header ({error})"))?;
    let column = |name: &str| {
        let found = header.iter().position(|it| it.trim() == name);
        found.ok_or_else(|| format!("a file with a column {name:?}"))
    };
    let (key, value) = (column(key)?, column(value)?);
    let mut table = HashMap::new();
    for record in reader.records() {
        let record = record.map_err(|error| format!("a CSV in UTF-8 ({error})"))?;
        let cell = |column: usize| record.get(column).unwrap_or_default().trim().to_owned();
        let before = table.insert(cell(key), cell(value));
        if before.is_some_and(|before| before != cell(value)) {
            return Err(format!("a file with one value for {:?}", cell(key)));
        }
    }
    Ok(table)
}
