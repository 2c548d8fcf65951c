//! What a disclosure says, as handed in, and which fields of it are not filled in.

use std::collections::BTreeMap;

use jiff::civil::Date;
use serde::{Deserialize, Serialize};

use super::obligation::{BlockContent, Content, Duty};
use super::words::{REGISTERED, STATES, chosen};
use crate::form::Origin;
use crate::party::PartyId;

/// The disclosure of one party for one year.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Disclosure {
    /// The year disclosed.
    pub year: i16,
    /// The duty that it fulfils.
    pub duty: Duty,
    /// Its rows, in file order.
    pub records: Vec<Record>,
}

/// A row of a disclosure.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Record {
    /// The block that it belongs to.
    pub record: Block,
    /// The row.
    pub row: u64,
    /// Where it starts in the raw bytes.
    pub byte_offset: u64,
    /// How many bytes it takes there.
    pub byte_length: u32,
    /// The cells that are filled in, by column, as submitted.
    pub cells: BTreeMap<String, String>,
}

/// A disclosure with the party it is about, the day it was made, and its basic row.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DisclosureFact {
    /// Who discloses.
    pub party: PartyId,
    /// What was disclosed.
    pub disclosure: Disclosure,
    /// The day on which it counts as disclosed: when it was handed in, or when it says that it was
    /// published, whichever is later. An earlier day is a claim that nothing here proves.
    pub disclosed_on: Date,
    /// The basic row.
    pub origin: Origin,
}

/// A block of the form.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Block {
    /// 基础信息: who discloses.
    Basic,
    /// 公共数据资源授权信息: a resource that an implementing body authorized.
    Resource,
    /// 已授权的运营机构.
    Operator,
    /// 产品和服务.
    Product,
    /// 实施机构 that authorized an operator.
    Body,
    /// 数据管理部门, with its contact person.
    Contact,
}

impl Block {
    /// Every block.
    pub const ALL: [Self; 6] =
        [Self::Basic, Self::Resource, Self::Operator, Self::Product, Self::Body, Self::Contact];

    /// The word used in files and in the database.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        self.words().0
    }

    /// The words that files may use: ours and the form's.
    #[must_use]
    pub const fn words(self) -> (&'static str, &'static str) {
        match self {
            Self::Basic => ("basic", "基础信息"),
            Self::Resource => ("resource", "授权资源"),
            Self::Operator => ("operator", "运营机构"),
            Self::Product => ("product", "产品和服务"),
            Self::Body => ("body", "实施机构"),
            Self::Contact => ("contact", "数据管理部门"),
        }
    }

    /// Reads one of [`Block::words`].
    #[must_use]
    pub fn parse(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|it| <[_; 2]>::from(it.words()).contains(&word))
    }
}

impl Disclosure {
    /// The rows of a block.
    pub fn of(&self, block: Block) -> impl Iterator<Item = &Record> {
        self.records.iter().filter(move |it| it.record == block)
    }
}

impl Record {
    /// A cell; `""` where it is not filled in.
    #[must_use]
    pub fn cell(&self, column: &str) -> &str {
        self.cells.get(column).map_or("", String::as_str)
    }
}

/// A field that is not filled in, or a block without rows.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Gap {
    /// The block.
    pub record: Block,
    /// The row; `None` where the block has none.
    pub row: Option<u64>,
    /// What the row is called.
    pub name: String,
    /// The column; `record` where the whole block is not there.
    pub column: String,
}

/// Everything of a disclosure that is not filled in, block by block.
#[must_use]
pub fn gaps(disclosure: &Disclosure, content: &Content) -> Vec<Gap> {
    content.blocks.iter().flat_map(|block| gaps_of(disclosure, block)).collect()
}

fn gaps_of(disclosure: &Disclosure, block: &BlockContent) -> Vec<Gap> {
    let gap = |row, name: &str, column: &str| Gap {
        record: block.record,
        row,
        name: name.to_owned(),
        column: column.to_owned(),
    };
    if disclosure.of(block.record).next().is_none() {
        return vec![gap(None, "", "record")];
    }
    let rows = disclosure.of(block.record).flat_map(|record| {
        let state = chosen(STATES, record.cell("registration_state"));
        let more: &[String] =
            if state == Some(REGISTERED) { &block.fields_if_registered } else { &[] };
        let asked = block.fields.iter().chain(more);
        let empty = asked.filter(|column| record.cell(column).is_empty());
        empty.map(|column| gap(Some(record.row), record.cell("name"), column))
    });
    rows.collect()
}
