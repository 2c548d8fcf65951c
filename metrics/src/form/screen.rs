//! The screen that every row and record passes before a form reads it: control characters, which no
//! database and no paper takes, and identities too long to be found by (`R-6`).

use super::{Column, Origin, Row};
use crate::finding::{Fault, Place, reading};

/// The longest cell by which records are found, in bytes. The key of a ledger's dimensions has seven of
/// them, and PostgreSQL takes at most 2,704 bytes in a key (a third of a page of a B-tree).
pub const KEY_BYTES_MAX: usize = 256;

/// The columns, of any form, by which records are found.
const KEYS: [&str; 18] = [
    "account",
    "authorization",
    "buyer",
    "code",
    "cost_class",
    "counterparty",
    "currency",
    "funding",
    "incident_no",
    "number",
    "party",
    "payee",
    "product",
    "scenario",
    "unit",
    "use",
    "voucher_no",
    "voucher_type",
];

/// What no text has.
const CONTROLS: &str = "≠ U+0000–U+001F, U+007F";
/// So many characters of what is refused are shown.
const EXCERPT_CHARACTERS_MAX: usize = 60;

/// The faults of a row's cells, one a cell. A row that has any is not for a form to read.
#[must_use]
pub fn screen(columns: &[Column], row: &Row<'_>) -> Vec<Fault> {
    let mut faults = Vec::new();
    for (column, cell) in columns.iter().zip(row.cells) {
        let is_key = || KEYS.contains(&column.name);
        let (text, expected) = if cell.bytes().any(|it| it.is_ascii_control()) {
            // Blanks around a value do not count, and text may have lines.
            let cell = cell.trim();
            let is_text = !is_key();
            let is_wrong = |it| is_control(it) && !(is_text && is_white(it));
            (cell, cell.chars().any(is_wrong).then(|| CONTROLS.to_owned()))
        } else {
            (*cell, None)
        };
        let is_long = || KEY_BYTES_MAX < text.len() && is_key();
        let expected = expected.or_else(|| is_long().then(|| format!("≤ {KEY_BYTES_MAX} bytes")));
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

/// The fault of a record of a foreign format, by its JSON text, if a text in it has an escaped control
/// character. JSON allows no other.
#[must_use]
pub fn screen_record(origin: Origin, json: &str) -> Option<Fault> {
    let mut escapes = json.split('\\').skip(1);
    while let Some(escape) = escapes.next() {
        let digits = escape.strip_prefix('u').and_then(|it| it.get(..4));
        let code = digits.and_then(|it| u32::from_str_radix(it, 16).ok()).and_then(char::from_u32);
        let found = match escape.as_bytes().first() {
            // The backslash itself: what follows it is text.
            None => {
                escapes.next();
                None
            }
            Some(b'b') => Some('\u{8}'),
            Some(b'f') => Some('\u{c}'),
            Some(_) => code,
        };
        if let Some(found) = found.filter(|it| is_control(*it) && !is_white(*it)) {
            let actual = written(found);
            return Some(Fault {
                cause: format!("{} {actual}", origin.row),
                expected: CONTROLS.to_owned(),
                actual,
                ..Fault::at(reading::CELL_INVALID, Place::cell(origin.row, "text"))
            });
        }
    }
    None
}

const fn is_control(character: char) -> bool {
    character.is_ascii_control()
}

const fn is_white(character: char) -> bool {
    matches!(character, '\t' | '\n' | '\r')
}

/// The beginning of a cell, with what cannot be seen written out.
fn excerpt(cell: &str) -> String {
    let mut excerpt = String::new();
    for character in cell.chars().take(EXCERPT_CHARACTERS_MAX) {
        if is_control(character) {
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
    fn a_control_character_is_named_by_its_cell() {
        for (column, text, expected) in [
            ("summary", "a\0b", vec!["summary a<U+0000>b"]),
            ("summary", "a\u{7f}", vec!["summary a<U+007F>"]),
            ("summary", "a\tb\r\nc", vec![]),
            ("voucher_no", "记\t1", vec!["voucher_no 记<U+0009>1"]),
            ("voucher_no", " 记-1\r\n", vec![]),
            ("debit", "1\0", vec!["debit 1<U+0000>"]),
            ("date", "2026-04-01\u{1b}", vec!["date 2026-04-01<U+001B>"]),
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
            (r#"{"id":"\b"}"#, true),
            (r#"{"id":"\\b"}"#, false),
            (r#"{"id":"\n\t\r\u000a\"\u4e00"}"#, false),
            (r#"{"id":"\ud83d\ude00"}"#, false),
            (r#"{"id":"\u001F"}"#, true),
        ] {
            let origin = Origin { row: 1, ..Origin::default() };
            assert_eq!(screen_record(origin, json).is_some(), is_refused, "{json}");
        }
    }
}
