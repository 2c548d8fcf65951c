//! Files as people and programs write them, and what is read of them.

use std::fmt::Write as _;

use metrics::finding::Fault;
use metrics::form::CellKind;

use super::*;

mod answers;
mod corpus;
mod gbt24589;
mod hostile;
mod items;
mod journals;
mod ledgers;
mod mappings;

/// Every way of writing text.
const TEXTS: [Text; 10] = [
    Text::Csv,
    Text::Json,
    Text::JsonLines,
    Text::Veris,
    Text::Stix,
    Text::Ckan,
    Text::DcatUs,
    Text::SafT,
    Text::Gbt24589Xml,
    Text::Gbt24589Json,
];

/// Writes down what it is given.
#[derive(Default)]
struct Written {
    rows: Vec<(Origin, Vec<String>)>,
    unreadable: Vec<(Origin, Vec<String>)>,
    records: Vec<(Origin, String)>,
}

impl RowSink for Written {
    fn row(&mut self, row: &Row<'_>) {
        self.rows.push((row.origin(), row.cells.iter().map(|&it| it.to_owned()).collect()));
    }

    fn unreadable(&mut self, row: &Row<'_>) {
        self.unreadable.push((row.origin(), row.cells.iter().map(|&it| it.to_owned()).collect()));
    }

    fn record(&mut self, origin: Origin, json: &str) {
        self.records.push((origin, json.to_owned()));
    }
}

/// Gives a few bytes at a time, as a slow network does.
struct Dripping<'a>(&'a [u8], usize);

impl Read for Dripping<'_> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let count = self.1.min(self.0.len()).min(buffer.len());
        let (now, later) = self.0.split_at(count);
        buffer[..count].copy_from_slice(now);
        self.0 = later;
        Ok(count)
    }
}

/// Cells that a mapping names, each of which has to be there.
fn named(names: &[String]) -> Wanted<'_> {
    Wanted::Sources { names, needed: names.len() }
}

/// Reads bytes whole and in drips, which has to give the same.
fn read_as(bytes: &[u8], format: Text, wanted: Wanted<'_>) -> (Written, Faults) {
    let mut whole = Written::default();
    let faults = read_wanted(&mut &*bytes, format, wanted, &mut whole).unwrap();
    if bytes.len() < 10_000 {
        for size in [1, 2, 3, 7] {
            let mut dripped = Written::default();
            let again =
                read_wanted(&mut Dripping(bytes, size), format, wanted, &mut dripped).unwrap();
            assert_eq!(again, faults);
            assert_eq!(dripped.rows, whole.rows);
            assert_eq!(dripped.unreadable, whole.unreadable);
        }
    }
    (whole, faults)
}

/// What was read, a line each: `row: cells` with `!` for what was unreadable, then faults as
/// `rule row column problem expected actual`. Each row's place is checked to be its raw bytes.
fn shown(bytes: &[u8], format: Text, sources: &[&str]) -> String {
    let sources: Vec<String> = sources.iter().map(|&it| it.to_owned()).collect();
    let (written, faults) = read_as(bytes, format, named(&sources));
    let mut text = String::new();
    for (mark, rows) in [("", &written.rows), ("!", &written.unreadable)] {
        for (origin, cells) in rows {
            let start = usize::try_from(origin.byte_offset).unwrap();
            let raw = &bytes[start..start + origin.byte_length as usize];
            let is_break = |byte: Option<&u8>| matches!(byte, Some(b'\n' | b'\r'));
            assert!(!is_break(raw.first()) && (mark == "!" || !is_break(raw.last())));
            let raw = String::from_utf8_lossy(raw);
            let _ = writeln!(
                text,
                "{mark}{}: {} <- {raw:?}",
                origin.row,
                cells.join("|").escape_debug()
            );
        }
    }
    for fault in faults.kept() {
        let problem = fault.arguments.first().map_or("", |(_, value)| value);
        let row = fault.place.row.map_or(String::new(), |row| row.to_string());
        let column = fault.place.column.as_deref().unwrap_or("");
        let (expected, actual) = (&fault.expected, &fault.actual);
        let _ = writeln!(text, "{} {row} {column} {problem} {expected} {actual}", fault.rule);
    }
    text
}

