//! The package of a workbook, looked through before anything reads it: every entry is really inflated,
//! against limits, because what a ZIP says of its sizes may be a lie.

use std::io::{self, Read, Seek, SeekFrom};

use metrics::finding::Fault;
use zip::ZipArchive;
use zip::read::ZipFile;
use zip::result::ZipError;

use crate::formats::text::{Problem, beyond};

/// The most entries.
pub(super) const ENTRIES_MAX: usize = 4_096;
/// The most bytes of all entries together, inflated. A larger table is handed in as CSV.
pub(super) const BYTES_MAX: u64 = 128 << 20;
/// The most bytes of an entry that is no sheet: texts and styles are held in memory.
const PART_BYTES_MAX: u64 = 64 << 20;
/// The most bytes that one byte may become, once there are more than [`RATIO_FROM_BYTES`].
const RATIO_MAX: u64 = 250;
const RATIO_FROM_BYTES: u64 = 1 << 20;
/// The most bytes between two tags of XML. A cell holds 32 767 characters, each eight bytes at most.
const RUN_BYTES_MAX: u64 = 1 << 20;

/// How files begin.
const ZIP: &[u8] = b"PK";
const COMPOUND_FILE: &[u8] = &[0xD0, 0xCF, 0x11, 0xE0];
/// Entries of `.ods` and of `.xlsb`.
const OTHER_FAMILIES: [&str; 2] = ["mimetype", "xl/workbook.bin"];
/// How much is inflated at a time.
const BUFFER_BYTES: usize = 64 * 1024;
/// Where sheets lie.
const SHEETS: &str = "xl/worksheets/";
/// How entries end that are looked through as XML. A picture may end otherwise and declare a document
/// type, as drawings do.
const XML: [&str; 3] = [".xml", ".rels", ".vml"];
/// The attribute that says how many texts follow, and the most digits that it may have: the library makes
/// room for as many at once, and a program without memory ends.
const COUNT: &[u8] = b"uniqueCount";
const COUNT_DIGITS_MAX: usize = 7;
/// How an element begins that tells of sheets or holds their cells, after `<` or a prefix.
const SHEET_ELEMENT: &[u8] = b"sheet";

/// What was seen.
#[derive(Debug)]
pub(super) struct Package {
    /// Whether a cell may be computed.
    pub(super) has_formulas: bool,
}

/// Looks a package through.
///
/// # Errors
///
/// The source cannot be read.
pub(super) fn inspect(source: &mut (impl Read + Seek)) -> io::Result<Result<Package, Box<Fault>>> {
    let mut beginning = Vec::new();
    source.take(COMPOUND_FILE.len() as u64).read_to_end(&mut beginning)?;
    source.seek(SeekFrom::Start(0))?;
    let refused = |problem: Problem| Ok(Err(Box::new(problem.of_file(""))));
    if beginning.is_empty() {
        return refused(Problem::Empty);
    }
    if beginning == COMPOUND_FILE {
        return refused(Problem::OldWorkbook);
    }
    if !beginning.starts_with(ZIP) {
        return refused(Problem::Workbook);
    }
    match entries(source) {
        Ok(package) => Ok(Ok(package)),
        Err(Refused::Fault(fault)) => Ok(Err(fault)),
        Err(Refused::Zip(ZipError::UnsupportedArchive(ZipError::PASSWORD_REQUIRED))) => {
            refused(Problem::OldWorkbook)
        }
        Err(Refused::Zip(_)) => refused(Problem::Workbook),
    }
}

enum Refused {
    Zip(ZipError),
    Fault(Box<Fault>),
}

impl From<Fault> for Refused {
    fn from(fault: Fault) -> Self {
        Self::Fault(Box::new(fault))
    }
}

fn entries(source: &mut (impl Read + Seek)) -> Result<Package, Refused> {
    let mut archive = ZipArchive::new(source).map_err(Refused::Zip)?;
    if ENTRIES_MAX < archive.len() {
        return Err(beyond("entries", ENTRIES_MAX as u64).into());
    }
    let mut scan = Scan::default();
    let mut left = BYTES_MAX;
    for index in 0..archive.len() {
        let entry = archive.by_index(index).map_err(Refused::Zip)?;
        left -= scan.entry(entry, left)?;
    }
    Ok(Package { has_formulas: scan.has_formulas })
}

