//! Tables to score: CSV bytes become units and columns of numbers. Everything wrong is named at once.

use std::borrow::Cow;
use std::collections::{BTreeMap, BTreeSet};

use config::fault::{Expected, FileFault, Wrong};
use csv::StringRecord;
use encoding_rs::GB18030;
use metrics::evaluation::scheme::{Long, Scheme};
use metrics::evaluation::table::{Cell, Table, Unit};

/// The most cells that a table has, so that a hostile one does not fill the memory.
const CELLS_MAX: usize = 20_000_000;
/// The most faults that are named; the first ones say what is wrong with the rest.
const FAULTS_MAX: usize = 100;
/// What statistical programs write for a number that is not there.
const MISSING: [&str; 3] = ["", "NA", "NaN"];

/// Reads the columns that a scheme names, of a table in UTF-8 or GB 18030.
///
/// A cell that is empty or `NA` is missing; any other that is no finite number is a fault, never 0.
///
/// # Errors
///
/// Every fault, up to a hundred.
pub fn read(file: &str, bytes: &[u8], scheme: &Scheme) -> Result<Table, Vec<FileFault>> {
    let text = decoded(bytes);
    let mut rows = csv::Reader::from_reader(text.as_bytes());
    let mut reader = TableReader { file, scheme, faults: Vec::new() };
    let header = rows.headers().cloned().unwrap_or_default();
    let places = reader.places(&header);
    let mut records = Vec::new();
    for record in rows.records() {
        match record {
            Ok(record) => records.push(record),
            Err(error) => {
                reader.fault(
                    error.position(),
                    "",
                    (Wrong::Syntax, &error.to_string()),
                    "expected-table",
                );
            }
        }
        if CELLS_MAX < records.len().saturating_mul(scheme.columns().len()) {
            let actual = (records.len() * scheme.columns().len()).to_string();
            reader.fault(None, "", (Wrong::Invalid, &actual), "expected-fewer-cells");
            break;
        }
    }
    let table = match &scheme.table.long {
        Some(long) => reader.long(long, &places, &records),
        None => reader.wide(&places, &records),
    };
    if reader.faults.is_empty() { Ok(table) } else { Err(reader.faults) }
}

/// Joins the columns of another table to the units of a table that lack them: denominators are often
/// kept apart.
pub fn join(table: &mut Table, other: &Table) {
    let rows: BTreeMap<(&str, Option<u64>), usize> =
        other.units.iter().enumerate().map(|(row, unit)| (key(unit), row)).collect();
    for (name, cells) in &other.columns {
        let cell = |unit: &Unit| rows.get(&key(unit)).map_or(Cell::Missing, |&row| cells[row]);
        let joined = || table.units.iter().map(cell).collect();
        table.columns.entry(name.clone()).or_insert_with(joined);
    }
}

fn key(unit: &Unit) -> (&str, Option<u64>) {
    (&unit.id, unit.time.map(f64::to_bits))
}

fn decoded(bytes: &[u8]) -> Cow<'_, str> {
    let bytes = bytes.strip_prefix(b"\xEF\xBB\xBF").unwrap_or(bytes);
    match std::str::from_utf8(bytes) {
        Ok(text) => Cow::Borrowed(text),
        Err(_) => GB18030.decode_without_bom_handling(bytes).0,
    }
}

/// Where the columns that a scheme names stand.
type Places<'a> = BTreeMap<&'a str, usize>;

struct TableReader<'a> {
    file: &'a str,
    scheme: &'a Scheme,
    faults: Vec<FileFault>,
}

impl<'a> TableReader<'a> {
    fn fault(
        &mut self,
        at: Option<&csv::Position>,
        column: &str,
        (wrong, actual): (Wrong, &str),
        expected: &'static str,
    ) {
        if self.faults.len() < FAULTS_MAX {
            let line = at.map_or_else(String::new, |at| format!(":{}", at.line()));
            let separator = if line.is_empty() || column.is_empty() { "" } else { ": " };
            self.faults.push(FileFault {
                file: self.file.to_owned(),
                key: format!("{line}{separator}{column}"),
                wrong,
                actual: actual.to_owned(),
                expected: Expected::word(expected),
            });
        }
    }

