//! Formats: the bytes of a submission become rows of its form, and every fault of reading them.
//!
//! Nothing is judged here but whether a row can be read; what the cells mean is for the rules in
//! `metrics`. What is not text in UTF-8 is transcribed first ([`Content`]). CSV, JSON Lines and the
//! formats of ledgers stream: memory does not grow with the file.

mod content;
mod csv;
pub mod encoding;
mod gbt24589;
mod header;
mod json;
pub mod mapping;
mod rows;
mod saf_t;
mod screen;
mod sheets;
mod text;
mod workbook;
mod xml;

use std::fmt;
use std::io::{self, Read};
use std::str::FromStr;

use metrics::finding::Faults;
use metrics::form::{Origin, Row, columns};
use metrics::kind::Kind;
use thiserror::Error;

use header::Wanted;
use mapping::Mapping;

pub use content::{Content, Transcript};
pub use json::DOCUMENT_BYTES_MAX;
pub use sheets::{Sheets, sheets};
pub use text::ROW_BYTES_MAX;

/// How the bytes of a submission are written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Format {
    /// A table with a header (RFC 4180).
    Csv,
    /// A workbook (Office Open XML), of which one sheet is a table with a header.
    Xlsx,
    /// An array of objects, or an object with such an array as `rows`.
    Json,
    /// One object a line.
    JsonLines,
    /// VERIS incident records: an array, or one a line.
    Veris,
    /// A STIX 2.1 bundle, or one object of one.
    Stix,
    /// Packages of a CKAN catalogue, as `package_search` answers with them.
    Ckan,
    /// A DCAT-US 1.1 catalogue (`data.json`), by the rules for everybody.
    DcatUs,
    /// The same, by the rules for federal agencies.
    DcatUsFederal,
    /// A Standard Audit File for Tax, Norwegian financial schema 1.10 (Skatteetaten).
    SafT,
    /// The accounting data interface GB/T 24589.1-2024 as XML: basic archive and general ledger.
    Gbt24589Xml,
    /// The same as JSON.
    Gbt24589Json,
}

/// A word that names no format.
#[derive(Clone, Debug, PartialEq, Eq, Error)]
#[error("{word:?} is not a format ({})", Format::ALL.map(Format::as_str).join(", "))]
pub struct UnknownFormat {
    /// What was written.
    pub word: String,
}

/// A format that has no place for what a submission is about.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Error)]
#[error("{format} does not carry {kind}")]
pub struct NotOfKind {
    /// How the file is written.
    pub format: Format,
    /// What it is said to be about.
    pub kind: Kind,
}

impl Format {
    /// Every format, in the order in which they are listed to people.
    pub const ALL: [Self; 12] = [
        Self::Csv,
        Self::Xlsx,
        Self::Json,
        Self::JsonLines,
        Self::Veris,
        Self::Stix,
        Self::Ckan,
        Self::DcatUs,
        Self::DcatUsFederal,
        Self::SafT,
        Self::Gbt24589Xml,
        Self::Gbt24589Json,
    ];

    /// The word used on the command line and in settings.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Csv => "csv",
            Self::Xlsx => "xlsx",
            Self::Json => "json",
            Self::JsonLines => "jsonl",
            Self::Veris => "veris",
            Self::Stix => "stix",
            Self::Ckan => "ckan",
            Self::DcatUs => "dcat-us",
            Self::DcatUsFederal => "dcat-us-federal",
            Self::SafT => "saf-t",
            Self::Gbt24589Xml => "gbt24589-xml",
            Self::Gbt24589Json => "gbt24589-json",
        }
    }

    /// Whether a submission of a kind may be written so. What brings records of its own brings those
    /// of one kind.
    #[must_use]
    pub const fn carries(self, kind: Kind) -> bool {
        match self {
            Self::Csv | Self::Xlsx | Self::Json | Self::JsonLines => true,
            Self::Veris | Self::Stix => matches!(kind, Kind::Incident),
            Self::Ckan | Self::DcatUs | Self::DcatUsFederal => matches!(kind, Kind::Supply),
            Self::SafT | Self::Gbt24589Xml | Self::Gbt24589Json => matches!(kind, Kind::Ledger),
        }
    }

    /// This format, for a submission of a kind.
    ///
    /// # Errors
    ///
    /// It does not carry that kind.
    pub fn for_kind(self, kind: Kind) -> Result<Self, NotOfKind> {
        if self.carries(kind) { Ok(self) } else { Err(NotOfKind { format: self, kind }) }
    }

    /// The format that a file's name promises by its ending, if it does.
    #[must_use]
    pub fn of_file_name(name: &str) -> Option<Self> {
        let (_, ending) = name.rsplit_once('.')?;
        match ending.to_ascii_lowercase().as_str() {
            "csv" => Some(Self::Csv),
            "xlsx" => Some(Self::Xlsx),
            "json" => Some(Self::Json),
            "jsonl" | "ndjson" => Some(Self::JsonLines),
            _ => None,
        }
    }
}

