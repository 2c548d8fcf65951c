//! Ledgers as other software writes them: SAF-T, and what it shares with GB/T 24589.1.

use proptest::prelude::*;

use super::*;

/// The rows of a ledger as `row: column=cell …` with `!` for what was unreadable, each with the
/// beginning and the end of the bytes that it stands in; then faults as `rule row problem expected
/// actual`. Read in drips it has to be the same.
pub(super) fn ledger(bytes: &[u8], format: Format, mapping: Option<&Mapping>) -> String {
    let (written, faults) = handed_in(bytes, format, mapping);
    for size in [1, 7] {
        let mut dripped = Written::default();
        let reading = Reading { kind: Kind::Ledger, format, mapping };
        let again = read(&mut Dripping(bytes, size), reading, &mut dripped).unwrap();
        assert_eq!((again, dripped.rows), (faults.clone(), written.rows.clone()));
    }
    let mut text = String::new();
    for (mark, rows) in [("", &written.rows), ("!", &written.unreadable)] {
        for (origin, cells) in rows {
            let _ = writeln!(text, "{mark}{}: {}", origin.row, filled(cells));
        }
    }
    for fault in faults.kept() {
        let problem = fault.arguments.first().map_or("", |(_, value)| value);
        let row = fault.place.row.map_or(String::new(), |row| row.to_string());
        let Fault { rule, expected, actual, .. } = fault;
        let line = format!("{rule} {row} {problem} {expected} {actual}");
        let _ = writeln!(text, "{}", line.trim_end());
    }
    text
}

fn filled(cells: &[String]) -> String {
    let cells = columns(Kind::Ledger).iter().zip(cells).filter(|(_, cell)| !cell.is_empty());
    cells.map(|(it, cell)| format!("{}={cell}", it.name)).collect::<Vec<_>>().join(" ")
}

/// The raw bytes of each row.
pub(super) fn raw(bytes: &[u8], format: Format) -> Vec<String> {
    let (written, _) = handed_in(bytes, format, None);
    let raw = |origin: &Origin| {
        let start = usize::try_from(origin.byte_offset).unwrap();
        String::from_utf8(bytes[start..start + origin.byte_length as usize].to_vec()).unwrap()
    };
    written.rows.iter().map(|(origin, _)| raw(origin)).collect()
}

const SAF_T: &str = "\u{feff}<?xml version=\"1.0\" encoding=\"UTF-8\"?>
<!-- one month --><n:AuditFile xmlns:n=\"urn:x\">
<n:Header><n:DefaultCurrencyCode>NOK</n:DefaultCurrencyCode><n:SelectionCriteria>
<n:PeriodStart>4</n:PeriodStart><n:PeriodStartYear>2026</n:PeriodStartYear>
<n:PeriodEnd>4</n:PeriodEnd><n:PeriodEndYear>2026</n:PeriodEndYear></n:SelectionCriteria></n:Header>
<n:MasterFiles><n:GeneralLedgerAccounts><n:Account><n:AccountID>1920</n:AccountID>
<n:AccountDescription>Bank &amp; <![CDATA[<kasse>]]> &#x410;</n:AccountDescription>
<n:OpeningDebitBalance>10.50</n:OpeningDebitBalance><n:ClosingCreditBalance>1</n:ClosingCreditBalance>
</n:Account></n:GeneralLedgerAccounts>
<n:Customers><n:Customer><n:AccountID>1500</n:AccountID></n:Customer></n:Customers></n:MasterFiles>
<n:GeneralLedgerEntries><n:NumberOfEntries>2</n:NumberOfEntries><n:TotalDebit>10.00</n:TotalDebit>
<n:TotalCredit>11</n:TotalCredit><n:Journal><n:JournalID>A</n:JournalID><n:Transaction>
<n:TransactionID>7</n:TransactionID><n:Period>4</n:Period><n:PeriodYear>2026</n:PeriodYear>
<n:TransactionDate>2026-04-30</n:TransactionDate><n:SourceID>ola</n:SourceID>
<n:Description>Faktura</n:Description>
<n:Line><n:RecordID>1</n:RecordID><n:AccountID>4000</n:AccountID><n:Description/>
<n:DebitAmount><n:Amount>10</n:Amount></n:DebitAmount></n:Line>
<n:Line><n:RecordID>2</n:RecordID><n:AccountID>1920</n:AccountID><n:Description>Bank</n:Description>
<n:CreditAmount><n:Amount>10</n:Amount></n:CreditAmount><n:SupplierID>20</n:SupplierID></n:Line>
</n:Transaction><n:Transaction><n:TransactionID>8</n:TransactionID><n:Lines/></n:Transaction>
</n:Journal></n:GeneralLedgerEntries></n:AuditFile>
";

