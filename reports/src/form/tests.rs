//! Forms, looked into as ZIP and XML.

use std::io::{Cursor, Read as _};

use metrics::finding::Severity;
use proptest::prelude::*;

use super::*;

fn form(kind: Kind, language: Language) -> Form {
    Form::new(kind, language, vec!["CNY".to_owned(), "USD".to_owned()])
}

fn part(bytes: &[u8], name: &str) -> String {
    let mut archive = zip::ZipArchive::new(Cursor::new(bytes)).unwrap();
    let mut text = String::new();
    archive.by_name(name).unwrap().read_to_string(&mut text).unwrap();
    text
}

fn sheet(name: &str, texts: &[&[&str]]) -> SheetCopy {
    let mut cells = Vec::new();
    for (row, texts) in (0..).zip(texts) {
        for (column, text) in (0..).zip(*texts) {
            let (value, number_format) = (Value::Text((*text).to_owned()), String::new());
            cells.push(CellCopy { row, column, value, number_format });
        }
    }
    SheetCopy { name: name.to_owned(), is_hidden: false, cells }
}

fn mark(row: Option<u64>, column: Option<&str>, severity: Severity) -> Mark {
    Mark {
        row,
        alike_rows: Vec::new(),
        column: column.map(str::to_owned),
        rule: "R-6".to_owned(),
        severity,
        message: Name { zh: "错\u{202e}了\u{1b}[2J".to_owned(), en: "wrong".to_owned() },
        expected: "=1+1".to_owned(),
        actual: "@x".to_owned(),
        basis: "依据".to_owned(),
    }
}

fn given_back(sheets: &[SheetCopy], marks: Vec<Mark>) -> Result<Vec<u8>, XlsxError> {
    let handed_in = HandedIn { file: "a.csv", sheets, table: Some(0) };
    let verdict = Verdict { word: "refused".to_owned(), truncated: 3 };
    marked(&form(Kind::Ledger, Language::Zh), &handed_in, marks, &verdict)
}

#[test]
fn the_same_form_gives_the_same_bytes_in_its_language() {
    for kind in Kind::ALL {
        let zh = template(&form(kind, Language::Zh)).unwrap();
        assert_eq!(zh, template(&form(kind, Language::Zh)).unwrap());
        assert_ne!(zh, template(&form(kind, Language::En)).unwrap());
    }
    let csv = template_csv(&form(Kind::Registry, Language::Zh)).unwrap();
    assert!(csv.starts_with("\u{feff}记录类型,单位,".as_bytes()));
}

#[test]
fn cells_of_a_form_are_checked_and_text_stays_text() {
    let bytes = template(&form(Kind::Ledger, Language::Zh)).unwrap();
    let sheet = part(&bytes, "xl/worksheets/sheet1.xml");
    for expected in ["lists!$A$1:$A$5", "lists!$L$1:$L$2", "MID(B2,5,1)", "sqref=\"E2:E1048576\""] {
        assert!(sheet.contains(expected), "{expected}");
    }
    assert!(part(&bytes, "xl/styles.xml").contains("yyyy-mm-dd"));
    let notes = part(&bytes, "xl/comments1.xml");
    assert_eq!(notes.matches("<comment ref=").count(), columns(Kind::Ledger).len());
    assert!(notes.contains("decimal; empty or 0 if credited"));
}

#[test]
fn every_row_kept_of_look_alikes_is_marked() {
    let table = sheet("账", &[&["凭证号", "debit"], &["1", ""], &["2", "x"], &["3", ""]]);
    let found = mark(Some(2), Some("debit"), Severity::Error);
    let bytes = given_back(&[table], vec![Mark { alike_rows: vec![2, 4], ..found }]).unwrap();
    let notes = part(&bytes, "xl/comments1.xml");
    let cells: Vec<&str> =
        notes.split("<comment ref=\"").skip(1).filter_map(|it| it.split('"').next()).collect();
    assert_eq!(cells, ["B2", "B4"]);
    assert_eq!(part(&bytes, "xl/worksheets/sheet2.xml").matches("<hyperlink ").count(), 1);
}

#[test]
fn instants_may_be_text_with_an_offset() {
    let bytes = template(&form(Kind::Incident, Language::Zh)).unwrap();
    let sheet = part(&bytes, "xl/worksheets/sheet1.xml");
    let index = columns(Kind::Incident).iter().position(|it| it.name == "discovered_at").unwrap();
    let cell = utility::row_col_to_cell(1, u16::try_from(index).unwrap());
    assert!(sheet.contains(&format!("ISTEXT({cell})")) && !sheet.contains("type=\"date\" "));
}

