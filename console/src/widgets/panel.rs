//! Panels: where they stand, their ASCII frames, fields and texts in them.

use ratatui::buffer::Buffer;
use ratatui::layout::Rect;

use super::{Pen, WIDTH_WIDE, grid, line, muted};
use crate::page::{Band, Body, Cell, Field, Focus, Grid, Height, Page, Panel};
use crate::text::CleanText;
use crate::theme::Role;

/// The least lines of a panel that fills, frame included.
const FILL_MIN: u16 = 6;
/// The widest label of a field.
const LABEL_WIDTH_MAX: usize = 22;

/// Draws a page into an area.
pub(super) fn draw_page(page: &Page<'_>, pen: Pen, area: Rect, buffer: &mut Buffer) {
    let bands: Vec<Vec<&Panel<'_>>> = (page.iter())
        .flat_map(|Band(panels)| {
            let panels: Vec<&Panel<'_>> = panels.iter().collect();
            let size = if area.width < WIDTH_WIDE { 1 } else { panels.len().max(1) };
            panels.chunks(size).map(<[_]>::to_vec).collect::<Vec<_>>()
        })
        .collect();
    let mut y = area.y;
    for (panels, height) in bands.iter().zip(heights(&bands, area)) {
        let band = Rect { y, height: height.min(area.bottom() - y), ..area };
        y = band.bottom();
        let count = u16::try_from(panels.len()).unwrap_or(1).max(1);
        let width = band.width / count;
        for (index, panel) in (0..).zip(panels) {
            let x = band.x + index * width;
            let last = index + 1 == count;
            let width = if last { band.right() - x } else { width };
            draw_panel(panel, pen, Rect { x, width, ..band }, buffer);
        }
    }
}

/// What fits gets its least, in order, as long as every panel that fills keeps its own; then a line in
/// turn until it has what it needs, so that none goes short for the sake of one above it. What can be done
/// without gets all that it needs, or nothing.
fn heights(bands: &[Vec<&Panel<'_>>], area: Rect) -> Vec<u16> {
    let wanted = |panels: &Vec<&Panel<'_>>| {
        let width = area.width / u16::try_from(panels.len()).unwrap_or(1).max(1);
        let needs = panels.iter().map(|panel| needed(panel, width));
        let need = needs.reduce(|most, need| Some(most?.max(need?)))??;
        let least = panels.iter().map(|panel| least(panel)).max()?;
        Some((need, least.min(need)))
    };
    let wanted: Vec<Option<(u16, u16)>> = bands.iter().map(wanted).collect();
    let filling = u16::try_from(wanted.iter().filter(|it| it.is_none()).count()).unwrap_or(0);
    let mut left = area.height.saturating_sub(filling.saturating_mul(FILL_MIN));
    let mut fitted: Vec<Option<u16>> = (wanted.iter())
        .map(|it| {
            let (_, least) = (*it)?;
            let height = if left < least { 0 } else { least };
            left -= height;
            Some(height)
        })
        .collect();
    let mut has_short = true;
    while has_short {
        has_short = false;
        for (height, (need, least)) in fitted.iter_mut().flatten().zip(wanted.iter().flatten()) {
            let is_short = 0 < *least && 0 < *height && *height < *need && 0 < left;
            *height += u16::from(is_short);
            left -= u16::from(is_short);
            has_short |= is_short;
        }
    }
    for (height, (need, least)) in fitted.iter_mut().flatten().zip(wanted.iter().flatten()) {
        if *least == 0 && *need <= left {
            *height = *need;
            left -= *need;
        }
    }
    let used: u16 = fitted.iter().flatten().sum();
    let shared = area.height.saturating_sub(used);
    let mut filled = 0;
    let fill = |height: Option<u16>| {
        height.unwrap_or_else(|| {
            filled += 1;
            let each = shared / filling.max(1);
            if filled == filling { shared - each * (filling - 1) } else { each }
        })
    };
    fitted.into_iter().map(fill).collect()
}

/// The lines that a panel needs, frame included; `None` if it takes what is left.
fn needed(panel: &Panel<'_>, width: u16) -> Option<u16> {
    let lines_max = match panel.height {
        Height::Fill => return None,
        Height::Fit(lines_max) | Height::Spare(lines_max) => lines_max,
    };
    let inner = usize::from(width.saturating_sub(4));
    let lines = match &panel.body {
        Body::Grid(grid) => grid.len + 1,
        Body::Fields(fields) => field_lines(fields, inner).len(),
        Body::Text(texts) => texts.iter().map(|cell| cell.text.wrap(inner).len().max(1)).sum(),
    };
    Some(u16::try_from(lines).unwrap_or(u16::MAX).min(lines_max).saturating_add(2))
}

