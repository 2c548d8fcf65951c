//! A row as received: whole, escaped, and cell by cell under the file's first row.

use metrics::form::{Column, columns};

use super::list::List;
use super::{Kind, Outcome, Screen, Step, View, submission};
use crate::command::Id;
use crate::context::Context;
use crate::page::{Body, Cell, Focus, Grid, Height, Page, Panel};
use crate::query::{Payload, RawKey, RawRow, Request, RowPlace};
use crate::text::CleanText;
use crate::theme::Role;

/// A row as received.
#[derive(Clone, Debug)]
pub struct Raw {
    key: RawKey,
    row: Option<RawRow>,
    cells: Cells,
}

impl Raw {
    /// The screen of a row.
    #[must_use]
    pub fn screen(key: RawKey) -> Screen {
        Screen::Raw(Self { key, row: None, cells: Cells::default() })
    }
}

/// The cells of a row, each with the header above it.
#[derive(Clone, Debug, Default)]
pub(super) struct Cells {
    pairs: List<(CleanText, CleanText)>,
    column: String,
}

impl Cells {
    /// Takes a row; the cursor goes to the column that is named.
    pub(super) fn accept(&mut self, row: &RawRow, column: &str) -> bool {
        let header = cells(&row.header);
        let pairs: Vec<_> = if header.is_empty() {
            vec![(CleanText::default(), CleanText::of_bytes(&row.row))]
        } else {
            let names = header.iter().cloned().chain(std::iter::repeat_with(CleanText::default));
            names.zip(cells(&row.row)).collect()
        };
        column.clone_into(&mut self.column);
        let at = pairs.iter().position(|(name, _)| is_named(name, column));
        let changed = self.pairs.replace(pairs, |_, _| false);
        self.pairs.scroll(Step::First);
        self.pairs.scroll(Step::By(at.and_then(|it| isize::try_from(it).ok()).unwrap_or(0)));
        changed
    }

    pub(super) fn scroll(&mut self, step: Step) {
        self.pairs.scroll(step);
    }

    pub(super) fn grid<'a>(&'a self, context: &'a Context) -> Grid<'a> {
        let row = |at: usize| {
            let Some((name, value)) = self.pairs.rows().get(at) else { return Vec::new() };
            let mark = if is_named(name, &self.column) { "!" } else { "" };
            vec![
                Cell::new(CleanText::new(mark), Role::Bad),
                Cell::new(name.clone(), Role::Untrusted),
                Cell::new(value.clone(), Role::Untrusted),
            ]
        };
        Grid {
            columns: vec![
                context.text_column("blank", 1),
                context.untrusted_column("column", 10),
                context.untrusted_column("cell", 16),
            ],
            len: self.pairs.len(),
            cursor: Some(self.pairs.cursor()),
            empty: context.word("empty-row"),
            row: Box::new(row),
        }
    }
}

/// Whether a header names a column of a form, in either language.
fn is_named(header: &CleanText, column: &str) -> bool {
    let forms = metrics::kind::Kind::ALL.into_iter().flat_map(columns);
    let names = |known: &'static Column| known.name == column && known.is_named(header.as_str());
    !column.is_empty() && (header.as_str() == column || forms.into_iter().any(names))
}

/// The cells of a row of CSV. Anything else is one cell, or broken at its commas: it is shown whole
/// beside this anyway.
fn cells(row: &[u8]) -> Vec<CleanText> {
    let row = row.strip_prefix(b"\xEF\xBB\xBF").unwrap_or(row);
    let mut cells = vec![Vec::new()];
    let mut quoted = false;
    let mut bytes = row.iter().copied().peekable();
    while let Some(byte) = bytes.next() {
        match byte {
            b'"' if quoted && bytes.peek() == Some(&b'"') => {
                bytes.next();
                cells.last_mut().expect("never empty").push(byte);
            }
            b'"' => quoted = !quoted,
            b',' if !quoted => cells.push(Vec::new()),
            byte => cells.last_mut().expect("never empty").push(byte),
        }
    }
    if row.is_empty() {
        cells.clear();
    }
    cells.iter().map(|cell| CleanText::of_bytes(cell)).collect()
}

impl View for Raw {
    fn kind(&self) -> Kind {
        Kind::Raw
    }

    fn request(&self, _: &Context) -> Option<Request> {
        Some(Request::Raw(self.key.clone()))
    }

    fn is_loaded(&self) -> bool {
        self.row.is_some()
    }

    fn accept(&mut self, payload: Payload, _: &Context) -> bool {
        let Payload::Raw(row) = payload else { return false };
        self.cells.accept(&row, &self.key.column);
        self.row = Some(row);
        true
    }

    fn scroll(&mut self, step: Step) {
        self.cells.scroll(step);
    }

    fn page<'a>(&'a self, context: &'a Context) -> Page<'a> {
        let row = self.row.clone().unwrap_or_default();
        let number = match self.key.row {
            RowPlace::At(origin) => origin.row,
            RowPlace::Number(number) => number,
        };
        let offset = row.byte_offset.map(|it| it.to_string()).unwrap_or_default();
        let fields = vec![
            context.field("file", Cell::untrusted(&row.file_name)),
            context.field("sha256", Cell::plain(&self.key.sha256)),
            context.field("receipt", Cell::plain(&self.key.receipt)),
            context.field("row", Cell::plain(&number.to_string())),
            context.field("byte-offset", Cell::plain(&offset)),
            context.field("byte-length", Cell::plain(&row.row.len().to_string())),
        ];
        let text = Cell::new(CleanText::of_bytes(&row.row), Role::Untrusted);
        let whole = Panel {
            title: context.word("raw-row"),
            height: Height::Fit(6),
            focus: Focus::Elsewhere,
            body: Body::Text(vec![text]),
        };
        let cells = Panel::main(context.word("raw-cells"), self.cells.grid(context));
        vec![
            Panel::fields(context.word("screen-raw"), 8, fields).band(),
            whole.band(),
            cells.band(),
        ]
    }

    fn open(&self, _: &Context) -> Option<Screen> {
        None
    }

    fn run(&mut self, id: Id, _: &Context) -> Outcome {
        match id {
            Id::Submission => Outcome::open(submission::Submission::screen(&self.key.receipt)),
            _ => Outcome::None,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn cells_are_told_apart_as_in_csv() {
        let found = cells("\u{feff}a,\"b,\"\"c\"\"\",,\u{1b}".as_bytes());
        let found: Vec<&str> = found.iter().map(CleanText::as_str).collect();
        assert_eq!(found, ["a", "b,\"c\"", "", "<ESC>"]);
        assert!(cells(b"").is_empty());
    }
}
