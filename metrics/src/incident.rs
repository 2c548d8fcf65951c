//! Security incidents (Measures art. 26): facts, level and clocks of the national reporting rules.
//!
//! The Measures contain no number: thresholds and limits are data of the policy pack, from the
//! 国家网络安全事件报告管理办法 (CN-NIR) and its annex.

pub mod lifecycle;
pub mod report;
pub mod statistics;
pub mod stix;
pub mod veris;

mod account;
mod classify;
mod clock;
mod describe;
mod facts;
mod instant;
mod intake;
mod order;
mod pattern;
mod quantity;
mod record;
mod repeated;
mod scale;
mod types;

use serde::{Deserialize, Serialize};

use crate::form::{CellKind, Column};

pub use crate::partial_date::{PartialDate, PartialDateError};
pub use account::{CauseKind, Topic};
pub use classify::{Asked, Classification, Compared, Facts, Level, Matched, classify};
pub use clock::{
    Bearer, Clock, ClockContext, ClockId, ClockRule, ClockRules, ClockState, Clocks, Concern,
    Inapplicable, Limit, Missing, Reminder, Reminders, ReportPolicy, Unchecked, Version, clocks,
    concealed, faults, next_change, next_clue, reminders,
};
pub use describe::{
    ClassifyInput, ClassifyOutput, DescribeError, DescribedClock, DescribedOutage, Further,
    LaterClock, OutageScope, classify_described,
};
pub use facts::{Act, Event, Evidence, Incident, IncidentFact, Reporter};
pub use instant::{format_instant, parse_instant};
pub use intake::{CheckedIncidents, IncidentContext, IncidentIntake};
pub use pattern::Pattern;
pub use quantity::{Matter, Quantity, Word};
pub use record::{Refused, Told};
pub use scale::{Bound, Bounds, BoundsError, Condition, Graded, Scale};
pub use types::{Category, Class, Found, SubCategory, Types, VerisRule};

