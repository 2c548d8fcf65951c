//! What whoever raises a case is. Names are not kept: the number leads whoever may know to
//! them.

use serde::{Deserialize, Serialize};

/// What whoever raises a case is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Raiser {
    /// A department that uses the data.
    Department,
    /// An operator.
    Operator,
    /// A developer of products.
    Developer,
    /// Another organisation.
    Organisation,
    /// A natural person.
    Person,
}

impl Raiser {
    /// Every kind.
    pub(crate) const ALL: [Self; 5] =
        [Self::Department, Self::Operator, Self::Developer, Self::Organisation, Self::Person];

    /// The words of files, in English and in Chinese, in the order of [`Self::ALL`].
    pub(crate) const WORDS: &[(&str, &str)] = &[
        Self::Department.words(),
        Self::Operator.words(),
        Self::Developer.words(),
        Self::Organisation.words(),
        Self::Person.words(),
    ];

    /// The word of files, in English and in Chinese.
    #[must_use]
    pub const fn words(self) -> (&'static str, &'static str) {
        match self {
            Self::Department => ("department", "部门"),
            Self::Operator => ("operator", "运营机构"),
            Self::Developer => ("developer", "开发主体"),
            Self::Organisation => ("organisation", "其他单位"),
            Self::Person => ("person", "个人"),
        }
    }
}
