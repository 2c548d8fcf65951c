//! Mappings: how the columns of a foreign file give the columns of a form. One source row may give
//! several rows.
//!
//! A format of ledgers fills columns of the form itself. There a mapping's columns are items of the
//! format's elements, and what the mapping has to say of a column goes before what the format says.

mod parse;
mod screen;

use std::borrow::Cow;
use std::collections::HashMap;

use jiff::fmt::strtime;
use metrics::finding::{Fault, Faults, Place, reading};
use metrics::form::{Column, Origin, Row};
use metrics::kind::Kind;
use metrics::period::Period;

use super::RowSink;
use super::encoding::Encoding;
use super::header::{QUANTITY, Wanted, unused_times};
use super::text::Problem;
use screen::Screen;

pub use parse::{LoadLookup, MappingError, Mistake};

/// A mapping, with its lookups read.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Mapping {
    kind: Kind,
    columns: &'static [Column],
    /// Source columns or paths, in the order in which [`From::Source`] numbers them.
    sources: Vec<String>,
    /// So many of the first of them have to be there.
    needed: usize,
    screen: Screen,
    /// What every row gets.
    shared: Vec<Field>,
    /// One for each row that a source row may give.
    postings: Vec<Posting>,
    /// The character between thousands, which amounts may have.
    thousands: Option<char>,
    /// How the file is encoded, where its bytes do not tell.
    encoding: Option<Encoding>,
}

/// Fills one column of the form.
#[derive(Clone, Debug, PartialEq, Eq)]
struct Field {
    /// Index of the column.
    target: usize,
    value: Expression,
}

/// Where a text comes from and what becomes of it, in this order: source, part, lookup, table of
/// values, format, prefix.
#[derive(Clone, Debug, PartialEq, Eq)]
struct Expression {
    from: From,
    part: Part,
    lookup: Option<HashMap<String, String>>,
    values: Option<HashMap<String, String>>,
    shape: Shape,
    /// What goes before a text that is not empty.
    prefix: String,
}

#[derive(Clone, Debug, PartialEq, Eq)]
enum From {
    Source(usize),
    Constant(String),
}

/// Which part of the text is meant: what stands before or after the last of these separators.
#[derive(Clone, Debug, PartialEq, Eq)]
enum Part {
    Whole,
    Before(String),
    After(String),
}

/// How the text is written in the source.
#[derive(Clone, Debug, PartialEq, Eq)]
enum Shape {
    Text,
    Amount,
    /// With a `strftime` format.
    Date(String),
    /// With a `strftime` format.
    Month(String),
}

/// One row to be made of a source row.
#[derive(Clone, Debug, PartialEq, Eq)]
struct Posting {
    /// The source that has to be filled for it.
    when: Option<usize>,
    fields: Vec<Field>,
    signed: Option<Signed>,
}

/// An amount that stands on the debit or the credit side.
#[derive(Clone, Debug, PartialEq, Eq)]
struct Signed {
    amount: Expression,
    /// `debit` or `credit`; without it a negative amount is a credit.
    side: Option<Expression>,
    debit: usize,
    credit: usize,
}

/// A source cell that does not give what the mapping asks of it.
#[derive(Debug, PartialEq, Eq)]
struct Unmapped {
    source: Option<usize>,
    expected: String,
    actual: String,
}

impl Mapping {
    /// Reads a mapping from TOML; `load` gives the bytes of a lookup file by its name.
    ///
    /// # Errors
    ///
    /// The text is not TOML, or every mistake in it, with its key and what would be right.
    pub fn parse(text: &str, load: &LoadLookup<'_>) -> Result<Self, MappingError> {
        parse::parse(text, load)
    }

    /// Which form it fills.
    #[must_use]
    pub fn kind(&self) -> Kind {
        self.kind
    }

    /// How the file is encoded, if it is said.
    #[must_use]
    pub fn encoding(&self) -> Option<Encoding> {
        self.encoding
    }

