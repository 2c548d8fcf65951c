//! VERIS 1.3 incident records, as the community database of incidents publishes them.
//!
//! Nothing is invented: records affected stay apart from persons, and VERIS has no discovery
//! instant, so the clocks of such an incident cannot be computed.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};
use serde_json::Value;

use super::facts::Incident;
use super::pattern::Pattern;
use super::quantity::Quantity;
use super::record::{At, Refused, Told};
use crate::partial_date::PartialDate;

/// The longest title made of a record, in characters: a number and a name.
const TITLE_CHARACTERS_MAX: usize = 200;
/// What a date has to be.
const DATE: &str = "YYYY, MM, DD";

/// One record, as far as it is read.
#[derive(Debug)]
pub(super) struct Record {
    incident_id: String,
    security_incident: String,
    occurred: PartialDate,
    pub(super) actor: BTreeMap<String, Detail>,
    pub(super) action: BTreeMap<String, Detail>,
    /// Varieties of assets.
    assets: Vec<String>,
    attributes: BTreeMap<String, Attribute>,
    discovery_methods: Vec<String>,
    victim_id: Option<String>,
    countries: Vec<String>,
}

/// How an actor or an action is described.
#[derive(Debug, Default)]
pub(super) struct Detail {
    pub(super) variety: Words,
    pub(super) vector: Words,
    pub(super) motive: Words,
}

/// Words of an enumeration. What is no list of words says nothing.
#[derive(Debug, Default)]
pub(super) struct Words(Vec<String>);

impl Words {
    /// Whether a word is among them.
    pub(super) fn has(&self, word: &str) -> bool {
        self.0.iter().any(|it| it == word)
    }
}

/// Confidentiality has all of it, integrity and availability none.
#[derive(Debug)]
struct Attribute {
    data_disclosure: Option<String>,
    data_total: Option<u64>,
    data: Vec<Data>,
}

#[derive(Debug)]
struct Data {
    variety: Option<String>,
    amount: Option<u64>,
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

/// What one record tells.
///
/// # Errors
///
/// Where it is not what the schema asks for, or its date does not exist.
pub fn read(record: &Value) -> Result<Told, Refused> {
    let at = At::record(record);
    let id = at.member("incident_id").and_then(|it| it.text().ok()).unwrap_or_default();
    let record = Record::read(&at).map_err(|refused| refused.of(id))?;
    Ok(Told::Incident(Box::new(record.into_incident())))
}

impl Record {
    fn read(record: &At<'_>) -> Result<Self, Refused> {
        let victim = record.member("victim");
        let countries = victim.as_ref().and_then(|it| it.member("country"));
        let assets = record.member("asset").and_then(|it| it.member("assets"));
        let methods = record.member("discovery_method");
        let methods = methods.map_or_else(|| Ok(Vec::new()), |it| it.members())?;
        Ok(Self {
            incident_id: record.required("incident_id")?.text()?.to_owned(),
            security_incident: record.required("security_incident")?.text()?.to_owned(),
            occurred: date(&record.required("timeline")?.required("incident")?)?,
            actor: each(record, "actor", |it| Ok(Detail::read(it)))?,
            action: each(record, "action", |it| Ok(Detail::read(it)))?,
            assets: varieties(assets)?,
            attributes: each(record, "attribute", Attribute::read)?,
            discovery_methods: methods.into_iter().map(|(name, _)| name.to_owned()).collect(),
            victim_id: victim.as_ref().map_or(Ok(None), |it| text(it, "victim_id"))?,
            countries: countries.map_or_else(|| Ok(Vec::new()), |it| texts(&it))?,
        })
    }

    /// The incident that the record tells of.
    fn into_incident(self) -> Incident {
        let figures = self.persons().map(|it| (Quantity::Persons, it)).into_iter().collect();
        let patterns = Pattern::of(&self);
        let mut attributes = self.attributes.values();
        let data_disclosure = attributes.clone().find_map(|it| it.data_disclosure.clone());
        let records_affected = attributes.find_map(|it| it.data_total);
        let title = self.victim_id.as_ref().unwrap_or(&self.incident_id);
        Incident {
            title: title.chars().take(TITLE_CHARACTERS_MAX).collect(),
            incident_no: self.incident_id,
            occurred: Some(self.occurred),
            figures,
            veris: Some(Classes {
                security_incident: self.security_incident,
                actors: self.actor.into_keys().collect(),
                actions: self.action.into_keys().collect(),
                attributes: self.attributes.into_keys().collect(),
                discovery_methods: self.discovery_methods,
                data_disclosure,
                records_affected,
                victim: self.victim_id,
                countries: self.countries,
                patterns,
            }),
            ..Incident::default()
        }
    }

