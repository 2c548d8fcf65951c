//! Records of foreign formats: what one tells, and where it is not what its schema asks for. A place is
//! a path of the schema, so that records that are wrong for the same reason say the same.

use serde_json::Value;

use super::facts::Incident;

/// What is shown of a value that cannot be used, in characters.
const EXCERPT_CHARACTERS_MAX: usize = 60;

/// What one record tells.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Told {
    /// Of an incident.
    Incident(Box<Incident>),
    /// Of something else, by the type that it names.
    Other(String),
}

/// Why a record cannot be used.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Refused {
    /// The number of the record, where it has one.
    pub label: String,
    /// The path of the member, such as `timeline.incident.year`; `""` for the record as a whole.
    pub path: String,
    /// What would be right there.
    pub expected: String,
    /// What is there, `None` if nothing is.
    pub actual: Option<String>,
}

impl Refused {
    /// Text that is not JSON.
    #[must_use]
    pub fn not_json(error: &serde_json::Error) -> Self {
        Self { expected: "JSON".to_owned(), actual: Some(error.to_string()), ..Self::default() }
    }

    /// The same of the record with this number.
    pub(super) fn of(self, label: &str) -> Self {
        Self { label: label.to_owned(), ..self }
    }
}

/// A value and where it stands.
#[derive(Clone, Debug)]
pub(super) struct At<'a> {
    path: String,
    value: &'a Value,
}

impl<'a> At<'a> {
    /// The record as a whole.
    pub(super) fn record(value: &'a Value) -> Self {
        Self { path: String::new(), value }
    }

    /// A member, if it is there and not null.
    pub(super) fn member(&self, name: &str) -> Option<Self> {
        let value = self.value.get(name).filter(|it| !it.is_null())?;
        Some(Self { path: self.path_of(name), value })
    }

    /// A member that has to be there.
    pub(super) fn required(&self, name: &str) -> Result<Self, Refused> {
        let path = self.path_of(name);
        self.member(name).ok_or_else(|| Refused {
            expected: path.clone(),
            path,
            ..Refused::default()
        })
    }

    /// It as text.
    pub(super) fn text(&self) -> Result<&'a str, Refused> {
        self.value.as_str().ok_or_else(|| self.refused("\"…\""))
    }

    /// It as a whole number of a range.
    pub(super) fn whole<T: TryFrom<i64>>(&self) -> Result<T, Refused> {
        let number = self.value.as_i64().and_then(|it| T::try_from(it).ok());
        number.ok_or_else(|| self.refused("0, 1, 2, …"))
    }

    /// Its members by name, in the order of names.
    pub(super) fn members(&self) -> Result<Vec<(&'a str, Self)>, Refused> {
        let object = self.value.as_object().ok_or_else(|| self.refused("{…}"))?;
        let at = |name: &str, value| Self { path: self.path_of(name), value };
        let mut members: Vec<_> =
            object.iter().map(|(name, value)| (name.as_str(), at(name, value))).collect();
        members.sort_by_key(|it| it.0);
        Ok(members)
    }

    /// Its elements.
    pub(super) fn elements(&self) -> Result<Vec<Self>, Refused> {
        let array = self.value.as_array().ok_or_else(|| self.refused("[…]"))?;
        let path = format!("{}[]", self.path);
        Ok(array.iter().map(|value| Self { path: path.clone(), value }).collect())
    }

    /// It is not what is expected.
    pub(super) fn refused(&self, expected: &str) -> Refused {
        let actual = self.value.to_string().chars().take(EXCERPT_CHARACTERS_MAX).collect();
        Refused {
            path: self.path.clone(),
            expected: expected.to_owned(),
            actual: Some(actual),
            ..Refused::default()
        }
    }

    fn path_of(&self, name: &str) -> String {
        if self.path.is_empty() { name.to_owned() } else { format!("{}.{name}", self.path) }
    }
}

#[cfg(test)]
mod tests {
    use jiff::Timestamp;
    use jiff::tz::TimeZone;
    use serde_json::json;