impl fmt::Display for Format {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

impl FromStr for Format {
    type Err = UnknownFormat;

    fn from_str(word: &str) -> Result<Self, UnknownFormat> {
        let found = Self::ALL.into_iter().find(|format| format.as_str() == word);
        found.ok_or_else(|| UnknownFormat { word: word.to_owned() })
    }
}

/// Takes what a format reads, in file order.
pub trait RowSink {
    /// A row: one cell for each column of the form.
    fn row(&mut self, row: &Row<'_>);

    /// What is left of a row that could not be read as one: cells may be missing or shifted. Its
    /// fault is already reported.
    fn unreadable(&mut self, row: &Row<'_>);

    /// One record as JSON text, of formats that bring records of their own
    /// ([`Format::Veris`], [`Format::Stix`], [`Format::Ckan`], [`Format::DcatUs`]).
    fn record(&mut self, origin: Origin, json: &str);
}

/// How a submission is to be read.
#[derive(Clone, Copy, Debug)]
pub struct Reading<'a> {
    /// Which form the rows are of.
    pub kind: Kind,
    /// How the bytes are written.
    pub format: Format,
    /// How a foreign file's columns give the form's; without it, the file has the form's columns. Of a
    /// format of ledgers: how its items fill the columns that the format leaves empty.
    pub mapping: Option<&'a Mapping>,
}

/// Reads a submission: rows go to `sink`, and the faults of reading (`R-1` to `R-4`, `R-6`, `R-9`,
/// `R-11` to `R-13`) come back. After a fatal fault (`R-1`, `R-2`, `R-9`) rows may be missing.
///
/// # Errors
///
/// The source cannot be read.
pub fn read(
    source: &mut dyn Read,
    reading: Reading<'_>,
    sink: &mut dyn RowSink,
) -> io::Result<Faults> {
    Content::open(source, reading)?.read(reading, sink)
}

/// How text in UTF-8 is written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Text {
    Csv,
    Json,
    JsonLines,
    Veris,
    Stix,
    Ckan,
    DcatUs,
    SafT,
    Gbt24589Xml,
    Gbt24589Json,
}

impl Text {
    /// Whether it may say itself how it is encoded.
    const fn is_xml(self) -> bool {
        matches!(self, Self::SafT | Self::Gbt24589Xml)
    }

    /// Whether there are columns or items for a mapping to name: records of their own have none.
    const fn has_columns(self) -> bool {
        match self {
            Self::Csv
            | Self::Json
            | Self::JsonLines
            | Self::SafT
            | Self::Gbt24589Xml
            | Self::Gbt24589Json => true,
            Self::Veris | Self::Stix | Self::Ckan | Self::DcatUs => false,
        }
    }
}

fn read_text(
    source: &mut dyn Read,
    (text, reading): (Text, Reading<'_>),
    sink: &mut dyn RowSink,
) -> io::Result<Faults> {
    let Some(mapping) = reading.mapping.filter(|_| text.has_columns()) else {
        let wanted = Wanted::Form(columns(reading.kind));
        return read_wanted(source, text, wanted, sink);
    };
    let mut mapped = mapping.over(sink);
    let wanted = mapping.wanted();
    let mut faults = read_wanted(source, text, wanted, &mut mapped)?;
    faults.append(mapped.into_faults());
    Ok(faults)
}

fn read_wanted(
    source: &mut dyn Read,
    text: Text,
    wanted: Wanted<'_>,
    sink: &mut dyn RowSink,
) -> io::Result<Faults> {
    match text {
        Text::Csv => csv::read(source, wanted, sink),
        Text::Json => json::read_document(source, wanted, sink),
        Text::JsonLines => json::read_lines(source, wanted, sink),
        Text::Veris => json::read_veris(source, sink),
        Text::Stix => json::read_listed(source, &json::STIX, sink),
        Text::Ckan => json::read_listed(source, &json::CKAN, sink),
        Text::DcatUs => json::read_listed(source, &json::DCAT_US, sink),
        Text::SafT => saf_t::read(source, wanted, sink),
        Text::Gbt24589Xml => gbt24589::read_xml(source, wanted, sink),
        Text::Gbt24589Json => gbt24589::read_json(source, wanted, sink),
    }
}

#[cfg(test)]
mod tests;