#[test]
fn saf_t_gives_balances_and_lines() {
    insta::assert_snapshot!(ledger(SAF_T.as_bytes(), Format::SafT, None), @"
    1: record=opening period=2026-04 account=1920 account_name=Bank & <kasse> А debit=10.50 currency=NOK
    2: record=closing period=2026-04 account=1920 account_name=Bank & <kasse> А credit=1 currency=NOK
    3: record=line period=2026-04 voucher_type=A voucher_no=7 date=2026-04-30 line=1 summary=Faktura account=4000 debit=10 currency=NOK maker=ola
    4: record=line period=2026-04 voucher_type=A voucher_no=7 date=2026-04-30 line=2 summary=Bank account=1920 credit=10 currency=NOK counterparty=20 maker=ola
    !5: voucher_type=A voucher_no=8
    R-4 5 entries
    R-13  credit 11 10
    ");
    let raw = raw(SAF_T.as_bytes(), Format::SafT);
    let is_whole = |it: &String, name: &str| {
        it.starts_with(&format!("<n:{name}>")) && it.ends_with(&format!("</n:{name}>"))
    };
    assert!(raw[..2].iter().all(|it| is_whole(it, "Account")), "{raw:?}");
    assert!(raw[2..].iter().all(|it| is_whole(it, "Line")), "{raw:?}");
}

#[test]
fn a_document_of_another_kind_is_named() {
    let shown = |text: &str, format| ledger(text.as_bytes(), format, None);
    insta::assert_snapshot!(shown("<Invoice><Line/></Invoice>", Format::SafT), @"R-1  content  AuditFile");
    insta::assert_snapshot!(shown("<AuditFile><Header>", Format::SafT), @"R-1  xml XML 1.0 19");
    insta::assert_snapshot!(shown("<AuditFile></Header>", Format::SafT), @"R-1  xml XML 1.0 20");
    insta::assert_snapshot!(shown("<AuditFile/><AuditFile/>", Format::SafT), @"R-1  xml XML 1.0 12");
    insta::assert_snapshot!(shown("a,b\n1,2\n", Format::SafT), @"R-1  xml XML 1.0 8");
    insta::assert_snapshot!(shown("<a/>", Format::Gbt24589Xml), @"R-1  content  会计科目, 科目余额及发生额, 记账凭证");
    insta::assert_snapshot!(shown("{\"a\": [1, 1.5, null, \"b\", {}]}", Format::Gbt24589Json), @"R-1  content  会计科目, 科目余额及发生额, 记账凭证");
    insta::assert_snapshot!(shown("{\"记账凭证\": [1]}", Format::Gbt24589Json), @"R-1  shape [{…}, …] 1:20");
    insta::assert_snapshot!(shown("{\"记账凭证\": [", Format::Gbt24589Json), @"R-1  syntax JSON 1:18");
}

#[test]
fn hostile_xml_is_refused() {
    let entities: String = (1..10).fold("<!ENTITY a0 \"lol\">".to_owned(), |text, number| {
        let before = number - 1;
        text + &format!("<!ENTITY a{number} \"{}\">", format!("&a{before};").repeat(10))
    });
    let laughs = format!("<!DOCTYPE x [{entities}]><AuditFile>&a9;</AuditFile>");
    let external =
        "<!DOCTYPE x [<!ENTITY e SYSTEM \"file:///etc/passwd\">]><AuditFile>&e;</AuditFile>";
    let open = |count: usize| "<AuditFile>".repeat(count);
    let long = "x".repeat(ROW_BYTES_MAX + 1);
    let cases: [(&str, String, &str, &str); 14] = [
        ("billion laughs", laughs, "R-1", "declaration"),
        ("an external entity", external.to_owned(), "R-1", "declaration"),
        (
            "a document type alone",
            "<!DOCTYPE AuditFile><AuditFile/>".to_owned(),
            "R-1",
            "declaration",
        ),
        ("an entity of nobody", "<AuditFile>&nbsp;</AuditFile>".to_owned(), "R-1", "declaration"),
        ("deep", open(65), "R-9", "depth"),
        ("very deep", open(1_000_000), "R-9", "depth"),
        ("a long attribute", format!("<AuditFile a=\"{long}\"/>"), "R-9", "run"),
        ("a long comment", format!("<!--{long}--><AuditFile/>"), "R-9", "run"),
        ("a comment of tags", format!("<!--{}", "<a>".repeat(1 << 20)), "R-9", "run"),
        ("a text in pieces", format!("<AuditFile>{}", "aaaa&lt;".repeat(1 << 20)), "R-9", "run"),
        ("a long name", format!("<{}/>", "n".repeat(257)), "R-9", "name"),
        ("cut off in a tag", "<AuditFile><Hea".to_owned(), "R-1", "xml"),
        ("cut off in a reference", "<AuditFile>&am".to_owned(), "R-1", "xml"),
        ("a NUL", "<AuditFile>&#0;</AuditFile>".to_owned(), "R-1", "declaration"),
    ];
    for (what, text, rule, problem) in cases {
        for format in [Format::SafT, Format::Gbt24589Xml] {
            let (written, faults) = handed_in(text.as_bytes(), format, None);
            let [fault] = faults.kept() else { panic!("{what}: {faults:?}") };
            assert_eq!((fault.rule, &*fault.arguments[0].1), (rule, problem), "{what}");
            assert!(written.rows.is_empty(), "{what}");
        }
    }
    // At the limit.
    let (_, faults) =
        handed_in((open(64) + &"</AuditFile>".repeat(64)).as_bytes(), Format::SafT, None);
    assert!(faults.is_empty(), "{faults:?}");
}

#[test]
fn xml_in_another_encoding_is_refused() {
    let text = "<?xml version=\"1.0\" encoding=\"UTF-16\"?><AuditFile>å</AuditFile>";
    let wide = |it: fn(u16) -> [u8; 2]| text.encode_utf16().flat_map(it).collect::<Vec<u8>>();
    let latin =
        b"<?xml version=\"1.0\" encoding=\"ISO-8859-1\"?><AuditFile>\xE5</AuditFile>".to_vec();
    for bytes in [wide(u16::to_le_bytes), wide(u16::to_be_bytes), latin] {
        for format in [Format::SafT, Format::Gbt24589Xml] {
            let (written, faults) = handed_in(&bytes, format, None);
            assert_eq!((written.rows.len(), faults.kept()[0].rule), (0, "R-1"));
        }
    }
}

/// An element that gives a row is no longer than a row may be, and a record of JSON no longer than the
/// entries of a voucher are.
#[test]
fn long_records_are_not_held() {
    let notes = format!("<Note>{}</Note>", "x".repeat(1 << 19)).repeat(3);
    let path = ["AuditFile", "GeneralLedgerEntries", "Journal", "Transaction", "Line"];
    let open = format!("<{}>", path.join("><"));
    let close = path.iter().rev().fold(String::new(), |text, it| text + "</" + it + ">");
    let (written, faults) =
        handed_in(format!("{open}{notes}{close}").as_bytes(), Format::SafT, None);
    assert_eq!((written.rows.len(), written.unreadable.len()), (0, 1));
    assert_eq!(faults.kept()[0].arguments[0].1, "length");
    for (head, format) in [
        ("{\"记账凭证\": [{\"摘要\": \"", Format::Gbt24589Json),
        ("{\"", Format::Gbt24589Json),
        ("<AuditFile><Header>", Format::SafT),
        ("<记账凭证><摘要 ", Format::Gbt24589Xml),
    ] {
        let mut source = head.as_bytes().chain(io::repeat(b'x').take(1 << 26));
        let reading = Reading { kind: Kind::Ledger, format, mapping: None };
        let faults = read(&mut source, reading, &mut Written::default()).unwrap();
        assert_eq!(faults.kept()[0].rule, "R-9", "{head}");
    }
}

proptest! {
    /// Whatever stands in a document, reading it ends, and says so if the document is not whole.
    #[test]
    fn any_pieces_of_a_document_are_read(pieces in proptest::collection::vec(piece(), 0..30)) {
        let text: String = pieces.concat();
        for format in [Format::SafT, Format::Gbt24589Xml, Format::Gbt24589Json] {
            let (written, _) = handed_in(text.as_bytes(), format, None);
            for (origin, cells) in &written.rows {
                let end = origin.byte_offset + u64::from(origin.byte_length);
                prop_assert!(end <= text.len() as u64);
                prop_assert_eq!(cells.len(), columns(Kind::Ledger).len());
            }
        }
    }

    /// A text comes back as it went in, whatever XML makes of it.
    #[test]
    fn texts_come_back_from_xml(text in "[ -~一-龥é]{0,40}") {
        let escaped = text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;");
        let document = format!("<记账凭证><摘要>{escaped}</摘要><科目编号>1</科目编号></记账凭证>");
        let (written, faults) = handed_in(document.as_bytes(), Format::Gbt24589Xml, None);
        prop_assert!(faults.is_empty());
        let summary = columns(Kind::Ledger).iter().position(|it| it.name == "summary").unwrap();
        prop_assert_eq!(&written.rows[0].1[summary], text.trim());
    }
}

/// A piece of a document of any of the formats, or of none.
fn piece() -> impl Strategy<Value = String> {
    let names = ["AuditFile", "MasterFiles", "Line", "记账凭证", "分录", "科目编号", "会计科目"];
    let name = proptest::sample::select(names.to_vec());
    prop_oneof![
        name.clone().prop_map(|it| format!("<{it}>")),
        name.clone().prop_map(|it| format!("</{it}>")),
        name.clone().prop_map(|it| format!("<{it}/>")),
        name.clone().prop_map(|it| format!("\"{it}\":")),
        name.prop_map(|it| format!("{{\"{it}\":[{{\"分录\":[{{}}]}}]}}")),
        proptest::sample::select(vec![
            "{",
            "}",
            "[",
            "]",
            ",",
            "1",
            "&lt;",
            "&x;",
            "<!--",
            "-->",
            "<![CDATA["
        ])
        .prop_map(str::to_owned),
        "[ -~一-龥]{0,8}",
    ]
}
