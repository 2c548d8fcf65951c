//! Reads the keys of a mapping that screen source rows: `fill_down`, `skip`, `unsupported`, `quantities`.

use toml::{Table, Value};

use super::Parser;
use crate::formats::mapping::screen::Screen;

impl Parser<'_> {
    /// Comes after all else: of the columns named by then each has to be there.
    pub(super) fn screen(&mut self, top: &Table) -> (Screen, usize) {
        let fill_down = self.source_list(top, "fill_down");
        let unsupported = self.source_list(top, "unsupported");
        let mut skip = Vec::new();
        for (column, value) in self.table(top, "skip") {
            let texts = self.texts(&format!("skip.{column}"), value);
            skip.push((self.source(column), texts));
        }
        let needed = self.sources.len();
        let quantities = self.source_list(top, "quantities");
        (Screen { skip, fill_down, unsupported, quantities }, needed)
    }

    /// The numbers of the source columns that a key lists.
    fn source_list(&mut self, top: &Table, key: &str) -> Vec<usize> {
        let Some(value) = top.get(key) else { return Vec::new() };
        let names = self.texts(key, value);
        names.iter().map(|name| self.source(name)).collect()
    }

    fn texts(&mut self, path: &str, value: &Value) -> Vec<String> {
        let texts: Option<Vec<String>> = value
            .as_array()
            .and_then(|items| items.iter().map(|it| it.as_str().map(str::to_owned)).collect());
        if texts.is_none() {
            self.mistake(path, "a list of texts", Some(value));
        }
        texts.unwrap_or_default()
    }
}
