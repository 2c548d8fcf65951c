//! Tables to score: CSV bytes become units and columns of numbers. Everything wrong is named at once.

use std::borrow::Cow;
use std::collections::{BTreeMap, BTreeSet};

use config::fault::{Expected, FileFault, Wrong};
use csv::StringRecord;
use encoding_rs::GB18030;
use metrics::evaluation::scheme::{Long, Scheme};
use metrics::evaluation::table::{Cell, Table, Unit};
use metrics::evaluation::tree::Tree;

/// The most cells that a table has, so that a hostile one does not fill the memory.
const CELLS_MAX: usize = 20_000_000;
/// The most faults that are named; the first ones say what is wrong with the rest.
const FAULTS_MAX: usize = 100;
/// What statistical programs write for a number that is not there.
const MISSING: [&str; 3] = ["", "NA", "NaN"];

/// Reads the columns that a scheme names, of a table in UTF-8 or GB 18030. What the first file lacks is
/// taken from the one beside it, for the same units: denominators are often kept apart.
///
/// A cell that is empty or `NA` is missing; any other that is no finite number is a fault, never 0, and so
/// is a count that is not whole or below 0. Every row names its unit, and in a panel its time.
///
/// # Errors
///
/// Every fault, up to a hundred.
pub fn read(
    (file, bytes): (&str, &[u8]),
    beside: Option<(&str, &[u8])>,
    scheme: &Scheme,
) -> Result<Table, Vec<FileFault>> {
    let data = decoded(bytes);
    let Some((other_file, other_bytes)) = beside else {
        let wanted = Wanted { columns: scheme.columns(), groups: scheme.groups() };
        return parsed((file, &data), scheme, &wanted);
    };
    let other = decoded(other_bytes);
    let own = header(&data);
    let (here, there) =
        scheme.columns().into_iter().partition(|it| own.iter().any(|name| name.trim() == *it));
    let here = Wanted { columns: here, groups: scheme.groups() };
    let there = Wanted { columns: there, groups: BTreeSet::new() };
    let mut table = parsed((file, &data), scheme, &here)?;
    let other = parsed((other_file, &other), scheme, &there)?;
    let rows: BTreeMap<_, usize> = other.units.iter().map(key).zip(0..).collect();
    for (name, cells) in &other.columns {
        let cell = |unit: &Unit| rows.get(&key(unit)).map_or(Cell::Missing, |&row| cells[row]);
        let joined = table.units.iter().map(cell).collect();
        table.columns.insert(name.clone(), joined);
    }
    Ok(table)
}

/// Reads samples of weights: a column for each node that has one, a row for each sample. A node
/// without column keeps its weight.
///
/// # Errors
///
/// Every fault, up to a hundred.
pub fn weights(file: &str, bytes: &[u8], tree: &Tree) -> Result<Vec<Vec<f64>>, Vec<FileFault>> {
    let text = decoded(bytes);
    let mut faults = Faults { file, faults: Vec::new() };
    let header = header(&text);
    let place = |name: &str| tree.nodes.iter().position(|node| node.id == name.trim());
    let places: Vec<Option<usize>> = header.iter().map(place).collect();
    faults.repeated(header.iter());
    for (name, _) in header.iter().zip(&places).filter(|(_, place)| place.is_none()) {
        let nearest = Expected::nearest(name, tree.nodes.iter().map(|node| node.id));
        faults.add((":1".to_owned(), Wrong::UnknownName, name), nearest);
    }
    let mut samples = Vec::new();
    for record in records(&text, &mut faults) {
        let mut weights = tree.weights();
        for (text, place) in record.iter().zip(&places) {
            match (text.trim().parse::<f64>(), place) {
                (Ok(weight), Some(place)) if (0.0..f64::INFINITY).contains(&weight) => {
                    weights[*place] = weight;
                }
                (_, None) => {}
                (Ok(_) | Err(_), Some(place)) => {
                    let key = at(record.position(), tree.nodes[*place].id);
                    faults
                        .add((key, Wrong::Invalid, text), Expected::word("expected-weight-number"));
                }
            }
        }
        if !weighs(tree, &weights) {
            let (key, expected) = (at(record.position(), ""), Expected::word("expected-weighing"));
            faults.add((key, Wrong::Invalid, "0"), expected);
        }
        samples.push(weights);
    }
    if samples.is_empty() {
        faults.add((String::new(), Wrong::Missing, ""), Expected::word("expected-samples"));
    }
    if faults.faults.is_empty() { Ok(samples) } else { Err(faults.faults) }
}

