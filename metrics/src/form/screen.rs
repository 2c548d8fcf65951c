//! The screen that every row and record passes before a form reads it: NUL, which PostgreSQL does not
//! take, and identities that are too long to be found by or have control characters (`R-6`). Any other
//! text stays as it was handed in; whoever shows it makes it safe.

use super::{Column, Origin, Row};
use crate::finding::{Fault, Place, reading};

/// The longest cell by which records are found, in bytes. The key of a ledger's dimensions has seven of
/// them, and PostgreSQL takes at most 2,704 bytes in a key (a third of a page of a B-tree).
pub const KEY_BYTES_MAX: usize = 256;

/// The columns, of any form, by which records are found.
const KEYS: [&str; 24] = [
    "account",
    "authorization",
    "buyer",
    "code",
    "cost_class",
    "counterparty",
    "currency",
    "document",
    "funding",
    "incident_no",
    "indicator",
    "institution",
    "matter",
    "number",
    "panel",
    "party",
    "payee",
    "product",
    "rater",
    "scenario",
    "unit",
    "use",
    "voucher_no",
    "voucher_type",
];

/// What no text has.
const NUL: &str = "≠ U+0000";
/// What no identity has.
const CONTROLS: &str = "≠ U+0000–U+001F, U+007F";
/// So many characters of what is refused are shown.
const EXCERPT_CHARACTERS_MAX: usize = 60;

/// The faults of a row's cells, one a cell. A row that has any is not for a form to read.
#[must_use]
pub fn screen(columns: &[Column], row: &Row<'_>) -> Vec<Fault> {
    let mut faults = Vec::new();
    for (column, cell) in columns.iter().zip(row.cells).filter(|(_, cell)| !is_plain(cell)) {
        let is_key = KEYS.contains(&column.name);
        // Blanks around a value do not count.
        let text = cell.trim();
        let expected = if is_key && text.bytes().any(|it| it.is_ascii_control()) {
            Some(CONTROLS.to_owned())
        } else if is_key && KEY_BYTES_MAX < text.len() {
            Some(format!("≤ {KEY_BYTES_MAX} bytes"))
        } else {
            text.contains('\0').then(|| NUL.to_owned())
        };
        if let Some(expected) = expected {
            let actual = excerpt(text);
            faults.push(Fault {
                cause: format!("{actual} {}", column.name),
                expected,
                actual,
                ..Fault::at(reading::CELL_INVALID, Place::cell(row.number, column.name))
            });
        }
    }
    faults
}

/// Whether a cell passes in whatever column: it is short and has no control character. Nearly every cell
/// does, and then nobody asks what its column is. All of it is looked at, which takes less than to stop.
fn is_plain(cell: &str) -> bool {
    cell.len() <= KEY_BYTES_MAX && !cell.bytes().fold(false, |any, it| any | it.is_ascii_control())
}

/// The fault of a record of a foreign format, by its JSON text, if a text in it has an escaped NUL. JSON
/// allows no other.
#[must_use]
pub fn screen_record(origin: Origin, json: &str) -> Option<Fault> {
    let mut escapes = json.split('\\').skip(1);
    while let Some(escape) = escapes.next() {
        if escape.is_empty() {
            // The backslash itself: what follows it is text.
            escapes.next();
        } else if escape.starts_with("u0000") {
            let actual = written('\0');
            return Some(Fault {
                cause: format!("{} {actual}", origin.row),
                expected: NUL.to_owned(),
                actual,
                ..Fault::at(reading::CELL_INVALID, Place::cell(origin.row, "text"))
            });
        }
    }
    None
}

/// The beginning of a cell, with what cannot be seen written out.
fn excerpt(cell: &str) -> String {
    let mut excerpt = String::new();
    for character in cell.chars().take(EXCERPT_CHARACTERS_MAX) {
        if character.is_ascii_control() {
            excerpt.push_str(&written(character));
        } else {
            excerpt.push(character);
        }
    }
    excerpt
}

fn written(control: char) -> String {
    format!("<U+{:04X}>", u32::from(control))
}

#[cfg(test)]
mod tests {
    use super::super::columns;
    use super::*;
    use crate::kind::Kind;

    /// The faults of a line of a ledger with one cell filled, as `column actual`.
    fn found(name: &str, text: &str) -> Vec<String> {
        let columns = columns(Kind::Ledger);
        let cells: Vec<&str> =
            columns.iter().map(|it| if it.name == name { text } else { "" }).collect();
        let row = Row { number: 2, byte_offset: 0, byte_length: 0, cells: &cells };
        let column = |it: &Fault| it.place.column.clone().unwrap();
        screen(columns, &row).iter().map(|it| format!("{} {}", column(it), it.actual)).collect()
    }

    #[test]
    fn nul_and_controls_of_a_key_are_named_by_their_cell() {
        for (column, text, expected) in [
            ("summary", "a\0b", vec!["summary a<U+0000>b"]),
            ("summary", "a\u{7f}\u{1b}b", vec![]),
            ("summary", "a\tb\r\nc", vec![]),
            ("voucher_no", "记\t1", vec!["voucher_no 记<U+0009>1"]),
            ("voucher_no", " 记-1\r\n", vec![]),
            ("debit", "1\0", vec!["debit 1<U+0000>"]),
            ("voucher_no", "记\u{1b}1", vec!["voucher_no 记<U+001B>1"]),
        ] {
            assert_eq!(found(column, text), expected, "{column} {text:?}");
        }
    }

    #[test]
    fn an_identity_has_a_longest_and_a_text_has_none() {
        assert_eq!(found("voucher_no", &"a".repeat(KEY_BYTES_MAX)), [""; 0]);
        let over = "a".repeat(KEY_BYTES_MAX + 1);
        assert_eq!(found("voucher_no", &over), [format!("voucher_no {}", "a".repeat(60))]);
        assert_eq!(found("summary", &over), [""; 0]);
    }

    #[test]
    fn keys_are_columns_of_a_form() {
        for key in KEYS {
            let is_column = |kind| columns(kind).iter().any(|it| it.name == key);
            assert!(Kind::ALL.into_iter().any(is_column), "{key}");
        }
    }

    #[test]
    fn an_escape_in_a_record_is_read_as_json_reads_it() {
        for (json, is_refused) in [
            (r#"{"id":"a"}"#, false),
            (r#"{"id":"\u0000"}"#, true),
            (r#"{"\u0000":1}"#, true),
            (r#"{"id":"\\u0000"}"#, false),
            (r#"{"id":"\\\u0000"}"#, true),
            (r#"{"id":"\\\\u0000"}"#, false),
            (r#"{"id":"\b"}"#, false),
            (r#"{"id":"\\b"}"#, false),
            (r#"{"id":"\n\t\r\u000a\"\u4e00"}"#, false),
            (r#"{"id":"\ud83d\ude00"}"#, false),
            (r#"{"id":"\u001F"}"#, false),
        ] {
            let origin = Origin { row: 1, ..Origin::default() };
            assert_eq!(screen_record(origin, json).is_some(), is_refused, "{json}");
        }
    }
}