    /// The source columns that it looks at.
    pub(super) fn wanted(&self) -> Wanted<'_> {
        Wanted::Sources { names: &self.sources, needed: self.needed }
    }

    /// A sink for source rows that hands the rows made of them to `sink`.
    pub(super) fn over<'a>(&'a self, sink: &'a mut dyn RowSink) -> MappedSink<'a> {
        let quantities = vec![0; self.screen.quantities.len()];
        MappedSink { mapping: self, sink, above: Vec::new(), quantities, faults: Faults::default() }
    }

    /// What the format fills of the form itself, which is nothing in a table, and the source's cells.
    fn parts<'c, 'r>(&self, cells: &'c [&'r str]) -> (&'c [&'r str], &'c [&'r str]) {
        cells.split_at(cells.len() - self.sources.len())
    }

    /// The cells of one posting, and what could not be mapped.
    fn cells<'r>(
        &'r self,
        posting: &'r Posting,
        (own, source): (&[&'r str], &[&'r str]),
    ) -> (Vec<Cow<'r, str>>, Vec<Unmapped>) {
        let mut cells: Vec<_> = own.iter().copied().map(Cow::Borrowed).collect();
        cells.resize(self.columns.len(), Cow::Borrowed(""));
        let mut unmapped = Vec::new();
        for field in self.shared.iter().chain(&posting.fields) {
            match self.evaluate(&field.value, source) {
                Ok(text) if text.is_empty() => {}
                Ok(text) => cells[field.target] = text,
                Err(error) => unmapped.push(error),
            }
        }
        if let Some(signed) = &posting.signed {
            match self.signed(signed, source) {
                Ok((target, text)) => cells[target] = text,
                Err(error) => unmapped.push(error),
            }
        }
        (cells, unmapped)
    }

    fn evaluate<'r>(
        &'r self,
        it: &'r Expression,
        cells: &[&'r str],
    ) -> Result<Cow<'r, str>, Unmapped> {
        let text = match &it.from {
            From::Constant(text) => return Ok(Cow::Borrowed(text)),
            From::Source(index) => cells[*index].trim(),
        };
        if text.is_empty() {
            return Ok(Cow::Borrowed(""));
        }
        let refuse = |expected: &str| Unmapped {
            source: it.source(),
            expected: expected.to_owned(),
            actual: text.to_owned(),
        };
        let part = it.part.of(text).ok_or_else(|| refuse(&it.part.expected()))?;
        let mut value = part;
        for table in [&it.lookup, &it.values].into_iter().flatten() {
            value = table.get(value).ok_or_else(|| refuse("a key of the lookup"))?;
        }
        match &it.shape {
            Shape::Text if it.prefix.is_empty() => Ok(Cow::Borrowed(value)),
            Shape::Text => Ok(Cow::Owned(format!("{}{value}", it.prefix))),
            Shape::Amount => Ok(self.without_thousands(value)),
            Shape::Date(format) => {
                let date = strtime::parse(format, value).and_then(|it| it.to_date());
                Ok(Cow::Owned(date.map_err(|_| refuse(format))?.to_string()))
            }
            Shape::Month(format) => {
                let month = strtime::parse(format, value).ok();
                let period = month.and_then(|it| Period::new(it.year()?, it.month()?));
                Ok(Cow::Owned(period.ok_or_else(|| refuse(format))?.to_string()))
            }
        }
    }

    fn signed<'r>(
        &'r self,
        it: &'r Signed,
        cells: &[&'r str],
    ) -> Result<(usize, Cow<'r, str>), Unmapped> {
        let amount = self.evaluate(&it.amount, cells)?;
        let Some(side) = &it.side else {
            return Ok(match amount.strip_prefix('-') {
                Some(credit) => (it.credit, Cow::Owned(credit.to_owned())),
                None => (it.debit, amount),
            });
        };
        let word = self.evaluate(side, cells)?;
        match &*word {
            "debit" | "借" => Ok((it.debit, amount)),
            "credit" | "贷" => Ok((it.credit, amount)),
            _ => Err(Unmapped {
                source: side.source(),
                expected: "debit, credit".to_owned(),
                actual: word.into_owned(),
            }),
        }
    }

    fn without_thousands<'r>(&self, amount: &'r str) -> Cow<'r, str> {
        match self.thousands {
            Some(separator) if amount.contains(separator) => {
                Cow::Owned(amount.replace(separator, ""))
            }
            Some(_) | None => Cow::Borrowed(amount),
        }
    }
}

impl Part {
    /// The part of a text, if the text has the separator.
    fn of<'r>(&self, text: &'r str) -> Option<&'r str> {
        let part = match self {
            Self::Whole => text,
            Self::Before(separator) => text.rsplit_once(separator.as_str())?.0,
            Self::After(separator) => text.rsplit_once(separator.as_str())?.1,
        };
        Some(part.trim())
    }

    fn expected(&self) -> String {
        match self {
            Self::Whole => String::new(),
            Self::Before(separator) | Self::After(separator) => format!("…{separator}…"),
        }
    }
}

impl Expression {
    fn source(&self) -> Option<usize> {
        match self.from {
            From::Source(index) => Some(index),
            From::Constant(_) => None,
        }
    }
}

