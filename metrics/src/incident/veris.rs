//! VERIS 1.3 incident records, as the community database of incidents publishes them.
//!
//! Nothing is invented: records affected stay apart from persons, and VERIS has no discovery
//! instant, so the clocks of such an incident cannot be computed.

use std::collections::BTreeMap;

use serde::de::IgnoredAny;
use serde::{Deserialize, Deserializer, Serialize};
use thiserror::Error;

use super::facts::Incident;
use super::pattern::Pattern;
use super::quantity::Quantity;
use crate::partial_date::PartialDate;

/// The longest title made of a record, in characters: a number and a name.
const TITLE_CHARACTERS_MAX: usize = 200;

/// One record, as far as it is read.
#[derive(Debug, Deserialize)]
pub struct Record {
    incident_id: String,
    security_incident: String,
    timeline: Timeline,
    #[serde(default)]
    pub(super) actor: BTreeMap<String, Detail>,
    #[serde(default)]
    pub(super) action: BTreeMap<String, Detail>,
    #[serde(default)]
    asset: Assets,
    #[serde(default)]
    attribute: BTreeMap<String, Attribute>,
    #[serde(default, deserialize_with = "member_names")]
    discovery_method: Vec<String>,
    #[serde(default)]
    victim: Victim,
}

#[derive(Debug, Deserialize)]
struct Timeline {
    incident: When,
}

#[derive(Debug, Deserialize)]
struct When {
    year: i16,
    month: Option<i8>,
    day: Option<i8>,
}

/// How an actor or an action is described.
#[derive(Debug, Default, Deserialize)]
pub(super) struct Detail {
    #[serde(default)]
    pub(super) variety: Words,
    #[serde(default)]
    pub(super) vector: Words,
    #[serde(default)]
    pub(super) motive: Words,
}

/// Words of an enumeration. What is no list of words says nothing.
#[derive(Debug, Deserialize)]
#[serde(untagged)]
pub(super) enum Words {
    /// The words.
    List(Vec<String>),
    /// Anything else.
    Other(IgnoredAny),
}

impl Default for Words {
    fn default() -> Self {
        Self::List(Vec::new())
    }
}

impl Words {
    /// Whether a word is among them.
    pub(super) fn has(&self, word: &str) -> bool {
        match self {
            Self::List(words) => words.iter().any(|it| it == word),
            Self::Other(_) => false,
        }
    }
}

#[derive(Debug, Default, Deserialize)]
struct Assets {
    #[serde(default)]
    assets: Vec<Asset>,
}

#[derive(Debug, Deserialize)]
struct Asset {
    variety: Option<String>,
}

/// Confidentiality has all of it, integrity and availability none.
#[derive(Debug, Deserialize)]
struct Attribute {
    data_disclosure: Option<String>,
    data_total: Option<u64>,
    #[serde(default)]
    data: Vec<Data>,
}

#[derive(Debug, Deserialize)]
struct Data {
    variety: Option<String>,
    amount: Option<u64>,
}

#[derive(Debug, Default, Deserialize)]
struct Victim {
    victim_id: Option<String>,
    #[serde(default)]
    country: Vec<String>,
}

/// How VERIS classes an incident; its own words.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Classes {
    /// `Confirmed`, `Suspected`, …
    pub security_incident: String,
    /// `external`, `internal`, `partner`, `unknown`.
    pub actors: Vec<String>,
    /// `hacking`, `malware`, `error`, …
    pub actions: Vec<String>,
    /// `confidentiality`, `integrity`, `availability`.
    pub attributes: Vec<String>,
    /// `external`, `internal`, `partner`, `other`, `unknown`.
    pub discovery_methods: Vec<String>,
    /// `Yes`, `Potentially`, `No`, `Unknown`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub data_disclosure: Option<String>,
    /// Records of whatever kind, which need not be persons.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub records_affected: Option<u64>,
    /// Whose incident.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub victim: Option<String>,
    /// Where, as ISO 3166 codes.
    pub countries: Vec<String>,
    /// Which of the published patterns it is of, the one it counts under first.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub patterns: Vec<Pattern>,
}

