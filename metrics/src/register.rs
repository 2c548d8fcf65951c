//! The register: parties, people with their roles, products, and which accounts are 专账.
//!
//! Facts of kind `registry`. Each row is one entry about one party; the entry accepted last is in
//! force. An account of a party's own stays in force when its file is superseded: only an entry that says
//! otherwise takes its place, which is not the party's to hand in where the account is 专账.

mod authority;
pub mod bank_accounts;
mod intake;
mod repeated;
mod said;

use std::collections::BTreeSet;

use jiff::civil::Date;
use serde::{Deserialize, Serialize};

use crate::form::{CellKind, Column, Origin};
use crate::party::{PartyId, PartyKind};

pub use authority::Listed;
pub use intake::{CheckedRegister, RegisterIntake};

/// The columns of the form.
pub const COLUMNS: &[Column] = &[
    Column::new(
        "record",
        "记录类型",
        true,
        "party, person, product or account",
        "party 单位、person 人员、product 产品、account 科目",
    )
    .holding(CellKind::Words(RECORDS)),
    Column::new(
        "party",
        "单位",
        true,
        "credit code, or name:NAME",
        "统一社会信用代码，或 name:名称",
    ),
    Column::new(
        "code",
        "编号",
        false,
        "person's account, product number or account code; empty for a party",
        "人员账号、产品编号或科目编号；单位留空",
    ),
    Column::new("name", "名称", true, "name", "名称"),
    Column::new(
        "kind",
        "类别",
        false,
        "for a party: operator, implementing_body, department, …",
        "单位类别：运营机构、实施机构、行业主管部门等",
    )
    .holding(CellKind::Words(PARTY_KINDS)),
    Column::new(
        "state_owned",
        "是否国有",
        false,
        "for a party: yes or no",
        "单位是否国有企业：yes 或 no",
    )
    .holding(CellKind::YES_NO),
    Column::new(
        "role",
        "角色",
        false,
        "for a person: viewer, supervisor, approver, administrator",
        "人员角色：viewer、supervisor、approver、administrator",
    )
    .holding(CellKind::Words(ROLES)),
    Column::new(
        "separate_ledger",
        "是否专账",
        false,
        "for an account: yes if it is kept in the separate ledger",
        "科目是否属于专账：yes 或 no",
    )
    .holding(CellKind::YES_NO),
    Column::new(
        "registration",
        "登记编号",
        false,
        "for a product: its registration number, as the data authority or the implementing body says",
        "产品登记编号，由数据主管部门或者实施机构填报",
    ),
    Column::new(
        "since",
        "授权运营开始日",
        false,
        "for a party: the day on which its authorized operation started, YYYY-MM-DD",
        "单位开始授权运营的日期，YYYY-MM-DD",
    )
    .holding(CellKind::Date),
    Column::new(
        "standard",
        "会计准则",
        false,
        "for a party: the accounting standard of its chart of accounts, cas or small",
        "单位执行的会计准则：cas 企业会计准则，small 小企业会计准则",
    )
    .holding(CellKind::Words(STANDARDS)),
    Column::new(
        "controlled_by",
        "控制方",
        false,
        "for a party: credit code of the party that controls it",
        "单位的控制方的统一社会信用代码",
    ),
    Column::new(
        "developer",
        "开发主体",
        false,
        "for a product: credit code of its developer, if it is not the party",
        "产品开发主体的统一社会信用代码（非本单位时填写）",
    ),
    Column::new(
        "bank_account",
        "银行账号",
        false,
        "for an account: number of the bank account behind it",
        "科目对应的银行账号",
    ),
];

/// Accounting standards, each with a chart of accounts in the policy pack.
const STANDARDS: &[(&str, &str)] = &[("cas", "企业会计准则"), ("small", "小企业会计准则")];

/// The record types in both languages.
const RECORDS: &[(&str, &str)] =
    &[("party", "单位"), ("person", "人员"), ("product", "产品"), ("account", "科目")];

/// [`PartyKind`] in both languages.
const PARTY_KINDS: &[(&str, &str)] = &[
    PartyKind::DataAuthority.words(),
    PartyKind::ImplementingBody.words(),
    PartyKind::Operator.words(),
    PartyKind::Developer.words(),
    PartyKind::BusinessEntity.words(),
    PartyKind::Department.words(),
    PartyKind::StateAssetRegulator.words(),
];

/// [`Role`] has no words in Chinese.
const ROLES: &[(&str, &str)] = &[
    ("viewer", "viewer"),
    ("supervisor", "supervisor"),
    ("approver", "approver"),
    ("administrator", "administrator"),
];

/// Names under which register entries are counted; measures in the policy pack refer to them.
pub mod counts {
    /// Products and services.
    pub const PRODUCTS: &str = "products";
    /// Of these, the ones with a registration number (Measures art. 7: encouraged), which is no party's own to
    /// say.
    pub const PRODUCTS_REGISTERED: &str = "products_registered";
}

