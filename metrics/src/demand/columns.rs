//! The columns of the form of demands, and the words that its cells may hold.

use super::Sharing;
use crate::case::Raiser;
use crate::form::{CellKind, Column};

/// The columns of the form.
pub const COLUMNS: &[Column] = &[
    Column::new("number", "需求编号", true, "number of the demand", "需求编号"),
    Column::new(
        "party",
        "供数主体",
        true,
        "department or business entity that is asked for the data: credit code, or name:NAME",
        "被提出需求的部门或者业务实施主体：统一社会信用代码，或 name:名称",
    ),
    Column::new(
        "code",
        "目录编号",
        false,
        "number of the item in the catalogue; without one, text says what is asked for",
        "所需目录项编号；目录中没有的，填写需求内容",
    ),
    Column::new(
        "text",
        "需求内容",
        false,
        "what is asked for; without personal data",
        "所需数据的内容；不得填写个人信息",
    ),
    Column::new("raised_on", "提出日期", true, "YYYY-MM-DD", "YYYY-MM-DD").holding(CellKind::Date),
    Column::new(
        "raised_by",
        "提出方",
        false,
        "what whoever asks is, never a name: department, operator, developer, organisation or person; without it the demand is neither in time nor met",
        "提出方类别，不得填写姓名：department 部门、operator 运营机构、developer 开发主体、organisation 其他单位、person 个人；不填写的，不计为按时、满足",
    )
    .holding(CellKind::Words(Raiser::WORDS)),
    Column::new(
        "sharing",
        "共享类型",
        false,
        "between departments: unconditional or conditional, and unconditional where it is empty; else empty",
        "部门之间共享时填写：unconditional 无条件共享、conditional 有条件共享；不填写的，按无条件共享计算",
    )
    .holding(CellKind::Words(SHARINGS)),
    Column::new(
        "consented",
        "当事人明确同意",
        false,
        "whether whom the data are about clearly consented (Measures art. 15 para. 3): yes or no",
        "数据所涉当事人是否明确同意（办法第十五条第三款）：yes 是、no 否",
    )
    .holding(CellKind::YES_NO),
    Column::new(
        "accepted_on",
        "受理日期",
        false,
        "day on which it was accepted for an answer, YYYY-MM-DD; an answer accepts, too",
        "受理的日期，YYYY-MM-DD；已答复的视为已受理",
    )
    .holding(CellKind::Date),
    Column::new("answered_on", "答复日期", false, "YYYY-MM-DD", "YYYY-MM-DD").holding(CellKind::Date),
    Column::new("answer", "答复结论", false, "agreed or refused", "agreed 同意提供、refused 不予提供")
        .holding(CellKind::Words(ANSWERS)),
    Column::new(
        "ground",
        "法定理由",
        false,
        "for what is refused: the provision that it rests on, and why it applies",
        "不予提供时填写：所依据的法律条款和适用理由",
    ),
    Column::new(
        "delivered_on",
        "提供日期",
        false,
        "day on which the data could be used, YYYY-MM-DD",
        "数据可供使用的日期，YYYY-MM-DD",
    )
    .holding(CellKind::Date),
];

/// The answers: yes, then no.
pub(super) const ANSWERS: &[(&str, &str)] = &[("agreed", "同意提供"), ("refused", "不予提供")];

/// [`Sharing`] in both languages, in the order of [`Sharing::ALL`].
pub(super) const SHARINGS: &[(&str, &str)] =
    &[Sharing::Unconditional.words(), Sharing::Conditional.words()];
