//! Catalogue items from rows of the form, or from records of CKAN and DCAT-US catalogues, which
//! become rows of the form.

use metrics::authority::Authority;
use metrics::finding::{Fault, Faults, Place, reading};
use metrics::form::{Origin, Row};
use metrics::party::PartyId;
use metrics::supply::{SupplyContext, SupplyIntake, ckan, dcat_us};
use serde_json::Value;

use super::{Checked, Facts, Plan};
use crate::formats::{Format, RowSink};

/// Takes rows and records.
pub(super) struct SupplySink<'a> {
    party: PartyId,
    plan: &'a Plan<'a>,
    intake: SupplyIntake,
    faults: Faults,
}

impl<'a> SupplySink<'a> {
    /// Records that name no party are the submitter's.
    pub(super) fn new(
        party: PartyId,
        plan: &'a Plan<'a>,
        (authority, sender_name): (Option<Authority>, Option<PartyId>),
    ) -> Self {
        let context = SupplyContext {
            at: plan.zone.to_datetime(plan.at),
            zone: plan.zone.clone(),
            calendar: plan.policy.calendar(),
            policy: plan.policy.supply.clone(),
            dcat_us: plan.policy.dcat_us.clone(),
            authority,
            sender_name,
        };
        Self { party, plan, intake: SupplyIntake::new(context), faults: Faults::default() }
    }

    pub(super) fn finish(mut self) -> Checked {
        let found = self.intake.finish();
        self.faults.append(found.faults);
        let (rows, understood) = (found.rows, found.facts.len() as u64);
        Checked { facts: Facts::Supply(found.facts), faults: self.faults, rows, understood }
    }

    fn dcat_us(&mut self, record: &Value, owner: dcat_us::Owner, row: u64) -> Vec<String> {
        self.intake.judge_dcat_us(record, (owner, &self.party), row);
        dcat_us::cells(record, &self.party)
    }
}

impl RowSink for SupplySink<'_> {
    fn row(&mut self, row: &Row<'_>) {
        self.intake.row(row);
    }

    fn unreadable(&mut self, _row: &Row<'_>) {
        self.intake.unreadable();
    }

    fn record(&mut self, origin: Origin, json: &str) {
        let record = match serde_json::from_str::<Value>(json) {
            Ok(record) => record,
            Err(error) => {
                self.intake.unreadable();
                self.faults.push(Fault {
                    cause: origin.row.to_string(),
                    expected: "{…}".to_owned(),
                    actual: error.to_string(),
                    ..Fault::at(reading::ROW_UNREADABLE, Place::row(origin.row))
                });
                return;
            }
        };
        let cells = match self.plan.format {
            Format::Ckan => ckan::cells(&record, &self.party, &self.plan.policy.supply.ckan),
            Format::DcatUs => self.dcat_us(&record, dcat_us::Owner::NonFederal, origin.row),
            Format::DcatUsFederal => self.dcat_us(&record, dcat_us::Owner::Federal, origin.row),
            // Records of another kind.
            Format::Csv
            | Format::Xlsx
            | Format::Json
            | Format::JsonLines
            | Format::Veris
            | Format::Stix
            | Format::SafT
            | Format::Gbt24589Xml
            | Format::Gbt24589Json => return,
        };
        self.intake.made(&cells, origin);
    }
}

#[cfg(test)]
mod tests {
    use config::policy::Policy;
    use jiff::tz::TimeZone;
    use metrics::kind::Kind;

    use super::super::{Known, check};
    use super::*;

    /// Checks a file of a submitter in Shanghai.
    fn checked(text: &str, format: Format) -> Checked {
        let (policy, zone) = (Policy::builtin(), TimeZone::get("Asia/Shanghai").unwrap());
        let at = "2026-07-01T01:00:00Z".parse().unwrap();
        let plan =
            Plan { kind: Kind::Supply, format, mapping: None, policy: &policy, zone: &zone, at };
        let known = Known::Supply {
            party: "name:某局".parse().unwrap(),
            authority: None,
            sender_name: None,
        };
        check(&mut text.as_bytes(), &plan, known).unwrap().0
    }

    #[test]
    fn what_cannot_be_read_is_among_the_rows() {
        let table = "party,code,title\nname:某局,A,甲\nname:某局,B\n";
        let records = r#"{"result": {"results": [{"name": "a"}, 3]}}"#;
        for (text, format) in [(table, Format::Csv), (records, Format::Ckan)] {
            let checked = checked(text, format);
            assert_eq!((checked.rows, checked.understood), (2, 1), "{format}");
        }
    }
}
