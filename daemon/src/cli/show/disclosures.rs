//! Disclosures as they were handed in, and where each duty to disclose stands.

use config::locale::{Language, Words};
use config::policy::Policy;
use jiff::civil::Date;
use metrics::clean::clean_inline;
use metrics::disclosure::{Block, Duty, Gap, Record, Timeliness, Verdict};
use metrics::party::PartyId;
use metrics::source::{Confidence, Source};
use serde::Serialize;
use serde_json::{Value, json};
use store::disclosures::StoredDisclosure;

use super::super::finding::Message;
use crate::duties::Obliged;

/// Columns of contact rows that name a person: they are in the raw row, for whoever needs them.
const PERSONAL: [&str; 2] = ["contact", "phone"];

pub(super) fn disclosure(it: &StoredDisclosure) -> Value {
    json!({
        "party": it.party,
        "year": it.disclosure.year,
        "duty": it.disclosure.duty,
        "disclosed_on": it.disclosed_on,
        "receipt": it.receipt,
        "sha256": it.sha256,
        "row": it.origin.row,
        "records": it.disclosure.records.iter().map(record).collect::<Vec<_>>(),
    })
}

fn record(it: &Record) -> Value {
    let is_personal = |column: &str| it.record == Block::Contact && PERSONAL.contains(&column);
    let cells = it.cells.iter().filter(|(column, _)| !is_personal(column));
    let cells: serde_json::Map<String, Value> =
        cells.map(|(column, cell)| (column.clone(), json!(cell))).collect();
    json!({ "record": it.record, "row": it.row, "cells": cells })
}

/// One duty of a party for one year; without year and verdict where it is not known since when the
/// party operates.
#[derive(Debug, Serialize)]
pub(super) struct ObligationJson {
    party: PartyId,
    name: String,
    obligation: Duty,
    year: Option<i16>,
    due_on: Option<Date>,
    disclosed_on: Option<Date>,
    #[serde(flatten)]
    timeliness: Option<Timeliness>,
    is_incomplete: bool,
    fields_missing: Vec<Gap>,
    basis: String,
    confidence: Confidence,
    /// What the fields rest on that are missing.
    #[serde(skip_serializing_if = "Option::is_none")]
    fields_basis: Option<String>,
    said: Message,
}

/// Makes duties into what scripts read and people are told.
pub(super) struct Tell<'a> {
    policy: &'a Policy,
    zh: Words,
    en: Words,
}

impl<'a> Tell<'a> {
    pub(super) fn new(policy: &'a Policy) -> Self {
        Self { policy, zh: Words::new(Language::Zh), en: Words::new(Language::En) }
    }

    pub(super) fn obligations(&self, obliged: &Obliged) -> Vec<ObligationJson> {
        if obliged.verdicts.is_empty() {
            return vec![self.obligation(obliged, None)];
        }
        obliged.verdicts.iter().map(|it| self.obligation(obliged, Some(it))).collect()
    }

    fn obligation(&self, obliged: &Obliged, verdict: Option<&Verdict>) -> ObligationJson {
        let basis = &self.policy.disclosure.due.source;
        let gaps = verdict.map(|it| it.gaps.clone()).unwrap_or_default();
        let content = self.policy.disclosure.content(obliged.duty).filter(|_| !gaps.is_empty());
        ObligationJson {
            party: obliged.party.clone(),
            name: obliged.name.clone(),
            obligation: obliged.duty,
            year: verdict.map(|it| it.year),
            due_on: verdict.map(|it| it.due_on),
            disclosed_on: verdict.and_then(|it| it.disclosed_on),
            timeliness: verdict.map(|it| it.timeliness),
            is_incomplete: !gaps.is_empty(),
            fields_missing: gaps,
            basis: self.policy.citation(basis, &self.zh),
            confidence: basis.confidence,
            fields_basis: content.map(|it| self.policy.citation(&it.source, &self.zh)),
            said: Message {
                zh: self.said(obliged, (verdict, basis), &self.zh),
                en: self.said(obliged, (verdict, basis), &self.en),
            },
        }
    }

