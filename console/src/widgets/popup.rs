//! Popups, drawn over the page.

use metrics::evaluation::lifecycle::EvaluationAct;
use ratatui::buffer::Buffer;
use ratatui::layout::{Position, Rect};

use super::{Pen, line, panel};
use crate::app::{Form, Input, Model, Popup};
use crate::command::Command;
use crate::context::Context;
use crate::page::{Body, Cell, Field, Focus, Grid, Height, Panel};
use crate::query::Act;
use crate::text::CleanText;
use crate::theme::Role;

/// Columns of a name in a question: a line of the box, or nearly.
const NAME_COLUMNS_MAX: usize = 60;

/// Draws the topmost popup. Returns where the caret of its text field is.
pub(super) fn draw(model: &Model, pen: Pen, area: Rect, buffer: &mut Buffer) -> Option<Position> {
    let context = &model.context;
    match model.popups.last()? {
        Popup::Help { at } => {
            let lines = help(model).into_iter().skip(*at).collect();
            text(pen, area, context.word("help-title"), lines, buffer);
            None
        }
        Popup::Value { fields, at } => {
            let lines = fields.iter().flat_map(|field| value(field, area.width));
            let lines = lines.skip(*at).collect();
            text(pen, area, context.word("value-title"), lines, buffer);
            None
        }
        Popup::Palette { input, at } => Some(palette(model, pen, (input, *at), area, buffer)),
        Popup::Form(filled) => form(context, pen, filled, area, buffer),
        Popup::Confirm { act, note, .. } => {
            confirm(context, pen, (act, note.as_ref()), area, buffer)
        }
        Popup::Leave => {
            let lines = vec![Cell::plain(context.word("leave-question").as_str())];
            text(pen, small(area, 1), context.word("leave"), lines, buffer);
            None
        }
    }
}

fn clear(area: Rect, buffer: &mut Buffer) {
    for row in area.rows() {
        for column in row.columns() {
            if let Some(cell) = buffer.cell_mut((column.x, column.y)) {
                cell.reset();
            }
        }
    }
}

/// A box of so many lines in the middle of an area.
fn small(area: Rect, lines: u16) -> Rect {
    let width = area.width.min(72);
    let height = (lines + 2).min(area.height);
    let (x, y) = (area.x + (area.width - width) / 2, area.y + (area.height - height) / 3);
    Rect { x, y, width, height }
}

fn text(pen: Pen, area: Rect, title: CleanText, lines: Vec<Cell>, buffer: &mut Buffer) {
    let (height, focus) = (Height::Fill, Focus::Here);
    let panel = Panel { title, height, focus, body: Body::Text(lines) };
    clear(area, buffer);
    panel::draw_page(&vec![panel.band()], pen, area, buffer);
}

/// Keys, what they do, and why not, if they cannot.
fn help(model: &Model) -> Vec<Cell> {
    let context = &model.context;
    let line = |command: &Command| {
        let keys: Vec<String> = command.keys.iter().map(|key| key.label()).collect();
        let (keys, word) = (keys.join(" "), context.word(command.word));
        match model.refusal(command) {
            Some(reason) => {
                Cell::new(CleanText::new(&format!("{keys:<16} {word}  ({reason})")), Role::Muted)
            }
            None => Cell::plain(&format!("{keys:<16} {word}")),
        }
    };
    let mut lines: Vec<Cell> = model.commands().map(line).collect();
    lines.push(Cell::plain(" "));
    lines.push(Cell::plain(context.word("help-untrusted").as_str()));
    lines
}

/// A label and a value, whole.
fn value(field: &Field, width: u16) -> Vec<Cell> {
    let mut lines = vec![Cell::new(field.label.clone(), Role::Accent)];
    let wrapped = field.value.text.wrap(usize::from(width.saturating_sub(4)));
    lines.extend(wrapped.into_iter().map(|text| Cell::new(text, field.value.role)));
    lines
}

