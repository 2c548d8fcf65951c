//! Income and expenditure of a month in the separate ledger; behind a line are its accounts.

use metrics::party::PartyId;
use metrics::period::Period;
use metrics::source::Source;
use metrics::statement::{Figure, Formula, Item, Label, Line, MONTHLY};

use super::finances::amount;
use super::list::List;
use super::{Kind, Screen, Step, View, balances};
use crate::context::Context;
use crate::page::{Cell, Grid, Page, Panel};
use crate::query::{Payload, Request};
use crate::text::CleanText;
use crate::theme::Role;

/// A statement of a month.
#[derive(Clone, Debug)]
pub struct Statement {
    party: PartyId,
    period: Period,
    source: Option<Source>,
    entries: List<Entry>,
}

impl Statement {
    /// The screen of a party and month.
    #[must_use]
    pub fn screen(party: &PartyId, period: Period) -> Screen {
        let (party, entries) = (party.clone(), List::default());
        Screen::Statement(Self { party, period, source: None, entries })
    }

    fn row(&self, at: usize, context: &Context) -> Vec<Cell> {
        let bare = |id: &str, role| vec![Cell::new(context.term(&format!("statement-{id}")), role)];
        match self.entries.rows().get(at) {
            Some(Entry::Line(line)) => {
                let mut cells = vec![label(line, context)];
                cells.extend(line.figures.iter().map(|it| figure(*it, context)));
                cells
            }
            Some(Entry::Title { table, is_empty }) => {
                let mut cells = bare(&format!("table-{table}"), Role::Accent);
                cells.extend(is_empty.then(|| figure(None, context)));
                cells
            }
            Some(Entry::Row(items)) => of_table(items, context),
            Some(Entry::Note(note)) => bare(&format!("note-{note}"), Role::Muted),
            None => Vec::new(),
        }
    }
}

/// What stands on a row of the screen.
#[derive(Clone, Debug, PartialEq)]
enum Entry {
    Line(Line),
    /// Above the rows of this table.
    Title {
        table: &'static str,
        is_empty: bool,
    },
    /// Of a table.
    Row(Vec<Item>),
    /// What has to be read with the lines.
    Note(&'static str),
}

impl Entry {
    /// The lines, then permitted revenue, distribution and tie-out, sections 六 to 八.
    fn all(statement: metrics::statement::Statement) -> Vec<Self> {
        let mut entries: Vec<Self> = statement.lines.into_iter().map(Self::Line).collect();
        for table in statement.tables {
            if SECTIONS.contains(&table.id) {
                entries.push(Self::Title { table: table.id, is_empty: table.rows.is_empty() });
                entries.extend(table.rows.into_iter().map(Self::Row));
            }
        }
        entries.extend(statement.notes.into_iter().filter(|it| *it == TIE_OUT).map(Self::Note));
        entries
    }

    fn is_same(&self, other: &Self) -> bool {
        match (self, other) {
            (Self::Line(a), Self::Line(b)) => a.id == b.id,
            (a, b) => a == b,
        }
    }
}

/// Tables that are sections of their own.
const SECTIONS: [&str; 2] = ["permitted", "distribution"];
/// The note that is section 八.
const TIE_OUT: &str = "tie-out";

fn label(line: &Line, context: &Context) -> Cell {
    let indent = "  ".repeat(line.depth.into());
    let (text, role) = said(&line.label, context);
    let role = if line.depth == 0 { Role::Accent } else { role };
    Cell::new(CleanText::new(&format!("{indent}{text}")), role)
}

fn said(label: &Label, context: &Context) -> (CleanText, Role) {
    match label {
        Label::Word("") => (CleanText::default(), Role::Text),
        Label::Word(id) => (context.term(&format!("statement-line-{id}")), Role::Text),
        Label::Name(name) => (context.name(name), Role::Text),
        Label::Text(text) => (CleanText::new(text), Role::Untrusted),
    }
}

fn figure(figure: Option<Figure>, context: &Context) -> Cell {
    match figure {
        Some(Figure::Share(share)) => Cell::plain(&share.to_string()),
        Some(Figure::Fen(fen)) => amount(Some(fen), context),
        None => amount(None, context),
    }
}

/// The row of a table: its last figure, and before it everything else as one text.
fn of_table(items: &[Item], context: &Context) -> Vec<Cell> {
    let value = items.iter().rposition(|it| matches!(it, Item::Figure(_)));
    let (mut texts, mut role, mut cells) = (Vec::new(), Role::Text, Vec::new());
    for (at, item) in items.iter().enumerate() {
        match item {
            Item::Figure(it) if Some(at) == value => cells.push(figure(*it, context)),
            Item::Figure(it) => texts.push(figure(*it, context).text.to_string()),
            Item::Label(it) => {
                let (text, own) = said(it, context);
                if own == Role::Untrusted {
                    role = own;
                }
                texts.push(text.to_string());
            }
        }
    }
    texts.retain(|it| !it.is_empty());
    cells.insert(0, Cell::new(CleanText::new(&format!("  {}", texts.join("  "))), role));
    cells
}

impl View for Statement {
    fn kind(&self) -> Kind {
        Kind::Statement
    }

    fn request(&self, context: &Context) -> Option<Request> {
        let party = self.party.clone();
        Some(Request::Statement { party, period: self.period, as_of: context.as_of })
    }

    fn is_loaded(&self) -> bool {
        self.entries.is_loaded()
    }

    fn accept(&mut self, payload: Payload, _: &Context) -> bool {
        let Payload::Statement(found) = payload else { return false };
        self.source = found.as_ref().map(|it| it.source.clone());
        let entries = found.map_or_else(Vec::new, |it| Entry::all(*it));
        self.entries.replace(entries, Entry::is_same)
    }

    fn scroll(&mut self, step: Step) {
        self.entries.scroll(step);
    }

    fn page<'a>(&'a self, context: &'a Context) -> Page<'a> {
        let head = |id: &&str| context.term(&format!("statement-column-{id}"));
        let number = |id| crate::page::Column { title: head(id), kind: crate::page::Kind::Number };
        let mut columns = vec![context.text_column("line", 16)];
        columns.extend(MONTHLY.iter().map(number));
        let grid = Grid {
            columns,
            len: self.entries.len(),
            cursor: Some(self.entries.cursor()),
            empty: context.word("empty-statement"),
            row: Box::new(|at| self.row(at, context)),
        };
        let month = format!("{}  {}", self.period, context.term("statement-yuan"));
        let mut fields = vec![
            context.field("subject", context.party(&self.party)),
            context.field("month", Cell::plain(&month)),
        ];
        if let Some(source) = &self.source {
            fields.push(context.field("source", context.source(source)));
        }
        vec![
            Panel::fields(context.word("screen-finances"), 3, fields).band(),
            Panel::main(context.term("statement-separate-ledger"), grid).band(),
        ]
    }

    fn open(&self, _: &Context) -> Option<Screen> {
        let Entry::Line(line) = self.entries.selected()? else { return None };
        match &line.formula {
            Formula::Accounts(accounts) => {
                Some(balances::Balances::of_accounts(&self.party, self.period, accounts))
            }
            Formula::Sum(_) | Formula::Stated => None,
        }
    }
}