/// Why a record is not an incident.
#[derive(Clone, Debug, PartialEq, Eq, Error)]
#[error("{year}-{}-{} is no date", .month.unwrap_or(1), .day.unwrap_or(1))]
pub struct DateError {
    year: i16,
    month: Option<i8>,
    day: Option<i8>,
}

/// The names of an object's members, in order; what stands under them is not read.
fn member_names<'de, D: Deserializer<'de>>(object: D) -> Result<Vec<String>, D::Error> {
    #[expect(
        clippy::zero_sized_map_values,
        reason = "serde reads an object as a map, not as a set"
    )]
    let members = BTreeMap::<String, IgnoredAny>::deserialize(object)?;
    Ok(members.into_keys().collect())
}

impl Record {
    /// The id that the database gave the incident.
    #[must_use]
    pub fn incident_id(&self) -> &str {
        &self.incident_id
    }

    /// The incident that the record tells of.
    ///
    /// # Errors
    ///
    /// If its date does not exist.
    pub fn into_incident(self) -> Result<Incident, DateError> {
        let When { year, month, day } = self.timeline.incident;
        let occurred = PartialDate::new(year, month, day).ok_or(DateError { year, month, day })?;
        let figures = self.persons().map(|it| (Quantity::Persons, it)).into_iter().collect();
        let patterns = Pattern::of(&self);
        let find = |read: fn(&Attribute) -> Option<String>| self.attribute.values().find_map(read);
        let data_disclosure = find(|it| it.data_disclosure.clone());
        let records_affected = self.attribute.values().find_map(|it| it.data_total);
        let title = self.victim.victim_id.as_ref().unwrap_or(&self.incident_id);
        Ok(Incident {
            title: title.chars().take(TITLE_CHARACTERS_MAX).collect(),
            incident_no: self.incident_id,
            occurred: Some(occurred),
            figures,
            veris: Some(Classes {
                security_incident: self.security_incident,
                actors: self.actor.into_keys().collect(),
                actions: self.action.into_keys().collect(),
                attributes: self.attribute.into_keys().collect(),
                discovery_methods: self.discovery_method,
                data_disclosure,
                records_affected,
                victim: self.victim.victim_id,
                countries: self.victim.country,
                patterns,
            }),
            ..Incident::default()
        })
    }

    /// Whether an asset of this variety was affected.
    pub(super) fn has_asset(&self, variety: &str) -> bool {
        self.asset.assets.iter().any(|it| it.variety.as_deref() == Some(variety))
    }

    /// Whether data of this variety were affected.
    pub(super) fn has_data(&self, variety: &str) -> bool {
        let mut data = self.attribute.values().flat_map(|it| &it.data);
        data.any(|it| it.variety.as_deref() == Some(variety))
    }

    /// The largest amount of personal or medical data that was not said to be kept from disclosure.
    /// The largest and not the sum, because two kinds of data may be about the same people; other
    /// kinds of data, and amounts that are not given, say nothing of persons.
    fn persons(&self) -> Option<u64> {
        let disclosed = |it: &&Attribute| it.data_disclosure.as_deref() != Some("No");
        let data = self.attribute.values().filter(disclosed).flat_map(|it| &it.data);
        let personal =
            data.filter(|it| matches!(it.variety.as_deref(), Some("Personal" | "Medical")));
        personal.filter_map(|it| it.amount).max()
    }
}

#[cfg(test)]
mod tests {
    use serde_json::Value;

    use super::*;

    fn incident(json: &str) -> Incident {
        serde_json::from_str::<Record>(json).unwrap().into_incident().unwrap()
    }

