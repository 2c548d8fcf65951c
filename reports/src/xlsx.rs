//! `report.xlsx`: the tables of an evaluation, for reading and for further work in a spreadsheet.
//!
//! Submitted text is a string cell, unchanged, and never a formula. The same input gives the same
//! bytes.

mod beside;
mod cover;
mod indicators;
mod notes;
pub(crate) mod sheet;
mod summary;
mod waivers;

use jiff::tz::TimeZone;
use metrics::evaluation::scorecard::Evaluation;
use rust_xlsxwriter::{DocProperties, ExcelDateTime, Workbook};

use config::locale::Words;
use sheet::Formats;

use crate::wording;

pub use rust_xlsxwriter::XlsxError;

/// An evaluation and what is printed beside it.
#[derive(Clone, Copy)]
pub struct Report<'a> {
    /// The evaluation.
    pub evaluation: &'a Evaluation,
    /// Who issues it, in words.
    pub issuer: &'a str,
    /// Head of the audit chain: printing it anchors the chain outside the house.
    pub audit_head: &'a str,
    /// Whether one account had its hand in the review and in the approval, as it may in a demonstration.
    pub by_one_hand: bool,
    /// Whose clock instants are shown on.
    pub zone: &'a TimeZone,
    /// The language.
    pub words: &'a Words,
}

/// Writes the workbook.
///
/// # Errors
///
/// An error if something exceeds what the format holds, such as 32 767 characters in a cell.
pub fn report(report: &Report<'_>) -> Result<Vec<u8>, XlsxError> {
    let mut workbook = Workbook::new();
    // Without a creation time of our own the file would carry the clock's.
    let created = ExcelDateTime::from_timestamp(report.evaluation.as_of.as_second())?;
    let title = wording::name(report.words, &report.evaluation.name);
    workbook.set_properties(
        &DocProperties::new()
            .set_title(title)
            .set_author(report.issuer)
            .set_creation_datetime(&created),
    );
    let formats = Formats::new();
    cover::write(workbook.add_worksheet(), report, &formats)?;
    summary::write(workbook.add_worksheet(), report, &formats)?;
    indicators::write(workbook.add_worksheet(), report, &formats)?;
    beside::write(workbook.add_worksheet(), report, &formats)?;
    notes::write(workbook.add_worksheet(), report, &formats)?;
    waivers::write(&mut workbook, report, &formats)?;
    workbook.save_to_buffer()
}

#[cfg(test)]
mod tests;
