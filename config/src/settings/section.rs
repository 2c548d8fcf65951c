//! A table of the settings while it is read: every key asked for is known, the rest is a fault.

use std::cell::RefCell;
use std::collections::BTreeMap;
use std::fs;
use std::ops::RangeInclusive;
use std::path::{Path, PathBuf};

use toml::{Table, Value};

use super::recipient::Which;
use super::types::{PathText, Setting};
use crate::fault::{Expected, FileFault, Wrong};
use crate::secret::Secret;

/// What all tables of one file share.
pub(super) struct Context<'a> {
    /// The settings file.
    pub(super) path: &'a Path,
    /// The environment.
    pub(super) env: &'a [(String, String)],
    /// Which variable set which key.
    pub(super) overrides: BTreeMap<String, String>,
    /// What is wrong so far.
    pub(super) faults: RefCell<Vec<FileFault>>,
}

impl Context<'_> {
    /// The variable that set a key or one below it, else the settings file.
    fn file(&self, key: &str) -> String {
        let below = format!("{key}.");
        let set = |(path, _): &(&String, &String)| *path == key || path.starts_with(&below);
        match self.overrides.iter().find(set) {
            Some((_, variable)) => variable.clone(),
            None => self.path.display().to_string(),
        }
    }

    pub(super) fn fault(&self, key: &str, wrong: Wrong, actual: &str, expected: Expected) {
        self.faults.borrow_mut().push(FileFault {
            file: self.file(key),
            key: key.to_owned(),
            wrong,
            actual: actual.to_owned(),
            expected,
        });
    }

    /// A path as meant by whoever wrote the file.
    pub(super) fn resolve(&self, path: &str) -> PathBuf {
        self.path.parent().unwrap_or(Path::new("")).join(path)
    }
}

/// A table that is being read.
pub(super) struct Section<'a> {
    context: &'a Context<'a>,
    at: String,
    table: Table,
    asked: Vec<&'static str>,
}

impl<'a> Section<'a> {
    pub(super) fn new(context: &'a Context<'a>, at: String, table: Table) -> Self {
        Self { context, at, table, asked: Vec::new() }
    }

    /// The full name of a key of this table.
    pub(super) fn key(&self, key: &str) -> String {
        if self.at.is_empty() { key.to_owned() } else { format!("{}.{key}", self.at) }
    }

    pub(super) fn context(&self) -> &'a Context<'a> {
        self.context
    }

    /// Whether a key is there, right or wrong.
    pub(super) fn has(&self, key: &str) -> bool {
        self.table.contains_key(key)
    }

    fn take(&mut self, key: &'static str) -> Option<Value> {
        self.asked.push(key);
        self.table.remove(key)
    }

    fn invalid(&self, key: &str, value: &Value, expected: Expected) {
        // A whole table in a message would hide what is meant.
        let actual = match value {
            Value::String(text) => text.clone(),
            Value::Table(_) => "{ … }".to_owned(),
            Value::Array(_) => "[ … ]".to_owned(),
            other => other.to_string(),
        };
        self.context.fault(&self.key(key), Wrong::Invalid, &actual, expected);
    }

    /// The value of a key, if it is there and right.
    pub(super) fn get<T: Setting>(&mut self, key: &'static str) -> Option<T> {
        let value = self.take(key)?;
        let read = T::read(&value);
        if read.is_none() {
            let shown = value.as_str().map(|text| Value::String(T::shown(text)));
            self.invalid(key, &shown.unwrap_or(value), T::expected());
        }
        read
    }

    /// The value of a key that has to be there, if it is right.
    pub(super) fn required<T: Setting>(&mut self, key: &'static str) -> Option<T> {
        if !self.has(key) {
            self.context.fault(&self.key(key), Wrong::Missing, "", T::expected());
        }
        self.get(key)
    }

    /// The right values of a list; none where the key is absent.
    pub(super) fn list<T: Setting>(&mut self, key: &'static str) -> Vec<T> {
        let Some(value) = self.take(key) else { return Vec::new() };
        let Value::Array(values) = value else {
            self.invalid(key, &value, Expected::word("expected-list"));
            return Vec::new();
        };
        let mut read = Vec::with_capacity(values.len());
        for value in &values {
            match T::read(value) {
                Some(right) => read.push(right),
                None => self.invalid(key, value, T::expected()),
            }
        }
        read
    }

    /// The right values of a list that has to be there and to name something, or the word for all.
    pub(super) fn all_or_list<T: Setting>(&mut self, key: &'static str) -> Which<T> {
        if matches!(self.table.get(key), Some(Value::Array(some)) if !some.is_empty()) {
            return Which::Only(self.list(key));
        }
        let expected = Expected::word("expected-all-or-list");
        match self.take(key) {
            Some(Value::String(word)) if word == "all" => return Which::All,
            Some(wrong) => self.invalid(key, &wrong, expected),
            None => self.context.fault(&self.key(key), Wrong::Missing, "", expected),
        }
        Which::Only(Vec::new())
    }

