//! What the sheets share: cell formats, page set-up, rows as high as their text, figures as numbers.

use metrics::clean::clean_inline;
use rust_xlsxwriter::{Color, Format, FormatAlign, FormatBorder, Worksheet, XlsxError};
use unicode_width::UnicodeWidthStr;

/// The face that Chinese and Latin letters are set in; a spreadsheet without it takes its own.
const FONT: &str = "微软雅黑";
const HEADER_BACKGROUND: Color = Color::RGB(0x00DB_E7F5);
const RULE: Color = Color::RGB(0x00BF_C7D1);
/// A4 as the format numbers it.
pub(crate) const PAPER_A4: u8 = 9;
/// The height of a line of text, and what a row has besides, in points.
const LINE_HEIGHT: u32 = 15;
const ROW_MARGIN: u32 = 5;
/// The part of a column that indents and borders take, in characters.
const COLUMN_MARGIN: u16 = 3;

/// Cell formats by meaning.
pub(crate) struct Formats {
    /// Text without a frame.
    pub plain: Format,
    /// The title of the cover.
    pub title: Format,
    /// The left column of a list.
    pub label: Format,
    /// Wrapped text, at the top of its cell.
    pub text: Format,
    /// The heads of columns.
    pub header: Format,
    /// A short word or a rank, centred.
    pub centred: Format,
    /// A count.
    pub count: Format,
    /// A score for reading, two decimals.
    pub score: Format,
    /// A ratio in percent to the last digit it has, so that 99.9999 % never looks like 100 %.
    pub ratio: Format,
    /// A weight in percent.
    pub weight: Format,
}

impl Formats {
    /// The formats of every sheet.
    pub(crate) fn new() -> Self {
        let plain = Format::new().set_font_name(FONT).set_font_size(10);
        let cell = (plain.clone())
            .set_border(FormatBorder::Thin)
            .set_border_color(RULE)
            .set_align(FormatAlign::VerticalCenter);
        let figure = |code: &str| cell.clone().set_num_format(code);
        let header = (cell.clone())
            .set_bold()
            .set_background_color(HEADER_BACKGROUND)
            .set_align(FormatAlign::Center)
            .set_text_wrap();
        Self {
            plain: plain.clone().set_align(FormatAlign::VerticalCenter),
            title: plain.set_bold().set_font_size(20).set_align(FormatAlign::VerticalCenter),
            label: cell
                .clone()
                .set_bold()
                .set_background_color(HEADER_BACKGROUND)
                .set_indent(1)
                .set_text_wrap(),
            text: cell.clone().set_indent(1).set_text_wrap(),
            header,
            centred: cell.clone().set_align(FormatAlign::Center),
            count: figure("#,##0"),
            score: figure("0.00"),
            ratio: figure("0.0000%"),
            weight: figure("0.00%"),
        }
    }

    /// An amount of money with the digits of its currency.
    pub(crate) fn amount(&self, digits: u8) -> Format {
        let point = if digits == 0 { "" } else { "." };
        self.count.clone().set_num_format(format!("#,##0{point}{}", "0".repeat(digits.into())))
    }

    /// A score with as many decimals as its text has: what is printed is what was graded.
    fn final_score(&self, score: &str) -> Format {
        let decimals = score.split_once('.').map_or(0, |(_, decimals)| decimals.len());
        let point = if decimals == 0 { "" } else { "." };
        self.score.clone().set_bold().set_num_format(format!("0{point}{}", "0".repeat(decimals)))
    }
}

/// One cell by meaning. Figures are decimal text; a spreadsheet holds them as numbers.
pub(crate) enum Cell {
    /// What a row of a list is about.
    Label(String),
    /// What a column is about.
    Head(String),
    /// Text as it is, never a formula.
    Text(String),
    /// A short word of ours.
    Word(String),
    /// A rank.
    Rank(String),
    /// A count.
    Count(String),
    /// A ratio, 1 being 100 %.
    Ratio(String),
    /// A score with all its digits, shown with two decimals.
    Score(String),
    /// The score that was graded.
    FinalScore(String),
    /// A weight, 1 being 100 %.
    Weight(String),
}

impl Cell {
    /// The width of what may be wrapped; a figure never is.
    fn wrapped_width(&self) -> usize {
        match self {
            Self::Label(text) | Self::Text(text) | Self::Head(text) | Self::Word(text) => {
                text.width()
            }
            Self::Rank(_)
            | Self::Count(_)
            | Self::Ratio(_)
            | Self::Score(_)
            | Self::FinalScore(_)
            | Self::Weight(_) => 0,
        }
    }

