//! JSON: objects become rows, one cell a member. Numbers stay as they are written, and nothing is
//! parsed deeper than it is asked for, so that nesting cannot exhaust the stack.

pub(super) mod members;

use std::collections::HashMap;
use std::fmt;
use std::io::{self, BufRead, BufReader, Read};

use metrics::finding::{Fault, Faults, Place, reading};
use metrics::form::{Origin, Row};
use metrics::supply::rules;
use serde::de::{Deserializer, IgnoredAny, MapAccess, SeqAccess, Visitor};
use serde_json::value::RawValue;

use super::RowSink;
use super::header::{Wanted, unused};
use super::text::{BYTE_ORDER_MARK, Problem, ROW_BYTES_MAX, beyond};
use members::{Key, Members, Value};

/// The most bytes of a JSON document that is not one record a line: it is held in memory.
pub const DOCUMENT_BYTES_MAX: usize = 64 << 20;

/// So many names of unknown members are remembered, and reported.
const UNKNOWN_NAMES_MAX: usize = 1_000;

/// What a DCAT-US 1.1 catalogue says that it conforms to.
pub(super) const DCAT_US_STANDARD: &str = "https://project-open-data.cio.gov/v1.1/schema";

/// Where a document has its records, unless it is an array itself.
pub(super) struct Listing {
    /// The names that lead to the array.
    path: &'static [&'static str],
    /// The standard that it has to conform to, where it says so.
    standard: Option<&'static str>,
    /// The name beside the array of how many records there are, of which these may be one page.
    count: Option<&'static str>,
    /// Whether a document without the array may be one record.
    is_one: bool,
}

const ROWS: Listing = Listing { path: &["rows"], standard: None, count: None, is_one: false };
/// An answer of `package_search`.
pub(super) const CKAN: Listing =
    Listing { path: &["result", "results"], standard: None, count: Some("count"), is_one: false };
/// A bundle, or an object that belongs into one.
pub(super) const STIX: Listing =
    Listing { path: &["objects"], standard: None, count: None, is_one: true };
/// A `data.json`.
pub(super) const DCAT_US: Listing =
    Listing { path: &["dataset"], standard: Some(DCAT_US_STANDARD), count: None, is_one: false };

/// Takes the raw text of each record.
type Take<'t> = dyn FnMut(Origin, &str) + 't;

pub(super) fn read_document(
    source: &mut dyn Read,
    wanted: Wanted<'_>,
    sink: &mut dyn RowSink,
) -> io::Result<Faults> {
    let mut rows = Rows::new(wanted, sink);
    let faults = each_element(source, &ROWS, &mut |origin, json| rows.take(origin, json))?;
    Ok(rows.finish(faults))
}

pub(super) fn read_lines(
    source: &mut dyn Read,
    wanted: Wanted<'_>,
    sink: &mut dyn RowSink,
) -> io::Result<Faults> {
    let mut rows = Rows::new(wanted, sink);
    let faults =
        each_line(&mut BufReader::new(source), &mut |origin, json| rows.take(origin, json))?;
    Ok(rows.finish(faults))
}

/// VERIS records go to the sink as they are; a document that begins with `[` is an array.
pub(super) fn read_veris(source: &mut dyn Read, sink: &mut dyn RowSink) -> io::Result<Faults> {
    let mut source = BufReader::new(source);
    let beginning = source.fill_buf()?;
    let beginning = beginning.strip_prefix(BYTE_ORDER_MARK).unwrap_or(beginning);
    let is_array = beginning.trim_ascii_start().starts_with(b"[");
    records(sink, |take| {
        if is_array { each_element(&mut source, &ROWS, take) } else { each_line(&mut source, take) }
    })
}

/// The records of a document go to the sink as they are.
pub(super) fn read_listed(
    source: &mut dyn Read,
    listing: &Listing,
    sink: &mut dyn RowSink,
) -> io::Result<Faults> {
    records(sink, |take| each_element(source, listing, take))
}