/// The columns of the form.
pub const COLUMNS: &[Column] = &[
    Column::new(
        "record",
        "记录类型",
        false,
        "incident (default), act, evidence; acts and evidence stand in the file of their incident",
        "incident 事件（默认）、act 处置行为、evidence 证据；行为和证据与所属事件同在一个文件",
    ).holding(CellKind::Words(RECORDS)),
    Column::new(
        "incident_no",
        "事件编号",
        true,
        "number that the reporter gave the incident",
        "报告单位的事件编号",
    ),
    Column::new("party", "单位", true, "credit code, or name:NAME", "统一社会信用代码，或 name:名称"),
    Column::new("title", "标题", true, "what happened, in one line", "一句话说明"),
    Column::new(
        "type",
        "事件类型",
        false,
        "GB/T 20986-2023 code, such as DSDATALEAK",
        "GB/T 20986-2023 类型代码，如 DSDATALEAK",
    ),
    Column::new(
        "occurred",
        "发生时间",
        false,
        "YYYY, YYYY-MM or YYYY-MM-DD",
        "YYYY、YYYY-MM 或 YYYY-MM-DD",
    ),
    Column::new(
        "discovered_at",
        "发现时间",
        true,
        "YYYY-MM-DD HH:MM, or RFC 3339 with offset",
        "YYYY-MM-DD HH:MM，或带时区的 RFC 3339 时间",
    ).holding(CellKind::Instant),
    Column::new(
        "learned_at",
        "获知时间",
        false,
        "when somebody else told, if earlier",
        "由他人告知的时间（如更早）",
    ).holding(CellKind::Instant),
    Column::new(
        "reported_at",
        "报告时间",
        false,
        "when it was reported to the competent department; of the police an act tells",
        "向主管部门报告的时间；报告公安机关的，另填行为",
    ).holding(CellKind::Instant),
    Column::new("handled_at", "处置结束时间", false, "when handling ended", "处置结束的时间").holding(CellKind::Instant),
    Column::new(
        "summarised_at",
        "总结报告时间",
        false,
        "when the summary was handed in",
        "提交总结报告的时间",
    ).holding(CellKind::Instant),
    Column::new(
        "reporter",
        "报告主体",
        false,
        "operator (default), cii_operator (default where cii is yes) or central_organ",
        "operator 一般运营者（默认）、cii_operator 关键信息基础设施运营者（涉及关键信息基础设施时的默认值）、central_organ 中央和国家机关",
    ).holding(CellKind::Words(REPORTERS)),
    Column::new(
        "cii",
        "涉及关键信息基础设施",
        false,
        "yes or no; empty: yes for a cii_operator, else unknown",
        "是或者否；留空时，关键信息基础设施运营者视为是，其他视为不明",
    ).holding(CellKind::YES_NO),
    Column::new(
        "scale",
        "其他分级标准",
        false,
        "ids of scales to grade it on beside CN-NIR, separated by ;",
        "除 CN-NIR 外适用的分级标准编号，以分号分隔",
    ),
    Column::new("persons", "泄露个人信息人数", false, "persons whose personal information leaked; whole number, empty if unknown", "整数；不明时留空").holding(CellKind::Count),
    Column::new("sensitive_persons", "泄露敏感个人信息人数", false, "of these, persons whose sensitive personal information leaked; whole number, empty if unknown", "其中敏感个人信息的人数，整数；不明时留空").holding(CellKind::Count),
    Column::new(
        "loss_yuan",
        "直接经济损失（元）",
        false,
        "decimal; empty if unknown",
        "十进制；不明时留空",
    ).holding(CellKind::AmountFromZero),
    Column::new("outage_whole_minutes", "整体中断分钟数", false, "outage of the whole system; whole number, empty if unknown", "整数；不明时留空").holding(CellKind::Count),
    Column::new("outage_main_minutes", "主要功能中断分钟数", false, "outage of the main function; whole number, empty if unknown", "整数；不明时留空").holding(CellKind::Count),
    Column::new("population_people", "影响人口（人）", false, "people whose work or life is affected; whole number, empty if unknown", "用水、用电、交通、就医等工作生活受影响的人口，整数；不明时留空").holding(CellKind::Count),
    Column::new("province_share_percent", "影响一省人口比例（%）", false, "largest share of the people of one province affected, in percent with at most 4 decimals; empty if unknown", "受影响人口占一个省级行政区人口的最大比例，百分数，至多 4 位小数；不明时留空").holding(CellKind::AmountFromZero),
    Column::new("prefecture_share_percent", "影响一地市人口比例（%）", false, "largest share of the people of one prefecture affected, in percent with at most 4 decimals; empty if unknown", "受影响人口占一个地市级行政区人口的最大比例，百分数，至多 4 位小数；不明时留空").holding(CellKind::AmountFromZero),
    Column::new("portal_provincial_minutes", "省级门户或中央重点新闻网站无法访问分钟数", false, "portal of a provincial-level organ or central key news site unreachable; whole number, empty if unknown", "省级以上党政机关门户网站、中央重点新闻网站，整数；不明时留空").holding(CellKind::Count),
    Column::new("portal_prefecture_minutes", "地市级门户或省级重点新闻网站无法访问分钟数", false, "portal of a prefecture-level organ or provincial key news site unreachable; whole number, empty if unknown", "地市级以上党政机关门户网站、省级以上重点新闻网站，整数；不明时留空").holding(CellKind::Count),
    Column::new("portal_other_minutes", "其他门户或重点新闻网站无法访问分钟数", false, "portal of another organ, enterprise or institution, or key news site, unreachable; whole number, empty if unknown", "其他党政机关、企事业单位门户网站，重点新闻网站，整数；不明时留空").holding(CellKind::Count),
    Column::new("content_home_minutes", "违法信息首页展示分钟数", false, "illegal content on a home page; whole number, empty if unknown", "整数；不明时留空").holding(CellKind::Count),
    Column::new("content_other_minutes", "违法信息其他页面展示分钟数", false, "illegal content on another page; whole number, empty if unknown", "整数；不明时留空").holding(CellKind::Count),
    Column::new("content_reposts", "违法信息转发次数", false, "reposts of illegal content on social platforms; whole number, empty if unknown", "整数；不明时留空").holding(CellKind::Count),
    Column::new("content_views", "违法信息浏览或点击次数", false, "views or clicks of illegal content; whole number, empty if unknown", "整数；不明时留空").holding(CellKind::Count),
    Column::new("core_data_threat", "核心数据事件的威胁程度", false, "core data leaked, stolen, tampered with or forged: how far that threatens security and stability; empty if unknown", "核心数据泄露、被窃取、篡改或者假冒对国家安全和社会稳定的威胁；不明时留空").holding(CellKind::Words(Matter::CoreDataThreat.words())),
    Column::new("important_data_threat", "重要数据事件的威胁程度", false, "the same for important data; empty if unknown", "重要数据泄露、被窃取、篡改或者假冒的威胁；不明时留空").holding(CellKind::Words(Matter::ImportantDataThreat.words())),
    Column::new("personal_information_amount", "丢失或被窃取的个人信息数量", false, "how much personal information was lost or stolen, where that threatens security and stability; empty if unknown", "对国家安全和社会稳定构成威胁时个人信息的数量；不明时留空").holding(CellKind::Words(Matter::PersonalInformationAmount.words())),
    Column::new("content_recognised", "违法信息传播范围的认定", false, "how far illegal content spread, as recognised by an office for network affairs or police of a province or above; empty if unknown", "省级以上网信部门、公安机关的认定；不明时留空").holding(CellKind::Words(Matter::ContentRecognised.words())),
    Column::new(
        "report_items",
        "报告内容项",
        false,
        "items of art. 7 that the report held, as numbers separated by ;",
        "报告包含的第七条内容项，以分号分隔的序号",
    ),
    Column::new("products", "涉及产品", false, "codes, separated by ;", "产品编号，以分号分隔"),
    Column::new("resources", "涉及数据资源", false, "codes, separated by ;", "资源编号，以分号分隔"),
    Column::new(
        "affected",
        "涉及其他单位",
        false,
        "credit codes or names, separated by ;",
        "统一社会信用代码或名称，以分号分隔",
    ),
    // What is told in words: the report of art. 7 and the summary of art. 8 of CN-NIR.
    Column::new("system", "设施系统平台情况", false, "basic facts of the facility, system or platform", "涉事设施、系统、平台的基本情况"),
    Column::new("place", "发生地点", false, "where it happened or was found", "事件发现或者发生的地点"),
    Column::new("impact", "影响和危害", false, "impact and harm beside the figures", "数字以外的影响和危害"),
    Column::new("measures", "已采取的措施", false, "measures taken, and their effect", "已采取的措施和效果"),
    Column::new("ransom_yuan", "赎金（元）", false, "ransomware: amount demanded, decimal", "勒索软件：要求的金额，十进制")
        .holding(CellKind::AmountFromZero),
    Column::new("ransom_method", "赎金支付方式", false, "ransomware: how it is to be paid", "勒索软件：要求的支付方式"),
    Column::new("ransom_on", "赎金要求日期", false, "ransomware: YYYY, YYYY-MM or YYYY-MM-DD", "勒索软件：YYYY、YYYY-MM 或 YYYY-MM-DD"),
    Column::new("trend", "发展趋势", false, "trend, and possible further impact", "事态发展趋势和可能进一步造成的影响"),
    Column::new("cause_kind", "原因类别", false, "kind of cause; empty if unknown", "原因的类别；不明时留空")
        .holding(CellKind::Words(&CauseKind::PAIRS)),
    Column::new("cause", "原因", false, "the cause, first as an opinion", "原因，先作初步分析"),
    Column::new("clues", "溯源线索", false, "possible attacker, path, vulnerabilities", "可能的攻击者、攻击路径、漏洞等"),
    Column::new("plans", "拟采取的措施", false, "further measures, and support asked for", "拟进一步采取的措施和请求支援事项"),
    Column::new("scene", "现场保护", false, "how the scene is protected", "现场保护情况"),
    Column::new("accountability", "责任追究", false, "summary: who is held to account", "总结：责任追究情况"),
    Column::new("rectification", "整改情况", false, "summary: what is put right", "总结：整改情况"),
    Column::new("lessons", "教训", false, "summary: what was learned", "总结：汲取的教训"),
    Column::new("event", "行为", false, "act: what was done; evidence: what it proves", "行为：所做的事；证据：所证明的事")
        .holding(CellKind::Words(&EVENTS)),
    Column::new(
        "at",
        "行为时间",
        false,
        "act: when it was done; evidence: from when on it holds",
        "行为：发生时间；证据：生效时间",
    ).holding(CellKind::Instant),
    Column::new("file", "证据文件", false, "evidence: name of the file", "证据：文件名"),
    Column::new("sha256", "证据哈希", false, "evidence: SHA-256 of the file", "证据：文件的 SHA-256"),
    Column::new("description", "说明", false, "anything else; act: receiver, channel or reason", "其他说明；行为：接收方、渠道或者理由"),
];

