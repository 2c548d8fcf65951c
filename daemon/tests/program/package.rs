//! The package of a workbook, taken apart and put together by hand: an eye of its own on what the
//! program writes.

use std::fs::File;
use std::io::{Cursor, Read as _, Write as _};
use std::path::Path;

use zip::write::{SimpleFileOptions, ZipWriter};
use zip::{CompressionMethod, ZipArchive};

/// The parts by name, in order.
pub(crate) type Parts = Vec<(String, Vec<u8>)>;

pub(crate) fn open(path: &Path) -> Parts {
    let mut archive = ZipArchive::new(File::open(path).unwrap()).unwrap();
    let mut parts = Vec::new();
    for index in 0..archive.len() {
        let mut entry = archive.by_index(index).unwrap();
        let mut bytes = Vec::new();
        entry.read_to_end(&mut bytes).unwrap();
        parts.push((entry.name().unwrap().into_owned(), bytes));
    }
    parts
}

pub(crate) fn save(path: &Path, parts: &[(String, Vec<u8>)]) {
    let mut writer = ZipWriter::new(Cursor::new(Vec::new()));
    let options = SimpleFileOptions::default().compression_method(CompressionMethod::Deflated);
    for (name, bytes) in parts {
        writer.start_file(name.as_str(), options).unwrap();
        writer.write_all(bytes).unwrap();
    }
    std::fs::write(path, writer.finish().unwrap().into_inner()).unwrap();
}

/// A part as text.
pub(crate) fn text(parts: &Parts, name: &str) -> String {
    let (_, bytes) = parts.iter().find(|(it, _)| it == name).unwrap();
    String::from_utf8(bytes.clone()).unwrap()
}

/// What stands between two marks, every time.
pub(crate) fn between<'t>(text: &'t str, start: &'t str, end: &'t str) -> Vec<&'t str> {
    text.split(start).skip(1).filter_map(|it| it.split_once(end)).map(|(it, _)| it).collect()
}
