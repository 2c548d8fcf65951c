//! Typed reading of one row's cells: each cell that cannot be read becomes a fault of `R-4` to
//! `R-10`, and the row goes on being read, so that one check names every fault of a row. What is
//! expected is written without words of a language: formats, the words of files, headers in both.

use jiff::civil::Date;

use super::{Column, Row};
use crate::finding::{Fault, Faults, Place, reading};
use crate::money::Currency;
use crate::party::credit_code::{CreditCode, CreditCodeError};
use crate::party::{PartyId, PartyIdError};

/// What a column asks for where it asks for yes or no.
pub(crate) const YES_NO: &str = "yes 是, no 否";
/// What a column asks for where it asks for a party.
const PARTY: &str = "GB 32100-2015, name:…";

/// That a cell does not say what its column asks for.
struct Refused;

/// A row being read.
#[derive(Debug)]
pub struct Cells<'row, 'faults> {
    columns: &'static [Column],
    row: Row<'row>,
    /// The cells that tell the row from others, as submitted: the same fault in a corrected file
    /// keeps its cause although the row has moved.
    identity: String,
    subject: Option<PartyId>,
    faults: &'faults mut Faults,
    whole: bool,
}

impl<'row, 'faults> Cells<'row, 'faults> {
    /// Starts to read a row that the cells in the columns of `identity` tell from others.
    pub(crate) fn open(
        columns: &'static [Column],
        identity: &[&str],
        row: Row<'row>,
        faults: &'faults mut Faults,
    ) -> Self {
        let whole = row.cells.len() == columns.len();
        let mut cells =
            Self { columns, row, identity: String::new(), subject: None, faults, whole };
        let named: Vec<&str> = identity.iter().map(|column| cells.text(column)).collect();
        named.join(" ").trim().clone_into(&mut cells.identity);
        if !whole {
            let place = Place::row(row.number);
            let (expected, actual) = (columns.len(), row.cells.len());
            cells.push(reading::ROW_UNREADABLE, place, &expected.to_string(), &actual.to_string());
        }
        cells
    }

    /// Whether no cell asked for so far was missing or unreadable.
    pub(crate) fn is_whole(&self) -> bool {
        self.whole
    }

