//! Forms as workbooks: empty ones to fill in, and handed-in ones given back with each finding at its
//! cell. What people read stands in Chinese and in English side by side; heads are in one language.

mod clothes;
mod copy;
mod findings;
mod guide;
mod heads;
mod marked;
mod template;
mod validation;

use config::locale::{Language, Words};
use metrics::form::{CellKind, Column, columns};
use metrics::kind::Kind;
use metrics::source::Name;
use rust_xlsxwriter::{DocProperties, ExcelDateTime, Workbook, XlsxError, utility};

pub use copy::{CellCopy, SheetCopy, TEXT_MAX, Value, shortened};
pub use findings::{Mark, Verdict};
pub use marked::{HandedIn, marked};
pub use template::{template, template_csv};

/// The mark that makes a spreadsheet take a CSV for UTF-8.
const BYTE_ORDER_MARK: &str = "\u{feff}";

/// A form and the words that it is explained with.
pub struct Form {
    kind: Kind,
    language: Language,
    zh: Words,
    en: Words,
    currencies: Vec<String>,
}

impl Form {
    /// The form of a kind, with heads in a language and the currencies that the policy pack knows.
    #[must_use]
    pub fn new(kind: Kind, language: Language, currencies: Vec<String>) -> Self {
        let (zh, en) = (Words::new(Language::Zh), Words::new(Language::En));
        Self { kind, language, zh, en, currencies }
    }

    fn columns(&self) -> &'static [Column] {
        columns(self.kind)
    }

    /// The sheet that is filled in. The reader finds it by the kind's word.
    fn sheet(&self) -> String {
        format!("{} {}", self.zh.get(&self.kind_word()), self.kind)
    }

    fn kind_word(&self) -> String {
        format!("kind-{}", self.kind)
    }

    /// The head of a column.
    fn head<'c>(&self, column: &'c Column) -> &'c str {
        match self.language {
            Language::Zh => column.name_zh,
            Language::En => column.name,
        }
    }

    /// The words of a column's list, in the language of the heads; none where it has no list.
    fn list(&self, column: &Column) -> Vec<&str> {
        match column.cell {
            CellKind::Words(words) => words.iter().map(|it| self.word(*it)).collect(),
            CellKind::Currency => self.currencies.iter().map(String::as_str).collect(),
            _ => Vec::new(),
        }
    }

    fn word(&self, (en, zh): (&'static str, &'static str)) -> &'static str {
        match self.language {
            Language::Zh => zh,
            Language::En => en,
        }
    }

    /// Where the list of a column stands in the sheet of lists, if it has one.
    fn list_place(&self, column: &Column) -> Option<String> {
        let last = u32::try_from(self.list(column).len()).ok()?.checked_sub(1)?;
        let index = self.columns().iter().position(|it| it.name == column.name)?;
        let index = u16::try_from(index).ok()?;
        Some(utility::cell_range_absolute(0, index, last, index))
    }

    /// A word or sentence in both languages.
    fn both(&self, id: &str, arguments: &[(&str, &str)]) -> Name {
        Name { zh: self.zh.format(id, arguments), en: self.en.format(id, arguments) }
    }

    /// A word in both languages, one after the other.
    fn label(&self, id: &str) -> String {
        let Name { zh, en } = self.both(id, &[]);
        format!("{zh} {en}")
    }
}

/// The id of the words for what a cell holds.
const fn cell_word(cell: CellKind) -> &'static str {
    match cell {
        CellKind::Text => "form-cell-text",
        CellKind::Words(_) => "form-cell-words",
        CellKind::Currency => "form-cell-currency",
        CellKind::Date => "form-cell-date",
        CellKind::Month => "form-cell-month",
        CellKind::Instant => "form-cell-instant",
        CellKind::Amount => "form-cell-amount",
        CellKind::AmountFromZero => "form-cell-amount-from-zero",
        CellKind::Count => "form-cell-count",
    }
}

/// A workbook with a title. Without a time of ours it would carry the clock's.
fn workbook(form: &Form) -> Result<Workbook, XlsxError> {
    let created = ExcelDateTime::from_ymd(2026, 1, 1)?;
    let title = form.label(&form.kind_word());
    let mut workbook = Workbook::new();
    workbook.set_properties(&DocProperties::new().set_title(title).set_creation_datetime(&created));
    Ok(workbook)
}

#[cfg(test)]
mod tests;
