//! XML as a stream of elements, for formats that read some of them.
//!
//! Whoever wrote it may be hostile: a document type is refused, no entity but the five of XML is
//! expanded and nothing is fetched; depth, names and whatever stands between two angle brackets are
//! limited, so that memory does not grow with the file.

use std::io::{self, BufRead, BufReader, Read, Take};

use metrics::finding::Fault;
use quick_xml::errors::Error;
use quick_xml::events::{BytesRef, Event};
use quick_xml::reader::Reader;

use super::text::{Problem, ROW_BYTES_MAX, beyond, without_mark};

/// The most elements within each other.
const DEPTH_MAX: usize = 64;
/// The most bytes of an element's name.
const NAME_BYTES_MAX: usize = 256;

/// An element that ended.
#[derive(Clone, Copy, Debug)]
pub(super) struct Element<'a> {
    /// The names from the top down to it, joined by `/`, without prefixes.
    pub(super) path: &'a str,
    /// Its text without blanks around it; `""` where it has elements.
    pub(super) text: &'a str,
    /// Where its tag begins.
    pub(super) byte_offset: u64,
    /// How many bytes it takes.
    pub(super) byte_length: u64,
}

impl<'a> Element<'a> {
    /// Its own name.
    pub(super) fn name(&self) -> &'a str {
        last(self.path)
    }
}

/// The last name of a path.
pub(super) fn last(path: &str) -> &str {
    path.rsplit_once('/').map_or(path, |(_, name)| name)
}

/// Takes elements as they come.
pub(super) trait Listener {
    /// An element begins.
    fn open(&mut self, path: &str);

    /// An element ends.
    fn close(&mut self, element: Element<'_>);
}

/// Why reading ended early.
enum Ended {
    Io(io::Error),
    Fault(Box<Fault>),
}

impl From<Fault> for Ended {
    fn from(fault: Fault) -> Self {
        Self::Fault(Box::new(fault))
    }
}

/// Reads a document; what makes it unreadable comes back, after what stood before.
///
/// # Errors
///
/// The source cannot be read.
pub(super) fn read(
    source: &mut dyn Read,
    listener: &mut dyn Listener,
) -> io::Result<Option<Fault>> {
    let (base, source) = without_mark(source)?;
    let mut document = Document::new(BufReader::new(source), base);
    match document.read(listener) {
        Ok(()) => Ok(None),
        Err(Ended::Fault(fault)) => Ok(Some(*fault)),
        Err(Ended::Io(error)) => Err(error),
    }
}

/// A document being read.
struct Document<R> {
    /// The limit is of one event.
    reader: Reader<Take<R>>,
    /// Where the reader's first byte stands in the file.
    base: u64,
    path: String,
    /// For each open element, the length of the path before it and where it begins.
    opened: Vec<(usize, u64)>,
    text: String,
    has_root: bool,
}

impl<R: BufRead> Document<R> {
    fn new(source: R, base: u64) -> Self {
        Self {
            reader: Reader::from_reader(source.take(0)),
            base,
            path: String::new(),
            opened: Vec::new(),
            text: String::new(),
            has_root: false,
        }
    }

    fn read(&mut self, listener: &mut dyn Listener) -> Result<(), Ended> {
        let mut buffer = Vec::new();
        loop {
            buffer.clear();
            let start = self.position();
            self.reader.get_mut().set_limit(ROW_BYTES_MAX as u64);
            let event = self.reader.read_event_into(&mut buffer);
            if self.reader.get_ref().limit() == 0 {
                return Err(beyond("run", ROW_BYTES_MAX as u64).into());
            }
            match event.map_err(|error| self.unreadable(error))? {
                Event::Start(tag) => self.open(tag.local_name().as_ref(), start, listener)?,
                Event::Empty(tag) => {
                    self.open(tag.local_name().as_ref(), start, listener)?;
                    self.close(listener);
                }
                Event::End(_) => self.close(listener),
                Event::Text(text) => self.text(&text.xml10_content())?,
                Event::CData(text) => self.text(&text.xml10_content())?,
                Event::GeneralRef(reference) => {
                    let character = character(&reference);
                    let character = character.ok_or_else(|| Problem::Declaration.of_file(""))?;
                    self.text(character.encode_utf8(&mut [0; 4]))?;
                }
                Event::DocType(_) => return Err(Problem::Declaration.of_file("").into()),
                Event::Decl(_) | Event::PI(_) | Event::Comment(_) => {}
                Event::Eof => return self.end(),
            }
        }
    }

    fn position(&self) -> u64 {
        self.base + self.reader.buffer_position()
    }

    fn unreadable(&self, error: Error) -> Ended {
        match error {
            Error::Io(error) => Ended::Io(io::Error::new(error.kind(), error.to_string())),
            Error::Encoding(_) => Problem::Encoding.of_file("").into(),
            _ => Problem::Xml.of_file(self.position().to_string()).into(),
        }
    }

    fn open(&mut self, name: &str, start: u64, listener: &mut dyn Listener) -> Result<(), Ended> {
        if DEPTH_MAX <= self.opened.len() {
            return Err(beyond("depth", DEPTH_MAX as u64).into());
        }
        if NAME_BYTES_MAX < name.len() {
            return Err(beyond("name", NAME_BYTES_MAX as u64).into());
        }
        if self.opened.is_empty() && std::mem::replace(&mut self.has_root, true) {
            return Err(Problem::Xml.of_file(start.to_string()).into());
        }
        self.opened.push((self.path.len(), start));
        if !self.path.is_empty() {
            self.path.push('/');
        }
        self.path.push_str(name);
        self.text.clear();
        listener.open(&self.path);
        Ok(())
    }

    /// The reader has seen to it that an element is open, and that it is this one.
    fn close(&mut self, listener: &mut dyn Listener) {
        let Some((length, byte_offset)) = self.opened.pop() else { return };
        listener.close(Element {
            path: &self.path,
            text: self.text.trim(),
            byte_offset,
            byte_length: self.position() - byte_offset,
        });
        self.path.truncate(length);
        self.text.clear();
    }

    /// What stands outside of all elements has to be blank.
    fn text(&mut self, text: &str) -> Result<(), Ended> {
        if self.opened.is_empty() && !text.trim().is_empty() {
            return Err(Problem::Xml.of_file(self.position().to_string()).into());
        }
        if text.contains('\0') {
            return Err(Problem::Nul.of_file("").into());
        }
        if ROW_BYTES_MAX < self.text.len() + text.len() {
            return Err(beyond("run", ROW_BYTES_MAX as u64).into());
        }
        self.text.push_str(text);
        Ok(())
    }

    fn end(&self) -> Result<(), Ended> {
        match (self.has_root, self.opened.is_empty()) {
            (true, true) => Ok(()),
            (true, false) => Err(Problem::Xml.of_file(self.position().to_string()).into()),
            (false, _) => Err(Problem::Empty.of_file("").into()),
        }
    }
}

/// What a reference stands for: a character by its number, or one of the five that XML has.
fn character(reference: &BytesRef<'_>) -> Option<char> {
    if reference.is_char_ref() {
        return reference.resolve_char_ref().ok().flatten().filter(|it| *it != '\0');
    }
    match &**reference {
        "lt" => Some('<'),
        "gt" => Some('>'),
        "amp" => Some('&'),
        "apos" => Some('\''),
        "quot" => Some('"'),
        _ => None,
    }
}
