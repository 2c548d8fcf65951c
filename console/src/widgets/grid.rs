//! Grids: only the rows that are seen, columns as wide as these need; of a short grid, as all need.

use ratatui::buffer::Buffer;
use ratatui::layout::Rect;

use super::{Pen, line};
use crate::page::{Cell, Column, Grid, Kind};
use crate::text::CleanText;
use crate::theme::Role;

/// Columns between two columns of a grid.
const GAP: u16 = 2;
/// Below this, a text says nothing.
const TEXT_WIDTH_MIN: u16 = 3;

/// Columns of a grid of so few rows are as wide everywhere, so that they do not jump from page to page.
const ROWS_SHORT: usize = 64;

/// Draws the header and the page of rows that the cursor is on; the last page is a full one.
pub(super) fn draw(grid: &Grid<'_>, pen: Pen, area: Rect, buffer: &mut Buffer) {
    if area.height == 0 {
        return;
    }
    if grid.len == 0 {
        let inner = Rect { x: area.x + 1, width: area.width.saturating_sub(1), ..area };
        pen.write(buffer, line(inner, 0), &Cell::new(grid.empty.clone(), Role::Muted));
        return;
    }
    let page_rows = usize::from(area.height - 1).max(1);
    let first = grid.cursor.unwrap_or(0).min(grid.len - 1) / page_rows * page_rows;
    let first = first.min(grid.len.saturating_sub(page_rows));
    let last = (first + page_rows).min(grid.len);
    let measured = if grid.len <= ROWS_SHORT { 0..grid.len } else { first..last };
    let before = first - measured.start;
    let rows: Vec<Vec<Cell>> = measured.map(|at| (grid.row)(at)).collect();
    // One column in front is for the mark of the cursor.
    let inner = Rect { x: area.x + 1, width: area.width.saturating_sub(1), ..area };
    let widths = widths(&grid.columns, &rows, inner.width);
    let header: Vec<Cell> =
        (grid.columns.iter()).map(|column| Cell::new(column.title.clone(), Role::Accent)).collect();
    draw_row(&grid.columns, &widths, &header, pen, line(inner, 0), buffer);
    for (index, (at, row)) in (1..).zip((first..last).zip(&rows[before..])) {
        let whole = line(area, index);
        draw_row(&grid.columns, &widths, row, pen, line(inner, index), buffer);
        if grid.cursor == Some(at) && 0 < whole.height {
            pen.write(buffer, whole, &Cell::plain(">"));
            buffer.set_style(whole, pen.theme.style(Role::Selected));
        }
    }
}

fn draw_row(
    columns: &[Column],
    widths: &[u16],
    row: &[Cell],
    pen: Pen,
    area: Rect,
    buffer: &mut Buffer,
) {
    let mut x = area.x;
    for ((column, width), cell) in columns.iter().zip(widths).zip(row) {
        if *width == 0 {
            continue;
        }
        let room = area.right().saturating_sub(x);
        let at = Rect { x, width: room.min(*width), ..area };
        match column.kind {
            Kind::Number if usize::from(at.width) < cell.text.width() => {
                let mark = "#".repeat(usize::from(at.width));
                pen.write(buffer, at, &Cell::new(CleanText::new(&mark), cell.role));
            }
            Kind::Number => pen.write_right(buffer, at, cell),
            Kind::Text { .. } | Kind::Optional => {
                pen.write(buffer, at, cell);
            }
        }
        x = x.saturating_add(*width + GAP).min(area.right());
    }
}

/// As wide as the visible rows need; where that is too much, optional columns go first, from the
/// right, then the widest texts shrink. A column of width 0 is left out.
fn widths(columns: &[Column], rows: &[Vec<Cell>], available: u16) -> Vec<u16> {
    let natural = |(index, column): (usize, &Column)| {
        let cells = rows.iter().filter_map(|row| row.get(index)).map(|cell| cell.text.width());
        let widest = cells.max().unwrap_or(0).max(column.title.width());
        u16::try_from(widest).unwrap_or(u16::MAX).clamp(1, 400)
    };
    let mut widths: Vec<u16> = columns.iter().enumerate().map(natural).collect();
    let least = |widths: &[u16]| -> Vec<u16> {
        let least = |(column, width): (&Column, &u16)| match column.kind {
            Kind::Number | Kind::Optional => *width,
            Kind::Text { width_min } => width_min.min(*width),
        };
        columns.iter().zip(widths).map(least).collect()
    };
    for (index, column) in columns.iter().enumerate().rev() {
        if column.kind == Kind::Optional && available < total(&least(&widths)) {
            widths[index] = 0;
        }
    }
    let least = least(&widths);
    shrink(&mut widths, &least, available);
    // Where even that is too much, texts shrink on: a number is never the one to go.
    let none = |(column, width): (&Column, &u16)| match column.kind {
        Kind::Number | Kind::Optional => *width,
        Kind::Text { .. } => TEXT_WIDTH_MIN.min(*width),
    };
    let none: Vec<u16> = columns.iter().zip(&widths).map(none).collect();
    shrink(&mut widths, &none, available);
    widths
}

/// Takes from the columns that are furthest above their least width until all fit.
fn shrink(widths: &mut [u16], least: &[u16], available: u16) {
    while available < total(widths) {
        let shrinkable = (0..widths.len()).filter(|&index| least[index] < widths[index]);
        let Some(widest) = shrinkable.max_by_key(|&index| widths[index] - least[index]) else {
            return;
        };
        widths[widest] -= 1;
    }
}

fn total(widths: &[u16]) -> u16 {
    let shown = widths.iter().filter(|width| 0 < **width);
    shown.fold(0_u16, |sum, width| sum.saturating_add(*width + GAP)).saturating_sub(GAP)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_keep_their_width_and_optional_columns_go_first() {
        let column = |title: &str, kind| Column { title: CleanText::new(title), kind };
        let columns = [
            column("name", Kind::Text { width_min: 6 }),
            column("amount", Kind::Number),
            column("note", Kind::Optional),
        ];
        let row = ["上海市数据集团公司", "31,676.00", "remarks"].map(Cell::plain).to_vec();
        let rows = [row];
        for (available, expected) in [
            (60, [18, 9, 7]),
            (38, [18, 9, 7]),
            (30, [10, 9, 7]),
            (25, [14, 9, 0]),
            (17, [6, 9, 0]),
            (15, [4, 9, 0]),
            (10, [3, 9, 0]),
        ] {
            assert_eq!(widths(&columns, &rows, available), expected, "{available}");
        }
    }
}