    /// Whether an asset of this variety was affected.
    pub(super) fn has_asset(&self, variety: &str) -> bool {
        self.assets.iter().any(|it| it == variety)
    }

    /// Whether data of this variety were affected.
    pub(super) fn has_data(&self, variety: &str) -> bool {
        let mut data = self.attributes.values().flat_map(|it| &it.data);
        data.any(|it| it.variety.as_deref() == Some(variety))
    }

    /// The largest amount of personal or medical data that was not said to be kept from disclosure.
    /// The largest and not the sum, because two kinds of data may be about the same people; other
    /// kinds of data, and amounts that are not given, say nothing of persons.
    fn persons(&self) -> Option<u64> {
        let disclosed = |it: &&Attribute| it.data_disclosure.as_deref() != Some("No");
        let data = self.attributes.values().filter(disclosed).flat_map(|it| &it.data);
        let personal =
            data.filter(|it| matches!(it.variety.as_deref(), Some("Personal" | "Medical")));
        personal.filter_map(|it| it.amount).max()
    }
}

impl Detail {
    fn read(at: &At<'_>) -> Self {
        let words = |name| {
            let words = at.member(name).and_then(|it| texts(&it).ok());
            Words(words.unwrap_or_default())
        };
        Self { variety: words("variety"), vector: words("vector"), motive: words("motive") }
    }
}

impl Attribute {
    fn read(at: &At<'_>) -> Result<Self, Refused> {
        let data = at.member("data").map_or_else(|| Ok(Vec::new()), |it| it.elements())?;
        let read =
            |it: &At<'_>| Ok(Data { variety: text(it, "variety")?, amount: whole(it, "amount")? });
        Ok(Self {
            data_disclosure: text(at, "data_disclosure")?,
            data_total: whole(at, "data_total")?,
            data: data.iter().map(read).collect::<Result<_, _>>()?,
        })
    }
}

/// The date as far as it is known.
fn date(at: &At<'_>) -> Result<PartialDate, Refused> {
    let year = at.required("year")?.whole()?;
    let [month, day] = ["month", "day"].map(|name| at.member(name).map(|it| it.whole()));
    let date = PartialDate::new(year, month.transpose()?, day.transpose()?);
    date.ok_or_else(|| at.refused(DATE))
}

/// The members of a member, each as it is read.
fn each<T>(
    record: &At<'_>,
    name: &str,
    read: impl Fn(&At<'_>) -> Result<T, Refused>,
) -> Result<BTreeMap<String, T>, Refused> {
    let Some(object) = record.member(name) else { return Ok(BTreeMap::new()) };
    let members = object.members()?.into_iter();
    members.map(|(name, it)| Ok((name.to_owned(), read(&it)?))).collect()
}

/// The varieties that the elements of a list have.
fn varieties(list: Option<At<'_>>) -> Result<Vec<String>, Refused> {
    let elements = list.map_or_else(|| Ok(Vec::new()), |it| it.elements())?;
    let varieties = elements.iter().map(|it| text(it, "variety"));
    varieties.filter_map(Result::transpose).collect()
}

fn text(at: &At<'_>, name: &str) -> Result<Option<String>, Refused> {
    at.member(name).map(|it| it.text().map(ToOwned::to_owned)).transpose()
}

fn whole(at: &At<'_>, name: &str) -> Result<Option<u64>, Refused> {
    at.member(name).map(|it| it.whole()).transpose()
}

fn texts(at: &At<'_>) -> Result<Vec<String>, Refused> {
    at.elements()?.iter().map(|it| it.text().map(ToOwned::to_owned)).collect()
}

#[cfg(test)]
mod tests {
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
        assert_eq!((incident.discovered_at, incident.figures.len()), (None, 0));
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
