//! Ledgers in GB/T 24589.1: tables, records and entries wherever they stand.

use super::ledgers::{ledger, raw};
use super::*;

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
fn gives_balances_and_entries_in_either_encoding() {
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
    let shown = ledger(GBT_JSON.as_bytes(), Format::Gbt24589Json, None);
    let (encoded, ..) = encoding_rs::GB18030.encode(GBT_JSON);
    assert!(shown.contains("银行存款") && std::str::from_utf8(&encoded).is_err());
    assert_eq!(ledger(&encoded, Format::Gbt24589Json, None), shown);
}

/// A voucher's own fields after its entries, accounts without a mark of their own, auxiliary items, and
/// balances before the accounts that tell which of them count.
#[test]
fn parts_come_in_any_order_or_are_refused() {
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
fn in_json_gives_the_same() {
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
fn joins_entries_that_stand_apart_with_their_vouchers() {
    insta::assert_snapshot!(ledger(APART_XML.as_bytes(), Format::Gbt24589Xml, None), @"
    1: record=opening period=2026-08 account=1002 account_name=银行存款 debit=0.00 currency=CNY
    2: record=closing period=2026-08 account=1002 account_name=银行存款 debit=100.00 currency=CNY
    3: record=movement period=2026-08 account=1002 account_name=银行存款 debit=100.00 credit=0.00 currency=CNY
    4: record=line period=2026-08 voucher_type=记 voucher_no=0001 date=2026-08-27 line=1 summary=收款 account=1002 account_name=银行存款 debit=100.00 credit=0.00 currency=CNY maker=甲 reviewer=乙
    5: record=line period=2026-08 voucher_type=记 voucher_no=0001 date=2026-08-27 line=2 account=6001 account_name=主营业务收入 debit=0.00 credit=100.00 currency=CNY maker=甲 reviewer=乙
    7: record=line period=2026-08 voucher_type=付 voucher_no=2 account=6001 account_name=主营业务收入 currency=CNY maker=乙
    !6: voucher_no=2
    !8: voucher_type=记 voucher_no=0001
    !9: voucher_type=收 voucher_no=2
    R-4 6 voucher
    R-4 8 entries
    R-4 9 entries
    R-3  quantity  单价
    R-3  quantity  数量
    ");
    insta::assert_snapshot!(ledger(APART_JSON.as_bytes(), Format::Gbt24589Json, None), @"
    1: record=line period=2026-08 voucher_type=记 voucher_no=0001 date=2026-08-27 line=1 account=1002 debit=100.00 credit=0.00 currency=CNY maker=甲
    2: record=line period=2026-08 voucher_no=9 account=6001 currency=CNY
    ");
}

/// A record has no records within it, and what a table says of one is not lost.
#[test]
fn tells_records_from_tables() {
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
fn entries_before_their_vouchers_are_named() {
    let (head, rest) = APART_XML.split_once("<记账凭证 ").unwrap();
    let (vouchers, entries) = rest.split_once("</记账凭证>\n").unwrap();
    let entries = entries.strip_suffix("</GB_T_24589_1_2024>\n").unwrap();
    let turned = format!("{head}{entries}<记账凭证 {vouchers}</记账凭证></GB_T_24589_1_2024>");
    let shown = ledger(turned.as_bytes(), Format::Gbt24589Xml, None);
    assert!(shown.contains("R-1  order  记账凭证分录, 记账凭证"), "{shown}");
    assert_eq!(shown.matches("R-1").count(), 1);
}

/// Records of a table may hold their entries; the table itself has none.
#[test]
fn records_hold_their_entries() {
    let record = |number: u8, accounts: [&str; 2]| {
        let entry = |account| format!("<分录><科目编号>{account}</科目编号></分录>");
        let entries = accounts.map(entry).concat();
        (
            format!("<凭证编号>{number}</凭证编号>{entries}"),
            format!("{entries}<凭证编号>{number}</凭证编号>"),
        )
    };
    let (first, _) = record(1, ["1002", "6001"]);
    let (_, second) = record(2, ["1001", "6002"]);
    let vouchers = format!("<记录>{first}</记录><记录>{second}</记录>");
    let shown = ledger(
        format!("<总账><记账凭证 标准编码=\"06\">{vouchers}</记账凭证></总账>").as_bytes(),
        Format::Gbt24589Xml,
        None,
    );
    insta::assert_snapshot!(shown, @"
    1: record=line voucher_no=1 account=1002
    2: record=line voucher_no=1 account=6001
    3: record=line voucher_no=2 account=1001
    4: record=line voucher_no=2 account=6002
    ");
    let json = r#"{"总账": {"记账凭证": {"records": [
        {"凭证编号": 1, "分录": [{"科目编号": 1002}, {"科目编号": 6001}]},
        {"分录": [{"科目编号": 1001}, {"科目编号": 6002}], "凭证编号": 2}]}}}"#;
    assert_eq!(ledger(json.as_bytes(), Format::Gbt24589Json, None), shown);
}

/// A month without business has tables without records; a voucher without entries is none of that.
#[test]
fn tables_may_be_empty() {
    let account = "<会计科目><科目编号>1002</科目编号></会计科目>";
    let empty = "<记账凭证 标准编码=\"06\"></记账凭证><记账凭证分录 标准编码=\"07\"/>\
                 <科目余额及发生额> <记录/> </科目余额及发生额>";
    let xml = |text: &str| {
        let text = format!("<总账>{account}{text}</总账>");
        ledger(text.as_bytes(), Format::Gbt24589Xml, None)
    };
    assert_eq!(xml(empty), "");
    let json = |text: &str| {
        let text = format!("{{\"会计科目\": {{\"科目编号\": 1002}}, {text}}}");
        ledger(text.as_bytes(), Format::Gbt24589Json, None)
    };
    assert_eq!(json("\"记账凭证\": {}, \"记账凭证分录\": [], \"科目余额及发生额\": [{}]"), "");
    let without = "!1: voucher_no=1\nR-4 1 entries\n";
    assert_eq!(xml("<记账凭证><凭证编号>1</凭证编号><分录/></记账凭证>"), without);
    assert_eq!(json("\"记账凭证\": {\"凭证编号\": 1, \"分录\": []}"), without);
    assert_eq!(json("\"记账凭证\": {\"凭证编号\": 1, \"分录\": {}}"), without);
    // What is there, but nothing that is known, is not passed over.
    let unknown = "!1: \nR-4 1 entries\n";
    assert_eq!(xml("<记账凭证><号><码>1</码></号></记账凭证>"), unknown);
    assert_eq!(json("\"记账凭证\": {\"号\": {\"码\": 1}}"), unknown);
}

/// Of a voucher that has an entry that cannot be read, the others do not count.
#[test]
fn an_unreadable_entry_marks_its_voucher() {
    let json = r#"{"记账凭证": [{"凭证类型编号": "记", "凭证编号": "记-1", "分录": [
        {"科目编号": "1002", "借方本币金额": 100}, {"科目编号": "6001", "贷方本币金额": 100}, "x"]}]}"#;
    insta::assert_snapshot!(ledger(json.as_bytes(), Format::Gbt24589Json, None), @"
    1: record=line voucher_type=记 voucher_no=1 account=1002 debit=100
    2: record=line voucher_type=记 voucher_no=1 account=6001 credit=100
    !3: voucher_type=记 voucher_no=1
    R-4 3 shape [{…}, …]
    ");
}