fn palette(
    model: &Model,
    pen: Pen,
    (input, at): (&Input, usize),
    area: Rect,
    buffer: &mut Buffer,
) -> Position {
    let context = &model.context;
    let found = crate::app::found(context, input.text());
    let row = |at: usize| {
        let Some(command) = found.get(at) else { return Vec::new() };
        let role = if model.refusal(command).is_some() { Role::Muted } else { Role::Text };
        vec![
            Cell::new(context.word(command.word), role),
            Cell::plain(&command.key_label()),
            Cell::new(model.refusal(command).unwrap_or_default(), Role::Muted),
        ]
    };
    let grid = Grid {
        columns: vec![
            context.text_column("command", 12),
            context.text_column("key", 4),
            context.text_column("reason", 8),
        ],
        len: found.len(),
        cursor: Some(at),
        empty: context.word("empty-commands"),
        row: Box::new(row),
    };
    clear(area, buffer);
    let top = Rect { height: 1, ..area };
    let rest = Rect { y: area.y + 1, height: area.height - 1, ..area };
    let panel = Panel::main(context.word("command-palette"), grid);
    panel::draw_page(&vec![panel.band()], pen, rest, buffer);
    caret(pen, top, (": ", input), buffer)
}

fn form(
    context: &Context,
    pen: Pen,
    form: &Form,
    area: Rect,
    buffer: &mut Buffer,
) -> Option<Position> {
    let word = |part: &str| context.word(&format!("{}-{part}", form.word()));
    let mut lines: Vec<Cell> = Vec::new();
    for (index, choice) in form.choices(context).iter().enumerate() {
        let mark = if index == form.choice { "(*)" } else { "( )" };
        lines.push(Cell::plain(&format!("{mark} {choice}")));
    }
    let rows = u16::try_from(lines.len()).unwrap_or(u16::MAX).min(6);
    lines.push(Cell::plain(" "));
    let is_wrong = form.is_typed() && form.act(context).is_none();
    lines.push(if is_wrong {
        Cell::new(word("wrong"), Role::Bad)
    } else {
        Cell::plain(word("hint").as_str())
    });
    let area = small(area, rows + 4);
    text(pen, area, word("title"), lines, buffer);
    let at = Rect { x: area.x + 2, width: area.width.saturating_sub(4), ..line(area, rows + 1) };
    form.input.as_ref().map(|input| {
        let label = format!("{} ", context.word(&form.input_word()));
        caret(pen, at, (&label, input), buffer)
    })
}

/// What would be done, in words of ours: the object by its id, and what follows.
fn confirm(
    context: &Context,
    pen: Pen,
    (act, note): (&Act, Option<&Input>),
    area: Rect,
    buffer: &mut Buffer,
) -> Option<Position> {
    let question = question(context, act);
    let hint = if note.is_some() { "confirm-hint-note" } else { "confirm-hint" };
    let mut lines = vec![Cell::new(question.clone(), Role::Warn)];
    lines.push(Cell::plain(context.word("confirm-audit").as_str()));
    lines.push(Cell::plain(context.word(hint).as_str()));
    let inner = usize::from(small(area, 1).width.saturating_sub(4));
    let wrapped: usize = lines.iter().map(|cell| cell.text.wrap(inner).len()).sum();
    let rows = u16::try_from(wrapped).unwrap_or(u16::MAX).min(area.height);
    let area = small(area, rows + u16::from(note.is_some()));
    text(pen, area, context.word("confirm"), lines, buffer);
    let at = Rect { x: area.x + 2, width: area.width.saturating_sub(4), ..line(area, rows + 1) };
    let label = format!("{} ", context.word("note"));
    note.map(|input| caret(pen, at, (&label, input), buffer))
}