    /// Columns of the header by name; those that the scheme reads have to be there.
    fn places(&mut self, header: &'a StringRecord) -> Places<'a> {
        let places: Places<'a> = header.iter().map(str::trim).zip(0..).collect();
        let scheme = self.scheme;
        let layout = &scheme.table;
        let mut named: BTreeSet<&str> = scheme.groups();
        named.extend(layout.unit.as_deref().into_iter().chain(layout.time.as_deref()));
        match &layout.long {
            Some(long) => named.extend([long.indicator.as_str(), long.value.as_str()]),
            None => named.extend(scheme.columns()),
        }
        for name in named.into_iter().filter(|name| !places.contains_key(name)) {
            if self.faults.len() < FAULTS_MAX {
                self.faults.push(FileFault {
                    file: self.file.to_owned(),
                    key: ":1".to_owned(),
                    wrong: Wrong::UnknownName,
                    actual: name.to_owned(),
                    expected: Expected::nearest(name, places.keys().copied()),
                });
            }
        }
        places
    }

    /// The unit of a row.
    fn unit(&mut self, places: &Places, record: &StringRecord) -> Unit {
        let scheme = self.scheme;
        let layout = &scheme.table;
        let id = match (&layout.unit, &layout.long) {
            (Some(name), _) => text(places, record, name),
            (None, None) => record.get(0).unwrap_or_default().trim(),
            (None, Some(_)) => &scheme.id,
        };
        let time = layout.time.as_ref().and_then(|name| self.number(places, record, name).value());
        Unit { id: id.to_owned(), time }
    }

    /// The number in a column of a row.
    fn number(&mut self, places: &Places, record: &StringRecord, name: &str) -> Cell {
        let text = text(places, record, name);
        if MISSING.contains(&text) {
            return Cell::Missing;
        }
        match text.parse::<f64>() {
            Ok(number) if number.is_finite() => Cell::Value(number),
            Ok(_) | Err(_) => {
                self.fault(record.position(), name, (Wrong::Invalid, text), "expected-number");
                Cell::Missing
            }
        }
    }

    /// A row has all figures of its unit.
    fn wide(&mut self, places: &Places, records: &[StringRecord]) -> Table {
        let mut table = Table::default();
        let mut seen = BTreeSet::new();
        for record in records {
            let unit = self.unit(places, record);
            if !seen.insert((unit.id.clone(), unit.time.map(f64::to_bits))) {
                self.fault(record.position(), "", (Wrong::Duplicate, &unit.id), "expected-unique");
            }
            table.units.push(unit);
        }
        let scheme = self.scheme;
        for name in scheme.columns() {
            let cells = records.iter().map(|it| self.number(places, it, name)).collect();
            table.columns.insert(name.to_owned(), cells);
        }
        for name in scheme.groups() {
            let words = records.iter().map(|it| text(places, it, name).to_owned()).collect();
            table.groups.insert(name.to_owned(), words);
        }
        table
    }

    /// A row has one figure.
    fn long(&mut self, long: &Long, places: &Places, records: &[StringRecord]) -> Table {
        let mut table = Table::default();
        let mut rows: BTreeMap<(String, Option<u64>), usize> = BTreeMap::new();
        let mut figures: BTreeMap<(usize, String), Cell> = BTreeMap::new();
        let scheme = self.scheme;
        let wanted = scheme.columns();
        for record in records {
            let unit = self.unit(places, record);
            let next = rows.len();
            let row = *rows.entry((unit.id.clone(), unit.time.map(f64::to_bits))).or_insert(next);
            if row == next {
                table.units.push(unit);
            }
            let indicator = text(places, record, &long.indicator);
            for &name in places.keys() {
                let is_value = name == long.value;
                let column =
                    if is_value { indicator.to_owned() } else { format!("{indicator}/{name}") };
                if !wanted.contains(column.as_str()) {
                    continue;
                }
                let cell = self.number(places, record, name);
                if figures.insert((row, column), cell).is_some() {
                    let what = (Wrong::Duplicate, indicator);
                    self.fault(record.position(), name, what, "expected-unique");
                }
            }
        }
        for name in wanted {
            let cell = |row| figures.get(&(row, name.to_owned())).copied().unwrap_or(Cell::Missing);
            table.columns.insert(name.to_owned(), (0..table.units.len()).map(cell).collect());
        }
        table
    }
}

fn text<'a>(places: &Places, record: &'a StringRecord, name: &str) -> &'a str {
    places.get(name).and_then(|&at| record.get(at)).unwrap_or_default().trim()
}
