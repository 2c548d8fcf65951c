//! The files of a pack, read into types. All faults of shape are found at once.

use metrics::calendar::YearNotice;
use metrics::evaluation::measure::MeasureDefinition;
use metrics::ledger::chart::Charts;
use metrics::source::Name;
use serde::Deserialize;
use serde::de::DeserializeOwned;
use toml::Spanned;
use toml::de::{DeTable, DeValue, Deserializer};

use super::content::{Article, Instrument, Obligation, Rule};
use super::pack::BUILTIN;
use super::{Pack, Policy};
use crate::fault::{Expected, FileFault, Wrong, line_of};

/// What the names of the calendar files start with; the year follows.
const CALENDAR: &str = "calendar-";

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Title {
    id: String,
    version: u32,
    name: Name,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Instruments {
    instrument: Vec<Instrument>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Articles {
    article: Vec<Article>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Obligations {
    obligation: Vec<Obligation>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Rules {
    rule: Vec<Rule>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Measures {
    measure: Vec<MeasureDefinition>,
}

pub(super) fn policy(pack: &Pack) -> Result<Policy, Vec<FileFault>> {
    let mut faults = unknown_files(pack);
    let title: Option<Title> = file(pack, "pack.toml", &mut faults);
    let instruments: Option<Instruments> = file(pack, "instruments.toml", &mut faults);
    let articles: Option<Articles> = file(pack, "articles.toml", &mut faults);
    let obligations: Option<Obligations> = file(pack, "obligations.toml", &mut faults);
    let rules: Option<Rules> = file(pack, "rules.toml", &mut faults);
    let measures: Option<Measures> = file(pack, "measures.toml", &mut faults);
    let ledger = file(pack, "ledger.toml", &mut faults);
    let supply = file(pack, "supply.toml", &mut faults);
    let dcat_us = file(pack, "dcat-us.toml", &mut faults);
    let incident = file(pack, "incident.toml", &mut faults);
    let incident_types = file(pack, "incident-types.toml", &mut faults);
    let disclosure = file(pack, "disclosure.toml", &mut faults);
    let opinion = file(pack, "opinion.toml", &mut faults);
    let usage = file(pack, "usage.toml", &mut faults);
    let currencies = file(pack, "currencies.toml", &mut faults);
    let cas = file(pack, "accounts-cas.toml", &mut faults);
    let small = file(pack, "accounts-small.toml", &mut faults);
    let statements = file(pack, "statements.toml", &mut faults);
    let pricing = file(pack, "pricing.toml", &mut faults);
    let privacy = file(pack, "privacy.toml", &mut faults);
    let procedure = file(pack, "procedure.toml", &mut faults);
    let waiver = file(pack, "waiver.toml", &mut faults);
    let notices = notices(pack, &mut faults);
    let policy = || {
        let title = title?;
        Some(Policy {
            id: title.id,
            version: title.version,
            name: title.name,
            sha256: pack.sha256(),
            instruments: instruments?.instrument,
            articles: articles?.article,
            obligations: obligations?.obligation,
            rules: rules?.rule,
            measures: measures?.measure,
            ledger: ledger?,
            supply: supply?,
            dcat_us: dcat_us?,
            incident: incident?,
            incident_types: incident_types?,
            disclosure: disclosure?,
            opinion: opinion?,
            usage: usage?,
            currencies: currencies?,
            charts: Charts { cas: cas?, small: small? },
            statements: statements?,
            pricing: pricing?,
            privacy: privacy?,
            procedure: procedure?,
            waiver: waiver?,
            notices,
            document: pack.document(),
        })
    };
    policy().filter(|_| faults.is_empty()).ok_or(faults)
}

fn unknown_files(pack: &Pack) -> Vec<FileFault> {
    let names = || BUILTIN.map(|(name, _)| name).into_iter().filter(|it| !it.starts_with(CALENDAR));
    let unknown = |name: &&str| !names().any(|it| it == *name) && !name.starts_with(CALENDAR);
    let fault = |name: &str| FileFault {
        file: name.to_owned(),
        key: String::new(),
        wrong: Wrong::UnknownName,
        actual: name.to_owned(),
        expected: Expected::nearest(name, names()),
    };
    pack.files().map(|(name, _)| name).filter(unknown).map(fault).collect()
}

fn file<T: DeserializeOwned>(pack: &Pack, name: &str, faults: &mut Vec<FileFault>) -> Option<T> {
    let Some(text) = pack.file(name) else {
        faults.push(FileFault {
            file: name.to_owned(),
            key: String::new(),
            wrong: Wrong::Missing,
            actual: String::new(),
            expected: Expected::word("expected-readable-file"),
        });
        return None;
    };
    parse(name, text).map_err(|fault| faults.push(fault)).ok()
}

/// Reads one file. A number without source, an unknown word and a date that is none end here.
pub(crate) fn parse<T: DeserializeOwned>(name: &str, text: &str) -> Result<T, FileFault> {
    let read = || {
        let mut table = DeTable::parse(text)?;
        table.get_mut().iter_mut().for_each(|(_, value)| dates_as_text(value));
        T::deserialize(Deserializer::from(table))
    };
    read().map_err(|error| FileFault {
        file: name.to_owned(),
        key: line_of(text, error.span()),
        wrong: Wrong::Syntax,
        actual: error.message().trim_end().to_owned(),
        expected: Expected::word("expected-shape"),
    })
}

/// Dates may stand without quotes, as TOML has them; the types of the domain read them as text.
fn dates_as_text(value: &mut Spanned<DeValue<'_>>) {
    match value.get_mut() {
        DeValue::Datetime(date) => {
            let text = date.to_string().into();
            *value.get_mut() = DeValue::String(text);
        }
        DeValue::Array(values) => values.iter_mut().for_each(dates_as_text),
        DeValue::Table(table) => table.iter_mut().for_each(|(_, value)| dates_as_text(value)),
        DeValue::String(_) | DeValue::Integer(_) | DeValue::Float(_) | DeValue::Boolean(_) => {}
    }
}

fn notices(pack: &Pack, faults: &mut Vec<FileFault>) -> Vec<YearNotice> {
    let mut notices = Vec::new();
    for (name, text) in pack.files().filter(|(name, _)| name.starts_with(CALENDAR)) {
        match parse(name, text) {
            Ok(notice) => notices.push(notice),
            Err(fault) => faults.push(fault),
        }
    }
    notices
}
