//! A fault as scripts read it: the contract of `check --json` and `show findings --json`.

use config::locale::{Language, Words};
use config::policy::Policy;
use config::sentence::RuleSentence;
use jiff::Timestamp;
use metrics::finding::{ALIKE, ALIKE_ROWS, Fault, Severity};
use metrics::source::{Name, Source};
use reports::form::Mark;
use serde::Serialize;
use store::findings::Finding;
use store::waivers::StoredWaiver;

use crate::check::{basis, severity};

/// One fault. Field names stay as they are.
#[derive(Debug, Serialize)]
pub(super) struct FindingJson {
    rule: String,
    severity: &'static str,
    #[serde(skip)]
    weight: Severity,
    file: String,
    sheet: Option<String>,
    row: Option<u64>,
    column: Option<String>,
    expected: String,
    actual: String,
    difference: Option<String>,
    basis: String,
    /// How many rows a fault stands for, where that is more than one.
    #[serde(skip_serializing_if = "Option::is_none")]
    rows: Option<u64>,
    /// The first of these rows.
    #[serde(skip)]
    alike_rows: Vec<u64>,
    pub(super) message: Message,
    #[serde(skip_serializing_if = "Option::is_none")]
    life: Option<Life>,
}

/// The sentence in both languages.
#[derive(Debug, Serialize)]
pub(super) struct Message {
    pub(super) zh: String,
    pub(super) en: String,
}

/// What a stored finding has beyond a fault.
#[derive(Debug, Serialize)]
struct Life {
    id: i64,
    subject: String,
    period: Option<String>,
    cause: String,
    state: &'static str,
    receipt: String,
    found_at: String,
    /// The waiver in force that covers it: until then it does not count as open.
    #[serde(skip_serializing_if = "Option::is_none")]
    waiver: Option<Waived>,
    /// What it said before, newest first.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    earlier: Vec<Earlier>,
}

/// What a finding said, until it said something else.
#[derive(Debug, Serialize)]
struct Earlier {
    since: String,
    receipt: String,
    row: Option<u64>,
    expected: String,
    actual: String,
    difference: Option<String>,
    message: Message,
}

/// A waiver that covers a finding.
#[derive(Debug, Serialize)]
struct Waived {
    number: i64,
    until: String,
    document: String,
}

impl FindingJson {
    /// The finding as it is marked in a workbook.
    pub(super) fn mark(&self) -> Mark {
        Mark {
            row: self.row,
            alike_rows: self.alike_rows.clone(),
            column: self.column.clone(),
            rule: self.rule.clone(),
            severity: self.weight,
            message: Name { zh: self.message.zh.clone(), en: self.message.en.clone() },
            expected: self.expected.clone(),
            actual: self.actual.clone(),
            basis: self.basis.clone(),
        }
    }
}

fn some(text: &str) -> Option<String> {
    (!text.is_empty()).then(|| text.to_owned())
}

fn arguments(finding: &Finding) -> Vec<(&str, &str)> {
    finding.arguments.iter().map(|(name, value)| (name.as_str(), value.as_str())).collect()
}

fn rows(arguments: &[(&str, &str)]) -> Option<u64> {
    arguments.iter().find(|it| it.0 == ALIKE).and_then(|it| it.1.parse().ok())
}

fn alike_rows(arguments: &[(&str, &str)]) -> Vec<u64> {
    let listed = arguments.iter().filter(|it| it.0 == ALIKE_ROWS);
    listed.flat_map(|it| it.1.split(", ")).filter_map(|it| it.parse().ok()).collect()
}

/// Makes faults into what scripts read.
pub(super) struct Describe<'a> {
    policy: &'a Policy,
    zh: Words,
    en: Words,
}

impl<'a> Describe<'a> {
    pub(super) fn new(policy: &'a Policy) -> Self {
        Self { policy, zh: Words::new(Language::Zh), en: Words::new(Language::En) }
    }

    pub(super) fn fault(&self, fault: &Fault, file: &str) -> FindingJson {
        let (sheet, column) = (fault.place.sheet.clone(), fault.place.column.clone());
        let arguments: Vec<(&str, &str)> =
            fault.arguments.iter().map(|(name, value)| (*name, value.as_str())).collect();
        let weight = severity(self.policy, fault.rule);
        FindingJson {
            rule: fault.rule.to_owned(),
            severity: weight.as_str(),
            weight,
            file: file.to_owned(),
            sheet,
            row: fault.place.row,
            expected: fault.expected.clone(),
            actual: fault.actual.clone(),
            difference: fault.difference.clone(),
            basis: self.basis(&basis(self.policy, fault.rule)),
            rows: rows(&arguments),
            alike_rows: alike_rows(&arguments),
            message: self.message(&RuleSentence {
                rule: fault.rule,
                row: fault.place.row,
                column: column.as_deref().unwrap_or_default(),
                expected: &fault.expected,
                actual: &fault.actual,
                difference: fault.difference.as_deref().unwrap_or_default(),
                cause: &fault.cause,
                arguments,
            }),
            column,
            life: None,
        }
    }

    /// The finding, what it said before, and what covers it of these waivers in force.
    pub(super) fn finding(
        &self,
        (finding, earlier): (&Finding, &[(Timestamp, Finding)]),
        waivers: &[StoredWaiver],
    ) -> FindingJson {
        let arguments = arguments(finding);
        FindingJson {
            rule: finding.rule.clone(),
            severity: finding.severity.as_str(),
            weight: finding.severity,
            file: finding.file_name.clone(),
            sheet: some(&finding.sheet),
            row: finding.row,
            column: some(&finding.column),
            expected: finding.expected.clone(),
            actual: finding.actual.clone(),
            difference: some(&finding.difference),
            rows: rows(&arguments),
            alike_rows: alike_rows(&arguments),
            basis: self.basis(&finding.basis),
            message: self.said(finding),
            life: Some(Life {
                id: finding.id,
                subject: finding.subject.to_string(),
                period: finding.period.map(|it| it.to_string()),
                cause: finding.cause.clone(),
                state: finding.state.as_str(),
                receipt: finding.receipt.clone(),
                found_at: finding.found_at.to_string(),
                waiver: waivers.iter().find(|it| it.covers(finding)).map(|it| Waived {
                    number: it.number,
                    until: it.waiver.until.to_string(),
                    document: it.waiver.document.clone(),
                }),
                earlier: earlier.iter().map(|(since, then)| self.earlier(*since, then)).collect(),
            }),
        }
    }

    fn earlier(&self, since: Timestamp, then: &Finding) -> Earlier {
        Earlier {
            since: since.to_string(),
            receipt: then.receipt.clone(),
            row: then.row,
            expected: then.expected.clone(),
            actual: then.actual.clone(),
            difference: some(&then.difference),
            message: self.said(then),
        }
    }

    fn said(&self, finding: &Finding) -> Message {
        self.message(&RuleSentence {
            rule: &finding.rule,
            row: finding.row,
            column: &finding.column,
            expected: &finding.expected,
            actual: &finding.actual,
            difference: &finding.difference,
            cause: &finding.cause,
            arguments: arguments(finding),
        })
    }

    fn basis(&self, source: &Source) -> String {
        self.policy.citation(source, &self.zh)
    }

    fn message(&self, sentence: &RuleSentence<'_>) -> Message {
        Message { zh: sentence.in_words(&self.zh), en: sentence.in_words(&self.en) }
    }
}
