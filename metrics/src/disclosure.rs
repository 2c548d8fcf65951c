//! The yearly disclosure of implementing bodies and operators (Measures art. 27): what was handed
//! in, whether it is complete, and whether it was in time.
//!
//! The Measures say "as prescribed"; day and content are data of the policy pack, from the notice of
//! the National Data Administration (CN-DISC). Names and phones of contact persons are kept as
//! handed in and appear in no fault.

mod content;
mod intake;
mod judge;
mod obligation;
mod verdict;
mod words;

use crate::form::{CellKind, Column};
use words::{FORMS, RECORDS, STATES, USES};

pub use content::{Block, Disclosure, DisclosureFact, Gap, Record, gaps};
pub use intake::{CheckedDisclosures, DisclosureContext, DisclosureIntake};
pub use obligation::{
    AnnualDue, BlockContent, Content, DisclosurePolicy, Duty, DutyRule, DutyRules, FirstYear,
    Reminders,
};
pub use verdict::{Disclosed, Timeliness, Verdict, timeliness, verdicts};

/// The columns of the form: one table for both disclosures, a block of it in each row.
pub const COLUMNS: &[Column] = &[
    Column::new(
        "record",
        "记录类型",
        true,
        "basic, resource, operator, product, body or contact",
        "basic 基础信息、resource 授权资源、operator 运营机构、product 产品和服务、body 实施机构、contact 数据管理部门",
    ).holding(CellKind::Words(RECORDS)),
    Column::new(
        "party",
        "单位",
        true,
        "who discloses: credit code, or name:NAME",
        "披露单位：统一社会信用代码，或 name:名称",
    ),
    Column::new("year", "披露年度", true, "the year disclosed, YYYY", "所披露的年度，YYYY").holding(CellKind::Count),
    Column::new(
        "form",
        "披露主体",
        false,
        "for basic: implementing_body or operator",
        "基础信息填写：implementing_body 实施机构、operator 运营机构",
    ).holding(CellKind::Words(FORMS)),
    Column::new(
        "name",
        "名称",
        false,
        "of the party, resource, product or unit",
        "单位、资源、产品和服务的名称",
    ),
    Column::new(
        "credit_code",
        "统一社会信用代码",
        false,
        "for basic and operator",
        "基础信息、运营机构填写",
    ),
    Column::new("address", "地址", false, "for basic: with postcode", "基础信息填写，含邮编"),
    Column::new("email", "邮箱", false, "for basic", "基础信息填写"),
    Column::new(
        "phone",
        "电话",
        false,
        "for basic and contact",
        "基础信息填写固定电话，数据管理部门填写联系电话",
    ),
    Column::new("disclosed_on", "披露日期", false, "for basic: YYYY-MM-DD", "基础信息填写，YYYY-MM-DD").holding(CellKind::Date),
    Column::new(
        "url",
        "披露网址",
        false,
        "for basic: where it can be read",
        "基础信息填写，公众可查阅的网址",
    ),
    Column::new(
        "registration_state",
        "登记完成情况",
        false,
        "for resource, product and body: registered or planned",
        "授权资源、产品和服务、实施机构填写：1 已登记、0 拟登记",
    ).holding(CellKind::Words(STATES)),
    Column::new("registration_no", "登记确认单编号", false, "where registered", "已登记的填写"),
    Column::new("mode", "授权运营方式", false, "for resource", "授权资源填写，如整体授权"),
    Column::new(
        "ceiling",
        "上限收费标准",
        false,
        "for resource: ceiling of the fee",
        "授权资源填写，运营服务上限收费标准",
    ),
    Column::new(
        "term_from",
        "运营期限起",
        false,
        "for operator and body: YYYY-MM-DD",
        "运营机构、实施机构填写，YYYY-MM-DD",
    ).holding(CellKind::Date),
    Column::new(
        "term_to",
        "运营期限止",
        false,
        "for operator and body: YYYY-MM-DD",
        "运营机构、实施机构填写，YYYY-MM-DD",
    ).holding(CellKind::Date),
    Column::new(
        "method",
        "产品和服务方式",
        false,
        "for product: interface, report, …",
        "产品和服务填写，如接口、报告",
    ),
    Column::new(
        "use",
        "应用场景类别",
        false,
        "for product: public or industry",
        "产品和服务填写：1 public 公共治理和公益事业、0 industry 产业和行业发展",
    ).holding(CellKind::Words(USES)),
    Column::new(
        "scenario",
        "应用场景",
        false,
        "for product: description",
        "产品和服务填写，应用场景说明",
    ),
    Column::new("fee", "收费标准", false, "for product", "产品和服务填写"),
    Column::new(
        "resource",
        "已授权资源名称",
        false,
        "for body: the resource authorized",
        "实施机构填写，已授权公共数据资源名称",
    ),
    Column::new("contact", "联系人", false, "for contact", "数据管理部门填写"),
];

/// Ids of the rules that compare a disclosure with the register; the others are of [`Duty::rules`].
pub mod rules {
    /// A product of the register is not disclosed.
    pub const PRODUCT_UNLISTED: &str = "D-02-unlisted";
    /// A product is disclosed that the register does not know.
    pub const PRODUCT_UNKNOWN: &str = "D-02-unknown";
}

/// Names under which disclosures are counted; measures in the policy pack refer to them.
pub mod counts {
    /// Disclosures that were due.
    pub const DUE: &str = "disclosures_due";
    /// Of these, the ones handed in by the day they were due.
    pub const ON_TIME: &str = "disclosures_on_time";
    /// Of these, the ones in force with every field filled in.
    pub const COMPLETE: &str = "disclosures_complete";
}

#[cfg(test)]
mod tests;
