//! Auxiliary items 辅助项 and analyses, which a mapping gives to the columns of the form.

use std::collections::{BTreeMap, BTreeSet};

use metrics::ledger::{LedgerContext, LedgerIntake, OtherFiles};
use metrics::money::Currency;
use metrics::period::Period;

use super::answers::Month;
use super::ledgers::ledger;
use super::mappings::no_lookup;
use super::*;

fn mapping(text: &str) -> Mapping {
    Mapping::parse(&format!("kind = \"ledger\"\n{text}"), &no_lookup).unwrap()
}

const ITEMS: &str = r#"
    [fields]
    product = "辅助项1编号"
    use = { column = "辅助项2编号", values = "use" }
    counterparty = { column = "辅助项10编号", before = "/" }
    authorization = { constant = "A1" }
    [voucher]
    reviewer = "复核人"
    [values.use]
    01 = "public"
    02 = "industry"
"#;

/// An entry of GB/T 24589.1 with these elements beside account and amount.
fn entry(elements: &str) -> String {
    format!("<分录><科目编号>6001</科目编号><贷方本币金额>1</贷方本币金额>{elements}</分录>")
}

#[test]
fn auxiliary_items_fill_columns_by_a_mapping() {
    let entries = [
        "<辅助项1编号>P1</辅助项1编号><辅助项2编号>02</辅助项2编号>",
        "<辅助项10编号>甲公司/0001</辅助项10编号><辅助项3编号>x</辅助项3编号>",
        "<辅助项3编号>y</辅助项3编号><辅助项1编号/>",
        "<辅助项2编号>03</辅助项2编号>",
        "<辅助项10编号>甲公司</辅助项10编号>",
    ]
    .map(entry)
    .concat();
    let balance = "<科目余额及发生额><科目编号>6001</科目编号><辅助项1编号>P1</辅助项1编号>\
                   <贷方本币金额>5</贷方本币金额></科目余额及发生额>";
    let text = format!(
        "<总账>{balance}<记账凭证>{entries}<凭证编号>1</凭证编号><制单人>张三</制单人>\
         <复核人>李四</复核人></记账凭证></总账>"
    );
    let shown = ledger(text.as_bytes(), Format::Gbt24589Xml, Some(&mapping(ITEMS)));
    insta::assert_snapshot!(shown, @"
    1: record=opening account=6001 product=P1 authorization=A1
    2: record=closing account=6001 product=P1 authorization=A1
    3: record=movement account=6001 credit=5 product=P1 authorization=A1
    4: record=line voucher_no=1 account=6001 credit=1 product=P1 use=industry authorization=A1 maker=张三 reviewer=李四
    5: record=line voucher_no=1 account=6001 credit=1 authorization=A1 counterparty=甲公司 maker=张三 reviewer=李四
    6: record=line voucher_no=1 account=6001 credit=1 authorization=A1 maker=张三 reviewer=李四
    !7: record=line voucher_no=1 account=6001 credit=1 authorization=A1 maker=张三 reviewer=李四
    !8: record=line voucher_no=1 account=6001 credit=1 authorization=A1 maker=张三 reviewer=李四
    R-3  item  辅助项3编号
    R-6 7  a key of the lookup 03
    R-6 8  …/… 甲公司
    ");
    // Without a mapping, each item that nobody explains is named once.
    let shown = ledger(text.as_bytes(), Format::Gbt24589Xml, None);
    insta::assert_snapshot!(shown, @"
    1: record=opening account=6001
    2: record=closing account=6001
    3: record=movement account=6001 credit=5
    4: record=line voucher_no=1 account=6001 credit=1 maker=张三
    5: record=line voucher_no=1 account=6001 credit=1 maker=张三
    6: record=line voucher_no=1 account=6001 credit=1 maker=张三
    7: record=line voucher_no=1 account=6001 credit=1 maker=张三
    8: record=line voucher_no=1 account=6001 credit=1 maker=张三
    R-3  item  辅助项10编号
    R-3  item  辅助项1编号
    R-3  item  辅助项2编号
    R-3  item  辅助项3编号
    ");
}

/// An item that is there twice and says two things says nothing; the line is not counted.
#[test]
fn an_item_that_says_two_things_is_refused() {
    let twice = |one, other| {
        let item = |text| format!("<辅助项1编号>{text}</辅助项1编号>");
        entry(&(item(one) + &item(other)))
    };
    let entries = twice("P1", "P1") + &twice("P1", "P2") + &twice("P2", "P1") + &twice("", "P1");
    let text = format!("<总账><记账凭证>{entries}<凭证编号>1</凭证编号></记账凭证></总账>");
    let shown = ledger(text.as_bytes(), Format::Gbt24589Xml, Some(&mapping(ITEMS)));
    let refused = |shown: &str| {
        shown.lines().filter(|it| it.starts_with("R-4")).map(str::to_owned).collect::<Vec<_>>()
    };
    assert_eq!(refused(&shown), ["R-4 2 member", "R-4 3 member"], "{shown}");

    let said = mapping("[fields]\nscenario = \"TaxInformation/TaxCode\"\nproduct = \"BatchID\"");
    let code = |text| format!("<TaxInformation><TaxCode>{text}</TaxCode></TaxInformation>");
    let lines = [code("3") + &code("31"), code("31") + &code("3"), code("3") + &code("3")];
    let lines = lines.map(|it| line(&it)).concat();
    let of = |head: &str, lines: &str| format!("<Transaction>{head}{lines}</Transaction>");
    let batches = "<BatchID>1</BatchID><BatchID>2</BatchID>";
    let text = saf_t(&(of("", &lines) + &of(batches, &line(""))));
    let shown = ledger(text.as_bytes(), Format::SafT, Some(&said));
    assert_eq!(refused(&shown), ["R-4 1 member", "R-4 2 member", "R-4 4 member"], "{shown}");
}

#[test]
fn auxiliary_items_of_json_are_the_same() {
    let text = r#"{"记账凭证": [{"凭证编号": 1, "辅助项1编号": "P1", "分录": [
        {"科目编号": "6001", "贷方本币金额": 1, "辅助项2编号": "01"},
        {"科目编号": "6001", "贷方本币金额": 1, "辅助项1编号": "P2"}]}]}"#;
    let shown = ledger(text.as_bytes(), Format::Gbt24589Json, Some(&mapping(ITEMS)));
    insta::assert_snapshot!(shown, @"
    1: record=line voucher_no=1 account=6001 credit=1 product=P1 use=public authorization=A1
    2: record=line voucher_no=1 account=6001 credit=1 product=P2 authorization=A1
    ");
}

