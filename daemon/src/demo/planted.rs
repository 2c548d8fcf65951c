//! The faults that the demonstration plants: one list, and where each goes into the rows.
//!
//! Missing are the clues of F-16, for which a month has too few amounts.

mod disclosure;
mod ledger;
mod opinions;
mod prices;
mod registry;
mod rows;
mod unreadable;
mod usage;

use store::findings::Finding;

use super::world::{AUTHORITY, BODIES, BODY, DEPARTMENT, DEVELOPER, OPERATORS, TRANSPORT, WEATHER};

pub(super) use disclosure::in_disclosure;
pub(super) use ledger::{again, edited, in_ledger};
pub(super) use opinions::in_opinions;
pub(super) use prices::{in_prices, unauthorized};
pub(super) use registry::{in_registry, own_registry};
pub(super) use unreadable::{RAGGED, WITH_PASSWORD, WITHOUT_CREDIT, too_large};
pub(super) use usage::in_usage;

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

/// What one operator sells to another (M-2), in the books of both and in usage.
mod sale {
    /// Without tax, the tax, and with it, in yuan.
    pub(super) const NET: &str = "120000.00";
    pub(super) const TAX: &str = "7200.00";
    pub(super) const GROSS: &str = "127200.00";
    /// Calls, at the usual price.
    pub(super) const CALLS: &str = "240000";
    pub(super) const DAY: &str = "2026-05-29";
    /// The number after the last one of the month, in both books.
    pub(super) const VOUCHER: &str = "18";
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
/// A developer that the careless operator controls.
const SUBSIDIARY: &str = "91310115MADEM00972";
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
    // What was edited is not what the general ledger has.
    open("F-5", CARELESS, "2026-03", "general 6401.04 CNY debit"),
    open("F-5", CARELESS, "2026-03", "general 1002 CNY credit"),
    Planted { fate: Fate::Cured, ..open("F-5-missing", CAREFUL, "2026-03", "") },
    open("F-5-missing", CARELESS, "2026-05", ""),
    open("F-5-missing", CARELESS, "2026-06", ""),
    open("F-5-missing", LATE, "2026-04", ""),
    open("F-5-missing", LATE, "2026-05", ""),
    open("F-18", CARELESS, "2026-04", "记-9 original"),
    open("F-19", CARELESS, "2026-04", "1009"),
    open("F-1", CARELESS, "2026-05", "记-4 CNY"),
    open("F-13", CARELESS, "2026-05", "记-6"),
    open("F-12", CARELESS, "2026-06", "记-4 date"),
    open("R-5", CARELESS, "2026-06", "记-5 account"),
    open("R-6", CARELESS, "2026-06", "记-7 debit"),
    open("F-9", LATE, "2026-02", "6001.01"),
    open("F-21", LATE, "2026-05", "revenue USD"),
    open("F-14", CARELESS, "2026-02", "uscc:91310115MADEM00972"),
    open("M-2", CARELESS, "2026-05", "uscc:91310000MADEM002X2 uscc:91310000MADEM0062J"),
    open("M-2", LATE, "2026-05", "uscc:91310000MADEM002X2 uscc:91310000MADEM0062J"),
    open("M-4", CARELESS, "", "name:示例商务咨询服务部(演示)"),
    open("M-4", LATE, "", "name:示例商务咨询服务部(演示)"),
    open("M-3", CARELESS, "2026-06", "平台运维"),
    open("F-17", CARELESS, "2026-01", "FP-2026-01-P-02"),
    open("F-6", CARELESS, "2026-02", "U-002"),
    open("U-1", CARELESS, "2026-03", "U-001"),
    open("F-17-rate", LATE, "2026-03", "U-003"),
    open("V-2", LATE, "2026-04", "U-001"),
    // The public was charged for what is free; there is no ceiling for it, nor was it booked.
    open("F-8", CARELESS, "2026-04", "U-004 price"),
    open("F-8", CARELESS, "2026-04", "U-004 amount"),
    open("F-7-none", CARELESS, "2026-04", "P-03 次 0.1 2026-04-25"),
    open("F-6-ledger", CARELESS, "2026-04", "P-03"),
    open("F-7", CARELESS, "2026-05", "P-01 次 1.06 2026-05-25"),
    open("F-7-none", CARELESS, "2026-06", "P-04 次 0.53 2026-06-25"),
    open("F-6-missing", LATE, "2026-06", ""),
    // From May on a lower price holds above a hundred thousand calls; all are charged the higher one.
    open("F-7-tiers", LATE, "2026-05", "P-01 次 91310115MADEM0054L"),
    open("P-1", LATE, "", "P-01 次 2026-01-01 0"),
    open("V-1", LATE, "2026-04", "记-1"),
    // Its ledger is there: those whose people may close the month are late with it, not the operator.
    open("F-11", AUTHORITY, "2026-05", "open uscc:91310000MADEM0062J"),
    open("F-11", BODY, "2026-05", "open uscc:91310000MADEM0062J"),
    open("R-1", LATE, "2026-05", "old-workbook"),
    open("R-2", LATE, "2026-05", "credit"),
    open("R-9", LATE, "2026-05", "1002"),
    open("R-8", LATE, "", "product P-04"),
    open("SH-17-1", CARELESS, "", "P-01 uscc:91310115MADEM00972"),
    open("M-1", CARELESS, "", "DEMO6222000100010001"),
    open("M-1", LATE, "", "DEMO6222000100010001"),
    open("R-13", DEVELOPER, "2026-06", "entries"),
    // SAF-T names whoever made a voucher at most, and nobody who reviewed it.
    open("F-13", DEVELOPER, "2026-06", "file"),
    open("R-14", CARELESS, "", "uscc:91310000MADEM002X2 person puhui-approver"),
    open("R-10", BODY, "", "party 91350203M0001QAY9B party"),
    open("I-5-late", CARELESS, "2026-02", "PH-2026-01"),
    open("I-5-missed", CARELESS, "2026-05", "PH-2026-02"),
    open("I-A-missed", CARELESS, "2026-05", "PH-2026-02"),
    open("I-A-late", CARELESS, "2026-04", "PH-2026-03"),
    open("I-10-late", CARELESS, "2026-03", "PH-2026-04"),
    open("I-10-missed", CARELESS, "2026-03", "PH-2026-05"),
    open("I-11-lacking", CARELESS, "2026-06", "PH-2026-06"),
    open("I-11-open", CARELESS, "2026-06", "PH-2026-06"),
    open("L-5-late", CARELESS, "2026-06", "PH-2026-07"),
    open("L-5-missed", CARELESS, "2026-06", "PH-2026-08"),
    open("L-3-reason", CARELESS, "2026-06", "PH-2026-08"),
    open("I-C-known", CARELESS, "2026-06", "PH-2026-09"),
    // What was missed as it was said first is not, as it is said now.
    Planted { fate: Fate::Cured, ..open("I-5-missed", CARELESS, "2026-06", "PH-2026-10") },
    Planted { fate: Fate::Cured, ..open("I-A-missed", CARELESS, "2026-06", "PH-2026-10") },
    open("I-C-changed", CARELESS, "2026-06", "PH-2026-10"),
    open("I-1-late", LATE, "2026-04", "HC-2026-01"),
    open("I-1-police-late", LATE, "2026-04", "HC-2026-01"),
    open("I-1-missed", LATE, "2026-06", "HC-2026-02"),
    open("I-1-police-missed", LATE, "2026-06", "HC-2026-02"),
    open("I-A-missed", LATE, "2026-06", "HC-2026-02"),
    open("IR-1", CARELESS, "2026-06", "PH-2026-03 2026-06-30"),
    open("I-3-late", DEPARTMENT, "2026-03", "SZ-2026-01"),
    open("I-3-missed", DEPARTMENT, "2026-05", "SZ-2026-02"),
    open("I-A-missed", DEPARTMENT, "2026-05", "SZ-2026-02"),
    open("S-1", DEPARTMENT, "", "SZ-2026-03 reported_at"),
    open("S-2", DEPARTMENT, "", "SZ-2026-04 discovered_at"),
    open("S-3", DEPARTMENT, "", "1231000042DEM0046G SZ-2026-05 type"),
    open("S-3-code", DEPARTMENT, "", "1231000042DEM0046G SZ-2026-03 type"),
    open("S-4", DEPARTMENT, "", "SZ-2026-99"),
    open("S-11", DEPARTMENT, "", "1231000042DEM0046G SZ-2026-04 scale"),
    open("S-12", DEPARTMENT, "", "1231000042DEM0046G SZ-2026-05 reporter"),
    open("R-4", DEPARTMENT, "", "14 cells"),
    open("C-2", DEPARTMENT, "", "1231000042DEM0046G SZ-D-04 description"),
    open("C-3", DEPARTMENT, "", "1231000042DEM0046G SZ-D-05 licence"),
    open("C-7", TRANSPORT, "", "1231000042DEM00701 JT-02 updated_on"),
    open("C-5", TRANSPORT, "", "1231000042DEM00701 JT-03 frequency"),
    open("C-6", TRANSPORT, "", "1231000042DEM00701 JT-04 updated_on"),
    open("C-1", TRANSPORT, "", "1231000042DEM00701 JT-05 title"),
    open("C-4", TRANSPORT, "", "1231000042DEM00701 JT-06 resources"),
    open("C-8", TRANSPORT, "", "1231000042DEM00701 JT-07 updated_on"),
    open("C-9", WEATHER, "", "QX-03 accessLevel"),
    open("DO-6", TRANSPORT, "2026-05", "YY-2026-04"),
    open("DO-4", TRANSPORT, "", "1231000042DEM00701 YY-2026-04 reviewed_on"),
    open("DO-5", TRANSPORT, "2026-06", "YY-2026-05 verification"),
    open("DO-1", TRANSPORT, "", "1231000042DEM00701 YY-2026-06 verified_on"),
    open("DO-2", TRANSPORT, "", "1231000042DEM00701 YY-2026-07 decided_on"),
    open("DO-3", TRANSPORT, "", "1231000042DEM00701 YY-2026-08 reason"),
    // What counts as not done is late.
    open("DO-5", TRANSPORT, "2026-06", "YY-2026-06 decision"),
    open("DO-5", TRANSPORT, "2026-06", "YY-2026-07 decision"),
    open("DO-5", TRANSPORT, "2026-06", "YY-2026-08 decision"),
    open("DD-1", TRANSPORT, "", "1231000042DEM00701 XQ-2026-06 answered_on"),
    open("DD-2", TRANSPORT, "", "1231000042DEM00701 XQ-2026-07 accepted_on"),
    open("DD-3", TRANSPORT, "", "1231000042DEM00701 XQ-2026-08 ground"),
    open("DD-5", TRANSPORT, "", "1231000042DEM00701 XQ-2026-05 raised_on"),
    open("SH-15-1", TRANSPORT, "", "1231000042DEM00701 XQ-2026-04 answer"),
    // What is consented to is owed in spite of the refusal.
    open("DD-4", TRANSPORT, "2026-06", "XQ-2026-04 delivery"),
    open("DD-4", TRANSPORT, "2026-06", "XQ-2026-07 acceptance"),
    // It was late, and is answered by now.
    Planted { fate: Fate::Cured, ..open("DD-4", TRANSPORT, "2026-06", "XQ-2026-05 answer") },
    open("R-14", DEPARTMENT, "", "name:某外包服务商（未登记） WB-2026-01"),
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
    open("D-02-fee", CARELESS, "", "2025 P-02 次 0"),
    open("D-02-unknown", CARELESS, "2026-03", "2025 未登记的演示产品"),
    open("P-1", CARELESS, "", "P-01 次 2026-01-01 0"),
    open("P-3", LATE, "", "MAR-2026"),
    open("P-3-unknown", CARELESS, "", "MAR-2026 P-02 月 2026-01-01 10"),
    open("P-4", LATE, "", "MAR-2026 exceeded"),
    open("P-5", CARELESS, "", "P-02 次 2026-01-01 0 reported_on"),
    open("P-6", CARELESS, "", "P-02 次 2026-01-01 0"),
    open("P-7", CARELESS, "", "2025"),
    open("P-8", CARELESS, "", "P-04 次 2026-01-01 0"),
    open("P-9", CARELESS, "", "P-01 次 2026-01-01 0 91310115MADEM0054L"),
    // It charges two buyers of one month differently, too.
    open("P-9-charged", CARELESS, "", "P-01 次 0.53 vat"),
    open("P-9-charged", CARELESS, "", "P-01 次 1.06 vat"),
    open("P-10", CARELESS, "", "ceiling P-02 月 2026-01-01 10"),
    open("P-11", CARELESS, "", "ceiling P-01 次 2026-06-01 0"),
    open("P-12", LATE, "", "MAR-2025"),
    open("P-13", CARELESS, "", "P-01 月 2026-01-01 0"),
    open("P-14", CARELESS, "", "P-02 次 2026-01-01 0"),
    // It publishes other prices than it charges, month after month.
    open("F-7-price", CARELESS, "", "P-01 次 91310115MADEM0054L 0.53"),
    open("F-7-price", CARELESS, "", "P-01 次 91310115MADEM0054L 1.06"),
    open("F-7-price", CARELESS, "", "P-01 次 91310000MADEM0062J 0.53"),
    open("F-7-price", CARELESS, "", "P-02 次 91310115MADEM0054L 0.53"),
    open("P-15", CARELESS, "", "uscc:91310000MADEM002X2 ceiling P-01 次 2026-01-01 0"),
    open("F-10", LATE, "", "人力 sum 2026-06-01"),
    open("F-10", LATE, "2026-06", "人力 missing"),
    open("DR-1", CARELESS, "", "FP-2026 2026-01-01"),
    open("DR-2", CARELESS, "", "FP-2026  2026-01-01"),
    open("DR-3", CARELESS, "", "FP-2026 uscc:1231000042DEM0046G 2026-01-01"),
    open("DR-4", CARELESS, "", "FP-2026 uscc:1131000000DEM0031H 2026-01-01"),
    open("DR-5", CARELESS, "", "FP-2026 uscc:1231000042DEM0046G 2026-01-01"),
    open("DR-6", CARELESS, "", "FP-2026 uscc:91310115MADEM0054L 2026-01-01"),
    open("DR-7", CARELESS, "", "FP-2026"),
    open("OP-1", CARELESS, "", "rating 91310000MADEM002X2 2026-H1 YH-1 U-6 O8-3 score"),
    open("OP-2", CARELESS, "", "rating 91310000MADEM002X2 2026-H1 YH-1 U-7 O8-3 rater_party"),
    open("OP-3", CARELESS, "", "rating 91310000MADEM002X2 2026-H1 ZJ-1 E-6 O6-1 conflict"),
    open(
        "OP-4",
        CARELESS,
        "",
        "determination 91310000MADEM002X2 above-ceiling 演示市发展改革委员会 document",
    ),
    open(
        "OP-5",
        CARELESS,
        "",
        "determination 91310000MADEM002X2 unfair-competition 演示市数据局 DEMO-1 authority",
    ),
    open("OP-6", CARELESS, "", "rating 91310000MADEM002X2 2026-H1 YH-1 U-8 O6-1 indicator"),
    open(
        "OP-7",
        CARELESS,
        "",
        "determination 91310000MADEM002X2 slowness 演示市法院 DEMO-2 matter",
    ),
    open("OP-8", CARELESS, "2026-06", "2026-H1 BM-1 O8-1"),
    open("OP-9", LATE, "2026-06", "2026-H1 SF-2 O6-3"),
    open("OP-10", CARELESS, "", "rating 91310000MADEM002X2 2026-H1 YH-1 U-9 O8-3 date"),
    open("OP-11", LATE, "2026-06", "rating 2026-H1 SF-2 T-1 O6-3"),
    open(
        "OP-12",
        CARELESS,
        "2026-06",
        "opinion 2026-H1 演示数据评估有限公司 演评估〔２０２６〕２号",
    ),
    open("OP-13", CARELESS, "", "annulment unfair-competition DEMO-3 演示市市场监督管理局 DEMO-4"),
];

const fn open(
    rule: &'static str,
    subject: &'static str,
    period: &'static str,
    what: &'static str,
) -> Planted {
    Planted { rule, subject, period, what, fate: Fate::Open }
}
