//! STIX 2.1 objects (OASIS, 15 June 2021). An object of type `incident` is an incident, no other is.
//!
//! The standard leaves the object a stub: a name and a description. Its `created` is when the object was
//! written, which says nothing of when the incident was discovered, so that stays unknown; `first_seen`
//! is a member that producers add.

use jiff::Timestamp;
use jiff::tz::TimeZone;
use serde_json::Value;

use super::facts::Incident;
use super::record::{At, Refused, Told};
use crate::partial_date::PartialDate;

/// The longest title made of a name, in characters.
const TITLE_CHARACTERS_MAX: usize = 200;
/// What an instant looks like (RFC 3339).
const INSTANT: &str = "YYYY-MM-DDTHH:MM:SSZ";

/// What one object tells. Days are those of a zone.
///
/// # Errors
///
/// Where it is not what the standard asks for.
pub fn read(object: &Value, zone: &TimeZone) -> Result<Told, Refused> {
    let object = At::record(object);
    let id = object.member("id").and_then(|it| it.text().ok()).unwrap_or_default();
    told(&object, zone).map_err(|refused| refused.of(id))
}

fn told(object: &At<'_>, zone: &TimeZone) -> Result<Told, Refused> {
    let kind = object.required("type")?.text()?;
    if kind != "incident" {
        return Ok(Told::Other(kind.to_owned()));
    }
    let description = object.member("description").map_or(Ok(""), |it| it.text())?;
    let first_seen = object.member("first_seen").map(|it| day(&it, zone)).transpose()?;
    Ok(Told::Incident(Box::new(Incident {
        incident_no: object.required("id")?.text()?.to_owned(),
        title: object.required("name")?.text()?.chars().take(TITLE_CHARACTERS_MAX).collect(),
        occurred: first_seen.flatten(),
        description: description.to_owned(),
        ..Incident::default()
    })))
}

fn day(at: &At<'_>, zone: &TimeZone) -> Result<Option<PartialDate>, Refused> {
    let instant: Timestamp = at.text()?.parse().map_err(|_| at.refused(INSTANT))?;
    let day = zone.to_datetime(instant).date();
    Ok(PartialDate::new(day.year(), Some(day.month()), Some(day.day())))
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    fn told(object: &Value) -> Result<Told, Refused> {
        read(object, &TimeZone::get("Asia/Shanghai").unwrap())
    }

    #[test]
    fn an_incident_says_what_it_says_and_nothing_more() {
        let object = json!({
            "type": "incident", "spec_version": "2.1", "id": "incident--1",
            "created": "2026-03-01T00:00:00Z", "modified": "2026-03-01T00:00:00Z",
            "name": "接口数据泄露", "description": "…", "first_seen": "2026-02-28T16:30:00.5Z",
        });
        let Ok(Told::Incident(incident)) = told(&object) else { panic!() };
        assert_eq!(
            incident.occurred.unwrap().to_string(),
            "2026-03-01",
            "on the clock of the zone"
        );
        assert_eq!((incident.discovered_at, incident.figures.len()), (None, 0));
        assert_eq!((&*incident.incident_no, &*incident.title), ("incident--1", "接口数据泄露"));
    }

    #[test]
    fn other_objects_are_named_by_type_and_wrong_ones_by_place() {
        let other = |kind: &str| Ok(Told::Other(kind.to_owned()));
        assert_eq!(told(&json!({"type": "observed-data", "id": 5})), other("observed-data"));
        for (object, path) in [
            (json!({"id": "x"}), "type"),
            (json!({"type": 5}), "type"),
            (json!({"type": "incident", "id": "x"}), "name"),
            (json!({"type": "incident", "name": "x"}), "id"),
            (
                json!({"type": "incident", "id": "x", "name": "x", "first_seen": "2026"}),
                "first_seen",
            ),
            (json!([]), "type"),
        ] {
            assert_eq!(told(&object).unwrap_err().path, path, "{object}");
        }
    }
}
