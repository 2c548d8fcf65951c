//! The faults of a disclosure: late, not complete, not the products of the register; and of one that
//! is not there.

use std::collections::BTreeSet;

use jiff::civil::Date;

use super::content::{Block, DisclosureFact, Gap, Record, gaps};
use super::obligation::DisclosurePolicy;
use super::verdict::{Timeliness, Verdict, timeliness};
use super::{COLUMNS, rules};
use crate::finding::{Fault, Faults, Place};
use crate::party::PartyId;
use crate::period::Period;

/// A fault about a party and year. Its month is the one in which the year was due.
fn about(rule: &'static str, party: &PartyId, (year, due_on): (i16, Date), place: Place) -> Fault {
    Fault {
        subject: Some(party.clone()),
        period: Period::of(due_on),
        cause: year.to_string(),
        arguments: vec![("year", year.to_string())],
        ..Fault::at(rule, place)
    }
}

/// The fault of a disclosure that was made after the last day, `first_on` being the first time.
pub(super) fn late(fact: &DisclosureFact, due_on: Date, first_on: Date) -> Option<Fault> {
    let days = match timeliness(due_on, Some(first_on), first_on, &[]) {
        Timeliness::Late { days } => days,
        Timeliness::NotDue { .. }
        | Timeliness::DueSoon { .. }
        | Timeliness::OnTime
        | Timeliness::Missing { .. } => return None,
    };
    let place = Place::row(fact.origin.row);
    let rule = fact.disclosure.duty.rules().late;
    Some(Fault {
        expected: due_on.to_string(),
        actual: first_on.to_string(),
        difference: Some(days.to_string()),
        ..about(rule, &fact.party, (fact.disclosure.year, due_on), place)
    })
}

/// One fault for each field that is not filled in.
pub(super) fn incomplete(fact: &DisclosureFact, due_on: Date, policy: &DisclosurePolicy) -> Faults {
    let mut faults = Faults::default();
    let Some(content) = policy.content(fact.disclosure.duty) else { return faults };
    let rule = fact.disclosure.duty.rules().incomplete;
    for gap in gaps(&fact.disclosure, content) {
        let place = Place::cell(gap.row.unwrap_or(fact.origin.row), &gap.column);
        let fault = about(rule, &fact.party, (fact.disclosure.year, due_on), place);
        let cause = [fault.cause.as_str(), gap.record.as_str(), &gap.name, &gap.column];
        let cause: Vec<&str> = cause.into_iter().filter(|it| !it.is_empty()).collect();
        let cause = cause.join(" ");
        faults.push(Fault { cause, expected: asked(&gap), ..fault });
    }
    faults
}

/// What a gap asks for, in the words of the form.
fn asked(gap: &Gap) -> String {
    let (en, zh) = gap.record.words();
    let block = format!("{zh} {en}");
    if gap.row.is_none() {
        return block;
    }
    let column = COLUMNS.iter().find(|it| it.name == gap.column);
    let column = column.map(|it| format!("{} {}", it.name_zh, it.name)).unwrap_or_default();
    format!("{block}: {column}")
}

/// The products disclosed are those of the register, by name.
pub(super) fn products(
    fact: &DisclosureFact,
    due_on: Date,
    registered: &BTreeSet<String>,
) -> Faults {
    let mut faults = Faults::default();
    let named = (fact.disclosure.year, due_on);
    let listed: Vec<&Record> = fact.disclosure.of(Block::Product).collect();
    let is_listed = |name: &str| listed.iter().any(|it| it.cell("name") == name);
    for name in registered.iter().filter(|it| !is_listed(it)) {
        let place = Place::row(fact.origin.row);
        let fault = about(rules::PRODUCT_UNLISTED, &fact.party, named, place);
        let cause = format!("{} {name}", fault.cause);
        faults.push(Fault { cause, expected: name.clone(), ..fault });
    }
    // A row without a name is incomplete, and says nothing about a product.
    let unknown = listed.iter().filter(|it| {
        let name = it.cell("name");
        !name.is_empty() && !registered.contains(name)
    });
    for record in unknown {
        let name = record.cell("name");
        let place = Place::cell(record.row, "name");
        let fault = about(rules::PRODUCT_UNKNOWN, &fact.party, named, place);
        let cause = format!("{} {name}", fault.cause);
        faults.push(Fault { cause, actual: name.to_owned(), ..fault });
    }
    faults
}

impl Verdict {
    /// The fault of a duty whose last day has passed with nothing in force: it rests on the calendar
    /// and on no submission.
    #[must_use]
    pub fn missing(&self, party: &PartyId) -> Option<Fault> {
        match self.timeliness {
            Timeliness::Missing { .. } => {
                let named = (self.year, self.due_on);
                let fault = about(self.duty.rules().missing, party, named, Place::default());
                Some(Fault { expected: self.due_on.to_string(), ..fault })
            }
            Timeliness::NotDue { .. }
            | Timeliness::DueSoon { .. }
            | Timeliness::OnTime
            | Timeliness::Late { .. } => None,
        }
    }
}