    /// A whole number within bounds. In a variable it is text.
    pub(super) fn integer(&mut self, key: &'static str, range: RangeInclusive<u64>) -> Option<u64> {
        let value = self.take(key)?;
        let number = match &value {
            Value::Integer(number) => u64::try_from(*number).ok(),
            Value::String(text) if self.context.overrides.contains_key(&self.key(key)) => {
                text.parse().ok()
            }
            _ => None,
        };
        let number = number.filter(|number| range.contains(number));
        if number.is_none() {
            self.invalid(key, &value, Expected::integer(*range.start(), *range.end()));
        }
        number
    }

    /// A path, resolved against the folder of the settings file.
    pub(super) fn path(&mut self, key: &'static str) -> Option<PathBuf> {
        self.get::<PathText>(key).map(|PathText(path)| self.context.resolve(&path))
    }

    /// A path that has to be there.
    pub(super) fn required_path(&mut self, key: &'static str) -> Option<PathBuf> {
        self.required::<PathText>(key).map(|PathText(path)| self.context.resolve(&path))
    }

    /// A secret, from `{ file = … }` (one line break at its end does not count) or `{ env = … }`.
    pub(super) fn secret(&mut self, key: &'static str) -> Option<Secret> {
        if let Some(value) = self.table.get(key).filter(|value| !value.is_table()) {
            // The value may be the secret itself, so it is not shown.
            let hidden = Value::String("***".to_owned());
            let hidden = if value.is_str() { hidden } else { value.clone() };
            self.invalid(key, &hidden, Expected::word("expected-secret"));
            self.take(key);
            return None;
        }
        let present = self.has(key);
        let mut section = self.section(key);
        let (file, variable) = (section.path("file"), section.get::<String>("env"));
        let at = section.at.clone();
        section.finish();
        match (file, variable) {
            (Some(file), None) => self.secret_file(&at, &file),
            (None, Some(variable)) => self.secret_variable(&at, &variable),
            _ if present => {
                let expected = Expected::word("expected-secret");
                self.context.fault(&at, Wrong::Invalid, "{ … }", expected);
                None
            }
            _ => None,
        }
    }

    fn secret_file(&self, at: &str, file: &Path) -> Option<Secret> {
        match fs::read_to_string(file) {
            Ok(text) => {
                let text = text.strip_suffix('\n').unwrap_or(&text);
                Some(Secret::new(text.strip_suffix('\r').unwrap_or(text)))
            }
            Err(error) => {
                let actual = format!("{}: {error}", file.display());
                let expected = Expected::word("expected-readable-file");
                self.context.fault(&format!("{at}.file"), Wrong::Unreadable, &actual, expected);
                None
            }
        }
    }

    fn secret_variable(&self, at: &str, variable: &str) -> Option<Secret> {
        let found = self.context.env.iter().find(|(name, _)| name == variable);
        if found.is_none() {
            let expected = Expected::word("expected-variable");
            self.context.fault(&format!("{at}.env"), Wrong::UnknownName, variable, expected);
        }
        found.map(|(_, value)| Secret::new(&**value))
    }

    /// A table; an empty one where the key is absent.
    pub(super) fn section(&mut self, key: &'static str) -> Self {
        let at = self.key(key);
        let table = match self.take(key) {
            None => Table::new(),
            Some(Value::Table(table)) => table,
            Some(other) => {
                self.invalid(key, &other, Expected::value(format!("[{at}]")));
                Table::new()
            }
        };
        Self::new(self.context, at, table)
    }

    /// A table, if the key is there.
    pub(super) fn optional(&mut self, key: &'static str) -> Option<Self> {
        self.table.contains_key(key).then(|| self.section(key))
    }

    /// A list that has to be there and to hold something, if all of it is right.
    pub(super) fn required_list<T: Setting>(&mut self, key: &'static str) -> Option<Vec<T>> {
        let Some(value) = self.take(key) else {
            self.context.fault(&self.key(key), Wrong::Missing, "", T::expected());
            return None;
        };
        let items = value.as_array().map(Vec::as_slice).unwrap_or_default();
        let read: Option<Vec<T>> = items.iter().map(T::read).collect();
        let read = read.filter(|it| !it.is_empty());
        if read.is_none() {
            self.invalid(key, &value, T::expected());
        }
        read
    }

    /// The tables of an array, each named by its id, else by its number from 1.
    pub(super) fn sections(&mut self, key: &'static str) -> Vec<Self> {
        let Some(value) = self.take(key) else { return Vec::new() };
        let tables = value.clone().try_into::<Vec<Table>>().unwrap_or_else(|_| {
            self.invalid(key, &value, Expected::value(format!("[[{key}]]")));
            Vec::new()
        });
        let name = |index: usize, table: &Table| match table.get("id").and_then(Value::as_str) {
            Some(id) => id.to_owned(),
            None => (index + 1).to_string(),
        };
        let named = |(index, table)| {
            let at = format!("{key}[{}]", name(index, &table));
            Self::new(self.context, at, table)
        };
        tables.into_iter().enumerate().map(named).collect()
    }

    /// Ends the reading: keys that nobody asked for are faults.
    pub(super) fn finish(self) {
        for key in self.table.keys() {
            let expected = Expected::nearest(key, self.asked.iter().copied());
            self.context.fault(&self.key(key), Wrong::UnknownKey, key, expected);
        }
    }
}
