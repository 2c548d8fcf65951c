//! What is no text in UTF-8 is transcribed once, and every row behind a fact is found in it.

use std::fs;
use std::path::Path;

use config::locale::Language;
use daemon::pipeline::{Scope, Stage};
use encoding_rs::GB18030;
use metrics::form::Origin;
use metrics::kind::Kind;
use metrics::party::PartyId;
use reports::form::{CellCopy, Form, HandedIn, SheetCopy, Value, Verdict, marked};
use store::findings::FindingFilter;
use store::ledger::RegisterKey;

use crate::world::{Hand, OPERATOR, World, instant};

const AT: &str = "2026-05-08T01:00:00Z";

const REGISTER: [[&str; 5]; 5] = [
    ["", "", "", "", ""],
    ["记录类型", "单位", "编号", "名称", "类别"],
    ["单位", "91310000MADEM0011A", "", "示例数据运营, 有限公司", "运营机构"],
    ["", "", "", "", ""],
    ["科目", "91310000MADEM0011A", "01002", "=1+1", ""],
];

const LEDGER: &str = "\
期间,凭证号,凭证日期,科目编号,借方金额,贷方金额,摘要,制单人,审核人\n\
,1,2026-04-10,01002,10.00,,收到服务费,陈,周\n\
,1,2026-04-10,6001,,10.00,\"服务费, 四月\",陈,周\n";

/// Rows of text as a workbook.
pub(crate) fn workbook(rows: &[[&str; 5]]) -> Vec<u8> {
    let mut cells = Vec::new();
    for (row, texts) in (0..).zip(rows) {
        for (column, text) in (0..).zip(texts).filter(|(_, text)| !text.is_empty()) {
            let value = Value::Text((*text).to_owned());
            cells.push(CellCopy { row, column, value, number_format: String::new() });
        }
    }
    let sheets = [SheetCopy { name: "名册".to_owned(), is_hidden: false, cells }];
    let form = Form::new(Kind::Registry, Language::Zh, Vec::new());
    let handed_in = HandedIn { file: "a", sheets: &sheets, table: None };
    let verdict = Verdict { word: "accepted".to_owned(), truncated: 0 };
    marked(&form, &handed_in, Vec::new(), &verdict).unwrap()
}

/// Hands in a file of the operator and posts it; the receipt comes back.
pub(crate) async fn hand_in(world: &World, path: &Path, kind: Kind) -> String {
    let period = (kind == Kind::Ledger).then(|| "2026-04".parse().unwrap());
    let hand = Hand { path, kind, period, format: None, mapping: None };
    let received = world.submit(&hand, instant(AT)).await.unwrap();
    let again = world.submit(&hand, instant(AT)).await.unwrap();
    assert_eq!((&again.receipt, again.duplicate), (&received.receipt, true));
    let posting = Scope { stage: Some(Stage::Post), ..Scope::default() };
    world.pass(instant(AT), posting).await.unwrap();
    received.receipt
}

/// The bytes behind a fact.
async fn raw(world: &World, receipt: &str, origin: Origin) -> String {
    let reader = world.reader().await;
    let transcript = reader.transcript(receipt).await.unwrap().unwrap();
    let length = u64::from(origin.byte_length);
    let bytes = reader.raw_range(&transcript.sha256, origin.byte_offset, length).await.unwrap();
    String::from_utf8(bytes).unwrap()
}

#[tokio::test]
async fn the_row_behind_a_fact_of_a_workbook_is_found() {
    let folder = tempfile::tempdir().unwrap();
    let world = World::on_sqlite(folder.path());
    let path = folder.path().join("名册.xlsx");
    let bytes = workbook(&REGISTER);
    fs::write(&path, &bytes).unwrap();
    let receipt = hand_in(&world, &path, Kind::Registry).await;

    let reader = world.reader().await;
    let submission = reader.submission(&receipt).await.unwrap().unwrap();
    assert_eq!(reader.raw_range(&submission.sha256, 0, 1 << 20).await.unwrap(), bytes);
    let transcript = reader.transcript(&receipt).await.unwrap().unwrap();
    assert_eq!(transcript.sheet.as_deref(), Some("名册"));

    let party: PartyId = OPERATOR.parse().unwrap();
    let accounts = reader.registered_of("account", &party, instant(AT)).await.unwrap();
    assert_eq!(accounts[0].entry.code(), "01002");
    assert_eq!(accounts[0].origin.row, 5);
    let row = raw(&world, &receipt, accounts[0].origin).await;
    assert_eq!(row, "科目,91310000MADEM0011A,01002,'=1+1,");
    let parties = reader.registered_of("party", &party, instant(AT)).await.unwrap();
    let row = raw(&world, &receipt, parties[0].origin).await;
    assert_eq!(row, "单位,91310000MADEM0011A,,\"示例数据运营, 有限公司\",运营机构");
}