/// What an act would do.
fn question(context: &Context, act: &Act) -> CleanText {
    match act {
        Act::Evaluate { scheme, span } => {
            let span = span.to_string();
            asked(context, "confirm-evaluate", &[("scheme", scheme), ("period", &span)])
        }
        Act::OnEvaluation { id, act, said } => {
            let subject = said.subject.as_ref().map(|it| context.party(it).text);
            let (document, name) = (CleanText::new(&said.document), CleanText::new(&said.name));
            let name = match act {
                EvaluationAct::Decide => context.term(&format!("consequence-{name}")),
                _ => name,
            };
            let arguments = [
                ("id", id.as_str()),
                ("subject", subject.as_ref().map_or("", CleanText::as_str)),
                ("document", document.as_str()),
                ("name", name.as_str()),
            ];
            asked(context, &format!("confirm-evaluation-{}", act.as_str()), &arguments)
        }
        Act::OnPeriod { party, period, act, .. } => {
            let (party, period) = (context.party(party).text, period.to_string());
            let arguments = [("party", party.as_str()), ("period", &period)];
            asked(context, &format!("confirm-{}", act.as_str()), &arguments)
        }
        Act::OnIncident { party, incident_no, act, .. } => {
            let (party, number) = (context.party(party).text, CleanText::new(incident_no));
            let level = act.level().map(|it| context.term(&format!("level-{}", it.as_str())));
            let (level, due) = (level.unwrap_or_default(), act.due_on().map(|it| it.to_string()));
            let arguments = [
                ("party", party.as_str()),
                ("incident", number.as_str()),
                ("level", level.as_str()),
                ("due", due.as_deref().unwrap_or_default()),
            ];
            asked(context, &format!("confirm-{}", act.as_str()), &arguments)
        }
        Act::ProposeWaiver { waiver, .. } => {
            let (party, until) = (context.party(&waiver.subject).text, waiver.until.to_string());
            let document = CleanText::new(&waiver.document);
            let arguments = [
                ("rule", waiver.rule.as_str()),
                ("party", party.as_str()),
                ("until", &until),
                ("document", document.as_str()),
            ];
            asked(context, "confirm-propose_waiver", &arguments)
        }
        Act::OnWaiver { number, act, .. } => {
            let number = number.to_string();
            asked(context, &format!("confirm-{}_waiver", act.as_str()), &[("number", &number)])
        }
        Act::OnJob { job, answer } => {
            let id = job.id.to_string();
            let arguments = [("id", id.as_str()), ("kind", &job.kind)];
            asked(context, &format!("confirm-{}", answer.as_str()), &arguments)
        }
        Act::OnDelivery { delivery, act, .. } => {
            let id = delivery.id.to_string();
            let arguments = [
                ("id", id.as_str()),
                ("report", &delivery.report_id),
                ("recipient", &delivery.recipient),
                ("address", &delivery.address),
            ];
            asked(context, &format!("confirm-{}", act.as_str()), &arguments)
        }
    }
}

/// A question about something. Names may be as long as whoever gave them likes: they are cut, so that what
/// follows from the act, and how to answer, stay in sight.
fn asked(context: &Context, id: &str, arguments: &[(&'static str, &str)]) -> CleanText {
    let cut =
        |(name, text): &(&'static str, &str)| (*name, CleanText::new(text).fit(NAME_COLUMNS_MAX));
    let cut: Vec<(&str, CleanText)> = arguments.iter().map(cut).collect();
    let arguments: Vec<(&str, &str)> =
        cut.iter().map(|(name, text)| (*name, text.as_str())).collect();
    context.say(id, &arguments)
}

/// A text field: its label, what was typed, and where the caret is. The end of a long text shows.
fn caret(pen: Pen, at: Rect, (label, input): (&str, &Input), buffer: &mut Buffer) -> Position {
    let taken = pen.write(buffer, at, &Cell::new(CleanText::new(label), Role::Accent));
    let room = usize::from(at.width.saturating_sub(taken + 1)).max(2);
    let shown = input.shown().wrap(room).pop().unwrap_or_default();
    let start = Rect { x: at.x + taken, width: at.width.saturating_sub(taken), ..at };
    let used = pen.write(buffer, start, &Cell::new(shown, Role::Text));
    Position { x: start.x + used, y: at.y }
}