    fn said(
        &self,
        obliged: &Obliged,
        (verdict, basis): (Option<&Verdict>, &Source),
        words: &Words,
    ) -> String {
        let (party, duty) = (clean_inline(&obliged.name), obliged.duty.to_string());
        let Some(verdict) = verdict else {
            return words.format("disclosure-start-unknown", &[("party", party), ("duty", duty)]);
        };
        let arguments = [
            ("party", party),
            ("duty", duty),
            ("year", verdict.year.to_string()),
            ("due", verdict.due_on.to_string()),
            ("verdict", stands(verdict, words)),
            ("basis", self.policy.citation(basis, words)),
        ];
        words.format("disclosure-obligation", &arguments)
    }
}

/// Where a duty stands: one that is late may be incomplete as well.
fn stands(verdict: &Verdict, words: &Words) -> String {
    let days = match verdict.timeliness {
        Timeliness::NotDue { days_left } | Timeliness::DueSoon { days_left, .. } => days_left,
        Timeliness::OnTime => 0,
        Timeliness::Late { days } | Timeliness::Missing { days } => days,
    };
    let word = format!("disclosure-{}", verdict.timeliness.as_str());
    let said = words.format(&word, &[("days", days.to_string())]);
    if verdict.gaps.is_empty() {
        return said;
    }
    let count = verdict.gaps.len().to_string();
    words.format("disclosure-incomplete", &[("verdict", said), ("count", count)])
}

/// The obligations as lines for a person.
pub(super) fn lines(obligations: &[ObligationJson], language: Language) -> Vec<String> {
    let line = |it: &ObligationJson| match language {
        Language::Zh => it.said.zh.clone(),
        Language::En => it.said.en.clone(),
    };
    obligations.iter().map(line).collect()
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeMap;

    use jiff::civil::date;
    use metrics::disclosure::Disclosure;
    use metrics::form::Origin;

    use super::*;

    fn verdict(timeliness: Timeliness, gaps: Vec<Gap>) -> Verdict {
        let (year, due_on) = (2025, date(2026, 3, 31));
        Verdict { duty: Duty::Operator, year, due_on, disclosed_on: None, timeliness, gaps }
    }

    fn obliged(verdicts: Vec<Verdict>) -> Obliged {
        let party = "uscc:91310000MADEM0011A".parse().unwrap();
        Obliged { party, name: "甲\u{1b}[31m".to_owned(), duty: Duty::Operator, verdicts }
    }

    #[test]
    fn each_verdict_is_one_sentence() {
        let policy = Policy::builtin();
        let tell = Tell::new(&policy);
        let gap = Gap {
            record: Block::Product,
            row: Some(3),
            name: "指数".to_owned(),
            column: "fee".to_owned(),
        };
        let all = obliged(vec![
            verdict(Timeliness::NotDue { days_left: 31 }, vec![]),
            verdict(Timeliness::DueSoon { days_left: 3, within_days: 3 }, vec![]),
            verdict(Timeliness::OnTime, vec![]),
            verdict(Timeliness::Late { days: 2 }, vec![gap]),
            verdict(Timeliness::Missing { days: 1 }, vec![]),
        ]);
        let mut said = tell.obligations(&all);
        said.extend(tell.obligations(&obliged(vec![])));
        let lines = Language::ALL.map(|language| lines(&said, language).join("\n"));
        insta::assert_snapshot!(lines.join("\n\n"));
        insta::assert_snapshot!(serde_json::to_string_pretty(&said[3]).unwrap());
    }

    #[test]
    fn names_and_phones_of_contact_persons_are_left_out() {
        let cells = |cells: &[(&str, &str)]| -> BTreeMap<String, String> {
            cells.iter().map(|(name, cell)| ((*name).to_owned(), (*cell).to_owned())).collect()
        };
        let record = |record, own: &[(&str, &str)]| Record {
            record,
            row: 2,
            byte_offset: 0,
            byte_length: 0,
            cells: cells(own),
        };
        let records = vec![
            record(Block::Basic, &[("name", "甲"), ("phone", "021")]),
            record(Block::Contact, &[("name", "局"), ("contact", "孙某"), ("phone", "138")]),
        ];
        let stored = StoredDisclosure {
            id: 1,
            party: "name:甲".parse().unwrap(),
            disclosure: Disclosure { year: 2025, duty: Duty::Operator, records },
            disclosed_on: date(2026, 3, 31),
            receipt: "R-1".to_owned(),
            sha256: String::new(),
            origin: Origin::default(),
        };
        let text = disclosure(&stored).to_string();
        assert!(text.contains("021") && text.contains("局"), "{text}");
        assert!(!text.contains("孙某") && !text.contains("138"), "{text}");
    }
}
