//! The spreadsheet guard: cells of a CSV that a spreadsheet would run get a leading `'`.
//!
//! Our writer puts it in and our reader takes it out, so no submitted text changes.

use std::borrow::Cow;

/// The mark that makes a spreadsheet take a cell as text.
const MARK: char = '\'';

/// First characters that make a spreadsheet compute a cell, or start a new one. The full-width
/// forms are run by spreadsheets in East Asian settings.
const TRIGGERS: [char; 11] = ['=', '+', '-', '@', '\t', '\r', '\n', '＝', '＋', '－', '＠'];

/// The cell as it goes into a CSV. Plain decimal numbers stay numbers.
///
/// # Example
///
/// ```
/// use metrics::form::guard::{guard, unguard};
///
/// assert_eq!(guard("=1+1"), "'=1+1");
/// assert_eq!(guard("-12.50"), "-12.50");
/// assert_eq!(unguard(&guard("'=1+1")), "'=1+1");
/// ```
#[must_use]
pub fn guard(cell: &str) -> Cow<'_, str> {
    if needs_mark(cell) && !is_plain_number(cell) {
        Cow::Owned(format!("{MARK}{cell}"))
    } else {
        Cow::Borrowed(cell)
    }
}

/// The cell as it was before [`guard`]. A `'` that guards nothing stays.
#[must_use]
#[inline] // Every cell of a table passes here, and next to none starts with the mark.
pub fn unguard(cell: &str) -> &str {
    cell.strip_prefix(MARK).filter(|rest| needs_mark(rest)).unwrap_or(cell)
}

/// A cell that starts with the mark itself gets one more, else it would be taken for a guard.
fn needs_mark(cell: &str) -> bool {
    cell.starts_with(MARK) || cell.starts_with(TRIGGERS)
}

/// An optional sign, digits, and at most one point between digits.
fn is_plain_number(cell: &str) -> bool {
    let unsigned = cell.strip_prefix(['+', '-']).unwrap_or(cell);
    let is_digits = |part: &str| !part.is_empty() && part.bytes().all(|it| it.is_ascii_digit());
    match unsigned.split_once('.') {
        Some((whole, fraction)) => is_digits(whole) && is_digits(fraction),
        None => is_digits(unsigned),
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn what_a_spreadsheet_would_run_is_marked() {
        let cells = [
            ("=HYPERLINK(\"http://x\")", "'=HYPERLINK(\"http://x\")"),
            ("+1+cmd|' /C calc'!A0", "'+1+cmd|' /C calc'!A0"),
            ("-2+3", "'-2+3"),
            ("@SUM(A1)", "'@SUM(A1)"),
            ("\t=1", "'\t=1"),
            ("\r=1", "'\r=1"),
            ("\n=1", "'\n=1"),
            ("＝1", "'＝1"),
            ("-", "'-"),
            ("-1.", "'-1."),
            ("-1.2.3", "'-1.2.3"),
            ("-１", "'-１"),
            ("'", "''"),
            ("'=1", "''=1"),
            ("-12.50", "-12.50"),
            ("+86", "+86"),
            ("a=1", "a=1"),
            (" =1", " =1"),
            ("", ""),
            ("数据", "数据"),
        ];
        for (cell, guarded) in cells {
            assert_eq!(guard(cell), guarded, "{cell:?}");
            assert_eq!(unguard(guarded), cell, "{guarded:?}");
        }
    }

    #[test]
    fn an_apostrophe_that_guards_nothing_stays() {
        assert_eq!(unguard("'tis"), "'tis");
    }

    proptest! {
        /// Guarding loses nothing, and what comes out starts nothing.
        #[test]
        fn unguard_undoes_guard(cell in r"['=+\-@\t\r\n＝＋－＠a1. ]{0,4}\PC{0,4}") {
            let guarded = guard(&cell);
            prop_assert!(is_plain_number(&guarded) || !guarded.starts_with(TRIGGERS));
            prop_assert_eq!(unguard(&guarded), &cell);
        }
    }
}
