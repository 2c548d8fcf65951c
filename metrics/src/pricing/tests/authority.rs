//! P-15: who may say what.

use super::*;
use crate::authority::Authority;
use crate::party::PartyKind;

const BODY: &str = "name:局";
const OTHER: &str = "uscc:91310000MADEM002X2";
const STRANGER: &str = "name:某社";

/// The records of an operator that count when somebody hands them in, and how many do not.
fn counted(sender: &str) -> (Vec<&'static str>, usize) {
    let kinds = [
        (OPERATOR, PartyKind::Operator),
        (OTHER, PartyKind::Operator),
        (BODY, PartyKind::DataAuthority),
    ];
    let kinds = kinds.map(|(party, kind)| (party.parse().unwrap(), kind)).into();
    let authority = Authority { sender: sender.parse().unwrap(), kinds };
    let mut intake = PricingIntake::new(Some(authority));
    for (row, number) in [
        "ceiling product=P unit=次 from=2026-01-01 price=1 vat_included=no",
        "price product=P unit=次 from=2026-01-01 price=1 vat_included=no",
        "allowance code=k from=2026-01-01",
        "share code=s from=2026-01-01 rate=100 form=cash",
        "allocation code=a from=2026-01-01 rate=100 use=public",
        "annual_report code=2025 reported_on=2026-06-30",
    ]
    .iter()
    .zip(2..)
    {
        let cells = cells(row);
        intake.row(&Row { number, cells: &cells, byte_offset: 0, byte_length: 0 });
    }
    let checked = intake.finish();
    assert!(checked.faults.kept().iter().all(|it| it.rule == rules::AUTHORITY));
    let records = checked.facts.iter().map(|it| it.entry.record()).collect();
    (records, checked.faults.kept().len())
}

#[test]
fn what_is_set_for_an_operator_is_not_its_own_to_say() {
    let all = vec!["ceiling", "price", "allowance", "share", "allocation", "annual_report"];
    assert_eq!(counted(BODY), (all, 0));
    assert_eq!(counted(OPERATOR), (vec!["price", "allocation", "annual_report"], 3));
    assert_eq!(counted(OTHER), (vec![], 6));
    assert_eq!(counted(STRANGER), (vec![], 6));
}
