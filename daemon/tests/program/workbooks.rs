//! From an empty form to a file given back with its findings, as an operator goes.

use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::io::Read as _;
use std::path::Path;
use std::process::{Command, Output};

use daemon::formats::{Content, Format, Reading};
use metrics::kind::Kind;

use crate::package::{self, between};

/// Rows of the ledger, two for each voucher.
const ROWS: u32 = 5_000;

fn run(arguments: &[&str], folder: &Path) -> Output {
    let program = env!("CARGO_BIN_EXE_mingjingd");
    Command::new(program).args(arguments).current_dir(folder).output().unwrap()
}

/// What is planted: a rule, the column that its finding stands at, and what to write there.
const PLANTED: [(&str, char, char, &str); 8] = [
    ("R-6", 'E', 'E', "2026-13-01"),
    ("R-6", 'E', 'E', "1 April"),
    ("R-6", 'J', 'J', "12,5"),
    ("R-6", 'J', 'J', "=1+1"),
    ("R-5", 'H', 'H', ""),
    ("R-6", 'L', 'L', "RMB"),
    ("R-6", 'R', 'R', "<b>private & \"odd\""),
    ("F-12", 'E', 'E', "2026-05-01"),
];
/// How often each is planted.
const TIMES: u32 = 5;

/// The row in which a fault is planted; each in a voucher of its own.
fn planted_row(index: usize, time: u32) -> u32 {
    2 + 2 * (u32::try_from(index).unwrap() * TIMES + time) * 61
}

/// The cells of a row by column; the second line of a voucher is its credit side.
fn cells(row: u32) -> BTreeMap<char, String> {
    let voucher = row / 2;
    let (side, account) = if row.is_multiple_of(2) { ('J', "1002") } else { ('K', "6001") };
    let mut cells = BTreeMap::from([
        ('A', "分录".to_owned()),
        ('B', "2026-04".to_owned()),
        ('C', "记".to_owned()),
        ('D', voucher.to_string()),
        ('E', "46113".to_owned()),
        ('G', "运营服务费 & \"其他\"".to_owned()),
        ('H', account.to_owned()),
        (side, format!("{}.1", 10 + voucher % 7)),
        ('L', "CNY".to_owned()),
        ('X', "张三".to_owned()),
        ('Y', "李四".to_owned()),
    ]);
    for (index, (_, _, column, text)) in PLANTED.into_iter().enumerate() {
        for time in 0..TIMES {
            if planted_row(index, time) == row {
                cells.insert(column, text.to_owned());
            }
        }
    }
    cells
}

/// The rows as a spreadsheet program writes them: days and amounts as numbers.
fn rows(day_style: &str) -> String {
    let mut xml = String::new();
    for row in 2..ROWS + 2 {
        let _ = write!(xml, "<row r=\"{row}\">");
        for (column, text) in cells(row) {
            let text = text.replace('&', "&amp;").replace('<', "&lt;");
            let is_number = "EJK".contains(column) && text.parse::<f64>().is_ok();
            let style = if column == 'E' { format!(" s=\"{day_style}\"") } else { String::new() };
            let _ = if is_number {
                write!(xml, "<c r=\"{column}{row}\"{style}><v>{text}</v></c>")
            } else {
                write!(xml, "<c r=\"{column}{row}\" t=\"inlineStr\"><is><t>{text}</t></is></c>")
            };
        }
        xml.push_str("</row>");
    }
    xml
}

/// Fills in a form without the help of what made it.
fn fill_in(path: &Path) {
    const SHEET: &str = "xl/worksheets/sheet1.xml";
    let mut parts = package::open(path);
    let sheet = package::text(&parts, SHEET);
    let columns = between(&sheet, "<col min=\"5\" max=\"5\"", "/>");
    let style = between(columns[0], "style=\"", "\"")[0];
    let filled = sheet.replace("</sheetData>", &format!("{}</sheetData>", rows(style)));
    parts.iter_mut().find(|(name, _)| name == SHEET).unwrap().1 = filled.into_bytes();
    package::save(path, &parts);
}

#[test]
fn every_planted_fault_comes_back_at_its_cell() {
    let folder = tempfile::tempdir().unwrap();
    let made = run(&["template", "ledger", "--out", "四月.xlsx"], folder.path());
    assert_eq!(made.status.code(), Some(0), "{}", String::from_utf8_lossy(&made.stderr));
    fill_in(&folder.path().join("四月.xlsx"));
    let arguments = ["check", "四月.xlsx", "--kind", "ledger", "--json", "--annotate", "out.xlsx"];
    let checked = run(&arguments, folder.path());
    assert_eq!(checked.status.code(), Some(1), "{}", String::from_utf8_lossy(&checked.stderr));
    let answer: serde_json::Value = serde_json::from_slice(&checked.stdout).unwrap();
    assert_eq!(answer["rows"], ROWS);
    // A day outside of the month also contradicts the other line of its voucher.
    assert_eq!(answer["findings"].as_array().unwrap().len(), 45, "{answer:#}");
    assert_eq!(answer["findings"][0]["sheet"], "专账 ledger");

    let parts = package::open(&folder.path().join("out.xlsx"));
    let comments = package::text(&parts, "xl/comments1.xml");
    let found: BTreeMap<String, &str> = (between(&comments, "<comment ref=\"", "</comment>")
        .iter())
    .filter_map(|it| it.split_once('"'))
    .map(|(cell, text)| (cell.to_owned(), text))
    .collect();
    let mut expected: Vec<(String, &str)> = Vec::new();
    for (index, (rule, column, ..)) in PLANTED.into_iter().enumerate() {
        for time in 0..TIMES {
            expected.push((format!("{column}{}", planted_row(index, time)), rule));
        }
    }
    assert_eq!(found.len(), expected.len());
    for (cell, rule) in expected {
        let text = found.get(&cell).unwrap_or_else(|| panic!("{cell} has no note"));
        assert!(text.contains(&format!("{rule} · ")) && text.contains("Row "), "{text}");
    }
    let sheet = package::text(&parts, "xl/worksheets/sheet1.xml");
    assert!(!sheet.contains("<f>"), "what looks like a formula stays text");
}

