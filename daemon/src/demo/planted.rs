//! The faults that the demonstration plants: one list, and where each goes into the rows.
//!
//! Missing are the clues of F-16, for which a month has too few amounts.

use std::collections::BTreeMap;

use metrics::money::{format_minor, parse_minor};
use metrics::period::Period;
use store::findings::Finding;

use super::files::Row;
use super::prices::record;
use super::world::{BODIES, BODY, DEPARTMENT, DEVELOPER, OPERATORS, TRANSPORT, WEATHER, row};

/// A name that would repaint a terminal and turn the reading order.
const HOSTILE_NAME: &str = "陈晓\u{1b}[31m\u{202e}明李";
/// What a spreadsheet would run.
const HOSTILE_SUMMARY: &str = "=HYPERLINK(\"http://example.invalid\";\"付款\")\u{1b}]0;root\u{7}";

/// A fault that was planted, as the finding that has to be there.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Planted {
    /// The rule that it breaks.
    pub rule: &'static str,
    /// Whom it is about: a credit code, or `name:…`.
    pub subject: &'static str,
    /// The month, `""` where there is none.
    pub period: &'static str,
    /// What it is: the finding's cause.
    pub what: &'static str,
    /// What becomes of it.
    pub fate: Fate,
}

/// What becomes of a planted fault.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Fate {
    /// It stands.
    Open,
    /// A later submission supersedes the one that has it.
    Cured,
}

impl Planted {
    /// Whether a finding is this fault.
    #[must_use]
    pub fn is(&self, finding: &Finding) -> bool {
        let subject = finding.subject.as_str();
        let period = finding.period.map(|it| it.to_string()).unwrap_or_default();
        finding.rule == self.rule
            && (subject == self.subject || finding.subject.code() == self.subject)
            && period == self.period
            && finding.cause == self.what
    }
}

const CAREFUL: &str = OPERATORS[0].code;
const CARELESS: &str = OPERATORS[1].code;
const LATE: &str = OPERATORS[2].code;
/// An implementing body that discloses late, and one that does not disclose.
const LATE_BODY: &str = BODIES[0].0;
const SILENT_BODY: &str = BODIES[1].0;
/// A party that no register knows.
const STRANGER: &str = "name:某外包服务商（未登记）";