/// Makes rows of the form from source rows.
pub(super) struct MappedSink<'a> {
    mapping: &'a Mapping,
    sink: &'a mut dyn RowSink,
    /// The texts that blank cells of columns get which are filled down.
    above: Vec<String>,
    /// How many rows fill each column of quantities.
    quantities: Vec<u64>,
    faults: Faults,
}

impl MappedSink<'_> {
    /// What could not be mapped, and the quantities beside amounts, each once.
    pub(super) fn into_faults(mut self) -> Faults {
        let columns = self.mapping.screen.quantities.iter().zip(&self.quantities);
        for (column, count) in columns.filter(|(_, count)| 0 < **count) {
            self.faults.push(unused_times(&self.mapping.sources[*column], QUANTITY, *count));
        }
        self.faults
    }

    fn report(&mut self, row: u64, unmapped: Unmapped) {
        let Unmapped { source, expected, actual } = unmapped;
        let column = source.map(|index| self.mapping.sources[index].clone());
        self.faults.push(Fault {
            cause: format!("{row} {}", column.as_deref().unwrap_or_default()),
            expected,
            actual,
            ..Fault::at(reading::CELL_INVALID, Place { row: Some(row), column, sheet: None })
        });
    }

    /// Makes rows of a source row whose blank cells are filled, with what the format fills of the form.
    fn map(&mut self, row: &Row<'_>, (own, source): (&[&str], &[&str])) {
        let mapping = self.mapping;
        let is_filled = |index: usize| !source[index].trim().is_empty();
        let mut postings =
            mapping.postings.iter().filter(|posting| posting.when.is_none_or(is_filled)).peekable();
        if postings.peek().is_none() {
            self.faults.push(Problem::Posting.of_row(Place::row(row.number)));
        }
        let unsupported = mapping.screen.unsupported(source);
        let mut reported: Vec<Unmapped> = Vec::new();
        for posting in postings {
            let (cells, unmapped) = mapping.cells(posting, (own, source));
            let cells: Vec<&str> = cells.iter().map(AsRef::as_ref).collect();
            let mapped = Row { cells: &cells, ..*row };
            if let Some(column) = unsupported {
                self.sink.unreadable(&mapped);
                self.unsupported(&mapped, (column, source[column]));
            } else if unmapped.is_empty() {
                self.sink.row(&mapped);
            } else {
                self.sink.unreadable(&mapped);
                // What several columns or postings share is said once.
                for error in unmapped {
                    if !reported.contains(&error) {
                        reported.push(error);
                    }
                }
            }
        }
        for error in reported {
            self.report(row.number, error);
        }
    }

    /// a cell is filled whose meaning is out of scope. The row is told from others by what it is
    /// of, as it may move.
    fn unsupported(&mut self, mapped: &Row<'_>, (column, actual): (usize, &str)) {
        let cell = |name: &str| {
            let index = self.mapping.columns.iter().position(|it| it.name == name);
            index.map_or("", |index| mapped.cells[index])
        };
        let (voucher, account) = (cell("voucher_no"), cell("account"));
        let column = &self.mapping.sources[column];
        self.faults.push(Fault {
            cause: format!("{} {voucher} {account} {column}", cell("voucher_type")),
            actual: actual.trim().to_owned(),
            arguments: vec![("voucher", voucher.to_owned()), ("account", account.to_owned())],
            ..Fault::at(reading::UNSUPPORTED, Place::cell(mapped.number, column))
        });
    }
}

impl RowSink for MappedSink<'_> {
    fn row(&mut self, row: &Row<'_>) {
        let screen = &self.mapping.screen;
        let (own, source) = self.mapping.parts(row.cells);
        if screen.skips(source) {
            return;
        }
        for (column, count) in screen.quantities.iter().zip(&mut self.quantities) {
            *count += u64::from(!source[*column].trim().is_empty());
        }
        if screen.fill_down.is_empty() {
            return self.map(row, (own, source));
        }
        let mut above = std::mem::take(&mut self.above);
        screen.note(&mut above, source);
        self.map(row, (own, &screen.filled(&above, source)));
        self.above = above;
    }

    fn unreadable(&mut self, row: &Row<'_>) {
        let mapping = self.mapping;
        // Whose rows follow is not known any more.
        self.above.clear();
        for posting in &mapping.postings {
            let (cells, _) = mapping.cells(posting, mapping.parts(row.cells));
            let cells: Vec<&str> = cells.iter().map(AsRef::as_ref).collect();
            self.sink.unreadable(&Row { cells: &cells, ..*row });
        }
    }

    fn record(&mut self, origin: Origin, json: &str) {
        self.sink.record(origin, json);
    }
}
