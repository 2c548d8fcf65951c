//! Who may say what a department supplies.

use std::collections::BTreeSet;

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

/// The register knows the sender by its credit code and as 城建局: an entry of 城建局 is its own, one that is
/// named any other way is another's, and so is that of 城建局 for everybody else.
#[test]
fn a_catalogue_may_name_its_sender_as_the_register_does() {
    let sender: PartyId = "91310000MADEM0011A".parse().unwrap();
    for (organization, is_own) in
        [("城建局", true), ("城建局 ", true), ("城建", false), ("城建局办公室", false)]
    {
        let kinds = [(sender.clone(), PartyKind::Department)].into();
        let mut intake = intake(Some(Authority { sender: sender.clone(), kinds }));
        let package = json!({ "name": "roads", "organization": { "title": organization } });
        let record = json!({ "identifier": "roads", "publisher": { "name": organization } });
        intake.made(&ckan::cells(&package, &sender, &policy().ckan), Origin::default());
        intake.judge_dcat_us(&record, (Owner::NonFederal, &sender), 1);
        let checked = intake.finish();
        let refused = checked.faults.kept().iter().filter(|it| it.rule == "R-14").count();
        let facts: Vec<&PartyId> = checked.facts.iter().map(|it| &it.party).collect();
        let expected = if is_own { (vec![&sender], 0) } else { (vec![], 1) };
        assert_eq!((facts, refused), expected, "{organization}");
        let departures = checked.faults.kept().iter().filter(|it| it.rule == "C-9");
        assert!(departures.clone().all(|it| it.subject.as_ref() == Some(&sender)));
        assert_eq!(departures.count(), usize::from(is_own), "{organization}");
    }
    let nobody = checked(&["name:城建局|A|名称"]);
    assert_eq!(nobody.facts[0].party.as_str(), "name:城建局", "there is no register");
}

/// What is found of a catalogue that names its sender as the register does is about the sender, as its
/// items are.
#[test]
fn findings_of_a_catalogue_are_about_whose_it_is() {
    let sender: PartyId = "91310000MADEM0011A".parse().unwrap();
    let kinds = [(sender.clone(), PartyKind::Department)].into();
    let mut intake = intake(Some(Authority { sender: sender.clone(), kinds }));
    for (name, frequency, modified) in [
        ("roads", "fortnightly", "soon"),
        ("rivers", "daily", ""),
        ("bridges", "daily", "2026-06-28"),
        ("parks", "daily", "2026-07-02"),
    ] {
        let package = json!({
            "name": name,
            "organization": { "title": "城建局" },
            "metadata_modified": modified,
            "extras": [{ "key": "periodicidade", "value": frequency }],
        });
        intake.made(&ckan::cells(&package, &sender, &policy().ckan), Origin::default());
    }
    let record = json!({ "identifier": "roads", "publisher": { "name": "城建局" } });
    intake.judge_dcat_us(&record, (Owner::NonFederal, &sender), 1);
    let checked = intake.finish();
    let found: BTreeSet<(&str, Option<&PartyId>)> =
        checked.faults.kept().iter().map(|it| (it.rule, it.subject.as_ref())).collect();
    let rules = ["C-1", "C-2", "C-3", "C-4", "C-5", "C-6", "C-7", "C-8", "C-9", "R-6"];
    assert_eq!(found, rules.map(|it| (it, Some(&sender))).into());
}
