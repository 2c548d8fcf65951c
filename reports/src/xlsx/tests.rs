//! The workbook as another program sees it: its parts, unpacked.

use std::io::{Cursor, Read};

use config::locale::Language;

use super::*;
use crate::sample;

fn workbook(language: Language) -> Vec<u8> {
    let words = Words::new(language);
    let zone = TimeZone::get("Asia/Shanghai").unwrap();
    report(&Report {
        evaluation: &sample::evaluation(),
        issuer: "示范市数据主管部门",
        audit_head: "1f2e",
        by_one_hand: false,
        zone: &zone,
        words: &words,
    })
    .unwrap()
}

fn part(workbook: &[u8], name: &str) -> String {
    let mut archive = zip::ZipArchive::new(Cursor::new(workbook)).unwrap();
    let mut text = String::new();
    archive.by_name(name).unwrap().read_to_string(&mut text).unwrap();
    text
}

#[test]
fn the_same_evaluation_gives_the_same_bytes() {
    assert_eq!(workbook(Language::Zh), workbook(Language::Zh));
}

#[test]
fn sheets_are_named_in_the_language() {
    let names = |language| {
        let text = part(&workbook(language), "xl/workbook.xml");
        let names: Vec<String> = (text.split("<sheet name=\"").skip(1))
            .map(|it| it.split('"').next().unwrap().to_owned())
            .collect();
        names
    };
    assert_eq!(
        names(Language::Zh),
        ["封面", "汇总", "指标明细", "加减分和否决", "口径说明", "豁免"]
    );
    assert_eq!(
        names(Language::En),
        ["Cover", "Summary", "Indicators", "Points and vetoes", "Notes", "Waivers"]
    );
}

#[test]
fn submitted_text_is_a_string_and_never_a_formula() {
    let workbook = workbook(Language::Zh);
    for sheet in 1..=6 {
        let text = part(&workbook, &format!("xl/worksheets/sheet{sheet}.xml"));
        assert!(!text.contains("<f>"), "sheet {sheet}");
        assert!(!text.contains("<hyperlink"), "sheet {sheet}");
    }
    let strings = part(&workbook, "xl/sharedStrings.xml");
    assert!(
        strings.contains("=HYPERLINK(\"http://x\",\"示范\")&lt;ESC&gt;[2J&lt;U+202E&gt;</t>"),
        "{strings}"
    );
}

/// What is waived has its ground beside it; where nothing is, there is no sheet.
#[test]
fn waivers_have_a_sheet_where_there_are_some() {
    let zh = workbook(Language::Zh);
    let strings = part(&zh, "xl/sharedStrings.xml");
    assert!(strings.contains("<t>示范〔2026〕1号</t>") && strings.contains("科目体系切换"));
    assert!(part(&zh, "xl/worksheets/sheet6.xml").contains("<v>2</v>"));
    let words = Words::new(Language::Zh);
    let mut evaluation = sample::evaluation();
    evaluation.scorecards.iter_mut().for_each(|it| it.waived.clear());
    let (zone, evaluation) = (TimeZone::UTC, &evaluation);
    let without = Report {
        evaluation,
        issuer: "甲",
        audit_head: "1f2e",
        by_one_hand: false,
        zone: &zone,
        words: &words,
    };
    let text = part(&report(&without).unwrap(), "xl/workbook.xml");
    assert_eq!(text.matches("<sheet name=").count(), 5);
}

#[test]
fn a_project_default_never_looks_like_law() {
    let strings = part(&workbook(Language::Zh), "xl/sharedStrings.xml");
    assert!(strings.contains("<t>项目默认值</t>"));
    assert!(strings.contains("<t>SH-AO 18（管理办法原文）</t>"));
    assert!(!strings.contains("SH-AO 28"), "the instrument of a default is not shown");
}

#[test]
fn what_has_no_value_is_neither_zero_nor_empty() {
    let workbook = workbook(Language::Zh);
    let strings = part(&workbook, "xl/sharedStrings.xml");
    assert!(strings.contains("<t>不适用</t>") && strings.contains("<t>未统计</t>"));
    let summary = part(&workbook, "xl/worksheets/sheet2.xml");
    assert!(summary.contains("<v>91.23</v>") && summary.contains("<v>79.99</v>"));
    assert!(!summary.contains("<v>-"), "no sentinel");
}

#[test]
fn points_vetoes_and_draws_stand_beside_the_grade() {
    let strings = part(&workbook(Language::Zh), "xl/sharedStrings.xml");
    for text in [
        "不合格（一票否决）",
        "会变",
        "1-2.5",
        "等级不高于“不合格”：未建专账，经认定属实",
        "抽样 1000 次，种子 1",
        "抽得“良好”的份额（1000 次，种子 1）",
        "适用的权重中至少 50.00 % 有数值",
    ] {
        assert!(strings.contains(text), "{text} {strings}");
    }
    let summary = part(&workbook(Language::Zh), "xl/worksheets/sheet2.xml");
    assert_eq!(summary.matches("<v>0.75</v>").count(), 2, "of both that have a score");
    let beside = part(&workbook(Language::Zh), "xl/worksheets/sheet4.xml");
    assert_eq!(beside.matches("<row ").count(), 1 + 3 * 2 + 1, "heads, points, one veto");
}
