//! What is wrong in opinions: each is about the careless operator, but for one.

use super::super::files::Row;
use super::super::world::row;
use super::{CARELESS, LATE, SUBSIDIARY};

/// What is wrong in opinions.
pub(in super::super) fn in_opinions(rows: &mut Vec<Row>) {
    let first = |panel: &str| {
        let found = rows
            .iter()
            .find(|it| it["party"] == CARELESS && it.get("panel").is_some_and(|it| it == panel));
        found.expect("every panel rates every operator").clone()
    };
    let with = |panel: &str, cells: &[(&'static str, &str)]| {
        let mut row = first(panel);
        row.extend(cells.iter().map(|(column, cell)| (*column, (*cell).to_owned())));
        row
    };
    let mut report = rows
        .iter()
        .find(|it| it["party"] == CARELESS && it["record"] == "opinion")
        .expect("a third party assesses every operator")
        .clone();
    report.insert("document", "演评估〔２０２６〕２号".to_owned());
    let expert = with("ZJ-1", &[("rater", "E-6"), ("indicator", "O6-1"), ("conflict", "yes")]);
    let departments = [("panel", "BM-1"), ("panel_kind", "departments"), ("indicator", "O8-1")];
    let department = |rater| with("YH-1", &[&departments[..], &[("rater", rater)]].concat());
    let mut planted = vec![
        expert,
        with("YH-1", &[("rater", "U-6"), ("score", "6")]),
        with("YH-1", &[("rater", "U-7"), ("rater_party", SUBSIDIARY)]),
        with("YH-1", &[("rater", "U-8"), ("indicator", "O6-1")]),
        with("YH-1", &[("rater", "U-9"), ("date", "2025-12-31")]),
        department("D-1"),
        department("D-2"),
        with("SF-1", &[("panel", "SF-2"), ("rater", "T-3"), ("party", LATE)]),
        with("SF-1", &[("panel", "SF-2"), ("rater", "T-1"), ("party", LATE)]),
        report,
        determination(
            [("matter", "above-ceiling"), ("authority", "price_authority")],
            "演示市发展改革委员会",
            "",
        ),
        determination(
            [("matter", "unfair-competition"), ("authority", "data_authority")],
            "演示市数据局",
            "DEMO-1",
        ),
        determination([("matter", "slowness"), ("authority", "court")], "演示市法院", "DEMO-2"),
        annulment(),
    ];
    rows.append(&mut planted);
}

/// Of a document that nobody handed in.
fn annulment() -> Row {
    let by = [("matter", "unfair-competition"), ("authority", "market_regulator")];
    let mut row = determination(by, "演示市市场监督管理局", "DEMO-4");
    row.extend(
        [("annuls", "DEMO-3"), ("text", "原认定事实不清")]
            .map(|(column, cell)| (column, cell.to_owned())),
    );
    row.insert("record", "annulment".to_owned());
    row
}

fn determination(
    [matter, authority]: [(&'static str, &'static str); 2],
    institution: &str,
    document: &str,
) -> Row {
    row([
        ("record", "determination"),
        ("party", CARELESS),
        matter,
        authority,
        ("institution", institution),
        ("document", document),
        ("date", "2026-06-28"),
    ])
}