#[tokio::test]
async fn a_ledger_in_gb_18030_reads_as_one_in_utf_8() {
    let folder = tempfile::tempdir().unwrap();
    let world = World::on_sqlite(folder.path());
    let path = folder.path().join("四月.csv");
    fs::write(&path, GB18030.encode(LEDGER).0).unwrap();
    let receipt = hand_in(&world, &path, Kind::Ledger).await;

    let reader = world.reader().await;
    let transcript = reader.transcript(&receipt).await.unwrap().unwrap();
    assert_eq!(transcript.sheet, None);
    let text = reader.raw_range(&transcript.sha256, 0, 1 << 20).await.unwrap();
    assert_eq!(text, LEDGER.as_bytes());
    let key = RegisterKey {
        party: OPERATOR.parse().unwrap(),
        account: "6001".to_owned(),
        span: "2026-04".parse().unwrap(),
        as_of: instant(AT),
    };
    let lines = reader.register_lines(&key, None, 10).await.unwrap();
    let row = raw(&world, &receipt, lines.first().unwrap().origin).await;
    assert_eq!(row, ",1,2026-04-10,6001,,10.00,\"服务费, 四月\",陈,周");
}

/// What several files of a month show, or one beside another, is told with the sheet, as what one shows alone.
#[tokio::test]
async fn a_finding_names_its_sheet_whatever_it_rests_on() {
    let folder = tempfile::tempdir().unwrap();
    let world = World::on_sqlite(folder.path());
    let head = ["凭证号", "凭证日期", "科目编号", "借方金额", "贷方金额"];
    let voucher = |number, yuan| {
        let day = "2026-04-10";
        [[number, day, "1002", yuan, ""], [number, day, "6001", "", yuan]]
    };
    let files = [
        [voucher("1", "10.00"), voucher("3", "5.00")],
        [voucher("1", "11.00"), voucher("2", "7.00")],
    ];
    for (name, vouchers) in ["一.xlsx", "二.xlsx"].iter().zip(&files) {
        let path = folder.path().join(name);
        let rows: Vec<[&str; 5]> = [head].into_iter().chain(vouchers.concat()).collect();
        fs::write(&path, workbook(&rows)).unwrap();
        hand_in(&world, &path, Kind::Ledger).await;
    }
    let reader = world.reader().await;
    let found = reader.findings_before(&FindingFilter::default(), i64::MAX, 99).await.unwrap();
    let of = |rule: &str| {
        let of_rule = found.iter().filter(|it| it.rule == rule);
        of_rule.map(|it| (it.file_name.as_str(), it.row)).collect::<Vec<_>>()
    };
    assert_eq!(of("F-2"), [("一.xlsx", Some(4))], "a gap of the month");
    assert_eq!(of("V-1"), [("二.xlsx", Some(2))], "a voucher of another file");
    for it in found.iter().filter(|it| !it.file_name.is_empty()) {
        assert_eq!(it.sheet, "名册", "{} {}", it.rule, it.cause);
    }
}

#[tokio::test]
async fn a_workbook_that_is_refused_holds_up_nobody() {
    let folder = tempfile::tempdir().unwrap();
    let world = World::on_sqlite(folder.path());
    let path = folder.path().join("名册.xlsx");
    fs::write(&path, b"PK\x03\x04 and then nothing").unwrap();
    let receipt = hand_in(&world, &path, Kind::Registry).await;
    let reader = world.reader().await;
    assert_eq!(reader.transcript(&receipt).await.unwrap(), None);
    let found = reader.findings_before(&FindingFilter::default(), i64::MAX, 10).await.unwrap();
    let rules: Vec<&str> = found.iter().map(|it| it.rule.as_str()).collect();
    assert_eq!(rules, ["R-1"]);
}
