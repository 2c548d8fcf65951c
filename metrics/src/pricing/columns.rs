//! The columns of the form of prices, and the words that its cells may hold.

use crate::form::{CellKind, Column};

/// The columns of the form.
pub const COLUMNS: &[Column] = &[
    Column::new(
        "record",
        "记录类型",
        true,
        "ceiling, price, allowance, share, allocation or annual_report",
        "ceiling 上限收费标准、price 收费标准、allowance 准许收入、share 收益分配、allocation 成本分摊、annual_report 年度经营报告",
    )
    .holding(CellKind::Words(RECORDS)),
    Column::new(
        "party",
        "运营机构",
        true,
        "the operator: credit code, or name:NAME",
        "运营机构：统一社会信用代码，或 name:名称",
    ),
    Column::new(
        "code",
        "编号",
        false,
        "number of the cycle, the distribution scheme or the allocation key; year of the report",
        "监管周期、分配方案或分摊标识的编号；年度报告的年度",
    ),
    Column::new("product", "产品", false, "product number", "产品编号"),
    Column::new(
        "unit",
        "计费单位",
        false,
        "what is charged for, such as call, GB, month",
        "计费单位，如次、GB、月",
    ),
    Column::new("from", "生效日", false, "first day, YYYY-MM-DD", "第一天，YYYY-MM-DD")
        .holding(CellKind::Date),
    Column::new("to", "截止日", false, "last day, YYYY-MM-DD; empty while it lasts", "最后一天，YYYY-MM-DD；仍有效时留空")
        .holding(CellKind::Date),
    Column::new(
        "tier_from",
        "阶梯起点",
        false,
        "quantity above which the tier begins; empty is 0",
        "本阶梯从超过多少数量开始；留空为 0",
    )
    .holding(CellKind::AmountFromZero),
    Column::new("price", "单价", false, "price of one unit, yuan", "每单位价格，元")
        .holding(CellKind::AmountFromZero),
    Column::new("vat_included", "是否含税", false, "yes or no", "单价是否含增值税：yes 或 no")
        .holding(CellKind::YES_NO),
    Column::new("trial", "是否试行", false, "yes for a trial fee", "试行收费标准填 yes")
        .holding(CellKind::YES_NO),
    Column::new(
        "buyer",
        "购买方",
        false,
        "for a price agreed with one buyer; empty for everybody",
        "与特定购买方约定的价格填写购买方；适用于所有人时留空",
    ),
    Column::new(
        "planned_units",
        "计划数量",
        false,
        "for a ceiling: planned quantity of its cycle",
        "上限收费标准：周期内计划数量",
    )
    .holding(CellKind::AmountFromZero),
    Column::new(
        "strategy",
        "准许利润方式",
        false,
        "cost_plus, asset_base or fixed",
        "cost_plus 成本加成、asset_base 资产回报、fixed 固定额",
    )
    .holding(CellKind::Words(STRATEGIES)),
    Column::new(
        "rate",
        "比率",
        false,
        "percent: of the profit, or of the share",
        "百分数：准许利润率，或分配、分摊比例",
    )
    .holding(CellKind::AmountFromZero),
    Column::new(
        "amount",
        "金额",
        false,
        "yuan: fixed profit, asset base, or amount distributed",
        "元：固定利润额、资产基数，或分配金额",
    )
    .holding(CellKind::AmountFromZero),
    Column::new("taxes", "税金", false, "for an allowance: taxes, yuan", "准许收入：税金，元")
        .holding(CellKind::AmountFromZero),
    Column::new(
        "approved",
        "核定金额",
        false,
        "for an allowance: approved maximum, yuan",
        "准许收入：核定的最高准许收入，元",
    )
    .holding(CellKind::AmountFromZero),
    Column::new(
        "deducted",
        "已扣减超收",
        false,
        "for an allowance: excess of the cycle before that the approved maximum deducts, yuan",
        "准许收入：核定金额中已扣减的上一周期超收，元",
    )
    .holding(CellKind::AmountFromZero),
    Column::new(
        "payee",
        "收款方",
        false,
        "for a share: credit code of the payee",
        "收益分配：收款方统一社会信用代码",
    ),
    Column::new(
        "payee_kind",
        "收款方类别",
        false,
        "administrative, institution or enterprise; must agree with the credit code",
        "administrative 行政单位、institution 事业单位、enterprise 企业；须与信用代码相符",
    )
    .holding(CellKind::Words(PAYEE_KINDS)),
    Column::new("form", "分配形式", false, "cash or in_kind", "cash 现金、in_kind 技术产品服务")
        .holding(CellKind::Words(FORMS)),
    Column::new(
        "account_kind",
        "收款账户类别",
        false,
        "treasury or commercial",
        "treasury 国库或非税账户、commercial 一般账户",
    )
    .holding(CellKind::Words(ACCOUNT_KINDS)),
    Column::new("account_no", "收款账号", false, "number of the account", "收款账号"),
    Column::new(
        "finance_rule",
        "财政规定文号",
        false,
        "for an institution: rule of the finance department",
        "事业单位：同级财政部门规定的文号",
    ),
    Column::new(
        "driver",
        "分摊动因",
        false,
        "calls, cpu_hours, gigabytes or headcount",
        "calls 调用量、cpu_hours 计算时长、gigabytes 存储量、headcount 人数",
    )
    .holding(CellKind::Words(DRIVERS)),
    Column::new(
        "driver_quantity",
        "动因数量",
        false,
        "for an allocation: how much of the driver the use has",
        "成本分摊：该用途占用的分摊动因数量",
    )
    .holding(CellKind::AmountFromZero),
    Column::new(
        "use",
        "用途",
        false,
        "for an allocation: public or industry",
        "成本分摊：public 公共治理和公益，industry 产业和行业发展",
    )
    .holding(CellKind::Words(USES)),
    Column::new("document", "文号", false, "number of the approval", "批准文号"),
    Column::new(
        "reported_on",
        "书面报告日",
        false,
        "for a ceiling: day of the written report to the department of development and reform; day of the yearly report, YYYY-MM-DD",
        "上限收费标准：书面报告发展改革部门的日期；年度报告的报送日期，YYYY-MM-DD",
    )
    .holding(CellKind::Date),
    Column::new(
        "data_reported_on",
        "报数据部门日",
        false,
        "for a ceiling: day of the written report to the data department, YYYY-MM-DD",
        "上限收费标准：书面报告数据部门的日期，YYYY-MM-DD",
    )
    .holding(CellKind::Date),
    Column::new(
        "published_on",
        "公示日",
        false,
        "day on which the price was published, YYYY-MM-DD",
        "收费公示日期，YYYY-MM-DD",
    )
    .holding(CellKind::Date),
    CURRENCY,
];

