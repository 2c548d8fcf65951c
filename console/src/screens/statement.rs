//! Income and expenditure of a month in the separate ledger; behind a line are its accounts.

use metrics::party::PartyId;
use metrics::period::Period;
use metrics::source::Source;
use metrics::statement::{Figure, Formula, Label, Line, MONTHLY};

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
    lines: List<Line>,
}

impl Statement {
    /// The screen of a party and month.
    #[must_use]
    pub fn screen(party: &PartyId, period: Period) -> Screen {
        let (party, lines) = (party.clone(), List::default());
        Screen::Statement(Self { party, period, source: None, lines })
    }

    fn row(&self, at: usize, context: &Context) -> Vec<Cell> {
        let Some(line) = self.lines.rows().get(at) else { return Vec::new() };
        let indent = "  ".repeat(line.depth.into());
        let (text, role) = match &line.label {
            Label::Word(id) => (context.term(&format!("statement-line-{id}")), Role::Text),
            Label::Name(name) => (context.name(name), Role::Text),
            Label::Text(text) => (CleanText::new(text), Role::Untrusted),
        };
        let role = if line.depth == 0 { Role::Accent } else { role };
        let mut cells = vec![Cell::new(CleanText::new(&format!("{indent}{text}")), role)];
        cells.extend(line.figures.iter().map(|it| amount(it.and_then(Figure::fen), context)));
        cells
    }
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
        self.lines.is_loaded()
    }

    fn accept(&mut self, payload: Payload, _: &Context) -> bool {
        let Payload::Statement(found) = payload else { return false };
        let (lines, source) = found.map(|it| (it.lines, it.source)).unzip();
        self.source = source;
        self.lines.replace(lines.unwrap_or_default(), |a, b| a.id == b.id)
    }

    fn scroll(&mut self, step: Step) {
        self.lines.scroll(step);
    }

    fn page<'a>(&'a self, context: &'a Context) -> Page<'a> {
        let head = |id: &&str| context.term(&format!("statement-column-{id}"));
        let number = |id| crate::page::Column { title: head(id), kind: crate::page::Kind::Number };
        let mut columns = vec![context.text_column("line", 16)];
        columns.extend(MONTHLY.iter().map(number));
        let grid = Grid {
            columns,
            len: self.lines.len(),
            cursor: Some(self.lines.cursor()),
            empty: context.word("empty-statement"),
            row: Box::new(|at| self.row(at, context)),
        };
        let mut fields = vec![
            context.field("subject", context.party(&self.party)),
            context.field("month", Cell::plain(&self.period.to_string())),
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
        match &self.lines.selected()?.formula {
            Formula::Accounts(accounts) => {
                Some(balances::Balances::of_accounts(&self.party, self.period, accounts))
            }
            Formula::Sum(_) | Formula::Stated => None,
        }
    }
}
