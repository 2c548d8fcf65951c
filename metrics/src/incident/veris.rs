//! VERIS 1.3 incident records, as the community database of incidents publishes them.
//!
//! Nothing is invented: records affected stay apart from persons, and VERIS has no discovery
//! instant, so the clocks of such an incident cannot be computed.

use serde::{Deserialize, Serialize};
use serde_json::Value;

use super::facts::Incident;
use super::record::{At, Refused, Told};
use crate::partial_date::PartialDate;

/// The longest title made of a record, in characters: a number and a name.
const TITLE_CHARACTERS_MAX: usize = 200;
/// What a date has to be.
const DATE: &str = "YYYY, MM, DD";

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
}

/// What one record tells.
///
/// # Errors
///
/// Where it is not what the schema asks for, or its date does not exist.
pub fn read(record: &Value) -> Result<Told, Refused> {
    let record = At::record(record);
    let id = record.member("incident_id").and_then(|it| it.text().ok()).unwrap_or_default();
    let incident = incident(&record).map_err(|refused| refused.of(id))?;
    Ok(Told::Incident(Box::new(incident)))
}

fn incident(record: &At<'_>) -> Result<Incident, Refused> {
    let incident_no = record.required("incident_id")?.text()?;
    let security_incident = record.required("security_incident")?.text()?;
    let occurred = date(&record.required("timeline")?.required("incident")?)?;
    let [actors, actions, attributes, discovery_methods] =
        ["actor", "action", "attribute", "discovery_method"].map(|name| names(record, name));
    let victim = record.member("victim");
    let victim_id = victim.as_ref().and_then(|it| it.member("victim_id"));
    let victim_id = victim_id.map(|it| it.text()).transpose()?;
    let countries = victim.and_then(|it| it.member("country"));
    let countries = countries.map_or_else(|| Ok(Vec::new()), |it| texts(&it))?;
    let harm = Harm::of(record)?;
    Ok(Incident {
        title: victim_id.unwrap_or(incident_no).chars().take(TITLE_CHARACTERS_MAX).collect(),
        incident_no: incident_no.to_owned(),
        occurred: Some(occurred),
        persons: harm.persons,
        veris: Some(Classes {
            security_incident: security_incident.to_owned(),
            actors: actors?,
            actions: actions?,
            attributes: attributes?,
            discovery_methods: discovery_methods?,
            data_disclosure: harm.data_disclosure,
            records_affected: harm.records_affected,
            victim: victim_id.map(ToOwned::to_owned),
            countries,
        }),
        ..Incident::default()
    })
}

/// The date as far as it is known.
fn date(at: &At<'_>) -> Result<PartialDate, Refused> {
    let year = at.required("year")?.whole()?;
    let [month, day] = ["month", "day"].map(|name| at.member(name).map(|it| it.whole()));
    let date = PartialDate::new(year, month.transpose()?, day.transpose()?);
    date.ok_or_else(|| at.refused(DATE))
}

/// The names of a member's members; what stands under them is not read.
fn names(record: &At<'_>, name: &str) -> Result<Vec<String>, Refused> {
    let Some(object) = record.member(name) else { return Ok(Vec::new()) };
    Ok(object.members()?.into_iter().map(|(name, _)| name.to_owned()).collect())
}

fn texts(at: &At<'_>) -> Result<Vec<String>, Refused> {
    at.elements()?.iter().map(|it| it.text().map(ToOwned::to_owned)).collect()
}

/// What the attributes say was affected.
#[derive(Default)]
struct Harm {
    data_disclosure: Option<String>,
    records_affected: Option<u64>,
    /// The largest amount of personal or medical data that was not said to be kept from disclosure.
    /// The largest and not the sum, because two kinds of data may be about the same people; other
    /// kinds of data, and amounts that are not given, say nothing of persons.
    persons: Option<u64>,
}