/// Every planted fault: at least one for each rule that a submission of today can break.
pub const PLANTED: &[Planted] = &[
    Planted { fate: Fate::Cured, ..open("F-1", CAREFUL, "2026-03", "记-4 CNY") },
    open("F-3", CARELESS, "2026-02", "opening 1002 CNY"),
    open("F-3", CARELESS, "2026-02", "opening 4001 CNY"),
    open("F-12-closed", CARELESS, "2026-02", "closed"),
    open("F-2", CARELESS, "2026-03", "记-17"),
    open("F-15", CARELESS, "2026-03", "记-5"),
    open("R-3", CARELESS, "2026-04", "内部备注"),
    open("F-4", CARELESS, "2026-04", "记-4 6401.02 scenario"),
    open("F-5", CARELESS, "2026-04", "general 1122 CNY debit"),
    open("F-18", CARELESS, "2026-04", "记-9 original"),
    open("F-19", CARELESS, "2026-04", "1009"),
    open("F-1", CARELESS, "2026-05", "记-4 CNY"),
    open("F-13", CARELESS, "2026-05", "记-6"),
    open("F-12", CARELESS, "2026-06", "记-4 date"),
    open("R-5", CARELESS, "2026-06", "记-5 account"),
    open("R-6", CARELESS, "2026-06", "记-7 debit"),
    open("V-1", LATE, "2026-04", "记-1"),
    open("F-11", LATE, "2026-05", "open"),
    open("R-1", LATE, "2026-05", "old-workbook"),
    open("R-2", LATE, "2026-05", "credit"),
    open("R-9", LATE, "2026-05", "1002"),
    open("R-8", LATE, "", "product P-04"),
    open("R-10", BODY, "", "party 91350203M0001QAY9B party"),
    open("I-5-late", CARELESS, "2026-02", "PH-2026-01"),
    open("I-5-missed", CARELESS, "2026-05", "PH-2026-02"),
    open("I-A-missed", CARELESS, "2026-05", "PH-2026-02"),
    open("I-A-late", CARELESS, "2026-04", "PH-2026-03"),
    open("I-10-late", CARELESS, "2026-03", "PH-2026-04"),
    open("I-10-missed", CARELESS, "2026-03", "PH-2026-05"),
    open("I-1-late", LATE, "2026-04", "HC-2026-01"),
    open("I-1-missed", LATE, "2026-06", "HC-2026-02"),
    open("I-A-missed", LATE, "2026-06", "HC-2026-02"),
    open("I-3-late", DEPARTMENT, "2026-03", "SZ-2026-01"),
    open("I-3-missed", DEPARTMENT, "2026-05", "SZ-2026-02"),
    open("I-A-missed", DEPARTMENT, "2026-05", "SZ-2026-02"),
    open("S-1", DEPARTMENT, "", "1231000042DEM0046G SZ-2026-03 reported_at"),
    open("S-2", DEPARTMENT, "", "1231000042DEM0046G SZ-2026-04 discovered_at"),
    open("S-3", DEPARTMENT, "", "1231000042DEM0046G SZ-2026-05 type"),
    open("R-4", DEPARTMENT, "", "8 cells"),
    open("C-2", DEPARTMENT, "", "1231000042DEM0046G SZ-D-04 description"),
    open("C-3", DEPARTMENT, "", "1231000042DEM0046G SZ-D-05 licence"),
    open("C-7", TRANSPORT, "", "1231000042DEM00701 JT-02 updated_on"),
    open("C-5", TRANSPORT, "", "1231000042DEM00701 JT-03 frequency"),
    open("C-6", TRANSPORT, "", "1231000042DEM00701 JT-04 updated_on"),
    open("C-1", TRANSPORT, "", "1231000042DEM00701 JT-05 title"),
    open("C-4", TRANSPORT, "", "1231000042DEM00701 JT-06 resources"),
    open("C-8", TRANSPORT, "", "1231000042DEM00701 JT-07 updated_on"),
    open("C-9", WEATHER, "", "QX-03 accessLevel"),
    open("R-7", STRANGER, "", STRANGER),
    Planted { fate: Fate::Cured, ..open("D-01-missing", LATE_BODY, "2026-03", "2025") },
    open("D-01-late", LATE_BODY, "2026-03", "2025"),
    open("D-01-incomplete", LATE_BODY, "2026-03", "2025 resource 道路交通流量数据 ceiling"),
    open("D-01-incomplete", LATE_BODY, "2026-03", "2025 contact record"),
    open("D-01-missing", SILENT_BODY, "2026-03", "2025"),
    Planted { fate: Fate::Cured, ..open("D-02-missing", LATE, "2026-03", "2025") },
    open("D-02-late", LATE, "2026-03", "2025"),
    open("D-02-incomplete", CARELESS, "2026-03", "2025 product 企业信用核验接口 fee"),
    open("D-02-unlisted", CARELESS, "2026-03", "2025 医疗急救绿色通道数据服务"),
    open("D-02-unknown", CARELESS, "2026-03", "2025 未登记的演示产品"),
    open("P-1", CARELESS, "", "P-01 次 2026-01-01 0"),
    open("P-3", LATE, "", "MAR-2026"),
    open("P-4", LATE, "", "MAR-2026 exceeded"),
    open("P-5", CARELESS, "", "P-02 次 2026-01-01 0"),
    open("P-6", CARELESS, "", "P-02 次 2026-01-01 0"),
    open("P-7", CARELESS, "", "2025"),
    open("P-8", CARELESS, "", "P-04 次 2026-01-01 0"),
    open("P-9", CARELESS, "", "P-01 次 2026-01-01 0 91310115MADEM0054L"),
    open("P-10", CARELESS, "", "ceiling P-02 月 2026-01-01 10"),
    open("P-11", CARELESS, "", "ceiling P-01 次 2026-06-01 0"),
    open("P-12", LATE, "", "MAR-2025"),
    open("P-13", CARELESS, "", "P-01 月 2026-01-01 0"),
    open("P-14", CARELESS, "", "P-02 次 2026-01-01 0"),
    open("P-15", CARELESS, "", "uscc:91310000MADEM002X2 ceiling P-01 次 2026-01-01 0"),
    open("F-10", LATE, "", "人力 sum 2026-01-01"),
    open("DR-1", CARELESS, "", "FP-2026 2026-01-01"),
    open("DR-2", CARELESS, "", "FP-2026  2026-01-01"),
    open("DR-3", CARELESS, "", "FP-2026 uscc:1231000042DEM0046G 2026-01-01"),
    open("DR-4", CARELESS, "", "FP-2026 uscc:1131000000DEM0031H 2026-01-01"),
    open("DR-5", CARELESS, "", "FP-2026 uscc:1231000042DEM0046G 2026-01-01"),
    open("DR-6", CARELESS, "", "FP-2026 uscc:91310115MADEM0054L 2026-01-01"),
    open("DR-7", CARELESS, "", "FP-2026"),
];

