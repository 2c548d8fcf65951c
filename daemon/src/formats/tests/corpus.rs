//! Real and hostile files that others made, with the answers they give.

use std::fs;
use std::path::PathBuf;

use config::locale::Language;
use reports::form::{Form, HandedIn, Verdict, marked};

use super::*;

pub(super) fn corpus(path: &str) -> PathBuf {
    PathBuf::from(std::env::var("MINGJING_CORPUS").unwrap()).join(path)
}

fn files(folder: &str) -> Vec<PathBuf> {
    let entries = fs::read_dir(corpus(folder)).unwrap();
    let mut paths: Vec<PathBuf> = entries.map(|entry| entry.unwrap().path()).collect();
    paths.sort();
    paths
}

#[test]
#[ignore = "needs the corpus"]
fn tables_equal_the_records_beside_them() {
    for path in files("hostile/csv-spectrum").iter().filter(|it| it.extension().unwrap() == "csv") {
        let records: Result<serde_json::Value, _> =
            serde_json::from_slice(&fs::read(path.with_extension("json")).unwrap());
        // One pair contradicts itself: other telephone numbers, and no list.
        let Ok(serde_json::Value::Array(records)) = records else { continue };
        let names: Vec<String> = records[0].as_object().unwrap().keys().cloned().collect();
        let (written, faults) = read_as(&fs::read(path).unwrap(), Text::Csv, named(&names));
        assert!(faults.is_empty(), "{} {faults:?}", path.display());
        assert_eq!(written.rows.len(), records.len(), "{}", path.display());
        for ((_, cells), record) in written.rows.iter().zip(&records) {
            let expected: Vec<&str> =
                names.iter().map(|name| record[name].as_str().unwrap()).collect();
            assert_eq!(*cells, expected, "{}", path.display());
        }
    }
}

/// Formats that hand every object on: whether it is a record is for whoever takes it.
pub(super) fn is_lenient(format: Text) -> bool {
    match format {
        Text::Csv
        | Text::Json
        | Text::JsonLines
        | Text::SafT
        | Text::Gbt24589Xml
        | Text::Gbt24589Json => false,
        Text::Veris | Text::Stix | Text::Ckan | Text::DcatUs => true,
    }
}

#[test]
#[ignore = "needs the corpus"]
fn hostile_files_neither_crash_nor_hang() {
    for folder in ["hostile", "hostile/tabular", "hostile/csv-spectrum", "hostile/xml"] {
        for path in files(folder).iter().filter(|path| path.is_file()) {
            let bytes = fs::read(path).unwrap();
            for format in TEXTS {
                let wanted = Wanted::Form(columns(Kind::Ledger));
                let faults = read_wanted(&mut &*bytes, format, wanted, &mut Written::default());
                assert!(is_lenient(format) || !faults.unwrap().is_empty(), "{}", path.display());
            }
        }
    }
}

/// Every string of the list comes back as it went in, through CSV and JSON.
#[test]
#[ignore = "needs the corpus"]
fn naughty_strings_come_back() {
    let strings = fs::read_to_string(corpus("hostile/blns.json")).unwrap();
    let strings: Vec<String> = serde_json::from_str(&strings).unwrap();
    let strings: Vec<String> =
        strings.into_iter().filter(|it| !it.contains('\0') && !it.is_empty()).collect();
    let name = ["a".to_owned()];
    let mut writer = ::csv::Writer::from_writer(Vec::new());
    writer.write_record(&name).unwrap();
    for text in &strings {
        writer.write_record([&*metrics::form::guard::guard(text)]).unwrap();
    }
    let table = writer.into_inner().unwrap();
    let records: Vec<serde_json::Value> =
        strings.iter().map(|text| serde_json::json!({ "a": text })).collect();
    let document = serde_json::to_vec(&records).unwrap();
    for (bytes, format) in [(table, Text::Csv), (document, Text::Json)] {
        let (written, faults) = read_as(&bytes, format, named(&name));
        assert!(faults.is_empty(), "{faults:?}");
        let read: Vec<&String> = written.rows.iter().map(|(_, cells)| &cells[0]).collect();
        assert_eq!(read, strings.iter().collect::<Vec<_>>());
    }
}