/// Hands every record that is an object to the sink; of what is none there are no cells.
fn records(
    sink: &mut dyn RowSink,
    read: impl FnOnce(&mut Take<'_>) -> io::Result<Faults>,
) -> io::Result<Faults> {
    let mut refused = Faults::default();
    let mut faults = read(&mut |origin, json| match serde_json::from_str::<Members<'_>>(json) {
        Ok(_) => sink.record(origin, json),
        Err(error) => {
            let problem = if error.is_data() { Problem::Shape } else { Problem::Syntax };
            refused.push(problem.of_row(Place::row(origin.row)));
            let Origin { row: number, byte_offset, byte_length } = origin;
            sink.unreadable(&Row { number, byte_offset, byte_length, cells: &[] });
        }
    })?;
    faults.append(refused);
    Ok(faults)
}

/// Calls `take` for each element of an array, or of the array that an object lists.
fn each_element(
    source: &mut dyn Read,
    listing: &Listing,
    take: &mut Take<'_>,
) -> io::Result<Faults> {
    let mut faults = Faults::default();
    let mut bytes = Vec::new();
    source.take(DOCUMENT_BYTES_MAX as u64 + 1).read_to_end(&mut bytes)?;
    if DOCUMENT_BYTES_MAX < bytes.len() {
        faults.push(beyond("document", DOCUMENT_BYTES_MAX as u64));
        return Ok(faults);
    }
    let text = bytes.strip_prefix(BYTE_ORDER_MARK).unwrap_or(&bytes);
    let read = match std::str::from_utf8(text) {
        Err(_) => Err((Problem::Encoding, String::new())),
        Ok(text) if text.trim().is_empty() => Err((Problem::Empty, String::new())),
        Ok(text) => read_text(text, bytes.as_ptr() as usize, (listing, take)),
    };
    match read {
        Ok(Said { listed, count: Some(count), .. }) if listed < count => {
            faults.push(incomplete(listed, count));
        }
        Ok(_) => {}
        Err((problem, actual)) => faults.push(problem.of_file(actual)),
    }
    Ok(faults)
}

/// An answer lists fewer records than there are (C-10).
fn incomplete(listed: u64, count: u64) -> Fault {
    Fault {
        cause: "count".to_owned(),
        expected: count.to_string(),
        actual: listed.to_string(),
        arguments: vec![("missing", (count - listed).to_string())],
        ..Fault::at(rules::INCOMPLETE, Place::default())
    }
}

