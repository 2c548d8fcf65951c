//! Reads a mapping from TOML and names every mistake in it, not only the first.

mod lookup;
mod screen;

use std::collections::HashMap;
use std::fmt::Write as _;
use std::io;

use metrics::form::{Column, columns};
use metrics::kind::Kind;
use metrics::money::Currency;
use thiserror::Error;
use toml::{Table, Value};

use super::super::encoding::Encoding;
use super::{Expression, Field, From, Mapping, Part, Posting, Shape, Signed};

/// Gives the bytes of a lookup file by the name that the mapping has for it.
pub type LoadLookup<'a> = dyn Fn(&str) -> io::Result<Vec<u8>> + 'a;

/// One mistake in a mapping.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Mistake {
    /// The key, from the top, such as `posting[1].account.lookup.file`.
    pub key: String,
    /// What would be right.
    pub expected: String,
    /// What stands there, as TOML; empty where nothing does.
    pub actual: String,
}

/// Why a text is not a mapping.
#[derive(Debug, Error)]
pub enum MappingError {
    /// It is not TOML.
    #[error("the mapping is not TOML")]
    Syntax(#[from] toml::de::Error),
    /// It is TOML, but says what no mapping can.
    #[error("the mapping has mistakes: {}", listed(.0))]
    Mistakes(Vec<Mistake>),
}

fn listed(mistakes: &[Mistake]) -> String {
    mistakes.iter().fold(String::new(), |mut text, Mistake { key, expected, actual }| {
        let separator = if text.is_empty() { "" } else { "; " };
        let found = if actual.is_empty() { "nothing" } else { actual };
        let _ = write!(text, "{separator}{key}: expected {expected}, found {found}");
        text
    })
}

/// The keys of `[voucher]` and the columns they fill.
const VOUCHER_KEYS: [(&str, &str); 9] = [
    ("type", "voucher_type"),
    ("number", "voucher_no"),
    ("date", "date"),
    ("line", "line"),
    ("summary", "summary"),
    ("counterparty", "counterparty"),
    ("maker", "maker"),
    ("reviewer", "reviewer"),
    ("poster", "poster"),
];

/// What rows may record.
const RECORDS: [&str; 5] = ["line", "opening", "closing", "movement", "general"];

const TOP_KEYS: [&str; 15] = [
    "kind",
    "encoding",
    "currency",
    "record",
    "period",
    "thousands",
    "fill_down",
    "skip",
    "unsupported",
    "quantities",
    "voucher",
    "fields",
    "constants",
    "values",
    "posting",
];

/// The keys of a column that is given as a table.
const EXPRESSION_KEYS: [&str; 9] =
    ["column", "path", "constant", "before", "after", "format", "lookup", "values", "prefix"];

pub(super) fn parse(text: &str, load: &LoadLookup<'_>) -> Result<Mapping, MappingError> {
    let top: Table = text.parse()?;
    let mut parser = Parser::new(&top, load);
    let mapping = parser.mapping(&top);
    let mistakes = parser.mistakes;
    if mistakes.is_empty() { Ok(mapping) } else { Err(MappingError::Mistakes(mistakes)) }
}

struct Parser<'a> {
    load: &'a LoadLookup<'a>,
    kind: Kind,
    columns: &'static [Column],
    sources: Vec<String>,
    values: Option<&'a Table>,
    mistakes: Vec<Mistake>,
}

impl<'a> Parser<'a> {
    fn new(top: &'a Table, load: &'a LoadLookup<'a>) -> Self {
        let named = top.get("kind").and_then(Value::as_str).and_then(|word| word.parse().ok());
        let kind = named.unwrap_or(Kind::Ledger);
        let values = top.get("values").and_then(Value::as_table);
        let columns = columns(kind);
        let mut parser =
            Self { load, kind, columns, sources: Vec::new(), values, mistakes: Vec::new() };
        if named.is_none() {
            let kinds = Kind::ALL.map(Kind::as_str).join(", ");
            parser.mistake("kind", &kinds, top.get("kind"));
        }
        parser
    }