/// The records of the form.
const RECORDS: &[(&str, &str)] = &[("incident", "事件"), ("act", "处置行为"), ("evidence", "证据")];

/// [`Event`] in both languages.
const EVENTS: [(&str, &str); Event::WORDS.len()] = {
    let mut words = [("", ""); Event::WORDS.len()];
    let mut index = 0;
    while index < words.len() {
        let (_, en, zh) = Event::WORDS[index];
        words[index] = (en, zh);
        index += 1;
    }
    words
};

/// [`Reporter`] in both languages.
const REPORTERS: &[(&str, &str)] = &[
    ("operator", "一般运营者"),
    ("cii_operator", "关键信息基础设施运营者"),
    ("central_organ", "中央和国家机关"),
];

/// Ids of the rules about a row; the ones about a clock are of [`ClockId`].
pub mod rules {
    /// The instants of an incident follow each other: occurred, discovered, then what is done about it;
    /// handled, summarised. None lies ahead of the check.
    pub const ORDER: &str = "S-1";
    /// Neither discovered nor learned is known, so that no clock can be computed (CN-NIR art. 4).
    pub const DISCOVERY: &str = "S-2";
    /// The type is not of a category of GB/T 20986-2023.
    pub const TYPE: &str = "S-3";
    /// The type is of a category and none of its sub-categories as they are known.
    pub const TYPE_CODE: &str = "S-3-code";
    /// An act or a piece of evidence belongs to an incident of the same file.
    pub const ORPHAN: &str = "S-4";
    /// The pack has no scale of that id.
    pub const SCALE: &str = "S-11";
    /// What is said of critical information infrastructure and who is said to report contradict each
    /// other (CN-NIR art. 4).
    pub const CII: &str = "S-12";
    /// A first report lacks an item that every one holds (CN-NIR art. 7).
    pub const REPORT_LACKING: &str = "I-11-lacking";
    /// Nothing followed a preliminary report (a clue after a time that is a project default).
    pub const NOT_COMPLETED: &str = "I-11-open";
    /// Individuals have not been told, and no reason is given (a project guard on CN-PIPL art. 57 para. 2).
    pub const EXEMPTION_REASON: &str = "L-3-reason";
    /// Something says that the incident was known before it was discovered as claimed (a clue).
    pub const KNOWN_BEFORE: &str = "I-C-known";
    /// What was handed in later undid that the time of a report had run out (a clue).
    pub const CHANGED_AFTER: &str = "I-C-changed";
    /// What was ordered to be rectified is accepted by its last day (project default).
    pub const RECTIFICATION: &str = "IR-1";
}

