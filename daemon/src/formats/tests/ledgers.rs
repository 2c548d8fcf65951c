//! Ledgers as other software writes them: SAF-T and GB/T 24589.1.

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
fn raw(bytes: &[u8], format: Format) -> Vec<String> {
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
    R-4 5 posting
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

const GBT_XML: &str = "<?xml version=\"1.0\" encoding=\"GB18030\"?>
<会计核算数据><基础档案><电子账簿><账簿名称>公共数据运营专账</账簿名称><本位币>人民币</本位币></电子账簿>
<会计期间><会计年度>2026</会计年度><会计期间号>04</会计期间号></会计期间>
<会计科目><科目编号>1002</科目编号><科目名称>银行存款</科目名称><末级>1</末级></会计科目>
<会计科目><科目编号>6001</科目编号><科目名称>主营业务收入</科目名称><末级>0</末级></会计科目>
<会计科目><科目编号>600101</科目编号><科目名称>公共数据服务费</科目名称><末级>1</末级></会计科目>
<币种><币种编码>USD</币种编码><本位币标志>0</本位币标志></币种></基础档案>
<总账><科目余额及发生额><科目编号>1002</科目编号><会计年度>2026</会计年度><会计期间号>4</会计期间号>
<期初余额方向>借</期初余额方向><期初本币余额>100.00</期初本币余额>
<借方本币金额>50.00</借方本币金额><贷方本币金额>0.00</贷方本币金额>
<期末余额方向>借</期末余额方向><期末本币余额>150.00</期末本币余额></科目余额及发生额>
<科目余额及发生额><科目编号>6001</科目编号><期初余额方向>贷</期初余额方向></科目余额及发生额>
<科目余额及发生额><科目编号>600101</科目编号><期初余额方向>平</期初余额方向><期末余额方向>贷</期末余额方向>
<期末本币余额>50.00</期末本币余额></科目余额及发生额>
<科目余额及发生额><科目编号>2202</科目编号><期初余额方向>左</期初余额方向></科目余额及发生额>
<记账凭证><会计年度>2026</会计年度><会计期间号>4</会计期间号><凭证类型编号>记</凭证类型编号>
<凭证编号>1</凭证编号><日期>20260430</日期><制单人>张三</制单人><审核人>李四</审核人><记账人>王五</记账人>
<分录><行号>1</行号><摘要>收服务费</摘要><科目编号>1002</科目编号><借方本币金额>50.00</借方本币金额>
<币种编码>USD</币种编码><借方原币金额>7.00</借方原币金额><汇率>7.142857</汇率></分录>
<分录><行号>2</行号><摘要>收服务费</摘要><科目编号>600101</科目编号><币种编码>CNY</币种编码>
<贷方本币金额>50.00</贷方本币金额><贷方原币金额>50.00</贷方原币金额></分录></记账凭证>
<记账凭证><记账凭证编号>2</记账凭证编号><记账凭证日期>20260431</记账凭证日期><记账凭证行号>1</记账凭证行号>
<科目编号>1002</科目编号><贷方本币金额>1</贷方本币金额></记账凭证>
</总账></会计核算数据>
";

#[test]
fn gbt_24589_gives_balances_and_entries_in_either_encoding() {
    let shown = ledger(GBT_XML.replace("GB18030", "UTF-8").as_bytes(), Format::Gbt24589Xml, None);
    insta::assert_snapshot!(shown, @"
    1: record=opening period=2026-04 account=1002 account_name=银行存款 debit=100.00 currency=CNY
    2: record=closing period=2026-04 account=1002 account_name=银行存款 debit=150.00 currency=CNY
    3: record=movement period=2026-04 account=1002 account_name=银行存款 debit=50.00 credit=0.00 currency=CNY
    4: record=opening account=600101 account_name=公共数据服务费 currency=CNY
    5: record=closing account=600101 account_name=公共数据服务费 credit=50.00 currency=CNY
    8: record=line period=2026-04 voucher_type=记 voucher_no=1 date=2026-04-30 line=1 summary=收服务费 account=1002 account_name=银行存款 debit=50.00 currency=CNY original_currency=USD original_amount=7.00 rate=7.142857 maker=张三 reviewer=李四 poster=王五
    9: record=line period=2026-04 voucher_type=记 voucher_no=1 date=2026-04-30 line=2 summary=收服务费 account=600101 account_name=公共数据服务费 credit=50.00 currency=CNY maker=张三 reviewer=李四 poster=王五
    10: record=line voucher_no=2 date=2026-04-31 line=1 account=1002 account_name=银行存款 credit=1 currency=CNY
    !6: record=opening account=2202 currency=CNY
    !7: record=closing account=2202 currency=CNY
    R-6 6  借, 贷, 平 左
    ");
    let (encoded, ..) = encoding_rs::GB18030.encode(GBT_XML);
    assert_eq!(ledger(&encoded, Format::Gbt24589Xml, None), shown);
    // Without a declaration the bytes tell.
    let bare = encoded.split(|it| *it == b'\n').skip(1).collect::<Vec<_>>().join(&b'\n');
    assert_eq!(ledger(&bare, Format::Gbt24589Xml, None), shown);
}

/// A voucher's own fields after its entries, accounts without a mark of their own, auxiliary items, and
/// balances before the accounts that tell which of them count.
#[test]
fn gbt_24589_parts_come_in_any_order_or_are_refused() {
    let accounts = "<会计科目><科目编号>6001</科目编号></会计科目>\
                    <会计科目><科目编号>6001-A</科目编号></会计科目>\
                    <会计科目><科目编号>6001.01</科目编号></会计科目>";
    let balances = "<科目余额及发生额><科目编号>6001</科目编号></科目余额及发生额>\
                    <科目余额及发生额><科目编号>6001.01</科目编号></科目余额及发生额>\
                    <科目余额及发生额><科目编号>6001-A</科目编号></科目余额及发生额>";
    let voucher = "<记账凭证><分录><科目编号>6001.01</科目编号><辅助项1>甲</辅助项1></分录>\
                   <分录><科目编号>1002</科目编号><辅助项1>甲</辅助项1></分录>\
                   <凭证编号>7</凭证编号><制单人>张三</制单人><审核人>李四</审核人></记账凭证>";
    let read = |parts: &[&str]| {
        ledger(format!("<总账>{}</总账>", parts.concat()).as_bytes(), Format::Gbt24589Xml, None)
    };
    insta::assert_snapshot!(read(&[accounts, balances, voucher]), @"
    1: record=opening account=6001.01
    2: record=closing account=6001.01
    3: record=opening account=6001-A
    4: record=closing account=6001-A
    5: record=line voucher_no=7 account=6001.01 maker=张三 reviewer=李四
    6: record=line voucher_no=7 account=1002 maker=张三 reviewer=李四
    R-3  item  辅助项1
    ");
    let refused = read(&[balances, accounts]);
    assert!(refused.contains("R-1  order  科目余额及发生额, 会计科目"), "{refused}");
    assert_eq!(refused.matches("R-1").count(), 1);
}

const GBT_JSON: &str = "{\"基础档案\": {\"电子账簿\": {\"本位币\": \"人民币\"},
\"会计科目\": [{\"科目编号\": \"1002\", \"科目名称\": \"银行存款\", \"末级\": \"1\"}]},
\"总账\": {\"科目余额及发生额\": [{\"科目编号\": \"1002\", \"期初余额方向\": \"借\", \"期初本币余额\": 100.10,
\"期末余额方向\": \"贷\", \"期末本币余额\": 1}],
\"记账凭证\": [ {\"分录\": [{\"行号\": 1, \"科目编号\": \"1002\", \"借方本币金额\": 50.00}, 3 ,
{\"行号\": 2, \"科目编号\": \"6001\", \"贷方本币金额\": \"50.00\"}], \"凭证编号\": 1, \"日期\": \"20260430\"},
{\"凭证编号\": 2, \"分录\": {\"科目编号\": \"1002\"}}, {\"凭证编号\": 3, \"科目编号\": \"1002\"} ]}}";

#[test]
fn gbt_24589_in_json_gives_the_same() {
    insta::assert_snapshot!(ledger(GBT_JSON.as_bytes(), Format::Gbt24589Json, None), @"
    1: record=opening account=1002 account_name=银行存款 debit=100.10 currency=CNY
    2: record=closing account=1002 account_name=银行存款 credit=1 currency=CNY
    3: record=line voucher_no=1 date=2026-04-30 line=1 account=1002 account_name=银行存款 debit=50.00 currency=CNY
    5: record=line voucher_no=1 date=2026-04-30 line=2 account=6001 credit=50.00 currency=CNY
    6: record=line voucher_no=2 account=1002 account_name=银行存款 currency=CNY
    7: record=line voucher_no=3 account=1002 account_name=银行存款 currency=CNY
    !4: voucher_no=1
    R-4 4 shape [{…}, …]
    ");
    insta::assert_snapshot!(raw(GBT_JSON.as_bytes(), Format::Gbt24589Json).join("\n"), @r#"
    {"科目编号": "1002", "期初余额方向": "借", "期初本币余额": 100.10,
    "期末余额方向": "贷", "期末本币余额": 1}
    {"科目编号": "1002", "期初余额方向": "借", "期初本币余额": 100.10,
    "期末余额方向": "贷", "期末本币余额": 1}
    {"行号": 1, "科目编号": "1002", "借方本币金额": 50.00}
    {"行号": 2, "科目编号": "6001", "贷方本币金额": "50.00"}
    {"科目编号": "1002"}
    {"凭证编号": 3, "科目编号": "1002"}
    "#);
}

/// Two vouchers of two types with one number, one that no entry names, and entries in a table of their own.
const APART_XML: &str = "<?xml version='1.0' encoding='utf-8'?>
<GB_T_24589_1_2024><电子账簿 标准编码=\"00\"><记录><账簿名称>专账</账簿名称><记账本位币>CNY</记账本位币></记录></电子账簿>
<会计科目 标准编码=\"02\"><记录><科目编号>1002</科目编号><科目名称>银行存款</科目名称><是否末级>1</是否末级></记录>
<记录><科目编号>6001</科目编号><科目名称>主营业务收入</科目名称><是否末级>1</是否末级></记录></会计科目>
<币种 标准编码=\"03\"><记录><币种编码>CNY</币种编码><记账本位币标志>1</记账本位币标志></记录></币种>
<科目余额及发生额 标准编码=\"05\"><记录><会计年度>2026</会计年度><会计期间号>8</会计期间号><科目编号>1002</科目编号>
<期初余额方向>借</期初余额方向><期初本币余额>0.00</期初本币余额><借方本币金额>100.00</借方本币金额>
<贷方本币金额>0.00</贷方本币金额><期末余额方向>借</期末余额方向><期末本币余额>100.00</期末本币余额></记录></科目余额及发生额>
<记账凭证 标准编码=\"06\"><记录><会计年度>2026</会计年度><会计期间号>8</会计期间号><记账凭证类型编号>记</记账凭证类型编号>
<记账凭证编号>记-0001</记账凭证编号><记账凭证日期>20260827</记账凭证日期><制单人>甲</制单人><审核人>乙</审核人><记账人/></记录>
<记录><会计年度>2026</会计年度><会计期间号>9</会计期间号><记账凭证类型编号>记</记账凭证类型编号>
<记账凭证编号>记-0001</记账凭证编号><记账凭证日期>20260901</记账凭证日期><制单人>丙</制单人></记录>
<记录><会计年度>2026</会计年度><会计期间号>8</会计期间号><记账凭证类型编号>收</记账凭证类型编号>
<记账凭证编号>2</记账凭证编号><制单人>甲</制单人></记录>
<记录><会计年度>2026</会计年度><会计期间号>8</会计期间号><记账凭证类型编号>付</记账凭证类型编号>
<记账凭证编号>2</记账凭证编号><制单人>乙</制单人></记录></记账凭证>
<记账凭证分录 标准编码=\"07\"><记录><会计年度>2026</会计年度><会计期间号>8</会计期间号><记账凭证编号>记-0001</记账凭证编号>
<记账凭证行号>1</记账凭证行号><记账凭证摘要>收款</记账凭证摘要><科目编号>1002</科目编号><借方本币金额>100.00</借方本币金额>
<贷方本币金额>0.00</贷方本币金额><辅助项1编号 /><单价/><数量/></记录>
<记录><会计年度>2026</会计年度><会计期间号>8</会计期间号><记账凭证编号>记-0001</记账凭证编号>
<记账凭证行号>2</记账凭证行号><科目编号>6001</科目编号><借方本币金额>0.00</借方本币金额><贷方本币金额>100.00</贷方本币金额>
<单价>10.00</单价><数量>10.00</数量></记录>
<记录><会计年度>2026</会计年度><会计期间号>8</会计期间号><记账凭证编号>2</记账凭证编号><科目编号>6001</科目编号></记录>
<记录><会计年度>2026</会计年度><会计期间号>8</会计期间号><凭证类型编号>付</凭证类型编号><记账凭证编号>2</记账凭证编号>
<科目编号>6001</科目编号></记录></记账凭证分录></GB_T_24589_1_2024>
";

const APART_JSON: &str = "{\"standard\": \"GB/T 24589.1-2024\", \"tables\": {
\"电子账簿\": {\"code\": \"00\", \"fields\": [{\"code\": \"0003\", \"name\": \"账簿名称\"}], \"records\": [{\"记账本位币\": \"CNY\"}]},
\"记账凭证\": {\"code\": \"06\", \"fields\": [], \"records\": [{\"会计年度\": 2026, \"会计期间号\": 8, \"记账凭证类型编号\": \"记\",
\"记账凭证编号\": \"记-0001\", \"记账凭证日期\": \"20260827\", \"制单人\": \"甲\"}]},
\"记账凭证分录\": {\"code\": \"07\", \"fields\": [], \"records\": [{\"会计年度\": 2026, \"会计期间号\": 8, \"记账凭证编号\": \"记-0001\",
\"记账凭证行号\": 1, \"科目编号\": \"1002\", \"借方本币金额\": \"100.00\", \"贷方本币金额\": \"0.00\", \"辅助项1编号\": \"\"},
{\"会计年度\": 2026, \"会计期间号\": 8, \"记账凭证编号\": \"9\", \"科目编号\": \"6001\"}]}}}";

#[test]
fn gbt_24589_joins_entries_that_stand_apart_with_their_vouchers() {
    insta::assert_snapshot!(ledger(APART_XML.as_bytes(), Format::Gbt24589Xml, None), @"
    1: record=opening period=2026-08 account=1002 account_name=银行存款 debit=0.00 currency=CNY
    2: record=closing period=2026-08 account=1002 account_name=银行存款 debit=100.00 currency=CNY
    3: record=movement period=2026-08 account=1002 account_name=银行存款 debit=100.00 credit=0.00 currency=CNY
    4: record=line period=2026-08 voucher_type=记 voucher_no=0001 date=2026-08-27 line=1 summary=收款 account=1002 account_name=银行存款 debit=100.00 credit=0.00 currency=CNY maker=甲 reviewer=乙
    5: record=line period=2026-08 voucher_type=记 voucher_no=0001 date=2026-08-27 line=2 account=6001 account_name=主营业务收入 debit=0.00 credit=100.00 currency=CNY maker=甲 reviewer=乙
    7: record=line period=2026-08 voucher_type=付 voucher_no=2 account=6001 account_name=主营业务收入 currency=CNY maker=乙
    !6: voucher_no=2
    !8: voucher_type=记 voucher_no=记-0001
    !9: voucher_type=收 voucher_no=2
    R-3  item  单价
    R-3  item  数量
    R-4 6 voucher
    R-4 8 posting
    R-4 9 posting
    ");
    insta::assert_snapshot!(ledger(APART_JSON.as_bytes(), Format::Gbt24589Json, None), @"
    1: record=line period=2026-08 voucher_type=记 voucher_no=0001 date=2026-08-27 line=1 account=1002 debit=100.00 credit=0.00 currency=CNY maker=甲
    2: record=line period=2026-08 voucher_no=9 account=6001 currency=CNY
    ");
}

/// A record has no records within it, and what a table says of one is not lost.
#[test]
fn gbt_24589_tells_records_from_tables() {
    let xml = |text: &str| ledger(text.as_bytes(), Format::Gbt24589Xml, None);
    let json = |text: &str| ledger(text.as_bytes(), Format::Gbt24589Json, None);
    let entry = "<分录><科目编号>1002</科目编号></分录>";
    let voided = format!(
        "<总账><记账凭证><凭证编号>1</凭证编号>{entry}<记录>作废</记录></记账凭证>\
         <记账凭证><凭证编号>2</凭证编号>{entry}</记账凭证></总账>"
    );
    insta::assert_snapshot!(xml(&voided), @"
    1: record=line voucher_no=1 account=1002
    2: record=line voucher_no=2 account=1002
    ");
    let late = "<总账><记账凭证><记录><凭证编号>1</凭证编号><科目编号>1002</科目编号></记录>\
                <凭证编号>2</凭证编号></记账凭证></总账>";
    insta::assert_snapshot!(xml(late), @"
    1: record=line voucher_no=1 account=1002
    !2: voucher_no=2
    R-4 2 shape [{…}, …]
    ");
    let listed = "{\"记账凭证\": [{\"凭证编号\": 1, \"分录\": [{\"科目编号\": \"1002\"}], \"records\": []}]}";
    insta::assert_snapshot!(json(listed), @"1: record=line voucher_no=1 account=1002");
    let late = "{\"记账凭证\": {\"records\": [{\"凭证编号\": 1, \"科目编号\": \"1002\"}], \"凭证编号\": 2}}";
    insta::assert_snapshot!(json(late), @"
    1: record=line voucher_no=1 account=1002
    !2: voucher_no=2
    R-4 2 shape [{…}, …]
    ");
    // A number is behind its type, or it is not.
    let numbered = |number: &str| {
        let text = format!(
            "<a><记账凭证><凭证编号>{number}</凭证编号><科目编号>1</科目编号></记账凭证></a>"
        );
        xml(&text)
    };
    assert_eq!(numbered("-12").trim_end(), "1: record=line voucher_no=-12 account=1");
}

/// What an entry needs of its voucher has to stand before it.
#[test]
fn gbt_24589_entries_before_their_vouchers_are_named() {
    let (head, rest) = APART_XML.split_once("<记账凭证 ").unwrap();
    let (vouchers, entries) = rest.split_once("</记账凭证>\n").unwrap();
    let entries = entries.strip_suffix("</GB_T_24589_1_2024>\n").unwrap();
    let turned = format!("{head}{entries}<记账凭证 {vouchers}</记账凭证></GB_T_24589_1_2024>");
    let shown = ledger(turned.as_bytes(), Format::Gbt24589Xml, None);
    assert!(shown.contains("R-1  order  记账凭证分录, 记账凭证"), "{shown}");
    assert_eq!(shown.matches("R-1").count(), 1);
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