    fn write(
        &self,
        worksheet: &mut Worksheet,
        (row, column): (u32, u16),
        formats: &Formats,
    ) -> Result<(), XlsxError> {
        let format = match self {
            Self::Label(_) => &formats.label,
            Self::Text(_) => &formats.text,
            Self::Head(_) => &formats.header,
            Self::Word(_) | Self::Rank(_) => &formats.centred,
            Self::Count(_) => &formats.count,
            Self::Ratio(_) => &formats.ratio,
            Self::Score(_) => &formats.score,
            Self::FinalScore(score) => &formats.final_score(score),
            Self::Weight(_) => &formats.weight,
        };
        match self {
            Self::Label(text) | Self::Text(text) | Self::Head(text) | Self::Word(text) => {
                worksheet.write_string_with_format(row, column, clean_inline(text), format)?;
            }
            Self::Rank(decimal)
            | Self::Count(decimal)
            | Self::Ratio(decimal)
            | Self::Score(decimal)
            | Self::FinalScore(decimal)
            | Self::Weight(decimal) => {
                worksheet.write_number_with_format(row, column, number(decimal), format)?;
            }
        }
        Ok(())
    }
}

/// A decimal text as the number that a spreadsheet holds.
fn number(decimal: &str) -> f64 {
    decimal.parse().expect("figures are written as decimal text by our own code")
}

/// How many lines a row takes whose texts are so wide, in characters, in columns of a width.
pub(crate) fn lines(texts: impl Iterator<Item = (usize, u16)>) -> u32 {
    let of = |(text, column): (usize, u16)| {
        let room = column.saturating_sub(COLUMN_MARGIN).max(1);
        text.div_ceil(usize::from(room))
    };
    let lines = texts.map(of).max().unwrap_or(1).max(1);
    // The format allows no row higher than 409 points.
    u32::try_from(lines).unwrap_or(u32::MAX).min(26)
}

/// The height of a row of so many lines, in points.
pub(crate) fn height(lines: u32) -> u32 {
    lines * LINE_HEIGHT + ROW_MARGIN
}

/// A sheet being written.
pub(crate) struct Sheet<'a> {
    worksheet: &'a mut Worksheet,
    formats: &'a Formats,
    /// Width of each column in characters; a Chinese one counts two.
    widths: Vec<u16>,
}

impl<'a> Sheet<'a> {
    /// Names the sheet and sets its page: A4 across, as wide as its columns.
    pub(crate) fn new(
        worksheet: &'a mut Worksheet,
        formats: &'a Formats,
        name: &str,
        widths: Vec<u16>,
    ) -> Result<Self, XlsxError> {
        worksheet.set_name(name)?;
        for (column, width) in (0..).zip(&widths) {
            worksheet.set_column_width(column, *width)?;
        }
        worksheet.set_paper_size(PAPER_A4).set_landscape().set_print_fit_to_pages(1, 0);
        worksheet.set_footer("&C&P / &N");
        Ok(Self { worksheet, formats, widths })
    }

    /// Writes a title into the first row.
    pub(crate) fn title(&mut self, title: &str) -> Result<(), XlsxError> {
        self.worksheet.set_row_height(0, 48)?;
        self.worksheet.write_string_with_format(0, 0, clean_inline(title), &self.formats.title)?;
        Ok(())
    }

    /// Writes the heads of columns into the first row. They stay in sight, with as many columns as
    /// given.
    pub(crate) fn heads(
        &mut self,
        heads: impl IntoIterator<Item = String>,
        frozen_columns: u16,
    ) -> Result<(), XlsxError> {
        let heads: Vec<Cell> = heads.into_iter().map(Cell::Head).collect();
        self.row(0, &heads)?;
        self.worksheet.set_freeze_panes(1, frozen_columns)?;
        self.worksheet.set_repeat_rows(0, 0)?;
        Ok(())
    }

    /// Writes cells side by side, in a row high enough for the longest: a spreadsheet does not
    /// measure wrapped text when it opens a file.
    pub(crate) fn row(&mut self, row: u32, cells: &[Cell]) -> Result<(), XlsxError> {
        for (column, cell) in (0..).zip(cells) {
            cell.write(self.worksheet, (row, column), self.formats)?;
        }
        let widths = cells.iter().map(Cell::wrapped_width).zip(self.widths.iter().copied());
        self.worksheet.set_row_height(row, height(lines(widths)))?;
        Ok(())
    }

    /// Writes pairs of label and text, one a row, from a row on.
    pub(crate) fn pairs(
        &mut self,
        first_row: u32,
        pairs: impl IntoIterator<Item = (String, String)>,
    ) -> Result<(), XlsxError> {
        for (row, (label, text)) in (first_row..).zip(pairs) {
            self.row(row, &[Cell::Label(label), Cell::Text(text)])?;
        }
        Ok(())
    }

    /// Lets the reader filter by column, from the heads to the last row.
    pub(crate) fn filter(&mut self, last_row: u32, last_column: u16) -> Result<(), XlsxError> {
        self.worksheet.autofilter(0, 0, last_row, last_column)?;
        Ok(())
    }
}
