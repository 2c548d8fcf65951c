//! Mappings, right and wrong.

use super::*;
use crate::formats::mapping::MappingError;

pub(super) fn no_lookup(name: &str) -> io::Result<Vec<u8>> {
    match name {
        "accounts.csv" => Ok(b"code,standard,side\n11,1001,A\n40,4001,L\n".to_vec()),
        "twice.csv" => Ok(b"code,standard\n11,1001\n11,1002\n".to_vec()),
        _ => Err(io::ErrorKind::NotFound.into()),
    }
}

/// Maps a table; each row as `column=cell`s, `!` before what could not be mapped, then faults.
fn mapped(mapping: &str, table: &str) -> String {
    let mapping = Mapping::parse(mapping, &no_lookup).unwrap();
    let mut written = Written::default();
    let reading = Reading { kind: mapping.kind(), format: Format::Csv, mapping: Some(&mapping) };
    let faults = read(&mut table.as_bytes(), reading, &mut written).unwrap();
    let mut text = String::new();
    for (mark, rows) in [("", &written.rows), ("!", &written.unreadable)] {
        for (origin, cells) in rows {
            let cells =
                columns(Kind::Ledger).iter().zip(cells).filter(|(_, cell)| !cell.is_empty());
            let cells: Vec<String> =
                cells.map(|(it, cell)| format!("{}={cell}", it.name)).collect();
            let _ = writeln!(text, "{mark}{}: {}", origin.row, cells.join(" "));
        }
    }
    for fault in faults.kept() {
        let _ = writeln!(
            text,
            "{} {:?} {:?} {} {}",
            fault.rule, fault.place.row, fault.place.column, fault.expected, fault.actual
        );
    }
    text
}

