//! `check --annotate`: the file given back as a workbook, with each finding at its cell.

use std::io;
use std::path::Path;

use config::settings::Settings;
use reports::form::{Form, HandedIn, Verdict, marked};

use super::check::CheckJson;
use super::{Failure, output};
use crate::collect;
use crate::formats::{Reading, sheets};

/// Refuses what could not be written, before anything is read.
pub(super) fn refuse(out: &Path) -> Result<(), Failure> {
    let path = out.display().to_string();
    if out.extension().is_none_or(|it| !it.eq_ignore_ascii_case("xlsx")) {
        return Err(Failure::usage("cli-annotate-format", &[("path", &path)]));
    }
    if out.exists() {
        return Err(Failure::file(out, io::Error::from(io::ErrorKind::AlreadyExists)));
    }
    Ok(())
}

/// Writes the workbook.
pub(super) fn write(
    (file, out): (&Path, &Path),
    (form, reading): (&Form, Reading<'_>),
    answer: &CheckJson,
    settings: &Settings,
) -> Result<(), Failure> {
    let mut source = collect::open_regular(file, settings.submission_bytes_max)?;
    let name = file.file_name().unwrap_or_default().to_string_lossy();
    let sheets = sheets(&mut source, reading).map_err(Failure::environment)?;
    let sheets = sheets.ok_or_else(|| Failure::usage("cli-annotate-large", &[("path", &name)]))?;
    let handed_in = HandedIn { file: &name, sheets: &sheets.sheets, table: sheets.table };
    let mut marks = answer.marks();
    for mark in &mut marks {
        let rows = mark.row.iter_mut().chain(&mut mark.alike_rows);
        rows.for_each(|row| *row += sheets.rows_above);
    }
    let verdict = Verdict { word: answer.verdict().to_owned(), truncated: answer.truncated() };
    let bytes = marked(form, &handed_in, marks, &verdict).map_err(Failure::environment)?;
    output::new_file(out, &bytes)
}
