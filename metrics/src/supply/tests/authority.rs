//! Who may say what a department supplies.

use super::*;
use crate::party::PartyKind;

/// Whoever hands in an item of another, but a public body, takes nothing from it: nothing is said of the row
/// but that it is not theirs, and it counts for nothing.
#[test]
fn others_do_not_speak_for_a_department() {
    let (own, other): (PartyId, PartyId) =
        ("name:某局".parse().unwrap(), "name:甲".parse().unwrap());
    let found = |sender: &PartyId, kind| {
        let kinds = [(own.clone(), PartyKind::Department), (other.clone(), kind)].into();
        let authority = Authority { sender: sender.clone(), kinds };
        let row = "name:某局|A|名称||cc-by|monthly|2026-06-30|2|CSV|||";
        let checked = checked_by(&[row, row], Some(authority));
        let said = checked.faults.kept().iter().map(|it| format!("{} {}", it.rule, it.expected));
        (said.collect::<Vec<_>>(), checked.facts.len())
    };
    let described = vec!["C-2 摘要 description".to_owned(); 2];
    assert_eq!(found(&own, PartyKind::Operator), (described.clone(), 1));
    for body in [PartyKind::DataAuthority, PartyKind::ImplementingBody] {
        assert_eq!(found(&other, body), (described.clone(), 1));
    }
    let refused = vec!["R-14 name:某局, data_authority, implementing_body".to_owned()];
    for kind in [PartyKind::Operator, PartyKind::Department, PartyKind::StateAssetRegulator] {
        assert_eq!(found(&other, kind), (refused.clone(), 0));
    }
}