/// What an entry says.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "record", rename_all = "snake_case")]
pub enum Entry {
    /// A party exists.
    Party {
        /// Its name.
        name: String,
        /// What it is.
        kind: PartyKind,
        /// Whether it is a state-owned enterprise, whose supply results go to the state-asset
        /// regulator (Measures art. 28).
        state_owned: bool,
        /// The day on which its authorized operation started, where known: from that year on it
        /// discloses (Measures art. 27).
        #[serde(default, skip_serializing_if = "Option::is_none")]
        since: Option<Date>,
        /// The accounting standard of its chart of accounts, `cas` where nobody says.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        standard: Option<Standard>,
        /// Who controls it, where known: what is paid to its own group is flagged (F-14). All that is
        /// said, where rows differ.
        #[serde(rename = "controlled_by", with = "said")]
        #[serde(default, skip_serializing_if = "BTreeSet::is_empty")]
        controllers: BTreeSet<PartyId>,
    },
    /// A person of the party may act in a role.
    Person {
        /// The person's account, which is the Unix account name.
        account: String,
        /// The person's name.
        name: String,
        /// The role.
        role: Role,
    },
    /// The party offers a product or service.
    Product {
        /// The product's number.
        code: String,
        /// Its name.
        name: String,
        /// Its registration number, if it is registered (Measures art. 7: encouraged).
        registration: Option<String>,
        /// Who developed it, where it was not the party itself (Measures art. 17). All that is said,
        /// where rows differ.
        #[serde(rename = "developer", with = "said")]
        #[serde(default, skip_serializing_if = "BTreeSet::is_empty")]
        developers: BTreeSet<PartyId>,
    },
    /// The party keeps an account.
    Account {
        /// The account's code.
        code: String,
        /// Its name.
        name: String,
        /// Whether it is kept in the separate ledger 专账 (Measures art. 18).
        separate_ledger: bool,
        /// The bank account behind it, where there is one. All that is said, where rows differ.
        #[serde(rename = "bank_account", with = "said")]
        #[serde(default, skip_serializing_if = "BTreeSet::is_empty")]
        bank_accounts: BTreeSet<String>,
    },
}

impl Entry {
    /// The record type's word.
    #[must_use]
    pub const fn record(&self) -> &'static str {
        match self {
            Self::Party { .. } => "party",
            Self::Person { .. } => "person",
            Self::Product { .. } => "product",
            Self::Account { .. } => "account",
        }
    }

    /// What tells the entry from others of its record type and party; empty for the party itself.
    #[must_use]
    pub fn code(&self) -> &str {
        match self {
            Self::Party { .. } => "",
            Self::Person { account, .. } => account,
            Self::Product { code, .. } | Self::Account { code, .. } => code,
        }
    }
}

/// Whether an account is a listed one, or its code goes on after it with a point or a digit:
/// `6001.01` and `600101` are below `6001`.
#[must_use]
pub fn is_below(account: &str, listed: &str) -> bool {
    account.strip_prefix(listed).is_some_and(|rest| {
        rest.is_empty() || rest.starts_with(|it: char| it == '.' || it.is_ascii_digit())
    })
}

/// Whether an account is one of the listed ones or below one ([`is_below`]). What this costs grows with the
/// length of its code, not with the list.
#[must_use]
pub fn is_listed(account: &str, listed: &BTreeSet<String>) -> bool {
    let goes_on = |it: &(usize, char)| it.1 == '.' || it.1.is_ascii_digit();
    let ends = account.char_indices().filter(goes_on).map(|(end, _)| end).chain([account.len()]);
    ends.map(|end| &account[..end]).any(|it| listed.contains(it))
}

/// An accounting standard, which decides the chart of accounts.
#[derive(
    Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize,
)]
#[serde(rename_all = "snake_case")]
pub enum Standard {
    /// 企业会计准则.
    #[default]
    Cas,
    /// 小企业会计准则.
    Small,
}

impl Standard {
    /// Every standard.
    pub const ALL: [Self; 2] = [Self::Cas, Self::Small];

    /// The word used in files.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Cas => "cas",
            Self::Small => "small",
        }
    }
}

/// What a person may do. Each role may do what the ones before it may.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Role {
    /// Look.
    Viewer,
    /// Ask for evaluations, comment, review.
    Supervisor,
    /// Approve what another person reviewed.
    Approver,
    /// Keep people, keys and settings; act for others with `--as`.
    Administrator,
}

impl Role {
    /// Every role, least first.
    pub const ALL: [Self; 4] =
        [Self::Viewer, Self::Supervisor, Self::Approver, Self::Administrator];

    /// The word used in files and in the database.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Viewer => "viewer",
            Self::Supervisor => "supervisor",
            Self::Approver => "approver",
            Self::Administrator => "administrator",
        }
    }

    /// Reads what [`Role::as_str`] wrote.
    #[must_use]
    pub fn parse(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|role| role.as_str() == word)
    }
}

/// An entry with the party it is about and the row it came from.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RegisterFact {
    /// The party.
    pub party: PartyId,
    /// What is said of it.
    pub entry: Entry,
    /// The row.
    pub origin: Origin,
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    proptest! {
        /// Looking prefixes up finds what holding the account against each listed one does.
        #[test]
        fn what_is_listed_is_below_one_that_is(
            account in "[12]{0,2}[.甲X２]?[12]{0,2}",
            listed in prop::collection::btree_set("[12]{0,2}[.甲X２]?[12]?", 0..4),
        ) {
            let expected = listed.iter().any(|it| is_below(&account, it));
            prop_assert_eq!(is_listed(&account, &listed), expected);
        }
    }
}
