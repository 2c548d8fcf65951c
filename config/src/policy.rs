//! Policy packs: rules, figures and calendars as data, each with its source.

mod citation;
mod content;
mod coverage;
mod lint;
mod pack;
mod read;

use std::collections::BTreeMap;

use jiff::civil::Date;
use metrics::calendar::{Calendar, YearNotice};
use metrics::disclosure::DisclosurePolicy;
use metrics::evaluation::measure::MeasureDefinition;
use metrics::evaluation::procedure::ProcedurePolicy;
use metrics::finding::Severity;
use metrics::finding::waiver::{Waivable, WaiverPolicy};
use metrics::incident::{IncidentPolicy, Types as IncidentTypes};
use metrics::ledger::chart::Charts;
use metrics::money::Currency;
use metrics::opinion::OpinionPolicy;
use metrics::pricing::PricingPolicy;
use metrics::privacy::PrivacyPolicy;
use metrics::register::Standard;
use metrics::source::Name;
use metrics::statement::{Form, StatementPolicy};
use metrics::supply::SupplyPolicy;
use metrics::supply::dcat_us::Profile;
use metrics::usage::UsagePolicy;

use crate::fault::{Expected, FileFault, Wrong};

pub use content::{
    Article, CluePolicy, Currencies, CurrencyGroup, Force, Instrument, LedgerPolicy,
    MandatoryDimensions, Obligation, Rule,
};
pub use coverage::{ArticleCoverage, ObligationCoverage, coverage};
pub use lint::{lint, lint_scheme};
pub use pack::{Pack, PackError};
pub(crate) use read::parse;

/// The file that says what a pack is.
const HEAD: &str = "pack.toml";

/// A policy pack as the domain's types. What is read is of the right shape; whether it makes sense
/// is for [`lint()`].
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Policy {
    /// The pack's id, such as `shanghai`.
    pub id: String,
    /// Its version, counted up by whoever changes it.
    pub version: u32,
    /// Its title.
    pub name: Name,
    /// SHA-256 of [`Pack::document`], in lowercase hexadecimal.
    pub sha256: String,
    /// The instruments that sources name.
    pub instruments: Vec<Instrument>,
    /// The articles of the Measures.
    pub articles: Vec<Article>,
    /// What the Measures oblige whom to.
    pub obligations: Vec<Obligation>,
    /// The rules that submissions are checked by.
    pub rules: Vec<Rule>,
    /// The measures that schemes refer to.
    pub measures: Vec<MeasureDefinition>,
    /// What is asked of separate ledgers.
    pub ledger: LedgerPolicy,
    /// What is asked of data supply.
    pub supply: SupplyPolicy,
    /// What is asked of DCAT-US records.
    pub dcat_us: Profile,
    /// What is asked of incidents.
    pub incident: IncidentPolicy,
    /// The types of incidents.
    pub incident_types: IncidentTypes,
    /// What has to be disclosed by when.
    pub disclosure: DisclosurePolicy,
    /// What people say of operators, and who may say what.
    pub opinion: OpinionPolicy,
    /// What is asked of usage, and what it is compared with.
    pub usage: UsagePolicy,
    /// The currencies.
    pub currencies: Currencies,
    /// The chart of accounts of each accounting standard.
    pub charts: Charts,
    /// The forms of statements.
    pub statements: StatementPolicy,
    /// What is asked of prices and permitted revenue.
    pub pricing: PricingPolicy,
    /// What must not leave in public exports.
    pub privacy: PrivacyPolicy,
    /// The course of evaluations.
    pub procedure: ProcedurePolicy,
    /// How long waivers may hold.
    pub waiver: WaiverPolicy,
    /// The yearly notices on holidays.
    pub notices: Vec<YearNotice>,
    document: Vec<u8>,
}

impl Policy {
    /// The pack that this release comes with.
    ///
    /// # Panics
    ///
    /// Never: the pack is part of the program, and a test reads it.
    #[must_use]
    pub fn builtin() -> Self {
        Self::read(&Pack::builtin()).expect("the built-in pack is read by a test")
    }

    /// Reads a pack.
    ///
    /// # Errors
    ///
    /// Every file that is missing, unknown or not of its shape, at once.
    pub fn read(pack: &Pack) -> Result<Self, Vec<FileFault>> {
        read::policy(pack)
    }

    /// The pack as one document, which [`Pack::from_document`] reads again.
    #[must_use]
    pub fn document(&self) -> Vec<u8> {
        self.document.clone()
    }

    /// Whether it is, letter for letter, the pack that this release comes with.
    #[must_use]
    pub fn is_builtin(&self) -> bool {
        self.document == Pack::builtin().document()
    }

    /// A fault at a key of `pack.toml`.
    #[must_use]
    pub fn fault(
        &self,
        key: &str,
        (wrong, actual): (Wrong, &str),
        expected: Expected,
    ) -> FileFault {
        let (file, key, actual) = (HEAD.to_owned(), key.to_owned(), actual.to_owned());
        let fault = FileFault { file, key, wrong, actual, expected };
        let text = Pack::from_document(&self.document)
            .ok()
            .and_then(|it| it.file(HEAD).map(str::to_owned));
        fault.on_its_line(&text.unwrap_or_default())
    }

    /// The rule with this id.
    #[must_use]
    pub fn rule(&self, id: &str) -> Option<&Rule> {
        self.rules.iter().find(|rule| rule.id == id)
    }

    /// Whether a rule is asked about a day: it is enabled, and holds on it. One that the pack does not
    /// know is.
    #[must_use]
    pub fn asks(&self, id: &str, day: Date) -> bool {
        self.rule(id).is_none_or(|it| it.enabled && it.holds(day))
    }

    /// Whether findings of the rule with this id may be waived.
    #[must_use]
    pub fn waivable(&self, id: &str) -> Waivable {
        match self.rule(id) {
            None => Waivable::Unknown,
            Some(rule) if rule.waivable && rule.severity != Severity::Fatal => Waivable::Yes,
            Some(_) => Waivable::Never,
        }
    }

    /// The instrument with this id.
    #[must_use]
    pub fn instrument(&self, id: &str) -> Option<&Instrument> {
        self.instruments.iter().find(|instrument| instrument.id == id)
    }

    /// The working days that the notices set. A pack whose notices contradict each other does not
    /// pass [`lint()`]; its calendar has plain weekends only.
    #[must_use]
    pub fn calendar(&self) -> Calendar {
        Calendar::new(&self.notices).unwrap_or_default()
    }

    /// The forms of statements of an accounting standard, if the pack has them.
    #[must_use]
    pub fn statement_form(&self, standard: Standard) -> Option<Form<'_>> {
        let form = self.statements.standards.iter().find(|it| it.standard == standard)?;
        Some(Form { standard: form, chart: self.charts.of(standard) })
    }

    /// The minor digits of each known currency.
    #[must_use]
    pub fn minor_digits(&self) -> BTreeMap<Currency, u8> {
        let digits = |group: &CurrencyGroup| {
            let minor_digits = group.minor_digits;
            group.codes.clone().into_iter().map(move |code| (code, minor_digits))
        };
        self.currencies.groups.iter().flat_map(digits).collect()
    }
}

#[cfg(test)]
mod tests;