/// What the reader takes is what a spreadsheet lets in while it is typed.
#[test]
fn amounts_that_are_read_from_zero_are_typed_from_zero() {
    for (kind, column, least) in [
        (Kind::Usage, "units", "-10000000000000"),
        (Kind::Usage, "amount", "-10000000000000"),
        (Kind::Usage, "tax", "-10000000000000"),
        (Kind::Usage, "price", "0"),
        (Kind::Usage, "tax_rate", "0"),
        (Kind::Pricing, "price", "0"),
        (Kind::Pricing, "rate", "0"),
        (Kind::Pricing, "amount", "0"),
        (Kind::Ledger, "debit", "-10000000000000"),
        (Kind::Ledger, "original_amount", "-10000000000000"),
        (Kind::Ledger, "rate", "0"),
        (Kind::Incident, "loss_yuan", "0"),
        (Kind::Incident, "province_share_percent", "0"),
    ] {
        let sheet = part(&template(&form(kind, Language::Zh)).unwrap(), "xl/worksheets/sheet1.xml");
        let index = columns(kind).iter().position(|it| it.name == column).unwrap();
        let cell = utility::row_col_to_cell(1, u16::try_from(index).unwrap());
        let validations: Vec<&str> = (sheet.split("<dataValidation ").skip(1))
            .filter(|it| it.starts_with("type=\"decimal\""))
            .filter(|it| it.contains(&cell))
            .collect();
        let [validation] = validations[..] else { panic!("{kind:?} {column} {validations:?}") };
        let found = validation.split("<formula1>").nth(1).unwrap().split('<').next().unwrap();
        assert_eq!(found, least, "{kind:?} {column}");
    }
}

#[test]
fn findings_stand_at_their_cells() {
    let table = sheet("账", &[&["凭证号", "debit", "别的"], &["1", "=1+1", ""]]);
    let marks = vec![
        mark(Some(2), Some("debit"), Severity::Warning),
        mark(Some(2), Some("debit"), Severity::Error),
        mark(None, Some("别的"), Severity::Warning),
        mark(Some(7), None, Severity::Clue),
        mark(None, None, Severity::Fatal),
        mark(Some(u64::MAX), Some("nowhere"), Severity::Clue),
    ];
    let bytes = given_back(&[table], marks).unwrap();
    let notes = part(&bytes, "xl/comments1.xml");
    let cells: Vec<&str> =
        notes.split("<comment ref=\"").skip(1).filter_map(|it| it.split('"').next()).collect();
    assert_eq!(cells, ["A1", "C1", "B2", "A7"]);
    let hidden = notes.contains(['\u{202e}', '\u{1b}']);
    assert!(!hidden && notes.contains("错&lt;U+202E&gt;了&lt;ESC&gt;"));
    let list = part(&bytes, "xl/worksheets/sheet2.xml");
    assert_eq!(list.matches("<hyperlink ").count(), 6);
    assert!(list.contains("location=\"'账'!B2\"") || list.contains("location=\"账!B2\""), "{list}");
    for sheet in ["xl/worksheets/sheet1.xml", "xl/worksheets/sheet2.xml"] {
        assert!(!part(&bytes, sheet).contains("<f>"));
    }
}

proptest! {
    /// Whatever sheets are called and cells hold, there is a workbook.
    #[test]
    fn any_sheet_is_given_back(
        names in prop::collection::vec("[a'\\[\\]:*?/\\\\专\u{0}-\u{1f}😀]{0,40}", 1..4),
        text in any::<String>(),
    ) {
        let sheets: Vec<SheetCopy> =
            names.iter().map(|name| sheet(name, &[&[text.as_str()], &["=x", "@y"]])).collect();
        let marks = vec![mark(Some(2), Some(&text), Severity::Error)];
        prop_assert!(given_back(&sheets, marks).is_ok());
    }

    /// A text too long for a cell is cut at a character.
    #[test]
    fn long_texts_are_cut(character in prop::char::any(), more in 0..3_usize) {
        let text = character.to_string().repeat(32_767 + more);
        let cut = super::copy::shortened(&text);
        prop_assert!(cut.encode_utf16().count() <= 32_767 && text.starts_with(cut));
    }
}