#[test]
fn one_row_gives_its_postings() {
    let mapping = r#"
        kind = "ledger"
        currency = "JPY"
        period = { column = "month", format = "%Y%m" }
        thousands = ","
        [constants]
        use = "industry"
        [voucher]
        number = "no"
        date = { column = "day", format = "%d/%m/%Y" }
        [[posting]]
        when = "dr"
        account = { column = "dr", lookup = { file = "accounts.csv", key = "code", value = "standard" } }
        debit = "dr_amount"
        [[posting]]
        when = "cr"
        account = "cr"
        credit = "cr_amount"
    "#;
    let table = "no,month,day,dr,dr_amount,cr,cr_amount\n1,202604,01/04/2026,11,\"1,000\",40,1000\n2,202604,02/04/2026,,,40,5\n3,202604,2026-04-03,11,1,,\n4,202604,04/04/2026,12,1,,\n5,2026,04/04/2026,,,,\n";
    insta::assert_snapshot!(mapped(mapping, table), @r#"
    2: period=2026-04 voucher_no=1 date=2026-04-01 account=1001 debit=1000 currency=JPY use=industry
    2: period=2026-04 voucher_no=1 date=2026-04-01 account=40 credit=1000 currency=JPY use=industry
    3: period=2026-04 voucher_no=2 date=2026-04-02 account=40 credit=5 currency=JPY use=industry
    !4: period=2026-04 voucher_no=3 account=1001 debit=1 currency=JPY use=industry
    !5: period=2026-04 voucher_no=4 date=2026-04-04 debit=1 currency=JPY use=industry
    R-6 Some(4) Some("day") %d/%m/%Y 2026-04-03
    R-6 Some(5) Some("dr") a key of the lookup 12
    R-4 Some(6) None  
    "#);
    insta::assert_snapshot!(mapped(mapping, "no,month\n"), @r#"
    R-2 None Some("day") day 
    R-2 None Some("dr") dr 
    R-2 None Some("dr_amount") dr_amount 
    R-2 None Some("cr") cr 
    R-2 None Some("cr_amount") cr_amount 
    "#);
}

#[test]
fn signed_amounts_find_their_side() {
    let by_sign = "kind = \"ledger\"\n[[posting]]\naccount = \"a\"\namount = \"m\"";
    insta::assert_snapshot!(mapped(by_sign, "a,m\n1,5\n1,-5\n"), @r"
    2: account=1 debit=5
    3: account=1 credit=5
    ");
    let by_account = r#"
        kind = "ledger"
        record = "opening"
        [values.side]
        A = "debit"
        L = "credit"
        [[posting]]
        account = "a"
        amount = "m"
        side = { column = "a", lookup = { file = "accounts.csv", key = "code", value = "side" }, values = "side" }
    "#;
    insta::assert_snapshot!(mapped(by_account, "a,m\n11,5\n40,5\n40,-1\n"), @r"
    2: record=opening account=11 debit=5
    3: record=opening account=40 credit=5
    4: record=opening account=40 credit=-1
    ");
}

/// Type and number in one cell, what the first line says for those below, and rows that are no lines.
#[test]
fn voucher_lists_of_accounting_software_are_read() {
    let kingdee = "日期,凭证字号,分录号,摘要,科目代码,科目名称,借方金额,贷方金额,制单,审核,过账\n\
        2026-04-30,记 - 12,1,收服务费,1002,银行存款,\"1,060.00\",,张三,李四,王五\n\
        ,,2,,6001,主营业务收入,,\"1,000.00\",,,\n\
        ,,3,销项税,2221,应交税费,0.00,60.00,,,\n\
        ,,,合计,,,\"1,060.00\",\"1,060.00\",,,\n\
        2026-04-30,记13,1,付款,1002,银行存款,,5,张三,李四,王五\n\
        ,,2\n\
        ,,3,,1001,库存现金,5,,,,\n\
        2026-04-30,付-1,1,付款,1002,银行存款,,5,张三,李四,王五\n";
    insta::assert_snapshot!(mapped(config::mappings::KINGDEE, kingdee), @r#"
    2: period=2026-04 voucher_type=记 voucher_no=12 date=2026-04-30 line=1 summary=收服务费 account=1002 account_name=银行存款 debit=1060.00 currency=CNY maker=张三 reviewer=李四 poster=王五
    3: period=2026-04 voucher_type=记 voucher_no=12 date=2026-04-30 line=2 summary=收服务费 account=6001 account_name=主营业务收入 credit=1000.00 currency=CNY maker=张三 reviewer=李四 poster=王五
    4: period=2026-04 voucher_type=记 voucher_no=12 date=2026-04-30 line=3 summary=销项税 account=2221 account_name=应交税费 debit=0.00 credit=60.00 currency=CNY maker=张三 reviewer=李四 poster=王五
    8: line=3 account=1001 account_name=库存现金 debit=5 currency=CNY
    9: period=2026-04 voucher_type=付 voucher_no=1 date=2026-04-30 line=1 summary=付款 account=1002 account_name=银行存款 credit=5 currency=CNY maker=张三 reviewer=李四 poster=王五
    !6: period=2026-04 date=2026-04-30 line=1 summary=付款 account=1002 account_name=银行存款 credit=5 currency=CNY maker=张三 reviewer=李四 poster=王五
    !7: line=2 currency=CNY
    R-4 Some(7) None 11 3
    R-6 Some(6) Some("凭证字号") …-… 记13
    "#);
    let yonyou = "制单日期,凭证字,凭证号,摘要,科目编码,科目名称,币种,借方金额,贷方金额,制单人,审核人,记账人\n\
        2026-04-30,记,0001,收款,1002,银行存款,人民币,100.00,0.00,张三,李四,王五\n\
        2026-04-30,记,0001,收款,6001,主营业务收入,人民币,,100.00,张三,李四,王五\n\
        ,,,总计,,,,100.00,100.00,,,\n\
        2026/04/30,记,0002,,,,,,,,,\n\
        2026-04-30,记,0003,合计,1002,,,1,,,,\n";
    insta::assert_snapshot!(mapped(config::mappings::YONYOU, yonyou), @r#"
    2: period=2026-04 voucher_type=记 voucher_no=0001 date=2026-04-30 summary=收款 account=1002 account_name=银行存款 debit=100.00 credit=0.00 currency=CNY maker=张三 reviewer=李四 poster=王五
    3: period=2026-04 voucher_type=记 voucher_no=0001 date=2026-04-30 summary=收款 account=6001 account_name=主营业务收入 credit=100.00 currency=CNY maker=张三 reviewer=李四 poster=王五
    6: period=2026-04 voucher_type=记 voucher_no=0003 date=2026-04-30 summary=合计 account=1002 debit=1 currency=CNY
    !5: voucher_type=记 voucher_no=0002 currency=CNY
    R-6 Some(5) Some("制单日期") %Y-%m-%d 2026/04/30
    "#);
}

#[test]
fn what_is_out_of_scope_is_named_and_does_not_count() {
    let mapping = r#"
        kind = "ledger"
        unsupported = ["unit_cost", "price"]
        [voucher]
        number = "txn"
        [fields]
        currency = { column = "commodity", values = "commodity" }
        [[posting]]
        account = "account"
        amount = "amount"
        [values.commodity]
        "$" = "USD"
    "#;
    let table = "txn,account,amount,commodity,unit_cost,price\n1,cash,-5,$,,\n1,food,5,$, ,\n2,gold,1,$,5.00,6\n3,cash,1,h,,\n";
    insta::assert_snapshot!(mapped(mapping, table), @r#"
    2: voucher_no=1 account=cash credit=5 currency=USD
    3: voucher_no=1 account=food debit=5 currency=USD
    !4: voucher_no=2 account=gold debit=1 currency=USD
    !5: voucher_no=3 account=cash debit=1
    R-12 Some(4) Some("unit_cost")  5.00
    R-6 Some(5) Some("commodity") a key of the lookup h
    "#);
}

/// Quantities beside amounts are said once, and need not be there.
#[test]
fn quantities_of_voucher_lists_are_named() {
    for (mapping, head, row) in [
        (
            config::mappings::YONYOU,
            "制单日期,凭证字,凭证号,摘要,科目编码,科目名称,借方金额,贷方金额,制单人,审核人,记账人",
            "2026-04-30,记,1,服务费,6001,主营业务收入,,100.00,甲,乙,丙",
        ),
        (
            config::mappings::KINGDEE,
            "日期,凭证字号,分录号,摘要,科目代码,科目名称,借方金额,贷方金额,制单,审核,过账",
            "2026-04-30,记-1,1,服务费,6001,主营业务收入,,100.00,甲,乙,丙",
        ),
    ] {
        let plain = mapped(mapping, &format!("{head}\n{row}\n"));
        assert!(plain.contains("credit=100.00") && plain.lines().count() == 1, "{plain}");
        let table = format!("{head},数量,单价\n{row},,\n{row},10,10.00\n{row},5, \n");
        let said = mapped(mapping, &table);
        assert_eq!(said.matches("credit=100.00").count(), 3, "{said}");
        let faults: Vec<&str> = said.lines().skip(3).collect();
        assert_eq!(
            faults,
            ["R-3 None Some(\"数量\")  数量", "R-3 None Some(\"单价\")  单价"],
            "{said}"
        );
    }
}

/// The keys of what is wrong with a mapping, and what would be right.
fn mistakes(mapping: &str) -> String {
    let Err(MappingError::Mistakes(mistakes)) = Mapping::parse(mapping, &no_lookup) else {
        panic!("{mapping}")
    };
    let keys = mistakes
        .iter()
        .map(|it| format!("{}: {}", it.key, it.expected.split(" (").next().unwrap()));
    keys.collect::<Vec<_>>().join("\n")
}

#[test]
fn mistakes_about_rows_and_parts_are_named() {
    let wrong = r#"
        kind = "ledger"
        fill_down = "a"
        unsupported = [1]
        quantities = "a"
        [[posting]]
        summary = { column = "a", before = "-", after = "-" }
        account = { column = "a", before = "" }
        [skip]
        a = "x"
    "#;
    insta::assert_snapshot!(mistakes(wrong), @r#"
    posting[0].account.before: a separator such as "-", either before or after it
    posting[0].summary.before: a separator such as "-", either before or after it
    fill_down: a list of texts
    unsupported: a list of texts
    skip.a: a list of texts
    quantities: a list of texts
    "#);
}

#[test]
fn every_mistake_is_named_with_what_would_be_right() {
    let wrong = r#"
        kind = "ledgers"
        currency = "yen"
        record = "close"
        thousands = "1"
        colour = 1
        period = { column = "month", format = "month" }
        fields = 3
        [voucher]
        numbre = "no"
        date = { column = "day", constant = "x" }
        [constants]
        product = 1
        shade = "x"
        [[posting]]
        when = 1
        acount = "a"
        debit = { column = "b", values = "none" }
        amount = "c"
        account = { column = "a", lookup = { file = "twice.csv", key = "code", value = "standard" } }
        [[posting]]
        side = "x"
        account = { column = "a", lookup = { file = "absent.csv", key = "code", value = "standard" } }
        [[posting]]
        account = { column = "a", lookup = { file = "accounts.csv", key = "code", value = "colour" } }
        summary = { column = "a[].b" }
        line = { column = "a", prefix = 1 }
        debit = { column = "a", prefix = "x" }
        credit = { colunm = "a" }
    "#;
    insta::assert_snapshot!(mistakes(wrong), @r#"
    kind: registry, ledger, pricing, usage, supply, incident, disclosure, opinion, objection, demand
    colour: one of kind, encoding, currency, record, period, thousands, fill_down, skip, unsupported, quantities, voucher, fields, constants, values, posting
    currency: an ISO 4217 code such as "CNY"
    record: line, opening, closing, movement, general
    constants.product: a text
    constants.shade: a column of the ledger form
    period.format: a format such as "%Y-%m-%d"
    voucher.date: one of column = "…", path = "a.b", constant = "…"
    voucher.numbre: type, number, date, line, summary, counterparty, maker, reviewer, poster
    fields: a table
    posting[0].account.lookup.file: a file with one value for "11"
    posting[0].acount: a column of the ledger form
    posting[0].debit.values: the name of a table [values.NAME]
    posting[0].when: the name of a column
    posting[0].amount: either amount, or debit and credit
    posting[1].account.lookup.file: a file that can be read
    posting[1].side: an amount beside it
    posting[2].account.lookup.file: a file with a column "colour"
    posting[2].credit.colunm: one of column, path, constant, before, after, format, lookup, values, prefix
    posting[2].credit: one of column = "…", path = "a.b", constant = "…"
    posting[2].debit.prefix: a text, before a text
    posting[2].line.prefix: a text, before a text
    posting[2].summary: one of column = "…", path = "a.b", constant = "…"
    thousands: one character such as ","
    "#);
    let syntax = Mapping::parse("kind = ", &no_lookup).unwrap_err();
    assert!(matches!(syntax, MappingError::Syntax(_)), "{syntax}");
}

/// A catalogue as many publish it: a list of files within each record, an organisation by name.
#[test]
fn lists_within_a_record_are_counted_and_joined() {
    let mapping = r#"
        kind = "supply"
        [fields]
        party = { path = "organization", prefix = "name:" }
        code = "id"
        frequency = { path = "meta.how_often", values = "frequency" }
        resources = { path = "files[]" }
        formats = { path = "files[].format" }
        [values.frequency]
        "M" = "monthly"
    "#;
    let records = r#"
        {"id": 1, "organization": "Works", "meta": {"how_often": "M"}, "files": [{"format": "CSV"}, {"format": null}, {"x": 1}, {"format": "PDF"}]}
        {"id": 2, "organization": "", "files": null}
        {"id": 3, "organization": "Works", "files": []}
        {"id": 4, "organization": "Works", "files": {"format": "CSV"}}
        {"id": 5, "organization": "Works", "files": [{"format": ["CSV"]}]}
    "#;
    let mapping = Mapping::parse(mapping, &no_lookup).unwrap();
    let mut written = Written::default();
    let reading =
        Reading { kind: Kind::Supply, format: Format::JsonLines, mapping: Some(&mapping) };
    let faults = read(&mut records.as_bytes(), reading, &mut written).unwrap();
    let rows = written.rows.iter().map(|(_, cells)| {
        cells.iter().filter(|it| !it.is_empty()).cloned().collect::<Vec<_>>().join(" | ")
    });
    assert_eq!(
        rows.collect::<Vec<_>>(),
        ["name:Works | 1 | monthly | 4 | CSV; PDF", "2 | 0", "name:Works | 3 | 0"]
    );
    assert_eq!(written.unreadable.len(), 2);
    let found: Vec<_> = (faults.kept().iter())
        .map(|it| (it.rule, it.place.column.as_deref().unwrap(), it.actual.as_str()))
        .collect();
    let whole = r#"{"format": "CSV"}"#;
    let expected = [
        ("R-6", "files[].format", whole),
        ("R-6", "files[]", whole),
        ("R-6", "files[].format", r#"["CSV"]"#),
    ];
    assert_eq!(found, expected);
}