/// A line of SAF-T with these elements.
fn line(elements: &str) -> String {
    format!(
        "<Line><AccountID>6001</AccountID><CreditAmount><Amount>1</Amount></CreditAmount>\
         <CustomerID>20</CustomerID>{elements}</Line>"
    )
}

fn saf_t(transactions: &str) -> String {
    format!(
        "<AuditFile><GeneralLedgerEntries><Journal><JournalID>A</JournalID>{transactions}</Journal>\
         </GeneralLedgerEntries></AuditFile>"
    )
}

fn analysis(kind: &str, id: &str) -> String {
    format!(
        "<Analysis><AnalysisType>{kind}</AnalysisType><AnalysisID>{id}</AnalysisID>\
         <AnalysisAmount><Amount>1</Amount></AnalysisAmount></Analysis>"
    )
}

#[test]
fn analyses_fill_columns_by_a_mapping() {
    let said = mapping(
        r#"
        [fields]
        product = "Analysis/P"
        counterparty = "Analysis/C"
        scenario = "SourceDocumentID"
        [voucher]
        reviewer = "BatchID"
    "#,
    );
    let lines = [
        analysis("P", "P1"),
        analysis("P", "P1") + &analysis("P", "P1") + &analysis("A", "x"),
        analysis("C", "甲") + "<SourceDocumentID>S1</SourceDocumentID>",
        analysis("P", "P1") + &analysis("P", "P2"),
        String::new(),
    ]
    .map(|it| line(&it))
    .concat();
    let text = saf_t(&format!(
        "<Transaction><TransactionID>1</TransactionID><SourceID>ola</SourceID>\
         <BatchID>kari</BatchID>{lines}</Transaction>"
    ));
    let shown = ledger(text.as_bytes(), Format::SafT, Some(&said));
    insta::assert_snapshot!(shown, @"
    1: record=line voucher_type=A voucher_no=1 account=6001 credit=1 product=P1 counterparty=20 maker=ola reviewer=kari
    2: record=line voucher_type=A voucher_no=1 account=6001 credit=1 product=P1 counterparty=20 maker=ola reviewer=kari
    3: record=line voucher_type=A voucher_no=1 account=6001 credit=1 scenario=S1 counterparty=甲 maker=ola reviewer=kari
    5: record=line voucher_type=A voucher_no=1 account=6001 credit=1 counterparty=20 maker=ola reviewer=kari
    !4: record=line voucher_type=A voucher_no=1 account=6001 credit=1 product=P1 counterparty=20 maker=ola reviewer=kari
    R-4 4 member
    R-3  item  Analysis/A
    ");
    let shown = ledger(text.as_bytes(), Format::SafT, None);
    insta::assert_snapshot!(shown, @"
    1: record=line voucher_type=A voucher_no=1 account=6001 credit=1 counterparty=20 maker=ola
    2: record=line voucher_type=A voucher_no=1 account=6001 credit=1 counterparty=20 maker=ola
    3: record=line voucher_type=A voucher_no=1 account=6001 credit=1 counterparty=20 maker=ola
    4: record=line voucher_type=A voucher_no=1 account=6001 credit=1 counterparty=20 maker=ola
    5: record=line voucher_type=A voucher_no=1 account=6001 credit=1 counterparty=20 maker=ola
    R-3  item  Analysis/A
    R-3  item  Analysis/C
    R-3  item  Analysis/P
    ");
}

/// Neither format has a place for an invoice: where books keep it, a mapping says.
#[test]
fn an_item_or_an_analysis_may_be_the_invoice() {
    let voucher = format!(
        "<总账><记账凭证><凭证编号>1</凭证编号>{}</记账凭证></总账>",
        entry("<辅助项9编号>FP-1</辅助项9编号>")
    );
    let said = mapping("[fields]\ninvoice = \"辅助项9编号\"");
    let shown = ledger(voucher.as_bytes(), Format::Gbt24589Xml, Some(&said));
    assert!(shown.contains("account=6001 credit=1 invoice=FP-1"), "{shown}");
    let transaction = format!("<Transaction>{}</Transaction>", line(&analysis("INV", "FP-1")));
    let said = mapping("[fields]\ninvoice = \"Analysis/INV\"");
    let shown = ledger(saf_t(&transaction).as_bytes(), Format::SafT, Some(&said));
    assert!(shown.contains("counterparty=20 invoice=FP-1"), "{shown}");
}

/// How much of a thing an entry is about is not read, which is said with how often it is: the money counts.
#[test]
fn quantities_beside_amounts_are_named() {
    let said = |text: &str, format| {
        let (written, faults) = handed_in(text.as_bytes(), format, None);
        assert!(written.unreadable.is_empty() && written.rows.len() == 3, "{faults:?}");
        let named =
            faults.kept().iter().map(|it| (it.rule, it.actual.clone(), it.arguments.clone()));
        let shown = |(rule, name, arguments): (&str, String, Vec<(&str, String)>)| {
            let arguments: Vec<String> = arguments.into_iter().map(|(_, text)| text).collect();
            format!("{rule} {name} {}", arguments.join(" "))
        };
        named.map(shown).collect::<Vec<_>>()
    };
    let entries =
        ["<数量>10</数量><单价>0.1</单价>", "<数量>2</数量>", "<数量/>"].map(entry).concat();
    let text = format!("<记账凭证><凭证编号>1</凭证编号>{entries}</记账凭证>");
    assert_eq!(said(&text, Format::Gbt24589Xml), ["R-3 单价 quantity 1", "R-3 数量 quantity 2"]);
    let lines = [
        "<Quantity>10</Quantity><UnitPrice>1</UnitPrice>",
        "<Quantity>2</Quantity>",
        "<Quantity/>",
    ];
    let text = saf_t(&format!("<Transaction>{}</Transaction>", lines.map(line).concat()));
    assert_eq!(said(&text, Format::SafT), ["R-3 Quantity quantity 2", "R-3 UnitPrice quantity 1"]);
}

/// The mappings to start from name items that the formats have, and fill columns of the form.
#[test]
fn mappings_to_start_from_fill_all_dimensions() {
    let item = |it: u8| format!("<辅助项{it}编号>{it}</辅助项{it}编号>");
    let items = (1..=7).map(item).collect::<Vec<_>>().concat();
    let gbt = format!("<记账凭证>{}</记账凭证>", entry(&items.replace(">3<", ">公益<")));
    let types = ["PRODUCT", "SCENARIO", "USE", "FUNDING", "AUTHORIZATION", "COUNTERPARTY", "COST"];
    let analyses = types.map(|kind| analysis(kind, kind)).concat();
    let saf_t = saf_t(&format!("<Transaction>{}</Transaction>", line(&analyses)));
    for (text, format, said) in [
        (gbt, Format::Gbt24589Xml, config::mappings::GBT24589),
        (saf_t, Format::SafT, config::mappings::SAF_T),
    ] {
        let said = Mapping::parse(said, &no_lookup).unwrap();
        let (written, faults) = handed_in(text.as_bytes(), format, Some(&said));
        let rows = written.rows.iter().chain(&written.unreadable);
        let cells: Vec<BTreeMap<_, _>> = rows
            .map(|(_, cells)| columns(Kind::Ledger).iter().map(|it| it.name).zip(cells).collect())
            .collect();
        for column in ["product", "scenario", "authorization", "counterparty", "cost_class"] {
            assert!(!cells[0][column].is_empty(), "{column}: {cells:?}");
        }
        assert!(faults.counts().keys().all(|rule| *rule != "R-3"), "{faults:?}");
    }
}

/// The rules that a month of one voucher breaks, of 6001 as an account of the separate ledger that needs
/// product and use, with these elements in its entries and these movements published.
#[track_caller]
fn check_month(elements: &str, debit: &str, said: Option<&Mapping>, expected: &[&str]) {
    let text = format!(
        "<总账><科目余额及发生额><科目编号>1002</科目编号><借方本币金额>{debit}</借方本币金额>\
         <期末本币余额>1</期末本币余额></科目余额及发生额>\
         <科目余额及发生额><科目编号>6001</科目编号><贷方本币金额>1</贷方本币金额>\
         <期末余额方向>贷</期末余额方向><期末本币余额>1</期末本币余额></科目余额及发生额>\
         <记账凭证><凭证编号>1</凭证编号><日期>20260430</日期><制单人>张三</制单人>\
         <审核人>李四</审核人>{}\
         <分录><科目编号>1002</科目编号><借方本币金额>1</借方本币金额></分录></记账凭证></总账>",
        entry(elements)
    );
    let mut month = Month(LedgerIntake::new(LedgerContext {
        party: "name:甲".parse().unwrap(),
        period: Period::new(2026, 4).unwrap(),
        minor_digits: BTreeMap::from([(Currency::CNY, 2)]),
        separate_accounts: BTreeSet::from(["6001".to_owned()]),
        mandatory_dimensions: ["product", "use"].map(str::to_owned).to_vec(),
        closings_before: None,
        others: OtherFiles::default(),
        chart: None,
        closed: false,
    }));
    let reading = Reading { kind: Kind::Ledger, format: Format::Gbt24589Xml, mapping: said };
    let mut faults = read(&mut text.as_bytes(), reading, &mut month).unwrap();
    faults.append(month.0.finish().unwrap().faults);
    let shown =
        |it: &Fault| format!("{} | {} | {} | {}", it.rule, it.cause, it.expected, it.actual);
    assert_eq!(faults.kept().iter().map(shown).collect::<Vec<_>>(), expected);
}

#[test]
fn a_ledger_of_the_interface_meets_its_rules() {
    let items = "<辅助项1编号>P1</辅助项1编号><辅助项2编号>02</辅助项2编号>";
    let said = mapping(ITEMS);
    check_month(items, "1.00", Some(&said), &[]);
    check_month(
        "<辅助项1编号>P1</辅助项1编号>",
        "1.00",
        Some(&said),
        &["F-4 | 1 6001 use | use | "],
    );
    check_month(
        items,
        "1.00",
        None,
        &[
            "R-3 | 辅助项1编号 |  | 辅助项1编号",
            "R-3 | 辅助项2编号 |  | 辅助项2编号",
            "F-4 | 1 6001 product, use | product, use | ",
        ],
    );
    check_month(items, "1.01", Some(&said), &["F-3 | movement 1002 CNY debit | 1.00 | 1.01"]);
}

/// Items, names and texts without end are neither held nor named without end.
#[test]
fn hostile_items_stay_bounded() {
    let said = mapping("[fields]\nproduct = \"Analysis/P\"");
    let many: String = (0..20_000).map(|it| analysis(&format!("T{it}"), "x")).collect();
    let repeated = analysis("P", "P1").repeat(20_000);
    let long = "x".repeat(ROW_BYTES_MAX - 1_000);
    for (elements, is_named) in [(many, true), (repeated, false), (analysis(&long, "y"), true)] {
        let text = saf_t(&format!("<Transaction>{}</Transaction>", line(&elements)));
        let (written, faults) = handed_in(text.as_bytes(), Format::SafT, Some(&said));
        assert_eq!(written.rows.len() + written.unreadable.len(), 1);
        assert!(faults.kept().len() <= 1_001);
        assert_eq!(faults.counts().contains_key("R-3"), is_named);
        assert!(faults.kept().iter().all(|it| it.actual.len() < 1_000));
    }
    let item = |it: u32| format!("<辅助项{it}>x</辅助项{it}>");
    let many = (0..20_000).map(item).collect::<Vec<_>>().concat();
    let text = format!("<记账凭证>{}</记账凭证>", entry(&many));
    let (_, faults) = handed_in(text.as_bytes(), Format::Gbt24589Xml, None);
    assert!(faults.counts()["R-3"] <= 1_000);
    let text = format!("{{\"分录\": [{{\"辅助{long}\": \"x\"}}]}}");
    let (_, faults) = handed_in(text.as_bytes(), Format::Gbt24589Json, None);
    assert!(faults.kept().iter().all(|it| it.actual.len() < 1_000), "{faults:?}");
}
