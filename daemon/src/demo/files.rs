//! Rows of a form as the bytes of a file, in each way of writing that operators use.

use std::collections::BTreeMap;

use metrics::form::{Column, columns};
use metrics::kind::Kind;

/// A row of a form by column name; what is not named is empty.
pub(super) type Row = BTreeMap<&'static str, String>;

/// A way of writing a file.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Style {
    /// CSV with the headers of the form in Chinese.
    ChineseCsv,
    /// CSV with the headers of the form in English.
    EnglishCsv,
    /// An array of objects.
    Json,
    /// One object a line.
    JsonLines,
}

impl Style {
    /// The ending of the file's name.
    pub(super) const fn ending(self) -> &'static str {
        match self {
            Self::ChineseCsv | Self::EnglishCsv => "csv",
            Self::Json => "json",
            Self::JsonLines => "jsonl",
        }
    }

    /// The file.
    pub(super) fn write(self, kind: Kind, rows: &[Row]) -> Vec<u8> {
        let json = |row: &Row| serde_json::to_string(row).expect("a map of texts is JSON");
        let objects: Vec<String> = match self {
            Self::ChineseCsv => return csv(kind, rows, |column| column.name_zh),
            Self::EnglishCsv => return csv(kind, rows, |column| column.name),
            Self::Json | Self::JsonLines => rows.iter().map(json).collect(),
        };
        match self {
            Self::Json => format!("[\n{}\n]\n", objects.join(",\n")).into_bytes(),
            Self::JsonLines | Self::ChineseCsv | Self::EnglishCsv => {
                format!("{}\n", objects.join("\n")).into_bytes()
            }
        }
    }
}

/// The columns of the form that are required or used, then what the form does not know.
fn csv(kind: Kind, rows: &[Row], header: impl Fn(&Column) -> &'static str) -> Vec<u8> {
    let form = columns(kind);
    let used = |name: &str| rows.iter().any(|row| row.contains_key(name));
    let known = form.iter().filter(|it| it.required || used(it.name));
    let mut named: Vec<(&str, &str)> = known.map(|it| (it.name, header(it))).collect();
    for name in rows.iter().flat_map(Row::keys) {
        if named.iter().all(|(known, _)| known != name) {
            named.push((name, name));
        }
    }
    let mut writer = csv::Writer::from_writer(Vec::new());
    let headers = named.iter().map(|(_, header)| *header);
    writer.write_record(headers).expect("memory takes every byte");
    for row in rows {
        let cells = named.iter().map(|(name, _)| row.get(name).map_or("", String::as_str));
        writer.write_record(cells).expect("every record is as long as the header");
    }
    writer.into_inner().expect("memory takes every byte")
}
