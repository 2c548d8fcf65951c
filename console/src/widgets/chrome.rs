//! What is around a page: title, tabs, status, keys; and the popups over it.

use ratatui::buffer::Buffer;
use ratatui::layout::{Position, Rect};
use store::desk::Hand;

use super::{HEIGHT_MIN, Pen, WIDTH_MIN, line, muted, panel, popup};
use crate::app::{Load, Model, update};
use crate::command::{Danger, Id};
use crate::page::{Body, Cell, Focus, Height, Panel};
use crate::screens::{Kind, Screen};
use crate::text::CleanText;
use crate::theme::Role;

/// Draws everything. Returns where the real cursor belongs.
pub(super) fn draw(model: &Model, pen: Pen, buffer: &mut Buffer) -> Option<Position> {
    let area = buffer.area;
    title(model, pen, line(area, 0), buffer);
    tabs(model, pen, line(area, 1), buffer);
    let bottom = area.height - 3;
    let told = told(model, pen, line(area, bottom), buffer);
    let above = u16::try_from(told.len()).unwrap_or(0);
    let body = Rect { y: area.y + 2, height: bottom - 2 - above, ..area };
    panel::draw_page(&page(model), pen, body, buffer);
    for (index, cell) in (bottom - above..).zip(&told) {
        pen.write(buffer, line(area, index), cell);
    }
    keys(model, pen, (line(area, bottom + 1), line(area, bottom + 2)), buffer);
    popup::draw(model, pen, body, buffer)
}

/// All that fits a window that is too small for anything else.
pub(super) fn too_small(model: &Model, pen: Pen, buffer: &mut Buffer) {
    let area = buffer.area;
    let now = format!("{}x{}", area.width, area.height);
    let need = format!("{WIDTH_MIN}x{HEIGHT_MIN}");
    let text = model.context.say("too-small", &[("now", &now), ("need", &need)]);
    for (index, text) in (0..area.height).zip(text.wrap(usize::from(area.width))) {
        pen.write(buffer, line(area, index), &Cell::new(text, Role::Text));
    }
}

/// What the screen shows, or that it has nothing to show yet.
fn page(model: &Model) -> crate::page::Page<'_> {
    let context = &model.context;
    let view = model.screen().view();
    let mut page = if view.is_loaded() { view.page(context) } else { Vec::new() };
    let notice = |role, texts: Vec<CleanText>| {
        let body = Body::Text(texts.into_iter().map(|text| Cell::new(text, role)).collect());
        let (height, focus) = (Height::Fit(4), Focus::Elsewhere);
        Panel { title: context.word(view.kind().word()), height, focus, body }.band()
    };
    match &model.load {
        Load::Failed(problem) => {
            let texts = vec![update::sentence(context, problem), context.word("hint-retry")];
            page.insert(0, notice(Role::Bad, texts));
        }
        // In the first moment nothing is shown, so that what comes at once does not flicker.
        Load::Waiting { wakes, .. } if !view.is_loaded() && 0 < *wakes => {
            let seconds = wakes.saturating_sub(1).to_string();
            let mut texts = vec![context.say("loading", &[("seconds", &seconds)])];
            if 2 < *wakes {
                texts.push(context.word("hint-cancel"));
            }
            page.push(notice(Role::Text, texts));
        }
        Load::Idle | Load::Waiting { .. } => {}
    }
    page
}

/// Where we are on the left, as of when on the right. Nothing submitted stands here.
fn title(model: &Model, pen: Pen, area: Rect, buffer: &mut Buffer) {
    let context = &model.context;
    let as_of = context.instant_with_offset(context.as_of);
    let right = context.say("as-of-title", &[("instant", as_of.as_str())]);
    let width = u16::try_from(right.width()).unwrap_or(u16::MAX).min(area.width);
    let left = Rect { width: area.width.saturating_sub(width + 1), ..area };
    pen.write(buffer, left, &Cell::new(path(model, usize::from(left.width)), Role::Accent));
    pen.write_right(buffer, area, &Cell::new(right, Role::Text));
}

/// The way from the tab to the screen; where it is too long, its middle is left out.
fn path(model: &Model, width: usize) -> CleanText {
    let word = |screen: &Screen| model.context.word(screen.view().kind().word()).to_string();
    let mut words: Vec<String> = model.way().map(word).collect();
    words.insert(0, model.context.word("title").to_string());
    loop {
        let path = CleanText::new(&words.join(" > "));
        if path.width() <= width || words.len() < 4 {
            return path;
        }
        if words[2] == ".." {
            words.remove(3);
        } else {
            ("..").clone_into(&mut words[2]);
        }
    }
}

