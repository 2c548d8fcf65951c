//! Who is in the demonstration: parties, people, accounts and products, all invented. The credit
//! codes pass GB 32100 and belong to nobody.

use super::files::{Row, Style};

/// An operator 运营机构.
#[derive(Clone, Copy, Debug)]
pub(super) struct Operator {
    pub(super) code: &'static str,
    pub(super) name: &'static str,
    /// The folder of its sources, and the beginning of their ids.
    pub(super) folder: &'static str,
    /// How it writes its files.
    pub(super) style: Style,
    /// Which months it hands in openings for.
    pub(super) openings: &'static [i8],
    /// How large its business is, in percent of the first one's.
    pub(super) size_percent: i64,
}

/// The operators: one careful, one careless, one late.
pub(super) const OPERATORS: [Operator; 3] = [
    Operator {
        code: "91310000MADEM0011A",
        name: "申江数据运营有限公司（演示）",
        folder: "shenjiang",
        style: Style::EnglishCsv,
        openings: &[1, 2, 3, 4, 5, 6],
        size_percent: 100,
    },
    Operator {
        code: "91310000MADEM002X2",
        name: "浦汇公共数据科技有限公司（演示）",
        folder: "puhui",
        style: Style::ChineseCsv,
        openings: &[1, 2],
        size_percent: 60,
    },
    Operator {
        code: "91310000MADEM0062J",
        name: "沪川数据服务股份有限公司（演示）",
        folder: "huchuan",
        style: Style::Json,
        openings: &[1],
        size_percent: 35,
    },
];

/// The data authority 市数据主管部门, which evaluates data supply and effectiveness (Measures art. 28).
pub(super) const AUTHORITY: &str = "name:演示市数据局";
/// The implementing body 实施机构, which keeps the register and evaluates operators (Measures art. 28).
pub(super) const BODY: &str = "1131000000DEM0031H";
/// Two more implementing bodies, with their names: one discloses late, one not at all.
pub(super) const BODIES: [(&str, &str); 2] = [
    ("1131000000DEM0071M", "演示市交通数据实施中心"),
    ("1131000000DEM0081N", "演示市健康数据实施中心"),
];
/// A department 行业主管部门.
pub(super) const DEPARTMENT: &str = "1231000042DEM0046G";
/// Departments that hand in catalogues only; the second has no credit code.
pub(super) const TRANSPORT: &str = "1231000042DEM00701";
/// The one that is known by its name.
pub(super) const WEATHER: &str = "name:演示市气象局";
/// A business entity 业务实施主体, a state-owned enterprise: its supply results go to the state-asset regulator.
pub(super) const METRO: &str = "91310000MADEM00975";
/// A developer 开发主体.
pub(super) const DEVELOPER: &str = "91310115MADEM0054L";

/// Accounts of the people of the data authority, which `--as` takes.
pub(super) const SUPERVISOR: &str = "demo-supervisor";
/// The second of the two people.
pub(super) const APPROVER: &str = "demo-approver";
const ADMINISTRATOR: &str = "demo-administrator";
const VIEWER: &str = "demo-viewer";
/// Accounts of the people of the implementing body.
pub(super) const BODY_SUPERVISOR: &str = "demo-body-supervisor";
/// The second of the two people.
pub(super) const BODY_APPROVER: &str = "demo-body-approver";
/// Who had no part, and decides an appeal.
pub(super) const BODY_REVIEWER: &str = "demo-body-reviewer";

/// An account of the ledgers.
#[derive(Clone, Copy, Debug)]
pub(super) struct Account {
    pub(super) code: &'static str,
    pub(super) name: &'static str,
    /// The cost class of its lines; only accounts of the separate ledger 专账 have one.
    pub(super) cost_class: Option<&'static str>,
}

const fn plain(code: &'static str, name: &'static str) -> Account {
    Account { code, name, cost_class: None }
}

const fn separate(code: &'static str, name: &'static str, cost_class: &'static str) -> Account {
    Account { code, name, cost_class: Some(cost_class) }
}

/// Accounts of 企业会计准则应用指南, with detail accounts for public data as a project default.
pub(super) const ACCOUNTS: [Account; 20] = [
    plain("1002", "银行存款"),
    plain("1122", "应收账款"),
    plain("1701.01", "无形资产-数据资源"),
    plain("1702.01", "累计摊销-数据资源"),
    plain("2211", "应付职工薪酬"),
    plain("2221", "应交税费"),
    separate("2241.01", "其他应付款-应付收益分配款", "收益分配"),
    separate("2401.01", "递延收益-政府补助", "政府补助"),
    plain("4001", "实收资本"),
    separate("6001.01", "主营业务收入-公共数据运营服务费", "服务收入"),
    separate("6401.01", "主营业务成本-平台建设摊销", "平台建设"),
    separate("6401.02", "主营业务成本-平台运维", "平台运维"),
    separate("6401.03", "主营业务成本-数据传输", "数据传输"),
    separate("6401.04", "主营业务成本-数据汇聚", "数据汇聚"),
    separate("6401.05", "主营业务成本-数据存储", "数据存储"),
    separate("6401.06", "主营业务成本-数据处理", "数据处理"),
    separate("6401.07", "主营业务成本-人力", "人力"),
    separate("6401.08", "主营业务成本-安全与合规", "安全合规"),
    separate("6401.09", "主营业务成本-数据源合作", "数据源合作"),
    separate("6401.10", "主营业务成本-其他", "其他"),
];

