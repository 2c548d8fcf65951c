//! Check: rows become facts, and each fault is named. The same code runs in the daemon and in
//! `mingjingd check`; nothing is written.

mod context;
mod incidents;
mod period;
mod rows;
mod supply;

use std::io::{self, Read};

use config::policy::Policy;
use jiff::Timestamp;
use jiff::tz::TimeZone;
use metrics::case::CaseIntake;
use metrics::demand::Demand;
use metrics::disclosure::{DisclosureFact, DisclosureIntake};
use metrics::finding::{Fault, Faults, Place, Severity, reading};
use metrics::form::{Entry, Origin, Row};
use metrics::incident::IncidentFact;
use metrics::kind::{Kind, Verdict};
use metrics::ledger::{CheckedLedger, LedgerIntake, rules};
use metrics::objection::Objection;
use metrics::opinion::{OpinionFact, OpinionIntake};
use metrics::party::PartyId;
use metrics::period::Period;
use metrics::pricing::{PricingFact, PricingIntake};
use metrics::register::{RegisterFact, RegisterIntake};
use metrics::source::{Confidence, Source};
use metrics::supply::Item;
use metrics::usage::{UsageFact, UsageIntake};

use crate::formats::mapping::Mapping;
use crate::formats::{Content, Format, Reading, RowSink, Transcript};
use crate::spill::Spill;
use incidents::IncidentSink;
use supply::SupplySink;

pub use context::{Known, Moment, Subject, closings_of, known};
pub use period::period_of;

/// How a file is to be checked.
#[derive(Clone, Copy, Debug)]
pub struct Plan<'a> {
    /// What it is about.
    pub kind: Kind,
    /// How it is written.
    pub format: Format,
    /// How a foreign file is read.
    pub mapping: Option<&'a Mapping>,
    /// What judges it.
    pub policy: &'a Policy,
    /// Whose local time is meant where a cell names no offset.
    pub zone: &'a TimeZone,
    /// The instant of the check: clocks that ran out by then have run out.
    pub at: Timestamp,
}

/// What a check gave.
#[derive(Debug)]
pub struct Checked {
    /// What was understood.
    pub facts: Facts,
    /// What was not right, in the order of the file.
    pub faults: Faults,
    /// Rows handed in.
    pub rows: u64,
    /// Rows understood.
    pub understood: u64,
}

/// What was understood, by kind.
#[derive(Debug)]
pub enum Facts {
    /// Entries of the register.
    Registry(Vec<RegisterFact>),
    /// A ledger.
    Ledger(Box<CheckedLedger>),
    /// Prices.
    Pricing(Vec<PricingFact>),
    /// Usage.
    Usage(Vec<UsageFact>),
    /// Catalogue items.
    Supply(Vec<Entry<Item>>),
    /// Incidents.
    Incident(Vec<IncidentFact>),
    /// Disclosures.
    Disclosure(Vec<DisclosureFact>),
    /// Opinions.
    Opinion(Vec<OpinionFact>),
    /// Objections.
    Objection(Vec<Entry<Objection>>),
    /// Demands.
    Demand(Vec<Entry<Demand>>),
}

impl Checked {
    /// What the faults make of the submission as a whole.
    #[must_use]
    pub fn verdict(&self, policy: &Policy) -> Verdict {
        // Whatever a pack says: nothing is posted to a closed month.
        let fatal = |rule: &&str| {
            *rule == rules::CLOSED_PERIOD || severity(policy, rule) == Severity::Fatal
        };
        if self.faults.counts().keys().any(fatal) {
            return Verdict::Refused;
        }
        if self.faults.is_empty() { Verdict::Accepted } else { Verdict::AcceptedWithFindings }
    }

    /// Adds faults that were found after the file was read.
    pub fn add_faults(&mut self, faults: Faults) {
        self.faults.append(faults);
        self.faults.sort();
    }
}

/// How much breaking a rule weighs. A rule that the pack does not know is an error.
#[must_use]
pub fn severity(policy: &Policy, rule: &str) -> Severity {
    policy.rule(rule).map_or(Severity::Error, |it| it.severity)
}

/// What a rule rests on.
#[must_use]
pub fn basis(policy: &Policy, rule: &str) -> Source {
    policy.rule(rule).map_or_else(
        || Source {
            instrument: "default".to_owned(),
            article: String::new(),
            confidence: Confidence::Default,
        },
        |it| it.basis.clone(),
    )
}