const fn open(
    rule: &'static str,
    subject: &'static str,
    period: &'static str,
    what: &'static str,
) -> Planted {
    Planted { rule, subject, period, what, fate: Fate::Open }
}

/// What is wrong in the register: a code with a wrong check character, and a product with two names.
pub(super) fn in_registry(rows: &mut Vec<Row>) {
    rows.push(row([
        ("record", "party"),
        ("party", "91350203M0001QAY9B"),
        ("name", "代码抄错的公司（演示）"),
        ("kind", "developer"),
    ]));
    rows.push(row([
        ("record", "product"),
        ("party", LATE),
        ("code", "P-04"),
        ("name", "同一编号的另一产品"),
    ]));
}

/// What is wrong in the ledger of an operator and month.
pub(super) fn in_ledger(operator: &str, month: i8, rows: &mut Vec<Row>) {
    match (operator, month) {
        (CAREFUL, 3) => shift(line(rows, "4", 1), "credit", 10_000),
        (CARELESS, 2) => {
            // Both sides, so that the openings still balance.
            for (account, side) in [("1002", "debit"), ("4001", "credit")] {
                let opening = |it: &&mut Row| it["account"] == account && it.contains_key("record");
                let opening = rows.iter_mut().find(opening).expect("the month has openings");
                shift(opening, side, 100_000);
            }
        }
        (CARELESS, 3) => {
            let last = rows.last().map(|it| it["voucher_no"].clone()).unwrap_or_default();
            let next = last.parse().map_or(0, |it: u32| it + 1);
            set(rows, &last, "voucher_no", &next.to_string());
        }
        (CARELESS, 4) => {
            line(rows, "4", 0).remove("scenario");
            line(rows, "4", 0).insert("内部备注", "待补".to_owned());
            // The code of other monetary funds before the standards of 2006.
            line(rows, "8", 1).insert("account", "1009".to_owned());
            line(rows, "9", 1).extend(row([
                ("original_currency", "USD"),
                ("original_amount", "1000.00"),
                ("rate", "7.1024"),
            ]));
            let mut general = general_ledger(rows);
            let receivable = general.iter_mut().find(|it| it["account"] == "1122");
            shift(receivable.expect("revenue is receivable"), "debit", 100);
            rows.extend(general);
        }
        (CARELESS, 5) => {
            shift(line(rows, "4", 1), "credit", -1);
            set(rows, "6", "maker", HOSTILE_NAME);
            set(rows, "6", "reviewer", HOSTILE_NAME);
            set(rows, "6", "summary", HOSTILE_SUMMARY);
        }
        (CARELESS, 6) => {
            set(rows, "4", "date", "2026-07-02");
            line(rows, "5", 1).remove("account");
            let amount = &line(rows, "7", 0)["debit"];
            let amount = format!("{},{}", &amount[..2], &amount[2..]);
            line(rows, "7", 0).insert("debit", amount);
        }
        _ => {}
    }
}

/// What is wrong in the usage of an operator and month.
pub(super) fn in_usage(_operator: &str, _period: Period, _rows: &mut Vec<Row>) {}