/// The tabs, closer together where there is little room; where there is less, the others have
/// their numbers only.
fn tabs(model: &Model, pen: Pen, area: Rect, buffer: &mut Buffer) {
    let here = model.way().next().map(|screen| screen.view().kind());
    let whole = |(number, kind): (usize, Kind)| {
        let word = model.context.word(kind.word());
        if Some(kind) == here {
            Cell::new(CleanText::new(&format!("[{number} {word}]")), Role::Accent)
        } else {
            Cell::new(CleanText::new(&format!("{number} {word}")), Role::Text)
        }
    };
    let short = |(number, kind): (usize, Kind)| {
        if Some(kind) == here { whole((number, kind)) } else { Cell::plain(&number.to_string()) }
    };
    let tabs = || (1..).zip(Kind::TABS);
    let (words, numbers): (Vec<Cell>, Vec<Cell>) = tabs().map(|it| (whole(it), short(it))).unzip();
    let wide = words.iter().map(|cell| cell.text.width() + 1).sum::<usize>() - 1;
    let room = usize::from(area.width);
    if wide + words.len() - 1 <= room {
        pen.write_row(buffer, area, (&words, 2));
    } else if wide <= room {
        pen.write_row(buffer, area, (&words, 1));
    } else {
        pen.write_row(buffer, area, (&numbers, 2));
    }
}

/// The status line: word of the last act on the left, who sits here on the right. A word that is too long for
/// it comes back in lines to stand above it, whole where half of the page has room for it.
fn told(model: &Model, pen: Pen, area: Rect, buffer: &mut Buffer) -> Vec<Cell> {
    let context = &model.context;
    let who = &context.who;
    let role = match who.role() {
        Some(role) => context.term(&format!("role-{}", role.as_str())),
        None => context.word("read-only"),
    };
    let hand = match &who.hand {
        Hand::Person => CleanText::default(),
        Hand::Other(account) => context.say("typed-by", &[("account", account)]),
        Hand::Player(_) => context.word("played"),
    };
    let right = CleanText::new(format!("{} {role} {hand}", who.account).trim_end()).fit(40);
    let width = u16::try_from(right.width()).unwrap_or(u16::MAX).min(area.width);
    let left = Rect { width: area.width.saturating_sub(width + 1), ..area };
    pen.write_right(buffer, area, &muted(right));
    let word = match &model.flash {
        Some(flash) => Cell::new(flash.text.clone(), flash.role),
        None if matches!(model.load, Load::Waiting { wakes: 1.., .. })
            && !model.screen().view().polls() =>
        {
            muted(CleanText::new(".."))
        }
        None if who.role().is_none() => Cell::new(context.word("read-only-reason"), Role::Warn),
        None => return Vec::new(),
    };
    if word.text.width() <= usize::from(left.width) {
        pen.write(buffer, left, &word);
        return Vec::new();
    }
    let mut lines = word.text.wrap(usize::from(area.width));
    let lines_max = usize::from(buffer.area.height - 5) / 2;
    if lines_max < lines.len() {
        // What is left of it is cut where it is written, with a mark.
        let rest: String = lines.drain(lines_max - 1..).map(|it| it.to_string()).collect();
        lines.push(CleanText::new(&rest));
    }
    lines.into_iter().map(|text| Cell::new(text, word.role)).collect()
}

/// Two lines of keys, made from the command table: what can be done now, the screen's own first.
fn keys(model: &Model, pen: Pen, (first, second): (Rect, Rect), buffer: &mut Buffer) {
    let mut lines: [Vec<Cell>; 2] = [Vec::new(), Vec::new()];
    for command in model.commands() {
        // Moving and tabs explain themselves; help has them all.
        let is_plain = matches!(
            command.id,
            Id::Tab(_)
                | Id::Down
                | Id::Up
                | Id::PageDown
                | Id::PageUp
                | Id::First
                | Id::Last
                | Id::PanelBefore
                | Id::HistoryBack
                | Id::HistoryForward
                | Id::Repaint
                | Id::Cancel
        );
        if is_plain || model.refusal(command).is_some() {
            continue;
        }
        let word = model.context.word(command.word);
        let text = CleanText::new(&format!("{} {word}", command.key_label()));
        let role = match command.danger {
            Danger::None => Role::Text,
            Danger::Confirmed => Role::Key,
        };
        let at = usize::from(command.place == crate::command::Where::Global);
        lines[at].push(Cell::new(text, role));
    }
    pen.write_row(buffer, first, (&lines[0], 2));
    pen.write_row(buffer, second, (&lines[1], 2));
}
