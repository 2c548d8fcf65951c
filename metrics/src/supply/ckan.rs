//! Packages of a CKAN catalogue, as `package_search` answers with them, as rows of the form.

use jiff::Timestamp;
use serde_json::Value;

use super::COLUMNS;
use super::policy::CkanPolicy;
use crate::party::PartyId;

/// The cells of the form that a package gives. A package without organization is the submitter's.
#[must_use]
pub fn cells(package: &Value, submitter: &PartyId, policy: &CkanPolicy) -> Vec<String> {
    let organization = first(package, &["/organization/title", "/organization/name"]);
    let resources = package.get("resources").and_then(Value::as_array);
    let cell = |column: &str| match column {
        "party" if organization.is_empty() => submitter.to_string(),
        "party" => format!("name:{organization}"),
        "code" => first(package, &["/name", "/id"]),
        "title" => first(package, &["/title"]),
        "description" => first(package, &["/notes"]),
        "licence" => first(package, &["/license_id", "/license_title", "/license_url"]),
        "frequency" => frequency(package, policy),
        "updated_on" => in_utc(first(package, &["/metadata_modified"])),
        "resources" => resources.map_or(0, Vec::len).to_string(),
        "formats" => {
            let formats = resources.into_iter().flatten().map(|it| first(it, &["/format"]));
            formats.collect::<Vec<_>>().join("; ")
        }
        "contact" => first(package, &["/maintainer_email", "/author_email"]),
        "url" => first(package, &["/url"]),
        _ => String::new(),
    };
    COLUMNS.iter().map(|it| cell(it.name)).collect()
}

/// The frequency that the extras declare, under the first key that the pack knows.
fn frequency(package: &Value, policy: &CkanPolicy) -> String {
    let extras = package.get("extras").and_then(Value::as_array);
    let declared = extras.into_iter().flatten().find(|it| {
        let key = it.get("key").and_then(Value::as_str);
        key.is_some_and(|key| policy.frequency_keys.has(key))
    });
    declared.map_or_else(String::new, |it| first(it, &["/value"]))
}

/// CKAN writes instants in UTC, and without saying so.
fn in_utc(modified: String) -> String {
    let instant = format!("{modified}Z");
    if instant.parse::<Timestamp>().is_ok() { instant } else { modified }
}

/// The first text that is there and not blank, without the blanks around it.
pub(super) fn first(value: &Value, pointers: &[&str]) -> String {
    let texts = pointers.iter().filter_map(|it| value.pointer(it)?.as_str());
    texts.map(str::trim).find(|it| !it.is_empty()).unwrap_or_default().to_owned()
}