/// What is wrong in the disclosure of a party.
pub(super) fn in_disclosure(party: &str, rows: &mut Vec<Row>) {
    let is = |row: &Row, record: &str| row["record"] == record;
    match party {
        CARELESS => {
            rows.retain(|it| it["name"] != "医疗急救绿色通道数据服务");
            // The basic row is the first; products follow.
            rows[1].remove("fee");
            let mut unknown = rows[1].clone();
            unknown.extend([("name", "未登记的演示产品".to_owned()), ("fee", "面议".to_owned())]);
            rows.push(unknown);
        }
        LATE_BODY => {
            rows.retain(|it| !is(it, "contact"));
            for row in rows.iter_mut().filter(|it| is(it, "resource")) {
                row.remove("ceiling");
            }
        }
        _ => {}
    }
}

/// What is wrong in the prices of an operator.
pub(super) fn in_prices(operator: &str, rows: &mut Vec<Row>) {
    match operator {
        CARELESS => {
            in_tariffs(rows);
            in_shares(rows);
        }
        LATE => {
            // Far more than the formula gives for the first cycle, and far too little for the second.
            let cells = [
                ("code", "MAR-2025"),
                ("from", "2025-03-01"),
                ("to", "2026-01-31"),
                ("strategy", "fixed"),
                ("amount", "100000"),
                ("approved", "90000000"),
            ];
            rows.push(record(LATE, "allowance", &cells));
            entry(rows, "allowance", "code", "MAR-2026")
                .extend([("approved", "1000000".to_owned()), ("from", "2026-02-01".to_owned())]);
            entry(rows, "allocation", "use", "public").insert("rate", "29.9".to_owned());
        }
        _ => {}
    }
}

/// The careless operator hands in its first ceiling itself, too.
pub(super) fn unauthorized(operator: &str, of_body: &[Row], own: &mut Vec<Row>) {
    own.extend(of_body.first().filter(|_| operator == CARELESS).cloned());
}

fn in_tariffs(rows: &mut Vec<Row>) {
    rows.retain(|it| it["record"] != "ceiling" || it["product"] != "P-04");
    entry(rows, "price", "product", "P-01").insert("price", "0.81".to_owned());
    entry(rows, "price", "product", "P-04").insert("trial", "yes".to_owned());
    let ceiling = entry(rows, "ceiling", "product", "P-02");
    ceiling.remove("reported_on");
    ceiling.extend([("price", "0.50".to_owned()), ("vat_included", "no".to_owned())]);
    let price = entry(rows, "price", "product", "P-02");
    price.remove("published_on");
    price.insert("price", "0.52".to_owned());
    let of = |product, unit| [("product", product), ("unit", unit), ("vat_included", "yes")];
    let published = [("price", "300"), ("published_on", "2025-12-28")];
    let agreed = [("price", "0.40"), ("buyer", DEVELOPER)];
    let reported = [("price", "0.90"), ("reported_on", "2026-05-20")];
    rows.extend([
        record(CARELESS, "price", &[&of("P-01", "月")[..], &published].concat()),
        record(CARELESS, "price", &[&of("P-01", "次")[..], &agreed].concat()),
        record(
            CARELESS,
            "ceiling",
            &[&of("P-01", "次")[..], &reported, &[("from", "2026-06-01")]].concat(),
        ),
        record(
            CARELESS,
            "ceiling",
            &[&of("P-02", "月")[..], &reported, &[("tier_from", "10")]].concat(),
        ),
    ]);
}

fn in_shares(rows: &mut Vec<Row>) {
    let institution = entry(rows, "share", "payee", DEPARTMENT);
    institution.remove("finance_rule");
    institution.extend([("payee_kind", "enterprise".to_owned()), ("rate", "30".to_owned())]);
    let enterprise = entry(rows, "share", "payee", DEVELOPER);
    enterprise.remove("document");
    enterprise.extend([("rate", "30".to_owned()), ("amount", "50000000".to_owned())]);
    let scheme = [("code", "FP-2026"), ("form", "cash"), ("document", "演示分配〔2026〕1号")];
    let bureau = [("payee", BODY), ("account_kind", "commercial"), ("rate", "30")];
    let nobody = [("payee_kind", "enterprise"), ("rate", "9.9")];
    rows.push(record(CARELESS, "share", &[&scheme[..], &bureau].concat()));
    rows.push(record(CARELESS, "share", &[&scheme[..], &nobody].concat()));
}