#[test]
fn tables_are_read_however_they_are_written() {
    let csv = |text: &str| shown(text.as_bytes(), Text::Csv, &["b", "a"]);
    insta::assert_snapshot!(csv("\u{feff}a,b\r\n1,2\r\n\r\n3,\"4\r\n5\"\r\n,\r\n6,7"), @r#"
    2: 2|1 <- "1,2"
    4: 4\r\n5|3 <- "3,\"4\r\n5\""
    6: 7|6 <- "6,7"
    "#);
    insta::assert_snapshot!(csv("\n b ,x, a \n1,2,'=3\n'''x,,\"\"\"'tis\"\n\n\n"), @r#"
    3: 1|=3 <- "1,2,'=3"
    4: \'\'x|\"\'tis <- "'''x,,\"\"\"'tis\""
    "#);
    insta::assert_snapshot!(csv("a,b\r1,2\r3,4\r"), @r#"
    2: 2|1 <- "1,2"
    3: 4|3 <- "3,4"
    "#);
}

#[test]
fn rows_that_are_no_rows_are_reported_and_passed_over() {
    insta::assert_snapshot!(shown(b"a,b\n1\n1,2,3\n\xff,2\n1,\0\n\xe4,\xb8\xad\n1,\"2\n3,4\n", Text::Csv, &["a", "b"]), @r#"
    !2: 1| <- "1"
    !3: 1|2 <- "1,2,3"
    !4: |2 <- "�,2"
    !5: 1|\0 <- "1,\0"
    !6: | <- "�,��"
    !7: 1|2\n3,4\n <- "1,\"2\n3,4\n"
    R-4 2  cells 2 1
    R-4 3  cells 2 3
    R-4 4 a encoding UTF-8, GB 18030 
    R-4 5 b nul  
    R-4 6 a encoding UTF-8, GB 18030 
    R-4 7  quote " 
    "#);
}

#[test]
fn a_row_beyond_the_limit_is_passed_over_without_being_kept() {
    let long = "x".repeat(ROW_BYTES_MAX + 1);
    let (written, faults) =
        read_as(format!("a\n1\n{long}\n2\n").as_bytes(), Text::Csv, named(&["a".to_owned()]));
    let numbers: Vec<u64> = written.rows.iter().map(|(origin, _)| origin.row).collect();
    assert_eq!((numbers, faults.counts()["R-4"]), (vec![2, 4], 1));
    let lines = format!("{{\"a\":1}}\n{{\"a\":\"{long}\"}}\n{{\"a\":2}}\n");
    let (written, faults) = read_as(lines.as_bytes(), Text::JsonLines, named(&["a".to_owned()]));
    let places: Vec<(u64, u64)> =
        written.rows.iter().map(|(it, _)| (it.row, it.byte_offset)).collect();
    assert_eq!(places, [(1, 0), (3, 8 + long.len() as u64 + 9)]);
    assert_eq!(faults.counts()["R-4"], 1);
}

#[test]
fn a_file_that_cannot_be_read_is_refused_whole() {
    let refused = |bytes: &[u8], format| shown(bytes, format, &["a"]);
    for format in TEXTS {
        assert_eq!(refused(b"", format), "R-1   empty  \n", "{format:?}");
        assert!(refused(b"\xEF\xBB\xBF \n", format).contains("R-"), "{format:?}");
    }
    insta::assert_snapshot!(refused(b"\xff\xfea\0\n\0", Text::Csv), @"R-1   encoding UTF-8, GB 18030");
    insta::assert_snapshot!(refused(b"a\0\n1", Text::Csv), @"R-1   nul");
    insta::assert_snapshot!(refused(b"b\n1", Text::Csv), @"R-2  a  a");
    insta::assert_snapshot!(refused(b"[{\"a\":1},]", Text::Json), @r#"
    1: 1 <- "{\"a\":1}"
    R-1   syntax JSON 1:10
    "#);
    insta::assert_snapshot!(refused(b"{\"row\":[]}", Text::Json), @"R-1   shape [{…}, …] 1:10");
    insta::assert_snapshot!(refused(b"7", Text::Json), @"R-1   shape [{…}, …] 1:1");
    insta::assert_snapshot!(refused(b"[\"\xff\"]", Text::Json), @"R-1   encoding UTF-8, GB 18030");
    insta::assert_snapshot!(refused(b"[{\"b\":1}]", Text::Json), @r#"
    1:  <- "{\"b\":1}"
    R-2  a  a
    "#);
}

#[test]
fn records_become_rows_with_numbers_as_written() {
    let document = "\u{feff}{\"meta\": {\"a\": []}, \"rows\": [\n {\"a\": 1.10e0, \"b\": {\"c\": {\"d\": true}}},\n {\"b\": null, \"a\": \"\\u4e2d\"},\n [1], {\"a\": {\"x\": 1}}, {\"a\": \"\\ud800\"}, {\"a\": \"\\u0000\"}]}";
    insta::assert_snapshot!(shown(document.as_bytes(), Text::Json, &["a", "b.c.d"]), @r#"
    1: 1.10e0|true <- "{\"a\": 1.10e0, \"b\": {\"c\": {\"d\": true}}}"
    2: 中| <- "{\"b\": null, \"a\": \"\\u4e2d\"}"
    6: \0| <- "{\"a\": \"\\u0000\"}"
    !3: | <- "[1]"
    !4: | <- "{\"a\": {\"x\": 1}}"
    !5: | <- "{\"a\": \"\\ud800\"}"
    R-4 3  shape [{…}, …] 
    R-6 4 a  "…" {"x": 1}
    R-6 5 a  "…" "\ud800"
    "#);
    let lines = "{\"a\": 1}\r\n\r\n  {\"a\": -0}\nnonsense\n{\"a\": 2} {\"a\": 3}\n";
    insta::assert_snapshot!(shown(lines.as_bytes(), Text::JsonLines, &["a"]), @r#"
    1: 1 <- "{\"a\": 1}"
    3: -0 <- "{\"a\": -0}"
    !4:  <- "nonsense"
    !5:  <- "{\"a\": 2} {\"a\": 3}"
    R-4 4  syntax JSON 
    R-4 5  syntax JSON 
    "#);
}

#[test]
fn members_and_columns_are_named_in_either_language() {
    let header = "凭证号,Date,借方金额, credit ,科目编号,date,颜色,\n1,2026-04-01,1,,1002,x,y,\n";
    let (written, faults) =
        read_as(header.as_bytes(), Text::Csv, Wanted::Form(columns(Kind::Ledger)));
    let filled =
        |cells: &[String]| cells.iter().filter(|it| !it.is_empty()).cloned().collect::<Vec<_>>();
    assert_eq!(filled(&written.rows[0].1), ["1", "2026-04-01", "1002", "1"]);
    let found: Vec<_> = faults
        .kept()
        .iter()
        .map(|it| (it.rule, it.actual.as_str(), it.arguments[0].1.as_str()))
        .collect();
    assert_eq!(found, [("R-3", "date", "duplicate"), ("R-3", "颜色", "unknown")]);

    let records = r#"[{"凭证号":1,"date":"2026-04-01","debit":1,"credit":null,"account":"1002","颜色":[],"借方金额":2}]"#;
    let (written, faults) =
        read_as(records.as_bytes(), Text::Json, Wanted::Form(columns(Kind::Ledger)));
    assert_eq!(filled(&written.unreadable[0].1), ["1", "2026-04-01", "1002", "2"]);
    let found: Vec<_> =
        faults.kept().iter().map(|it| (it.rule, it.arguments[0].1.as_str())).collect();
    assert_eq!(found, [("R-3", "unknown"), ("R-4", "member")]);
}

#[test]
fn veris_records_are_handed_over_as_they_are() {
    for text in ["[{\"a\": 1},\n {\"b\": [2]}, 3]", "{\"a\": 1}\n{\"b\": [2]}\n3\n"] {
        let (written, faults) = read_as(text.as_bytes(), Text::Veris, named(&[]));
        let records: Vec<&str> = written.records.iter().map(|(_, json)| json.as_str()).collect();
        assert_eq!(records, ["{\"a\": 1}", "{\"b\": [2]}"]);
        for (origin, json) in &written.records {
            let start = usize::try_from(origin.byte_offset).unwrap();
            assert_eq!(&text[start..start + origin.byte_length as usize], json);
        }
        assert_eq!(faults.counts()["R-4"], 1);
    }
}

/// Reads a file of the ledger form as it is handed in.
fn handed_in(bytes: &[u8], format: Format, mapping: Option<&Mapping>) -> (Written, Faults) {
    let mut written = Written::default();
    let reading = Reading { kind: Kind::Ledger, format, mapping };
    let faults = read(&mut &*bytes, reading, &mut written).unwrap();
    (written, faults)
}

#[test]
fn gb_18030_reads_as_utf_8() {
    let table =
        "凭证号,凭证日期,科目编号,借方金额,贷方金额,摘要\n1,2026-04-01,1002,1,,收到𠀀服务费\n";
    let objects = "[{\"凭证号\":\"1\",\"凭证日期\":\"2026-04-01\",\"摘要\":\"收到服务费\",\
                   \"科目编号\":\"1002\",\"借方金额\":1,\"贷方金额\":\"\"}]";
    for (text, format) in
        [(table, Format::Csv), (objects, Format::Json), (objects, Format::JsonLines)]
    {
        let text = if format == Format::JsonLines { text.trim_matches(['[', ']']) } else { text };
        let (expected, faults) = handed_in(text.as_bytes(), format, None);
        assert!(faults.is_empty(), "{faults:?}");
        let (bytes, ..) = encoding_rs::GB18030.encode(text);
        let (written, faults) = handed_in(&bytes, format, None);
        assert!(faults.is_empty(), "{faults:?}");
        assert_eq!(written.rows, expected.rows);
    }
    // One broken byte breaks its row alone, and no other character changes.
    let mut broken = table.as_bytes().to_vec();
    let last = broken.len() - 3;
    broken[last] = 0xFF;
    let (written, faults) = handed_in(&broken, Format::Csv, None);
    assert_eq!((written.rows.len(), written.unreadable.len()), (0, 1));
    assert_eq!(faults.kept()[0].rule, "R-4");
}

#[test]
fn a_mapping_may_say_the_encoding() {
    let mapping = |encoding: &str| {
        let text = format!("kind = \"ledger\"\n{encoding}[fields]\nsummary = \"a\"\n[[posting]]\n");
        Mapping::parse(&text, &|_| Err(io::ErrorKind::NotFound.into())).unwrap()
    };
    // Two bytes that are a character in both encodings: the file alone looks like UTF-8.
    let bytes = "a\n".bytes().chain([0xC4, 0xA3]).chain(*b"\n").collect::<Vec<u8>>();
    let summary = |mapping: &Mapping| {
        let (written, _) = handed_in(&bytes, Format::Csv, Some(mapping));
        let column = columns(Kind::Ledger).iter().position(|it| it.name == "summary").unwrap();
        written.rows[0].1[column].clone()
    };
    assert_eq!(summary(&mapping("")), "ģ");
    assert_eq!(summary(&mapping("encoding = \"gb18030\"\n")), "模");
}

/// Every word of a list in a template is one that the rules take.
#[test]
fn every_word_of_a_list_is_understood() {
    for kind in Kind::ALL {
        for column in columns(kind) {
            let CellKind::Words(words) = column.cell else { continue };
            for word in words.iter().flat_map(|(en, zh)| [*en, *zh]) {
                assert!(!refuses(kind, column.name, word), "{kind} {} {word}", column.name);
            }
            assert!(refuses(kind, column.name, "no such word"), "{kind} {}", column.name);
        }
    }
}

/// Whether the rules refuse a word in one of the rows that a column may be filled in.
fn refuses(kind: Kind, column: &str, word: &str) -> bool {
    let records: &[&str] = match kind {
        Kind::Registry => &["party", "person", "account"],
        Kind::Ledger | Kind::Usage | Kind::Supply | Kind::Objection | Kind::Demand => &[""],
        Kind::Incident => &["incident", "act", "evidence"],
        Kind::Pricing => &["ceiling", "allowance", "share", "allocation"],
        Kind::Disclosure => &["basic", "resource", "product"],
        Kind::Opinion => &["rating", "determination", "opinion"],
    };
    let refused = |record: &&str| {
        let record = if column == "record" { word } else { record };
        let value = if column == "record" { "" } else { word };
        let header = columns(kind).iter().map(|it| it.name).collect::<Vec<_>>().join(",");
        let cells = columns(kind).iter().map(|it| match it.name {
            "record" => record,
            name if name == column => value,
            // Words of a catalogue are judged in rows that are whole.
            _ if kind == Kind::Supply && it.required => "name:甲",
            _ => "",
        });
        let table = format!("{header}\n{}\n", cells.collect::<Vec<_>>().join(","));
        let policy = config::policy::Policy::builtin();
        let plan = crate::check::Plan {
            kind,
            format: Format::Csv,
            mapping: None,
            policy: &policy,
            zone: &jiff::tz::TimeZone::UTC,
            at: jiff::Timestamp::UNIX_EPOCH,
        };
        let party = "name:甲".parse().unwrap();
        let (period, day) = ("2026-04".parse().ok(), jiff::civil::date(2026, 5, 1));
        let subject = crate::check::Subject::of(kind, &party, period, day).unwrap();
        let runtime = tokio::runtime::Builder::new_current_thread().build().unwrap();
        let moment = crate::check::Moment { at: plan.at, wrong: None, zone: plan.zone };
        let known = crate::check::known(None, subject, &policy, moment);
        let known = runtime.block_on(known).unwrap();
        let (checked, _) = crate::check::check(&mut table.as_bytes(), &plan, known).unwrap();
        let is_about = |it: &Fault| {
            matches!(it.rule, "R-6" | "C-5") && it.place.column.as_deref() == Some(column)
        };
        checked.faults.kept().iter().any(is_about)
    };
    records.iter().any(refused)
}

#[test]
fn records_stand_where_their_format_has_them() {
    let read = |text: &str, format| read_as(text.as_bytes(), format, named(&[]));
    let ckan =
        r#"{"success": true, "result": {"count": 9, "results": [{"name": "a"}, 3], "sort": []}}"#;
    let (written, faults) = read(ckan, Text::Ckan);
    assert_eq!(written.records.len(), 1);
    let (origin, json) = &written.records[0];
    let start = usize::try_from(origin.byte_offset).unwrap();
    assert_eq!(&ckan[start..start + origin.byte_length as usize], json);
    assert_eq!(faults.counts()["R-4"], 1);
    let page = faults.kept().iter().find(|it| it.rule == "C-10").unwrap();
    assert_eq!((&*page.expected, &*page.actual), ("9", "2"));
    assert_eq!(page.arguments, [("missing", "7".to_owned())]);
    for whole in [
        r#"{"count": 9, "result": {"results": [{}], "count": 1}}"#,
        r#"{"result": {"results": [{}], "count": "many"}}"#,
        r#"{"result": {"results": [{"count": 9}]}}"#,
    ] {
        assert!(read(whole, Text::Ckan).1.is_empty(), "{whole}");
    }

    let standard = "https://project-open-data.cio.gov/v1.1/schema";
    let data = format!(r#"{{"dataset": [{{"title": "a"}}], "conformsTo": "{standard}"}}"#);
    let (written, faults) = read(&data, Text::DcatUs);
    assert!(faults.is_empty(), "{faults:?}");
    assert_eq!(written.records.len(), 1);
}

/// Fatal: what is not a catalogue of the format, or keeps to another standard.
#[test]
fn other_documents_are_no_catalogues() {
    let newer = r#"{"conformsTo": {"title": "DCAT-US 3.0"}, "dataset": [{"title": "a"}]}"#;
    for (text, format, actual) in [
        (r#"{"success": false, "error": {}}"#, Text::Ckan, "1:31"),
        (r#"{"result": [], "results": {}}"#, Text::Ckan, ""),
        (r#"{"result": {"results": 3}}"#, Text::Ckan, "1:24"),
        (newer, Text::DcatUs, r#"{"title": "DCAT-US 3.0"}"#),
        (r#"{"dataset": [{"title": "a"}]}"#, Text::DcatUs, ""),
        ("[]", Text::DcatUs, ""),
    ] {
        let (written, faults) = read_as(text.as_bytes(), format, named(&[]));
        assert!(written.records.is_empty(), "{text}");
        let found: Vec<_> = faults.kept().iter().map(|it| (it.rule, &*it.actual)).collect();
        let expected: &[(&str, &str)] =
            if format == Text::Ckan && actual.is_empty() { &[] } else { &[("R-1", actual)] };
        assert_eq!(found, expected, "{text}");
    }
}