impl Harm {
    /// Confidentiality has all of it, integrity and availability none.
    fn of(record: &At<'_>) -> Result<Self, Refused> {
        let mut harm = Self::default();
        let attributes = record.member("attribute");
        for (_, attribute) in attributes.map_or_else(|| Ok(Vec::new()), |it| it.members())? {
            let disclosure = attribute.member("data_disclosure").map(|it| it.text()).transpose()?;
            let total = attribute.member("data_total").map(|it| it.whole()).transpose()?;
            harm.records_affected = harm.records_affected.or(total);
            let data = attribute.member("data");
            for data in data.map_or_else(|| Ok(Vec::new()), |it| it.elements())? {
                let variety = data.member("variety").map(|it| it.text()).transpose()?;
                let amount = data.member("amount").map(|it| it.whole()).transpose()?;
                let is_personal = matches!(variety, Some("Personal" | "Medical"));
                if is_personal && disclosure != Some("No") {
                    harm.persons = harm.persons.max(amount);
                }
            }
            harm.data_disclosure = harm.data_disclosure.or(disclosure.map(ToOwned::to_owned));
        }
        Ok(harm)
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeMap;

    use super::*;

    fn incident(json: &str) -> Incident {
        let Told::Incident(incident) = read(&serde_json::from_str(json).unwrap()).unwrap() else {
            panic!("{json}")
        };
        *incident
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
        let medical = r#"[{"variety":"Medical","amount":500},{"variety":"Personal","amount":400}]"#;
        assert_eq!(leak("Yes", medical).persons, Some(500));
        assert_eq!(leak("Potentially", medical).persons, Some(500));
        assert_eq!(leak("No", medical).persons, None);
        assert_eq!(leak("Yes", r#"[{"variety":"Payment","amount":900}]"#).persons, None);
        assert_eq!(leak("Yes", r#"[{"variety":"Personal"}]"#).persons, None);
        let records = leak("Yes", "[]").veris.unwrap().records_affected;
        assert_eq!(records, Some(900));
    }

    #[test]
    fn a_record_that_is_wrong_says_where() {
        let record = |more: &str| {
            let json = format!(r#"{{"incident_id":"A","security_incident":"Confirmed"{more}}}"#);
            let refused = read(&serde_json::from_str(&json).unwrap()).unwrap_err();
            assert_eq!(refused.label, "A");
            (refused.path, refused.actual)
        };
        let at = r#","timeline":{"incident":{"year":2013}}"#;
        for (more, path, actual) in [
            ("", "timeline", None),
            (r#","timeline":{}"#, "timeline.incident", None),
            (r#","timeline":{"incident":{}}"#, "timeline.incident.year", None),
            (r#","timeline":{"incident":{"year":"x"}}"#, "timeline.incident.year", Some("\"x\"")),
            (
                r#","timeline":{"incident":{"year":2013,"month":13}}"#,
                "timeline.incident",
                Some(r#"{"month":13,"year":2013}"#),
            ),
            (&format!(r#"{at},"actor":"external""#), "actor", Some("\"external\"")),
            (&format!(r#"{at},"victim":{{"country":"CN"}}"#), "victim.country", Some("\"CN\"")),
            (&format!(r#"{at},"victim":{{"country":[1]}}"#), "victim.country[]", Some("1")),
            (
                &format!(r#"{at},"attribute":{{"x":{{"data":[{{}},{{"amount":-1}}]}}}}"#),
                "attribute.x.data[].amount",
                Some("-1"),
            ),
        ] {
            assert_eq!(record(more), (path.to_owned(), actual.map(str::to_owned)), "{more}");
        }
        assert_eq!(read(&Value::Null).unwrap_err().path, "incident_id");
    }

    #[test]
    fn what_is_known_in_part_stays_so() {
        let record = r#"{"incident_id":"A","security_incident":"Confirmed",
            "timeline":{"incident":{"year":2013,"month":null}},
            "victim":{"country":["CN","US","CN"]}}"#;
        let incident = incident(record);
        assert_eq!(incident.occurred.unwrap().to_string(), "2013");
        assert_eq!((incident.discovered_at, incident.persons), (None, None));
        let classes = incident.veris.unwrap();
        assert_eq!((classes.countries.len(), classes.victim), (3, None));
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
