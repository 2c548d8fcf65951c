//! Statements of lines: separate ledger, income statement, permitted revenue.

use metrics::money::FEN_DIGITS;
use metrics::statement::{Figure, Formula, Item, Label, Line, Sign, Statement, Table};

use super::{Block, Cell, Column, Document, Printed, Row};
use crate::wording;

/// A statement for reading. Lines are numbered, and a total names the numbers of its parts.
#[must_use]
pub fn statement(statement: &Statement, printed: &Printed<'_>) -> Document {
    let mut blocks = vec![lines(statement, printed)];
    blocks.extend(statement.tables.iter().map(|it| table(it, printed)));
    let notes = statement.notes.iter().map(|it| printed.word(&format!("note-{it}")));
    Document {
        id: statement.id,
        party: printed.party(&statement.party),
        period: statement.period.clone(),
        currency: None,
        as_of: printed.as_of,
        title: printed.word(statement.id),
        header: [
            printed.unit_of(&statement.party),
            printed.period(&statement.period),
            printed.word("yuan"),
        ],
        blocks,
        notes: notes.chain(printed.origin(&statement.source)).collect(),
        signers: printed.word("signers"),
    }
}

fn lines(statement: &Statement, printed: &Printed<'_>) -> Block {
    let column =
        |id: &'static str, width| Column { id, head: printed.word(&format!("column-{id}")), width };
    let mut columns = vec![column("line", 44)];
    columns.extend(statement.columns.iter().map(|id| column(id, 20)));
    columns.extend([column("number", 16), column("formula", 30)]);
    let number = |id: &str| {
        let at = statement.lines.iter().position(|it| it.id == id);
        at.map_or_else(|| id.to_owned(), |at| (at + 1).to_string())
    };
    let row = |(at, line): (usize, &Line)| {
        let mut cells = vec![Cell::Text(label(&line.label, printed))];
        cells.extend(line.figures.iter().map(|it| figure(*it)));
        cells.push(Cell::Text((at + 1).to_string()));
        cells.push(Cell::Text(formula(&line.formula, number)));
        Row { depth: line.depth, cells }
    };
    let rows = statement.lines.iter().enumerate().map(row).collect();
    Block { id: statement.id, title: String::new(), columns, rows }
}

/// The numbers of the parts with their signs, or the accounts.
fn formula(formula: &Formula, number: impl Fn(&str) -> String) -> String {
    match formula {
        Formula::Sum(parts) => {
            let part = |(at, (sign, id)): (usize, &(Sign, String))| {
                let sign = match (sign, at) {
                    (Sign::Plus, 0) => "",
                    (Sign::Plus, _) => "+",
                    (Sign::Minus, _) => "-",
                };
                format!("{sign}{}", number(id))
            };
            parts.iter().enumerate().map(part).collect::<Vec<_>>().concat()
        }
        Formula::Accounts(accounts) => accounts.join(", "),
        Formula::Stated => String::new(),
    }
}

fn table(table: &Table, printed: &Printed<'_>) -> Block {
    let column = |(at, id): (usize, &&'static str)| Column {
        id,
        head: printed.word(&format!("column-{id}")),
        width: if at == 0 { 44 } else { 20 },
    };
    let cell = |item: &Item| match item {
        Item::Label(it) => Cell::Text(label(it, printed)),
        Item::Figure(it) => figure(*it),
    };
    let row = |row: &Vec<Item>| Row { depth: 1, cells: row.iter().map(cell).collect() };
    Block {
        id: table.id,
        title: printed.word(&format!("table-{}", table.id)),
        columns: table.columns.iter().enumerate().map(column).collect(),
        rows: table.rows.iter().map(row).collect(),
    }
}

fn figure(figure: Option<Figure>) -> Cell {
    match figure {
        Some(Figure::Fen(fen)) => Cell::Amount(fen, FEN_DIGITS),
        Some(Figure::Share(ratio)) => Cell::Share(ratio),
        None => Cell::Unknown,
    }
}

fn label(label: &Label, printed: &Printed<'_>) -> String {
    match label {
        Label::Word("") => String::new(),
        Label::Word(id) => printed.word(&format!("line-{id}")),
        Label::Name(name) => wording::name(printed.words, name).to_owned(),
        Label::Text(text) => printed.submitted(text),
    }
}