#[test]
fn nothing_is_overwritten_and_what_was_given_back_can_be_handed_in() {
    let folder = tempfile::tempdir().unwrap();
    let table = "记录类型,单位,名称,类别,备注\n单位,name:甲,甲,运营,x\n,,=1+1,,\n";
    std::fs::write(folder.path().join("名册.csv"), table).unwrap();
    let arguments = ["check", "名册.csv", "--kind", "registry", "--annotate", "out.xlsx"];
    assert_eq!(run(&arguments, folder.path()).status.code(), Some(1));
    let first = std::fs::read(folder.path().join("out.xlsx")).unwrap();
    assert_eq!(run(&arguments, folder.path()).status.code(), Some(3));
    assert_eq!(std::fs::read(folder.path().join("out.xlsx")).unwrap(), first);
    let csv = ["check", "名册.csv", "--kind", "registry", "--annotate", "out.csv"];
    assert_eq!(run(&csv, folder.path()).status.code(), Some(2));

    let findings = |file: &str| {
        let answer = run(&["check", file, "--kind", "registry", "--json"], folder.path());
        let answer: serde_json::Value = serde_json::from_slice(&answer.stdout).unwrap();
        let findings = answer["findings"].as_array().unwrap().clone();
        let place = |it: &serde_json::Value| {
            format!("{} {} {} {}", it["rule"], it["row"], it["column"], it["actual"])
        };
        findings.iter().map(place).collect::<Vec<String>>()
    };
    assert_eq!(findings("名册.csv"), findings("out.xlsx"));
    let parts = package::open(&folder.path().join("out.xlsx"));
    let comments = package::text(&parts, "xl/comments1.xml");
    let cells: Vec<&str> = between(&comments, "<comment ref=\"", "\"");
    assert_eq!(cells, ["E1", "D2", "A3", "B3"]);
}

/// The sheet of a workbook as it is read.
fn transcript(path: &Path) -> String {
    let reading = Reading { kind: Kind::Ledger, format: Format::Xlsx, mapping: None };
    let mut file = std::fs::File::open(path).unwrap();
    let transcript = Content::open(&mut file, reading).unwrap().into_transcript();
    let mut text = String::new();
    transcript.unwrap().text.read_to_string(&mut text).unwrap();
    text
}

#[test]
fn days_counted_from_1904_are_given_back_as_they_were() {
    const BOOK: &str = "xl/workbook.xml";
    let folder = tempfile::tempdir().unwrap();
    let made = run(&["template", "ledger", "--out", "四月.xlsx"], folder.path());
    assert_eq!(made.status.code(), Some(0), "{}", String::from_utf8_lossy(&made.stderr));
    let path = folder.path().join("四月.xlsx");
    fill_in(&path);
    let mut parts = package::open(&path);
    let book = package::text(&parts, BOOK).replace("<workbookPr", "<workbookPr date1904=\"1\"");
    parts.iter_mut().find(|(name, _)| name == BOOK).unwrap().1 = book.into_bytes();
    package::save(&path, &parts);
    let arguments = ["check", "四月.xlsx", "--kind", "ledger", "--annotate", "out.xlsx"];
    assert_eq!(run(&arguments, folder.path()).status.code(), Some(1));
    let text = transcript(&path);
    assert!(text.contains(",2030-04-02,"), "{text:.500}");
    assert!(text == transcript(&folder.path().join("out.xlsx")));
}

#[test]
fn a_table_too_large_to_be_held_is_not_given_back() {
    let folder = tempfile::tempdir().unwrap();
    let mut table = "记录类型,单位,名称\n".to_owned();
    table.push_str(&"单位,name:甲,甲\n".repeat(400_000));
    std::fs::write(folder.path().join("名册.csv"), table).unwrap();
    let arguments = ["check", "名册.csv", "--kind", "registry", "--annotate", "out.xlsx"];
    let checked = run(&arguments, folder.path());
    let said = String::from_utf8_lossy(&checked.stderr).into_owned();
    assert_eq!(checked.status.code(), Some(2), "{said}");
    assert!(said.contains("过大") && !folder.path().join("out.xlsx").exists(), "{said}");
}

#[test]
fn empty_forms_of_every_kind_are_accepted() {
    let folder = tempfile::tempdir().unwrap();
    for kind in Kind::ALL {
        for (language, format) in [("zh", "xlsx"), ("en", "xlsx"), ("zh", "csv"), ("en", "csv")] {
            let file = format!("{kind}-{language}.{format}");
            let kind = kind.as_str();
            let make = ["--lang", language, "template", kind, "--format", format, "--out", &file];
            assert_eq!(run(&make, folder.path()).status.code(), Some(0));
            let checked = run(&["check", &file, "--kind", kind], folder.path());
            let said = String::from_utf8_lossy(&checked.stderr).into_owned();
            assert_eq!(checked.status.code(), Some(0), "{file}: {said}");
        }
    }
}
