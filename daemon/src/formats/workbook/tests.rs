//! Workbooks as people and enemies make them.

use std::io::Cursor;

use rust_xlsxwriter::{ExcelDateTime, Format, Formula, Workbook, Worksheet};
use zip::CompressionMethod;
use zip::write::{SimpleFileOptions, ZipWriter};

use super::*;

/// What became of a workbook: `sheet: CSV`, or the fault as `rule problem actual`.
fn shown(bytes: &[u8]) -> String {
    let mut text = Vec::new();
    match transcribe(Cursor::new(bytes), Kind::Ledger, &mut text).unwrap() {
        Ok(sheet) => format!("{}:\n{}", sheet.name, String::from_utf8(text).unwrap()),
        Err(fault) => {
            let what = &fault.arguments[0].1;
            format!("{} {what} {}", fault.rule, fault.actual).trim_end().to_owned()
        }
    }
}

/// A sheet's name, and what fills it.
type Named<'a> = (&'a str, &'a dyn Fn(&mut Worksheet));

fn workbook(sheets: &[Named<'_>]) -> Vec<u8> {
    let mut workbook = Workbook::new();
    for (name, fill) in sheets {
        let worksheet = workbook.add_worksheet();
        worksheet.set_name(*name).unwrap();
        fill(worksheet);
    }
    workbook.save_to_buffer().unwrap()
}

fn one(fill: &dyn Fn(&mut Worksheet)) -> String {
    shown(&workbook(&[("a", fill)]))
}

#[test]
fn cells_are_what_a_person_reads() {
    let text = one(&|it| {
        let day = Format::new().set_num_format("yyyy-mm-dd");
        let month = Format::new().set_num_format("yyyy\\-mm");
        let instant = Format::new().set_num_format("yyyy-mm-dd hh:mm");
        let at = ExcelDateTime::from_ymd(2026, 4, 1).unwrap();
        for (column, head) in (0..).zip(["text", "number", "day", "month", "instant", "yes"]) {
            it.write_string(0, column, head).unwrap();
        }
        it.write_string(1, 0, "001, \"a\"\n二").unwrap();
        it.write_number(1, 1, 12.1).unwrap();
        it.write_datetime_with_format(1, 2, &at, &day).unwrap();
        it.write_datetime_with_format(1, 3, &at, &month).unwrap();
        it.write_datetime_with_format(1, 4, at.clone().and_hms(9, 30, 0).unwrap(), &instant)
            .unwrap();
        it.write_boolean(1, 5, true).unwrap();
        it.write_string(2, 0, "=1+1").unwrap();
        it.write_string(2, 1, "'quoted").unwrap();
        it.write_number(2, 2, 0.1 + 0.2).unwrap();
    });
    insta::assert_snapshot!(text, @r#"
    a:
    text,number,day,month,instant,yes
    "001, ""a""
    二",12.1,2026-04-01,2026-04,2026-04-01 09:30,true
    '=1+1,''quoted,0.3,,,
    "#);
}

#[test]
fn rows_keep_their_numbers() {
    let text = one(&|it| {
        it.write_string(2, 1, "a").unwrap();
        it.write_string(2, 2, "b").unwrap();
        it.write_string(4, 2, "1").unwrap();
        it.write_string(5, 3, "beside the table").unwrap();
        it.set_row_hidden(4).unwrap();
        it.write_blank(9, 0, &Format::new().set_bold()).unwrap();
        it.merge_range(6, 1, 7, 2, "merged", &Format::new()).unwrap();
    });
    assert_eq!(text, "a:\n\n\n,a,b\n\n,,1\n\n,merged,\n");
}

#[test]
fn formulas_are_read_as_they_last_stood_and_said() {
    let bytes = workbook(&[("a", &|it| {
        it.write_string(0, 0, "a").unwrap();
        it.write_formula(1, 0, Formula::new("=1+1").set_result("2")).unwrap();
        it.write_formula(2, 0, Formula::new("=HYPERLINK(\"x\")").set_result("=evil")).unwrap();
    })]);
    assert_eq!(shown(&bytes), "a:\na\n2\n'=evil\n");
    let sheet = transcribe(Cursor::new(&bytes), Kind::Ledger, &mut Vec::new()).unwrap().unwrap();
    let note = &sheet.notes.kept()[0];
    assert_eq!((note.rule, note.place.row, &*note.actual), ("R-11", Some(2), "2"));
    assert_eq!(note.arguments, [("cell", "A2".to_owned())]);
}

#[test]
fn the_sheet_that_is_meant_is_found_or_asked_for() {
    let filled: &dyn Fn(&mut Worksheet) = &|it| {
        it.write_string(0, 0, "x").unwrap();
    };
    let empty: &dyn Fn(&mut Worksheet) = &|_| {};
    let hidden: &dyn Fn(&mut Worksheet) = &|it| {
        it.write_string(0, 0, "x").unwrap();
        it.set_hidden(true);
    };
    let cases: [(&[Named<'_>], &str); 6] = [
        (&[("Sheet1", filled), ("专账 ledger", filled)], "专账 ledger:\nx\n"),
        (&[("LEDGER", empty), ("Sheet2", filled)], "LEDGER:\n"),
        (&[("Sheet1", empty), ("Sheet2", filled)], "Sheet2:\nx\n"),
        (&[("Sheet1", filled), ("Sheet2", hidden)], "Sheet1:\nx\n"),
        (&[("四月", filled), ("五月", filled)], "R-1 sheet 四月, 五月"),
        (&[("Sheet1", empty), ("Sheet2", empty)], "R-1 empty"),
    ];
    for (sheets, expected) in cases {
        assert_eq!(shown(&workbook(sheets)), expected);
    }
}

/// A package of entries, each stored or deflated as the writer likes.
fn package(entries: &[(&str, &[u8])]) -> Vec<u8> {
    let mut writer = ZipWriter::new(Cursor::new(Vec::new()));
    let options = SimpleFileOptions::default().compression_method(CompressionMethod::Deflated);
    for (name, bytes) in entries {
        writer.start_file(*name, options).unwrap();
        writer.write_all(bytes).unwrap();
    }
    writer.finish().unwrap().into_inner()
}

/// The smallest workbook, with an XML of one's own for its sheet.
fn with_sheet(sheet: &str) -> Vec<u8> {
    with_part("worksheets/sheet1.xml", sheet.as_bytes(), &[])
}

/// The same, with the sheet under a name of one's own and further parts.
fn with_part(part: &str, sheet: &[u8], others: &[(&str, &[u8])]) -> Vec<u8> {
    let types = r#"<?xml version="1.0"?><Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"/>"#;
    let office = "http://schemas.openxmlformats.org/officeDocument/2006/relationships";
    let rels = |id: &str, kind: &str, target: &str| {
        format!(
            r#"<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="{id}" Type="{office}/{kind}" Target="{target}"/></Relationships>"#
        )
    };
    let book = format!(
        r#"<workbook xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main" xmlns:r="{office}"><sheets><sheet name="a" sheetId="1" r:id="r1"/></sheets></workbook>"#
    );
    let root_rels = rels("r1", "officeDocument", "xl/workbook.xml");
    let book_rels = rels("r1", "worksheet", part);
    let part = format!("xl/{part}");
    let parts: [(&str, &[u8]); 5] = [
        ("[Content_Types].xml", types.as_bytes()),
        ("_rels/.rels", root_rels.as_bytes()),
        ("xl/_rels/workbook.xml.rels", book_rels.as_bytes()),
        ("xl/workbook.xml", book.as_bytes()),
        (&part, sheet),
    ];
    package(&[&parts[..], others].concat())
}

fn rows(rows: &str) -> String {
    format!(
        r#"<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetData>{rows}</sheetData></worksheet>"#
    )
}

#[test]
fn what_is_no_workbook_is_named() {
    let ole = [0xD0, 0xCF, 0x11, 0xE0, 0xA1, 0xB1, 0x1A, 0xE1, 0, 0];
    let ods = package(&[("mimetype", b"application/vnd.oasis.opendocument.spreadsheet")]);
    let cases: [(&[u8], &str); 6] = [
        (b"", "R-1 empty"),
        (b"a,b\n1,2\n", "R-1 workbook"),
        (&ole, "R-1 old-workbook"),
        (&ods, "R-1 other-workbook mimetype"),
        (b"PK\x03\x04 and then nothing", "R-1 workbook"),
        (&package(&[("xl/workbook.bin", b"")]), "R-1 other-workbook xl/workbook.bin"),
    ];
    for (bytes, expected) in cases {
        assert_eq!(shown(bytes), expected);
    }
}

#[test]
fn declarations_are_refused_and_entities_never_resolved() {
    let row = r#"<row r="1"><c r="A1" t="inlineStr"><is><t>&x;</t></is></c></row>"#;
    let declared = format!(
        "<?xml version=\"1.0\"?><!DOCTYPE a [<!ENTITY x SYSTEM \"file:///etc/passwd\">]>{}",
        rows(row)
    );
    assert_eq!(shown(&with_sheet(&declared)), "R-1 declaration");
    // An entity that nobody declared gives nothing.
    assert!(!shown(&with_sheet(&rows(row))).contains("root"));
    let utf16: Vec<u8> = declared.encode_utf16().flat_map(u16::to_le_bytes).collect();
    assert_eq!(shown(&package(&[("xl/a.xml", &utf16)])), "R-1 declaration");
    let comment = format!("<!-- a comment --><![CDATA[x]]>{}", rows(row));
    assert_ne!(shown(&with_sheet(&comment)), "R-1 declaration");
}

#[test]
fn a_sheet_under_another_name_is_not_read_past_the_scan() {
    let row = r#"<row r="1"><c r="A1" t="inlineStr"><is><t>x</t></is></c></row>"#;
    let plain = rows(row);
    let declared = format!("<!DOCTYPE a [<!ENTITY x \"y\">]>{plain}");
    let prefixed = plain.replace("</", "</x:").replace('<', "<x:").replace("<x:/x:", "</x:");
    let utf16: Vec<u8> =
        format!("\u{feff}{declared}").encode_utf16().flat_map(u16::to_le_bytes).collect();
    let cases: [(&str, &[u8], &str); 8] = [
        ("worksheets/sheet1.xml", plain.as_bytes(), "a:\nx\n"),
        ("media/sheet1.xml", plain.as_bytes(), "a:\nx\n"),
        ("media/sheet1.XML", declared.as_bytes(), "R-1 declaration"),
        ("worksheets/sheet1.dat", plain.as_bytes(), "R-1 workbook xl/worksheets/sheet1.dat"),
        ("worksheets/sheet1.dat", declared.as_bytes(), "R-1 workbook xl/worksheets/sheet1.dat"),
        ("worksheets/sheet1.dat", prefixed.as_bytes(), "R-1 workbook xl/worksheets/sheet1.dat"),
        ("media/image1.svg", declared.as_bytes(), "R-1 workbook xl/media/image1.svg"),
        ("media/image1.svg", &utf16, "R-1 workbook"),
    ];
    for (part, sheet, expected) in cases {
        let found = shown(&with_part(part, sheet, &[]));
        assert!(found.starts_with(expected), "{part}: {found}");
    }
    // A drawing may declare what drawings do, and printers have settings of their own.
    let drawing = b"<!DOCTYPE svg PUBLIC \"-//W3C//DTD SVG 1.1//EN\" \"\"><svg/>";
    let others: [(&str, &[u8]); 2] =
        [("xl/media/image1.svg", drawing), ("xl/printerSettings/1.bin", b"H\0P\0")];
    let found = shown(&with_part("worksheets/sheet1.xml", plain.as_bytes(), &others));
    assert_eq!(found, "a:\nx\n");
}

/// A workbook of rows of cells that all share one text.
fn sharing(text: &str, (count, cells): (usize, usize)) -> Vec<u8> {
    let row = format!("<row>{}</row>", r#"<c t="s"><v>0</v></c>"#.repeat(cells));
    let texts = format!(r#"<sst uniqueCount="1"><si><t>{text}</t></si></sst>"#);
    let others: [(&str, &[u8]); 1] = [("xl/sharedStrings.xml", texts.as_bytes())];
    with_part("worksheets/sheet1.xml", rows(&row.repeat(count)).as_bytes(), &others)
}

#[test]
fn what_a_workbook_promises_to_hold_is_not_believed() {
    let texts = |count: &str| {
        let texts = format!("<sst uniqueCount{count}><si><t>x</t></si></sst>");
        let others: [(&str, &[u8]); 1] = [("xl/sharedStrings.xml", texts.as_bytes())];
        let row = r#"<row><c t="s"><v>0</v></c></row>"#;
        shown(&with_part("worksheets/sheet1.xml", rows(row).as_bytes(), &others))
    };
    assert_eq!(texts("=\"9999999\""), "a:\nx\n");
    for count in ["=\"99999999\"", " =\n'99999999999'", "=\"+18446744073709551615\""] {
        assert_eq!(texts(count), "R-1 workbook uniqueCount");
    }
    // Nor is the number of a formula that cells share.
    let row =
        r#"<row><c r="A1"><f t="shared" ref="A1:A2" si="99999999999">1</f><v>1</v></c></row>"#;
    assert_eq!(shown(&with_sheet(&rows(row))), "a:\n1\n");
}

#[test]
fn a_text_that_many_cells_share_is_counted_for_each() {
    let long = "字".repeat(TEXT_MAX);
    let cases = [
        ("a".repeat(TEXT_MAX), (2, 1), ""),
        ("a".repeat(TEXT_MAX + 1), (2, 1), "R-9 cell > 32767"),
        // Beyond the basic plane, a character counts as two.
        ("𠀀".repeat(TEXT_MAX / 2), (1, 1), ""),
        ("𠀀".repeat(TEXT_MAX / 2 + 1), (1, 1), "R-9 cell > 32767"),
        (long.clone(), (2, 10), ""),
        (long, (2, 11), "R-9 row > 1048576"),
        ("a".repeat(TEXT_MAX), (140, 31), "R-9 inflated > 134217728"),
    ];
    for (text, size, expected) in cases {
        let found = shown(&sharing(&text, size));
        let is_read = found.starts_with("a:\n");
        assert!(if expected.is_empty() { is_read } else { found == expected }, "{size:?}");
    }
    let bytes = sharing(&"a".repeat(TEXT_MAX + 1), (2, 2));
    let fault =
        transcribe(Cursor::new(&bytes), Kind::Ledger, &mut Vec::new()).unwrap().unwrap_err();
    assert_eq!((fault.place.row, &*fault.arguments[1].1), (Some(1), "A1"));
}

#[test]
fn bombs_are_refused_by_what_they_really_hold() {
    let zeros = vec![b' '; 3 << 20];
    let bomb = package(&[("xl/sharedStrings.xml", &zeros)]);
    assert_eq!(shown(&bomb), "R-9 ratio > 250");
    // What the directory says of sizes may be a lie.
    let mut lying = bomb.clone();
    let directory = lying.windows(4).rposition(|it| it == b"PK\x01\x02").unwrap();
    lying[directory + 24..directory + 28].copy_from_slice(&100_u32.to_le_bytes());
    assert!(shown(&lying).starts_with("R-"));
    let long = format!("<a>{}</a>", "0123456789abcdef".repeat(80_000));
    assert_eq!(shown(&package(&[("xl/a.xml", long.as_bytes())])), "R-9 run > 1048576");
    let names: Vec<String> = (0..=package::ENTRIES_MAX).map(|it| format!("{it}.xml")).collect();
    let entries: Vec<(&str, &[u8])> = names.iter().map(|it| (it.as_str(), &b""[..])).collect();
    assert_eq!(shown(&package(&entries)), "R-9 entries > 4096");
}

#[test]
fn places_beyond_a_spreadsheet_are_refused() {
    let cell = |place: &str| rows(&format!("<row><c r=\"{place}\" t=\"str\"><v>x</v></c></row>"));
    let cases = [
        ("A1048576", ""),
        ("A1048577", "R-9 rows > 1048576"),
        ("SR1", ""),
        ("SS1", "R-9 columns > 512"),
        ("A99999999999999999999", "R-1 workbook"),
        ("ZZZZZZZZZZZZ1", "R-"),
    ];
    for (place, expected) in cases {
        let found = shown(&with_sheet(&cell(place)));
        let is_read = found.starts_with("a:\n");
        assert!(if expected.is_empty() { is_read } else { found.starts_with(expected) }, "{place}");
    }
    let backwards = rows(
        "<row r=\"2\"><c r=\"A2\"><v>1</v></c></row><row r=\"1\"><c r=\"A1\"><v>1</v></c></row>",
    );
    assert_eq!(shown(&with_sheet(&backwards)), "R-1 workbook");
}
