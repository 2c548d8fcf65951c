//! The incidents of the half year. What is planted among them is listed in `planted`.

use jiff::civil::date;
use metrics::incident::Level;
use metrics::incident::lifecycle::IncidentAct;

use super::files::Row;
use super::world::{APPROVER, DEPARTMENT, OPERATORS, SUPERVISOR, row};

/// What a person does with an incident.
#[derive(Clone, Debug)]
pub(super) struct Doing {
    /// The credit code of whose incident it is.
    pub(super) party: &'static str,
    pub(super) incident_no: &'static str,
    /// The account of who does it.
    pub(super) person: &'static str,
    pub(super) act: IncidentAct,
    pub(super) note: &'static str,
}

/// What supervisors do on the day on which the incidents come, by instant: one is confirmed and
/// upgraded, one upgraded and by two people downgraded again, one rectified, one not.
pub(super) fn doings() -> [(&'static str, Vec<Doing>); 2] {
    let [careful, careless, _] = OPERATORS.map(|it| it.code);
    let doing =
        |(party, incident_no), person, act, note| Doing { party, incident_no, person, act, note };
    let (backup, component) = ((careless, "PH-2026-02"), (careless, "PH-2026-01"));
    let (interface, account) = ((careful, "SJ-2026-01"), (careless, "PH-2026-03"));
    let (major, fairly_major) = (Level::Major, Level::FairlyMajor);
    let by_supervisor = |of, act, note| doing(of, SUPERVISOR, act, note);
    let first = vec![
        by_supervisor(backup, IncidentAct::Triage, ""),
        by_supervisor(backup, IncidentAct::Upgrade(major), "备份含重要数据，威胁程度上调"),
        by_supervisor(component, IncidentAct::Triage, ""),
        by_supervisor(component, IncidentAct::Upgrade(major), "漏洞影响同类系统"),
        by_supervisor(
            component,
            IncidentAct::ProposeDowngrade(fairly_major),
            "经排查，同类系统未受影响",
        ),
        by_supervisor(interface, IncidentAct::Triage, ""),
        by_supervisor(
            interface,
            IncidentAct::Order(date(2026, 7, 15)),
            "修复接口鉴权，补做渗透测试",
        ),
        by_supervisor(
            account,
            IncidentAct::Order(date(2026, 6, 30)),
            "收回共享账号，启用双因素认证",
        ),
        by_supervisor(account, IncidentAct::Comment, "已电话督促当日完成"),
    ];
    let second = vec![
        doing(component, APPROVER, IncidentAct::ConfirmDowngrade(fairly_major), ""),
        by_supervisor(interface, IncidentAct::AcceptRectification, "渗透测试报告已核验"),
    ];
    [("2026-06-30T15:00:00+08:00", first), ("2026-06-30T17:00:00+08:00", second)]
}

/// A row; `""` is left out.
fn incident(
    party: &str,
    (number, title): (&str, &str),
    (discovered, reported): (&str, &str),
    more: &[(&'static str, &str)],
) -> Row {
    let mut row = row([
        ("incident_no", number),
        ("party", party),
        ("title", title),
        ("type", "DSDATALEAK"),
        ("discovered_at", discovered),
        ("reported_at", reported),
    ]);
    row.extend(more.iter().map(|(column, cell)| (*column, (*cell).to_owned())));
    row.retain(|_, cell| !cell.is_empty());
    row
}

/// An act, or a piece of evidence, of an incident.
fn addition(
    party: &str,
    (record, number): (&str, &str),
    (event, at): (&str, &str),
    more: &[(&'static str, &str)],
) -> Row {
    let mut row = row([
        ("record", record),
        ("incident_no", number),
        ("party", party),
        ("event", event),
        ("at", at),
    ]);
    row.extend(more.iter().map(|(column, cell)| (*column, (*cell).to_owned())));
    row
}

/// Whoever reports an incident tells the implementing body at once, which is another duty.
pub(super) fn with_notices(mut rows: Vec<Row>) -> Vec<Row> {
    let told = rows.iter().filter(|it| it.contains_key("title"));
    let notice = |it: &Row| {
        let reported = it.get("reported_at").filter(|it| !it.is_empty())?;
        // Also where the report is said to come before the discovery.
        let told = it.get("discovered_at").map_or(reported, |found| reported.max(found));
        let number = ("act", it["incident_no"].as_str());
        Some(addition(&it["party"], number, ("agreement_notice", told), &[]))
    };
    let notices: Vec<Row> = told.filter_map(notice).collect();
    rows.extend(notices);
    rows
}

/// Of an operator, by its place in the list.
pub(super) fn of_operator(index: usize) -> Vec<Row> {
    let party = OPERATORS[index].code;
    with_notices(match index {
        0 => in_time(party),
        1 => [late(party), incomplete(party), defects(party), concealed(party)].concat(),
        _ => of_critical_infrastructure(party),
    })
}

/// What the careless operator first said of an incident, two hours after it was found.
pub(super) fn first_version() -> Vec<Row> {
    let (party, found) = (OPERATORS[1].code, ("2026-06-20 08:00", ""));
    vec![incident(party, CONCEALED, found, &[("persons", "1200000")])]
}

const CONCEALED: (&str, &str) = ("PH-2026-10", "内部人员导出用户数据");

/// All that the annex of CN-NIR asks for besides persons, said to be nothing: of what says so, with few
/// persons, it follows that it was general.
pub(crate) const NOTHING_ELSE: [(&str, &str); 17] = [
    ("cii", "no"),
    ("loss_yuan", "0"),
    ("outage_whole_minutes", "0"),
    ("outage_main_minutes", "0"),
    ("population_people", "0"),
    ("province_share_percent", "0"),
    ("portal_provincial_minutes", "0"),
    ("portal_prefecture_minutes", "0"),
    ("portal_other_minutes", "0"),
    ("content_home_minutes", "0"),
    ("content_other_minutes", "0"),
    ("content_reposts", "0"),
    ("content_views", "0"),
    ("core_data_threat", "none"),
    ("important_data_threat", "none"),
    ("personal_information_amount", "none"),
    ("content_recognised", "none"),
];

/// Everything in time: 3 h 40 min of the 4 h that art. 4 of CN-NIR gives.
fn in_time(party: &str) -> Vec<Row> {
    vec![
        incident(
            party,
            ("SJ-2026-01", "接口鉴权缺陷导致个人信息泄露"),
            ("2026-03-10 23:30", "2026-03-11 03:10"),
            &[
                ("occurred", "2026-03-10"),
                ("persons", "1200000"),
                ("loss_yuan", "310000.00"),
                ("handled_at", "2026-03-20 18:00"),
                ("summarised_at", "2026-04-10 11:00"),
                ("report_items", "1;2"),
                ("system", "企业信用核验接口，云上部署，日均调用 80 万次"),
                ("place", "上海市，生产环境"),
                ("impact", "个人信息被批量查询，未见篡改"),
                ("measures", "下线接口，吊销密钥，封禁来源地址；异常调用已停止"),
                ("trend", "来源已封禁，未见扩大"),
                ("cause_kind", "defect"),
                ("cause", "新版本遗漏对调用方的鉴权"),
                ("clues", "来源集中于两个网段，调用特征一致"),
                ("plans", "全面复核接口鉴权，请求协助溯源"),
                ("scene", "日志和镜像已封存"),
                ("accountability", "发布审批人员已问责"),
                ("rectification", "鉴权检查纳入发布流程"),
                ("lessons", "发布前须由他人复核鉴权"),
            ],
        ),
        row([
            ("record", "act"),
            ("incident_no", "SJ-2026-01"),
            ("party", party),
            ("event", "supplement"),
            ("at", "2026-03-11 18:00"),
            ("report_items", "3;4;5;6;7"),
        ]),
        incident(
            party,
            ("SJ-2026-02", "测试环境误用样例数据"),
            ("2026-05-18 10:00", "2026-05-18 16:20"),
            &[
                &[("persons", "3200"), ("type", "DSDATAABUSE"), ("cause_kind", "mistake")],
                &NOTHING_ELSE[..],
            ]
            .concat(),
        ),
    ]
}

fn late(party: &str) -> Vec<Row> {
    let handled = ("handled_at", "2026-02-20 18:00");
    vec![
        incident(
            party,
            ("PH-2026-01", "第三方组件漏洞被利用"),
            ("2026-02-03 09:00", "2026-02-03 15:30"),
            &[("persons", "1500000"), handled, ("summarised_at", "2026-03-10 10:00")],
        ),
        incident(
            party,
            ("PH-2026-02", "数据库备份文件外泄"),
            ("2026-05-06 14:00", ""),
            &[("persons", "2000000")],
        ),
        incident(
            party,
            ("PH-2026-03", "运维账号被盗用"),
            ("2026-04-01 08:00", "2026-04-02 14:00"),
            &[("persons", "800"), ("type", "NACRED"), ("cause_kind", "attack")],
        ),
        incident(
            party,
            ("PH-2026-04", "日志平台越权访问"),
            ("2026-02-10 10:00", "2026-02-10 12:00"),
            &[("persons", "1000000"), handled, ("summarised_at", "2026-03-25 09:00")],
        ),
        incident(
            party,
            ("PH-2026-05", "数据沙箱导出规则失效"),
            ("2026-02-12 10:00", "2026-02-12 11:30"),
            &[
                ("loss_yuan", "5000000.00"),
                ("important_data_threat", "fairly_serious"),
                ("scale", "CN-MIIT-DS"),
                handled,
            ],
        ),
    ]
}

/// A first report without the item on time, place and harm, which nothing followed.
fn incomplete(party: &str) -> Vec<Row> {
    vec![incident(
        party,
        ("PH-2026-06", "对外接口被批量爬取"),
        ("2026-06-08 09:00", "2026-06-08 11:00"),
        &[("persons", "1000000"), ("report_items", "1;3")],
    )]
}

/// Defects that endanger the public interest, and an exemption that gives no reason.
fn defects(party: &str) -> Vec<Row> {
    let found = |number, at, more: &[(&'static str, &str)]| {
        incident(party, number, (at, at), &[&[("type", "SHEVULN")], more].concat())
    };
    let act = |number, event, at| addition(party, ("act", number), (event, at), &[]);
    vec![
        found(("PH-2026-07", "网关存在远程执行漏洞"), "2026-06-10 10:00", &[("persons", "0")]),
        act("PH-2026-07", "defect_found", "2026-06-10 10:00"),
        act("PH-2026-07", "defect_report", "2026-06-11 10:01"),
        found(("PH-2026-08", "脱敏组件可被还原"), "2026-06-15 09:00", &[("persons", "500")]),
        act("PH-2026-08", "defect_found", "2026-06-15 09:00"),
        act("PH-2026-08", "notice_exemption", "2026-06-16 09:00"),
    ]
}

/// Evidence of four hours before the claimed discovery, and figures that were lowered when the time had
/// run out.
fn concealed(party: &str) -> Vec<Row> {
    let known = "PH-2026-09";
    let log = [("file", "告警记录.csv"), ("sha256", SHA256)];
    vec![
        incident(
            party,
            (known, "对象存储桶公开可读"),
            ("2026-06-18 12:00", "2026-06-18 15:00"),
            &[("persons", "1000000")],
        ),
        addition(party, ("evidence", known), ("discovery", "2026-06-18 08:00"), &log),
        incident(party, CONCEALED, ("2026-06-20 08:00", ""), &[("persons", "900000")]),
        addition(party, ("act", CONCEALED.0), ("agreement_notice", "2026-06-20 09:00"), &[]),
    ]
}

/// Of `abc` (FIPS 180-4).
const SHA256: &str = "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad";

/// Incidents of an operator of critical information infrastructure, which has 1 h.
fn of_critical_infrastructure(party: &str) -> Vec<Row> {
    let cii = ("reporter", "cii_operator");
    vec![
        incident(
            party,
            ("HC-2026-01", "核心交换机故障致数据服务中断"),
            ("2026-04-08 20:00", "2026-04-08 22:10"),
            &[cii, ("outage_main_minutes", "120"), ("type", "DETECH"), ("cause_kind", "failure")],
        ),
        addition(party, ("act", "HC-2026-01"), ("police_report", "2026-04-08 22:30"), &[]),
        incident(
            party,
            ("HC-2026-02", "供电中断"),
            ("2026-06-02 03:00", ""),
            &[cii, ("outage_whole_minutes", "45"), ("type", "DEACCFAC")],
        ),
    ]
}

/// Of the department: two of a central organ that it hosts, and rows with mistakes.
pub(super) fn of_department() -> Vec<Row> {
    let organ = ("reporter", "central_organ");
    with_notices(vec![
        incident(
            DEPARTMENT,
            ("SZ-2026-01", "共享平台数据被违规下载"),
            ("2026-03-02 09:00", "2026-03-02 12:30"),
            &[organ, ("persons", "1100000")],
        ),
        incident(
            DEPARTMENT,
            ("SZ-2026-02", "门户后台弱口令致数据泄露"),
            ("2026-05-20 09:00", ""),
            &[organ, ("persons", "1300000")],
        ),
        incident(
            DEPARTMENT,
            ("SZ-2026-03", "报告时间早于发现时间"),
            ("2026-05-10 10:00", "2026-05-10 08:00"),
            &[("type", "DSDATASALE")],
        ),
        incident(
            DEPARTMENT,
            ("SZ-2026-04", "发现时间不详"),
            ("", "2026-05-11 08:00"),
            &[("scale", "CN-BANK")],
        ),
        incident(
            DEPARTMENT,
            ("SZ-2026-05", "类型代码填写错误"),
            ("2026-05-12 10:00", "2026-05-12 11:00"),
            &[("type", "XX-UNKNOWN"), ("reporter", "operator"), ("cii", "yes")],
        ),
        row([
            ("record", "act"),
            ("incident_no", "SZ-2026-99"),
            ("party", DEPARTMENT),
            ("event", "supplement"),
            ("at", "2026-05-13 10:00"),
        ]),
        of_stranger(),
    ])
}

/// Of a contractor that no register knows: the body's to say, not the department's.
pub(super) fn of_stranger() -> Row {
    incident(
        "name:某外包服务商（未登记）",
        ("WB-2026-01", "外包人员误发邮件"),
        ("2026-06-03 10:00", "2026-06-03 12:00"),
        &[],
    )
}
