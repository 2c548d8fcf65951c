//! Records of a DCAT-US 1.1 catalogue (`data.json`) as rows of the form, and whether they keep to
//! the rules of their owner type. Which fields there are, who has to fill them and what they hold
//! is data of the policy pack; here is how that is asked.

mod forms;
mod modified;
mod profile;

use serde_json::Value;

use super::COLUMNS;
use super::ckan::first;
use crate::party::PartyId;

use modified::Modified;

pub use forms::TextForm;
pub use profile::{Departure, Elements, FieldRule, Length, ObjectRule, Owner, Profile, Shape};

/// Whose a record is, as a cell says it: a record without publisher is the submitter's.
pub(super) fn party(record: &Value, submitter: &PartyId) -> String {
    match first(record, &["/publisher/name"]) {
        publisher if publisher.is_empty() => submitter.to_string(),
        publisher => format!("name:{publisher}"),
    }
}

/// The cells of the form that a record gives.
#[must_use]
pub fn cells(record: &Value, submitter: &PartyId) -> Vec<String> {
    let modified = Modified::read(&first(record, &["/modified"]));
    let distributions = record.get("distribution").and_then(Value::as_array);
    let cell = |column: &str| match column {
        "party" => party(record, submitter),
        "code" => first(record, &["/identifier"]),
        "title" => first(record, &["/title"]),
        "description" => first(record, &["/description"]),
        "licence" => first(record, &["/license"]),
        "frequency" => match first(record, &["/accrualPeriodicity"]) {
            declared if declared.is_empty() => modified.frequency.clone(),
            declared => declared,
        },
        "updated_on" => modified.updated_on.clone(),
        "resources" => distributions.map_or(0, Vec::len).to_string(),
        "formats" => {
            let formats =
                distributions.into_iter().flatten().map(|it| first(it, &["/format", "/mediaType"]));
            formats.collect::<Vec<_>>().join("; ")
        }
        "contact" => {
            first(record, &["/contactPoint/hasEmail"]).trim_start_matches("mailto:").to_owned()
        }
        "url" => first(record, &["/landingPage"]),
        _ => String::new(),
    };
    COLUMNS.iter().map(|it| cell(it.name)).collect()
}
