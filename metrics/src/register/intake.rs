//! Reading register rows. Words may be Chinese or English; the verdict does not depend on the order
//! of the rows.

#[cfg(test)]
mod tests;

use jiff::civil::Date;

use super::authority::{Listed, begins, left_out, refused};
use super::{COLUMNS, Entry, RegisterFact, Role, STANDARDS, Standard};
use crate::authority::Authority;
use crate::finding::{Faults, reading};
use crate::form::Row;
use crate::form::cells::{Cells, YES_NO, parse_yes_no};
use crate::form::entries::{self, note_unknown, settle};
use crate::party::PartyKind;

/// The words of the column `record`.
const RECORDS: &str = "party 单位, person 人员, product 产品, account 科目";

/// What a registry file gave.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct CheckedRegister {
    /// The entries understood, in file order, each at its first row.
    pub facts: Vec<RegisterFact>,
    /// The rules broken.
    pub faults: Faults,
    /// Rows handed in.
    pub rows: u64,
}

/// Collects register rows.
#[derive(Debug, Default)]
pub struct RegisterIntake {
    authority: Option<Authority>,
    listed: Listed,
    entries: Vec<entries::Entry<Entry>>,
    faults: Faults,
    rows: u64,
}

impl RegisterIntake {
    /// An intake that asks of every row that it is its sender's to say (`R-14`; others do not count),
    /// and that its party is in the file or in the register in force (`R-7`), which lists this of the sender.
    /// The default one does not ask.
    #[must_use]
    pub fn new(authority: Authority, listed: Listed) -> Self {
        Self { authority: Some(authority), listed, ..Self::default() }
    }

    /// Takes one row.
    pub fn row(&mut self, row: &Row<'_>) {
        self.rows += 1;
        let identity = ["record", "party", "code"];
        let mut cells = Cells::open(COLUMNS, &identity, *row, &mut self.faults);
        let party = cells.party("party");
        let entry = read_entry(&mut cells);
        let whole = cells.is_whole();
        if let (Some(party), Some(content), true) = (party, entry, whole) {
            let label = format!("{} {}", content.record(), content.code()).trim_end().to_owned();
            self.entries.push(entries::Entry { party, label, content, origin: row.origin() });
        }
    }

    /// Ends the file: the rules that need all of it are judged.
    #[must_use]
    pub fn finish(mut self) -> CheckedRegister {
        let authority = self.authority.as_ref();
        if let Some(authority) = authority.filter(|it| !begins(it, &self.entries)) {
            for fault in left_out((authority, &self.listed), &self.entries) {
                self.faults.push(fault);
            }
            self.entries.retain(|it| match refused((authority, &self.listed), it) {
                Some(fault) => {
                    self.faults.push(fault);
                    false
                }
                None => true,
            });
        }
        let settled = settle(self.entries, Entry::in_common, &mut self.faults);
        if let Some(authority) = self.authority {
            let mut known = authority.known();
            let parties = settled.iter().filter(|it| matches!(it.content, Entry::Party { .. }));
            known.extend(parties.map(|it| it.party.clone()));
            note_unknown(&settled, &known, &mut self.faults);
        }
        let fact = |it: entries::Entry<Entry>| RegisterFact {
            party: it.party,
            entry: it.content,
            origin: it.origin,
        };
        self.faults.sort();
        let facts = settled.into_iter().map(fact).collect();
        CheckedRegister { facts, faults: self.faults, rows: self.rows }
    }
}

fn read_entry(cells: &mut Cells<'_, '_>) -> Option<Entry> {
    let record = cells.read_required("record", RECORDS, Record::parse);
    let name = cells.required("name");
    match record? {
        Record::Party => {
            if !cells.text("code").is_empty() {
                cells.refuse(reading::CELL_INVALID, "code", "\"\"");
            }
            let kinds = PartyKind::ALL.map(PartyKind::as_str).join(", ");
            let kind = cells.read_required("kind", &kinds, PartyKind::parse);
            let state_owned = read_yes_no(cells, "state_owned");
            let since = cells.read("since", "YYYY-MM-DD", |it| it.parse::<Date>().ok());
            let standard = cells.read("standard", "cas, small", |word| {
                let mut words = STANDARDS.iter().zip(Standard::ALL);
                words.find(|((en, zh), _)| word == *en || word == *zh).map(|it| it.1)
            });
            let controllers = cells.other_party("controlled_by").into_iter().collect();
            Some(Entry::Party {
                name: name?.to_owned(),
                kind: kind?,
                state_owned,
                since,
                standard,
                controllers,
            })
        }
        Record::Person => {
            let account = cells.required("code");
            let roles = Role::ALL.map(Role::as_str).join(", ");
            let role = cells.read_required("role", &roles, Role::parse);
            Some(Entry::Person {
                account: account?.to_owned(),
                name: name?.to_owned(),
                role: role?,
            })
        }
        Record::Product => {
            let code = cells.required("code")?.to_owned();
            let registration = cells.text("registration");
            let registration = (!registration.is_empty()).then(|| registration.to_owned());
            let developers = cells.other_party("developer").into_iter().collect();
            Some(Entry::Product { code, name: name?.to_owned(), registration, developers })
        }
        Record::Account => {
            let code = cells.required("code");
            let separate_ledger = read_yes_no(cells, "separate_ledger");
            let bank_account = Some(cells.text("bank_account")).filter(|it| !it.is_empty());
            Some(Entry::Account {
                code: code?.to_owned(),
                name: name?.to_owned(),
                separate_ledger,
                bank_accounts: bank_account.into_iter().map(str::to_owned).collect(),
            })
        }
    }
}

/// Yes only where the cell says so: an empty cell is a no.
fn read_yes_no(cells: &mut Cells<'_, '_>, column: &str) -> bool {
    cells.read(column, YES_NO, parse_yes_no).unwrap_or(false)
}

/// What a row is about.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Record {
    Party,
    Person,
    Product,
    Account,
}

impl Record {
    fn parse(word: &str) -> Option<Self> {
        match word {
            "party" | "单位" => Some(Self::Party),
            "person" | "人员" => Some(Self::Person),
            "product" | "产品" => Some(Self::Product),
            "account" | "科目" => Some(Self::Account),
            _ => None,
        }
    }
}
