//! A statement as a workbook: one sheet, as it is printed and signed.

use metrics::clean::clean_inline;
use rust_xlsxwriter::{
    DocProperties, ExcelDateTime, Format, FormatAlign, Workbook, Worksheet, XlsxError,
};
use unicode_width::UnicodeWidthStr as _;

use super::{Block, Cell, Column, Document, Row};
use crate::xlsx::sheet::{Formats, PAPER_A4, height, lines};

/// The most rows of a block that fit a sheet with its title, notes and heads (1 048 576 in all).
pub const LINES_MAX: usize = 1_000_000;
/// Above so many minor units a spreadsheet's number loses digits: 2^53.
const EXACT_MAX: u128 = 1 << 53;
/// So many characters at least are for the name of the unit.
const UNIT_WIDTH: u16 = 40;
/// Where the rows of the statement itself begin: under title, header and heads.
const FIRST_ROW: u32 = 3;

/// Writes the workbook. Amounts are numbers with the decimals of their currency, or text where a number
/// would lose a digit.
///
/// # Errors
///
/// An error if something exceeds what the format holds, such as 32 767 characters in a cell.
pub fn xlsx(document: &Document) -> Result<Vec<u8>, XlsxError> {
    let mut workbook = Workbook::new();
    // Without a creation time of our own the file would carry the clock's.
    let created = ExcelDateTime::from_timestamp(document.as_of.as_second())?;
    let properties = DocProperties::new().set_title(&document.title);
    workbook.set_properties(&properties.set_creation_datetime(&created));
    let mut page = Page {
        worksheet: workbook.add_worksheet(),
        formats: Formats::new(),
        last_column: 0,
        row: 0,
    };
    page.write(document)?;
    workbook.save_to_buffer()
}

/// The sheet being written.
struct Page<'a> {
    worksheet: &'a mut Worksheet,
    formats: Formats,
    last_column: u16,
    /// The next free row.
    row: u32,
}

