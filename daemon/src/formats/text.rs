//! What all formats share: the limit of a row, and the faults of reading.

use std::io::{self, Chain, Cursor, Read};

use metrics::finding::{Fault, Place, reading};

/// The most bytes that one row may have. A row is held in memory, a file is not.
pub const ROW_BYTES_MAX: usize = 1 << 20;

/// The mark that some programs put before UTF-8.
pub(super) const BYTE_ORDER_MARK: &[u8] = b"\xEF\xBB\xBF";

/// What is left of a source.
pub(super) type Unmarked<'s> = Chain<Cursor<Vec<u8>>, &'s mut dyn Read>;

/// A source without the mark that it may begin with, and how many bytes that takes.
///
/// # Errors
///
/// The source cannot be read.
pub(super) fn without_mark(source: &mut dyn Read) -> io::Result<(u64, Unmarked<'_>)> {
    let mut head = Vec::new();
    source.take(BYTE_ORDER_MARK.len() as u64).read_to_end(&mut head)?;
    let mark = if head == BYTE_ORDER_MARK { head.len() } else { 0 };
    let rest = head.split_off(mark);
    Ok((mark as u64, Cursor::new(rest).chain(source)))
}

/// Why a file or a row cannot be read; the word is the sentence's argument `problem`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Problem {
    /// The file has no header or no content.
    Empty,
    /// Bytes are neither UTF-8 nor GB 18030.
    Encoding,
    /// There is a NUL character, which no text has.
    Nul,
    /// A row has more or fewer cells than the header.
    Cells,
    /// A row is longer than [`ROW_BYTES_MAX`].
    Length,
    /// A quoted cell is not closed before the file ends.
    Quote,
    /// It is not JSON.
    Syntax,
    /// It is JSON, but not records.
    Shape,
    /// A member is named twice in one record.
    Member,
    /// No posting of the mapping applies to the row.
    Posting,
    /// It cannot be told which of several vouchers is meant, because their types differ.
    Voucher,
    /// Two vouchers have month, type and number alike.
    Doubled,
    /// A voucher has no entry, and none names it.
    Entries,
    /// It is no workbook, or a damaged one.
    Workbook,
    /// It is a workbook of before 2007, or one with a password: both look the same from outside.
    OldWorkbook,
    /// It is a workbook of another family: `.ods`, `.xlsb`.
    OtherWorkbook,
    /// Its XML declares a document type or entities, which no program writes that spreadsheets or
    /// ledgers come from.
    Declaration,
    /// It is not XML, or it ends before its elements do.
    Xml,
    /// It is a document, but has nothing of what its format has.
    Content,
    /// What its parts build on stands after them.
    Order,
    /// It cannot be told which of the sheets is meant.
    Sheet,
    /// It keeps to another standard, or to none that it names.
    Standard,
}

impl Problem {
    const fn as_str(self) -> &'static str {
        match self {
            Self::Empty => "empty",
            Self::Encoding => "encoding",
            Self::Nul => "nul",
            Self::Cells => "cells",
            Self::Length => "length",
            Self::Quote => "quote",
            Self::Syntax => "syntax",
            Self::Shape => "shape",
            Self::Member => "member",
            Self::Posting => "posting",
            Self::Voucher => "voucher",
            Self::Doubled => "doubled",
            Self::Entries => "entries",
            Self::Workbook => "workbook",
            Self::OldWorkbook => "old-workbook",
            Self::OtherWorkbook => "other-workbook",
            Self::Declaration => "declaration",
            Self::Xml => "xml",
            Self::Content => "content",
            Self::Order => "order",
            Self::Sheet => "sheet",
            Self::Standard => "standard",
        }
    }

    /// The file as a whole cannot be read (R-1, fatal).
    pub(super) fn of_file(self, actual: impl Into<String>) -> Fault {
        Fault {
            cause: self.as_str().to_owned(),
            expected: self.expected(),
            actual: actual.into(),
            arguments: vec![("problem", self.as_str().to_owned())],
            ..Fault::at(reading::UNREADABLE, Place::default())
        }
    }

    /// A row cannot be read.
    pub(super) fn of_row(self, place: Place) -> Fault {
        Fault {
            cause: format!("{} {}", place.row.unwrap_or_default(), self.as_str()),
            expected: self.expected(),
            arguments: vec![("problem", self.as_str().to_owned())],
            ..Fault::at(reading::ROW_UNREADABLE, place)
        }
    }

    fn expected(self) -> String {
        match self {
            Self::Encoding => "UTF-8, GB 18030".to_owned(),
            Self::Length => format!("≤ {ROW_BYTES_MAX}"),
            Self::Quote => "\"".to_owned(),
            Self::Syntax => "JSON".to_owned(),
            Self::Shape => "[{…}, …]".to_owned(),
            Self::Workbook | Self::OldWorkbook | Self::OtherWorkbook => ".xlsx".to_owned(),
            Self::Declaration | Self::Xml => "XML 1.0".to_owned(),
            Self::Standard => super::json::DCAT_US_STANDARD.to_owned(),
            Self::Empty
            | Self::Nul
            | Self::Cells
            | Self::Member
            | Self::Posting
            | Self::Voucher
            | Self::Doubled
            | Self::Entries
            | Self::Sheet
            | Self::Order
            | Self::Content => String::new(),
        }
    }
}

/// A limit of the house is passed (R-9, fatal); `limit` is the sentence's argument.
pub(super) fn beyond(limit: &'static str, limit_max: u64) -> Fault {
    Fault {
        cause: limit.to_owned(),
        expected: format!("≤ {limit_max}"),
        actual: format!("> {limit_max}"),
        arguments: vec![("limit", limit.to_owned())],
        ..Fault::at(reading::LIMIT, Place::default())
    }
}
