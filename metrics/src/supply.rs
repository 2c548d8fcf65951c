//! Data supply (Measures art. 14, 28): what departments list in their catalogues, how complete the
//! entries are, and whether each is updated as often as declared.
//!
//! Windows and words are data of the policy pack. The Measures contain no number.

pub mod ckan;
pub mod dcat_us;

mod earlier;
mod facts;
mod intake;
mod policy;
mod timeliness;

use crate::form::{CellKind, Column};

pub use earlier::{Earlier, Said};
pub use facts::{Frequency, Item};
pub use intake::{CheckedSupply, SupplyContext, SupplyIntake};
pub use policy::{CkanPolicy, FrequencyRule, Step, SupplyPolicy, Unit, WordList};
pub use timeliness::{Moment, UpdateState};

/// The columns of the form.
pub const COLUMNS: &[Column] = &[
    Column::new("record", "记录类型", false, "item (default)", "item 目录项（默认）")
        .holding(CellKind::Words(RECORDS)),
    Column::new(
        "party",
        "单位",
        true,
        "department that supplies: credit code, or name:NAME",
        "供数部门：统一社会信用代码，或 name:名称",
    ),
    Column::new("code", "目录编号", true, "number of the item in the catalogue", "目录项编号"),
    Column::new("title", "名称", true, "name of the item", "目录项名称"),
    Column::new("description", "摘要", false, "what it holds", "内容摘要"),
    Column::new(
        "licence",
        "使用许可",
        false,
        "on what terms it may be used",
        "使用许可或者开放条件",
    ),
    Column::new(
        "frequency",
        "更新频率",
        false,
        "realtime, daily, weekly, monthly, quarterly, half_yearly, yearly, irregular",
        "实时、每日、每周、每月、每季度、每半年、每年、不定期",
    )
    .holding(CellKind::Words(&FREQUENCIES)),
    Column::new(
        "updated_on",
        "最近更新日期",
        false,
        "YYYY-MM-DD, or YYYY-MM, or YYYY",
        "YYYY-MM-DD，或 YYYY-MM，或 YYYY",
    ),
    Column::new("resources", "资源数", false, "number of files and interfaces", "文件和接口的个数")
        .holding(CellKind::Count),
    Column::new("formats", "格式", false, "formats, separated by ;", "格式，以分号分隔"),
    Column::new("contact", "联系方式", false, "whom to ask", "联系方式"),
    Column::new("url", "网址", false, "where it is published", "发布网址"),
];

/// The records of the form.
const RECORDS: &[(&str, &str)] = &[("item", "目录项")];

/// [`Frequency`] in both languages. Which further words a file may use is data of the policy pack.
const FREQUENCIES: [(&str, &str); 8] = [
    ("realtime", "实时"),
    ("daily", "每日"),
    ("weekly", "每周"),
    ("monthly", "每月"),
    ("quarterly", "每季度"),
    ("half_yearly", "每半年"),
    ("yearly", "每年"),
    ("irregular", "不定期"),
];

/// Ids of the rules about a catalogue item; the row stays.
pub mod rules {
    /// The item has a title.
    pub const TITLE: &str = "C-1";
    /// The item has a description.
    pub const DESCRIPTION: &str = "C-2";
    /// The item says on what terms it may be used.
    pub const LICENCE: &str = "C-3";
    /// The item has files or interfaces.
    pub const RESOURCES: &str = "C-4";
    /// The frequency is a word that the policy pack knows.
    pub const FREQUENCY: &str = "C-5";
    /// An item with a declared frequency says when it was updated.
    pub const UPDATE_UNKNOWN: &str = "C-6";
    /// An item is updated as often as declared.
    pub const OVERDUE: &str = "C-7";
    /// An item was not updated in the future.
    pub const FUTURE: &str = "C-8";
    /// A DCAT-US record keeps to the rules of its owner type.
    pub const DCAT_US: &str = "C-9";
    /// An answer of a catalogue lists every item that it counts.
    pub const INCOMPLETE: &str = "C-10";
}

/// Names under which items are counted; measures in the policy pack refer to them.
pub mod counts {
    /// Every name.
    pub const ALL: [&str; 9] = [
        CATALOGUES_DUE,
        CATALOGUES,
        ITEMS,
        DESCRIBED,
        LICENSED,
        WITH_RESOURCES,
        WITH_FREQUENCY,
        DUE,
        ON_TIME,
    ];
    /// Catalogues due: one of whoever is registered.
    pub const CATALOGUES_DUE: &str = "supply_catalogues_due";
    /// Of these, the ones of which any item is in force.
    pub const CATALOGUES: &str = "supply_catalogues";
    /// Catalogue items.
    pub const ITEMS: &str = "supply_items";
    /// Of these, the ones with a description.
    pub const DESCRIBED: &str = "supply_items_described";
    /// Of these, the ones with a licence.
    pub const LICENSED: &str = "supply_items_licensed";
    /// Of these, the ones with files or interfaces.
    pub const WITH_RESOURCES: &str = "supply_items_with_resources";
    /// Of these, the ones that declare how often they are updated.
    pub const WITH_FREQUENCY: &str = "supply_items_with_frequency";
    /// Items of which an update is due by the declared frequency.
    pub const DUE: &str = "supply_updates_due";
    /// Of these, the ones that are not overdue.
    pub const ON_TIME: &str = "supply_updates_on_time";
}

#[cfg(test)]
mod tests;
