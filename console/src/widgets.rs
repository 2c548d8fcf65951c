//! Draws pages: ASCII frames, grids of visible rows, labelled values. Takes [`CleanText`] only.

mod chrome;
mod grid;
mod panel;
mod popup;

use ratatui::buffer::Buffer;
use ratatui::layout::{Position, Rect};

use crate::app::Model;
use crate::page::Cell;
use crate::text::{CleanText, is_sendable};
use crate::theme::{Role, Theme};

/// The smallest window that shows anything but its size.
pub const WIDTH_MIN: u16 = 60;
/// The smallest window that shows anything but its size.
pub const HEIGHT_MIN: u16 = 16;
/// From this width on, panels stand side by side.
const WIDTH_WIDE: u16 = 100;

/// Draws the model. Returns where the real cursor belongs, so that an input method opens there.
pub fn draw(model: &Model, buffer: &mut Buffer) -> Option<Position> {
    let area = buffer.area;
    let pen = Pen { theme: model.theme };
    let cursor = if area.width < WIDTH_MIN || area.height < HEIGHT_MIN {
        chrome::too_small(model, pen, buffer);
        None
    } else {
        chrome::draw(model, pen, buffer)
    };
    scrub(buffer);
    cursor.filter(|at| area.contains(*at))
}

/// The second net: a cell that would act on the terminal is not sent, wherever it came from.
fn scrub(buffer: &mut Buffer) {
    for cell in &mut buffer.content {
        if !cell.symbol().is_ascii() && !is_sendable(cell.symbol()) {
            debug_assert!(false, "{:?} reached the buffer", cell.symbol());
            cell.set_char('?');
        }
    }
}

/// Puts text into a buffer.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Pen {
    /// The theme.
    pub(crate) theme: Theme,
}

impl Pen {
    /// Writes at most `width` columns and returns how many were taken. What is cut shows a mark.
    pub(crate) fn write(self, buffer: &mut Buffer, at: Rect, cell: &Cell) -> u16 {
        if at.width == 0 || at.height == 0 || !buffer.area.contains(at.as_position()) {
            return 0;
        }
        let text = cell.text.fit(usize::from(at.width));
        let style = self.theme.style(cell.role);
        let (end, _) = buffer.set_stringn(at.x, at.y, text.as_str(), usize::from(at.width), style);
        end - at.x
    }

    /// Writes flush right.
    pub(crate) fn write_right(self, buffer: &mut Buffer, at: Rect, cell: &Cell) {
        let width = u16::try_from(cell.text.width()).unwrap_or(u16::MAX).min(at.width);
        let left = Rect { x: at.right() - width, width, ..at };
        self.write(buffer, left, cell);
    }

    /// Writes our own words one after the other with so many blanks between, as long as they fit.
    pub(crate) fn write_row(self, buffer: &mut Buffer, at: Rect, (cells, gap): (&[Cell], u16)) {
        let mut x = at.x;
        for cell in cells {
            let width = at.right().saturating_sub(x);
            if usize::from(width) < cell.text.width() {
                break;
            }
            x += self.write(buffer, Rect { x, width, ..at }, cell) + gap;
        }
    }
}

/// One line of a rectangle; empty beyond its end.
pub(crate) fn line(area: Rect, index: u16) -> Rect {
    let height = u16::from(index < area.height);
    Rect { y: area.y.saturating_add(index.min(area.height)), height, ..area }
}

/// A bar of ten cells, as `[####------]`.
pub(crate) fn bar(done: i64, total: i64) -> CleanText {
    const CELLS: i64 = 10;
    let filled = if total < 1 { 0 } else { done.clamp(0, total).saturating_mul(CELLS) / total };
    let cells: String = (0..CELLS).map(|cell| if cell < filled { '#' } else { '-' }).collect();
    CleanText::new(&format!("[{cells}]"))
}

/// A label in front of a value.
pub(crate) fn muted(text: CleanText) -> Cell {
    Cell::new(text, Role::Muted)
}

#[cfg(test)]
mod tests;