    fn mapping(&mut self, top: &Table) -> Mapping {
        self.only_keys("", top, &TOP_KEYS);
        let mut shared = self.constants(top);
        if let Some(value) = top.get("period") {
            shared.extend(self.field("period", "period", value));
        }
        for (key, value) in self.table(top, "voucher") {
            let path = format!("voucher.{key}");
            match VOUCHER_KEYS.iter().find(|(name, _)| name == key) {
                Some((_, target)) => shared.extend(self.field(&path, target, value)),
                None => {
                    self.mistake(
                        &path,
                        &VOUCHER_KEYS.map(|(name, _)| name).join(", "),
                        Some(value),
                    );
                }
            }
        }
        for (key, value) in self.table(top, "fields") {
            shared.extend(self.field(&format!("fields.{key}"), key, value));
        }
        let postings = self.postings(top);
        let (screen, needed) = self.screen(top);
        let thousands = self.thousands(top);
        let encoding = self.encoding(top);
        let (kind, columns, sources) = (self.kind, self.columns, std::mem::take(&mut self.sources));
        Mapping { kind, columns, sources, needed, screen, shared, postings, thousands, encoding }
    }

    fn encoding(&mut self, top: &Table) -> Option<Encoding> {
        let value = top.get("encoding")?;
        let encoding = value.as_str().and_then(Encoding::parse);
        if encoding.is_none() {
            self.mistake("encoding", &Encoding::ALL.map(Encoding::as_str).join(", "), Some(value));
        }
        encoding
    }

    /// `currency`, `record` and everything in `[constants]`.
    fn constants(&mut self, top: &Table) -> Vec<Field> {
        let currency = top.get("currency");
        if let Some(value) = currency.filter(|it| it.as_str().and_then(Currency::parse).is_none()) {
            self.mistake("currency", "an ISO 4217 code such as \"CNY\"", Some(value));
        }
        let record = top.get("record");
        let is_record = |it: &&Value| it.as_str().is_some_and(|it| RECORDS.contains(&it));
        if let Some(value) = record.filter(|it| !is_record(it)) {
            self.mistake("record", &RECORDS.join(", "), Some(value));
        }
        let named = [("currency", currency), ("record", record)];
        let named =
            named.into_iter().filter_map(|(key, value)| Some((key, key.to_owned(), value?)));
        let all: Vec<(&str, String, &Value)> = named
            .chain(
                self.table(top, "constants")
                    .into_iter()
                    .map(|(key, value)| (key.as_str(), format!("constants.{key}"), value)),
            )
            .collect();
        let mut fields = Vec::new();
        for (column, path, value) in all {
            let Some(text) = value.as_str() else {
                self.mistake(&path, "a text", Some(value));
                continue;
            };
            let target = self.target(&path, column);
            let value = Expression::of(From::Constant(text.to_owned()), Shape::Text);
            fields.extend(target.map(|target| Field { target, value }));
        }
        fields
    }

    fn postings(&mut self, top: &Table) -> Vec<Posting> {
        let Some(value) = top.get("posting") else {
            return vec![Posting { when: None, fields: Vec::new(), signed: None }];
        };
        let Some(items) = value.as_array().filter(|items| !items.is_empty()) else {
            self.mistake("posting", "[[posting]] tables", Some(value));
            return Vec::new();
        };
        let mut postings = Vec::new();
        for (index, item) in items.iter().enumerate() {
            let path = format!("posting[{index}]");
            match item.as_table() {
                Some(table) => postings.push(self.posting(&path, table)),
                None => self.mistake(&path, "a table", Some(item)),
            }
        }
        postings
    }