    /// A cell without the blanks around it; `""` where there is none.
    pub(crate) fn text(&self, column: &str) -> &'row str {
        let index = self.columns.iter().position(|it| it.name == column);
        index.and_then(|it| self.row.cells.get(it)).map_or("", |cell| cell.trim())
    }

    /// A cell that has to be filled (`R-5`).
    pub(crate) fn required(&mut self, column: &str) -> Option<&'row str> {
        let text = self.text(column);
        if text.is_empty() {
            self.refuse(reading::CELL_EMPTY, column, &self.headers(column));
            return None;
        }
        Some(text)
    }

    /// A cell that may be empty, read by `parse`; `R-6` where it refuses.
    pub(crate) fn read<T>(
        &mut self,
        column: &str,
        expected: &str,
        parse: impl FnOnce(&str) -> Option<T>,
    ) -> Option<T> {
        self.parsed(column, parse).unwrap_or_else(|Refused| {
            self.refuse(reading::CELL_INVALID, column, expected);
            None
        })
    }

    /// A cell that may be empty, read by `parse`; where it refuses, `R-6`, and the row stays without it.
    pub(crate) fn read_or_note<T>(
        &mut self,
        column: &str,
        expected: &str,
        parse: impl FnOnce(&str) -> Option<T>,
    ) -> Option<T> {
        self.parsed(column, parse).unwrap_or_else(|Refused| {
            self.note(reading::CELL_INVALID, column, expected);
            None
        })
    }

    /// What a cell says by `parse`; nothing where it is empty.
    fn parsed<T>(
        &self,
        column: &str,
        parse: impl FnOnce(&str) -> Option<T>,
    ) -> Result<Option<T>, Refused> {
        let text = self.text(column);
        if text.is_empty() { Ok(None) } else { parse(text).map(Some).ok_or(Refused) }
    }

    /// A cell that has to be filled (`R-5`), read by `parse`; `R-6` where it refuses.
    pub(crate) fn read_required<T>(
        &mut self,
        column: &str,
        expected: &str,
        parse: impl FnOnce(&str) -> Option<T>,
    ) -> Option<T> {
        self.required(column)?;
        self.read(column, expected, parse)
    }

    /// A cell that may be empty and holds one of these words in either language, as the English one;
    /// `R-6` for another word.
    pub(crate) fn word(
        &mut self,
        column: &str,
        words: &'static [(&'static str, &'static str)],
    ) -> Option<&'static str> {
        let expected = words.iter().map(|(en, _)| *en).collect::<Vec<_>>().join(", ");
        self.read(column, &expected, |text| {
            words.iter().find(|(en, zh)| text == *en || text == *zh).map(|(en, _)| *en)
        })
    }

    /// A cell that may be empty and holds one of these words in either language, as the meaning at the same
    /// place; where it holds another word, `R-6`, and the row stays without it.
    pub(crate) fn meaning<T: Copy>(
        &mut self,
        column: &str,
        words: &[(&str, &str)],
        meanings: &[T],
    ) -> Option<T> {
        let expected: Vec<&str> = words.iter().map(|it| it.0).collect();
        let place =
            |text: &str| words.iter().position(|&(word, word_zh)| text == word || text == word_zh);
        let place = self.read_or_note(column, &expected.join(", "), place)?;
        meanings.get(place).copied()
    }

    /// What a column is called in both languages.
    pub(crate) fn headers(&self, column: &str) -> String {
        let named = self.columns.iter().find(|it| it.name == column);
        named.map(|it| format!("{} {}", it.name_zh, it.name)).unwrap_or_default()
    }

    /// The party that the row is about: `R-10` for a wrong credit code, `R-6` for a wrong name.
    /// Faults found after it are about that party.
    pub(crate) fn party(&mut self, column: &str) -> Option<PartyId> {
        self.party_known(column, |it| it)
    }

    /// The same, of a party that may be known otherwise than it is named.
    pub(crate) fn party_known(
        &mut self,
        column: &str,
        known: impl FnOnce(PartyId) -> PartyId,
    ) -> Option<PartyId> {
        self.required(column)?;
        let party = known(self.other_party(column)?);
        self.subject = Some(party.clone());
        Some(party)
    }

    /// A party that the row names beside, in a cell that may be empty: `R-10` for a wrong credit
    /// code, `R-6` for a wrong name.
    pub(crate) fn other_party(&mut self, column: &str) -> Option<PartyId> {
        let text = self.text(column);
        if text.is_empty() {
            return None;
        }
        match text.parse::<PartyId>() {
            Ok(party) => Some(party),
            Err(PartyIdError::CreditCode { source, .. }) => {
                self.refuse(reading::CREDIT_CODE, column, &right_code(text, &source));
                None
            }
            Err(PartyIdError::Scheme { .. } | PartyIdError::Name { .. }) => {
                self.refuse(reading::CELL_INVALID, column, PARTY);
                None
            }
        }
    }

    /// The currency of the row's amounts, in a cell that may be empty: what is not in renminbi is not
    /// understood (`R-12-currency`), and nothing else than a code is one (`R-6`).
    pub(crate) fn renminbi(&mut self, column: &str) {
        let currency = self.read(column, Currency::CNY.as_str(), Currency::parse);
        if currency.is_some_and(|it| it != Currency::CNY) {
            self.refuse(reading::CURRENCY, column, Currency::CNY.as_str());
        }
    }

    /// A credit code in a cell that may be empty: `R-10` where it is wrong; the row stays.
    pub(crate) fn note_credit_code(&mut self, column: &str) {
        let text = self.text(column);
        if text.is_empty() {
            return;
        }
        if let Err(error) = CreditCode::parse(text) {
            self.note(reading::CREDIT_CODE, column, &right_code(text, &error));
        }
    }

    /// Adds a fault of one cell that keeps the row from being understood.
    pub(crate) fn refuse(&mut self, rule: &'static str, column: &str, expected: &str) {
        self.whole = false;
        self.note(rule, column, expected);
    }

    /// Adds a fault of one cell; the row stays.
    pub(crate) fn note(&mut self, rule: &'static str, column: &str, expected: &str) {
        let place = Place::cell(self.row.number, column);
        self.push(rule, place, expected, self.text(column));
    }

    fn push(&mut self, rule: &'static str, place: Place, expected: &str, actual: &str) {
        let column = place.column.as_deref().unwrap_or_default();
        // Forms call columns of one name differently, and sentences name them as this form does.
        let heading = self.columns.iter().find(|it| it.name == column);
        let heading = heading.map(|it| ("column_zh", it.name_zh.to_owned()));
        self.faults.push(Fault {
            rule,
            cause: format!("{} {column}", self.identity).trim().to_owned(),
            place,
            receipt: None,
            subject: self.subject.clone(),
            period: None,
            expected: expected.to_owned(),
            actual: actual.to_owned(),
            difference: None,
            arguments: heading.into_iter().collect(),
        });
    }
}

/// What a wrong credit code should look like. A code that is only written wrongly is shown as it
/// should be written; for a wrong check character nobody knows which of the 18 is the wrong one.
fn right_code(text: &str, error: &CreditCodeError) -> String {
    match error {
        CreditCodeError::Blank | CreditCodeError::SmallLetter => {
            let code = text.trim_start_matches("uscc:").to_ascii_uppercase();
            let code: String = code.chars().filter(|it| !it.is_whitespace()).collect();
            match CreditCode::parse(&code) {
                Ok(_) => code,
                Err(error) => right_code(&code, &error),
            }
        }
        CreditCodeError::Length { .. } => "18 × [0-9A-HJ-NP-RTUWXY]".to_owned(),
        CreditCodeError::Character { found, position } => {
            format!("[0-9A-HJ-NP-RTUWXY] ({position}: {found})")
        }
        CreditCodeError::CheckCharacter { expected, .. } => format!("…{expected} (GB 32100-2015)"),
    }
}

/// Reads `YYYY-MM-DD` and nothing else.
pub(crate) fn parse_day(text: &str) -> Option<Date> {
    let [y1, y2, y3, y4, b'-', m1, m2, b'-', d1, d2] = *text.as_bytes() else { return None };
    let digits = |bytes: &[u8]| {
        bytes.iter().try_fold(0_i16, |value, byte| {
            byte.is_ascii_digit().then(|| value * 10 + i16::from(byte - b'0'))
        })
    };
    let (month, day) = (digits(&[m1, m2])?, digits(&[d1, d2])?);
    Date::new(digits(&[y1, y2, y3, y4])?, i8::try_from(month).ok()?, i8::try_from(day).ok()?).ok()
}

/// Reads yes or no in either language.
pub(crate) fn parse_yes_no(word: &str) -> Option<bool> {
    match word {
        "yes" | "true" | "是" => Some(true),
        "no" | "false" | "否" => Some(false),
        _ => None,
    }
}