/// Names under which incidents are counted; measures in the policy pack and schemes refer to them.
pub mod counts {
    /// Incidents whose level made a statutory report due, or of which nobody says what tells whether it
    /// did: all that the level follows from, or the discovery. Not to say it is never better than to say it
    /// (a project default).
    pub const REPORTABLE: &str = "incidents_reportable";
    /// Of these, the ones reported in time.
    pub const REPORTED_IN_TIME: &str = "incidents_reported_in_time";
    /// Incidents of the level 一般, by all that the guide asks for or by what people decided.
    pub const GENERAL: &str = "incidents_general";
    /// Incidents of the level 一般 or a graver one, which is every incident: below it the guide has none.
    pub const GENERAL_OR_ABOVE: &str = "incidents_general_or_above";
    /// Incidents of the level 较大 or a graver one, and those that may be, as nobody says all that the guide asks
    /// for: a graver one never costs less, and not to say how grave it was does not either (a project default).
    pub const FAIRLY_MAJOR_OR_UNGRADED: &str = "incidents_fairly_major_or_ungraded";
    /// Orders to rectify that nobody had accepted as done by their last day.
    pub const RECTIFICATIONS_OVERDUE: &str = "incidents_rectifications_overdue";
}

/// What the policy pack says of incidents.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct IncidentPolicy {
    /// The scale of CN-NIR, which decides duties.
    pub thresholds: Scale,
    /// Scales of sectors, which incidents may be graded on besides.
    #[serde(default, rename = "scale")]
    pub scales: Vec<Scale>,
    /// Who has to report by when.
    pub clocks: ClockRules,
}

impl IncidentPolicy {
    /// Every scale, the one that decides duties first.
    pub fn all_scales(&self) -> impl Iterator<Item = &Scale> {
        std::iter::once(&self.thresholds).chain(&self.scales)
    }

    /// The scale with this id.
    #[must_use]
    pub fn scale(&self, id: &str) -> Option<&Scale> {
        self.all_scales().find(|it| it.id == id)
    }

    /// The levels of an incident on the scales of sectors that it names.
    #[must_use]
    pub fn further_levels(&self, incident: &Incident) -> Vec<Classification> {
        let facts = incident.facts();
        let named = self.scales.iter().filter(|it| incident.scales.contains(&it.id));
        named.map(|scale| classify(&facts, scale)).collect()
    }
}

#[cfg(test)]
mod tests;