/// Whether any indicator weighs something in the whole.
fn weighs(tree: &Tree, weights: &[f64]) -> bool {
    let below = |at: usize| std::iter::successors(Some(at), |&at| tree.nodes[at].parent);
    let is_in = |leaf| below(leaf).filter(|&at| at != tree.whole()).all(|at| 0.0 < weights[at]);
    (0..tree.leaves().count()).any(is_in)
}

fn key(unit: &Unit) -> (&str, Option<u64>) {
    (&unit.id, unit.time.map(f64::to_bits))
}

fn header(text: &str) -> StringRecord {
    csv::Reader::from_reader(text.as_bytes()).headers().cloned().unwrap_or_default()
}

/// The rows that are of the shape of the header.
fn records(text: &str, faults: &mut Faults) -> Vec<StringRecord> {
    let mut records = Vec::new();
    for record in csv::Reader::from_reader(text.as_bytes()).into_records() {
        match record {
            Ok(record) => records.push(record),
            Err(error) => {
                let what = (at(error.position(), ""), Wrong::Syntax, error.to_string());
                faults.add((what.0, what.1, &what.2), Expected::word("expected-table"));
            }
        }
    }
    records
}

/// The place of a fault: `:12: column`.
fn at(position: Option<&csv::Position>, column: &str) -> String {
    let line = position.map_or_else(String::new, |it| format!(":{}", it.line()));
    let separator = if line.is_empty() || column.is_empty() { "" } else { ": " };
    format!("{line}{separator}{column}")
}

/// The columns that a scheme asks of one table.
struct Wanted<'a> {
    columns: BTreeSet<&'a str>,
    groups: BTreeSet<&'a str>,
}

fn parsed(
    (file, text): (&str, &str),
    scheme: &Scheme,
    wanted: &Wanted,
) -> Result<Table, Vec<FileFault>> {
    let header = header(text);
    let mut reader = TableReader { scheme, wanted, faults: Faults { file, faults: Vec::new() } };
    if header.is_empty() {
        reader.faults.add((":1".to_owned(), Wrong::Missing, ""), Expected::word("expected-table"));
        return Err(reader.faults.faults);
    }
    let places = reader.places(&header);
    if !reader.faults.faults.is_empty() {
        return Err(reader.faults.faults);
    }
    let records = records(text, &mut reader.faults);
    if records.is_empty() && reader.faults.faults.is_empty() {
        reader.faults.add((":2".to_owned(), Wrong::Missing, ""), Expected::word("expected-rows"));
    }
    let cells = records.len().saturating_mul(wanted.columns.len());
    if CELLS_MAX < cells {
        let expected = Expected::word("expected-fewer-cells");
        reader.faults.add((String::new(), Wrong::Invalid, &cells.to_string()), expected);
        return Err(reader.faults.faults);
    }
    let table = match &scheme.table.long {
        Some(long) => reader.long(long, &places, &records),
        None => reader.wide(&places, &records),
    };
    if reader.faults.faults.is_empty() { Ok(table) } else { Err(reader.faults.faults) }
}

/// The faults of one file.
struct Faults<'a> {
    file: &'a str,
    faults: Vec<FileFault>,
}

impl Faults<'_> {
    /// Of two columns of one name nobody knows which is meant.
    fn repeated<'n>(&mut self, names: impl Iterator<Item = &'n str>) {
        let mut seen = BTreeSet::new();
        for name in names.map(str::trim).filter(|name| !seen.insert(*name)) {
            let expected = Expected::word("expected-unique");
            self.add((":1".to_owned(), Wrong::Duplicate, name), expected);
        }
    }

    fn add(&mut self, (key, wrong, actual): (String, Wrong, &str), expected: Expected) {
        if self.faults.len() < FAULTS_MAX {
            let (file, actual) = (self.file.to_owned(), actual.to_owned());
            self.faults.push(FileFault { file, key, wrong, actual, expected });
        }
    }
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
    scheme: &'a Scheme,
    wanted: &'a Wanted<'a>,
    faults: Faults<'a>,
}