/// Checks a file. What is not text in UTF-8 is transcribed, and the transcript comes back, too: the
/// places of its rows are places there.
///
/// # Errors
///
/// The source cannot be read.
pub fn check(
    source: &mut dyn Read,
    plan: &Plan<'_>,
    known: Known,
) -> io::Result<(Checked, Option<Transcript>)> {
    let reading = Reading { kind: plan.kind, format: plan.format, mapping: plan.mapping };
    let mut content = Content::open(source, reading)?;
    let today = || plan.zone.to_datetime(plan.at).date();
    let day = known.period().map_or_else(today, Period::last_day);
    let mut checked = match known {
        Known::Registry { authority, listed } => {
            let intake = authority.map_or_else(RegisterIntake::default, |authority| {
                RegisterIntake::new(authority, listed)
            });
            let mut sink = RegisterSink(intake);
            let faults = content.read(reading, &mut sink)?;
            sink.finish(faults)
        }
        Known::Ledger { context, parties } => {
            let stranger = parties.filter(|known| !known.contains(&context.party));
            let party = context.party.clone();
            let lines = Box::new(Spill::default());
            let mut sink = LedgerSink(LedgerIntake::keeping(*context, lines));
            let faults = content.read(reading, &mut sink)?;
            let mut found = sink.0.finish()?;
            let mut all = std::mem::take(&mut found.faults);
            all.append(faults);
            if stranger.is_some() {
                all.push(unregistered(&party));
            }
            let (rows, understood) = (found.rows, found.understood);
            Checked { facts: Facts::Ledger(Box::new(found)), faults: all, rows, understood }
        }
        Known::Pricing { authority } => {
            rows::read(&mut content, reading, PricingIntake::new(authority))?
        }
        Known::Usage { context } => rows::read(&mut content, reading, UsageIntake::new(*context))?,
        Known::Supply { party, authority, sender_name } => {
            let mut sink = SupplySink::new(party, plan, (authority, sender_name));
            let faults = content.read(reading, &mut sink)?;
            let mut checked = sink.finish();
            checked.faults.append(faults);
            checked
        }
        Known::Incident { party, authority } => {
            let mut sink = IncidentSink::new(party, plan, authority);
            let faults = content.read(reading, &mut sink)?;
            let mut checked = sink.finish();
            checked.faults.append(faults);
            checked
        }
        Known::Disclosure { context } => {
            rows::read(&mut content, reading, DisclosureIntake::new(*context))?
        }
        Known::Opinion { context } => {
            rows::read(&mut content, reading, OpinionIntake::new(*context))?
        }
        Known::Objection { context } => {
            rows::read(&mut content, reading, CaseIntake::new(*context))?
        }
        Known::Demand { context } => rows::read(&mut content, reading, CaseIntake::new(*context))?,
    };
    let transcript = content.into_transcript();
    checked.faults.retain_rules(|rule| plan.policy.asks(rule, day));
    if let Some(sheet) = transcript.as_ref().and_then(|it| it.sheet.as_ref()) {
        checked.faults.on_sheet(sheet);
    }
    checked.faults.fold();
    checked.faults.sort();
    checked.faults.distinguish();
    Ok((checked, transcript))
}

/// The submitter itself is not in the register.
fn unregistered(party: &PartyId) -> Fault {
    Fault {
        cause: party.to_string(),
        actual: party.to_string(),
        ..Fault::at(reading::PARTY_UNKNOWN, Place::row(1))
    }
}

struct RegisterSink(RegisterIntake);

impl RegisterSink {
    fn finish(self, reading: Faults) -> Checked {
        let mut found = self.0.finish();
        found.faults.append(reading);
        let understood = found.facts.len() as u64;
        let facts = Facts::Registry(found.facts);
        Checked { facts, faults: found.faults, rows: found.rows, understood }
    }
}

impl RowSink for RegisterSink {
    fn row(&mut self, row: &Row<'_>) {
        self.0.row(row);
    }

    fn unreadable(&mut self, _row: &Row<'_>) {}

    fn record(&mut self, _origin: Origin, _json: &str) {}
}

struct LedgerSink(LedgerIntake);

impl RowSink for LedgerSink {
    fn row(&mut self, row: &Row<'_>) {
        self.0.row(row);
    }

    fn unreadable(&mut self, row: &Row<'_>) {
        self.0.unreadable(row);
    }

    fn record(&mut self, _origin: Origin, _json: &str) {}
}
