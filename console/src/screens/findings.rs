//! Findings: rules broken, newest first, filtered by rule and party.

use config::sentence::RuleSentence;
use metrics::finding::Severity;
use metrics::finding::life::FindingState;
use metrics::party::PartyId;
use store::findings::{Finding, FindingFilter};

use super::list::List;
use super::{Kind, Outcome, Screen, Step, View, finding};
use crate::command::Id;
use crate::context::Context;
use crate::page::{Cell, Grid, Page, Panel};
use crate::query::{Payload, Request};
use crate::text::CleanText;
use crate::theme::Role;

/// Findings.
#[derive(Clone, Debug)]
pub struct Findings {
    filter: FindingFilter,
    findings: List<Finding>,
}

/// Open findings of all rules and parties.
impl Default for Findings {
    fn default() -> Self {
        let filter = FindingFilter { open_only: true, ..FindingFilter::default() };
        Self { filter, findings: List::default() }
    }
}

impl Findings {
    /// The open findings about a party, of one rule or of all.
    #[must_use]
    pub fn about(subject: &PartyId, rule: Option<&str>) -> Screen {
        let (subject, rule) = (Some(subject.clone()), rule.map(str::to_owned));
        let filter = FindingFilter { subject, rule, open_only: true, receipt: None };
        Screen::Findings(Self { filter, findings: List::default() })
    }

    fn title(&self, context: &Context) -> CleanText {
        let word = if self.filter.open_only { "findings-open" } else { "findings-all" };
        let chip = |name: &str, value: &str| format!("  {}={value}", context.word(name));
        let rule = self.filter.rule.as_ref().map(|it| chip("rule", it)).unwrap_or_default();
        let subject = self.filter.subject.as_ref().map(|it| chip("subject", it.as_str()));
        let subject = subject.unwrap_or_default();
        CleanText::new(&format!("{}{rule}{subject}", context.word(word)))
    }

    fn reload(&mut self, filter: FindingFilter) -> Outcome {
        self.filter = filter;
        self.findings = List::default();
        Outcome::Reload
    }
}

/// A severity with a sign for those without colours.
pub(super) fn severity(severity: Severity, context: &Context) -> Cell {
    let (sign, role) = match severity {
        Severity::Clue => ("-", Role::Text),
        Severity::Warning => ("?", Role::Warn),
        Severity::Error => ("!", Role::Bad),
        Severity::Fatal => ("x", Role::Bad),
    };
    let word = context.term(&format!("severity-{}", severity.as_str()));
    Cell::new(CleanText::new(&format!("{sign} {word}")), role)
}

/// Where a finding stands.
pub(super) fn state(state: FindingState, context: &Context) -> Cell {
    let role = match state {
        FindingState::Open => Role::Warn,
        FindingState::Notified | FindingState::Rectifying => Role::Text,
        FindingState::Closed => Role::Good,
    };
    Cell::new(context.word(&format!("finding-{}", state.as_str())), role)
}

/// The sentence of a finding, with what was submitted in it.
pub(super) fn sentence(finding: &Finding, context: &Context) -> Cell {
    let arguments = finding.arguments.iter().map(|(name, value)| (&**name, &**value));
    let sentence = RuleSentence {
        rule: &finding.rule,
        row: finding.row,
        column: &finding.column,
        cause: &finding.cause,
        expected: &finding.expected,
        actual: &finding.actual,
        difference: &finding.difference,
        arguments: arguments.collect(),
    };
    Cell::untrusted(&sentence.in_words(&context.words))
}

/// A table of findings.
pub(super) fn grid<'a>(context: &'a Context, found: &'a [Finding], cursor: usize) -> Grid<'a> {
    let row = move |at: usize| {
        let Some(finding) = found.get(at) else { return Vec::new() };
        let period = finding.period.map(|it| it.to_string()).unwrap_or_default();
        vec![
            severity(finding.severity, context),
            Cell::plain(&finding.rule),
            Cell::plain(&period),
            context.party(&finding.subject),
            sentence(finding, context),
            state(finding.state, context),
        ]
    };
    Grid {
        columns: vec![
            context.text_column("severity", 6),
            context.text_column("rule", 11),
            context.text_column("month", 7),
            context.untrusted_column("subject", 10),
            context.untrusted_column("what", 16),
            context.text_column("state", 4),
        ],
        len: found.len(),
        cursor: Some(cursor),
        empty: context.word("empty-findings"),
        row: Box::new(row),
    }
}

impl View for Findings {
    fn kind(&self) -> Kind {
        Kind::Findings
    }

    fn request(&self, _: &Context) -> Option<Request> {
        Some(Request::Findings { filter: self.filter.clone(), before: i64::MAX })
    }

    fn is_loaded(&self) -> bool {
        self.findings.is_loaded()
    }

    fn accept(&mut self, payload: Payload, _: &Context) -> bool {
        let Payload::Findings(findings) = payload else { return false };
        self.findings.replace(findings, |a, b| a.id == b.id)
    }

    fn more(&self) -> Option<Request> {
        let before = self.findings.end_in_sight()?.id;
        Some(Request::Findings { filter: self.filter.clone(), before })
    }

    fn extend(&mut self, payload: Payload) {
        if let Payload::Findings(page) = payload {
            self.findings.append(page);
        }
    }

    fn scroll(&mut self, step: Step) {
        self.findings.scroll(step);
    }

    fn page<'a>(&'a self, context: &'a Context) -> Page<'a> {
        let grid = grid(context, self.findings.rows(), self.findings.cursor());
        vec![Panel::main(self.title(context), grid).band()]
    }

    fn open(&self, _: &Context) -> Option<Screen> {
        Some(finding::Finding::screen(self.findings.selected()?))
    }

    fn run(&mut self, id: Id, _: &Context) -> Outcome {
        let filter = self.filter.clone();
        let selected = self.findings.selected();
        match id {
            Id::OpenOnly => {
                self.reload(FindingFilter { open_only: !self.filter.open_only, ..filter })
            }
            Id::SameRule => match selected.map(|it| it.rule.clone()) {
                Some(rule) => self.reload(FindingFilter { rule: Some(rule), ..filter }),
                None => Outcome::None,
            },
            Id::SameParty => match selected.map(|it| it.subject.clone()) {
                Some(party) => self.reload(FindingFilter { subject: Some(party), ..filter }),
                None => Outcome::None,
            },
            Id::ClearFilter => {
                self.reload(FindingFilter { open_only: true, ..FindingFilter::default() })
            }
            _ => Outcome::None,
        }
    }
}
