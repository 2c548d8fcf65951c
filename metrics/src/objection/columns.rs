//! The columns of the form of objections, and the words that its cells may hold.

use super::Matter;
use crate::case::Raiser;
use crate::form::{CellKind, Column};

/// The columns of the form.
pub const COLUMNS: &[Column] = &[
    Column::new("number", "异议编号", true, "number of the objection", "异议编号"),
    Column::new(
        "party",
        "责任部门",
        true,
        "department that answers for the data, for fused data the one that fuses: credit code, or name:NAME",
        "数据责任部门（融合数据为融合数据责任部门）：统一社会信用代码，或 name:名称",
    ),
    Column::new(
        "code",
        "目录编号",
        true,
        "number of the item in the catalogue",
        "异议所涉目录项编号",
    ),
    Column::new("raised_on", "提出日期", true, "YYYY-MM-DD", "YYYY-MM-DD").holding(CellKind::Date),
    Column::new(
        "raised_by",
        "提出方",
        false,
        "what the objector is, never a name: department, operator, developer, organisation or person",
        "提出方类别，不得填写姓名：department 部门、operator 运营机构、developer 开发主体、organisation 其他单位、person 个人",
    )
    .holding(CellKind::Words(Raiser::WORDS)),
    Column::new(
        "matter",
        "异议类型",
        false,
        "which characteristic of GB/T 36344 is doubted: conformity, completeness, accuracy, consistency, timeliness or accessibility",
        "所涉质量特性（GB/T 36344）：规范性、完整性、准确性、一致性、时效性、可访问性",
    )
    .holding(CellKind::Words(MATTERS)),
    Column::new(
        "text",
        "异议内容",
        false,
        "what is said to be wrong; without personal data",
        "认为有误的内容；不得填写个人信息",
    ),
    Column::new(
        "decided_on",
        "收办日期",
        false,
        "day on which it was accepted or refused, YYYY-MM-DD",
        "收办或者不予收办的日期，YYYY-MM-DD",
    )
    .holding(CellKind::Date),
    Column::new("decision", "收办结论", false, "accepted or refused", "accepted 收办、refused 不予收办")
        .holding(CellKind::Words(DECISIONS)),
    Column::new(
        "verified_on",
        "核实日期",
        false,
        "day on which it was verified, YYYY-MM-DD",
        "核实完成的日期，YYYY-MM-DD",
    )
    .holding(CellKind::Date),
    Column::new("result", "核实结果", false, "founded or unfounded", "founded 属实、unfounded 不属实")
        .holding(CellKind::Words(RESULTS)),
    Column::new(
        "reason",
        "理由",
        false,
        "for what is refused or unfounded: why",
        "不予收办或者不属实时填写：理由",
    ),
    Column::new(
        "corrected_on",
        "修正日期",
        false,
        "for what is founded: day on which the data were corrected, YYYY-MM-DD",
        "属实时填写：数据修正的日期，YYYY-MM-DD",
    )
    .holding(CellKind::Date),
    Column::new(
        "reviewed_on",
        "同类问题排查日期",
        false,
        "for what is founded: day on which the same kind of fault had been looked for and mended, YYYY-MM-DD",
        "属实时填写：同类问题排查整改完成的日期，YYYY-MM-DD",
    )
    .holding(CellKind::Date),
    Column::new(
        "cause",
        "原因分析",
        false,
        "with a review: where the fault came from",
        "填写排查日期时填写：问题产生的原因",
    ),
];

/// The answers whether an objection is accepted: yes, then no.
pub(super) const DECISIONS: &[(&str, &str)] = &[("accepted", "收办"), ("refused", "不予收办")];

/// The answers whether it is founded: yes, then no.
pub(super) const RESULTS: &[(&str, &str)] = &[("founded", "属实"), ("unfounded", "不属实")];

/// [`Matter`] in both languages.
pub(super) const MATTERS: &[(&str, &str)] = &[
    Matter::Conformity.words(),
    Matter::Completeness.words(),
    Matter::Accuracy.words(),
    Matter::Consistency.words(),
    Matter::Timeliness.words(),
    Matter::Accessibility.words(),
];
