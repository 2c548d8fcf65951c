//! Finds the n-th row in the bytes of a file as received, piece by piece.

/// Whether a quotation mark opens a cell in which a row does not end.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Quoting {
    /// As in CSV (RFC 4180).
    Cells,
    /// As in JSON Lines, where a row is a line.
    None,
}

/// Walks over a file until the wanted row ends.
#[derive(Clone, Debug)]
pub(crate) struct RowFinder {
    wanted: u64,
    quoting: Quoting,
    row: u64,
    quoted: bool,
    at: u64,
    start: u64,
    found: Vec<u8>,
}

/// The longest row that is kept; the formats refuse longer ones.
const ROW_BYTES_MAX: usize = 1 << 20;

impl RowFinder {
    /// A walk to the row with this number, counted from 1.
    #[must_use]
    pub(crate) fn new(wanted: u64, quoting: Quoting) -> Self {
        Self { wanted, quoting, row: 1, quoted: false, at: 0, start: 0, found: Vec::new() }
    }

    /// Takes the next bytes. `true` once the row is complete.
    pub(crate) fn feed(&mut self, bytes: &[u8]) -> bool {
        for &byte in bytes {
            self.at += 1;
            if byte == b'"' && self.quoting == Quoting::Cells {
                self.quoted = !self.quoted;
            }
            if byte == b'\n' && !self.quoted {
                if self.row == self.wanted {
                    return true;
                }
                self.row += 1;
                self.start = self.at;
            } else if self.row == self.wanted && self.found.len() < ROW_BYTES_MAX {
                self.found.push(byte);
            }
        }
        false
    }

    /// The row and where it begins; `None` if the file ended before it.
    #[must_use]
    pub(crate) fn finish(mut self) -> Option<(u64, Vec<u8>)> {
        if self.row < self.wanted || self.found.is_empty() {
            return None;
        }
        if self.found.last() == Some(&b'\r') {
            self.found.pop();
        }
        Some((self.start, self.found))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(text: &str, (wanted, quoting): (u64, Quoting), expected: Option<(u64, &str)>) {
        // In one piece, and byte by byte.
        for size in [text.len().max(1), 1] {
            let mut finder = RowFinder::new(wanted, quoting);
            let _ = text.as_bytes().chunks(size).any(|piece| finder.feed(piece));
            let expected = expected.map(|(at, row)| (at, row.as_bytes().to_vec()));
            assert_eq!(finder.finish(), expected, "{text:?} {wanted}");
        }
    }

    #[test]
    fn rows_end_outside_of_quotes() {
        let text = "a,b\r\n1,\"x\ny\"\r\n2,\"\"\"\n\"\r\n3,z";
        check(text, (1, Quoting::Cells), Some((0, "a,b")));
        check(text, (2, Quoting::Cells), Some((5, "1,\"x\ny\"")));
        check(text, (3, Quoting::Cells), Some((14, "2,\"\"\"\n\"")));
        check(text, (4, Quoting::Cells), Some((23, "3,z")));
        check(text, (5, Quoting::Cells), None);
        check("{\"a\":\"\\\"\"}\n{}", (2, Quoting::None), Some((11, "{}")));
        check("", (1, Quoting::Cells), None);
    }
}
