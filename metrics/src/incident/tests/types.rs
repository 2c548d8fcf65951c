//! Types: their list, what is said of a code, and what a row is told.

use super::*;

#[test]
fn the_standard_has_ten_categories() {
    let types = types();
    let found: Vec<_> =
        types.categories.iter().map(|it| (it.code.as_str(), it.types.len())).collect();
    // Numbers of GB/T 20986-2023; of MP, NA and DS two sources give them.
    let expected = [
        ("MP", 10),
        ("NA", 21),
        ("DS", 12),
        ("IC", 8),
        ("DE", 5),
        ("RO", 8),
        ("SHE", 3),
        ("AB", 3),
        ("FOC", 5),
        ("OTH", 0),
    ];
    assert_eq!(found, expected);
}

#[test]
fn a_code_is_known_unlisted_or_of_no_category() {
    let types = types();
    for category in &types.categories {
        assert_eq!(types.find(&category.code), Found::Known(category, None));
        for listed in &category.types {
            assert_eq!(types.find(&listed.code), Found::Known(category, Some(listed)));
        }
    }
    let data = types.categories.iter().find(|it| it.code == "DS").unwrap();
    assert_eq!(types.find("DSDATASALE"), Found::Unlisted(data));
    for code in ["", "D", "XX", "dsdataleak", "SH", "泄露"] {
        assert_eq!(types.find(code), Found::Unknown, "{code}");
    }
}

#[test]
fn a_row_is_told_what_is_wrong_with_its_names() {
    let check = |cells: &[(&str, &str)], faults: &[&str]| {
        let right = [
            ("incident_no", "1"),
            ("party", "name:甲"),
            ("title", "乙"),
            ("discovered_at", "2026-10-01 23:30"),
        ];
        let checked = checked_records(&[&named(&[&right[..], cells].concat())]);
        let said = checked.faults.kept().iter();
        let said =
            said.map(|it| format!("{} {}", it.rule, it.place.column.as_deref().unwrap_or("-")));
        assert_eq!(said.collect::<Vec<_>>(), faults, "{cells:?}");
        checked.facts[0].incident.reporter
    };
    check(&[("type", "DSDATALEAK")], &[]);
    check(&[("type", "OTH")], &[]);
    check(&[("type", "OTHER")], &["S-3-code type"]);
    check(&[("type", "MPMALWARE")], &["S-3-code type"]);
    check(&[("type", "XX-UNKNOWN")], &["S-3 type"]);
    check(&[("scale", "CN-NIR；CN-MIIT-DS")], &[]);
    check(&[("scale", "CN-MIIT-DS;CN-BANK")], &["S-11 scale"]);
    let (yes, no) = (("cii", "是"), ("cii", "no"));
    assert_eq!(check(&[yes], &[]), Reporter::CiiOperator);
    assert_eq!(check(&[no], &[]), Reporter::Operator);
    check(&[yes, ("reporter", "operator")], &["S-12 reporter"]);
    check(&[no, ("reporter", "operator")], &[]);
    check(&[yes, ("reporter", "central_organ")], &["S-12 reporter"]);
}

#[test]
fn an_incident_is_classed_by_its_code_or_by_its_veris_record() {
    let types = types();
    let class = |code: Option<&str>, veris: Option<veris::Classes>| {
        let incident_type = code.map(ToOwned::to_owned);
        let incident = Incident { incident_type, veris, ..Incident::default() };
        types.class_of(&incident).map(|it| {
            let sub_category = it.sub_category.map_or("-", |it| it.en.as_str());
            format!("{} {sub_category} {}", it.category, it.reason.is_some())
        })
    };
    let veris = |actions: &[&str], attributes: &[&str]| {
        let json = serde_json::json!({
            "security_incident": "Confirmed", "actors": [], "actions": actions,
            "attributes": attributes, "discovery_methods": [], "countries": [],
        });
        Some(serde_json::from_value::<veris::Classes>(json).unwrap())
    };
    let some = |text: &str| Some(text.to_owned());
    assert_eq!(class(Some("DSDATALEAK"), None), some("DS leak of data false"));
    assert_eq!(class(Some("DSDATASALE"), None), some("DS - false"));
    assert_eq!(class(Some("XX"), veris(&["malware"], &[])), None);
    assert_eq!(class(None, None), None);
    assert_eq!(class(None, veris(&["hacking", "malware"], &[])), some("NA - true"));
    assert_eq!(class(None, veris(&["error"], &["confidentiality"])), some("DS - true"));
    assert_eq!(class(None, veris(&["error"], &["availability"])), some("RO - true"));
    assert_eq!(class(None, veris(&[], &[])), some("OTH - true"));
}