    fn posting(&mut self, path: &str, table: &Table) -> Posting {
        let mut posting = Posting { when: None, fields: Vec::new(), signed: None };
        for (key, value) in table {
            let path = format!("{path}.{key}");
            match (key.as_str(), value.as_str()) {
                ("when", Some(column)) => posting.when = Some(self.source(column)),
                ("when", None) => self.mistake(&path, "the name of a column", Some(value)),
                ("amount" | "side", _) if self.kind == Kind::Ledger => {}
                _ => posting.fields.extend(self.field(&path, key, value)),
            }
        }
        let side = table.get("side").filter(|_| self.kind == Kind::Ledger);
        let side = side.and_then(|it| self.expression(&format!("{path}.side"), it, Shape::Text));
        match (table.get("amount").filter(|_| self.kind == Kind::Ledger), side) {
            (Some(amount), side) => {
                let both = table.get("debit").or(table.get("credit"));
                if both.is_some() {
                    self.mistake(
                        &format!("{path}.amount"),
                        "either amount, or debit and credit",
                        both,
                    );
                }
                let amount = self.expression(&format!("{path}.amount"), amount, Shape::Amount);
                let (debit, credit) = (self.target(path, "debit"), self.target(path, "credit"));
                posting.signed = amount
                    .zip(debit.zip(credit))
                    .map(|(amount, (debit, credit))| Signed { amount, side, debit, credit });
            }
            (None, Some(_)) => {
                self.mistake(&format!("{path}.side"), "an amount beside it", table.get("side"));
            }
            (None, None) => {}
        }
        posting
    }

    fn thousands(&mut self, top: &Table) -> Option<char> {
        let value = top.get("thousands")?;
        let mut characters = value.as_str().unwrap_or_default().chars();
        let separator =
            characters.next().filter(|it| !it.is_ascii_digit() && !['.', '-', '+'].contains(it));
        if separator.is_none() || characters.next().is_some() {
            self.mistake("thousands", "one character such as \",\"", Some(value));
        }
        separator
    }

    fn field(&mut self, path: &str, column: &str, value: &Value) -> Option<Field> {
        let target = self.target(path, column);
        let shape = match column {
            "debit" | "credit" | "original_amount" => Shape::Amount,
            "date" => Shape::Date(String::new()),
            "period" => Shape::Month(String::new()),
            _ => Shape::Text,
        };
        let value = self.expression(path, value, shape);
        Some(Field { target: target?, value: value? })
    }

    /// A column name, or a table with `column`, `path` or `constant` and what becomes of its text.
    fn expression(&mut self, path: &str, value: &Value, shape: Shape) -> Option<Expression> {
        if let Some(column) = value.as_str() {
            return Some(Expression::of(From::Source(self.source(column)), shape.without_format()));
        }
        let Some(table) = value.as_table() else {
            self.mistake(path, "a column name or a table", Some(value));
            return None;
        };
        self.only_keys(path, table, &EXPRESSION_KEYS);
        let said: Vec<(&str, &Value)> = ["column", "path", "constant"]
            .into_iter()
            .filter_map(|key| Some((key, table.get(key)?)))
            .collect();
        let from = match said[..] {
            [("constant", Value::String(text))] => From::Constant(text.clone()),
            [(key, Value::String(name))] if key == "path" || !name.contains("[]") => {
                From::Source(self.source(name))
            }
            _ => {
                let expected = "one of column = \"…\", path = \"a.b\", constant = \"…\"";
                self.mistake(path, expected, Some(value));
                return None;
            }
        };
        let part = self.part(path, table);
        let shape = self.shape(path, table, shape);
        let lookup = table.get("lookup").map(|it| self.lookup(&format!("{path}.lookup"), it));
        let values = table.get("values").map(|it| self.value_table(&format!("{path}.values"), it));
        let prefix = self.prefix(path, table, &shape);
        Some(Expression { from, part, lookup, values, shape, prefix })
    }

    /// What stands before or after a separator.
    fn part(&mut self, path: &str, table: &Table) -> Part {
        match (table.get("before"), table.get("after")) {
            (None, None) => Part::Whole,
            (Some(Value::String(text)), None) if !text.is_empty() => Part::Before(text.clone()),
            (None, Some(Value::String(text))) if !text.is_empty() => Part::After(text.clone()),
            (before, after) => {
                let expected = "a separator such as \"-\", either before or after it";
                self.mistake(&format!("{path}.before"), expected, before.or(after));
                Part::Whole
            }
        }
    }

    fn shape(&mut self, path: &str, table: &Table, shape: Shape) -> Shape {
        let Some(value) = table.get("format") else { return shape.without_format() };
        let path = format!("{path}.format");
        let Some(format) = value.as_str().filter(|it| it.contains('%')) else {
            self.mistake(&path, "a format such as \"%Y-%m-%d\"", Some(value));
            return shape;
        };
        match shape {
            Shape::Date(_) => Shape::Date(format.to_owned()),
            Shape::Month(_) => Shape::Month(format.to_owned()),
            Shape::Text | Shape::Amount => {
                self.mistake(&path, "no format: only dates and periods have one", Some(value));
                shape
            }
        }
    }