/// Calls `take` for each element of a document whose first byte is at `base`. Where a standard is
/// asked for it is looked for first: what keeps to another one is not read by this one's rules.
fn read_text(
    text: &str,
    base: usize,
    (listing, take): (&Listing, &mut Take<'_>),
) -> Result<Said, (Problem, String)> {
    if let Some(wanted) = listing.standard {
        let Said { standard, .. } = scan(text, base, (listing, &mut |_, _| {}))?;
        if standard != wanted {
            return Err((Problem::Standard, standard));
        }
    }
    let [name] = listing.path else { return scan(text, base, (listing, take)) };
    let members = serde_json::from_str::<Members<'_>>(text);
    if listing.is_one && members.is_ok_and(|it| it.at(name).is_none()) {
        let record = text.trim();
        take(origin(1, record, base), record);
        return Ok(Said { listed: 1, ..Said::default() });
    }
    scan(text, base, (listing, take))
}

/// Where a record stands in a document whose first byte is at `base`.
fn origin(row: u64, json: &str, base: usize) -> Origin {
    let byte_offset = (json.as_ptr() as usize - base) as u64;
    Origin { row, byte_offset, byte_length: u32::try_from(json.len()).unwrap_or(u32::MAX) }
}

/// What a document says of itself.
#[derive(Default)]
struct Said {
    /// What it conforms to.
    standard: String,
    /// How many records there are, listed or not.
    count: Option<u64>,
    /// How many it lists.
    listed: u64,
}

/// Goes through a document once; gives what it says of itself.
fn scan(
    text: &str,
    base: usize,
    (listing, take): (&Listing, &mut Take<'_>),
) -> Result<Said, (Problem, String)> {
    let mut deserializer = serde_json::Deserializer::from_str(text);
    let mut said = Said::default();
    let top = Top { base, take, path: listing.path, count: listing.count, said: &mut said };
    deserializer.deserialize_any(top).and_then(|()| deserializer.end()).map_err(|error| {
        let problem = if error.is_data() { Problem::Shape } else { Problem::Syntax };
        (problem, format!("{}:{}", error.line(), error.column()))
    })?;
    Ok(said)
}

/// The top of a document. `base` is the address of its first byte, from which places are counted.
struct Top<'t, 's> {
    base: usize,
    take: &'t mut Take<'s>,
    /// The names that still lead to the array.
    path: &'static [&'static str],
    /// The name beside the array of how many records there are.
    count: Option<&'static str>,
    said: &'t mut Said,
}

impl<'de> Visitor<'de> for Top<'_, '_> {
    type Value = ();

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("an array of records, or an object that lists one where its format has it")
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut elements: A) -> Result<(), A::Error> {
        let mut row = 0;
        while let Some(element) = elements.next_element::<&RawValue>()? {
            row += 1;
            let json = element.get();
            (self.take)(origin(row, json, self.base), json);
        }
        self.said.listed = row;
        Ok(())
    }

    fn visit_map<A: MapAccess<'de>>(self, mut members: A) -> Result<(), A::Error> {
        let mut is_listed = false;
        let Self { base, take, path, count, said } = self;
        while let Some(Key(name)) = members.next_key::<Key<'de>>()? {
            match path {
                [first, path @ ..] if name == *first && !is_listed => {
                    is_listed = true;
                    let (take, said) = (&mut *take, &mut *said);
                    members.next_value_seed(Top { base, take, path, count, said })?;
                }
                [_] if count.is_some_and(|it| name == it) => {
                    said.count = Value::of(members.next_value()?).excerpt().parse().ok();
                }
                _ if name == "conformsTo" => {
                    let standard = Value::of(members.next_value()?).excerpt();
                    said.standard = standard.split_whitespace().collect::<Vec<_>>().join(" ");
                }
                _ => {
                    members.next_value::<IgnoredAny>()?;
                }
            }
        }
        let expecting = Top { base, take, path, count, said };
        let error = || serde::de::Error::invalid_type(serde::de::Unexpected::Map, &expecting);
        if is_listed { Ok(()) } else { Err(error()) }
    }
}

impl<'de> serde::de::DeserializeSeed<'de> for Top<'_, '_> {
    type Value = ();

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<(), D::Error> {
        deserializer.deserialize_any(self)
    }
}

/// Calls `take` for each line that is not blank; rows are numbered by line.
fn each_line(source: &mut dyn BufRead, take: &mut Take<'_>) -> io::Result<Faults> {
    let mut faults = Faults::default();
    let (mut row, mut byte_offset, mut has_content) = (0, 0, false);
    let mut line = Vec::new();
    loop {
        line.clear();
        let limit = ROW_BYTES_MAX as u64 + 1;
        let mut length = Read::take(&mut *source, limit).read_until(b'\n', &mut line)? as u64;
        if length == 0 {
            break;
        }
        row += 1;
        let is_long = ROW_BYTES_MAX < line.len() && line.last() != Some(&b'\n');
        if is_long {
            length += source.skip_until(b'\n')? as u64;
            faults.push(Problem::Length.of_row(Place::row(row)));
        }
        let mark =
            if row == 1 && line.starts_with(BYTE_ORDER_MARK) { BYTE_ORDER_MARK.len() } else { 0 };
        let json = line[mark..].trim_ascii();
        has_content |= !json.is_empty();
        if !is_long && !json.is_empty() {
            let start = byte_offset + (json.as_ptr() as usize - line.as_ptr() as usize) as u64;
            let byte_length = u32::try_from(json.len()).unwrap_or(u32::MAX);
            match std::str::from_utf8(json) {
                Ok(json) => take(Origin { row, byte_offset: start, byte_length }, json),
                Err(_) => faults.push(Problem::Encoding.of_row(Place::row(row))),
            }
        }
        byte_offset += length;
    }
    if !has_content {
        faults.push(Problem::Empty.of_file(""));
    }
    Ok(faults)
}

