//! The tables of a document in JSON: a member named like a table is a record of it, a list of records, or
//! an object with such a list. The document streams; one record is held in memory at a time.

use std::cell::Cell;
use std::fmt;
use std::io::{self, BufRead, BufReader, Read};

use metrics::finding::Fault;
use serde::de::{DeserializeSeed, Deserializer, Error, MapAccess, SeqAccess, Visitor};
use serde_json::value::RawValue;

use super::{Book, RECORDS, Record, Span, Table};
use crate::formats::json::members::{Members, Value};
use crate::formats::text::{Problem, beyond, without_mark};

/// The most bytes of a record: a voucher with all of its entries is one.
const RECORD_BYTES_MAX: u64 = 16 << 20;

/// Reads a document; what makes it unreadable comes back, after what stood before.
///
/// # Errors
///
/// The source cannot be read.
pub(super) fn read(source: &mut dyn Read, book: &mut Book<'_>) -> io::Result<Option<Fault>> {
    let meter = Meter::default();
    let (base, source) = without_mark(source)?;
    meter.read.set(base);
    let mut source = BufReader::new(source);
    if source.fill_buf()?.is_empty() {
        return Ok(Some(Problem::Empty.of_file("")));
    }
    let metered = Metered { source, meter: &meter };
    let mut deserializer = serde_json::Deserializer::from_reader(metered);
    let walk = Walk { book, meter: &meter, table: None };
    let Err(error) = deserializer.deserialize_any(walk).and_then(|()| deserializer.end()) else {
        return Ok(None);
    };
    if meter.is_passed.get() {
        return Ok(Some(beyond("run", RECORD_BYTES_MAX)));
    }
    if error.is_io() {
        return Err(error.into());
    }
    let problem = if error.is_data() { Problem::Shape } else { Problem::Syntax };
    Ok(Some(problem.of_file(format!("{}:{}", error.line(), error.column()))))
}

/// How many bytes were read, and where the record or the member around records began that is read now.
#[derive(Debug, Default)]
struct Meter {
    read: Cell<u64>,
    mark: Cell<u64>,
    is_passed: Cell<bool>,
}

impl Meter {
    fn mark(&self) {
        self.mark.set(self.read.get());
    }
}

/// A source that ends with an error when a record is too long.
struct Metered<'m, R> {
    source: R,
    meter: &'m Meter,
}

impl<R: Read> Read for Metered<'_, R> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let count = self.source.read(buffer)?;
        let read = self.meter.read.get() + count as u64;
        self.meter.read.set(read);
        if self.meter.mark.get() + RECORD_BYTES_MAX < read {
            self.meter.is_passed.set(true);
            return Err(io::ErrorKind::FileTooLarge.into());
        }
        Ok(count)
    }
}

/// Goes through a value: within a table it is a record or a list of them, else whatever stands around
/// tables.
struct Walk<'b, 'a, 'm> {
    book: &'b mut Book<'a>,
    meter: &'m Meter,
    table: Option<Table>,
}

impl Walk<'_, '_, '_> {
    /// What is neither a list nor an object is no record.
    fn scalar<E: Error>(&self) -> Result<(), E> {
        if self.table.is_none() { Ok(()) } else { Err(E::custom("no record")) }
    }
}

impl<'de> DeserializeSeed<'de> for Walk<'_, '_, '_> {
    type Value = ();

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<(), D::Error> {
        deserializer.deserialize_any(self)
    }
}

impl<'de> Visitor<'de> for Walk<'_, '_, '_> {
    type Value = ();

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("tables of GB/T 24589.1")
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut elements: A) -> Result<(), A::Error> {
        let Self { book, meter, table } = self;
        while elements.next_element_seed(Walk { book, meter, table })?.is_some() {
            meter.mark();
        }
        Ok(())
    }

    fn visit_map<A: MapAccess<'de>>(self, mut members: A) -> Result<(), A::Error> {
        let Self { book, meter, table } = self;
        if let Some(table) = table {
            return record(book, meter, table, members);
        }
        while let Some(name) = members.next_key::<String>()? {
            meter.mark();
            members.next_value_seed(Walk { book, meter, table: Table::of(&name) })?;
        }
        Ok(())
    }

    fn visit_bool<E: Error>(self, _: bool) -> Result<(), E> {
        self.scalar()
    }

    fn visit_i64<E: Error>(self, _: i64) -> Result<(), E> {
        self.scalar()
    }

    fn visit_u64<E: Error>(self, _: u64) -> Result<(), E> {
        self.scalar()
    }

    fn visit_f64<E: Error>(self, _: f64) -> Result<(), E> {
        self.scalar()
    }

    fn visit_str<E: Error>(self, _: &str) -> Result<(), E> {
        self.scalar()
    }

    fn visit_unit<E: Error>(self) -> Result<(), E> {
        self.scalar()
    }
}

/// Reads a record. Its brace was the byte read last, as what ends a list or an object is the byte read
/// last after it; so the places are exact.
fn record<'de, A: MapAccess<'de>>(
    book: &mut Book<'_>,
    meter: &Meter,
    table: Table,
    mut members: A,
) -> Result<(), A::Error> {
    meter.mark();
    let byte_offset = meter.read.get() - 1;
    let mut record = Record::new(table);
    let mut nested: Vec<(Table, u64, Box<RawValue>)> = Vec::new();
    while let Some(name) = members.next_key::<String>()? {
        if RECORDS.contains(&&*name) && !record.is_record() {
            record.is_table = true;
            members.next_value_seed(Walk { book, meter, table: Some(table) })?;
            continue;
        }
        let raw: Box<RawValue> = members.next_value()?;
        match (Value::of(&raw), Table::of(&name)) {
            (Value::Text(text), _) => record.add(&name, text.trim()),
            // A table without records.
            (Value::Other(json), Some(_)) if is_empty(json) => {}
            (Value::Other(json), Some(table)) => {
                let start = meter.read.get() - json.len() as u64;
                record.has_entries |= table == Table::Entry;
                nested.push((table, start, raw));
            }
            // The tables that are read have nothing else within them.
            (Value::Other(_), None) => record.add(&name, ""),
        }
    }
    let span = Span { byte_offset, byte_length: meter.read.get() - byte_offset };
    if record.is_table {
        book.end_table(&record, span);
        return Ok(());
    }
    for (table, start, raw) in &nested {
        within(book, &record, (*table, raw.get(), *start));
    }
    if !record.is_blank() {
        book.take(record, None, span);
    }
    Ok(())
}

/// Whether nothing stands between the brackets of a list or the braces of an object.
fn is_empty(json: &str) -> bool {
    json[1..json.len() - 1].trim().is_empty()
}

/// The records of a list within a record, or the one that stands there.
fn within(book: &mut Book<'_>, voucher: &Record, (table, json, start): (Table, &str, u64)) {
    let one: Result<Vec<&RawValue>, _> = serde_json::from_str(json);
    let elements = one.or_else(|_| serde_json::from_str(json).map(|it| vec![it]));
    for element in elements.unwrap_or_default() {
        let text = element.get();
        let span = Span {
            byte_offset: start + (text.as_ptr() as usize - json.as_ptr() as usize) as u64,
            byte_length: text.len() as u64,
        };
        let Ok(Members(members)) = serde_json::from_str(text) else {
            book.refuse(Problem::Shape, voucher, span);
            continue;
        };
        let mut record = Record::new(table);
        for (name, raw) in &members {
            if let Value::Text(text) = Value::of(raw) {
                record.add(name, text.trim());
            }
        }
        book.take(record, Some(voucher), span);
    }
}