/// A product of every operator.
#[derive(Clone, Copy, Debug)]
pub(super) struct Product {
    pub(super) code: &'static str,
    pub(super) name: &'static str,
    pub(super) scenario: &'static str,
    /// `public` or `industry`.
    pub(super) intended_use: &'static str,
    /// Revenue of a month, in yuan; nothing where the use is public (Measures art. 19).
    pub(super) revenue_yuan: i64,
}

/// The products. The name of the last one is hostile: a formula, and what steers a terminal.
pub(super) const PRODUCTS: [Product; 4] = [
    Product {
        code: "P-01",
        name: "企业信用核验接口",
        scenario: "S-01 普惠金融",
        intended_use: "industry",
        revenue_yuan: 860_000,
    },
    Product {
        code: "P-02",
        name: "不动产登记状态查询",
        scenario: "S-02 房产交易",
        intended_use: "industry",
        revenue_yuan: 540_000,
    },
    Product {
        code: "P-03",
        name: "医疗急救绿色通道数据服务",
        scenario: "S-03 公共卫生",
        intended_use: "public",
        revenue_yuan: 0,
    },
    Product {
        code: "P-04",
        name: "=HYPERLINK(\"http://example.invalid\";\"交通客流\")\u{1b}[31m\u{202e}指数",
        scenario: "S-04 商业选址",
        intended_use: "industry",
        revenue_yuan: 310_000,
    },
];

/// The register, planted faults apart.
pub(super) fn registry() -> Vec<Row> {
    let mut rows = vec![
        party(AUTHORITY, "演示市数据局", "data_authority"),
        party(BODY, "演示市公共数据实施中心", "implementing_body"),
        party(DEPARTMENT, "演示市市政服务中心", "department"),
        party(TRANSPORT, "演示市交通委员会", "department"),
        party(WEATHER, "演示市气象局", "department"),
        party(METRO, "演示市轨道交通集团有限公司", "business_entity"),
        party(DEVELOPER, "数联应用开发有限公司（演示）", "developer"),
    ];
    rows.extend(BODIES.map(|(code, name)| party(code, name, "implementing_body")));
    rows.extend(OPERATORS.map(|it| party(it.code, it.name, "operator")));
    rows.extend([
        person(AUTHORITY, (SUPERVISOR, "周敏"), "supervisor"),
        person(AUTHORITY, (APPROVER, "吴越"), "approver"),
        person(AUTHORITY, (ADMINISTRATOR, "郑安"), "administrator"),
        person(AUTHORITY, (VIEWER, "王宁"), "viewer"),
        person(BODY, (BODY_SUPERVISOR, "孙立"), "supervisor"),
        person(BODY, (BODY_APPROVER, "钱文"), "approver"),
        person(BODY, (BODY_REVIEWER, "冯宇"), "supervisor"),
    ]);
    for operator in OPERATORS {
        rows.extend(ACCOUNTS.map(|it| account(operator.code, it)));
        rows.extend(PRODUCTS.map(|it| product(operator, it)));
    }
    rows
}

/// A row from pairs of column and cell.
pub(super) fn row<const N: usize>(cells: [(&'static str, &str); N]) -> Row {
    cells.into_iter().map(|(column, cell)| (column, cell.to_owned())).collect()
}

fn party(code: &str, name: &str, kind: &str) -> Row {
    let state_owned = if [OPERATORS[0].code, METRO].contains(&code) { "yes" } else { "no" };
    let mut row = row([
        ("record", "party"),
        ("party", code),
        ("name", name),
        ("kind", kind),
        ("state_owned", state_owned),
    ]);
    if matches!(kind, "implementing_body" | "operator") {
        row.insert("since", "2025-03-01".to_owned());
    }
    if kind == "operator" {
        row.insert("standard", "cas".to_owned());
    }
    row
}

fn person(party: &str, (account, name): (&str, &str), role: &str) -> Row {
    row([("record", "person"), ("party", party), ("code", account), ("name", name), ("role", role)])
}

fn account(party: &str, account: Account) -> Row {
    let separate = if account.cost_class.is_some() { "yes" } else { "no" };
    row([
        ("record", "account"),
        ("party", party),
        ("code", account.code),
        ("name", account.name),
        ("separate_ledger", separate),
    ])
}

/// Registration is encouraged (Measures art. 7): the first operator has registered everything, the
/// others not all.
fn product(operator: Operator, product: Product) -> Row {
    let mut row = row([
        ("record", "product"),
        ("party", operator.code),
        ("code", product.code),
        ("name", product.name),
    ]);
    row.extend(registration(operator, product).map(|it| ("registration", it)));
    row
}

/// The registration number of an operator's product, if it has one.
pub(super) fn registration(operator: Operator, product: Product) -> Option<String> {
    let is_registered = operator.folder == "shenjiang" || product.intended_use == "public";
    is_registered.then(|| format!("DEMO-{}-{}", operator.folder, product.code))
}