/// Records becoming rows.
struct Rows<'a> {
    wanted: Wanted<'a>,
    sink: &'a mut dyn RowSink,
    faults: Faults,
    /// The wanted cell of each member's name, once it was looked for.
    positions: HashMap<String, Option<usize>>,
    is_found: Vec<bool>,
    has_records: bool,
}

impl<'a> Rows<'a> {
    fn new(wanted: Wanted<'a>, sink: &'a mut dyn RowSink) -> Self {
        let is_found = vec![false; wanted.len()];
        let (faults, positions) = (Faults::default(), HashMap::new());
        Self { wanted, sink, faults, positions, is_found, has_records: false }
    }

    fn take(&mut self, origin: Origin, json: &str) {
        let place = Place::row(origin.row);
        match serde_json::from_str::<Members<'_>>(json) {
            Ok(members) => {
                self.has_records = true;
                self.record(origin, &members);
            }
            Err(error) => {
                let problem = if error.is_data() { Problem::Shape } else { Problem::Syntax };
                self.faults.push(problem.of_row(place));
                self.hand_over(origin, &vec![""; self.wanted.len()], Hand::Unreadable);
            }
        }
    }

    fn record(&mut self, origin: Origin, members: &Members<'_>) {
        let mut values: Vec<Option<Value<'_>>> = vec![None; self.wanted.len()];
        let mut hand = Hand::Row;
        match self.wanted {
            Wanted::Form(_) => {
                for (name, raw) in &members.0 {
                    let Some(index) = self.position(name) else { continue };
                    if values[index].replace(Value::of(raw)).is_some() {
                        let place = Place::cell(origin.row, self.wanted.name(index));
                        self.faults.push(Problem::Member.of_row(place));
                        hand = Hand::Unreadable;
                    }
                }
            }
            Wanted::Sources { names, .. } => {
                for (value, path) in values.iter_mut().zip(names) {
                    *value = members.at(path);
                }
            }
        }
        let mut cells = Vec::with_capacity(values.len());
        for (index, value) in values.iter().enumerate() {
            self.is_found[index] |= value.is_some();
            cells.push(match value {
                None => "",
                Some(Value::Text(text)) => text,
                Some(value) => {
                    hand = Hand::Unreadable;
                    self.faults.push(invalid(origin.row, self.wanted.name(index), value));
                    ""
                }
            });
        }
        self.hand_over(origin, &cells, hand);
    }

    fn hand_over(&mut self, origin: Origin, cells: &[&str], hand: Hand) {
        let Origin { row: number, byte_offset, byte_length } = origin;
        let row = Row { number, byte_offset, byte_length, cells };
        match hand {
            Hand::Row => self.sink.row(&row),
            Hand::Unreadable => self.sink.unreadable(&row),
        }
    }

    fn position(&mut self, name: &str) -> Option<usize> {
        if let Some(&known) = self.positions.get(name) {
            return known;
        }
        let position = self.wanted.position(name);
        if self.positions.len() < UNKNOWN_NAMES_MAX {
            self.positions.insert(name.to_owned(), position);
            if position.is_none() {
                self.faults.push(unused(name, "unknown"));
            }
        }
        position
    }

    /// A required member that no record has is missing as a column is.
    fn finish(mut self, others: Faults) -> Faults {
        if self.has_records {
            self.wanted.report_missing(|index| self.is_found[index], &mut self.faults);
        }
        self.faults.append(others);
        self.faults
    }
}

/// How a record goes to the sink.
#[derive(Clone, Copy)]
enum Hand {
    Row,
    Unreadable,
}

/// A member that holds no text, number or truth value.
fn invalid(row: u64, column: &str, value: &Value<'_>) -> Fault {
    Fault {
        cause: format!("{row} {column}"),
        expected: "\"…\"".to_owned(),
        actual: value.excerpt(),
        ..Fault::at(reading::CELL_INVALID, Place::cell(row, column))
    }
}