/// Two vouchers that have all alike are no matter of types.
#[test]
fn vouchers_that_are_there_twice_are_named() {
    let head = |kind: &str| {
        format!("<记录><凭证类型编号>{kind}</凭证类型编号><凭证编号>1</凭证编号></记录>")
    };
    let entry =
        |kind: &str| format!("<记录>{kind}<凭证编号>1</凭证编号><科目编号>1002</科目编号></记录>");
    let read = |heads: [&str; 2], entries: &str| {
        let heads = heads.map(head).concat();
        let text = format!(
            "<总账><记账凭证>{heads}</记账凭证><记账凭证分录>{entries}</记账凭证分录></总账>"
        );
        ledger(text.as_bytes(), Format::Gbt24589Xml, None)
    };
    let named = entry("<凭证类型编号>记</凭证类型编号>");
    insta::assert_snapshot!(read(["记", "记"], &(named + &entry(""))), @"
    !1: voucher_type=记 voucher_no=1
    !2: voucher_no=1
    !3: voucher_type=记 voucher_no=1
    !4: voucher_type=记 voucher_no=1
    R-4 1 doubled
    R-4 2 doubled
    R-4 3 doubled
    R-4 4 doubled
    ");
    insta::assert_snapshot!(read(["收", "付"], &entry("")), @"
    !1: voucher_no=1
    !2: voucher_type=收 voucher_no=1
    !3: voucher_type=付 voucher_no=1
    R-4 1 voucher
    R-4 2 entries
    R-4 3 entries
    ");
}