    fn leak(disclosure: &str, data: &str) -> Incident {
        incident(&format!(
            r#"{{"incident_id":"A","security_incident":"Confirmed",
                "timeline":{{"incident":{{"year":2013,"month":9}}}},
                "attribute":{{"confidentiality":{{"data_disclosure":"{disclosure}",
                    "data_total":900,"data":{data}}}}}}}"#
        ))
    }

    #[test]
    fn persons_are_claimed_for_personal_and_medical_data_only() {
        let persons = |data| leak("Yes", data).figure(Quantity::Persons);
        let medical = r#"[{"variety":"Medical","amount":500},{"variety":"Personal","amount":400}]"#;
        assert_eq!(persons(medical), Some(500));
        assert_eq!(leak("Potentially", medical).figure(Quantity::Persons), Some(500));
        assert_eq!(leak("No", medical).figure(Quantity::Persons), None);
        assert_eq!(persons(r#"[{"variety":"Payment","amount":900}]"#), None);
        assert_eq!(persons(r#"[{"variety":"Personal"}]"#), None);
        let records = leak("Yes", "[]").veris.unwrap().records_affected;
        assert_eq!(records, Some(900));
    }

    #[test]
    fn a_month_that_does_not_exist_is_refused() {
        let json = r#"{"incident_id":"A","security_incident":"Confirmed",
            "timeline":{"incident":{"year":2013,"month":13}}}"#;
        assert!(serde_json::from_str::<Record>(json).unwrap().into_incident().is_err());
    }

    /// Counts words into the shape of the published counts.
    fn counted<'a>(words: impl Iterator<Item = &'a String>) -> Value {
        let mut counts = BTreeMap::<&str, u64>::new();
        for word in words {
            *counts.entry(word).or_default() += 1;
        }
        serde_json::to_value(counts).unwrap()
    }

    #[test]
    #[ignore = "needs the corpus"]
    fn published_counts_of_a_public_database_are_met() {
        let folder = std::env::var("MINGJING_CORPUS").unwrap();
        let read = |name: &str| std::fs::read_to_string(format!("{folder}/incidents/{name}"));
        let expected: Value =
            serde_json::from_str(&read("vcdb_shared_expected_counts.json").unwrap()).unwrap();
        let records = read("vcdb_shared.jsonl").unwrap();
        let incidents: Vec<Incident> = records.lines().map(incident).collect();
        assert_eq!(incidents.len(), 517);

        let classes = || incidents.iter().filter_map(|it| it.veris.as_ref());
        assert_eq!(counted(classes().flat_map(|it| &it.actors)), expected["actor"]);
        assert_eq!(counted(classes().flat_map(|it| &it.actions)), expected["action"]);
        assert_eq!(counted(classes().flat_map(|it| &it.attributes)), expected["attribute"]);
        let methods = classes().flat_map(|it| &it.discovery_methods);
        assert_eq!(counted(methods), expected["discovery_method"]);
        let disclosure = classes().filter_map(|it| it.data_disclosure.as_ref());
        assert_eq!(counted(disclosure), expected["data_disclosure"]);
        let confirmed = classes().map(|it| &it.security_incident);
        assert_eq!(counted(confirmed), expected["security_incident"]);
        assert_eq!(counted(classes().flat_map(|it| &it.countries)), expected["victim.country"]);

        let totals: Vec<u64> = classes().filter_map(|it| it.records_affected).collect();
        let records = &expected["confidentiality.data_total"];
        assert_eq!(Value::from(totals.len()), records["n"]);
        assert_eq!(Value::from(totals.iter().sum::<u64>()), records["sum"]);
        assert_eq!(Value::from(totals.iter().max().copied()), records["max"]);

        let dates = || incidents.iter().filter_map(|it| it.occurred);
        let years: Vec<String> = dates().map(|it| it.year().to_string()).collect();
        assert_eq!(counted(years.iter()), expected["timeline.incident.year"]);
        let precision = |it: PartialDate| match it.to_string().len() {
            4 => "year_only".to_owned(),
            7 => "year_month".to_owned(),
            _ => "full_date".to_owned(),
        };
        let mut precisions: Vec<String> = dates().map(precision).collect();
        // One record names the day and no month. The published count has it under full dates; we
        // know its year only.
        let dayless = precisions.iter().position(|it| it == "year_only").unwrap();
        precisions[dayless] = "full_date".to_owned();
        assert_eq!(counted(precisions.iter()), expected["timeline_partial"]);
    }
}