impl<'a> TableReader<'a> {
    /// Columns of the header by name; those that the scheme reads have to be there, once.
    fn places(&mut self, header: &'a StringRecord) -> Places<'a> {
        let places: Places<'a> = header.iter().map(str::trim).zip(0..).collect();
        let scheme = self.scheme;
        let layout = &scheme.table;
        let mut named = self.wanted.groups.clone();
        named.extend(layout.unit.as_deref().into_iter().chain(layout.time.as_deref()));
        match &layout.long {
            Some(long) => named.extend([long.indicator.as_str(), long.value.as_str()]),
            None => named.extend(&self.wanted.columns),
        }
        let in_rows = |name: &str| {
            let of_row = |column: &&str| column.rsplit_once('/').is_some_and(|(_, it)| it == name);
            layout.long.is_some() && self.wanted.columns.iter().any(of_row)
        };
        let read = |name: &&str| named.contains(name) || in_rows(name);
        self.faults.repeated(header.iter().map(str::trim).filter(read));
        for name in named.into_iter().filter(|name| !places.contains_key(name)) {
            let nearest = Expected::nearest(name, places.keys().copied());
            self.faults.add((":1".to_owned(), Wrong::UnknownName, name), nearest);
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
        if id.is_empty() {
            let key = at(record.position(), layout.unit.as_deref().unwrap_or_default());
            self.faults.add((key, Wrong::Missing, ""), Expected::word("expected-unit-id"));
        }
        let time = layout.time.as_ref().and_then(|name| self.time(places, record, name));
        Unit { id: id.to_owned(), time }
    }

    /// The time of a row of a panel.
    fn time(&mut self, places: &Places, record: &StringRecord, name: &str) -> Option<f64> {
        if MISSING.contains(&text(places, record, name)) {
            let (key, expected) =
                (at(record.position(), name), Expected::word("expected-unit-time"));
            self.faults.add((key, Wrong::Missing, ""), expected);
            return None;
        }
        self.number(places, record, (name, name)).value()
    }

    /// The number in a cell of a row, which is one of this column of the table made. A count is whole, and
    /// never below 0: a deduction would add.
    fn number(
        &mut self,
        places: &Places,
        record: &StringRecord,
        (name, column): (&str, &str),
    ) -> Cell {
        let text = text(places, record, name);
        let is_count = self.scheme.counts().any(|it| it == column);
        if MISSING.contains(&text) {
            return Cell::Missing;
        }
        match text.parse::<f64>() {
            Ok(number)
                if number.is_finite() && (!is_count || 0.0 <= number && number.fract() == 0.0) =>
            {
                Cell::Value(number)
            }
            Ok(_) | Err(_) => {
                let word = if is_count { "expected-count" } else { "expected-number" };
                self.faults
                    .add((at(record.position(), name), Wrong::Invalid, text), Expected::word(word));
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
                let key = at(record.position(), "");
                self.faults
                    .add((key, Wrong::Duplicate, &unit.id), Expected::word("expected-unique"));
            }
            table.units.push(unit);
        }
        for &name in &self.wanted.columns {
            let cells = records.iter().map(|it| self.number(places, it, (name, name))).collect();
            table.columns.insert(name.to_owned(), cells);
        }
        for &name in &self.wanted.groups {
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
        let wanted = &self.wanted.columns;
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
                let cell = self.number(places, record, (name, &column));
                if figures.insert((row, column), cell).is_some() {
                    let key = at(record.position(), name);
                    let expected = Expected::word("expected-unique");
                    self.faults.add((key, Wrong::Duplicate, indicator), expected);
                }
            }
        }
        for &name in wanted {
            let cell = |row| figures.get(&(row, name.to_owned())).copied().unwrap_or(Cell::Missing);
            table.columns.insert(name.to_owned(), (0..table.units.len()).map(cell).collect());
        }
        table
    }
}

fn text<'a>(places: &Places, record: &'a StringRecord, name: &str) -> &'a str {
    places.get(name).and_then(|&at| record.get(at)).unwrap_or_default().trim()
}

#[cfg(test)]
mod tests;
