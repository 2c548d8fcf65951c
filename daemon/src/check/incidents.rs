//! Incidents from rows of the form, VERIS records or STIX objects. Their clocks are looked at by `duties`:
//! time passes although nothing is handed in.

use jiff::tz::TimeZone;
use metrics::authority::Authority;
use metrics::form::{Origin, Row};
use metrics::incident::{IncidentContext, IncidentIntake, Refused, stix, veris};
use metrics::party::PartyId;

use super::{Checked, Facts, Plan};
use crate::formats::{Format, RowSink};

/// Takes rows and records.
pub(super) struct IncidentSink<'a> {
    party: PartyId,
    format: Format,
    zone: &'a TimeZone,
    intake: IncidentIntake<'a>,
}

impl<'a> IncidentSink<'a> {
    /// Records that name no party are the submitter's.
    pub(super) fn new(party: PartyId, plan: &Plan<'a>, authority: Option<Authority>) -> Self {
        let context = IncidentContext {
            at: plan.at,
            zone: plan.zone.clone(),
            authority,
            policy: &plan.policy.incident,
            types: &plan.policy.incident_types,
        };
        let intake = IncidentIntake::new(context);
        Self { party, format: plan.format, zone: plan.zone, intake }
    }

    pub(super) fn finish(self) -> Checked {
        let found = self.intake.finish();
        let understood = found.facts.len() as u64;
        let (rows, faults) = (found.rows, found.faults);
        Checked { facts: Facts::Incident(found.facts), faults, rows, understood }
    }
}

impl RowSink for IncidentSink<'_> {
    fn row(&mut self, row: &Row<'_>) {
        self.intake.row(row);
    }

    fn unreadable(&mut self, _row: &Row<'_>) {}

    fn record(&mut self, origin: Origin, json: &str) {
        let record = serde_json::from_str(json).map_err(|error| Refused::not_json(&error));
        let told = record.and_then(|record| match self.format {
            Format::Stix => stix::read(&record, self.zone),
            _ => veris::read(&record),
        });
        self.intake.record((self.party.clone(), origin), told);
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeMap;
    use std::fs;
    use std::path::Path;

    use config::policy::Policy;
    use metrics::finding::LOOK_ALIKES_MAX;
    use metrics::kind::Kind;

    use super::*;
    use crate::check::{Known, check};

    fn checked(format: Format, bytes: &[u8]) -> Checked {
        let plan = Plan {
            kind: Kind::Incident,
            format,
            mapping: None,
            policy: &Policy::builtin(),
            zone: &TimeZone::UTC,
            at: "2026-07-01T00:00:00Z".parse().unwrap(),
        };
        let known = Known::Incident { party: "name:甲".parse().unwrap(), authority: None };
        check(&mut &bytes[..], &plan, known).unwrap().0
    }

    /// Objects by type, as the one fault about them counts them.
    fn others(checked: &Checked) -> BTreeMap<String, u64> {
        let of_rule = checked.faults.kept().iter().filter(|it| it.rule == "R-15");
        let listed = of_rule.flat_map(|it| it.actual.split(", "));
        listed
            .map(|it| it.split_once(' ').unwrap())
            .map(|(kind, count)| (kind.to_owned(), count.parse().unwrap()))
            .collect()
    }

    #[test]
    fn a_bundle_gives_its_incidents_and_counts_the_rest() {
        let bundle = r#"{"type":"bundle","id":"bundle--1","objects":[
            {"type":"incident","id":"incident--1","name":"x"},
            {"type":"observed-data","id":"observed-data--1"},
            {"type":"incident","id":"incident--1","name":"x"},
            {"type":"incident","id":"incident--2"}]}"#;
        let checked = checked(Format::Stix, bundle.as_bytes());
        assert_eq!((checked.rows, checked.understood), (4, 1));
        assert_eq!(others(&checked), BTreeMap::from([("observed-data".to_owned(), 1)]));
        assert_eq!(checked.faults.counts()["R-5"], 1);
    }

    #[test]
    fn what_is_neither_bundle_nor_object_is_refused() {
        for (text, rule) in [
            (r#"{"objects":5}"#, "R-1"),
            ("{}", "R-5"),
            ("5", "R-1"),
            ("", "R-1"),
            (r#"{"objects":[5]}"#, "R-4"),
            (r#"{"type":"bundle","objects":[{"type":1}]}"#, "R-6"),
        ] {
            let checked = checked(Format::Stix, text.as_bytes());
            assert_eq!(checked.faults.counts().keys().collect::<Vec<_>>(), [&rule], "{text}");
            assert_eq!(checked.understood, 0);
        }
    }

    #[test]
    fn a_file_of_look_alike_rejects_is_one_fault_in_every_format() {
        let many = 4_000;
        let lines = |line: fn(usize) -> String| (0..many).map(line).collect::<String>();
        let veris = lines(|it| format!("{{\"incident_id\":\"A-{it}\",\"timeline\":5}}\n"));
        let json = lines(|it| {
            let party = "\"party\":\"name:甲\",\"discovered_at\":\"yesterday\",\"title\":\"x\"";
            format!("{{\"incident_no\":\"A-{it}\",{party}}}\n")
        });
        let objects = lines(|it| format!("{{\"type\":\"incident\",\"id\":\"incident--{it}\"}},"));
        let stix = format!("{{\"objects\":[{}]}}", objects.trim_end_matches(','));
        for (format, text, rule) in [
            (Format::Veris, &veris, "R-5"),
            (Format::JsonLines, &json, "R-6"),
            (Format::Stix, &stix, "R-5"),
        ] {
            let checked = checked(format, text.as_bytes());
            let [fault] = checked.faults.kept() else { panic!("{:?}", checked.faults) };
            assert_eq!((fault.rule, checked.faults.total()), (rule, many as u64));
            assert_eq!(checked.faults.truncated(), 0);
            let rows = &fault.arguments.iter().find(|it| it.0 == "alike_rows").unwrap().1;
            assert_eq!(rows.split(", ").count() as u64, LOOK_ALIKES_MAX);
        }
    }

    #[test]
    #[ignore = "needs the corpus"]
    fn published_bundles_give_the_objects_that_they_have() {
        let folder = std::env::var("MINGJING_CORPUS").unwrap();
        let mut total: BTreeMap<String, u64> = BTreeMap::new();
        let mut files = 0;
        for entry in fs::read_dir(Path::new(&folder).join("incidents/stix")).unwrap() {
            let checked = checked(Format::Stix, &fs::read(entry.unwrap().path()).unwrap());
            assert_eq!(checked.understood, 0, "none of them is an incident");
            assert_eq!(checked.faults.kept().len(), 1);
            let others = others(&checked);
            assert_eq!(others.values().sum::<u64>(), checked.rows);
            for (kind, count) in others {
                *total.entry(kind).or_default() += count;
            }
            files += 1;
        }
        // Counted with another program.
        let expected = [
            ("attack-pattern", 1),
            ("campaign", 2),
            ("course-of-action", 1),
            ("domain-name", 1),
            ("identity", 2),
            ("indicator", 6),
            ("infrastructure", 2),
            ("ipv4-addr", 1),
            ("malware", 3),
            ("relationship", 10),
        ];
        let expected = expected.map(|(kind, count)| (kind.to_owned(), count)).into();
        assert_eq!((files, total), (6, expected));
    }
}
