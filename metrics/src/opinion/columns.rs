//! The columns of the form of opinions, and the words that its cells may hold.

use super::{Body, Conclusion, PanelKind};
use crate::form::{CellKind, Column};

/// The columns of the form.
pub const COLUMNS: &[Column] = &[
    Column::new(
        "record",
        "记录类型",
        true,
        "rating, determination, annulment or opinion",
        "rating 评分、determination 认定、annulment 撤销认定、opinion 第三方意见",
    )
    .holding(CellKind::Words(RECORDS)),
    Column::new(
        "party",
        "评价对象",
        true,
        "whom it is about: credit code, or name:NAME",
        "被评价单位：统一社会信用代码，或 name:名称",
    ),
    Column::new(
        "period",
        "评价期间",
        false,
        "for a rating or an opinion: the months that it is about, such as 2026, 2026-H1, 2026-Q2",
        "评分、第三方意见填写：所评价的期间，如 2026、2026-H1、2026-Q2",
    ),
    Column::new("panel", "评审组编号", false, "for a rating: id of the panel", "评分填写：评审组编号"),
    Column::new(
        "panel_kind",
        "评审组类别",
        false,
        "for a rating: expert, third_party, departments, developers or users",
        "评分填写：expert 专家、third_party 第三方机构、departments 行业主管部门、developers 开发主体、users 用户",
    )
    .holding(CellKind::Words(PANEL_KINDS)),
    Column::new(
        "rater",
        "评分人代号",
        false,
        "for a rating: pseudonym of the rater, never a name: a letter, then letters, digits or hyphens; case and width tell no raters apart",
        "评分填写：评分人代号，不得填写姓名；以字母开头，由字母、数字和连字符组成，不区分大小写和全角半角",
    ),
    Column::new(
        "rater_party",
        "评分人单位",
        false,
        "for a rating: whose the rater is: credit code, or name:NAME",
        "评分填写：评分人所在单位，统一社会信用代码，或 name:名称",
    ),
    Column::new("indicator", "指标", false, "for a rating: id of the indicator", "评分填写：指标编号"),
    Column::new("score", "评分", false, "for a rating: the score", "评分填写：分值").holding(CellKind::Amount),
    Column::new(
        "scale_min",
        "最低分",
        false,
        "for a rating: the lowest score that there is",
        "评分填写：量表的最低分",
    )
    .holding(CellKind::Amount),
    Column::new(
        "scale_max",
        "最高分",
        false,
        "for a rating: the highest score that there is",
        "评分填写：量表的最高分",
    )
    .holding(CellKind::Amount),
    Column::new(
        "conflict",
        "是否存在利益冲突",
        false,
        "for a rating: yes if the rater has a conflict of interest; then it is kept and not counted",
        "评分填写：评分人是否声明存在利益冲突；填 yes 的保留但不计入",
    )
    .holding(CellKind::YES_NO),
    Column::new(
        "matter",
        "认定事项",
        false,
        "for a determination or its annulment: id of what is determined, such as a veto",
        "认定、撤销认定填写：认定事项编号，如一票否决事项",
    ),
    Column::new(
        "authority",
        "认定机关类别",
        false,
        "for a determination or its annulment: what the authority is, such as data_authority, market_regulator, court",
        "认定、撤销认定填写：认定机关类别，如市数据主管部门、市场监管部门、人民法院",
    )
    .holding(CellKind::Words(BODIES)),
    Column::new(
        "institution",
        "机构名称",
        false,
        "for a determination, an annulment or an opinion: name of the authority or of the third party",
        "认定、撤销认定、第三方意见填写：认定机关或者第三方机构的名称",
    ),
    Column::new(
        "institution_party",
        "机构代码",
        false,
        "for an opinion: credit code of the third party",
        "第三方意见填写：第三方机构的统一社会信用代码",
    ),
    Column::new(
        "document",
        "文号",
        false,
        "for a determination, an annulment or an opinion: number of the document or report",
        "认定、撤销认定、第三方意见填写：文书或者报告的编号",
    ),
    Column::new(
        "conclusion",
        "结论",
        false,
        "for an opinion: favourable, qualified or adverse",
        "第三方意见填写：favourable 肯定、qualified 保留、adverse 否定",
    )
    .holding(CellKind::Words(CONCLUSIONS)),
    Column::new(
        "evidence",
        "报告校验值",
        false,
        "for an opinion: SHA-256 of the report, in hexadecimal",
        "第三方意见填写：报告文件的 SHA-256（十六进制）",
    ),
    Column::new("date", "日期", true, "day on which it was said, YYYY-MM-DD", "评分、认定或者出具意见的日期，YYYY-MM-DD")
        .holding(CellKind::Date),
    Column::new("text", "说明", false, "comment or text; never published", "意见或者说明，不对外公开"),
    Column::new(
        "annuls",
        "被撤销的文号",
        false,
        "for an annulment: number of the document that determined it",
        "撤销认定填写：被撤销的认定文书的编号",
    ),
];

/// The record types in both languages.
pub(super) const RECORDS: &[(&str, &str)] = &[
    ("rating", "评分"),
    ("determination", "认定"),
    ("annulment", "撤销认定"),
    ("opinion", "第三方意见"),
];

/// [`PanelKind`] in both languages.
pub(super) const PANEL_KINDS: &[(&str, &str)] = &[
    PanelKind::Expert.words(),
    PanelKind::ThirdParty.words(),
    PanelKind::Departments.words(),
    PanelKind::Developers.words(),
    PanelKind::Users.words(),
];

/// [`Body`] in both languages.
pub(super) const BODIES: &[(&str, &str)] = &[
    Body::DataAuthority.words(),
    Body::ImplementingBody.words(),
    Body::Cyberspace.words(),
    Body::PublicSecurity.words(),
    Body::MarketRegulator.words(),
    Body::PriceAuthority.words(),
    Body::Finance.words(),
    Body::Audit.words(),
    Body::Court.words(),
];

/// [`Conclusion`] in both languages.
pub(super) const CONCLUSIONS: &[(&str, &str)] =
    &[Conclusion::Favourable.words(), Conclusion::Qualified.words(), Conclusion::Adverse.words()];
