//! Forms: the columns of each kind of submission, and a row as the formats hand it over.
//!
//! Headers, templates and `docs/formats.md` are made from these lists; the parsers only fill cells.

pub mod guard;
pub mod screen;

pub(crate) mod cells;
pub(crate) mod entries;

use crate::kind::Kind;
use crate::source::Name;

pub use entries::Entry;

/// Sheets that we write into a workbook ourselves; no table is looked for in them.
pub const OUR_SHEETS: [&str; 3] = ["说明 Guide", "问题 Findings", "lists"];

/// One column of a form.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Column {
    /// The English header, which is also the JSON member and the mapping's target field.
    pub name: &'static str,
    /// The Chinese header.
    pub name_zh: &'static str,
    /// Whether the column has to be in the file. Whether a cell has to be filled is for the rules.
    pub required: bool,
    /// What its cells hold.
    pub cell: CellKind,
    /// What goes in, in English.
    pub note: &'static str,
    /// What goes in, in Chinese.
    pub note_zh: &'static str,
}

/// What the cells of a column hold. Templates format and validate cells by it; what a cell is worth is
/// for the rules.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum CellKind {
    /// Text as it is typed: a code keeps its leading zeros.
    Text,
    /// One of these words, each in English and in Chinese; a file may have either.
    Words(&'static [(&'static str, &'static str)]),
    /// A currency that the policy pack knows, by its code (ISO 4217).
    Currency,
    /// A day, `YYYY-MM-DD`.
    Date,
    /// A month, `YYYY-MM`.
    Month,
    /// A day and a time, `YYYY-MM-DD HH:MM`.
    Instant,
    /// A decimal number.
    Amount,
    /// A decimal number, from 0.
    AmountFromZero,
    /// A whole number, from 0.
    Count,
}

impl CellKind {
    /// Yes and no.
    pub const YES_NO: Self = Self::Words(&[("yes", "是"), ("no", "否")]);
}

impl Column {
    /// A column of text with its headers, whether it has to be there, and what goes in, in both
    /// languages.
    #[must_use]
    pub const fn new(
        name: &'static str,
        name_zh: &'static str,
        required: bool,
        note: &'static str,
        note_zh: &'static str,
    ) -> Self {
        Self { name, name_zh, required, cell: CellKind::Text, note, note_zh }
    }

    /// The column with cells of a kind.
    #[must_use]
    pub const fn holding(self, cell: CellKind) -> Self {
        Self { cell, ..self }
    }

    /// Whether a header names this column, in either language; blanks around it do not count.
    #[must_use]
    pub fn is_named(&self, header: &str) -> bool {
        let header = header.trim();
        header.eq_ignore_ascii_case(self.name) || header == self.name_zh
    }

    /// The headers in both languages.
    #[must_use]
    pub fn headers(&self) -> Name {
        Name { zh: self.name_zh.to_owned(), en: self.name.to_owned() }
    }
}

/// The columns of a kind, in the order of the form; cells of a [`Row`] stand in the same order.
#[must_use]
pub const fn columns(kind: Kind) -> &'static [Column] {
    match kind {
        Kind::Registry => crate::register::COLUMNS,
        Kind::Ledger => crate::ledger::COLUMNS,
        Kind::Pricing => crate::pricing::COLUMNS,
        Kind::Usage => crate::usage::COLUMNS,
        Kind::Supply => crate::supply::COLUMNS,
        Kind::Incident => crate::incident::COLUMNS,
        Kind::Disclosure => crate::disclosure::COLUMNS,
        Kind::Opinion => crate::opinion::COLUMNS,
        Kind::Objection => crate::objection::COLUMNS,
        Kind::Demand => crate::demand::COLUMNS,
    }
}

/// A row of a submission as text, before any rule is applied.
#[derive(Clone, Copy, Debug)]
pub struct Row<'a> {
    /// The row as a person counts: a table's header is row 1. For JSON, the record's number from 1.
    pub number: u64,
    /// Where the row starts in the raw bytes (or in the transcription of what is not text).
    pub byte_offset: u64,
    /// How many bytes it takes there.
    pub byte_length: u32,
    /// One cell for each of [`columns`], in that order; `""` where there is none. Blanks around a
    /// value are kept: the rules decide.
    pub cells: &'a [&'a str],
}

/// What a checked row remembers of its origin: enough to show the raw line behind a figure.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Origin {
    /// [`Row::number`].
    pub row: u64,
    /// [`Row::byte_offset`].
    pub byte_offset: u64,
    /// [`Row::byte_length`].
    pub byte_length: u32,
}

impl Row<'_> {
    /// Where the row came from.
    #[must_use]
    pub fn origin(&self) -> Origin {
        Origin { row: self.number, byte_offset: self.byte_offset, byte_length: self.byte_length }
    }
}