/// The currency of the amounts of a row about prices or usage.
pub(crate) const CURRENCY: Column = Column::new(
    "currency",
    "币种",
    false,
    "CNY or empty; a row in another currency is not understood",
    "CNY 或留空；以其他币种报送的行不予识别",
);

pub(super) const RECORDS: &[(&str, &str)] = &[
    ("ceiling", "上限收费标准"),
    ("price", "收费标准"),
    ("allowance", "准许收入"),
    ("share", "收益分配"),
    ("allocation", "成本分摊"),
    ("annual_report", "年度经营报告"),
];
pub(super) const STRATEGIES: &[(&str, &str)] =
    &[("cost_plus", "成本加成"), ("asset_base", "资产回报"), ("fixed", "固定额")];
pub(super) const PAYEE_KINDS: &[(&str, &str)] =
    &[("administrative", "行政单位"), ("institution", "事业单位"), ("enterprise", "企业")];
pub(super) const FORMS: &[(&str, &str)] = &[("cash", "现金"), ("in_kind", "技术产品服务")];
pub(super) const ACCOUNT_KINDS: &[(&str, &str)] =
    &[("treasury", "国库或非税账户"), ("commercial", "一般账户")];
pub(crate) const USES: &[(&str, &str)] =
    &[("public", "公共治理和公益"), ("industry", "产业和行业发展")];
pub(crate) const DRIVERS: &[(&str, &str)] = &[
    ("calls", "调用量"),
    ("cpu_hours", "计算时长"),
    ("gigabytes", "存储量"),
    ("headcount", "人数"),
];