/// The first entry of a record type with a cell.
fn entry<'a>(rows: &'a mut [Row], record: &str, column: &str, cell: &str) -> &'a mut Row {
    let is =
        |it: &&mut Row| it["record"] == record && it.get(column).is_some_and(|found| found == cell);
    rows.iter_mut().find(is).expect("every operator has such an entry")
}

/// The totals of a month by account, as a general ledger has them.
fn general_ledger(rows: &[Row]) -> Vec<Row> {
    let fen = |row: &Row, side| row.get(side).and_then(|it| parse_minor(it, 2).ok()).unwrap_or(0);
    let mut totals: BTreeMap<&str, [i64; 2]> = BTreeMap::new();
    for row in rows {
        let [debit, credit] = totals.entry(&row["account"]).or_default();
        *debit += fen(row, "debit");
        *credit += fen(row, "credit");
    }
    let general = |(account, [debit, credit]): (&str, [i64; 2])| {
        let [debit, credit] = [debit, credit].map(|it| format_minor(it.into(), 2));
        row([
            ("record", "general"),
            ("voucher_no", ""),
            ("account", account),
            ("debit", &debit),
            ("credit", &credit),
        ])
    };
    totals.into_iter().map(general).collect()
}

/// The first voucher again with other amounts (V-1), from the rows of its month.
pub(super) fn again(rows: &[Row]) -> Vec<Row> {
    let is_first = |it: &&Row| it["voucher_no"] == "1";
    let mut rows: Vec<Row> = rows.iter().filter(is_first).cloned().collect();
    for row in &mut rows {
        let side = if row.contains_key("debit") { "debit" } else { "credit" };
        shift(row, side, 5_000);
    }
    rows
}

/// A voucher that was posted says something else in a file that supersedes the first one (F-15).
pub(super) fn edited(rows: &mut [Row]) {
    shift(line(rows, "5", 0), "debit", 30_000);
    shift(line(rows, "5", 1), "credit", 30_000);
}

/// A ledger whose sums do not fit 64 bits of fen.
pub(super) fn too_large() -> Vec<Row> {
    let amount = "90000000000000000.00";
    let sides = [("1002", "debit"), ("1002", "debit"), ("4001", "credit"), ("4002", "credit")];
    let line = |(account, side): (&str, &'static str)| {
        let mut row = row([("voucher_type", "记"), ("voucher_no", "1"), ("date", "2026-05-08")]);
        row.extend([("account", account.to_owned()), (side, amount.to_owned())]);
        row.extend([("maker", "赵一".to_owned()), ("reviewer", "钱二".to_owned())]);
        row
    };
    sides.map(line).into()
}

/// A ledger without the column of credits.
pub(super) const WITHOUT_CREDIT: &[u8] =
    "凭证号,凭证日期,科目编号,借方金额\n1,2026-05-08,1002,100.00\n".as_bytes();

/// A workbook with a password, which is a compound file and no package.
pub(super) const WITH_PASSWORD: &[u8] = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1EncryptedPackage";

/// The end of a table whose last row has too few cells.
pub(super) const RAGGED: &[u8] = "SZ-2026-06,行未填完\n".as_bytes();

/// A line of a voucher, by its place from 0.
fn line<'a>(rows: &'a mut [Row], number: &str, index: usize) -> &'a mut Row {
    let mut lines = rows.iter_mut().filter(|it| it["voucher_no"] == number);
    lines.nth(index).expect("the voucher is in the books of every month")
}

/// Says something on every line of a voucher.
fn set(rows: &mut [Row], number: &str, column: &'static str, text: &str) {
    for row in rows.iter_mut().filter(|it| it["voucher_no"] == number) {
        row.insert(column, text.to_owned());
    }
}

/// Makes an amount larger by some fen.
fn shift(row: &mut Row, side: &'static str, fen: i64) {
    let amount = row.get(side).and_then(|it| parse_minor(it, 2).ok());
    let amount = amount.expect("the books write amounts in yuan and fen") + fen;
    row.insert(side, format_minor(i128::from(amount), 2));
}