impl Page<'_> {
    fn write(&mut self, document: &Document) -> Result<(), XlsxError> {
        let Some((statement, tables)) = document.blocks.split_first() else { return Ok(()) };
        for (column, it) in (0..).zip(&statement.columns) {
            self.worksheet.set_column_width(column, it.width)?;
            self.last_column = column;
        }
        self.worksheet.set_paper_size(PAPER_A4).set_landscape().set_print_fit_to_pages(1, 0);
        self.worksheet.set_margins(0.4, 0.4, 0.5, 0.6, 0.3, 0.3).set_footer("&C&P / &N");
        self.header(document, statement)?;
        self.block(statement)?;
        self.worksheet.set_freeze_panes(FIRST_ROW, 1)?;
        if tables.is_empty() {
            self.worksheet.set_repeat_rows(FIRST_ROW - 1, FIRST_ROW - 1)?;
        }
        for table in tables {
            let title = self.formats.plain.clone().set_bold();
            self.row += 1;
            self.across((0, self.last_column), (&table.title, &title))?;
            self.block(table)?;
        }
        self.row += 1;
        let plain = self.formats.plain.clone();
        for note in &document.notes {
            self.across((0, self.last_column), (note, &plain))?;
        }
        self.row += 1;
        self.across((0, self.last_column), (&document.signers, &plain))
    }

    /// Title, then whose, of what and in which unit.
    fn header(&mut self, document: &Document, statement: &Block) -> Result<(), XlsxError> {
        let title = self.formats.title.clone().set_align(FormatAlign::Center).set_font_size(16);
        self.worksheet.set_row_height(0, 36)?;
        self.across((0, self.last_column), (&document.title, &title))?;
        let mut width = 0;
        let is_narrow = |it: &&Column| {
            let before = width;
            width += it.width;
            before < UNIT_WIDTH
        };
        let middle = statement.columns.iter().take_while(is_narrow).count();
        let middle = u16::try_from(middle).unwrap_or(1);
        let right = self.last_column.max(middle + 1);
        let [unit, period, money] = &document.header;
        let plain = self.formats.plain.clone();
        for ((first, last), text, align) in [
            ((0, middle - 1), unit, FormatAlign::Left),
            ((middle, right - 1), period, FormatAlign::Center),
            ((right, self.last_column), money, FormatAlign::Right),
        ] {
            self.across((first, last), (text, &plain.clone().set_align(align)))?;
            self.row -= 1;
        }
        self.row += 1;
        Ok(())
    }

    /// Text in a row of its own, over several columns.
    fn across(
        &mut self,
        (first, last): (u16, u16),
        (text, format): (&str, &Format),
    ) -> Result<(), XlsxError> {
        let text = &clean_inline(text);
        if first < last {
            self.worksheet.merge_range(self.row, first, self.row, last, text, format)?;
        } else {
            self.worksheet.write_string_with_format(self.row, first, text, format)?;
        }
        self.row += 1;
        Ok(())
    }

    fn block(&mut self, block: &Block) -> Result<(), XlsxError> {
        for (column, it) in (0..).zip(&block.columns) {
            let header = &self.formats.header;
            self.worksheet.write_string_with_format(self.row, column, &it.head, header)?;
        }
        self.heighten(block.columns.iter().map(|it| (it.head.width(), it.width)))?;
        self.row += 1;
        for row in &block.rows {
            self.cells(row, &block.columns)?;
        }
        if block.rows.is_empty() {
            let dash = self.formats.centred.clone();
            let last = u16::try_from(block.columns.len()).unwrap_or(1).saturating_sub(1);
            self.across((0, last), ("—", &dash))?;
        }
        Ok(())
    }

    /// Makes the row high enough for texts of a width in columns of a width: a spreadsheet does not
    /// measure wrapped text when it opens a file.
    fn heighten(&mut self, texts: impl Iterator<Item = (usize, u16)>) -> Result<(), XlsxError> {
        let lines = lines(texts);
        if 1 < lines {
            self.worksheet.set_row_height(self.row, height(lines))?;
        }
        Ok(())
    }

    fn cells(&mut self, row: &Row, columns: &[Column]) -> Result<(), XlsxError> {
        let strong = |format: &Format| match row.depth {
            0 => format.clone().set_bold(),
            _ => format.clone(),
        };
        for ((column, cell), of) in (0..).zip(&row.cells).zip(columns) {
            let at = (self.row, column);
            match cell {
                Cell::Text(text) => {
                    let indent = if column == 0 { row.depth + 1 } else { 1 };
                    let format = strong(&self.formats.text).set_indent(indent);
                    let is_number = of.id == "number";
                    let format = if is_number { self.formats.centred.clone() } else { format };
                    let text = clean_inline(text);
                    self.worksheet.write_string_with_format(at.0, at.1, text, &format)?;
                }
                Cell::Unknown => {
                    self.worksheet.write_string_with_format(
                        at.0,
                        at.1,
                        "—",
                        &self.formats.centred,
                    )?;
                }
                Cell::Amount(minor, digits) => {
                    let format = strong(&self.formats.amount(*digits));
                    self.number((at, &format), (cell, minor.unsigned_abs() <= EXACT_MAX))?;
                }
                Cell::Share(_) => {
                    let format = strong(&self.formats.ratio);
                    self.number((at, &format), (cell, true))?;
                }
            }
        }
        let texts = row.cells.iter().zip(columns).filter_map(|(cell, column)| match cell {
            Cell::Text(text) => Some((text.width(), column.width)),
            Cell::Amount(..) | Cell::Share(_) | Cell::Unknown => None,
        });
        self.heighten(texts)?;
        self.row += 1;
        Ok(())
    }

    fn number(
        &mut self,
        ((row, column), format): ((u32, u16), &Format),
        (cell, is_exact): (&Cell, bool),
    ) -> Result<(), XlsxError> {
        let decimal = cell.decimal().unwrap_or_default();
        match decimal.parse::<f64>() {
            Ok(number) if is_exact => {
                self.worksheet.write_number_with_format(row, column, number, format)?;
            }
            Ok(_) | Err(_) => {
                let format = format.clone().set_align(FormatAlign::Right);
                self.worksheet.write_string_with_format(row, column, decimal, &format)?;
            }
        }
        Ok(())
    }
}