    use super::super::{CheckedIncidents, Event, IncidentContext, IncidentIntake, veris};
    use super::*;
    use crate::finding::Faults;
    use crate::form::Origin;
    use crate::shipped;

    /// Hands records in; gives what the file gave.
    fn checked(records: impl IntoIterator<Item = Result<Told, Refused>>) -> CheckedIncidents {
        let (policy, types) = (shipped::incident(), shipped::incident_types());
        let (at, zone, authority) = (Timestamp::MAX, TimeZone::UTC, None);
        let context = IncidentContext { at, zone, authority, policy: &policy, types: &types };
        let mut intake = IncidentIntake::new(context);
        for (row, told) in (1..).zip(records) {
            let origin = Origin { row, ..Origin::default() };
            intake.record(("name:甲".parse().unwrap(), origin), told);
        }
        intake.finish()
    }

    /// A record of VERIS with a number, of a month.
    fn veris(number: u64, month: u64) -> Result<Told, Refused> {
        veris::read(&json!({
            "incident_id": format!("A-{number}"), "security_incident": "Confirmed",
            "timeline": {"incident": {"year": 2026, "month": month}},
        }))
    }

    fn shown(faults: &Faults) -> Vec<(&'static str, &str, &str)> {
        faults.kept().iter().map(|it| (it.rule, it.cause.as_str(), it.actual.as_str())).collect()
    }

    #[test]
    fn a_record_is_an_incident_of_which_nobody_knows_the_discovery() {
        let checked = checked([veris(1, 9), veris(2, 13)]);
        assert_eq!((checked.rows, checked.facts.len()), (2, 1));
        assert_eq!(checked.facts[0].incident.at(Event::Discovery), None);
        let actual = r#"{"month":13,"year":2026}"#;
        assert_eq!(shown(&checked.faults), [("R-6", "A-2 timeline.incident", actual)]);
    }

    #[test]
    fn a_number_of_a_record_has_no_control_characters() {
        let record = json!({
            "incident_id": "A\n1", "security_incident": "Confirmed",
            "timeline": {"incident": {"year": 2026}},
        });
        let checked = checked([veris::read(&record)]);
        assert_eq!(checked.facts.len(), 0);
        assert_eq!(shown(&checked.faults), [("R-6", "A\n1 incident_no", "A\n1")]);
    }

    #[test]
    fn records_that_contradict_each_other_are_one_incident_as_rows_are() {
        let checked = checked([veris(1, 9), veris(1, 9), veris(1, 10)]);
        assert_eq!((checked.facts.len(), checked.faults.counts()["R-8"]), (1, 1));
    }

    #[test]
    fn four_thousand_rejects_for_one_reason_are_one_fault() {
        let record = |number| veris::read(&json!({"incident_id": format!("A-{number}")}));
        let mut faults = checked((1..=4_000).map(record)).faults;
        // What is kept does not grow with the file.
        assert_eq!(faults.kept().len(), 20);
        faults.fold();
        assert_eq!(shown(&faults), [("R-5", "security_incident", "")]);
        assert_eq!((faults.total(), faults.truncated()), (4_000, 0));
        assert_eq!(faults.kept()[0].arguments[0].1, "4000");
    }

    #[test]
    fn records_of_other_types_are_counted_in_one_fault() {
        let kinds = ["malware", "indicator", "malware"];
        let checked = checked(kinds.map(|kind| Ok(Told::Other(kind.to_owned()))));
        assert_eq!(shown(&checked.faults), [("R-15", "types", "indicator 1, malware 2")]);
        assert_eq!(checked.faults.kept()[0].arguments, [("count", "3".to_owned())]);
    }

    #[test]
    fn hostile_names_of_types_take_bounded_memory() {
        let kind = |number| Ok(Told::Other(format!("{number}{}", "x".repeat(9_999))));
        let checked = checked((1..=1_000).map(kind));
        let actual = &checked.faults.kept()[0].actual;
        assert!(actual.contains("… 950") && actual.len() < 5_000, "{actual}");
    }
}