/// Texts of a hostile list that XML 1.0 can hold: a workbook has nothing else.
fn hostile_texts() -> Vec<String> {
    let mut texts: Vec<String> = Vec::new();
    for list in ["hostile/blns.json", "hostile/csv_injection.json"] {
        let list: serde_json::Value =
            serde_json::from_slice(&fs::read(corpus(list)).unwrap()).unwrap();
        let list = list.as_array().unwrap();
        texts.extend(list.iter().filter_map(serde_json::Value::as_str).map(str::to_owned));
    }
    assert!(500 < texts.len());
    texts.retain(|it| !it.is_empty() && !it.contains(['\0', '\u{fffe}', '\u{ffff}']));
    texts
}

/// In through a workbook, out through one given back, in again: the same texts, and no formula.
#[test]
#[ignore = "needs the corpus"]
fn hostile_texts_come_back_through_workbooks() {
    let texts = hostile_texts();
    let mut workbook = rust_xlsxwriter::Workbook::new();
    let sheet = workbook.add_worksheet();
    sheet.write_string(0, 0, "title").unwrap();
    for (row, text) in (1..).zip(&texts) {
        sheet.write_string(row, 0, text).unwrap();
    }
    let bytes = workbook.save_to_buffer().unwrap();
    let reading = Reading { kind: Kind::Incident, format: Format::Xlsx, mapping: None };
    let copied = sheets(&mut &*bytes, reading).unwrap().unwrap();
    let form = Form::new(Kind::Incident, Language::Zh, Vec::new());
    let handed_in = HandedIn { file: "a", sheets: &copied.sheets, table: copied.table };
    let verdict = Verdict { word: "accepted".to_owned(), truncated: 0 };
    let again = marked(&form, &handed_in, Vec::new(), &verdict).unwrap();
    let name = ["title".to_owned()];
    for bytes in [bytes, again] {
        let mut text = Vec::new();
        let sheet = workbook::transcribe(io::Cursor::new(&bytes), Kind::Incident, &mut text);
        assert!(sheet.unwrap().unwrap().notes.is_empty(), "no cell is computed");
        let (written, faults) = read_as(&text, Text::Csv, named(&name));
        assert!(faults.is_empty(), "{faults:?}");
        let read: Vec<&str> = written.rows.iter().map(|(_, cells)| cells[0].as_str()).collect();
        // XML reads a lone carriage return as a line feed, and so does the writer's file.
        let as_xml = |it: &str| it.replace("\r\n", "\n").replace('\r', "\n");
        assert_eq!(read.len(), texts.len());
        for (read, text) in read.iter().zip(&texts) {
            assert_eq!(as_xml(read), as_xml(text));
        }
    }
}

/// Rows as another reader counts them, where both mean the same by a row.
#[test]
#[ignore = "needs the corpus"]
fn tables_have_the_rows_that_another_reader_finds() {
    // Blank rows are passed over here and counted there; of several sheets they take the first; other
    // encodings are guessed there.
    let other = [
        "blank-rows-multiple.csv",
        "without-rows.csv",
        "sheet2.xlsx",
        "sheets.xlsx",
        "table-with-accents.csv",
    ];
    let expected = fs::read_to_string(corpus("hostile/tabular/_expected_frictionless_5.21.csv"));
    let expected = expected.unwrap();
    let mut compared = 0;
    for line in expected.lines().skip(1) {
        let cells: Vec<&str> = line.split(',').collect();
        let (file, rows) = (cells[0], cells[3]);
        let format = Format::of_file_name(file).filter(|_| !other.contains(&file));
        let Some(format) = format else { continue };
        let bytes = fs::read(corpus("hostile/tabular").join(file)).unwrap();
        let reading = Reading { kind: Kind::Ledger, format, mapping: None };
        let mut source = &*bytes;
        let mut content = Content::open(&mut source, reading).unwrap();
        let (text, source) = content.text().unwrap_or_else(|| panic!("{file}"));
        let mut written = Written::default();
        let faults = read_wanted(source, text, named(&[]), &mut written).unwrap();
        assert_eq!((written.rows.len() + written.unreadable.len()).to_string(), rows, "{file}");
        let extra = faults
            .kept()
            .iter()
            .filter(|it| it.arguments.contains(&("problem", "cells".to_owned())));
        let theirs = if cells[6] == "extra-cell" { cells[5] } else { "0" };
        assert_eq!(extra.count().to_string(), theirs, "{file}");
        compared += 1;
    }
    assert!(25 <= compared, "{compared}");
}