    /// Only a text has something before it.
    fn prefix(&mut self, path: &str, table: &Table, shape: &Shape) -> String {
        let Some(value) = table.get("prefix") else { return String::new() };
        let text = value.as_str().filter(|_| *shape == Shape::Text);
        if text.is_none() {
            self.mistake(&format!("{path}.prefix"), "a text, before a text", Some(value));
        }
        text.unwrap_or_default().to_owned()
    }

    /// `values = "side"` names a table `[values.side]`.
    fn value_table(&mut self, path: &str, value: &Value) -> HashMap<String, String> {
        let table = value.as_str().and_then(|name| self.values?.get(name)?.as_table());
        let Some(table) = table else {
            self.mistake(path, "the name of a table [values.NAME]", Some(value));
            return HashMap::new();
        };
        let mut texts = HashMap::new();
        for (key, text) in table {
            match text.as_str() {
                Some(text) => {
                    texts.insert(key.clone(), text.to_owned());
                }
                None => self.mistake(&format!("{path}.{key}"), "a text", Some(text)),
            }
        }
        texts
    }

    fn lookup(&mut self, path: &str, value: &Value) -> HashMap<String, String> {
        let text = |key: &str| value.get(key).and_then(Value::as_str);
        let (Some(file), Some(key), Some(column)) = (text("file"), text("key"), text("value"))
        else {
            self.mistake(path, "{ file = \"…\", key = \"…\", value = \"…\" }", Some(value));
            return HashMap::new();
        };
        match lookup::read(self.load, file, (key, column)) {
            Ok(table) => table,
            Err(expected) => {
                self.mistake(&format!("{path}.file"), &expected, value.get("file"));
                HashMap::new()
            }
        }
    }

    /// The index of a column of the form.
    fn target(&mut self, path: &str, column: &str) -> Option<usize> {
        let target = self.columns.iter().position(|it| it.name == column);
        if target.is_none() {
            let names: Vec<&str> = self.columns.iter().map(|it| it.name).collect();
            let expected = format!("a column of the {} form ({})", self.kind, names.join(", "));
            self.mistake(path, &expected, Some(&Value::String(column.to_owned())));
        }
        target
    }

    /// The number of a source column.
    fn source(&mut self, name: &str) -> usize {
        let known = self.sources.iter().position(|it| it == name);
        known.unwrap_or_else(|| {
            self.sources.push(name.to_owned());
            self.sources.len() - 1
        })
    }

    /// The entries of a table that may be absent.
    fn table<'t>(&mut self, parent: &'t Table, key: &str) -> Vec<(&'t String, &'t Value)> {
        match parent.get(key) {
            Some(Value::Table(table)) => table.iter().collect(),
            Some(other) => {
                self.mistake(key, "a table", Some(other));
                Vec::new()
            }
            None => Vec::new(),
        }
    }

    fn only_keys(&mut self, path: &str, table: &Table, keys: &[&str]) {
        for (key, value) in table.iter().filter(|(key, _)| !keys.contains(&key.as_str())) {
            let separator = if path.is_empty() { "" } else { "." };
            let expected = format!("one of {}", keys.join(", "));
            self.mistake(&format!("{path}{separator}{key}"), &expected, Some(value));
        }
    }

    fn mistake(&mut self, key: &str, expected: &str, actual: Option<&Value>) {
        let actual = actual.map(Value::to_string).unwrap_or_default();
        self.mistakes.push(Mistake { key: key.to_owned(), expected: expected.to_owned(), actual });
    }
}

impl Expression {
    fn of(from: From, shape: Shape) -> Self {
        Self { from, part: Part::Whole, lookup: None, values: None, shape, prefix: String::new() }
    }
}

impl Shape {
    /// Without a format, dates and periods are written as the form asks for them.
    fn without_format(self) -> Self {
        match self {
            Self::Date(_) | Self::Month(_) | Self::Text => Self::Text,
            Self::Amount => Self::Amount,
        }
    }
}
