//! What the sheets of a form look like.

use metrics::finding::Severity;
use metrics::form::CellKind;
use rust_xlsxwriter::{Color, Format, FormatAlign, FormatBorder, FormatUnderline, Worksheet};

/// The face that Chinese and Latin letters are set in; a spreadsheet without it takes its own.
pub(super) const FONT: &str = "微软雅黑";
const REQUIRED: Color = Color::RGB(0x001F_4E79);
const OPTIONAL: Color = Color::RGB(0x00DB_E7F5);
const RULE: Color = Color::RGB(0x00BF_C7D1);

/// A4 as the format numbers it.
const PAPER_A4: u8 = 9;
/// The height of a line of text, and what a row has besides, in points.
const LINE_HEIGHT: usize = 15;
const ROW_MARGIN: usize = 5;
/// The format allows no row higher than 409 points.
const LINES_MAX: usize = 26;

pub(super) fn plain() -> Format {
    Format::new().set_font_name(FONT).set_font_size(10)
}

fn ruled() -> Format {
    plain().set_border(FormatBorder::Thin).set_border_color(RULE)
}

pub(super) fn title() -> Format {
    plain().set_bold().set_font_size(16).set_align(FormatAlign::VerticalCenter)
}

/// A sentence over several cells.
pub(super) fn sentence() -> Format {
    plain().set_text_wrap().set_align(FormatAlign::VerticalCenter)
}

/// The head of a column that has to be in the file.
pub(super) fn required_head() -> Format {
    optional_head().set_background_color(REQUIRED).set_font_color(Color::White)
}

/// The head of another column.
pub(super) fn optional_head() -> Format {
    ruled()
        .set_bold()
        .set_text_wrap()
        .set_background_color(OPTIONAL)
        .set_align(FormatAlign::Center)
        .set_align(FormatAlign::VerticalCenter)
}

/// A cell of a list of ours.
pub(super) fn text() -> Format {
    ruled().set_text_wrap().set_align(FormatAlign::Top)
}

/// A cell that leads to another.
pub(super) fn link() -> Format {
    text().set_font_color(Color::RGB(0x0005_63C1)).set_underline(FormatUnderline::Single)
}

/// A cell of a form by what it holds. Text stays as typed: a spreadsheet must not eat leading zeros, or
/// make a day of a month.
pub(super) fn cell(kind: CellKind) -> Format {
    let code = match kind {
        CellKind::Text | CellKind::Words(_) | CellKind::Currency | CellKind::Month => "@",
        CellKind::Date => "yyyy-mm-dd",
        CellKind::Instant => "yyyy-mm-dd hh:mm",
        CellKind::Amount | CellKind::AmountFromZero => "#,##0.00######",
        CellKind::Count => "0",
    };
    plain().set_num_format(code)
}

/// The colour of what weighs so much.
pub(super) const fn colour(severity: Severity) -> Color {
    match severity {
        Severity::Fatal => Color::RGB(0x00F4_8FB1),
        Severity::Error => Color::RGB(0x00FF_CDD2),
        Severity::Warning => Color::RGB(0x00FF_E9A8),
        Severity::Clue => Color::RGB(0x00D6_EAF8),
    }
}

/// A page of paper: A4 across, as wide as the sheet.
pub(super) fn page(sheet: &mut Worksheet) {
    sheet.set_paper_size(PAPER_A4).set_landscape().set_print_fit_to_pages(1, 0);
}

/// The height of a row whose cells need so many lines.
pub(super) fn height(lines: usize) -> u32 {
    let points = lines.clamp(1, LINES_MAX) * LINE_HEIGHT + ROW_MARGIN;
    u32::try_from(points).unwrap_or(u32::MAX)
}
