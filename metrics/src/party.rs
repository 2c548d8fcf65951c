//! Parties: who submits, and whom a row is about.

pub mod credit_code;

use std::fmt;
use std::str::FromStr;

use serde::{Deserialize, Serialize};
use thiserror::Error;

use credit_code::CreditCode;

/// The longest declared name of a party, in bytes.
pub const NAME_BYTES_MAX: usize = 256;

/// `uscc:91310000MADEM0011A`, or a declared `name:…` where no credit code exists.
///
/// # Invariants
///
/// The scheme is `uscc` or `name`; a code of scheme `uscc` passes GB 32100-2015; a name is not
/// empty, has no control characters, no blanks around it, and at most [`NAME_BYTES_MAX`] bytes.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct PartyId(String);

/// Why a text is not a [`PartyId`].
#[derive(Clone, Debug, PartialEq, Eq, Error)]
pub enum PartyIdError {
    /// Neither `uscc:…`, nor `name:…`, nor a bare credit code.
    #[error("{text:?} is not uscc:CODE, name:NAME or a credit code")]
    Scheme {
        /// What was written.
        text: String,
    },
    /// The credit code is wrong.
    #[error("{text:?} is not a unified social credit code")]
    CreditCode {
        /// What was written.
        text: String,
        /// What is wrong with it.
        source: credit_code::CreditCodeError,
    },
    /// The name is empty, too long, or has characters that no name has.
    #[error("{text:?} is not a name")]
    Name {
        /// What was written.
        text: String,
    },
}

impl PartyId {
    /// The whole id, with its scheme.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// What follows the scheme: the code or the name.
    #[must_use]
    pub fn code(&self) -> &str {
        self.0.split_once(':').map_or("", |(_, code)| code)
    }

    /// The party with this credit code.
    #[must_use]
    pub fn of_credit_code(code: &CreditCode) -> Self {
        Self(format!("uscc:{}", code.as_str()))
    }
}

impl fmt::Display for PartyId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl FromStr for PartyId {
    type Err = PartyIdError;

    fn from_str(text: &str) -> Result<Self, PartyIdError> {
        let text = text.trim();
        if let Some(name) = text.strip_prefix("name:") {
            let valid = !name.is_empty()
                && name.len() <= NAME_BYTES_MAX
                && name.trim() == name
                && !name.contains(char::is_control);
            let error = || PartyIdError::Name { text: text.to_owned() };
            return if valid { Ok(Self(text.to_owned())) } else { Err(error()) };
        }
        let code = text.strip_prefix("uscc:").unwrap_or(text);
        if code.contains(':') || code.is_empty() {
            return Err(PartyIdError::Scheme { text: text.to_owned() });
        }
        match CreditCode::parse(code) {
            Ok(code) => Ok(Self::of_credit_code(&code)),
            Err(source) => Err(PartyIdError::CreditCode { text: text.to_owned(), source }),
        }
    }
}

impl TryFrom<String> for PartyId {
    type Error = PartyIdError;

    fn try_from(text: String) -> Result<Self, PartyIdError> {
        text.parse()
    }
}

impl From<PartyId> for String {
    fn from(party: PartyId) -> Self {
        party.0
    }
}

/// What a party is in the sense of the Measures (art. 3, 6, 15).
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum PartyKind {
    /// 市数据主管部门.
    DataAuthority,
    /// 实施机构.
    ImplementingBody,
    /// 运营机构.
    Operator,
    /// 开发主体.
    Developer,
    /// 业务实施主体.
    BusinessEntity,
    /// 行业主管部门.
    Department,
    /// 国资监管机构.
    StateAssetRegulator,
}

impl PartyKind {
    /// Every kind.
    pub const ALL: [Self; 7] = [
        Self::DataAuthority,
        Self::ImplementingBody,
        Self::Operator,
        Self::Developer,
        Self::BusinessEntity,
        Self::Department,
        Self::StateAssetRegulator,
    ];

    /// The word used in files and in the database.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        self.words().0
    }

    /// The words that files may use: ours and the term of the Measures.
    #[must_use]
    pub const fn words(self) -> (&'static str, &'static str) {
        match self {
            Self::DataAuthority => ("data_authority", "市数据主管部门"),
            Self::ImplementingBody => ("implementing_body", "实施机构"),
            Self::Operator => ("operator", "运营机构"),
            Self::Developer => ("developer", "开发主体"),
            Self::BusinessEntity => ("business_entity", "业务实施主体"),
            Self::Department => ("department", "行业主管部门"),
            Self::StateAssetRegulator => ("state_asset_regulator", "国资监管机构"),
        }
    }

    /// Reads one of [`PartyKind::words`].
    #[must_use]
    pub fn parse(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|kind| <[_; 2]>::from(kind.words()).contains(&word))
    }
}
