//! A file given back with its findings: each a note at its cell, in the colour of what it weighs, and
//! all of them in a list.

use std::collections::{BTreeMap, BTreeSet};

use metrics::finding::Severity;
use metrics::form::{Column, OUR_SHEETS};
use rust_xlsxwriter::{Worksheet, XlsxError};

use super::copy::{Header, Place, SheetCopy};
use super::findings::{self, Mark, Verdict, safe};
use super::{Form, clothes, heads, template, workbook};

/// Characters that a sheet's name must not have, and how long it may be.
const FORBIDDEN: [char; 7] = ['[', ']', ':', '*', '?', '/', '\\'];
const NAME_MAX: usize = 31;
/// The most characters of a note.
const NOTE_MAX: usize = 8_000;
/// The last row and column of a sheet, from 0.
const LAST_ROW: u32 = 1_048_575;

/// A file as it was handed in.
#[derive(Debug)]
pub struct HandedIn<'a> {
    /// The file's name.
    pub file: &'a str,
    /// Its sheets.
    pub sheets: &'a [SheetCopy],
    /// Which of them the findings are about; none where nothing could be read.
    pub table: Option<usize>,
}

/// Gives the file back with its findings.
///
/// # Errors
///
/// An error if something exceeds what the format holds.
pub fn marked(
    form: &Form,
    handed_in: &HandedIn<'_>,
    marks: Vec<Mark>,
    verdict: &Verdict,
) -> Result<Vec<u8>, XlsxError> {
    let mut workbook = workbook(form)?;
    let table = handed_in.table.and_then(|index| handed_in.sheets.get(index));
    let header = table.map(SheetCopy::header);
    let placed = marks.into_iter().map(|mark| {
        let place = header.as_ref().map_or((0, 0), |header| place(form, header, &mark));
        (mark, place)
    });
    let placed: Vec<(Mark, Place)> = placed.collect();
    let mut taken = BTreeSet::from(OUR_SHEETS.map(str::to_lowercase));
    let mut table_name = None;
    for (index, copy) in handed_in.sheets.iter().enumerate() {
        let sheet = workbook.add_worksheet();
        let name = sheet_name(&copy.name, &mut taken);
        sheet.set_name(&name)?.set_hidden(copy.is_hidden);
        if handed_in.table == Some(index) {
            write_table(sheet, (form, copy), &placed)?;
            sheet.set_active(true);
            table_name = Some(name);
        } else {
            copy.write(sheet, &BTreeMap::new(), &BTreeMap::new())?;
        }
    }
    let about = (form, handed_in.file, verdict);
    findings::write(workbook.add_worksheet(), about, &placed, table_name.as_deref())?;
    template::lists(&mut workbook, form)?;
    workbook.save_to_buffer()
}

/// The cell that a finding is about: without a row the header, without a column the row's first cell.
fn place(form: &Form, header: &Header<'_>, mark: &Mark) -> Place {
    let row = mark.row.and_then(row_at).unwrap_or(header.row);
    let column = mark.column.as_deref().and_then(|name| {
        let known = form.columns().iter().find(|it| it.name == name);
        let is_meant = |head: &str| known.map_or(head == name, |it| it.is_named(head));
        header.heads.iter().find(|(_, head)| is_meant(head))
    });
    let column = column.or(header.heads.first()).map(|(column, _)| *column);
    (row, column.unwrap_or_default())
}

/// The place of a row that a person counts.
fn row_at(row: u64) -> Option<u32> {
    Some(u32::try_from(row).ok()?.checked_sub(1)?.min(LAST_ROW))
}

/// The sheet that was checked, in the clothes of the form.
fn write_table(
    sheet: &mut Worksheet,
    (form, table): (&Form, &SheetCopy),
    placed: &[(Mark, Place)],
) -> Result<(), XlsxError> {
    let Notes { texts, colours } = gathered(form, placed);
    let mut empty: BTreeSet<Place> = colours.keys().copied().collect();
    for cell in &table.cells {
        empty.remove(&(cell.row, cell.column));
    }
    for place in empty {
        let format = clothes::plain().set_background_color(clothes::colour(colours[&place]));
        sheet.write_blank(place.0, place.1, &format)?;
    }
    let header = table.header();
    let mut formats = BTreeMap::new();
    for (column, head) in &header.heads {
        let Some(known) = form.columns().iter().find(|it| it.is_named(head)) else { continue };
        let format = clothes::cell(known.cell);
        sheet.set_column_format(*column, &format)?;
        template::validate(sheet, (header.row + 1, *column), (form, known))?;
        formats.insert(*column, format);
    }
    table.write(sheet, &colours, &formats)?;
    for (column, head) in header.heads {
        let known = form.columns().iter().find(|it| it.is_named(head));
        sheet.set_column_width(column, known.map_or(16, |it| heads::width(form, it)))?;
        let format = match known {
            Some(Column { required: true, .. }) => clothes::required_head(),
            Some(Column { required: false, .. }) | None => clothes::optional_head(),
        };
        if !colours.contains_key(&(header.row, column)) {
            sheet.set_cell_format(header.row, column, &format)?;
        }
    }
    sheet.set_freeze_panes(header.row + 1, 0)?;
    clothes::page(sheet);
    for (place, text) in &texts {
        sheet.insert_note(place.0, place.1, &heads::note(text.trim_end()))?;
    }
    Ok(())
}

/// What each marked cell says, and what it weighs.
#[derive(Default)]
struct Notes {
    texts: BTreeMap<Place, String>,
    colours: BTreeMap<Place, Severity>,
}

fn gathered(form: &Form, placed: &[(Mark, Place)]) -> Notes {
    let mut notes = Notes::default();
    for (mark, place) in placed {
        let alike = mark.alike_rows.iter().filter_map(|row| Some((row_at(*row)?, place.1)));
        for place in alike.chain([*place]).collect::<BTreeSet<Place>>() {
            let text = notes.texts.entry(place).or_default();
            if text.len() < NOTE_MAX {
                text.push_str(&note_text(form, mark));
            }
            let colour = notes.colours.entry(place).or_insert(mark.severity);
            *colour = mark.severity.max(*colour);
        }
    }
    notes
}

/// What a note says of one finding.
fn note_text(form: &Form, mark: &Mark) -> String {
    let severity = form.label(&format!("severity-{}", mark.severity.as_str()));
    let mut lines =
        vec![format!("{} · {severity}", mark.rule), safe(&mark.message.zh), safe(&mark.message.en)];
    for (id, text) in
        [("form-finding-expected", &mark.expected), ("form-finding-basis", &mark.basis)]
    {
        if !text.is_empty() {
            lines.push(format!("{}: {}", form.label(id), safe(text)));
        }
    }
    lines.join("\n") + "\n\n"
}

/// The name as the format allows it, and not twice.
fn sheet_name(name: &str, taken: &mut BTreeSet<String>) -> String {
    let allowed = |it: char| if it.is_control() || FORBIDDEN.contains(&it) { '_' } else { it };
    let name: String = name.trim_matches('\'').chars().map(allowed).collect();
    let cut = |length: usize| {
        let mut left = length;
        let fits = |it: &char| {
            let width = it.len_utf16();
            let has_room = width <= left;
            left = left.saturating_sub(width);
            has_room
        };
        let cut: String = name.chars().take_while(fits).collect();
        cut.trim_end_matches('\'').to_owned()
    };
    let mut found = if name.is_empty() { "_".to_owned() } else { cut(NAME_MAX) };
    for number in 2.. {
        if taken.insert(found.to_lowercase()) {
            break;
        }
        found = format!("{} {number}", cut(NAME_MAX - 5));
    }
    found
}
