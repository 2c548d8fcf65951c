//! Real and hostile files that others made, with the answers they give.

use std::fs;
use std::path::PathBuf;

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
        let (written, faults) =
            read_as(&fs::read(path).unwrap(), Format::Csv, Wanted::Sources(&names));
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
pub(super) fn is_lenient(format: Format) -> bool {
    match format {
        Format::Csv | Format::Json | Format::JsonLines => false,
        Format::Veris | Format::Ckan | Format::DcatUs | Format::DcatUsFederal => true,
    }
}

#[test]
#[ignore = "needs the corpus"]
fn hostile_files_neither_crash_nor_hang() {
    for folder in ["hostile", "hostile/tabular", "hostile/csv-spectrum", "hostile/xml"] {
        for path in files(folder).iter().filter(|path| path.is_file()) {
            let bytes = fs::read(path).unwrap();
            for format in Format::ALL {
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
    for (bytes, format) in [(table, Format::Csv), (document, Format::Json)] {
        let (written, faults) = read_as(&bytes, format, Wanted::Sources(&name));
        assert!(faults.is_empty(), "{faults:?}");
        let read: Vec<&String> = written.rows.iter().map(|(_, cells)| &cells[0]).collect();
        assert_eq!(read, strings.iter().collect::<Vec<_>>());
    }
}
