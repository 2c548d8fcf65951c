//! The ZIP that holds a package, written byte by byte: entries stored, one time stamp, no extra
//! fields.
//!
//! It is written here, not by a library, because `verify` compares every byte: the update of a
//! library or of its compression must never make a package of years ago look changed.

/// 1980-01-01 00:00, the first instant a ZIP can write: date in the upper half.
const DOS_TIMESTAMP: u32 = 0x0021_0000;
/// The version of the format that stored entries need (APPNOTE 4.4.3): 1.0.
const VERSION_NEEDED: u16 = 10;
/// Written on Unix (3), so that the mode counts, to version 2.0 (20) of the format.
const VERSION_MADE_BY: u16 = 0x0314;
/// A regular file, readable by all: `-rw-r--r--`.
const EXTERNAL_ATTRIBUTES: u32 = 0o100_644 << 16;

/// A file of the package.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Entry {
    /// Its name: ASCII, without folders.
    pub name: String,
    /// Its bytes.
    pub bytes: Vec<u8>,
}

/// The ZIP of the entries, in their order. `None` when a size does not fit 32 bits, or a number of
/// entries 16.
pub(crate) fn write(entries: &[Entry]) -> Option<Vec<u8>> {
    let mut zip = Vec::new();
    let mut directory = Vec::new();
    for entry in entries {
        let offset = u32::try_from(zip.len()).ok()?;
        let common = common_header(entry)?;
        zip.extend(*b"PK\x03\x04");
        zip.extend(&common);
        zip.extend(entry.name.as_bytes());
        zip.extend(&entry.bytes);

        directory.extend(*b"PK\x01\x02");
        directory.extend(VERSION_MADE_BY.to_le_bytes());
        directory.extend(&common);
        // No comment, first disk, no internal attributes.
        directory.extend([0; 6]);
        directory.extend(EXTERNAL_ATTRIBUTES.to_le_bytes());
        directory.extend(offset.to_le_bytes());
        directory.extend(entry.name.as_bytes());
    }
    let count = u16::try_from(entries.len()).ok()?.to_le_bytes();
    let offset = u32::try_from(zip.len()).ok()?.to_le_bytes();
    let size = u32::try_from(directory.len()).ok()?.to_le_bytes();
    zip.extend(directory);
    zip.extend(*b"PK\x05\x06\0\0\0\0");
    zip.extend([count, count].concat());
    zip.extend([size, offset].concat());
    zip.extend([0; 2]);
    Some(zip)
}

/// What the local header and the central directory have in common (APPNOTE 4.3.7 and 4.3.12).
fn common_header(entry: &Entry) -> Option<Vec<u8>> {
    let size = u32::try_from(entry.bytes.len()).ok()?;
    let mut header = Vec::with_capacity(26);
    header.extend(VERSION_NEEDED.to_le_bytes());
    // No flags; method 0, stored.
    header.extend([0; 4]);
    header.extend(DOS_TIMESTAMP.to_le_bytes());
    header.extend(crc32fast::hash(&entry.bytes).to_le_bytes());
    header.extend(size.to_le_bytes());
    header.extend(size.to_le_bytes());
    header.extend(u16::try_from(entry.name.len()).ok()?.to_le_bytes());
    // No extra field.
    header.extend([0; 2]);
    Some(header)
}

#[cfg(test)]
mod tests {
    use std::io::{Cursor, Read};

    use super::*;

    #[test]
    fn another_program_reads_it() {
        let entries = [("a.txt", "甲"), ("empty", ""), ("b.json", "{}")]
            .map(|(name, text)| Entry { name: name.to_owned(), bytes: text.into() });
        let zip = write(&entries).unwrap();
        let mut archive = zip::ZipArchive::new(Cursor::new(zip)).unwrap();
        archive.validate_header_consistency().unwrap();
        for (index, entry) in entries.iter().enumerate() {
            let mut file = archive.by_index(index).unwrap();
            assert_eq!(file.name().unwrap(), entry.name);
            assert_eq!(file.unix_mode(), Some(0o100_644));
            let mut bytes = Vec::new();
            file.read_to_end(&mut bytes).unwrap();
            assert_eq!(bytes, entry.bytes);
        }
    }
}
