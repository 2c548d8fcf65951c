//! What a format reads: the bytes as received where they are text in UTF-8, else their transcript. A
//! workbook is transcribed to CSV, GB 18030 to UTF-8; where a row stands is where it stands there.

use std::io::{self, BufWriter, Cursor, Read, Seek, Write as _};

use metrics::finding::Faults;
use metrics::form::columns;
use tempfile::SpooledTempFile;

use super::encoding::{Encoding, HEAD_BYTES, gb18030_to_utf8};
use super::mapping::Mapping;
use super::screen::Screen;
use super::{Format, Reading, RowSink, Text, read_text, workbook};

/// A file that is smaller stays in memory.
const MEMORY_BYTES_MAX: usize = 4 << 20;

/// What stands for bytes that are not text in UTF-8. It is kept beside them.
#[derive(Debug)]
pub struct Transcript {
    /// Text in UTF-8, in a file without a name.
    pub text: SpooledTempFile,
    /// The sheet that it has, of a workbook.
    pub sheet: Option<String>,
}

/// Bytes, ready to be read as text.
pub struct Content<'s> {
    text: Text,
    body: Body<'s>,
    /// What was found before the first row is read.
    faults: Faults,
}

enum Body<'s> {
    Received(io::Chain<Cursor<Vec<u8>>, &'s mut dyn Read>),
    Transcript(Transcript),
    /// Nothing can be read; the faults say why.
    Nothing,
}

impl<'s> Content<'s> {
    /// Looks at the beginning, and transcribes what is not text in UTF-8.
    ///
    /// # Errors
    ///
    /// The source cannot be read, or no file be made for the transcript.
    pub fn open(source: &'s mut dyn Read, reading: Reading<'_>) -> io::Result<Self> {
        match reading.format {
            Format::Csv => Self::of_text(source, Text::Csv, reading),
            Format::Json => Self::of_text(source, Text::Json, reading),
            Format::JsonLines => Self::of_text(source, Text::JsonLines, reading),
            Format::Veris => Self::of_text(source, Text::Veris, reading),
            Format::Stix => Self::of_text(source, Text::Stix, reading),
            Format::Ckan => Self::of_text(source, Text::Ckan, reading),
            Format::DcatUs | Format::DcatUsFederal => Self::of_text(source, Text::DcatUs, reading),
            Format::SafT => Self::of_text(source, Text::SafT, reading),
            Format::Gbt24589Xml => Self::of_text(source, Text::Gbt24589Xml, reading),
            Format::Gbt24589Json => Self::of_text(source, Text::Gbt24589Json, reading),
            Format::Xlsx => Self::of_workbook(source, reading),
        }
    }

    fn of_text(source: &'s mut dyn Read, text: Text, reading: Reading<'_>) -> io::Result<Self> {
        let mut head = Vec::new();
        source.take(HEAD_BYTES as u64).read_to_end(&mut head)?;
        let said = reading.mapping.and_then(Mapping::encoding);
        let declared = || Encoding::declared_by_xml(&head).filter(|_| text.is_xml());
        let encoding = said.or_else(declared).unwrap_or_else(|| Encoding::of(&head));
        let mut received = Cursor::new(head).chain(source);
        let body = match encoding {
            Encoding::Utf8 => Body::Received(received),
            Encoding::Gb18030 => {
                let mut text = SpooledTempFile::new(MEMORY_BYTES_MAX);
                gb18030_to_utf8(&mut received, &mut text)?;
                text.rewind()?;
                Body::Transcript(Transcript { text, sheet: None })
            }
        };
        Ok(Self { text, body, faults: Faults::default() })
    }

    /// A workbook is read here and there, which a stream does not allow.
    fn of_workbook(source: &mut dyn Read, reading: Reading<'_>) -> io::Result<Self> {
        let raw = spooled(source)?;
        let mut text = SpooledTempFile::new(MEMORY_BYTES_MAX);
        let mut lines = BufWriter::new(&mut text);
        let transcribed = workbook::transcribe(raw, reading.kind, &mut lines)?;
        lines.flush()?;
        drop(lines);
        text.rewind()?;
        Ok(match transcribed {
            Ok(sheet) => {
                let transcript = Transcript { text, sheet: Some(sheet.name) };
                Self { text: Text::Csv, body: Body::Transcript(transcript), faults: sheet.notes }
            }
            Err(fault) => {
                let mut faults = Faults::default();
                faults.push(*fault);
                Self { text: Text::Csv, body: Body::Nothing, faults }
            }
        })
    }

    /// Hands the rows to `sink`; the faults of reading come back. What was read once is read up.
    ///
    /// # Errors
    ///
    /// The source cannot be read.
    pub fn read(&mut self, reading: Reading<'_>, sink: &mut dyn RowSink) -> io::Result<Faults> {
        let mut faults = std::mem::take(&mut self.faults);
        if let Some((text, source)) = self.text() {
            let columns = columns(reading.kind);
            let mut screen = Screen { columns, sink, faults: Faults::default() };
            faults.append(read_text(source, (text, reading), &mut screen)?);
            faults.append(screen.faults);
        }
        Ok(faults)
    }

    /// The text and how it is written, if there is any.
    pub(super) fn text(&mut self) -> Option<(Text, &mut dyn Read)> {
        let source: &mut dyn Read = match &mut self.body {
            Body::Received(source) => source,
            Body::Transcript(transcript) => &mut transcript.text,
            Body::Nothing => return None,
        };
        Some((self.text, source))
    }

    /// The transcript, if there had to be one.
    #[must_use]
    pub fn into_transcript(self) -> Option<Transcript> {
        match self.body {
            Body::Transcript(transcript) => Some(transcript),
            Body::Received(_) | Body::Nothing => None,
        }
    }
}

/// The bytes where they can be read here and there.
pub(super) fn spooled(source: &mut dyn Read) -> io::Result<SpooledTempFile> {
    let mut spooled = SpooledTempFile::new(MEMORY_BYTES_MAX);
    io::copy(source, &mut spooled)?;
    spooled.rewind()?;
    Ok(spooled)
}