/// The least lines of a panel: a frame with a line in it, of a grid with its head and a row; none of one
/// that can be done without.
fn least(panel: &Panel<'_>) -> u16 {
    match (panel.height, &panel.body) {
        (Height::Spare(_), _) => 0,
        (Height::Fit(_) | Height::Fill, Body::Grid(_)) => 4,
        (Height::Fit(_) | Height::Fill, Body::Fields(_) | Body::Text(_)) => 3,
    }
}

fn draw_panel(panel: &Panel<'_>, pen: Pen, area: Rect, buffer: &mut Buffer) {
    if area.width < 4 || area.height < 2 {
        return;
    }
    frame(panel, pen, area, buffer);
    let inner =
        Rect { x: area.x + 2, y: area.y + 1, width: area.width - 4, height: area.height - 2 };
    match &panel.body {
        Body::Grid(body) => {
            let inner = Rect { x: area.x + 1, width: area.width - 3, ..inner };
            grid::draw(body, pen, inner, buffer);
        }
        Body::Fields(fields) => {
            for (index, row) in (0..).zip(field_lines(fields, usize::from(inner.width))) {
                let at = line(inner, index);
                let taken = pen.write(buffer, at, &row.0);
                let x = at.x + taken.min(at.width);
                pen.write(buffer, Rect { x, width: at.right() - x, ..at }, &row.1);
            }
        }
        Body::Text(texts) => {
            let wrapped = texts.iter().flat_map(|cell| wrap(cell, usize::from(inner.width)));
            for (index, cell) in (0..inner.height).zip(wrapped) {
                pen.write(buffer, line(inner, index), &cell);
            }
        }
    }
}

/// ASCII: box glyphs are two columns wide on many Chinese desktops, and shear the screen.
fn frame(panel: &Panel<'_>, pen: Pen, area: Rect, buffer: &mut Buffer) {
    let style = pen.theme.style(Role::Muted);
    let (last_x, last_y) = (area.right() - 1, area.bottom() - 1);
    for position in area.positions() {
        let is_side = position.x == area.x || position.x == last_x;
        let is_end = position.y == area.y || position.y == last_y;
        let sign = match (is_side, is_end) {
            (true, true) => '+',
            (true, false) => '|',
            (false, true) => '-',
            (false, false) => continue,
        };
        buffer[position].set_char(sign).set_style(style);
    }
    let role = match panel.focus {
        Focus::Here => Role::Selected,
        Focus::Elsewhere => Role::Accent,
    };
    let title = Cell::new(CleanText::new(&format!(" {} ", panel.title)), role);
    let top = Rect { x: area.x + 2, width: area.width - 4, ..line(area, 0) };
    pen.write(buffer, top, &title);
    let bottom = Rect { x: area.x + 2, width: area.width - 4, ..line(area, area.height - 1) };
    pen.write_right(buffer, bottom, &muted(position(panel, area)));
}

/// Which row the cursor is on; without one, how many lines of how many are seen, if not all.
fn position(panel: &Panel<'_>, area: Rect) -> CleanText {
    let seen = usize::from(area.height.saturating_sub(2));
    let (at, of) = match &panel.body {
        Body::Grid(Grid { cursor: Some(at), len, .. }) if 0 < *len => (at + 1, *len),
        Body::Grid(grid) if seen <= grid.len => (seen.saturating_sub(1), grid.len),
        Body::Fields(fields) => (seen, field_lines(fields, usize::from(area.width - 4)).len()),
        Body::Grid(_) | Body::Text(_) => return CleanText::default(),
    };
    let is_cursor = matches!(panel.body, Body::Grid(_));
    if is_cursor || at < of {
        return CleanText::new(&format!(" {at} / {of} "));
    }
    CleanText::default()
}

/// Label and value for each line; a value that is wrapped has no label on its further lines.
fn field_lines(fields: &[Field], width: usize) -> Vec<(Cell, Cell)> {
    let widest = fields.iter().map(|field| field.label.width()).max().unwrap_or(0);
    let label_width = widest.min(LABEL_WIDTH_MAX).min(width / 2);
    let value_width = width.saturating_sub(label_width + 2);
    let mut lines = Vec::new();
    for field in fields {
        let label = field.label.fit(label_width);
        let blanks = " ".repeat(label_width + 2 - label.width().min(label_width));
        let label = CleanText::new(&format!("{label}{blanks}"));
        let indent = CleanText::new(&" ".repeat(label_width + 2));
        let mut labels = std::iter::once(label).chain(std::iter::repeat(indent));
        for value in wrap(&field.value, value_width) {
            lines.push((muted(labels.next().unwrap_or_default()), value));
        }
    }
    lines
}

fn wrap(cell: &Cell, width: usize) -> Vec<Cell> {
    let lines = cell.text.wrap(width);
    if lines.is_empty() {
        return vec![Cell::new(CleanText::new("-"), Role::Muted)];
    }
    lines.into_iter().map(|text| Cell::new(text, cell.role)).collect()
}