/// What is looked for in the bytes of entries.
#[derive(Default)]
struct Scan {
    has_formulas: bool,
    /// The two bytes before.
    before: [u8; 2],
    /// How many bytes ago the last tag began.
    since_tag: u64,
    /// How much of [`COUNT`] and its digits was just seen.
    counted: usize,
    /// How much of [`SHEET_ELEMENT`] was just seen, with what stands before it.
    seen: usize,
}

impl Scan {
    /// Inflates an entry; the number of its bytes comes back.
    fn entry<R: Read>(&mut self, mut entry: ZipFile<'_, R>, left: u64) -> Result<u64, Refused> {
        let name = entry.name().map_err(Refused::Zip)?.into_owned();
        if OTHER_FAMILIES.contains(&&*name) {
            return Err(Problem::OtherWorkbook.of_file(name).into());
        }
        let is_xml = XML.iter().any(|it| name.to_ascii_lowercase().ends_with(it));
        let limit = if name.starts_with(SHEETS) { left } else { left.min(PART_BYTES_MAX) };
        let packed = entry.compressed_size();
        *self = Self { has_formulas: self.has_formulas, ..Self::default() };
        let mut buffer = vec![0; BUFFER_BYTES];
        let mut size_bytes = 0;
        loop {
            let count = entry.read(&mut buffer).map_err(|error| Refused::Zip(error.into()))?;
            if count == 0 {
                return Ok(size_bytes);
            }
            size_bytes += count as u64;
            if limit < size_bytes {
                return Err(beyond("inflated", limit).into());
            }
            if RATIO_FROM_BYTES < size_bytes && packed.saturating_mul(RATIO_MAX) < size_bytes {
                return Err(beyond("ratio", RATIO_MAX).into());
            }
            if is_xml {
                self.xml(&buffer[..count])?;
            } else if self.is_sheet(&buffer[..count]) {
                // A sheet may be named as one likes, and would be read without having been looked through.
                return Err(Problem::Workbook.of_file(name).into());
            }
        }
    }

    /// A document type begins with `<!` and a letter; in UTF-16 it would be hidden behind zeros.
    fn xml(&mut self, bytes: &[u8]) -> Result<(), Refused> {
        for &byte in bytes {
            self.since_tag = if byte == b'<' { 0 } else { self.since_tag + 1 };
            match (self.before, byte) {
                ([b'<', b'!'], b'-' | b'[') => {}
                ([b'<', b'!'], _) | (_, 0) => {
                    return Err(Problem::Declaration.of_file("").into());
                }
                ([b'<', b'f'], b'>' | b' ' | b'/') => self.has_formulas = true,
                _ => {}
            }
            self.before = [self.before[1], byte];
            self.counted = counted(self.counted, byte);
            if COUNT.len() + COUNT_DIGITS_MAX < self.counted {
                return Err(Problem::Workbook.of_file("uniqueCount").into());
            }
        }
        if RUN_BYTES_MAX < self.since_tag {
            return Err(beyond("run", RUN_BYTES_MAX).into());
        }
        Ok(())
    }

    /// Whether bytes that do not claim to be XML are that of a sheet, or of the list of sheets.
    fn is_sheet(&mut self, bytes: &[u8]) -> bool {
        for &byte in bytes {
            self.seen = match byte {
                b'<' | b':' => 1,
                _ if self.seen != 0 && SHEET_ELEMENT[self.seen - 1] == byte => self.seen + 1,
                _ => 0,
            };
            if SHEET_ELEMENT.len() < self.seen {
                return true;
            }
        }
        false
    }
}

/// How much of a count is seen with one more byte.
fn counted(before: usize, byte: u8) -> usize {
    match byte {
        _ if COUNT.get(before) == Some(&byte) => before + 1,
        b'0'..=b'9' if COUNT.len() <= before => before + 1,
        b'=' | b'"' | b'\'' | b'+' if COUNT.len() == before => before,
        _ if byte.is_ascii_whitespace() && COUNT.len() == before => before,
        b'u' => 1,
        _ => 0,
    }
}
